"""A sheet of rates: kroner and øre, an account, a budget and two rates, growth in per cent; nothing adds up."""

from __future__ import annotations

from tests.made.forms.draw import Draw
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Column, Document, Line, Table

FORM = "takst"
_SERVICES = {
    "Dagtilbud, pr. måned": (("Vuggestue", 3900, 4700), ("Børnehave", 2000, 2600), ("Frokostordning", 600, 900)),
    "Ældre, pr. stk.": (("Middag med udbringning", 55, 75), ("Biret", 12, 20), ("Vask af tøj, pr. pose", 60, 90)),
    "Kultur og fritid": (
        ("Svømmehal, voksen", 45, 60),
        ("Svømmehal, barn", 20, 30),
        ("Leje af sal, pr. time", 90, 260),
    ),
    "Forsyning og miljø": (("Affald, enfamiliehus", 3100, 4200), ("Rottebekæmpelse", 90, 160)),
}


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Takster {draw.year}")
    document.text("title", f"Takstblad {draw.year}")
    document.text(
        "body", f"Taksterne gælder fra den 1. januar {draw.year}. Beløb i kroner inkl. moms, hvor intet er nævnt."
    )
    basis = draw.rng.choice(("R-{}", "R{}", "Regnskab {}"))
    names = (basis, "Takst {}", "Forslag {}")
    columns = [Column(n.format(draw.year - 2 + k), draw.year - 2 + k) for k, n in enumerate(names)]
    for group, services in _SERVICES.items():
        table = _table(draw, group, services, columns)
        document.doc_tables.append(table)
        document.text("heading", group)
        made = grid(table, Figures(2, empty=draw.dash), [0.36])
        made.header[0].append("Stigning i pct.")
        made.shares = [0.36, 0.15, 0.15, 0.15, 0.15]
        for row in made.rows:
            row.cells.append(f"{draw.rng.randint(0, 6)},{draw.rng.randint(0, 9)}")
        document.add(made)
    return document


def _table(draw: Draw, group: str, services: tuple[tuple[str, int, int], ...], columns: list[Column]) -> Table:
    lines = []
    for name, low, high in services:
        base = draw.rng.randint(low * 100, high * 100) // 25 * 25
        lines.append(Line(name, [base, base + draw.rng.randint(1, 9) * 25, base + draw.rng.randint(10, 20) * 25]))
    return Table(columns, lines, 1, ["Ydelse"], 2, group)
