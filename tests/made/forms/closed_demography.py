"""Demography: heads by age and year, then what they cost, in tables of their own; accounts, budget and estimates."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Line, PageBreak, Table, add_up

FORM = "demografi"
_AREAS = {
    "Dagtilbud": ("0-2 år", "3-5 år"),
    "Folkeskole": ("6-9 år", "10-12 år", "13-16 år"),
    "Ældrepleje": ("65-74 år", "75-84 år", "85 år og derover"),
    "Tandpleje": ("0-5 år", "6-17 år"),
}


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Demografiregulering {draw.year}")
    document.text("title", f"Regulering for befolkningens sammensætning, budget {draw.year}")
    document.text("body", *draw.sentences(2))
    names = [("R", -1), ("B", 0), ("BO", 1), ("BO", 2), ("BO", 3)]
    gap = draw.rng.choice(("", " ", "-"))
    columns = [Column(f"{n}{gap}{draw.year + k}", draw.year + k) for n, k in names]
    paged = draw.rng.random() < 0.5
    errors = draw.errors(len(_AREAS), ("sum", "prose"))
    for number, ((area, ages), error) in enumerate(zip(_AREAS.items(), errors, strict=True), start=1):
        if paged and number > 1:
            document.add(PageBreak())
        _card(draw, document, f"{number}. {area}", ages, columns, error)
    return document


def _card(
    draw: Draw, document: Document, heading: str, ages: tuple[str, ...], columns: list[Column], error: str | None
) -> None:
    number, title = heading.split(". ")
    card = Card(number, title)
    heads = [Line(a, quantity=tuple(str(draw.rng.randint(200, 999)) for _ in columns)) for a in ages]
    counted = Table(columns, heads, 1, ["Antal personer"])
    rows = [Line(f"Regulering, {a}", draw.steady(-900, 900, len(columns))) for a in ages]
    base = Line("Budget før regulering", draw.steady(20_000, 90_000, len(columns)))
    total = Line("Budget efter regulering", add_up([base, *rows]), "total")
    money = Table(columns, [base, *rows, total], 1000, ["1.000 kr."])
    document.cards.append(card)
    card.tables.append(money)
    first = abs(rows[0].values[1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, money, card)
    amount = draw.say(document, card, first, "tkr", wrong=error == "prose")
    document.text("card", heading)
    document.text("heading", "Forudsætninger")
    document.add(grid(counted, Figures(), [0.3]))
    document.text("body", " ".join(draw.sentences(2)))
    document.text("heading", "Beregning")
    document.text("body", f"I {draw.year} reguleres gruppen {ages[0]} med {amount}.")
    document.add(grid(money, Figures(empty=draw.dash), [0.3]))
