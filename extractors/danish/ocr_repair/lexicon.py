"""What Danish words there are and how common they are, for the repair of OCR damage.

Three sources are mixed: frequencies from `wordfreq`, the inflected forms of the Danish lemma table in
`spacy-lookups-data` (553,000 forms, without frequencies), and the words and word pairs of clean bilag, counted once
and bundled (`ocr_repair_counts.tsv.gz`, written by `benchmarks/ocr_repair.py --build-counts`).

All words are lower case; probabilities are natural logarithms.
"""

from __future__ import annotations

import gzip
import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Final

from extractors.danish.lemmas import lemma_table

COUNTS_FILE: Final = "counts.tsv.gz"
_FORM_ONLY: Final = math.log(4e-8)  # a form the lemma table lists but no corpus counts
_BILAG_SHARE: Final = 0.7  # weight of the bilag's own counts against general Danish
_SENTENCE_STARTS: Final = 0.08
_NUMBERS: Final = 0.05
_CHANCE: Final = 0.3  # weight of "the two met by chance" against the pairs counted
_MOST_CONTEXT: Final = 5.0
_ONCE: Final = 0.2  # a word seen once in all and listed nowhere may be a slip of the pen
TERMS: Final = ("ai", "ai-act", "nis2", "isms", "itsm", "gdpr", "øa", "øu", "økf", "kit", "kk", "kl")
"""Names and abbreviations of municipal Danish and its IT that no word list has; `nis2` is Directive (EU) 2022/2555."""
_SUFFIXES: Final = (
    "mæssig",
    "mæssigt",
    "mæssige",
    "førbar",
    "førbart",
    "førbare",
    "bærende",
    "dækkende",
    "løs",
    "løse",
)
"""Ends of compounds that are no words of their own."""
_SUFFIX_LOGP: Final = -11.0
NUMBER: Final = "#"
"""What `pairs` calls any number."""


@dataclass(frozen=True)
class Counts:
    """Words and neighbouring words of clean bilag with how often each was seen."""

    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]

    @classmethod
    def bundled(cls) -> Counts:
        """The counts shipped with the package."""
        data = resources.files(__package__).joinpath(COUNTS_FILE).read_bytes()
        return cls.parse(gzip.decompress(data).decode())

    @classmethod
    def parse(cls, text: str) -> Counts:
        """Read `word<TAB>count` and `word word<TAB>count` lines."""
        words: dict[str, int] = {}
        pairs: dict[tuple[str, str], int] = {}
        for line in text.splitlines():
            key, _, count = line.partition("\t")
            first, _, second = key.partition(" ")
            if second:
                pairs[first, second] = int(count)
            else:
                words[key] = int(count)
        return cls(words, pairs)

    def dump(self) -> str:
        """The text that `parse` reads."""
        rows = [f"{w}\t{n}" for w, n in sorted(self.words.items())]
        rows += [f"{a} {b}\t{n}" for (a, b), n in sorted(self.pairs.items())]
        return "\n".join(rows) + "\n"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Danish words in alphabetical order (for prefix search) with their log probabilities."""

    logp: Mapping[str, float]
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    words: list[str] = field(init=False)
    cheapest: dict[str, float] = field(init=False)
    """The least cost of any word that begins so, for the beginnings of words that some corpus counts."""
    rarest: float = field(init=False, default=-_FORM_ONLY)
    """The cost of every other word."""
    _seen_total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", sorted(self.logp))
        object.__setattr__(self, "_seen_total", sum(self.seen.values()) or 1)
        cheapest: dict[str, float] = {}
        counted = [(logp, word) for word, logp in self.logp.items() if logp > _FORM_ONLY]
        for logp, word in sorted(counted, reverse=True):
            for end in range(len(word), -1, -1):
                if word[:end] in cheapest:  # by a word no dearer, and so are its beginnings
                    break
                cheapest[word[:end]] = -logp
        object.__setattr__(self, "cheapest", cheapest)

    @classmethod
    def build(cls, counts: Counts, forms: Iterable[str], frequencies: Mapping[str, float]) -> Lexicon:
        """Mix the three sources into one distribution."""
        logp = dict.fromkeys(forms, _FORM_ONLY)
        total = sum(counts.words.values()) or 1
        doubtful = {w for w, n in counts.words.items() if n == 1 and w not in logp and w not in frequencies}
        for word in {*frequencies, *counts.words, *TERMS}:
            seen = _ONCE if word in doubtful else counts.words.get(word, 1 if word in TERMS else 0)
            own = seen / total
            share = (1 - _BILAG_SHARE) * frequencies.get(word, 0.0) + _BILAG_SHARE * own
            logp[word] = max(math.log(share), _FORM_ONLY)
        logp |= {w: _SUFFIX_LOGP for w in _SUFFIXES if w not in frequencies and w not in counts.words}
        logp[NUMBER] = math.log(_NUMBERS)
        logp["."] = math.log(_SENTENCE_STARTS)  # what `pairs` calls the start of a sentence
        return cls(logp, counts.pairs, counts.words)

    def begins_word(self, prefix: str) -> bool:
        """True when some word begins with `prefix`."""
        if prefix in self.cheapest:
            return True
        at = bisect_left(self.words, prefix)
        return at < len(self.words) and self.words[at].startswith(prefix)

    def follows(self, before: str, word: str) -> float:
        """Log of how much likelier two words stand side by side than by chance; the same for all pairs never seen."""
        expected = self._seen_total * math.exp(self.logp.get(before, _FORM_ONLY) + self.logp.get(word, _FORM_ONLY))
        together = self.pairs.get((before, word), 0) / (expected * (1 + _CHANCE))
        return min(math.log(together + _CHANCE / (1 + _CHANCE)), _MOST_CONTEXT)


def danish_forms() -> Collection[str]:
    """Every inflected form in spaCy's Danish lemma table, lower case; in its order, which is nearly the alphabet's."""
    table = lemma_table()
    return dict.fromkeys(map(str.lower, (*table, *set(table.values())))).keys()


def danish_frequencies() -> dict[str, float]:
    """Wordfreq's Danish words with their shares."""
    import wordfreq  # noqa: PLC0415 (slow to import, and only doubtful text needs it)

    frequencies: dict[str, float] = wordfreq.get_frequency_dict("da")
    return {w: p for w, p in frequencies.items() if p > 0}


@lru_cache(maxsize=1)
def full_lexicon() -> Lexicon:
    """Every word we know (about 570,000; a second and 150 MB to load, once)."""
    return Lexicon.build(Counts.bundled(), danish_forms(), danish_frequencies())


@lru_cache(maxsize=1)
def common_lexicon() -> Lexicon:
    """The common words alone (about 35,000; quick to load): enough to tell damaged text from clean."""
    return Lexicon.build(Counts.bundled(), (), danish_frequencies())
