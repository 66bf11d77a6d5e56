"""From a file's bytes to its records."""

from __future__ import annotations

import datetime as dt
import hashlib

from schemas.dataset import DocumentRow, SourceLineRow
from schemas.errors import BilagError
from schemas.extraction import Extraction


def extract(
    data: bytes, file_name: str, *, passwords: tuple[str, ...] = (), extracted_at: dt.datetime | None = None
) -> Extraction:
    """A stub: the document and its lines. Raises BilagError `undecodable_text`."""
    del passwords
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BilagError("undecodable_text", "The text is not UTF-8; save it again.") from error
    document = DocumentRow(
        document_id=sha256[:16], sha256=sha256, file_name=file_name, source_format="text", text_source="text layer",
        kind="unknown", ingested_at=extracted_at or dt.datetime.now(dt.UTC), extractor_version="0",
    )  # fmt: skip
    extraction = Extraction(document)
    for n, line in enumerate(text.split("\n"), 1):
        extraction.add(SourceLineRow(document_id=sha256[:16], line=n, line_no=n, text=line))
    return extraction
