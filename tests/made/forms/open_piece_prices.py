"""Changed rates by proposal: places, the price of one and what they bring in; only the last adds up."""

from __future__ import annotations

from tests.made.forms.draw import Draw, dotted, spoil_sum
from tests.made.forms.layout import Figures
from tests.made.forms.model import Card, Column, Document, Fields, Grid, GridRow, Line, Table
from tests.made.forms.words import POLICY_AREAS

FORM = "stykpris"
_PLACES = ("Heldagsplads", "Halvdagsplads", "Gæsteplads")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Takstændringer")
    document.text("title", f"Ændringer i brugerbetaling {draw.year}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 4), ("sum",)), start=1):
        _card(draw, document, number, error)
    return document


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(None, draw.title())
    counts = [draw.rng.randint(11, 400) for _ in _PLACES]
    prices = [draw.rng.randint(500, 9000) for _ in _PLACES]
    lines = [Line(n, [p, c * p]) for n, c, p in zip(_PLACES, counts, prices, strict=True)]
    lines.append(Line("Merindtægt i alt", [None, sum(c * p for c, p in zip(counts, prices, strict=True))], "total"))
    table = Table([Column("Pris pr. plads"), Column("Provenu")], lines, 1, ["Ydelse"])
    document.cards.append(card)
    card.tables.append(table)
    if error:
        spoil_sum(draw, document, table, card)
    document.text("card", f"Forslag {number}: {card.title}")
    document.add(Fields([("Område", draw.rng.choice(POLICY_AREAS)), ("Ikrafttræden", f"1. januar {draw.year}")]))
    document.text("body", draw.sentences(1)[0], "Beløb i kr.")
    figures = Figures()
    rows = [
        GridRow([line.label, count, *map(figures.print, line.values)], line.role == "total")
        for line, count in zip(lines, [*map(dotted, counts), ""], strict=True)
    ]
    heading = ["Ydelse", "Antal", "Pris pr. plads", "Provenu"]
    document.add(Grid([heading], rows, [0.34, 0.12, 0.18, 0.18], frozenset({0})))
