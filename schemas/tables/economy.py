"""What is printed in money tables and overviews."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from schemas.base import (
    AreaSource,
    ColumnKind,
    CostType,
    LikelyReason,
    OverviewMeasure,
    Placement,
    PrintedRow,
    RowKind,
    RowRole,
    SectionKind,
    SteeringClass,
    SumRule,
    TableKind,
)


class EconomicTableRow(PrintedRow):
    """A money table of a card: what is common to its cells. An addition to the contract."""

    table: ClassVar[str] = "economic_tables"
    key: ClassVar[tuple[str, ...]] = ("table_id",)
    card_id: str
    table_id: str
    table_kind: TableKind
    caption: str | None = None
    columns_printed: list[str] = Field(default_factory=list)
    column_years: list[int | None] = Field(default_factory=list)
    column_kinds: list[ColumnKind] = Field(default_factory=list)
    column_bases: list[str | None] = Field(default_factory=list)
    unit_printed: str | None = None
    unit_dkk: int | None = None
    price_level: int | None = None
    price_level_printed: str | None = None
    header_note: str | None = None


class EconomicRowRow(PrintedRow):
    """A row of a money table, also one without amounts (section headings, empty subtotals). An addition."""

    table: ClassVar[str] = "economic_rows"
    key: ClassVar[tuple[str, ...]] = ("table_id", "row_no")
    card_id: str
    table_id: str
    row_no: int = Field(ge=1)
    kind: RowKind
    label: str
    section: SectionKind | None = None
    sums: SumRule | None = None
    sum_rows: list[int] = Field(default_factory=list)
    area_class: str | None = None
    steering_area: str | None = None
    steering_area_printed: str | None = None
    committee: str | None = None
    appropriation: str | None = None
    direction: str | None = None
    last_line: int | None = None
    text: str


class EconomicAmountRow(PrintedRow):
    """A non-empty amount cell of a money table."""

    table: ClassVar[str] = "economic_amounts"
    key: ClassVar[tuple[str, ...]] = ("table_id", "row_no", "column_no")
    card_id: str
    table_id: str
    table_kind: TableKind
    caption: str | None = None
    row_no: int = Field(ge=1)
    section: SectionKind | None = None
    section_printed: str | None = None
    label: str
    steering_area: str | None = None
    role: RowRole
    column_no: int = Field(ge=1)
    column_printed: str | None = None
    column_kind: ColumnKind = "year"
    column_basis: str | None = None
    year: int | None = None
    amount_printed: str
    amount_dkk: int
    amount_high_dkk: int
    unit_printed: str | None = None
    unit_dkk: int
    price_level: int | None = None
    placement: Placement
    confidence: float | None = None
    # What follows is decided when a release is made, and is null or false in an extraction.
    amount_dkk_likely: int | None = None
    likely_reason: LikelyReason | None = None
    likely_finding_id: str | None = None
    has_open_error: bool = False
    steering_area_inherited: str | None = None
    steering_area_source: AreaSource | None = None
    steering_class: SteeringClass | None = None
    cost_type: CostType | None = None
    counted: bool = False


class QuantityRow(PrintedRow):
    """A number in a money table that is not money: staff years, a count, a percentage."""

    table: ClassVar[str] = "quantities"
    key: ClassVar[tuple[str, ...]] = ("table_id", "row_no", "column_no")
    card_id: str
    table_id: str
    row_no: int = Field(ge=1)
    label: str
    unit: str
    column_no: int = Field(ge=1)
    column_printed: str | None = None
    year: int | None = None
    value: float
    value_printed: str
    placement: Placement


class PaybackRow(PrintedRow):
    """A Tilbagebetalingstid row."""

    table: ClassVar[str] = "paybacks"
    card_id: str
    basis: str
    years: int
    printed: str


class OverviewAmountRow(PrintedRow):
    """An amount cell of an overview table."""

    table: ClassVar[str] = "overview_amounts"
    group: str | None = None
    committee: str | None = None
    committee_id: str | None = None
    case_id: str | None = None
    case_key: str | None = None
    card_id: str | None = None
    title: str | None = None
    measure: OverviewMeasure
    role: RowRole
    year: int | None = None
    column_printed: str | None = None
    amount_dkk: int | None = None
    value: float | None = None
    value_printed: str | None = None
    unit_dkk: int | None = None
    price_level: int | None = None
    confidential: bool = False
    note: str | None = None
