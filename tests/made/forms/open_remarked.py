"""Construction projects by grant, spent and left, none of them a year's, and a word on each behind its figures."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures
from tests.made.forms.model import Column, Document, Entry, Grid, GridRow, Line, ProposalList, add_up

FORM = "anlaegsstatus"
_STATES = ("Følger planen", "Forsinket", "Afsluttet")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Anlægsstatus", landscape=True)
    document.text("title", f"Status på anlægsprojekter pr. 1. september {draw.year}")
    document.text("body", "Beløb i mio. kr.")
    rows = [_project(draw, n) for n in range(1, draw.rng.randint(6, 9))]
    columns = [Column("Bevilling"), Column("Forbrug"), Column("Rest")]
    total = Line("I alt", add_up([Line("", r.values) for r in rows]), "total")
    document.proposals = ProposalList("", 1_000_000, columns, rows, [total], 1)
    spoil_list(draw, document, document.proposals)
    figures = Figures(1)
    cells = [GridRow([r.case_id, r.title, *map(figures.print, r.values), draw.rng.choice(_STATES)]) for r in rows]
    cells.append(GridRow(["", total.label, *map(figures.print, total.values), ""], bold=True))
    heading = ["Nr.", "Projekt", *(c.printed for c in columns), "Status"]
    document.add(Grid([heading], cells, [0.06, 0.38, 0.11, 0.11, 0.11, 0.18], frozenset({0, 1, 5})))
    return document


def _project(draw: Draw, number: int) -> Entry:
    grant = draw.rng.randint(10, 900)
    spent = grant * draw.rng.randint(20, 95) // 100
    return Entry(f"P{number:02d}", draw.title(), "", [grant, spent, grant - spent])
