"""The published tables, one pydantic model each.

Everything else that describes a table derives from its model: the Arrow schema it is written with (`schemas.arrow`),
the data dictionary (`schemas.dictionary`), and the validation of every row before a release (`Row` itself). To add a
column, add a field here, and what it means in `dictionary.toml`, and nowhere else.

Amounts are whole kroner; years are calendar years; missing is None, never 0 or "".
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import (
    Answer,
    AreaSource,
    CardKind,
    CheckStatus,
    ColumnKind,
    ConsultationKind,
    CostType,
    DocumentKind,
    Evidence,
    LikelyReason,
    OverviewMeasure,
    Placement,
    PrintedRow,
    Row,
    RowKind,
    RowRole,
    SectionKind,
    Severity,
    SignConvention,
    SteeringClass,
    SumRule,
    TableKind,
)
from schemas.derived import DERIVED
from schemas.source import SourceFormat

__all__ = [
    "Answer",
    "AreaSource",
    "CardKind",
    "CheckStatus",
    "ColumnKind",
    "ConsultationKind",
    "CostType",
    "DocumentKind",
    "Evidence",
    "LikelyReason",
    "OverviewMeasure",
    "Placement",
    "PrintedRow",
    "Row",
    "RowKind",
    "RowRole",
    "SectionKind",
    "Severity",
    "SignConvention",
    "SteeringClass",
    "SumRule",
    "TableKind",
]
"""What this module passes on from `schemas.base`; the tables' models are its own."""


class DocumentRow(Row):
    """An ingested file."""

    table: ClassVar[str] = "documents"
    key: ClassVar[tuple[str, ...]] = ("document_id",)
    document_id: str = Field(pattern=r"^[0-9a-f]{16}$")
    page: int | None = None
    line: int | None = None
    bbox: list[float] | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    file_name: str
    source_format: SourceFormat
    text_source: Literal["text layer", "ocr"]
    title: str | None = None
    bilag_no: str | None = None
    kind: DocumentKind
    template: str = "generic"
    municipality: str | None = None
    sign_convention: SignConvention | None = None
    budget_case: str | None = None
    page_count: int | None = None
    confidential: bool = False
    page_turns: list[int] = Field(default_factory=list)
    other_names: list[str] = Field(default_factory=list)
    supersedes: str | None = Field(None, pattern=r"^[0-9a-f]{16}$")
    ingested_at: dt.datetime
    extractor_version: str


class CardRow(PrintedRow):
    """A proposal, note or initiative."""

    table: ClassVar[str] = "cards"
    key: ClassVar[tuple[str, ...]] = ("card_id",)
    card_id: str
    case_id: str | None = None
    case_key: str | None = None
    title: str
    kind: CardKind
    template: str = "generic"
    theme: str | None = None
    initiative_group: str | None = None
    committee: str | None = None
    committee_id: str | None = None
    presenting_administration: str | None = None
    presenting_administration_id: str | None = None
    affected_administrations: list[str] = Field(default_factory=list)
    summary: str | None = None
    price_level: int | None = None
    agreement_text: str | None = None
    districts: list[str] = Field(default_factory=list)
    price_note: str | None = None
    springs_from_innovation: bool | None = None
    first_page: int | None = None
    last_page: int | None = None
    first_line: int | None = None
    last_line: int | None = None


class CardSectionRow(PrintedRow):
    """A heading of a card with the running text under it."""

    table: ClassVar[str] = "card_sections"
    key: ClassVar[tuple[str, ...]] = ("card_id", "section_no")
    card_id: str
    section_no: int = Field(ge=1)
    heading: str
    text: str


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


class FollowUpGoalRow(PrintedRow):
    """An Opfølgningsmål row."""

    table: ClassVar[str] = "follow_up_goals"
    card_id: str
    row_no: int = Field(ge=1)
    group: str | None = None
    goal: str | None = None
    measure: str | None = None
    responsible: str | None = None
    due: str | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None


class PrioritisationCriterionRow(PrintedRow):
    """A Kriterier til prioritering row."""

    table: ClassVar[str] = "prioritisation_criteria"
    card_id: str
    row_no: int = Field(1, ge=1)
    cost_printed: str | None = None
    cost_low_dkk: int | None = None
    cost_high_dkk: int | None = None
    expected_adoption: str | None = None
    potential_printed: str | None = None
    potential_low_dkk: int | None = None
    potential_high_dkk: int | None = None
    cross_cutting: bool = False
    large_scale: bool = False
    new_technology: bool = False


class ConsultationRow(PrintedRow):
    """An approval, involvement or hearing row."""

    table: ClassVar[str] = "consultations"
    card_id: str
    kind: ConsultationKind
    body: str | None = None
    answer: Answer | None = None
    date: dt.date | None = None
    note: str | None = None


class ProseAmountRow(PrintedRow):
    """A money amount in running text."""

    table: ClassVar[str] = "prose_amounts"
    card_id: str
    section_no: int | None = None
    text: str
    amount_low_dkk: int
    amount_high_dkk: int
    year_from: int | None = None
    year_to: int | None = None
    recurring: bool = False
    sentence: str
    char_start: int = Field(ge=0)
    char_end: int = Field(ge=0)


class MentionRow(PrintedRow):
    """An organisation or a period that a card's running text names. An addition to the contract."""

    table: ClassVar[str] = "mentions"
    card_id: str
    section_no: int | None = None
    kind: Literal["organisation", "period"]
    text: str
    organisation_id: str | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    sentence: str
    char_start: int = Field(ge=0)
    char_end: int = Field(ge=0)


class KeyFigureRow(PrintedRow):
    """Another number with a unit, of a work programme."""

    table: ClassVar[str] = "key_figures"
    card_id: str | None = None
    text: str
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    period: str | None = None
    uncertain: bool = False


class DeadlineRow(PrintedRow):
    """A deadline an initiative names. An addition to the contract."""

    table: ClassVar[str] = "deadlines"
    card_id: str
    text: str
    date_from: dt.date | None = None
    date_to: dt.date | None = None


class PendingApprovalRow(PrintedRow):
    """A passage that says its content awaits a decision. An addition to the contract."""

    table: ClassVar[str] = "pending_approvals"
    card_id: str | None = None
    text: str


class PriceFactorRow(Row):
    """A price-level conversion, inferred from a document or configured."""

    table: ClassVar[str] = "price_factors"
    document_id: str
    page: int | None = None
    line: int | None = None
    bbox: list[float] | None = None
    steering_area: str
    from_price_level: int | None = None
    to_price_level: int | None = None
    factor: float
    factor_low: float
    factor_high: float
    support: int = Field(ge=0)
    source: Literal["inferred", "configured"]


class TextRepairRow(PrintedRow):
    """A token that OCR repair changed; the printed one is always kept beside it."""

    table: ClassVar[str] = "text_repairs"
    printed: str
    repaired: str
    confidence: float


class CheckRow(PrintedRow):
    """A reconciliation check that was made."""

    table: ClassVar[str] = "checks"
    key: ClassVar[tuple[str, ...]] = ("check_id",)
    check_id: str
    card_id: str | None = None
    rule: str
    status: CheckStatus
    expected_dkk: int | None = None
    printed_dkk: int | None = None
    difference_dkk: int | None = None
    tolerance_dkk: int | None = None
    year: int | None = None
    message: str
    evidence: list[Evidence] = Field(default_factory=list)


class FindingRow(PrintedRow):
    """An inconsistency. `root_finding_id` names the finding whose echo this one is."""

    table: ClassVar[str] = "findings"
    key: ClassVar[tuple[str, ...]] = ("finding_id",)
    finding_id: str
    check_id: str | None = None
    card_id: str | None = None
    case_id: str | None = None
    rule: str
    severity: Severity
    message: str
    expected: str | None = None
    printed: str | None = None
    difference_dkk: int | None = None
    year: int | None = None
    evidence: list[Evidence] = Field(default_factory=list)
    status: Literal["open", "accepted"] = "open"
    comment: str | None = None
    remark: str | None = None
    decided_by: str | None = None
    decided_on: dt.date | None = None
    assigned_to: str | None = None
    root_finding_id: str | None = None


class LineageRow(Row):
    """A link between cards of different documents."""

    table: ClassVar[str] = "lineage"
    document_id: str
    page: int | None = None
    line: int | None = None
    bbox: list[float] | None = None
    from_card_id: str
    to_card_id: str
    relation: str
    score: float
    evidence: str


class SourceLineRow(PrintedRow):
    """A printed line of the source, so that evidence can be shown without the file. An addition."""

    table: ClassVar[str] = "source_lines"
    key: ClassVar[tuple[str, ...]] = ("document_id", "line_no")
    line_no: int = Field(ge=1)
    text: str


class PageFaultRow(Row):
    """A page, or a part of a published file, that could not be read: what it printed is not in the other tables."""

    table: ClassVar[str] = "page_faults"
    document_id: str
    page: int | None = None
    reason: str
    message: str


class QuarantineRow(Row):
    """A file that could not be used."""

    table: ClassVar[str] = "quarantine"
    file_name: str
    sha256: str | None = None
    reason: str
    message: str
    seen_at: dt.datetime


_PRINTED: tuple[type[Row], ...] = (
    DocumentRow, CardRow, CardSectionRow, EconomicTableRow, EconomicRowRow, EconomicAmountRow, QuantityRow, PaybackRow,
    OverviewAmountRow, FollowUpGoalRow, PrioritisationCriterionRow, ConsultationRow, ProseAmountRow, MentionRow,
    KeyFigureRow, DeadlineRow, PendingApprovalRow, PriceFactorRow, TextRepairRow, CheckRow, FindingRow, LineageRow,
    SourceLineRow, PageFaultRow, QuarantineRow,
)  # fmt: skip
TABLES: dict[str, type[Row]] = {model.table: model for model in (*_PRINTED, *DERIVED)}
"""Every published table by name; the derived ones last."""

REFERENCES: dict[str, tuple[str, str]] = {
    "document_id": ("documents", "document_id"),
    "card_id": ("cards", "card_id"),
    "table_id": ("economic_tables", "table_id"),
    "check_id": ("checks", "check_id"),
    "root_finding_id": ("findings", "finding_id"),
    "from_card_id": ("cards", "card_id"),
    "to_card_id": ("cards", "card_id"),
    "likely_finding_id": ("findings", "finding_id"),
    "price_level_finding_id": ("findings", "finding_id"),
    "organisation_id": ("organisations", "organisation_id"),
    "committee_id": ("organisations", "organisation_id"),
    "administration_id": ("organisations", "organisation_id"),
    "presenting_administration_id": ("organisations", "organisation_id"),
    "parent_id": ("organisations", "organisation_id"),
    "counterpart_id": ("organisations", "organisation_id"),
}
"""What a column of this name refers to, in whatever table it stands: (table, column)."""
