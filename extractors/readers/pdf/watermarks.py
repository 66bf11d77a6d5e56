"""What is printed over a page's lines: words in huge type, and text that runs aslant.

A watermark is none of the page's words, but what it says may be said of the document (`FORTROLIGT`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import numpy as np

from schemas.source import Word

_POINTS: Final = 24.0  # type no smaller is huge
_OVER: Final = 2.5  # times the page's usual type: what lies over other words in such type is a watermark
_TURN: Final = 0.02  # radians: text of one line runs one way
_BREAKS: Final = (10, 13)


def huge(words: Sequence[Word]) -> list[str]:
    """What is printed in huge type, a text for each line of it."""
    sizes = [w.size or 0.0 for w in words]
    if not sizes or max(sizes) < _POINTS:
        return []
    lines = groupby(words, key=lambda w: round(w.bottom) if (w.size or 0.0) >= _POINTS else None)
    return [" ".join(w.text for w in line) for height, line in lines if height is not None]


def aslant(codes: np.ndarray, odd: Iterable[tuple[np.ndarray, float]]) -> list[str]:
    """The texts of what does not run along the page's lines, once each.

    Args:
        codes: the page's characters.
        odd: the places of the printed among them, word by word, with their angle to the lines.
    """
    made: list[str] = []
    end, turned = -1, 0.0
    for places, angle in odd:
        between = codes[end + 1 : places[0]].tolist()
        text = "".join(map(chr, codes[places].tolist()))
        if end < 0 or abs(angle - turned) > _TURN or any(code in _BREAKS for code in between):
            made.append(text)
        else:
            made[-1] += f" {text}" if between else text
        end, turned = int(places[-1]), angle
    return list(dict.fromkeys(made))


def without_watermarks(words: list[Word]) -> list[Word]:
    """The words without those in huge type that lie over others."""
    sizes = [w.size or 0.0 for w in words]
    least = max(_POINTS, _OVER * sorted(sizes)[len(sizes) // 2])
    plain = [w for w, size in zip(words, sizes, strict=True) if size < least]
    lines: dict[int, list[Word]] = {}
    for word, size in zip(words, sizes, strict=True):
        if size >= least:
            lines.setdefault(round(word.bottom), []).append(word)
    marks = {id(w) for line in lines.values() if _marks(line, plain) for w in line}
    return [w for w in words if id(w) not in marks] if marks else words


def _marks(line: Sequence[Word], plain: Sequence[Word]) -> bool:
    return sum(_lies_over(line, w) for w in plain) > 1


def _lies_over(mark: Sequence[Word], word: Word) -> bool:
    """True for a word within the line that huge words make: the letters of a mark may be spaced, each its own word."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return min(w.x0 for w in mark) < x < max(w.x1 for w in mark) and mark[0].top < y < mark[0].bottom
