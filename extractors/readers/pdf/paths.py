"""What a PDF page paints: the strokes and fills that can be a table's rulings, images, and the text objects' order.

Rulings are axis-parallel lines, thin boxes, thin images and rows of dots; shaded boxes are told apart from them.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2.raw as pdfium

from extractors.readers.pdf.calls import IDENTITY, Box, Matrix, address, at, ordered, plain, times
from schemas.errors import BilagError

MAX_OBJECTS: Final = 150_000  # on one page; the busiest map in a bilag stays below a tenth of this
MAX_SEGMENTS: Final = 20_000  # of one path: a grid of 1,000 cells drawn at once has a quarter of this
FEW_SEGMENTS: Final = 400  # of more than this a path with curves among the first is a drawing
MAX_DEPTH: Final = 6  # of forms in forms
THIN: Final = 3.0  # points: a box no thicker than this is a line
WHITE: Final = 250  # of 255: no lighter grey is told from paper
_BOX: Final = 6  # points of a box's outline at most
_MOST_PAIRS: Final = 400_000  # of white strokes and fills: of more, no pair is looked at
_DOT: Final = 1.6  # points: a square no larger than this is a dot of a dotted line
_DOT_GAP: Final = 4.5  # points between two dots of a line
_DOTS: Final = 6  # make a line
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
    """Boxes of strokes, filled boxes and images; text objects with their order and the matrix of the form they are in.

    `pale` are white strokes, which part cells only where they cross a fill. `covers` are opaque boxes and images with
    their order: what was printed under one is not seen.
    """

    strokes: list[Box] = field(default_factory=list)
    pale: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    covers: list[tuple[int, Box]] = field(default_factory=list)
    texts: list[tuple[int, int, Matrix]] = field(default_factory=list)
    seen: int = 0
    order: int = 0


def painted(page: Any, outer: Matrix = IDENTITY) -> Painted:
    """Collect what a page paints, under the matrix `outer`; `pdf_too_complex` when it holds more than the limit."""
    out = Painted()
    count = pdfium.FPDFPage_CountObjects(page)
    _check(out, count)
    place = address(page)
    for i in range(count):
        _object(_page_object(place, i), outer, 0, out)
    if len(out.pale) * len(out.fills) > _MOST_PAIRS:
        out.strokes += out.pale
    elif out.pale:
        out.strokes += [p for p in out.pale if any(_crosses(p, f) for f in out.fills)]
    if len(out.dots) >= _DOTS:
        out.strokes += _dotted(out.dots)
    return out


def _check(out: Painted, more: int) -> None:
    out.seen += max(0, more)
    if out.seen > MAX_OBJECTS:
        raise BilagError(
            "pdf_too_complex", f"a page holds more than {MAX_OBJECTS:,} objects: split or simplify the PDF"
        )


def _object(place: int, outer: Matrix, depth: int, out: Painted) -> None:
    kind = _kind(place)
    out.order += 1
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        out.texts.append((place, out.order, outer))
        return
    obj = ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(obj, outer, out)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        matrix = times(_matrix(obj), outer)
        count = pdfium.FPDFFormObj_CountObjects(obj)
        _check(out, count)
        for i in range(count):
            _object(_form_object(place, i), matrix, depth + 1, out)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (box := bounds(obj, outer)):
        _image(box, out)


def _matrix(obj: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(obj, m):
        return IDENTITY
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def bounds(obj: Any, outer: Matrix) -> Box | None:
    """The box of an object, under the matrix of the form it is in."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    return ordered(*at(left.value, bottom.value, outer), *at(right.value, top.value, outer))


def _image(box: Box, out: Painted) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    if min(width, height) <= THIN:
        if max(width, height) > 2 * min(width, height):
            out.strokes.append(box)
        return
    out.images.append(box)
    out.covers.append((out.order, box))


def _path(obj: Any, outer: Matrix, out: Painted) -> None:
    segments = pdfium.FPDFPath_CountSegments(obj)
    if not 2 <= segments <= MAX_SEGMENTS or (segments > FEW_SEGMENTS and _is_drawing(obj)):
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj, fill, stroke)
    if not (fill.value or stroke.value):
        return
    pale = bool(stroke.value) and _pale(pdfium.FPDFPageObj_GetStrokeColor, obj)
    parts = _subpaths(obj, segments, times(_matrix(obj), outer))
    if fill.value and not any(len(points) <= _BOX for points in parts):
        _rounded(obj, outer, out)
    for points in parts:
        if stroke.value:
            _stroked(points, out.pale if pale else out.strokes)
        if fill.value:
            _filled(points, obj, out, stroked=bool(stroke.value))


def _rounded(obj: Any, outer: Matrix, out: Painted) -> None:
    """A filled shape that is no box covers what was printed before it as well."""
    box = bounds(obj, outer)
    if box and min(box[2] - box[0], box[3] - box[1]) > THIN:
        out.covers.append((out.order, box))


def _is_drawing(obj: Any) -> bool:
    place = address(obj)
    return any(_segment_kind(_segment(place, i)) == pdfium.FPDF_SEGMENT_BEZIERTO for i in range(0, FEW_SEGMENTS, 3))


def _subpaths(obj: Any, segments: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
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
        parts[-1].append(at(x.value, y.value, matrix))
        if _segment_closes(segment) and parts[-1][0] != parts[-1][-1]:
            parts[-1].append(parts[-1][0])
    return [p for n, p in enumerate(parts) if n not in curved and len(p) > 1]


def _stroked(points: list[tuple[float, float]], strokes: list[Box]) -> None:
    for (xa, ya), (xb, yb) in pairwise(points):
        if (abs(xa - xb) < 1.0) != (abs(ya - yb) < 1.0):
            strokes.append(ordered(xa, ya, xb, yb))


def _filled(points: list[tuple[float, float]], obj: Any, out: Painted, *, stroked: bool) -> None:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    width, height = box[2] - box[0], box[3] - box[1]
    if not 4 <= len(points) <= _BOX:
        return
    thin = min(width, height) <= THIN
    if not thin:
        out.covers.append((out.order, box))
    if stroked or _pale(pdfium.FPDFPageObj_GetFillColor, obj):
        return
    if not thin:
        out.fills.append(box)
    elif max(width, height) > 2 * min(width, height):
        out.strokes.append(box)
    elif max(width, height) <= _DOT:
        out.dots.append(box)


def _pale(colour: Any, obj: Any) -> bool:
    """True for white and for what is painted without any opacity."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    if not colour(obj, r, g, b, a):
        return False
    return a.value == 0 or min(r.value, g.value, b.value) >= WHITE


def _crosses(line: Box, fill: Box) -> bool:
    x, y = (line[0] + line[2]) / 2, (line[1] + line[3]) / 2
    return fill[0] - 1 <= x <= fill[2] + 1 and fill[1] - 1 <= y <= fill[3] + 1


def _dotted(dots: list[Box]) -> list[Box]:
    """The lines that rows and columns of dots make."""
    lines: list[Box] = []
    for along, across in ((0, 1), (1, 0)):
        ranked = sorted(dots, key=lambda d: (round(d[across]), d[along]))
        run = [ranked[0]]
        for before, dot in pairwise(ranked):
            if abs(dot[across] - before[across]) > 0.6 or not 0 <= dot[along] - before[along + 2] <= _DOT_GAP:
                lines += _line(run)
                run = []
            run.append(dot)
        lines += _line(run)
    return lines


def _line(run: list[Box]) -> list[Box]:
    if len(run) < _DOTS:
        return []
    xs, ys = [x for b in run for x in (b[0], b[2])], [y for b in run for y in (b[1], b[3])]
    return [(min(xs), min(ys), max(xs), max(ys))]
