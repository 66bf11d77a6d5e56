"""Tesseract's word boxes set on common lines, as a text layer's are.

A box hugs its letters, so a dash has hardly any height and a word with a g hangs lower than its neighbours. The table
geometry goes by type sizes and lines: each word gets the size its capitals and figures tell, and its line's baseline.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.grid_lines import group_lines
from schemas.source import Word

ASCENT: Final = 0.76  # of the type size, as for a text layer
DESCENT: Final = 0.22
CAPITAL: Final = 0.66  # height of capitals and figures in type sizes
HANGING: Final = frozenset("gjpqyQ,;()[]/|")
ONE_SIZE: Final = 1.18  # sizes within this ratio are one size, blurred by the scan


def set_on_lines(words: Sequence[Word]) -> list[Word]:
    """The words with a type size and with boxes of their line's height."""
    lines = [_measured(line) for line in group_lines(words)]
    sizes = _snapped([size for _, _, size in lines])
    out = []
    for line, base, size in lines:
        usual = sizes[size]
        for w in line:
            own = base if abs(w.bottom - base) < 0.5 * usual else w.bottom
            out.append(replace(w, top=own - ASCENT * usual, bottom=own + DESCENT * usual, size=usual))
    return out


def _measured(line: list[Word]) -> tuple[list[Word], float, float]:
    """(words, baseline, type size) of a line."""
    standing = [w for w in line if any(c.isalnum() for c in w.text) and not HANGING & set(w.text)]
    base = statistics.median(w.bottom for w in standing) if standing else max(w.bottom for w in line)
    tall = [w for w in line if any(c.isdigit() or c.isupper() or c in "bdfhklt" for c in w.text)]
    heights = [base - w.top for w in tall if base > w.top] or [w.bottom - w.top for w in line]
    return line, base, max(1.0, statistics.median(heights) / CAPITAL)


def _snapped(sizes: list[float]) -> dict[float, float]:
    """Each size with the median of the group of like sizes it belongs to."""
    out: dict[float, float] = {}
    group: list[float] = []
    for size in [*sorted(sizes), float("inf")]:
        if group and size > ONE_SIZE * group[0]:
            out |= dict.fromkeys(group, round(statistics.median(group), 2))
            group = []
        group.append(size)
    return out
