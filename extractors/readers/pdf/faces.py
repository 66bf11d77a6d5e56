"""Type size, boldness and direction of a PDF's characters."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf.calls import address, plain

_P: Final = ctypes.c_void_p
_text_object = plain(pdfium.FPDFText_GetTextObject, _P, ctypes.c_int, result=_P)
_font_size = plain(pdfium.FPDFTextObj_GetFontSize, _P, _P)
_matrix = plain(pdfium.FPDFText_GetMatrix, _P, ctypes.c_int, _P)
_font = plain(pdfium.FPDFTextObj_GetFont, _P, result=_P)


class Face(NamedTuple):
    """Size in points (0 where it is not known), boldness, and the direction of its line in radians, anticlockwise."""

    size: float
    bold: bool
    direction: float


def faces(textpage: Any, indices: Sequence[int]) -> list[Face]:
    """The faces of the characters at these indices; each text object and font is asked once."""
    handle = address(textpage)
    keys = list(map(_text_object, repeat(handle), indices))
    known: dict[int | None, Face] = {None: Face(0.0, bold=False, direction=0.0)}
    fonts: dict[int | None, bool] = {None: False}
    size, matrix = np.zeros(1, dtype=np.float32), np.zeros(6, dtype=np.float32)
    size_at, matrix_at = size.ctypes.data, matrix.ctypes.data
    for key, index in zip(keys, indices, strict=True):
        if key in known:
            continue
        _font_size(key, size_at)
        _matrix(handle, index, matrix_at)
        font = _font(key)
        if font not in fonts:
            fonts[font] = _is_bold(font)
        a, b, c, d = matrix[:4].tolist()
        known[key] = Face(float(size[0]) * math.hypot(c, d), fonts[font], math.atan2(b, a))
    return [known[key] for key in keys]


def _is_bold(place: int) -> bool:
    font = ctypes.cast(place, pdfium.FPDF_FONT)
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    lowered = name.value.lower()
    return any(mark in lowered for mark in (b"bold", b"black", b"heavy", b"semibold", b",b")) or (
        pdfium.FPDFFont_GetWeight(font) >= 600
    )
