"""All rules over all documents: published rows in, rows of `checks`, `findings` and `price_factors` out. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pipeline.reconcile.rules  # noqa: F401 -- registers every rule
from pipeline.lineage.announcements import Announcement
from pipeline.reconcile.assemble import documents
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.decisions import Decision, decide
from pipeline.reconcile.doubt import doubt_lost_signs
from pipeline.reconcile.echoes import find_roots
from pipeline.reconcile.identity import Identities, plain_name, told_apart
from pipeline.reconcile.model import Card, Document
from pipeline.reconcile.overview_factors import known_factors
from pipeline.reconcile.publish_rows import check_row, finding_row
from pipeline.reconcile.rule import RULES, Context, Outcome, Rule, in_order
from pipeline.reconcile.telling import Across, Told
from schemas.dataset import CheckRow, FindingRow, PriceFactorRow, Row, Severity

_LOG = logging.getLogger(__name__)
_MOST_REPORTED: Final = 250
"""Findings of one rule in one document; the largest bilag that we know has some forty."""
_GRAVEST: Final[tuple[Severity, ...]] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Others:
    """What the checks of a document must know of the run's documents: their names by id, and the numbers of all.

    `announcements` are what `pipeline.lineage` knows of the proposals that cards announce, `across` what the rules over
    all documents found.
    """

    names: Mapping[str, str]
    annexes: frozenset[str]
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    across: Sequence[Across] = ()


def reconcile(
    tables: Mapping[str, Sequence[Row]],
    *,
    config: ReconcileConfig | None = None,
    decisions: Iterable[Decision] | None = None,
    announcements: Mapping[str, Announcement] | None = None,
) -> dict[str, list[Row]]:
    """Check every document of the tables (rows by table name, as in `schemas.dataset`) against itself and the others.

    Returns the rows of `checks`, `findings` and `price_factors`, in print order. A finding that a decision accepts has
    the status `accepted`, as long as the figures it shows are those that were accepted. `announcements` are what
    `pipeline.lineage` knows of the proposals that cards announce.
    """
    found = doubted(tables)
    names = told_apart((plain_name(d.row), d.row.ingested_at, d.id) for d in found)
    annexes = frozenset(d.row.bilag_no.lower() for d in found if d.row.bilag_no)
    told = [tellings_of(d) for d in found]
    others = Others(names, annexes, announcements or {}, run_across(told))
    return check(found, others, config=config, decisions=decisions)


def doubted(tables: Mapping[str, Sequence[Row]]) -> list[Document]:
    """The documents of the tables, as rules read them."""
    found = documents(tables)
    for document in found:
        doubt_lost_signs(document)
    return found


def check(
    found: Sequence[Document],
    others: Others,
    *,
    config: ReconcileConfig | None = None,
    decisions: Iterable[Decision] | None = None,
) -> dict[str, list[Row]]:
    """The same of these documents, which may be some of a run's: `others` is what must be known of all of them."""
    config, names = config or ReconcileConfig(), Identities(others.names)
    checks: list[CheckRow] = []
    findings: list[FindingRow] = []
    factors: list[PriceFactorRow] = []
    for document in found:
        context = Context(document, known_factors(document, config), annexes=others.annexes)
        context.announcements = others.announcements
        across = (a for a in others.across if a.document_id == document.id)
        outcomes = run_rules(document, context) + [RULES[a.rule].revived(a, document) for a in across]
        factors += [factor.row(document.id) for factor in context.factors.values()]
        roots = find_roots(outcomes)
        made = {id(outcome): check_row(document, outcome, names) for outcome in outcomes}
        checks += made.values()
        for outcome in outcomes:
            if outcome.severity is not None:
                root = roots.get(id(outcome))
                findings.append(finding_row(made[id(outcome)], outcome, made[id(root)] if root else None))
    return {
        "checks": list(checks),
        "findings": list(decide(findings, decisions or ())),
        "price_factors": list(factors),
    }


def run_rules(document: Document, context: Context) -> list[Outcome]:
    """Every rule on a document, each after those it builds on; of a rule the cards in print order."""
    for rule in in_order():
        for subject in _subjects(rule, document):
            context.note(attempt(rule, subject, context))
    return [*context.made, *_silenced(context.made)]


def _silenced(made: Sequence[Outcome]) -> Iterator[Outcome]:
    """Let no rule report more of a document than somebody can read: the rest stay checks, and their number is told."""
    reported: dict[str, list[Outcome]] = {}
    for outcome in made:
        if outcome.severity is not None:
            reported.setdefault(outcome.rule, []).append(outcome)
    for rule, outcomes in reported.items():
        rest = outcomes[_MOST_REPORTED:]
        if rest:
            worst = min((o.severity for o in rest if o.severity), key=_GRAVEST.index)
            for outcome in rest:
                outcome.severity = None
            message = (
                f"Kontrollen har fundet yderligere {len(rest)} steder af samme slags i bilaget. De vises ikke hver for "
                "sig; se tabellen checks, og efterse, om bilaget er læst rigtigt."
            )
            yield Outcome("inconsistent", message, ("more",), rest[0].evidence, worst, rule=rule)


def _subjects(rule: Rule, document: Document) -> Sequence[Card | Document]:
    if rule.scope == "card":
        return document.cards
    return [document] if rule.scope == "document" else []


def tellings_of(document: Document) -> Told:
    """What a document tells the rules over all documents; where it cannot be told, that, in the rule's place."""
    told: Told = {}
    for rule in in_order():
        if rule.telling is not None:
            try:
                told[rule.name] = list(rule.telling.of(document))
            except Exception as error:
                _LOG.exception("what %s tells the rule %s cannot be told", document.id, rule.name)
                told[rule.name] = [_failed_across(rule, document.id, error)]
    return told


def run_across(told: Sequence[Told]) -> list[Across]:
    """What every rule over all documents finds in what these tell, in the order of the documents."""
    made: list[Across] = []
    for rule in in_order():
        if rule.telling is None:
            continue
        mine = [telling for of_document in told for telling in of_document.get(rule.name, ())]
        made += [failed for failed in mine if isinstance(failed, Across)]
        tellings = [telling for telling in mine if isinstance(telling, rule.telling)]
        try:
            made += rule.function(tellings)
        except Exception as error:
            _LOG.exception("the rule %s failed on documents", rule.name)
            made.append(_failed_across(rule, tellings[0].document_id, error))
    return made


def _failed_across(rule: Rule, document_id: str, error: Exception) -> Across:
    return Across(
        rule=rule.name, document_id=document_id, card_id=None, status="not_checkable", message=_failure(rule, error),
        key=("failed",), evidence=[], severity="info",
    )  # fmt: skip


def attempt(rule: Rule, subject: Card | Document, context: Context) -> Iterator[Outcome]:
    """What a rule says; where it fails, what it said until then and that the check was not made: never the release."""
    try:
        yield from rule.run(subject, context)
    except Exception as error:
        _LOG.exception("the rule %s failed on %s", rule.name, subject.id)
        evidence = [subject.evidence] if isinstance(subject, Card) else []
        failed = Outcome("not_checkable", _failure(rule, error), ("failed",), evidence, "info", rule=rule.name)
        failed.card = subject if isinstance(subject, Card) else None
        failed.document = context.document
        yield failed


def _failure(rule: Rule, error: Exception) -> str:
    return f"Kontrollen '{rule.name}' kunne ikke gennemføres på grund af en fejl i programmet ({error!r})."
