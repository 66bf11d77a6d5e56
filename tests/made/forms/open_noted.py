"""Accounts with a column of notes' numbers before the figures, in whole thousands; a result over two sums."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, add_up

FORM = "noter"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Årsregnskab")
    document.text("title", f"Regnskabsoversigt {draw.year}")
    document.text("caption", "Hele 1.000 kr.")
    table = _table(draw)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, "resultat")
    document.add(grid(table, Figures(), [0.3, 0.07]))
    document.text("body", "+ = udgift, - = indtægt.", *draw.sentences(2))
    return document


def _table(draw: Draw) -> Table:
    year = draw.year
    columns = [Column(f"Regnskab {year - 1}", year - 1), Column(f"Budget {year}", year)]
    columns += [Column(f"Regnskab {year}", year), Column("Afvigelse")]
    income = [
        _row(draw, name, -900_000, -90_000, note)
        for note, name in enumerate(("Skatter", "Tilskud og udligning"), start=1)
    ]
    taken = Line("Indtægter i alt", add_up(income), "subtotal")
    spent = [_row(draw, name, 9_000, 250_000, note) for note, (name, _) in enumerate(draw.committees[:4], start=3)]
    used = Line("Driftsudgifter i alt", add_up(spent), "subtotal")
    works = _row(draw, "Anlægsudgifter", 9_000, 90_000, 8)
    result = Line("Resultat", add_up([taken, used, works]), "total")
    lines = [*income, taken, *spent, used, works, result]
    return Table(columns, lines, 1000, ["Regnskabsopgørelse", "Note"])


def _row(draw: Draw, name: str, low: int, high: int, note: int) -> Line:
    before, budget = draw.rng.randint(low, high), draw.rng.randint(low, high)
    spent = budget + draw.rng.choice((-1, 1)) * draw.rng.randint(10, 4000)
    return Line(name, [before, budget, spent, spent - budget], texts=(str(note),))
