"""A region's proposals: under each year a cost, an income and a net column; ids like `BI_3b2`."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, Value, add_up

FORM = "region"
_UNITS = ("Akutsygehuset", "Psykiatrien", "Præhospital", "Laboratorier", "Hospitalsapoteket", "Fælles it")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Bilag til budgetforslag {draw.year}", landscape=True)
    document.footer = f"Region {draw.place} · Bilag til budgetforslag {draw.year}"
    document.text("title", f"Ændringer til budgetforslag {draw.year}")
    document.text("body", "Udgifter er positive, indtægter negative. Netto er summen af de to.")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum",)), start=1):
        _card(draw, document, f"BI_{number + 1}{draw.rng.choice('abc')}{draw.rng.randint(1, 4)}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    document.text("card", f"{case_id} {card.title}")
    document.add(Fields([("Område", "Sundhed"), ("Virkning fra", f"1. januar {draw.year}")]))
    document.text("body", " ".join(draw.sentences(3)))
    document.text("caption", table.caption or "")
    document.add(grid(table, Figures(empty=draw.dash), [0.22]))


def _table(draw: Draw) -> Table:
    years = draw.years[:3]
    columns = [Column(name, y, str(y)) for y in years for name in ("Udgift", "Indtægt", "Netto")]
    lines = [Line(unit, _row(draw)) for unit in draw.rng.sample(_UNITS, draw.rng.randint(3, 4))]
    total = Line(draw.rng.choice(("I alt", "Samlet")), add_up(lines), "total")
    caption = f"Bevillingsændringer, t.kr., {draw.year} p/l"
    return Table(columns, [*lines, total], 1000, ["Bevillingsområde"], 0, caption, draw.year)


def _row(draw: Draw) -> list[Value]:
    values: list[Value] = []
    for _ in range(3):
        cost = draw.rng.randint(400, 18_000)
        income = -draw.rng.randint(50, 900) if draw.rng.random() < 0.7 else None
        values += [cost, income, cost + (income or 0)]
    return values
