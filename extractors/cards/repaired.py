"""A document as it should have been read: the OCR damage of its Danish repaired, line by line.

For documents of any kind, before they are classified and read. The text as printed stays in `source_lines`; each
change is a `text_repairs` row. A sound document comes back as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.danish.ocr_repair.repair import Repair, repair
from schemas.dataset import TextRepairRow
from schemas.source import BBox, Block, GridCell, GridRow, Line, SourceDocument


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text was printed."""

    page: int | None
    line: int | None
    bbox: BBox | None


def repaired_document(document: SourceDocument) -> tuple[SourceDocument, list[TextRepairRow]]:
    """The document with damaged words repaired in its lines and cells, and what was changed.

    Lines and cells are read in the document's order, so that a word has its neighbours. Numbers are never touched.
    """
    result = repair([text for block in document.blocks for text in _texts(block)])
    if not result.repairs:
        return document, []
    places = [place for block in document.blocks for place in _places(block)]
    rows = [_row(document.document_id, places[r.line_index], r) for r in result.repairs]
    repaired = iter(result.lines)
    return replace(document, blocks=tuple(_rebuilt(b, repaired) for b in document.blocks)), rows


def _texts(block: Block) -> Iterable[str]:
    """A line's text, or each printed line of a grid's cells, in the order in which `_rebuilt` takes them back."""
    if isinstance(block, Line):
        return (block.text,)
    return (text for row in block.rows for cell in row.cells if cell is not None for text in cell.text.split("\n"))


def _places(block: Block) -> Iterator[_Place]:
    """Where each of `_texts` stands."""
    if isinstance(block, Line):
        yield _Place(block.page, block.number, block.bbox)
        return
    for row in block.rows:
        for cell in row.cells:
            if cell is not None:
                place = _Place(row.page or block.page, row.line, cell.bbox or row.bbox)
                yield from (place for _ in cell.text.split("\n"))


def _rebuilt(block: Block, repaired: Iterator[str]) -> Block:
    if isinstance(block, Line):
        return replace(block, text=next(repaired))
    return replace(block, rows=tuple(_rebuilt_row(row, repaired) for row in block.rows))


def _rebuilt_row(row: GridRow, repaired: Iterator[str]) -> GridRow:
    cells: list[GridCell | None] = []
    for cell in row.cells:
        text = "\n".join(next(repaired) for _ in cell.text.split("\n")) if cell else ""
        cells.append(replace(cell, text=text) if cell else None)
    return replace(row, cells=tuple(cells))


def _row(document_id: str, place: _Place, change: Repair) -> TextRepairRow:
    return TextRepairRow(
        document_id=document_id,
        page=place.page,
        line=place.line,
        bbox=list(place.bbox) if place.bbox else None,
        printed=change.printed,
        repaired=change.repaired,
        confidence=change.confidence,
    )
