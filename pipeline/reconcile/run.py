"""All rules over all documents: published rows in, rows of `checks`, `findings` and `price_factors` out. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pipeline.reconcile.rules  # noqa: F401 -- registers every rule
from pipeline.reconcile.assemble import documents
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.decisions import Decision, decide
from pipeline.reconcile.doubt import doubt_lost_signs
from pipeline.reconcile.echoes import find_roots
from pipeline.reconcile.identity import Identities, plain_name, told_apart
from pipeline.reconcile.model import Card, Document
from pipeline.reconcile.overview_factors import known_factors
from pipeline.reconcile.publish_rows import check_row, finding_row
from pipeline.reconcile.rule import RULES, Context, Outcome, Rule
from schemas.dataset import CheckRow, FindingRow, PriceFactorRow, Row

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Others:
    """What the checks of a document must know of the run's documents: their names by id, and the numbers of all."""

    names: Mapping[str, str]
    annexes: frozenset[str]


def reconcile(
    tables: Mapping[str, Sequence[Row]],
    *,
    config: ReconcileConfig | None = None,
    decisions: Iterable[Decision] | None = None,
    others: Others | None = None,
) -> dict[str, list[Row]]:
    """Check every document of the tables (rows by table name, as in `schemas.dataset`) against itself.

    `others` is what must be known of the run's other documents, where the tables hold only some of them.
    Returns the rows of `checks`, `findings` and `price_factors`, in print order. A finding that a decision accepts has
    the status `accepted`, as long as the figures it shows are those that were accepted.
    """
    config = config or ReconcileConfig()
    found = documents(tables)
    others = others or _all_of(found)
    names = Identities(others.names)
    checks: list[CheckRow] = []
    findings: list[FindingRow] = []
    factors: list[PriceFactorRow] = []
    for document in found:
        doubt_lost_signs(document)
        context = Context(document, known_factors(document, config), annexes=others.annexes)
        factors += [factor.row(document.id) for factor in context.factors.values()]
        outcomes = run_rules(document, context)
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


def _all_of(found: Sequence[Document]) -> Others:
    names = told_apart((plain_name(d.row), d.row.ingested_at, d.id) for d in found)
    return Others(names, frozenset(d.row.bilag_no.lower() for d in found if d.row.bilag_no))


def run_rules(document: Document, context: Context) -> list[Outcome]:
    """Every rule on a document: those that others build on first, within them the cards in print order."""
    for order in sorted({rule.order for rule in RULES.values()}):
        for rule in (r for r in RULES.values() if r.order == order):
            subjects = [document] if rule.scope == "document" else document.cards
            for subject in subjects:
                context.note(attempt(rule, subject, context))
    return context.made


def attempt(rule: Rule, subject: Card | Document, context: Context) -> Iterator[Outcome]:
    """What a rule says; where it fails, what it said until then and that the check was not made: never the release."""
    try:
        yield from rule.run(subject, context)
    except Exception as error:
        _LOG.exception("the rule %s failed on %s", rule.name, subject.id)
        message = f"Kontrollen '{rule.name}' kunne ikke gennemføres på grund af en fejl i programmet ({error!r})."
        evidence = [subject.evidence] if isinstance(subject, Card) else []
        failed = Outcome("not_checkable", message, ("failed",), evidence, "info", rule=rule.name)
        failed.card = subject if isinstance(subject, Card) else None
        yield failed
