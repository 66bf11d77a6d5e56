"""Every published table: a pydantic model each, in `schemas/tables/`; here is the list of them.

Everything else that describes a table derives from its model: the Arrow schema it is written with (`schemas.arrow`),
the data dictionary (`schemas.dictionary`), and the validation of every row before a release (`Row` itself). To add a
column, add a field to the model, and what it means in `dictionary.txt`, and nowhere else.

Amounts are whole kroner; years are calendar years; missing is None, never 0 or "".
"""

from __future__ import annotations

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
from schemas.tables.cards import (
    CardRow,
    CardSectionRow,
    ConsultationRow,
    FollowUpGoalRow,
    MentionRow,
    PrioritisationCriterionRow,
    ProseAmountRow,
)
from schemas.tables.derived import DERIVED
from schemas.tables.documents import DocumentRow, PageFaultRow, QuarantineRow, SourceLineRow, TextRepairRow
from schemas.tables.economy import (
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    OverviewAmountRow,
    PaybackRow,
    QuantityRow,
)
from schemas.tables.judged import CheckRow, FindingRow, LineageRow, PriceFactorRow
from schemas.tables.programme import DeadlineRow, KeyFigureRow, PendingApprovalRow

__all__ = [
    "REFERENCES",
    "TABLES",
    "Answer",
    "AreaSource",
    "CardKind",
    "CardRow",
    "CardSectionRow",
    "CheckRow",
    "CheckStatus",
    "ColumnKind",
    "ConsultationKind",
    "ConsultationRow",
    "CostType",
    "DeadlineRow",
    "DocumentKind",
    "DocumentRow",
    "EconomicAmountRow",
    "EconomicRowRow",
    "EconomicTableRow",
    "Evidence",
    "FindingRow",
    "FollowUpGoalRow",
    "KeyFigureRow",
    "LikelyReason",
    "LineageRow",
    "MentionRow",
    "OverviewAmountRow",
    "OverviewMeasure",
    "PageFaultRow",
    "PaybackRow",
    "PendingApprovalRow",
    "Placement",
    "PriceFactorRow",
    "PrintedRow",
    "PrioritisationCriterionRow",
    "ProseAmountRow",
    "QuantityRow",
    "QuarantineRow",
    "Row",
    "RowKind",
    "RowRole",
    "SectionKind",
    "Severity",
    "SignConvention",
    "SourceLineRow",
    "SteeringClass",
    "SumRule",
    "TableKind",
    "TextRepairRow",
]

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
