"""Cells of a placed table that may hold less, or other, than was printed: in doubt unless the table's sums bear them out.

A cell is in doubt where it is no well-formed number; where a lone dash stands in a table whose columns are so narrow
that they break numbers (the dash may be all that was kept of one); and where numbers without a label stand in the row
below, as the rest of a broken number does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractors.bilag.economy import EconomicTable, Value
from extractors.bilag.economy_sums import table_sums
from extractors.danish.numbers import MINUS


def doubt_pieces(table: EconomicTable, *, broken: bool) -> None:
    """Mark the values that may be pieces as "uncertain", and those that the table's sums bear out as placed.

    `broken` says that the table's columns broke numbers.
    """
    doubtful = [v for r in table.rows for v in r.values if v.placement == "uncertain"]
    doubtful += _beside_lost_labels(table)
    if broken or doubtful:
        doubtful += [v for r in table.rows for v in r.values if v.number.text in MINUS]
    if not doubtful:
        return
    borne_out = set(_borne_out(table))
    for value in doubtful:
        value.placement = "grid" if id(value) in borne_out else "uncertain"


def _beside_lost_labels(table: EconomicTable) -> list[Value]:
    """The values of rows without a label, and those above them in the same columns."""
    found: list[Value] = []
    for above, row in pairwise(table.rows):
        if not row.label and row.values:
            columns = {v.column for v in row.values}
            found += [*row.values, *(v for v in above.values if v.column in columns)]
    return found


def _borne_out(table: EconomicTable) -> Iterator[int]:
    """The values (by identity) of the columns in which a sum of the table holds exactly."""
    for claimed in table_sums(table.rows, known=[bool(r.values) for r in table.rows]):
        for column in range(len(table.header.columns)):
            target = [v for v in table.rows[claimed.total].values if v.column == column]
            parts = [v for i in claimed.parts for v in table.rows[i].values if v.column == column]
            if target and parts and target[0].number.value == sum(v.number.value for v in parts):
                yield from (id(v) for v in (*target, *parts))
