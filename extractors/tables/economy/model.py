"""Economic tables: line items x years, subtotals, a net effect, a payback time; from cells or from printed lines.

`EconomicTable` is what both ways give (`grid`, `flow`). Its rows are in printed order; a value knows
its column and what decided it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from extractors.danish.numbers import PrintedNumber
from extractors.danish.units import PriceLevel
from extractors.tables.economy.appropriation import Appropriation
from extractors.tables.economy.labels import is_heading, role_of, section_of, sum_kind
from extractors.tables.headings import ColumnHead
from schemas.dataset import Placement, RowRole, SectionKind, SumRule, TableKind
from schemas.source import BBox, GridRow

DEFAULT_UNIT: Final = 1000
"""The templates' unit; only where a heading lost its own."""


@dataclass(slots=True)
class Value:
    """A printed amount in a column (0-based among the value columns)."""

    column: int
    number: PrintedNumber
    placement: Placement
    high: PrintedNumber | None = None
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    confidence: float | None = None
    readings: tuple[str, ...] = ()
    """What else the picture of a scanned figure may say."""


@dataclass(slots=True)
class TableRow:
    """A row: a section heading, a group heading, an item, a subtotal or a total."""

    kind: str
    label: str
    text: str
    section: SectionKind | None = None
    section_printed: str | None = None
    area: str | None = None
    values: list[Value] = field(default_factory=list)
    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    appropriation: Appropriation | None = None
    sums: SumRule | None = None
    sum_rows: list[int] = field(default_factory=list)
    """1-based numbers of the rows that add up to this one, where the arithmetic shows it; minus: subtracted."""
    quantity: str | None = None
    """The unit of a row that is not money: `årsværk`."""
    case_id: str | None = None

    @property
    def role(self) -> RowRole:
        """The row's role; headings, which hold no amounts, count as items."""
        return self.kind if self.kind in ("item", "subtotal", "total") else "item"  # type: ignore[return-value]


@dataclass(slots=True)
class PaybackLine:
    """A Tilbagebetalingstid row."""

    basis: str
    years: int
    printed: str
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class TableHeader:
    """What a table's heading says."""

    columns: list[tuple[str, int | None]] = field(default_factory=list)
    caption: str | None = None
    unit: tuple[int, str] | None = None
    price_level: PriceLevel | None = None
    has_area: bool = False
    has_appropriation: bool = False
    administration: bool = False
    more_words: int = 0
    """How many columns of words the heading names beside label, steering area and grant."""
    notes: list[str] = field(default_factory=list)
    heads: list[ColumnHead] = field(default_factory=list)
    """What each of `columns` stands for; empty where all are years and their sum."""
    quantities: dict[int, str] = field(default_factory=dict)
    """The units of columns that are not money: `Antal`, `Afvigelse i pct.`"""
    unit_assumed: bool = False
    """True where no unit is printed and the table's is taken from what the document's others print."""

    def head(self, column: int) -> ColumnHead:
        """What a value column stands for."""
        if self.heads:
            return self.heads[column]
        printed, year = self.columns[column]
        return ColumnHead(printed, "year" if year else "total", year)

    @property
    def price_year(self) -> int | None:
        """The year of its price level."""
        return self.price_level[0] if self.price_level else None

    @property
    def kind(self) -> TableKind:
        """The table's kind, by its caption and heading."""
        caption = (self.caption or "").lower()
        if "scenarie" in caption:
            return "scenario"
        if self.administration or "administration" in caption:
            return "administration"
        return "appropriation" if self.has_appropriation else "economy"


@dataclass(slots=True)
class EconomicTable:
    """A money table as printed."""

    header: TableHeader
    rows: list[TableRow] = field(default_factory=list)
    paybacks: list[PaybackLine] = field(default_factory=list)
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None

    @property
    def values(self) -> Iterator[Value]:
        """Every amount, in printed order."""
        return (v for r in self.rows for v in r.values)


def grid_row(row: GridRow, label: str, text: str, *, kind: str = "item", area: str | None = None) -> TableRow:
    """A row of a grid, printed where that stands."""
    return TableRow(kind, label, text, area=area, line=row.line, last_line=row.line, page=row.page, bbox=row.bbox)


def doubt(values: Iterable[Value]) -> None:
    """Mark amounts of which it is not sure what they are or in which column they stand."""
    for value in values:
        value.placement = "uncertain"


def row_kind(label: str, *, valued: bool) -> str:
    """A row's kind by its label and whether it holds amounts; an item without any is the heading of a "group"."""
    if not valued and is_heading(label):
        return "section"
    role = role_of(label)
    return role if (valued and label) or role != "item" else "group"


def assign_sections(rows: Iterable[TableRow]) -> None:
    """Give every row the section whose heading stands above it; a net effect sums both and belongs to none."""
    section: SectionKind | None = None
    printed: str | None = None
    for row in rows:
        if row.kind == "section":
            section, printed = section_of(row.label), row.label
        if row.kind == "total" and sum_kind(row.label) == "net":
            row.section, row.section_printed = None, None
        else:
            row.section, row.section_printed = section, printed


def first_price_level(tables: Iterable[EconomicTable]) -> int | None:
    """The year of the first price level that a card's tables name: the card's own."""
    return next((t.header.price_year for t in tables if t.header.price_level), None)
