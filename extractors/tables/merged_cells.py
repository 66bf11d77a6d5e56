"""Cells that a page's geometry merged: headings of several columns in one cell, or the figures of several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.danish.case_ids import CASE_ID
from extractors.tables.cells import cell_at, cell_text, is_number, text_at, words_in
from extractors.tables.headings import ColumnHead, heads_in, is_year_like, parse_head
from schemas.source import Grid, GridCell, GridRow

_MIN_ROWS = 2
_MIN_IDS = 3  # rows that show that ids stand in the first column


def cells_apart(grid: Grid) -> Grid:
    """The grid with a cell a column wherever headings and figures say alike how many columns share one."""
    columns = [(c, heads) for c in range(1, grid.width) if (heads := _merged_column(grid, c))]
    rows = grid.rows
    for column, heads in reversed(columns):
        rows = _split_column(rows, column, heads)
    rows = tuple(map(_spread_headings, rows))
    return grid if rows == grid.rows else replace(grid, rows=rows, columns=None if columns else grid.columns)


def ids_apart(grid: Grid) -> Grid:
    """The grid with a proposal's id and name that the geometry took into the label above as a row of its own."""
    if sum(_id_line(row) is not None for row in grid.rows) < _MIN_IDS:
        return grid
    return replace(grid, rows=tuple(part for row in grid.rows for part in _at_id(row)))


def _id_line(row: GridRow) -> int | None:
    """The line of the first cell that begins with an id of letters and figures."""
    lines = row.cells[0].text.split("\n") if row.cells and row.cells[0] else []
    firsts = [(n, line.split()[0]) for n, line in enumerate(lines) if line.split() and lines[n:] != [line.split()[0]]]
    return next((n for n, word in firsts if CASE_ID.fullmatch(word) and word[0].isalpha()), None)


def _at_id(row: GridRow) -> list[GridRow]:
    at, first = _id_line(row), row.cells[0]
    if not at or first is None:
        return [row]
    lines = first.text.split("\n")
    label, name = ("\n".join(part) for part in (lines[:at], lines[at:]))
    empty = (GridCell(""),) * (len(row.cells) - 1)
    return [
        replace(row, cells=(replace(first, text=label), *row.cells[1:])),
        replace(row, cells=(replace(first, text=name), *empty)),
    ]


def _figures(text: str) -> list[str]:
    """The figures and dashes of a cell that holds several of them and nothing else."""
    parts = text.split()
    return parts if len(parts) > 1 and all(is_number(x) or x in "-–—" for x in parts) else []


def _merged_column(grid: Grid, column: int) -> list[ColumnHead]:
    """The headings of the columns that share this one: every figure's cell holds as many figures; [] where none do."""
    texts = [text_at(r, column) for r in grid.rows]
    figures = [_figures(t) for t in texts]
    valued = [n for n, f in enumerate(figures) if f]
    counts = {len(figures[n]) for n in valued}
    if len(valued) < _MIN_ROWS or len(counts) != 1:
        return []
    (count,) = counts
    first = valued[0]
    if any(is_number(t) for t in texts[first:] if len(t.split()) != count):
        return []  # a figure alone: of which column is not known
    if all(is_number(" ".join(figures[n])) for n in valued):
        return []  # figures whose thousands a space may group
    corner, heads = heads_in(words_in(list(filter(_is_heading, grid.rows[:first])), column))
    return heads if len(heads) == count and not corner.strip() else []


def _is_heading(row: GridRow) -> bool:
    """True for a row that may be of a heading: it has years, or stands under one that has (no field's value)."""
    texts = [t for t in row.texts()[1:] if t]  # the first is a corner's
    if not texts or any(is_number(t) and parse_head(t) is None for t in texts):
        return False
    return all(parse_head(t) is not None or heads_in(t)[1] for t in texts[-3:])


def _split_column(rows: Sequence[GridRow], column: int, heads: Sequence[ColumnHead]) -> tuple[GridRow, ...]:
    out: list[GridRow] = []
    named = False
    for row in rows:
        cell = cell_at(row, column)
        text = cell_text(cell)
        parts = _figures(text)
        if len(parts) == len(heads):
            pieces: list[GridCell | None] = [replace(cell, text=p) if cell else None for p in parts]
        elif text and _is_heading(row):
            pieces = [replace(cell, text="" if named else h.printed) if cell else None for h in heads]
            named = True
        else:
            pieces = [cell, *[None] * (len(heads) - 1)]
        out.append(replace(row, cells=(*row.cells[:column], *pieces, *row.cells[column + 1 :])))
    return tuple(out)


def _spread_headings(row: GridRow) -> GridRow:
    """A heading cell that names as many columns as stand empty behind it, a name in each."""
    texts = [cell_text(c) for c in row.cells]
    if not any((h := parse_head(t)) is not None and is_year_like(h) for t in texts):
        return row
    cells = list(row.cells)
    for n, text in enumerate(texts):
        corner, heads = heads_in(text) if text and parse_head(text) is None else ("", [])
        behind = texts[n + 1 : n + len(heads)]
        if len(heads) > 1 and not corner.strip() and len(behind) == len(heads) - 1 and not any(behind):
            box = cells[n]
            for k, head in enumerate(heads):
                cells[n + k] = replace(box, text=head.printed) if box else None
    return row if cells == list(row.cells) else replace(row, cells=tuple(cells))
