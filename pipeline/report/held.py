"""The checks that hold, with their arithmetic: so that what is not listed as a finding is seen to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.report.dataset import Release
from pipeline.report.marks import HOLDS
from pipeline.report.words import count, decimal, rule_name
from schemas.dataset import CheckRow, EconomicAmountRow, Evidence

_MOST_TERMS = 8
_NEAR = 5e-4  # how far the quotient of two rounded amounts may lie from the factor between them
Amounts = dict[tuple[str, int], list[EconomicAmountRow]]
"""The amounts of the release by table and row."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """An overview's amount held against the card's: the card's in kroner, and the factor; 1 within a price level."""

    card_dkk: int
    factor: float

    def shown(self, unit_dkk: int) -> str:
        """The card's amount in the overview's unit, and the factor where there is one."""
        amount = count(round(self.card_dkk / unit_dkk))
        return amount if self.factor == 1 else f"{amount} × {decimal(self.factor)}"


class Arithmetic:
    """What the checks of a release reckoned, in its printed figures."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._amounts: Amounts = {}
        for table_id, amounts in release.amounts.items():
            for amount in amounts:
                self._amounts.setdefault((table_id, amount.row_no), []).append(amount)

    def told(self, check: CheckRow) -> str:
        """The message of a check that holds, with the terms of its sum as they are printed."""
        terms = [self._cell(e) for e in check.evidence[1:]]
        cells = [t for t in terms if t is not None]
        if len(cells) != len(terms) or not 2 <= len(cells) <= _MOST_TERMS:
            return check.message
        if sum(c.amount_dkk for c in cells) != check.expected_dkk:
            return check.message
        added = " + ".join(_term(c.amount_printed, first=c is cells[0]) for c in cells)
        result = self._cell(check.evidence[0])
        return f"{check.message} {added} = {result.amount_printed}." if result else check.message

    def conversion(self, check: CheckRow) -> Conversion | None:
        """How the card's amount was converted to the overview's price level; None where the figures do not tell."""
        amounts = [a.amount_dkk for e in check.evidence[1:] for a in self._of_row(e)]
        total, expected = sum(amounts), check.expected_dkk
        if not amounts or not total or not expected:
            return None
        quotient = expected / total
        if round(quotient, 6) == 1:
            return Conversion(total, 1)
        measure = check.evidence[0].measure
        known = [f.factor for f in self._release.factors
                 if f.document_id == check.document_id and f.steering_area == measure]  # fmt: skip
        near = min(known, key=lambda f: abs(f - quotient), default=None)
        return Conversion(total, near) if near is not None and abs(near - quotient) < _NEAR else None

    def _cell(self, evidence: Evidence) -> EconomicAmountRow | None:
        found = self._of_row(evidence) if evidence.column_no is not None else []
        return found[0] if len(found) == 1 else None

    def _of_row(self, evidence: Evidence) -> list[EconomicAmountRow]:
        """The amounts of a cell, or of a row's years."""
        if evidence.table_id is None or evidence.row_no is None:
            return []
        row = self._amounts.get((evidence.table_id, evidence.row_no), [])
        if evidence.column_no is not None:
            return [a for a in row if a.column_no == evidence.column_no]
        return [a for a in row if a.column_kind in ("year", "open_year", "later")]


def _term(printed: str, *, first: bool) -> str:
    """A term as printed; a negative one in brackets, so that no two signs meet."""
    return f"({printed})" if not first and printed.lstrip().startswith(("-", "–", "−")) else printed


@dataclass(frozen=True, slots=True)
class Held:
    """The checks of one rule that hold on a card: the rule's name, and what each says, with its arithmetic."""

    rule: str
    told: list[str]


def held(checks: Iterable[CheckRow], arithmetic: Arithmetic) -> list[Held]:
    """The checks that hold, by rule, in the order they were made."""
    groups: dict[str, list[str]] = {}
    for check in checks:
        if check.status in HOLDS:
            groups.setdefault(check.rule, []).append(arithmetic.told(check))
    return [Held(rule_name(rule), list(dict.fromkeys(told))) for rule, told in groups.items()]
