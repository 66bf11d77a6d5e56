"""Proposals of documents without a form: told by the headings over like tables, or by numbered points with money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from extractors.cards.printed import is_blank
from extractors.generic.repetition import goes_on
from extractors.layout.text import join_lines
from extractors.tables.find import FoundTable
from schemas.source import Block, Line

_MONEY: Final = re.compile(r"\d\s*(?:mio|mia|mill|t|tus\w*)?\.?\s?kr\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^\s*(?P<number>\d{1,3})[.):]?\s+(?=[A-ZÆØÅ\"»])")
_CAPTION: Final = re.compile(r"(?:tabel|skema|figur)\s*\d", re.IGNORECASE)
_SENTENCES: Final = re.compile(r"[a-zæøå]{3}\. [A-ZÆØÅ]")
"""Running text: one sentence's end and the next one's beginning."""
_SHARE: Final = 0.8
_MIN_POINTS: Final = 3


def over_tables(blocks: Sequence[Block], found: Sequence[FoundTable], skip: set[int]) -> list[int]:
    """Where cards begin in a document that repeats nothing but its tables' heading: at the heading above each table.

    The heading is the last line above the table that stands alone: short, without a stop, said once.
    """
    same = Counter(_signature(f) for f in found)
    if not same:
        return []
    signature, count = same.most_common(1)[0]
    if count < 2:
        return []
    tables = [f for f in found if _signature(f) == signature]
    said = Counter(_text(b) for b in blocks if isinstance(b, Line))
    starts: list[int] = []
    floor = 0
    for table in tables:
        above = range(table.start - 1, floor - 1, -1)
        nearest = next((i for i in above if not is_blank(blocks[i])), -1)
        at = next((i for i in above if _stands_alone(blocks, i, said, skip, words=1 + (i != nearest))), None)
        if at is not None:
            starts.append(at)
        floor = table.end
    return starts if len(starts) >= max(2, _SHARE * len(tables)) else []


def _signature(found: FoundTable) -> tuple[str, ...]:
    return tuple(re.sub(r"\d", "#", p) for p, _ in found.table.header.columns)


def _text(line: Line) -> str:
    return " ".join(line.text.split()).lower()


def _stands_alone(blocks: Sequence[Block], index: int, said: Counter[str], skip: set[int], words: int) -> bool:
    """True for a line that may be a heading, of so many words at least."""
    block = blocks[index]
    if index in skip or not isinstance(block, Line) or block.blank:
        return False
    text = block.text.strip()
    if len(text.split()) < words or not _may_head(text):
        return False
    if said[_text(block)] > 1 or goes_on(block, blocks[index + 1 : index + 2]):
        return False
    at = next((i for i in range(index - 1, -1, -1) if not is_blank(blocks[i])), None)
    return at is None or at in skip or _is_ended(blocks[at])


def _may_head(text: str) -> bool:
    """True for a short text without a stop, in its form no caption and no sentence."""
    if not 6 < len(text) < 90 or text[-1] in ".,;:" or not (text[0].isupper() or text[0].isdigit()):
        return False
    return not _CAPTION.match(text) and not _SENTENCES.search(text)


def _is_ended(above: Block) -> bool:
    """True for what a heading may stand under: no line of a paragraph that goes on."""
    return not isinstance(above, Line) or above.text.rstrip()[-1:] in ".:!?" or _is_short(above)


def _is_short(line: Line) -> bool:
    return len(line.text.strip()) < 60


def numbered_points(blocks: Sequence[Block], skip: set[int]) -> list[int]:
    """Where cards begin in a document of numbered points, counted through, most of which hold an amount of money."""
    points: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        if index in skip or not isinstance(block, Line) or len(block.text) > 160:
            continue
        found = _NUMBER.match(block.text)
        if found and (not points or int(found["number"]) == points[-1][0] + 1):
            points.append((int(found["number"]), index))
    if len(points) < _MIN_POINTS:
        return []
    starts = [i for _, i in points]
    bounds = [*starts[1:], len(blocks)]
    holding = sum(
        bool(_MONEY.search(join_lines(b.text for b in blocks[s:e] if isinstance(b, Line))))
        for s, e in zip(starts, bounds, strict=True)
    )
    return starts if holding >= _SHARE * len(points) else []
