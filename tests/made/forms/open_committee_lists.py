"""Proposals by committee, each committee's list with its heading and its policy areas, a summary table at the end."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures
from tests.made.forms.model import Document, Entry, Grid, GridRow, Line, ProposalList, add_up
from tests.made.forms.words import POLICY_AREAS

FORM = "udvalgslister"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Effektiviseringskatalog {draw.year}")
    document.text("title", f"Effektiviseringskatalog, budget {draw.year}-{draw.year + 3}")
    document.text("body", *draw.sentences(2))
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    figures = Figures(empty=draw.dash)
    shares = [0.08, 0.32, 0.2, *[0.1] * 4]
    years = [c.printed for c in proposals.columns]
    for body, line in zip(dict.fromkeys(r.group for r in proposals.rows), proposals.sums, strict=False):
        document.text("heading", body)
        mine = [r for r in proposals.rows if r.group == body]
        rows = [GridRow([r.case_id, r.title, _area(draw), *map(figures.print, r.values)]) for r in mine]
        rows.append(GridRow([line.label, "", "", *map(figures.print, line.values)], bold=True))
        document.add(
            Grid([["Nr.", "Effektivisering (1.000 kr.)", "Politikområde", *years]], rows, shares, frozenset({0, 1, 2}))
        )
    document.text("heading", "Alle udvalg")
    rows = [GridRow([x.label, *map(figures.print, x.values)], bold=True) for x in proposals.sums[-1:]]
    document.add(Grid([["1.000 kr.", *years]], rows, [0.44, *[0.12] * 4], frozenset({0})))
    return document


def _area(draw: Draw) -> str:
    return draw.rng.choice(POLICY_AREAS)


def _list(draw: Draw) -> ProposalList:
    columns = draw.columns(draw.rng.choice(("BF{}", "B{}", "{}")), draw.rng.choice(("BO{}", None)))
    rows: list[Entry] = []
    sums: list[Line] = []
    for letter, (body, _) in zip("GHKM", draw.committees, strict=False):
        mine = [
            Entry(f"{letter}-{n}", draw.title(), body, draw.lasting(-draw.rng.randint(50, 2500)))
            for n in range(1, draw.rng.randint(3, 6))
        ]
        rows += mine
        sums.append(Line("I alt", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Effektiviseringer i alt", add_up(sums), "total"))
    return ProposalList("Effektivisering (1.000 kr.)", 1000, columns, rows, sums)
