"""What a rule is, what it returns, and the register that every rule enters once.

A rule is a function over one card or one document that yields an `Outcome` for every comparison it makes, also the ones
that hold and the ones it could not make. It never changes a printed number and never decides what happens next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.lineage.announcements import Announcement
from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Card, CellId, Document, RowId
from pipeline.reconcile.price_levels import FactorKey, KnownFactor
from schemas.dataset import CheckStatus, Evidence, Severity


@dataclass(slots=True, eq=False)
class Outcome:
    """One comparison: what was held against what, and how it came out.

    `key` names it among the rule's outcomes on the card by what it speaks of (row, year, area), never by its figures:
    ids are made of it, and an id must survive a corrected figure. `severity` is None where nothing is to be reported.
    `cells` are the amounts that went into it, `rows` the rows, both for finding which failures have one cause;
    `suspect` is the row that the figures themselves give away as wrong.
    """

    status: CheckStatus
    message: str
    key: tuple[str, ...]
    evidence: list[Evidence]
    severity: Severity | None = None
    expected: Interval | None = None
    printed: Interval | None = None
    expected_text: str | None = None
    printed_text: str | None = None
    year: int | None = None
    cells: frozenset[CellId] = frozenset()
    rows: frozenset[RowId] = frozenset()
    target: CellId | None = None
    """Of a sum the printed result."""
    suspect: RowId | None = None
    cause: tuple[str, ...] = ()
    """Outcomes of one rule on one card that share a cause have one root."""
    card: Card | None = None
    rule: str = ""


@dataclass(slots=True, eq=False)
class Context:
    """What rules may need besides the card: inferred price factors and the outcomes of the rules before them."""

    document: Document
    factors: dict[FactorKey, KnownFactor] = field(default_factory=dict)
    made: list[Outcome] = field(default_factory=list)
    annexes: frozenset[str] = frozenset()
    """The numbers of all bilag of the run: 2a, 3a."""
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    """What became of the proposals that cards announce, by card id, as far as the bilag of the run can tell."""
    failures: dict[str, list[Outcome]] = field(default_factory=dict)
    """The inconsistent outcomes so far by card."""

    def note(self, outcomes: Iterable[Outcome]) -> None:
        """Keep what a rule made."""
        for outcome in outcomes:
            self.made.append(outcome)
            if outcome.status == "inconsistent" and outcome.card is not None:
                self.failures.setdefault(outcome.card.id, []).append(outcome)

    def failed(self, card: Card, *rules: str) -> Iterator[Outcome]:
        """The inconsistent outcomes of earlier rules on a card."""
        return (o for o in self.failures.get(card.id, ()) if o.rule in rules)


CardRule = Callable[[Card, Context], Iterable[Outcome]]
DocumentRule = Callable[[Document, Context], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule: its name, the tables it reads, the table whose truth it speaks of, and what it proves."""

    name: str
    scope: Literal["card", "document"]
    reads: tuple[str, ...]
    asset: str
    proves: str
    function: Callable[[Any, Context], Iterable[Outcome]]
    order: int = 0

    def run(self, subject: Card | Document, context: Context) -> Iterator[Outcome]:
        """The outcomes on one card or document, marked with the rule and the card."""
        for outcome in self.function(subject, context):
            outcome.rule = self.name
            outcome.message = outcome.message.replace("kr..", "kr.")  # an amount's full stop ends the sentence too
            if outcome.card is None and isinstance(subject, Card):
                outcome.card = subject
            yield outcome


RULES: dict[str, Rule] = {}
"""Every rule by name."""


def card_rule(name: str, *, reads: tuple[str, ...], proves: str, order: int = 0) -> Callable[[CardRule], CardRule]:
    """Register a rule that looks at one card; the first table it reads is the asset it speaks of."""

    def register(function: CardRule) -> CardRule:
        _enter(Rule(name, "card", reads, reads[0], proves, function, order))
        return function

    return register


def document_rule(
    name: str, *, reads: tuple[str, ...], proves: str, order: int = 0
) -> Callable[[DocumentRule], DocumentRule]:
    """Register a rule that looks at a whole document; the first table it reads is the asset it speaks of."""

    def register(function: DocumentRule) -> DocumentRule:
        _enter(Rule(name, "document", reads, reads[0], proves, function, order))
        return function

    return register


def describe_rules() -> str:
    """The rules as Markdown: what each proves and reads, and the asset its check stands on."""
    lines = ["# Rules", "", "Derived from the register in `pipeline/reconcile/rule.py`; do not edit.", ""]
    lines += ["| rule | proves that | reads |", "|---|---|---|"]
    for name, rule in sorted(RULES.items()):
        lines.append(f"| `{name}` | {rule.proves} | {', '.join(rule.reads)} |")
    return "\n".join(lines) + "\n"


def _enter(rule: Rule) -> None:
    if rule.name in RULES:
        raise ValueError(f"the rule {rule.name} is registered twice")
    RULES[rule.name] = rule
