"""An investment plan: only a list, grouped by committee, ids like 3.07, `B2026 BO2027`, sums of each group."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures, list_grid
from tests.made.forms.model import Document, Entry, Line, ProposalList, add_up

FORM = "investering"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Investeringsoversigt {draw.year}-{draw.year + 3}", landscape=draw.rng.random() < 0.5)
    document.text("title", f"Investeringsoversigt {draw.year}-{draw.year + 3}")
    document.text("body", " ".join(draw.sentences(1)))
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    document.text("caption", proposals.caption)
    document.add(list_grid(proposals, Figures(empty=draw.dash), ["Nr.", "Projekt"], [0.08, 0.42]))
    document.text("note", "Projekter med stjerne i sidste års plan er ikke medtaget.")
    return document


def _list(draw: Draw) -> ProposalList:
    spaced = draw.rng.choice(("B{}", "B {}", "B-{}"))
    columns = draw.columns(spaced, spaced.replace("B", "BO"))
    rows: list[Entry] = []
    sums: list[Line] = []
    for number, (group, _) in enumerate(draw.committees, start=1):
        mine = []
        for place in range(1, draw.rng.randint(3, 5)):
            amount = draw.rng.choice((1, 1, 1, -1)) * draw.rng.randint(150, 14_000)
            values = draw.once(amount) if draw.rng.random() < 0.6 else draw.lasting(amount)
            mine.append(Entry(f"{number}.{place:02d}", draw.title(), group, values))
        rows += mine
        sums.append(Line(f"{group} i alt", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Anlæg i alt, netto", add_up(sums), "total"))
    caption = draw.rng.choice(("Beløb i t.kr.", "Hele 1.000 kr.", f"1.000 kr., {draw.year}-priser"))
    return ProposalList(f"Rådighedsbeløb fordelt på udvalg. {caption}", 1000, columns, rows, sums)
