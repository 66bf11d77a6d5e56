"""A region's savings in mio. kr. with one or two decimals: a numbered proposal with its hospital, gross and net."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Fields, Line, PageBreak, Table, add_up

FORM = "hospitalskatalog"
_HOUSES = ("Regionshospitalet", "Universitetshospitalet", "Psykiatrisygehuset", "Koncernservice")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Sparekatalog")
    document.footer = f"Region {draw.place} · Forslag til omstilling {draw.year}"
    document.text("title", f"Region {draw.place}: Forslag til omstilling og besparelser {draw.year}-{draw.year + 3}")
    document.text("body", "Besparelser er vist som positive tal, udgifter som negative tal.")
    decimals, paged = draw.rng.choice((1, 1, 2)), draw.rng.random() < 0.5
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=1):
        if number > 1 and paged:
            document.add(PageBreak())
        _card(draw, document, number, decimals, error)
    return document


def _card(draw: Draw, document: Document, number: int, decimals: int, error: str | None) -> None:
    card = Card(f"H{number:02d}", draw.title())
    table = _table(draw, decimals)
    document.cards.append(card)
    card.tables.append(table)
    net = table.lines[-2]
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, (net.values[-1] or 0) * 10 ** (6 - decimals), "mio", wrong=error == "prose")
    document.text("card", f"{card.case_id}. {card.title}")
    document.add(Fields([("Hospital/område", draw.rng.choice(_HOUSES)), ("Type", "Varig besparelse")]))
    document.text("heading", "Forslagets indhold")
    document.text("body", *draw.sentences(2))
    document.text("body", f"Den årlige nettobesparelse er {amount} fra {draw.year + 3}.")
    document.text("heading", "Konsekvenser for patienter")
    document.text("body", draw.sentences(1)[0])
    document.text("heading", "Økonomi og personale")
    document.add(grid(table, Figures(decimals, empty=draw.dash), [0.36]))


def _table(draw: Draw, decimals: int) -> Table:
    step = 10 ** (decimals - 1)
    gross = Line("Besparelse på drift", draw.lasting(step * draw.rng.randint(12, 300)))
    cost = Line("Investering og omstilling", draw.once(-step * draw.rng.randint(4, 30)))
    extra = Line("Afledte merudgifter", draw.lasting(-step * draw.rng.randint(1, 11)))
    net = Line("Nettobesparelse", add_up([gross, cost, extra]), "total")
    people = tuple(f"{draw.rng.randint(1, 30)},{draw.rng.randint(0, 9)}" for _ in range(4))
    corner = f"Mio. kr., {draw.year}-p/l"
    lines = [gross, cost, extra, net, Line("Personalereduktion (årsværk)", quantity=people)]
    return Table(draw.columns(), lines, 1_000_000, [corner], decimals, None, draw.year)
