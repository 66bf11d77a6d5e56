"""Placing the words of printed lines in columns, where the print keeps the columns apart.

Two kinds of line do: a text file padded with spaces to the page's layout, and a PDF line with its words' places. Such a
text dump gives a line the room its characters take: a long cell pushes the next one to the right and leaves but one
space between them. So where a line is cut is decided over the whole line (`placed`): by wide gaps, by where the columns
begin here, and by what word a cell may begin with.

A grid found by alignment alone may have taken several printed rows for one: `unstacked` parts them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.forms.blocks import FormLine
from extractors.forms.lexicon import DUE_START_RE, is_open
from extractors.layout.text import join_lines
from schemas.source import Line

_WORD_RE: Final = re.compile(r"\S+")
_HEADING_RE: Final = re.compile(r"Hvordan\b|Hvem\b|Hvornår\b")
"""The words that begin the form's headings but the first."""
_MIN_GAP_EM: Final = 0.9
"""A gap between PDF words wider than this many line heights parts two cells (a space is about 0.3)."""
_EM: Final = 0.5
"""A PDF character's average width in line heights."""
_SURE_GAP: Final = 3
"""A gap of this many spaces stands in no running text."""
_NEAR: Final = 2
"""How many lines above and below tell where a line's columns begin."""
_SKIP: Final = 2.0
"""What an empty cell between others costs on a line that may open a row."""
_LEFT: Final = 0.5
_RIGHT: Final = 0.2
_OVER: Final = 0.3
"""What a character costs by which a cell begins left or right of its column, or runs over into the next one's."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line without a wide gap, with their extent in characters (text) or points (PDF)."""

    x0: float
    x1: float
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its extent in characters, and the gap before it."""

    x0: float
    x1: float
    text: str
    gap: float


def _words(line: Line) -> list[_Word]:
    found: list[_Word] = []
    if not line.words:
        for m in _WORD_RE.finditer(line.text):
            found.append(_Word(m.start(), m.end(), m.group(), m.start() - found[-1].x1 if found else 0))
        return found
    em = max(_EM * max(w.bottom - w.top for w in line.words), 0.5)
    for word in line.words:
        gap = (word.x0 / em - found[-1].x1) if found else 0.0
        wide = gap * _EM >= _MIN_GAP_EM
        found.append(_Word(word.x0 / em, word.x1 / em, word.text, max(gap, 2.0) if wide else min(gap, 1.0)))
    return found


def _pieces(line: Line, *, headings: bool = False) -> Iterator[_Word]:
    """A line cut at its wide gaps, and before the words that begin a heading."""
    open_piece: _Word | None = None
    for word in _words(line):
        if open_piece is None:
            open_piece = word
        elif word.gap >= 2 or (headings and _HEADING_RE.match(word.text)):
            yield open_piece
            open_piece = word
        else:
            open_piece = _Word(open_piece.x0, word.x1, f"{open_piece.text} {word.text}", open_piece.gap)
    if open_piece is not None:
        yield open_piece


def columns_of(header: Sequence[FormLine], count: int) -> list[tuple[float, float]] | None:
    """The header's `count` columns as extents in characters, None where the print does not keep them apart."""
    lines = [list(_pieces(x.line, headings=True)) for x in header]
    widest = max((len(list(_pieces(x.line))) for x in header), default=0)
    if widest < count and not any(p.gap >= _SURE_GAP for line in lines for p in line[1:]):
        return None
    pieces = [p for line in lines for p in line]
    whole = next((line for line in lines if len(line) == count), None)
    spans = [(p.x0, p.x1) for p in whole] if whole else _clusters(pieces)
    if len(spans) != count:
        return None
    for piece in pieces:
        column = _column(piece, spans)
        spans[column] = (min(spans[column][0], piece.x0), max(spans[column][1], piece.x1))
    return spans


def _clusters(pieces: Sequence[_Word]) -> list[tuple[float, float]]:
    """The extents of pieces that stand over each other."""
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda p: p.x0):
        if spans and piece.x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.x1))
        else:
            spans.append((piece.x0, piece.x1))
    return spans


def _column(piece: _Word, spans: Sequence[tuple[float, float]]) -> int:
    return place(Piece(piece.x0, piece.x1, piece.text), spans)


def place(piece: Piece, spans: Sequence[tuple[float, float]]) -> int:
    """The column a piece stands in: the one it overlaps most, else the nearest."""

    def fit(column: int) -> float:
        low, high = spans[column]
        return min(high, piece.x1) - max(low, piece.x0)

    return max(range(len(spans)), key=fit)


# --- cutting lines --------------------------------------------------------------------------------------------------


def placed(lines: Sequence[Line], spans: Sequence[tuple[float, float]], *, one_row: bool = False) -> list[list[str]]:
    """Each line's text by column, `spans` being the headings' extents.

    A column begins under its heading, or where its text surely begins on a line nearby: a layout dump moves whole rows.
    So where the lines are known to be `one_row`, its columns begin where they surely do, and nowhere else.
    """
    words = [_words(line) for line in lines]
    sure = [list(_sure_starts(found, spans)) for found in words]
    cells = []
    for at, found in enumerate(words):
        near = sure if one_row else sure[max(at - _NEAR, 0) : at] + sure[at + 1 : at + 1 + _NEAR]
        starts: list[list[float]] = []
        for column, (x0, _) in enumerate(spans):
            shown = [x for line in near for c, x in line if c == column]
            starts.append(shown if one_row and shown else [x0, *shown])
        cells.append(_dealt(found, starts))
    return cells


def _sure_starts(words: Sequence[_Word], spans: Sequence[tuple[float, float]]) -> Iterator[tuple[int, float]]:
    """The columns that surely begin on a line, and where: after a wide gap, or at its indented beginning."""
    for number, word in enumerate(words):
        column = _column(word, spans)
        if word.gap >= 2 or (number == 0 and column):
            yield column, word.x0


def _dealt(words: Sequence[_Word], starts: Sequence[Sequence[float]]) -> list[str]:
    """The cheapest way to deal a line's words to columns, each of which may begin at several places."""
    columns = range(len(starts))
    costs = [[_begins(words[0], starts[c]) for c in columns]]
    came: list[list[int]] = [list(columns)]
    opens = words[0].text[0].isupper()
    for at in range(1, len(words)):
        on = [costs[-1][c] + _goes_on(words, at, c, starts) for c in columns]
        cut = [_cut(words, at, starts[c], opens=opens) for c in columns]
        skip = _SKIP if opens else 0.0
        ways = [[costs[-1][b] + cut[c] + skip * (c - b - 1) for b in range(c)] + [on[c]] for c in columns]
        costs.append([min(w) for w in ways])
        came.append([w.index(min(w)) for w in ways])
    column = costs[-1].index(min(costs[-1]))
    cells: list[list[str]] = [[] for _ in starts]
    for at in reversed(range(len(words))):
        cells[column].insert(0, words[at].text)
        column = came[at][column]
    return [" ".join(c) for c in cells]


def _begins(word: _Word, starts: Sequence[float]) -> float:
    """What it costs that a cell begins with a word: text is set from its column's left, and rather pushed right."""
    return min(_LEFT * max(x - word.x0 - 1.0, 0.0) + _RIGHT * max(word.x0 - x, 0.0) for x in starts)


def _goes_on(words: Sequence[_Word], at: int, column: int, starts: Sequence[Sequence[float]]) -> float:
    """What it costs that a word goes on in its cell: over a wide gap, or where the next column has begun."""
    word, cost = words[at], 0.0
    if word.gap >= 2:
        cost += 3.0 if word.gap < _SURE_GAP else 6.0
    if column + 1 < len(starts):
        ends = min(starts[column + 1])
        cost += _OVER * (max(word.x1 - ends, 0.0) - max(words[at - 1].x1 - ends, 0.0))
    return cost


def _cut(words: Sequence[_Word], at: int, starts: Sequence[float], *, opens: bool) -> float:
    """What it costs that a new cell begins with a word that is not its line's first; a row `opens` with capitals."""
    cost, word = _begins(words[at], starts), words[at]
    if word.gap >= 2:
        return cost
    rest = " ".join(w.text for w in words[at : at + 3])
    due = DUE_START_RE.match(rest) is not None
    if due and DUE_START_RE.match(f"{words[at - 1].text} {rest}") and is_open(words[at - 1].text):
        return cost + 3.0  # `I 1. kvartal`: the time had begun
    if due or word.text[0].isupper():
        return cost + 0.5
    if opens:
        return cost + 5.0
    return cost + (1.0 if word.x0 in starts else 2.5)


# --- stacked rows ---------------------------------------------------------------------------------------------------


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
