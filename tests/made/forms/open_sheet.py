"""A sheet a proposal: its fields are rows of the same grid as its money table, two-figure years, `heraf` rows."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Grid, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN

FORM = "skemaark"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Driftsønsker {draw.year}")
    document.text("title", f"Driftsønsker til budget {draw.year}-{draw.year + 3}")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, f"D{number:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    full = abs(table.lines[-1].values[-1] or 0) * 1000
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, full, "tkr", wrong=error == "prose")
    document.text("heading", "Skema til driftsønsker")
    made = grid(table, Figures(empty=draw.dash), [0.36])
    body, code = draw.rng.choice(draw.committees)
    document.add(_with_fields(made, [("Nr.", case_id), ("Titel", card.title), ("Udvalg", f"{body} ({code})")]))
    document.text("heading", "Begrundelse")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Ønsket koster {amount} om året, når det er gennemført i {draw.year + 3}.")


def _with_fields(made: Grid, pairs: list[tuple[str, str]]) -> Grid:
    """The fields as rows above the heading, each value over all the years."""
    width = len(made.header[0])
    made.header = [[k, v, *[""] * (width - 2)] for k, v in pairs] + made.header
    made.spans = [(row, 1, width - 1) for row in range(len(pairs))]
    return made


def _table(draw: Draw) -> Table:
    forms = draw.rng.choice((("B{}", "BO{}"), ("Budget {}", "Overslag {}")))
    columns = [Column(forms[n > 0].format(y % 100 if forms[0] == "B{}" else y), y) for n, y in enumerate(draw.years)]
    lines = [Line(x, draw.lasting(draw.rng.randint(90, 4000))) for x in draw.rng.sample(ITEMS_DOWN, 3)]
    share = [v and v // 3 for v in lines[0].values]
    of_it = Line("- heraf statslig refusion", share, None)
    total = Line(draw.rng.choice(("Udgift i alt", "Driftsønske i alt")), add_up(lines), "total")
    return Table(columns, [lines[0], of_it, *lines[1:], total], 1000, ["Beløb i 1.000 kr."])
