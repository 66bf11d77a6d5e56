"""A PDF's bytes to a `SourceDocument`.

pdfium is the one parser every page meets: it gives words, rulings and images in a few milliseconds. Which path a page
then takes is decided here, by what that look shows:

- no text layer, or one that no font maps to letters, on a page that images cover: OCR (`readers.ocr`);
- a text layer laid over a scan by an engine without Danish, or without letters and no image: OCR where it reads well;
- else a text layer without letters: `pdf_no_unicode`, digits are never guessed;
- everything else: `layout.grid`, which says for each table by what evidence it was read;
- a page where that leaves a year heading outside every grid: pdfplumber and camelot (`readers.second_opinion`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from pypdfium2 import PdfiumError

from extractors.layout.grid.furniture import running_lines
from extractors.layout.grid.lines import group_lines
from extractors.layout.grid.order import told
from extractors.layout.grid.page import PageFrame, PageLayout, layout_page
from extractors.layout.grid.signs import with_signs_in_place
from extractors.layout.grid.stitch import stitch
from extractors.readers.pdf.annotations import laid_over
from extractors.readers.pdf.file import open_pdf
from extractors.readers.pdf.page import PageContent, read_page
from extractors.readers.pdf.second_opinion import with_second_opinion
from extractors.readers.pdf.turned import Turned, on_page
from extractors.readers.pdf.whole import document_faults, has_layers
from extractors.readers.progress import tell_page
from schemas.errors import BilagError
from schemas.source import Block, Fault, Grid, Page, SourceDocument, TextSource, Word

UNMAPPED: Final = 0.1  # share of characters without a letter from which on a page is not read
FEW_CHARS: Final = 20  # a stamped page number is no text layer
COVERED: Final = 0.8  # share of the page under images from which on its text layer is one laid over a scan
READ: Final = 0.7  # mean confidence from which on a picture tells more than a bad text layer
_TOLD: Final = ("Title", "Subject", "Keywords")
PICTURED: Final = 0.4  # share of the page under images that makes a page without text a scan


def read_pdf(data: bytes, file_name: str, *, passwords: tuple[str, ...] = ()) -> SourceDocument:
    """Read a PDF. A page that fails costs the page, and is told in `faults`.

    Raises:
        BilagError: with the reason code, when nothing of the file can be used.
    """
    faults: list[Fault] = []
    beside: list[str] = []
    read = _one_print(list(contents(data, passwords=passwords, faults=faults, beside=beside)))
    pages = [_page(c) for c in read]
    blocks = stitch(_layouts(_parts(read), faults))
    blocks = _with_signs(with_second_opinion(data, blocks, passwords=passwords))
    fatal = [f for f in faults if f.code != "pdf_incomplete"]
    if fatal and not blocks:
        raise BilagError(fatal[0].code, fatal[0].message)
    source: TextSource = "ocr" if any(p.text_source == "ocr" for p in pages) else "text layer"
    return SourceDocument(
        hashlib.sha256(data).hexdigest(),
        file_name,
        "pdf",
        source,
        tuple(blocks),
        tuple(pages),
        faults=tuple(faults),
        beside=tuple(dict.fromkeys(beside)),
    )


def _one_print(read: list[PageContent]) -> list[PageContent]:
    """The pages, the scanned ones among them in the type sizes of one document."""
    scanned = [i for i, c in enumerate(read) if any(w.confidence is not None for w in c.words)]
    if scanned:
        from extractors.readers.ocr.lines import even_sizes  # noqa: PLC0415 - for scans only

        for i, words in zip(scanned, even_sizes([read[i].words for i in scanned]), strict=True):
            read[i] = replace(read[i], words=words)
    return read


def _page(content: PageContent) -> Page:
    frame = (content.number, content.width, content.height, content.turned)
    sure = [w.confidence for w in content.words if w.confidence is not None]
    if sure:
        return Page(*frame, text_source="ocr", confidence=round(sum(sure) / len(sure), 3))
    return Page(*frame, confidence=0.0 if content.unmapped > UNMAPPED else None)


def _with_signs(blocks: Sequence[Block]) -> list[Block]:
    return [with_signs_in_place(b) if isinstance(b, Grid) else b for b in blocks]


def _layouts(read: Sequence[PageContent], faults: list[Fault]) -> Iterator[PageLayout]:
    """The pages laid out one by one, running heads and feet known from all of them.

    Where a table leaves open on which side of their years its figures stand, the document's other tables tell.
    """
    lines = [group_lines(words) for words in told([c.words for c in read])]
    running = running_lines(lines, [c.height for c in read])
    made = [_layout(*page, faults) for page in zip(read, lines, running, strict=True)]
    sides = [side for layout in made if layout for side in layout.sides]
    leaning = (sum(sides) > 0) - (sum(sides) < 0)
    for page, layout in zip(zip(read, lines, running, strict=True), made, strict=True):
        again = leaning and layout and 0 in layout.sides
        best = _layout(*page, faults, leaning) if again else layout
        if best:
            yield best


def _layout(
    content: PageContent, lines: list[list[Word]], running: set[int], faults: list[Fault], leaning: int = 0
) -> PageLayout | None:
    frame = PageFrame(content.number, content.width, content.height)
    try:
        layout = layout_page(lines, content.rulings, frame, running, content.boxes, leaning)
        for part in content.parts:
            _add_part(layout, part)
    except Exception as error:  # a defect of ours must cost this page only
        faults.append(_defect(content.number, error))
        return None
    return layout


def _add_part(layout: PageLayout, part: Turned) -> None:
    """Lay out a table that is turned, after the blocks of its page."""
    frame = PageFrame(layout.frame.number, part.width, part.height)
    own = layout_page(group_lines(part.words), part.rulings, frame, shades=part.boxes)
    layout.loose.update({len(layout.blocks) + i: phrases for i, phrases in own.loose.items()})
    layout.blocks += [on_page(block, part.back) for block in own.blocks]


def contents(
    data: bytes,
    *,
    passwords: tuple[str, ...] = (),
    pages: range | None = None,
    faults: list[Fault] | None = None,
    beside: list[str] | None = None,
) -> Iterator[PageContent]:
    """The pages one by one, each closed before the next is opened; pages that cannot be read go to `faults`.

    What the file tells of itself, and what is printed over its pages' lines, goes to `beside`.
    """
    told: list[Fault] = [] if faults is None else faults
    with open_pdf(data, passwords) as document:
        told += document_faults(document, data)
        over: list[str] = [] if beside is None else beside
        over += [t for key in _TOLD if (t := document.get_metadata_value(key))]
        chosen = [n for n in range(1, len(document) + 1) if pages is None or n in pages]
        if not chosen and pages is not None:
            last = "one page" if len(document) == 1 else f"{len(document)} pages"
            raise BilagError("pdf_no_pages", f"the PDF has {last}: there is no page {pages.start}")
        layered = has_layers(data)
        for place, number in enumerate(chosen, 1):
            tell_page(place, len(chosen))
            content = _content(document, number, told, layered=layered)
            if content is not None:
                if content.unmapped > UNMAPPED:
                    told.append(_unreadable(number))
                over += content.beside
                yield content


def _content(document: Any, number: int, faults: list[Fault], *, layered: bool) -> PageContent | None:
    """A page as read; None when it cannot be, which `faults` then tells."""
    try:
        page = document[number - 1]
    except PdfiumError:
        faults.append(Fault("pdf_truncated", "the page is damaged and cannot be loaded", number))
        return None
    try:
        notes, changed = laid_over(page)
        if changed:
            page.close()
            page = document[number - 1]
        content = read_page(page, number, layered=layered, notes=notes)
        return _seen(page, content)
    except BilagError as error:
        faults.append(Fault(error.code, error.message, number))
    except Exception as error:  # a defect of ours must cost this page only
        faults.append(_defect(number, error))
    finally:
        page.close()
    return None


def _defect(page: int, error: Exception) -> Fault:
    return Fault("internal_error", f"{type(error).__name__}: {error}; please report it with the file", page)


def _ocr_page(page: Any, number: int) -> PageContent:
    from extractors.readers.ocr.pages import ocr_page  # noqa: PLC0415 - OpenCV is loaded for scans only

    return ocr_page(page, number)


def _seen(page: Any, content: PageContent) -> PageContent:
    """The page as its picture shows it, where its text layer tells less; else as the text layer has it."""
    if is_scan(content):
        return replace(_ocr_page(page, content.number), beside=content.beside)
    if content.unmapped > UNMAPPED or (content.pictured >= COVERED and _is_poor(content)):
        try:
            seen = _ocr_page(page, content.number)
        except BilagError:  # without Tesseract: what there is
            return content
        sure = [w.confidence or 0.0 for w in seen.words]
        return replace(seen, beside=content.beside) if sure and sum(sure) >= READ * len(sure) else content
    return content


def is_scan(content: PageContent) -> bool:
    """True for a page that shows a picture and has no text of its own, or none that can be read."""
    if content.pictured < PICTURED:
        return False
    return content.chars < FEW_CHARS or content.unmapped > UNMAPPED


def _is_poor(content: PageContent) -> bool:
    from extractors.readers.ocr.layer import is_poor  # noqa: PLC0415 - its word list is loaded for scans only

    return is_poor(content.words)


def _parts(read: Sequence[PageContent]) -> list[PageContent]:
    """The pages to be laid out: those that can be read, two pages on one scanned sheet apart."""
    from extractors.readers.ocr.halves import parted  # noqa: PLC0415 - imports this package's page

    return [part for c in read if c.unmapped <= UNMAPPED for part in parted(c)]


def tables(
    data: bytes,
    *,
    pages: range | None = None,
    passwords: tuple[str, ...] = (),
    faults: list[Fault] | None = None,
) -> list[Grid]:
    """Every table of the chosen pages (1-based; all by default); what could not be read goes to `faults`."""
    told: list[Fault] = [] if faults is None else faults
    read = _one_print(list(contents(data, passwords=passwords, pages=pages, faults=told)))
    blocks = [block for layout in _layouts(_parts(read), told) for block in layout.blocks]
    return [block for block in _with_signs(blocks) if isinstance(block, Grid)]


def _unreadable(page: int) -> Fault:
    return Fault("pdf_no_unicode", "the fonts of this page do not tell which letters they print", page)
