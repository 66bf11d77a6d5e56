"""A region's buildings in mio. kr.: the year each is finished stands among the figures."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures
from tests.made.forms.model import Column, Document, Entry, Grid, GridRow, Line, ProposalList, add_up

FORM = "byggerier"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Byggerier", landscape=True)
    document.footer = f"Region {draw.place} · Byggerier"
    document.text("title", f"Kvartalsrapport for byggerier {draw.year}")
    document.text("caption", "Mio. kr.")
    rows = [_entry(draw, number) for number in range(1, draw.rng.randint(5, 8))]
    total = Line("I alt", add_up([Line("", r.values) for r in rows]), "total")
    columns = [Column(n) for n in ("Bevilling", "Forbrug", "Rest")]
    document.proposals = ProposalList("", 1_000_000, columns, rows, [total], 1)
    spoil_list(draw, document, document.proposals)
    figures = Figures(1)
    printed = [
        GridRow([r.case_id, r.title, str(draw.year + draw.rng.randint(1, 4)), *map(figures.print, r.values)])
        for r in rows
    ]
    printed.append(GridRow(["", "I alt", "", *map(figures.print, total.values)], bold=True))
    heading = ["Nr.", "Projekt", draw.rng.choice(("Slutår", "Færdig")), *(c.printed for c in columns)]
    document.add(Grid([heading], printed, [0.07, 0.36, 0.09, 0.13, 0.13, 0.13], frozenset({0, 1, 2})))
    return document


def _entry(draw: Draw, number: int) -> Entry:
    granted = draw.rng.randint(300, 90_000)
    used = granted * draw.rng.randint(1, 9) // 10
    return Entry(f"B-{number}", draw.title(), "", [granted, used, granted - used])
