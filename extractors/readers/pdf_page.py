"""What one PDF page shows, as pdfium tells it: words with boxes, rulings and shaded boxes.

pdfium is asked character by character (about a microsecond a call), the grouping into words is numpy's. Coordinates
leave this module as `schemas.source` has them: points from the top left corner of the page as it is read, that is
after the page's own /Rotate and, on a page whose text runs up or down the sheet, after turning that text upright.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf_calls import address, plain
from extractors.readers.pdf_faces import faces
from extractors.readers.pdf_paths import Painted, painted
from schemas.errors import BilagError
from schemas.source import BBox, Ruling, Word

MAX_CHARS: Final = 200_000  # a page of a bilag has 3,000; a page with more than this is no page to read
WORD_GAP: Final = 0.16  # of the type size: a wider gap parts words even where no space is printed
ASCENT: Final = 0.76  # of the type size, above the baseline
DESCENT: Final = 0.22
_BLANK: Final = (0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF, *range(0x2000, 0x2010), *range(0x202A, 0x202F), 0x2060)
_BROKEN: Final = (2, 0xFFFE)  # what pdfium gives for the hyphen that breaks a word at a line's end
_BEYOND: Final = 0xFFFF
_IS_PRINTED: Final = np.arange(_BEYOND + 1) > 32
_IS_PRINTED[list(_BLANK)] = False
_IS_PRINTED[2] = True
_GROUPING: Final = (0x20, 0xA0, 0x2007, 0x2009, 0x202F)
_GROUPED: Final = re.compile("(?<![\\d.,])\\d{1,3}(?:\u202f\\d{3})+(?![.,]?\\d)")
_SAMPLE: Final = 64  # characters asked for their angle before all are

Matrix = tuple[float, float, float, float, float, float]


_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_void_p, ctypes.c_int)
_origin = plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_angle = plain(pdfium.FPDFText_GetCharAngle, ctypes.c_void_p, ctypes.c_int, result=ctypes.c_float)
_unmapped = plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_void_p, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as read: words in stream order, rulings, filled boxes, and how much of its text has no letters.

    `turned` is the clockwise rotation in degrees from the sheet as stored to the page as read. `unmapped` is the
    share of characters whose font does not say which letter they are. `pictured` is the share of the page that
    images cover.
    """

    number: int
    width: float
    height: float
    turned: int
    words: list[Word]
    rulings: list[Ruling]
    boxes: list[BBox] = field(default_factory=list)
    chars: int = 0
    unmapped: float = 0.0
    pictured: float = 0.0


def read_page(page: Any, number: int) -> PageContent:
    """Read an open `pypdfium2.PdfPage`; the caller closes it."""
    textpage = pdfium.FPDFText_LoadPage(page.raw)
    try:
        chars = _characters(textpage)
        angle = _dominant_angle(textpage, chars.codes)
        turned = page.get_rotation() if angle is None else angle
        to_read, width, height = _frame(page, turned)
        words = _words(textpage, chars.moved(to_read))
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    shapes = painted(page.raw)
    rulings, filled = _place(shapes, to_read)
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in shapes.images)
    return PageContent(
        number,
        width,
        height,
        turned,
        words,
        rulings,
        filled,
        len(chars.codes),
        chars.unmapped,
        min(1.0, area / (width * height)),
    )


@dataclass(frozen=True, slots=True)
class _Chars:
    """Code points, boxes (x0, y0, x1, y1) and origins (x, y) of a page's characters; `unmapped` as in `PageContent`."""

    codes: np.ndarray
    boxes: np.ndarray
    origins: np.ndarray
    unmapped: float

    def moved(self, m: Matrix) -> _Chars:
        """The characters under a matrix of quarter turns."""
        x, y = self.origins.T
        origins = np.stack([x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]], axis=1)
        return _Chars(self.codes, _transform_boxes(m, self.boxes), origins, self.unmapped)


def turn_of(page: Any) -> int:
    """The clockwise rotation in degrees from the sheet as stored to the page as `read_page` reads it."""
    textpage = pdfium.FPDFText_LoadPage(page.raw)
    try:
        angle = _dominant_angle(textpage, _characters(textpage).codes)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    return int(page.get_rotation()) if angle is None else angle


def _characters(textpage: Any) -> _Chars:
    count = max(0, pdfium.FPDFText_CountChars(textpage))
    if count > MAX_CHARS:
        raise BilagError(
            "pdf_too_complex", f"a page holds more than {MAX_CHARS:,} characters: split or simplify the PDF"
        )
    handle = address(textpage)
    raw, origins = np.zeros((count, 4), dtype=np.float32), np.zeros((count, 2))
    box_at, origin_at = raw.ctypes.data, origins.ctypes.data
    every, of_text = range(count), repeat(handle, count)
    _run(_loose_box, of_text, every, range(box_at, box_at + 16 * count, 16))
    asked = _new_lines(raw)
    at = (origin_at + 16 * asked).tolist()
    _run(_origin, repeat(handle), asked.tolist(), at, [place + 8 for place in at])
    origins = np.repeat(origins[asked], np.diff(asked, append=count), axis=0)
    codes = _codes(textpage, handle, count)
    # FS_RECTF is left, top, right, bottom with y upwards
    boxes = np.stack([raw[:, 0], raw[:, 3], raw[:, 2], raw[:, 1]], axis=1).astype(float)
    printed = codes > 32
    strange = (codes < 32) & (codes != 2) & (codes != 9) & (codes != 10) & (codes != 13)
    strange |= (codes >= 0xE000) & (codes < 0xF900) | (codes == 0xFFFD)
    sample = np.flatnonzero(printed & ~strange)[:: 1 + count // 400].tolist()
    errors = sum(_unmapped(handle, i) == 1 for i in sample) / max(1, len(sample))
    codes[strange & (codes < 32)] = 0xFFFD
    return _Chars(codes, boxes, origins, max(errors, float(strange.sum()) / max(1, int((printed | strange).sum()))))


def _new_lines(boxes: np.ndarray) -> np.ndarray:
    """The characters whose box (as high as their font) stands or ends at another height than the one before.

    Between them the baseline is one, the part of an origin that is read. On a page whose text runs up or down it is
    every character.
    """
    moved = np.ones(len(boxes), dtype=bool)
    moved[1:] = (np.diff(boxes[:, 1]) != 0) | (np.diff(boxes[:, 3]) != 0)
    return np.flatnonzero(moved) if 2 * moved.sum() < len(boxes) else np.arange(len(boxes))


def _run(function: Any, *arguments: Iterable[int | None]) -> None:
    """Call the function for its effect, once for each tuple of arguments."""
    deque(map(function, *arguments), maxlen=0)


def _codes(textpage: Any, handle: Any, count: int) -> np.ndarray:
    """Every character's code point: from the page's whole text when that has one unit a character, else one by one."""
    units = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(textpage, 0, count, ctypes.cast(units, ctypes.POINTER(ctypes.c_ushort)))
    codes = np.frombuffer(units.raw, dtype=np.uint16, count=count).astype(np.int64)
    if written == count + 1 and not ((codes >= 0xD800) & (codes < 0xE000)).any() and codes.all():
        return codes
    return np.fromiter((_unicode(handle, i) for i in range(count)), dtype=np.int64, count=count) & 0x1FFFFF


def _dominant_angle(textpage: Any, codes: np.ndarray) -> int | None:
    """The quarter turn (degrees clockwise) of the sheet that sets most of its text upright; None without a majority."""
    printed = np.flatnonzero(codes > 32)
    if not len(printed):
        return None
    sample = printed[:: max(1, len(printed) // _SAMPLE)]
    handle = address(textpage)
    quarters = [-round(_angle(handle, i) / (math.pi / 2)) % 4 for i in sample.tolist()]
    best = max(range(4), key=quarters.count)
    return best * 90 if quarters.count(best) > 0.6 * len(quarters) else None


def _frame(page: Any, turned: int) -> tuple[Matrix, float, float]:
    """The matrix from PDF user space to the page as read, with that page's width and height."""
    left, bottom, right, top = _visible(page)
    w, h = right - left, top - bottom
    if turned == 90:
        return (0, 1, 1, 0, -bottom, -left), h, w
    if turned == 180:
        return (-1, 0, 0, 1, right, -bottom), w, h
    if turned == 270:
        return (0, -1, -1, 0, top, right), h, w
    return (1, 0, 0, -1, -left, top), w, h


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The part of the sheet that is shown, in its own space: inherited, put in order and within the MediaBox.

    Raises:
        BilagError: `pdf_truncated` when it has no extent.
    """
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box) or box.right - box.left < 1 or box.top - box.bottom < 1:
        raise BilagError("pdf_truncated", "the page has no extent: its MediaBox is empty")
    return box.left, box.bottom, box.right, box.top


def _transform_boxes(m: Matrix, boxes: np.ndarray) -> np.ndarray:
    """Boxes under a matrix of quarter turns, corners put in order again."""
    xa, xb = boxes[:, 0] * m[0] + boxes[:, 1] * m[2] + m[4], boxes[:, 2] * m[0] + boxes[:, 3] * m[2] + m[4]
    ya, yb = boxes[:, 0] * m[1] + boxes[:, 1] * m[3] + m[5], boxes[:, 2] * m[1] + boxes[:, 3] * m[3] + m[5]
    return np.stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)], axis=1)


def _words(textpage: Any, chars: _Chars) -> list[Word]:
    """Group characters, in the order they are printed, into words."""
    codes = chars.codes
    keep = _IS_PRINTED[np.minimum(codes, _BEYOND)]
    keep |= (codes == 0) & (chars.boxes[:, 2] > chars.boxes[:, 0])  # printed, but no one knows what
    keep |= _grouping(chars, textpage)
    index = np.flatnonzero(keep)
    if not len(index):
        return []
    x0, top, x1, bottom = chars.boxes[index].T
    base = chars.origins[index, 1]
    height = bottom - top
    height = np.maximum(height, 0.6 * float(np.median(height)))  # a dash has hardly any
    gap = x0[1:] - x1[:-1]
    size = np.maximum(height[1:], height[:-1])
    parted = (gap > WORD_GAP * size) | (gap < -0.7 * size) | (np.abs(np.diff(base)) > 0.2 * size)
    parted |= np.diff(index) > 1
    starts = np.concatenate([[0], np.flatnonzero(parted) + 1])
    ends = np.concatenate([starts[1:], [len(index)]])
    left, right = np.minimum.reduceat(x0, starts), np.maximum.reduceat(x1, starts)
    high, low = np.minimum.reduceat(top, starts), np.maximum.reduceat(bottom, starts)
    text = _text(codes[index])
    letters = not text.isascii() and (not unicodedata.is_normalized("NFC", text) or bool(_LIGATURES.search(text)))
    words = []
    columns = (starts, ends, left, high, right, low, base[starts])
    of_words = faces(textpage, index[starts].tolist())
    for s, e, a, high_at, b, low_at, line, (points, bold) in zip(*(c.tolist() for c in columns), of_words, strict=True):
        # the same height for every word of a line: ascent and descent of common faces
        t, u = (line - ASCENT * points, line + DESCENT * points) if points >= 1 else (high_at, low_at)
        shown = _letters(text[s:e]) if letters else text[s:e]
        words.append(Word(shown, a, t, b, u, None, points or (u - t), bold))
    return words


_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


def _letters(text: str) -> str:
    """The text with composed letters (`å` of a and a ring) and without ligatures."""
    return unicodedata.normalize("NFC", _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text))


def _grouping(chars: _Chars, textpage: Any) -> np.ndarray:
    """True for the spaces that group a figure's thousands: they are a part of the word.

    A space counts where the file prints it (between two cells pdfium makes one up) and where it is all that stands
    between the digits: no wider than a digit is high.
    """
    codes = chars.codes
    marked = np.zeros(len(codes), dtype=bool)
    text = _text(codes)
    if not _GROUPED.search(text):
        return marked
    letters = list(text)
    for found in _GROUPED.finditer(text):
        for i in range(found.start(), found.end()):
            if codes[i] in _GROUPING and (
                pdfium.FPDFText_IsGenerated(textpage, i)
                or chars.boxes[i + 1, 0] - chars.boxes[i - 1, 2] > chars.boxes[i - 1, 3] - chars.boxes[i - 1, 1]
            ):
                letters[i] = "\n"
    for found in _GROUPED.finditer("".join(letters)):
        marked[found.start() : found.end()] = True
    marked &= _groups(codes)
    return marked


def _groups(codes: np.ndarray) -> np.ndarray:
    """True for the spaces that may group thousands."""
    found: np.ndarray = (codes == 0x20) | (codes == 0xA0) | (codes == 0x2007) | (codes == 0x2009) | (codes == 0x202F)
    return found


def _text(codes: np.ndarray) -> str:
    """One character for each code, so that text and boxes stay in step."""
    codes = np.where(_groups(codes), 0x202F, codes)
    codes[(codes == _BROKEN[0]) | (codes == _BROKEN[1])] = ord("-")
    codes[(codes <= 0) | (codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))] = 0xFFFD
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _place(shapes: Painted, to_read: Matrix) -> tuple[list[Ruling], list[BBox]]:
    """Strokes and fills of the sheet as rulings and boxes of the page as read."""
    rulings = []
    if shapes.strokes:
        moved = _transform_boxes(to_read, np.asarray(shapes.strokes, dtype=float))
        rulings = [Ruling(*row) for row in moved.tolist()]
    boxes: list[BBox] = []
    if shapes.fills:
        boxes = [(a, b, c, d) for a, b, c, d in _transform_boxes(to_read, np.asarray(shapes.fills)).tolist()]
    return rulings, boxes
