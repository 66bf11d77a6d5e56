"""A works overview: a list of projects with their whole grant, what is spent, the years and the rest, over pages."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures, list_grid
from tests.made.forms.model import Column, Document, Entry, Line, ProposalList, Value, add_up

FORM = "anlaegsoversigt"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Anlægsoversigt {draw.year}", landscape=True)
    document.repeat_headings = draw.rng.random() < 0.5
    document.text("title", f"Igangværende og nye anlægsprojekter {draw.year}-{draw.year + 3}")
    document.text("body", f"{draw.sentences(1)[0]} Indtægter er anført med minus.")
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    document.text("caption", proposals.caption)
    document.add(list_grid(proposals, Figures(empty=draw.dash), ["Projektnr.", "Projekt"], [0.1, 0.3]))
    document.text("note", "Rest: beløb efter det sidste overslagsår.")
    return document


def _list(draw: Draw) -> ProposalList:
    spent = draw.rng.choice(("Forbrug t.o.m. {}", "Forbrug før {}")).format(draw.year)
    columns = [Column("Bevilling i alt"), Column(spent), *draw.columns(), Column("Senere")]
    prefix = draw.rng.choice(("223", "XA-", "0"))
    rows: list[Entry] = []
    sums: list[Line] = []
    for group, _ in draw.committees[:4]:
        mine = []
        for _ in range(draw.rng.randint(4, 7)):
            number = f"{prefix}{draw.rng.randint(100, 899)}{draw.rng.randint(10, 99)}"
            mine.append(Entry(number, draw.title(), group, _project(draw)))
        rows += mine
        sums.append(Line(f"{group} i alt", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Skattefinansieret anlæg i alt", add_up(sums), "total"))
    return ProposalList("Rådighedsbeløb (1.000 kr. i løbende priser)", 1000, columns, rows, sums)


def _project(draw: Draw) -> list[Value]:
    spent = draw.rng.choice((None, draw.rng.randint(50, 9000)))
    years = draw.once(draw.rng.choice((1, 1, 1, -1)) * draw.rng.randint(200, 24_000))
    rest = draw.rng.choice((None, None, draw.rng.randint(100, 4000)))
    return [sum(v for v in (spent, *years, rest) if v), spent, *years, rest]
