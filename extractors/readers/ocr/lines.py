"""Tesseract's word boxes set on common lines, as a text layer's are.

A box hugs its letters, so a dash has hardly any height and a word with a g hangs lower than its neighbours. The table
geometry goes by type sizes and lines: each word gets the size its capitals and figures tell, and its line's baseline.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from extractors.layout.grid.lines import group_lines
from schemas.source import Word

ASCENT: Final = 0.76  # of the type size, as for a text layer
DESCENT: Final = 0.22
CAPITAL: Final = 0.66  # height of capitals and figures in type sizes
SMALL: Final = 0.5  # height of small letters without ascenders
ASCENDER: Final = 0.75  # height of the letters that stand above capitals
ASCENDING: Final = frozenset("bdfhklåÅ()[]/")
HANGING: Final = frozenset("gjpqyQ,;()[]/|")
BOLD: Final = 1.17  # times the page's usual stroke width for the type size
ONE_SIZE: Final = 1.25  # sizes within this ratio of a size the page is printed in count as it
SPREAD: Final = 0.05  # how far, as a ratio, sizes measured on lines of one size differ
_SHIFTS: Final = 12
_FEW: Final = 4  # words: fewer make no size of the page


def set_on_lines(words: Sequence[Word], strokes: Sequence[float]) -> list[Word]:
    """The words with a type size, with boxes of their line's height, and bold where their line's strokes are broad.

    `strokes` are the words' stroke widths, in whatever unit.
    """
    width = {id(w): s for w, s in zip(words, strokes, strict=True)}
    printed = group_lines(words)
    capital = _capital(printed)
    lines = [_measured(line, capital) for line in printed]
    sizes = _snapped(lines)
    weight = [statistics.median(width[id(w)] for w in ln) / s for (ln, _, _), s in zip(lines, sizes, strict=True)]
    regular = statistics.median([w for w, (line, _, _) in zip(weight, lines, strict=True) for _ in line] or [0.0])
    out = []
    for (line, base, _), usual, own_weight in zip(lines, sizes, weight, strict=True):
        bold = own_weight > BOLD * regular
        for w in line:
            own = base if abs(w.bottom - base) < 0.5 * usual else w.bottom
            out.append(replace(w, top=own - ASCENT * usual, bottom=own + DESCENT * usual, size=usual, bold=bold))
    return out


def _capital(lines: Sequence[list[Word]]) -> float:
    """How high capitals and figures stand in the page's type, in type sizes: some types' are as high as a d."""
    shares = []
    for line in lines:
        base = _baseline(line)
        high = [base - w.top for w in line if base > w.top and _height(w.text, CAPITAL) == ASCENDER]
        low = [base - w.top for w in line if base > w.top and _height(w.text, CAPITAL) == CAPITAL]
        if high and low:
            shares.append(statistics.median(low) / statistics.median(high))
    if len(shares) < _FEW:
        return CAPITAL
    return ASCENDER * min(1.0, max(CAPITAL / ASCENDER, statistics.median(shares)))


def _baseline(line: list[Word]) -> float:
    standing = [w for w in line if any(c.isalnum() for c in w.text) and not HANGING & set(w.text)]
    if standing:
        return statistics.median(w.bottom for w in standing)
    # all hang below the line, by what a g does
    return statistics.median(w.bottom - (w.bottom - w.top) * DESCENT / (DESCENT + ASCENDER) for w in line)


def _measured(line: list[Word], capital: float) -> tuple[list[Word], float, float]:
    """(words, baseline, type size) of a line."""
    base = _baseline(line)
    sizes = [(base - w.top) / height for w in line if base > w.top and (height := _height(w.text, capital))]
    if not sizes:  # small letters only
        sizes = [(base - w.top) / SMALL for w in line if base > w.top and any(c.isalpha() for c in w.text)]
    return line, base, max(1.0, statistics.median(sizes or [w.bottom - w.top for w in line]))


def _height(text: str, capital: float) -> float | None:
    """How high the text's tallest letter stands, in type sizes; None where no letter tells."""
    if any(c in ASCENDING for c in text):
        return ASCENDER
    return capital if any(c.isdigit() or c.isupper() for c in text) else None


def _snapped(lines: list[tuple[list[Word], float, float]]) -> list[float]:
    """Each line's size as the nearest of the few that the page is printed in: a blurred line tells no more."""
    return usual_sizes([size for _, _, size in lines], [len(line) for line, _, _ in lines])


def usual_sizes(sizes: Sequence[float], words: Sequence[int]) -> list[float]:
    """Each of the sizes, measured on so many words, as the nearest of the few around which they crowd.

    A size far from all of them stays.
    """
    if not sizes:
        return []
    own, weight = np.log(np.asarray(sizes)), np.asarray(words, dtype=float)
    at = own.copy()
    for _ in range(_SHIFTS):  # every size moves to where its neighbours are
        near = weight * np.exp(-0.5 * np.square((at[:, None] - own) / SPREAD))
        at = (near @ own) / near.sum(axis=1)
    crowd = (weight * (np.abs(at[:, None] - at) < SPREAD / 2)).sum(axis=1)
    modes = at[crowd >= max(_FEW, 0.02 * weight.sum())]
    if not modes.size:
        return list(sizes)
    nearest = modes[np.abs(own[:, None] - modes).argmin(axis=1)]
    far = np.abs(nearest - own) > np.log(ONE_SIZE)
    return [float(v) for v in np.exp(np.where(far, own, nearest))]


def even_sizes(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of a document's scanned pages in the few type sizes that the document is printed in.

    A table that runs over a page is known by its type size, which no two scanned pages tell alike.
    """
    counts = Counter(round(w.size, 2) for words in pages for w in words if w.size)
    sizes = sorted(counts)
    usual = dict(zip(sizes, usual_sizes(sizes, [counts[s] for s in sizes]), strict=True))
    return [[_resized(w, usual[round(w.size, 2)]) if w.size else w for w in words] for words in pages]


def _resized(word: Word, size: float) -> Word:
    base = word.bottom - DESCENT * (word.size or 0.0)
    return replace(word, top=base - ASCENT * size, bottom=base + DESCENT * size, size=size)
