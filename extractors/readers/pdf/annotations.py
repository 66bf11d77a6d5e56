"""Form fields and text laid over a page: printed with it, but no part of its contents.

What has an appearance is made a part of the page before it is read; of what has none (a form that leaves drawing its
fields to the reader) the value stands where its box is.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from extractors.readers.pdf.calls import Box

_PRINTED: Final = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STRIKEOUT)
_NOT_SEEN: Final = 2 | 32  # hidden, not viewed
_VALUES: Final = {pdfium.FPDF_ANNOT_WIDGET: b"V", pdfium.FPDF_ANNOT_FREETEXT: b"Contents"}
_MOST: Final = 5_000  # annotations of one page looked at


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a field or note without an appearance, and its box on the sheet."""

    text: str
    box: Box


def laid_over(page: Any) -> tuple[list[Note], bool]:
    """What is printed over an open page: the notes without an appearance, and whether the page has to be opened anew.

    Where others have an appearance they are made a part of the page, which shows only when it is opened again.
    """
    count = min(_MOST, pdfium.FPDFPage_GetAnnotCount(page.raw))
    notes: list[Note] = []
    drawn = False
    for index in range(max(0, count)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in _PRINTED or pdfium.FPDFAnnot_GetFlags(annotation) & _NOT_SEEN:
                continue
            if pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
                drawn = True
            elif kind in _VALUES and (text := _string(annotation, _VALUES[kind])):
                notes.append(Note(text, _box(annotation)))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    flattened = drawn and pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    return notes, flattened


def _string(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size < 20_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


def _box(annotation: Any) -> Box:
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top
