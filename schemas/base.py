"""What every published row is, and the values that columns may hold."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

DocumentKind = Literal[
    "investment_overview", "innovation_overview", "budget_note", "innovation_proposal", "work_programme", "unknown"
]
CardKind = Literal["investment_proposal", "innovation_proposal", "pre_analysis", "budget_note", "initiative", "unknown"]
TableKind = Literal["economy", "administration", "scenario", "appropriation", "need", "other"]
SectionKind = Literal["permanent_changes", "implementation_costs"]
RowRole = Literal["item", "subtotal", "total"]
Placement = Literal["grid", "spacing", "arithmetic", "uncertain"]
OverviewMeasure = Literal["service", "anlæg", "efficiency", "payback_years", "amount"]
ColumnKind = Literal["year", "open_year", "later", "stage", "total", "measure"]
SignConvention = Literal["minus_is_saving", "plus_is_saving"]
SumRule = Literal["permanent", "implementation", "net", "rows_above", "sums_above"]
ConsultationKind = Literal["approval", "involvement", "hearing"]
Answer = Literal["ja", "nej", "ikke relevant"]
CheckStatus = Literal["exact", "within_rounding", "inconsistent", "not_checkable"]
Severity = Literal["error", "warning", "info"]
RowKind = Literal["section", "group", "item", "subtotal", "total"]
SteeringClass = Literal["service", "anlæg", "overførsler", "finansposter"]
AreaSource = Literal["row", "group", "sum", "section", "overview", "caption"]
LikelyReason = Literal["unit"]
FactorSource = Literal["same_level", "finding", "configured", "inferred"]
CostType = Literal["staff", "it_running", "it_development", "rent", "energy"]
OrganisationKind = Literal["forvaltning", "udvalg", "enhed", "kreds"]
OrganisationNameKind = Literal["name", "abbreviation"]


class Row(BaseModel):
    """A row of a published table."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    table: ClassVar[str]
    key: ClassVar[tuple[str, ...]] = ()
    """The columns that tell its rows apart; empty where the print may repeat a row."""


class PrintedRow(Row):
    """A row that was printed somewhere: where, so that a reader can go and look."""

    document_id: str = Field(pattern=r"^[0-9a-f]{16}$")
    page: int | None = Field(None, ge=1)
    line: int | None = Field(None, ge=1)
    bbox: list[float] | None = Field(None, min_length=4, max_length=4)


class Evidence(BaseModel):
    """A place that a check or finding points at, with the text printed there."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    page: int | None = None
    line: int | None = None
    bbox: list[float] | None = None
    text: str
    table_id: str | None = None
    row_no: int | None = None
    column_no: int | None = None
    measure: str | None = None
