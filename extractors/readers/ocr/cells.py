"""Figures of a scan, read a second time one by one.

A page-wide pass loses the odd minus and takes a lone 0 for a letter. So every word that may be a figure is cut out,
enlarged and set under the others on one sheet, which Tesseract reads knowing that it holds figures only. Readings that
agree are sure. Where they differ the more likely one stands with a confidence that says so; whether there is a minus
is looked up in the picture itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.figures import DOUBTED, parted_figures, whole_figures
from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.letters import smooth
from extractors.readers.ocr.lines import CAPITAL, DESCENT
from extractors.readers.ocr.noughts import noughts
from extractors.readers.ocr.paper import FAINT, Image
from extractors.readers.ocr.sheet import FIGURES, HEIGHT, Recognise, read_pieces
from schemas.source import Word

MAX_WORDS: Final = 400  # on one page
SEEN: Final = 0.7  # a minus that only the picture shows
CLEAR: Final = 0.75  # a figure that is trusted less is read a third time
_FIGURE: Final = re.compile(r"[-–—−(]?[\d.,]*\d[\d.,]*\)?%?")
_STRAYS: Final = "'\"“”‘’´`:;+*·•°_~|!"
_SPOILED: Final = re.compile(r"[-–—−]?\d{1,3}[:;'·*+]\d{3}")  # a speck upon the point
_PLAIN: Final = re.compile(r"-?\d[\d.,]*")
_GROUPED: Final = re.compile(r"\d{1,3}(\.\d{3})+")
_WELL_FORMED: Final = re.compile(r"\d{1,4}|\d{1,3}(\.\d{3})+|\d+,\d{1,2}")
_MIXED: Final = re.compile(r"(?=.*\d)[-–—−]?[A-Za-zÅØåø\d.,]{2,6}")  # a figure of which a digit was taken for a letter
_COMMAS: Final = re.compile(r"\d{1,3}(,\d{3})+")
_MOST_CROSSED: Final = 8
_CONFUSABLE: Final = re.compile(
    r"[OoØøgqeEcuQSslIiBZzDGTA()|\d.,–—-]{1,7}"
)  # what Tesseract's Danish model makes of figures
_TIP: Final = 0.3  # heights: longer than the tip of a 4
_RUN_IN: Final = 0.17  # heights of a minus that runs into another digit
_PAD: Final = 0.25  # of a word's height, above and below its crop
_BANDS: Final = ((0.38, 0.68), (0.0, 0.25), (0.8, 1.0))  # of a digit's height: where a minus is, above, below
_GREY: Final = 8.0
_LEAST_MARK: Final = 0.02  # of the square of a digit's height: what may be a minus


def second_reading(scan: CleanScan, words: Sequence[Word], recognise: Recognise) -> list[Word]:
    """The words with their figures read again."""
    words = parted_figures(scan, whole_figures(words))
    crossed = {i for i, w in enumerate(words) if _is_crossed(scan, w)}
    chosen = [i for i, w in enumerate(words) if _may_be_figure(w, crossed=i in crossed) and _alone(words, i)]
    chosen = chosen[:MAX_WORDS]
    if not chosen:
        return list(words)
    bare = {i: _crop(scan, words[i], _room(words, i)) for i in chosen}
    crops = {i: _without_strays(crop, words[i]) for i, crop in bare.items()}
    out = list(words)
    for (i, crop), reading in zip(crops.items(), _read(list(crops.values()), recognise), strict=True):
        out[i] = _doubted_sign(_settle(words[i], reading, crop), bare[i])
    _read_doubted(out, words, crops, recognise)
    for i, crop in bare.items():
        out[i] = noughts(out[i], crop, SEEN)
    for i in crossed & bare.keys():
        if _PLAIN.fullmatch(figure := _bare(out[i].text)):
            out[i] = _half_hidden(replace(out[i], text=figure))
    return out


def _read_doubted(out: list[Word], words: Sequence[Word], crops: dict[int, Image], recognise: Recognise) -> None:
    """Read the figures that are trusted little a third time; `words` are all as they were read first."""
    doubted = [i for i in crops if (out[i].confidence or 0.0) < CLEAR]
    if not doubted:
        return
    again = _read([_lighter(crops[i]) for i in doubted], recognise)
    for i, (text, _) in zip(doubted, again, strict=True):
        out[i] = _with_third(words[i], out[i], text.rstrip(".,"))


def _doubted_sign(word: Word, crop: Image) -> Word:
    """The word, with a minus that is doubted where something stands where one would: a speck seldom lies just there."""
    if word.text[:1].isdigit() and _PLAIN.fullmatch(word.text) and may_have_minus(crop):
        signed = f"-{word.text}"
        readings = _others(signed, (word.text, *word.readings))
        return replace(word, text=signed, confidence=min(word.confidence or 0.0, SEEN), readings=readings)
    if word.text[:1].isdigit() and _PLAIN.fullmatch(word.text) and is_grey_before(crop):
        readings = tuple(dict.fromkeys((*word.readings, f"-{word.text}")))
        return replace(word, confidence=min(word.confidence or 0.0, SEEN), readings=readings)
    return word


def _is_crossed(scan: CleanScan, word: Word) -> bool:
    """True for a word, or the place before it where a minus stands, that a pen or a stamp went through."""
    if scan.crossed is None:
        return False
    left = word.x0 - 0.5 * (word.bottom - word.top)
    x0, x1, y0, y1 = (max(0, round(v * scan.scale)) for v in (left, word.x1, word.top, word.bottom))
    return bool(scan.crossed[y0:y1, x0:x1].any())


def _half_hidden(word: Word) -> Word:
    """A figure that a stroke went through: doubted, with whatever the stroke may have hidden or added to a digit."""
    bare = word.text.lstrip("-")
    flipped = bare if word.text.startswith("-") else f"-{bare}"
    longer = [word.text, flipped, *(f"{sign}{bare[:-1]}" for sign in ("-", "") if bare[1:])]  # an end of the stroke
    others = [f"{t[:i]}{d}{t[i + 1 :]}" for t in longer for i, c in enumerate(t) if c.isdigit() for d in "0123456789"]
    readings = dict.fromkeys((*word.readings, flipped, *others))
    return replace(word, confidence=min(word.confidence or 0.0, DOUBTED), readings=tuple(readings))


def _read(crops: Sequence[Image], recognise: Recognise) -> list[tuple[str, float]]:
    """What stands on each crop, and how sure that is (0-1)."""
    return [
        ("".join(f.text for f in found), min((f.confidence for f in found), default=0.0))
        for found in read_pieces(crops, recognise, FIGURES)
    ]


def _lighter(crop: Image) -> Image:
    """The crop smaller, with thinner strokes: blots part from digits, and another picture makes other mistakes."""
    thin = cv2.dilate(crop, np.ones((3, 3), np.uint8))
    pad = HEIGHT // 4
    return np.asarray(cv2.copyMakeBorder(thin, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(255,)))


def _with_third(first: Word, settled: Word, third: str) -> Word:
    """The word with what a third pass read: two of three decide, and what else was read is kept."""
    if not _PLAIN.fullmatch(third):
        return settled
    if settled.text[:1] == "(":
        return replace(settled, text=third, confidence=DOUBTED, readings=(settled.text,))
    others = dict.fromkeys(t for t in (*settled.readings, third) if t != settled.text)
    sign = "-" if settled.text.startswith("-") else ""
    unsigned = third.lstrip("-")
    alike = {t.lstrip("-") for t in settled.readings} | {first.text.lstrip("-")}
    if unsigned != settled.text.lstrip("-") and unsigned in alike and _WELL_FORMED.fullmatch(unsigned):
        others = dict.fromkeys((settled.text, *(t for t in others if t != f"{sign}{unsigned}")))
        return replace(settled, text=f"{sign}{unsigned}", confidence=DOUBTED, readings=tuple(others))
    return replace(settled, readings=tuple(others))


def _may_be_figure(word: Word, *, crossed: bool = False) -> bool:
    """A figure, or a sign or two that Tesseract may have taken a figure for, more where a stroke went through."""
    if crossed and len(word.text) <= _MOST_CROSSED and not word.text.isalpha():
        return True
    if _FIGURE.fullmatch(_bare(word.text)) or _SPOILED.fullmatch(word.text):
        return True
    letters = sum(c.isalpha() for c in word.text)
    if letters and _MIXED.fullmatch(word.text):
        return True
    return len(word.text) <= 3 and letters <= 2 and (word.confidence or 0.0) < 0.75 and word.text.lower() not in _SHORT


def _bare(text: str) -> str:
    """The text without specks around it, its minus as a hyphen: a blurred minus is double, a minus ends no figure."""
    return re.sub(r"^[–—−=](?=\d)", "-", text.strip(_STRAYS).rstrip("-–—−"))


_SHORT: Final = frozenset(
    ("i", "og", "på", "af", "er", "ja", "nej", "p/l", "alt", "i.", "å", "at", "en", "et", "kr.", "kr", "-", "—", "–")
)


def _alone(words: Sequence[Word], i: int) -> bool:
    """True for a word that stands by itself, as a cell's figure does: in running text Tesseract knows better."""
    word = words[i]
    near = 0.6 * (word.bottom - word.top)
    return not any(
        other is not word
        and other.top < word.bottom
        and other.bottom > word.top
        and word.x0 - near < other.x1
        and other.x0 < word.x1 + near
        for other in words[max(0, i - 4) : i + 5]
    )


def _room(words: Sequence[Word], i: int) -> tuple[float, float]:
    """How far left and right of the word a crop may go before it meets a neighbour."""
    word = words[i]
    size = word.bottom - word.top
    left, right = word.x0 - 0.9 * size, word.x1 + 0.4 * size
    for other in words[max(0, i - 3) : i + 4]:
        if other is not word and other.top < word.bottom and other.bottom > word.top:
            if other.x1 <= word.x0 + 0.5:
                left = max(left, other.x1)
            elif other.x0 >= word.x1 - 0.5:
                right = min(right, other.x0)
    return left, right


def _crop(scan: CleanScan, word: Word, room: tuple[float, float]) -> Image:
    pad = _PAD * (word.bottom - word.top)
    height, width = scan.uncleaned.shape[:2]
    x0, x1 = max(0, int(room[0] * scan.scale)), min(width, int(room[1] * scan.scale) + 1)
    y0, y1 = max(0, int((word.top - pad) * scan.scale)), min(height, int((word.bottom + pad) * scan.scale) + 1)
    crop = scan.uncleaned[y0:y1, x0:x1]
    if not crop.size:
        return np.full((HEIGHT, HEIGHT), 255, np.uint8)
    if scan.faint is not None:
        crop = smooth(scan.faint[y0:y1, x0:x1])
    factor = HEIGHT / crop.shape[0]
    return np.asarray(cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))


def _without_strays(crop: Image, word: Word) -> Image:
    """A figure's picture without what is no part of a figure: digits are high, points low, a minus in the middle."""
    high, size = word.bottom - word.top, word.size or 0.0
    factor = HEIGHT / ((1 + 2 * _PAD) * high)
    base, capital = (high - DESCENT * size + _PAD * high) * factor, CAPITAL * size * factor
    ink = (crop < 160).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    keep = np.zeros(count, dtype=bool)
    for n, (_, y, w, h, _) in enumerate(stats.tolist()):
        point = h < 0.5 * capital and w < 0.5 * capital and base - 0.35 * capital < y + h / 2 < base + 0.3 * capital
        minus = w >= 1.2 * h and w >= 0.2 * capital and 0.2 * capital < base - y - h / 2 < 0.75 * capital
        keep[n] = n > 0 and (h >= 0.5 * capital or point or minus)
    kept = cv2.dilate(keep[labels].astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(kept > 0, crop, np.uint8(255))


def _settle(word: Word, reading: tuple[str, float], crop: Image) -> Word:
    """The word as both readings and the picture have it."""
    second, sure = reading[0].rstrip(".,"), reading[1]
    if not _PLAIN.fullmatch(second):
        odd = word.text[:1] == "("  # a blurred 0 as often as a figure below nought
        return replace(word, confidence=min(word.confidence or 0.0, DOUBTED)) if odd else word
    first = _pointed(_bare(word.text))
    minus = has_minus(crop, second.lstrip("-")[:1])
    if _PLAIN.fullmatch(first):
        return _of_two(word, first, (second, sure), minus=minus)
    text = f"-{second.lstrip('-')}" if minus else second
    return replace(word, text=text, confidence=round(min(sure, SEEN), 3)) if _CONFUSABLE.fullmatch(first) else word


def _pointed(text: str) -> str:
    """A figure with a speck upon its point with the point."""
    return re.sub(r"[^\d.,-]", ".", text) if _SPOILED.fullmatch(text) and not _PLAIN.fullmatch(text) else text


def _of_two(word: Word, first: str, reading: tuple[str, float], *, minus: bool) -> Word:
    """The word as one figure for two readings of it; `minus` where the picture shows one."""
    second, sure = reading
    if minus and first[:1].isdigit() and first[1:] == second.lstrip("-"):
        first = f"-{second.lstrip('-')}"  # the stroke was taken for a digit
    bare = first.lstrip("-"), second.lstrip("-")
    text, trust = _agreed(bare[0], word.confidence or 0.0, bare[1], sure)
    signs = first.startswith("-"), second.startswith("-")
    signed = minus or any(signs)
    if signed and not all(signs):
        trust = min(trust, SEEN if minus else DOUBTED)
    figure = f"-{text}" if signed else text
    others = [f"-{t}" if signed else t for t in bare]
    others += [text] if signed and not (minus and all(signs)) else []
    readings = _others(figure, [*others, *_as_minus(bare)])
    return replace(word, text=figure, confidence=round(trust, 3), readings=readings)


def _as_minus(read: tuple[str, str]) -> list[str]:
    """Of two readings that differ by a digit before them the shorter with a minus: the digit may be one."""
    return [f"-{b}" for a, b in (read, read[::-1]) if a[1:] == b]


def _others(text: str, readings: Iterable[str]) -> tuple[str, ...]:
    """The readings that differ from a text, each once."""
    return tuple(dict.fromkeys(t for t in readings if t != text))


def _agreed(first: str, own: float, second: str, sure: float) -> tuple[str, float]:
    """One unsigned figure for two readings, with the trust it deserves."""
    if first == second:
        text, trust = first, max(own, sure)
    elif _digits(first) == _digits(second):
        text, trust = next((t for t in (second, first) if _GROUPED.fullmatch(t)), first), max(min(own, sure), DOUBTED)
    else:
        formed = [t for t in (first, second) if _WELL_FORMED.fullmatch(t)]
        better = first if own >= sure else second
        text, trust = formed[0] if len(formed) == 1 else better, min(DOUBTED, max(own, sure))
    if _COMMAS.fullmatch(text):  # three decimals are not printed in kroner: the comma is a blurred point
        return text.replace(",", "."), min(trust, DOUBTED)
    return text, trust


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def has_minus(crop: Image, digit: str = "") -> bool:
    """Whether a figure's picture begins with a short, flat stroke at half height, apart or run into the first digit.

    `digit` is the first one as read: only a 4 has such a tip of its own.
    """
    ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    marks = sorted((*s, n) for n, s in enumerate(stats.tolist()) if n and s[4] >= 12)
    tall = [s for s in marks if s[3] >= 0.3 * crop.shape[0]]
    if not tall:
        return False
    x, y, w, h, _, label = tall[0]
    for bx, by, bw, bh, *_ in marks:
        flat = bw >= 1.3 * bh and 0.15 * h <= bw and bh < 0.35 * h
        if flat and bx + bw <= x + 0.15 * h and x - bx < 1.2 * h and _half_way(by, by + bh, y, h):
            return True
    least = _TIP if digit in ("4", "") else _RUN_IN
    return _stroke_runs_in(np.asarray(labels[y : y + h, x : x + w] == label), least)


def may_have_minus(crop: Image) -> bool:
    """Whether anything, however pale, stands where the minus of a figure would."""
    ink = (crop < FAINT).astype(np.uint8)
    marks = cv2.connectedComponentsWithStats(ink)[2][1:].tolist()
    tall = [s for s in marks if s[3] >= 0.3 * crop.shape[0]]
    if not tall:
        return False
    x, y, _, h, _ = min(tall)
    return any(
        bh < 0.35 * h and bx + bw <= x + 0.15 * h and x - bx < 0.8 * h and _half_way(by, by + bh, y, h)
        for bx, by, bw, bh, area in marks
        if area >= _LEAST_MARK * h * h
    )


def is_grey_before(crop: Image) -> bool:
    """Whether the paper is greyer where a figure's minus would stand than above and below that."""
    marks = cv2.connectedComponentsWithStats((crop < FAINT).astype(np.uint8))[2][1:].tolist()
    tall = [s for s in marks if s[3] >= 0.3 * crop.shape[0]]
    if not tall:
        return False
    x, y, _, h, _ = min(tall)
    before = 255.0 - crop[:, max(0, round(x - 0.55 * h)) : max(0, round(x - 0.1 * h))]
    if before.shape[1] < 0.2 * h:
        return False
    middle, *around = (float(before[y + round(a * h) : y + round(b * h)].mean()) for a, b in _BANDS)
    return middle > _GREY and middle > 2 * max(around) + _GREY / 2


def _half_way(top: float, bottom: float, y: int, h: int) -> bool:
    return 0.35 * h <= (top + bottom) / 2 - y <= 0.8 * h


def _stroke_runs_in(shape: Image, least: float) -> bool:
    """True when the shape's left end is a flat stroke of at least so many of its heights."""
    h = shape.shape[0]
    length = 0
    for column in shape.T:
        rows = np.flatnonzero(column)
        if not len(rows) or rows[-1] - rows[0] > 0.28 * h or not _half_way(rows[0], rows[-1], 0, h):
            break
        length += 1
    return bool(length >= least * h)
