"""A short word of a scan told by its neighbours: `Samarbejde led en` where the document prints `samarbejde med en`.

No dictionary tells such a slip, since both are words; what the document prints between the same two words does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.danish.ocr_repair.known import is_danish

Places = Mapping[tuple[str, str], Counter[str]]
"""How often each word stands between two others."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_GAP: Final = re.compile(r" |\n")
_SHORTEST: Final = 3  # letters of a word that may have a slip
_TIMES: Final = 2  # that the document prints a word between two others


def places(texts: Iterable[str]) -> Places:
    """What a document's lines and cells print between two words, small letters and rings aside."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        words = list(_LETTERS.finditer(text))
        for before, word, after in zip(words, words[1:], words[2:], strict=False):
            if _follow(text, before, word) and _follow(text, word, after):
                found[_bare(before[0]), _bare(after[0])][word[0].lower()] += 1
    return found


def as_among_neighbours(text: str, known: Places) -> str:
    """The text, a word that the document prints but once between two others as it prints it there else."""
    words = list(_LETTERS.finditer(text))
    out = text
    for before, word, after in reversed(list(zip(words, words[1:], words[2:], strict=False))):
        here = known.get((_bare(before[0]), _bare(after[0])))
        if here and _follow(text, before, word) and _follow(text, word, after):
            out = f"{out[: word.start()]}{_told(word[0], here)}{out[word.end() :]}"
    return out


def _told(word: str, here: Counter[str]) -> str:
    usual, times = here.most_common(1)[0]
    slipped = len(word) >= _SHORTEST and word.islower() and Levenshtein.distance(word, usual) == 1
    return usual if slipped and here[word] < times >= _TIMES and is_danish(usual) else word


def _follow(text: str, word: re.Match[str], after: re.Match[str]) -> bool:
    """True for words with nothing but a space between them."""
    return _GAP.fullmatch(text[word.end() : after.start()]) is not None


def _bare(word: str) -> str:
    return word.lower().replace("å", "a")
