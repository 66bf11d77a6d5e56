"""Follow-up goals that put a row or the investment in kroner, and purchases due long after their money is spent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import in_sentence, money
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, Table, TableRow, evidence_of
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.quantities import Quantity, marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.row_years import rows_named
from pipeline.reconcile.sides import cost_rows
from pipeline.reconcile.structure import SECTIONS
from schemas.dataset import FollowUpGoalRow

_SPENT = re.compile(
    r"\binvestering(?:en|smidlerne|smidler)?\b|\bimplementerings(?:midler|omkostninger|udgifter)\w*|\bpuljens midler",
    re.I,
)
_SAVED = re.compile(r"bespar|effektivisering|gevinst|spares|provenu|reduktion", re.I)
_DONE = re.compile(r"\b(?:er|gennemført|afsluttet|indkøbt|anskaffet|leveret|færdig\w*)\b", re.I)
_MOST = re.compile(r"\b(?:højst|maksimalt|under|ikke over)\s$", re.I)
_FARTHEST = 4


def _text(goal: FollowUpGoalRow) -> str:
    return " ".join((goal.goal or "").split())


@card_rule(
    "goal_row",
    title="Opfølgningsmål mod række",
    claim="Et opfølgningsmåls beløb er rækkens, og dets frist ligger, hvor rækken har penge",
    sides=("Målet", "Tabellen"),
    worst_on_scans="info",
    reads=("follow_up_goals", "economic_amounts", "economic_rows"),
    proves="a goal that puts a row or the investment in kroner names the table's amount, and is due when it is paid",
    after=("goal_amounts", "goal_dates", "prose_vs_table"),
)
def goal_row(card: Card, context: Context) -> Iterator[Outcome]:
    """`Investeringen på 6,2 mio. kr. er anvendt` <-> a sum of 5,1; `indkøb af skærme | 2029` <-> money until 2027."""
    table = card.economy
    if table is None:
        return
    told = {o.key[-1] for o in context.failed(card, "goal_amounts", "goal_dates")}
    for goal in card.goals:
        text = _text(goal)
        if text in told:
            continue
        rows, amounts = _spoken_of(card, table, text), [q for q in marked(text).quantities if q.kind == "M"]
        if len(rows) == 1 and all(c.sure for c in rows[0].cells.values()):
            if len(amounts) == 1:
                yield from _amount(table, goal, rows[0], amounts[0])
            elif not amounts:
                yield from _late(goal, rows[0])


def _spoken_of(card: Card, table: Table, text: str) -> Sequence[TableRow]:
    named = rows_named(table, text)
    if named or not _SPENT.search(text) or _SAVED.search(text):
        return named
    return cost_rows(card)


def _amount(table: Table, goal: FollowUpGoalRow, row: TableRow, said: Quantity) -> Iterator[Outcome]:
    amounts = [a.size for a in yearly(table, [row]).values() if a != ZERO]
    if not amounts:
        return
    whole = Interval(sum(a.low2 for a in amounts), sum(a.high2 for a in amounts))
    meant = [*amounts, whole]
    text, key = _text(goal), ("amount", _text(goal))
    evidence = [evidence_of(goal, f"{text} | {goal.due or ''}"), row.evidence()]
    before = text[: said.start]
    if said.bound:
        holds = not _MOST.search(before) or any(a.low2 <= 2 * said.high for a in amounts)
    else:
        holds = any(a.low2 <= 2 * said.high and 2 * said.low <= a.high2 for a in meant)
    spoken = row.row.section == SECTIONS[1] or len({a.dkk for a in amounts}) == 1
    wanted = whole if row.row.section == SECTIONS[1] else amounts[-1]
    if holds:
        yield Outcome("within_rounding", f"Beløbet i målet '{text}' er rækkens.", key, evidence)
    elif spoken and wanted.dkk <= _FARTHEST * said.value and said.value <= _FARTHEST * wanted.dkk:
        gap = money(round(said.value) - wanted.dkk)
        message = f"Målet siger '{text}', men '{row.label}' er {money(wanted)} (forskel {gap})."
        found = Interval(round(2 * said.low), round(2 * said.high))
        yield Outcome("inconsistent", message, key, evidence, "error", wanted, found, rows=frozenset({row.id}))


def _late(goal: FollowUpGoalRow, row: TableRow) -> Iterator[Outcome]:
    years = [c.year for c in row.cells.values() if c.year and c.interval != ZERO]
    text = _text(goal)
    if (
        row.row.section != SECTIONS[1]
        or not years
        or not goal.due_from
        or not _DONE.search(text)
        or _SAVED.search(text)
    ):
        return
    if goal.due_from.year > max(years) + 1:
        due = in_sentence(goal.due or "")
        message = f"Målet '{text}' skal nås {due}, men '{row.label}' har kun penge til og med {max(years)}."
        evidence = [evidence_of(goal, f"{text} | {goal.due}"), row.evidence()]
        yield Outcome(
            "inconsistent", message, ("late", text), evidence, "warning", rows=frozenset({row.id}),
            expected_text=str(max(years)), printed_text=goal.due,
        )  # fmt: skip
