"""Single words of a scan: whether they are Danish, and which Danish word a slip of the reader's may have spoiled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from extractors.danish.ocr_repair import channel
from extractors.danish.ocr_repair.lexicon import common_lexicon

_LETTERS: Final = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 5  # letters of a word that a slip may have spoiled
_KEPT: Final = 3.95  # what the channel charges for each æ, ø or å that was read
_MOST: Final = 11.0  # what it charges for one slip at most
_COMMON: Final = 14.0
_APART: Final = 3.0  # by which the best reading must be cheaper than the next


def is_danish(text: str) -> bool:
    """True when every run of letters in a text is a Danish word, or is put together from two or three."""
    return all(_is_word(part.lower()) for part in _LETTERS.findall(text))


@lru_cache(maxsize=20_000)
def _is_word(word: str) -> bool:
    lexicon = common_lexicon()
    if word in lexicon.logp or len(word) < 2:
        return True
    return any("".join(r.words) == word for r in channel.readings(word, lexicon))


@lru_cache(maxsize=20_000)
def without_slip(word: str) -> str | None:
    """The one common Danish word of which a slip of the reader's made this lower-case string; None where none is."""
    if len(word) < _FEWEST or _is_word(word):
        return None
    found = [r for r in channel.readings(word, common_lexicon(), compounds=False) if len(r.words) == 1]
    if not found or (len(found) > 1 and found[1].cost - found[0].cost < _APART):
        return None
    best = found[0]
    slip = best.channel_cost - _KEPT * sum(c in "æøå" for c in best.text)
    return best.text if slip <= _MOST and best.word_cost <= _COMMON else None
