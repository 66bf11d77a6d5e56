"""The pages by address. Read only: GET and HEAD, no script, and every text of a bilag escaped by the templates.

/                         the bilag and their cards; ?q= ?bilag= ?udvalg= ?slags=
/bilag/ID                 a bilag; /bilag/ID/side/3 a page's picture, /bilag/ID/linje/120 its printed lines
/kort/ID                  a card: its tables, findings and trace; /kort/ID/tabel/1.csv
/fund, /soeg              findings and search, filtered; /fund/ID leads to a finding on its card
.csv                      after an address of a list: what is seen there
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from pipeline.release.formats.csv_files import MARK, as_csv
from pipeline.system.own_machine import HEADERS, NAMES
from pipeline.web import views
from pipeline.web.language import Language, templates
from pipeline.web.pictures import Pictures
from pipeline.web.shelf import Current, Shelf

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {**HEADERS, "Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
_AROUND: Final = 60  # printed lines shown over and under the one that is meant
_FOUND: Final = 100

T = TypeVar("T")
Page = Callable[["Site", Request], Response]


class Site:
    """What every page needs: the current release, the templates, the pictures."""

    def __init__(
        self, clean: Path, pictures: Pictures | None, language: Language = "da", *, ahead: bool = False
    ) -> None:
        """Show the current release of `clean`; `ahead` reads what the pages need while nobody has asked yet."""
        self._current = Current(clean)
        self.pictures = pictures
        self._templates = templates(language)
        if ahead:
            threading.Thread(target=self._read_ahead, name="read-ahead", daemon=True).start()

    @property
    def shelf(self) -> Shelf:
        """The release that is current now."""
        try:
            return self._current.shelf()
        except OSError as error:
            raise HTTPException(503, "Der er ingen udgivelse at vise; kør: bilag run") from error

    def _read_ahead(self) -> None:
        with contextlib.suppress(OSError, HTTPException):  # whoever asks for the page is told
            views.rule_name("item_sum")  # loads the rules
            self.shelf.read_ahead()

    def page(self, name: str, status: int = 200, **shown: Any) -> Response:
        """A template as a response."""
        html = self._templates.get_template(f"{name}.html.j2").render(**shown)
        return Response(html, status, media_type="text/html")


def application(
    clean: Path,
    raw: Path | None = None,
    mounts: Mapping[str, ASGIApp] | None = None,
    passwords: Sequence[str] = (),
    language: Language = "da",
    *,
    ahead: bool = False,
) -> Starlette:
    """The pages of the current release in `clean`; with `raw` also pictures of the PDFs' pages.

    `mounts` are other applications by the path they answer under; the pages link to them by that path. `ahead` has what
    they need read from now on, before the first is asked for. What a bilag says, and what a finding says of it, is
    Danish in either language.
    """
    site = Site(clean, Pictures(raw, passwords) if raw else None, language, ahead=ahead)
    pages: Sequence[tuple[str, Page]] = (
        ("/", front), ("/kort.csv", cards_csv), ("/bilag/{document}", document),
        ("/bilag/{document}/side/{page:int}", page),
        ("/bilag/{document}/side/{page:int}.png", picture), ("/bilag/{document}/linje/{line:int}", lines),
        ("/kort/{card:path}/tabel/{number:int}.csv", table_csv), ("/kort/{card:path}", card),
        ("/fund", findings), ("/fund.csv", findings_csv), ("/fund/{finding}", finding),
        ("/soeg", search), ("/soeg.csv", search_csv), ("/stil.css", style), ("/favicon.ico", icon),
    )  # fmt: skip
    routes: list[BaseRoute] = [Mount(path, app) for path, app in (mounts or {}).items()]
    routes += [Route(path, _answering(site, function), methods=["GET"]) for path, function in pages]
    return Starlette(
        routes=routes,
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(NAMES))],
        exception_handlers={HTTPException: functools.partial(_problem, site)},
    )


def _answering(site: Site, function: Page) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        response = function(site, request)
        response.headers.update(_HEADERS)
        return response

    return answer


def _problem(site: Site, _: Request, error: HTTPException) -> Response:
    response = site.page("problem", error.status_code, message=error.detail)
    response.headers.update(_HEADERS)
    return response


def _csv(name: str, rows: Iterable[Sequence[object]]) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(MARK + as_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


def _get(found: Mapping[str, T], key: str) -> T:
    if key not in found:
        raise HTTPException(404, "Det findes ikke i den aktuelle udgivelse.")
    return found[key]


def front(site: Site, request: Request) -> Response:
    """The bilag, and the cards that pass the filter."""
    shelf, wanted = site.shelf, dict(request.query_params)
    every = list(shelf.cards.values())
    return site.page(
        "front",
        release=shelf.path.name,
        documents=list(shelf.documents.values()),
        cards=views.cards_wanted(shelf, wanted),
        every=len(every),
        committees=views.options(every, "committee_id", "committee"),
        wanted=wanted,
        query=request.url.query,
    )


_CARD_COLUMNS: Final = (
    "case_id", "title", "kind", "committee", "first_year", "last_year", "price_level", "investment_dkk",
    "permanent_effect_dkk", "payback_years", "open_errors", "open_warnings", "card_id",
)  # fmt: skip


def cards_csv(site: Site, request: Request) -> Response:
    """The cards that pass the filter, for a spreadsheet."""
    cards = views.cards_wanted(site.shelf, dict(request.query_params))
    return _csv("kort", [_CARD_COLUMNS, *([c[name] for name in _CARD_COLUMNS] for c in cards)])


def document(site: Site, request: Request) -> Response:
    """A bilag: what it is, its cards, and the findings that belong to none of them."""
    shelf = site.shelf
    found = _get(shelf.documents, request.path_params["document"])
    own = {"bilag": found["document_id"]}
    apart = [f for f in views.findings_wanted(shelf, own) if f["card_id"] is None]
    return site.page("document", document=found, cards=views.cards_wanted(shelf, own), findings=apart)


def page(site: Site, request: Request) -> Response:
    """A page's picture, with the box of the address marked on it."""
    shelf, number = site.shelf, request.path_params["page"]
    found = _get(shelf.documents, request.path_params["document"])
    drawn = site.pictures.page(found, number) if site.pictures else None
    text = [x for x in shelf.rows("source_lines") if x["document_id"] == found["document_id"] and x["page"] == number]
    if drawn is None and not text:
        raise HTTPException(404, "Siden findes ikke, eller kan ikke vises.")
    return site.page(
        "page", document=found, number=number, drawn=drawn, lines=text, box=_box(request.query_params.get("boks"))
    )


def _box(given: str | None) -> list[float] | None:
    try:
        box = [float(v) for v in (given or "").split(",")]
    except ValueError:
        return None
    return box if len(box) == 4 and all(0 <= v < 1e5 for v in box) else None


def picture(site: Site, request: Request) -> Response:
    """A page's picture."""
    found = _get(site.shelf.documents, request.path_params["document"])
    drawn = site.pictures.page(found, request.path_params["page"]) if site.pictures else None
    if drawn is None:
        raise HTTPException(404, "Siden findes ikke, eller kan ikke vises.")
    return Response(drawn.png, media_type="image/png")


def lines(site: Site, request: Request) -> Response:
    """The printed lines around one of them."""
    shelf, number = site.shelf, request.path_params["line"]
    found = _get(shelf.documents, request.path_params["document"])
    near = [
        x
        for x in shelf.rows("source_lines")
        if x["document_id"] == found["document_id"] and x["line"] and abs(x["line"] - number) <= _AROUND
    ]
    if not near:
        raise HTTPException(404, "Linjen findes ikke.")
    return site.page("lines", document=found, number=number, lines=near)


def card(site: Site, request: Request) -> Response:
    """A card with all that is printed on it, its findings and its trace."""
    shelf = site.shelf
    overview = _get(shelf.cards, request.path_params["card"])
    card_id = overview["card_id"]
    return site.page(
        "card",
        card=shelf.full_cards[card_id],
        overview=overview,
        document=shelf.documents[overview["document_id"]],
        tables=views.tables_of(shelf, card_id),
        sections=shelf.of_card("card_sections", card_id),
        findings=views.findings_wanted(shelf, {"kort": card_id}),
        trace=shelf.traces.of(card_id),
    )


def table_csv(site: Site, request: Request) -> Response:
    """A card's money table as it is printed, for a spreadsheet."""
    shelf, number = site.shelf, request.path_params["number"]
    found = _get(shelf.cards, request.path_params["card"])
    tables = views.tables_of(shelf, found["card_id"])
    if not 1 <= number <= len(tables):
        raise HTTPException(404, "Kortet har ingen tabel med det nummer.")
    return _csv(f"tabel-{number}", views.table_rows(tables[number - 1]))


def findings(site: Site, request: Request) -> Response:
    """The findings that pass the filter."""
    shelf, wanted = site.shelf, dict(request.query_params)
    rules = sorted({f["rule"] for f in shelf.findings})
    return site.page(
        "findings", findings=views.findings_wanted(shelf, wanted), cards=shelf.cards, rules=rules, wanted=wanted,
        query=request.url.query,
    )  # fmt: skip


_FINDING_COLUMNS: Final = (
    "finding_id", "severity", "status", "case_id", "rule", "message", "expected", "printed", "difference_dkk", "year",
    "page", "line", "card_id",
)  # fmt: skip


def findings_csv(site: Site, request: Request) -> Response:
    """The findings that pass the filter, for a spreadsheet."""
    found = views.findings_wanted(site.shelf, dict(request.query_params))
    return _csv("fund", [_FINDING_COLUMNS, *([f[name] for name in _FINDING_COLUMNS] for f in found)])


def finding(site: Site, request: Request) -> Response:
    """To a finding on its card's or its bilag's page: the address that one sends to a colleague."""
    by_id = {f["finding_id"]: f for f in site.shelf.findings}
    found = _get(by_id, request.path_params["finding"])
    where = f"/kort/{found['card_id']}" if found["card_id"] else f"/bilag/{found['document_id']}"
    return RedirectResponse(f"{where}#{found['finding_id']}")


def search(site: Site, request: Request) -> Response:
    """What a search finds."""
    shelf, wanted = site.shelf, dict(request.query_params)
    committees = views.options(shelf.cards.values(), "committee_id", "committee")
    return site.page("search", hits=_hits(shelf, wanted), wanted=wanted, committees=committees, query=request.url.query)


def _hits(shelf: Shelf, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    found = shelf.index.search(wanted.get("q", ""), committee=wanted.get("udvalg") or None, limit=_FOUND)
    return [{name: getattr(hit, name) for name in (*hit.__slots__, "place")} for hit in found]


def search_csv(site: Site, request: Request) -> Response:
    """What a search finds, for a spreadsheet."""
    names = ("case_id", "title", "committee", "kind", "heading", "text", "file_name", "page", "line", "card_id")
    found = _hits(site.shelf, dict(request.query_params))
    return _csv("soegning", [names, *([hit[name] for name in names] for hit in found)])


def style(_: Site, __: Request) -> Response:
    """The style sheet."""
    css = resources.files(__package__).joinpath("assets/web.css").read_text("utf-8")
    return Response(css, media_type="text/css")


def icon(_: Site, __: Request) -> Response:
    """No icon: browsers ask for one."""
    return Response(status_code=204)
