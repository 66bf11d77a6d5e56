"""A choice of one candidate a row, and what it costs: the spaces' doubts, and the sums that fail under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.layout.columns.evidence import Columns, RowShape

MISMATCH: Final = 6.0
"""What a column costs whose sum fails."""
DIGIT: Final = 64
"""Bits for a column's sum where a row's values by column are one number: no amount in any unit comes near."""
_ROUNDING: Final = 0.3  # a column whose sum fails by a rounding


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` = the sum of `parts` (indexes of rows); empty cells count as zero."""

    total: int
    parts: tuple[int, ...]


class Choice:
    """The candidates chosen so far: `chosen[i]` indexes `shapes[i].candidates`."""

    def __init__(self, shapes: Sequence[RowShape], width: int) -> None:
        self.shapes, self.width = shapes, width
        self.chosen = [0] * len(shapes)

    def columns(self, i: int) -> Columns:
        """Where row i's values stand under this choice."""
        return self.shapes[i].candidates[self.chosen[i]][1]

    def residue(self, s: Sum, without: Collection[int] = ()) -> list[int]:
        """Total minus parts of a sum by column, the rows `without` left out."""
        residue = [0] * self.width
        for i in (s.total, *s.parts):
            if i not in without:
                sign = 1 if i == s.total else -1
                for column, value in zip(self.columns(i), self.shapes[i].values, strict=True):
                    residue[column] += sign * value
        return residue

    def mismatch(self, s: Sum) -> float:
        """What a sum's failing columns cost."""
        slack = max(2, len(s.parts) // 2 + 1)
        cost = 0.0
        for difference in self.residue(s):
            if difference:
                cost += _ROUNDING if abs(difference) <= slack else MISMATCH
        return cost

    def cost(self, group: Iterable[int], active: Iterable[Sum]) -> float:
        """What the group's candidates and the active sums cost together."""
        spaces = sum(self.shapes[i].candidates[self.chosen[i]][0] for i in group)
        return spaces + sum(self.mismatch(s) for s in active)
