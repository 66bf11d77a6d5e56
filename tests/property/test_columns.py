"""Column assignment: a generated table, flattened, comes back cell for cell; where nothing decides it says so."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractors.layout.columns.choice import Sum
from extractors.layout.columns.evidence import RowShape, placements, spacing_cost
from extractors.layout.columns.place import place

Cells = list[int | None]


def rows_of(width: int) -> st.SearchStrategy[Cells]:
    value = st.integers(-9999, 9999).filter(bool)
    return st.lists(st.none() | value, min_size=width, max_size=width).filter(any)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[Cells]]:
    """Items and, last, their sum; an empty sum cell is empty."""
    width = draw(st.integers(2, 9))
    items = draw(st.lists(rows_of(width), min_size=1, max_size=5))
    total: Cells = [sum(r[c] or 0 for r in items) or None for c in range(width)]
    assume(any(total))
    return width, [*items, total]


def flattened(row: Cells, pad: int = 0) -> RowShape:
    """The shape of a row whose cells each print `pad` spaces, the value if any, and a space."""
    text = " " + "".join(f"{' ' * pad}{'' if v is None else v} " for v in row)
    values = [v for v in row if v is not None]
    spans, at = [], 0
    for value in values:
        start = text.index(str(value), at)
        at = start + len(str(value))
        spans.append((start, at))
    gaps = tuple(b[0] - a[1] for a, b in pairwise(spans))
    return RowShape(tuple(values), spans[0][0], gaps, len(text) - spans[-1][1])


def squeezed(row: Cells) -> RowShape:
    """The shape of a row whose empty cells left no trace."""
    values = tuple(v for v in row if v is not None)
    return RowShape(values, 1, (1,) * (len(values) - 1), 0)


def columns_of(row: Cells) -> tuple[int, ...]:
    return tuple(i for i, v in enumerate(row) if v is not None)


def item_sum(rows: list[Cells]) -> list[Sum]:
    return [Sum(len(rows) - 1, tuple(range(len(rows) - 1)))]


@settings(deadline=None)
@given(tables())
def test_faithful_spaces_give_every_cell_back(table: tuple[int, list[Cells]]) -> None:
    width, rows = table
    placed = place([flattened(r) for r in rows], width, item_sum(rows))
    assert [p.columns for p in placed] == [columns_of(r) for r in rows]


@settings(deadline=None)
@given(tables(), st.data())
def test_padded_rows_give_every_cell_back_or_say_uncertain(table: tuple[int, list[Cells]], data: st.DataObject) -> None:
    width, rows = table
    pads = data.draw(st.lists(st.integers(0, 1), min_size=len(rows), max_size=len(rows)))
    placed = place([flattened(r, p) for r, p in zip(rows, pads, strict=True)], width, item_sum(rows))
    for got, row in zip(placed, rows, strict=True):
        assert got.columns == columns_of(row) or got.evidence != "spacing"


@settings(deadline=None)
@given(tables())
def test_lost_cells_are_never_placed_wrong_with_confidence(table: tuple[int, list[Cells]]) -> None:
    """Where a dump lost its empty cells, "spacing" is said of full rows only and "arithmetic" of true places only."""
    width, rows = table
    assume(any(None in r for r in rows))
    placed = place([squeezed(r) for r in rows], width, item_sum(rows))
    for got, row in zip(placed, rows, strict=True):
        if got.columns != columns_of(row):
            assert got.evidence == "uncertain"


@settings(deadline=None)
@given(tables())
def test_a_full_sum_places_its_only_item(table: tuple[int, list[Cells]]) -> None:
    width, rows = table
    item = rows[0]
    values = [v for v in item if v is not None]
    assume(len(set(values)) == len(values) < width and min(map(abs, values)) > 3)  # less could be a rounding
    other: Cells = [10_000 + 17 * c * c for c in range(width)]
    total: Cells = [(item[c] or 0) + (other[c] or 0) for c in range(width)]
    assume(all(total))
    placed = place([squeezed(item), squeezed(other), squeezed(total)], width, [Sum(2, (0, 1))])
    assert placed[0].columns == columns_of(item)
    assert placed[0].evidence == "arithmetic"


@settings(deadline=None)
@given(tables(), st.integers(0, 2))
def test_no_value_is_added_dropped_or_moved_past_another(table: tuple[int, list[Cells]], wrong: int) -> None:
    """Whatever the sums say, a row keeps its values in their order, in columns of their own."""
    width, rows = table
    broken = [Sum(len(rows) - 1, tuple(range(min(wrong, len(rows) - 1))))]
    for got, row in zip(place([squeezed(r) for r in rows], width, broken), rows, strict=True):
        assert len(got.columns) == len(columns_of(row))
        assert list(got.columns) == sorted(set(got.columns))
        assert all(0 <= c < width for c in got.columns)


def test_nothing_decides_without_spaces_and_sums() -> None:
    (placed,) = place([RowShape((5, 6), 1, (1,), 0)], 6, [])
    assert placed.evidence == "uncertain"


def test_a_failing_sum_does_not_move_what_the_spaces_settle() -> None:
    """An item that fails its sum where it clearly stands is the bilag's own error."""
    item: Cells = [None, 400, None, None]
    total: Cells = [400, None, None, None]
    placed = place([flattened(item), flattened(total)], 4, [Sum(1, (0,))])
    assert [p.columns for p in placed] == [(1,), (0,)]
    assert {p.evidence for p in placed} == {"spacing"}


def test_a_layout_places_by_where_the_values_stand() -> None:
    shape = RowShape((-572, -1145), edges=(29.0, 39.0))
    (placed,) = place([shape], 6, [], anchors={0: (20, 30, 40, 50, 60, 70)})
    assert placed.columns == (1, 2)
    assert placed.evidence == "spacing"


@settings(deadline=None)
@given(st.integers(1, 9), st.data())
def test_only_the_true_placement_costs_nothing(width: int, data: st.DataObject) -> None:
    row = data.draw(rows_of(width))
    shape = flattened(row)
    free = [c for c in placements(len(shape.values), width) if spacing_cost(shape, c, width) == 0]
    assert free == [columns_of(row)]
