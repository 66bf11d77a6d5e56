"""The search for the cheapest choice: exhaustive where it can be, else totals first and the items under each sum.

Rows that no sum ties together are searched apart (`extractors.layout.columns.place` groups them).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final

from extractors.layout.columns.choice import DIGIT, Choice, Sum

_MAX_COMBINATIONS: Final = 30_000


class Search:
    """Settles groups of rows in a `Choice`, which it changes."""

    def __init__(self, choice: Choice) -> None:
        self.choice, self.shapes, self.width = choice, choice.shapes, choice.width

    def settle(self, group: list[int], active: list[Sum]) -> None:
        """Choose a candidate for every row of a group; `active` are the sums these rows take part in."""
        size = 1
        for i in group:
            size *= len(self.shapes[i].candidates)
        if size <= _MAX_COMBINATIONS:
            self._exhaust(group, active)
        else:
            self._staged(group, active)

    def _exhaust(self, group: list[int], active: list[Sum]) -> None:
        """Try every combination; one whose spaces alone cost more than the best is not added up."""
        best, chosen = float("inf"), tuple(self.choice.chosen[i] for i in group)
        for option in product(*(range(len(self.shapes[i].candidates)) for i in group)):
            spaces = sum(self.shapes[i].candidates[k][0] for i, k in zip(group, option, strict=True))
            if spaces >= best:
                continue
            for i, k in zip(group, option, strict=True):
                self.choice.chosen[i] = k
            cost = spaces + sum(self.choice.mismatch(s) for s in active)
            if cost < best:
                best, chosen = cost, option
        for i, k in zip(group, chosen, strict=True):
            self.choice.chosen[i] = k

    def _staged(self, group: list[int], active: list[Sum]) -> None:
        """Too many combinations: totals first among themselves, then each sum's items, then polish row by row."""
        totals = {s.total for s in active}
        heads, items = [i for i in group if i in totals], set(group) - totals
        of_totals = [s for s in active if items.isdisjoint(s.parts)]
        self._bounded(heads, [s for s in of_totals if s.total in heads or not totals.isdisjoint(s.parts)])
        for s in sorted(active, key=lambda s: len(s.parts)):
            own = [p for p in s.parts if p in items]
            if own and not self._exact_items(s, own):
                self._bounded(own, [s])
        self._polish(group, active)

    def _bounded(self, rows: list[int], sums: list[Sum]) -> None:
        """Exhaust as many candidates a row as the budget of combinations allows, likeliest first."""
        if not rows:
            return
        keep = max(2, int(_MAX_COMBINATIONS ** (1 / len(rows))))
        kept = {i: self.shapes[i].candidates for i in rows}
        for i in rows:
            self.shapes[i].candidates = kept[i][:keep]
        if keep ** len(rows) <= 4 * _MAX_COMBINATIONS:
            self._exhaust(rows, sums)
        for i in rows:
            self.shapes[i].candidates = kept[i]

    def _exact_items(self, s: Sum, items: list[int]) -> bool:
        """Meet in the middle: find items' placements whose sum is the total's exactly, the cheapest of them."""
        rest = self._number(range(self.width), self.choice.residue(s, items))
        half = len(items) // 2
        left, right = self._partial(items[:half]), self._partial(items[half:])
        if left is None or right is None:
            return False
        best: tuple[float, tuple[int, ...]] | None = None
        for vector, (cost, option) in right.items():
            match = left.get(rest - vector)
            if match and (best is None or match[0] + cost < best[0]):
                best = (match[0] + cost, match[1] + option)
        if best is None:
            return False
        for i, k in zip(items, best[1], strict=True):
            self.choice.chosen[i] = k
        return True

    @staticmethod
    def _number(columns: Iterable[int], values: Iterable[int]) -> int:
        """Values by column as one number, its columns its digits: numbers add up where the columns do."""
        return sum(value << (DIGIT * column) for column, value in zip(columns, values, strict=True))

    def _partial(self, items: list[int]) -> dict[int, tuple[float, tuple[int, ...]]] | None:
        """Each reachable sum of `items` with its cheapest choice; None when there are too many."""
        states: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for i in items:
            shape = self.shapes[i]
            added = [(extra, self._number(columns, shape.values)) for extra, columns in shape.candidates]
            grown: dict[int, tuple[float, tuple[int, ...]]] = {}
            for vector, (cost, option) in states.items():
                for k, (extra, number) in enumerate(added):
                    key, price = vector + number, cost + extra
                    if key not in grown or price < grown[key][0]:
                        grown[key] = (price, (*option, k))
            if len(grown) > _MAX_COMBINATIONS:
                return None
            states = grown
        return states

    def _polish(self, group: list[int], active: list[Sum]) -> None:
        """Better one row at a time while that helps."""
        best = self.choice.cost(group, active)
        for _ in range(4):
            before = best
            for i in group:
                best = self._best_for(i, group, active, best)
            if best >= before:
                break

    def _best_for(self, i: int, group: list[int], active: list[Sum], best: float) -> float:
        """Give row i its best candidate, the others' held; the group's cost then."""
        held = self.choice.chosen[i]
        for k in range(len(self.shapes[i].candidates)):
            self.choice.chosen[i] = k
            cost = self.choice.cost(group, active)
            if cost < best - 1e-9:
                best, held = cost, k
        self.choice.chosen[i] = held
        return best
