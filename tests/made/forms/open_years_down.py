"""Proposals with their years down the side, `Forslag nr. 11`, mio. kr. with two decimals said in a sentence."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, years_down
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up

FORM = "aar-ned"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Prioriteringskatalog {draw.year}")
    document.text("title", f"Prioriteringskatalog til budget {draw.year}")
    document.text("body", f"Alle beløb i tabellerne er i mio. kr. og i {draw.year}-priser. Indtægter har minus foran.")
    first = draw.rng.randint(1, 30)
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 7), ("sum", "prose")), start=first):
        _card(draw, document, number, error)
    return document


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(str(number), draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    net = table.lines[2].values[-2] or 0
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, net * 10_000, "mio", wrong=error == "prose")
    document.text("card", f"Forslag nr. {number}", card.title)
    document.add(Fields([("Udvalg", draw.rng.choice(draw.committees)[0]), ("Type", "Udvidelse")]))
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Nettoudgiften er {amount} i {draw.year + 3}.")
    staff = [f"{draw.rng.randint(1, 9)},{draw.rng.choice('05')}" for _ in table.columns[:-1]]
    document.add(years_down(table, Figures(2, empty=draw.dash), [("Årsværk", [*staff, ""])]))


def _table(draw: Draw) -> Table:
    word = draw.rng.choice(("Budget", "Overslag"))
    years = [Column(f"{'Budget' if not n else word} {y}", y) for n, y in enumerate(draw.years)]
    cost = Line("Udgift", draw.steady(150, 2400, 4))
    income = Line("Indtægt", draw.lasting(-draw.rng.randint(20, 120)))
    lines = [cost, income, Line("Netto", add_up([cost, income]), "total")]
    for line in lines:
        line.values.append(sum(v for v in line.values if v is not None))
    return Table([*years, Column("I alt")], lines, 1_000_000, ["År"], 2, price_level=draw.year)
