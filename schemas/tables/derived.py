"""Tables derived in the release from the printed ones and the findings: the first answers to the first questions.

Nothing here was printed as it stands; every row leads back to the card, table or row it was counted from. "Counted"
are the rows of a card's first economy table that `economic_amounts.counted` marks: its items, and the printed sum
where a block prints no item. Amounts are in the unit that is likely (`amount_dkk_likely`), so a heading that misprints
its unit makes no proposal a thousand times too small.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from schemas.base import (
    CardKind,
    CostType,
    DocumentKind,
    FactorSource,
    LikelyReason,
    OrganisationKind,
    OrganisationNameKind,
    PrintedRow,
    Row,
    RowKind,
    SectionKind,
    SteeringClass,
    TableKind,
)


class CardOverviewRow(PrintedRow):
    """A card in one row: who, when, what it costs and gives, in printed and in common prices, and what is open."""

    table: ClassVar[str] = "card_overview"
    key: ClassVar[tuple[str, ...]] = ("card_id",)
    card_id: str
    case_id: str | None = None
    case_key: str | None = None
    title: str
    kind: CardKind
    document_title: str | None = None
    document_kind: DocumentKind
    budget_case: str | None = None
    committee_id: str | None = None
    committee: str | None = None
    administration_id: str | None = None
    administration: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    price_level: int | None = None
    price_level_likely: int | None = None
    price_level_finding_id: str | None = None
    likely_reason: LikelyReason | None = None
    likely_finding_id: str | None = None
    investment_dkk: int | None = None
    investment_service_dkk: int | None = None
    investment_anlaeg_dkk: int | None = None
    investment_other_dkk: int | None = None
    investment_unassigned_dkk: int | None = None
    investment_printed_dkk: int | None = None
    permanent_effect_dkk: int | None = None
    permanent_effect_printed_dkk: int | None = None
    permanent_effect_year: int | None = None
    net_effect_dkk: int | None = None
    net_effect_printed_dkk: int | None = None
    payback_years: int | None = None
    payback_service_years: int | None = None
    payback_recomputed_years: int | None = None
    overview_service_dkk: int | None = None
    overview_anlaeg_dkk: int | None = None
    overview_efficiency_dkk: int | None = None
    overview_payback_years: int | None = None
    common_price_level: int | None = None
    price_factor_service: float | None = None
    price_factor_anlaeg: float | None = None
    price_factor_source: FactorSource | None = None
    investment_common_dkk: int | None = None
    permanent_effect_common_dkk: int | None = None
    net_effect_common_dkk: int | None = None
    open_errors: int = Field(ge=0)
    open_warnings: int = Field(ge=0)
    open_infos: int = Field(ge=0)
    uncertain: bool = False


class CardYearRow(PrintedRow):
    """A card's economy in one year: investment by area, permanent change, net effect."""

    table: ClassVar[str] = "card_years"
    key: ClassVar[tuple[str, ...]] = ("card_id", "year")
    card_id: str
    case_id: str | None = None
    title: str
    kind: CardKind
    committee_id: str | None = None
    committee: str | None = None
    year: int
    investment_dkk: int | None = None
    investment_service_dkk: int | None = None
    investment_anlaeg_dkk: int | None = None
    investment_other_dkk: int | None = None
    investment_unassigned_dkk: int | None = None
    investment_printed_dkk: int | None = None
    permanent_dkk: int | None = None
    permanent_printed_dkk: int | None = None
    net_dkk: int | None = None
    net_printed_dkk: int | None = None
    common_price_level: int | None = None
    investment_common_dkk: int | None = None
    permanent_common_dkk: int | None = None
    net_common_dkk: int | None = None


class EconomicWideRow(PrintedRow):
    """A row of a money table with its years as columns: y2026, y2027 and so on, as many as the release has."""

    table: ClassVar[str] = "economic_wide"
    key: ClassVar[tuple[str, ...]] = ("table_id", "row_no")
    card_id: str
    case_id: str | None = None
    card_kind: CardKind
    committee_id: str | None = None
    committee: str | None = None
    table_id: str
    table_kind: TableKind
    row_no: int = Field(ge=1)
    row_kind: RowKind
    section: SectionKind | None = None
    label: str
    steering_area_inherited: str | None = None
    steering_class: SteeringClass | None = None
    cost_type: CostType | None = None
    price_level: int | None = None
    counted: bool = False
    likely_reason: LikelyReason | None = None
    has_open_error: bool = False
    uncertain: bool = False
    repeated_years: list[int] = Field(default_factory=list)
    years_dkk: dict[int, int] = Field(default_factory=dict)
    sum_dkk: int | None = None


class OrganisationRow(Row):
    """A committee, administration, unit or circle under its one id and the name in use now."""

    table: ClassVar[str] = "organisations"
    key: ClassVar[tuple[str, ...]] = ("organisation_id",)
    organisation_id: str
    name: str
    abbreviation: str | None = None
    kind: OrganisationKind
    parent_id: str | None = None
    counterpart_id: str | None = None
    administration_id: str | None = None
    valid_from: int | None = None
    valid_to: int | None = None


class OrganisationNameRow(Row):
    """A name or abbreviation an organisation has had, and the years it was in use."""

    table: ClassVar[str] = "organisation_names"
    organisation_id: str
    name: str
    name_kind: OrganisationNameKind
    valid_from: int | None = None
    valid_to: int | None = None


DERIVED: tuple[type[Row], ...] = (
    CardOverviewRow,
    CardYearRow,
    EconomicWideRow,
    OrganisationRow,
    OrganisationNameRow,
)
"""The tables that no extraction gives: they are made when a release is."""
