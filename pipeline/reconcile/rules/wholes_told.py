"""What the text says of the proposal as a whole: its area, its time to pay back, the prices of all its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.reconcile.danish import area_class, money
from pipeline.reconcile.intervals import total
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Table, TableRow, evidence_of, payback_evidence
from pipeline.reconcile.quantities import marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.sentences import texts
from pipeline.reconcile.structure import SECTIONS
from pipeline.reconcile.typos import of_one_size
from schemas.dataset import Evidence, SourceLineRow

_AREA_SPENT = re.compile(
    r"\b(?P<area>anlægs|service)(?:udgift|omkostning|investering|bevilling|midler|del)\w*(?: til implementering\w*)?"
    r"\s(?:(?:i alt|samlet|udgør|andrager|er|beløber sig til|på|bliver|kommer op på)\s)+(?:ca\.\s)?$",
    re.I,
)
_PART_SPENT = re.compile(r"\b(?:heraf|hvoraf) (?:udgør |er )?(?P<area>anlæg|service)\s(?:ca\.\s)?$", re.I)
_OF_ONE = re.compile(
    r"^\W*(?:i alt\W*)?(?:til|for|på|vedr\w*|pr\.?|om året|årligt|heraf)\s+(?!alt\b|hele)[a-zæøå]|^\s?(?:årligt"
    r"|om året|pr)",
    re.I,
)


@card_rule(
    "prose_vs_area",
    title="Styringsområde i teksten",
    claim="Anlæg og service i teksten er tabellens",
    sides=("Teksten", "Tabellen"),
    reads=("prose_amounts", "economic_amounts", "economic_rows"),
    proves="what the text says is spent as anlæg or service is what the rows of that area add up to",
    after=("prose_vs_table",),
)
def prose_vs_area(card: Card, context: Context) -> Iterator[Outcome]:
    """`Anlægsudgiften udgør i alt 1,5 mio. kr.` <-> the rows of implementation whose area is anlæg."""
    costs = _costs(card)
    if not costs or not all(r.area for r in costs):
        return
    told = {o.evidence[0].text for o in context.failed(card, "prose_vs_table")}
    for what in said(card):
        area = _area_of(what) if what.row.sentence not in told else None
        rows = [r for r in costs if area and r.area == area and r.cells]
        if area and rows:
            yield _against(what, rows, area)


def _costs(card: Card) -> list[TableRow]:
    """The rows of implementation of the economy table; none where some amount of the table is in doubt."""
    items = list(card.economy.items()) if card.economy else []
    return [r for r in items if r.row.section == SECTIONS[1]] if all(r.sure for r in items) else []


def _area_of(what: Said) -> str | None:
    """The area that an amount is said to be spent as in all; None for another, for one of them, or for a year."""
    found = _AREA_SPENT.search(what.before) or _PART_SPENT.search(what.before)
    if found is None or what.row.year_from is not None or _OF_ONE.match(what.after):
        return None
    return area_class(found["area"])


def _against(what: Said, rows: list[TableRow], area: str) -> Outcome:
    expected = total(c.interval for r in rows for c in r.cells.values())
    key, evidence = ("area", area), [prose_evidence(what.row), *(r.evidence() for r in rows)]
    meant = [expected, *(a for r in rows for a in r.amounts)]
    if any(a.overlaps(what.interval) for a in meant) or not of_one_size(expected.dkk, what.interval.dkk):
        message = f"Teksten '{what.row.text}' passer med rækkerne på {area}."
        return Outcome("within_rounding", message, key, evidence, None, expected, what.interval)
    gap = money(what.interval.dkk - expected.dkk)
    message = (
        f"Teksten siger '{what.row.text}' om {area}, men implementeringens rækker på {area} er i alt {money(expected)} "
        f"(forskel {gap})."
    )
    return Outcome("inconsistent", message, key, evidence, "error", expected, what.interval)


_PAYBACK = re.compile(r"\btilbagebetal\w+|\btjent (?:sig )?(?:hjem|ind)", re.I)
_PAYBACK_YEARS = re.compile(
    r"(?:\btilbagebetalingstid(?:en)?(?: \w+){0,3}?(?: på| er)|\btilbagebetal(?:t|es"
    r"|er sig)(?: \w+){0,3}? (?:efter|over|på|i løbet af)"
    r"|\btjent (?:sig )?(?:hjem|ind) (?:efter|på|over))\s(?:i alt |ca )?(?P<n><C\d+>) år\b",
    re.I,
)
_PAYBACK_ASIDE = re.compile(
    r"\bkrav\w*\s.{0,30}<C|\bhvis\b|\bville\b|\bmaks|\bhøjst|\binden for\b|\bnormalt|\bscenari|\balternativ"
    r"|\btidligere|\blån",
    re.I,
)


@card_rule(
    "payback_told",
    worst="warning",
    title="Tilbagebetalingstid i teksten",
    claim="Teksten nævner den tilbagebetalingstid, der er trykt",
    sides=("Teksten", "Trykt"),
    quantity="years",
    reads=("paybacks", "card_sections"),
    proves="the time to pay back that the text names is one of those printed under the table",
    after=("payback_in_text",),
)
def payback_told(card: Card, context: Context) -> Iterator[Outcome]:
    """`tilbagebetalt efter otte år` <-> a printed time of five years."""
    printed = set() if any(context.failed(card, "payback_in_text")) else {p.years for p in card.paybacks}
    for sentence in texts(card) if printed else ():
        text = marked(sentence) if _PAYBACK.search(sentence) else None
        found = _PAYBACK_YEARS.search(text.text) if text else None
        if text is None or found is None or _PAYBACK_ASIDE.search(text.text[: found.end()]):
            continue
        years = text[found["n"]]
        evidence = [place_of(card, sentence), payback_evidence(card, card.paybacks[0])]
        if round(years.value) in printed or years.bound:
            yield Outcome("exact", "Tekstens tilbagebetalingstid er den trykte.", ("payback", years.text), evidence)
        else:
            shown = " og ".join(str(y) for y in sorted(printed))
            message = (
                f"Teksten siger en tilbagebetalingstid på {years.text} år, men under tabellen er trykt {shown} år."
            )
            yield Outcome(
                "inconsistent", message, ("payback",), evidence, "warning", expected_text=shown, printed_text=years.text
            )


_NOTE_LINE = re.compile(r"^\W*(?:noter?|anm(?:ærkning)?|bemærk(?:ning)?|obs)\b", re.I)
_LEVEL = re.compile(
    r"\b(20\d\d)[- ]?(?:p/?l\b|pl\b|priser|prisniveau|niveau)|\b(?:p/?l|prisniveau|pris-? og lønniveau"
    r"|priser)\W{1,3}(?:i\s)?(20\d\d)\b",
    re.I,
)
_OF_ALL = re.compile(r"\b(?:beløb(?:ene)?|tal(?:lene)?|tabel\w*|udgifter(?:ne)?|priser(?:ne)?)\b", re.I)
_CONVERTS = re.compile(r"udmønt|omregn|fremskr|oversigt|\bhvis\b|udarbejde[ts] i", re.I)
_CURRENT = re.compile(r"\b(?:tabel\w*|beløb\w*|tal(?:lene)?)\b.{0,30}\b(?:løbende|årets) priser\b(?!\W{1,3}20)", re.I)


@card_rule(
    "level_told",
    title="Prisniveau i noter",
    claim="Noten under en tabel og de andre tabeller er i tabellens prisniveau",
    sides=("Noten", "Tabellen"),
    quantity="text",
    reads=("economic_tables", "source_lines"),
    proves="notes under the tables, and the form's note, name the price level of the tables' headings",
    after=("price_level",),
)
def level_told(card: Card, context: Context) -> Iterator[Outcome]:
    """`Note: Tabellens beløb er i 2025 p/l` under a table in 2027 p/l; a table in other prices than the first."""
    economy = card.economy
    if economy is None or economy.row.price_level is None or any(context.failed(card, "price_level")):
        return
    yield from _in_notes(card, economy)
    for sentence in texts(card):
        if " priser" in sentence and _CURRENT.search(sentence) and not _CONVERTS.search(sentence):
            yield _level(economy, "løbende priser", [place_of(card, sentence)])
    yield from _other_tables(card, economy)


def _in_notes(card: Card, economy: Table) -> Iterator[Outcome]:
    """Notes under the tables that name one price level for all amounts, and none of the tables' own."""
    known = {t.row.price_level for t in card.tables if t.row.price_level}
    for line, text in _notes(card):
        levels = {int(next(filter(None, m.groups()))) for m in _LEVEL.finditer(text)}
        if len(levels) == 1 and not levels <= known and _OF_ALL.search(text) and not _CONVERTS.search(text):
            yield _level(economy, f"{levels.pop()} p/l", [evidence_of(line, line.text.strip())])


def _notes(card: Card) -> Iterator[tuple[SourceLineRow, str]]:
    """The lines that begin a note, each with its text, which may go on for a line."""
    for line, below in zip_longest(card.lines, card.lines[1:]):
        if _NOTE_LINE.match(line.text):
            whole = line.text.rstrip().endswith(".") or below is None
            yield line, " ".join((line.text if whole else f"{line.text} {below.text}").split())


def _level(economy: Table, said_level: str, evidence: list[Evidence]) -> Outcome:
    printed = f"{economy.row.price_level} p/l"
    message = f"{economy.name} er trykt i {printed}, men teksten siger {said_level}."
    return Outcome(
        "inconsistent", message, ("level", said_level), [*evidence, economy.evidence], "warning",
        expected_text=printed, printed_text=said_level,
    )  # fmt: skip


def _other_tables(card: Card, economy: Table) -> Iterator[Outcome]:
    """A table of administrative effects in other prices than the economy table, whose note is for all tables."""
    note = card.row.price_note or ""
    if not re.search(r"\balle tabeller\b|\balle tabellerne\b", note, re.I):
        return
    for table in card.tables:
        level = table.row.price_level
        if table.row.table_kind == "administration" and level and level != economy.row.price_level:
            message = (
                f"{table.row.caption or table.name} er i {level} p/l, men {economy.name} i {economy.row.price_level} "
                "p/l; noten gælder alle tabeller."
            )
            yield Outcome(
                "inconsistent", message, ("table", table.row.table_kind), [table.evidence, economy.evidence], "warning",
                expected_text=f"{economy.row.price_level} p/l", printed_text=f"{level} p/l",
            )  # fmt: skip
