"""What the text says of one thing in two ways: a row's steering area, a price of each, a day of beginning, a length."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.danish.periods.find import find_periods
from pipeline.reconcile.danish import akin, stem, words
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, TableRow
from pipeline.reconcile.quantities import Quantity, marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import texts
from pipeline.reconcile.structure import SECTIONS

_AREA = re.compile(
    r"\b(?:service|anlægs)(?:ramme|midler|udgift|bevilling|måltal)\w*"
    r"|(?:(?<=\bpå )|(?<=\bsom )|(?<=\ber )|(?<=\budelukkende ))(?:service|anlæg)\b(?=\s*(?:[.,;)]|$))",
    re.I,
)
_MONEY_OF = re.compile(
    r"\b(?:finansier\w+|afhold\w+|betal\w+|konter\w+|bogfør\w+|henfør\w+|hører under|er|udgør)\b", re.I
)
_ONLY = re.compile(r"\b(?:hele|samtlige|alle|udelukkende|alene|fuldt ud)\b", re.I)
_INVESTMENT = re.compile(
    r"\b(?:investering(?:en|erne|smidlerne)|implementeringsomkostninger(?:ne)?)\b(?! (?:i|til|af|ved|for) (?!alt))",
    re.I,
)
_NOT = re.compile(
    r"\b(?:ikke|hverken|ingen|både|dels|delvis|primært|hovedsagelig\w*|overvejende|mest|overføres?)\b", re.I
)


@card_rule(
    "area_told",
    title="Styringsområde i ord",
    claim="Teksten henfører en udgift til det styringsområde, tabellen har",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("card_sections", "economic_rows"),
    proves="the text books a row, or all of the investment, under the steering area that the table gives it",
)
def area_told(card: Card, _: Context) -> Iterator[Outcome]:
    """`Skærme finansieres af servicerammen` <-> a row on anlæg; `hele investeringen er anlæg` <-> rows on service."""
    table = card.economy
    costs = [r for r in table.items() if r.area and r.cells] if table else []
    for text, printed in _areas_told(card) if costs else ():
        area = "anlæg" if printed.lower().startswith("anl") else "service"
        named = _named(costs, text, area)
        if named and all(r.area != area for r in named):
            yield _other_area(card, text, named, printed)


def _areas_told(card: Card) -> Iterator[tuple[str, str]]:
    """Each sentence that says of what area some money is, and the area as it says it."""
    for text in texts(card):
        found = {m[0].lower()[:3]: m[0] for m in _AREA.finditer(text)}
        if len(found) == 1 and _MONEY_OF.search(text) and not _NOT.search(text):
            yield text, next(iter(found.values()))


def _named(rows: list[TableRow], text: str, area: str) -> list[TableRow]:
    """The rows whose whole names are said; where all of the investment is, those that are of another area."""
    spoken = words(text)
    named = [r for r in rows if r.stems and all(any(akin(s, w) for w in spoken) for s in r.stems)]
    if not named and _ONLY.search(text) and _INVESTMENT.search(text):
        return [r for r in rows if r.row.section == SECTIONS[1] and r.area != area]
    return named


def _other_area(card: Card, text: str, rows: list[TableRow], printed: str) -> Outcome:
    first = rows[0]
    more = f" og {len(rows) - 1} rækker til" if len(rows) > 2 else " og 1 række til" if len(rows) == 2 else ""
    message = f"Teksten siger '{printed}', men '{first.label}'{more} har styringsområdet {first.area} i tabellen."
    return Outcome(
        "inconsistent", message, ("area", first.label), [place_of(card, text), *(r.evidence() for r in rows)],
        "warning", expected_text=first.area, printed_text=printed,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Mention:
    """A thing, what is said of it, and in which sentence."""

    of: str
    printed: str
    low: float
    high: float
    sentence: str


_EACH = re.compile(
    r"\b(?P<noun>[a-zæøå]{4,}) (?:koster|anskaffes til|indkøbes til|købes til|til|for|á|à|har en pris på|står i)"
    r"(?: en pris (?:på|af))? (?P<price><M\d+>) (?:pr|per) (?:stk|styk|enhed)\b",
    re.I,
)


@card_rule(
    "price_told_twice",
    title="Pris pr. styk",
    claim="Teksten har én pris for én ting",
    sides=("Her", "Ellers"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("card_sections",),
    proves="the text gives one thing one price",
)
def price_told_twice(card: Card, _: Context) -> Iterator[Outcome]:
    """`Skærmene koster 3.000 kr. pr. stk.` <-> `300 skærme til 4.000 kr. pr. stk.`."""
    found = []
    for text in (t for t in texts(card) if " pr" in t or " per " in t):
        read = marked(text)
        found += [_price(m["noun"], read[m["price"]], text) for m in _EACH.finditer(read.text)]
    yield from _twice(card, found, "koster {} pr. stk.", "pris")


def _price(noun: str, price: Quantity, text: str) -> _Mention:
    return _Mention(stem(noun), price.text, price.low, price.high, text)


_WHEN = re.compile(
    r"\b(?P<what>[A-ZÆØÅ]?[a-zæøå]{4,}(?:et|en|erne)) (?P<does>begynder|starter|igangsættes|påbegyndes|opstartes"
    r"|går i gang|sættes i gang|afsluttes|slutter|ophører|idriftsættes|går i drift|ibrugtages|tages i brug)"
    r"(?: (?:først|allerede|derfor|således|igen))? (?P<when>(?:i|den|d\.|pr\.?|primo|medio|ultimo|fra)\s.{0,40})"
)
_SAME = {
    "starter": "begynder", "igangsættes": "begynder", "påbegyndes": "begynder", "opstartes": "begynder",
    "går i gang": "begynder", "sættes i gang": "begynder", "slutter": "afsluttes", "ophører": "afsluttes",
    "går i drift": "idriftsættes", "ibrugtages": "idriftsættes", "tages i brug": "idriftsættes",
}  # fmt: skip


@card_rule(
    "date_told_twice",
    title="Tidspunkter i teksten",
    claim="Teksten har ét tidspunkt for det, der begynder eller slutter",
    sides=("Her", "Ellers"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("card_sections",),
    proves="the text says once when something begins or ends",
)
def date_told_twice(card: Card, _: Context) -> Iterator[Outcome]:
    """`Projektet begynder i maj 2026` <-> `Projektet begynder i august 2026`."""
    found = []
    for text in (t for t in texts(card) if "20" in t):
        for m in _WHEN.finditer(text):
            periods = [p.period for p in find_periods(m["when"]) if p.period.date_from and p.period.date_to]
            if len(periods) == 1 and periods[0].date_from and periods[0].date_to:
                days = (float(periods[0].date_from.toordinal()), float(periods[0].date_to.toordinal()))
                does = m["does"].lower()
                of = f"{stem(m['what'])} {_SAME.get(does, does)}"
                found.append(_Mention(of, f"{m['what'].lower()} {does} {periods[0].printed}", *days, text))
    yield from _twice(card, found, "{}", "tidspunkt")


_ENDING = re.compile(r"(?:us|et|en)$")  # `kursus`, `kurset`
_LASTS = re.compile(
    r"\b(?P<noun>[a-zæøå]{5,}) (?:varer|strækker sig over|løber over|løber i|på|af) (?P<n><C\d+>) "
    r"(?P<unit>dage|timer|uger|måneder)\b",
    re.I,
)


@card_rule(
    "length_told_twice",
    title="Varighed i teksten",
    claim="Teksten har én varighed for ét forløb",
    sides=("Her", "Ellers"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=("card_sections",),
    proves="the text says once how long something lasts",
)
def length_told_twice(card: Card, _: Context) -> Iterator[Outcome]:
    """`Kurset varer fire dage` <-> `et kursus på tre dage`."""
    found, definite = [], set[str]()
    for text in texts(card):
        if not re.search(r"\b(?:dage|timer|uger|måneder)\b", text):
            continue
        read = marked(text)
        for m in _LASTS.finditer(read.text):
            n, of = read[m["n"]], f"{_ENDING.sub('', m['noun'].lower())} {m['unit']}"
            if re.search(r"(?:et|en)$", m["noun"]):
                definite.add(of)
            found.append(_Mention(of, f"{n.text} {m['unit']}", n.low, n.high, text))
    yield from _twice(card, [f for f in found if f.of in definite], "{}", "varighed")


def _twice(card: Card, found: list[_Mention], says: str, what: str) -> Iterator[Outcome]:
    """Two mentions of one thing that cannot both be right; three different ones are of several things."""
    by_thing: dict[str, list[_Mention]] = defaultdict(list)
    for mention in found:
        by_thing[mention.of].append(mention)
    for of, mentions in by_thing.items():
        first = mentions[0]
        others = [m for m in mentions[1:] if m.low > first.high or first.low > m.high]
        if others and len({m.printed for m in others}) == 1 and first.sentence != others[0].sentence:
            here, there = says.format(first.printed), says.format(others[0].printed)
            message = f"Teksten har to forskellige angivelser af samme {what}: '{here}' ét sted og '{there}' et andet."
            evidence = [place_of(card, first.sentence), place_of(card, others[0].sentence)]
            yield Outcome(
                "inconsistent", message, (what, of), evidence, "warning", expected_text=others[0].printed,
                printed_text=first.printed,
            )  # fmt: skip
