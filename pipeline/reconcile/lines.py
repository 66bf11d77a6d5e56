"""Looking something up in a card's printed lines: the place to show for what no table of the dataset holds."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import zip_longest
from weakref import WeakKeyDictionary

from pipeline.reconcile.model import Card, evidence_of
from schemas.dataset import Evidence

_LONGEST = 200


def find_lines(card: Card, pattern: re.Pattern[str]) -> list[Evidence]:
    """The card's printed lines that match, as places."""
    text, starts = card.text
    found = dict.fromkeys(bisect_right(starts, hit.start()) - 1 for hit in pattern.finditer(text))
    return [evidence_of(x, x.text.strip()[:_LONGEST]) for x in (card.lines[n] for n in found)]


def place_of(card: Card, text: str) -> Evidence:
    """Where a passage of the card's running text begins: the printed line with its first words, else the card."""
    joined, starts = _joined(card)
    parts = text.split()
    for size in (12, 6, 4, 3, 2, 1):
        at = joined.find(" ".join(parts[:size])) if size == 1 or len(parts) >= size // 2 else -1
        if at >= 0:
            return evidence_of(card.lines[bisect_right(starts, at) - 1], text[:_LONGEST])
    return card.evidence.model_copy(update={"text": text[:_LONGEST]})


_JOINED: WeakKeyDictionary[Card, tuple[str, list[int]]] = WeakKeyDictionary()


def _joined(card: Card) -> tuple[str, list[int]]:
    """The printed lines as running text, hyphens at line ends undone as in sections, and where each line begins."""
    known = _JOINED.get(card)
    if known is None:
        out, starts, at = [], [], 0
        for line, after in zip_longest(card.lines, card.lines[1:]):
            words = " ".join(line.text.split())
            broken = words.endswith("-") and after is not None and after.text.strip()[:1].islower()
            shown = words[:-1] if broken else f"{words} "
            starts.append(at)
            out.append(shown)
            at += len(shown)
        known = _JOINED[card] = ("".join(out), starts)
    return known
