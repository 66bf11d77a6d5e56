"""A PDF's bytes to a `SourceDocument`.

pdfium is the one parser every page meets: it gives words, rulings and images in a few milliseconds. Which path a page
then takes is decided here, by what that look shows:

- no text layer, or one that no font maps to letters, on a page that images cover: OCR (`readers.ocr`);
- a text layer without letters and no image to read instead: `pdf_no_unicode`, digits are never guessed;
- everything else: `layout.grid`, which says for each table by what evidence it was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from extractors.layout.grid import PageFrame, page_blocks
from extractors.readers.pdf_file import open_pdf
from extractors.readers.pdf_page import PageContent, read_page
from schemas.errors import BilagError
from schemas.source import Block, Fault, Grid, Page, SourceDocument, TextSource

UNMAPPED: Final = 0.1  # share of characters without a letter from which on a page is not read
PICTURED: Final = 0.4  # share of the page under images that makes a page without text a scan


def read_pdf(data: bytes, file_name: str, *, passwords: tuple[str, ...] = ()) -> SourceDocument:
    """Read a PDF.

    Raises:
        BilagError: with the reason code, when nothing of the file can be used.
    """
    pages: list[Page] = []
    blocks: list[Block] = []
    faults: list[Fault] = []
    for content in contents(data, passwords=passwords):
        frame = PageFrame(content.number, content.width, content.height)
        if content.unmapped > UNMAPPED:
            faults.append(_unreadable(content.number))
            pages.append(Page(content.number, content.width, content.height, content.turned, confidence=0.0))
            continue
        blocks += page_blocks(content.words, content.rulings, frame)
        pages.append(Page(content.number, content.width, content.height, content.turned))
    if faults and not blocks:
        raise BilagError(faults[0].code, faults[0].message)
    source: TextSource = "ocr" if pages and all(p.text_source == "ocr" for p in pages) else "text layer"
    return SourceDocument(
        hashlib.sha256(data).hexdigest(), file_name, "pdf", source, tuple(blocks), tuple(pages), faults=tuple(faults)
    )


def contents(
    data: bytes, *, passwords: tuple[str, ...] = (), pages: range | None = None
) -> Iterator[PageContent]:
    """The pages one by one, each closed before the next is opened."""
    with open_pdf(data, passwords) as document:
        for index in range(len(document)):
            if pages is not None and index + 1 not in pages:
                continue
            page = document[index]
            try:
                yield read_page(page, index + 1)
            finally:
                page.close()


def tables(data: bytes, *, pages: range | None = None, passwords: tuple[str, ...] = ()) -> list[Grid]:
    """Every table of the chosen pages (1-based; all by default)."""
    out: list[Grid] = []
    for content in contents(data, passwords=passwords, pages=pages):
        frame = PageFrame(content.number, content.width, content.height)
        out += [b for b in page_blocks(content.words, content.rulings, frame) if isinstance(b, Grid)]
    return out


def _unreadable(page: int) -> Fault:
    return Fault("pdf_no_unicode", "the fonts of this page do not tell which letters they print", page)
