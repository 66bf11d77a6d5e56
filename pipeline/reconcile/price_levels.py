"""The factor between two price levels, inferred from the cards that show one amount in both.

An overview states each proposal's cost in the year's own prices, the card in the next year's; the factor is not
printed, but is one for all amounts of a steering area. Each card gives an interval for it, [overview / card] with
both roundings; the factor is what the most intervals share, so a wrong card stands outside and does not move it. All
fractions are held as integers of 10^-12, rounded outwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from pipeline.reconcile.intervals import Interval
from schemas.dataset import PriceFactorRow

SCALE = 10**12
LOWEST, HIGHEST = SCALE * 85 // 100, SCALE * 115 // 100
"""No year's municipal price rise comes near 15 per cent: an interval outside tells of an error, not of a factor."""


FactorKey = tuple[str, int | None]
"""Measure and the cards' printed price level."""
Bounds = tuple[Fraction, Fraction]
"""The lowest and the highest that a factor may be."""
ONE: Bounds = (Fraction(1), Fraction(1))
PLAUSIBLE: Bounds = (Fraction(LOWEST, SCALE), Fraction(HIGHEST, SCALE))


@dataclass(frozen=True, slots=True)
class KnownFactor:
    """A conversion from the cards' price level to the overview's: its bounds, and how many of the cards agree."""

    measure: str
    from_level: int | None
    to_level: int | None
    low: Fraction
    high: Fraction
    support: int
    cards: int
    source: Literal["inferred", "configured"]

    @property
    def trusted(self) -> bool:
        """True when it may be held against a card: official, or shared by most of the cards and more than one.

        Two narrow intervals seldom meet by chance: of three cards two that agree refute the third.
        """
        return self.source == "configured" or (self.support >= 2 and 2 * self.support > self.cards)

    @property
    def bounds(self) -> Bounds:
        """Lowest and highest."""
        return self.low, self.high

    def row(self, document_id: str) -> PriceFactorRow:
        """As published."""
        return PriceFactorRow(
            document_id=document_id, steering_area=self.measure, from_price_level=self.from_level,
            to_price_level=self.to_level, factor=float((self.low + self.high) / 2), factor_low=float(self.low),
            factor_high=float(self.high), support=self.support, source=self.source,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Factor:
    """An inferred factor: the bounds that the supporting cards share (in 10^-12), and how many cards of how many."""

    low: int
    high: int
    support: int
    cards: int

    @property
    def bounds(self) -> Bounds:
        """Lowest and highest factor."""
        return Fraction(self.low, SCALE), Fraction(self.high, SCALE)


def plausible(from_level: int | None, to_level: int | None) -> Bounds:
    """The bounds any conversion must lie in: prices rise, so earlier prices are lower."""
    if from_level is None or to_level is None or from_level == to_level:
        return PLAUSIBLE
    return (PLAUSIBLE[0], Fraction(1)) if to_level < from_level else (Fraction(1), PLAUSIBLE[1])


def ratio(overview: Interval, card: Interval) -> tuple[int, int] | None:
    """The bounds of overview / card in 10^-12; None where a side may be zero or the sides differ in sign."""
    if overview.high2 < 0 and card.high2 < 0:
        overview, card = -overview, -card
    if overview.low2 <= 0 or card.low2 <= 0:
        return None
    return overview.low2 * SCALE // card.high2, -(-overview.high2 * SCALE // card.low2)


def infer(ratios: Iterable[Sequence[tuple[int, int]]]) -> Factor | None:
    """The bounds that the most cards share; each card may give several readings. None without a plausible card.

    A sweep over the interval ends; of equally supported places the narrowest wins, then the one nearest no conversion.
    """
    cards = [_merged(readings) for readings in ratios]
    ends = [end for spans in cards for low, high in spans for end in ((low, 0), (high, 1))]
    if not ends:
        return None
    ends.sort()
    best: tuple[int, int, int] | None = None
    open_, low = 0, 0
    for place, closes in ends:
        if not closes:
            open_, low = open_ + 1, place
            continue
        # Only the first end after an opening closes a place that no later one can better.
        if best is None or (open_, low - place) > (best[0], best[1] - best[2]):
            best = open_, low, place
        open_ -= 1
    assert best is not None  # noqa: S101 -- every opening has its end
    return Factor(best[1], best[2], best[0], len(cards))


def _merged(readings: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """One card's readings as disjoint intervals, so that no card counts twice in one place."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(r for r in readings if r[0] <= HIGHEST and r[1] >= LOWEST):
        if found and low <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found
