"""Everything a document prints, as text: what forms are recognised by."""

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
