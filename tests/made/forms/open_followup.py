"""A budget follow-up: the stages of one year as columns, committees as rows, a column of per cent; no proposals."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, GridRow, Line, Table, add_up

FORM = "opfoelgning"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    day = draw.rng.choice(("31. marts", "30. juni", "30. september"))
    document = draw.document(f"Budgetopfølgning pr. {day} {draw.year}")
    document.text("title", f"Budgetopfølgning pr. {day} {draw.year}")
    document.text("body", " ".join(draw.sentences(2)))
    named = draw.rng.random() < 0.5
    unit = draw.rng.choice(("mio. kr.", "1.000 kr."))
    table = _table(draw, unit, named=named)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, "Driftsudgifter i alt")
    document.text("heading", "Resultatoversigt")
    document.text("caption", table.caption or "")
    decimals = 1 if unit == "mio. kr." else 0
    made = grid(table, Figures(decimals, empty=draw.dash), [0.34])
    made.header[0].append("Afvigelse i pct.")
    made.shares = [0.34, *[0.13] * 5]
    made.rows = [GridRow([*r.cells, _percent(draw) if r.cells[1] else ""], r.bold) for r in made.rows]
    document.add(made)
    document.text("note", "Negative afvigelser er mindreforbrug, positive er merforbrug.")
    document.text("heading", "Bemærkninger")
    for name, _ in draw.committees:
        document.text("heading", name)
        document.text("body", " ".join(draw.sentences(2)))
    return document


def _percent(draw: Draw) -> str:
    return f"{draw.rng.randint(-4, 6)},{draw.rng.randint(0, 9)} %"


def _table(draw: Draw, unit: str, *, named: bool) -> Table:
    names = ("Oprindeligt budget", "Korrigeret budget", "Forventet regnskab", "Afvigelse")
    year = draw.year if named else None
    columns = [Column(f"{n} {draw.year}" if named else n, year) for n in names]
    scale = 1 if unit == "mio. kr." else 100
    income = [Line(x, _stages(draw, -9000 * scale, -3000 * scale)) for x in ("Skatter", "Tilskud og udligning")]
    spent = [Line(name, _stages(draw, 400 * scale, 5000 * scale)) for name, _ in draw.committees]
    first = Line("Indtægter i alt", add_up(income), "subtotal")
    second = Line("Driftsudgifter i alt", add_up(spent), "subtotal")
    result = Line("Resultat af ordinær drift", add_up([first, second]), "total")
    lines = [Line("Indtægter"), *income, first, Line("Driftsudgifter"), *spent, second, result]
    caption = f"Tabel 1. Forventet resultat {draw.year} ({unit})"
    return Table(columns, lines, 1_000_000 if scale == 1 else 1000, [""], int(scale == 1), caption)


def _stages(draw: Draw, low: int, high: int) -> list[int | None]:
    first = draw.rng.randint(low, high)
    second = first + draw.rng.randint(-90, 120) * max(1, abs(high) // 9000)
    third = second + draw.rng.randint(-60, 80) * max(1, abs(high) // 9000) + 1
    return [first, second, third, third - second or None]
