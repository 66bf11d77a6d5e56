"""A number of things at a price against the row that pays for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.reconcile.danish import money, words
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, TableRow
from pipeline.reconcile.prose_match import quantities
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.sentences import number
from pipeline.reconcile.typos import of_one_size

_COUNTED = re.compile(
    r"(?:^|[\s(])(?P<count>\d{1,3}(?:\.\d{3})+|\d{1,5}(?:,\d+)?)\s+(?:[a-zæøå-]+\s){0,3}?"
    r"(?:[áàa]|x|×|gange|til en (?:\w+\s)?(?:styk)?pris (?:på|af))\W*(?:ca\.?\s)?$",
    re.I,
)
_MORE = re.compile(r"\b(?:samt|plus|hertil|dertil|derudover)\b|\bog (?:en|et|\d)|\+", re.I)
_RATE = re.compile(r"^\W*(?:/|pr\.?\s?(?:md|måned|uge|dag|time)|om (?:måneden|ugen)|i timen)", re.I)
_FARTHEST = 3  # times: beyond this the row pays for something else


@card_rule(
    "product_vs_row",
    title="Antal og pris mod række",
    claim="Antal gange pris er det, rækken har",
    sides=("Teksten", "Tabellen"),
    reads=("prose_amounts", "economic_amounts", "economic_rows"),
    proves="a number of things at a price is what the row that they name costs",
)
def product_vs_row(card: Card, _: Context) -> Iterator[Outcome]:
    """`Der købes inventar til 40 pladser á 20.000 kr.` <-> 800 in the row `Inventar`."""
    if card.economy is None:
        return
    amounts = list(said(card))
    alone = Counter(what.row.sentence for what in amounts)
    for what in amounts:
        counted = _COUNTED.search(what.row.sentence[: what.start])
        if counted is None or alone[what.row.sentence] > 1 or _RATE.match(what.after) or _MORE.search(what.after):
            continue
        stems = set(words(what.row.sentence))
        named = [r for r in card.economy.named_items if r.stems <= stems]
        most = max((len(r.stems) for r in named), default=0)
        named = [r for r in named if len(r.stems) == most]
        if len(named) == 1:
            yield from _held(card, what, named[0], counted["count"])


def _held(card: Card, what: Said, row: TableRow, count: str) -> Iterator[Outcome]:
    times = number(count)
    expected = Interval(round(what.interval.low2 * times), round(what.interval.high2 * times))
    shown, key = f"{count} x {what.row.text}", ("product", row.label, count)
    evidence, rows = [prose_evidence(what.row), row.evidence()], frozenset({row.id})
    assert card.economy is not None  # noqa: S101 -- the caller has it
    meant = [q.size for q in quantities(card.economy, [row], what.row) if q != ZERO]
    every = [q.size for r in card.economy.items() for q in quantities(card.economy, [r], what.row) if q != ZERO]
    if any(expected.overlaps(q) for q in meant):
        message = f"{shown} er det, '{row.label}' har."
        yield Outcome("within_rounding", message, key, evidence, None, expected, rows=rows)
    elif meant and not any(expected.overlaps(q) for q in every):
        found = min(meant, key=lambda q: abs(q.dkk - expected.dkk))
        if of_one_size(found.dkk, expected.dkk, _FARTHEST):
            gap = money(expected.dkk - found.dkk)
            told = f"Teksten regner med {shown}, i alt {money(expected)}"
            message = f"{told}, men '{row.label}' er {money(found)} (forskel {gap})."
            yield Outcome("inconsistent", message, key, evidence, "error", found, expected, rows=rows)
