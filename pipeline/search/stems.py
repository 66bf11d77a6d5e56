"""The words of a text as an index holds them: Snowball's Danish stems, and the last parts of compounds.

`it-drift` is the two words `it drift`; a part is told by the texts themselves: `nattevagter` also holds `vagter` where
that stands somewhere as a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import snowballstemmer

_WORD: Final = re.compile(r"[^\W_]+")
_BROKEN: Final = re.compile(r"\u00ad|(?<=[a-zæøå])-\s*\n\s*(?=[a-zæøå])")
_STEMMER: Final = snowballstemmer.stemmer("danish")
_MIN_PART: Final = 4
_MIN_HEAD: Final = 3


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, line-end hyphens undone."""
    return (m[0].lower() for m in _WORD.finditer(_BROKEN.sub("", text)))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A lower-case word's stem."""
    found: str = _STEMMER.stemWord(word)
    return found


def stems(text: str) -> str:
    """A text's stems, parted by blanks."""
    return " ".join(map(stem, words(text)))


class Parts:
    """The last parts of the compounds of a vocabulary."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Collect the words of all texts."""
        self._known = {w for text in texts for w in words(text) if len(w) >= _MIN_PART}
        self._made: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> str:
        """The stems of the last parts of a text's compounds, parted by blanks."""
        return " ".join(part for word in words(text) for part in self._of_word(word))

    def _of_word(self, word: str) -> tuple[str, ...]:
        if word not in self._made:
            ends = (word[at:] for at in range(_MIN_HEAD, len(word) - _MIN_PART + 1))
            self._made[word] = tuple(dict.fromkeys(stem(end) for end in ends if end in self._known))
        return self._made[word]
