"""What a card says in words: cards, their sections, and what their text and form tables hold."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import Answer, CardKind, ConsultationKind, PrintedRow


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
