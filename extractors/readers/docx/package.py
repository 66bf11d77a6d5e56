"""Opening a Word document safely: what the bytes are, and how much they may unpack to.

A `.docx` is a ZIP archive of XML parts (ECMA-376). The document's own part and what it refers to are opened by
python-docx, whose parser resolves no entities and reaches for nothing outside the file.
"""

from __future__ import annotations

import io
import zipfile
from typing import Final

from docx import Document
from docx.document import Document as WordDocument

from extractors.readers.office import COMPOUND
from schemas.errors import BilagError

_MOST_PARTS: Final = 5_000
_MOST_XML: Final = 150_000_000
"""Bytes of XML that a document may unpack to: a thousand pages of tables have some thirty million."""
_OTHERS: Final = (("xl/", "an Excel workbook"), ("ppt/", "a presentation"), ("content.xml", "an OpenDocument file"))


def open_word(data: bytes, file_name: str) -> WordDocument:
    """The document.

    Raises:
        BilagError: `unsupported_format` (an older Word file, one with a password, another kind of archive),
            `docx_broken` (damaged), `too_large` (it unpacks to more than a machine should hold).
    """
    if data.startswith(COMPOUND):
        raise BilagError(
            "unsupported_format",
            f"{file_name} is a Word file of the old kind (.doc) or has a password; save it as .docx without one.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive.infolist(), file_name)
        return Document(io.BytesIO(data))
    except BilagError:
        raise
    except Exception as error:  # whatever a damaged part makes the libraries say
        raise BilagError(
            "docx_broken", f"{file_name} is a damaged Word document ({type(error).__name__}); send it again."
        ) from error


def _check(parts: list[zipfile.ZipInfo], file_name: str) -> None:
    names = [p.filename for p in parts]
    if "word/document.xml" not in names:
        what = next((kind for mark, kind in _OTHERS if any(n.startswith(mark) for n in names)), "an archive")
        raise BilagError("unsupported_format", f"{file_name} is {what}; send the bilag as PDF, Word or text.")
    unpacked = sum(p.file_size for p in parts if p.filename.endswith((".xml", ".rels")))
    if len(parts) > _MOST_PARTS or unpacked > _MOST_XML:
        raise BilagError(
            "too_large", f"{file_name} unpacks to {unpacked / 1e6:.0f} MB of text; split it, or print it as a PDF."
        )
