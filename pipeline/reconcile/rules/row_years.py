"""What a sentence says of the years of one row, or of all costs or savings, against the years in which it has amounts.

The subject is the row whose name the sentence says (`oplæring af planlæggere`), else the savings or the costs as a
whole. The claim is a few words beside a year mark: where it begins, ends, is whole, in which span or for how many years
it runs. A sentence that prints an amount, sets a condition or looks back says nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reconcile.course import Course
from pipeline.reconcile.danish import akin, money, words
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.passages import told_already
from pipeline.reconcile.quantities import Marked, marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import texts
from pipeline.reconcile.sides import amounts_of, cost_rows, saving_rows
from pipeline.reconcile.structure import SECTIONS

_MONEY_WORDS = re.compile(
    r"\budgift\w*|\bomkostning\w*|\bmidler\w*|\b\w*midlerne\b|\bafsæt\w*|\bafsat\b|\bfinansier\w*|\bbetal\w*"
    r"|\bafhold\w*|\bindkøb\w*|\bkøbes\b|\bkoster\b"
    r"|\bbespar\w*|\beffekt\w*|\beffektivisering\w*|\bspare?s?\b|\bindfas\w*|\binvester\w*|\bfrigiv\w*"
    r"|\bvirkning\b|\bbevilling\w*|\bgevinst\w*|\breducer\w*|\bnedbring\w*|\bindtræd\w*"
    r"|\bbudget\w*|\bvarer\b|\bophør\w*|\btilendebragt|\bstrækker\b|\bløber\b|\bslutter\b|\btilknyt\w*|\bansæt\w*|\bansat\b|\barbejder\b|\bgennemfør\w*",
    re.I,
)
_ASIDE = re.compile(
    r"\bberegn\w+|\budgangspunkt|\bbaseret på|\bpå baggrund|\bforbruget\b|\btjent\b|\btilbagebetal|\blån|\bsøges\b|"
    r"\bhvis\b|\bsåfremt\b|\bikke\b|\btidligere\b|\bhidtil|\bevaluer|\bfølges op|\bopfølg|\bopgøres\b|\bmåles\b"
    r"|\bandre kommuner|\bOFS\b|overførselssag"
    r"|\berfaring|\bpilot|\bstrategi|\bpriser\b|\bp/l\b|\bbeslut|\bvedtag|\bforventes at kunne|\bmålsætning"
    r"|\bscenari|\balternativ|\bforlæng|\beventuel"
    r"|\bårsværk|\bstig\w*|\bøge\w*|\byderligere|\bfald\w*|\bhovedpart|\bprimært|\bdelvis|\bgradvis|\bpct\b|%"
    r"|\bheraf|\bhvoraf|\bførste (?:del|fase|etape)"
    r"|\bblandt andet|\bbl\.a",
    re.I,
)
_SAVED = re.compile(
    r"\b(?:netto|drifts)?(?:bespar\w+|effektivisering\w*|gevinst(?:en|er|erne)?|spares?|provenu\w*)\b"
    r"|\bforslaget\b(?=.{0,30}\bindfas)"
    r"|\beffekten\b",
    re.I,
)
_SPENT = re.compile(
    r"\b(?:implementerings\w+|investering(?:en|ens|smidler(?:ne)?|sudgift\w*|sbeløb\w*)|investeres"
    r"|engangsudgift\w*|etableringsudgift\w*"
    r"|puljens midler)\b",
    re.I,
)
_GOVERNED = re.compile(
    r"\b(?:af|med|til|for|gennem|via|ved|uden|efter|før)\s(?:den |de |en |forslagets |denne "
    r"|disse )?(?:[a-zæøå]+\s)?$",
    re.I,
)
"""Before a word for the effect or the investment where that is not what the sentence is about."""
_OF_PART = re.compile(
    r"^\W*(?:på|vedr\w*\.?|inden for|ved|som følge af|af|for)\s(?!(?:i alt|fuld|sigt)\b)[a-zæøå]", re.I
)
_SPENT_ON = re.compile(
    r"\banvend\w+|\bbruges\b|\bgeninvester\w*|\btilbageføres\b|\bdisponer\w+|\bfinansierer\b|\bdækker\b", re.I
)
"""What is done with a saving is no saving: `fra 2028 anvendes gevinsten til kernevelfærd`."""
_PLACE = (
    r"(?:(?:med |budget(?:tet|året|år)?|regnskabsåret|året|år|den 1 januar|1 januar|januar|primo|starten af"
    r"|begyndelsen af)\s)*"
)
_Y = r"<Y\d+>"
_LATE = re.compile(
    r"(?:ultimo|udgangen af|slutningen af|[34]\. kvartal|2\. halvår|efterår\w*|december|november"
    r"|oktober)\W*$",
    re.I,
)
_BEGIN = re.compile(
    rf"(?:\bfra(?: og med)?|\bførst (?:i|fra)|\ballerede (?:i|fra)|\btidligst (?:i|fra)"
    rf"|\bindtræd\w*(?: \w+){{0,2}}? (?:i|fra)|\bbegynd\w*(?: \w+){{0,2}}? (?:i|med)|\bstart\w*(?: \w+){{0,2}}? i"
    rf"|\bvirkning(?: fra| i)?|\bbegyndelse i|\bikrafttræden i)\s{_PLACE}(?P<y>{_Y})",
    re.I,
)
_END = re.compile(
    rf"(?:\btil og med|\bfrem til(?: og med)?|\b(?:ved |med )?udgangen af|\bindtil(?: udgangen af)?"
    rf"|\bophør\w*(?: \w+){{0,3}}?|\bslutter(?: \w+){{0,3}}?"
    rf"|\bsidste gang i)\s{_PLACE}(?P<y>{_Y})",
    re.I,
)
_NONE_AFTER = re.compile(
    rf"\befter (?:udgangen af )?(?P<y>{_Y}),? (?:er|vil|afholdes"
    rf"|forventes)\b.{{0,20}}\bingen\b",
    re.I,
)
_SPAN = re.compile(rf"(?P<a>{_Y})\s?(?:-|–|til og med|til|og)\s?(?P<b>{_Y})(?! og frem)", re.I)
_LISTED = re.compile(rf"(?P<all>{_Y}(?:, {_Y})+ og {_Y})", re.I)
_ONLY = re.compile(
    rf"\b(?:udelukkende|alene|kun|udelukkende i|fuldt ud) i (?:året )?(?P<y>{_Y})(?!\s?(?:-|–|og"
    rf"|til))",
    re.I,
)
_FULL = re.compile(
    r"\bfuld(?:e|t|tud)?\b.{0,40}?(?:indfas\w*|effekt\w*|virkning|gennemslag\w*|igennem|realiser\w*|opnå\w*"
    r"|besparelse\w*|effektivisering\w*|potentiale)"
    r"|\bfuldt (?:indfas\w+|realiser\w+)|\bhelt indfas\w+",
    re.I,
)
_FULL_YEAR = re.compile(
    rf"(?:\bi|\bfra(?: og med)?|\ballerede i|\bførst i|\bsenest i|\bmed|\bregnskabsåret"
    rf"|\bbudget(?:året)?)\s{_PLACE}(?P<y>{_Y})",
    re.I,
)
_DURATION = re.compile(
    r"(?:\bover|\bi løbet af|\bi de (?:første|næste|kommende)|\bde (?:første|næste|kommende)|\bvarer(?: i)?"
    r"|\bløber (?:i|over)|\bstrækker sig over)"
    r"\s(?:en periode på )?(?P<n><C\d+>)[- ]?(?:budget|regnskabs)?år(?:ig\w* periode|ene)?\b",
    re.I,
)
_DEGREE = frozenset(words("færre flere mindre mere øget øgede lavere højere reduceret reducerede besparelse"))
"""Words by which a row's name says that a thing becomes more or less: the text says it by a verb."""
_ENOUGH = 0.6  # of a row's name that a sentence must say


@dataclass(frozen=True, slots=True)
class _Subject(Course):
    """What a sentence speaks of; `spent`: a cost, not a saving."""

    spent: bool

    @property
    def shown(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@card_rule(
    "row_years",
    title="Rækkens år",
    claim="En udgift eller besparelse falder i de år, teksten siger",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    reads=("card_sections", "economic_amounts", "economic_rows"),
    proves="a row has its amounts in the years the text says of it",
    after=("phase_in", "investment_period"),
)
def row_years(card: Card, context: Context) -> Iterator[Outcome]:
    """`Der er midler til projektledelse til og med 2029` <-> a row whose last amount stands in 2027."""
    table = card.economy
    if table is None:
        return
    told = _judged(card, context) | told_already(context, card, ("prose_vs_table",))
    for sentence in texts(card):
        if " 20" not in sentence and "år" not in sentence:
            continue
        text = marked(sentence)
        timed = text.of("Y") or _DURATION.search(text.text)
        if not timed or text.of("M", "P") or _ASIDE.search(sentence) or not _MONEY_WORDS.search(sentence):
            continue
        subject = _subject(card, table, sentence)
        if subject is not None and not any(t[:50] in sentence for t in told):
            made = _claimed(card, subject, text, sentence)
            if made is not None:
                yield made


def _judged(card: Card, context: Context) -> frozenset[str]:
    """The sentences that the rules on the whole effect and the whole investment have already judged."""
    made = (o for o in context.made if o.card is card and o.rule in ("phase_in", "investment_period"))
    return frozenset(" ".join(o.evidence[0].text.split())[:60] for o in made if o.evidence)


def _subject(card: Card, table: Table, sentence: str) -> _Subject | None:
    """The row the sentence names most of, else the savings or the costs as a whole; None where that is not one."""
    named = rows_named(table, sentence)
    if len(named) == 1:
        return _of(card, table, named[0])
    if named:
        return None
    saved, spent = _SAVED.search(sentence), _SPENT.search(sentence)
    topic = saved or spent
    if topic is None or (saved and spent) or _GOVERNED.search(sentence[: topic.start()]):
        return None
    if _OF_PART.match(sentence[topic.end() :]) or (saved and _SPENT_ON.search(sentence)):
        return None
    rows = saving_rows(card) if saved else cost_rows(card)
    return _Subject(rows[0], amounts, bool(spent)) if rows and (amounts := amounts_of(table, rows)) else None


def rows_named(table: Table, text: str) -> list[TableRow]:
    """The rows whose names a text says most of; more than one where it says as much of several."""
    stems = set(words(text))
    openings = {w[:4] for w in stems}  # words that are akin begin alike
    scored = [(_named(r, stems, openings), r) for r in table.named_items if r.row.section in (*SECTIONS, None)]
    best = max((score for score, _ in scored), default=0.0)
    found = [r for score, r in scored if score == best and score >= _ENOUGH]
    longest = max((len(r.stems) for r in found), default=0)
    return [r for r in found if len(r.stems) == longest]  # `licens til automater` is not of the row `Automater`


def _named(row: TableRow, stems: set[str], openings: set[str]) -> float:
    """How much of a row's name the words say; a name of one word must be long enough to be its own."""
    named = {s for s in row.stems if s not in _DEGREE} or row.stems
    said = sum(s[:4] in openings and any(akin(s, w) for w in stems) for s in named)
    return said / len(named) if said > 1 or (said == len(named) and len(max(named)) > 5) else 0.0


def _of(card: Card, table: Table, row: TableRow) -> _Subject | None:
    amounts = amounts_of(table, [row])
    sure = row.sure
    spent = row.row.section == SECTIONS[1] or (row.row.section is None and row in cost_rows(card))
    return _Subject(row, amounts, spent) if sure and amounts else None


def _claimed(card: Card, subject: _Subject, text: Marked, sentence: str) -> Outcome | None:
    """The one claim of the sentence, judged; None where it makes none that can be."""
    for judge in (_none_after, _only, _whole, _lasts, _spans, _ends, _begins):
        found = judge(subject, text)
        if found is not None:
            said, holds, wanted = found
            return _outcome(card, subject, sentence, said, wanted, holds=holds)
    return None


_Claim = tuple[str, bool, str]
"""What the text says, whether it holds, and what the table has."""


def _year(text: Marked, mark: str) -> int:
    return int(text[mark].value)


def _none_after(s: _Subject, text: Marked) -> _Claim | None:
    m = _NONE_AFTER.search(text.text)
    if m is None:
        return None
    year = _year(text, m["y"])
    return f"ingen efter {year}", s.last <= year, f"beløb til og med {s.last}"


def _only(s: _Subject, text: Marked) -> _Claim | None:
    m = _ONLY.search(text.text)
    if m is None or len(text.of("Y")) > 1:
        return None
    year = _year(text, m["y"])
    return f"kun {year}", s.first == s.last == year, f"beløb i {s.shown}"


def _whole(s: _Subject, text: Marked) -> _Claim | None:
    m = _FULL.search(text.text) and _FULL_YEAR.search(text.text)
    if not m or len(text.of("Y")) > 1 or s.spent:
        return None
    year = _year(text, m["y"])
    late = year + 1 if _LATE.search(text.text[: m.start("y")]) else year
    if year < s.first - 1 or year > s.last + 1:
        return None
    early = late < s.full
    tardy = year > s.full and re.search(r"\bførst\b|\bindfas", text.text, re.I) is not None and s.full > s.first
    return f"fuld effekt i {year}", not (early or tardy), f"samme beløb fra {s.full}"


def _lasts(s: _Subject, text: Marked) -> _Claim | None:
    m = _DURATION.search(text.text)
    if m is None or len(text.of("Y")) > 1:
        return None
    years = round(text[m["n"]].value)
    if re.search(r"\bindfas", text.text, re.I):
        have = s.full - s.first + 1
        return f"{years} år", years in (have, have - 1), f"samme beløb fra {s.full}"
    if not s.spent:
        return None
    have = s.last - s.first + 1
    return f"{years} år", years in (have, len(s.amounts)), f"beløb i {s.shown}"


def _spans(s: _Subject, text: Marked) -> _Claim | None:
    listed = _LISTED.search(text.text)
    m = _SPAN.search(text.text)
    marks = re.findall(_Y, listed["all"]) if listed else [m["a"], m["b"]] if m else []
    if not marks or len(marks) != len(text.of("Y")):
        return None
    years = [_year(text, k) for k in marks]
    joined = m is not None and re.search(r">\s?og\s?<", m[0]) is not None
    if years != sorted(years) or (joined and not listed and years[-1] - years[0] != 1):
        return None  # `2026 og 2028` are two years, not a span
    said = f"{years[0]}-{years[-1]}"
    if s.spent:
        return said, (years[0], years[-1]) == (s.first, s.last), f"beløb i {s.shown}"
    if re.search(r"\bindfas", text.text, re.I):
        return (
            said,
            years[0] in (s.first, s.first - 1) and years[-1] in (s.full, s.full - 1),
            f"samme beløb fra {s.full}",
        )
    return None


def _ends(s: _Subject, text: Marked) -> _Claim | None:
    m = _END.search(text.text)
    if m is None or len(text.of("Y")) > 1 or (not s.spent and s.last - s.first < 2):
        return None
    year = _year(text, m["y"])
    return f"til og med {year}", s.last == year, f"beløb til og med {s.last}"


def _begins(s: _Subject, text: Marked) -> _Claim | None:
    m = _BEGIN.search(text.text)
    if m is None or len(text.of("Y")) > 1:
        return None
    year = _year(text, m["y"])
    late = (year, year + 1) if _LATE.search(text.text[: m.start("y")]) else (year,)
    if not s.first - 2 <= year <= s.last:
        return None
    return f"fra {year}", s.first in late, f"beløb fra {s.first}"


def _outcome(card: Card, s: _Subject, sentence: str, said: str, wanted: str, *, holds: bool) -> Outcome:
    evidence, key = [place_of(card, sentence), s.row.evidence()], ("years", s.row.label, said)
    if holds:
        return Outcome("exact", f"'{s.row.label}' har {wanted}, som teksten siger.", key, evidence)
    first = money(s.amounts[s.first])
    message = f"Teksten siger {said}, men '{s.row.label}' har {wanted} ({first} i {s.first})."
    return Outcome(
        "inconsistent", message, key, evidence, "error", rows=frozenset({s.row.id}), expected_text=wanted,
        printed_text=said,
    )  # fmt: skip
