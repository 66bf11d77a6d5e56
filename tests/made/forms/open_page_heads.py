"""A catalogue whose every page begins with its own head, proposals that may run over a page, posts below the sum."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN

FORM = "sidehoved"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Besparelseskatalog")
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, number, error)
    return document


def _head(draw: Draw, document: Document) -> None:
    document.text("heading", f"Besparelseskatalog {draw.year}", draw.committees[0][0])


def _card(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(f"{draw.committees[0][1]}-{number:02d}", draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    full = abs(table.lines[3].values[-1] or 0)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, full * 1000, draw.rng.choice(("mio", "tkr")), wrong=error == "prose")
    now, then, after = draw.sentences(5)[:2], draw.sentences(2), draw.sentences(1)
    _head(draw, document)
    document.text("card", f"{card.case_id}  {card.title}")
    document.text("heading", "Nuværende serviceniveau")
    document.text("body", *now)
    document.text("heading", "Forslag")
    document.text("body", then[0], f"Forslaget giver en årlig besparelse på {amount} fra {draw.year + 3}.")
    if draw.rng.random() < 0.5:
        document.add(PageBreak())
        _head(draw, document)
    document.text("heading", "Økonomi")
    document.add(grid(table, Figures(empty=draw.dash), [0.34]))
    document.text("heading", "Konsekvenser for borgerne")
    document.text("body", after[0])


def _table(draw: Draw) -> Table:
    saved = [
        Line(f"Besparelse, {item.lower()}", draw.lasting(-draw.rng.randint(80, 2000)))
        for item in draw.rng.sample(ITEMS_DOWN, 2)
    ]
    lines = [*saved, Line("Engangsudgift", draw.once(draw.rng.randint(20, 300)))]
    lines.append(Line("Samlet besparelse", add_up(lines), "total"))
    posts = tuple(f"-{draw.rng.randint(1, 4)},{draw.rng.choice('05')}" for _ in range(4))
    return Table(draw.columns(), [*lines, Line("Stillinger", quantity=posts)], 1000, ["(1.000 kr.)"])
