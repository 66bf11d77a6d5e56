"""Type size and boldness of a PDF's characters."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf_calls import address, plain

_P: Final = ctypes.c_void_p
_text_object = plain(pdfium.FPDFText_GetTextObject, _P, ctypes.c_int, result=_P)
_font_size = plain(pdfium.FPDFTextObj_GetFontSize, _P, _P)
_matrix = plain(pdfium.FPDFPageObj_GetMatrix, _P, _P)
_font = plain(pdfium.FPDFTextObj_GetFont, _P, result=_P)


def faces(textpage: Any, indices: Sequence[int]) -> list[tuple[float, bool]]:
    """(size in points or 0, bold) of the characters at these indices; each text object and font is asked once."""
    keys = list(map(_text_object, repeat(address(textpage)), indices))
    known: dict[int | None, tuple[float, bool]] = {None: (0.0, False)}
    fonts: dict[int | None, bool] = {None: False}
    size, matrix = np.zeros(1, dtype=np.float32), np.zeros(6, dtype=np.float32)
    size_at, matrix_at = size.ctypes.data, matrix.ctypes.data
    for key in keys:
        if key in known:
            continue
        _font_size(key, size_at)
        _matrix(key, matrix_at)
        font = _font(key)
        if font not in fonts:
            fonts[font] = _is_bold(font)
        known[key] = (float(size[0]) * math.hypot(matrix[2], matrix[3]), fonts[font])
    return [known[key] for key in keys]


def _is_bold(place: int) -> bool:
    font = ctypes.cast(place, pdfium.FPDF_FONT)
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    lowered = name.value.lower()
    return any(mark in lowered for mark in (b"bold", b"black", b"heavy", b"semibold", b",b")) or (
        pdfium.FPDFFont_GetWeight(font) >= 600
    )
