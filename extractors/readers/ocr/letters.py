"""Words of a scan that are no Danish words, or were read with doubt, read a second time one by one.

A letter that toner or a speck spoiled costs a row's label. Cut out and enlarged the word is another picture, and makes
other mistakes: of two readings the one that is a word stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from extractors.danish.ocr_repair.known import is_danish
from extractors.readers.ocr.image import CleanScan
from extractors.readers.ocr.paper import Image
from extractors.readers.ocr.sheet import Found, Recognise, read_pieces
from schemas.source import Word

MAX_WORDS: Final = 120  # on one page: with more of them its words are not the trouble
_FEWEST: Final = 2  # letters
_CLEAR: Final = 0.6
_NOT_READ: Final = 0.3  # such a word is worse than any that is read with more confidence
_INK: Final = 3  # per cent of a word's picture that is surely ink
_PAPER: Final = 60  # and from which on it is paper
_FAIRLY: Final = 0.85  # a word that is no Danish one was read rightly if it was read so clearly: a name
_RUN_IN: Final = re.compile(r"\d[.,]*[a-zæøå]{2,}")
_SPACE: Final = 0.9  # of a word's height: the widest gap to the next word of its line
_KEPT: Final = 0.75  # of its length that a word keeps
_PAD: Final = 0.25  # of a word's height
_CONFIG: Final = "--psm 6"


def words_again(scan: CleanScan, words: Sequence[Word], recognise: Recognise) -> list[Word]:
    """The words with those of letters that are doubtful as a second or third reading has them."""
    out = list(words)
    chosen = [i for i, w in enumerate(words) if _is_doubtful(w)][:MAX_WORDS]
    for image, change in ((scan.image, np.asarray), (_palest(scan), smooth)):
        if not chosen:
            break
        crops = [change(_crop(image, scan.scale, words, i)) for i in chosen]
        for i, found in zip(chosen, read_pieces(crops, recognise, _CONFIG), strict=True):
            out[i] = _better(out[i], found)
        chosen = [i for i in chosen if _is_doubtful(out[i])]
    return _in_their_lines(scan, out, recognise)


def _in_their_lines(scan: CleanScan, words: Sequence[Word], recognise: Recognise) -> list[Word]:
    """The words, those still in doubt as they are read among their neighbours, cut out and enlarged."""
    chosen = [i for i, w in enumerate(words) if _is_odd(w) or _is_unsure(w)][:MAX_WORDS]
    out = list(words)
    if not chosen:
        return out
    boxes = [_around([words[k] for k in _phrase(words, i)]) for i in chosen]
    change = np.asarray if scan.faint is None else smooth
    read = read_pieces([change(_cut(scan, box)) for box in boxes], recognise, _CONFIG)
    for i, box, found in zip(chosen, boxes, read, strict=True):
        mine = _within(words[i], found, box[0], scan.scale)
        out[i] = _as_among(words[i], mine) if _is_odd(words[i]) else _better(words[i], mine)
    return out


def _within(word: Word, found: Sequence[Found], left: float, scale: float) -> list[Found]:
    """What was read in a word's place, of a piece that begins at `left`."""
    x0, x1 = (word.x0 - left) * scale, (word.x1 - left) * scale
    return [f for f in found if x0 - 1 < (f.x0 + f.x1) / 2 < x1 + 1]


def _is_unsure(word: Word) -> bool:
    """True for a doubtful word that was not read clearly either."""
    return _is_doubtful(word) and (word.confidence or 0.0) < _FAIRLY


def _is_odd(word: Word) -> bool:
    """True for letters run into figures: `2,093.sal` for `2. og 3. sal`."""
    return bool(_RUN_IN.search(word.text)) and not word.text.endswith("%")


def _phrase(words: Sequence[Word], i: int) -> list[int]:
    """The places of the words that stand beside one on its line, each close to the next."""
    first = last = i
    while first > 0 and _follows(words[first - 1], words[first]):
        first -= 1
    while last + 1 < len(words) and _follows(words[last], words[last + 1]):
        last += 1
    return list(range(first, last + 1))


def _follows(word: Word, after: Word) -> bool:
    high = min(word.bottom - word.top, after.bottom - after.top)
    level = min(word.bottom, after.bottom) - max(word.top, after.top) > 0.4 * high
    return level and -0.3 * high < after.x0 - word.x1 < _SPACE * (after.bottom - after.top)


def _around(words: Sequence[Word]) -> tuple[float, float, float, float]:
    """The box of words with some paper around, in points."""
    pad = _PAD * max(w.bottom - w.top for w in words)
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    return left - pad, min(w.top for w in words) - pad, right + pad, max(w.bottom for w in words) + pad


def _cut(scan: CleanScan, box: tuple[float, float, float, float]) -> Image:
    x0, y0, x1, y1 = (max(0, round(v * scan.scale)) for v in box)
    crop = _palest(scan)[y0:y1, x0:x1]
    return crop if crop.size else np.full((8, 8), 255, np.uint8)


def _as_among(word: Word, found: Sequence[Found]) -> Word:
    """A word that ran together as the two or more that were read in its place, if each is a word or a figure."""
    sure = round(min((f.confidence for f in found), default=0.0), 3)
    whole = all(is_danish(f.text.strip(".,")) or f.text.strip(".,").isdigit() for f in found)
    if len(found) < 2 or not whole or sure < _CLEAR:
        return word
    return replace(word, text=" ".join(f.text for f in found), confidence=sure)


def _palest(scan: CleanScan) -> Image:
    """The page with its pale ink, if that is another picture."""
    return scan.image if scan.faint is None else scan.faint


def _is_doubtful(word: Word) -> bool:
    if sum(c.isalpha() for c in word.text) < _FEWEST or any(c.isdigit() for c in word.text):
        return False
    return (word.confidence or 0.0) < _CLEAR or not is_danish(word.text)


def _crop(image: Image, scale: float, words: Sequence[Word], i: int) -> Image:
    """The word with as much paper around it as its neighbours leave."""
    word = words[i]
    pad = _PAD * (word.bottom - word.top)
    near = [w for w in words[max(0, i - 3) : i + 4] if w is not word and w.top < word.bottom and w.bottom > word.top]
    left = max([word.x0 - pad, *(w.x1 for w in near if w.x1 <= word.x0 + 0.5)])
    right = min([word.x1 + pad, *(w.x0 for w in near if w.x0 >= word.x1 - 0.5)])
    x0, y0, x1, y1 = (max(0, round(v * scale)) for v in (left, word.top - pad, right, word.bottom + pad))
    crop = image[y0:y1, x0:x1]
    return crop if crop.size else np.full((8, 8), 255, np.uint8)


def smooth(crop: Image) -> Image:
    """The crop with its grain and the edges of its dots smoothed, its ink black and its paper white."""
    even = cv2.GaussianBlur(crop, (0, 0), 1.2).astype(np.float32)
    ink, paper = np.percentile(even, (_INK, _PAPER))
    return np.asarray(np.clip(255 * (even - ink) / max(1.0, paper - ink), 0, 255), np.uint8)


def _better(word: Word, found: Sequence[Found]) -> Word:
    """The word as read again, where only so it is Danish, or where it is read more clearly."""
    text = " ".join(f.text for f in found)
    parted = len(found) == 2 and all(is_danish(f.text) and f.text.isalpha() for f in found)  # a speck between words
    if not (len(found) == 1 or parted) or len(text) < _KEPT * len(word.text):
        return word
    sure = round(min(f.confidence for f in found), 3)
    own = word.confidence or 0.0
    if text == word.text:
        return replace(word, confidence=max(own, sure))
    was, now = is_danish(word.text), is_danish(text)
    if (now and not was) or (now is was and _is_clearer(sure, own)):
        return replace(word, text=text, confidence=sure)
    return word


def _is_clearer(sure: float, own: float) -> bool:
    """True for a confidence that is well above a word's own, and high or that word's hopeless."""
    return sure > own + 0.2 and (sure >= _CLEAR or own < _NOT_READ)
