"""What a file is, and what of it could not be used: documents, their printed lines, faults, quarantine."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field

from schemas.base import DocumentKind, PrintedRow, Row, SignConvention
from schemas.source import SourceFormat


class DocumentRow(PrintedRow):
    """An ingested file."""

    table: ClassVar[str] = "documents"
    key: ClassVar[tuple[str, ...]] = ("document_id",)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    file_name: str
    source_format: SourceFormat
    text_source: Literal["text layer", "ocr"]
    title: str | None = None
    bilag_no: str | None = None
    kind: DocumentKind
    template: str = "generic"
    municipality: str | None = None
    sign_convention: SignConvention | None = None
    budget_case: str | None = None
    page_count: int | None = None
    confidential: bool = False
    page_turns: list[int] = Field(default_factory=list)
    other_names: list[str] = Field(default_factory=list)
    supersedes: str | None = Field(None, pattern=r"^[0-9a-f]{16}$")
    ingested_at: dt.datetime
    extractor_version: str


class SourceLineRow(PrintedRow):
    """A printed line of the source, so that evidence can be shown without the file. An addition."""

    table: ClassVar[str] = "source_lines"
    key: ClassVar[tuple[str, ...]] = ("document_id", "line_no")
    line_no: int = Field(ge=1)
    text: str


class PageFaultRow(Row):
    """A page, or a part of a published file, that could not be read: what it printed is not in the other tables."""

    table: ClassVar[str] = "page_faults"
    document_id: str
    page: int | None = None
    reason: str
    message: str


class QuarantineRow(Row):
    """A file that could not be used."""

    table: ClassVar[str] = "quarantine"
    file_name: str
    sha256: str | None = None
    reason: str
    message: str
    seen_at: dt.datetime


class TextRepairRow(PrintedRow):
    """A token that OCR repair changed; the printed one is always kept beside it."""

    table: ClassVar[str] = "text_repairs"
    printed: str
    repaired: str
    confidence: float
