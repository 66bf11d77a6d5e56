"""One price level for all cards of a release: the commonest, reached by official or inferred factors.

A card that no factor leads from has no amount in common prices: missing is better than wrong.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pipeline.reconcile.config import ReconcileConfig
from schemas.dataset import PriceFactorRow

Source = Literal["configured", "inferred"]
_AREAS = ("service", "anlæg")
_ENOUGH = 2  # cards that must agree before a factor they show may convert another


@dataclass(frozen=True, slots=True)
class Conversion:
    """The factors from a card's price level to the common one, by class of steering area."""

    factors: Mapping[str, Fraction]
    source: Literal["same_level", "configured", "inferred"]


class CommonPrices:
    """The common price level and the ways to it."""

    def __init__(
        self, levels: Mapping[int | None, int], factors: Iterable[PriceFactorRow], config: ReconcileConfig
    ) -> None:
        """Choose the level that most cards have, the latest of several; `levels`: how many cards have which."""
        self._said: dict[int | None, str] = {}
        self.asked: set[int | None] = set()
        """The price levels for which a conversion was asked."""
        counts = {level: n for level, n in levels.items() if level is not None}
        self.level = max(counts, key=lambda level: (counts[level], level)) if counts else None
        self._steps: dict[str, dict[int, list[tuple[int, Fraction, Source]]]] = {area: {} for area in _AREAS}
        for (area, start, to), factor in config.official.items():
            if to is not None:
                self._add(area, start, to, factor, "configured")
        for row in factors:
            if row.source == "inferred" and row.support >= _ENOUGH and row.from_price_level != row.to_price_level:
                factor = Fraction(Decimal(str(row.factor)))
                self._add(row.steering_area, row.from_price_level, row.to_price_level, factor, "inferred")

    def _add(self, area: str, start: int | None, to: int | None, factor: Fraction, source: Source) -> None:
        if area not in self._steps or start is None or to is None:
            return
        for one, other, step in ((start, to, factor), (to, start, 1 / factor)):
            known = self._steps[area].setdefault(one, [])
            if all((level, kind) != (other, source) for level, _, kind in known):  # the first one holds
                known.append((other, step, source))

    def conversion(self, level: int | None) -> Conversion | None:
        """How amounts of a price level become amounts of the common one; None where no factor is known."""
        self.asked.add(level)
        if level is None or self.level is None:
            return None
        if level == self.level:
            return Conversion(dict.fromkeys(_AREAS, Fraction(1)), "same_level")
        found = {area: way for area in _AREAS if (way := self._way(area, level, self.level))}
        if not found:
            return None
        inferred = any(source == "inferred" for _, source in found.values())
        return Conversion({a: factor for a, (factor, _) in found.items()}, "inferred" if inferred else "configured")

    def told(self, level: int | None) -> str:
        """All that is said of a price level, in a line: while it stays, so does what was made of it."""
        if level not in self._said:
            self._said[level] = self._line(level)
        return self._said[level]

    def _line(self, level: int | None) -> str:
        found = self.conversion(level)
        factors = sorted(found.factors.items()) if found else []
        return f"{self.level} {found.source} " + " ".join(f"{a}={f}" for a, f in factors) if found else ""

    def _way(self, area: str, start: int, to: int) -> tuple[Fraction, Source] | None:
        """The shortest chain of factors between two levels, official ones first."""
        seen, ways = {start}, deque([(start, Fraction(1), "configured")])
        while ways:
            level, factor, source = ways.popleft()
            for after, step, kind in sorted(self._steps[area].get(level, ()), key=lambda s: s[2]):
                if after == to:
                    return factor * step, "inferred" if "inferred" in (source, kind) else "configured"
                if after not in seen:
                    seen.add(after)
                    ways.append((after, factor * step, "inferred" if "inferred" in (source, kind) else "configured"))
        return None
