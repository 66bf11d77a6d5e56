"""Minutes of a committee: items anywhere on the page, amounts in kroner in the text, a small table of grants each."""

from __future__ import annotations

from tests.made.forms.draw import Draw, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up

FORM = "dagsorden"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    body = draw.committees[0][0]
    document = draw.document(f"{body} · Referat")
    document.text("title", f"Referat fra møde i {body} den {draw.rng.randint(2, 28)}. november {draw.year - 1}")
    first = draw.rng.randint(60, 180)
    document.text("card", f"{first}. Godkendelse af dagsorden")
    document.text("body", "Dagsordenen blev godkendt. Afbud fra ét medlem.")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 5), ("sum", "prose")), start=first + 1):
        _item(draw, document, number, error)
    return document


def _item(draw: Draw, document: Document, number: int, error: str | None) -> None:
    card = Card(str(number), draw.title())
    table = _table(draw)
    grant = sum(v or 0 for v in table.lines[0].values)
    document.cards.append(card)
    card.tables.append(table)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    amount = draw.say(document, card, grant, "kr")
    yearly = draw.say(document, card, table.lines[1].values[-1] or 0, "kr", wrong=error == "prose")
    document.text("card", f"{number}. {card.title}")
    document.add(Fields([("Sagsnr.", f"{draw.year - 2001}/{draw.rng.randint(1000, 29999)}"), ("Åbent punkt", "Ja")]))
    document.text("heading", "Sagsfremstilling")
    document.text("body", " ".join(draw.sentences(3)))
    document.text("heading", "Økonomi")
    document.text(
        "body", f"Der søges om en anlægsbevilling på {amount} og {yearly} årligt til drift fra {draw.year + 3}."
    )
    document.text("body", "Beløbene er i hele kr. Udgifter er angivet med plus.")
    document.add(grid(table, Figures(empty=draw.dash), [0.2, 0.15, 0.13]))
    document.text("heading", "Indstilling")
    document.text("body", "Forvaltningen indstiller, at bevillingen gives, og at den finansieres af kassen.")
    document.text("heading", "Beslutning")
    document.text("body", draw.rng.choice(("Indstillingen blev fulgt.", "Sagen blev udsat.")))


def _table(draw: Draw) -> Table:
    columns = [*(Column(str(y), y) for y in draw.years[:3]), Column(f"{draw.year + 3} og frem", draw.year + 3)]
    account = f"{draw.rng.randint(1, 6)}.{draw.rng.randint(10, 58)}.{draw.rng.randint(10, 99)}"
    build = Line("Anlægsudgift", draw.once(draw.rng.randint(40, 900) * 5000), texts=("Anlæg", account))
    run = Line("Afledt drift", draw.lasting(draw.rng.randint(10, 90) * 5000), texts=("Serviceudgift", account))
    total = Line("I alt", add_up([build, run]), "total")
    cash = Line("Finansiering, kassen", [-v if v else v for v in total.values], None, ("Finansiering", "8.22.01"))
    return Table(columns, [build, run, total, cash], 1, ["", "Bevilling", "Funktion"])
