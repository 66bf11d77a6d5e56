"""Type size and boldness of a PDF's characters."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import pypdfium2.raw as pdfium

_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


class Faces:
    """Type size and boldness of a character, asked once for each text object and font."""

    def __init__(self, textpage: Any) -> None:
        self.textpage = ctypes.cast(textpage, ctypes.c_void_p).value
        self.objects: dict[int, tuple[float, bool]] = {}
        self.fonts: dict[int, bool] = {}

    def of(self, index: int) -> tuple[float, bool]:
        """(size in points or 0, bold) of the character at `index`."""
        key = _text_object(self.textpage, index) or 0
        if key not in self.objects:
            self.objects[key] = self._face(key) if key else (0.0, False)
        return self.objects[key]

    def _face(self, key: int) -> tuple[float, bool]:
        obj = ctypes.cast(key, pdfium.FPDF_PAGEOBJECT)
        size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
        pdfium.FPDFTextObj_GetFontSize(obj, size)
        pdfium.FPDFPageObj_GetMatrix(obj, matrix)
        font = pdfium.FPDFTextObj_GetFont(obj)
        place = ctypes.cast(font, ctypes.c_void_p).value or 0
        if place and place not in self.fonts:
            self.fonts[place] = _is_bold(font)
        return size.value * math.hypot(matrix.c, matrix.d), self.fonts.get(place, False)


def _is_bold(font: Any) -> bool:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    lowered = name.value.lower()
    return any(mark in lowered for mark in (b"bold", b"black", b"heavy", b"semibold", b",b")) or (
        pdfium.FPDFFont_GetWeight(font) >= 600
    )
