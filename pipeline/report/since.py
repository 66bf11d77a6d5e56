"""What came, went and changed since the last release, kept beside the report that shows it.

A release that differs in nothing of this keeps what the last one said of the one before it: else a run with nothing
new to tell would be a release of its own.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.dataset import Severity

if TYPE_CHECKING:
    from pipeline.release.diff import Change

FOLDER, FILE = "report", "since.json"
_MOST_AMOUNTS = 50
_MOST_NEW = 50
_GRAVITY = ("error", "warning", "info")
_COLUMNS = ["finding_id", "severity", "case_id", "rule", "message"]
_log = logging.getLogger(__name__)


class Gone(BaseModel):
    """A finding of the last release that this one has no more."""

    model_config = ConfigDict(frozen=True)
    finding_id: str
    severity: Severity
    case_id: str | None
    rule: str
    message: str


class New(Gone):
    """A finding of this release that the last one did not have."""

    document_id: str


class Amount(BaseModel):
    """A printed amount that came (`before` is None), went (`after` is None) or changed: where it stands."""

    model_config = ConfigDict(frozen=True)
    where: str
    before: str | None
    after: str | None


class Since(BaseModel):
    """The differences to an earlier release: its name and day, findings by id, and printed amounts."""

    model_config = ConfigDict(frozen=True)
    release: str
    day: dt.date | None
    new: list[str]
    changed: list[str]
    gone: list[Gone]
    amounts: list[Amount]
    """The first of them."""
    amounts_in_all: int

    @property
    def nothing(self) -> bool:
        """True where nothing differs."""
        return not (self.new or self.changed or self.gone or self.amounts_in_all)


def since(release: Path, last: Path | None, *, amounts: bool = True) -> Since | None:
    """What differs from the last release; None without one, or where it cannot be compared with.

    Without `amounts` the findings alone are compared, which thousands of bilag can afford.
    """
    if last is None:
        return None
    from pipeline.release.diff import release_diff  # pandas, which no worker needs

    try:
        changes = release_diff(last, release) if amounts else release_diff(last, release, ("findings",))
        if not changes:
            return kept(last)
        return _since(last, changes)
    except (OSError, ValueError, KeyError) as error:
        _log.warning("the report tells nothing of what changed: %s cannot be read (%s)", last.name, error)
        return None


def told(release: Path, changes: Since) -> list[New]:
    """The new findings that a page can list, the gravest first. Raises OSError where the table cannot be read."""
    table = pq.read_table(release / "findings.parquet", columns=[*_COLUMNS, "document_id"])
    rows = table.filter(pc.is_in(table["finding_id"], pa.array(changes.new, pa.string()))).to_pylist()
    rows.sort(key=lambda r: (_GRAVITY.index(r["severity"]), r["finding_id"]))
    return [New(**r) for r in rows[:_MOST_NEW]]


def kept(release: Path) -> Since | None:
    """What a release's report said; None where it said nothing."""
    try:
        return Since.model_validate_json((release / FOLDER / FILE).read_text("utf-8"))
    except (OSError, ValidationError):
        return None


def _since(last: Path, changes: Iterable[Change]) -> Since:
    findings = [c for c in changes if c.table == "findings"]
    amounts = [c for c in changes if c.table not in ("findings", "documents")]
    ids = {kind: [str(c.key[0]) for c in findings if c.kind == kind] for kind in ("appeared", "changed", "vanished")}
    vanished = set(ids["vanished"])
    rows = pq.read_table(last / "findings.parquet", columns=_COLUMNS).to_pylist()
    return Since(
        release=last.name,
        day=_day(last.name),
        new=ids["appeared"],
        changed=ids["changed"],
        gone=[Gone(**r) for r in rows if r["finding_id"] in vanished],
        amounts=[
            Amount(where=" · ".join(str(k) for k in c.key[:-1] if k), before=c.before, after=c.after)
            for c in amounts[:_MOST_AMOUNTS]
        ],
        amounts_in_all=len(amounts),
    )


def _day(name: str) -> dt.date | None:
    """The day in a release's name: 20261127T171334Z-68601fe1."""
    try:
        return dt.datetime.strptime(name[:8], "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
