"""Construction schemes: fields in a box, the cost of the years and its sum, derived running costs in a second table."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_row_total, spoil_sum, with_totals
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, PageBreak, Table, add_up

FORM = "anlaegsskema"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Anlægsønsker {draw.year}")
    document.text("title", f"Anlægsønsker {draw.year}-{draw.year + 3}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "row_total", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, f"TM{draw.rng.randint(1, 9)}{number:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    works, running = _works(draw), _running(draw)
    document.cards.append(card)
    card.tables += [works, running]
    whole = (works.lines[0].values[-1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, draw.rng.choice(card.tables), card)
    if error == "row_total":
        spoil_row_total(draw, document, works, card, len(works.columns) - 1)
    amount = draw.say(document, card, whole, "mio", wrong=error == "prose")
    fields = [("Anlægsønske nr.", case_id), ("Projektnavn", card.title), ("Udvalg", draw.committees[0][0])]
    fields += [("Prioritet", str(draw.rng.randint(1, 3))), ("Adresse", f"Skolevej {draw.rng.randint(2, 90)}")]
    document.add(Fields(fields, boxed=True))
    document.text("heading", "Beskrivelse")
    document.text("body", *draw.sentences(2), f"Anlægsudgiften er i alt {amount} over perioden.")
    document.text("heading", "Anlægsøkonomi")
    document.add(grid(works, Figures(empty=draw.dash), [0.26]))
    document.text("heading", "Afledt drift")
    document.add(grid(running, Figures(empty=draw.dash), [0.36]))
    document.text("heading", "Tidsplan")
    document.text("body", f"Projektering {draw.year}, udførelse {draw.year + 1}-{draw.year + 2}.")


def _works(draw: Draw) -> Table:
    columns = [*draw.columns("B{}", "BO{}"), Column("I alt")]
    cost = Line("Anlægsudgift", draw.once(draw.rng.randint(900, 30_000)))
    income = Line("Anlægsindtægt", draw.once(-draw.rng.randint(50, 800)))
    total = Line("Anlæg, netto", add_up([cost, income]), "total")
    with_totals([cost, income, total])
    return Table(columns, [cost, income, total], 1000, ["Kr. 1.000"])


def _running(draw: Draw) -> Table:
    names = draw.rng.sample(("Løn", "Bygningsdrift", "Rengøring", "Energi", "Inventar og udstyr"), 3)
    lines = [Line(x, draw.lasting(draw.rng.choice((1, 1, -1)) * draw.rng.randint(10, 600))) for x in names]
    total = Line("Afledt drift i alt", add_up(lines), "total")
    return Table(draw.columns("B{}", "BO{}"), [*lines, total], 1000, ["Kr. 1.000"])
