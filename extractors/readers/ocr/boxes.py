"""Tesseract's words of a page, each with the box of its own ink.

Tesseract's boxes miss the ink by far at times: a narrow word is put to the one before it, a box spans two lines.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np

from extractors.readers.ocr.image import CleanScan, ink_columns, ink_rows

_SPACE: Final = 0.9  # points: the least blank between two words
_SLIVER: Final = 0.1  # of the height of its line's words: narrower than any letter
_SHORT: Final = 2  # letters of a word whose box may miss it
_FLAT: Final = 0.3  # of it: lower than any letter


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as Tesseract gives it: its text, confidence (0-100) and box in pixels."""

    text: str
    sure: float
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first pixel column after the box."""
        return self.x + self.width


def words_of(data: dict[str, list[Any]], scan: CleanScan) -> list[ReadWord]:
    """The words of Tesseract's table, boxes that run into each other parted at the blank between the words."""
    return [word for line in _lines(data) for word in _parted(line, scan)]


def on_ink(word: ReadWord, scan: CleanScan) -> ReadWord:
    """The word with the box of its ink."""
    top, bottom = ink_rows(scan, word.x, word.y, word.width, word.height)
    left, right = ink_columns(scan, word.x, top, word.width, bottom - top)
    return replace(word, x=left, y=top, width=right - left, height=bottom - top)


def _lines(data: dict[str, list[Any]]) -> Iterator[list[ReadWord]]:
    keys = ("block_num", "par_num", "line_num", "text", "conf", "left", "top", "width", "height")
    line: list[ReadWord] = []
    of: tuple[int, ...] = ()
    for *place, text, sure, x, y, w, h in zip(*(data[k] for k in keys), strict=True):
        if not text.strip() or float(sure) < 0:
            continue
        if tuple(place) != of and line:
            yield line
            line = []
        of = tuple(place)
        line.append(ReadWord(text.strip(), float(sure), x, y, w, h))
    if line:
        yield line


def _parted(line: Sequence[ReadWord], scan: CleanScan) -> list[ReadWord]:
    high = statistics.median(w.height for w in line)
    out = [_with_room(line, i, high) if _is_sliver(word, high, scan) else word for i, word in enumerate(line)]
    for i, _ in enumerate(pairwise(line)):
        first, second = out[i], out[i + 1]
        if first.right <= second.x or second.right <= first.x:
            continue
        at = _blank(first, second, scan)
        if at is not None:
            right = max(first.right, second.right)
            out[i] = replace(first, width=at - first.x)
            out[i + 1] = replace(second, x=at, width=right - at)
    return out


def _is_sliver(word: ReadWord, high: float, scan: CleanScan) -> bool:
    """True for a letter or two in whose box is too little for any of its line, whose words are mostly so `high`."""
    if len(word.text) > _SHORT or not word.text.isalnum():
        return False
    ink = on_ink(word, scan)
    return ink.width < _SLIVER * high or ink.height < _FLAT * high


def _with_room(line: Sequence[ReadWord], i: int, high: float) -> ReadWord:
    """The word with what room its neighbours leave: its ink is beside its box."""
    word = line[i]
    reach = round(high / 2)
    left = max([word.x - reach, *(w.right for w in line[:i] if w.right <= word.x)])
    right = min([word.right + reach, *(w.x for w in line[i + 1 :] if w.x >= word.right)])
    beside = min((w for w in line if w is not word and w.height >= high), key=lambda w: abs(w.x - word.x), default=word)
    return replace(word, x=left, y=beside.y, width=right - left, height=beside.height)


def _blank(first: ReadWord, second: ReadWord, scan: CleanScan) -> int | None:
    """The middle of the widest blank between the ink of two words whose boxes overlap; None where there is none."""
    x0, x1 = min(first.x, second.x), max(first.right, second.right)
    lower = min(first, second, key=lambda w: w.height)
    ink = (scan.image[lower.y : lower.y + lower.height, x0:x1] < scan.dark).any(axis=0)
    printed = np.flatnonzero(ink)
    if len(printed) < 2:
        return None
    gaps = np.diff(printed)
    widest = int(gaps.argmax())
    if gaps[widest] - 1 < _SPACE * scan.scale:
        return None
    return x0 + int(printed[widest] + printed[widest + 1] + 1) // 2
