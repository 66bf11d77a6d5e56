"""Figures of one cell put together and figures of two cells parted, before they are read a second time.

Where a point or a stroke was lost one figure is read as two words (`2`, `000`; `-`, `370`), where columns are narrow
two figures as one word (`540-720`). What is made here is never certain: the second reading and the sums decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from extractors.readers.ocr.image import CleanScan
from schemas.source import Word

DOUBTED: Final = 0.5
"""The most that a figure that was put together, or read in two ways, is trusted."""
_HEAD: Final = re.compile(r"[-–—−]?(?:\d{1,3}(?:\.\d{3})*|[zZlI|!iOoSB])[.,]?")
_LETTERS: Final = str.maketrans("zZlI|!iOoSB", "22111110058")
_GROUP: Final = re.compile(r"[.,]?\d{3}")
_THOUSANDS: Final = re.compile(r"\d{3}")
_SIGN: Final = re.compile(r"[-–—−]")
_FIGURE: Final = re.compile(r"[.,]?\d[\d.,]*")
_START: Final = re.compile(r"[-–—−]?\d{1,3}[.,]?")
_ONLY: Final = re.compile(r"[-–—−]?\d[\d.,–—−-]*\d")
_PART: Final = re.compile(r"[-–—−]?[\d.,]*\d[.,]?")
_NEAR: Final = 0.4  # type sizes between pieces of one figure
_LOST_POINT: Final = 0.6  # the same where a point and half a digit were lost: no two columns stand so close
_FAR: Final = 9.0
_BESIDE: Final = 0.8  # type sizes between words of a line of text
_APART: Final = 0.75  # type sizes between two figures: wider than any blank in one


def whole_figures(words: Sequence[Word]) -> list[Word]:
    """The words with figures that were read in two as one that is doubted."""
    out: list[Word] = []
    for n, word in enumerate(words):
        before = out[-1] if out else None
        whole = _together(before, word) if before else None
        if before and not whole and not _in_text(out[-2:-1], before, word, words[n + 1 : n + 2]):
            whole = _torn(before, word)
        if before and whole:
            sure = min(before.confidence or 0.0, word.confidence or 0.0, DOUBTED)
            out[-1] = replace(before, text=whole, x1=word.x1, confidence=sure)
        else:
            out.append(word)
    return out


def _together(before: Word, word: Word) -> str | None:
    """The text of two pieces of one figure; None for two words."""
    size = word.size or word.bottom - word.top
    near = abs(before.bottom - word.bottom) < 0.2 * size and -0.1 * size < word.x0 - before.x1 < _NEAR * size
    if not near:
        return None
    if _HEAD.fullmatch(before.text) and _GROUP.fullmatch(word.text):
        return f"{before.text.rstrip('.,').translate(_LETTERS)}.{word.text.lstrip('.,')}"
    if _SIGN.fullmatch(before.text) and _FIGURE.fullmatch(word.text):
        return f"-{word.text.lstrip('.,')}"
    return None


def _in_text(earlier: Sequence[Word], before: Word, word: Word, later: Sequence[Word]) -> bool:
    """True for two words of running text: others stand close by."""
    near = _BESIDE * (word.size or word.bottom - word.top)
    left = any(w.bottom > word.top and w.top < word.bottom and before.x0 - w.x1 < near for w in earlier)
    return left or any(w.bottom > word.top and w.top < word.bottom and w.x0 - word.x1 < near for w in later)


def _torn(before: Word, word: Word) -> str | None:
    """The text of two words of digits that stand closer than cells do; None for others."""
    size = word.size or word.bottom - word.top
    gap = (word.x0 - before.x1) / size if abs(before.bottom - word.bottom) < 0.2 * size else _FAR
    if _START.fullmatch(before.text) and _THOUSANDS.fullmatch(word.text) and _NEAR <= gap < _LOST_POINT:
        return f"{before.text}.{word.text}"
    digits = _START.fullmatch(before.text) and _FIGURE.fullmatch(word.text)
    return f"{before.text}{word.text}" if -0.1 < gap < _NEAR and digits else None


def parted_figures(scan: CleanScan, words: Sequence[Word]) -> list[Word]:
    """The words with those that hold the figures of two or more cells as a doubted word a figure."""
    return [part for word in words for part in (_parted(scan, word) if _ONLY.fullmatch(word.text) else [word])]


def _parted(scan: CleanScan, word: Word) -> list[Word]:
    spans = _spans(scan, word)
    if len(spans) < 2:
        return [word]
    texts = _texts(word.text, [x1 - x0 for x0, x1 in spans])
    sure = min(word.confidence or 0.0, DOUBTED)
    return [
        replace(word, text=text, confidence=sure, x0=x0, x1=x1) for text, (x0, x1) in zip(texts, spans, strict=True)
    ]


def _spans(scan: CleanScan, word: Word) -> list[tuple[float, float]]:
    """Where the word's ink begins and ends between blanks that no figure has, in points."""
    x0, top, x1, bottom = (max(0, round(v * scan.scale)) for v in word.bbox)
    printed = np.flatnonzero((scan.image[top:bottom, x0:x1] < scan.dark).any(axis=0))
    if not printed.size:
        return []
    blank = _APART * (word.size or word.bottom - word.top) * scan.scale
    runs = np.split(printed, np.flatnonzero(np.diff(printed) > blank) + 1)
    return [((x0 + int(r[0])) / scan.scale, (x0 + int(r[-1]) + 1) / scan.scale) for r in runs]


def _texts(text: str, widths: Sequence[float]) -> list[str]:
    """The text's figures by the widths of their print, each as far as they tell."""
    by_sign = [t for t in re.split(r"(?=[-–—−])", text) if t]
    if len(by_sign) == len(widths) and all(_PART.fullmatch(t) for t in by_sign):
        return by_sign
    ends = np.rint(np.cumsum(widths) / sum(widths) * len(text)).astype(int).tolist()
    return [text[a:b].strip(".,") or "0" for a, b in zip([0, *ends], ends, strict=False)]
