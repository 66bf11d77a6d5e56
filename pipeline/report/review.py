"""The report served to one person on their own machine, with buttons that write the decisions.

Who has not the address, with its random token, gets nothing. Only this machine is listened to; a page of another site
can neither read (the Host is checked, so a name that is rebound to 127.0.0.1 does not do) nor decide (the Origin and
the kind of content are checked). Nothing of the disk is served but the report and the workbook of the release.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.reconcile.danish import danish_date
from pipeline.reconcile.decisions import LONGEST, LONGEST_NAME, Change, decide, load_decisions, record
from pipeline.report.dataset import Release, load
from pipeline.report.page import Reviewer, render
from pipeline.report.since import kept
from pipeline.system.own_machine import HEADERS, NAMES
from pipeline.work.drawing import Band, Drawer, Drawn
from schemas.dataset import DocumentRow, FindingRow

HOST: Final = NAMES[0]
_MOST_BYTES = 20_000  # of a decision
_HEADERS: Final = {
    **HEADERS,
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Asked(BaseModel):
    """What a button asks for."""

    model_config = ConfigDict(extra="forbid", strict=True)
    finding: str = Field(pattern=r"^F[0-9a-f]{1,64}$")
    also: list[str] = Field(default_factory=list, max_length=1000)
    """Its echoes: what is accepted or reopened of a cause holds for what follows from it."""
    action: Literal["accept", "reopen", "comment", "assign"]
    text: str = Field("", max_length=LONGEST)
    by: str = Field(min_length=1, max_length=LONGEST_NAME, pattern=r"\S")


@dataclass(slots=True)
class Desk:
    """What is decided on: the current release, read again when another takes its place, under the decisions' file."""

    current: Path
    decisions: Path
    name: str
    drawer: Drawer | None = None
    today: Callable[[], dt.date] = dt.date.today
    _release: Release | None = None
    _folder: Path | None = None
    _page: tuple[str, str] | None = None
    """The page, under what it was made of."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self) -> str:
        """The report as it is decided now. Raises OSError or ValueError where release or decisions cannot be read."""
        with self._lock:
            folder, release = self._read()
            made_of = f"{folder} {_sha256(self.decisions)}"
            if self._page is None or self._page[0] != made_of:
                decided = list(decide(release.findings, load_decisions(self.decisions)))
                shown = replace(release, findings=decided)
                html = render(shown, self.drawer, since=kept(folder), reviewer=Reviewer(self.name))
                self._page = made_of, html
            return self._page[1]

    def workbook(self) -> Path:
        """The workbook of the release."""
        return self.current.resolve() / "report" / "afstemning.xlsx"

    def decide(self, asked: Asked) -> FindingRow:
        """Write a decision; the finding as it now is. Raises KeyError, ValueError, OSError."""
        with self._lock:
            findings = {f.finding_id: f for f in self._read()[1].findings}
            changes = [_change(findings[name], asked) for name in (asked.finding, *asked.also)]
            record(self.decisions, changes, asked.by, self.today())
            return next(iter(decide([findings[asked.finding]], load_decisions(self.decisions))))

    def _read(self) -> tuple[Path, Release]:
        folder = self.current.resolve()
        if self._release is None or folder != self._folder:
            self._release, self._folder, self._page = load(folder), folder, None
        return folder, self._release


def _change(finding: FindingRow, asked: Asked) -> Change:
    if asked.action == "accept":
        return Change(finding, "accepted", asked.text)
    if asked.action == "reopen":
        return Change(finding, "open", asked.text)
    if asked.action == "comment":
        return Change(finding, reason=asked.text)
    return Change(finding, assigned_to=asked.text)


class KeptDrawer(Drawer):
    """A drawer that draws what a page asks for once: decisions change no image."""

    __slots__ = ("_kept",)

    def draw(
        self, wanted: Mapping[str, Sequence[Band]], documents: Iterable[DocumentRow]
    ) -> dict[tuple[str, int], Drawn]:
        """The images of these bands; those of before where the same are wanted."""
        key, kept_images = repr(sorted(wanted.items())), getattr(self, "_kept", {})
        if key not in kept_images:
            kept_images = self._kept = {key: super().draw(wanted, documents)}
        return kept_images[key]


def application(desk: Desk, port: int, token: str) -> Starlette:
    """The application; it answers requests for `http://127.0.0.1:<port>/<token>/` and no others."""
    root = f"/{token}"

    async def page(_: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(desk.page))

    async def workbook(_: Request) -> Response:
        return FileResponse(desk.workbook(), media_type=_XLSX, filename="afstemning.xlsx")

    async def decisions(request: Request) -> Response:
        try:
            asked = Asked.model_validate_json(await _body(request))
            found = await run_in_threadpool(desk.decide, asked)
        except KeyError:
            return _refusal(404, "fundet findes ikke i udgivelsen; genindlæs siden")
        except ValidationError as error:
            return _refusal(400, f"det kan ikke læses: {error.errors()[0]['msg']}")
        except ValueError as error:
            return _refusal(400, _DANISH.get(str(error), str(error)))
        except OSError as error:
            return _refusal(500, f"beslutningen kunne ikke skrives: {error.strerror}")
        return JSONResponse(_state(found))

    routes = [
        Route(f"{root}/", page, methods=["GET"]),
        Route(f"{root}/afstemning.xlsx", workbook, methods=["GET"]),
        Route(f"{root}/decisions", decisions, methods=["POST"]),
    ]
    guard = Middleware(_Guard, hosts=frozenset(f"{name}:{port}" for name in NAMES), root=root)
    app = Starlette(routes=routes, middleware=[guard])
    app.router.redirect_slashes = False
    return app


def redirection(address: str) -> str:
    """A page that leads to an address: a browser that is started with it shows no token among the processes."""
    return (
        '<!doctype html><html lang="da"><meta charset="utf-8"><title>Afstemning af bilag</title>'
        f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={address}">'
        f'<a href="{address}">Åbn rapporten</a></html>\n'
    )


_DANISH: Final = {"a decision needs a reason": "skriv hvorfor det må blive stående"}


class _Guard(BaseHTTPMiddleware):
    """Refuses whatever does not come from the page itself; sets the headers of every answer."""

    def __init__(self, app: Any, hosts: frozenset[str], root: str) -> None:
        super().__init__(app)
        self._hosts, self._root = hosts, root

    async def dispatch(self, request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        refused = self._refused(request)
        response = PlainTextResponse(refused[1], refused[0]) if refused else await call_next(request)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    def _refused(self, request: Request) -> tuple[int, str] | None:
        """The status and the reason that a request is refused with; None for one that is not."""
        headers = request.headers
        if headers.get("host") not in self._hosts:
            return 403, "another host"
        parts = str(request.scope["path"]).split("/")
        if len(parts) < 3 or not secrets.compare_digest(f"/{parts[1]}".encode(), self._root.encode()):
            return 404, "not found"
        opened = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        same = headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if not same and not (opened and request.method == "GET"):
            return 403, "another site"
        if request.method in ("GET", "HEAD"):
            return None
        if headers.get("origin") != f"http://{headers['host']}":
            return 403, "another origin"
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "not JSON"
        return None


async def _body(request: Request) -> bytes:
    """The body of a request. Raises ValueError where it is larger than any decision."""
    read = b""
    async for piece in request.stream():
        read += piece
        if len(read) > _MOST_BYTES:
            raise ValueError("beslutningen er for lang")
    return read


def _state(finding: FindingRow) -> Mapping[str, str]:
    """What the page shows of a decided finding."""
    return {
        "finding": finding.finding_id,
        "status": finding.status,
        "remark": finding.remark or "",
        "by": finding.decided_by or "",
        "on": danish_date(finding.decided_on) if finding.decided_on else "",
        "assigned_to": finding.assigned_to or "",
    }


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
