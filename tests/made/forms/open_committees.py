"""A catalogue by committee: its proposals in a table of their own with their sum, the whole sum at the end."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures
from tests.made.forms.model import Document, Entry, Grid, GridRow, Line, ProposalList, add_up

FORM = "udvalgskatalog"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Omprioriteringskatalog {draw.year}")
    document.text("title", f"Omprioriteringskatalog til budget {draw.year}-{draw.year + 3}")
    document.text("body", " ".join(draw.sentences(2)))
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    figures = Figures(empty=draw.dash)
    for body, line in zip(dict.fromkeys(r.group for r in proposals.rows), proposals.sums, strict=False):
        document.text("heading", body)
        document.text("caption", proposals.caption)
        mine = [r for r in proposals.rows if r.group == body]
        rows = [GridRow([r.case_id, r.title, *map(figures.print, r.values)]) for r in mine]
        rows.append(GridRow(["", line.label, *map(figures.print, line.values)], bold=True))
        header = ["Nr.", "Omprioriteringsforslag", *(c.printed for c in proposals.columns)]
        document.add(Grid([header], rows, [0.1, 0.42, *[0.12] * 4], frozenset({0, 1})))
        document.text("body", *draw.sentences(1))
    document.text("heading", "Samlet")
    last = GridRow([proposals.sums[-1].label, *map(figures.print, proposals.sums[-1].values)], bold=True)
    header = ["1.000 kr.", *(c.printed for c in proposals.columns)]
    document.add(Grid([header], [last], [0.4, *[0.12] * 4], frozenset({0})))
    return document


def _list(draw: Draw) -> ProposalList:
    columns = draw.columns("Budget {}", "Overslag {}")
    sign = draw.rng.choice((1, -1))
    rows: list[Entry] = []
    sums: list[Line] = []
    for body, code in draw.committees[:4]:
        mine = [
            Entry(f"{code}-{n:02d}", draw.title(), body, draw.lasting(sign * draw.rng.randint(50, 5000)))
            for n in range(1, draw.rng.randint(4, 7))
        ]
        rows += mine
        sums.append(Line(f"{body} i alt", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Katalog i alt", add_up(sums), "total"))
    return ProposalList("Beløb i 1.000 kr., faste priser", 1000, columns, rows, sums)
