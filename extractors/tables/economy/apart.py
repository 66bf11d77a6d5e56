"""A money table whose years stand apart from its rows: another grid, or loose lines, above it or at the page's foot.

The years are matched with the table's columns by where they are printed, so that no column is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.danish.numbers import read_cell
from extractors.tables.economy.header import MIN_YEARS, is_header_line
from extractors.tables.economy.labels import is_heading
from schemas.source import Block, Grid, Line

_YEAR: Final = re.compile(r"20\d\d")
_FAR: Final = 10  # blocks between the years and the rows
_MARKS: Final[tuple[Callable[[float, float], float], ...]] = (
    lambda _, right: right,
    lambda left, _: left,
    lambda left, right: (left + right) / 2,
)
"""How columns may be aligned: what of a year and of its column stands at one place."""
_SHIFT: Final = 0.5  # of the distance between two years: how far a column may stand beside its year
_SURE: Final = 0.08  # of that distance: as near as this a column is under its year


@dataclass(frozen=True, slots=True)
class HeadingApart:
    """The value columns (column, printed, year) of a table by the years above it, the heading's text, its blocks."""

    columns: list[tuple[int, str, int | None]]
    text: str
    blocks: frozenset[int]


def heading_apart(blocks: Sequence[Block], index: int) -> HeadingApart | None:
    """The heading that stands apart above the grid at `index`; None where none fits its columns."""
    grid = blocks[index]
    if not isinstance(grid, Grid) or not grid.columns or not _has_amounts(grid):
        return None
    texts: list[str] = [" ".join(t for r in grid.rows[:2] for t in r.texts() if t and is_header_line(t, begun=True))]
    for at in range(index - 1, max(-1, index - _FAR) - 1, -1):
        block = blocks[at]
        years = _years(block)
        if years:
            columns = _matched(years, grid)
            texts.insert(0, block.text if isinstance(block, Line) else _text(block))
            first = _begin(blocks, at, texts)
            return HeadingApart(columns, " ".join(texts), frozenset(range(first, index))) if columns else None
        if not isinstance(block, Line) or not _between(block):
            return None
        texts.insert(0, block.text if is_header_line(block.text, begun=True) else "")
    return None


def heads_only(grid: Grid) -> bool:
    """True for a grid of years without any amount under them: the heading of another."""
    return bool(_years(grid)) and not _has_amounts(grid)


def _begin(blocks: Sequence[Block], at: int, texts: list[str]) -> int:
    """The first line of the heading whose years stand at `at`: the unit above them."""
    while at > 0 and isinstance(above := blocks[at - 1], Line) and is_header_line(above.text):
        texts.insert(0, above.text)
        at -= 1
    return at


def _between(line: Line) -> bool:
    """True for what may stand between the years and the first row: the end of the heading, a section's name."""
    return line.blank or is_header_line(line.text, begun=True) or is_heading(line.text) or line.text.strip() == "drift)"


def _text(grid: Grid) -> str:
    return " ".join(t for r in grid.rows for t in r.texts() if t)


def _has_amounts(grid: Grid) -> bool:
    return any(read_cell(t).low is not None and not _YEAR.fullmatch(t) for r in grid.rows for t in r.texts()[1:] if t)


def _years(block: Block) -> list[tuple[str, float, float]]:
    """(printed, left, right) of the years of a heading; [] for anything else."""
    if isinstance(block, Line):
        found = [(w.text, w.x0, w.x1) for w in block.words or () if _YEAR.fullmatch(w.text)]
        found = found if is_header_line(block.text) else []
    else:
        found = [
            (c.text, c.bbox[0], c.bbox[2])
            for r in block.rows
            for c in r.cells
            if c and c.bbox and _YEAR.fullmatch(c.text)
        ]
        found = found if not _has_amounts(block) else []
    return found if len(found) >= MIN_YEARS and len({f[0] for f in found}) == len(found) else []


def _matched(years: Sequence[tuple[str, float, float]], grid: Grid) -> list[tuple[int, str, int | None]]:
    """The grid's columns under the years, from the left; [] unless every year has one of its own."""
    columns = grid.columns or ()
    pitch = (years[-1][2] - years[0][2]) / (len(years) - 1)
    readings = (_nearest([mark(a, b) for a, b in columns], [mark(a, b) for _, a, b in years]) for mark in _MARKS)
    found = [reading for reading in readings if reading[0] <= _SHIFT * pitch]
    if not found or min(found)[0] > _SURE * pitch:
        found += _in_cells(columns, years, pitch)
        if len({tuple(places) for _, places in found}) != 1:
            return []
    return [(c, printed, int(printed)) for c, (printed, _, _) in zip(min(found)[1], years, strict=True)]


def _in_cells(
    columns: Sequence[tuple[float, float]], years: Sequence[tuple[str, float, float]], pitch: float
) -> list[tuple[float, list[int]]]:
    """The columns inside cells that begin, or that end, with each year: sure only where nothing says otherwise."""
    begun = _inside(columns, [(left, left + pitch) for _, left, _ in years])
    ended = _inside(columns, [(right - pitch, right) for _, _, right in years])
    return [(pitch, places) for places in (begun, ended) if places]


def _inside(columns: Sequence[tuple[float, float]], cells: Sequence[tuple[float, float]]) -> list[int]:
    """The one column in each cell; [] unless every cell holds one."""
    held = [[c for c, (a, b) in enumerate(columns) if left - 2 <= a and b <= right + 2] for left, right in cells]
    return [h[0] for h in held] if all(len(h) == 1 for h in held) else []


def _nearest(columns: Sequence[float], years: Sequence[float]) -> tuple[float, list[int]]:
    """(how far off the worst year stands, the column nearest to each year); infinitely far where two share one."""
    places = [min(range(len(columns)), key=lambda c: abs(columns[c] - year)) for year in years]
    if any(b <= a for a, b in pairwise(places)):
        return float("inf"), []
    return max(abs(columns[c] - year) for c, year in zip(places, years, strict=True)), places
