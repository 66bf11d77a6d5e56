"""Where a follow-up table stands: its four headings, however they are wrapped, and its end."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import product
from typing import Final

from extractors.forms.blocks import block_text, is_end, letters
from extractors.forms.lexicon import is_group
from extractors.layout.text import join_lines
from schemas.source import Block, Grid

COLUMNS: Final = 4
"""Goal, measure, responsible, due."""
_HEADER_PARTS: Final = ("hvordanmåles", "ansvarlig", "hvornår")
_HEADER_TITLES: Final = frozenset({"opfølgningsmål", "succeskriterie", "succeskriterier", "succeskriterium", "mål"})
_HEADER_TOPS: Final = frozenset({"hvornår", "hvornårgennemføres", "hvemeransvarlig", "hvemeransvarligfor"})
"""What the first line of a header prints alone where its headings are not set from the top."""
_BEGINS_RE: Final = re.compile(r"ål|ucceskriteri|MÅL|Hvornår|Hvem")
_HEADER_LINES: Final = 16
_HEADER_ROWS: Final = 3  # of a grid that may take each line of a heading for a row
_SHORT_HEADING: Final = 6
_HEADER_BLOCKS: Final = 80
_HEADINGS: Final = (
    tuple(_HEADER_TITLES),
    ("hvordanmålesopfølgningsmålet", "hvordanmålessucceskriteriet"),
    ("hvemeransvarligforopfølgning",),
    ("hvornårgennemføresopfølgningen",),
)


def is_header(text: str) -> bool:
    """True when a text holds all four headings."""
    plain = letters(text)
    return all(part in plain for part in _HEADER_PARTS)


def header_end(blocks: Sequence[Block], start: int) -> int | None:
    """The index after the header that starts at `start`; a grid that holds its own header starts at itself."""
    block = blocks[start]
    if isinstance(block, Grid):
        return start if is_header(" ".join(t for r in block.rows[:_HEADER_ROWS] for t in r.texts())) else None
    if _BEGINS_RE.search(block.text) is None:
        return None
    plain = letters(block.text)
    if not (plain in _HEADER_TITLES or "hvordanmåles" in plain or plain in _HEADER_TOPS):
        return None
    return _wrapped_header_end(blocks, start)


def _wrapped_header_end(blocks: Sequence[Block], start: int) -> int | None:
    """The index after the line that completes a header of lines: all its parts printed, `opfølgningen?` last."""
    text, seen = "", 0
    for index in range(start, min(start + _HEADER_BLOCKS, len(blocks))):
        block = blocks[index]
        if isinstance(block, Grid) or seen > _HEADER_LINES:
            return None
        if block.blank:
            continue
        seen += 1
        text = join_lines([text, block.text])
        if seen == 2 and not any(p in letters(text) for p in ("hvordan", "ansvarlig", "hvem")):
            return None
        if is_header(text) and letters(text).endswith("opfølgningen"):
            return index + 1
    return None


def table_end(blocks: Sequence[Block], body: int, heads: Container[int]) -> int:
    """The index of the first block that is no more of the table; after a grid, only grids and blank lines are.

    `heads` are the indexes of the card's headings without a number.
    """
    gridded = False
    for index in range(body, len(blocks)):
        block = blocks[index]
        if isinstance(block, Grid):
            if index > body and (block.width != COLUMNS or _is_other(block)):
                return index
            gridded = True
        elif is_end(block.text) or (not is_group(block.text) and (index in heads or (gridded and not block.blank))):
            return index
    return len(blocks)


def _is_other(grid: Grid) -> bool:
    """True for a grid that is plainly another table: one of money or of answers."""
    return re.search(r"\bkr\b|ja\s*/\s*nej", block_text(grid), re.I) is not None and not is_header(block_text(grid))


def headless(cells: list[list[str]]) -> list[list[str]]:
    """A grid row's cells without the column headings: the whole row, or the lines above a row taken with it.

    Two headings may stand in one cell, where the print leaves no more than a space between them.
    """
    found = []
    for column, lines in enumerate(cells):
        headings = [*_HEADINGS[column], *map("".join, product(*_HEADINGS[column : column + 2]))]
        plain, cut = "", 0
        for number, line in enumerate(lines, 1):
            plain = letters(join_lines([plain, line]))
            if len(plain) > _SHORT_HEADING and any(h.endswith(plain) or _begins(h, plain) for h in headings):
                cut = number
        found.append(lines[cut:])
    return found


def _begins(heading: str, plain: str) -> bool:
    """True when lines are a heading's first: a grid may take each line of headings for a row."""
    return plain.startswith("hv") and heading.startswith(plain)
