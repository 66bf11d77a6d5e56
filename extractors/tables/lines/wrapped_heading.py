"""Headings of a dump that keeps the layout whose cells go on over the next lines: `Overslag` over `2028`.

A cell's next line stands under its first. What the cells then say must be headings, each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.flow.tokens import Span
from extractors.tables.headings import ColumnHead, makes_heading, parse_head
from extractors.tables.lines.heading import LineHeading
from extractors.tables.lines.layout_heading import has_figures
from schemas.source import Line

_MOST_LINES: Final = 4
_CELL: Final = re.compile(r"\S+(?: \S+)*")
_MOST_WORDS: Final = 3  # columns of words before the values

Cells = list[tuple[str, Span]]


def read_wrapped(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading that begins at line `index` and goes on below; None where its first line says it all, or none is."""
    cells = _cells(lines[index].text)
    if len(cells) < 3 or has_figures(lines[index].text):
        return None
    first = _heads(cells)
    best: LineHeading | None = None
    for after in range(index + 1, min(len(lines), index + _MOST_LINES)):
        text = lines[after].text
        below = _cells(text)
        joined = None if not below or has_figures(text) else _joined(cells, below)
        if joined is None:
            break
        cells = joined
        heads = _heads(cells)
        if makes_heading(heads) and len(heads) > len(first):
            words = [(w, s[0]) for w, s in cells[: len(cells) - len(heads)]]
            corner = "  ".join(w for w, _ in words)
            best = LineHeading(index, after + 1, heads, corner, words if len(words) > 1 else [], at=index)
    return best


def _cells(text: str) -> Cells:
    return [(m[0], m.span()) for m in _CELL.finditer(text.rstrip())]


def _joined(cells: Cells, below: Cells) -> Cells | None:
    """The cells with their next line's words; None where a word stands under none or under two, or only at the left."""
    out = list(cells)
    right = False
    for words, span in below:
        over = [n for n, (_, s) in enumerate(cells) if s[0] < span[1] and span[0] < s[1]]
        if len(over) != 1:
            return None
        text, at = out[over[0]]
        out[over[0]] = (f"{text} {words}", (min(at[0], span[0]), max(at[1], span[1])))
        right = right or over[0] > 0
    return out if right else None


def _heads(cells: Cells) -> list[ColumnHead]:
    """The headings that the last cells are; none where others stand between, or too many before."""
    heads: list[ColumnHead] = []
    for text, span in reversed(cells):
        head = parse_head(text)
        if head is None:
            break
        heads.insert(0, replace(head, span=span))
    return heads if len(cells) - len(heads) <= _MOST_WORDS else []
