"""Words of a scan that are no Danish words, or were read with doubt, read a second time one by one.

A letter that toner or a speck spoiled costs a row's label. Cut out and enlarged the word is another picture, and makes
other mistakes: of two readings the one that is a word stands.
"""

from __future__ import annotations

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
_KEPT: Final = 0.75  # of its length that a word keeps
_PAD: Final = 0.25  # of a word's height
_CONFIG: Final = "--psm 6"


def words_again(scan: CleanScan, words: Sequence[Word], recognise: Recognise) -> list[Word]:
    """The words with those of letters that are doubtful as a second or third reading has them."""
    out = list(words)
    chosen = [i for i, w in enumerate(words) if _is_doubtful(w)][:MAX_WORDS]
    crops = [_crop(scan, words, i) for i in chosen]
    for change in (np.asarray, _smooth):
        if not chosen:
            break
        read = read_pieces([change(crop) for crop in crops], recognise, _CONFIG)
        for i, found in zip(chosen, read, strict=True):
            out[i] = _better(out[i], found)
        left = [n for n, i in enumerate(chosen) if _is_doubtful(out[i])]
        chosen, crops = [chosen[n] for n in left], [crops[n] for n in left]
    return out


def _is_doubtful(word: Word) -> bool:
    if sum(c.isalpha() for c in word.text) < _FEWEST or any(c.isdigit() for c in word.text):
        return False
    return (word.confidence or 0.0) < _CLEAR or not is_danish(word.text)


def _crop(scan: CleanScan, words: Sequence[Word], i: int) -> Image:
    """The word with as much paper around it as its neighbours leave."""
    word = words[i]
    pad = _PAD * (word.bottom - word.top)
    near = [w for w in words[max(0, i - 3) : i + 4] if w is not word and w.top < word.bottom and w.bottom > word.top]
    left = max([word.x0 - pad, *(w.x1 for w in near if w.x1 <= word.x0 + 0.5)])
    right = min([word.x1 + pad, *(w.x0 for w in near if w.x0 >= word.x1 - 0.5)])
    x0, y0, x1, y1 = (max(0, round(v * scan.scale)) for v in (left, word.top - pad, right, word.bottom + pad))
    crop = scan.image[y0:y1, x0:x1]
    return crop if crop.size else np.full((8, 8), 255, np.uint8)


def _smooth(crop: Image) -> Image:
    """The crop with its grain and the edges of its dots smoothed."""
    return np.asarray(cv2.GaussianBlur(crop, (0, 0), 1.2))


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
    if (now and not was) or (now is was and sure > own + 0.2 and sure >= _CLEAR):
        return replace(word, text=text, confidence=sure)
    return word
