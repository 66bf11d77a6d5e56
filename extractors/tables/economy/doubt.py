"""Cells of a placed table that may hold less than was printed: in doubt unless the table's sums bear them out.

A cell is in doubt where it is no well-formed number, and where numbers without a label stand in the row below or above,
as the rest of a broken number does. In a table whose columns are so narrow that they break numbers, so is a lone dash
(it may be all that was kept of a number), and in a column in which a sum fails the number beside such a dash and every
number of one or two figures.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise
from typing import Final

from extractors.danish.numbers import MINUS
from extractors.tables.economy.model import EconomicTable, TableRow, Value, doubt
from extractors.tables.economy.sums import table_sums

_SHORT: Final = 100
_ZEROS: Final = MINUS + "0"
"""How a zero is printed; `0.` is what is left of another number, and no sum can tell which."""
_LEFT_OVER: Final = re.compile(
    r"(?:\s[-–−÷](?:\s*(?:kr\.?|DKK))?|\bminus)\s*$|"
    r"(?<![\d.,(])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?:\u00a0kr\.?|\s*\((?:[-–−+]|[\d.]* ?kr\.?)\)|\s[-–−])*\s*$",
    re.IGNORECASE,
)
"""`Løn 1.240 (-)`, `Løn - kr.`, `Løn minus`: the row's first figure may be none of its first column."""


def doubt_left_over(rows: Iterable[TableRow]) -> None:
    """Mark the values of a row whose label keeps what belongs to one: a sign, a unit, or a whole figure at its end."""
    for row in rows:
        if row.values and _LEFT_OVER.search(row.label):
            doubt(row.values)


def doubt_pieces(table: EconomicTable, *, broken: bool) -> None:
    """Mark the values that may be pieces as "uncertain", and those that the table's sums bear out as placed.

    `broken` says that the table's columns broke numbers.
    """
    doubtful = [v for v in table.values if v.placement == "uncertain"] + _beside_lost_labels(table)
    if not broken and not doubtful:
        return
    sums = list(_sums(table))
    if broken:
        doubtful += _broken_off(table, {column for column, holds, _ in sums if not holds})
    borne_out = _borne_out(sums)
    for value in doubtful:
        value.placement = "grid" if id(value) in borne_out else "uncertain"


def _broken_off(table: EconomicTable, failing: Container[int]) -> list[Value]:
    """What columns that break numbers may have left: a lone dash; a short number that no sum bears out."""
    dashes = [v for r in table.rows for v in r.values if v.number.text in MINUS]
    claimed = table_sums(table.rows, known=[bool(r.values) for r in table.rows])
    last = max((c.total for c in claimed), default=-1)
    unsummed = {id(v) for r in table.rows[last + 1 :] for v in r.values}
    return dashes + [v for v in _may_be_pieces(table) if v.column in failing or id(v) in unsummed]


def _borne_out(sums: Iterable[tuple[int, bool, list[Value]]]) -> set[int]:
    """The values of the sums that hold; a zero only where it is printed as one."""
    values = [v for _, holds, found in sums if holds for v in found]
    return {id(v) for v in values if v.number.value or v.number.text in _ZEROS}


def _beside_lost_labels(table: EconomicTable) -> list[Value]:
    """The values of rows without a label, and those of the rows above and below them in the same columns."""
    found: list[Value] = []
    for rows in (table.rows, table.rows[::-1]):
        columns: set[int] = set()
        for row, beside in pairwise(rows):
            columns = set() if row.label else columns | {v.column for v in row.values}
            found += [v for v in beside.values if v.column in columns]
    return found + [v for row in table.rows if not row.label for v in row.values]


def _may_be_pieces(table: EconomicTable) -> Iterator[Value]:
    """The numbers of one or two figures, and those with a lone dash above or below."""
    dashes = {(n, v.column) for n, r in enumerate(table.rows) for v in r.values if v.number.text in MINUS}
    for n, row in enumerate(table.rows):
        for value in row.values:
            short = 0 < abs(value.number.value) < _SHORT
            if short or {(n - 1, value.column), (n + 1, value.column)} & dashes:
                yield value


def _sums(table: EconomicTable) -> Iterator[tuple[int, bool, list[Value]]]:
    """(column, whether it holds exactly, its values) of every sum that the table claims, where anything is printed.

    One part alone bears nothing out: what cut it may have cut its sum alike.
    """
    for claimed in table_sums(table.rows, known=[bool(r.values) for r in table.rows]):
        for column in range(len(table.header.columns)):
            target = [v for v in table.rows[claimed.total].values if v.column == column]
            parts = [v for i in claimed.parts for v in table.rows[i].values if v.column == column]
            if target or parts:
                holds = sum(v.number.value for v in target) == sum(v.number.value for v in parts)
                several = sum(v.number.value != 0 for v in parts) > 1
                yield column, holds, [*target, *parts] if several else []
