"""The columns of a printed row's values: by the layout where the dump keeps it, else by the spaces and the sums."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.danish.numbers import PrintedNumber
from extractors.layout.columns.alignment import RIGHT, Alignment, alignment, mark, marks
from extractors.layout.columns.choice import Sum
from extractors.layout.columns.evidence import RowShape
from extractors.layout.columns.place import Placed, borne_out, failing_columns, place
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import Span, number_of
from extractors.tables.cells import is_number
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, Value
from extractors.tables.headings import is_year_like
from extractors.tables.lines.lone_sums import with_lone_sums
from extractors.tables.quantities import quantity_of
from extractors.tables.sums import OF_WHICH, SUM_WORDS

_FAR: Final = 0.4  # of the distance between two columns: as far beside them a value is under none
_SHOWN: Final = 0.6  # of a table's rows show what stands in the column of totals
_MOST_PARTS: Final = 40  # rows that one sum adds
_MOST_TRIED: Final = 240
"""Ways in which a table's sums are tried, each a placing of its rows: a table that asks for more keeps its doubt."""


Headings = Sequence[tuple[int, Sequence[Span]]]
"""The headings of a layout's rows: the first line each holds for, and where its cells stand."""


def place_values(table: EconomicTable, flow: Sequence[FlowRow], headings: Headings | None) -> None:
    """Give every value its column; `headings` are those of a dump that keeps the layout."""
    numbers = [[n for t in r.tokens if (n := number_of(t))] for r in flow]
    width = len(table.header.columns)
    if headings is not None:
        placed, evidence = _by_headings(flow, numbers, headings), "spacing"
        for typed, columns, found in zip(table.rows, placed, numbers, strict=True):
            _give(typed, columns, found, evidence if columns is not None else "uncertain")
        return
    by_sums = with_lone_sums(table, numbers, _by_sums(table, flow, numbers, width))
    for typed, (places, how), found in zip(table.rows, by_sums, numbers, strict=True):
        _give(typed, places, found, how)


def _give(typed: TableRow, columns: Sequence[int] | None, numbers: Sequence[PrintedNumber], how: str) -> None:
    at = columns if columns is not None else range(len(numbers))
    typed.values = [_value(c, n, how, typed) for c, n in zip(at, numbers, strict=False)]


def _value(column: int, number: PrintedNumber, how: str, row: TableRow) -> Value:
    placement = how if is_number(number.text) else "uncertain"
    return Value(column, number, placement, line=row.line, page=row.page, bbox=row.bbox)  # type: ignore[arg-type]


def _by_headings(
    flow: Sequence[FlowRow], numbers: Sequence[Sequence[PrintedNumber]], headings: Headings
) -> list[list[int] | None]:
    """Each row's columns under the heading that stands last above it."""
    placed: list[list[int] | None] = []
    bounds = [*(at for at, _ in headings[1:]), None]
    for (start, spans), end in zip(headings, bounds, strict=True):
        inside = [i for i, r in enumerate(flow) if r.first >= start and (end is None or r.first < end)]
        placed += _by_layout([flow[i] for i in inside], [numbers[i] for i in inside], spans)
    return placed


def _by_layout(
    flow: Sequence[FlowRow], numbers: Sequence[Sequence[PrintedNumber]], spans: Sequence[Span]
) -> list[list[int] | None]:
    """Each row's columns by where its values stand; None where two would share one, or the values have no place."""
    full = [r.spans for r in flow if len(r.spans) == len(spans) == len(r.tokens)]
    by = alignment(full) if full else RIGHT
    columns_at = _typical_marks(full, by) if full else marks(spans, by)
    placed: list[list[int] | None] = []
    for row, found in zip(flow, numbers, strict=True):
        if len(row.spans) != len(found):
            placed.append(None if found else [])
            continue
        columns = [_nearest(mark(s, by), columns_at) for s in row.spans]
        near = (
            _beside(s, columns_at[c], by, None if full else spans[c]) for c, s in zip(columns, row.spans, strict=True)
        )
        fits = all(a < b for a, b in pairwise(columns)) and max(near, default=0.0) <= _FAR * _pitch(columns_at)
        placed.append(columns if fits else None)
    return placed


def _nearest(at: float, columns: Sequence[float]) -> int:
    return min(range(len(columns)), key=lambda c: abs(columns[c] - at))


def _beside(value: Span, column: float, by: Alignment, heading: Span | None) -> float:
    """How far a value stands from its column: from its heading, where no full row shows how values stand."""
    if heading is None:
        return abs(column - mark(value, by))
    return max(0.0, heading[0] - value[1], value[0] - heading[1])


def _pitch(marks: Sequence[float]) -> float:
    return min((b - a for a, b in pairwise(marks)), default=0.0) or 1.0


def _typical_marks(full: Sequence[Sequence[Span]], by: Alignment) -> list[float]:
    columns = zip(*[marks(spans, by) for spans in full], strict=True)
    return [sorted(c)[len(c) // 2] for c in columns]


def _by_sums(
    table: EconomicTable, flow: Sequence[FlowRow], numbers: Sequence[Sequence[PrintedNumber]], width: int
) -> list[tuple[tuple[int, ...], str]]:
    """Each row's columns by the spaces, the row's own sum, and the sums that the rows are seen to make."""
    values = _values(numbers)
    total = _total_column(table.header, values, width)
    holds = _holding_total(values, total)
    inner = width - 1 if holds else width
    sides = (_side(total) if i in holds else None for i in range(len(flow)))
    shapes = [_shape(row, v, inner, without=side) for row, v, side in zip(flow, values, sides, strict=True)]
    sums = _claimed(table.rows, shapes, inner)
    placed = place(shapes, inner, sums)
    sure = borne_out(failing_columns(shapes, placed, inner, sums))
    unread = total == 0 and is_year_like(table.header.head(0))  # the totals' own heading was not read
    out = []
    for i, p in enumerate(placed):
        columns = _with_total(p.columns, total, held=i in holds, moved=unread or bool(holds))
        out.append((columns, "uncertain" if unread else _certainty(flow[i], p, sure=i in sure)))
    return out


def _values(numbers: Sequence[Sequence[PrintedNumber]]) -> list[tuple[int, ...]]:
    """The rows' numbers as whole ones of the smallest digit that any of them prints."""
    scale = 10 ** max((n.decimals for row in numbers for n in row), default=0)
    return [tuple(int(n.value * scale) for n in row) for row in numbers]


def _side(total: int | None) -> slice | None:
    """A row's values without the one of its own total."""
    return None if total is None else slice(1, None) if total == 0 else slice(None, -1)


def _with_total(columns: Sequence[int], total: int | None, *, held: bool, moved: bool) -> tuple[int, ...]:
    """The columns of a row whose own total was left out while the others were placed."""
    if total is None or not moved:
        return tuple(columns)
    if total == 0:
        return (*((0,) if held else ()), *(c + 1 for c in columns))
    return (*columns, total) if held else tuple(columns)


def _certainty(row: FlowRow, placed: Placed, *, sure: bool) -> str:
    if row.scattered and not sure:
        return "uncertain"
    return placed.evidence


def _total_column(header: TableHeader, values: Sequence[tuple[int, ...]], width: int) -> int | None:
    """The column of the rows' own totals: the last by its heading, or the first by what most rows show."""
    last = width - 1
    if header.heads and header.heads[last].kind == "total":
        return last
    return 0 if _begin_in_total(values) else None


def _begin_in_total(values: Sequence[tuple[int, ...]]) -> bool:
    """True where most rows' first value is what the others add up to."""
    several = [v for v in values if len(v) > 1 and not (len(v) > 2 and sum(map(bool, v[1:])) < 2)]  # `670 670 -`
    holding = sum(len(v) > 2 and v[0] == sum(v[1:]) for v in several)
    return holding > 2 and sum(v[0] == sum(v[1:]) for v in several) >= _SHOWN * len(several)


def _holding_total(values: Sequence[tuple[int, ...]], total: int | None) -> set[int]:
    """The rows whose own total is among their values: all of them, where most rows show it."""
    if total is None:
        return set()
    valued = {i for i, v in enumerate(values) if v}
    several = [v for v in values if len(v) > 1]
    holding = sum(sum(v[:-1]) == v[-1] for v in several)
    if total == 0 or (several and holding >= _SHOWN * len(several)):
        return valued
    return set()


def _shape(row: FlowRow, values: tuple[int, ...], width: int, *, without: slice | None) -> RowShape:
    kept = (values[without] if without else values)[:width]
    gaps = tuple(row.gaps[without] if without else row.gaps)[: max(0, len(kept) - 1)]
    lead = row.lead if without is None or not without.start else (row.gaps[0] if row.gaps else 1)
    return RowShape(kept, lead, gaps, row.tail)


def _claimed(rows: Sequence[TableRow], shapes: Sequence[RowShape], width: int) -> list[Sum]:
    """The sums that the table's rows make, as far as they can be seen before all values are placed.

    A row whose label names a sum adds the last few rows above it that no other sum took: as many as let it fail in
    the fewest columns.
    """
    sums: list[Sum] = []
    stack: list[int] = []
    fence, left = 0, _MOST_TRIED
    for i, row in enumerate(rows):
        if not shapes[i].values:
            fence = len(stack)
            continue
        if quantity_of(row.label) is not None or OF_WHICH.match(row.label):
            continue
        names_sum = left > 0 and SUM_WORDS.search(row.label)
        left -= min(len(stack), _MOST_PARTS) if names_sum else 0
        best = _best_claim(i, stack, fence, shapes, width) if names_sum else None
        if best is not None:
            sums.append(best)
            stack = [k for k in stack if k not in best.parts]
            fence = min(fence, len(stack))
        stack.append(i)
    return sums


def _best_claim(total: int, stack: Sequence[int], fence: int, shapes: Sequence[RowShape], width: int) -> Sum | None:
    best: tuple[tuple[float, ...], Sum] | None = None
    sizes = range(1, min(len(stack), _MOST_PARTS) + 1)
    for size in sizes:
        parts = tuple(stack[-size:])
        claim = Sum(len(parts), tuple(range(len(parts))))
        local = [_copy(shapes[k]) for k in (*parts, total)]
        failing = failing_columns(local, place(local, width, [claim]), width, [claim])[claim]
        at_fence = len(stack) - size == fence
        rank = (failing, not at_fence, -size)
        if best is None or rank < best[0]:
            best = (rank, Sum(total, parts))
    return best[1] if best is not None and best[0][0] <= width / 2 else None


def _copy(shape: RowShape) -> RowShape:
    return RowShape(shape.values, shape.lead, shape.gaps, shape.tail)
