"""A region's priorities: mio. kr. with one decimal, fields of long text in two columns, cost less financing."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Fields, Line, Table, add_up

FORM = "prioritering"
_UNITS = ("Akutområdet", "Psykiatri og social", "Nære sundhedstilbud", "Kræftplan", "Uddannelse", "Kollektiv trafik")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Prioriteringsforslag {draw.year}")
    document.footer = f"Region {draw.place} · Prioriteringsforslag {draw.year}"
    document.text("title", f"Forslag til prioritering i budget {draw.year}")
    document.text("body", " ".join(draw.sentences(2)))
    how = draw.rng.choice(("Forslag {}: {}", "P{} – {}", "{}. {}"))
    for number, error in enumerate(draw.errors(draw.rng.randint(4, 6), ("sum", "prose")), start=1):
        _card(draw, document, str(number), how, error)
    return document


def _card(draw: Draw, document: Document, number: str, how: str, error: str | None) -> None:
    card = Card(f"P{number}" if how.startswith("P") else number, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    spent = next(v for v in table.lines[0].values if v)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, spent * 100_000, "mio", wrong=error == "prose")
    document.text("card", how.format(number, card.title))
    fields = [("Område", draw.rng.choice(_UNITS)), ("Formål", " ".join(draw.sentences(2)))]
    fields += [
        ("Indhold", f"{draw.sentences(1)[0]} Der afsættes {amount} i det første år."),
        ("Effekt", "Kortere ventetid"),
    ]
    document.add(Fields(fields, boxed=True))
    document.add(grid(table, Figures(1, empty=draw.dash), [0.34]))


def _table(draw: Draw) -> Table:
    columns = [*draw.columns("Budget {}", "BO {}")]
    cost = Line("Udgifter", draw.lasting(draw.rng.randint(8, 400)))
    once = Line("Engangsudgifter", draw.once(draw.rng.randint(8, 200)))
    paid = Line("Finansiering fra puljer", draw.once(-draw.rng.randint(2, 40)))
    total = Line(draw.rng.choice(("Nettoudgift", "Netto i alt")), add_up([cost, once, paid]), "total")
    corner = f"Mio. kr. ({draw.year} p/l)"
    return Table(columns, [cost, once, paid, total], 1_000_000, [corner], 1, price_level=draw.year)
