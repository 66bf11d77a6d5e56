"""A PDF page's characters as pdfium gives them: code points, boxes, baselines, and how they are turned."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf.calls import Matrix, address, plain
from schemas.errors import BilagError

MAX_CHARS: Final = 200_000  # a page of a bilag has 3,000; a page with more than this is no page to read
MIN_SKEW: Final = math.radians(0.15)
MAX_SKEW: Final = math.radians(8)
_SAMPLE: Final = 64  # characters asked for their angle before all are
_LEVEL: Final = 0.03  # of the usual character's height: boxes that end so near each other stand on one line
_FEW: Final = 24
_HAIR: Final = math.radians(0.01)
_SAME: Final = math.radians(0.2)  # characters of a skewed page differ by no more

_loose_box = plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_void_p, ctypes.c_int)
_origin = plain(pdfium.FPDFText_GetCharOrigin, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_angle = plain(pdfium.FPDFText_GetCharAngle, ctypes.c_void_p, ctypes.c_int, result=ctypes.c_float)
_unmapped = plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_void_p, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Chars:
    """Code points, boxes (x0, y0, x1, y1) and origins (x, y) of a page's characters.

    `unmapped` is the share of characters whose font does not say which letter they are.
    """

    codes: np.ndarray
    boxes: np.ndarray
    origins: np.ndarray
    unmapped: float

    def moved(self, m: Matrix) -> Chars:
        """The characters under a matrix of quarter turns, or nearly."""
        x, y = self.origins.T
        origins = np.stack([x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]], axis=1)
        return Chars(self.codes, transform_boxes(m, self.boxes), origins, self.unmapped)

    def without(self, hidden: np.ndarray) -> Chars:
        """The characters with blanks for the hidden ones."""
        return replace(self, codes=np.where(hidden, 0x200B, self.codes))


def characters(textpage: Any) -> Chars:
    """Every character of the page, in the order it is printed.

    Raises:
        BilagError: `pdf_too_complex` when there are more than the limit.
    """
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
    asked = _new_lines(raw) if _is_level(handle, count) else np.arange(count)
    at = (origin_at + 16 * asked).tolist()
    _run(_origin, repeat(handle), asked.tolist(), at, [place + 8 for place in at])
    origins = np.repeat(origins[asked], np.diff(asked, append=count), axis=0)
    codes = _codes(textpage, handle, count)
    # FS_RECTF is left, top, right, bottom with y upwards
    boxes = np.stack([raw[:, 0], raw[:, 3], raw[:, 2], raw[:, 1]], axis=1).astype(float)
    printed = codes > 32
    strange = (codes < 32) & (codes != 2) & (codes != 9) & (codes != 10) & (codes != 13)
    strange |= (codes >= 0xE000) & (codes < 0xF900) | (codes == 0xFFFD)
    sample = np.flatnonzero(printed & ~strange)[:: 1 + count // 200].tolist()
    errors = list(map(_unmapped, repeat(handle), sample)).count(1) / max(1, len(sample))
    codes[strange & (codes < 32)] = 0xFFFD
    return Chars(codes, boxes, origins, max(errors, float(strange.sum()) / max(1, int((printed | strange).sum()))))


def _new_lines(boxes: np.ndarray) -> np.ndarray:
    """The characters whose box ends lower or higher than that of the one before: a descender, a mark, a new line.

    Between them the baseline is one, the part of an origin that is read.
    """
    low = boxes[:, 3] if len(boxes) else np.zeros(0)
    step = _LEVEL * max(1.0, float(np.median(boxes[:, 1] - low))) if len(boxes) else 1.0
    level = np.round(low / step)
    moved = np.ones(len(boxes), dtype=bool)
    moved[1:] = level[1:] != level[:-1]
    return np.flatnonzero(moved) if 2 * moved.sum() < len(boxes) else np.arange(len(boxes))


def _is_level(handle: int, count: int) -> bool:
    """True where a sample of the characters runs along the sheet, to the hair."""
    sample = list(range(0, count, max(1, count // _FEW)))
    return not any(_HAIR < angle < 2 * math.pi - _HAIR for angle in map(_angle, repeat(handle), sample))


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


def dominant_angle(textpage: Any, codes: np.ndarray) -> tuple[int | None, float]:
    """The quarter turn (degrees clockwise) of the sheet that sets most of its text upright, and the skew left then.

    The turn is None without a majority. The skew is in radians, anticlockwise, 0 unless the text shares it.
    """
    printed = np.flatnonzero(codes > 32)
    if not len(printed):
        return None, 0.0
    sample = printed[:: max(1, len(printed) // _SAMPLE)]
    handle = address(textpage)
    angles = [_angle(handle, i) for i in sample.tolist()]
    quarters = [-round(a / (math.pi / 2)) % 4 for a in angles]
    best = max(range(4), key=quarters.count)
    if quarters.count(best) <= 0.6 * len(quarters):
        return None, 0.0
    skews = sorted(  # pdfium's angle is clockwise
        round(a / (math.pi / 2)) * (math.pi / 2) - a for a, q in zip(angles, quarters, strict=True) if q == best
    )
    skew = skews[len(skews) // 2]
    alike = sum(abs(s - skew) < _SAME for s in skews)
    return best * 90, skew if MIN_SKEW < abs(skew) < MAX_SKEW and alike > 0.8 * len(skews) else 0.0


def transform_boxes(m: Matrix, boxes: np.ndarray) -> np.ndarray:
    """Boxes under a matrix of quarter turns, corners put in order again."""
    xa, xb = boxes[:, 0] * m[0] + boxes[:, 1] * m[2] + m[4], boxes[:, 2] * m[0] + boxes[:, 3] * m[2] + m[4]
    ya, yb = boxes[:, 0] * m[1] + boxes[:, 1] * m[3] + m[5], boxes[:, 2] * m[1] + boxes[:, 3] * m[3] + m[5]
    return np.stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)], axis=1)
