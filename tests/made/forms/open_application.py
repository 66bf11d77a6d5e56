"""An application for a grant: fields in a box, the id among them, glued headings, whole kroner, net of financing."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_row_total, spoil_sum, with_totals
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_UP

FORM = "ansoegning"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Ansøgninger om bevilling {draw.year}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "row_total", "prose"))):
        if number:
            document.add(PageBreak())
        _card(draw, document, 103 + number * 2, error)
    return document


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    committee, short = draw.rng.choice(draw.committees)
    card = Card(f"{short}F-{number}", draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    sought = table.lines[-1].values[-1] or 0
    if error == "sum":
        spoil_sum(draw, document, table, card)
    elif error == "row_total":
        spoil_row_total(draw, document, table, card, len(table.columns) - 1)
    amount = draw.say(document, card, sought, "kr", wrong=error == "prose")
    document.text("title", "ANSØGNING OM BEVILLING")
    fields = [("Sagens navn", card.title), ("Forslagsnr.", card.case_id or ""), ("Udvalg", committee)]
    fields += [("Resume", f"{draw.sentences(1)[0]} Der søges om i alt {amount} i perioden.")]
    fields += [("Kontaktperson", "Centerchefen"), ("Bydækkende", draw.rng.choice(("Ja", "Nej")))]
    document.add(Fields(fields, boxed=True))
    document.text("heading", "ØKONOMI")
    document.text("body", "Tabellen viser udgifter og finansiering i kr., løbende priser.")
    document.add(grid(table, Figures(empty=draw.dash), [0.25]))
    document.text("heading", "BEGRUNDELSE")
    document.text("body", *draw.sentences(3))


def _table(draw: Draw) -> Table:
    years = draw.years[:3]
    glue = draw.rng.choice(("", " "))
    columns = [Column(f"{'BUDGET' if not n else 'BUDGETOVERSLAG'}{glue}{y}", y) for n, y in enumerate(years)]
    costs = [Line(x, draw.once(draw.rng.randint(30, 400) * 1250, 3)) for x in draw.rng.sample(ITEMS_UP, 2)]
    costs.append(Line("Løn", draw.lasting(draw.rng.randint(150, 900) * 1000, 3)))
    spent = Line("Udgifter i alt", add_up(costs), "subtotal")
    own = Line("Egen finansiering", [-(v // 5) if v else v for v in spent.values])
    other = Line("Tilskud fra fond", draw.once(-draw.rng.randint(2, 20) * 2500, 3))
    funds = Line("Finansiering i alt", add_up([own, other]), "subtotal")
    net = Line("Ansøgt beløb", add_up([spent, funds]), "total")
    lines = [Line("Udgifter"), *costs, spent, Line("Finansiering"), own, other, funds, net]
    with_totals(lines)
    return Table([*columns, Column("I ALT")], lines, 1, ["Kr."])
