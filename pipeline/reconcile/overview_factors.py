"""The price factors of a document by measure and the cards' price level: configured, inferred, or 1 within a level."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from pipeline.reconcile.card_totals import readings
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.intervals import printed
from pipeline.reconcile.model import Card, Document
from pipeline.reconcile.price_levels import ONE, SCALE, Bounds, FactorKey, KnownFactor, infer, plausible, ratio

MEASURES = ("service", "anlæg", "efficiency")


def known_factors(document: Document, config: ReconcileConfig) -> dict[FactorKey, KnownFactor]:
    """One factor a measure and card price level."""
    found: dict[FactorKey, KnownFactor] = {}
    for measure in MEASURES:
        levels: dict[int | None, list[Card]] = defaultdict(list)
        for card in document.cards:
            if card.overview and measure in card.overview.cells:
                levels[card.row.price_level].append(card)
        for level, cards in levels.items():
            factor = _factor(measure, level, cards, config)
            if factor is not None:
                found[measure, level] = factor
    return found


def _factor(measure: str, level: int | None, cards: list[Card], config: ReconcileConfig) -> KnownFactor | None:
    cells = [card.overview.cells[measure] for card in cards if card.overview]
    to = next((c.price_level for c in cells if c.price_level), None)
    spans = [s for card in cards if (s := card_ratios(card, measure))]
    official = config.factor(measure, level, to)
    if official is not None:
        agree = sum(any(low <= official * SCALE <= high for low, high in s) for s in spans)
        return KnownFactor(measure, level, to, official, official, agree, len(spans), "configured")
    inferred = infer(spans)
    if inferred is None:
        return None
    low, high = inferred.bounds
    if level is not None and level == to and low <= 1 <= high:  # one price level: nothing to convert
        low = high = Fraction(1)
    return KnownFactor(measure, level, to, low, high, inferred.support, inferred.cards, "inferred")


def card_ratios(card: Card, measure: str) -> list[tuple[int, int]]:
    """The bounds of overview / card for each reading of the card, in units of 1/SCALE."""
    cell = card.overview.cells.get(measure) if card.overview else None
    if cell is None or cell.amount_dkk is None:
        return []
    shown = printed(cell.amount_dkk, cell.amount_dkk, cell.unit_dkk or 1000)
    return [s for reading in readings(card, measure) if (s := ratio(shown, reading.amount)) is not None]


def candidates(card: Card, measure: str, factors: dict[FactorKey, KnownFactor]) -> tuple[list[Bounds], bool]:
    """The conversions a card's figure may have been made with, the likeliest first, and whether they can confirm it.

    One within the overview's own price level. Else the factor of the cards of its level; where too few cards share
    that, a trusted one of another level (its heading may be wrong). Without any, only what no price rise could explain
    is known to be wrong, and nothing is known to be right.
    """
    level, to = card.row.price_level, _overview_level(card, measure)
    own = factors.get((measure, level))
    converts = own is not None and own.trusted and not own.low <= 1 <= own.high
    if not converts and (measure == "efficiency" or (to is not None and to == level)):
        return [ONE], True
    if own is not None and own.trusted:
        return [own.bounds], True
    others = [f.bounds for (of, at), f in factors.items() if of == measure and at != level and f.trusted]
    if others:
        return [ONE, *others] if own is None else [own.bounds, ONE, *others], True
    return [plausible(level, to)], False


def _overview_level(card: Card, measure: str) -> int | None:
    """The price level of the overview's figure."""
    cell = card.overview.cells.get(measure) if card.overview else None
    return cell.price_level if cell else None
