"""A region's construction plan: phases down, years across after the whole sum, the unit in the title."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_row_total, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, Value, add_up

FORM = "faseplan"
_PHASES = ("Idéoplæg", "Projektering", "Udbud og kontrakt", "Udførelse", "Ibrugtagning", "Medicoteknik")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Investeringsplan {draw.year}", landscape=True)
    document.footer = f"Region {draw.place} · Investeringsplan {draw.year}"
    document.text("title", f"Investeringsplan {draw.year}-{draw.year + 3}, mio. kr. i {draw.year}-priser")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 6), ("sum", "prose", "row_total")), start=1):
        _card(draw, document, f"P{draw.rng.randint(10, 60) * 10 + number}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    whole = table.lines[-1].values[0] or 0
    if error == "sum":
        spoil_sum(draw, document, table, card)
    elif error == "row_total":
        spoil_row_total(draw, document, table, card, 0)
    amount = draw.say(document, card, whole * 100_000, "mio", wrong=error == "prose")
    document.text("card", card.title)
    fields = [("Projekt", case_id), ("Sygehus", f"{draw.place} Sygehus"), ("Færdigt", str(draw.year + 3))]
    document.add(Fields(fields, boxed=True))
    document.text("body", f"{' '.join(draw.sentences(2))} Projektet koster {amount} i alt.")
    document.add(grid(table, Figures(1, empty=draw.dash), [0.3]))


def _table(draw: Draw) -> Table:
    columns = [Column("Samlet sum"), *draw.columns()]
    lines = [Line(x, _phase(draw)) for x in draw.rng.sample(_PHASES, draw.rng.randint(3, 4))]
    total = Line(draw.rng.choice(("Projektsum", "I alt")), add_up(lines), "total")
    return Table(columns, [*lines, total], 1_000_000, ["Fase"], 1, price_level=draw.year)


def _phase(draw: Draw) -> list[Value]:
    years = draw.once(draw.rng.randint(5, 900))
    return [sum(v or 0 for v in years), *years]
