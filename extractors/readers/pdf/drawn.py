"""Rulings drawn with letters, as typewriters and terminals draw them: rows of `_` or `=`, columns of `|`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.source import Ruling, Word

_ROW: Final = re.compile(r"([_=.\u2500-])\1{19,}")
_BARS: Final = frozenset("|\u2502\u2503")
_FEWEST: Final = 3  # bars above each other make a column's side
_LEVEL: Final = 2.0  # points: bars of one side stand no further apart


def with_drawn_rulings(words: list[Word], rulings: list[Ruling]) -> tuple[list[Word], list[Ruling]]:
    """The words without those that draw lines, and the rulings with these."""
    rows, sides = _rows(words), _sides([w for w in words if set(w.text) <= _BARS])
    if not rows and not sides:
        return words, rulings
    gone = {id(w) for line in (rows, *sides) for w in line}
    return [w for w in words if id(w) not in gone], [*rulings, *map(_across, rows), *map(_down, sides)]


def _rows(words: Sequence[Word]) -> list[Word]:
    return [w for w in words if len(w.text) > 19 and _ROW.fullmatch(w.text) and _alone(w, words)]


def _across(row: Word) -> Ruling:
    middle = (row.top + row.bottom) / 2
    return Ruling(row.x0, middle, row.x1, middle)


def _down(side: Sequence[Word]) -> Ruling:
    return Ruling(side[0].x0, min(w.top for w in side), side[0].x0, max(w.bottom for w in side))


def _alone(row: Word, words: Sequence[Word]) -> bool:
    """True where nothing else stands on the line: dots that lead to a page's number are no ruling."""
    return not any(w is not row and abs(w.bottom - row.bottom) < 1 and w.text != row.text for w in words)


def _sides(bars: Sequence[Word]) -> list[list[Word]]:
    """The bars by the side that they draw."""
    sides: list[list[Word]] = []
    for bar in sorted(bars, key=lambda w: (w.x0, w.top)):
        if sides and bar.x0 - sides[-1][-1].x0 <= _LEVEL:
            sides[-1].append(bar)
        else:
            sides.append([bar])
    return [side for side in sides if len(side) >= _FEWEST]
