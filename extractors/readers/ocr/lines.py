"""Tesseract's word boxes set on common lines, as a text layer's are.

A box hugs its letters, so a dash has hardly any height and a word with a g hangs lower than its neighbours. The table
geometry goes by type sizes and lines: each word gets the size its capitals and figures tell, and its line's baseline.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from extractors.layout.grid.lines import group_lines
from schemas.source import Word

Floats = np.ndarray[Any, np.dtype[Any]]

ASCENT: Final = 0.76  # of the type size, as for a text layer
DESCENT: Final = 0.22
CAPITAL: Final = 0.66  # height of capitals and figures in type sizes
SMALL: Final = 0.5  # height of small letters without ascenders
DOTTED: Final = 0.7  # height of the dots of i and j
ASCENDER: Final = 0.75  # height of the letters that stand above capitals
ASCENDING: Final = frozenset("bdfhklåÅ()[]/")
HANGING: Final = frozenset("gjpqyQ,;()[]/|")
BOLD: Final = 1.17  # times the page's usual stroke width for the type size
ONE_SIZE: Final = 1.25  # sizes within this ratio of a size the page is printed in count as it
SPREAD: Final = 0.05  # how far, as a ratio, sizes measured on lines of one size differ
_TWO_SIZES: Final = 0.04  # the least ratio of two sizes that a page is printed in
_LEVEL: Final = 0.12  # of a word's height: neighbours no further apart are level
_OFF: Final = 0.14  # of its height by which a word hangs out of its line
_BESIDE: Final = 0.8  # of a word's height: the widest gap to the next word of a line of text
_FEW_WORDS: Final = 2  # a line of so few tells its size badly
_CLOSE: Final = 1.6  # type sizes from baseline to baseline of lines that belong together
_DOUBTED: Final = 1.55  # times too high or low a lone word may be measured
_SHIFTS: Final = 12
_FEW: Final = 4  # words: fewer make no size of the page


def set_on_lines(words: Sequence[Word], strokes: Sequence[float]) -> list[Word]:
    """The words with a type size, with boxes of their line's height, and bold where their line's strokes are broad.

    `strokes` are the words' stroke widths, in whatever unit.
    """
    words = levelled(words)
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


def levelled(words: Sequence[Word]) -> list[Word]:
    """The words, those that a speck makes hang or stand out of their line set level with their two neighbours."""
    bases = [w.bottom - (_hang(w) if _hangs(w) else 0.0) for w in words]
    out = list(words)
    for i, word in enumerate(words):
        size = word.bottom - word.top
        beside = [_beside(words, i, left=True), _beside(words, i, left=False)]
        near = [n for n in beside if n is not None]
        if len(near) < 2 or not any(c.isalnum() for c in word.text):
            continue
        level = (bases[near[0]] + bases[near[1]]) / 2
        off = bases[i] - level
        if abs(bases[near[0]] - bases[near[1]]) < _LEVEL * size and _OFF * size < off < size:
            hang = statistics.fmean(words[n].bottom - words[n].top for n in near) * DESCENT if _hangs(word) else 0.0
            out[i] = replace(word, bottom=max(level + hang, word.top + 1.0))
    return out


def _hangs(word: Word) -> bool:
    return bool(HANGING & set(word.text))


def _hang(word: Word) -> float:
    return (word.bottom - word.top) * DESCENT / (DESCENT + ASCENDER)


def _beside(words: Sequence[Word], i: int, *, left: bool) -> int | None:
    """The word right before or after one in its line, close by; None where there is none."""
    word = words[i]
    reach = _BESIDE * min(word.bottom - word.top, 20.0)
    best: tuple[float, int] | None = None
    for n in range(max(0, i - 12), min(len(words), i + 13)):
        other = words[n]
        gap = word.x0 - other.x1 if left else other.x0 - word.x1
        overlap = min(word.bottom, other.bottom) - max(word.top, other.top)
        alike = n != i and -1.0 <= gap < reach and overlap > 0.5 * (other.bottom - other.top)
        if alike and sum(c.isalnum() for c in other.text) > 1 and (best is None or gap < best[0]):
            best = gap, n
    return best[1] if best else None


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
        small = [w for w in line if base > w.top and any(c.isalpha() for c in w.text)]
        sizes = [(base - w.top) / (DOTTED if {"i", "j"} & set(w.text) else SMALL) for w in small]
    return line, base, max(1.0, statistics.median(sizes or [w.bottom - w.top for w in line]))


def _height(text: str, capital: float) -> float | None:
    """How high the text's tallest letter stands, in type sizes; None where no letter tells."""
    if any(c in ASCENDING for c in text):
        return ASCENDER
    return capital if any(c.isdigit() or c.isupper() for c in text) else None


def _snapped(lines: list[tuple[list[Word], float, float]]) -> list[float]:
    """Each line's size as the nearest of the few that the page is printed in: a blurred line tells no more."""
    sizes = usual_sizes([size for _, _, size in lines], [len(line) for line, _, _ in lines])
    return [_as_neighbours(lines, sizes, i) if len(lines[i][0]) <= _FEW_WORDS else sizes[i] for i in range(len(lines))]


def _as_neighbours(lines: list[tuple[list[Word], float, float]], sizes: Sequence[float], i: int) -> float:
    """The size of a line of a word or two as the lines close above and below it are set, if it may be theirs."""
    line, base, own = lines[i]
    left, right = line[0].x0, line[-1].x1
    near = [
        (len(other), sizes[n])
        for n, (other, at, _) in enumerate(lines)
        if n != i
        and len(other) > 1
        and abs(at - base) < _CLOSE * sizes[n]
        and any(w.x0 < right and w.x1 > left for w in other)
    ]
    alike = [(count, size) for count, size in near if abs(math.log(own / size)) < math.log(_DOUBTED)]
    return max(alike)[1] if alike else sizes[i]


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
    large = crowd >= max(_FEW, 0.02 * weight.sum())
    modes = _apart(at[large], crowd[large])
    if not modes.size:
        return list(sizes)
    nearest = modes[np.abs(own[:, None] - modes).argmin(axis=1)]
    far = np.abs(nearest - own) > np.log(ONE_SIZE)
    return [float(v) for v in np.exp(np.where(far, own, nearest))]


def _apart(modes: Floats, crowd: Floats) -> Floats:
    """The modes with the largest crowds, of those that differ too little to be two sizes the larger crowd's."""
    kept: list[float] = []
    for mode in modes[np.argsort(-crowd)].tolist():
        if all(abs(mode - other) >= _TWO_SIZES for other in kept):
            kept.append(mode)
    return np.asarray(kept)


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
