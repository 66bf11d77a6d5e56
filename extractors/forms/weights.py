"""What a cell's words weigh as evidence for each of the four columns of a follow-up table.

The weights are set by hand from what the columns of this form are: a goal is a phrase that differs from row to row, a
measure often begins `At`, `Antal`, `Ved`, a responsible cell names a unit and has no verb, a due cell is a time. They
are of the size of the boundary weights in `atoms`: one unit is a hint, three decide unless something speaks against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extractors.forms.atoms import Atom
from extractors.forms.lexicon import ABBREVIATION_RE

AGAIN: Final = (-1.0, 0.3, 1.5, 1.0)
"""What a text printed in several rows of a table says, by column: goals differ, units and periods return."""
_UNIT_NEAR_START: Final = 12


@dataclass(slots=True)
class Cell:
    """A run of atoms taken as one cell: what they say together. Grows by `take`, so that a run costs its last atom."""

    first: Atom
    words: int = 0
    period: bool = True
    time: bool = False
    unit_at: int = -1
    verb: bool = False
    timed: bool = False
    last_word: str = ""

    def take(self, atom: Atom) -> None:
        """Add the next atom."""
        if self.unit_at < 0 <= atom.unit_at:
            self.unit_at = atom.unit_at + (0 if atom is self.first else _UNIT_NEAR_START)
        self.words += atom.words
        self.period = self.period and atom.period
        self.time = self.time or atom.time
        self.verb = self.verb or atom.verb
        self.timed = self.timed or atom.timed
        self.last_word = atom.text.rsplit(maxsplit=1)[-1]

    @property
    def is_period(self) -> bool:
        """True when the cell is nothing but a time."""
        return self.period and self.time

    @property
    def is_abbreviation(self) -> bool:
        """True when the cell is one unit by its letters."""
        return self.words == 1 and ABBREVIATION_RE.fullmatch(self.last_word) is not None


def content(cell: Cell, column: int) -> float:
    """What a cell's words weigh in a column: 0 goal, 1 measure, 2 responsible, 3 due."""
    return (_goal, _measure, _responsible, _due)[column](cell)


def _goal(cell: Cell) -> float:
    score = 0.4 if cell.words > 1 else -0.5
    if cell.first.text[0].isdigit():
        score -= 2.0
    if cell.first.text[0].islower():
        score -= 1.0
    if cell.is_period:
        score -= 3.0
    return score - (2.0 if cell.is_abbreviation else 0.0)


def _measure(cell: Cell) -> float:
    score = 0.8 if cell.first.measure_start else 0.0
    if cell.is_period:
        score -= 2.0
    return score - (2.0 if cell.is_abbreviation else 0.0)


def _responsible(cell: Cell) -> float:
    if cell.is_period:
        return -2.0
    score = 0.3 - 0.25 * max(0, cell.words - 7)
    if cell.unit_at >= 0:
        score += 2.5 if cell.unit_at < _UNIT_NEAR_START else 1.5
    if cell.first.abbreviation:
        score += 2.0
    if cell.verb:
        score -= 2.5
    if cell.first.measure_start:
        score -= 1.5
    return score - (1.5 if cell.timed else 0.0)


def _due(cell: Cell) -> float:
    score = -0.25 * max(0, cell.words - 10)
    if cell.is_period:
        return score + 5.0
    if cell.first.due_start:
        return score + 3.0 - (1.5 if cell.unit_at >= 0 and not cell.timed else 0.0)
    return score + (0.5 if cell.timed else -2.0)
