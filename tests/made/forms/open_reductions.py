"""Reduction blocks: several on a page, staff as a row, the full effect in a column of its own, plus signs save."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up
from tests.made.forms.words import ITEMS_DOWN, POLICY_AREAS

FORM = "reduktion"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Reduktionsblokke {draw.year}")
    document.text("title", f"Reduktionsblokke til budget {draw.year}")
    document.text("body", f"{draw.sentences(1)[0]} Positive tal er en besparelse, negative tal en udgift.")
    name = draw.rng.choice(("Reduktionsblok {}", "Blok {}.", "Reduktionsforslag nr. {}:"))
    full = draw.rng.choice(("Fuld virkning", "Varigt"))
    first = draw.rng.randint(11, 60)
    for number, error in enumerate(draw.errors(draw.rng.randint(5, 7), ("sum", "prose")), start=first):
        _card(draw, document, str(number), name, full, error)
    return document


def _card(draw: Draw, document: Document, case_id: str, name: str, full: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw, full)
    document.cards.append(card)
    card.tables.append(table)
    lasting = abs(table.lines[3].values[-1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, lasting, "tkr", wrong=error == "prose")
    document.text("card", f"{name.format(case_id)} {card.title}")
    policy = draw.rng.choice(POLICY_AREAS)
    document.add(Fields([("Udvalg", draw.rng.choice(draw.committees)[0]), ("Politikområde", policy)], boxed=True))
    document.add(grid(table, Figures(empty=draw.dash), [0.3]))
    document.text("heading", "Forslagets indhold")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Fuldt indfaset giver forslaget {amount} om året.")
    document.text("heading", "Konsekvenser for borgere og medarbejdere")
    document.text("body", *draw.sentences(1))


def _table(draw: Draw, full: str) -> Table:
    columns = [*draw.columns("B{}", "BO{}"), Column(full)]
    rows = [Line(x, draw.lasting(draw.rng.randint(60, 3000))) for x in draw.rng.sample(ITEMS_DOWN, 2)]
    rows.append(Line("Indtægter", draw.lasting(-draw.rng.randint(10, 300))))
    total = Line(draw.rng.choice(("Samlet reduktion", "I alt")), add_up(rows), "total")
    lines = [*rows, total]
    for line in lines:
        line.values.append(line.values[-1])
    staff = tuple(f"{draw.rng.randint(0, 6)},{draw.rng.randint(1, 9)}" for _ in columns)
    lines.append(Line("Antal stillinger", quantity=staff))
    return Table(columns, lines, 1000, [f"1.000 kr. ({draw.year}-pl)"], price_level=draw.year)
