"""What a dump shows of a table's rows, and how far each way to place their values is from it.

The costs are in the same unit: 0 fits exactly, about 1 is a small doubt, `columns_choice.MISMATCH` a sum that fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

Columns = tuple[int, ...]
"""The 0-based column of each of a row's values, ascending."""

_EXCESS: Final = 0.6  # a space too many: padding inside a cell
_SHORT: Final = 4.0  # a space too few: a boundary that left no trace
_PADDED: Final = 0.5  # a row whose every cell carries a space of its own
_END_SHORT: Final = 1.0  # trailing spaces are often trimmed
_SLACK: Final = 9.0  # placements dearer than the best by more than this are not what the spaces say
_HOLE: Final = 1.5


@dataclass(slots=True)
class RowShape:
    """What a dump shows of one row.

    `values` are the printed numbers in order; `lead` the spaces between the row's label cells and the first value, in
    boundaries (0 = directly the first column); `gaps` the spaces between neighbours; `tail` the spaces after the last.
    `edges` are where the values stand in characters (their right edges, middles or left edges, as the table aligns
    them), in a dump that keeps the layout.
    """

    values: tuple[int, ...]
    lead: int = 1
    gaps: tuple[int, ...] = ()
    tail: int = 1
    edges: tuple[float, ...] = ()
    prefers_right: bool = False
    candidates: list[tuple[float, Columns]] = field(default_factory=list)
    settled: bool = False

    @classmethod
    def of_read(cls, values: Sequence[int | None], lead: int, gaps: Sequence[int], tail: int) -> RowShape:
        """The shape of a row some of whose values (None) cannot be read: their cells are part of the spaces."""
        read = tuple(v for v in values if v is not None)
        if not read:
            return cls((), tail=tail)
        spaces, between = [lead, *gaps, tail], [0]
        for space, value in zip(spaces, [*values, None], strict=True):
            between[-1] += space
            if value is not None:
                between.append(0)
        return cls(read, between[0], tuple(between[1:-1]), between[-1])


@lru_cache(maxsize=512)
def placements(values: int, width: int) -> tuple[Columns, ...]:
    """Every way to put `values` values in order into `width` columns."""
    return tuple(combinations(range(width), values))


def spacing_cost(shape: RowShape, columns: Columns, width: int) -> float:
    """How far the spaces are from what `columns` would print; 0 when they fit exactly."""
    return _spacing_cost((shape.lead, *shape.gaps), shape.tail, columns, width) if columns else 0.0


@lru_cache(maxsize=8192)  # rows of a table are spaced alike
def _spacing_cost(seen: tuple[int, ...], tail: int, columns: Columns, width: int) -> float:
    needed = [columns[0] + 1, *(b - a for a, b in pairwise(columns))]
    best = float("inf")
    for pad in (0, 1):
        cost = _PADDED * pad
        cost += sum(_gap_cost(n, s, pad) for n, s in zip(needed, seen, strict=True))
        end = width - columns[-1]
        short = max(0, end - tail)
        cost += _END_SHORT * min(short, 3) if short else _gap_cost(end, tail, pad)
        best = min(best, cost)
    return best


def _gap_cost(needed: int, seen: int, pad: int) -> float:
    if seen < needed:
        return _SHORT * (needed - seen)
    roomy = needed * (1 + pad)
    return 0.3 * (roomy - seen) if seen <= roomy else _EXCESS * min(seen - roomy, 4)


def spaces_fit(shape: RowShape, width: int, within: float) -> bool:
    """True when the spaces fit some placement of the values at a cost below `within`."""
    return any(spacing_cost(shape, c, width) < within for c in placements(len(shape.values), width))


def weigh(shapes: Sequence[RowShape], width: int, anchors: Mapping[int, Sequence[float]] | None = None) -> None:
    """Give every row its candidates, cheapest first, and tell whether spaces or alignment settle it.

    `anchors`: see `extractors.layout.columns.place.place`.
    """
    lossy = anchors is None and _lossy(shapes, width)
    for i, shape in enumerate(shapes):
        edges = None if anchors is None else anchors.get(i)
        _weigh_row(shape, width, edges, lossy=lossy)


def _lossy(shapes: Sequence[RowShape], width: int) -> bool:
    """True when the dump drops empty cells altogether: no short row's spaces fit any placement."""
    short = [s for s in shapes if 0 < len(s.values) < width]
    fitting = sum(spaces_fit(s, width, _PADDED) for s in short)
    return bool(short) and fitting * 5 < len(short)


def _weigh_row(shape: RowShape, width: int, edges: Sequence[float] | None, *, lossy: bool) -> None:
    options = placements(len(shape.values), width)
    if len(options) == 1:
        shape.candidates, shape.settled = [(0.0, options[0])], True
        return
    costs = sorted((_cost(shape, c, width, edges, lossy=lossy), c) for c in options)
    best = costs[0][0]
    margin, near = (1.2, 0.2) if edges is None else (1.0, 0.3 * len(shape.values))
    shape.settled = not lossy and best < near and costs[1][0] - best >= margin
    shape.candidates = costs[:1] if shape.settled else [c for c in costs if lossy or c[0] <= best + _SLACK]


def _cost(shape: RowShape, columns: Columns, width: int, edges: Sequence[float] | None, *, lossy: bool) -> float:
    """What a placement costs by the best evidence there is: layout, spaces, or what budgets look like."""
    if edges is not None and shape.edges:
        return _alignment_cost(shape.edges, columns, edges)
    if lossy:
        return _shape_cost(shape, columns, width)
    return spacing_cost(shape, columns, width) + 0.01 * _shape_cost(shape, columns, width)


def _alignment_cost(found: Sequence[float], columns: Columns, edges: Sequence[float]) -> float:
    """Distances of the values' right edges from their columns', in column widths."""
    steps = [b - a for a, b in pairwise(edges)]
    pitch = max(1.0, sum(steps) / len(steps)) if steps else 10.0
    return sum((abs(e - edges[c]) / pitch) * 2 for e, c in zip(found, columns, strict=True))


def _shape_cost(shape: RowShape, columns: Columns, width: int) -> float:
    """What budgets look like: values stand together; lasting effects run to the last year, investments come first."""
    holes = columns[-1] - columns[0] + 1 - len(columns)
    slack = width - 1 - columns[-1] if shape.prefers_right else columns[0]
    return _HOLE * holes + 0.3 * slack
