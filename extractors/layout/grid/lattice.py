"""Tables that rulings enclose cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product
from typing import Final

from extractors.layout.grid.lines import bounds, cell_text, grid_cell, group_lines, is_numeric, phrases, spell
from extractors.layout.grid.pieces import is_cut, mended, whole
from extractors.layout.grid.regions import Region
from extractors.layout.grid.rulings import REACH, Lattice, LatticeCell, Stroke, components, lattice
from schemas.source import Grid, GridCell, GridRow, Word

MARGIN: Final = 3.0  # points: the least that a cell keeps free beside its text, both sides together
EMPTY: Final = 0.25  # share of a lattice's cells that must hold text
WIDEST_PADDING: Final = 6.0  # points: no cell keeps its text further from its sides
ALIKE: Final = 4  # readings of one piece of a number
MOST_READ: Final = 64  # numbers that its pieces may make
KRONER: Final = re.compile(r"[kh]r[.,]?", re.IGNORECASE)
CUT: Final = re.compile(r"\D?\d{1,3}(?:[.,]\d{3})*[.,]\d{1,2}")
_SLACK: Final = 0.6  # points: a border takes its part of the room
THIN: Final = 4.0  # points: a lattice row or column no wider is the gap of a double rule


@dataclass(frozen=True, slots=True)
class LatticeReading:
    """What a page's lattices gave.

    `grids` were read cell by cell. `coarse` are regions whose rulings part only some of their rows or columns, so that
    the text has to tell the rest. `taken` are the identities of the words in both, `spare` the horizontal strokes that
    closed nothing, `boxes` those of tables that have rulings around them only.
    """

    grids: list[Grid]
    coarse: list[Region]
    taken: set[int]
    spare: list[Stroke]
    boxes: list[list[Stroke]]


def read_lattices(words: Sequence[Word], across: Sequence[Stroke], down: Sequence[Stroke], page: int) -> LatticeReading:
    """Read every lattice of a page that holds a table's text."""
    reading = LatticeReading([], [], set(), [], [])
    rest = list(words)
    for hs, vs in _with_floating(components(across, down)):
        closed = lattice(hs, vs) if len(hs) >= 2 and len(vs) >= 2 else None
        inside = _inside(closed, rest) if closed else []
        held = _assign(closed, inside) if closed else {}
        if closed is None or not _trusted(closed, held):
            if len(hs) > 1 and len(vs) > 1:
                reading.boxes.append(hs)
            else:
                reading.spare.extend(hs)
            continue
        lines = {cell: _mended(cell, group_lines(words)) for cell, words in held.items()}
        if _coarse(_without_cut(lines)):
            reading.coarse.append(_as_region(closed, vs, inside))
        else:
            reading.grids.append(_grid(closed, lines, page))
        used = {id(w) for w in inside}
        reading.taken.update(used)
        rest = [w for w in rest if id(w) not in used]
    return reading


def _with_floating(parts: list[tuple[list[Stroke], list[Stroke]]]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Components, the largest first, each with the strokes inside it that meet none: walls broken at merged rows."""
    parts = sorted(parts, key=lambda c: -len(c[0]) - len(c[1]))
    frames = [(hs, vs) for hs, vs in parts if len(hs) > 1 and len(vs) > 1]
    rest = []
    for hs, vs in parts:
        if len(hs) > 1 and len(vs) > 1:
            continue
        home = next((f for f in frames if _encloses(f, hs, vs)), None)
        if home is None:
            rest.append((hs, vs))
        else:
            home[0].extend(hs)
            home[1].extend(vs)
    return frames + rest


def _encloses(frame: tuple[list[Stroke], list[Stroke]], hs: list[Stroke], vs: list[Stroke]) -> bool:
    left, right = min(v.at for v in frame[1]) - REACH, max(v.at for v in frame[1]) + REACH
    top = min(*(h.at for h in frame[0]), *(v.start for v in frame[1])) - REACH
    bottom = max(*(h.at for h in frame[0]), *(v.end for v in frame[1])) + REACH
    return all(top <= h.at <= bottom and left <= h.start and h.end <= right for h in hs) and all(
        left <= v.at <= right and top <= v.start and v.end <= bottom for v in vs
    )


def _inside(closed: Lattice, words: Sequence[Word]) -> list[Word]:
    x0, top, x1, bottom = closed.bbox
    return [w for w in words if x0 <= (w.x0 + w.x1) / 2 <= x1 and top <= (w.top + w.bottom) / 2 <= bottom]


def _trusted(closed: Lattice, held: dict[LatticeCell, list[Word]]) -> bool:
    """True when the lattice is a table's: text in two columns and rows, and no drawing with a few labels."""
    if len({c.column for c in held}) < 2:
        return False
    if len({c.row for c in held}) < 2:  # the one row that a page break left over
        return len(closed.ys) == 2 and len(held) > 2 and any(is_numeric(spell(ws)) for ws in held.values())
    return len(held) >= EMPTY * len(closed.cells) or len(held) >= 12


def _mended(cell: LatticeCell, lines: list[list[Word]]) -> list[list[Word]]:
    """The cell's lines; the pieces of a number that it broke as one word, its unit below it left out."""
    if len(lines) < 2 or any(len(line) > 1 for line in lines):
        return lines
    pieces = [line[0] for line in lines]
    if len(pieces) > 2 and KRONER.fullmatch(pieces[-1].text):
        pieces.pop()
    texts = _wholes(pieces, tight=_is_tight(cell, pieces))
    if not texts:
        return lines
    x0, top, x1, bottom = bounds(pieces)
    sure = min((w.confidence for w in pieces if w.confidence is not None), default=None)
    made = replace(pieces[0], text=texts[0], x0=x0, top=top, x1=x1, bottom=bottom, confidence=sure)
    return [[replace(made, readings=tuple(texts[1:]))]]


def _wholes(pieces: Sequence[Word], *, tight: bool) -> list[str]:
    """The numbers that the pieces may be, the likeliest first: of a scan's each may be another than was read."""
    text = whole([w.text for w in pieces], tight=tight)
    if any(w.confidence is None for w in pieces):
        return [text] if text else []
    read = [
        list(dict.fromkeys(t for x in (w.text, *w.readings) for t in (x, x.replace(",", "."))))[:ALIKE] for w in pieces
    ]
    found = (whole(texts, tight=tight) for texts in islice(product(*read), MOST_READ))
    made = [text] if text else [t for t in found if t]
    return list(
        dict.fromkeys((*made, *(f"-{t}" for t in made if t[0].isdigit())))
    )  # a sign on its own line is lost easily


def _is_tight(cell: LatticeCell, pieces: Sequence[Word]) -> bool:
    """True where no break could be left out: as wide a margin as the text has, and the next figure did not fit.

    A sign is broken off a number that did not fit whole.
    """
    left, _, right, _ = cell.bbox
    margin = min(WIDEST_PADDING, *(min(w.x0 - left, right - w.x1) for w in pieces))
    room = right - left - 2 * max(0.0, margin)
    return all(a.x1 - a.x0 + _next(a, pieces[n:]) > room - _SLACK for n, a in enumerate(pieces[:-1], start=1))


def _next(above: Word, rest: Sequence[Word]) -> float:
    """The width of what would have had to fit beside a piece: behind a sign the number, else a figure."""
    if len(above.text) == 1 and not above.text.isdigit():
        return sum(w.x1 - w.x0 for w in rest)
    return (rest[0].x1 - rest[0].x0) / len(rest[0].text)


def _without_cut(held: dict[LatticeCell, list[list[Word]]]) -> dict[LatticeCell, list[list[Word]]]:
    """The cells without those whose number the page's end cut off: one too narrow for its pieces is one number."""
    last = max((cell.last_row for cell in held), default=0)
    return {
        cell: lines
        for cell, lines in held.items()
        if cell.last_row < last or len(lines) < 2 or not _is_cut(cell, lines)
    }


def _is_cut(cell: LatticeCell, lines: list[list[Word]]) -> bool:
    pieces = [line[0] for line in lines if len(line) == 1]
    return len(pieces) == len(lines) and is_cut([w.text for w in pieces]) and _is_tight(cell, pieces)


def _coarse(held: dict[LatticeCell, list[list[Word]]]) -> bool:
    """True when cells hold several rows' or several columns' numbers: the rulings part only some of them."""
    stacked: Counter[tuple[int, int]] = Counter()
    beside = numbered = 0
    for cell, printed in held.items():
        counts = [sum(p.numeric for p in phrases(line)) for line in printed]
        several = any(n > 1 for n in counts)
        if several and cell.last_column - cell.column > 1:
            return True
        numbered += any(counts)
        beside += several
        lines = sum(map(bool, counts))
        if lines > 1 and lines >= 0.6 * len(counts) and not _is_broken(printed):
            stacked[cell.row, cell.last_row] += 1
    return any(n > 1 for n in stacked.values()) or (beside >= 2 and beside > 0.25 * numbered)


def _is_broken(lines: Sequence[Sequence[Word]]) -> bool:
    """True for a scan's cell whose figures are pieces of one number, of which one was misread."""
    read = [line[0] for line in lines if len(line) == 1 and line[0].confidence is not None]
    return len(read) == len(lines) and any(CUT.fullmatch(w.text) for w in read[:-1]) and read[-1].text.isdigit()


def _as_region(closed: Lattice, walls: Sequence[Stroke], words: Sequence[Word]) -> Region:
    """The lattice's text as a region for the column geometry, phrases cut where a stroke stands between words."""
    lines = []
    for n, line in enumerate(group_lines(words)):
        height = sum(w.top + w.bottom for w in line) / (2 * len(line))
        cuts = [v.at for v in walls if v.start <= height <= v.end]
        pieces: dict[int, list[Word]] = {}
        for w in line:
            pieces.setdefault(sum(1 for x in cuts if x <= (w.x0 + w.x1) / 2), []).append(w)
        lines.append([p for k in sorted(pieces) for p in phrases(pieces[k], n)])
    return Region(mended(lines), list(closed.ys), (closed.xs[0], closed.xs[-1]), list(closed.xs[1:-1]))


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
        column = max(0, bisect_right(closed.xs, mx) - 1)
        row = max(0, bisect_right(closed.ys, my) - 1)
        key = (min(row, len(closed.ys) - 2), min(column, len(closed.xs) - 2))
        held.setdefault(unit[key], []).append(w)
    return held


def _grid(closed: Lattice, held: dict[LatticeCell, list[list[Word]]], page: int) -> Grid:
    rows = [r for r, (top, bottom) in enumerate(pairwise(closed.ys)) if bottom - top > THIN]
    columns = [c for c, (left, right) in enumerate(pairwise(closed.xs)) if right - left > THIN]
    out = []
    for above, r in pairwise([-1, *rows]):
        begun = {cell: lines for cell, lines in held.items() if above < cell.row}
        box = (closed.xs[0], closed.ys[r], closed.xs[-1], closed.ys[r + 1])
        out.append(GridRow(tuple(_row(closed, begun, r, columns)), page, None, box))
    extents = tuple((closed.xs[c], closed.xs[c + 1]) for c in columns)
    return Grid(tuple(out), "ruled", page, closed.bbox, extents)


def _row(
    closed: Lattice, begun: dict[LatticeCell, list[list[Word]]], row: int, columns: Sequence[int]
) -> list[GridCell | None]:
    """A row's cells; the text stands in the row where a cell begins (`begun`), the others that it spans are empty."""
    top, bottom = closed.ys[row], closed.ys[row + 1]
    cells: list[GridCell | None] = [GridCell("", (closed.xs[c], top, closed.xs[c + 1], bottom)) for c in columns]
    for cell in closed.cells:
        if not cell.row <= row <= cell.last_row:
            continue
        spanned = [i for i, c in enumerate(columns) if cell.column <= c <= cell.last_column]
        if spanned:
            made = _cell(cell, begun.get(cell, []), len(spanned))
            cells[spanned[0] : spanned[-1] + 1] = [made, *[None] * (len(spanned) - 1)]
    return cells


def _cell(cell: LatticeCell, lines: Sequence[Sequence[Word]], span: int) -> GridCell:
    texts = [spell(line) for line in lines]
    text = (
        "\n".join(texts)
        if all(is_numeric(t) for t in texts)
        else cell_text(lines, cell.bbox[2] - cell.bbox[0] - MARGIN)
    )
    return grid_cell(lines, text, span, cell.bbox, mended=_is_mended(lines))


def _is_mended(lines: Sequence[Sequence[Word]]) -> bool:
    """True for a number of one word that stands higher than one line."""
    return len(lines) == 1 and len(lines[0]) == 1 and _is_tall(lines[0][0])


def _is_tall(word: Word) -> bool:
    return word.size is not None and word.bottom - word.top > 1.5 * word.size
