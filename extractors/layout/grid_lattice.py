"""Tables that rulings enclose cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.layout.grid_lines import group_lines, spell
from extractors.layout.grid_rulings import Lattice, LatticeCell, Stroke, components, lattice
from schemas.source import Grid, GridCell, GridRow, Word

THIN: Final = 4.0  # points: a lattice row or column no wider is the gap of a double rule


def read_lattices(
    words: Sequence[Word], across: Sequence[Stroke], down: Sequence[Stroke], page: int
) -> tuple[list[Grid], set[int], list[Stroke]]:
    """(grids, identities of the words in them, horizontal strokes that closed nothing)."""
    grids: list[Grid] = []
    spare: list[Stroke] = []
    rest = list(words)
    for hs, vs in sorted(components(across, down), key=lambda c: -len(c[1])):
        closed = lattice(hs, vs) if len(hs) >= 2 and len(vs) >= 2 else None
        if closed is None or (grid_rest := _fill(closed, rest, page)) is None:
            spare += hs
            continue
        grid, rest = grid_rest
        grids.append(grid)
    left = {id(w) for w in rest}
    return grids, {id(w) for w in words if id(w) not in left}, spare


def _fill(closed: Lattice, words: Sequence[Word], page: int) -> tuple[Grid, list[Word]] | None:
    """The grid of a lattice with the words that remain; None when the lattice is no table's."""
    x0, top, x1, bottom = closed.bbox
    inside, outside = [], []
    for w in words:
        mx, my = (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2
        (inside if x0 <= mx <= x1 and top <= my <= bottom else outside).append(w)
    held = _assign(closed, inside)
    if len({c.column for c in held}) < 2 and len(closed.xs) < 4 or len(held) < 2 or not inside:
        return None
    return _grid(closed, held, page), outside


def _assign(closed: Lattice, words: Sequence[Word]) -> dict[LatticeCell, list[Word]]:
    """Words by the cell that holds their middle."""
    unit: dict[tuple[int, int], LatticeCell] = {}
    for cell in closed.cells:
        for r in range(cell.row, cell.last_row + 1):
            for c in range(cell.column, cell.last_column + 1):
                unit[r, c] = cell
    held: dict[LatticeCell, list[Word]] = {}
    for w in words:
        mx, my = (w.x0 + w.x1) / 2, (w.top + w.bottom) / 2
        column = max(0, sum(1 for x in closed.xs if x <= mx) - 1)
        row = max(0, sum(1 for y in closed.ys if y <= my) - 1)
        key = (min(row, len(closed.ys) - 2), min(column, len(closed.xs) - 2))
        held.setdefault(unit[key], []).append(w)
    return held


def _grid(closed: Lattice, held: dict[LatticeCell, list[Word]], page: int) -> Grid:
    rows = [r for r in range(len(closed.ys) - 1) if closed.ys[r + 1] - closed.ys[r] > THIN]
    columns = [c for c in range(len(closed.xs) - 1) if closed.xs[c + 1] - closed.xs[c] > THIN]
    out = []
    for r in rows:
        cells: list[GridCell | None] = [GridCell("", (closed.xs[c], closed.ys[r], closed.xs[c + 1], closed.ys[r + 1])) for c in columns]
        for cell in closed.cells:
            if not cell.row <= r <= cell.last_row:
                continue
            spanned = [i for i, c in enumerate(columns) if cell.column <= c <= cell.last_column]
            if not spanned:
                continue
            for i in spanned[1:]:
                cells[i] = None
            first = r == next(x for x in rows if x >= cell.row)
            cells[spanned[0]] = _cell(cell, held.get(cell, []) if first else [], len(spanned))
        out.append(GridRow(tuple(cells), page, None, (closed.xs[0], closed.ys[r], closed.xs[-1], closed.ys[r + 1])))
    extents = tuple((closed.xs[c], closed.xs[c + 1]) for c in columns)
    return Grid(tuple(out), "ruled", page, closed.bbox, extents)


def _cell(cell: LatticeCell, words: Sequence[Word], span: int) -> GridCell:
    text = "\n".join(spell(line) for line in group_lines(words))
    sure = [w.confidence for w in words if w.confidence is not None]
    return GridCell(text, cell.bbox, span, min(sure) if sure else None)


