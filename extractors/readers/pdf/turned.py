"""What runs up, down or upside down a page whose other text is upright: headings set from the foot up, sideways tables.

A line by itself becomes one word, placed at its foot, where the columns' headings stand. A table becomes a part of the
page with a frame of its own, in which it is upright. What runs across the page, a watermark, is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from extractors.layout.grid.lines import bounds
from extractors.readers.pdf.calls import Matrix
from extractors.readers.pdf.chars import Chars, transform_boxes
from extractors.readers.pdf.words import ACROSS, off, upright_words
from schemas.source import BBox, Block, GridCell, GridRow, Line, Ruling, Word

_AROUND: Final = 16.0  # points around a sideways table's words in which its rulings are
_FIGURES: Final = 2  # in a line, and lines of them, that make a table


@dataclass(frozen=True, slots=True)
class Turned:
    """A part of a page that is turned: its own frame, in which it is upright, and the matrix back to the page."""

    width: float
    height: float
    back: Matrix
    words: list[Word]
    rulings: list[Ruling]
    boxes: list[BBox]


def read_turned(
    textpage: Any, chars: Chars, odd: Sequence[tuple[np.ndarray, float]], width: float, height: float
) -> tuple[list[Word], list[Turned]]:
    """The words of single lines, placed on the page, and the parts that are tables.

    Args:
        textpage: pdfium's text of the page.
        chars: its characters as they are seen, moved to the page as it is read.
        odd: the characters that do not run along its lines, with their angle to them.
        width: the page's width.
        height: the page's height.
    """
    placed: list[Word] = []
    parts: list[Turned] = []
    for quarter in (1, 2, 3):
        chosen = [span for span, angle in odd if abs(off(angle - quarter * math.pi / 2)) <= ACROSS]
        if not chosen:
            continue
        to, back = _matrices(quarter, width, height)
        hidden = np.ones(len(chars.codes), dtype=bool)
        hidden[np.concatenate(chosen)] = False
        words = upright_words(textpage, chars.without(hidden).moved(to))
        if _is_table(words):
            sides = (width, height) if quarter == 2 else (height, width)
            parts.append(Turned(*sides, back, words, [], []))
        else:
            placed += [_placed(line, back, quarter) for line in _lines(words)]
    return placed, parts


def _matrices(quarter: int, width: float, height: float) -> tuple[Matrix, Matrix]:
    """The matrix that sets upright what is turned anticlockwise by so many quarters, and the one back."""
    if quarter == 1:
        return (0, 1, -1, 0, height, 0), (0, -1, 1, 0, 0, height)
    if quarter == 2:
        return (-1, 0, 0, -1, width, height), (-1, 0, 0, -1, width, height)
    return (0, -1, 1, 0, 0, width), (0, 1, -1, 0, width, 0)


def _is_table(words: Sequence[Word]) -> bool:
    figures: dict[int, int] = {}
    for word in words:
        if word.text[-1].isdigit():
            figures[round(word.bottom)] = figures.get(round(word.bottom), 0) + 1
    return sum(n >= _FIGURES for n in figures.values()) >= _FIGURES


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words of one baseline that stand together."""
    line: list[Word] = []
    for word in sorted(words, key=lambda w: (round(w.bottom), w.x0)):
        if line and (abs(word.bottom - line[-1].bottom) > 1 or word.x0 - line[-1].x1 > word.bottom - word.top):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _placed(line: Sequence[Word], back: Matrix, quarter: int) -> Word:
    """A turned line as one word of the page, no higher than its type."""
    text = " ".join(w.text for w in line)
    x0, top, x1, bottom = _moved((line[0].x0, line[0].top, line[-1].x1, line[-1].bottom), back)
    size = line[0].size or 1.0
    if quarter != 2:
        top = max(top, bottom - size)
    return Word(text, x0, top, x1, bottom, None, size, line[0].bold)


def _moved(box: BBox, m: Matrix) -> BBox:
    x0, top, x1, bottom = transform_boxes(m, np.array([box]))[0].tolist()
    return x0, top, x1, bottom


def with_rulings(
    parts: Sequence[Turned], rulings: list[Ruling], boxes: list[BBox]
) -> tuple[list[Turned], list[Ruling], list[BBox]]:
    """The parts with the rulings and shaded boxes around their words, and those of the page that are left."""
    made = []
    for part in parts:
        x0, top, x1, bottom = _moved(bounds(part.words), part.back)
        around = (x0 - _AROUND, top - _AROUND, x1 + _AROUND, bottom + _AROUND)
        to = _inverse(part.back)
        theirs = [r for r in rulings if _within((r.x0, r.top, r.x1, r.bottom), around)]
        filled = [b for b in boxes if _within(b, around)]
        gone = {id(x) for x in (*theirs, *filled)}
        rulings = [r for r in rulings if id(r) not in gone]
        boxes = [b for b in boxes if id(b) not in gone]
        lines = [Ruling(*_moved((r.x0, r.top, r.x1, r.bottom), to)) for r in theirs]
        made.append(replace(part, rulings=lines, boxes=[_moved(b, to) for b in filled]))
    return made, rulings, boxes


def _within(box: BBox, around: BBox) -> bool:
    return box[0] >= around[0] and box[1] >= around[1] and box[2] <= around[2] and box[3] <= around[3]


def _inverse(m: Matrix) -> Matrix:
    """The inverse of a matrix of quarter turns."""
    a, b, c, d, e, f = m
    return (a, c, b, d, -(a * e + b * f), -(c * e + d * f))


def on_page(block: Block, back: Matrix) -> Block:
    """A block of a turned part with its places on the page."""
    box = _moved(block.bbox, back) if block.bbox else None
    if isinstance(block, Line):
        return replace(block, bbox=box, words=())
    return replace(block, bbox=box, rows=tuple(_row(row, back) for row in block.rows), columns=None)


def _row(row: GridRow, back: Matrix) -> GridRow:
    cells: tuple[GridCell | None, ...] = tuple(
        replace(c, bbox=_moved(c.bbox, back)) if c and c.bbox else c for c in row.cells
    )
    return replace(row, cells=cells, bbox=_moved(row.bbox, back) if row.bbox else None)
