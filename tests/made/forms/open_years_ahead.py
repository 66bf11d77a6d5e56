"""Investments whose columns are the budget's year and the years after it; only the caption says which they are."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_row_total, spoil_sum, with_totals
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up

FORM = "overslagsaar"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Investeringsforslag")
    document.text("title", f"Forslag til investeringer {draw.year}-{draw.year + 3}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "row_total")), start=1):
        _card(draw, document, number, error)
    return document


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(f"INV {number:02d}", draw.title())
    table = _table(draw, number)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    elif error == "row_total":
        spoil_row_total(draw, document, table, card, 4)
    document.text("card", f"{card.case_id} {card.title}")
    document.add(Fields([("Forvaltning", "By og Land"), ("Prioritet", draw.rng.choice("123"))]))
    document.text("body", " ".join(draw.sentences(2)))
    document.text("caption", table.caption or "")
    document.add(grid(table, Figures(empty=draw.dash), [0.3]))


def _table(draw: Draw, number: int) -> Table:
    columns = [Column("Budgetår"), *(Column(f"Overslagsår {n}") for n in (1, 2, 3)), Column("I alt")]
    lines = [Line("Projektering", draw.once(draw.rng.randint(50, 400)))]
    lines.append(Line("Håndværkerudgifter", draw.steady(300, 5000, 4)))
    lines.append(Line("Inventar", draw.lasting(draw.rng.randint(20, 200))))
    lines.append(Line("Anlægsudgift i alt", add_up(lines), "total"))
    with_totals(lines)
    caption = f"Tabel {number}. Økonomi {draw.year}-{draw.year + 3}, 1.000 kr. i {draw.year}-priser"
    return Table(columns, lines, 1000, ["Udgiftspost"], caption=caption, price_level=draw.year)
