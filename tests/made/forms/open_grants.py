"""A grants overview: cost, income and net under two years, a table a committee and one that sums them."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, Value, add_up
from tests.made.forms.words import POLICY_AREAS

FORM = "bevilling"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Bevillingsoversigt {draw.year}", landscape=draw.rng.random() < 0.5)
    document.text("title", f"Bevillingsoversigt til budget {draw.year}")
    document.text("body", f"{draw.sentences(1)[0]} Beløb er anført i 1.000 kr. i {draw.year}-priser.")
    years = (f"Budget {draw.year}", f"Overslag {draw.year + 1}")
    names = draw.rng.choice((("Udgift", "Indtægt", "Netto"), ("Udgifter", "Indtægter", "Netto")))
    columns = [Column(n, draw.year + k, y) for k, y in enumerate(years) for n in names]
    whole: list[Line] = []
    tables = []
    for number, (committee, _) in enumerate(draw.committees[:4], start=1):
        areas = draw.rng.sample(POLICY_AREAS, draw.rng.randint(3, 5))
        rows = [Line(f"{number}{n:02d} {x}", _row(draw)) for n, x in enumerate(areas, start=1)]
        total = Line("I alt", add_up(rows), "total")
        whole.append(Line(committee, list(total.values)))
        tables.append((committee, Table(columns, [*rows, total], 1000, ["Politikområde"], 0, None, draw.year)))
    rows = [*whole, Line("Drift i alt", add_up(whole), "total")]
    tables.append(("Kommunen under ét", Table(columns, rows, 1000, ["Udvalg"], 0, None, draw.year)))
    spoil_sum(draw, document, draw.rng.choice(tables)[1], "I alt")
    for heading, table in tables:
        document.doc_tables.append(table)
        document.text("heading", heading)
        document.add(grid(table, Figures(empty=draw.dash), [0.28]))
    return document


def _row(draw: Draw) -> list[Value]:
    values: list[Value] = []
    for _ in range(2):
        cost, income = draw.rng.randint(900, 240_000), draw.rng.choice((None, -draw.rng.randint(50, 30_000)))
        values += [cost, income, cost + (income or 0)]
    return values
