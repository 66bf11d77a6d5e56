"""A wage budget with money and staff side by side under each year, the unit in the money columns' own headings."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures
from tests.made.forms.model import Column, Document, Grid, GridRow, Line, Table, add_up

FORM = "bemanding"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Personalebudget", landscape=True)
    document.text("title", f"Lønbudget {draw.year}")
    years = [f"Budget {y}" for y in draw.years[:2]]
    columns = [Column("1.000 kr.", y, name) for y, name in zip(draw.years, years, strict=False)]
    places = ("Hjemmepleje", "Sygepleje", "Administration", "Køkken")
    lines = [Line(x, draw.steady(500, 20_000, 2)) for x in places]
    total = Line("Sum", add_up(lines), "total")
    table = Table(columns, [*lines, total], 1000, ["Område"])
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, total.label)
    rows = [GridRow(_cells(draw, line), line.role == "total") for line in table.lines]
    heading = [["", years[0], "", years[1], ""], ["Område", *["1.000 kr.", "Årsværk"] * 2]]
    shares = [0.3, *[0.12] * 4]
    document.add(Grid(heading, rows, shares, frozenset({0}), [(0, 1, 2), (0, 3, 4)]))
    return document


def _cells(draw: Draw, line: Line) -> list[str]:
    cells = [line.label]
    for value in line.values:
        cells += [Figures().print(value), f"{draw.rng.randint(2, 90)},{draw.rng.randint(0, 9)}"]
    return cells
