"""Looking something up in a card's printed lines: the place to show for what no table of the dataset holds."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.reconcile.model import Card, evidence_of
from schemas.dataset import Evidence

_LONGEST = 200


def find_lines(card: Card, pattern: re.Pattern[str]) -> list[Evidence]:
    """The card's printed lines that match, as places."""
    text, starts = card.text
    found = dict.fromkeys(bisect_right(starts, hit.start()) - 1 for hit in pattern.finditer(text))
    return [evidence_of(x, x.text.strip()[:_LONGEST]) for x in (card.lines[n] for n in found)]


def place_of(card: Card, text: str) -> Evidence:
    """Where a passage of the card's running text begins: the first printed line with its first words, else the card."""
    parts = text.split()
    for size in (4, 3, 2, 1):
        opening = " ".join(parts[:size])
        for line in card.lines:
            if opening in " ".join(line.text.split()):
                return evidence_of(line, text[:_LONGEST])
    return card.evidence.model_copy(update={"text": text[:_LONGEST]})
