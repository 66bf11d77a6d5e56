"""How the values of a dump that keeps the layout stand in their columns: by their right edges, left ones or middles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Alignment = tuple[float, float]
"""How much a value's start and its end count for where it stands."""
RIGHT: Final[Alignment] = (0.0, 1.0)
_WAYS: Final[tuple[Alignment, ...]] = (RIGHT, (1.0, 0.0), (0.5, 0.5))


def mark(span: tuple[int, int], by: Alignment) -> float:
    """Where a value stands that begins and ends at these offsets."""
    return by[0] * span[0] + by[1] * span[1]


def marks(spans: Sequence[tuple[int, int]], by: Alignment) -> tuple[float, ...]:
    """Where the values of a row stand."""
    return tuple(mark(s, by) for s in spans)


def alignment(full: Sequence[Sequence[tuple[int, int]]]) -> Alignment:
    """How rows with a value in every column are aligned: by the marks that differ least from row to row."""

    def spread(by: Alignment) -> float:
        rows = [marks(spans, by) for spans in full]
        return sum(abs(x - y) for a, b in pairwise(rows) for x, y in zip(a, b, strict=True))

    return min(_WAYS, key=spread)
