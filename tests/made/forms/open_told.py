"""Budget wishes told in words only: numbered titles, amounts by year in running text, no table at all."""

from __future__ import annotations

from tests.made.forms.draw import Draw, dotted
from tests.made.forms.model import Card, Document

FORM = "fortalt"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(f"Budgetønsker {draw.year}")
    document.text("title", f"Budgetønsker til {draw.year}-{draw.year + 3}")
    document.text("body", " ".join(draw.sentences(2)))
    how = draw.rng.choice(("{}. {}", "Ønske {}: {}", "Budgetønske nr. {} – {}"))
    for number in range(1, draw.rng.randint(5, 8)):
        _card(draw, document, number, how)
    return document


def _card(draw: Draw, document: Document, number: int, how: str) -> None:
    card = Card(str(number), draw.title())
    document.cards.append(card)
    first, yearly = draw.rng.randint(2, 90), draw.rng.randint(2, 60)
    kroner = draw.rng.randint(20, 900) * 1000
    card.prose += [(first * 100_000, first * 100_000), (yearly * 100_000, yearly * 100_000), (kroner, kroner)]
    document.text("card", how.format(number, card.title))
    document.text("heading", "Hvad ønskes")
    document.text("body", " ".join(draw.sentences(2)))
    document.text("heading", "Økonomi")
    document.text(
        "body",
        f"Der er behov for {_mio(first)} mio. kr. i {draw.year} og {_mio(yearly)} mio. kr. årligt fra {draw.year + 1}. "
        f"Heraf kan {dotted(kroner)} kr. finansieres af eksterne midler.",
    )
    document.text("heading", "Forvaltningens vurdering")
    document.text("body", *draw.sentences(1))


def _mio(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}"
