"""Which of a page's characters are seen: not those without ink, in white or their shade's colour, covered, or cut off.

Every text object is asked a few cheap questions; only what answers oddly is suspected. Suspects are then tried: the
page is drawn with and without them, and a character that makes no difference is not printed. So white figures on a
dark heading stay, and a corrected amount over a white box loses the old one.

The invisible text over a scan is the scan's text: it is not suspected.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf.calls import Box, Matrix, address, at, ordered, plain
from extractors.readers.pdf.chars import Chars
from extractors.readers.pdf.paths import WHITE, Painted

TINY: Final = 2.0  # points: type no higher than this is not read
_PALE: Final = WHITE - 15
_DARK: Final = 60  # of 255: no colour of a darker text is looked at
_FAINT: Final = 40  # of 255: opacity below which print may not be seen
_CHANGED: Final = 14  # of 255: a smaller difference is not seen
_SCALE: Final = 3.0  # pixels a point
_MAX_PIXELS: Final = 9_000_000
_SCANNED: Final = 0.15  # share of the page from which an image can be a scan with a text layer
_FIGURE: Final = re.compile(r"[0-9][0-9.,]+")
_P: Final = ctypes.c_void_p
_mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, _P)
_fill = plain(pdfium.FPDFPageObj_GetFillColor, _P, _P, _P, _P, _P)
_clip = plain(pdfium.FPDFPageObj_GetClipPath, _P, result=_P)
_clip_paths = plain(pdfium.FPDFClipPath_CountPaths, _P)
_clip_segments = plain(pdfium.FPDFClipPath_CountPathSegments, _P, ctypes.c_int)
_clip_segment = plain(pdfium.FPDFClipPath_GetPathSegment, _P, ctypes.c_int, ctypes.c_int, result=_P)
_point = plain(pdfium.FPDFPathSegment_GetPoint, _P, _P, _P)
_object_bounds = plain(pdfium.FPDFPageObj_GetBounds, _P, _P, _P, _P, _P)
_text_object = plain(pdfium.FPDFText_GetTextObject, _P, ctypes.c_int, result=_P)
_MOST_PAIRS: Final = 4_000_000  # of texts and covers: of more, every text is tried
_INVISIBLE: Final = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


def as_seen(page: Any, textpage: Any, shapes: Painted, chars: Chars, *, layered: bool) -> Chars:
    """The characters that are seen. Of a figure that is seen in part, what is not becomes U+FFFD: no one reads it.

    Args:
        page: an open `pypdfium2.PdfPage`.
        textpage: its text.
        shapes: what it paints.
        chars: its characters, in the sheet's own space.
        layered: the document has layers that can be switched off.
    """
    hidden = _unseen(page, textpage, shapes, chars.boxes, layered=layered)
    if hidden is None:
        return chars
    text = "".join(map(chr, np.where(chars.codes < 0xD800, chars.codes, 0x20).tolist()))
    lost = np.zeros(len(text), dtype=bool)
    for figure in _FIGURE.finditer(text):
        part = hidden[figure.start() : figure.end()]
        if part.any() and not part.all():
            lost[figure.start() : figure.end()] = part
    shown = chars.without(hidden)
    return replace(shown, codes=np.where(lost, 0xFFFD, shown.codes))


def _unseen(page: Any, textpage: Any, shapes: Painted, boxes: np.ndarray, *, layered: bool) -> np.ndarray | None:
    """True for each character that is not seen; None when all are."""
    area = page.get_width() * page.get_height()
    scans = [b for b in shapes.images if (b[2] - b[0]) * (b[3] - b[1]) > _SCANNED * area]
    suspects = _suspects(shapes, scans, layered=layered)
    heights = np.maximum(boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0])  # as high as the font, or turned
    tiny = (heights > 0) & (heights < TINY)
    if 2 * int(tiny.sum()) > len(boxes):
        tiny[:] = False  # a font that does not tell its height
    if not suspects:
        return tiny if tiny.any() else None
    keys = map(_text_object, repeat(address(textpage)), range(len(boxes)))
    tried = np.fromiter((k in suspects for k in keys), dtype=bool, count=len(boxes))
    hidden = tiny
    if tried.any():
        index = np.flatnonzero(tried)
        hidden[index] |= ~_changes(page, suspects, boxes[index])
    return hidden if hidden.any() else None


def _suspects(shapes: Painted, scans: list[Box], *, layered: bool) -> set[int]:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    places = [ctypes.addressof(v) for v in (r, g, b, a)]
    found: set[int] = set()
    coloured: list[tuple[int, Matrix]] = []
    for place, _, outer in shapes.texts:
        _fill(place, *places)
        if _mode(place) in _INVISIBLE or a.value < _FAINT or min(r.value, g.value, b.value) >= _PALE or layered:
            found.add(place)
        elif shapes.fills and max(r.value, g.value, b.value) > _DARK:
            coloured.append((place, outer))
    found |= _covered(shapes) | _on_shades(coloured, shapes.fills)
    if scans:
        outers = {p: m for p, _, m in shapes.texts}
        found = {p for p in found if not any(_meet(_box(p, outers[p]), scan) for scan in scans)}
    return found | _cut_off(shapes)


def _on_shades(coloured: list[tuple[int, Matrix]], fills: list[Box]) -> set[int]:
    """The coloured text objects that stand on shaded boxes: a box of their own colour hides them."""
    if len(coloured) * len(fills) > _MOST_PAIRS:
        return {place for place, _ in coloured}
    boxes = ((place, _box(place, outer)) for place, outer in coloured)
    return {place for place, box in boxes if any(_meet(box, fill) for fill in fills)}


def _covered(shapes: Painted) -> set[int]:
    """The text objects over which an opaque box or an image was painted later."""
    if not shapes.covers or not shapes.texts or shapes.covers[-1][0] < shapes.texts[0][1]:
        return set()
    early = [t for t in shapes.texts if t[1] < shapes.covers[-1][0]]
    if len(early) * len(shapes.covers) > _MOST_PAIRS:
        return {place for place, _, _ in early}
    boxes = np.array([_box(place, outer) for place, _, outer in early]).T[:, :, None]
    covers = np.array([c for _, c in shapes.covers]).T[:, None, :]
    met = (boxes[0] < covers[2] - 0.5) & (covers[0] < boxes[2] - 0.5)
    met &= (boxes[1] < covers[3] - 0.5) & (covers[1] < boxes[3] - 0.5)
    met &= np.array([t[1] for t in early])[:, None] < np.array([order for order, _ in shapes.covers])[None, :]
    return {early[i][0] for i in np.flatnonzero(met.any(axis=1)).tolist()}


def _box(place: int, outer: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    _object_bounds(place, *(ctypes.addressof(v) for v in (left, bottom, right, top)))
    return ordered(*at(left.value, bottom.value, outer), *at(right.value, top.value, outer))


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def _cut_off(shapes: Painted) -> set[int]:
    """The text objects that reach out of the paths that clip them."""
    found = set()
    for place, _, outer in shapes.texts:
        clip = _clip(place)
        if not clip or (paths := _clip_paths(clip)) <= 0:
            continue
        box = _box(place, outer)
        window = _window(clip, paths)
        if window and (
            box[0] < window[0] - 1 or box[2] > window[2] + 1 or box[1] < window[1] - 1 or box[3] > window[3] + 1
        ):
            found.add(place)
    return found


def _window(clip: int, paths: int) -> Box | None:
    """The box that all clipping paths leave open."""
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.addressof(x), ctypes.addressof(y)
    window: Box | None = None
    for path in range(min(paths, 8)):
        xs, ys = [], []
        for i in range(min(_clip_segments(clip, path), 16)):
            _point(_clip_segment(clip, path, i), x_at, y_at)
            xs.append(x.value)
            ys.append(y.value)
        if len(xs) < 2:
            continue
        box = (min(xs), min(ys), max(xs), max(ys))
        known = window or box
        window = (max(box[0], known[0]), max(box[1], known[1]), min(box[2], known[2]), min(box[3], known[3]))
    return window


def _changes(page: Any, suspects: set[int], boxes: np.ndarray) -> np.ndarray:
    """True for each box in which the page looks otherwise without the suspects."""
    objects = [ctypes.cast(p, pdfium.FPDF_PAGEOBJECT) for p in suspects]
    scale = min(_SCALE, (_MAX_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    as_is = _drawn(page, scale)
    for obj in objects:
        pdfium.FPDFPageObj_SetIsActive(obj, False)  # noqa: FBT003 - pdfium's own order
    without = _drawn(page, scale)
    for obj in objects:
        pdfium.FPDFPageObj_SetIsActive(obj, True)  # noqa: FBT003
    changed = np.abs(as_is - without) > _CHANGED
    placed = _on_bitmap(page, boxes, changed.shape)
    return np.array([changed[t:b, x:r].any() for x, t, r, b in placed.tolist()], dtype=bool)


def _drawn(page: Any, scale: float) -> np.ndarray:
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    picture: np.ndarray = np.asarray(bitmap.to_numpy()).squeeze().astype(np.int16)
    return picture


def _on_bitmap(page: Any, boxes: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Where boxes of the sheet stand on the page as drawn, a little shrunk: (left, top, right, bottom) in pixels."""
    height, width = shape[:2]
    out = []
    x, y = ctypes.c_int(), ctypes.c_int()
    for x0, y0, x1, y1 in boxes.tolist():
        inset = 0.15 * (x1 - x0)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x0 + inset, y0, x, y)
        a = (x.value, y.value)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x1 - inset, y1, x, y)
        left, top, right, bottom = ordered(*a, x.value, y.value)
        out.append((max(0, left), max(0, top), max(left + 1, right), max(top + 1, bottom)))
    return np.array(out, dtype=int)
