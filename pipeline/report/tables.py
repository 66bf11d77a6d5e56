"""The money tables and overviews as they were printed, with what the findings say of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.reconcile.danish import money
from pipeline.report.dataset import Lines, Release
from pipeline.report.marks import CellKey, Marks, payback_table
from pipeline.report.source import Excerpt, table_source
from pipeline.report.words import MEASURES, NO_COMMITTEE, TABLE_KINDS, committee_name, count, figure, rule_name, sides
from schemas.dataset import (
    EconomicAmountRow,
    EconomicTableRow,
    Evidence,
    FindingRow,
    OverviewAmountRow,
    OverviewMeasure,
)

_ORDER = {"error": 0, "warning": 1, "info": 2}
_OverviewColumn = tuple[OverviewMeasure, int | None, str | None]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed; `tips` say what contradicts it, `parts` are the ids of the findings that reckon with it."""

    text: str = ""
    severity: str = ""
    finding: str = ""
    tips: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    uncertain: bool = False

    @property
    def plain(self) -> bool:
        """True when nothing is to be said of it."""
        return not (self.severity or self.parts or self.uncertain)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as printed; its first cell is its label."""

    kind: str
    label: Cell
    area: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table as printed, and its source."""

    table_id: str
    caption: str
    kind: str
    notes: list[str]
    columns: list[str]
    rows: list[TableRow]
    has_area: bool = False
    source: list[Excerpt] = field(default_factory=list)


def card_tables(release: Release, card_id: str, marks: Marks) -> list[TableView]:
    """Every money table of a card; the payback times stand under the first, as they are printed."""
    tables = [_economic(release, table, marks) for table in release.tables.get(card_id, [])]
    if tables:
        tables[0].rows.extend(_paybacks(release, card_id, marks, len(tables[0].columns)))
    return tables


def _paybacks(release: Release, card_id: str, marks: Marks, width: int) -> Iterator[TableRow]:
    for number, row in enumerate(release.paybacks.get(card_id, []), 1):
        label = row.printed.removesuffix(str(row.years)).strip() or "Tilbagebetalingstid"
        years = _cell(str(row.years), (payback_table(card_id), number, 0), marks)
        yield TableRow("payback", Cell(label), "", [years, *[Cell()] * (width - 1)])


def _economic(release: Release, table: EconomicTableRow, marks: Marks) -> TableView:
    rows, amounts = release.rows.get(table.table_id, []), release.amounts.get(table.table_id, [])
    cells = {(a.row_no, a.column_no): a for a in amounts}
    width = max([len(table.columns_printed), *(a.column_no for a in amounts)], default=0)
    shown = [
        TableRow(
            r.kind,
            _cell(r.label, (table.table_id, r.row_no, 0), marks),
            r.steering_area_printed or r.steering_area or "",
            [] if r.kind == "section" and not any((r.row_no, c) in cells for c in range(1, width + 1))
            else [_amount(cells.get((r.row_no, c)), (table.table_id, r.row_no, c), marks) for c in range(1, width + 1)],
        )
        for r in rows
    ]  # fmt: skip
    findings = [f for key in (table.table_id, payback_table(table.card_id)) for f in marks.by_table.get(key, ())]
    lines = release.lines.get(table.document_id) or Lines(())
    document = release.documents_by_id[table.document_id]
    kind = TABLE_KINDS.get(table.table_kind, table.table_kind)
    return TableView(
        table.table_id,
        table.caption or kind,
        kind,
        _notes(table),
        _headings(table, width),
        shown,
        any(r.area for r in shown),
        table_source(document, lines, table, rows, _evidence(findings)),
    )


def overview_table(release: Release, document_id: str, marks: Marks) -> TableView | None:
    """The overview of a document; None where it has none."""
    rows = release.overview.get(document_id)
    if not rows:
        return None
    order = list(MEASURES)
    columns = sorted(dict.fromkeys(_column(r) for r in rows), key=lambda c: (order.index(c[0]), c[1] or 0))
    shown = list(_overview_rows(list(enumerate(rows, 1)), columns, document_id, marks))
    notes = [f"Beløb i {count(u)} kr." for u in sorted({r.unit_dkk for r in rows if r.unit_dkk})]
    headings = [printed or (str(year) if year else MEASURES[m]) for m, year, printed in columns]
    return TableView(f"{document_id}-o", "Oversigt", "Oversigt", notes, headings, shown)


def _column(row: OverviewAmountRow) -> _OverviewColumn:
    """What a cell's column stands for: a measure, or in a list of amounts a year."""
    if row.measure != "amount":
        return row.measure, None, None
    return row.measure, row.year, row.column_printed


def _overview_rows(
    rows: Sequence[tuple[int, OverviewAmountRow]], columns: Sequence[_OverviewColumn], document_id: str, marks: Marks
) -> Iterator[TableRow]:
    heading = None
    for (group, committee, case, title, role), same in groupby(
        rows, key=lambda n: (n[1].group, n[1].committee, n[1].case_id, n[1].title, n[1].role)
    ):
        cells = list(same)
        above = group or (committee_name(committee) if committee else None)
        if role == "item" and (above or NO_COMMITTEE) != heading:
            heading = above or NO_COMMITTEE
            yield TableRow("section", Cell(heading), "", [])
        by_column = {_column(r): (n, r) for n, r in cells}
        label = " ".join(p for p in (case, title) if p) or ("I alt" if role == "total" else group or "I alt")
        yield TableRow(
            role,
            _cell(label, (document_id, cells[0][0], 0), marks),
            "",
            [
                _cell(_printed(by_column[c][1]), (document_id, by_column[c][0], 1), marks)
                if c in by_column else Cell()
                for c in columns
            ],
        )  # fmt: skip


def _printed(row: OverviewAmountRow) -> str:
    if row.value_printed:
        return row.value_printed
    return "" if row.value is None else count(round(row.value))


def _amount(amount: EconomicAmountRow | None, key: CellKey, marks: Marks) -> Cell:
    if amount is None:
        return Cell()
    return _cell(amount.amount_printed, key, marks, uncertain=amount.placement == "uncertain")


def _cell(text: str, key: CellKey, marks: Marks, *, uncertain: bool = False) -> Cell:
    wrong = sorted(marks.wrong.get(key, ()), key=lambda f: (f.status == "accepted", _ORDER[f.severity]))
    parts = tuple(f.finding_id for f in marks.part.get(key, ()))
    if not wrong:
        return Cell(text, parts=parts, uncertain=uncertain)
    worst = wrong[0]
    severity = "accepted" if worst.status == "accepted" else worst.severity
    return Cell(text, severity, worst.finding_id, tuple(tip(f) for f in wrong), parts, uncertain)


def tip(finding: FindingRow) -> str:
    """What a marked cell says of itself: what is printed, what it should be, and by which rule."""
    if finding.expected and finding.printed and finding.difference_dkk is not None:
        printed, expected = figure(finding.printed, finding.rule), figure(finding.expected, finding.rule)
        one, other = (side.lower() for side in sides(finding.rule))
        gap = money(finding.difference_dkk)
        return f"{rule_name(finding.rule)}: {one} {printed}, {other} {expected}, forskel {gap}"
    return f"{rule_name(finding.rule)}: {finding.message}"


def _evidence(findings: Iterable[FindingRow]) -> list[Evidence]:
    """The places of findings, the contradictions themselves first."""
    found = [f for f in findings if f.evidence]
    return [f.evidence[0] for f in found] + [e for f in found for e in f.evidence[1:]]


def _headings(table: EconomicTableRow, width: int) -> list[str]:
    printed = [*table.columns_printed, *[""] * (width - len(table.columns_printed))]
    years = [*table.column_years, *[None] * (width - len(table.column_years))]
    heads = zip(printed, years, strict=False)
    return [text or (str(year) if year else f"Kolonne {n}") for n, (text, year) in enumerate(heads, 1)]


def _notes(table: EconomicTableRow) -> list[str]:
    level = table.price_level_printed or (f"{table.price_level} p/l" if table.price_level else None)
    return [n for n in (table.unit_printed, level) if n]
