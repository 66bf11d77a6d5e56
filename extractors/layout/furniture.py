"""Page furniture: running headers and footers, page numbers, which repeat and say nothing of a card.

Evidence: what a line says (a page number, `Side 5 af 11`, `Overførselssagen 2025-2026 2/6`); where it stands (the
margins of a PDF page, the ends of a page in a dump that marks its pages); and that it repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from schemas.source import Block, Line, SourceDocument

_ALWAYS: Final = re.compile(
    r"^(?:side\s+\d+(?:\s+af\s+\d+)?|\d{1,3}\s?/\s?\d{1,3}|overførselssagen\s+\d{4}-\d{4}(?:\s+\d+/\d+)?|"
    r"(?:forslag til )?budget\s+\d{4}(?:\s+\d+/\d+)|[\w\s]+\(\d{3,5}\)\s+\d+/\d+)$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"^(?:investerings|innovations)forslag$", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^bilag\s+\d+[a-z]?\.?$", re.IGNORECASE)
_MARGIN: Final = 0.08
_SHARE: Final = 0.4  # of the pages
_PAGE_ENDS: Final = 3
_MIN_REPEATS: Final = 2


def without_furniture(document: SourceDocument) -> list[Block]:
    """The document's blocks in order, furniture lines left out."""
    heights = {p.number: p.height for p in document.pages if p.height}
    ends = _page_ends(document.blocks)
    marginal = Counter(
        _key(b) for b in document.blocks if isinstance(b, Line) and not b.blank and _at_margin(b, heights, ends)
    )
    enough = max(_MIN_REPEATS, int(_SHARE * len(document.pages)))
    kept: list[Block] = []
    previous = False
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Line) or block.blank:
            kept.append(block)
            continue
        text = block.text.strip()
        repeats = marginal[_key(block)] >= enough and _at_margin(block, heights, ends) and len(text) < 90
        numbered = bool(_NUMBERED.match(text)) and number > 12
        previous = bool(_ALWAYS.match(text)) or (previous and bool(_AFTER.match(text))) or numbered or repeats
        if not previous:
            kept.append(block)
    return kept


def _key(line: Line) -> str:
    """What must repeat: the words and figures alike, or a form's row with another date would pass for furniture."""
    return " ".join(line.text.split()).lower()


def _at_margin(line: Line, heights: Mapping[int, float], ends: set[int]) -> bool:
    if line.bbox is not None and line.page is not None and (height := heights.get(line.page)):
        return line.bbox[3] < height * _MARGIN or line.bbox[1] > height * (1 - _MARGIN)
    return id(line) in ends


def _page_ends(blocks: Sequence[Block]) -> set[int]:
    """The first and last printed lines of each page of a dump that marks its pages."""
    pages: dict[int, list[Line]] = {}
    for block in blocks:
        if isinstance(block, Line) and block.page is not None and block.bbox is None and not block.blank:
            pages.setdefault(block.page, []).append(block)
    if len(pages) < _MIN_REPEATS:
        return set()
    return {id(x) for lines in pages.values() for x in lines[-_PAGE_ENDS:] if len(x.text.strip()) < 60}
