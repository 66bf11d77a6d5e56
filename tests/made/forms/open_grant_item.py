"""One item of an agenda as a document of its own: a grant in kroner with its account, financed by another grant."""

from __future__ import annotations

from tests.made.forms.draw import Draw, dotted, spoil_sum
from tests.made.forms.layout import Figures, grid
from tests.made.forms.model import Card, Column, Document, Fields, Line, Table, add_up

FORM = "bevillingssag"


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    body = draw.committees[0][0]
    document = draw.document(f"{body} · Dagsorden")
    card = Card(None, draw.title())
    number = draw.rng.randint(3, 19)
    if draw.rng.random() < 0.5:
        card.case_id = str(number)
    table = _table(draw)
    document.cards.append(card)
    card.tables.append(table)
    grant = sum(v or 0 for v in table.lines[0].values)
    spoil_sum(draw, document, table, card)
    document.text("title", f"{number}. {card.title}" if card.case_id else card.title)
    case = (
        f"{draw.rng.randint(10, 88)}.{draw.rng.randint(10, 45)}.00-S00-{draw.rng.randint(1, 9)}-{draw.year % 100 - 1}"
    )
    document.add(Fields([("Sagsnr.", case), ("Behandling", f"{body}, Økonomiudvalget, Byrådet")]))
    document.text("heading", "Resumé")
    document.text(
        "body", f"{draw.sentences(1)[0]} Der søges en anlægsbevilling på {_say(draw, document, card, grant)}."
    )
    document.text("heading", "Sagsfremstilling")
    document.text("body", *draw.sentences(3))
    document.text("heading", "Økonomi")
    document.text("body", "Bevillingen finansieres som vist i tabellen. Beløb i kr., minus er indtægt.")
    document.add(grid(table, Figures(empty=draw.dash), [0.3, 0.14]))
    document.text("heading", "Indstilling")
    document.text("body", f"Direktionen indstiller, at der gives {_say(draw, document, card, grant)} til projektet.")
    document.text("heading", "Bilag")
    document.text("body", f"Skitseprojekt af {draw.rng.randint(2, 27)}. maj {draw.year - 1}")
    return document


def _say(draw: Draw, document: Document, card: Card, kroner: int) -> str:
    card.prose.append((kroner, kroner))
    return f"{dotted(kroner)} kr."


def _table(draw: Draw) -> Table:
    columns = [Column(str(y), y) for y in draw.years[: draw.rng.randint(3, 4)]]
    width = len(columns)
    works = Line("Rådighedsbeløb", draw.once(draw.rng.randint(10, 900) * 10_000, width), texts=("Anlæg",))
    running = Line("Afledt drift", draw.lasting(draw.rng.randint(5, 60) * 1000, width), texts=("Drift",))
    pool = Line("Pulje til bygninger", [v and -(v // 20_000) * 10_000 for v in works.values], texts=("Anlæg",))
    total = Line("Træk på kassen", add_up([works, running, pool]), "total", texts=("Finansiering",))
    return Table(columns, [works, running, pool, total], 1, ["Kr.", "Type"])
