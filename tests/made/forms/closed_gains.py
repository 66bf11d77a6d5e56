"""Another business case: investment, gains and costs, their net, and what has gathered since the first year."""

from __future__ import annotations

from itertools import accumulate

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, PageBreak, Table, add_up

FORM = "gevinst"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Gevinstkatalog {draw.year}")
    document.text("title", f"Gevinstkatalog {draw.year}")
    prefix = draw.rng.choice(("GK", "EFF-", "DIG "))
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, f"{prefix}{number:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    invested = sum(v or 0 for v in table.lines[0].values)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, invested * 1000, "mio", wrong=error == "prose")
    document.text("card", f"{case_id} | {card.title}")
    pairs = [("Ejer", draw.rng.choice(draw.committees)[0]), ("Risiko", "Middel"), ("Gevinsttype", "Varig")]
    document.add(Fields(pairs, boxed=True))
    document.text("heading", "Idé og gevinst")
    document.text("body", " ".join(draw.sentences(2)), f"Der skal i alt investeres {amount} i forslaget.")
    document.text("heading", "Økonomisk overblik")
    document.add(grid(table, Figures(empty=draw.dash), [0.36]))
    document.text("note", f"Minus er en gevinst for kommunen. {draw.year}-priser.")


def _table(draw: Draw) -> Table:
    columns = [Column(str(y), y) for y in range(draw.year, draw.year + 6)]
    width = len(columns)
    invested = Line("Investering", draw.once(draw.rng.randint(200, 6000), width))
    gain = Line("Varig gevinst", draw.lasting(-draw.rng.randint(300, 3000), width))
    running = Line("Licenser og support", draw.lasting(draw.rng.randint(40, 300), width))
    net = Line(draw.rng.choice(("Nettogevinst", "Resultat")), add_up([invested, gain, running]), "total")
    gathered = Line("Akkumuleret", list(accumulate(v or 0 for v in net.values)), None)
    return Table(columns, [invested, gain, running, net, gathered], 1000, ["T.kr."])
