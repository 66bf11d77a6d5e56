"""Errors put into what a made bilag prints; each is of a kind that a real bilag was seen with."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.made.model import Bilag, Card

_Planter = Callable[[random.Random, Card], dict[str, Any] | None]


def plant(bilag: Bilag, count: int) -> Bilag:
    """Plant `count` errors, at most one a card, each of another kind where there are kinds enough."""
    rng = random.Random(bilag.seed * 7919 + count)
    cards = rng.sample(bilag.cards, min(count, len(bilag.cards)))
    kinds = rng.sample(list(_PLANTERS), len(_PLANTERS))
    for number, card in enumerate(cards):
        kind = kinds[number % len(kinds)]
        if done := _PLANTERS[kind](rng, card):
            bilag.planted.append({"kind": kind, "case_id": card.case_id, **done})
    bilag.reckon()
    return bilag


def plant_overview_total(bilag: Bilag) -> Bilag:
    """Let the overview's service total be 1,000 too high."""
    bilag.overview_total["service"] += 1000
    bilag.planted.append({"kind": "overview_total", "case_id": None, "printed": "service total + 1000"})
    return bilag


def _year_of(rng: random.Random, values: list[int]) -> int | None:
    filled = [i for i, v in enumerate(values) if v]
    return rng.choice(filled) if filled else None


def _figure(key: str, by: int) -> _Planter:
    def planter(rng: random.Random, card: Card) -> dict[str, Any] | None:
        at = _year_of(rng, card.printed[key])
        if at is None:
            return None
        expected = card.printed[key][at]
        card.printed[key] = [v + by * (i == at) for i, v in enumerate(card.printed[key])]
        return {"year": card.years[at], "printed": expected + by, "expected": expected}

    return planter


def _one(holder: str, key: str, by: int) -> _Planter:
    """Change one figure of the card's `printed` or `overview`."""

    def planter(_: random.Random, card: Card) -> dict[str, Any]:
        figures = getattr(card, holder)
        figures[key] += by
        return {"printed": figures[key], "expected": figures[key] - by}

    return planter


def _payback(rng: random.Random, card: Card) -> dict[str, Any]:
    expected = card.printed["payback"]
    card.printed["payback"] = card.overview["payback"] = expected + rng.randint(2, 3)
    return {"printed": expected + 3, "expected": expected}


def _item_digit(rng: random.Random, card: Card) -> dict[str, Any] | None:
    item = rng.choice(card.implementation)
    at = _year_of(rng, [v or 0 for v in item.values])
    if at is None:
        return None
    expected = item.values[at] or 0
    item.values = tuple((v or 0) + 200 if i == at else v for i, v in enumerate(item.values))
    return {"year": card.years[at], "label": item.label, "printed": expected + 200, "expected": expected}


_PLANTERS: dict[str, _Planter] = {
    "subtotal": _figure("implementation_total", 100),
    "net": _figure("net", 90),
    "overview_service": _one("overview", "service", 250),
    "overview_efficiency": _one("overview", "efficiency", -300),
    "payback": _payback,
    "prose_investment": _one("printed", "prose_total", 1400),
    "prose_efficiency": _one("printed", "prose_eff", 700),
    "item_digit": _item_digit,
}
