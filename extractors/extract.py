"""From a file's bytes to its records: read, strip furniture, tell the kind, hand over to the kind's module."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from extractors import EXTRACTOR_VERSION
from extractors.bilag.annex import extract_annex
from extractors.bilag.budget_note import extract_budget_note
from extractors.bilag.classify import classify, text_of
from extractors.bilag.proposal import extract_proposal
from extractors.bilag.repaired import repaired_document
from extractors.layout.furniture import without_furniture
from extractors.layout.text import join_lines
from extractors.readers.text import read_text
from schemas.dataset import DocumentKind, DocumentRow, SourceLineRow
from schemas.errors import BilagError
from schemas.extraction import Extraction
from schemas.source import Block, Line, SourceDocument

_PDF_MARK: Final = b"%PDF-"
_BILAG_NO: Final = re.compile(r"^\s*bilag\s+(\d+[a-z]?)\.?\s*$", re.IGNORECASE)
_CASE: Final = (
    (re.compile(r"\bOFS\s+(\d{4})\s*[-/]\s*(\d{4})", re.IGNORECASE), "OFS {}-{}"),
    (re.compile(r"overføre?lsessagen\s+(\d{4})\s*[-/]\s*(\d{4})", re.IGNORECASE), "OFS {}-{}"),
    (re.compile(r"\b(?:til|for)\s+budget\s+(20\d\d)", re.IGNORECASE), "Budget {}"),
    (re.compile(r"arbejdsprogram\s+(?:for\s+)?(20\d\d)", re.IGNORECASE), "Arbejdsprogram {}"),
)


def extract(
    data: bytes, file_name: str, *, passwords: tuple[str, ...] = (), extracted_at: dt.datetime | None = None
) -> Extraction:
    """Extract one file.

    Args:
        data: the file's bytes.
        file_name: its name under the raw folder; only shown, never read.
        passwords: tried on an encrypted PDF.
        extracted_at: when the bytes were first extracted; now if not given.

    Raises:
        BilagError: the file cannot be used; the code says why.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise BilagError("empty_file", f"{file_name} is empty; ask the sender for the file again.")
    printed = read(data, file_name, passwords=passwords)
    document, repairs = repaired_document(printed)
    blocks = without_furniture(document)
    text = text_of(blocks)
    kind = _kind(document, text)
    extraction = Extraction(_document_row(document, kind, text, extracted_at))
    extraction.add(*repairs)
    title = _extract_kind(extraction, document, blocks, kind)
    if not extraction.rows.get("cards") and not extraction.rows.get("overview_amounts"):
        raise BilagError(
            "not_a_bilag",
            f"{file_name} holds neither a proposal card nor an overview table; check that it is a bilag, "
            "or that its text was not lost when it was made.",
        )
    extraction.document = extraction.document.model_copy(update={"title": title or _title(blocks)})
    _add_source_lines(extraction, printed)
    return extraction


def read(data: bytes, file_name: str, *, passwords: tuple[str, ...] = ()) -> SourceDocument:
    """Read a file as what its bytes are, whatever its name says."""
    if _PDF_MARK in data[:1024]:
        from extractors.readers.pdf import read_pdf  # the PDF libraries are slow to import

        return read_pdf(data, file_name, passwords=passwords)
    if file_name.lower().endswith(".pdf"):
        raise BilagError("pdf_truncated", f"{file_name} is named as a PDF but does not begin as one; send it again.")
    return read_text(data, file_name)


def _kind(document: SourceDocument, text: str) -> DocumentKind:
    kind = classify(text)
    if kind == "unknown":
        from extractors.bilag.work_programme import is_work_programme  # its word lists are slow to load

        if is_work_programme([b.text for b in document.lines()]) >= 0.5:
            return "work_programme"
    return kind


def _extract_kind(
    extraction: Extraction, document: SourceDocument, blocks: list[Block], kind: DocumentKind
) -> str | None:
    """File the records of a kind; the title where the kind's own text gives it."""
    if kind == "budget_note":
        return extract_budget_note(extraction, blocks)
    if kind == "innovation_proposal":
        return extract_proposal(extraction, blocks)
    if kind == "work_programme":
        from extractors.bilag.work_programme import extract_work_programme

        extract_work_programme(document, extraction)
        return extraction.document.title
    extract_annex(extraction, blocks, innovation=kind == "innovation_overview")
    return None


def _document_row(
    document: SourceDocument, kind: DocumentKind, text: str, extracted_at: dt.datetime | None
) -> DocumentRow:
    number = next((found for b in document.lines() if (found := _BILAG_NO.match(b.text))), None)
    return DocumentRow(
        document_id=document.document_id,
        sha256=document.sha256,
        file_name=document.file_name,
        source_format=document.source_format,
        text_source=document.text_source,
        kind=kind,
        bilag_no=number[1].lower() if number else None,
        budget_case=next((form.format(*m.groups()) for p, form in _CASE if (m := p.search(text))), None),
        page_count=len(document.pages) or None,
        confidential=bool(re.match(r"\s*(?:bilag\s+\w+\.?\s*)?fortrolig", text, re.IGNORECASE)),
        ingested_at=extracted_at or dt.datetime.now(dt.UTC),
        extractor_version=EXTRACTOR_VERSION,
    )


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


def _add_source_lines(extraction: Extraction, document: SourceDocument) -> None:
    number = 0
    rows: list[SourceLineRow] = []
    for block in document.blocks:
        if isinstance(block, Line):
            entries = [(block.text, block.number, block.page, block.bbox)]
        else:
            entries = [("\t".join(r.texts()), r.line, r.page, r.bbox) for r in block.rows]
        for text, line, page, bbox in entries:
            number += 1
            if text.strip():
                rows.append(
                    SourceLineRow.model_construct(
                        document_id=document.document_id,
                        page=page,
                        line=line,
                        bbox=list(bbox) if bbox else None,
                        line_no=number,
                        text=text,
                    )
                )
    extraction.add(*rows)


def extract_with_language(
    data: bytes, file_name: str, *, passwords: tuple[str, ...] = (), extracted_at: dt.datetime | None = None
) -> Extraction:
    """`extract`, and the language layer on top: what the pipeline publishes. Raises as `extract` does."""
    from extractors.language import add_mentions  # spaCy takes longer to import than a bilag to read

    extraction = extract(data, file_name, passwords=passwords, extracted_at=extracted_at)
    add_mentions(extraction)
    return extraction
