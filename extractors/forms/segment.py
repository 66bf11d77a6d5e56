"""Rebuilding the four columns of a follow-up table that a text dump flattened.

A dump prints a row's cells one after another: a cell's wrapped lines on lines of their own, and cells that start at
the same height on one line with a space between. So the text is a sequence of *atoms* (runs of words that nothing could
split), a cell is a run of atoms, and a row is up to four cells. `rows` finds, by dynamic programming, the division
whose evidence weighs most: what stands between two atoms (line break, empty line, double space, capital letter, a word
that cannot end a cell) and what each cell says (a period, a unit, a sentence).

Linear in the number of lines: a cell holds at most `_MAX_ATOMS` atoms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.forms.atoms import NEVER, Atom, Style, atoms_of
from extractors.forms.blocks import FormLine
from extractors.forms.lexicon import is_open, is_period, is_verb
from extractors.forms.weights import AGAIN, Cell, content
from extractors.layout.text import join_lines

_MAX_ATOMS: Final = 10
_COLUMNS: Final = 4
_PERIOD_WORDS: Final = 4
_REPEATED_ATOMS: Final = 3
_BEAM: Final = 14.0
"""States this far below the best at the same atom are given up."""
_WIDE_JOIN: Final = 1.2
"""What an empty line inside a cell weighs less where cells are set with empty lines between their lines."""
_ROW: Final = -1.0
"""What one more row costs."""
_EMPTY: Final = (NEVER, -4.0, -4.5, -4.5)
"""What an empty cell costs, by column: a goal is never empty."""


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row found in flattened text: its cells ("" where empty) and the line its first cell starts on."""

    cells: tuple[str, str, str, str]
    first: FormLine


def rows(stretches: Sequence[Sequence[FormLine]]) -> list[list[FlatRow]]:
    """Divide a table's stretches of lines, group rows taken out, into rows of four cells; one list for each stretch."""
    style = Style.of([line for stretch in stretches for line in stretch])
    parts = [_parts(stretch) for stretch in stretches]
    atoms = [[(atoms_of(lines, style), spill) for lines, spill in part] for part in parts]
    evidence = _Evidence.of([a for part in atoms for stretch, _ in part for a in stretch])
    return [[row for stretch, spill in part for row in _part_rows(stretch, spill, evidence)] for part in atoms]


def _part_rows(atoms: Sequence[Atom], spill: Sequence[str], evidence: _Evidence) -> list[FlatRow]:
    found = [_flat_row(atoms, cells) for cells in _Best(atoms, evidence).rows()] if atoms else []
    if found and spill:
        found[-1] = FlatRow(_spilt(found[-1].cells, spill), found[-1].first)
    return found


def _flat_row(atoms: Sequence[Atom], spans: Sequence[tuple[int, int]]) -> FlatRow:
    texts = [join_lines(t for a in atoms[i:j] for t in a.texts) for i, j in spans]
    return FlatRow((texts[0], texts[1], texts[2], texts[3]), atoms[spans[0][0]].first)


def _parts(lines: Sequence[FormLine]) -> list[tuple[list[FormLine], list[str]]]:
    """Cut a stretch where a page cut through a row whose due cell stands above the cut.

    Each part comes with the lines under the cut that go on in the other cells of its last row: those that begin in
    lower case.
    """
    parts: list[tuple[list[FormLine], list[str]]] = [([], [])]
    spilling = False
    for line in lines:
        above = parts[-1][0]
        lower = line.text[0].islower()
        if lower and (spilling or (line.turned and above and _ends_timed(above[-1].text))):
            parts[-1][1].append(line.text)
            spilling = True
            continue
        if spilling:
            parts.append(([], []))
            spilling = False
        parts[-1][0].append(line)
    return parts


def _ends_timed(text: str) -> bool:
    """True when a line ends with a whole time: a due cell that nothing completes."""
    words = text.split()[-_PERIOD_WORDS:]
    return not is_open(words[-1]) and any(is_period(" ".join(words[i:])) for i in range(len(words)))


def _spilt(cells: tuple[str, str, str, str], spill: Sequence[str]) -> tuple[str, str, str, str]:
    """A row with the lines a page cut off: to the cells that read as unfinished, from the left, else to the goal."""
    texts = list(cells)
    waiting = [i for i in range(3) if texts[i] and _unfinished(texts[i])] or [0]
    for number, line in enumerate(spill):
        at = waiting[min(number, len(waiting) - 1)]
        texts[at] = join_lines([texts[at], line])
    return texts[0], texts[1], texts[2], texts[3]


def _unfinished(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1]
    return last.endswith("-") or is_open(last) or is_verb(last)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a table's atoms have in common.

    `repeats` counts each run of a few atoms: a unit or a period is printed row after row. `goals_wide` is true where
    only some cells are set with an empty line between their lines (the goals, in this form); `all_wide` where all are.
    """

    repeats: Counter[str]
    goals_wide: bool
    all_wide: bool

    @classmethod
    def of(cls, atoms: Sequence[Atom]) -> _Evidence:
        """Gather it over the whole table."""
        wide, tight = any(a.spaced for a in atoms), any(a.tight for a in atoms)
        runs = Counter(
            "".join(a.key for a in atoms[i:j])
            for i in range(len(atoms))
            for j in range(i + 1, min(i + _REPEATED_ATOMS, len(atoms)) + 1)
        )
        return cls(runs, goals_wide=wide and tight, all_wide=wide and not tight)


# --- the best division ----------------------------------------------------------------------------------------------


class _Best:
    """The division of atoms into rows of four cells with the highest score."""

    def __init__(self, atoms: Sequence[Atom], evidence: _Evidence) -> None:
        self.atoms = atoms
        self.evidence = evidence
        self.joins = [0.0]
        self.tights = [0]
        self.blanks = [0]
        for atom in atoms[1:]:
            self.joins.append(self.joins[-1] + max(atom.join, -50.0))
            self.tights.append(self.tights[-1] + (atom.starts_line and atom.first.gap == "tight"))
            self.blanks.append(self.blanks[-1] + (atom.starts_line and atom.first.gap == "blank"))
        size = len(atoms) + 1
        self.best = [[NEVER * 10] * _COLUMNS for _ in range(size)]
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
        cell = Cell(first)
        for end in range(at + 1, min(at + _MAX_ATOMS, len(self.atoms)) + 1):
            cell.take(self.atoms[end - 1])
            shared = cut + self.joins[end - 1] - self.joins[at] + self._shape(at, end, cell)
            if self.evidence.all_wide:
                shared += _WIDE_JOIN * (self.blanks[end - 1] - self.blanks[at])
            again = self._again(at, end)
            for column in columns:
                score = self.best[at][column] + shared + content(cell, column) + again * AGAIN[column]
                if column == 0:
                    score += _ROW + self._goal_shape(at, end)
                target = (column + 1) % _COLUMNS
                if score > self.best[end][target]:
                    self.best[end][target], self.came[end][target] = score, (at, column)

    def _shape(self, at: int, end: int, cell: Cell) -> float:
        """What a cell's form says, whatever its column."""
        score = 0.0
        runs_over = self.atoms[at].first is not self.atoms[end - 1].last
        if runs_over and end < len(self.atoms) and not self.atoms[end].starts_line:
            score -= 1.5  # cells are set from the top: one that runs over lines seldom shares its last line
        if len(cell.last_word) < 4 and cell.last_word.isdigit() and not cell.is_period:
            score -= 1.5  # a bare number waits for what it counts
        return score

    def _goal_shape(self, at: int, end: int) -> float:
        """What a cell's form says when it is a goal, which opens its row's first line."""
        score = 0.0
        if not self.atoms[at].starts_line and self.atoms[at].first is not self.atoms[end - 1].last:
            score -= 2.0
        if self.evidence.goals_wide:
            tight = self.tights[end - 1] > self.tights[at] or any(a.tight for a in self.atoms[at:end])
            score += _WIDE_JOIN * (self.blanks[end - 1] - self.blanks[at]) - (1.5 if tight else 0.0)
        return score

    def _again(self, at: int, end: int) -> float:
        """1 for a run of atoms printed in several rows, -0.7 for a part of such a run, else 0."""
        if end - at > _REPEATED_ATOMS:
            return 0.0
        repeats, atoms = self.evidence.repeats, self.atoms
        count = repeats.get("".join(a.key for a in atoms[at:end]), 0)
        if count < 2:
            return 0.0
        wider = [(at - 1, end)] if at else []
        wider += [(at, end + 1)] if end < len(atoms) else []
        part = any(
            j - i <= _REPEATED_ATOMS and repeats.get("".join(a.key for a in atoms[i:j])) == count for i, j in wider
        )
        return -0.7 if part else 1.0

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
