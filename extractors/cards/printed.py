"""What blocks print: all of it as text, by which forms are recognised, and whether it is anything."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.tables.cells import cell_text
from schemas.source import Block, Line


def text_of(blocks: Sequence[Block]) -> str:
    """Everything the blocks print, a line each."""
    parts = []
    for block in blocks:
        if isinstance(block, Line):
            parts.append(block.text)
        else:
            parts += [" ".join(cell_text(c) for c in row.cells) for row in block.rows]
    return "\n".join(parts)


def is_blank(block: Block) -> bool:
    """True for an empty line; a table is none."""
    return isinstance(block, Line) and block.blank
