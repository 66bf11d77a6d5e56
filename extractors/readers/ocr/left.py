"""What Tesseract left unread on a page: ink under no word, cut out and read by itself.

A lone figure in a narrow column, or a cell that stands half a line lower than its row, is passed over when the page
is read as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.noughts import is_nought
from extractors.readers.ocr.paper import Image
from extractors.readers.ocr.sheet import SPARSE, Recognise, read_pieces
from schemas.source import Word

MAX_PIECES: Final = 150  # a page with more is a picture
_HEIGHTS: Final = (3.4, 16.0)  # points of a line of print
_WIDE: Final = 420.0  # points
_LEAST_INK: Final = 2.0  # square points
_DASH: Final = (1.2, 5.5, 1.7)  # points: the least and greatest length of a minus, and its greatest thickness
_ALIGNED: Final = 1.5  # points
_SIGN_SURE: Final = 0.7
_SURE: Final = 0.5
_RULED: Final = 1.5  # points: what is nearer to a ruling is a piece of it
_REST: Final = 40.0  # points beyond its end
_YEAR: Final = re.compile(r"20\d\d")
_CONFIG: Final = "--psm 6"
_FIGURE: Final = re.compile(r"[-–—]?\d[\d.,]*")
_NARROW: Final = 30.0  # points
_PAD: Final = 1.2  # points of white around a piece
_TIMES: Final = 4  # a figure is repeated
_APART: Final = 2  # heights between its prints: closer ones are one figure
_Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""
_COLUMN: Final = 2  # figures that make a column


def unread(scan: CleanScan, words: Sequence[Word], recognise: Recognise, figures: Recognise) -> list[Word]:
    """The words under ink that no word of the page covers, in points.

    What is read as nothing and stands under or above figures is read once more, as the `figures` that it may be.
    """
    boxes = _boxes(scan, words)[:MAX_PIECES]
    if not boxes:
        return []
    read = _words(scan, boxes, recognise, _CONFIG)
    out = [w for found in read for w in found]
    columns = [w for w in [*words, *out] if _FIGURE.fullmatch(w.text)]
    again = [box for box, found in zip(boxes, read, strict=True) if not found and _in_column(scan, box, columns)]
    rings = [box for box in again if is_nought(_cut(scan.image, box, round(_PAD * scan.scale)))]
    out += [_word(scan, "0", box) for box in rings]
    again = [box for box in again if box not in rings]
    return [*out, *_repeated(scan, again, figures)] if again else out


def _repeated(scan: CleanScan, boxes: Sequence[_Box], figures: Recognise) -> list[Word]:
    """The figures in boxes, each read off a line that repeats it: a lone one is no line to Tesseract. Never certain."""
    pad = round(_PAD * scan.scale)
    pieces = [_cut(scan.image, box, pad) for box in boxes]
    apart = [np.pad(p, ((0, 0), (0, _APART * p.shape[0])), constant_values=255) for p in pieces]
    out = []
    for box, found in zip(boxes, read_pieces([np.hstack([p] * _TIMES) for p in apart], figures, SPARSE), strict=True):
        text, times = Counter(f.text for f in found).most_common(1)[0] if found else ("", 0)
        if times > 1 and _FIGURE.fullmatch(text):
            out.append(_word(scan, text, box))
    return out


def _word(scan: CleanScan, text: str, box: _Box) -> Word:
    """A doubted word in a box."""
    x0, y0, x1, y1 = (v / scan.scale for v in box)
    return Word(text, x0, y0, x1, y1, _SIGN_SURE)


def _words(scan: CleanScan, boxes: Sequence[_Box], recognise: Recognise, config: str) -> list[list[Word]]:
    """The words of each box, cut out."""
    pad = round(_PAD * scan.scale)
    out = []
    pieces = [_cut(scan.image, box, pad) for box in boxes]
    for (x0, y0, _, y1), found in zip(boxes, read_pieces(pieces, recognise, config), strict=True):
        sure = [f for f in found if f.confidence >= _SURE and any(c.isalnum() for c in f.text)]
        places = [((x0 - pad + f.x0) / scan.scale, (x0 - pad + f.x1) / scan.scale) for f in sure]
        out.append(
            [
                Word(f.text, left, y0 / scan.scale, right, y1 / scan.scale, round(f.confidence, 3))
                for f, (left, right) in zip(sure, places, strict=True)
            ]
        )
    return out


def _in_column(scan: CleanScan, box: _Box, figures: Sequence[Word]) -> bool:
    """True for a narrow piece that ends where figures above or below it end."""
    x0, _, x1, _ = (v / scan.scale for v in box)
    return x1 - x0 < _NARROW and sum(abs(w.x1 - x1) < _ALIGNED for w in figures) >= _COLUMN


def lone_signs(scan: CleanScan, words: Sequence[Word]) -> list[Word]:
    """The minuses that a narrow cell left on a line of their own, above the figures they belong to."""
    figures = [w for w in words if w.text[:1].isdigit() and not _YEAR.fullmatch(w.text)]
    ink = (scan.image < scan.dark).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    out = []
    for x, y, width, height, area in (stats[1:] / [*[scan.scale] * 4, scan.scale**2]).tolist():
        long, flat = _DASH[0] <= width <= _DASH[1] and width >= 1.3 * height, height <= _DASH[2]
        if not (long and flat and area >= 0.7 * width * height):
            continue
        box = (x, y - 2.0, x + width, y + height + 2.0)
        if any(_overlap(w.bbox, box) for w in words):
            continue
        if not _is_ruled(scan, x, y) and any(_right_below(w, x, x + width, y) for w in figures):
            out.append(Word("-", x, y, x + width, y + height, _SIGN_SURE))
    return out


def _is_ruled(scan: CleanScan, x: float, y: float) -> bool:
    """True for a place on or near a horizontal ruling: what stands there is a piece of it."""
    level = [r for r in scan.rulings if r.top == r.bottom and abs(r.top - y) < _RULED]
    return any(r.x0 - _REST < x < r.x1 + _REST for r in level)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _right_below(figure: Word, x0: float, x1: float, y: float) -> bool:
    """True for a figure in the next line of the same narrow cell, on which the sign's cell is aligned."""
    high = figure.bottom - figure.top
    gap = figure.top - y
    aligned = abs(figure.x1 - x1) < _ALIGNED or abs(figure.x0 - x0) < _ALIGNED
    return 0.5 * high < gap < 1.5 * high and aligned


def _boxes(scan: CleanScan, words: Sequence[Word]) -> list[_Box]:
    """Runs of letter-sized ink outside every word, as pixel boxes."""
    ink = (scan.image < scan.dark).astype(np.uint8)
    pad = 0.8
    for w in words:
        x0, y0, x1, y1 = (round(v * scan.scale) for v in (w.x0 - pad, w.top - pad, w.x1 + pad, w.bottom + pad))
        ink[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = 0
    closed = cv2.dilate(ink, np.ones((1, 2 * round(2.2 * scan.scale) + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    weight = np.bincount(labels.ravel(), ink.ravel(), len(stats)) / scan.scale**2
    out = []
    for n, (x, y, width, height, _) in enumerate(stats.tolist()):
        low, high = (v * scan.scale for v in _HEIGHTS)
        if n and low <= height <= high and width <= _WIDE * scan.scale and weight[n] >= _LEAST_INK:
            inner = round(2.2 * scan.scale)
            out.append((x + inner, y, x + width - inner, y + height))
    return out


def _cut(image: Image, box: _Box, pad: int) -> Image:
    """The box with `pad` pixels of white all round, whatever stands beside it."""
    x0, y0, x1, y1 = box
    return np.asarray(
        cv2.copyMakeBorder(image[y0:y1, max(0, x0) : x1], pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255,))
    )
