"""Applications to a pool: `År 1 År 2 År 3`, staff and per cent among the money, the id in a field below the title."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_row_total, spoil_sum, with_totals
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up
from tests.made.forms.words import ITEMS_UP

FORM = "pulje"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Ansøgninger til udviklingspuljen")
    document.text("title", "Ansøgninger til udviklingspuljen")
    document.text("body", "Oversigten er sorteret efter ansøgningens modtagelse. Beløb er afrundet til hele tusinde.")
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "row_total")), start=1):
        _card(draw, document, f"{draw.year}-{number:03d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    elif error == "row_total":
        spoil_row_total(draw, document, table, card, 3)
    sought = table.lines[-3].values[-1] or 0
    document.text("heading", card.title)
    document.add(Fields([("Ansøgning", case_id), ("Ansøger", draw.rng.choice(draw.committees)[0])]))
    document.text("body", " ".join(draw.sentences(1)))
    document.text(
        "body", f"Ansøger bidrager selv med {draw.say(document, card, sought * 400, 'kr')} i form af arbejdstid."
    )
    document.add(grid(table, Figures(empty=draw.dash), [0.36]))


def _table(draw: Draw) -> Table:
    word = draw.rng.choice(("År", "år"))
    columns = [Column(f"{word} {n}") for n in (1, 2, 3)]
    costs = [Line(x, draw.once(draw.rng.randint(40, 900), 3)) for x in draw.rng.sample(ITEMS_UP, 2)]
    costs.append(Line("Løn til koordinator", draw.lasting(draw.rng.randint(200, 700), 3)))
    total = Line(draw.rng.choice(("Tilskud", "Sum")), add_up(costs), "total")
    lines = [*costs, total]
    with_totals(lines)
    hours = draw.rng.choice(("0,5", "1,0", "1,5"))
    lines.append(Line("Stillinger", quantity=(hours, hours, hours, "")))
    lines.append(Line("Medfinansiering (procent)", quantity=("10", "20", "40", "")))
    return Table([*columns, Column("Hele perioden")], lines, 1000, ["1.000 kr. (løbende priser)"])
