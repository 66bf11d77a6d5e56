"""Years that the text names against the years in which the table has amounts: of the effect, and of the investment.

A sentence is read by its parts: what it speaks of (the effect, a row of it, the investment), the year or years in it,
and the word that says what they are (`fra`, `fuldt indfaset i`, `frem til`, `i perioden`). It claims nothing where it
prints an amount, sets a condition, or speaks of prices, budgets and follow-up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.course import same_level
from pipeline.reconcile.danish import money, words
from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.named_rows import only, roots
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import NUMBER_WORDS, number, texts
from pipeline.reconcile.sides import amounts_of
from pipeline.reconcile.structure import SECTIONS, results
from schemas.dataset import Evidence

_READS = ("card_sections", "economic_amounts", "economic_rows")
_YEAR = re.compile(r"\b(20\d\d)\b(?!\s*[-.]?\s*p/?l|-?priser|/20|/\d\d)")
_SPAN = r"(?P<first>20\d\d)\s?(?:-|–|til og med|til|og|frem til|samt)\s?(?P<last>20\d\d)\b"
_EFFECT = re.compile(
    r"\b(?:netto|brutto)?(?:effekt(?:en|er|erne)?|(?:drifts)?effektivisering\w*|(?:drifts)?besparelse\w*|gevinst\w*"
    r"|reduktion(?:en)?|provenu(?:et)?|spares?|effektiviseres)\b",
    re.I,
)
_PROPOSAL = re.compile(r"\bforslaget\b|\bindfasning(?:en)?\b", re.I)
_FULL = re.compile(
    r"\bfuld(?:e|t)?\b(?:\sud)?\s(?:\w+\s){0,1}?(?:indfas\w*|effekt\w*|virkning\w*|gennemslag\w*|igennem"
    r"|realiser\w*|opnå\w*"
    r"|besparelse\w*|effektivisering\w*|niveau\w*|ud\b|hent\w*|potentiale\w*|høst\w*)|\brealiser\w+ fuldt"
    r"|\bindfas\w+\b.{0,30}\b(?:afsluttet|tilendebragt|færdig|gennemført|helt? på plads)"
    r"|\b(?:indfases|indfasning\w*|stiger|vokser|øges|realiseres gradvist|hentes gradvist)\b(?:\s\w+){0,4}\s"
    r"(?:frem (?:mod|til)|indtil|til og med|over (?:perioden|årene)|fra 20\d\d til)\s",
    re.I,
)
_FROM = re.compile(
    r"(?:\bfra(?: og med)?|\bmed virkning fra|\bbegynder(?: \w+)? (?:i|fra)|\bstarter(?: \w+)? (?:i|fra)"
    r"|\bindtræder(?: \w+)? (?:i|fra)|\bregnes med (?:en )?effekt fra|\bvil fra"
    r"|\ballerede (?:i|fra)|\bførst (?:i|fra)|\btidligst (?:i|fra)|\bførste \w+(?: \w+){0,3} i|\bi årene"
    r"|\bingen \w+ før)\s"
    r"(?:(?:den\s)?1\. januar\s|januar\s|primo\s|(?:starten|begyndelsen) af\s|budget(?:år(?:et)?)?\s)?$",
    re.I,
)
_LATE = re.compile(
    r"(?:ultimo|udgangen af|slutningen af|[34]\. kvartal|q[34]|efterår\w*|december|november|oktober"
    r"|2\. halvår)\W*(?:i\s)?$",
    re.I,
)
_ASIDE = re.compile(
    r"\bkr\b|\bpct\b|%|procent|\bhvis\b|\bsåfremt\b|\bikke\b|\bpilot|\bOFS\b|overførselssag|\bbudget(?:tet)? 20"
    r"|tidligere|\bandre\b"
    r"|evaluer|følges|opfølg|måles|opgøres|\bmål(?:et)? (?:om|for)|strategi|erfaring|sammenlign"
    r"|\bkan\b.{0,20}\budvides|hidtil"
    r"|årsværk|seneste|gennemsnit|beregnet|på baggrund|med udgangspunkt|målopfyld",
    re.I,
)
_OF = re.compile(r"^\W*(?:på|vedr\w*\.?|inden for|ved|som følge af|af)\s((?:[a-zæøå-]+\s?){1,4})", re.I)
_GOVERNED = re.compile(
    r"\b(?:af|(?<!regnes )med|fra|til|for|gennem|via|ved|før|efter|uden)\s(?:[a-zæøå]+\s){0,2}$", re.I
)
_COMES = re.compile(
    r"\b(?:er|opnå\w*|spare\w*|høste\w*|hente\w*|indhente\w*|realiser\w*|giver?|gives|kommer|ses|være|slår"
    r"|indtræder|har"
    r"|forvente\w*|ventes|effektiviser\w*|forudsættes|regnes)\b",
    re.I,
)
"""Verbs by which an effect comes, where the year stands before it: `fra 2028 opnås besparelsen`."""


@card_rule(
    "phase_in",
    title="Indfasning",
    claim="Effekten begynder og er hel i det år, teksten siger",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    reads=_READS,
    proves="the table's effect begins, and is whole, in the year the text says",
)
def phase_in(card: Card, _: Context) -> Iterator[Outcome]:
    """`fuldt indfaset i 2028` <-> the year from which the permanent change stays; `fra 2027` <-> its first year."""
    table = card.economy
    if table is None:
        return
    whole = _whole(table, SECTIONS[0]) or only(roots(table))
    for sentence in texts(card):
        row = _spoken_of(table, sentence, whole) if _times_the_effect(sentence) else None
        amounts = amounts_of(table, [row]) if row else {}
        if row is not None and len(amounts) > 1 and row.sure and not _is_net(row, amounts):
            yield from _judged(card, row, amounts, sentence)


def _times_the_effect(sentence: str) -> bool:
    """True for a sentence that names a year and the effect or the proposal, and speaks of nothing else."""
    if " 20" not in sentence and "-20" not in sentence:
        return False
    effect = _EFFECT.search(sentence) or _PROPOSAL.search(sentence)
    return effect is not None and not _ASIDE.search(sentence)


def _is_net(row: TableRow, amounts: dict[int, Interval]) -> bool:
    """True for a sum of costs and savings: it begins with what is spent."""
    return row.row.section is None and len({a.dkk < 0 for a in amounts.values()}) > 1


def _whole(table: Table, section: str) -> TableRow | None:
    """The one row that is the sum of a section."""
    return only([r for rows in results(table, section) for r in rows if r.cells])


def _spoken_of(table: Table, sentence: str, whole: TableRow | None) -> TableRow | None:
    """The row that the effect in the sentence is of: the one it names, the sum where it names none."""
    effect = _EFFECT.search(sentence)
    purpose = _OF.match(sentence[effect.end() :]) if effect else None
    stems = [w for w in words(purpose[1]) if len(w) > 2] if purpose else []
    if not stems:
        return whole
    return only(
        [r for r in table.named_items if any(o.startswith(s) or s.startswith(o) for s in stems for o in r.stems)]
    )


def _judged(card: Card, row: TableRow, amounts: dict[int, Interval], sentence: str) -> Iterator[Outcome]:
    years = list(_YEAR.finditer(sentence))
    full = _FULL.search(sentence)
    if full:
        span = re.search(_SPAN, sentence)
        if len(years) == 1 or (span and len(years) == 2):
            if span and int(span["first"]) in amounts and int(span["first"]) != min(amounts):
                yield from _start(card, row, amounts, sentence, years[0])
            yield from _full(card, row, amounts, sentence, years[-1])
    elif _as_subject(sentence) and not re.search(rf"{_SPAN}(?! og frem)", sentence):
        starts = [y for y in years if _FROM.search(sentence[: y.start()])]
        if len(starts) == 1 and not re.search(r"\bfald\w+|\bpris|\bstig\w+ (?:til|fra|med)", sentence, re.I):
            yield from _start(card, row, amounts, sentence, starts[0])


def _as_subject(sentence: str) -> bool:
    """True where the effect is what the sentence is about, not what something else is paid or done with."""
    found = _EFFECT.search(sentence)
    if found is None or _GOVERNED.search(sentence[: found.start()]):
        return False
    year = _YEAR.search(sentence)
    return year is None or year.start() > found.start() or bool(_COMES.search(sentence[year.end() : found.end()]))


def _full(
    card: Card, row: TableRow, amounts: dict[int, Interval], sentence: str, printed: re.Match[str]
) -> Iterator[Outcome]:
    year = int(printed[1])
    options = [year, year + 1] if _LATE.search(sentence[: printed.start()]) else [year]
    if year not in amounts:
        return
    evidence = [place_of(card, sentence), row.evidence()]
    if _stays(card, row, amounts, year - 1) and _BECOMES.search(sentence[: printed.start()]):
        yield _too_late(row, amounts, year, evidence)
        return
    if max(amounts) in options:
        return
    whole = [y for y in options if _stays(card, row, amounts, y)]
    if whole:
        message = f"Effekten i '{row.label}' er hel fra {whole[0]}, som teksten siger."
        yield Outcome("exact", message, ("full", str(year)), evidence)
        return
    found = next(y for y in sorted(amounts) if _stays(card, row, amounts, y))
    message = (
        f"Teksten siger fuld effekt i {year}, men '{row.label}' er {money(amounts[year])} i {year} og ændrer sig "
        f"derefter "
        f"til {money(amounts[max(amounts)])} i {max(amounts)}."
    )
    yield Outcome(
        "inconsistent", message, ("full",), evidence, "error", year=year, rows=frozenset({row.id}),
        expected_text=str(found), printed_text=str(year),
    )  # fmt: skip


_BECOMES = re.compile(
    r"\bførst\b|\bgradvis\w*|\bindfases\b|\bfra(?: og med)?\s(?:budget(?:år(?:et)?)?\s|år(?:et)?\s)?$"
    r"|\bnår\s(?:sit|det|den)\b",
    re.I,
)
"""Words by which the effect was not yet whole in the year before."""


def _too_late(row: TableRow, amounts: dict[int, Interval], year: int, evidence: list[Evidence]) -> Outcome:
    whole = max(amounts)
    while whole - 1 in amounts and same_level(amounts[whole - 1], amounts[max(amounts)]):
        whole -= 1
    message = (
        f"Teksten siger fuld effekt fra {year}, men '{row.label}' har samme beløb allerede fra {whole} "
        f"({money(amounts[whole])})."
    )
    return Outcome(
        "inconsistent", message, ("full",), evidence, "error", year=year, rows=frozenset({row.id}),
        expected_text=str(whole), printed_text=str(year),
    )  # fmt: skip


def _stays(card: Card, row: TableRow, amounts: dict[int, Interval], year: int) -> bool:
    """True where the effect of a year stays, or its savings do while the costs beside them still change."""
    if year not in amounts:
        return False
    saved = _savings(card, row)
    if saved and all(same_level(a, saved.get(year, ZERO)) for y, a in saved.items() if y > year):
        return True
    return all(same_level(a, amounts[year]) for y, a in amounts.items() if y > year)


def _savings(card: Card, row: TableRow) -> dict[int, Interval]:
    """The savings under the sum by year."""
    if card.economy is None or row.is_item:
        return {}
    rows = [r for r in card.economy.items() if r.row.section == row.row.section]
    rows = [r for r in rows if r.cells and all(c.interval.dkk <= 0 for c in r.cells.values())]
    return yearly(card.economy, rows) if rows else {}


def _start(
    card: Card, row: TableRow, amounts: dict[int, Interval], sentence: str, printed: re.Match[str]
) -> Iterator[Outcome]:
    year, first = int(printed[1]), min(amounts)
    if not first - 1 <= year <= max(amounts):
        return
    options = (year, year + 1) if _LATE.search(sentence[: printed.start()]) else (year,)
    evidence = [place_of(card, sentence), row.evidence()]
    if first in options:
        yield Outcome("exact", f"'{row.label}' begynder i {first}, som teksten siger.", ("start", str(year)), evidence)
        return
    when = "allerede" if first < year else "først"
    message = f"Teksten siger {year}, men '{row.label}' har {when} beløb fra {first} ({money(amounts[first])})."
    yield Outcome(
        "inconsistent", message, ("start",), evidence, "error", year=year, rows=frozenset({row.id}),
        expected_text=str(first), printed_text=str(year),
    )  # fmt: skip


_SPENT = re.compile(
    r"\b(?:investeres|puljens midler|implementeringen(?=\s(?:finansieres|betales))|investering(?:en"
    r"|smidler(?:ne)?|sudgift\w*|sbeløb\w*)?|implementerings(?:omkostning\w*|udgift\w*"
    r"|midler\w*)"
    r"|engangsudgift\w*|etableringsudgift\w*)\b(?!s)",
    re.I,
)
_SPENDING = re.compile(
    r"\b(?:investeres|foretages|finder sted|spænder|søges|afsættes?|afsat|afholdes|fordel\w+|falder|brug\w+"
    r"|anvendes|finansieres|ligger|løber|forbrug\w+|placer\w+"
    r"|forbruges|udmøntes"
    r"|udbetales|er der|der er|sker|varer|strækker)\b",
    re.I,
)
_N = rf"(?P<years>\d|{'|'.join(w for w in NUMBER_WORDS if len(w) > 1)})"
_DURATION = re.compile(
    rf"\b(?:over|i løbet af|i de (?:første|næste)|de (?:første|næste)|gennem|i"
    rf"|over en)\s{_N}[- ]?år(?:ig periode)?\b(?! efter)",
    re.I,
)
_LAST = re.compile(
    r"(?:til og med|frem til|indtil|\bsidste\b.{0,40}\bi|(?:ved )?udgangen af|senest i|slutter i|ophører i)\s$", re.I
)
_MONEY_ASIDE = re.compile(
    r"\bhvis\b|\bsåfremt\b|\bikke\b|tilbagebetal|\bOFS\b|\bbudget(?:tet)? 20|tidligere|foranalyse|strategi|årligt"
    r"|hvert år|varig|pct|%"
    r"|erfaring|\bheraf\b|hvoraf|medio|midt",
    re.I,
)


@card_rule(
    "investment_period",
    title="Investeringens år",
    claim="Investeringen falder i de år, teksten siger",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    reads=_READS,
    proves="the investment is spent in the years the text says",
)
def investment_period(card: Card, _: Context) -> Iterator[Outcome]:
    """`Investeringen fordeles over to år`, `investeringsmidlerne bruges i 2026 og 2027` <-> the years with costs."""
    table = card.economy
    row = _whole(table, SECTIONS[1]) if table else None
    if table is None or row is None or not row.sure:
        return
    years = sorted(amounts_of(table, [row]))
    for sentence in texts(card) if years else ():
        if _times_the_spending(sentence):
            yield from _spent(card, row, years, sentence)


def _times_the_spending(sentence: str) -> bool:
    """True for a sentence that says in which years the investment is spent, and prints no amount of it."""
    timed = " 20" in sentence or " år" in sentence or "årig" in sentence
    if not timed or not _SPENT.search(sentence) or not _SPENDING.search(sentence):
        return False
    return not _MONEY_ASIDE.search(sentence) and not re.search(r"\bkr\b", sentence)


def _spent(card: Card, row: TableRow, years: list[int], sentence: str) -> Iterator[Outcome]:
    first, last = years[0], years[-1]
    shown = str(first) if first == last else f"{first}-{last}"
    span, named = re.search(_SPAN, sentence), list(_YEAR.finditer(sentence))
    if span and len(named) == 2:
        said, holds = f"{span['first']}-{span['last']}", (int(span["first"]), int(span["last"])) == (first, last)
    elif not named and (found := _DURATION.search(sentence)):
        said, holds = f"{found['years']} år", number(found["years"]) in (len(years), last - first + 1)
        shown = f"{len(years)} år ({shown})"
    elif len(named) == 1 and _LAST.search(sentence[: named[0].start()]):
        said, holds = f"til og med {named[0][1]}", int(named[0][1]) == last
    else:
        return
    evidence = [place_of(card, sentence), row.evidence()]
    if holds:
        yield Outcome("exact", f"'{row.label}' falder i {shown}, som teksten siger.", ("spent", said), evidence)
        return
    amounts = money(total(c.interval for c in row.cells.values()))
    message = f"Teksten siger {said}, men '{row.label}' ({amounts}) har beløb i {shown}."
    yield Outcome(
        "inconsistent", message, ("spent",), evidence, "error", rows=frozenset({row.id}),
        expected_text=shown, printed_text=said,
    )  # fmt: skip
