"""A municipality's overview: accounts, budget and estimates side by side, rows in levels, over more than one page."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, add_up
from tests.made.forms.words import POLICY_AREAS

FORM = "hovedoversigt"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Hovedoversigt {draw.year}")
    document.text("title", f"Hovedoversigt til budget {draw.year}-{draw.year + 3}")
    table = _table(draw)
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, "Hovedoversigt")
    document.text("body", "Udgifter er anført med positivt fortegn og indtægter med negativt fortegn.")
    document.add(grid(table, Figures(empty=draw.dash, dots=draw.rng.random() < 0.8), [0.34]))
    document.text("body", " ".join(draw.sentences(3)))
    return document


def _table(draw: Draw) -> Table:
    dash = draw.rng.choice(("-", " ", ""))
    names = [("R", -2), ("B", -1), ("BF", 0), ("BO", 1), ("BO", 2), ("BO", 3)]
    columns = [Column(f"{n}{dash}{draw.year + k}", draw.year + k) for n, k in names]
    income = [Line(x, draw.steady(-900_000, -60_000, 6)) for x in ("Indkomstskat", "Grundskyld", "Bloktilskud")]
    earned = Line("Finansiering", add_up(income), "subtotal")
    lines: list[Line] = [Line("A. Det skattefinansierede område"), *income, earned]
    parts: list[Line] = [earned]
    for number, (committee, _) in enumerate(draw.committees, start=1):
        mine = [Line(x, draw.steady(4000, 190_000, 6)) for x in draw.rng.sample(POLICY_AREAS, draw.rng.randint(6, 8))]
        part = Line(f"{number}. {committee}", add_up(mine), "subtotal")
        lines += [part, *mine]
        parts.append(part)
    result = Line("Resultat før anlæg", add_up(parts), "total")
    build = Line("Skattefinansieret anlæg", draw.steady(20_000, 90_000, 6))
    supply = Line("B. Forsyningsområdet", draw.steady(-9000, -500, 6))
    balance = Line("Balance", add_up([result, build, supply]), "total")
    return Table(columns, [*lines, result, build, supply, balance], 1000, ["Netto, 1.000 kr."])
