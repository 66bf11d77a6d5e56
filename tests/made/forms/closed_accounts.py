"""A memo by account: labels begin with an account number, a table of changes a section, the years' mean no sum."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Line, Table, add_up
from tests.made.forms.words import POLICY_AREAS

FORM = "kontonotat"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Notat om budgetændringer {draw.year}")
    document.text("title", f"Notat om ændringer i budget {draw.year}")
    document.text("body", " ".join(draw.sentences(2)))
    number = draw.rng.randint(2, 5)
    for place, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose")), start=1):
        _card(draw, document, f"{number}.{place}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    first = next(v for v in table.lines[-1].values if v)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, abs(first) * 1000, "tkr", wrong=error == "prose")
    document.text("card", f"{case_id} {card.title}")
    document.text("body", " ".join(draw.sentences(3)))
    document.text("body", f"Ændringen beløber sig til {amount} i {draw.year}, jf. tabellen.")
    document.text("caption", table.caption or "")
    document.add(grid(table, Figures(minus="\u2212", empty=draw.dash), [0.4]))


def _table(draw: Draw) -> Table:
    sign = draw.rng.choice((1, -1))
    columns = [Column(f"B {y}" if not n else f"BO {y}", y) for n, y in enumerate(draw.years)]
    areas = draw.rng.sample(POLICY_AREAS, draw.rng.randint(2, 4))
    lines = [Line(f"5.{draw.rng.randint(22, 58)}.{draw.rng.randint(10, 89)} {a}", _values(draw, sign)) for a in areas]
    total = Line("Ændring i alt", add_up(lines), "total")
    return Table(
        columns, [*lines, total], 1000, ["Funktion"], caption=f"Budgetændringer, netto i 1.000 kr. ({draw.year}-pl)"
    )


def _values(draw: Draw, sign: int) -> list[int | None]:
    return [sign * draw.rng.randint(15, 4000) for _ in range(4)]
