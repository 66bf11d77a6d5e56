"""An investment plan as a list: six-figure project numbers, groups by committee, a last column that sums the years."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures, list_grid
from tests.made.forms.model import Column, Document, Entry, Line, ProposalList, add_up

FORM = "investeringsplan"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Investeringsoversigt {draw.year}-{draw.year + 3}", landscape=draw.rng.random() < 0.5)
    document.text("title", f"Investeringsoversigt {draw.year}-{draw.year + 3}")
    document.text("body", f"{draw.sentences(1)[0]} Indtægter er angivet med minus.")
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    document.text("caption", proposals.caption)
    figures = Figures(empty=draw.dash)
    first = draw.rng.random() < 0.5
    document.add(list_grid(proposals, figures, ["Projektnr.", "Projekt"], [0.11, 0.33], group_first=first))
    document.text("body", *draw.sentences(1))
    return document


def _list(draw: Draw) -> ProposalList:
    names = draw.rng.choice((("Budget {}", "Overslag {}"), ("B {}", "BO {}"), ("{}", "{}")))
    columns = [*draw.columns(*names), Column("I alt")]
    rows: list[Entry] = []
    sums: list[Line] = []
    for number, (body, _) in enumerate(draw.committees[:3], start=1):
        mine = []
        for n in range(draw.rng.randint(3, 5)):
            values = draw.once(draw.rng.choice((1, 1, 1, -1)) * draw.rng.randint(200, 18_000))
            values.append(sum(v or 0 for v in values))
            mine.append(
                Entry(f"{number}{draw.rng.randint(10, 99)}{n}{draw.rng.randint(10, 99)}", draw.title(), body, values)
            )
        rows += mine
        sums.append(Line(f"{body} i alt", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Anlæg i alt", add_up(sums), "total"))
    caption = f"Rådighedsbeløb, netto, i hele 1.000 kr., {draw.year}-priser"
    return ProposalList(caption, 1000, columns, rows, sums)
