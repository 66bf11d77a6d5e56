"""Amendments by party: a numbered list, a group for each party, years as `År 2026`, a balance at the foot."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures, list_grid
from tests.made.forms.model import Document, Entry, Line, ProposalList, add_up

FORM = "parti"
_PARTIES = ("Borgerlisten", "Fællesgruppen", "Landsbylisten", "Havnens Venner", "Den Grønne Gruppe")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Ændringsforslag til budget {draw.year}")
    document.text("title", f"Ændringsforslag til 2. behandling af budget {draw.year}-{draw.year + 3}")
    document.text("body", *draw.sentences(2))
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    document.text("body", "Plus er en forbedring af kassen, minus er en forringelse.")
    document.text("caption", proposals.caption)
    lead = ["Nr.", "Tekst", draw.rng.choice(("Drift/anlæg", "D/A"))]
    first = draw.rng.random() < 0.5
    made = list_grid(proposals, Figures(empty=draw.dash), lead, [0.12, 0.36, 0.1], group_first=first)
    for row in made.rows:
        if row.cells[0].isdigit():
            row.cells[2] = draw.rng.choice("DA")
    document.add(made)
    document.text("heading", "Bemærkninger til forslagene")
    for entry in proposals.rows[:4]:
        document.text("body", f"Ad {entry.case_id}. " + " ".join(draw.sentences(2)))
    return document


def _list(draw: Draw) -> ProposalList:
    columns = draw.columns("År {}")
    rows: list[Entry] = []
    sums: list[Line] = []
    number = 0
    for party in draw.rng.sample(_PARTIES, 3):
        mine = []
        for _ in range(draw.rng.randint(3, 6)):
            number += 1
            amount = draw.rng.choice((1, -1, -1)) * draw.rng.randint(50, 6000)
            mine.append(Entry(str(number), draw.title(), party, draw.lasting(amount)))
        rows += mine
        sums.append(
            Line(draw.rng.choice(("Sum", "Balance")), add_up([Line(r.title, r.values) for r in mine]), "subtotal")
        )
    sums.append(Line("Samlet balance", add_up(sums), "total"))
    return ProposalList("Forslag i hele tusinde kroner", 1000, columns, rows, sums)
