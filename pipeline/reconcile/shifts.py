"""A row whose amounts stand a year too early or too late: one slip that breaks a sum in several columns at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.reconcile.model import Cell, Table, TableRow
from pipeline.reconcile.structure import SECTIONS, area_sums, item_sums, net_sums
from pipeline.reconcile.sums import Sum, best_reading


@dataclass(frozen=True, slots=True)
class Shift:
    """A row that would fit if its amounts were moved by so many columns."""

    row: TableRow
    columns: int


def shifted_row(table: Table) -> Shift | None:
    """The one row whose move by a column mends the table's failing sums; None where none or several would.

    A sum may still fail in the outermost column, whose amount fell out when the row was moved.
    """
    sums = list(all_sums(table))
    before = _failing(sums)
    if len(before) < 2:
        return None
    edges = {table.columns[0], table.columns[-1]} if table.columns else set()
    found = []
    for row in table.rows:
        for step in (-1, 1):
            if row.cells:
                after = _after(sums, row, table.columns, step)
                if not after or (len(before) > 2 and after <= edges and len(after) == 1):
                    found.append((len(after), Shift(row, step)))
    best = min((n for n, _ in found), default=0)
    mended = [shift for n, shift in found if n == best]
    return mended[0] if len(mended) == 1 else None


def all_sums(table: Table) -> Iterator[Sum]:
    """Every sum the table's print claims."""
    areas = (area_sums(table, section) for section in (*SECTIONS, None))
    return chain(item_sums(table), *areas, net_sums(table))


def _failing(sums: list[Sum]) -> set[int]:
    best = (best_reading(what) for what in sums)
    return {column.number for found in best if found for column in found[1] if column.fails}


def _after(sums: list[Sum], row: TableRow, columns: list[int], step: int) -> set[int]:
    kept, moved = row.cells, dict[int, Cell]()
    for place, number in enumerate(columns):
        if number in kept and 0 <= place + step < len(columns):
            moved[columns[place + step]] = kept[number]
    row.cells = moved
    try:
        return _failing(sums)
    finally:
        row.cells = kept
