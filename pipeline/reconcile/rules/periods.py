"""Years that the text names against the years in which the table has amounts: from when, and from when in full."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.prose_claims import roots
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, results

_READS = ("card_sections", "economic_amounts", "economic_rows")
_EFFECT = r"(?:effekt(?:en|iviseringe[nr]|ivisering)?|besparelse[nr]?|gevinste[nr]|reduktionen|provenuet)"
_IN_FULL = r"(?:fuldt? (?:indfas\w+|effekt|virkning|gennemslag|realiser\w+)|fuld(?:t)? ud (?:indfas|realiser)\w+)"
_WHEN = r"(?:i|fra|fra og med|med|ved udgangen af|ultimo|primo|medio)"
_FULL = re.compile(
    rf"\b{_IN_FULL}\b(?:\s(?:nås|opnås|er|fra|ventes|forventes|og))*\s{_WHEN}\s(?P<year>20\d\d)\b"
    rf"|\b{_WHEN}\s(?P<other>20\d\d)\s(?:[a-zæøå]+\s){{0,4}}?{_IN_FULL}\b",
    re.I,
)
_START = re.compile(
    rf"\b{_EFFECT}\b(?:\s(?!fuld|uden|før)[a-zæøå]+){{0,5}}?\s(?:først\s)?"
    r"(?:fra og med|fra|begynder i|starter i|indtræder i)\s"
    r"(?:[1-4]\. kvartal\s|primo\s|januar\s)?(?P<year>20\d\d)\b(?!\s*(?:til|-|–|p/l|og frem stig))",
    re.I,
)
_SPEAKS = re.compile(rf"{_EFFECT}|\bforslaget\b", re.I)
_ASIDE = re.compile(
    r"\bkr\b|\bpct\b|%|\bhvis\b|\bikke\b|\bpilot|\bOFS\b|\bbudget(?:forhandl|aftale)?\w* 20|tidligere|\bandre\b", re.I
)
_STEADY = 50  # a fiftieth up or down is the same level: prices and rounding


@card_rule(
    "phase_in",
    title="Indfasning",
    claim="Effekten begynder og er hel i det år, teksten siger",
    reads=_READS,
    proves="the table's effect begins, and is whole, in the year the text says",
)
def phase_in(card: Card, _: Context) -> Iterator[Outcome]:
    """`fuldt indfaset i 2028` <-> the year from which the permanent change stays; `fra 2027` <-> its first year."""
    row = _effect(card.economy) if card.economy else None
    if row is None or card.economy is None:
        return
    amounts = {y: a for y, a in yearly(card.economy, [row]).items() if a != ZERO}
    if len(amounts) < 2:
        return
    for section in card.sections:
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])", " ".join(section.text.split())):
            if _SPEAKS.search(sentence) and not _ASIDE.search(sentence):
                yield from _full(card, row, amounts, sentence)
                yield from _start(card, row, amounts, sentence)


def _effect(table: Table) -> TableRow | None:
    """The one row that is the proposal's lasting effect: the sum of the permanent changes, else the only total."""
    found = [r for rows in results(table, SECTIONS[0]) for r in rows if r.cells] or roots(table)
    return found[0] if len(found) == 1 and all(c.sure for c in found[0].cells.values()) else None


def _full(card: Card, row: TableRow, amounts: dict[int, Interval], sentence: str) -> Iterator[Outcome]:
    found = _FULL.search(sentence)
    year = int(found["year"] or found["other"]) if found else 0
    if year not in amounts or year == max(amounts):
        return
    last = amounts[max(amounts)]
    saved = _savings(card, row)
    steady = all(_same(a, saved.get(year, ZERO)) for y, a in saved.items() if y > year)
    later = [] if saved and steady else [a for y, a in amounts.items() if y > year and not _same(a, amounts[year])]
    evidence = [place_of(card, sentence), row.evidence()]
    if not later:
        message = f"Effekten i '{row.label}' er hel fra {year}, som teksten siger."
        yield Outcome("exact", message, ("full", str(year)), evidence)
        return
    message = (
        f"Teksten siger '{found[0] if found else ''}', men '{row.label}' er {money(amounts[year])} i {year} og "
        f"ændrer sig derefter til {money(last)} i {max(amounts)}."
    )
    yield Outcome("inconsistent", message, ("full",), evidence, "warning", year=year, rows=frozenset({row.id}))


def _savings(card: Card, row: TableRow) -> dict[int, Interval]:
    """The savings under the sum by year: an effect may be whole while the costs beside it still change."""
    rows = [r for r in card.economy.items() if r.row.section == row.row.section] if card.economy else []
    rows = [r for r in rows if r.cells and all(c.interval.dkk <= 0 for c in r.cells.values())]
    return yearly(card.economy, rows) if card.economy and rows else {}


def _start(card: Card, row: TableRow, amounts: dict[int, Interval], sentence: str) -> Iterator[Outcome]:
    found = _START.search(sentence)
    if found is None or _FULL.search(sentence):
        return
    year, first = int(found["year"]), min(amounts)
    if not first - 1 <= year <= max(amounts):
        return
    evidence = [place_of(card, sentence), row.evidence()]
    if year == first:
        yield Outcome("exact", f"'{row.label}' begynder i {year}, som teksten siger.", ("start", str(year)), evidence)
        return
    when = "allerede" if first < year else "først"
    message = f"Teksten siger '{found[0]}', men '{row.label}' har {when} beløb fra {first} ({money(amounts[first])})."
    yield Outcome("inconsistent", message, ("start",), evidence, "warning", year=year, rows=frozenset({row.id}))


def _same(one: Interval, other: Interval) -> bool:
    return abs(one.dkk - other.dkk) * _STEADY <= max(abs(one.dkk), abs(other.dkk)) or one.overlaps(other)
