"""A form of which everything is drawn: ids, fields, years, units, text columns, rows, sums, signs, places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.made.forms.draw import Draw, Said, spoil_row_total, spoil_sum, with_totals
from tests.made.forms.layout import Figures, grid, years_down
from tests.made.forms.model import Card, Column, Document, Error, Fields, Grid, Line, PageBreak, Table, add_up
from tests.made.forms.words import ITEMS_DOWN, ITEMS_UP, POLICY_AREAS

FORM = "trukket"
_IDS: tuple[Callable[[int], str | None], ...] = (
    lambda n: f"SUF-{102 + n}",
    lambda n: f"BU-{n}",
    lambda n: f"A{100 + n}",
    lambda n: f"3.{n:02d}",
    lambda n: f"BI_{n}b2",
    lambda n: f"G-{n}",
    lambda n: f"TM{130 + n}",
    lambda n: str(10 + n),
    lambda n: f"ØK {20 + n}",
    lambda _: None,
)
_YEARS = (
    ("{}", "{}"),
    ("B{}", "BO{}"),
    ("B {}", "BO {}"),
    ("B-{}", "BO-{}"),
    ("BF{}", "BO{}"),
    ("Budget {}", "Overslag {}"),
    ("Budget {}", "Budget {}"),
    ("{}*", "{}"),
    ("BUDGET{}", "BUDGETOVERSLAG{}"),
)
_UNITS: tuple[tuple[str, int, int], ...] = (
    ("kr.", 1, 0),
    ("1.000 kr.", 1000, 0),
    ("t.kr.", 1000, 0),
    ("hele 1.000 kr.", 1000, 0),
    ("1.000 kr.", 1000, 1),
    ("mio. kr.", 1_000_000, 1),
    ("mio. kr.", 1_000_000, 2),
    ("mill. kr.", 1_000_000, 3),
)
_TEXTS = {
    "Udvalg": None,
    "Bevilling": ("Service", "Anlæg", "Overførsler"),
    "Funktion": ("5.25.13", "0.25.10"),
    "U/I": "UI",
}
_SUMS = ("I alt", "Netto", "Sum", "Nettoudgift", "Samlet", "Samlet ændring", "Balance")
_NAMES = ("Udvalg", "Område", "Ansvarlig", "Forvaltning", "Fagområde")
_HEADINGS = ("Baggrund", "Beskrivelse", "Indhold", "Konsekvenser", "Økonomi", "Tidsplan", "Vurdering")


@dataclass(frozen=True, slots=True)
class Habits:
    """What is the same on every card of a document."""

    ids: Callable[[int], str | None]
    heading: str
    years: tuple[str, str]
    last: str
    total: str
    unit: tuple[str, int, int]
    place: str
    figures: Figures
    texts: tuple[str, ...]
    sums: tuple[str, str]
    down: bool
    staff: bool
    paged: bool
    boxed: bool
    names: tuple[str, ...]
    headings: tuple[str, ...]


def habits(draw: Draw) -> Habits:
    """Draw a document's habits."""
    rng = draw.rng
    unit = rng.choice(_UNITS)
    down = rng.random() < 0.15
    ids = rng.choice(_IDS)
    headings = ["{id} {title}", "{id}: {title}", "Forslag {id}: {title}", "Forslag nr. {id}|{title}", "field"]
    return Habits(
        ids=ids,
        heading=rng.choice(headings) if ids(1) else "{title}",
        years=rng.choice(_YEARS),
        last=rng.choice(("", "", " og frem")),
        total="" if down else rng.choice(("", "", "I alt", "Sum")),
        unit=unit,
        place=rng.choice(("corner", "caption", "sentence")),
        figures=Figures(unit[2], empty=draw.dash),
        texts=() if down else tuple(rng.sample(list(_TEXTS), rng.choice((0, 0, 1, 2)))),
        sums=(rng.choice(_SUMS), rng.choice(("Udgifter i alt", "Delsum", "Drift i alt"))),
        down=down,
        staff=rng.random() < 0.4,
        paged=rng.random() < 0.5,
        boxed=rng.random() < 0.5,
        names=tuple(rng.sample(_NAMES, rng.randint(1, 3))),
        headings=tuple(rng.sample(_HEADINGS, 3)),
    )


def make(seed: int) -> Document:
    """Draw a document."""
    draw = Draw(FORM, seed)
    document = draw.document(draw.rng.choice(("Katalog", "Budgetforslag", "Budgetmateriale")) + f" {draw.year}")
    kept = habits(draw)
    document.landscape = len(kept.texts) > 1 or kept.years[0].startswith("BUDGET")
    document.text("title", f"Forslag til budget {draw.year}-{draw.year + 3}")
    where = f" Alle beløb er i {kept.unit[0]}" if kept.place == "sentence" else ""
    document.text("body", f"{draw.sentences(1)[0]}{where}{' i årets priser.' if where else ''}")
    kinds: tuple[Error, ...] = ("sum", "prose", "row_total") if kept.total else ("sum", "prose")
    for number, error in enumerate(draw.errors(draw.rng.randint(3, 6), kinds), start=1):
        if number > 1 and kept.paged:
            document.add(PageBreak())
        _card(draw, document, kept, number, error)
    return document


def _card(draw: Draw, document: Document, kept: Habits, number: int, error: str | None) -> None:
    card = Card(kept.ids(number), draw.title())
    table = _table(draw, kept)
    document.cards.append(card)
    card.tables.append(table)
    cell = next(v for v in next(x for x in table.lines if x.role == "total").values if v)
    if error == "sum":
        spoil_sum(draw, document, table, card)
    elif error == "row_total":
        spoil_row_total(draw, document, table, card, len(table.columns) - 1)
    kroner = abs(cell) * table.unit_dkk // 10**table.decimals
    how: Said = "kr" if table.unit_dkk == 1 else "mio" if kroner >= 1_000_000 else "tkr"
    amount = draw.say(document, card, kroner, how, wrong=error == "prose")
    pairs = [(name, draw.rng.choice(draw.committees)[0]) for name in kept.names]
    if kept.heading == "field":
        pairs = [("Nr.", card.case_id or ""), ("Titel", card.title), *pairs]
    else:
        document.text("card", *kept.heading.format(id=card.case_id, title=card.title).split("|"))
    document.add(Fields(pairs, kept.boxed))
    document.text("heading", kept.headings[0])
    document.text("body", " ".join(draw.sentences(2)))
    document.text("body", f"Virkningen er {amount} det første år med beløb.")
    document.text("heading", kept.headings[1])
    if table.caption:
        document.text("caption", table.caption)
    document.add(_grid(draw, kept, table))
    document.text("heading", kept.headings[2])
    document.text("body", *draw.sentences(1))


def _grid(draw: Draw, kept: Habits, table: Table) -> Grid:
    if not kept.down:
        return grid(table, kept.figures)
    staff = [f"{draw.rng.randint(1, 9)},{draw.rng.randint(0, 9)}" for _ in table.columns]
    return years_down(table, kept.figures, [("Stillinger", staff)] if kept.staff else [])


def _table(draw: Draw, kept: Habits) -> Table:
    name, unit_dkk, decimals = kept.unit
    first, later = kept.years
    columns = draw.columns(first, later)
    if kept.last:
        columns[-1] = Column(f"{draw.year + 3}{kept.last}", draw.year + 3)
    lines = _lines(draw, kept)
    if kept.total:
        with_totals(lines)
        columns.append(Column(kept.total))
    if kept.staff and not kept.down:
        staff = tuple(f"{draw.rng.randint(1, 9)},{draw.rng.randint(0, 9)}" for _ in draw.years)
        lines.append(Line(draw.rng.choice(("Årsværk", "Antal årsværk", "Stillinger")), quantity=staff))
    caption = f"Tabel 1. Økonomiske konsekvenser, {name}" if kept.place == "caption" else None
    corner = {"corner": name[0].upper() + name[1:], "sentence": ""}.get(kept.place, "")
    return Table(columns, lines, unit_dkk, [corner or ("År" if kept.down else ""), *kept.texts], decimals, caption)


def _lines(draw: Draw, kept: Habits) -> list[Line]:
    _, unit, decimals = kept.unit
    step = {1: 1000.0, 1000: 10.0**decimals, 1_000_000: 0.01 * 10**decimals}[unit]
    sign = draw.rng.choice((1, -1))

    def line(label: str, values: list[int | None]) -> Line:
        texts = [_text(draw, name) for name in kept.texts]
        return Line(label, values, texts=tuple(texts))

    lasting = [
        line(x, draw.lasting(sign * round(draw.rng.randint(150, 5000) * step)))
        for x in draw.rng.sample(ITEMS_DOWN, draw.rng.randint(2, 3))
    ]
    once = [line(x, draw.once(round(draw.rng.randint(150, 4000) * step))) for x in draw.rng.sample(ITEMS_UP, 1)]
    if kept.down or draw.rng.random() < 0.5:
        return [*lasting, *once, Line(kept.sums[0], add_up([*lasting, *once]), "total")]
    part = Line(kept.sums[1], add_up(lasting), "subtotal")
    return [*lasting, part, *once, Line(kept.sums[0], add_up([part, *once]), "total")]


def _text(draw: Draw, name: str) -> str:
    choices = _TEXTS[name]
    return draw.rng.choice(choices) if choices else draw.rng.choice((*POLICY_AREAS, draw.committees[0][0]))
