"""The upper level of a grid's heading that the page's geometry put among the lower one's cells: taken out again.

A word centred over several columns without rulings (`2026` or `Drift` over `Udgift`, `Indtægt`, `Netto`) stands in the
middle one's cell, as its first line, or in a column of its own without figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from extractors.tables.cells import cell_text, is_number
from extractors.tables.headings import is_year_like, measure_head, parse_head, under_levels
from schemas.source import Grid, GridCell, GridRow

_FEW: Final = 0.2  # of a table's rows have a figure in a column that is none


def levels_apart(grid: Grid) -> Grid:
    """The grid with each such heading row as two."""
    rows: list[GridRow] = []
    for row in grid.rows:
        heading = not rows or not any(is_number(t) for t in row.texts())
        rows += _two_rows(row) or _first_lines(row) or [row] if heading else [row]
    made = grid if len(rows) == len(grid.rows) else replace(grid, rows=tuple(rows))
    return _without_columns_of_words(made)


def _two_rows(row: GridRow) -> list[GridRow] | None:
    """A row's first lines that are years, and the rest of it, where more cells hold words than years."""
    tops = [_year_over_words(c) for c in row.cells]
    below = [
        replace(c, text=c.text.partition("\n")[2]) if c and top else c for c, top in zip(row.cells, tops, strict=True)
    ]
    words = sum(bool(t := cell_text(c)) and not is_number(t) for c in below[1:])
    years = sum(t is not None for t in tops)
    if not years or words < 2 * years or words % years:
        return None
    return [replace(row, cells=tuple(tops)), replace(row, cells=tuple(below))]


def _year_over_words(cell: GridCell | None) -> GridCell | None:
    """A cell's first line, where it is a year over words that are none of its heading."""
    if cell is None or parse_head(cell_text(cell)) is not None:
        return None
    first, _, rest = cell.text.partition("\n")
    head = parse_head(first) if rest.strip() else None
    return replace(cell, text=first) if head is not None and is_year_like(head) else None


def _first_lines(row: GridRow) -> list[GridRow] | None:
    """A row's first lines where the rest of it is one series again and again, as often as it has such lines."""
    split = {n: c.text.split("\n", 1) for n, c in enumerate(row.cells) if n and c and "\n" in c.text}
    if len(split) < 2:
        return None
    cells = [replace(c, text=split[n][1]) if c and n in split else c for n, c in enumerate(row.cells)]
    heads = [measure_head(t) for c in cells[1:] if (t := cell_text(c))]
    for skip in (0, 1):  # a column of words may stand beside the label's
        if under_levels(heads[skip:], [split[n][0] for n in sorted(split)]) is not None:
            return _levels(row, cells, [split[n][0] for n in sorted(split)], len(heads) - skip)
    return None


def _levels(row: GridRow, cells: Sequence[GridCell | None], tops: Sequence[str], count: int) -> list[GridRow]:
    """The two rows: each of `tops` over the first column of its series, which take up the last `count` headings."""
    columns = [n for n, c in enumerate(cells) if cell_text(c)][-count:]
    starts = dict(zip(columns[:: count // len(tops)], tops, strict=True))
    above = tuple(replace(c, text=starts[n]) if c and n in starts else None for n, c in enumerate(cells))
    return [replace(row, cells=above), replace(row, cells=tuple(cells))]


def _without_columns_of_words(grid: Grid) -> Grid:
    """The grid without columns that hold a name in the heading and no figures: the names span the columns beside."""
    if len(grid.rows) < 3:
        return grid
    head, *body = grid.rows
    texts = [cell_text(c) for c in head.cells]
    spare = _columns_of_words(texts, [r.texts() for r in body])
    kept = [c for n, c in enumerate(head.cells) if n not in spare]
    heads = [parse_head(t) or measure_head(t) for c in kept[1:] if (t := cell_text(c))]
    tops = [texts[n] for n in spare]
    if under_levels(heads, tops) is None:
        return grid
    rows = [made for r in body if (made := _merged(r, spare)) is not None]
    if len(rows) < len(body):
        return grid
    return replace(grid, rows=(*_levels(head, kept, tops, len(heads)), *rows), columns=None)


def _columns_of_words(names: Sequence[str], body: Sequence[Sequence[str]]) -> list[int]:
    """The columns with a name over hardly a figure."""
    filled = [sum(n < len(r) and is_number(r[n]) for r in body) for n in range(len(names))]
    return [n for n, t in enumerate(names) if n and t and not is_number(t) and filled[n] <= _FEW * len(body)]


def _merged(row: GridRow, spare: Collection[int]) -> GridRow | None:
    """A row without these columns, their cells given to the empty neighbour; None where both are taken."""
    cells = list(row.cells)
    for n in sorted(spare, reverse=True):
        if n < len(cells) and cell_text(cells[n]):
            free = next((k for k in (n + 1, n - 1) if k < len(cells) and not cell_text(cells[k])), None)
            if free is None:
                return None
            cells[free] = cells[n]
        del cells[n : n + 1]
    return replace(row, cells=tuple(cells))
