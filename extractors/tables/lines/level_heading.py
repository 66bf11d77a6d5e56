"""Headings on two levels, the upper one's words over a series that comes again: `Drift`, `Anlæg` over their years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.danish.units import parse_unit
from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import measure_head, parse_head, under_levels
from extractors.tables.lines.heading import LineHeading
from extractors.tables.lines.layout_heading import has_figures
from schemas.source import Line

_CELL: Final = re.compile(r"\S+(?: \S+)*")
_OPENS: Final = re.compile(
    r"(?:(?<=\s)|^)(?:(?=[A-ZÆØÅ]|1\.000 kr)|(?<!\w\s)(?=(?:19|20)\d\d\b)|(?<=\d\d\d\d\s)(?=\d{4}\b))"
)
_LONGEST: Final = 100
_LONGEST_CELL: Final = 32
_ROWS: Final = 12
_MOST: Final = 8  # words over a table's columns


def top_words(text: str) -> list[str]:
    """What a line says over several columns, where it may be a heading's upper level: short names, no sentence."""
    stripped = text.strip()
    if not stripped or len(stripped) > 2 * _LONGEST or stripped[-1] in ".:;," or has_figures(text):
        return []
    cells = [c for c, _ in _cells(stripped)]
    names = [c for c in cells if len(c) <= _LONGEST_CELL and (c[0].isupper() or parse_head(c)) and not parse_unit(c)]
    return names if len(names) == len(cells) and 1 < len(cells) <= _MOST else []


def read_levels(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading of two lines that begins at line `index`; None where no series comes again below, or rows differ."""
    below = next((i for i in range(index + 1, min(len(lines), index + 3)) if not lines[i].blank), None)
    tops = top_words(lines[index].text) if below is not None else []
    if below is None or not tops:
        return None
    named = _series(_cells(lines[below].text), len(tops))
    if not named or _row_width(lines, below + 1) != len(named):
        return None
    heads = [replace(parse_head(c) or measure_head(c), span=(at, at + len(c))) for c, at in named]
    joined = under_levels(heads, tops)
    if joined is None:
        return None
    laid_out = "   " in lines[below].text.strip()
    corner = lines[below].text[: named[0][1]]
    words = [(m[0], m.start()) for m in _CELL.finditer(corner)] if laid_out else []
    return LineHeading(index, below + 1, joined, corner.strip(), words, at=below if laid_out else None)


def _cells(text: str) -> list[tuple[str, int]]:
    """A heading's cells and where they begin: parted by gaps where the layout is kept, else by their capitals."""
    if "  " in text.strip():
        return [(m[0], m.start()) for m in _CELL.finditer(text)]
    starts = [m.start() for m in _OPENS.finditer(text)]
    return [(t, a) for a, b in pairwise([*starts, len(text)]) if (t := text[a:b].strip())]


def _series(cells: Sequence[tuple[str, int]], times: int) -> Sequence[tuple[str, int]]:
    """The most of a line's last cells that are one series so many times; none where there is no such series."""
    for width in range(len(cells) - len(cells) % times, times, -times):
        names, each = [c for c, _ in cells[-width:]], width // times
        if names == names[:each] * times:
            return cells[-width:]
    return []


def _row_width(lines: Sequence[Line], start: int) -> int:
    """The most values that two rows below print."""
    counts = Counter(len(split_values(x.text)[1]) for x in lines[start : start + _ROWS])
    return max((n for n, rows in counts.items() if rows > 1), default=0)
