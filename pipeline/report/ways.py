"""The way of a proposal through the bilag: where it was announced, proposed, taken up, and what never came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.reconcile.names import CARD_KINDS
from pipeline.release.traces import RELATIONS, Traces
from pipeline.report.dataset import Release
from schemas.dataset import Row

_MOST = 100  # ways that one page draws


@dataclass(frozen=True, slots=True)
class Link:
    """How a stop is reached: from which, how, how sure (the share of such links that are right), and why."""

    origin: str
    how: str
    sure: int
    why: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A card on the way, the links that lead to it, and what is told of proposals that it announced."""

    card_id: str
    case: str
    title: str
    kind: str
    when: str
    document: str
    links: list[Link]
    awaited: list[str]


def ways(release: Release) -> list[list[Stop]]:
    """The ways of more than one stop, and of proposals that were announced and not found, in print order."""
    announced = [f for f in release.findings if f.rule == "announced_proposal" and f.status == "open"]
    told = _plain(announced)
    traces = Traces(_plain(release.documents), _plain(release.cards), _plain(release.lineage), told)
    ends = {end for x in release.lineage for end in (x.from_card_id, x.to_card_id)}
    ends |= {f.card_id for f in announced if f.card_id}
    starts = [c.card_id for c in release.cards if c.card_id in ends]
    seen, found = set[str](), list[list[Stop]]()
    for start in starts:
        if start not in seen and len(found) < _MOST:
            trace = traces.of(start)
            seen |= {c["card_id"] for c in trace["cards"]}
            found.append(
                [_stop(release, card["card_id"], card["announced"], trace["links"]) for card in trace["cards"]]
            )
    return sorted(found, key=lambda way: -len(way))  # those that lead somewhere first


def _plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [row.model_dump() for row in rows]


def _stop(release: Release, card_id: str, announced: list[str], links: list[dict[str, object]]) -> Stop:
    card = release.cards_by_id[card_id]
    document = release.documents_by_id[card.document_id]
    return Stop(
        card_id, card.case_id or "", card.title, CARD_KINDS.get(card.kind, card.kind), document.budget_case or "",
        release.names[card.document_id],
        [
            Link(
                _name(release, str(x["from_card_id"])), RELATIONS.get(str(x["relation"]), str(x["relation"])),
                round(100 * float(str(x["score"]))), str(x["evidence"] or ""),
            )
            for x in links if x["to_card_id"] == card_id
        ],
        announced,
    )  # fmt: skip


def _name(release: Release, card_id: str) -> str:
    card = release.cards_by_id[card_id]
    return card.case_id or card.title
