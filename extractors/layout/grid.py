"""A page's words and rulings to printed lines and grids, in reading order.

Which path reads a table is decided by evidence, in this order, and kept in `Grid.evidence`:

1. "ruled": rulings run both ways and close cells (`grid_rulings.lattice`), and the cells hold the text;
2. "lines": horizontal rules frame lines of several phrases; columns come from the gaps between the phrases;
3. "aligned": no rule at all; a run of lines whose phrases keep to common columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from extractors.layout.grid_columns import Columns, find_columns
from extractors.layout.grid_lattice import read_lattices
from extractors.layout.grid_lines import Phrase, bounds, group_lines, phrases, spell, to_line
from extractors.layout.grid_regions import Region, regions
from extractors.layout.grid_rows import RowDraft, gather, place
from extractors.layout.grid_rulings import merge_strokes
from schemas.source import BBox, Block, Grid, GridCell, GridRow, Ruling, Word

MAX_STROKES: Final = 3000  # a page with more is a drawing: its strokes are no table's rules


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What the geometry needs to know of a page besides its words: number and size in points."""

    number: int
    width: float
    height: float


def page_blocks(words: Sequence[Word], rulings: Sequence[Ruling], frame: PageFrame) -> list[Block]:
    """The page's tables as grids and everything else as lines, ordered by where they begin."""
    across, down = merge_strokes(rulings)
    if len(across) + len(down) > MAX_STROKES:
        across, down = [], []
    grids, rest, spare = read_lattices(words, across, down, frame.number)
    lines = [phrases(line, n) for n, line in enumerate(group_lines(rest))]
    used: set[int] = set()
    for region in regions(lines, spare):
        if grid := read_region(region, frame.number):
            grids.append(grid)
            used.update(line[0].line for line in region.lines)
    blocks: list[Block] = [
        to_line([w for p in line for w in p.words], frame.number) for line in lines if line[0].line not in used
    ]
    return _ordered([*blocks, *grids])


def _ordered(blocks: Sequence[Block]) -> list[Block]:
    return sorted(blocks, key=lambda b: (b.bbox[1], b.bbox[0]) if b.bbox else (0.0, 0.0))


def read_region(region: Region, page: int) -> Grid | None:
    """A region's lines as a grid; None when their phrases keep to no common columns."""
    columns = find_columns(region.lines)
    if not _plausible(region, columns):
        return None
    rows = gather([place(line, columns) for line in region.lines], columns, region.sills)
    return draft_grid(rows, columns, "lines" if region.ruled else "aligned", page)


def _plausible(region: Region, columns: Columns) -> bool:
    """True when the columns are those of a table, not of a list, a form or two columns of prose."""
    seeds = [line for line in region.lines if len(line) > 1]
    if columns.count < 2 or not seeds:
        return False
    cells = [p for line in seeds for p in line]
    numeric = sum(p.numeric for line in seeds for p in line[1:]) / max(1, sum(len(line) - 1 for line in seeds))
    wordy = sum(len(p.words) for p in cells) / len(cells)
    if any("...." in w.text for p in cells for w in p.words):
        return False  # a table of contents
    if region.ruled:
        return wordy < 9 or numeric > 0.2
    if columns.count == 2:
        return numeric >= 0.6 and len(seeds) >= 3
    return (numeric >= 0.25 or wordy <= 4) and len(seeds) >= 2 and _steady(seeds, columns)


def _steady(seeds: Sequence[Sequence[Phrase]], columns: Columns) -> bool:
    """True when most columns hold something in more than one line."""
    counts = [0] * columns.count
    for line in seeds:
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            if first == last:
                counts[first] += 1
    return sum(n >= 2 for n in counts) >= 0.6 * len(counts)


def draft_grid(
    rows: Sequence[RowDraft], columns: Columns, evidence: Literal["ruled", "lines", "aligned"], page: int
) -> Grid:
    """The gathered rows as a `Grid`."""
    out = []
    for row in rows:
        cells: list[GridCell | None] = [GridCell("") for _ in range(columns.count)]
        held: dict[int, tuple[int, list[list[Phrase]]]] = {}
        for line in row.lines:
            for c, (last, ps) in line.items():
                end, lines = held.get(c, (c, []))
                held[c] = (max(end, last), [*lines, ps])
        for c in sorted(held):
            last, lines = held[c]
            last = min(last, min((k for k in held if k > c), default=columns.count) - 1)
            cells[c] = _cell(lines, last - c + 1)
            for covered in range(c + 1, last + 1):
                cells[covered] = None
        out.append(GridRow(tuple(cells), page, None, _row_box(row)))
    box = (
        min(r.bbox[0] for r in out if r.bbox),
        min(r.bbox[1] for r in out if r.bbox),
        max(r.bbox[2] for r in out if r.bbox),
        max(r.bbox[3] for r in out if r.bbox),
    )
    return Grid(tuple(out), evidence, page, box, columns.extents)


def _cell(lines: Sequence[Sequence[Phrase]], span: int) -> GridCell:
    words = [[w for p in ps for w in p.words] for ps in lines]
    text = "\n".join(spell(line) for line in words)
    sure = [w.confidence for line in words for w in line if w.confidence is not None]
    return GridCell(text, bounds(w for line in words for w in line), span, min(sure) if sure else None)


def _row_box(row: RowDraft) -> BBox:
    return bounds(w for line in row.lines for _, ps in line.values() for p in ps for w in p.words)
