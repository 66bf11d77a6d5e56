"""Lists of proposals: a table whose rows are proposals, by committee, with an amount a year or a measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from extractors.danish.case_ids import split_case_id
from extractors.danish.organisations import organisation_id
from extractors.tables.economy.model import DEFAULT_UNIT, TableRow, Value
from extractors.tables.find import FoundTable
from schemas.dataset import OverviewAmountRow, OverviewMeasure
from schemas.extraction import Extraction

_TITLE_HEAD: Final = re.compile(r"\b(?:forslag\w*|projekt\w*|titel|initiativ\w*|emne|overskrift|sag)\b", re.IGNORECASE)
_COMMITTEE: Final = re.compile(r"udvalg(?:et)?\b", re.IGNORECASE)
_SHARE: Final = 0.6
_MIN_ROWS: Final = 2
_MEASURE: Final[tuple[tuple[re.Pattern[str], OverviewMeasure], ...]] = (
    (re.compile(r"^service\b", re.I), "service"),
    (re.compile(r"^anlæg\b", re.I), "anlæg"),
    (re.compile(r"effektivisering", re.I), "efficiency"),
    (re.compile(r"tilbagebetaling", re.I), "payback_years"),
)


def is_list(found: FoundTable) -> bool:
    """True for a table of proposals: its rows carry ids, or a column of titles stands before its amounts."""
    rows = [r for r in found.table.rows if r.values and r.kind == "item"]
    if len(rows) < _MIN_ROWS:
        return False
    ids = [r.case_id or split_case_id(r.label, numbers=found.has_id)[0] for r in rows]
    named = [i for i in ids if i]
    if len(named) >= _SHARE * len(rows) and len(set(named)) >= 0.8 * len(named):
        return True
    return any(_TITLE_HEAD.search(n) for n in found.names[:3]) and len(rows) >= 3 and not found.table.paybacks


def name_rows(found: FoundTable) -> None:
    """Give each proposal's row its id, taken off its label."""
    for row in found.table.rows:
        if row.case_id is None and row.values and row.kind == "item":
            row.case_id, row.label = split_case_id(row.label, numbers=found.has_id)


def add_list(extraction: Extraction, found: FoundTable) -> None:
    """File a list's amounts."""
    table = found.table
    group: str | None = None
    committee: str | None = None
    for row in table.rows:
        if not row.values:
            committee, group = (row.label, group) if _COMMITTEE.search(row.label) else (committee, row.label)
            continue
        _add_row(extraction, found, row, group, committee)


def _add_row(
    extraction: Extraction, found: FoundTable, row: TableRow, group: str | None, committee: str | None
) -> None:
    header = found.table.header
    if row.quantity:  # staff years are no money, and the overview has no measure for them
        return
    committee = committee if row.kind != "total" else None
    for value in (v for v in row.values if v.column not in header.quantities):
        head = header.head(value.column)
        known = found.from_cells or value.placement != "uncertain"  # else only the number is, not whose year it is
        doubtful = value.placement == "uncertain" or header.unit_assumed
        measure = _measure(head.printed)
        unit = None if measure == "payback_years" else (header.unit or (DEFAULT_UNIT, ""))[0]
        extraction.add(
            OverviewAmountRow(
                document_id=extraction.document.document_id,
                **_printed_at(value, row),
                group=group,
                committee=committee,
                committee_id=organisation_id(committee),
                case_id=row.case_id or None,
                title=row.label,
                measure=measure,
                role=row.role,
                year=head.year if known else None,
                column_printed=head.printed if known else None,
                amount_dkk=value.number.scaled(unit) if unit else None,
                value=float(value.number.value),
                value_printed=value.number.text,
                unit_dkk=unit,
                price_level=header.price_year,
                note="usikkert læst" if doubtful else None,
            )
        )


def _measure(heading: str) -> OverviewMeasure:
    return next((m for p, m in _MEASURE if p.search(heading)), "amount")


def _printed_at(value: Value, row: TableRow) -> dict[str, Any]:
    return {
        "page": value.page or row.page,
        "line": value.line or row.line,
        "bbox": list(value.bbox) if value.bbox else None,
    }


def known_titles(lists: Sequence[FoundTable]) -> list[tuple[str | None, str]]:
    """(id, title) of every proposal that the lists name."""
    return [(r.case_id, r.label) for f in lists for r in f.table.rows if r.values and r.kind == "item" and r.label]
