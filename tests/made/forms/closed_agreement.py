"""A budget agreement: numbered initiatives told in prose with ranges and years, one table at the end."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Line, Table, add_up

FORM = "aftale"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Budgetforlig {draw.year}")
    document.text("title", f"Aftale om budget {draw.year} og overslagsårene")
    document.text("body", " ".join(draw.sentences(2)))
    lines = [_initiative(draw, document, number) for number in range(1, draw.rng.randint(6, 9))]
    total = Line("Aftalens virkning på kassen", add_up(lines), "total")
    columns = [*(Column(f"BF{y}" if not n else f"BO{y}", y) for n, y in enumerate(draw.years))]
    table = Table(columns, [*lines, total], 1_000_000, ["Mio. kr."], 1, f"Oversigt ({draw.year}-niveau)")
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, total.label)
    document.text("heading", table.caption or "")
    document.add(grid(table, Figures(1, empty=draw.dash), [0.46]))
    document.text("note", "Positive beløb er merudgifter for kommunen.")
    return document


def _initiative(draw: Draw, document: Document, number: int) -> Line:
    card = Card(str(number), draw.title())
    document.cards.append(card)
    full = draw.rng.randint(4, 95)
    start = full * draw.rng.choice((5, 10)) // 10
    line = Line(card.title, [start, full, full, full])
    first = draw.say(document, card, start * 100_000, "mio")
    then = draw.say(document, card, full * 100_000, "mio")
    document.text("card", f"{number}. {card.title}")
    document.text("body", " ".join(draw.sentences(2)))
    said = f"Parterne afsætter {first} i {draw.year} og {then} årligt fra {draw.year + 1}."
    if draw.rng.random() < 0.4:
        low = draw.rng.randint(2, 8)
        card.prose.append((low * 1_000_000, (low + 1) * 1_000_000))
        said += f" Den samlede gevinst for borgerne skønnes til {low}-{low + 1} mio. kr."
    document.text("body", said)
    return line
