"""Placing the words of printed lines in columns, where the print keeps the columns apart.

Two kinds of line do: a text file padded with spaces to the page's layout, and a PDF line with its words' places. A grid
found by alignment alone may have taken several printed rows for one: `unstacked` parts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.bilag.forms.blocks import FormLine
from extractors.bilag.forms.lexicon import is_open
from extractors.layout.text import join_lines
from schemas.source import Line

_PIECE_RE: Final = re.compile(r"\S+(?: \S+)*")
_MIN_GAP_EM: Final = 0.9
"""A gap between PDF words wider than this many line heights parts two cells (a space is about 0.3)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line without a wide gap, with their extent in characters (text) or points (PDF)."""

    x0: float
    x1: float
    text: str


def pieces(line: Line) -> list[Piece]:
    """A line cut at its wide gaps."""
    if not line.words:
        return [Piece(m.start(), m.end(), m.group()) for m in _PIECE_RE.finditer(line.text)]
    found: list[Piece] = []
    for word in line.words:
        height = max(word.bottom - word.top, 1.0)
        if found and word.x0 - found[-1].x1 < _MIN_GAP_EM * height:
            found[-1] = Piece(found[-1].x0, word.x1, f"{found[-1].text} {word.text}")
        else:
            found.append(Piece(word.x0, word.x1, word.text))
    return found


def columns_of(header: Sequence[FormLine], count: int) -> list[tuple[float, float]] | None:
    """The header's `count` columns as extents, None where the print does not keep them apart."""
    first: list[Piece] = max((pieces(x.line) for x in header), key=len, default=[])
    if len(first) != count:
        return None
    spans = [(p.x0, p.x1) for p in first]
    for line in header:
        for piece in pieces(line.line):
            column = place(piece, spans)
            low, high = spans[column]
            spans[column] = (min(low, piece.x0), max(high, piece.x1))
    return spans


def place(piece: Piece, spans: Sequence[tuple[float, float]]) -> int:
    """The column a piece stands in: the one it overlaps most, else the nearest."""

    def fit(column: int) -> float:
        low, high = spans[column]
        return min(high, piece.x1) - max(low, piece.x0)

    return max(range(len(spans)), key=fit)


def placed(line: FormLine, spans: Sequence[tuple[float, float]]) -> list[str]:
    """A line's text by column."""
    cells: list[list[str]] = [[] for _ in spans]
    for piece in pieces(line.line):
        cells[place(piece, spans)].append(piece.text)
    return [join_lines(c) for c in cells]


def unstacked(cells: Sequence[Sequence[str]], key: int, is_one: Callable[[str], bool]) -> list[list[str]] | None:
    """Part a grid row that holds several printed rows, given its cells' lines; None where it does not surely.

    `key` is the column whose every line is a cell by itself (`is_one`): a time, an answer. Each other cell must then
    begin as often as `key` has lines, or be empty.
    """
    count = len(cells[key])
    if count < 2 or not all(map(is_one, cells[key])):
        return None
    parted: list[list[str]] = []
    for at, lines in enumerate(cells):
        starts = list(range(count)) if at == key else _starts(lines)
        if lines and len(starts) != count:
            return None
        ends = [*starts[1:], len(lines)]
        parted.append([join_lines(lines[i:j]) for i, j in zip(starts, ends, strict=True)] if lines else [""] * count)
    return [list(row) for row in zip(*parted, strict=True)]


def _starts(lines: Sequence[str]) -> list[int]:
    """The lines of a stacked cell that begin a cell: a capital or figure, and no open end before."""
    found = []
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else ""
        goes_on = line[0].islower() or before.endswith("-") or (before and is_open(before.rsplit(maxsplit=1)[-1]))
        if at == 0 or not goes_on:
            found.append(at)
    return found
