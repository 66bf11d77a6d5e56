"""All proposals in one long table that runs over pages: a row with id and title, then the proposal's own rows."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Grid, GridRow, Line, Table, add_up

FORM = "samletabel"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Tekniske ændringer {draw.year}")
    document.text("title", f"Oversigt over udfordringer og forslag, budget {draw.year}")
    document.text("body", "Mill. kr. i faste priser. Forværringer er uden fortegn, forbedringer har minus.")
    star = draw.rng.random() < 0.5
    columns = [Column(f"{y}{'*' if star and not n else ''}", y) for n, y in enumerate(draw.years[:3])]
    columns.append(Column(f"{draw.year + 3} og frem", draw.year + 3))
    figures = Figures(3, behind=draw.rng.random() < 0.3, empty=draw.dash)
    whole: Grid | None = None
    prefix = draw.rng.choice(("TM", "ØK", "BK"))
    first = draw.rng.randint(101, 180)
    for number, error in enumerate(draw.errors(draw.rng.randint(7, 10), ("sum",)), start=first):
        card = Card(f"{prefix}{number}", draw.title())
        table = _table(draw, columns)
        document.cards.append(card)
        card.tables.append(table)
        if error:
            spoil_sum(draw, document, table, card)
        part = grid(table, figures, [0.42])
        part.rows.insert(0, GridRow([f"{card.case_id} {card.title}", *[""] * len(columns)], bold=True))
        if whole is None:
            whole = part
        else:
            whole.rows += part.rows
    if whole is not None:
        document.add(whole)
    if star:
        document.text("note", f"* Beløb i {draw.year} er reguleret for midtårsvirkning.")
    return document


def _table(draw: Draw, columns: list[Column]) -> Table:
    run = Line("Drift", draw.lasting(draw.rng.choice((-1, 1)) * draw.rng.randint(80, 9000)))
    build = Line("Anlæg", draw.once(draw.rng.randint(200, 26_000)))
    total = Line("Samlet", add_up([run, build]), "total")
    return Table(columns, [run, build, total], 1_000_000, ["Mill. kr."], 3)
