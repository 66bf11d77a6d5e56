"""Failures a user meets: each has a stable code, and a message that says what to do."""

from __future__ import annotations

from typing import Final

REASONS: Final[dict[str, str]] = {
    "empty_file": "the file holds no text",
    "binary_file": "a file named as text holds binary data",
    "undecodable_text": "the text's encoding could not be told",
    "too_large": "the file is larger than the limit",
    "vanished": "the file was there when the run began and gone when it was read",
    "unreadable": "the operating system refused to read the file",
    "outside_raw": "the file is a link that leads out of the raw folder",
    "unsupported_format": "the file is neither a PDF, a Word document (.docx) nor a text",
    "not_a_bilag": "the text holds neither a proposal card nor an overview table",
    "docx_broken": "the Word document is damaged",
    "pdf_encrypted": "the PDF is encrypted and no known password opens it",
    "pdf_truncated": "the PDF is cut short or its structure is broken",
    "pdf_incomplete": "the PDF holds more than its pages show: a form, attached files, a stream cut short",
    "pdf_no_pages": "the PDF has no pages",
    "pdf_no_unicode": "the PDF's fonts do not tell which letters they print",
    "pdf_too_complex": "the PDF holds more objects than the limit",
    "ocr_missing": "the PDF is a scan and Tesseract is not installed",
    "ocr_failed": "Tesseract could not read the scan",
    "still_changing": "the file was changed while it was read, or a moment before: it may still be being copied",
    "retired": "the file was taken out of the dataset with `bilag retire`",
    "unpublishable": "a value in the file does not fit the published tables: a number of 17 digits, half a character",
    "time_limit": "reading the file took longer than the limit",
    "memory_limit": "reading the file took more memory than the limit",
    "worker_died": "the process that read the file died",
    "internal_error": "a defect in this program; the file is kept for whoever mends it",
}
"""Every reason code that `quarantine.reason` can hold, and what it means."""


class BilagError(Exception):
    """A file cannot be used: `code` is one of `REASONS`, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        if code not in REASONS:
            raise ValueError(f"unknown reason code {code!r}")
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[BilagError], tuple[str, str]]:
        """Pickle by both arguments: workers send this error home."""
        return type(self), (self.code, self.message)


class TemplateError(Exception):
    """A template that cannot be used: the file, the entry, and the reason (code `template_invalid`)."""

    code: Final = "template_invalid"

    def __init__(self, file: str, entry: str, reason: str) -> None:
        super().__init__(f"{file}: {entry}: {reason} [template_invalid]")
        self.file, self.entry, self.reason = file, entry, reason

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, str, str]]:
        """Pickle by its arguments: workers send this error home."""
        return type(self), (self.file, self.entry, self.reason)
