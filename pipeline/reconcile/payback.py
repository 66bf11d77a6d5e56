"""The payback time that a row of net effects implies, with the slack its rounding leaves.

A proposal is paid back in the first year in which the accumulated net effect is at or below zero, the first printed
year being year 1; after the last printed year its effect is carried on. So the bilag themselves count: an account of
exactly zero is paid back (BC21 and BC42 of the 2025-2026 bilag). A few count from the first year with an amount
instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reconcile.intervals import ZERO, Interval

_LIMIT = 100  # years: beyond this a proposal is never paid back


@dataclass(frozen=True, slots=True)
class Payback:
    """The earliest and the latest year that rounding allows, and the year the printed figures give; None for never."""

    early: int | None
    late: int | None
    exact: int | None

    def allows(self, years: int) -> bool:
        """True when rounding leaves room for this many years."""
        return self.early is not None and self.early <= years and (self.late is None or years <= self.late)


def payback(net: Sequence[Interval]) -> Payback:
    """The payback time of net effects year by year (costs positive, savings negative)."""
    return Payback(
        _first_year([2 * n.low2 for n in net]), _first_year([2 * n.high2 for n in net]),
        _first_year([n.low2 + n.high2 for n in net]),
    )  # fmt: skip


def variants(net: Sequence[Interval]) -> list[Payback]:
    """Other ways to count that bilag use: from the first year with an amount, and to the last year with a debt."""
    start = next((i for i, n in enumerate(net) if n != ZERO), 0)
    debts = [i for i in range(len(net)) if sum(n.low2 + n.high2 for n in net[: i + 1]) > 0]
    settled = payback(net).exact if not debts else _after(net, debts[-1])
    return [payback(net[start:]), Payback(settled, settled, settled)]


def _after(net: Sequence[Interval], last_debt: int) -> int | None:
    if last_debt + 1 < len(net):
        return last_debt + 2
    return _first_year([n.low2 + n.high2 for n in net], since=last_debt)


def _first_year(net: Sequence[int], since: int = 0) -> int | None:
    account = 0
    for year, amount in enumerate(net, 1):
        account += amount
        if account <= 0 and year > since and any(net[:year]):
            return year
    if not net or net[-1] >= 0:
        return None
    years = len(net) + -(-account // -net[-1])
    return years if years <= _LIMIT else None
