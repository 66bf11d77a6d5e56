"""A follow-up by policy area: short stage names (`Opr. budget`, `Forv. regnskab`), a share of use, words on each."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, GridRow, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN, POLICY_AREAS

FORM = "status"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Økonomirapport {draw.year}")
    document.text("title", f"Økonomirapport pr. 30. april {draw.year}")
    document.text("body", *draw.sentences(2))
    names = draw.rng.choice(
        (
            ("Opr. budget", "Korr. budget", "Forbrug pr. 30.4.", "Forv. regnskab", "Forv. afvigelse"),
            ("Oprindeligt budget", "Korrigeret budget", "Forbrug", "Forventet regnskab", "Afvigelse"),
        )
    )
    areas = draw.rng.sample(POLICY_AREAS, draw.rng.randint(4, 6))
    for number, (area, error) in enumerate(zip(areas, draw.errors(len(areas), ("sum", "prose")), strict=True)):
        if number % 2 == 0 and number:
            document.add(PageBreak())
        _card(draw, document, area, names, error)
    return document


def _card(draw: Draw, document: Document, area: str, names: tuple[str, ...], error: str | None) -> None:
    card = Card(None, area)
    table = _table(draw, names)
    document.cards.append(card)
    card.tables.append(table)
    off = abs(table.lines[-1].values[-1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, off, "tkr", wrong=error == "prose")
    document.text("card", f"Politikområde {area}")
    document.text("heading", "Økonomi")
    document.text("caption", "Hele 1.000 kr., netto")
    made = grid(table, Figures(empty=draw.dash), [0.28])
    made.header[0].append("Forbrugs-pct.")
    made.shares = [0.28, *[0.115] * 6]
    made.rows = [GridRow([*r.cells, f"{draw.rng.randint(18, 49)}"], r.bold) for r in made.rows]
    document.add(made)
    document.text("heading", "Forklaring")
    document.text("body", f"Der ventes en afvigelse på {amount} i forhold til det korrigerede budget.")
    document.text("body", " ".join(draw.sentences(2)))


def _table(draw: Draw, names: tuple[str, ...]) -> Table:
    rows = []
    for label in draw.rng.sample(ITEMS_DOWN, 3):
        first = draw.rng.randint(900, 60_000)
        second = first + draw.rng.randint(-90, 400)
        forecast = second + draw.rng.choice((-1, 1)) * draw.rng.randint(20, 900)
        rows.append(Line(label, [first, second, forecast // 3, forecast, forecast - second]))
    total = Line("I alt", add_up(rows), "total")
    return Table([Column(n) for n in names], [*rows, total], 1000, [""], caption="Hele 1.000 kr., netto")
