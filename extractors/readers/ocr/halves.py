"""Two pages scanned side by side on one sheet, told apart by the empty strip between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.grid.lines import group_lines
from extractors.readers.pdf.page import PageContent
from schemas.source import Word

_MIDDLE: Final = (0.4, 0.6)  # of the sheet's width: where the strip lies
_STRIP: Final = 24.0  # points: its least width
_PROSE: Final = 6  # words of a line of running text
_LINES: Final = 6  # such lines that either page has: a wide table with an empty column has none


def parted(content: PageContent) -> list[PageContent]:
    """The two pages of a sheet, left first, both under the sheet's number and in its coordinates; else the page."""
    if content.width <= content.height or not any(w.confidence is not None for w in content.words):
        return [content]
    at = _strip(content)
    if at is None:
        return [content]
    halves = [[w for w in content.words if (w.x0 < at) is left] for left in (True, False)]
    if not all(_has_prose(half) for half in halves):
        return [content]
    rulings = [[r for r in content.rulings if (r.x0 < at) is left] for left in (True, False)]
    return [replace(content, words=words, rulings=own) for words, own in zip(halves, rulings, strict=True)]


def _strip(content: PageContent) -> float | None:
    """The middle of the widest empty strip in the middle of the sheet; None where it is narrow."""
    low, high = (share * content.width for share in _MIDDLE)
    printed = [*((w.x0, w.x1) for w in content.words), *((r.x0, r.x1) for r in content.rulings)]
    spans = sorted((x0, x1) for x0, x1 in printed if x1 > low and x0 < high)
    widest, at, reached = 0.0, None, low
    for x0, x1 in [*spans, (high, high)]:
        if x0 - reached > widest:
            widest, at = x0 - reached, (x0 + reached) / 2
        reached = max(reached, x1)
    return at if widest >= _STRIP else None


def _has_prose(words: Sequence[Word]) -> bool:
    return sum(len(line) >= _PROSE for line in group_lines(words)) >= _LINES
