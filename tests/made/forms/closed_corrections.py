"""Technical corrections: a long list with committee and policy area beside the text, a type for each, words after."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_list
from tests.made.forms.layout import Figures
from tests.made.forms.model import Document, Entry, Grid, GridRow, Line, ProposalList, add_up

FORM = "korrektioner"
_TYPES = ("Lov- og cirkulæreprogram", "Demografi", "Byrådsbeslutninger", "Øvrige tekniske korrektioner")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Tekniske korrektioner {draw.year}", landscape=draw.rng.random() < 0.6)
    document.repeat_headings = draw.rng.random() < 0.5
    document.text("title", f"Tekniske korrektioner til budget {draw.year}-{draw.year + 3}")
    proposals = _list(draw)
    document.proposals = proposals
    spoil_list(draw, document, proposals)
    document.text("body", f"{proposals.caption}. Merudgifter er positive, mindreudgifter negative.")
    document.add(_grid(draw, proposals, Figures(empty=draw.dash)))
    document.text("heading", "Bemærkninger")
    for row in proposals.rows[::4]:
        document.text("body", f"Ad {row.case_id}. {' '.join(draw.sentences(1))}")
    return document


def _list(draw: Draw) -> ProposalList:
    columns = [*draw.columns("{}", draw.rng.choice(("{}", "BO {}")))]
    prefix = draw.rng.choice(("TK-", "K", "T"))
    rows: list[Entry] = []
    sums: list[Line] = []
    for group in _TYPES:
        mine = []
        for _ in range(draw.rng.randint(3, 6)):
            values = draw.lasting(draw.rng.choice((1, -1)) * draw.rng.randint(20, 6000))
            mine.append(Entry(f"{prefix}{len(rows) + len(mine) + 1:02d}", draw.title(), group, values))
        rows += mine
        sums.append(Line(f"I alt, {group.lower()}", add_up([Line(r.title, r.values) for r in mine]), "subtotal"))
    sums.append(Line("Korrektioner i alt", add_up(sums), "total"))
    return ProposalList(f"Beløb i 1.000 kr., {draw.year}-pl", 1000, columns, rows, sums)


def _grid(draw: Draw, made: ProposalList, figures: Figures) -> Grid:
    """Number, committee (short), text, then the years; a row of its own for a type and for a sum."""
    blank = [""] * len(made.columns)
    rows: list[GridRow] = []
    for group, line in zip(_TYPES, made.sums, strict=False):
        rows.append(GridRow([group, "", "", *blank], bold=True))
        for entry in (r for r in made.rows if r.group == group):
            short = draw.rng.choice(draw.committees)[1]
            rows.append(GridRow([entry.case_id, f"{short}U", entry.title, *map(figures.print, entry.values)]))
        rows.append(GridRow(["", "", line.label, *map(figures.print, line.values)], bold=True))
    last = made.sums[-1]
    rows.append(GridRow(["", "", last.label, *map(figures.print, last.values)], bold=True))
    header = [["Nr.", "Udvalg", "Korrektion", *(c.printed for c in made.columns)]]
    return Grid(header, rows, [0.09, 0.09, 0.38, *[0.1] * len(made.columns)], frozenset({0, 1, 2}))
