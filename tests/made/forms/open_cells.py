"""Council items: amounts printed with `kr.` in every cell, cost and financing under each other, measures across."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, GridRow, Line, Table, add_up

FORM = "byraadssager"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Byrådet · Dagsorden")
    document.text("title", f"Dagsorden for møde i Byrådet den {draw.rng.randint(2, 28)}. juni {draw.year - 1}")
    first = draw.rng.randint(1, 9)
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose")), start=first):
        _item(draw, document, number, error)
    return document


def _item(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(str(number), draw.title())
    table = _table(draw)
    cost = table.lines[0].values[0] or 0
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, cost, "kr", wrong=error == "prose")
    document.text("card", f"Punkt {number}: {card.title}")
    document.text("body", f"Sagsnr.: 00.30.{draw.rng.randint(10, 99)}-G01-{draw.rng.randint(2, 90)}-{draw.year - 2001}")
    document.text("heading", "Beslutningstema")
    document.text("body", *draw.sentences(1))
    document.text("heading", "Sagens baggrund")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("heading", "Økonomiske konsekvenser")
    document.text("body", f"Udgiften til sagens første del er {amount} i {draw.year}.")
    made = grid(table, Figures(empty=draw.dash), [0.34])
    made.shares = [0.34, *[0.16] * 4]
    made.rows = [GridRow([r.cells[0], *map(_with_unit, r.cells[1:])], r.bold) for r in made.rows]
    document.add(made)
    document.text("heading", "Kommunikation")
    document.text("body", *draw.sentences(1))


def _with_unit(cell: str) -> str:
    return f"{cell} kr." if any(c.isdigit() for c in cell) else cell


def _table(draw: Draw) -> Table:
    cost = [
        Line(x, _spread(draw, 1)) for x in draw.rng.sample(("Anlægsudgift", "Honorarer", "Grundkøb", "Inventar"), 2)
    ]
    paid = [
        Line(x, _spread(draw, -1)) for x in draw.rng.sample(("Kassefinansiering", "Statstilskud", "Lånoptagelse"), 2)
    ]
    total = Line(draw.rng.choice(("I alt", "Netto")), add_up([*cost, *paid]), "total")
    return Table(draw.columns("År {}"), [*cost, *paid, total], 1, ["Art"])


def _spread(draw: Draw, sign: int) -> list[int | None]:
    return [
        sign * draw.rng.randint(40, 9000) * 500,
        *(draw.rng.choice((None, sign * draw.rng.randint(20, 3000) * 500)) for _ in range(3)),
    ]
