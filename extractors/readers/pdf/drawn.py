"""Rulings drawn with letters, as typewriters and terminals draw them: rows of `_` or `=`, columns of `|`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.source import Ruling, Word

_ROW: Final = re.compile(r"([_=.\u2500-])\1{19,}")
_BARS: Final = "|\u2502\u2503"
_FEWEST: Final = 3  # bars above each other make a column's side
_LEVEL: Final = 2.0  # points: bars of one side stand no further apart


def with_drawn_rulings(words: list[Word], rulings: list[Ruling]) -> tuple[list[Word], list[Ruling]]:
    """The words without those that draw lines, and the rulings with these."""
    rows = [w for w in words if len(w.text) > 19 and _ROW.fullmatch(w.text) and _alone(w, words)]
    bars = [w for w in words if w.text in _BARS or (len(w.text) > 1 and set(w.text) <= set(_BARS))]
    sides = _sides(bars) if len(bars) >= _FEWEST else []
    if not rows and not sides:
        return words, rulings
    gone = {id(w) for w in rows} | {id(w) for side in sides for w in side}
    made = [Ruling(w.x0, (w.top + w.bottom) / 2, w.x1, (w.top + w.bottom) / 2) for w in rows]
    made += [Ruling(s[0].x0, min(w.top for w in s), s[0].x0, max(w.bottom for w in s)) for s in sides]
    return [w for w in words if id(w) not in gone], [*rulings, *made]


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
