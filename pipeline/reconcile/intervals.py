"""Printed amounts as closed intervals, in whole half-kroner so that no float is ever needed.

`2.062` in 1.000 kr. stands for anything from 2,061,500 to 2,062,500 kr.; `1,5 mio. kr.` for 1.45 to 1.55 million. Two
sides of a sum are consistent when their intervals overlap: the reading of XBRL Calculations 1.1 (Arelle's
`ValidateXbrlCalcs`). A printed zero or dash is exactly zero: a budget prints it where there is no amount, and giving it
half a unit of slack would let a table of zeros hide an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Relation = Literal["exact", "within_rounding", "inconsistent"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval in half-kroner: 1 krone is 2."""

    low2: int
    high2: int

    def __post_init__(self) -> None:
        if self.low2 > self.high2:
            raise ValueError(f"empty interval {self.low2}..{self.high2}")

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low2 + other.low2, self.high2 + other.high2)

    def __neg__(self) -> Interval:
        return Interval(-self.high2, -self.low2)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    @property
    def dkk(self) -> int:
        """The printed amount itself, the middle, in whole kroner (towards zero where it falls on half a krone)."""
        whole = self.low2 + self.high2
        return whole // 4 if whole >= 0 else -(-whole // 4)

    @property
    def slack_dkk(self) -> int:
        """Half the width in whole kroner, rounded up: how far rounding alone may move the amount."""
        return -((self.low2 - self.high2) // 4)

    @property
    def positive(self) -> bool:
        """True when every amount in the interval is above zero."""
        return self.low2 > 0

    @property
    def size(self) -> Interval:
        """The amount without its sign; prose seldom prints one."""
        return -self if self.low2 + self.high2 < 0 else self

    def overlaps(self, other: Interval) -> bool:
        """True when the two have an amount in common."""
        return self.low2 <= other.high2 and other.low2 <= self.high2

    def times(self, low: Fraction, high: Fraction) -> Interval:
        """The interval converted by a positive factor between `low` and `high`, rounded outwards to half a krone."""
        ends = [bound * factor for bound in (self.low2, self.high2) for factor in (low, high)]
        return Interval(_floor(min(ends)), -_floor(-max(ends)))


ZERO = Interval(0, 0)


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def printed(low_dkk: int, high_dkk: int, step_dkk: int) -> Interval:
    """The interval of a printed amount or range whose last printed digit counts `step_dkk` kroner."""
    if low_dkk == high_dkk == 0:
        return ZERO
    return Interval(2 * low_dkk - step_dkk, 2 * high_dkk + step_dkk)


def total(parts: Iterable[Interval]) -> Interval:
    """The sum: ends are added to ends, so rounding adds up as it does on paper."""
    low = high = 0
    for part in parts:
        low += part.low2
        high += part.high2
    return Interval(low, high)


def relation(expected: Interval, found: Interval) -> Relation:
    """`exact` when the printed numbers agree, `within_rounding` when only the intervals do."""
    if expected.low2 + expected.high2 == found.low2 + found.high2:
        return "exact"
    return "within_rounding" if expected.overlaps(found) else "inconsistent"
