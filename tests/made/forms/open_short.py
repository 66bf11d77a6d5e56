"""Short proposals, some to a page: a number with a point, a sentence or two, a table of accounts and budget years."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up

FORM = "kortforslag"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Budgetforslag {draw.year} · Reduktionsforslag")
    document.text("title", f"Reduktionsforslag til budget {draw.year}")
    document.text("body", f"Alle beløb er i 1.000 kr. og {draw.year} pl. Reduktioner er angivet med minus.")
    for chapter in range(2, draw.rng.randint(4, 5)):
        document.text("heading", f"{chapter}. {draw.committees[chapter][0]}")
        errors = draw.errors(draw.rng.randint(2, 4), ("sum",))
        for number, error in enumerate(errors, start=draw.rng.randint(1, 8)):
            _card(draw, document, f"{chapter}.{number:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    document.text("card", f"{case_id} {card.title}")
    document.text("body", " ".join(draw.sentences(2)))
    document.add(grid(table, Figures(empty=draw.dash), [0.28]))
    document.add(
        Fields([("Berørte årsværk", f"{draw.rng.randint(1, 9)},{draw.rng.randint(0, 9)}"), ("Lovbundet", "Nej")])
    )


def _table(draw: Draw) -> Table:
    forms = (("R-{}", "B-{}", "BF{}", "BO{}"), ("R {}", "B {}", "BF {}", "BO {}"))[draw.rng.randint(0, 1)]
    named = [*forms, forms[3], forms[3]]
    columns = [Column(n.format(draw.year - 2 + k), draw.year - 2 + k) for k, n in enumerate(named)]
    pay = Line("Løn", [*draw.steady(900, 9000, 2), *draw.lasting(-draw.rng.randint(60, 800))])
    other = Line("Øvrige udgifter", [*draw.steady(100, 900, 2), *draw.lasting(-draw.rng.randint(20, 90))])
    income = Line("Indtægter", [*draw.steady(-90, -20, 2), *draw.lasting(-draw.rng.randint(5, 19))])
    return Table(columns, [pay, other, income, Line("I alt", add_up([pay, other, income]), "total")], 1000, ["Art"])
