"""Pieces of a page cut out, enlarged to one height, set under each other on a sheet, and read there.

On its own line a piece is read whatever stands beside it on the page: rows that do not line up, lone figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np

from extractors.readers.ocr.paper import Image

HEIGHT: Final = 84
"""Pixels of a line on the sheet."""
GAP: Final = 60
MAX_WIDE: Final = 60.0  # times its height: a longer piece is no line of print
_PER_SHEET: Final = 150  # Tesseract takes no picture higher than 32,767 pixels

FIGURES: Final = "--psm 6 -c tessedit_char_whitelist=0123456789.,-"
"""How Tesseract is asked for figures only."""
SPARSE: Final = FIGURES.replace("6", "11", 1)
"""The same where little stands on a line."""

Recognise = Callable[[Image, str], dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A word read on the sheet: its text, confidence (0-1) and where in its piece it begins and ends (pixels)."""

    text: str
    confidence: float
    x0: float
    x1: float


def read_pieces(pieces: Sequence[Image], recognise: Recognise, config: str) -> list[list[Found]]:
    """The words of each piece, from the left."""
    out: list[list[Found]] = []
    for start in range(0, len(pieces), _PER_SHEET):
        out += _read_sheet(pieces[start : start + _PER_SHEET], recognise, config)
    return out


def _read_sheet(pieces: Sequence[Image], recognise: Recognise, config: str) -> list[list[Found]]:
    factors = [HEIGHT / max(1, p.shape[0]) for p in pieces]
    lines = [_enlarged(p, f) for p, f in zip(pieces, factors, strict=True)]
    step = HEIGHT + GAP
    sheet = np.full((step * len(lines) + GAP, max(x.shape[1] for x in lines) + 2 * GAP), 255, np.uint8)
    for n, line in enumerate(lines):
        top = GAP + n * step
        sheet[top : top + line.shape[0], GAP : GAP + line.shape[1]] = line[:HEIGHT]
    out: list[list[Found]] = [[] for _ in pieces]
    for text, sure, x, width, middle in _words(recognise(sheet, config)):
        row = min(len(pieces) - 1, max(0, int((middle - GAP / 2) // step)))
        factor = factors[row]
        out[row].append(Found(text, sure, (x - GAP) / factor, (x + width - GAP) / factor))
    return [sorted(row, key=lambda f: f.x0) for row in out]


def _enlarged(piece: Image, factor: float) -> Image:
    if not piece.size or piece.shape[1] > MAX_WIDE * piece.shape[0]:
        return np.full((HEIGHT, HEIGHT), 255, np.uint8)
    return np.asarray(cv2.resize(piece, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))


def _words(data: dict[str, list[Any]]) -> Iterator[tuple[str, float, float, float, float]]:
    """(text, confidence, left, width, middle) of each word."""
    keys = ("text", "conf", "left", "width", "top", "height")
    for text, sure, x, width, y, height in zip(*(data[k] for k in keys), strict=True):
        if text.strip() and float(sure) >= 0:
            yield text.strip(), float(sure) / 100, x, width, y + height / 2
