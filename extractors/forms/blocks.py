"""Finding a form table among a card's blocks: where it ends, its printed lines, and where a row was printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypedDict

from schemas.source import BBox, Block, Grid, GridRow, Line

Gap = Literal["blank", "tight", "open"]
"""What stands between a line and the one before it: a truly empty line, nothing (lines that hold only spaces are empty
paragraphs inside a cell), or nothing that tells (a page break, or a document that prints no empty lines)."""

_END_RE: Final = re.compile(
    r"\s*(?:(?:\d{1,2}\.)+\d*\s+[A-ZÆØÅ]|[A-ZÆØÅ]{2}\d\d\b.*\s\S{3}|(?i:Tabel\s+\d|Administrativ(?:e|t)?\s+bilag|"
    r"Bilag\s+\d|Noter?\b.{0,20}:|Slet herunder|Forslaget udspringer|Kort resumé))"
)
_RULE_RE: Final = re.compile(r"[\s\-–—|:+=_]*")


class Place(TypedDict):
    """Where a row was printed, as the dataset's provenance columns."""

    page: int | None
    line: int | None
    bbox: list[float] | None


@dataclass(frozen=True, slots=True)
class FormLine:
    """A printed line of a form table: its block's index, its text, the gap above it, and whether spaces lead it.

    `turned` is true where a page may have ended above it: its page differs, or lines between were taken out.
    """

    index: int
    line: Line
    text: str
    gap: Gap
    indented: bool
    turned: bool = False


def letters(text: str) -> str:
    """The text's letters alone, lower case: headings compare equal however they are wrapped and hyphenated."""
    return "".join(filter(str.isalpha, text.lower()))


def is_end(text: str) -> bool:
    """True when a line opens something else: a numbered heading, a caption, a note, the next card."""
    return _END_RE.match(text) is not None


def is_rule(text: str) -> bool:
    """True for a separator row (`---`) or an empty one."""
    return _RULE_RE.fullmatch(text) is not None


def block_text(block: Block) -> str:
    """A block's text on one line: a line's, or all cells of a grid."""
    if isinstance(block, Line):
        return block.text
    return " ".join(t for row in block.rows for t in row.texts() if t)


def with_caption(blocks: Sequence[Block], start: int, caption: re.Pattern[str]) -> int:
    """The index of the caption right above a table that starts at `start`, or `start` where none stands there."""
    above = start - 1
    while above >= 0 and not block_text(blocks[above]).strip():
        above -= 1
    found = above >= 0 and isinstance(blocks[above], Line) and caption.match(block_text(blocks[above]))
    return above if found else start


def form_lines(blocks: Sequence[Block], start: int, stop: int) -> list[FormLine]:
    """The non-blank lines in `blocks[start:stop]`, each with the gap above it."""
    found: list[FormLine] = []
    gap: Gap = "open"
    above: Line | None = None
    turned = False
    for index in range(start, stop):
        block = blocks[index]
        if not isinstance(block, Line):
            gap = "open"
            continue
        turned = turned or _turned(above, block)
        above = block
        if block.blank:
            gap = "blank" if not block.text else gap
            continue
        indented = block.text[0] == " "
        if gap != "blank" and (indented or turned):
            gap = "open"
        found.append(FormLine(index, block, " ".join(block.text.split()), gap, indented, turned and bool(found)))
        gap, turned = "tight", False
    return found


def _turned(above: Line | None, line: Line) -> bool:
    if above is None:
        return False
    skipped = above.number is not None and line.number is not None and line.number > above.number + 1
    return skipped or above.page != line.page


def line_place(line: Line) -> Place:
    """A line's provenance."""
    return {"page": line.page, "line": line.number, "bbox": _box(line.bbox)}


def row_place(row: GridRow, grid: Grid) -> Place:
    """A grid row's provenance; its first cell's box where the row has none."""
    first = next((c.bbox for c in row.cells if c is not None and c.text.strip()), None)
    return {"page": row.page or grid.page, "line": row.line, "bbox": _box(first or row.bbox)}


def _box(bbox: BBox | None) -> list[float] | None:
    return list(bbox) if bbox else None
