"""A budget review: long headings over lines, mio. kr. with a decimal, negative income, per cent with its sign."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, GridRow, Line, Table, add_up

FORM = "budgetrevision"
_INCOME = ("Skatter", "Generelle tilskud", "Renter af indestående", "Refusion af moms")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Budgetrevision 2, {draw.year}")
    document.text("title", f"Budgetrevision 2 pr. 31. august {draw.year}")
    document.text("body", *draw.sentences(2))
    document.text("heading", "Det forventede regnskab")
    table = _table(draw)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, table.lines[-1].label)
    made = grid(table, Figures(1, empty=draw.dash), [0.3])
    made.header[0].append("Afvigelse i %")
    made.shares = [0.3, *[0.15] * 4, 0.1]
    made.rows = [GridRow([*r.cells, _share(draw) if r.cells[1] else ""], r.bold) for r in made.rows]
    document.add(made)
    document.text("note", "Negative tal er indtægter, og negative afvigelser er mindreforbrug.")
    document.text("heading", "Det videre forløb")
    document.text("body", *draw.sentences(2))
    return document


def _share(draw: Draw) -> str:
    return f"{draw.rng.randint(0, 12)},{draw.rng.randint(0, 9)} %"


def _table(draw: Draw) -> Table:
    day = f"{draw.year} pr. 31. august"
    columns = [
        Column(f"Oprindeligt budget {draw.year}", draw.year),
        Column(f"Korrigeret budget {day}", draw.year),
        Column(f"Forventet regnskab {day}", draw.year),
        Column("Afvigelse til korrigeret budget"),
    ]
    income = [_row(draw, x, -1, 20_000) for x in draw.rng.sample(_INCOME, 3)]
    running = [_row(draw, x, 1, 9000) for x, _ in draw.committees]
    works = [_row(draw, x, 1, 400) for x, _ in draw.committees[:3]]
    sums = [
        Line("Indtægter i alt", add_up(income), "subtotal"),
        Line("Driftsudgifter i alt", add_up(running), "subtotal"),
    ]
    result = Line("Resultat af driften", add_up(sums), "subtotal")
    built = Line("Anlægsudgifter i alt", add_up(works), "subtotal")
    total = Line("Resultat i alt", add_up([result, built]), "total")
    lines = [Line("Indtægter"), *income, sums[0], Line("Driftsudgifter"), *running, sums[1], result]
    lines += [Line("Anlægsudgifter"), *works, built, total]
    return Table(columns, lines, 1_000_000, ["Mio. kr."], 1)


def _row(draw: Draw, label: str, sign: int, size: int) -> Line:
    first = sign * draw.rng.randint(size // 20, size)
    second = first + draw.rng.randint(-99, 99)
    third = second + draw.rng.choice((-1, 1)) * draw.rng.randint(2, 80)
    return Line(label, [first, second, third, third - second])
