"""A page's characters to words: what stands together, what runs along its lines, what lies over it."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf.chars import MAX_CHARS, Chars
from extractors.readers.pdf.faces import Face, faces
from extractors.readers.pdf.watermarks import aslant, huge, without_watermarks
from schemas.source import Word

WORD_GAP: Final = 0.16  # of the type size: a wider gap parts words even where no space is printed
ASCENT: Final = 0.76  # of the type size, above the baseline
DESCENT: Final = 0.22
ACROSS: Final = math.radians(7)
"""A line that runs off by more is no line of the page."""
_NEAR: Final = 0.45  # of the type size: words no further apart are mostly one text's
_TOUCHES: Final = 0.1
_BACK: Final = -1.5  # of the type size: the letters of a ligature share one box
_SPACED: Final = 0.9  # share of such gaps for which a page prints a space, where it prints its spaces
_AGAIN: Final = 0.16  # of the type size: two prints of a word no further apart are one
_FEW: Final = 80  # equal words looked back at
_BLANK: Final = (0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF, *range(0x2000, 0x2010), *range(0x202A, 0x202F), 0x2060)
_BROKEN: Final = (2, 0xFFFE)  # what pdfium gives for the hyphen that breaks a word at a line's end
_BEYOND: Final = 0xFFFF
_IS_PRINTED: Final = np.arange(_BEYOND + 1) > 32
_IS_PRINTED[list(_BLANK)] = False
_IS_PRINTED[2] = True
_GROUPING: Final = (0x20, 0xA0, 0x2007, 0x2009, 0x202F)
_GROUPED: Final = re.compile("(?<![\\d.,])\\d{1,3}(?:\u202f\\d{3})+(?![.,]?\\d)")
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


def words_of(
    textpage: Any, chars: Chars, direction: float, number: int
) -> tuple[list[Word], list[tuple[np.ndarray, float]], list[str]]:
    """Words in the order they are printed; the characters of what runs otherwise; what stands out.

    Of what runs otherwise there is its angle to the lines as well. What is huge or aslant may be no line of the page
    but a marking over it.

    Args:
        textpage: pdfium's text of the page.
        chars: its characters, moved to the page as it is read.
        direction: the angle of the page's lines on the sheet, in radians, anticlockwise.
        number: the page's number: runs are numbered on from page to page.

    A word in huge type over others is left out of the words: it is a watermark.
    """
    made, index, starts, found = _words(textpage, chars, number * MAX_CHARS)
    angles = [off(face.direction - direction) for face in found]
    odd: list[tuple[np.ndarray, float]] = []
    if any(abs(angle) > ACROSS for angle in angles):
        made = [w for w, angle in zip(made, angles, strict=True) if abs(angle) <= ACROSS]
        odd = [(s, a) for s, a in zip(np.split(index, starts[1:]), angles, strict=True) if abs(a) > ACROSS]
    words = once(made)
    large = huge(words)
    beside = [*aslant(chars.codes, odd), *large] if odd or large else []
    return (without_watermarks(words) if large else words), odd, beside


def upright_words(textpage: Any, chars: Chars) -> list[Word]:
    """Words of characters that all run along the lines."""
    return once(_words(textpage, chars)[0])


def off(angle: float) -> float:
    """The angle from -pi to pi."""
    return (angle + math.pi) % (2 * math.pi) - math.pi


def _words(textpage: Any, chars: Chars, first_run: int = 0) -> tuple[list[Word], np.ndarray, np.ndarray, list[Face]]:
    """The words; the printed characters' indices; where among them each word starts; the words' faces."""
    codes = chars.codes
    keep = _IS_PRINTED[np.minimum(codes, _BEYOND)]
    keep |= (codes == 0) & (chars.boxes[:, 2] > chars.boxes[:, 0])  # printed, but no one knows what
    keep |= _grouping(chars, textpage)
    index = np.flatnonzero(keep)
    if not len(index):
        return [], index, index, []
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
    runs, glued = _runs(chars, index, starts, base, size)
    columns = (starts, ends, left, high, right, low, base[starts], first_run + runs, glued)
    found = faces(textpage, index[starts].tolist())
    for s, e, a, high_at, b, low_at, line, run, glue, face in zip(*(c.tolist() for c in columns), found, strict=True):
        points, bold, _ = face
        # the same height for every word of a line: ascent and descent of common faces
        t, u = (line - ASCENT * points, line + DESCENT * points) if points >= 1 else (high_at, low_at)
        shown = _letters(text[s:e]) if letters else text[s:e]
        words.append(Word(shown, a, t, b, u, None, points or (u - t), bold, run=run, glued=glue))
    return words, index, starts, found


def _runs(
    chars: Chars, index: np.ndarray, starts: np.ndarray, base: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each word the number of the stretch of text it is printed in, and whether it is glued to the line above.

    A stretch is words with a printed space between them. pdfium makes up a space where the file prints none, and gives
    it no width. Where a page prints few of its spaces, a word is taken to go on with the one before that is near. What
    that space is worth, the document tells (`layout.grid.order.told`).

    Args:
        chars: the page's characters.
        index: which of them are printed.
        starts: where among these the words start.
        base: the baselines of the printed.
        size: the type sizes between each of them and the next.
    """
    printed = np.zeros(len(chars.codes) + 1, dtype=np.int64)
    blank = ~_IS_PRINTED[np.minimum(chars.codes, _BEYOND)] & (chars.boxes[:, 2] > chars.boxes[:, 0])
    np.cumsum(blank, out=printed[1:])
    first, last, high = index[starts[1:]], index[starts[1:] - 1], size[starts[1:] - 1]
    spaced = printed[first] > printed[last]
    gap = (chars.boxes[first, 0] - chars.boxes[last, 2]) / high
    drop = (base[starts[1:]] - base[starts[1:] - 1]) / high
    level = np.abs(drop) <= 0.2
    near = level & (gap > _BACK) & (gap < _NEAR)
    narrow = near & (gap > WORD_GAP)
    told = spaced if spaced[narrow].sum() >= _SPACED * narrow.sum() else near
    runs = np.concatenate([[0], np.cumsum(~(level & (gap > _BACK) & (told | (gap < _TOUCHES))))])
    wraps = (drop > 0.8) & (drop < 1.7) & (gap < 0)
    return runs, np.concatenate([[None], np.where(wraps, ~spaced, None)])


def _letters(text: str) -> str:
    """The text with composed letters (`å` of a and a ring) and without ligatures."""
    return unicodedata.normalize("NFC", _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text))


def _grouping(chars: Chars, textpage: Any) -> np.ndarray:
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


# --- what is printed over other print --------------------------------------------------------------------------------


def once(words: list[Word]) -> list[Word]:
    """The words without those that are printed again at the same place, or a hair beside: the last is on top."""
    same: dict[str, list[int]] = {}
    gone: set[int] = set()
    for i, word in enumerate(words):
        others = same.setdefault(word.text, [])
        if others:  # most words of a page stand there once
            x0, top, reach = word.x0, word.top, _AGAIN * (word.size or 0.0)
            for j in others[-_FEW:]:
                other = words[j]
                if -reach <= other.x0 - x0 <= reach and -reach <= other.top - top <= reach:
                    gone.add(j)
        others.append(i)
    return [w for i, w in enumerate(words) if i not in gone] if gone else words
