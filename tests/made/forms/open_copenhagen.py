"""Another Copenhagen case: boxed fields, numbered headings, a table with steering areas and one by administration."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Document, Fields, Line, PageBreak, Table, add_up

FORM = "forvaltningscase"
_OFFICES = ("Økonomiforvaltningen", "Kultur- og Fritidsforvaltningen", "Socialforvaltningen", "Børneforvaltningen")


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document("Effektiviseringer")
    document.footer = f"Effektiviseringsforslag budget {draw.year}"
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 4), ("sum", "prose")), start=1):
        if number > 1:
            document.add(PageBreak())
        _card(draw, document, f"{draw.rng.randint(1, 7)}.{number:02d}", error)
    return document


def _card(draw: Draw, document: Document, case_id: str, error: str | None) -> None:
    card = Card(case_id, draw.title())
    first, by_office = _economy(draw), _shares(draw)
    document.cards.append(card)
    card.tables += [first, by_office]
    if error == "sum":
        spoil_sum(draw, document, draw.rng.choice(card.tables), card)
    saving = abs(first.lines[-1].values[-1] or 0) * 1000
    amount = draw.say(document, card, saving, "tkr", wrong=error == "prose")
    document.text("title", "EFFEKTIVISERINGSFORSLAG")
    fields = [("Forslagets titel:", card.title), ("Forslagsnr.:", case_id)]
    fields += [("Resumé:", f"{draw.sentences(1)[0]} Forslaget giver {amount} årligt fra {draw.year + 3}.")]
    fields += [("Fremstillende forvaltning:", _OFFICES[0]), ("Berørte forvaltninger:", " og ".join(_OFFICES[1:3]))]
    document.add(Fields(fields, boxed=True))
    document.text("heading", "1. Økonomiske konsekvenser af forslaget")
    document.text("caption", first.caption or "")
    document.add(grid(first, Figures(empty=draw.dash), [0.32, 0.13]))
    document.text("heading", "2. Formål")
    document.text("body", *draw.sentences(2))
    document.text("heading", "3. Fordeling mellem forvaltninger")
    document.text("caption", by_office.caption or "")
    document.add(grid(by_office, Figures(empty=draw.dash), [0.36]))
    document.text("heading", "4. Risikovurdering")
    document.text("body", *draw.sentences(1))


def _economy(draw: Draw) -> Table:
    lasting = [
        Line("Personaleudgifter", draw.lasting(-draw.rng.randint(300, 3000)), texts=("Service",)),
        Line("Mindre lejeudgift", draw.lasting(-draw.rng.randint(90, 900)), texts=("Service",)),
    ]
    once = [
        Line("Flytteomkostninger", draw.once(draw.rng.randint(100, 900)), texts=("Service",)),
        Line("Ombygning", draw.once(draw.rng.randint(400, 4000)), texts=("Anlæg",)),
    ]
    first, second = Line("Varige ændringer i alt", add_up(lasting), "subtotal"), Line("I alt", add_up(once), "subtotal")
    total = Line("Samlet økonomisk påvirkning", add_up([first, second]), "total")
    lines = [Line("Varige ændringer"), *lasting, first, Line("Implementering"), *once, second, total]
    caption = "Tabel 1. Økonomiske konsekvenser"
    lead = [f"1.000 kr. {draw.year} p/l", "Styringsområde"]
    return Table(draw.columns(), lines, 1000, lead, 0, caption, draw.year)


def _shares(draw: Draw) -> Table:
    offices = [Line(x, draw.lasting(-draw.rng.randint(90, 2000))) for x in draw.rng.sample(_OFFICES, 3)]
    total = Line("I alt", add_up(offices), "total")
    return Table(draw.columns(), [*offices, total], 1000, ["1.000 kr."], 0, "Tabel 2. Fordeling af varige ændringer")
