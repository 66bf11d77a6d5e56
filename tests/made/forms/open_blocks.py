"""Three tables a proposal (running costs, construction, running costs that follow), then one that sums them."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN

FORM = "tretabeller"
_WORKS = ("Projektering", "Håndværkerudgifter", "Inventar og udstyr", "Byggeplads", "Uforudsete udgifter")
_AFTER = ("Rengøring", "Bygningsdrift", "Teknisk service", "Forbrug af el og vand")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Udvidelsesforslag {draw.year}")
    document.text("title", f"Udvidelsesforslag {draw.year}-{draw.year + 3}")
    document.text("body", f"Alle beløb er netto i 1.000 kr. og {draw.year}-priser. Udgifter er positive.")
    how = draw.rng.choice(("Udvidelsesforslag U{:02d} - {}", "U{:02d}. {}"))
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 4), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, number, how, error)
    return document


def _card(draw: Draw, document: Document, number: int, how: str, error: str | None) -> None:
    card = Card(f"U{number:02d}", draw.title())
    columns = [*draw.columns(), Column("I alt")]
    parts = [
        _part(draw, columns, "Drift", ITEMS_DOWN, lasting=True),
        _part(draw, columns, "Anlæg", _WORKS, lasting=False),
        _part(draw, columns, "Afledt drift", _AFTER, lasting=True),
    ]
    card.tables += parts
    document.cards.append(card)
    works = parts[1].lines[-1].values[-1] or 0
    if error == "sum":
        spoil_sum(draw, document, draw.rng.choice(parts), card)
    amount = draw.say(document, card, works * 1000, "mio", wrong=error == "prose")
    document.text("card", how.format(number, card.title))
    document.add(Fields([("Fagudvalg", draw.rng.choice(draw.committees)[0]), ("Ikrafttræden", f"1. juli {draw.year}")]))
    document.text("heading", "Kort beskrivelse")
    document.text("body", " ".join(draw.sentences(2)), f"Anlægsudgiften er anslået til {amount}")
    for part in parts:
        document.text("caption", part.caption or "")
        document.add(grid(part, Figures(empty=draw.dash), [0.34]))
    document.text("heading", "Personalemæssige konsekvenser")
    document.text("body", *draw.sentences(1))


def _part(draw: Draw, columns: list[Column], name: str, items: tuple[str, ...], *, lasting: bool) -> Table:
    spread = draw.lasting if lasting else draw.once
    lines = [Line(x, spread(draw.rng.randint(40, 3000))) for x in draw.rng.sample(items, draw.rng.randint(1, 3))]
    for line in lines:
        line.values.append(sum(v or 0 for v in line.values))
    lines.append(Line(f"{name} i alt", add_up(lines), "total"))
    return Table(columns, lines, 1000, [name], caption=f"{name}, 1.000 kr.")
