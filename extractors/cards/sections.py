"""A card's running text cut at its headings: the template's, dotted numbers, and unnumbered subheadings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cards.printed import is_blank
from extractors.cards.prose import Section
from extractors.cards.vocabulary import is_heading
from extractors.layout.text import join_lines
from extractors.tables.cells import cell_text
from extractors.templates.model import Template
from schemas.source import Block, Grid, Line


def cut_sections(blocks: Sequence[Block], taken: set[int], template: Template) -> list[Section]:
    """The text no pass took, cut at its headings; tables that are not of money are left out."""
    sections: list[Section] = []
    for index, block in enumerate(blocks):
        if index in taken:
            continue
        if isinstance(block, Grid):
            lines = _grid_lines(block)
            if sections and lines:
                sections[-1].table_rows.extend(lines)
            continue
        if block.blank:
            continue
        if is_heading(block.text, template) or _is_subheading(blocks, index, taken, template):
            sections.append(Section(" ".join(block.text.split()), block))
        elif sections:
            sections[-1].lines.append(block)
        else:
            sections.append(Section("", block, [block]))
    return [s for s in sections if s.heading or len(join_lines(x.text for x in s.lines)) > 2]


def _grid_lines(grid: Grid) -> list[Line]:
    """A grid that no form reader knows, as lines: its text must not be lost."""
    lines = []
    for row in grid.rows:
        text = " · ".join(t for c in row.cells if (t := cell_text(c)))
        if text:
            lines.append(Line(text, row.line, row.page, row.bbox))
    return lines


def _is_subheading(blocks: Sequence[Block], index: int, taken: set[int], template: Template) -> bool:
    """An unnumbered heading: a short line with a capital and no stop, over a line of text, under an ended paragraph."""
    block = blocks[index]
    if not isinstance(block, Line) or not _may_head(block.text.strip()):
        return False
    before = next((blocks[i] for i in range(index - 1, -1, -1) if not is_blank(blocks[i])), None)
    after = next((i for i in range(index + 1, len(blocks)) if not is_blank(blocks[i])), None)
    below = blocks[after] if after is not None and after not in taken else None
    if not isinstance(below, Line):
        return False
    ended = not isinstance(before, Line) or before.text.rstrip()[-1:] in ".:!?" or is_heading(before.text, template)
    text = below.text.strip()
    return ended and len(text) > 60 and text[0].isupper()


def _may_head(text: str) -> bool:
    return 3 < len(text) < 70 and text[0].isupper() and text[-1] not in ".,;:-–" and not re.search(r"\d$", text)
