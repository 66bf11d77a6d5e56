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
    """Two cards, the earlier first, and how surely they are one undertaking."""

    a: Undertaking
    b: Undertaking
    score: Score


def chosen(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs to publish, in a fixed order."""
    sure = [p for p in pairs if p.score.value >= SURE]
    from_one: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    to_one: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in sure:
        from_one[pair.a.id, pair.b.document.document_id].append(pair)
        to_one[pair.b.id, pair.a.document.document_id].append(pair)
    kept = [p for p in sure if _is_best(p, from_one[p.a.id, p.b.document.document_id])]
    kept = [p for p in kept if _is_best(p, to_one[p.b.id, p.a.document.document_id])]
    return sorted(kept, key=lambda p: (p.a.id, p.b.id))


def _is_best(pair: Pair, rivals: Iterable[Pair]) -> bool:
    others = [r.score.value for r in rivals if r is not pair]
    return not others or pair.score.value >= max(others) + min(_MARGIN, (1 - pair.score.value))


def relation(a: Undertaking, b: Undertaking) -> str:
    """What the later card is to the earlier one."""
    if b.card.kind == "investment_proposal" and a.announces:
        return "proposed_as"
    if b.card.kind in ("budget_note", "initiative") and a.stage < b.stage:
        return "taken_up_in"
    return "continued_in"


def row(pair: Pair) -> LineageRow:
    """The link as it is published; it stands where the later card does."""
    card = pair.b.card
    return LineageRow(
        document_id=card.document_id, page=card.page, line=card.line, bbox=card.bbox,
        from_card_id=pair.a.id, to_card_id=pair.b.id, relation=relation(pair.a, pair.b),
        score=round(pair.score.value, 3), evidence=evidence(pair),
    )  # fmt: skip


def evidence(pair: Pair) -> str:
    """Why, in Danish: the words they share, who, the amounts, the time, and what is printed of the other."""
    features, said = pair.score.features, []
    if features["named"] > 0:
        said.append(f"nævner titlen »{pair.a.card.title}«")
    if features["ticked"] > 0:
        said.append("er afkrydset som udsprunget af et innovationsforslag")
    if pair.score.shared:
        said.append(f"fælles ord: {', '.join(pair.score.shared)}")
    if features["organisation"] > 0:
        said.append(f"samme forvaltning ({pair.a.administration})")
    if features["amounts"] > 0:
        said.append("beløb, der svarer til de bebudede" if pair.a.announces else "samme størrelse af beløb")
    if features["adoption"] > 0:
        said.append(f"kommer som ventet ({pair.a.expected_printed})")
    against = [name for key, name in _AGAINST if features[key] < 0]
    return "; ".join(said) + (f". Imod: {', '.join(against)}" if against else "")


_AGAINST: Final = (
    ("organisation", "en anden forvaltning"),
    ("amounts", "beløb af en anden størrelse"),
    ("adoption", "ikke vedtaget, da det ventedes"),
    ("ticked", "afkrydset som ikke udsprunget af et innovationsforslag"),
)
