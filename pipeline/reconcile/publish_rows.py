"""Outcomes as rows of `checks` and `findings`."""

from __future__ import annotations

from pipeline.reconcile.danish import thousands
from pipeline.reconcile.identity import Identities
from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Document
from pipeline.reconcile.rule import Outcome
from schemas.dataset import CheckRow, FindingRow

_MOST_EVIDENCE = 40  # places a check shows: an overview of 500 rows is not listed whole


def check_row(document: Document, outcome: Outcome, names: Identities) -> CheckRow:
    """The check as published; it stands where its first place stands."""
    expected, found = outcome.expected, outcome.printed
    evidence = outcome.evidence[:_MOST_EVIDENCE]
    place = evidence[0] if evidence else None
    return CheckRow(
        document_id=document.id, page=place.page if place else None, line=place.line if place else None,
        bbox=place.bbox if place else None, check_id=names.id(document, outcome),
        card_id=outcome.card.id if outcome.card else None, rule=outcome.rule, status=outcome.status,
        expected_dkk=expected.dkk if expected else None, printed_dkk=found.dkk if found else None,
        difference_dkk=_difference(expected, found),
        tolerance_dkk=expected.slack_dkk + found.slack_dkk if expected and found else None,
        year=outcome.year, message=outcome.message, evidence=evidence,
    )  # fmt: skip


def finding_row(check: CheckRow, outcome: Outcome, root: CheckRow | None) -> FindingRow:
    """The finding of a check as published; `root` is the check whose echo it is."""
    if outcome.severity is None:
        raise ValueError(f"{check.rule} has nothing to report on {check.message}")
    return FindingRow(
        document_id=check.document_id, page=check.page, line=check.line, bbox=check.bbox,
        finding_id=finding_id(check.check_id), check_id=check.check_id, card_id=check.card_id,
        case_id=outcome.card.row.case_id if outcome.card else None, rule=check.rule, severity=outcome.severity,
        message=check.message, expected=outcome.expected_text or _text(outcome.expected),
        printed=outcome.printed_text or _text(outcome.printed), difference_dkk=check.difference_dkk,
        year=outcome.year, evidence=check.evidence, root_finding_id=finding_id(root.check_id) if root else None,
    )  # fmt: skip


def finding_id(check_id: str) -> str:
    """The id of the finding of a check."""
    return f"F{check_id}"


def _difference(expected: Interval | None, found: Interval | None) -> int | None:
    return None if expected is None or found is None else (found - expected).dkk


def _text(amount: Interval | None) -> str | None:
    return None if amount is None else thousands(amount.dkk)
