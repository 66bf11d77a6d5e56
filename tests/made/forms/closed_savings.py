"""Savings as rows of one table: the proposal's id and title beside its first row only, then a row a kind of cost."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures
from tests.made.forms.model import Card, Column, Document, Grid, GridRow, Line, Table, add_up

FORM = "sparetabel"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Spareforslag {draw.year}", landscape=True)
    document.text("title", f"Spareforslag til budget {draw.year}")
    document.text("body", f"{draw.sentences(1)[0]} Hele 1.000 kr. Besparelser er negative.")
    columns = draw.columns("Budget {}", draw.rng.choice(("Budget {}", "Overslag {}")))
    prefix = draw.rng.choice(("S", "BUU-", "D."))
    rows: list[GridRow] = []
    for number, error in enumerate(draw.errors(draw.rng.randint(5, 8), ("sum",)), start=1):
        card = Card(f"{prefix}{number:02d}", draw.title())
        table = _table(draw, columns)
        document.cards.append(card)
        card.tables.append(table)
        if error:
            spoil_sum(draw, document, table, card)
        rows += _rows(card, table, Figures(empty=draw.dash))
    header = [["Nr.", "Forslag", "Art", *(c.printed for c in columns)]]
    document.add(Grid(header, rows, [0.07, 0.3, 0.16, *[0.11] * 4], frozenset({0, 1, 2})))
    return document


def _table(draw: Draw, columns: list[Column]) -> Table:
    pay = Line("Løn", draw.lasting(-draw.rng.randint(100, 4000)))
    other = Line("Øvrig drift", draw.lasting(-draw.rng.randint(20, 900)))
    total = Line("I alt", add_up([pay, other]), "total")
    return Table(columns, [pay, other, total], 1000, ["Art"])


def _rows(card: Card, table: Table, figures: Figures) -> list[GridRow]:
    beside = [[card.case_id or "", card.title], ["", ""], ["", ""]]
    return [
        GridRow([*names, line.label, *map(figures.print, line.values)], bold=line.role == "total")
        for names, line in zip(beside, table.lines, strict=True)
    ]
