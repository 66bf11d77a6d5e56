"""What stands beside a table without being of it: a second table, a box of facts.

Two things tell. The order of printing: a word processor prints a table whole and only then what stands to its right, so
that print goes up again beside rows that are done. And a frame: what stands inside it is of no line outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.layout.grid.lines import bounds, group_lines
from extractors.layout.grid.order import LEADING
from extractors.layout.grid.rulings import Stroke
from schemas.source import BBox, Block, Grid, Word

_LEAST: Final = 4  # pieces of print: less is no table that something stands beside
_RISE: Final = 2.0  # points
_MARGIN: Final = 1.5  # points

PrintedLine = list[Word]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words printed in one go, and their box."""

    words: list[Word]
    box: BBox


def printed_lines(words: Sequence[Word]) -> list[PrintedLine]:
    """The page's lines from the top, those of a table that stands beside another after it."""
    found = _asides(_pieces(words))
    if not found:
        return group_lines(words)
    groups, bottoms = zip(*found, strict=True)
    taken = {id(w) for group in groups for w in group}
    lines = group_lines([w for w in words if id(w) not in taken])
    for group, bottom in zip(groups, bottoms, strict=True):
        at = next((n for n, line in enumerate(lines) if line[0].top > bottom), len(lines))
        lines[at:at] = group_lines(group)
    return lines


def _pieces(words: Sequence[Word]) -> list[_Piece]:
    runs: list[list[Word]] = []
    for word in words:
        if word.run is None:
            return []
        if runs and runs[-1][-1].run == word.run:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_Piece(run, bounds(run)) for run in runs]


def _asides(pieces: Sequence[_Piece]) -> list[tuple[list[Word], float]]:
    """The words of each table that stands to the right of one printed before, and where both are at their end."""
    found, at = [], _LEAST
    while at < len(pieces):
        end = _end_of_aside(pieces, at)
        if end > at:
            found.append(([w for p in pieces[at:end] for w in p.words], max(p.box[3] for p in pieces[at - 1 : end])))
        at = max(end, at + 1)
    return found


def _end_of_aside(pieces: Sequence[_Piece], at: int) -> int:
    """Where the print ends that begins here beside rows that are done; `at` where none does."""
    x0, top, _, _ = pieces[at].box
    before = pieces[at - 1].box
    if top > before[1] - _RISE:
        return at
    first = at
    while first and pieces[first - 1].box[3] > top and pieces[first - 1].box[2] <= x0:
        first -= 1
    rows = [p.box for p in pieces[first:at]]
    if len(rows) < _LEAST or not any(_begins_row(a, b) for a, b in pairwise(rows)):
        return at
    if first and pieces[first - 1].box[3] > top:
        return at  # a line that reaches as far to the right
    right = max(box[2] for box in rows)
    end = at
    while end < len(pieces) and pieces[end].box[0] >= right and pieces[end].box[1] >= top - _RISE:
        end += 1
    return end


def _begins_row(above: BBox, below: BBox) -> bool:
    """True for print further down that is no line of the same cell."""
    down = below[1] - above[1]
    return down > _RISE and (below[2] <= above[0] or down > LEADING[1] * (above[3] - above[1]))


def frames(boxes: Sequence[Sequence[Stroke]]) -> list[BBox]:
    """The boxes of frames around text, given as the strokes across of each."""
    return [
        (min(h.start for h in hs), min(h.at for h in hs), max(h.end for h in hs), max(h.at for h in hs))
        for hs in boxes
        if len(hs) == 2
    ]


def without_framed(lines: dict[int, PrintedLine], boxes: Sequence[BBox]) -> dict[int, PrintedLine]:
    """The lines by number; words in a frame that share a line with words outside it as lines of their own."""
    out = dict(lines)
    for box in boxes:
        for n, line in list(out.items()):
            inside = [w for w in line if _holds(box, w)]
            if inside and len(inside) < len(line):
                out[n] = [w for w in line if not _holds(box, w)]
                out[max(out) + 1] = inside
    return out


def _holds(box: BBox, word: Word) -> bool:
    x0, top, x1, bottom = box
    inside = x0 - _MARGIN <= word.x0 and word.x1 <= x1 + _MARGIN
    return inside and top <= (word.top + word.bottom) / 2 <= bottom


def beside_tables(blocks: Sequence[Block]) -> set[int]:
    """The places of the lines that stand beside a grid, between its top and its bottom."""
    grids = [b.bbox for b in blocks if isinstance(b, Grid) and b.bbox]
    out = set()
    for n, block in enumerate(blocks):
        if isinstance(block, Grid) or not block.bbox:
            continue
        x0, top, x1, bottom = block.bbox
        middle = (top + bottom) / 2
        if any(g[1] < middle < g[3] and (x0 >= g[2] or x1 <= g[0]) for g in grids):
            out.add(n)
    return out
