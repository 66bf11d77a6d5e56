"""Proposals without any id, several on a page; the text columns stand before the label, the sum has its own name."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Grid, Line, Table, add_up
from tests.made.forms.words import ITEMS_DOWN, POLICY_AREAS

FORM = "ramme"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Rammeændringer {draw.year}")
    document.text("title", "Temaer til budgetdrøftelserne")
    document.text("body", *draw.sentences(2))
    for error in draw.errors(draw.rng.randint(5, 7), ("sum", "prose")):
        _card(draw, document, error)
    return document


def _card(draw: Draw, document: Document, error: str | None) -> None:
    card = Card(None, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    full = abs(table.lines[-1].values[-1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, full, "tkr", wrong=error == "prose")
    document.text("card", card.title)
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Når ændringen er slået helt igennem i {draw.year + 3}, udgør den {amount} om året.")
    made = grid(table, Figures(minus="\u2013" if draw.seed % 2 else "-", empty=draw.dash), [0.24, 0.18, 0.06])
    document.add(_label_last(made))


def _label_last(made: Grid) -> Grid:
    """The label's column after the two that hold policy area and kind of cost."""
    order = (1, 2, 0)
    for cells in [*made.header, *(r.cells for r in made.rows)]:
        cells[:3] = [cells[n] for n in order]
    made.shares[:3] = [made.shares[n] for n in order]
    return made


def _table(draw: Draw) -> Table:
    columns = [Column(f"{'Budget' if not n else 'Overslag'} {y}", y) for n, y in enumerate(draw.years)]
    area = draw.rng.choice(POLICY_AREAS)
    labels = draw.rng.sample(ITEMS_DOWN, 2)
    lines = [Line(x, draw.lasting(-draw.rng.randint(60, 3000)), texts=(area, "U")) for x in labels]
    lines.append(Line("Brugerbetaling", draw.lasting(-draw.rng.randint(10, 300)), texts=(area, "I")))
    total = Line("Nettoændring", add_up(lines), "total")
    return Table(columns, [*lines, total], 1000, ["T.kr.", "Politikområde", "U/I"])
