"""The same undertaking through documents and years: announced, proposed, taken up, followed up. Pure.

A link is a judgement, not a print: it carries a score (how many of such links are right) and says why. What is not
sure is not linked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lineage.announcements import Announcement, announcements
from pipeline.lineage.candidates import candidates
from pipeline.lineage.links import Pair, chosen, row
from pipeline.lineage.score import Scorer
from pipeline.lineage.terms import Weights
from pipeline.lineage.undertakings import undertakings
from schemas.dataset import LineageRow, Row


@dataclass(slots=True)
class Lineage:
    """The links to publish, and what became of each announcement."""

    rows: list[LineageRow] = field(default_factory=list)
    announcements: dict[str, Announcement] = field(default_factory=dict)
    """By card id."""


def link_cards(tables: Mapping[str, Sequence[Row]]) -> Lineage:
    """The links between cards of different documents, by their published rows."""
    if len(tables.get("documents", ())) < 2:
        return Lineage()
    found = undertakings(tables)
    weights = Weights(one.core for one in found)
    scorer = Scorer(weights)
    pairs = [Pair(a, b, scorer.score(a, b)) for a, b in candidates(found, weights)]
    return Lineage([row(pair) for pair in chosen(pairs)], announcements(found, pairs))
