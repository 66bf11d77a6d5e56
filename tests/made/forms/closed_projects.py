"""Construction projects: the whole sum and what is spent stand before the years, a sum above what it sums."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, PageBreak, Table, add_up

FORM = "projektark"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Projektark", landscape=draw.rng.random() < 0.5)
    paged = draw.rng.random() < 0.5
    document.text("title", f"Projektark til investeringsplan {draw.year}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose"))):
        if number and paged:
            document.add(PageBreak())
        _card(draw, document, f"4{draw.rng.randint(100, 999)}-{number + 1:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    whole = (table.lines[0].values[0] or 0) * 10_000
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, whole, "mio", wrong=error == "prose")
    area = draw.rng.randint(200, 2400)
    fields = [("Projektnavn", card.title), ("Projektnr.", case_id), ("Fase", draw.rng.choice(("Idé", "Udførelse")))]
    fields += [
        ("Areal", f"{area} m2"),
        ("Samlet ramme", f"{amount} ekskl. inventar"),
        ("Færdig", f"Ultimo {draw.year + 2}"),
    ]
    document.add(Fields(fields, boxed=True))
    document.text("caption", "Økonomi i mill. kr., årets priser")
    document.add(grid(table, Figures(2, empty=draw.dash), [0.2]))
    document.text("body", " ".join(draw.sentences(2)))


def _table(draw: Draw) -> Table:
    columns = [
        Column("Samlet sum"),
        Column(f"Forbrug t.o.m. {draw.year - 1}"),
        *draw.columns("{}")[:3],
        Column("Senere"),
    ]
    lines = []
    for label, low, high in (("Entreprise", 300, 4200), ("Rådgivning", 40, 500), ("Uforudsete udgifter", 20, 300)):
        parts = [draw.rng.randint(low // 4, high // 4) if draw.rng.random() < 0.8 else None for _ in range(5)]
        parts[1] = parts[1] or low
        lines.append(Line(label, [sum(v or 0 for v in parts), *parts]))
    spent = Line("Udgifter", add_up(lines), "subtotal")
    aid = [None, None, -draw.rng.randint(20, 200), None, None]
    state = Line("Statstilskud", [sum(v or 0 for v in aid), *aid])
    net = Line("Kommunens andel", add_up([spent, state]), "total")
    return Table(columns, [spent, *lines, state, net], 1_000_000, [""], 2)
