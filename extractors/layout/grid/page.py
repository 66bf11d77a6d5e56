"""A page's words and rulings to printed lines and grids, in reading order.

Which path reads a table is decided by evidence, in this order, and kept in `Grid.evidence`:

1. "ruled": rulings run both ways and close cells (`grid_rulings.lattice`), and the cells hold the text;
2. "lines": horizontal rules frame lines of several phrases; columns come from the gaps between the phrases;
3. "aligned": no rule at all; a run of lines whose phrases keep to common columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from extractors.layout.grid.asides import beside_tables, frames, without_framed
from extractors.layout.grid.columns import Columns
from extractors.layout.grid.drafts import Placed, RowDraft
from extractors.layout.grid.furniture import notes, without_rows
from extractors.layout.grid.lattice import LatticeReading, read_lattices
from extractors.layout.grid.lines import (
    Phrase,
    bounds,
    cell_text,
    grid_cell,
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
    rest = without_framed(_untaken(lines, reading.taken), frames(reading.boxes))
    gap = usual_gap(lines)
    parted = {n: phrases(line, n, gap) for n, line in rest.items() if line}
    body = mended([p for n, p in parted.items() if n not in running])
    every = regions(body, reading.spare, shades, reading.boxes)
    for region in (*every, *reading.coarse):
        region.leaning = leaning
    tables = _tables(reading, every, frame.number)
    loose = _loose({n: rest[n] for n in parted}, tables, frame.number)
    layout = _in_order(frame, [*(_Piece(g) for g in reading.grids), *tables, *loose], parted, running)
    layout.shades = shades
    layout.sides = [region.side for region in (*every, *reading.coarse) if region.side is not None]
    return layout


class _Piece(NamedTuple):
    """A block of a page: the region that a grid without a lattice was read from, or the number of a printed line."""

    block: Block
    region: Region | None = None
    line: int | None = None


def _untaken(lines: Sequence[Sequence[Word]], taken: Set[int]) -> dict[int, list[Word]]:
    """The words of each line that stand in no lattice."""
    if not taken:
        return {n: list(line) for n, line in enumerate(lines)}
    return {n: [w for w in line if id(w) not in taken] for n, line in enumerate(lines)}


def _tables(reading: LatticeReading, every: Sequence[Region], page: int) -> list[_Piece]:
    """The grids of regions: of those inside lattices that part only some of their cells, and of the page's."""
    inner = [_Piece(draft_region(region, page), region) for region in reading.coarse]
    found = ((read_region(region, page), region) for region in every)
    return [*inner, *(_Piece(grid, region) for grid, region in found if grid)]


def _loose(rest: Mapping[int, Sequence[Word]], tables: Sequence[_Piece], page: int) -> list[_Piece]:
    """What the tables leave of the printed lines, each a block."""
    used = {id(w) for t in tables if t.region for line in t.region.lines for p in line for w in p.words}
    left = {n: [w for w in line if id(w) not in used] for n, line in rest.items()}
    return [_Piece(to_line(words, page), line=n) for n, words in left.items() if words]


def _in_order(
    frame: PageFrame, pieces: list[_Piece], parted: Mapping[int, list[Phrase]], running: Set[int]
) -> PageLayout:
    """The page's blocks in the order of where they begin, and what is known of each."""
    pieces.sort(key=lambda piece: piece.block.bbox[1::-1] if piece.block.bbox else (0.0, 0.0))
    layout = PageLayout(frame, [piece.block for piece in pieces])
    layout.running |= beside_tables(layout.blocks)
    for i, piece in enumerate(pieces):
        if piece.region is not None:
            layout.regions[i] = piece.region
        if piece.line is not None:
            layout.loose[i] = parted[piece.line]
            if piece.line in running:
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
    numeric, wordy = _measures(seeds)
    if columns.count == 2 and _has_leaders(seeds):
        return False
    if region.ruled:
        return wordy < 9 or numeric > 0.2
    if columns.count == 2:
        return numeric >= 0.6 and len(seeds) >= 3
    return (numeric >= 0.25 or wordy <= 4) and len(seeds) >= 2 and _steady(seeds, columns)


def _measures(lines: Sequence[Sequence[Phrase]]) -> tuple[float, float]:
    """The share of numbers behind the lines' first phrases, and how many words a phrase has."""
    beside = [p.numeric for line in lines for p in line[1:]]
    lengths = [len(p.words) for line in lines for p in line]
    return sum(beside) / len(beside), sum(lengths) / len(lengths)


def _has_leaders(lines: Sequence[Sequence[Phrase]]) -> bool:
    """True for the dots of a table of contents."""
    return any("...." in w.text for line in lines for p in line for w in p.words)


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
    boxes = [_row_box(row) for row in rows]
    out = tuple(GridRow(tuple(_row_cells(row, columns)), page, None, box) for row, box in zip(rows, boxes, strict=True))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Grid(out, evidence, page, (min(lefts), min(tops), max(rights), max(bottoms)), columns.extents)


def _row_cells(row: RowDraft, columns: Columns) -> Iterator[GridCell | None]:
    """A row's cells: what is printed over several columns is one, as far as nothing else of the row stands in them."""
    held: dict[int, tuple[int, list[list[Phrase]]]] = {}
    for line in row.lines:
        for c, (last, ps) in line.items():
            end, lines = held.get(c, (c, []))
            held[c] = (max(end, last), [*lines, ps])
    begun = 0
    for c, following in pairwise([*sorted(held), columns.count]):
        yield from (GridCell("") for _ in range(begun, c))
        last = min(held[c][0], following - 1)
        room = columns.extents[last][1] - columns.extents[c][0]
        yield _cell(held[c][1], last - c + 1, room)
        yield from (None for _ in range(c, last))
        begun = last + 1
    yield from (GridCell("") for _ in range(begun, columns.count))


def _cell(lines: Sequence[Sequence[Phrase]], span: int, room: float) -> GridCell:
    every = [p for line in lines for p in line]
    words = [[w for p in line for w in p.words] for line in lines]
    if all(p.numeric for p in every):
        printed = zip(lines, words, strict=True)
        text = "\n".join(line[0].text if line[0].broken else spell(ws) for line, ws in printed if line)
    else:
        text = cell_text(words, room)
    return grid_cell(words, text, span, bounds(w for line in words for w in line), mended=any(p.broken for p in every))


def _row_box(row: RowDraft) -> BBox:
    return bounds(w for line in row.lines for _, ps in line.values() for p in ps for w in p.words)
