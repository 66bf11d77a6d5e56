"""The strokes and fills of a PDF page that can be a table's rulings: axis-parallel lines, thin boxes, shaded boxes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from extractors.readers.pdf_calls import address, plain
from schemas.errors import BilagError

MAX_OBJECTS: Final = 150_000  # on one page; the busiest map in a bilag stays below a tenth of this
MAX_SEGMENTS: Final = 400  # of one path: more is a drawing, not a ruling
MAX_DEPTH: Final = 6  # of forms in forms
THIN: Final = 3.0  # points: a box no thicker than this is a line

Box = tuple[float, float, float, float]
_IDENTITY: Final = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_P: Final = ctypes.c_void_p
_page_object = plain(pdfium.FPDFPage_GetObject, _P, ctypes.c_int, result=_P)
_form_object = plain(pdfium.FPDFFormObj_GetObject, _P, ctypes.c_ulong, result=_P)
_kind = plain(pdfium.FPDFPageObj_GetType, _P)
_segment = plain(pdfium.FPDFPath_GetPathSegment, _P, ctypes.c_int, result=_P)
_segment_kind = plain(pdfium.FPDFPathSegment_GetType, _P)
_segment_point = plain(pdfium.FPDFPathSegment_GetPoint, _P, _P, _P)
_segment_closes = plain(pdfium.FPDFPathSegment_GetClose, _P)


@dataclass(slots=True)
class Painted:
    """(x0, y0, x1, y1) boxes in the sheet's own space, y upwards: strokes, filled boxes, images."""

    strokes: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    seen: int = 0


def painted(page: Any) -> Painted:
    """Collect a page's strokes and fills; `pdf_too_complex` when it holds more objects than the limit."""
    out = Painted()
    count = pdfium.FPDFPage_CountObjects(page)
    _check(out, count)
    place = address(page)
    for i in range(count):
        _object(_page_object(place, i), _IDENTITY, 0, out)
    return out


def _check(out: Painted, more: int) -> None:
    out.seen += max(0, more)
    if out.seen > MAX_OBJECTS:
        raise BilagError(
            "pdf_too_complex", f"a page holds more than {MAX_OBJECTS:,} objects: split or simplify the PDF"
        )


def _object(place: int, outer: tuple[float, ...], depth: int, out: Painted) -> None:
    kind = _kind(place)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        return
    obj = ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(obj, outer, out)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        matrix = _times(_matrix(obj), outer)
        count = pdfium.FPDFFormObj_CountObjects(obj)
        _check(out, count)
        for i in range(count):
            _object(_form_object(place, i), matrix, depth + 1, out)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := _bounds(obj, outer)):
        out.images.append(box)


def _matrix(obj: Any) -> tuple[float, ...]:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(obj, m):
        return _IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """The matrix that applies m, then n."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _at(x: float, y: float, m: tuple[float, ...]) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def _bounds(obj: Any, outer: tuple[float, ...]) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    return _ordered(*_at(left.value, bottom.value, outer), *_at(right.value, top.value, outer))


def _ordered(xa: float, ya: float, xb: float, yb: float) -> Box:
    return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _path(obj: Any, outer: tuple[float, ...], out: Painted) -> None:
    segments = pdfium.FPDFPath_CountSegments(obj)
    if not 2 <= segments <= MAX_SEGMENTS:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points in _subpaths(obj, segments, _times(_matrix(obj), outer)):
        if stroke.value:
            _stroked(points, out)
        elif fill.value:
            _filled(points, obj, out)


def _subpaths(obj: Any, segments: int, matrix: tuple[float, ...]) -> list[list[tuple[float, float]]]:
    """The path's straight-lined parts as points; a part with a curve is left out."""
    parts: list[list[tuple[float, float]]] = []
    curved: set[int] = set()
    x, y = ctypes.c_float(), ctypes.c_float()
    place, x_at, y_at = address(obj), ctypes.addressof(x), ctypes.addressof(y)
    for i in range(segments):
        segment = _segment(place, i)
        kind = _segment_kind(segment)
        _segment_point(segment, x_at, y_at)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved.add(len(parts) - 1)
        parts[-1].append(_at(x.value, y.value, matrix))
        if _segment_closes(segment) and parts[-1][0] != parts[-1][-1]:
            parts[-1].append(parts[-1][0])
    return [p for n, p in enumerate(parts) if n not in curved and len(p) > 1]


def _stroked(points: list[tuple[float, float]], out: Painted) -> None:
    for (xa, ya), (xb, yb) in pairwise(points):
        if (abs(xa - xb) < 1.0) != (abs(ya - yb) < 1.0):
            out.strokes.append(_ordered(xa, ya, xb, yb))


def _filled(points: list[tuple[float, float]], obj: Any, out: Painted) -> None:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    width, height = box[2] - box[0], box[3] - box[1]
    if len(points) > 6 or not (len(points) >= 4) or _white(obj):
        return
    if min(width, height) <= THIN:
        if max(width, height) > 2 * min(width, height):
            out.strokes.append(box)
    else:
        out.fills.append(box)


def _white(obj: Any) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(obj, r, g, b, a):
        return False
    return a.value == 0 or min(r.value, g.value, b.value) >= 250
