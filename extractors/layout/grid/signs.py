"""The accounting format: the minus at the left edge of a cell, its figure at the right, read as two columns.

A column without a heading that holds nothing but minus signs, each with a figure beside it that has none, is no
column: the signs are its neighbour's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from extractors.danish.numbers import MINUS
from schemas.source import BBox, Grid, GridCell, GridRow

_SIGN: Final = re.compile(rf"[{MINUS}÷]")
_FIGURE: Final = re.compile(r"[0-9][0-9.,\s\u00a0\u2004-\u200a\u202f]*\S{0,6}")


def with_signs_in_place(grid: Grid) -> Grid:
    """The grid with columns of signs joined to the columns of their figures."""
    if grid.evidence == "tabs":
        return grid
    column = grid.width - 2
    while column > 0:
        if _of_signs(grid, column):
            grid = _joined(grid, column)
        column -= 1
    return grid


def _text(row: GridRow, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return cell.text.strip() if cell else ""


def _of_signs(grid: Grid, column: int) -> bool:
    signed = [r for r in grid.rows if _text(r, column)]
    return bool(signed) and all(
        _SIGN.fullmatch(_text(r, column)) and _FIGURE.fullmatch(_text(r, column + 1)) for r in signed
    )


def _joined(grid: Grid, column: int) -> Grid:
    rows = tuple(replace(row, cells=_without(row.cells, column)) for row in grid.rows)
    columns = grid.columns
    if columns and column + 1 < len(columns):
        both = (columns[column][0], columns[column + 1][1])
        columns = (*columns[:column], both, *columns[column + 2 :])
    return replace(grid, rows=rows, columns=columns)


def _without(cells: tuple[GridCell | None, ...], column: int) -> tuple[GridCell | None, ...]:
    """A row's cells without a column of signs: a sign goes to its figure, a span over the column shrinks."""
    if column >= len(cells):
        return cells
    made = list(cells)
    here = made[column]
    if here is None:
        owner = next((i for i in range(column, -1, -1) if made[i] is not None), None)
        if owner is not None and (cell := made[owner]) is not None:
            made[owner] = replace(cell, span=max(1, cell.span - 1))
    elif here.span > 1:
        made[column + 1] = replace(here, span=here.span - 1)
    elif here.text.strip() and column + 1 < len(made) and (figure := made[column + 1]) is not None:
        made[column + 1] = replace(
            figure, text=here.text.strip() + figure.text.lstrip(), bbox=_around(here, figure), readings=()
        )
    del made[column]
    return tuple(made)


def _around(a: GridCell, b: GridCell) -> BBox | None:
    if a.bbox is None or b.bbox is None:
        return b.bbox
    p, q = a.bbox, b.bbox
    return min(p[0], q[0]), min(p[1], q[1]), max(p[2], q[2]), max(p[3], q[3])
