"""A nought that stands alone in its cell, told by its shape: Tesseract takes one for a 9, an Ø or a bracket.

A nought is a ring: one hole, in its middle, alike on both sides and upside down. No other figure is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.paper import Image
from schemas.source import Word

AGREED: Final = 0.85
"""The trust in a nought that was read as one and looks like one."""
_LONGEST: Final = 3  # characters that a nought may be read as
_HIGH: Final = 0.3  # of the crop's height that a figure has at least
_NARROW: Final = (0.4, 1.0)  # of its height that a nought is wide
_HOLE: Final = 0.12  # of its box that its hole fills at least
_CENTRED: Final = 0.1  # of its height or width that the hole's middle is off at most
_ALIKE: Final = 0.72  # of the ink of both that a nought and its mirror image share
_STRAY: Final = 0.25  # of its ink that specks beside it have


def noughts(word: Word, crop: Image, seen: float) -> Word:
    """The word as a nought where its picture is one; of trust `seen` where something else was read."""
    read = word.text.strip("-–—−'.,")
    if len(word.text) > _LONGEST or not is_nought(crop):
        return word
    if read == "0" and word.text == "0":
        return replace(word, confidence=max(word.confidence or 0.0, AGREED))
    others = tuple(dict.fromkeys(t for t in (word.text, *word.readings) if t != "0"))
    return replace(word, text="0", confidence=seen, readings=others)


def is_nought(crop: Image) -> bool:
    """Whether the picture of a word shows one ring, and no more beside it than a speck."""
    ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    if len(stats) < 2:
        return False
    sizes = stats[1:, cv2.CC_STAT_AREA]
    n = 1 + int(sizes.argmax())
    x, y, w, h, area = stats[n].tolist()
    if h < _HIGH * crop.shape[0] or not _NARROW[0] * h <= w <= _NARROW[1] * h:
        return False
    if float(sizes.sum() - area) > _STRAY * area:
        return False
    return _is_ring(np.asarray(labels[y : y + h, x : x + w] == n))


def _is_ring(shape: Image) -> bool:
    height, width = shape.shape
    around = np.pad(~shape, 1, constant_values=True).astype(np.uint8)
    _, _, stats, middles = cv2.connectedComponentsWithStats(around, connectivity=4)
    holes = [k for k in range(1, len(stats)) if stats[k, 0] > 0 and stats[k, 4] >= 0.02 * height * width]
    if len(holes) != 1 or stats[holes[0], 4] < _HOLE * height * width:
        return False
    mx, my = (middles[holes[0]] - 0.5).tolist()
    if abs(mx - width / 2) > _CENTRED * width or abs(my - height / 2) > _CENTRED * height:
        return False
    return all(_shared(shape, other) >= _ALIKE for other in (shape[::-1], shape[:, ::-1]))


def _shared(one: Image, other: Image) -> float:
    return float((one & other).sum()) / float((one | other).sum())
