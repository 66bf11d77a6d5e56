"""What a rule is, what it returns, and the register that every rule enters once.

A rule is one function, and every word about it stands over that function: name, title, claim, sides, quantity,
severity, order. It looks at one card, one document or all of a run, and yields an `Outcome` for every comparison it
makes, also those that hold and those it could not make. It never changes a printed number and never decides what
happens next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any, Final, Literal, TypeVar

from pipeline.lineage.announcements import Announcement
from pipeline.reconcile.intervals import Interval, Relation
from pipeline.reconcile.model import Card, CellId, Document, RowId
from pipeline.reconcile.price_levels import FactorKey, KnownFactor
from pipeline.reconcile.telling import Across, Telling
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
    document: Document | None = None
    """Where it was made, set by the run."""
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


Subject = Card | Document
CardRule = Callable[[Card, Context], Iterable[Outcome]]
DocumentRule = Callable[[Document, Context], Iterable[Outcome]]
T = TypeVar("T", bound=Telling)
RunRule = Callable[[Sequence[T]], Iterable[Across]]
Scope = Literal["card", "document", "run"]
Quantity = Literal["kroner", "years", "text"]
"""What a rule's two figures are: kroner, years, or words that are shown as they are."""
SEVERITY: Final[Mapping[Relation, Severity | None]] = {
    "exact": None,
    "within_rounding": "info",
    "inconsistent": "error",
}
"""How a printed sum is reported, by how it relates to what its parts give."""
_MILDER: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A registered rule: all that anybody says of it, and the function that makes its comparisons.

    `title`, `claim` and `sides` are for Danish readers (its name, what holds where it is silent, and what its two
    figures are called: the printed one, then what it is held to); `proves` is the claim in English. `reads` are tables,
    the first one the asset it speaks of. No outcome is reported worse than `worst`, none on a scan worse than
    `worst_on_scans`, whose letters are a machine's reading. `after` are the rules whose outcomes it looks at.
    """

    name: str
    scope: Scope
    title: str
    claim: str
    proves: str
    reads: tuple[str, ...]
    function: Callable[..., Iterable[Any]]
    sides: tuple[str, str] = ("Trykt", "Efterregnet")
    quantity: Quantity = "kroner"
    worst: Severity = "error"
    worst_on_scans: Severity = "error"
    after: tuple[str, ...] = ()
    telling: type[Telling] | None = None
    """Of a rule over all documents: what each of them tells it."""

    @property
    def asset(self) -> str:
        """The table whose truth it speaks of."""
        return self.reads[0]

    def run(self, subject: Subject, context: Context) -> Iterator[Outcome]:
        """The outcomes on one card or document, marked with the rule and the card, no worse than its policy allows."""
        for outcome in self.function(subject, context):
            if outcome.card is None and isinstance(subject, Card):
                outcome.card = subject
            yield self._settled(outcome, context.document)

    def revived(self, found: Across, document: Document) -> Outcome:
        """What the rule found over all documents, of this one of them."""
        card = next((c for c in document.cards if c.id == found.card_id), None)
        outcome = Outcome(
            found.status, found.message, found.key, list(found.evidence), found.severity, found.expected, found.printed,
            rows=frozenset(found.rows), card=card,
        )  # fmt: skip
        return self._settled(outcome, document)

    def _settled(self, outcome: Outcome, document: Document) -> Outcome:
        outcome.rule, outcome.document = self.name, document
        outcome.message = outcome.message.replace("kr..", "kr.")  # an amount's full stop ends the sentence too
        if outcome.severity is not None:
            policy = self.worst_on_scans if document.ocr else self.worst
            outcome.severity = _milder(_milder(outcome.severity, self.worst), policy)
        return outcome


RULES: dict[str, Rule] = {}
"""Every rule by name."""


def card_rule(name: str, **fields: Any) -> Callable[[CardRule], CardRule]:
    """Register a rule that looks at one card; `fields` are those of `Rule`."""

    def register(function: CardRule) -> CardRule:
        _enter(Rule(name=name, scope="card", function=function, **fields))
        return function

    return register


def document_rule(name: str, **fields: Any) -> Callable[[DocumentRule], DocumentRule]:
    """Register a rule that looks at a whole document; `fields` are those of `Rule`."""

    def register(function: DocumentRule) -> DocumentRule:
        _enter(Rule(name=name, scope="document", function=function, **fields))
        return function

    return register


def run_rule(name: str, telling: type[T], **fields: Any) -> Callable[[RunRule[T]], RunRule[T]]:
    """Register a rule that looks at what all documents of a run tell it, in the order of the documents."""

    def register(function: RunRule[T]) -> RunRule[T]:
        _enter(Rule(name=name, scope="run", function=function, telling=telling, **fields))
        return function

    return register


def in_order() -> list[Rule]:
    """The rules, each after those whose outcomes it looks at, else as registered; graphlib.CycleError in a circle."""
    order = TopologicalSorter({rule.name: rule.after for rule in RULES.values()}).static_order()
    return [RULES[name] for name in order]


def describe_rules() -> str:
    """The rules as Markdown: what each is called, proves and reads, and how badly it may speak."""
    lines = ["# Rules", "", "Derived from the register in `pipeline/reconcile/rule.py`; do not edit (`make docs`).", ""]
    lines += ["`worst` is the severity that a contradiction may be told with, after the comma that on a scan.", ""]
    lines += ["| rule | title | proves that | worst | reads |", "|---|---|---|---|---|"]
    for name, rule in sorted(RULES.items()):
        mild = f", {rule.worst_on_scans}" if _MILDER[rule.worst_on_scans] > _MILDER[rule.worst] else ""
        after = f" (after {', '.join(f'`{a}`' for a in rule.after)})" if rule.after else ""
        reads = ", ".join(rule.reads)
        lines.append(f"| `{name}` | {rule.title} | {rule.proves}{after} | {rule.worst}{mild} | {reads} |")
    return "\n".join(lines) + "\n"


def _milder(one: Severity, other: Severity) -> Severity:
    return one if _MILDER[one] >= _MILDER[other] else other


def _enter(rule: Rule) -> None:
    if rule.name in RULES:
        raise ValueError(f"the rule {rule.name} is registered twice")
    RULES[rule.name] = rule
