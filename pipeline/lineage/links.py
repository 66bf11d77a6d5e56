"""Which pairs are published: of those that are sure enough, the best, and never two where there can be one.

A proposal comes of one announcement of a kind, and an announcement becomes one proposal in one bilag; a note may take
up several. So of the pairs from a card to the cards of one document, and to a card from those of one document, the
best stands, and only where no other is nearly as good.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.lineage.score import Score
from pipeline.lineage.undertakings import Undertaking
from schemas.dataset import LineageRow

SURE: Final = 0.6
"""The score from which a link is published."""
POSSIBLE: Final = 0.1
"""The score from which a card counts as what may have come of another."""
_MARGIN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards, the earlier first, and their documents, by their ids, and how surely they are one undertaking."""

    a: str
    a_document: str
    b: str
    b_document: str
    b_kind: str
    score: float
    row: LineageRow | None
    """The link, where it is sure enough to be published."""


def pair(a: Undertaking, b: Undertaking, score: Score) -> Pair:
    """What is kept of two cards that were held against each other."""
    link = row(a, b, score) if score.value >= SURE else None
    return Pair(a.id, a.document_id, b.id, b.document_id, b.kind, score.value, link)


def chosen(pairs: Iterable[Pair]) -> list[LineageRow]:
    """The links to publish, in a fixed order."""
    sure = [p for p in pairs if p.row]
    from_one: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    to_one: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for one in sure:
        from_one[one.a, one.b_document].append(one)
        to_one[one.b, one.a_document].append(one)
    kept = [p for p in sure if _is_best(p, from_one[p.a, p.b_document])]
    kept = [p for p in kept if _is_best(p, to_one[p.b, p.a_document])]
    return [p.row for p in sorted(kept, key=lambda p: (p.a, p.b)) if p.row]


def _is_best(one: Pair, rivals: Iterable[Pair]) -> bool:
    others = [r.score for r in rivals if r is not one]
    return not others or one.score >= max(others) + min(_MARGIN, (1 - one.score))


def relation(a: Undertaking, b: Undertaking) -> str:
    """What the later card is to the earlier one."""
    if b.card.kind == "investment_proposal" and a.announces:
        return "proposed_as"
    if b.card.kind in ("budget_note", "initiative") and a.stage < b.stage:
        return "taken_up_in"
    return "continued_in"


def row(a: Undertaking, b: Undertaking, score: Score) -> LineageRow:
    """The link as it is published; it stands where the later card does."""
    card = b.card
    return LineageRow(
        document_id=card.document_id, page=card.page, line=card.line, bbox=card.bbox, from_card_id=a.id,
        to_card_id=b.id, relation=relation(a, b), score=round(score.value, 3), evidence=evidence(a, score),
    )  # fmt: skip


def evidence(a: Undertaking, score: Score) -> str:
    """Why, in Danish: the words they share, who, the amounts, the time, and what is printed of the other."""
    features, said = score.features, []
    if features["named"] > 0:
        said.append(f"nævner titlen »{a.card.title}«")
    if features["ticked"] > 0:
        said.append("er afkrydset som udsprunget af et innovationsforslag")
    if score.shared:
        said.append(f"fælles ord: {', '.join(score.shared)}")
    if features["organisation"] > 0:
        said.append(f"samme forvaltning ({a.administration})")
    if features["amounts"] > 0:
        said.append("beløb, der svarer til de bebudede" if a.announces else "samme størrelse af beløb")
    if features["adoption"] > 0:
        said.append(f"kommer som ventet ({a.expected_printed})")
    against = [name for key, name in _AGAINST if features[key] < 0]
    return "; ".join(said) + (f". Imod: {', '.join(against)}" if against else "")


_AGAINST: Final = (
    ("organisation", "en anden forvaltning"),
    ("amounts", "beløb af en anden størrelse"),
    ("adoption", "ikke vedtaget, da det ventedes"),
    ("ticked", "afkrydset som ikke udsprunget af et innovationsforslag"),
)
