"""The accounts of half a year: stages of one year in mio. kr., sections in capitals, a column of per cent."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, GridRow, Line, Table, Value, add_up

FORM = "halvaarsresultat"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    day = draw.rng.choice(("30. april", "31. juli", "31. oktober"))
    document = draw.document(f"Budgetopfølgning pr. {day} {draw.year}")
    document.text("title", f"Godkendelse af budgetopfølgning pr. {day} {draw.year}")
    document.text("heading", "Sagsbeskrivelse")
    document.text("body", *draw.sentences(2))
    document.text("heading", "Det forventede regnskab")
    document.text("body", "Nedenfor er resultatopgørelsen vist.")
    table = _table(draw, day)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, "resultat")
    made = grid(table, Figures(1, empty=draw.dash), [0.32])
    made.header[0].append("Afvigelse i %")
    made.shares = [0.32, *[0.135] * 5]
    made.rows = [GridRow([*r.cells, _share(draw, r.cells)], r.bold) for r in made.rows]
    document.add(made)
    document.text("body", *draw.sentences(2))
    return document


def _share(draw: Draw, cells: list[str]) -> str:
    return f"{draw.rng.randint(0, 14)},{draw.rng.randint(0, 9)}%" if any(cells[1:]) else ""


def _table(draw: Draw, day: str) -> Table:
    names = (f"Oprindeligt budget {draw.year}", f"Korrigeret budget {draw.year} pr. {day}")
    names += (f"Forventet regnskab {draw.year} pr. {day}", "Afvigelse til korrigeret budget")
    columns = [Column(n, draw.year if str(draw.year) in n else None) for n in names]
    income = [Line(x, _stages(draw, -24_000, -6000)) for x in ("Skatter", "Generelle tilskud mv.")]
    spent = [Line(name, _stages(draw, 400, 9000)) for name, _ in draw.committees]
    taken, used = (
        Line("Indtægter i alt", add_up(income), "subtotal"),
        Line("Driftsudgifter i alt", add_up(spent), "subtotal"),
    )
    before = Line("Driftsresultat før finansiering", add_up([taken, used]), "subtotal")
    interest = Line("Renter mv.", _stages(draw, 20, 90))
    result = Line("Resultat af ordinær driftsvirksomhed", add_up([before, interest]), "total")
    lines = [Line("DET SKATTEFINANSIEREDE OMRÅDE"), Line("Indtægter"), *income, taken]
    lines += [Line("Driftsudgifter"), *spent, used, before, interest, result]
    return Table(columns, lines, 1_000_000, ["Resultatopgørelse (mio. kr.)"], 1)


def _stages(draw: Draw, low: int, high: int) -> list[Value]:
    first = draw.rng.randint(low, high)
    second = first + draw.rng.randint(-20, 60)
    third = second + draw.rng.choice((-1, 1)) * draw.rng.randint(1, 40)
    return [first, second, third, third - second]
