"""Decisions that come back in the workbook: read from `Fund`, held against the findings as they are now.

Only what somebody changed counts: each row carries, hidden, the figures it showed and what was decided when it was
written, so that a workbook of last week neither accepts figures that changed since nor undoes a colleague's decision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.reconcile.decisions import LONGEST, LONGEST_NAME, Change, Status
from pipeline.reconcile.identity import fingerprint
from pipeline.report.sheets import ACCEPTED, BASIS, FINDING, FINDINGS, OPEN, REMARK, RESPONSIBLE, VERDICT
from schemas.dataset import FindingRow

_MOST_BYTES = 50_000_000  # a workbook of 500 cards has one
_MOST_UNPACKED = 1_000_000_000
_MOST_ROWS = 100_000
_HEADING_ROWS = 10  # somebody may have put a title above the headings
_WANTED = (FINDING, VERDICT, RESPONSIBLE, REMARK, BASIS)


@dataclass(slots=True)
class Returned:
    """What a workbook asks for: changes, mistakes that must be mended first, and rows that were left out and why."""

    changes: list[Change] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What stands in a row: its number in the sheet, and its cells as text."""

    row: int
    finding: str
    verdict: str
    responsible: str
    remark: str
    basis: str
    formula: bool

    @property
    def status(self) -> Status:
        return "accepted" if self.verdict == ACCEPTED else "open"

    @property
    def digest(self) -> str:
        return _digest(self.status, self.responsible, self.remark)


def basis(finding: FindingRow) -> str:
    """What a finding showed and what was decided on it, as the workbook carries it."""
    return f"{fingerprint(finding)}-{_state(finding)}"


def returned(path: Path, findings: Iterable[FindingRow]) -> Returned:
    """Read a workbook's decisions; `findings` as they are decided now.

    Raises ValueError where the file is no workbook of ours, OSError where it cannot be read.
    """
    known = {f.finding_id: f for f in findings}
    found, seen = Returned(), dict[str, _Answer]()
    for answer in _answers(path):
        before = seen.setdefault(answer.finding, answer)
        if before is not answer:
            if before.digest != answer.digest:
                found.mistakes.append(f"række {answer.row}: {answer.finding} står også i række {before.row} med andet")
            continue
        _judge(answer, known.get(answer.finding), found)
    return found


def _judge(answer: _Answer, finding: FindingRow | None, found: Returned) -> None:
    """Sort a row into what is changed, mistaken or left out."""
    shown, _, written = answer.basis.partition("-")
    if answer.formula:
        found.mistakes.append(f"række {answer.row}: en formel er ikke en beslutning; skriv teksten selv")
    elif answer.verdict not in ("", ACCEPTED, OPEN):
        found.mistakes.append(
            f"række {answer.row}: {VERDICT} er '{answer.verdict[:40]}'; skriv {ACCEPTED} eller {OPEN}"
        )
    elif answer.digest in (written, _state(finding) if finding else ""):
        return  # nobody changed it, or it is so already
    elif answer.status == "accepted" and not answer.remark:
        found.mistakes.append(f"række {answer.row}: {ACCEPTED} kræver en begrundelse under {REMARK}")
    elif len(answer.remark) > LONGEST or len(answer.responsible) > LONGEST_NAME:
        found.mistakes.append(f"række {answer.row}: teksten er for lang (højst {LONGEST} tegn, et navn {LONGEST_NAME})")
    elif finding is None:
        found.left_out.append(f"række {answer.row}: fundet {answer.finding[:40]} findes ikke (længere)")
    elif not written or shown != fingerprint(finding):
        found.left_out.append(f"række {answer.row}: {answer.finding} viser andre tal nu; se på det i en ny arbejdsbog")
    elif written != _state(finding):
        who = finding.decided_by or "en anden"
        found.left_out.append(
            f"række {answer.row}: {answer.finding} er afgjort af {who}, siden arbejdsbogen blev lavet"
        )
    else:
        found.changes.append(Change(finding, answer.status, answer.remark, answer.responsible))


def _state(finding: FindingRow) -> str:
    return _digest(finding.status, finding.assigned_to or "", finding.remark or "")


def _digest(status: str, responsible: str, remark: str) -> str:
    said = "\x1f".join([status, *(" ".join(t.split()) for t in (responsible, remark))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _answers(path: Path) -> Iterator[_Answer]:
    import openpyxl  # only who reads a workbook needs it

    _refuse_bombs(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl lets through whatever its parsers raise on a broken file
        raise ValueError(f"{path.name} er ikke en arbejdsbog, der kan læses ({type(error).__name__})") from error
    try:
        if FINDINGS not in book.sheetnames:
            raise ValueError(f"{path.name} har intet ark, der hedder {FINDINGS}")
        places: dict[str, int] = {}
        book[FINDINGS].reset_dimensions()  # some programs write a wrong one
        for number, cells in enumerate(book[FINDINGS].iter_rows(max_row=_MOST_ROWS), 1):
            if not places:
                places = _headings(path, cells, number)
                continue
            answer = _answer(number, {name: cells[n] for name, n in places.items() if n < len(cells)})
            if answer.finding:
                yield answer
    finally:
        book.close()


def _refuse_bombs(path: Path) -> None:
    """Refuse a file that would unpack to more than a workbook of ours can hold."""
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f"{path.name} er større end {_MOST_BYTES // 1_000_000} MB")
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(i.file_size for i in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise ValueError(f"{path.name} er ikke en arbejdsbog (.xlsx)") from error
    if size > _MOST_UNPACKED:
        raise ValueError(f"{path.name} pakker ud til mere end {_MOST_UNPACKED // 1_000_000} MB")


def _headings(path: Path, cells: tuple[Any, ...], number: int) -> dict[str, int]:
    """Where the columns stand; empty where this is not the row of headings yet."""
    names = {str(c.value).strip(): n for n, c in enumerate(cells) if c.value is not None}
    if FINDING not in names:
        if number >= _HEADING_ROWS:
            raise ValueError(f"{path.name}: arket {FINDINGS} har ingen kolonne, der hedder {FINDING}")
        return {}
    missing = [name for name in _WANTED if name not in names]
    if missing:
        raise ValueError(f"{path.name}: arket {FINDINGS} mangler {', '.join(missing)}")
    return {name: names[name] for name in _WANTED}


def _answer(number: int, cells: Mapping[str, Any]) -> _Answer:
    told = {name: _text(cells[name].value) if name in cells else "" for name in _WANTED}
    formula = any(getattr(cells[n], "data_type", "s") == "f" for n in (VERDICT, RESPONSIBLE, REMARK) if n in cells)
    verdict = {ACCEPTED.lower(): ACCEPTED, OPEN.lower(): OPEN}.get(told[VERDICT].lower(), told[VERDICT])
    return _Answer(number, told[FINDING], verdict, told[RESPONSIBLE], told[REMARK], told[BASIS], formula)


def _text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    return "" if value is None else str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
