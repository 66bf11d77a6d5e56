"""A Word document's bytes to a `SourceDocument`: paragraphs are lines, tables are grids whose cells Word itself placed.

Read is the document's body, in reading order, with its text boxes and footnotes behind the paragraph that they belong
to. Running heads and feet are left out, as they are of a PDF; one that marks the document as confidential is kept.
Lines and table rows are numbered as they come, so that a record says where it stands; pages are known where Word noted
how it laid the document out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from extractors.readers.docx.numbering import Numbering
from extractors.readers.docx.package import open_word
from extractors.readers.docx.runs import BREAK, shown, text_boxes, turned_pages
from extractors.readers.text.document import with_tab_grids
from schemas.errors import BilagError
from schemas.source import Block, Grid, GridCell, GridRow, Line, Page, SourceDocument

_DEEPEST: Final = 30
"""How deep tables may stand in tables: Word itself gives up long before."""
_P, _TBL, _SDT, _TC, _TR = qn("w:p"), qn("w:tbl"), qn("w:sdt"), qn("w:tc"), qn("w:tr")
_WRAPPERS: Final = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")))
_FOOTNOTE: Final = qn("w:footnoteReference")
_COLUMNS: Final = 2
"""Tab characters that make a paragraph a row of a table: one alone parts a number from its heading."""


def read_word(data: bytes, file_name: str) -> SourceDocument:
    """Read a Word document.

    Raises:
        BilagError: `unsupported_format`, `docx_broken`, `too_large` or `empty_file`.
    """
    document = open_word(data, file_name)
    try:
        reading = _Reading(Numbering(document), _notes(document), paged=_is_paged(document))
        blocks = list(reading.blocks(document.element.body, 0))
    except (ValueError, KeyError, IndexError, AttributeError) as error:  # XML that is no Word document's
        raise BilagError(
            "docx_broken", f"{file_name} is a damaged Word document ({type(error).__name__}); send it again."
        ) from error
    lines = [_untabbed(b) for b in with_tab_grids(_marked(document) + blocks, _COLUMNS)]
    if not any(isinstance(b, Grid) or not b.blank for b in lines):
        raise BilagError("empty_file", f"{file_name} holds no text; ask the sender for the file again.")
    return SourceDocument(
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=file_name,
        source_format="docx",
        text_source="text layer",
        blocks=tuple(lines),
        pages=tuple(Page(n) for n in range(1, reading.page + 1)) if reading.paged else (),
    )


@dataclass(slots=True)
class _Reading:
    """Where the reading has come to: the list counters, the last line's number, the page."""

    numbering: Numbering
    notes: dict[str, Element]
    paged: bool
    page: int = 1
    number: int = 0
    asked: list[str] = field(default_factory=list)
    """Footnotes of the table that is being read: they follow it."""

    def blocks(self, parent: Element, depth: int) -> Iterator[Block]:
        """The paragraphs and tables of a body, a cell or a text box."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == _P:
                yield from self._paragraph(child, depth)
            elif child.tag == _TBL:
                yield from self._table(child, depth)
                yield from self._notes_of(self.asked, depth)
                self.asked.clear()
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[Block]:
        text, mark = shown(paragraph), self.numbering.mark(paragraph)
        self.page += turned_pages(paragraph)
        parts = text.split(BREAK)
        parts[0] = f"{mark} {parts[0]}" if mark and parts[0].strip() else parts[0]
        for part in parts:
            yield Line(part, *self._next())
        for box in text_boxes(paragraph):
            yield from self.blocks(box, depth + 1)
        yield from self._notes_of(_asked(paragraph), depth)

    def _notes_of(self, names: list[str], depth: int) -> Iterator[Block]:
        for name in names:
            note = self.notes.pop(name, None)
            if note is not None:
                yield from self.blocks(note, depth + 1)

    def _table(self, table: Element, depth: int) -> Iterator[Block]:
        """A grid; a table that only sets out the page, with tables in its cells or one column, as what stands in it."""
        rows = [(row, _cells(row)) for row in _within(table, _TR)]
        rows = [(row, cells) for row, cells in rows if cells]
        frame = any(next(c.iter(_TBL), None) is not None for _, cells in rows for c in cells)
        if frame or max((len(cells) for _, cells in rows), default=0) <= 1:
            for _, cells in rows:
                for cell in cells:
                    yield from self.blocks(cell, depth + 1)
            return
        placed = [self._row(row, cells) for row, cells in rows]
        width = max(len(r.cells) for r in placed)
        even = [GridRow(r.cells + (GridCell(""),) * (width - len(r.cells)), page=r.page, line=r.line) for r in placed]
        yield Grid(tuple(even), "ruled", page=even[0].page)

    def _row(self, row: Element, cells: list[Element]) -> GridRow:
        self.page += sum(turned_pages(c) for c in cells[:1])
        line, page = self._next()
        made: list[GridCell | None] = [GridCell("")] * _skipped(row, "w:gridBefore")
        for cell in cells:
            span = _span(cell)
            self.asked.extend(n for p in cell.iter(_P) for n in _asked(p))
            made.append(GridCell("" if _goes_on(cell) else self._text(cell), span=span))
            made.extend([None] * (span - 1))
        return GridRow(tuple(made), page=page, line=line)

    def _text(self, cell: Element) -> str:
        parts: list[str] = []
        for paragraph in _within(cell, _P):
            text, mark = shown(paragraph).replace("\t", " "), self.numbering.mark(paragraph)
            parts.append(f"{mark} {text}" if mark and text.strip() else text)
        return "\n".join(t for t in parts if t.strip())

    def _next(self) -> tuple[int, int | None]:
        self.number += 1
        return self.number, self.page if self.paged else None


def _untabbed(block: Block) -> Block:
    """A line whose tabs part no columns, with spaces for them."""
    return (
        replace(block, text=block.text.replace("\t", " ")) if isinstance(block, Line) and "\t" in block.text else block
    )


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The children of this kind, those in content controls and tracked insertions among them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)


def _cells(row: Element) -> list[Element]:
    deleted = row.find(f"{qn('w:trPr')}/{qn('w:del')}")
    return [] if deleted is not None else [*_within(row, _TC)]


def _span(cell: Element) -> int:
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return min(max(int(found.get(qn("w:val"), "1")), 1), 64) if found is not None else 1


def _goes_on(cell: Element) -> bool:
    """True for a cell that one above it covers: its own text is not shown."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val"), "continue") == "continue"


def _skipped(row: Element, name: str) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn(name)}")
    return min(int(found.get(qn("w:val"), "0")), 64) if found is not None else 0


def _asked(paragraph: Element) -> list[str]:
    return [n.get(qn("w:id"), "") for n in paragraph.iter(_FOOTNOTE)]


def _notes(document: WordDocument) -> dict[str, Element]:
    """The footnotes by their ids."""
    part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/footnotes")), None)
    if part is None:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(part.blob, parser)
    return {n.get(qn("w:id"), ""): n for n in root.iter(qn("w:footnote")) if n.get(qn("w:type")) is None}


def _is_paged(document: WordDocument) -> bool:
    return next(document.element.body.iter(qn("w:lastRenderedPageBreak")), None) is not None


def _marked(document: WordDocument) -> list[Block]:
    """Running heads that mark the document as confidential, as its first lines."""
    heads = {
        " ".join(shown(p).split()): None
        for r in document.part.rels.values() if r.reltype.endswith(("/header", "/footer")) and not r.is_external
        for p in getattr(r.target_part, "element", document.element.makeelement("none")).iter(_P)
    }  # fmt: skip
    return [Line(t) for t in heads if t.lower().startswith("fortrolig")]
