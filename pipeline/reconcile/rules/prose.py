"""Amounts in running text against the tables, against each other, and against their own arithmetic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.danish.numbers import parse_number
from pipeline.reconcile.danish import money, words
from pipeline.reconcile.intervals import Interval, total
from pipeline.reconcile.model import Card, TableRow, evidence_of
from pipeline.reconcile.prose_claims import claim, explained_elsewhere
from pipeline.reconcile.prose_explained import explained, explained_together
from pipeline.reconcile.prose_match import (
    Match,
    aside,
    match,
    plainly_whole,
    spread,
    yearly,
)
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.typos import swapped_digits
from schemas.dataset import Evidence, ProseAmountRow, Severity

_QUOTED = 70  # characters of a sentence before its amount
_MANY_YEARS = 4  # of a span from which its years are not shown one by one
_LIST = 3  # amounts in one sentence: it lists parts of a whole of its own
_SURE = 0.8  # likeness of words from which a row is surely the one that the text means
_RECKONING = ("prose_parts", "prose_product_told", "prose_share", "prose_sum", "prose_product", "part_exceeds_whole")
_NAMED = 0.9  # likeness of words from which the text says the row's whole name
_SMALLEST = 1000  # kroner: no budget speaks of less, so an amount below has lost its unit
_NUMBERED = re.compile(r"^(?:[^\w\s('\"+–-]\s*)*(?:\d+\.\s+\S+\s+(?=[A-ZÆØÅ]))?")
"""A bullet, or a heading run into its first sentence."""
_WHOLE = ("investment", "effect")  # matches of sums over the years
_PLAIN = re.compile(r"(?P<number>\d[\d.,]*) ?kr\.?$")


@card_rule(
    "prose_vs_table",
    title="Tekst mod tabel",
    claim="Beløb i teksten er tabellens",
    sides=("Teksten", "Tabellen"),
    reads=("prose_amounts", "economic_amounts", "economic_rows"),
    proves="an amount in the text is the one its row, sum or total shows",
    after=_RECKONING,
)
def prose_vs_table(card: Card, context: Context) -> Iterator[Outcome]:
    """Prose <-> the row, subtotal or total it speaks of, where the match is sure."""
    everything = list(said(card))
    if card.document.row.template == "generic":
        for what in everything:
            yield from _against_claim(card, what, context)
        return
    matched = list(_matched(card, everything))
    claimed = {r for what, m in matched if m and _has_own_row(what, m) for r in m.rows}
    amounts = Counter(what.row.sentence for what in everything)
    for what, found in matched:
        if found is None:
            yield from _swapped(card, what)
            if amounts[what.row.sentence] < _LIST:
                yield from _against_claim(card, what, context, named=True)
        elif found.quantities:
            yield from _against_table(card, found, _beside(what, matched), claimed)


def _beside(what: Said, matched: Sequence[tuple[Said, Match | None]]) -> list[Said]:
    """The amounts of a sentence that no row of their own explains, and this one."""
    return [
        other for other, found in matched
        if other.row.sentence == what.row.sentence and (other is what or not _has_own_row(other, found))
    ]  # fmt: skip


def _against_claim(card: Card, what: Said, context: Context, *, named: bool = False) -> Iterator[Outcome]:
    """Of a form that is not known: the row the words name, or its only total."""
    found = claim(card, what, named=named)
    if found is None or _reckoned(card, what, context):
        return
    expected, key = found.expected, ("claim", found.row.label, _when(what.row))
    cells = [found.row.evidence(c) for c in found.columns] or [found.row.evidence()]
    evidence = [prose_evidence(what.row), *cells]
    rows = frozenset({found.row.id})
    name = f"'{found.row.label}' {found.when}"
    if found.fits:
        message = f"Teksten '{what.row.text}' passer med {name} ({money(expected)})."
        status = "exact" if what.row.amount_low_dkk == expected.dkk else "within_rounding"
        yield Outcome(status, message, key, evidence, None, expected, what.interval, rows=rows)  # type: ignore[arg-type]
    elif found.near and explained_elsewhere(card, found) is None:
        message = (
            f"Teksten siger '{_quote(what)}', men {name} er {money(expected)} "
            f"(forskel {money(what.interval.dkk - expected.dkk)})"
        )
        level = any(what.interval.times(1 / f.high, 1 / f.low).overlaps(expected) for f in context.factors.values())
        message += "; det er forskellen mellem forslagets og oversigtens prisniveau." if level else "."
        yield Outcome(
            "inconsistent", message, key, evidence, "info" if level else "error", expected, what.interval,
            year=what.row.year_from if what.row.year_from == what.row.year_to else None, rows=rows,
            cause=("said", str(what.row.amount_low_dkk)),
        )  # fmt: skip


def _has_own_row(what: Said, found: Match | None) -> bool:
    """True where a row of its own explains an amount."""
    return found is not None and found.kind in ("row", "headline") and found.fits(what.interval)


def _matched(card: Card, everything: list[Said]) -> Iterator[tuple[Said, Match | None]]:
    """Each amount with what it speaks of; one that continues the amount before speaks of the same."""
    before: Match | None = None
    whole: Match | None = None
    for what in everything:
        found = match(card, what)
        if found is not None and found.kind == "investment" and found.fits(what.interval):
            whole = found
        if found is None and whole and spread(what) and whole.said.row.sentence == what.row.sentence:
            found = replace(whole, said=what)
        if what.continues and before is not None and found is not None and before.kind in ("investment", "effect"):
            found = replace(before, said=what)
        before = found
        yield what, found


def _against_table(card: Card, found: Match, together: list[Said], claimed: set[TableRow]) -> Iterator[Outcome]:
    what, expected = found.said, found.expected
    assert expected is not None  # noqa: S101 -- it has quantities
    key = (found.kind, found.name, _when(what.row))
    evidence = [prose_evidence(what.row), *(r.evidence() for r in found.rows)]
    rows = frozenset(r.id for r in found.rows)
    if found.fits(what.interval):
        message = f"Teksten '{what.row.text}' passer med '{found.name}' ({money(expected)})."
        status = "exact" if what.row.amount_low_dkk == expected.dkk else "within_rounding"
        yield Outcome(status, message, key, evidence, None, expected, what.interval, rows=rows)  # type: ignore[arg-type]
        return
    but = (*found.rows, *(claimed if found.kind == "row" else ()))
    strict = found.kind in _WHOLE
    elsewhere = explained(card, what, but, strict=strict, spent=found.kind == "investment")
    elsewhere = _unless_named(found, elsewhere)
    if _speaks_of_another(card, found, together, elsewhere):
        return
    apart = _apart(found, expected, elsewhere)
    yield Outcome(
        "inconsistent", f"Teksten siger '{_quote(what)}', men '{found.name}' er {apart.told}.", key,
        [*evidence, *apart.evidence], apart.severity, apart.expected, None if apart.printed else what.interval,
        year=apart.year, rows=rows, expected_text=money(expected) if apart.printed else None,
        printed_text=apart.printed, cause=("said", apart.printed or str(what.row.amount_low_dkk)),
    )  # fmt: skip


def _speaks_of_another(card: Card, found: Match, together: list[Said], elsewhere: TableRow | None) -> bool:
    """True where an amount that does not fit is another row's, or a part: nothing then says that the match is meant."""
    if found.kind not in ("row", *_WHOLE):
        return False
    grouped = found.likeness < 0.9 and explained_together(card, found.said, together)
    if (elsewhere is None and not grouped) or plainly_whole(card, found):
        return False
    others = (other for other in together if other is not found.said)
    return found.kind not in _WHOLE or not any(_same_subject(card, found, other) for other in others)


@dataclass(frozen=True, slots=True)
class _Apart:
    """How an amount of the text and the table's are apart."""

    told: str
    """What the table shows, and what follows from it."""
    severity: Severity
    expected: Interval | None = None
    year: int | None = None
    evidence: tuple[Evidence, ...] = ()
    printed: str | None = None
    """The amount as printed, where its unit was lost and it is no amount to reckon with."""


def _apart(found: Match, expected: Interval, elsewhere: TableRow | None) -> _Apart:
    what = found.said
    shown = _expected(found, expected)
    if (lost := _lost_unit(found)) is not None:
        return _Apart(f"{shown}: det passer, hvis enheden er {lost}", "error", printed=what.row.text)
    if found.kind == "area" and (years := _differing_years(found)):
        other_year, amount = years[0]
        told = f"{money(amount.size)} i {other_year} (forskel {money(what.interval.dkk - amount.size.dkk)})"
        return _Apart(told, "error", amount.size, other_year)
    told = f"{shown} (forskel {money(what.interval.dkk - expected.dkk)})"
    nets = found.table.sums("net") if found.kind in _WHOLE else ()
    other = next((r for r in nets if what_fits(found, r)), elsewhere)
    told += f"; tallet er det for '{other.label}'" if other else ""
    year = what.row.year_from if what.row.year_from == what.row.year_to else None
    severity = _severity(found, near=found.fits(what.loose))
    return _Apart(told, severity, expected, year, (other.evidence(),) if other else ())


def _unless_named(found: Match, elsewhere: TableRow | None) -> TableRow | None:
    """Another row with the amount, unless the text says in full the name of a row of several words, and none of it."""
    named = found.kind == "row" and found.likeness > _NAMED and len(found.rows) == 1 and len(found.rows[0].stems) > 1
    if elsewhere is not None and named and not elsewhere.stems & set(words(found.said.clause)):
        return None
    return elsewhere


def _reckoned(card: Card, what: Said, context: Context) -> bool:
    """True for an amount of a calculation in the text, right or wrong: its own parts are what it is held against."""
    made = (o for o in context.made if o.card is card and o.rule in _RECKONING)
    return any(what.row.sentence[:50] in " ".join(e.text.split()) for o in made for e in o.evidence)


_FACTORS = {1_000_000: "mio. kr.", 1000: "t.kr."}


def _lost_unit(found: Match) -> str | None:
    """The unit that would make an amount in plain kroner right: `1,5 kr.` for a row of 1.530 t.kr."""
    if abs(found.said.row.amount_high_dkk) >= _SMALLEST:
        return None
    amount = _PLAIN.match(found.said.row.text.strip())
    number = parse_number(amount["number"]) if amount else None
    if number is None:
        return None
    step = 10 ** -len(amount["number"].partition(",")[2]) if amount else 1
    for factor, name in _FACTORS.items():
        low, high = ((abs(float(number.value)) + way * step / 2) * factor for way in (-1, 1))
        if found.fits(Interval(round(2 * low), round(2 * high))):
            return name
    return None


def _differing_years(found: Match) -> list[tuple[int, Interval]]:
    """Of `5 mio. kr. i 2026 og 2027` the years whose amount is another, where one year's is just that."""
    row = found.said.row
    if row.year_from is None or row.year_to is None or row.year_from == row.year_to:
        return []
    by_year = yearly(found.table, found.rows)
    inside = [(y, by_year[y]) for y in sorted(by_year) if row.year_from <= y <= row.year_to]
    other = [(y, a) for y, a in inside if not found.said.interval.overlaps(a.size)]
    return other if len(other) < len(inside) else []


def what_fits(found: Match, row: TableRow) -> bool:
    """True when another row shows the amount for the years in the text."""
    return replace(found, rows=(row,)).fits(found.said.interval)


def _same_subject(card: Card, found: Match, other: Said) -> bool:
    """True when a neighbour in the sentence speaks of the same sum, and rightly: then this amount speaks of it too."""
    theirs = match(card, other)
    return theirs is not None and theirs.rows == found.rows and theirs.fits(other.interval)


def _severity(found: Match, *, near: bool) -> Severity:
    """More than rounding apart is a contradiction, wrongly rounded a warning, cut off instead of rounded a remark."""
    what, expected = found.said, found.expected
    if not near:
        return "warning" if found.kind == "row" and found.likeness < _SURE else "error"
    cut = expected is not None and 0 <= expected.dkk - what.interval.dkk < what.step_dkk
    return "info" if cut else "warning"


def _when(row: ProseAmountRow) -> str:
    return f"{row.year_from or ''}-{row.year_to or ''}"


def _quote(what: Said) -> str:
    """The amount in its sentence, verbatim, cut where it is long."""
    if what.start <= 0:
        return what.row.text
    before = _NUMBERED.sub("", what.row.sentence[: what.start])
    tail = before if len(before) <= _QUOTED else "… " + before[-_QUOTED:].partition(" ")[2]
    after = re.match(r"\s*(?:årligt |varigt )?(?:(?:i|fra) 20\d\d(?:\s*(?:-|og|til)\s*20\d\d)?)?", what.after)
    return " ".join(f"{tail}{what.row.text}{after[0] if after else ''}".split())


def _expected(found: Match, expected: Interval) -> str:
    """The table's amount as the message states it, with the time that the text names."""
    first, last = found.said.row.year_from, found.said.row.year_to
    if first and first == last:
        return f"{money(expected)} i {first}"
    if first and last:
        return _over_span(found, expected, first, last)
    return _in_any_year(found, expected)


def _over_span(found: Match, expected: Interval, first: int, last: int) -> str:
    """The amounts of a few years one by one."""
    by_year = yearly(found.table, found.rows)
    inside = {y: by_year[y].size.dkk for y in sorted(by_year) if first <= y <= last}
    if 1 < len(inside) < _MANY_YEARS:
        shown = " og ".join(f"{money(amount)} i {year}" for year, amount in inside.items())
        return f"{shown}, i alt {money(sum(inside.values()))}"
    return f"{money(expected)} i {first}-{last}"


def _in_any_year(found: Match, expected: Interval) -> str:
    """The amount with the year that has it, and the sum of all where the text names no time at all."""
    by_year = yearly(found.table, found.rows)
    whole = total(by_year.values()).size
    year = next((y for y, a in by_year.items() if a.size == expected), None)
    if year is None or whole.overlaps(expected):
        return money(expected)
    row = found.said.row
    timeless = found.kind == "row" and row.year_from is None and not row.recurring
    return f"{money(expected)} i {year}" + (f" ({money(whole)} i alt)" if timeless else "")


def prose_evidence(row: ProseAmountRow) -> Evidence:
    """The sentence an amount stands in."""
    text = row.sentence if len(row.sentence) <= 240 else f"… {row.text} …"
    return evidence_of(row, text)


def _swapped(card: Card, what: Said) -> Iterator[Outcome]:
    """An amount that no row shows, but one shows with two digits swapped: 1.030 in the text, 1.300 in the table."""
    table, amount = card.economy, what.row.amount_low_dkk
    if table is None or amount != what.row.amount_high_dkk or abs(amount) < 100_000 or what.step_dkk > 10_000:
        return
    if len(str(abs(amount)).rstrip("0")) < 3 or aside(table, what) or explained(card, what, ()) is not None:
        return
    for row in table.items():
        for column, cell in row.cells.items():
            if len(str(abs(cell.interval.dkk)).rstrip("0")) > 1 and swapped_digits(amount, abs(cell.interval.dkk)):
                message = (
                    f"Teksten siger '{_quote(what)}', som ingen række viser; rækken '{row.label}' har {cell.text}, de "
                    f"samme cifre i anden orden (forskel {money(abs(amount) - abs(cell.interval.dkk))})."
                )
                evidence = [prose_evidence(what.row), row.evidence(column)]
                yield Outcome(
                    "inconsistent", message, ("swapped", row.label, str(cell.year)), evidence, "error",
                    cell.interval, what.interval, year=cell.year, rows=frozenset({row.id}),
                )  # fmt: skip
                return
