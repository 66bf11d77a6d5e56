"""Cells that hold what another cell should, or name another unit, price level or form than the table over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.danish.numbers import read_cell
from pipeline.reconcile.lines import find_lines
from pipeline.reconcile.model import Card, Cell, Table, TableRow, evidence_of, printed_goal
from pipeline.reconcile.rule import Context, Outcome, card_rule
from schemas.dataset import Evidence, FollowUpGoalRow, PrioritisationCriterionRow

_PERIOD = re.compile(r"^\W*(?:[1-4]\. ?kvartal|Q[1-4]|primo|medio|ultimo|\d\. ?halvår)\W+20\d\d\W*$", re.I)
_CUT_YEAR = re.compile(r"\b(?:primo|medio|ultimo|kvartal|Q[1-4])\W+20\d?$", re.I)
_MONEY = re.compile(r"\bkr\b|\bmio\b", re.I)
_UNIT = re.compile(r"1\.?000 ?kr|mio\. ?kr|\bkr\.", re.I)
_LEVEL = re.compile(r"(20\d\d)\s*p/", re.I)
_ANNEX = re.compile(r"^\s*administrative bilag til (\w+)", re.I | re.M)
_FORMS = {
    "investment_proposal": "investeringsforslag",
    "innovation_proposal": "innovationsforslag",
    "pre_analysis": "innovationsforslag",
}
_GOAL_LINES = 20  # that the cells of one goal take in a text dump
_HEADING_LINES = 40  # a criteria table's heading is at most so far above its row in a text dump


@card_rule(
    "cell",
    worst="warning",
    worst_on_scans="info",
    title="Celle i tvivl",
    claim="Hvert beløbs celle rummer ét helt tal",
    reads=("economic_amounts", "economic_tables"),
    proves="every amount's cell holds one whole number",
)
def cell(card: Card, _: Context) -> Iterator[Outcome]:
    """A cell that is no well-formed number, or may be a piece of one that its column was too narrow for."""
    for table in card.tables:
        lost = "heading lost" in (table.row.header_note or "")
        for row in table.rows:
            for number, found in sorted(row.cells.items()):
                problem = None if found.sure or lost else _problem(found)
                if problem:
                    when = f" i {found.year}" if found.year else ""
                    message = f"Cellen '{found.text}' ud for '{row.label}'{when} i {table.name} {problem}."
                    key = (table.row.table_kind, row.label, row.area or "", str(found.year or number))
                    yield Outcome("not_checkable", message, key, [row.evidence(number)], "warning")


def _problem(found: Cell) -> str | None:
    """What is wrong with a cell in doubt; None where only its column is."""
    if read_cell(found.text).kind not in ("number", "range"):
        return "er ikke et helt tal; beløbet er usikkert og indgår ikke i efterregningen"
    if found.bbox and found.page:
        return "kan være en del af et tal, som kolonnen var for smal til; beløbet er usikkert"
    return None


@card_rule(
    "goal_cells",
    worst="warning",
    worst_on_scans="info",
    title="Opfølgningsmål",
    claim="Et opfølgningsmål har en ansvarlig og en hel dato",
    reads=("follow_up_goals",),
    proves="a follow-up goal has a responsible and a whole date in their cells",
)
def goal_cells(card: Card, _: Context) -> Iterator[Outcome]:
    """A period as the responsible, an amount as the time, a year cut off."""
    for goal in card.goals:
        found = _misplaced(goal)
        if found is not None:
            wrong, problem = found
            message = f"Opfølgningsmålet '{goal.goal}' {problem}."
            places = [evidence_of(goal, printed_goal(goal)), *_line_of(card, goal, wrong)]
            yield Outcome("inconsistent", message, (goal.goal or str(goal.row_no),), places, "warning")


def _misplaced(goal: FollowUpGoalRow) -> tuple[str, str] | None:
    """A cell that holds what another should, or a piece of it, and what is wrong with it."""
    responsible, due = goal.responsible or "", goal.due or ""
    if _PERIOD.match(responsible):
        return responsible, f"har '{responsible}' som ansvarlig"
    if _CUT_YEAR.search(due.strip()):
        return due, f"har en afskåret frist: '{due}'"
    if _MONEY.search(due):
        return due, f"har et beløb som frist: '{due}'"
    return None


def _line_of(card: Card, goal: FollowUpGoalRow, printed: str) -> list[Evidence]:
    """The line in which a cell of a goal begins, where that is not the one in which the goal does."""
    opening = " ".join(printed.split()[:3])
    after = [x for x in card.lines if x.line and goal.line and 0 < x.line - goal.line <= _GOAL_LINES]
    found = next((x for x in after if opening and opening in " ".join(x.text.split())), None)
    return [evidence_of(found, printed)] if found else []


@card_rule(
    "criteria",
    worst="warning",
    worst_on_scans="info",
    title="Kriterier til prioritering",
    claim="Kriteriernes beløb har den enhed og det prisniveau, der står over dem",
    reads=("prioritisation_criteria", "source_lines"),
    proves="the criteria's amounts are in the unit and the price level of the table over them",
)
def criteria(card: Card, _: Context) -> Iterator[Outcome]:
    """Criteria without any unit, with another unit than their heading, or in other prices than the card."""
    for row in card.criteria:
        amounts = [t for t in (row.cost_printed, row.potential_printed) if t and re.search(r"\d", t)]
        if amounts:
            heading = next((h for h in _heading(card, row) if _UNIT.search(h.text)), None)
            yield from _unit_of(card, row, amounts, heading)
            yield from _level_of(card, row, heading)


def _unit_of(
    card: Card, row: PrioritisationCriterionRow, amounts: Sequence[str], heading: Evidence | None
) -> Iterator[Outcome]:
    """Amounts of a unit of their own under a heading that has one, or of none at all; a card's lines may be unknown."""
    key, own = ("unit", str(row.row_no)), next((t for t in amounts if _UNIT.search(t)), None)
    if heading is None and own is None and card.lines:
        message = f"Kriterierne ({' | '.join(amounts)}) har hverken enhed eller prisniveau."
        yield Outcome("inconsistent", message, key, [_criterion(row)], "warning")
    elif heading is not None and own is not None:
        message = f"Overskriften over kriterierne er '{_short(heading.text)}', men '{own}' har sin egen enhed."
        yield Outcome("inconsistent", message, key, [_criterion(row), heading], "info")


def _level_of(card: Card, row: PrioritisationCriterionRow, heading: Evidence | None) -> Iterator[Outcome]:
    level = _LEVEL.search(heading.text) if heading else None
    if heading and level and card.row.price_level and int(level[1]) != card.row.price_level:
        message = f"Kriterierne er i {level[1]} p/l, forslagets økonomi i {card.row.price_level} p/l."
        yield Outcome("inconsistent", message, ("level", str(row.row_no)), [_criterion(row), heading], "info")


def _criterion(row: PrioritisationCriterionRow) -> Evidence:
    return evidence_of(row, f"{row.cost_printed or ''} | {row.potential_printed or ''}")


def _short(text: str) -> str:
    """The first column's words of a heading."""
    return " ".join(text.split("\t", maxsplit=1)[0].split())[:60]


def _heading(card: Card, row: PrioritisationCriterionRow) -> list[Evidence]:
    """The printed lines over a criteria row that may be its heading, nearest first."""
    if row.line is None:
        return []
    above = [x for x in card.lines if x.line and row.line - _HEADING_LINES < x.line < row.line]
    found: list[Evidence] = []
    for line in reversed(above):
        found.append(evidence_of(line, line.text.strip()))
        if re.search(r"kriterier til prioritering", line.text, re.I):
            break
    return found


@card_rule(
    "annex_heading",
    worst="warning",
    worst_on_scans="info",
    title="Bilagets overskrift",
    claim="Det administrative bilag bærer navn efter forslagets egen slags",
    reads=("cards", "source_lines"),
    proves="the administrative annex is named after the card's own form",
)
def annex_heading(card: Card, _: Context) -> Iterator[Outcome]:
    """`Administrative bilag til investeringsforslag` on an innovation proposal."""
    wanted = _FORMS.get(card.row.kind)
    for place in find_lines(card, _ANNEX) if wanted else ():
        found = _ANNEX.match(place.text)
        if found and wanted and found[1].lower() != wanted:
            message = f"Bilagsoverskriften er '{place.text}', men forslaget er et {wanted}."
            yield Outcome("inconsistent", message, ("annex",), [place], "warning")


_POINT = re.compile(r"\b\d{1,3}\.\d{1,2} ?(?:mio|mia)\b")
_GROUPED = re.compile(r"[-–−]?\s?\d{1,3}(?:\.\d{3})+")
_UNGROUPED = re.compile(r"[-–−]?\s?\d{4,}")


@card_rule(
    "number_form",
    title="Talform",
    claim="Tal er skrevet på én måde: punktum mellem tusinder, komma før decimaler",
    worst="info",
    reads=("economic_amounts", "prose_amounts", "source_lines"),
    proves="numbers have one form: a dot between thousands, a comma before decimals",
)
def number_form(card: Card, _: Context) -> Iterator[Outcome]:
    """`2.2 mio. kr.`; `1500` beside `1.500` in one table."""
    said = not card.document.ocr and any(_POINT.search(f"{p.text} ") for p in card.prose)
    points = find_lines(card, _POINT) if said else []
    if points:
        shown = _POINT.search(points[0].text)
        message = f"'{shown[0] if shown else points[0].text}' har punktum, hvor der skal stå komma."
        yield Outcome("inconsistent", message, ("point",), points, "info")
    grouped = {t.id: _has_grouped(t) for t in card.tables}
    for table in card.tables if any(grouped.values()) else ():
        cells = [(r, n, c.text.strip()) for r in table.rows for n, c in sorted(r.cells.items())]
        bare = [(r, n) for r, n, text in cells if _UNGROUPED.fullmatch(text)]
        if bare:
            yield _ungrouped(table, bare, here=grouped[table.id])


def _has_grouped(table: Table) -> bool:
    return any(_GROUPED.fullmatch(c.text.strip()) for r in table.rows for c in r.cells.values())


def _ungrouped(table: Table, bare: Sequence[tuple[TableRow, int]], *, here: bool) -> Outcome:
    """Numbers without a dot between thousands; `here`: the same table has others with one, else other tables do."""
    first = bare[0][0].cells[bare[0][1]].text.strip()
    numbers = f"Tallet {first} er" if len(bare) == 1 else f"{len(bare)} tal (det første {first}) er"
    others = "tabellens andre tal" if here else "tallene i forslagets andre tabeller"
    message = f"{numbers} i {table.name} trykt uden punktum mellem tusinder, i modsætning til {others}."
    evidence = [r.evidence(n) for r, n in bare]
    return Outcome("inconsistent", message, (table.row.table_kind, "thousands"), evidence, "info")
