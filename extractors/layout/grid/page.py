"""A page's words and rulings to printed lines and grids, in reading order.

Which path reads a table is decided by evidence, in this order, and kept in `Grid.evidence`:

1. "ruled": rulings run both ways and close cells (`grid_rulings.lattice`), and the cells hold the text;
2. "lines": horizontal rules frame lines of several phrases; columns come from the gaps between the phrases;
3. "aligned": no rule at all; a run of lines whose phrases keep to common columns.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from extractors.layout.grid.asides import beside_tables, frames, without_framed
from extractors.layout.grid.columns import Columns
from extractors.layout.grid.drafts import Placed, RowDraft
from extractors.layout.grid.furniture import notes, without_rows
from extractors.layout.grid.lattice import read_lattices
from extractors.layout.grid.lines import (
    Phrase,
    bounds,
    cell_text,
    group_lines,
    is_numeric,
    phrases,
    spell,
    to_line,
    usual_gap,
)
from extractors.layout.grid.order import row_starts
from extractors.layout.grid.pieces import mended, placed_lines
from extractors.layout.grid.regions import Region, regions
from extractors.layout.grid.rows import gather
from extractors.layout.grid.rulings import merge_strokes
from schemas.source import BBox, Block, Grid, GridCell, GridRow, Ruling, Word

MIN_FORM: Final = 3  # columns of a table of words
MAX_NUMERIC: Final = 0.2  # share of its cells that are numbers
Evidence = Literal["ruled", "lines", "aligned"]
MAX_STROKES: Final = 3000  # a page with more is a drawing: its strokes are no table's rules


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What the geometry needs to know of a page besides its words: number and size in points."""

    number: int
    width: float
    height: float


@dataclass(slots=True)
class PageLayout:
    """A page laid out: its blocks in order, and what a table that runs over its edge needs to be joined.

    `regions` are the regions that grids without a lattice were read from, by the grid's place in `blocks`; `running`
    are the places of running heads and feet; `loose` the phrases of each block that is a line; `shades` its filled
    boxes; `sides` tells for each table on which side of its years its figures stand, 0 where it leaves that open.
    """

    frame: PageFrame
    blocks: list[Block]
    regions: dict[int, Region] = field(default_factory=dict)
    running: set[int] = field(default_factory=set)
    loose: dict[int, list[Phrase]] = field(default_factory=dict)
    shades: Sequence[BBox] = ()
    sides: list[int] = field(default_factory=list)

    def body(self) -> list[int]:
        """The places of the blocks that are no furniture."""
        return [i for i in range(len(self.blocks)) if i not in self.running]


def page_blocks(words: Sequence[Word], rulings: Sequence[Ruling], frame: PageFrame) -> list[Block]:
    """The page's tables as grids and everything else as lines, ordered by where they begin."""
    return layout_page(group_lines(words), rulings, frame).blocks


def layout_page(
    lines: Sequence[Sequence[Word]],
    rulings: Sequence[Ruling],
    frame: PageFrame,
    running: Set[int] = frozenset(),
    shades: Sequence[BBox] = (),
    leaning: int = 0,
) -> PageLayout:
    """Lay out one page from its printed lines.

    `running` are the indices of its running heads and feet, `shades` its filled boxes, `leaning` is on which side of
    their years the document's figures stand (`Columns`).
    """
    across, down = merge_strokes(rulings)
    if len(across) + len(down) > MAX_STROKES:
        across, down = [], []
    running = without_rows(running, lines, across, frame.height)
    running |= notes(lines, across, frame.width, running)
    reading = read_lattices([w for line in lines for w in line], across, down, frame.number)
    rest = {n: list(line) for n, line in enumerate(lines)}
    if reading.taken:
        rest = {n: [w for w in line if id(w) not in reading.taken] for n, line in rest.items()}
    rest = without_framed(rest, frames(reading.boxes))
    gap = usual_gap(lines)
    parted = {n: phrases(line, n, gap) for n, line in rest.items() if line}
    body = mended([p for n, p in parted.items() if n not in running])
    every = regions(body, reading.spare, shades, reading.boxes)
    for region in (*every, *reading.coarse):
        region.leaning = leaning
    found = [(grid, region) for region in every if (grid := read_region(region, frame.number))]
    inner = [(draft_region(region, frame.number), region) for region in reading.coarse]
    used = {id(w) for _, region in found for line in region.lines for p in line for w in p.words}
    left = {n: [w for w in rest[n] if id(w) not in used] for n in parted}
    pieces: list[tuple[Block, Region | None, int | None]] = [(g, None, None) for g in reading.grids]
    pieces += [(g, held, None) for g, held in (*inner, *found)]
    pieces += [(to_line(words, frame.number), None, n) for n, words in left.items() if words]
    pieces.sort(key=lambda piece: piece[0].bbox[1::-1] if piece[0].bbox else (0.0, 0.0))
    layout = PageLayout(frame, [block for block, _, _ in pieces], shades=shades)
    layout.running |= beside_tables(layout.blocks)
    layout.sides = [region.side for region in (*every, *reading.coarse) if region.side is not None]
    for i, (_, held, n) in enumerate(pieces):
        if held is not None:
            layout.regions[i] = held
        if n is not None:
            layout.loose[i] = parted[n]
            if n in running:
                layout.running.add(i)
    return layout


def read_region(region: Region, page: int) -> Grid | None:
    """A region's lines as a grid; None when their phrases keep to no common columns."""
    columns = region.columns()
    region.side = columns.leaning if columns.leaning or columns.open else None
    return draft_region(region, page, columns) if _plausible(region, columns) else None


def draft_region(region: Region, page: int, columns: Columns | None = None) -> Grid:
    """A region's lines as a grid, whatever they are."""
    columns = columns or region.columns()
    placed = placed_lines(region.lines, columns)
    starts = row_starts(placed)
    rows = gather(placed, columns, [*region.sills, *region.edges], starts)
    grid = draft_grid(rows, columns, "lines" if region.ruled else "aligned", page)
    if starts is not None:
        return replace(grid, settled=True)
    return replace(grid, printed=printed_rows(placed, columns, page)) if is_wordy(grid) else grid


def is_wordy(grid: Grid) -> bool:
    """True for a table of words: a form's, with hardly a number in three columns or more."""
    texts = [t for row in grid.rows for t in row.texts()[1:] if t]
    return grid.width >= MIN_FORM and sum(is_numeric(t) for t in texts) <= MAX_NUMERIC * len(texts)


def printed_rows(placed: Sequence[Placed], columns: Columns, page: int) -> tuple[GridRow, ...]:
    """The printed lines of a table, a row each."""
    return draft_grid([RowDraft([line]) for line in placed], columns, "aligned", page).rows


def _plausible(region: Region, columns: Columns) -> bool:
    """True when the columns are those of a table, not of a list, a form or two columns of prose."""
    seeds = [line for line in region.lines if len(line) > 1]
    if columns.count < 2 or not seeds:
        return False
    cells = [p for line in seeds for p in line]
    numeric = sum(p.numeric for line in seeds for p in line[1:]) / max(1, sum(len(line) - 1 for line in seeds))
    wordy = sum(len(p.words) for p in cells) / len(cells)
    if columns.count == 2 and any("...." in w.text for p in cells for w in p.words):
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


def draft_grid(rows: Sequence[RowDraft], columns: Columns, evidence: Evidence, page: int) -> Grid:
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
            room = columns.extents[last][1] - columns.extents[c][0]
            cells[c] = _cell(lines, last - c + 1, room)
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


def _cell(lines: Sequence[Sequence[Phrase]], span: int, room: float) -> GridCell:
    words = [[w for p in ps for w in p.words] for ps in lines]
    if all(p.numeric for ps in lines for p in ps):
        text = "\n".join(p.text if p.broken else spell(ws) for ps, ws in zip(lines, words, strict=True) for p in ps[:1])
    else:
        text = cell_text(words, room)
    sure = [w.confidence for line in words for w in line if w.confidence is not None]
    mended = any(p.broken for ps in lines for p in ps)
    readings = words[0][0].readings if len(words) == 1 and len(words[0]) == 1 else ()
    return GridCell(text, bounds(w for line in words for w in line), span, min(sure, default=None), mended, readings)


def _row_box(row: RowDraft) -> BBox:
    return bounds(w for line in row.lines for _, ps in line.values() for p in ps for w in p.words)
