"""Rebuilding the four columns of a follow-up table that a text dump flattened.

A dump prints a row's cells one after another: a cell's wrapped lines on lines of their own, and cells that start at
the same height on one line with a space between. So the text is a sequence of *atoms* (runs of words that nothing could
split), a cell is a run of atoms, and a row is up to four cells. `rows` finds, by dynamic programming, the division
whose evidence weighs most: what stands between two atoms (line break, empty line, double space, capital letter, a word
that cannot end a cell) and what each cell says (a period, a unit, a sentence).

Linear in the number of lines: a cell holds at most `_MAX_ATOMS` atoms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from extractors.bilag.forms.blocks import FormLine, letters
from extractors.bilag.forms.lexicon import (
    ABBREVIATION_RE,
    DUE_START_RE,
    MEASURE_START_RE,
    PERIOD_WORD_RE,
    UNIT_RE,
    VERB_RE,
    is_open,
    is_period,
    is_period_word,
)
from extractors.layout.text import join_lines, join_pair, text_width

_MAX_ATOMS: Final = 10
_COLUMNS: Final = 4
_REPEATED_ATOMS: Final = 3
_BEAM: Final = 14.0
"""States this far below the best at the same atom are given up."""
_ROW: Final = -1.0
"""What one more row costs."""
_NEVER: Final = -1e9
_EMPTY: Final = (_NEVER, -4.0, -4.5, -4.5)
"""What an empty cell costs, by column: a goal is never empty."""

_WORD_RE: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Atom:
    """Words that stay together: their lines' texts, the first line they stand on, and the boundary before them.

    `cut` is the evidence for a new cell at that boundary, `join` for the same cell going on. `starts_line` is true when
    the atom begins a printed line; `last` is the line its last word stands on; `spaced` and `tight` count the line
    breaks inside with and without an empty line.
    """

    texts: tuple[str, ...]
    first: FormLine
    last: FormLine
    starts_line: bool
    cut: float
    join: float
    indented: bool = False
    spaced: int = 0
    tight: int = 0

    @property
    def text(self) -> str:
        """The atom on one line."""
        return join_lines(self.texts)


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row found in flattened text: its cells ("" where empty) and the line its first cell starts on."""

    cells: tuple[str, str, str, str]
    first: FormLine


def rows(lines: Sequence[FormLine], repeats: Counter[str]) -> list[FlatRow]:
    """Divide a stretch of lines without group rows into rows of four cells."""
    atoms = atoms_of(lines)
    if not atoms:
        return []
    return [_flat_row(atoms, cells) for cells in _Best(atoms, repeats).rows()]


def _flat_row(atoms: Sequence[Atom], spans: Sequence[tuple[int, int]]) -> FlatRow:
    texts = [join_lines(t for a in atoms[i:j] for t in a.texts) for i, j in spans]
    return FlatRow((texts[0], texts[1], texts[2], texts[3]), atoms[spans[0][0]].first)


def repeated(atoms: Sequence[Atom]) -> Counter[str]:
    """How often each run of a few atoms stands in a table: a unit or a period is printed row after row."""
    keys = [_key(a.text) for a in atoms]
    return Counter(
        "".join(keys[i:j]) for i in range(len(atoms)) for j in range(i + 1, min(i + _REPEATED_ATOMS, len(atoms)) + 1)
    )


def _key(text: str) -> str:
    return letters(text) or text


# --- atoms ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Style:
    """What a table's printed lines have in common: the widest line, and whether empty lines tell anything."""

    width: float
    spaced: bool


def atoms_of(lines: Sequence[FormLine]) -> list[Atom]:
    """The atoms of a stretch of lines, with the evidence between them."""
    style = _Style(max((text_width(x.text) for x in lines), default=0.0), any(x.gap == "blank" for x in lines))
    found: list[Atom] = []
    texts: list[str] = []
    breaks: list[str] = []
    pending: tuple[FormLine, bool, float, float] | None = None
    previous: FormLine | None = None
    last = ""
    for line in lines:
        cut, join = (0.0, _NEVER) if previous is None else _line_boundary(previous, line, style, last)
        last = _last_word(line.text, last)
        for number, (piece, mid) in enumerate(_pieces(line)):
            at = (cut, join) if number == 0 else mid
            if pending is None or at[0] > _NEVER:
                if pending is not None and previous is not None:
                    found.append(_atom(texts, breaks, pending, previous))
                texts, breaks, pending = [piece], [], (line, number == 0, *at)
            else:
                texts.append(piece)
                breaks.append(line.gap)
            previous = line
    if pending is not None and previous is not None:
        found.append(_atom(texts, breaks, pending, previous))
    return found


def _atom(texts: list[str], breaks: list[str], pending: tuple[FormLine, bool, float, float], last: FormLine) -> Atom:
    first, starts_line, cut, join = pending
    indented = starts_line and first.indented
    spaced, tight = breaks.count("blank"), breaks.count("tight")
    return Atom(tuple(texts), first, last, starts_line, cut, join, indented, spaced, tight)


def _last_word(text: str, before: str) -> str:
    """The last word of a line, whole also where it is the rest of a word the line before broke off."""
    word = text.rsplit(maxsplit=1)[-1]
    return before[:-1] + word if word == text and before.endswith("-") else word


def _line_boundary(before: FormLine, after: FormLine, style: _Style, last: str) -> tuple[float, float]:
    """(cut, join) between two printed lines; cut is `_NEVER` where the second goes on in the first's cell."""
    start = after.text[0]
    if _goes_on(before.text, after.text, last) or (start.isdigit() and is_period_word(last)):
        return _NEVER, 0.0
    cut, join = 0.5, 0.0
    if style.spaced and after.gap == "tight":
        cut, join = -2.5, 1.5
    elif style.spaced and after.gap == "blank":
        cut, join = 1.0, -1.5
    if last.endswith((".", "?")):
        cut += 0.3
    word = after.text.split(maxsplit=1)[0]
    if style.width and text_width(f"{before.text} {word}") < 0.8 * style.width:
        join -= 0.7  # the word would have fitted: the cell, or its paragraph, had ended
    if start.isdigit() and not DUE_START_RE.match(after.text):
        join += 0.5
    if start.islower():
        cut, join = cut - 2.5, join + 1.5
    return cut, join


def _goes_on(before: str, after: str, last: str) -> bool:
    """True when no cell can start with `after`: a wrapped word, a lower-case start, an open end."""
    if before.endswith(("-", "\u00ad")) and not before.endswith(" -"):
        return True
    if is_open(last):
        return True
    start = after[0]
    return (start.islower() and not DUE_START_RE.match(after)) or (not start.isalnum() and start not in "§\"'”“’-–•")


def _pieces(line: FormLine) -> list[tuple[str, tuple[float, float]]]:
    """A line cut at every place where a cell could start, each piece with the (cut, join) evidence before it."""
    raw = line.line.text.strip()
    words = [(m.group(), m.start()) for m in _WORD_RE.finditer(raw)]
    pieces: list[tuple[str, tuple[float, float]]] = []
    begin, evidence = 0, (0.0, 0.0)
    for (before, at), (word, start) in pairwise(words):
        gap = start - at - len(before)
        found = _mid_boundary(before, word, raw[start:], gap)
        if found is not None:
            pieces.append((raw[begin:start].rstrip(), evidence))
            begin, evidence = start, found
    pieces.append((raw[begin:], evidence))
    return pieces


def _mid_boundary(before: str, word: str, rest: str, gap: int) -> tuple[float, float] | None:
    """(cut, join) inside a line before `word`, None where no cell can start there."""
    if is_open(before) or (before.endswith("-") and gap == 1):
        return None
    wide = 2.5 if gap > 1 else 0.0
    period = DUE_START_RE.match(rest) is not None
    start = word[0]
    if start.isdigit():
        if period and is_period_word(before) and not wide:
            return None
        return (0.0 + wide if period else wide - 0.5, 0.0) if period or wide or before.isalpha() else None
    if start.islower():
        return (-1.5 + wide, 0.5) if wide or (period and not is_open(word)) else None
    if not start.isalpha():
        return (wide, 0.0) if wide else None
    capitals = ABBREVIATION_RE.fullmatch(word) is not None
    cut, join = (-0.5, 0.0) if capitals else (0.8, -0.8)
    if before.endswith("."):
        cut, join = 0.3, 0.0
    elif not period and _names_on(before):
        cut, join = -1.2, 0.3
    return cut + wide, join - (0.5 if wide else 0.0)


def _names_on(before: str) -> bool:
    """True when a capital after `before` likely goes on with a name: `Københavns Kommune`, `DSI Voksne`."""
    return (before[0].isupper() and before.endswith("s")) or ABBREVIATION_RE.fullmatch(before) is not None


# --- the best division ----------------------------------------------------------------------------------------------


class _Best:
    """The division of atoms into rows of four cells with the highest score."""

    def __init__(self, atoms: Sequence[Atom], repeats: Counter[str]) -> None:
        self.atoms = atoms
        self.repeats = repeats
        self.keys = [_key(a.text) for a in atoms]
        self.joins = [0.0]
        self.tights = [0]
        self.blanks = [0]
        for atom in atoms[1:]:
            self.joins.append(self.joins[-1] + max(atom.join, -50.0))
            self.tights.append(self.tights[-1] + (atom.starts_line and atom.first.gap == "tight"))
            self.blanks.append(self.blanks[-1] + (atom.starts_line and atom.first.gap == "blank"))
        self.mixed = any(a.spaced for a in atoms) and any(a.tight for a in atoms)
        size = len(atoms) + 1
        self.best = [[_NEVER * 10] * _COLUMNS for _ in range(size)]
        self.came: list[list[tuple[int, int]]] = [[(0, 0)] * _COLUMNS for _ in range(size)]

    def rows(self) -> list[list[tuple[int, int]]]:
        """Each row's four (start, end) spans of atoms."""
        self.best[0][0] = 0.0
        for at in range(len(self.atoms) + 1):
            if at:
                self._empties(at)
            if at < len(self.atoms):
                floor = max(self.best[at]) - _BEAM
                self._extend(at, [c for c in range(_COLUMNS) if self.best[at][c] > floor])
        return self._trace()

    def _empties(self, at: int) -> None:
        """Leave cells empty at one place, column after column, to the next row's start."""
        best, hint = self.best[at], 1.5 if at < len(self.atoms) and self.atoms[at].indented else 0.0
        for column in (1, 2, 3):
            target = (column + 1) % _COLUMNS
            score = best[column] + _EMPTY[column] + hint
            if score > best[target]:
                best[target], self.came[at][target] = score, (at, column)

    def _extend(self, at: int, columns: Sequence[int]) -> None:
        """Let a cell of each of `columns` start at an atom, and run over as many atoms as it may."""
        first = self.atoms[at]
        cut = first.cut if at else 0.0
        text = ""
        for end in range(at + 1, min(at + _MAX_ATOMS, len(self.atoms)) + 1):
            text = join_pair(text, self.atoms[end - 1].text)
            shared = cut + self.joins[end - 1] - self.joins[at] + self._shape(at, end, text)
            again = self._again(at, end)
            for column in columns:
                score = self.best[at][column] + shared + _content(text, column) + again * _AGAIN[column]
                if column == 0:
                    score += _ROW + self._goal_shape(at, end)
                target = (column + 1) % _COLUMNS
                if score > self.best[end][target]:
                    self.best[end][target], self.came[end][target] = score, (at, column)

    def _shape(self, at: int, end: int, text: str) -> float:
        """What a cell's form says, whatever its column."""
        score = 0.0
        runs_over = self.atoms[at].first is not self.atoms[end - 1].last
        if runs_over and end < len(self.atoms) and not self.atoms[end].starts_line:
            score -= 1.5  # cells are set from the top: one that runs over lines seldom shares its last line
        if text[-1].isdigit() and len(text.rsplit(maxsplit=1)[-1]) < 4 and text.rsplit(maxsplit=1)[-1].isdigit():
            score -= 1.5  # a bare number waits for what it counts
        return score

    def _goal_shape(self, at: int, end: int) -> float:
        """What a cell's form says when it is a goal, which opens its row's first line."""
        score = 0.0
        if not self.atoms[at].starts_line and self.atoms[at].first is not self.atoms[end - 1].last:
            score -= 2.0
        if self.mixed:  # the goal column is the one set with wide lines: each of its line breaks is an empty line
            tight = self.tights[end - 1] > self.tights[at] or any(a.tight for a in self.atoms[at:end])
            score += 1.2 * (self.blanks[end - 1] - self.blanks[at]) - (1.5 if tight else 0.0)
        return score

    def _again(self, at: int, end: int) -> float:
        """1 for a run of atoms printed in several rows, -0.7 for a part of such a run, else 0."""
        if end - at > _REPEATED_ATOMS:
            return 0.0
        count = self.repeats["".join(self.keys[at:end])]
        if count < 2:
            return 0.0
        wider = [(at - 1, end)] if at else []
        wider += [(at, end + 1)] if end < len(self.atoms) else []
        parts = any(j - i <= _REPEATED_ATOMS and self.repeats["".join(self.keys[i:j])] == count for i, j in wider)
        return -0.7 if parts else 1.0

    def _trace(self) -> list[list[tuple[int, int]]]:
        spans: list[list[tuple[int, int]]] = []
        at, column = len(self.atoms), 0
        row: list[tuple[int, int]] = []
        while at > 0 or column > 0:
            before, was = self.came[at][column]
            row.append((before, at))
            if was == 0:
                spans.append(row[::-1])
                row = []
            at, column = before, was
        return spans[::-1]


_AGAIN: Final = (-1.0, 0.3, 1.5, 1.0)
"""What a text printed in several rows of a table says, by column: goals differ, units and periods return."""


@lru_cache(maxsize=4096)
def _content(text: str, column: int) -> float:
    return (_goal, _measure, _responsible, _due)[column](text)


def _goal(text: str) -> float:
    words = text.count(" ") + 1
    score = 0.4 if words > 1 else -0.5
    if text[0].isdigit():
        score -= 2.0
    if is_period(text):
        score -= 3.0
    if ABBREVIATION_RE.fullmatch(text):
        score -= 2.0
    if text[0].islower():
        score -= 1.0
    return score


def _measure(text: str) -> float:
    score = 0.8 if MEASURE_START_RE.match(text) else 0.0
    if is_period(text):
        score -= 2.0
    if ABBREVIATION_RE.fullmatch(text):
        score -= 2.0
    return score


def _responsible(text: str) -> float:
    words = text.count(" ") + 1
    if is_period(text):
        return -2.0
    score = 0.3 - 0.25 * max(0, words - 7)
    if found := UNIT_RE.search(text):
        score += 2.5 if found.start() < 12 else 1.5
    if ABBREVIATION_RE.match(text):
        score += 2.0
    if VERB_RE.search(text):
        score -= 2.5
    if MEASURE_START_RE.match(text):
        score -= 1.5
    if PERIOD_WORD_RE.search(text):
        score -= 1.5
    return score


def _due(text: str) -> float:
    words = text.count(" ") + 1
    score = -0.25 * max(0, words - 10)
    if is_period(text):
        return score + 5.0
    if DUE_START_RE.match(text):
        return score + 3.0 - (1.5 if UNIT_RE.search(text) and not PERIOD_WORD_RE.search(text) else 0.0)
    if PERIOD_WORD_RE.search(text):
        return score + 0.5
    return score - 2.0
