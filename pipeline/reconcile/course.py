"""The course of a row or a sum over the years: when it begins, from when it stays as it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import TableRow

LATE_MONTH: Final = 9
"""What is in use in the last months of a year, from this one on, has saved little in it."""
_STEADY: Final = 50  # a fiftieth up or down is the same level: prices and rounding


@dataclass(frozen=True, slots=True)
class Course:
    """A row and its amounts by year, those that are nothing left out; at least one."""

    row: TableRow
    amounts: Mapping[int, Interval]

    @property
    def first(self) -> int:
        """The first year with an amount."""
        return min(self.amounts)

    @property
    def last(self) -> int:
        """The last year with an amount."""
        return max(self.amounts)

    @property
    def full(self) -> int:
        """The first year from which every amount is at the last one's level."""
        last = self.amounts[self.last]
        years = sorted(self.amounts)
        return next(y for y in years if all(same_level(self.amounts[z], last) for z in years if z >= y))

    @property
    def at_once(self) -> bool:
        """True where the first year already has a fair part of the whole."""
        return 10 * abs(self.amounts[self.first].dkk) >= 3 * abs(self.amounts[self.last].dkk)


def same_level(one: Interval, other: Interval) -> bool:
    """True for two years' amounts that prices or rounding alone may tell apart."""
    return abs(one.dkk - other.dkk) * _STEADY <= max(abs(one.dkk), abs(other.dkk)) or one.overlaps(other)
