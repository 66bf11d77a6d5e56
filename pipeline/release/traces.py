"""An undertaking's way through a release: the cards that lineage links, in their order, with the links between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

Record = dict[str, Any]
RELATIONS: Final = {
    "proposed_as": "blev til forslaget",
    "taken_up_in": "er taget op i",
    "continued_in": "fortsætter i",
}
"""What a link between two cards says, read from the earlier to the later."""
_KINDS = ("pre_analysis", "innovation_proposal", "investment_proposal", "budget_note", "initiative")


class Traces:
    """The traces of a release, asked by card."""

    def __init__(
        self, documents: Iterable[Record], cards: Iterable[Record], links: Iterable[Record], findings: Iterable[Record]
    ) -> None:
        """Index the links by both their ends."""
        self._documents = {d["document_id"]: d for d in documents}
        self._cards = {c["card_id"]: c for c in cards}
        self._links: dict[str, list[Record]] = defaultdict(list)
        for link in links:
            self._links[link["from_card_id"]].append(link)
            self._links[link["to_card_id"]].append(link)
        self._announced: dict[str, list[str]] = defaultdict(list)
        for finding in findings:
            if finding["rule"] == "announced_proposal":
                self._announced[finding["card_id"]].append(finding["message"])

    def of(self, card_id: str) -> Record:
        """The cards that links lead to from this one, whichever way, the earliest first, and the links among them."""
        seen, waiting = {card_id}, [card_id]
        while waiting:
            for link in self._links[waiting.pop()]:
                for end in (link["from_card_id"], link["to_card_id"]):
                    if end not in seen:
                        seen.add(end)
                        waiting.append(end)
        order = self._order(seen)
        links = {(x["from_card_id"], x["to_card_id"]): x for c in order for x in self._links[c]}
        return {"cards": [self._card(c) for c in order], "links": list(links.values())}

    def _order(self, card_ids: set[str]) -> list[str]:
        """The cards as the links lead, from the earlier to the later; where they tell nothing, by kind."""
        before: dict[str, set[str]] = {c: set() for c in card_ids}
        for link in (x for c in card_ids for x in self._links[c]):
            before[link["to_card_id"]].add(link["from_card_id"])
        done: list[str] = []
        while len(done) < len(card_ids):
            ready = [c for c in card_ids if c not in done and before[c] <= set(done)]
            ready = ready or [c for c in card_ids if c not in done]  # links that go round in a ring
            done.append(min(ready, key=lambda c: (self._stage(c), c)))
        return done

    def _stage(self, card_id: str) -> int:
        """How late a card of its kind comes; kinds that tell nothing of it, last."""
        kind = self._cards[card_id]["kind"]
        return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)

    def _card(self, card_id: str) -> Record:
        card = self._cards[card_id]
        document = self._documents[card["document_id"]]
        return {
            "card_id": card_id,
            "case_id": card["case_id"],
            "title": card["title"],
            "kind": card["kind"],
            "when": document["budget_case"],
            "file_name": document["file_name"],
            "place": f"side {card['page']}" if card["page"] else f"linje {card['line']}",
            "announced": self._announced[card_id],
        }
