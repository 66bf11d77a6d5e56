"""A follow-up with budget, forecast and deviation under two headings that are no years: running costs, construction."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, Value, add_up

FORM = "toniveauer"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Økonomirapport", landscape=True)
    document.text("title", f"Økonomi- og aktivitetsrapport {draw.year}")
    document.text("body", "Mio. kr. Negative afvigelser er mindreforbrug.")
    columns = [Column(x, None, top) for top in ("Drift", "Anlæg") for x in ("Budget", "Forventet", "Afvigelse")]
    lines = [Line(committee, [*_row(draw, 9000), *_row(draw, 600)]) for committee, _ in draw.committees]
    total = Line("I alt", add_up(lines), "total")
    table = Table(columns, [*lines, total], 1_000_000, ["Udvalg"], 1)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, total.label)
    document.add(grid(table, Figures(1), [0.28]))
    return document


def _row(draw: Draw, size: int) -> list[Value]:
    budget = draw.rng.randint(size // 9, size)
    expected = budget + draw.rng.randint(-60, 60)
    return [budget, expected, expected - budget]
