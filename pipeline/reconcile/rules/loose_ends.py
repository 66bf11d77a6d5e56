"""What a careful reader would put right in the words: a price without its unit, a name that is not the table's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.danish.organisations import find, resolve
from pipeline.reconcile.danish import MONTHS, akin, stem
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, TableRow, goal_evidence
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import sentences, texts
from schemas.dataset import FollowUpGoalRow

_BARE_PRICE = re.compile(
    r"\b(?:koster?|kostede|pris(?:en|erne)? (?:er|på)|betales)\b[^.;:\d]{0,50}(?<!kr\. )(?<![\w.,/-])"
    r"(?P<price>(?!(?:19|20)\d\d\b)\d[\d.]*(?:\s?[-–]\s?(?P<high>\d[\d.]*))?\s+(?:pr\.?|per)\s"
    r"(?!måned|uge|år|dag|time|gang)[a-zæøå]+)",
    re.I,
)
_THOUSAND = 1000
_DONE = re.compile(r"\b(?:gennemført|afsluttet|tilendebragt|færdiggjort|fuldført)\b", re.I)
_BEGUN = re.compile(r"\b(?:igangsat|påbegyndt|opstartet|startet|iværksat|sat i gang)\b", re.I)
_WORD = re.compile(r"[a-zæøåé]+", re.I)
Words = tuple[str, ...]
_LABEL = 7  # words from which a row's name is like no other by chance
_PARTS = re.compile(r"[a-zæøå]{3,}")
_ADMINISTRATION = re.compile(r"forvaltningen$", re.I)
_KINDS = {
    "innovation_proposal": ("innovationsforslag", "investeringsforslaget"),
    "pre_analysis": ("foranalyse", "investeringsforslaget"),
    "investment_proposal": ("investeringsforslag", "innovationsforslaget"),
}
_LATER = re.compile(
    r"\b(?:kommende|senere|efterfølgende|fremtidig\w*|eventuel\w*|evt|nye?|tidligere|oprindelig\w*)\b", re.I
)
_NOTICE = re.compile(
    r"\b(?:lejemål\w*|lokale\w*|bygning\w*)\b.{0,60}?\bopsiges\b[^.\d]{0,20}(?:pr\.?|fra|til|den|d\.)\s"
    r"(?P<when>\d{1,2}\.\s?\w+\s20\d\d)",
    re.I,
)
_GIVEN_UP = re.compile(r"\b(?:lejemål\w*|lokale\w*)\b.{0,30}\bopsag?t|\bopsigelse af lejemål", re.I)


@card_rule(
    "price_unit",
    worst="info",
    title="Enhed på en pris",
    claim="En pris i teksten har en enhed",
    quantity="text",
    reads=("card_sections",),
    proves="a price in the text has a unit, and its range can be read in one way only",
)
def price_unit(card: Card, _: Context) -> Iterator[Outcome]:
    """`koster i gennemsnit 3-4000 pr. barn`: of what, and from 3 or from 3,000?"""
    for text in texts(card):
        for found in _BARE_PRICE.finditer(text) if " pr" in text or " per " in text else ():
            printed = found["price"]
            low, high = (
                int(n.replace(".", "") or 0) for n in (re.split(r"\D*[-–]\s?|\s", printed)[0], found["high"] or "0")
            )
            twice = low < _THOUSAND <= high and low * _THOUSAND < 2 * high
            message = f"Prisen '{printed}' har ingen enhed" + (
                f", og dens nedre ende kan læses som {low} eller {low}.000." if twice else "."
            )
            yield Outcome("inconsistent", message, ("price", printed), [place_of(card, text[found.start() :])], "info")


@card_rule(
    "goal_measure",
    worst="info",
    title="Måling af mål",
    claim="Det, et mål måles ved, dækker målet",
    sides=("Målet", "Måles ved"),
    quantity="text",
    reads=("follow_up_goals",),
    proves="a goal that something is done is measured by its being done, not by its being begun",
)
def goal_measure(card: Card, _: Context) -> Iterator[Outcome]:
    """`Forløbet er gennemført` measured by `Forløbet er igangsat`."""
    for goal in card.goals:
        done, begun = _DONE.search(goal.goal or ""), _BEGUN.search(goal.measure or "")
        if done and begun and not _BEGUN.search(goal.goal or "") and not _DONE.search(goal.measure or ""):
            what, how = " ".join((goal.goal or "").split()), " ".join((goal.measure or "").split())
            message = f"Opfølgningsmålet '{what}' er, at noget er {done[0].lower()}, men det måles ved, at det er "
            message += f"{begun[0].lower()}: '{how}'."
            yield Outcome(
                "inconsistent", message, ("measure", what), [goal_evidence(goal)], "info", expected_text=how,
                printed_text=what,
            )  # fmt: skip


@card_rule(
    "row_name_told",
    worst="info",
    title="Rækkens navn i teksten",
    claim="Teksten kalder en række det samme som tabellen",
    sides=("Teksten", "Tabellen"),
    quantity="text",
    reads=("economic_rows", "card_sections"),
    proves="the text calls a row what the table calls it",
)
def row_name_told(card: Card, _: Context) -> Iterator[Outcome]:
    """`ramme for ekstra aflastning til plejeforældre` in the text, `ramme for øget aflastning ...` in the table."""
    names = _row_names(card)
    long = [name for name in names if len(name) >= _LABEL]
    told = [(s.text, _words(s.text)) for s in sentences(card)] if long else []
    for name in long:
        here = list(_windows(name, told))
        near = [(window, text) for window, text in here if window not in names and _one_other(name, window)]
        if near and all(window != name for window, _text in here):
            yield _other_name(card, names[name], name, *near[0])


def _row_names(card: Card) -> dict[Words, TableRow]:
    """The rows with amounts of the economy tables, by the words of their names."""
    tables = (t for t in card.tables if t.row.table_kind == "economy")
    return {_words(r.label): r for t in tables for r in t.items() if r.cells}


def _other_name(card: Card, row: TableRow, name: Words, window: Words, text: str) -> Outcome:
    ((ours, theirs),) = _others(name, window)
    message = f"Tabellens række '{row.label}' hedder i teksten '{theirs}', hvor tabellen har '{ours}'."
    evidence = [row.evidence(), place_of(card, text[max(0, text.lower().find(window[0])) :])]
    return Outcome(
        "inconsistent", message, ("name", row.label), evidence, "info", expected_text=ours, printed_text=theirs
    )


def _words(text: str) -> Words:
    return tuple(w.lower() for w in _WORD.findall(text))


def _others(name: Words, window: Words) -> list[tuple[str, str]]:
    return [(a, b) for a, b in zip(name, window, strict=True) if a != b]


def _windows(name: Words, told: Sequence[tuple[str, Words]]) -> Iterator[tuple[Words, str]]:
    """The runs of words in the text that are as long as a name and begin as it does, each with its sentence."""
    for text, said in told:
        for at in range(len(said) - len(name) + 1):
            if said[at] == name[0]:
                yield said[at : at + len(name)], text


def _one_other(name: Words, window: Words) -> bool:
    """True where exactly one word is another, which is no other form of the same."""
    others = _others(name, window)
    return len(others) == 1 and min(map(len, others[0])) > 3 and not akin(stem(others[0][0]), stem(others[0][1]))


@card_rule(
    "former_name",
    worst="info",
    title="Forvaltningens navn",
    claim="En forvaltning har ét navn i hele forslaget",
    sides=("Ansvarlig", "Fremstillende"),
    quantity="text",
    reads=("follow_up_goals", "cards"),
    proves="the goals call the presenting administration by the name that the card gives it",
)
def former_name(card: Card, _: Context) -> Iterator[Outcome]:
    """`Kultur- og Fritidsforvaltningen` as responsible, on a card of its successor by another name."""
    printed = card.row.presenting_administration or ""
    goals_named = [g for g in card.goals if "forvaltningen" in (g.responsible or "")]
    ours = resolve(printed) if goals_named else None
    if ours is None:
        return
    goals, names = [], dict[str, None]()
    for goal in goals_named:
        responsible = " ".join((goal.responsible or "").split())
        for one in find(responsible):
            named = responsible[one.char_start : one.char_end]
            if one.organisation is ours and _ADMINISTRATION.search(named) and _name(named) != _name(printed):
                goals.append(goal)
                names[named] = None
    if goals:
        shown = next(iter(names))
        times = "1 mål" if len(goals) == 1 else f"{len(goals)} mål"
        message = (
            f"Ansvarlig for {times} er '{shown}', men den fremstillende forvaltning hedder '{printed}' i forslaget."
        )
        yield Outcome(
            "inconsistent", message, ("former", shown), [*map(goal_evidence, goals), card.evidence], "info",
            expected_text=printed, printed_text=shown,
        )  # fmt: skip


def _name(printed: str) -> frozenset[str]:
    return frozenset(stem(w) for w in _PARTS.findall(printed.lower()))


@card_rule(
    "own_kind",
    worst="info",
    title="Forslagets slags",
    claim="Forslaget kalder sig selv det, det er",
    sides=("Teksten", "Forslaget"),
    quantity="text",
    reads=("card_sections", "cards"),
    proves="a proposal calls itself what it is",
)
def own_kind(card: Card, _: Context) -> Iterator[Outcome]:
    """`Dette innovationsforslag ... Dermed vil investeringsforslaget ikke omfatte ...`."""
    kind, other = _KINDS.get(card.row.kind, ("", ""))
    if not kind:
        return
    itself = re.compile(rf"\b(?:dette|nærværende) {kind}\b", re.I)
    for one, two in pairwise(sentences(card)):
        if other[1:] not in two.text:
            continue
        found = re.search(rf"\b{other}\b(?!\s+(?:om|vedr|vedrørende)\b)", two.text, re.I)
        if one.section == two.section and found and itself.search(one.text) and not _LATER.search(two.text):
            message = (
                f"Teksten siger '{found[0].lower()}' om forslaget selv, som er et {kind}: '{two.text[:90].strip()} …'."
            )
            yield Outcome(
                "inconsistent", message, ("kind",), [place_of(card, two.text)], "info", expected_text=kind,
                printed_text=found[0],
            )  # fmt: skip
            return


@card_rule(
    "notice_date",
    worst="info",
    title="Opsigelse",
    claim="Målet om en opsigelse har tekstens dato",
    sides=("Målet", "Teksten"),
    quantity="text",
    reads=("card_sections", "follow_up_goals"),
    proves="a goal that a lease is given up falls in the month of every notice that the text dates",
)
def notice_date(card: Card, _: Context) -> Iterator[Outcome]:
    """`Lejemålet opsiges pr. 1. januar 2027` <-> the goal `Lejemål opsagt | Maj 2027`."""
    said = [(m["when"], s.text) for s in sentences(card) for m in _NOTICE.finditer(s.text)]
    goals = [g for g in card.goals if _GIVEN_UP.search(g.goal or "") and g.due_from and g.due_to]
    if len(goals) != 1 or not said:
        return
    (goal,) = goals
    due = goal.due_to
    for when, text in dict(said).items():
        day, month, year = re.split(r"[.\s]+", when)
        if due is None or month.lower() not in MONTHS:
            continue
        if _month_apart(goal, month, year):
            message = (
                f"Målet '{goal.goal}' har fristen {goal.due}, men teksten opsiger lokaler pr. {day}. {month} {year}."
            )
            yield Outcome(
                "inconsistent", message, ("notice", when), [goal_evidence(goal), place_of(card, text)], "info",
                expected_text=when, printed_text=goal.due,
            )  # fmt: skip


def _month_apart(goal: FollowUpGoalRow, month: str, year: str) -> bool:
    """True where the goal's due is one month, and the notice falls in none of a month around it."""
    if goal.due_from is None or goal.due_to is None or (goal.due_to - goal.due_from).days > 31:
        return False
    told = 12 * int(year) + MONTHS.index(month.lower()) + 1
    return abs(told - 12 * goal.due_to.year - goal.due_to.month) > 1
