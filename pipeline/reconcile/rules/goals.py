"""Follow-up goals against the table: their amounts, and their dates against the years of effect and of spending."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from extractors.danish.amounts.find import find_amounts
from extractors.danish.amounts.forms import Amount
from pipeline.reconcile.course import LATE_MONTH, Course
from pipeline.reconcile.danish import akin, in_sentence, money, words
from pipeline.reconcile.intervals import ZERO, printed
from pipeline.reconcile.model import Card, Table, TableRow, goal_evidence, goal_text
from pipeline.reconcile.prose_match import quantities
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import sentences
from pipeline.reconcile.sides import amounts_of
from pipeline.reconcile.structure import SECTIONS, results
from pipeline.reconcile.typos import of_one_size
from schemas.dataset import FollowUpGoalRow, ProseAmountRow

_READS = ("follow_up_goals", "economic_amounts", "economic_rows")
_EFFECT = re.compile(
    r"effektivisering|besparelse|\bspares?\b|gevinst|mindreudgift|reduktion|reduceret|lavere udgift|provenu"
    r"|\beffekt",
    re.I,
)
_FULL = re.compile(r"\bfuld(?:e|t)?\b|\bhele\b", re.I)
_REACHED = re.compile(
    r"opnået|realiseret|indhentet|høstet|hentet|nået|reduceret|indfriet|begynd|første|synlig|kan ses|er faldet|lavere"
    r"|mindre",
    re.I,
)
_IN_USE = re.compile(
    r"(?:i|sat i) drift|idriftsat|ibrugtaget|taget i brug|i brug\b|er implementeret|implementering af|er indført"
    r"|opsagt|fraflyttet|nedlagt|er lukket|afviklet|overgået til|udfaset|er omlagt|er flyttet|fratrådt|er solgt"
    r"|fungerer efter"
    r"|er installeret"
    r"|er opsat|opsætning af|er etableret|er åbnet",
    re.I,
)
_ROLLED_OUT = re.compile(
    r"fuldt (?:implementeret|udrullet|udbygget|indført)|udrulning\w*.{0,40}(?:afsluttet|færdig|gennemført|tilendebragt)"
    r"|udrullet (?:til|i|på) (?:alle|hele|samtlige)|(?:i drift|idriftsat|implementeret|indført"
    r"|taget i brug) (?:på|i|hos) "
    r"(?:alle|samtlige|hele)|alle \w+(?: \w+)? er (?:omlagt|flyttet|udskiftet|opsagt|i drift|lukket|overgået)",
    re.I,
)
_NO_START = re.compile(
    rf"{_EFFECT.pattern}|\balle\b|samtlige|opfølgning|evaluering|hvor mange|andel|resterende|sidste", re.I
)
"""Goals in words of use that are no first use: the effect itself, the last of all, a count of what has happened."""
_EXPLAINS = re.compile(r"allerede|delvis|gradvis|første|indfas|løbende|stig", re.I)
_BOUGHT = re.compile(
    r"er (?:ind)?købt|indkøbt|anskaffet|ombygge\w+|ombygning|indrette\w+|er afsluttet|gennemført|udviklet|færdig"
    r"|leveret",
    re.I,
)
_ACQUIRED = re.compile(r"indkøbt|er købt|anskaffet|\bopsat\b|leveret|ombygget|istandsat|installeret", re.I)


def _explained(card: Card, effect: Course) -> bool:
    """True where the text says that the effect begins before the rest: `allerede fra 2027`."""
    year = str(effect.first)
    return any(year in s.text and _EFFECT.search(s.text) and _EXPLAINS.search(s.text) for s in sentences(card))


def _years(table: Table | None, section: str) -> Course | None:
    rows = [r for found in results(table, section) for r in found if r.cells] if table else []
    if table is None or len(rows) != 1 or not rows[0].sure:
        return None
    amounts = amounts_of(table, rows)
    return Course(rows[0], amounts) if len(amounts) > 1 else None


@card_rule(
    "goal_dates",
    title="Opfølgningsmålenes frister",
    claim="Fristerne passer med de år, hvor tabellen har effekt og udgifter",
    sides=("Målet", "Tabellen"),
    quantity="text",
    worst="warning",
    worst_on_scans="info",
    reads=_READS,
    proves="no effect is booked before what it depends on is in use, none is reached before the table has it",
)
def goal_dates(card: Card, _: Context) -> Iterator[Outcome]:
    """`Systemet er i drift | 2028` <-> an effect from 2027; `fuld effekt | 2027` <-> an effect that grows to 2029."""
    effect = _years(card.economy, SECTIONS[0])
    dated = [g for g in card.goals if g.due_from and g.due_to and g.goal and g.due_from.year == g.due_to.year]
    if effect is not None:
        yield from _effects(effect, dated)
        yield from _in_use(card, effect, dated)
    if card.economy is not None:
        yield from _bought(card.economy, dated)


def _effects(effect: Course, goals: Sequence[FollowUpGoalRow]) -> Iterator[Outcome]:
    """Goals that are the effect itself: due before it begins, or before it is whole."""
    for goal in goals:
        text = goal_text(goal)
        reached = _REACHED.search(text) or re.match(r"fuld", text, re.I)
        if not (_EFFECT.search(text) and reached) or not goal.due_to:
            continue
        year = goal.due_to.year
        if _FULL.search(text):
            early, wanted, what = year < effect.full, effect.full, "er først hel fra"
        else:
            early, wanted, what = year < effect.first, effect.first, "har først beløb fra"
        if early and year >= effect.first - 2:
            due = in_sentence(goal.due or "")
            message = f"Opfølgningsmålet '{text}' skal nås {due}, men '{effect.row.label}' {what} {wanted}."
            yield _outcome(goal, effect.row, message, str(wanted), ("effect", text))
        elif not early:
            yield Outcome("exact", f"Målet '{text}' ligger ikke før effekten.", ("effect", text), [goal_evidence(goal)])


def _in_use(card: Card, effect: Course, goals: Sequence[FollowUpGoalRow]) -> Iterator[Outcome]:
    """What the effect depends on: the first of it in use a year or more after the effect began, the last after all."""
    needed = [g for g in goals if _IN_USE.search(goal_text(g)) and not _NO_START.search(goal_text(g))]
    if needed:
        first = min(needed, key=lambda g: (g.due_from or dt.date.max, g.row_no))
        if _too_late(card, effect, first):
            message = (
                f"'{effect.row.label}' har beløb fra {effect.first} ({money(effect.amounts[effect.first])}), men målet "
                f"'{goal_text(first)}' nås først {in_sentence(first.due or '')}."
            )
            yield _outcome(first, effect.row, message, str(effect.first), ("use",))
            return
        yield Outcome(
            "exact", "Det, effekten bygger på, er i brug, når den begynder.", ("use",), [goal_evidence(first)]
        )
    yield from _rolled_out(effect, goals)


def _too_late(card: Card, effect: Course, goal: FollowUpGoalRow) -> bool:
    """True for a first use in the last months of the effect's first year, or later, that nothing in the text explains.

    An effect that only begins small in its first year may be of a part that was in use before.
    """
    late = goal.due_from is not None and goal.due_from >= dt.date(effect.first, LATE_MONTH, 1)
    return late and effect.at_once and not _explained(card, effect)


def _rolled_out(effect: Course, goals: Sequence[FollowUpGoalRow]) -> Iterator[Outcome]:
    """The last of a roll-out after the year from which the effect is whole."""
    for goal in goals:
        if _ROLLED_OUT.search(goal_text(goal)) and goal.due_from and goal.due_from.year > effect.full > effect.first:
            due = in_sentence(goal.due or "")
            message = f"'{effect.row.label}' er hel fra {effect.full}, men målet '{goal_text(goal)}' nås først {due}."
            yield _outcome(goal, effect.row, message, str(effect.full), ("rolled out", goal_text(goal)))


def _bought(table: Table, goals: Sequence[FollowUpGoalRow]) -> Iterator[Outcome]:
    """A purchase or rebuilding that is done before or after its row has money."""
    costs = [r for r in table.named_items if r.row.section == SECTIONS[1]]
    for goal in goals:
        text = goal_text(goal)
        if not goal.due_to or not _BOUGHT.search(text) or _EFFECT.search(text):
            continue
        named = _named(costs, text)
        begins = f"Opfølgningsmålet '{text}' skal nås {in_sentence(goal.due or '')}, men"
        if len(named) == 1 and goal.due_to.year < (first := min(_funded(named[0]), default=0)):
            message = f"{begins} '{named[0].label}' har først penge i {first}."
            yield _outcome(goal, named[0], message, str(first), ("bought", text))
        elif named and _ACQUIRED.search(text) and all(_last(r) > goal.due_to.year for r in named):
            last = _last(named[0])
            message = f"{begins} '{named[0].label}' har penge indtil {last}."
            yield _outcome(goal, named[0], message, str(last), ("acquired", text))


def _named(rows: Sequence[TableRow], text: str) -> list[TableRow]:
    """The rows with a word of the text in their names."""
    stems = [s for s in words(text) if len(s) > 3]
    return [r for r in rows if any(akin(s, o) for s in stems for o in r.stems)]


def _funded(row: TableRow) -> list[int]:
    """The years in which a row has an amount that is sure."""
    return [c.year for c in row.cells.values() if c.year and c.interval != ZERO and c.sure]


def _last(row: TableRow) -> int:
    """The last year with an amount; 0 where none is sure."""
    return max(_funded(row), default=0)


def _outcome(goal: FollowUpGoalRow, row: TableRow, message: str, wanted: str, key: tuple[str, ...]) -> Outcome:
    return Outcome(
        "inconsistent", message, key, [goal_evidence(goal), row.evidence()], "warning", rows=frozenset({row.id}),
        expected_text=wanted, printed_text=goal.due,
    )  # fmt: skip


@card_rule(
    "goal_amounts",
    title="Opfølgningsmålenes beløb",
    claim="Et beløb i et opfølgningsmål er tabellens",
    sides=("Målet", "Tabellen"),
    worst_on_scans="info",
    reads=_READS,
    proves="an effect that a goal puts in kroner is the table's",
)
def goal_amounts(card: Card, _: Context) -> Iterator[Outcome]:
    """`Effektivisering på 0,5 mio. kr.` <-> the permanent change in the goal's year, or any year of it."""
    effect = _years(card.economy, SECTIONS[0])
    if effect is None or card.economy is None:
        return
    for goal in card.goals:
        text = goal_text(goal)
        amounts = find_amounts(text)
        if len(amounts) == 1 and _EFFECT.search(text[: amounts[0].char_start]):
            yield from _amount_of(card, card.economy, effect, goal, amounts[0])


def _amount_of(card: Card, table: Table, effect: Course, goal: FollowUpGoalRow, said: Amount) -> Iterator[Outcome]:
    low, high = sorted((abs(said.low_dkk), abs(said.high_dkk)))
    interval = printed(low, high, max(said.step_dkk, abs(said.low_dkk) // 20 or 1))
    rows = [r for t in card.tables for r in t.rows if r.cells]
    prose = _as_prose(goal, said.low_dkk, said.year_from)
    shown = (q.size for r in rows for q in quantities(table, [r], prose))
    text = goal_text(goal)
    key, evidence = ("amount", text), [goal_evidence(goal), effect.row.evidence()]
    if any(interval.overlaps(q) for q in shown):
        yield Outcome("within_rounding", f"Beløbet i målet '{text}' står i tabellen.", key, evidence)
        return
    year = said.year_from or effect.last
    meant = effect.amounts.get(year, effect.amounts[effect.last])
    if of_one_size(interval.dkk, meant.size.dkk):
        gap = money(interval.dkk - meant.size.dkk)
        message = f"Målet siger '{text}', men '{effect.row.label}' er {money(meant)} i {year} (forskel {gap})."
        yield Outcome(
            "inconsistent", message, key, evidence, "error", meant.size, interval, rows=frozenset({effect.row.id})
        )


def _as_prose(goal: FollowUpGoalRow, amount: int, year: int | None) -> ProseAmountRow:
    return ProseAmountRow(
        document_id=goal.document_id, card_id=goal.card_id, text="", amount_low_dkk=amount, amount_high_dkk=amount,
        year_from=year, year_to=year, sentence="", char_start=0, char_end=0,
    )  # fmt: skip
