"""Page furniture: running headers and footers, page numbers, which repeat and say nothing of a card.

Evidence: what a line says (a page number, `Side 5 af 11`, `Overførselssagen 2025-2026 2/6`); where it stands (the
margins of a PDF page, the ends of a page in a dump that marks its pages); and that it repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from schemas.source import Block, Line, SourceDocument

# Each of these ends in a figure.
_ALWAYS: Final = re.compile(
    r"^(?:side\s+\d+(?:\s+af\s+\d+)?|\d{1,3}\s?/\s?\d{1,3}|overførselssagen\s+\d{4}-\d{4}(?:\s+\d+/\d+)?|"
    r".{3,90}?\s[·|]\s*side\s+\d+(?:\s+af\s+\d+)?|"
    r"(?:forslag til )?budget\s+\d{4}(?:\s+\d+/\d+)|[\w\s]+\(\d{3,5}\)\s+\d+/\d+)$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"^(?:investerings|innovations)forslag$", re.IGNORECASE)
_GLUED: Final = re.compile(r"^(?:investerings|innovations)forslag(?=\S)", re.IGNORECASE)
"""A foot whose last line a dump without page marks printed together with the next page's first line."""
_NUMBERED: Final = re.compile(r"^bilag\s+\d+[a-z]?\.?$", re.IGNORECASE)
_ANSWER: Final = re.compile(r"\b(?:ja|nej)\b.*\d{4}\s*$", re.IGNORECASE)
"""A form's answer and date: the same on many pages where the cards were approved on one day."""
_COUNTED: Final = re.compile(
    r"(?P<words>.{0,90}?(?:\bside|\bs\.|·|\|))\s*(?P<page>\d{1,4})(?:\s*(?:af|/)\s*\d{1,4})?", re.IGNORECASE
)
"""A running head or foot that ends in its page's number."""
_MAX_STEP: Final = 4  # pages between two that print it
_MARGIN: Final = 0.08
_SHARE: Final = 0.4  # of a PDF's pages, in their margins
_SHARE_OF_ENDS: Final = 0.6  # of a dump's pages, where margins do not show and every card may end a page alike
_PAGE_ENDS: Final = 3
_MIN_REPEATS: Final = 2


def without_furniture(document: SourceDocument) -> list[Block]:
    """The document's blocks in order, furniture lines left out."""
    pages = len(document.pages)
    repeated = _at_margins(document, max(_MIN_REPEATS, int(_SHARE * pages)))
    repeated |= _at_page_ends(document.blocks, max(_MIN_REPEATS, round(_SHARE_OF_ENDS * pages)))
    repeated |= _counting(document)
    kept: list[Block] = []
    previous = False
    for number, found in enumerate(document.blocks):
        block = found
        if not isinstance(block, Line) or block.blank:
            kept.append(block)
            continue
        text = block.text.strip()
        if previous and (glued := _GLUED.match(text)):
            block, text = replace(block, text=block.text.lstrip()[glued.end() :]), text[glued.end() :]
        numbered = bool(_NUMBERED.match(text)) and number > 12
        after = previous and bool(_AFTER.match(text))
        previous = (text[-1:].isdigit() and bool(_ALWAYS.match(text))) or after or numbered or id(found) in repeated
        if not previous:
            kept.append(block)
    return kept


def _counting(document: SourceDocument) -> set[int]:
    """The lines (by id) that are alike but for a page number that counts up: `Sparekatalog 2026 · Side 3`."""
    alike: dict[str, list[tuple[int, int]]] = {}
    for line in document.lines():
        text = line.text.rstrip()
        found = _COUNTED.fullmatch(" ".join(text.split())) if len(text) < 200 and text[-1:].isdigit() else None
        if found:
            alike.setdefault(found["words"].lower(), []).append((int(found["page"]), id(line)))
    kept: set[int] = set()
    for places in alike.values():
        numbers = [n for n, _ in places]
        if len(numbers) >= _MIN_REPEATS and all(0 < b - a <= _MAX_STEP for a, b in pairwise(numbers)):
            kept |= {i for _, i in places}
    return kept


def _key(line: Line) -> str:
    """What must repeat: the words and figures alike, or a form's row with another date would pass for furniture."""
    return " ".join(line.text.split()).lower()


def _at_margins(document: SourceDocument, enough: int) -> set[int]:
    """The lines (by id) in the margins of a PDF's pages that repeat `enough` times."""
    heights = {p.number: p.height for p in document.pages if p.height}
    marginal = [x for x in document.lines() if not x.blank and _in_margin(x, heights)]
    counts = Counter(map(_key, marginal))
    return {id(x) for x in marginal if counts[_key(x)] >= enough and len(x.text.strip()) < 90}


def _in_margin(line: Line, heights: Mapping[int, float]) -> bool:
    height = heights.get(line.page) if line.page is not None else None
    if line.bbox is None or not height:
        return False
    return line.bbox[3] < height * _MARGIN or line.bbox[1] > height * (1 - _MARGIN)


def _at_page_ends(blocks: Sequence[Block], enough: int) -> set[int]:
    """The lines (by id) that end the pages of a dump that marks them, and repeat `enough` times.

    From the outside in: a line is furniture only where all below it are, for cards that end on a page each end it
    with the same form.
    """
    pages: dict[int, list[Line]] = {}
    for block in blocks:
        if isinstance(block, Line) and block.page is not None and block.bbox is None and not block.blank:
            pages.setdefault(block.page, []).append(block)
    found: set[int] = set()
    inside = [list(reversed(lines[-_PAGE_ENDS:])) for lines in pages.values()]
    for rank in range(_PAGE_ENDS):
        inside = [lines for lines in inside if len(lines) > rank]
        counts = Counter(_key(lines[rank]) for lines in inside)
        inside = [x for x in inside if counts[_key(x[rank])] >= enough and _may_be_foot(x[rank].text.strip())]
        found |= {id(x[rank]) for x in inside}
    return found


def _may_be_foot(text: str) -> bool:
    """False for what repeats by chance: a bare number (a page's own would differ), an answer with its date."""
    return len(text) < 60 and any(c.isalpha() for c in text) and not _ANSWER.search(text)
