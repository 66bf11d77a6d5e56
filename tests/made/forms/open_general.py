"""A catalogue whose page heading holds the id in brackets; numbered headings; 1.000 kr. with a decimal."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN, POLICY_AREAS

FORM = "generelle"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Forslag til budget {draw.year}-{draw.year + 3}")
    document.text("title", f"Generelle forslag, budget {draw.year}-{draw.year - 1997}")
    document.text("body", f"Beløb er angivet i 1.000 kr. i {draw.year}-pris- og lønniveau. Mindreudgifter har minus.")
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, number, error)
    return document


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(f"G-{number}", draw.title())
    table = _table(draw)
    full = -(table.lines[-3].values[-1] or 0) * 100
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, full, "mio", wrong=error == "prose")
    document.text("card", f"Generelle forslag (G-{number})")
    document.text("note", "Spareforslag")
    document.text("heading", f"1. {card.title}")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Forslaget reducerer udgifterne med {amount} årligt i {draw.year + 3}.")
    document.text("heading", "2. Økonomi")
    document.add(grid(table, Figures(1, empty=draw.dash), [0.42]))
    document.text("heading", "3. Konsekvenser for serviceniveau")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("heading", "4. Tidligere besparelser / udvidelser")
    document.text("body", "Ingen.")


def _table(draw: Draw) -> Table:
    area = draw.rng.choice(POLICY_AREAS)
    labels = draw.rng.sample(ITEMS_DOWN, draw.rng.randint(2, 3))
    lines = [Line(x, draw.lasting(-draw.rng.randint(1500, 39000))) for x in labels]
    lines.append(Line("Ny aftale med leverandør", draw.lasting(draw.rng.randint(200, 900))))
    total = Line(draw.rng.choice(("Nettoændring", "Ændring i alt")), add_up(lines), "total")
    whole = Line("Områdets samlede budget", draw.steady(90_000, 400_000, 4), None, bold=False)
    staff = Line(
        "Antal årsværk", quantity=tuple(f"-{draw.rng.randint(1, 9)},{draw.rng.randint(0, 9)}" for _ in range(4))
    )
    columns = draw.columns()
    lines = [Line(area), *lines, total, whole, staff]
    return Table(columns, lines, 1000, ["1.000 kr."], 1, price_level=draw.year)
