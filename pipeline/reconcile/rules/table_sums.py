"""The sums inside a card's money tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import relation, total
from pipeline.reconcile.model import MONEY_TABLES, Card, Cell, Table, TableRow, evidence_of
from pipeline.reconcile.rule import SEVERITY, Context, Outcome, card_rule
from pipeline.reconcile.structure import (
    SECTIONS,
    Block,
    area_sums,
    blocks,
    item_sums,
    net_sums,
    repayments,
    shown,
    sums_of_sums,
)
from pipeline.reconcile.sums import judge
from schemas.dataset import Evidence, SourceLineRow

_LONE = re.compile(r"\s*[-−–]?\d{1,3}(?:\.?\d{3})*\s*")
_FEW = 3  # rows: with fewer, the one that fails may be the error
_TIMES = ("year", "open_year", "later")
_UNSURE = ("measure", "stage")
_READS = ("economic_amounts", "economic_rows", "economic_tables")


@card_rule(
    "item_sum",
    title="Rækker og sum",
    claim="Rækkerne i et afsnit giver summen under dem",
    reads=_READS,
    proves="the rows of a section add up to the sum printed under them",
)
def item_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """Rows -> subtotal, of one steering area or of all, in every money table."""
    for table in card.tables:
        for what in item_sums(table):
            yield from judge(card, what)


@card_rule(
    "subtotal_sum",
    title="Delsummer og sum",
    claim="Delsummerne giver den samlede sum",
    reads=_READS,
    proves="the sums of permanent changes an area add up to their total",
)
def subtotal_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """Subtotals -> total, in the permanent changes and in tables without sections."""
    for table in card.tables:
        for what in sums_of_sums(table):
            yield from judge(card, what)
        for section in (SECTIONS[0], None):
            for what in area_sums(table, section):
                yield from judge(card, what)


@card_rule(
    "area_split",
    title="Service og anlæg",
    claim="Service + anlæg = samlede implementeringsomkostninger",
    reads=_READS,
    proves="service + anlæg = the implementation costs in all",
)
def area_split(card: Card, _: Context) -> Iterator[Outcome]:
    """The implementation costs of each steering area -> those in all."""
    for table in card.tables:
        for what in area_sums(table, SECTIONS[1]):
            yield from judge(card, what)


@card_rule(
    "net_effect",
    title="Samlet økonomisk påvirkning",
    claim="Varige ændringer + implementering = samlet økonomisk påvirkning",
    reads=_READS,
    proves="permanent changes + implementation costs = the net economic effect",
)
def net_effect(card: Card, _: Context) -> Iterator[Outcome]:
    """Varige ændringer + implementeringsomkostninger -> Samlet økonomisk påvirkning."""
    for table in card.tables:
        for what in net_sums(table):
            yield from judge(card, what)


@card_rule(
    "row_total",
    title="Årene og I alt",
    claim="En rækkes år giver dens I alt",
    reads=_READS,
    proves="a row's years add up to its 'I alt' column",
)
def row_total(card: Card, _: Context) -> Iterator[Outcome]:
    """Years -> I alt, in every row of a table that has such a column."""
    for table in card.tables:
        column = _total_column(table)
        if column is not None:
            rows = [r for r in table.rows if column in r.cells and any(c.kind in _TIMES for c in r.cells.values())]
            kinds = _added(rows, column)
            for row in rows:
                yield _row_total(table, row, column, kinds)


def _added(rows: Sequence[TableRow], column: int) -> tuple[str, ...]:
    """The kinds of columns that the total adds: the years, or what was spent before them too; none where most fail.

    A total over the whole project (`Samlet sum`) counts what stands under `Forbrug t.o.m. 2025`: the rows tell.
    """
    judged = [r for r in rows if r.sure]

    def holding(kinds: tuple[str, ...]) -> int:
        sums = (total(c.interval for c in _addends(r, column, kinds)) for r in judged)
        return sum(s.overlaps(r.cells[column].interval) for r, s in zip(judged, sums, strict=True))

    options = (_TIMES, (*_TIMES, "stage"))
    best = max(options, key=holding)
    return best if len(judged) < _FEW or 2 * holding(best) >= len(judged) else ()


def _addends(row: TableRow, column: int, kinds: tuple[str, ...]) -> list[Cell]:
    """A row's amounts in columns of some kinds beside its total's."""
    return [c for n, c in row.cells.items() if n != column and c.kind in kinds]


def _total_column(table: Table) -> int | None:
    totals = [n for n, kind in enumerate(table.row.column_kinds, start=1) if kind == "total"]
    return totals[-1] if len(totals) == 1 else None


def _row_total(table: Table, row: TableRow, column: int, kinds: tuple[str, ...]) -> Outcome:
    key, evidence = (table.row.table_kind, row.label, row.area or ""), [row.evidence(column), row.evidence()]
    cells = _addends(row, column, kinds)
    others = [c for n, c in row.cells.items() if n < column and c.kind in _UNSURE]
    found = row.cells[column]
    # A heading whose year was not read may stand for one: the row adds up with it, or nothing is known.
    readings = [total(c.interval for c in cells), total(c.interval for c in (*cells, *others))]
    expected = next((r for r in readings if r.overlaps(found.interval)), readings[0])
    unread = bool(others) and not expected.overlaps(found.interval)
    if (reason := _not_added(kinds, (*cells, found), unread=unread)) is not None:
        return Outcome("not_checkable", f"'{row.label}' kan ikke lægges sammen over årene: {reason}.", key, evidence)
    status = relation(expected, found.interval)
    gap = money(found.interval - expected)
    message = f"'{row.label}' har i alt {money(found.interval)}, og årene giver {money(expected)}" + (
        "." if status == "exact" else f" (forskel {gap})."
    )
    return Outcome(
        status, message, key, evidence, SEVERITY[status], expected, found.interval,
        cells=frozenset(c.id for c in (*cells, found)), rows=frozenset({row.id}), target=found.id,
    )  # fmt: skip


def _not_added(kinds: tuple[str, ...], cells: Sequence[Cell], *, unread: bool) -> str | None:
    """Why a row's years are not held against its total; None where they are."""
    if not kinds:
        return "i de fleste rækker er totalen ikke årenes sum"
    if not all(c.sure for c in cells):
        return "et tals kolonne er usikker"
    return "en kolonnes overskrift er uden år" if unread else None


@card_rule(
    "row_outside_sums",
    worst="warning",
    title="Række uden for summen",
    claim="Hver række er talt med i en sum",
    reads=_READS,
    proves="every row with amounts is counted in some printed sum",
)
def row_outside_sums(card: Card, _: Context) -> Iterator[Outcome]:
    """A loan's repayment left out of the sum under it, or a row with no sum after it."""
    for table in card.tables:
        if table.row.table_kind in MONEY_TABLES and not shown(table):
            for block in blocks(table):
                yield from _repayments_left_out(block)
                if not block.sums and any(b.sums for b in blocks(table) if b.section == block.section):
                    yield from _behind_the_sum(block)


def _repayments_left_out(block: Block) -> Iterator[Outcome]:
    for row in repayments(block) if block.results else ():
        if row.cells and any(r is not row and r.cells for r in block.items):
            yield _outside(row, block.results[0], "er ikke talt med i")


def _behind_the_sum(block: Block) -> Iterator[Outcome]:
    for row in block.items:
        if row.cells:
            yield _outside(row, None, "står efter summen og indgår ikke i nogen sum")


@card_rule(
    "range_sum",
    worst="warning",
    title="Intervaller",
    claim="Delenes intervaller giver det samlede",
    reads=_READS,
    proves="the parts of a need's range add up to it, or span it as alternatives",
)
def range_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """A need of 5-30 million <-> the needs listed under it."""
    for table in (t for t in card.tables if t.row.table_kind == "need"):
        head: TableRow | None = None
        parts: list[TableRow] = []
        for row in [*table.rows, None]:
            if row is not None and row.is_item:
                parts += [row] if row.cells else []
                continue
            if head is not None and head.cells and parts:
                yield _range(head, parts)
            head, parts = row, []


def _range(head: TableRow, parts: list[TableRow]) -> Outcome:
    low, high = _ends(head)
    ends = [_ends(p) for p in parts]
    sums = sum(e[0] for e in ends), sum(e[1] for e in ends)
    # Where the parts of one need end is not printed: any first few of the rows below may be all of them.
    holds = any((low, high) in _together(ends[:n]) for n in range(1, len(ends) + 1))
    shown = " + ".join(p.printed_values for p in parts)
    message = f"'{head.label}' er {head.printed_values}, og delene ({shown}) " + (
        "passer med det." if holds else f"giver {money(sums[0])} til {money(sums[1])}."
    )
    return Outcome(
        "exact" if holds else "inconsistent", message, (head.label,), [head.evidence(), *(p.evidence() for p in parts)],
        None if holds else "warning", rows=frozenset({head.id, *(p.id for p in parts)}),
    )  # fmt: skip


def _together(ends: list[tuple[int, int]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Several ranges added up, and spanned as alternatives."""
    lows, highs = [e[0] for e in ends], [e[1] for e in ends]
    return (sum(lows), sum(highs)), (min(lows), max(highs))


def _ends(row: TableRow) -> tuple[int, int]:
    """The lowest and the highest amount of a row that prints a range."""
    cell = next(iter(row.cells.values()))
    return (cell.interval.low2 + cell.step_dkk) // 2, (cell.interval.high2 - cell.step_dkk) // 2


@card_rule(
    "stray_amount",
    worst="warning",
    title="Løst tal",
    claim="Hvert tal i en tabel hører til en række",
    reads=("economic_rows", "source_lines"),
    proves="every number inside a table belongs to a row",
)
def stray_amount(card: Card, _: Context) -> Iterator[Outcome]:
    """A lone number between two rows of a text's table that no row claims."""
    for table in card.tables:
        for row in table.rows:
            if not row.label and not row.cells and _LONE.fullmatch(row.row.text):
                yield _stray(table, row.evidence())
        lone = [x for x in card.lines if _LONE.fullmatch(x.text)]
        for line in _between_rows(table, lone):
            yield _stray(table, evidence_of(line, line.text.strip()))


def _between_rows(table: Table, lines: Sequence[SourceLineRow]) -> Iterator[SourceLineRow]:
    """Those of some lines that stand inside a text's table and that none of its rows claims."""
    spans = [(r.row.line, r.row.last_line or r.row.line, r.row.text) for r in table.rows if r.row.line]
    last = max((end for _, end, _ in spans), default=0)
    for line in lines:
        at = line.line or 0
        above = [s for s in spans if s[0] <= at]
        if not above or at >= last or any(at <= end for _, end, _ in above):
            continue
        words = max(above, key=lambda s: s[0])[2].split()
        if line.text.strip() not in words:  # a table printed one cell a line
            yield line


def _stray(table: Table, place: Evidence) -> Outcome:
    message = f"Tallet {place.text} står i {table.name} uden for enhver række og indgår ikke i nogen sum."
    return Outcome("inconsistent", message, (place.text,), [place], "warning")


def _values(row: TableRow) -> str:
    """The row's amounts, told apart."""
    return "; ".join(c.text.strip() for _, c in sorted(row.cells.items()))


def _outside(row: TableRow, result: TableRow | None, how: str) -> Outcome:
    """A finding for the reader's judgement: the form has a section for it, the sum has not."""
    target = f" '{result.label}'" if result else ""
    message = f"Rækken '{row.label}' ({_values(row)}) {how}{target}."
    evidence = [row.evidence(), *([result.evidence()] if result else [])]
    return Outcome("inconsistent", message, (row.label,), evidence, "warning", rows=frozenset({row.id}))
