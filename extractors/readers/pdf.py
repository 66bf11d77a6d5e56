"""A PDF's bytes to a `SourceDocument`.

pdfium is the one parser every page meets: it gives words, rulings and images in a few milliseconds. Which path a page
then takes is decided here, by what that look shows:

- no text layer, or one that no font maps to letters, on a page that images cover: OCR (`readers.ocr`);
- a text layer without letters and no image to read instead: `pdf_no_unicode`, digits are never guessed;
- everything else: `layout.grid`, which says for each table by what evidence it was read;
- a page where that leaves a year heading outside every grid: pdfplumber and camelot (`readers.second_opinion`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pypdfium2 import PdfiumError

from extractors.layout.grid import PageFrame, PageLayout, layout_page
from extractors.layout.grid_furniture import running_lines
from extractors.layout.grid_lines import group_lines
from extractors.layout.grid_stitch import stitch
from extractors.readers.pdf_file import open_pdf
from extractors.readers.pdf_page import PageContent, read_page
from extractors.readers.second_opinion import with_second_opinion
from schemas.errors import BilagError
from schemas.source import Fault, Grid, Page, SourceDocument, TextSource

UNMAPPED: Final = 0.1  # share of characters without a letter from which on a page is not read
FEW_CHARS: Final = 20  # a stamped page number is no text layer
PICTURED: Final = 0.4  # share of the page under images that makes a page without text a scan


def read_pdf(data: bytes, file_name: str, *, passwords: tuple[str, ...] = ()) -> SourceDocument:
    """Read a PDF.

    Raises:
        BilagError: with the reason code, when nothing of the file can be used.
    """
    faults: list[Fault] = []
    read = list(contents(data, passwords=passwords, faults=faults))
    faults += [_unreadable(c.number) for c in read if c.unmapped > UNMAPPED]
    pages = [_page(c) for c in read]
    blocks = stitch(_layouts([c for c in read if c.unmapped <= UNMAPPED]))
    blocks = with_second_opinion(data, blocks, passwords=passwords)
    if faults and not blocks:
        raise BilagError(faults[0].code, faults[0].message)
    source: TextSource = "ocr" if any(p.text_source == "ocr" for p in pages) else "text layer"
    return SourceDocument(
        hashlib.sha256(data).hexdigest(), file_name, "pdf", source, tuple(blocks), tuple(pages), faults=tuple(faults)
    )


def _page(content: PageContent) -> Page:
    frame = (content.number, content.width, content.height, content.turned)
    sure = [w.confidence for w in content.words if w.confidence is not None]
    if sure:
        return Page(*frame, text_source="ocr", confidence=round(sum(sure) / len(sure), 3))
    return Page(*frame, confidence=0.0 if content.unmapped > UNMAPPED else None)


def _layouts(read: Sequence[PageContent]) -> Iterator[PageLayout]:
    """The pages laid out one by one, running heads and feet known from all of them."""
    lines = [group_lines(c.words) for c in read]
    running = running_lines(lines, [c.height for c in read])
    for content, own, known in zip(read, lines, running, strict=True):
        frame = PageFrame(content.number, content.width, content.height)
        yield layout_page(own, content.rulings, frame, known, content.boxes)


def contents(
    data: bytes, *, passwords: tuple[str, ...] = (), pages: range | None = None, faults: list[Fault] | None = None
) -> Iterator[PageContent]:
    """The pages one by one, each closed before the next is opened; pages that cannot be loaded go to `faults`."""
    with open_pdf(data, passwords) as document:
        for index in range(len(document)):
            if pages is not None and index + 1 not in pages:
                continue
            try:
                page = document[index]
            except PdfiumError:
                if faults is not None:
                    faults.append(Fault("pdf_truncated", "the page is damaged and cannot be loaded", index + 1))
                continue
            try:
                content = read_page(page, index + 1)
                yield _ocr_page(page, index + 1) if is_scan(content) else content
            finally:
                page.close()


def _ocr_page(page: Any, number: int) -> PageContent:
    from extractors.readers.ocr import ocr_page  # noqa: PLC0415 - OpenCV is loaded for scans only

    return ocr_page(page, number)


def is_scan(content: PageContent) -> bool:
    """True for a page that shows a picture and has no text of its own, or none that can be read."""
    if content.pictured < PICTURED:
        return False
    return content.chars < FEW_CHARS or content.unmapped > UNMAPPED


def tables(data: bytes, *, pages: range | None = None, passwords: tuple[str, ...] = ()) -> list[Grid]:
    """Every table of the chosen pages (1-based; all by default)."""
    read = list(contents(data, passwords=passwords, pages=pages))
    return [block for layout in _layouts(read) for block in layout.blocks if isinstance(block, Grid)]


def _unreadable(page: int) -> Fault:
    return Fault("pdf_no_unicode", "the fonts of this page do not tell which letters they print", page)
