"""What a page's geometry put on the wrong side of a grid's edge: its heading above it, another's titles in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.tables.cells import is_number
from extractors.tables.grid_headings import find_measures
from extractors.tables.headings import parse_head
from schemas.source import BBox, Block, Grid, GridCell, GridRow, Line

_MOST_LINES: Final = 3
_SPACE: Final = 0.4  # of the type's height: words no further apart are one text's
_FEWEST: Final = 2  # columns whose headings are known: a line of words is none


def titles_below(grid: Grid) -> tuple[Grid, list[Line]]:
    """A grid that another heading follows, and its last rows where they hold one name each: they title what follows."""
    rows, end = grid.rows, len(grid.rows)
    while end > 1 and _is_title(rows[end - 1]):
        end -= 1
    titles = [(t, r) for r in rows[end:] if (first := r.cells[0]) for t in first.text.split("\n")]
    lines = [Line(text, row.line, row.page, row.bbox) for text, row in titles]
    return (replace(grid, rows=rows[:end]) if lines else grid), lines


def _is_title(row: GridRow) -> bool:
    texts = row.texts()
    return bool(texts and texts[0]) and not any(texts[1:]) and not is_number(texts[0])


def under_its_heading(above: list[Block], grid: Grid) -> Grid:
    """A grid without a heading with the one that stands in lines right above it, which are taken from `above`.

    A page may rule only what is under the heading. Each word goes to the column that it stands over.
    """
    if not grid.columns or not any(is_number(t) for row in grid.rows for t in row.texts()):
        return grid
    if find_measures(grid) is not None:  # it has a heading
        return grid
    for count in range(_MOST_LINES, 0, -1):
        lines = [b for b in above[-count:] if isinstance(b, Line) and b.words and b.page == grid.page]
        row = _heading_row(lines, grid.columns) if len(lines) == count else None
        if row is not None:
            del above[-count:]
            return replace(grid, rows=(row, *grid.rows), printed=())
    return grid


def _heading_row(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> GridRow | None:
    """The row that these lines are over the columns; None unless what stands over each is a known heading."""
    if any(_runs_over(line, columns) for line in lines):
        return None
    corner, *texts = ("\n".join(_words_over(lines, columns, n)) for n in range(len(columns)))
    known = [parse_head(t) is not None for t in texts if t]
    if len(known) < _FEWEST or not all(known) or (corner and is_number(corner)):
        return None
    return GridRow(tuple(map(GridCell, (corner, *texts))), lines[0].page, None, lines[0].bbox)


def _words_over(lines: Sequence[Line], columns: Sequence[tuple[float, float]], column: int) -> Iterator[str]:
    """The words of each line that stand over a column."""
    for line in lines:
        words = [w.text for w in line.words if _over(w.bbox, columns) == column]
        if words:
            yield " ".join(words)


def _runs_over(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    """True for running text: two words that no more than a space parts stand over different columns."""
    return any(
        b.x0 - a.x1 < _SPACE * (b.bbox[3] - b.bbox[1]) and _over(a.bbox, columns) != _over(b.bbox, columns)
        for a, b in pairwise(line.words)
    )


def _over(box: BBox, columns: Sequence[tuple[float, float]]) -> int:
    middle = (box[0] + box[2]) / 2
    return min(range(len(columns)), key=lambda n: max(columns[n][0] - middle, middle - columns[n][1], 0.0))
