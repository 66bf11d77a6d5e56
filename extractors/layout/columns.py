"""Which value belongs to which column, and by what evidence.

A dump flattens a table: a row keeps its values in order but its empty cells survive only as extra spaces, or not at
all. Every way to put a row's values into the columns, in order, is a `Placement`; the evidence weighs them:

* spacing: a cell boundary prints at least one space, an empty cell nothing, so `4.500` then three spaces then `200`
  skips two columns. A row whose spaces fit one placement exactly is settled by them.
* alignment: in a dump that keeps the page's layout, a value's right edge stands under its year.
* arithmetic: items add to their subtotal, subtotals to the total. It chooses only among placements that the spaces
  allow, and it never moves a value whose place the spaces settle: a sum that fails there is the bilag's own error.

Values are exact integers (of whatever unit); nothing is ever added, dropped or changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, pairwise, product
from typing import Final, Literal

Columns = tuple[int, ...]
"""The 0-based column of each of a row's values, ascending."""
Evidence = Literal["spacing", "arithmetic", "uncertain"]

_EXCESS: Final = 0.6  # a space too many: padding inside a cell
_SHORT: Final = 4.0  # a space too few: a boundary that left no trace
_PADDED: Final = 0.5  # a row whose every cell carries a space of its own
_END_SHORT: Final = 1.0  # trailing spaces are often trimmed
_MISMATCH: Final = 6.0  # a column whose sum fails
_ROUNDING: Final = 0.3  # a column whose sum fails by a rounding
_SLACK: Final = 9.0  # placements dearer than the best by more than this are not what the spaces say
_HOLE: Final = 1.5
_MAX_COMBINATIONS: Final = 30_000
_MAX_WAYS: Final = 60_000  # placements of half of a sum's rows
_DIGIT: Final = 48  # bits for a column's sum: no amount in any unit comes near


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


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` = the sum of `parts` (indexes of rows); empty cells count as zero."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's columns and what decided them."""

    columns: Columns
    evidence: Evidence


@lru_cache(maxsize=512)
def placements(values: int, width: int) -> tuple[Columns, ...]:
    """Every way to put `values` values in order into `width` columns."""
    return tuple(combinations(range(width), values))


def spacing_cost(shape: RowShape, columns: Columns, width: int) -> float:
    """How far the spaces are from what `columns` would print; 0 when they fit exactly."""
    if not columns:
        return 0.0
    needed = [columns[0] + 1, *(b - a for a, b in pairwise(columns))]
    seen = [shape.lead, *shape.gaps]
    best = float("inf")
    for pad in (0, 1):
        cost = _PADDED * pad
        cost += sum(_gap_cost(n, s, pad) for n, s in zip(needed, seen, strict=True))
        end = width - columns[-1]
        short = max(0, end - shape.tail)
        cost += _END_SHORT * min(short, 3) if short else _gap_cost(end, shape.tail, pad)
        best = min(best, cost)
    return best


def _gap_cost(needed: int, seen: int, pad: int) -> float:
    if seen < needed:
        return _SHORT * (needed - seen)
    roomy = needed * (1 + pad)
    return 0.3 * (roomy - seen) if seen <= roomy else _EXCESS * min(seen - roomy, 4)


def place(
    shapes: Sequence[RowShape],
    width: int,
    sums: Iterable[Sum],
    anchors: Mapping[int, Sequence[float]] | None = None,
) -> list[Placed]:
    """Place every row of a table.

    Args:
        shapes: the rows; one with more values than columns is an error of the caller.
        width: the number of value columns.
        sums: the sums the table claims, by row index; they may fail.
        anchors: for a dump that keeps the layout, the columns' right edges a row is measured against, by row index.

    Returns:
        A placement a row: "spacing" where spaces or alignment settle it, "arithmetic" where a sum chose among what
        they allow, "uncertain" where nothing decides.
    """
    lossy = anchors is None and _lossy(shapes, width)
    for i, shape in enumerate(shapes):
        edges = None if anchors is None else anchors.get(i)
        _weigh(shape, width, edges, lossy=lossy)
    return _Solver(shapes, width, list(sums)).solve()


def failing_columns(
    shapes: Sequence[RowShape], places: Sequence[Placed], width: int, sums: Iterable[Sum]
) -> dict[Sum, int]:
    """In how many columns each sum does not hold to the digit."""
    vectors = [[0] * width for _ in shapes]
    for vector, shape, placed in zip(vectors, shapes, places, strict=True):
        for column, value in zip(placed.columns, shape.values, strict=True):
            vector[column] = value
    return {s: sum(v != sum(vectors[p][c] for p in s.parts) for c, v in enumerate(vectors[s.total])) for s in sums}


def _lossy(shapes: Sequence[RowShape], width: int) -> bool:
    """True when the dump drops empty cells altogether: no short row's spaces fit any placement."""
    short = [s for s in shapes if 0 < len(s.values) < width]
    fitting = sum(any(spacing_cost(s, c, width) < _PADDED for c in placements(len(s.values), width)) for s in short)
    return bool(short) and fitting * 5 < len(short)


def _weigh(shape: RowShape, width: int, edges: Sequence[float] | None, *, lossy: bool) -> None:
    options = placements(len(shape.values), width)
    if len(options) == 1:
        shape.candidates, shape.settled = [(0.0, options[0])], True
        return
    if edges is not None and shape.edges:
        costs = [(_alignment_cost(shape.edges, c, edges), c) for c in options]
    elif lossy:
        costs = [(_shape_cost(shape, c, width), c) for c in options]
    else:
        costs = [(spacing_cost(shape, c, width) + 0.01 * _shape_cost(shape, c, width), c) for c in options]
    costs.sort()
    best = costs[0][0]
    margin = 1.0 if edges is not None else 1.2
    exact = best < 0.2 if edges is None else best < 0.3 * len(shape.values)
    shape.settled = not lossy and exact and costs[1][0] - best >= margin
    shape.candidates = costs[:1] if shape.settled else [c for c in costs if lossy or c[0] <= best + _SLACK]


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


class _Solver:
    """Chooses one candidate a row so that spaces and sums together cost least."""

    def __init__(self, shapes: Sequence[RowShape], width: int, sums: list[Sum]) -> None:
        self.shapes, self.width = shapes, width
        self.sums = [s for s in sums if shapes[s.total].values and any(shapes[p].values for p in s.parts)]
        self.choice = [0] * len(shapes)

    def solve(self) -> list[Placed]:
        free = [i for i, s in enumerate(self.shapes) if not s.settled and len(s.candidates) > 1]
        sure: dict[int, bool] = {}
        if free:
            for group, active in self._components(free):
                sure.update(self._settle(group, active))
        return [self._placed(i, sure) for i in range(len(self.shapes))]

    def _placed(self, i: int, sure: dict[int, bool]) -> Placed:
        shape = self.shapes[i]
        columns = shape.candidates[self.choice[i]][1] if shape.candidates else ()
        if shape.settled or len(shape.candidates) < 2:
            return Placed(columns, "spacing")
        return Placed(columns, "arithmetic" if sure.get(i) else "uncertain")

    def _components(self, free: list[int]) -> Iterable[tuple[list[int], list[Sum]]]:
        """Free rows that share a sum are settled together."""
        parent = {i: i for i in free}

        def find(i: int) -> int:
            while parent[i] != i:
                i = parent[i]
            return i

        for s in self.sums:
            members = [i for i in (s.total, *s.parts) if i in parent]
            for m in members[1:]:
                parent[find(m)] = find(members[0])
        groups: dict[int, list[int]] = {}
        for i in free:
            groups.setdefault(find(i), []).append(i)
        for group in groups.values():
            inside = set(group)
            yield group, [s for s in self.sums if inside & {s.total, *s.parts}]

    def _settle(self, group: list[int], active: list[Sum]) -> dict[int, bool]:
        size = 1
        for i in group:
            size *= len(self.shapes[i].candidates)
        if size <= _MAX_COMBINATIONS:
            self._exhaust(group, active)
        else:
            self._staged(group, active)
        return self._sureness(group, active)

    def _cost(self, group: Iterable[int], active: Iterable[Sum]) -> float:
        spaces = sum(self.shapes[i].candidates[self.choice[i]][0] for i in group)
        return spaces + sum(self._mismatch(s) for s in active)

    def _vector(self, i: int) -> list[int]:
        shape, vector = self.shapes[i], [0] * self.width
        if shape.candidates:
            for column, value in zip(shape.candidates[self.choice[i]][1], shape.values, strict=True):
                vector[column] = value
        return vector

    def _mismatch(self, s: Sum) -> float:
        total = self._vector(s.total)
        parts = [self._vector(p) for p in s.parts]
        slack = max(2, len(parts) // 2 + 1)
        cost = 0.0
        for column in range(self.width):
            difference = abs(total[column] - sum(p[column] for p in parts))
            if difference:
                cost += _ROUNDING if difference <= slack else _MISMATCH
        return cost

    def _exhaust(self, group: list[int], active: list[Sum]) -> None:
        best, chosen = float("inf"), tuple(self.choice[i] for i in group)
        for option in product(*(range(len(self.shapes[i].candidates)) for i in group)):
            spaces = sum(self.shapes[i].candidates[k][0] for i, k in zip(group, option, strict=True))
            if spaces >= best:
                continue
            for i, k in zip(group, option, strict=True):
                self.choice[i] = k
            cost = spaces + sum(self._mismatch(s) for s in active)
            if cost < best:
                best, chosen = cost, option
        for i, k in zip(group, chosen, strict=True):
            self.choice[i] = k

    def _staged(self, group: list[int], active: list[Sum]) -> None:
        """Too many combinations: totals first among themselves, then each sum's items, then polish row by row."""
        free = set(group)
        totals = {s.total for s in active}
        tops = [s for s in active if s.total in free or any(p in totals for p in s.parts)]
        heads = [i for i in group if i in totals]
        upper = [s for s in tops if all(p in totals or p not in free for p in s.parts)]
        self._bounded(heads, upper)
        for s in sorted(active, key=lambda s: len(s.parts)):
            items = [p for p in s.parts if p in free and p not in totals]
            if items and not self._exact_items(s, items):
                self._bounded(items, [s])
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
        rest = self._vector(s.total)
        for p in s.parts:
            if p not in items:
                rest = [a - b for a, b in zip(rest, self._vector(p), strict=True)]
        half = len(items) // 2
        left, right = self._partial(items[:half]), self._partial(items[half:])
        if left is None or right is None:
            return False
        best: tuple[float, tuple[int, ...]] | None = None
        for vector, (cost, option) in right.items():
            match = left.get(tuple(a - b for a, b in zip(rest, vector, strict=True)))
            if match and (best is None or match[0] + cost < best[0]):
                best = (match[0] + cost, match[1] + option)
        if best is None:
            return False
        for i, k in zip(items, best[1], strict=True):
            self.choice[i] = k
        return True

    def _partial(self, items: list[int]) -> dict[Columns, tuple[float, tuple[int, ...]]] | None:
        """Each reachable sum of `items` with its cheapest choice; None when there are too many."""
        states: dict[Columns, tuple[float, tuple[int, ...]]] = {(0,) * self.width: (0.0, ())}
        for i in items:
            grown: dict[Columns, tuple[float, tuple[int, ...]]] = {}
            for vector, (cost, option) in states.items():
                for k, (extra, columns) in enumerate(self.shapes[i].candidates):
                    added = list(vector)
                    for column, value in zip(columns, self.shapes[i].values, strict=True):
                        added[column] += value
                    key, price = tuple(added), cost + extra
                    if key not in grown or price < grown[key][0]:
                        grown[key] = (price, (*option, k))
            if len(grown) > _MAX_COMBINATIONS:
                return None
            states = grown
        return states

    def _polish(self, group: list[int], active: list[Sum]) -> None:
        best = self._cost(group, active)
        for _ in range(4):
            before = best
            for i in group:
                best = self._best_for(i, group, active, best)
            if best >= before:
                break

    def _best_for(self, i: int, group: list[int], active: list[Sum], best: float) -> float:
        held = self.choice[i]
        for k in range(len(self.shapes[i].candidates)):
            self.choice[i] = k
            cost = self._cost(group, active)
            if cost < best - 1e-9:
                best, held = cost, k
        self.choice[i] = held
        return best

    def _sureness(self, group: list[int], active: list[Sum]) -> dict[int, bool]:
        """A row is sure when it stands the only way a sum can be met, its other rows being settled or sure."""
        unsure = set(group)
        while unsure:
            found = {i for s in active for i in self._only_way(s, unsure)}
            found |= {i for i in unsure if self._stands_best(i, active, unsure)}
            if not found:
                break
            unsure -= found
        return {i: i not in unsure for i in group}

    def _only_way(self, s: Sum, unsure: set[int]) -> list[int]:
        """The unsure rows of a sum, where their present places are the only ones that meet it.

        A sum that fails in one column (the bilag's own error) still tells, when no other places meet as many columns.
        """
        rows = [i for i in (s.total, *s.parts) if i in unsure]
        failing = [c for c, v in enumerate(self._residue(s, [])) if v]
        if not rows or len(failing) > 1:
            return []
        dropped = range(self.width) if failing else (self.width,)
        ways = 0
        for column in dropped:
            weights = [0 if c == column else 1 << (_DIGIT * c) for c in range(self.width)]
            ways += self._count_ways(s, rows, weights)
            if ways > 1:
                return []
        return rows if ways == 1 else []

    def _count_ways(self, s: Sum, rows: list[int], weights: list[int]) -> int:
        """In how many ways these rows meet a sum, a column with weight 0 left out; 2 when there are too many to count.

        A row's values by column are one number, its columns its digits: a sum is met when the numbers add to zero.
        """
        half = (len(rows) + 1) // 2
        left, right = self._ways(s, rows[:half], weights), self._ways(s, rows[half:], weights)
        if left is None or right is None:
            return 2
        target = sum(w * v for w, v in zip(weights, self._residue(s, rows), strict=True))
        return sum(count * right[-target - number] for number, count in left.items())

    def _residue(self, s: Sum, rows: list[int]) -> list[int]:
        """Total minus parts of a sum, the given rows left out."""
        residue = [0] * self.width
        for i in (s.total, *s.parts):
            if i not in rows:
                sign = 1 if i == s.total else -1
                residue = [a + sign * b for a, b in zip(residue, self._vector(i), strict=True)]
        return residue

    def _ways(self, s: Sum, rows: list[int], weights: list[int]) -> Counter[int] | None:
        """How many placements of these rows give each contribution to a sum; None when there are too many."""
        states: Counter[int] = Counter({0: 1})
        for i in rows:
            sign, values = (1 if i == s.total else -1), self.shapes[i].values
            added = [
                sign * sum(weights[c] * v for c, v in zip(columns, values, strict=True))
                for _, columns in self.shapes[i].candidates
            ]
            if len(states) * len(added) > _MAX_WAYS:
                return None
            grown: Counter[int] = Counter()
            for number, count in states.items():
                for more in added:
                    grown[number + more] += count
            states = grown
        return states

    def _stands_best(self, i: int, active: list[Sum], unsure: set[int]) -> bool:
        """Where only this row of its sums is unsure: every other place of it fails more columns."""
        held, local = self.choice[i], [s for s in active if i == s.total or i in s.parts]
        if not local or any(k in unsure for s in local for k in (s.total, *s.parts) if k != i):
            return False
        own, rivals = [self._mismatch(s) for s in local], list[float]()
        for k in range(len(self.shapes[i].candidates)):
            if k != held:
                self.choice[i] = k
                rivals.append(sum(map(self._mismatch, local)))
        self.choice[i] = held
        return max(own) <= _MISMATCH + 1 and all(r >= sum(own) + _MISMATCH - 1e-9 for r in rivals)
