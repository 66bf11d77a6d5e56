"""An overview as it was printed, with what each row was held against: the card's amount, in what price level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.reconcile.names import MEASURES
from pipeline.report.dataset import Release
from pipeline.report.held import Arithmetic
from pipeline.report.marks import HOLDS, Marks
from pipeline.report.tables import Cell, TableRow, TableView, table_cell
from pipeline.report.words import NO_COMMITTEE, committee_name, count, decimal
from schemas.dataset import CheckRow, OverviewAmountRow, OverviewMeasure, PriceFactorRow

_Column = tuple[OverviewMeasure, int | None, str | None]
_Numbered = tuple[int, OverviewAmountRow]
_SAME = 5e-5  # a factor of 1,0000 converts nothing
_CONVERTED = frozenset({"overview_vs_card", "overview_efficiency"})


def overview_table(release: Release, document_id: str, marks: Marks, arithmetic: Arithmetic) -> TableView | None:
    """The overview of a document; None where it has none."""
    rows = release.overview.get(document_id)
    if not rows:
        return None
    order = list(MEASURES)
    columns = sorted(dict.fromkeys(_column(r) for r in rows), key=lambda c: (order.index(c[0]), c[1] or 0))
    shown = list(_Rows(release, document_id, marks, arithmetic).of(list(enumerate(rows, 1)), columns))
    notes = [f"Beløb i {count(u)} kr." for u in sorted({r.unit_dkk for r in rows if r.unit_dkk})]
    about = [*_levels(rows), *(_factor(f) for f in release.factors if f.document_id == document_id)]
    headings = [printed or (str(year) if year else MEASURES[m]) for m, year, printed in columns]
    beside = "Forslagets prisniveau" if any(r.area for r in shown) else ""
    return TableView(f"{document_id}-o", "Oversigt", "Oversigt", notes, headings, shown, beside, about=about)


def _levels(rows: Sequence[OverviewAmountRow]) -> list[str]:
    """The price levels that are printed over the overview's columns."""
    printed = {r.measure: r.price_level for r in rows if r.price_level}
    if len(set(printed.values())) == 1 and printed.keys() == {r.measure for r in rows} - {"payback_years"}:
        return [f"oversigten er i {next(iter(printed.values()))} p/l"]
    return [f"{MEASURES[m].lower()} er i {level} p/l" for m, level in printed.items()]


def _factor(factor: PriceFactorRow) -> str:
    """A price factor in words, with what it rests on."""
    measure = MEASURES.get(factor.steering_area, factor.steering_area).lower()  # type: ignore[call-overload]
    level = f" fra {factor.from_price_level} p/l" if factor.from_price_level else ""
    if abs(factor.factor - 1) < _SAME:
        return f"{measure}{level}: ikke omregnet"
    whence = "officiel faktor" if factor.source == "configured" else f"{factor.support} forslag enige"
    return f"{measure}{level}: × {decimal(factor.factor)} ({whence})"


def _column(row: OverviewAmountRow) -> _Column:
    """What a cell's column stands for: a measure, or in a list of amounts a year."""
    if row.measure != "amount":
        return row.measure, None, None
    return row.measure, row.year, row.column_printed


class _Line(NamedTuple):
    """What the cells of one printed row of an overview have in common."""

    group: str | None
    committee: str | None
    case: str | None
    title: str | None
    role: str

    @property
    def heading(self) -> str:
        """What it stands under: its group, else its committee."""
        return self.group or (committee_name(self.committee) if self.committee else None) or NO_COMMITTEE

    @property
    def label(self) -> str:
        """What it is called: its case and title, a sum by what it is of."""
        named = " ".join(p for p in (self.case, self.title) if p)
        return named or (self.group if self.role != "total" else None) or "I alt"


def _line(cell: _Numbered) -> _Line:
    row = cell[1]
    return _Line(row.group, row.committee, row.case_id, row.title, row.role)


class _Rows:
    """The rows of one overview."""

    def __init__(self, release: Release, document_id: str, marks: Marks, arithmetic: Arithmetic) -> None:
        self._document_id, self._marks, self._arithmetic = document_id, marks, arithmetic
        self._cards = release.cards_by_id
        self._checks: dict[int, CheckRow] = {
            c.evidence[0].row_no: c
            for c in release.checks
            if c.document_id == document_id and c.rule in _CONVERTED and c.evidence and c.evidence[0].row_no
        }

    def of(self, rows: Sequence[_Numbered], columns: Sequence[_Column]) -> Iterator[TableRow]:
        """Each row under its group's or committee's heading."""
        heading = None
        for line, same in groupby(rows, key=_line):
            cells = list(same)
            if line.role == "item" and line.heading != heading:
                heading = line.heading
                yield TableRow("section", Cell(heading), "", [])
            by_column = {_column(r): (n, r) for n, r in cells}
            shown = [self._cell(*by_column[c]) if c in by_column else Cell() for c in columns]
            name = table_cell(line.label, (self._document_id, cells[0][0], 0), self._marks, self._arithmetic)
            yield TableRow(line.role, name, self._level(cells), shown)

    def _level(self, cells: Sequence[_Numbered]) -> str:
        """The price level that the card of a row prints, where its figures were converted or could have been."""
        card = self._cards.get(next((r.card_id for _, r in cells if r.card_id), None) or "")
        return f"{card.price_level} p/l" if card and card.price_level else ""

    def _cell(self, number: int, row: OverviewAmountRow) -> Cell:
        key = (self._document_id, number, 1)
        return table_cell(_printed(row), key, self._marks, self._arithmetic, note=self._note(number, row))

    def _note(self, number: int, row: OverviewAmountRow) -> str:
        """What the row's figure was held against: the card's in the overview's price level."""
        check = self._checks.get(number)
        conversion = self._arithmetic.conversion(check) if check else None
        if check is None or conversion is None:
            return ""
        unit = row.unit_dkk or 1000
        shown = conversion.shown(unit)
        if check.status in HOLDS:
            return f"= {shown}" if conversion.factor != 1 else ""
        result = "" if conversion.factor == 1 else f" = {count(round((check.expected_dkk or 0) / unit))}"
        return f"≠ {shown}{result}"


def _printed(row: OverviewAmountRow) -> str:
    if row.value_printed:
        return row.value_printed
    return "" if row.value is None else count(round(row.value))
