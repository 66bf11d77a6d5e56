"""What of a card tells which undertaking it is: its words, who, how much, and when."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from extractors.danish.organisations import administration_of, find, organisations
from pipeline.lineage.terms import runs_of, terms_of
from schemas.dataset import (
    CardRow,
    CardSectionRow,
    DocumentRow,
    EconomicAmountRow,
    PrioritisationCriterionRow,
    Row,
)

T = TypeVar("T", bound=Row)
Span = tuple[int, int]
"""Kroner, from and to."""

ANNOUNCING: Final = ("pre_analysis", "innovation_proposal")
"""The kinds of card that announce a proposal to come."""
_STAGE: Final = {"pre_analysis": 0, "innovation_proposal": 1, "investment_proposal": 2, "budget_note": 3}
_CASE: Final = re.compile(
    r"(?P<ofs>OFS|overfør\w*sagen)\s*(?P<from>(?:20)?\d\d)\s*[-/]\s*(?P<to>(?:20)?\d\d)|budget\w*\s*(?P<year>20\d\d)"
    r"|arbejdsprogram\w*\s*(?P<programme>20\d\d)",
    re.I,
)
_BODY: Final = 40_000  # characters of a card's sections that are read


@dataclass(slots=True)
class Undertaking:
    """A card as a candidate for a link."""

    card: CardRow
    document: DocumentRow
    when: float | None = None
    """When its bilag is decided on: 2025.2 for OFS 2024-2025, 2025.8 for Budget 2026; None where nothing tells."""
    words: list[tuple[str, ...]] = field(default_factory=list)
    """The title's words, each with its terms."""
    title: Counter[str] = field(default_factory=Counter)
    core: Counter[str] = field(default_factory=Counter)
    """The terms of title and summary."""
    body: Counter[str] = field(default_factory=Counter)
    """The terms of all of it."""
    text: str = ""
    administration: str | None = None
    mentioned: frozenset[str] = frozenset()
    """The administrations that a card without one of its own speaks of."""
    effects: list[Span] = field(default_factory=list)
    """What it gives, or announces, a year."""
    costs: list[Span] = field(default_factory=list)
    expected: list[float] = field(default_factory=list)
    """When the proposals that it announces are expected."""
    expected_printed: str | None = None

    @property
    def id(self) -> str:
        """Its card's id."""
        return self.card.card_id

    @property
    def document_id(self) -> str:
        """Its document's id."""
        return self.document.document_id

    @property
    def file_name(self) -> str:
        """Its document's file."""
        return self.document.file_name

    @property
    def kind(self) -> str:
        """Its card's kind."""
        return self.card.kind

    @property
    def stage(self) -> int:
        """How far on it is in the way of an undertaking; it decides the order within one year."""
        return _STAGE.get(self.card.kind, 4)

    @property
    def announces(self) -> bool:
        """True for a card whose form announces a proposal."""
        return self.card.kind in ANNOUNCING


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of an undertaking must be known of all at once: enough to find which two to look at, and what was announced.

    Its fields are those of `Undertaking`, `core` without the counts.
    """

    id: str
    document_id: str
    file_name: str
    kind: str
    stage: int
    announces: bool
    when: float | None
    expected: tuple[float, ...]
    expected_printed: str | None
    core: tuple[str, ...]

    @classmethod
    def of(cls, one: Undertaking) -> Sketch:
        """That of an undertaking."""
        return cls(
            one.id, one.document_id, one.file_name, one.kind, one.stage, one.announces, one.when, tuple(one.expected),
            one.expected_printed, tuple(one.core),
        )  # fmt: skip


def undertakings(tables: Mapping[str, Sequence[Row]]) -> list[Undertaking]:
    """Every card that has a title and text of its own, in the order of the tables."""
    documents = {d.document_id: d for d in _rows(tables, DocumentRow)}
    sections: dict[str, list[CardSectionRow]] = defaultdict(list)
    for section in _rows(tables, CardSectionRow):
        sections[section.card_id].append(section)
    found = {
        card.card_id: _undertaking(card, documents[card.document_id], sections[card.card_id])
        for card in _rows(tables, CardRow)
    }
    _add_economy(found, _rows(tables, EconomicAmountRow))
    for row in _rows(tables, PrioritisationCriterionRow):
        _add_announcement(found[row.card_id], row)
    for one in found.values():
        if one.when is None:
            one.when = float(one.card.price_level - 1) if one.card.price_level else None
    return list(found.values())


def _undertaking(card: CardRow, document: DocumentRow, sections: Iterable[CardSectionRow]) -> Undertaking:
    made = Undertaking(card, document, next(iter(cases(document.budget_case or "")), None))
    made.text = "\n".join(s.text for s in sections)[:_BODY]
    summary = card.summary or made.text[:600]
    made.words, made.title = runs_of(card.title), terms_of(card.title)
    made.core = made.title + made.title + terms_of(summary)
    made.body = made.core + terms_of(made.text)
    made.administration = _administration(card)
    if made.administration is None or card.kind == "budget_note":
        named = (administration_of(f.organisation) for f in find(f"{card.title}\n{summary}\n{made.text}"))
        made.mentioned = frozenset(a.id for a in named if a)
    return made


def _administration(card: CardRow) -> str | None:
    """The administration that presents a card, else the one that serves its committee."""
    known = organisations()
    for found in (card.presenting_administration_id, card.committee_id):
        if found in known and (administration := administration_of(known[found])):
            return administration.id
    return None


def _add_economy(found: Mapping[str, Undertaking], amounts: Iterable[EconomicAmountRow]) -> None:
    """What each card gives in the last year it prints, and what it costs in all, by its items."""
    effects: dict[str, Counter[int]] = defaultdict(Counter)
    costs: Counter[str] = Counter()
    first: dict[str, str] = {}
    for row in amounts:
        if row.table_id != first.setdefault(row.card_id, row.table_id) or row.role != "item" or row.year is None:
            continue
        if row.section == "permanent_changes":
            effects[row.card_id][row.year] += row.amount_dkk
        else:
            costs[row.card_id] += row.amount_dkk
    for card_id, by_year in effects.items():
        effect = abs(by_year[max(by_year)])
        found[card_id].effects += [(effect, effect)] if effect else []
    for card_id, cost in costs.items():
        found[card_id].costs += [(abs(cost), abs(cost))] if cost and not found[card_id].announces else []


def _add_announcement(one: Undertaking, row: PrioritisationCriterionRow) -> None:
    if row.potential_low_dkk:
        one.effects.append((abs(row.potential_low_dkk), abs(row.potential_high_dkk or row.potential_low_dkk)))
    if row.cost_low_dkk:
        one.costs.append((abs(row.cost_low_dkk), abs(row.cost_high_dkk or row.cost_low_dkk)))
    if row.expected_adoption and (expected := cases(row.expected_adoption)):
        one.expected += expected
        one.expected_printed = one.expected_printed or row.expected_adoption


def cases(text: str) -> list[float]:
    """When the decisions that a text names fall: an OFS in spring, a budget the autumn before its year.

    A work programme takes up what its year's OFS decided.
    """
    found = []
    for m in _CASE.finditer(text):
        if m["ofs"]:
            found.append(int(m["to"]) % 100 + 2000 + 0.2)
        elif m["year"]:
            found.append(int(m["year"]) - 0.2)
        else:
            found.append(int(m["programme"]) + 0.3)
    return found


def _rows(tables: Mapping[str, Sequence[Row]], model: type[T]) -> Iterator[T]:
    return (row for row in tables.get(model.table, ()) if isinstance(row, model))
