"""The same undertaking through documents and years: announced, proposed, taken up, followed up. Pure.

A link is a judgement, not a print: it carries a score (how many of such links are right) and says why. What is not
sure is not linked.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lineage.announcements import Announcement, announcements
from pipeline.lineage.candidates import candidates
from pipeline.lineage.links import POSSIBLE, Pair, chosen, pair
from pipeline.lineage.score import Scorer
from pipeline.lineage.terms import Weights
from pipeline.lineage.undertakings import Sketch, Undertaking, undertakings
from schemas.dataset import LineageRow, Row

Read = Callable[[str], Sequence[Undertaking]]
"""The undertakings of a document, by its id."""
_AT_HAND = 200
"""Documents whose undertakings are held at once."""


@dataclass(slots=True)
class Lineage:
    """The links to publish, and what became of each announcement."""

    rows: list[LineageRow] = field(default_factory=list)
    announcements: dict[str, Announcement] = field(default_factory=dict)
    """By card id."""


def link_cards(tables: Mapping[str, Sequence[Row]]) -> Lineage:
    """The links between cards of different documents, by their published rows."""
    found = undertakings(tables)
    by_document: dict[str, list[Undertaking]] = {}
    for one in found:
        by_document.setdefault(one.document_id, []).append(one)
    documents = len(tables.get("documents", ()))
    return link_sketches([Sketch.of(one) for one in found], documents, by_document.__getitem__)


def link_sketches(found: Sequence[Sketch], documents: int, read: Read) -> Lineage:
    """The same by the sketches of all cards, in the order of so many documents; two that may meet are `read` again."""
    if documents < 2:
        return Lineage()
    weights = Weights(one.core for one in found)
    desk = _Desk(weights, read)
    pairs = [made for a, b in candidates(found, weights) if (made := desk.pair(a, b)).score >= POSSIBLE]
    return Lineage(chosen(pairs), announcements(found, pairs))


class _Desk:
    """The undertakings last looked at; those of other documents are put back."""

    def __init__(self, weights: Weights, read: Read) -> None:
        self._weights, self._read = weights, read
        self._there: OrderedDict[str, tuple[Scorer, dict[str, Undertaking]]] = OrderedDict()

    def pair(self, a: Sketch, b: Sketch) -> Pair:
        """Two cards held against each other."""
        scorer, one = self._of(a)
        other_scorer, other = self._of(b)
        return pair(one, other, scorer.score(one, other, other_scorer))

    def _of(self, sketch: Sketch) -> tuple[Scorer, Undertaking]:
        known = self._there.pop(sketch.document_id, None)
        if known is None:
            known = Scorer(self._weights), {one.id: one for one in self._read(sketch.document_id)}
        self._there[sketch.document_id] = known
        if len(self._there) > _AT_HAND:
            self._there.popitem(last=False)
        return known[0], known[1][sketch.id]
