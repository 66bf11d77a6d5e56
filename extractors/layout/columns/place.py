"""Which value belongs to which column, and by what evidence.

A dump flattens a table: a row keeps its values in order but its empty cells survive only as extra spaces, or not at
all. Every way to put a row's values into the columns, in order, is a candidate; the evidence weighs them:

* spacing: a cell boundary prints at least one space, an empty cell nothing, so `4.500` then three spaces then `200`
  skips two columns. A row whose spaces fit one placement exactly is settled by them.
* alignment: in a dump that keeps the page's layout, a value's right edge stands under its year.
* arithmetic: items add to their subtotal, subtotals to the total. It chooses only among placements that the spaces
  allow, and it never moves a value whose place the spaces settle: a sum that fails there is the bilag's own error.

`columns_evidence` weighs the spaces and the alignment, `columns_search` chooses by them and the sums together,
`columns_certainty` tells where the sums leave no other choice.

Values are exact integers (of whatever unit); nothing is ever added, dropped or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.layout.columns.certainty import sure_rows
from extractors.layout.columns.choice import Choice, Sum
from extractors.layout.columns.evidence import Columns, RowShape, weigh
from extractors.layout.columns.search import Search

Evidence = Literal["spacing", "arithmetic", "uncertain"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row's columns and what decided them."""

    columns: Columns
    evidence: Evidence


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
    weigh(shapes, width, anchors)
    choice = Choice(shapes, width)
    search, sure = Search(choice), set[int]()
    usable = [s for s in sums if shapes[s.total].values and any(shapes[p].values for p in s.parts)]
    for group, active in _groups([i for i, s in enumerate(shapes) if _is_free(s)], usable):
        search.settle(group, active)
        sure |= sure_rows(choice, group, active)
    return [Placed(choice.columns(i), _evidence(s, sure=i in sure)) for i, s in enumerate(shapes)]


def _is_free(shape: RowShape) -> bool:
    return not shape.settled and len(shape.candidates) > 1


def _evidence(shape: RowShape, *, sure: bool) -> Evidence:
    if not _is_free(shape):
        return "spacing"
    return "arithmetic" if sure else "uncertain"


def _groups(free: Sequence[int], sums: Sequence[Sum]) -> Iterable[tuple[list[int], list[Sum]]]:
    """Free rows that share a sum are settled together: each group with the sums it takes part in."""
    parent = {i: i for i in free}

    def find(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for s in sums:
        members = [i for i in (s.total, *s.parts) if i in parent]
        for m in members[1:]:
            parent[find(m)] = find(members[0])
    groups: dict[int, list[int]] = {}
    for i in free:
        groups.setdefault(find(i), []).append(i)
    for group in groups.values():
        inside = set(group)
        yield group, [s for s in sums if inside & {s.total, *s.parts}]


def failing_columns(
    shapes: Sequence[RowShape], places: Sequence[Placed], width: int, sums: Iterable[Sum]
) -> dict[Sum, int]:
    """In how many columns each sum does not hold to the digit."""
    vectors = [_by_column(s.values, p.columns, width) for s, p in zip(shapes, places, strict=True)]
    return {s: sum(v != sum(vectors[p][c] for p in s.parts) for c, v in enumerate(vectors[s.total])) for s in sums}


def borne_out(failing: Mapping[Sum, int]) -> set[int]:
    """The rows of the sums that fail in no column."""
    return {i for s, columns in failing.items() if not columns for i in (s.total, *s.parts)}


def _by_column(values: Sequence[int], columns: Columns, width: int) -> list[int]:
    """A row's values with one entry a column; 0 where a cell is empty."""
    vector = [0] * width
    for column, value in zip(columns, values, strict=True):
        vector[column] = value
    return vector
