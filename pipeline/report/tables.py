"""The money tables and overviews as they were printed, with what the findings say of their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.reconcile.names import TABLE_KINDS
from pipeline.report.amounts import figures
from pipeline.report.dataset import Lines, Release
from pipeline.report.held import Arithmetic
from pipeline.report.marks import CellKey, Marks, payback_table
from pipeline.report.source import Excerpt, table_source
from pipeline.report.words import rule_name, sides
from schemas.dataset import (
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    Evidence,
    FindingRow,
)

_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed; `tips` say what contradicts it, `parts` are the ids of the findings that reckon with it.

    `ok` is what the check says that found it right, `note` what is shown under it.
    """

    text: str = ""
    severity: str = ""
    finding: str = ""
    tips: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    uncertain: bool = False
    ok: str = ""
    note: str = ""

    @property
    def plain(self) -> bool:
        """True when nothing is to be said of it."""
        return not (self.severity or self.parts or self.uncertain or self.ok or self.note)


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
    beside: str = ""
    """The heading of what stands beside each label (its `area`); "" where nothing does."""
    source: list[Excerpt] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    """What else is to be known of it."""


def card_tables(release: Release, card_id: str, marks: Marks, arithmetic: Arithmetic) -> list[TableView]:
    """Every money table of a card; the payback times stand under the first, as they are printed."""
    tables = [_economic(release, table, marks, arithmetic) for table in release.tables.get(card_id, [])]
    if tables:
        tables[0].rows.extend(_paybacks(release, card_id, marks, arithmetic, len(tables[0].columns)))
    return tables


def _paybacks(release: Release, card_id: str, marks: Marks, arithmetic: Arithmetic, width: int) -> Iterator[TableRow]:
    for number, row in enumerate(release.paybacks.get(card_id, []), 1):
        label = row.printed.removesuffix(str(row.years)).strip() or "Tilbagebetalingstid"
        years = table_cell(str(row.years), (payback_table(card_id), number, 0), marks, arithmetic)
        yield TableRow("payback", Cell(label), "", [years, *[Cell()] * (width - 1)])


def _economic(release: Release, table: EconomicTableRow, marks: Marks, arithmetic: Arithmetic) -> TableView:
    rows, amounts = release.rows.get(table.table_id, []), release.amounts.get(table.table_id, [])
    by_row: dict[int, dict[int, EconomicAmountRow]] = {r.row_no: {} for r in rows}
    for amount in amounts:
        by_row.setdefault(amount.row_no, {})[amount.column_no] = amount
    width = max([len(table.columns_printed), *(a.column_no for a in amounts)], default=0)
    shown = [_row(r, by_row[r.row_no], width, marks, arithmetic) for r in rows]
    findings = [f for key in (table.table_id, payback_table(table.card_id)) for f in marks.by_table.get(key, ())]
    lines = release.lines.get(table.document_id) or Lines(())
    document = release.documents_by_id[table.document_id]
    kind = TABLE_KINDS.get(table.table_kind, table.table_kind)
    return TableView(
        table.table_id, table.caption or kind, kind, _notes(table), _headings(table, width), shown,
        "Styrings\u00adområde" if any(r.area for r in shown) else "",
        table_source(document, lines, table, rows, _evidence(findings)),
    )  # fmt: skip


def _row(
    row: EconomicRowRow, amounts: Mapping[int, EconomicAmountRow], width: int, marks: Marks, arithmetic: Arithmetic
) -> TableRow:
    """A row as printed; a heading without amounts has no cells."""
    columns = range(1, width + 1) if amounts or row.kind != "section" else ()
    return TableRow(
        row.kind,
        table_cell(row.label, (row.table_id, row.row_no, 0), marks, arithmetic),
        row.steering_area_printed or row.steering_area or "",
        [_amount(amounts.get(c), (row.table_id, row.row_no, c), marks, arithmetic) for c in columns],
    )


def _amount(amount: EconomicAmountRow | None, key: CellKey, marks: Marks, arithmetic: Arithmetic) -> Cell:
    if amount is None:
        return Cell()
    return table_cell(amount.amount_printed, key, marks, arithmetic, uncertain=amount.placement == "uncertain")


def table_cell(
    text: str, key: CellKey, marks: Marks, arithmetic: Arithmetic, *, uncertain: bool = False, note: str = ""
) -> Cell:
    """A cell with what its findings say of it, or what the checks say that found it right."""
    wrong = sorted(marks.wrong.get(key, ()), key=lambda f: (f.status == "accepted", _ORDER[f.severity]))
    parts = tuple(f.finding_id for f in marks.part.get(key, ()))
    if not wrong:
        held = marks.held.get(key, ()) if text.strip() else ()
        return Cell(
            text, parts=parts, uncertain=uncertain, ok="\n".join(arithmetic.told(c) for c in held[:3]), note=note
        )
    worst = wrong[0]
    severity = "accepted" if worst.status == "accepted" else worst.severity
    return Cell(text, severity, worst.finding_id, tuple(tip(f) for f in wrong), parts, uncertain, note=note)


def tip(finding: FindingRow) -> str:
    """What a marked cell says of itself: what is printed, what it should be, and by which rule."""
    if finding.expected and finding.printed and finding.difference_dkk is not None:
        printed, expected, gap = figures(finding)
        one, other = (side.lower() for side in sides(finding.rule))
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
