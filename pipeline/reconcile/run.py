"""All rules over all documents: published rows in, rows of `checks`, `findings` and `price_factors` out. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import pipeline.reconcile.rules  # noqa: F401 -- registers every rule
from pipeline.lineage.announcements import Announcement
from pipeline.reconcile.assemble import documents
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.decisions import Decision, decide
from pipeline.reconcile.doubt import doubt_lost_signs
from pipeline.reconcile.echoes import find_roots
from pipeline.reconcile.identity import Identities
from pipeline.reconcile.model import Card, Document
from pipeline.reconcile.overview_factors import known_factors
from pipeline.reconcile.publish_rows import check_row, finding_row
from pipeline.reconcile.rule import Context, Outcome, Rule, in_order
from schemas.dataset import CheckRow, FindingRow, PriceFactorRow, Row, Severity

_LOG = logging.getLogger(__name__)
_MOST_REPORTED: Final = 250
"""Findings of one rule in one document; the largest bilag that we know has some forty."""
_GRAVEST: Final[tuple[Severity, ...]] = ("error", "warning", "info")


def reconcile(
    tables: Mapping[str, Sequence[Row]],
    *,
    config: ReconcileConfig | None = None,
    decisions: Iterable[Decision] | None = None,
    announcements: Mapping[str, Announcement] | None = None,
) -> dict[str, list[Row]]:
    """Check every document of the tables (rows by table name, as in `schemas.dataset`) against itself.

    Returns the rows of `checks`, `findings` and `price_factors`, in print order. A finding that a decision accepts has
    the status `accepted`, as long as the figures it shows are those that were accepted. `announcements` are what
    `pipeline.lineage` knows of the proposals that cards announce.
    """
    config = config or ReconcileConfig()
    found = documents(tables)
    names = Identities(found)
    annexes = frozenset(d.row.bilag_no.lower() for d in found if d.row.bilag_no)
    checks: list[CheckRow] = []
    findings: list[FindingRow] = []
    factors: list[PriceFactorRow] = []
    contexts: list[Context] = []
    for document in found:
        doubt_lost_signs(document)
        context = Context(document, known_factors(document, config), annexes=annexes)
        context.announcements = announcements or {}
        contexts.append(context)
        run_rules(document, contexts[-1])
    across = run_across(found, contexts)
    for context in contexts:
        document = context.document
        factors += [factor.row(document.id) for factor in context.factors.values()]
        outcomes = context.made + [o for o in across if o.document is document]
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


def run_across(found: Sequence[Document], contexts: Sequence[Context]) -> list[Outcome]:
    """Every rule that holds the documents of a run against each other, once."""
    rules = (rule for rule in in_order() if rule.scope == "run") if found else ()
    return [outcome for rule in rules for outcome in attempt(rule, found, contexts[0])]


def attempt(rule: Rule, subject: Card | Document | Sequence[Document], context: Context) -> Iterator[Outcome]:
    """What a rule says; where it fails, what it said until then and that the check was not made: never the release."""
    try:
        yield from rule.run(subject, context)
    except Exception as error:
        _LOG.exception("the rule %s failed on %s", rule.name, subject.id if isinstance(subject, Card) else "documents")
        message = f"Kontrollen '{rule.name}' kunne ikke gennemføres på grund af en fejl i programmet ({error!r})."
        evidence = [subject.evidence] if isinstance(subject, Card) else []
        failed = Outcome("not_checkable", message, ("failed",), evidence, "info", rule=rule.name)
        failed.card = subject if isinstance(subject, Card) else None
        failed.document = context.document
        yield failed
