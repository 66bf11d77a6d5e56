"""The debt by loan in whole kroner: a loan's number stands between its name and four figures."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table, add_up

FORM = "laan"
_LOANS = ("Kommunekredit, skoler", "Kommunekredit, ældreboliger", "Byggelån, svømmehal", "Leasing, biler")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Gæld")
    document.text("title", f"Oversigt over langfristet gæld {draw.year}")
    document.text("body", "Alle beløb er i hele kroner.")
    lines = [_loan(draw, name) for name in _LOANS]
    columns = [Column(n) for n in ("Restgæld primo", "Afdrag", "Renter", "Restgæld ultimo")]
    lines.append(Line("Gæld i alt", add_up(lines), "total"))
    table = Table(columns, lines, 1, ["Lån", "Lånenummer"])
    document.doc_tables.append(table)
    spoil_sum(draw, document, table, "gæld")
    document.add(grid(table, Figures(), [0.26, 0.14]))
    document.text("body", draw.sentences(1)[0])
    return document


def _loan(draw: Draw, name: str) -> Line:
    start, paid = draw.rng.randint(900_000, 90_000_000), draw.rng.randint(20_000, 800_000)
    number = str(draw.rng.randint(2_000_000_000, 2_099_999_999))
    return Line(name, [start, -paid, draw.rng.randint(2000, 90_000), start - paid], texts=(number,))
