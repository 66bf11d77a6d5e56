"""Looking something up in a card's printed lines: the place to show for what no table of the dataset holds."""

from __future__ import annotations

import re

from pipeline.reconcile.model import Card, evidence_of
from schemas.dataset import Evidence

_LONGEST = 200


def find_lines(card: Card, pattern: re.Pattern[str]) -> list[Evidence]:
    """The card's printed lines that match, as places."""
    return [evidence_of(x, x.text.strip()[:_LONGEST]) for x in card.lines if pattern.search(x.text)]
