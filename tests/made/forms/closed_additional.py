"""Additional grants: one year only, cost and income and net beside each other, a card each, the next years in words."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, Value, add_up
from tests.made.forms.words import ITEMS_UP, POLICY_AREAS

FORM = "tillaeg"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Tillægsbevillinger {draw.year}")
    document.text("title", f"Ansøgninger om tillægsbevilling og rådighedsbeløb {draw.year}")
    document.text("body", *draw.sentences(2))
    lead = draw.rng.choice(("Sag {}: {}", "Sag nr. {} – {}", "Punkt {}. {}"))
    first = draw.rng.randint(3, 30)
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=first):
        _card(draw, document, number, lead, error)
    return document


def _card(draw: Draw, document: Document, number: int, lead: str, error: str | None) -> None:
    card = Card(str(number), draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    net = table.lines[-1].values[-1] or 0
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, net * 1000, "kr", wrong=error == "prose")
    document.text("card", lead.format(number, card.title))
    document.add(Fields([("Område", draw.rng.choice(POLICY_AREAS)), ("Finansiering", "Kassen")]))
    document.text("body", f"{draw.sentences(1)[0]} Der søges om {amount} netto i {draw.year}.")
    document.text("caption", f"Bevilling i {draw.year}, 1.000 kr.")
    document.add(grid(table, Figures(empty=draw.dash), [0.34]))
    document.text("body", " ".join(draw.sentences(2)))


def _table(draw: Draw) -> Table:
    rows = [Line(x, _row(draw)) for x in draw.rng.sample(ITEMS_UP, 3)]
    total = Line("I alt", add_up(rows), "total")
    columns = [Column(n) for n in ("Udgift", "Indtægt", "Netto")]
    return Table(columns, [*rows, total], 1000, ["Formål"])


def _row(draw: Draw) -> list[Value]:
    cost, income = draw.rng.randint(40, 6000), draw.rng.choice((None, None, -draw.rng.randint(10, 900)))
    return [cost, income, cost + (income or 0)]
