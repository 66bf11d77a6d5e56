"""The printed strings of a made bilag: paragraphs, form fields and tables, in order, before any typesetting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from tests.made.look import Look
from tests.made.model import Bilag, Card, Item
from tests.made.words import MONTHS


@dataclass(slots=True)
class Text:
    """A paragraph, a heading, a caption or a note."""

    text: str
    kind: Literal["title", "card", "heading", "body", "caption", "note"] = "body"


@dataclass(slots=True)
class Field:
    """A form field: its label in the left column, its text in the right."""

    label: str
    text: str


@dataclass(slots=True)
class Row:
    """A table row; a `span` row has one cell over the full width."""

    cells: list[str]
    bold: bool = False
    span: bool = False


@dataclass(slots=True)
class Table:
    """A table: heading rows, body rows, the columns' shares of the width, and how many columns hold text."""

    kind: Literal["overview", "economy", "payback", "goals", "approval"]
    header: list[list[str]]
    rows: list[Row]
    shares: list[float]
    text_columns: int
    header_spans: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class NewPage:
    """A page break."""


Element = Text | Field | Table | NewPage


def elements(bilag: Bilag, look: Look) -> Iterator[Element]:
    """Everything the bilag prints."""
    case = f"{bilag.y0}-{bilag.y0 + 1}"
    yield Text("Bilag 2a", "title")
    yield Text("Oversigt over indkomne ansøgninger til investeringspuljen", "heading")
    yield Text(
        f"Med dette bilag fremlægges indkomne ansøgninger til investeringspuljen til OFS {case}. Af bilaget fremgår "
        f"dels en oversigtstabel med samlet økonomi for investeringsforslagene i {bilag.y0} p/l og de konkrete "
        "investeringsforslag fremgår herefter."
    )
    yield Text("Tabel 1. Oversigt over samlet økonomi i indkomne ansøgninger til investeringspuljen", "caption")
    yield _overview(bilag, look)
    yield NewPage()
    for number, card in enumerate(bilag.cards):
        if number and look.page_per_card:
            yield NewPage()
        yield from card_elements(card, look, split_area=bilag.split_area)


def _overview(bilag: Bilag, look: Look) -> Table:
    rows: list[Row] = []
    for committee, cards in groupby(bilag.cards, key=lambda c: c.committee):
        rows.append(Row([committee], bold=True, span=True))
        rows += [Row([f"{c.case_id} {c.title_overview}", *_overview_cells(c.overview, look)]) for c in cards]
    total = bilag.overview_total
    cells = [look.sum_cell(total[k], keep_zero=True) for k in ("service", "anlaeg", "efficiency")]
    rows.append(Row(["I alt", *cells, "-"], bold=True))
    level = bilag.price_level
    head = [
        "Forslag",
        "Service",
        "Anlæg",
        f"Effektivisering v. fuld indfasning ({level} p/l)",
        "Tilbagebetalingstid (år)",
    ]
    return Table("overview", [head], rows, [0.46, 0.12, 0.12, 0.17, 0.13], 1)


def _overview_cells(overview: dict[str, int], look: Look) -> list[str]:
    cells = [look.sum_cell(overview[k], keep_zero=True) for k in ("service", "anlaeg", "efficiency")]
    return [*cells, str(overview["payback"])]


def card_elements(card: Card, look: Look, *, split_area: bool) -> Iterator[Element]:
    """Everything a card prints."""
    yield Text(f"{card.case_id} {card.title}", "card")
    yield Field("Kort resumé:", summary(card))
    yield Field("Fremstillende forvaltning:", card.administration)
    yield Text("1. Beskrivelse af forslag (fremgangsmåde og effekt)", "heading")
    yield from (Text(p) for p in card.paragraphs)
    yield Text("2. Økonomi", "heading")
    yield Text(
        f"Beregningen bygger på erfaringer fra lignende projekter. Forslaget er opgjort i {card.price_level} p/l."
    )
    caption = "Tabel 1. Forslagets samlede økonomiske konsekvenser"
    yield Text(f"{caption} ({_unit(card)})" if look.header == "caption" else caption, "caption")
    yield economy_table(card, look, split_area=split_area)
    if look.payback == "under":
        yield Table("payback", [], _paybacks(card, 2), [0.6, 0.4], 1)
    yield from _after_economy(card, look)


def summary(card: Card) -> str:
    """The card's Kort resumé."""
    return resume(card.title, card.printed["prose_total"], card.printed["prose_eff"])


def resume(title: str, investment: int, efficiency: int) -> str:
    """A Kort resumé that names the investment and the yearly effect, both told in thousands."""
    return (
        f"Der investeres i alt {millions(investment)} i {title[0].lower() + title[1:]}. Forslaget giver en "
        f"varig effektivisering på {millions(efficiency)} årligt ved fuld indfasning."
    )


def millions(thousands: int) -> str:
    """`1,5 mio. kr.` of an amount in thousands."""
    return f"{thousands / 1000:.1f}".replace(".", ",") + " mio. kr."


def _unit(card: Card) -> str:
    return f"1.000 kr. {card.price_level} p/l"


def economy_table(card: Card, look: Look, *, split_area: bool) -> Table:
    """The table of economic consequences."""
    areas = look.area != "none"
    years = [str(y) for y in card.years]
    lead = 1 + areas
    width = lead + len(years)
    header = [["", *["Styringsområde"] * areas, *years]]
    spans: list[tuple[int, int, int]] = []
    if look.header == "area cell":
        header[0][1] = f"{_unit(card)} Styringsområde"
    elif look.header == "label cell":
        header[0][0] = _unit(card)
    elif look.header == "unit row":
        header.insert(0, ["", _unit(card)] + [""] * (width - 2))
        spans.append((0, 1, width - 1))
    rows = [Row(["Varige ændringer (effektiviseringer og drift)"], bold=True, span=True)]
    rows += [_item(r, look, areas=areas) for r in card.permanent]
    rows.append(_sum("Samlet varig ændring", card.printed["permanent_total"], look, areas=areas))
    rows.append(Row(["Implementeringsomkostninger (midler fra investeringspuljen)"], bold=True, span=True))
    rows += [_item(r, look, areas=areas) for r in card.implementation]
    if split_area:
        for name, key in (("service", "service_total"), ("anlæg", "anlaeg_total")):
            rows.append(_sum(f"Samlede implementeringsomkostninger, {name}", card.printed[key], look, areas=areas))
    rows.append(_sum("Samlede implementeringsomkostninger", card.printed["implementation_total"], look, areas=areas))
    rows.append(_sum("Samlet økonomisk påvirkning", card.printed["net"], look, areas=areas, keep_zero=True))
    if look.payback == "inside":
        rows += _paybacks(card, width)
    area_share = 0.11 if areas else 0.0
    year_share = (1 - look.label_share - area_share) / len(years)
    shares = [look.label_share, *[area_share] * areas, *[year_share] * len(years)]
    return Table("economy", header, rows, shares, lead, spans)


def _item(item: Item, look: Look, *, areas: bool) -> Row:
    mark = "*" if look.footnotes and len(item.label) % 3 == 0 else ""
    return Row([item.label + mark, *[look.area_cell(item.area)] * areas, *map(look.number, item.values)])


def _sum(label: str, values: list[int], look: Look, *, areas: bool, keep_zero: bool = False) -> Row:
    return Row([label, *[""] * areas, *(look.sum_cell(v, keep_zero=keep_zero) for v in values)], bold=True)


def _paybacks(card: Card, width: int) -> list[Row]:
    labels = ("Tilbagebetalingstid baseret på serviceeffektivisering", "Tilbagebetalingstid baseret på totaløkonomi")
    return [Row([label, str(card.printed["payback"]), *[""] * (width - 2)]) for label in labels]


def _after_economy(card: Card, look: Look) -> Iterator[Element]:
    if look.footnotes:
        yield Text("* Beløbet er opgjort på baggrund af en konkret beregning.", "note")
    yield Text(
        f"Noter til alle tabeller: Forslaget skal udarbejdes i {card.price_level} p/l, men forslag der udmøntes i "
        f"overførselssagen udmøntes i {card.price_level - 1} p/l. Alle effektiviseringer er angivet med negativt "
        "fortegn (-)."
    )
    yield Text("3. Implementering og opfølgning", "heading")
    yield Text("Tabel 2. Opfølgningsmål", "caption")
    head = [
        "Opfølgningsmål",
        "Hvordan måles opfølgningsmålet?",
        "Hvem er ansvarlig for opfølgning?",
        "Hvornår gennemføres opfølgningen?",
    ]
    goals = [Row(["Implementering og anvendelse af investeringsmidler"], bold=True, span=True)]
    goals += [Row([g.goal, g.how, g.who, g.when]) for g in card.goals]
    yield Table("goals", [head], goals, [0.25] * 4, 4)
    yield Text("4. Risikovurdering", "heading")
    yield Text("Der vurderes at være lav økonomisk risiko ved forslaget.")
    yield Text("Administrative bilag til investeringsforslag", "heading")
    yield Text("6. Hvem er hørt?", "heading")
    yield Text("Tabel 4. Godkendelse af Center for Økonomi", "caption")
    answer, date = card.approval
    approval = [Row(["Center for Økonomi, Økonomiforvaltningen", answer, printed_date(date)])]
    yield Table("approval", [["", "Ja/Nej", "Dato for godkendelse"]], approval, [0.5, 0.2, 0.3], 3)


def printed_date(date: dt.date) -> str:
    """A date in one of the forms seen, chosen by the date itself."""
    forms = (
        date.strftime("%d-%m-%Y"),
        date.strftime("%d/%m/%Y"),
        date.strftime("%d.%m.%Y"),
        f"{date.day}. {MONTHS[date.month - 1]} {date.year}",
    )
    return forms[date.day % 4]
