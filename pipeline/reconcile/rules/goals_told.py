"""Follow-up goals that put a row or the investment in kroner, and purchases due long after their money is spent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import in_sentence, money
from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.model import Card, Table, TableRow, evidence_of, goal_text
from pipeline.reconcile.quantities import Quantity, marked
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.row_years import rows_named
from pipeline.reconcile.sides import amounts_of, cost_rows
from pipeline.reconcile.structure import SECTIONS
from pipeline.reconcile.typos import of_one_size
from schemas.dataset import FollowUpGoalRow

_SPENT = re.compile(
    r"\binvestering(?:en|smidlerne|smidler)?\b|\bimplementerings(?:midler|omkostninger|udgifter)\w*|\bpuljens midler",
    re.I,
)
_SAVED = re.compile(r"bespar|effektivisering|gevinst|spares|provenu|reduktion", re.I)
_DONE = re.compile(r"\b(?:er|gennemført|afsluttet|indkøbt|anskaffet|leveret|færdig\w*)\b", re.I)
_MOST = re.compile(r"\b(?:højst|maksimalt|under|ikke over)\s$", re.I)


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
        text = goal_text(goal)
        if text in told:
            continue
        rows, amounts = _spoken_of(card, table, text), [q for q in marked(text).quantities if q.kind == "M"]
        if len(rows) == 1 and rows[0].sure:
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
    amounts = [a.size for a in amounts_of(table, [row]).values()]
    if not amounts:
        return
    text, cost = goal_text(goal), row.row.section == SECTIONS[1]
    key, evidence = ("amount", text), [evidence_of(goal, f"{text} | {goal.due or ''}"), row.evidence()]
    wanted = total(amounts) if cost else amounts[-1]
    one = cost or len({a.dkk for a in amounts}) == 1  # a saving that grows is of no one amount
    if _is_told(said, text, amounts):
        yield Outcome("within_rounding", f"Beløbet i målet '{text}' er rækkens.", key, evidence)
    elif one and of_one_size(wanted.dkk, said.value):
        gap = money(round(said.value) - wanted.dkk)
        message = f"Målet siger '{text}', men '{row.label}' er {money(wanted)} (forskel {gap})."
        yield Outcome(
            "inconsistent", message, key, evidence, "error", wanted, _interval(said), rows=frozenset({row.id})
        )


def _is_told(said: Quantity, text: str, amounts: Sequence[Interval]) -> bool:
    """True where the goal's amount is a year's or that of all years; of `højst 3 mio. kr.`, where one stays below."""
    if said.bound:
        return not _MOST.search(text[: said.start]) or any(a.low2 <= 2 * said.high for a in amounts)
    return any(a.low2 <= 2 * said.high and 2 * said.low <= a.high2 for a in (*amounts, total(amounts)))


def _interval(said: Quantity) -> Interval:
    return Interval(round(2 * said.low), round(2 * said.high))


def _late(goal: FollowUpGoalRow, row: TableRow) -> Iterator[Outcome]:
    """What a cost pays for is done, as the goal has it, more than a year after its money is spent."""
    text = goal_text(goal)
    done = _DONE.search(text) and not _SAVED.search(text)
    last = max((c.year for c in row.cells.values() if c.year and c.interval != ZERO), default=None)
    if not done or row.row.section != SECTIONS[1] or last is None or goal.due_from is None:
        return
    if goal.due_from.year > last + 1:
        due = in_sentence(goal.due or "")
        message = f"Målet '{text}' skal nås {due}, men '{row.label}' har kun penge til og med {last}."
        evidence = [evidence_of(goal, f"{text} | {goal.due}"), row.evidence()]
        yield Outcome(
            "inconsistent", message, ("late", text), evidence, "warning", rows=frozenset({row.id}),
            expected_text=str(last), printed_text=goal.due,
        )  # fmt: skip
