"""The two sides of a proposal's economy, whatever its form: what it saves for good, and what it costs to begin with."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.structure import SECTIONS, results


def saving_rows(card: Card) -> list[TableRow]:
    """The sum of the permanent changes; in a form without sections the rows that only save. Empty where unsure."""
    return _side(card, SECTIONS[0], saves=True)


def cost_rows(card: Card) -> list[TableRow]:
    """The sum of the implementation; in a form without sections the rows that only cost, and end before the table."""
    return _side(card, SECTIONS[1], saves=False)


def _side(card: Card, section: str, *, saves: bool) -> list[TableRow]:
    table = card.economy
    if table is None:
        return []
    if any(r.row.section for r in table.rows):
        return _sum_of(table, section)
    return _of_one_sign(card, table, saves=saves)


def _sum_of(table: Table, section: str) -> list[TableRow]:
    """The one printed result of a section, where its amounts are sure."""
    found = [r for rows in results(table, section) for r in rows if r.cells]
    return found if len(found) == 1 and found[0].sure else []


def _of_one_sign(card: Card, table: Table, *, saves: bool) -> list[TableRow]:
    """In a form without sections the rows that only save, or those that only cost and end before the table."""
    minus, plus = ([r for r in table.items() if r.cells and _sign(r) == sign] for sign in (-1, 1))
    if not minus or not all(r.sure for r in minus + plus):
        return []  # of one sign alone nobody can tell whether it is saved or spent
    minus_saves = card.document.row.sign_convention != "plus_is_saving"
    found = minus if saves == minus_saves else plus
    return found if saves else [r for r in found if once(table, r)]


def once(table: Table, row: TableRow) -> bool:
    """True for a row that ends before the table does: it is paid once, not for good."""
    years = [y for y in table.years.values() if y is not None]
    last = max((c.year for c in row.cells.values() if c.year and c.interval != ZERO), default=0)
    return 0 < last < max(years, default=0)


def _sign(row: TableRow) -> int:
    """-1 or 1 where all amounts are to one side of zero; 0 else."""
    found = {-1 if a.dkk < 0 else 1 for a in row.amounts}
    return found.pop() if len(found) == 1 else 0


def amounts_of(table: Table, rows: Sequence[TableRow]) -> dict[int, Interval]:
    """Their sum by year, the years that have none left out."""
    return {year: amount for year, amount in yearly(table, rows).items() if amount != ZERO}
