"""A card's running text by sentences, résumé first: what rules on wording read, each with its section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from pipeline.reconcile.model import Card

NUMBER_WORDS = {
    w: n
    for n, w in enumerate(
        "nul en to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve"
        .split()
    )
} | {"et": 1, "ét": 1, "én": 1, "begge": 2, "halvandet": 1.5, "halvanden": 1.5}  # fmt: skip
"""Danish words that are numbers."""
NUMBER = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}}(?:,\d+)?|{'|'.join(w for w in NUMBER_WORDS if len(w) > 1)})"
"""Pattern of a printed count."""
_END = re.compile(
    r"(?<=[.!?:])(?<!\bjf\.)(?<!\bpr\.)(?<!\bca\.)(?<!\bnr\.)(?<!\bfx\.)(?<!\bbl\.a\.)(?<!\binkl\.)(?<!\bekskl\.)\s+"
    r"(?=[A-ZÆØÅ])"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with blanks made single; `section` is its section's number, None in the résumé."""

    text: str
    section: int | None
    heading: str = ""


_KNOWN: WeakKeyDictionary[Card, list[Sentence]] = WeakKeyDictionary()


def sentences(card: Card) -> list[Sentence]:
    """The card's sentences in print order, read once a card; one that the résumé repeats is there twice."""
    known = _KNOWN.get(card)
    if known is None:
        known = _KNOWN[card] = _sentences(card)
    return known


def texts(card: Card) -> tuple[str, ...]:
    """The texts of the card's sentences, each once."""
    return tuple(dict.fromkeys(s.text for s in sentences(card)))


def _sentences(card: Card) -> list[Sentence]:
    found = [Sentence(s, None) for s in _split(card.row.summary or "")]
    for section in card.sections:
        if not (card.row.summary and section.text == card.row.summary):
            found += [Sentence(s, section.section_no, section.heading) for s in _split(section.text)]
    return found


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, ...]:
    return tuple(s for s in _END.split(" ".join(text.split())) if s)


def number(word: str) -> float:
    """The value of a printed count: digits with thousand dots and decimal comma, or a number word; ValueError else."""
    lower = word.lower()
    if lower in NUMBER_WORDS:
        return float(NUMBER_WORDS[lower])
    return float(lower.replace(".", "").replace(",", "."))


def clauses(text: str) -> Iterator[str]:
    """The parts of a sentence between commas and conjunctions of main clauses."""
    yield from re.split(r"[,;]\s|\s(?:mens|men|idet|hvorefter)\s", text)
