"""From a file's bytes to its records: read, strip furniture, recognise the form, hand over to its reader."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from extractors import EXTRACTOR_VERSION
from extractors.cards.annex import extract_annex
from extractors.cards.budget_note import extract_budget_note
from extractors.cards.printed import text_of
from extractors.cards.proposal import extract_proposal
from extractors.cards.repaired import repaired_document
from extractors.cards.scanned_words import with_form_words
from extractors.confidential import is_marked, mark
from extractors.generic.document import extract_generic
from extractors.layout.furniture import without_furniture
from extractors.layout.text import join_lines
from extractors.links import link
from extractors.readers.office import is_office_file
from extractors.readers.text.document import read_text
from extractors.tables.context import sign_convention
from extractors.templates.load import generic, load_templates
from extractors.templates.model import GENERIC, Template
from extractors.templates.recognise import recognise
from schemas.dataset import DocumentRow, PageFaultRow, SourceLineRow
from schemas.errors import BilagError
from schemas.extraction import Extraction
from schemas.source import Block, GridRow, Line, SourceDocument

_SOURCE_LINES: Final = TypeAdapter(list[SourceLineRow])  # the largest table by far: its rows are made at one go
_PDF_MARK: Final = b"%PDF-"
_IS_PROGRAMME: Final = 0.5
_MUNICIPALITY: Final = re.compile(r"\b([A-ZÆØÅ][\wæøå-]+(?: [A-ZÆØÅ][\wæøå-]+)? Kommune|Region [A-ZÆØÅ]\w+)\b")
_BILAG_NO: Final = re.compile(r"^\s*bilag\s+(\d+[a-z]?)\.?\s*$", re.IGNORECASE)
_CASE: Final = (
    (re.compile(r"\bOFS\s+(\d{4})\s*[-/]\s*(\d{4})", re.IGNORECASE), "OFS {}-{}"),
    (re.compile(r"overfør\w{2,6}sagen\s+(\d{4})\s*[-/]\s*(\d{4})", re.IGNORECASE), "OFS {}-{}"),
    (re.compile(r"\b(?:til|for)\s+budget\s+(20\d\d)", re.IGNORECASE), "Budget {}"),
    (re.compile(r"arbejdsprogram\s+(?:for\s+)?(20\d\d)", re.IGNORECASE), "Arbejdsprogram {}"),
)


def extract(
    data: bytes,
    file_name: str,
    *,
    passwords: tuple[str, ...] = (),
    extracted_at: dt.datetime | None = None,
    templates: Sequence[Template] | None = None,
) -> Extraction:
    """Extract one file.

    Args:
        data: the file's bytes.
        file_name: its name under the raw folder; only shown, never read.
        passwords: tried on an encrypted PDF.
        extracted_at: when the bytes were first extracted; now if not given.
        templates: the forms that are known; the package's own if not given.

    Raises:
        BilagError: the file cannot be used; the code says why.
    """
    printed = read(data, file_name, passwords=passwords)
    marked = is_marked(printed)
    mended, words = with_form_words(printed)
    document, repairs = repaired_document(mended)
    repairs = [*words, *repairs]
    blocks = without_furniture(document)
    text = text_of(blocks)
    known = load_templates() if templates is None else templates
    template = _template(document, text, known)
    extraction = Extraction(_document_row(document, text, extracted_at, template))
    title = _extract_form(extraction, document, blocks, text, template)
    if not _is_read(extraction):  # the words of a form, but not its parts: what is printed is published all the same
        template = generic(known)
        extraction = Extraction(_document_row(document, text, extracted_at, template))
        title = None
        extract_generic(extraction, blocks, text, template)
    if template.name == GENERIC and not _holds_money(extraction):
        raise BilagError(
            "not_a_bilag",
            f"{file_name} holds neither a money table nor an amount in its text; check that it is a bilag, "
            "or that its text was not lost when it was made.",
            confidential=marked,
        )
    link(extraction, template.name)
    extraction.add(*repairs)
    extraction.document = extraction.document.model_copy(update={"title": title or _title(blocks)})
    mark(extraction, whole=marked)
    _add_source_lines(extraction, printed)
    _add_faults(extraction, printed)
    return extraction


def read(data: bytes, file_name: str, *, passwords: tuple[str, ...] = ()) -> SourceDocument:
    """Read a file as what its bytes are, whatever its name says."""
    if not data.strip(b"\x00 \t\r\n\f"):
        raise BilagError("empty_file", f"{file_name} is empty; ask the sender for the file again.")
    if _PDF_MARK in data[:1024]:
        from extractors.readers.pdf.document import read_pdf  # the PDF libraries are slow to import

        return read_pdf(data, file_name, passwords=passwords)
    if file_name.lower().endswith(".pdf"):
        from extractors.readers.pdf.whole import other_format

        what = other_format(data) or "no PDF, as it does not begin as one"
        raise BilagError("pdf_truncated", f"{file_name} is named as a PDF but is {what}; send it again as a PDF.")
    if is_office_file(data):
        from extractors.readers.docx.document import read_word  # as are those for Word documents

        return read_word(data, file_name)
    return read_text(data, file_name)


def _template(document: SourceDocument, text: str, known: Sequence[Template]) -> Template:
    """The form that the document is printed on; `generic` where none fits."""
    found = recognise(text.split("\n"), known)
    if found is None and (programme := next((t for t in known if t.reader == "work_programme"), None)):
        from extractors.programme.programme import is_work_programme  # its word lists are slow to load

        if is_work_programme([b.text for b in document.lines()]) >= _IS_PROGRAMME:
            return programme
    return found or generic(known)


def _extract_form(
    extraction: Extraction, document: SourceDocument, blocks: list[Block], text: str, template: Template
) -> str | None:
    """File the records of a form; the title where the form's own text gives it."""
    if template.reader == "work_programme":
        from extractors.programme.programme import extract_work_programme

        extract_work_programme(document, extraction)
        return extraction.document.title
    if template.reader == "budget_note":
        return extract_budget_note(extraction, blocks, template)
    if template.reader == "innovation_proposal":
        return extract_proposal(extraction, blocks, template)
    if template.reader == "annex":
        extract_annex(extraction, blocks, template)
    else:
        extract_generic(extraction, blocks, text, template)
    return None


def _is_read(extraction: Extraction) -> bool:
    """True when the form's reader found a card or an overview row."""
    return bool(extraction.rows.get("cards") or extraction.rows.get("overview_amounts"))


def _holds_money(extraction: Extraction) -> bool:
    return any(extraction.rows.get(t) for t in ("economic_amounts", "overview_amounts", "prose_amounts"))


def _document_row(
    document: SourceDocument, text: str, extracted_at: dt.datetime | None, template: Template
) -> DocumentRow:
    number = next((found for b in document.lines() if (found := _BILAG_NO.match(b.text))), None)
    return DocumentRow(
        document_id=document.document_id,
        sha256=document.sha256,
        file_name=document.file_name,
        source_format=document.source_format,
        text_source=document.text_source,
        kind=template.kind,
        template=template.name,
        municipality=template.municipality or _municipality(text),
        sign_convention=sign_convention(text) or template.sign_convention,
        bilag_no=number[1].lower() if number else None,
        budget_case=next((form.format(*m.groups()) for p, form in _CASE if (m := p.search(text))), None),
        page_count=len(document.pages) or None,
        page_turns=_turns(document),
        ingested_at=extracted_at or dt.datetime.now(dt.UTC),
        extractor_version=EXTRACTOR_VERSION,
    )


def _turns(document: SourceDocument) -> list[int]:
    """The turn of every page, a page that was not read with 0; empty where none was turned."""
    turns = {p.number: p.rotation for p in document.pages if p.rotation}
    return [turns.get(n, 0) for n in range(1, max(p.number for p in document.pages) + 1)] if turns else []


def _municipality(text: str) -> str | None:
    """The municipality or region that the document names first and most."""
    names = Counter(m[1] for m in _MUNICIPALITY.finditer(text[:200_000]))
    return names.most_common(1)[0][0] if names else None


def _title(blocks: list[Block]) -> str | None:
    """The first heading: the first printed lines up to the first gap, `Bilag 2a` left out."""
    lines: list[str] = []
    for block in blocks:
        if not isinstance(block, Line):
            break
        if block.blank:
            if lines:
                break
            continue
        if _BILAG_NO.match(block.text):
            continue
        if lines and (len(block.text) > 70 and not lines[-1].rstrip().endswith("-")):
            break
        lines.append(block.text)
        if len(lines) >= 3:
            break
    return join_lines(lines)[:300] or None


def _add_faults(extraction: Extraction, document: SourceDocument) -> None:
    """File what could not be read of the document."""
    for fault in document.faults:
        extraction.add(
            PageFaultRow(document_id=document.document_id, page=fault.page, reason=fault.code, message=fault.message)
        )


def _add_source_lines(extraction: Extraction, document: SourceDocument) -> None:
    rows: list[dict[str, object]] = []
    number = 0
    for block in document.blocks:
        if isinstance(block, Line):
            number += 1
            if block.text.strip():
                rows.append(_source_line(document.document_id, number, block.text, block.number, block))
        else:
            for row in block.rows:
                number += 1
                text = "\t".join(row.texts())
                if text.strip():
                    rows.append(_source_line(document.document_id, number, text, row.line, row))
    extraction.add(*_SOURCE_LINES.validate_python(rows))


def _source_line(document_id: str, number: int, text: str, line: int | None, at: Line | GridRow) -> dict[str, object]:
    return {
        "document_id": document_id,
        "page": at.page,
        "line": line,
        "bbox": list(at.bbox) if at.bbox else None,
        "line_no": number,
        "text": text,
    }


def extract_with_language(
    data: bytes,
    file_name: str,
    *,
    passwords: tuple[str, ...] = (),
    extracted_at: dt.datetime | None = None,
    templates: Sequence[Template] | None = None,
) -> Extraction:
    """`extract`, and the language layer on top: what the pipeline publishes. Raises as `extract` does."""
    from extractors.language import add_mentions  # spaCy takes longer to import than a bilag to read

    extraction = extract(data, file_name, passwords=passwords, extracted_at=extracted_at, templates=templates)
    add_mentions(extraction)
    return extraction
