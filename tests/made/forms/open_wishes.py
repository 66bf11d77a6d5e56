"""Wishes for operation: a heading with kind and number, fields beside each other, cost, income and net of it."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Fields, Line, Table, add_up

FORM = "budgetoenske"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Budgetønsker {draw.year}-{draw.year + 3}")
    document.text("title", f"Budgetønsker til budget {draw.year} og overslagsårene {draw.year + 1}-{draw.year + 3}")
    document.text("body", "Udgifter vises uden fortegn, indtægter med minus.")
    style = draw.rng.choice(("Driftsønske nr. {} - {}", "Ønske {}: {}", "Budgetønske nr. {}. {}"))
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=11):
        _card(draw, document, style, number, error)
    return document


def _card(draw: Draw, document: Document, style: str, number: int, error: str | None) -> None:
    card = Card(str(number), draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    net = next(x for x in table.lines if x.role == "total")
    amount = draw.say(document, card, (net.values[-1] or 0) * 1000, "kr", wrong=error == "prose")
    document.text("card", style.format(number, card.title))
    body = draw.rng.choice(draw.committees)[0]
    pairs = [("Udvalg", body), ("Bevillingsområde", f"{draw.rng.randint(10, 90)}.{draw.rng.randint(10, 90)}")]
    document.add(Fields([*pairs, ("Start", f"1. august {draw.year}"), ("Lovpligtig", "Nej")], boxed=True))
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Nettoudgiften er {amount} i {draw.year + 3}.")
    document.text("caption", table.caption or "")
    document.add(grid(table, Figures(empty=draw.dash), [0.34]))
    document.text("heading", "Personale")
    document.text("body", draw.sentences(1)[0])


def _table(draw: Draw) -> Table:
    cost = Line("Udgift", draw.lasting(draw.rng.randint(200, 4000)))
    income = Line("Indtægt", draw.lasting(-draw.rng.randint(20, 190)))
    net = Line("Netto", add_up([cost, income]), "total")
    people = tuple(f"{draw.rng.randint(0, 6)},{draw.rng.randint(1, 9)}" for _ in range(4))
    lines = [cost, income, net, Line("Stillinger (fuldtid)", quantity=people)]
    caption = f"Økonomi i 1.000 kr. ({draw.year}-priser)"
    return Table(draw.columns("Budget {}", "Overslag {}"), lines, 1000, [""], 0, caption, draw.year)
