"""A sum's only figure in a dump that keeps no layout: of the one column of full rows above that adds up to it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from extractors.danish.numbers import PrintedNumber
from extractors.danish.units import PRICE_EACH_RE
from extractors.tables.economy.model import EconomicTable
from extractors.tables.quantities import quantity_of
from extractors.tables.sums import SUM_WORDS

_FEWEST: Final = 2  # rows that a sum adds
_LITTLE: Final = Decimal("0.15")  # of a sum: more is no slip of a figure
_MUCH: Final = Decimal("0.5")

Placed = tuple[tuple[int, ...], str]
"""A row's columns and what decided them."""


def with_lone_sums(
    table: EconomicTable, numbers: Sequence[Sequence[PrintedNumber]], placed: Sequence[Placed]
) -> list[Placed]:
    """The rows' columns, those of rows named a sum with one value that is of no known column told by the rows above."""
    heads = [printed for printed, _ in table.header.columns]
    others = {c for c, h in enumerate(heads) if quantity_of(h) or PRICE_EACH_RE.search(h)}
    labels = [r.label for r in table.rows]
    out = list(placed)
    for at, (row, (_, how)) in enumerate(zip(numbers, placed, strict=True)):
        if how == "uncertain" and len(row) == 1 and SUM_WORDS.search(labels[at]):
            above = _full_above(labels, numbers, at, len(heads))
            out[at] = _column_of(row[0].value, above, others) or out[at]
    return out


def _column_of(total: Decimal, above: Sequence[Sequence[PrintedNumber]], others: set[int]) -> Placed | None:
    """The only column that adds up to a total, or nearly does while no other comes near it.

    Nearly is sure only where all `others` hold what nobody adds up (`Antal`, `Enhedspris`).
    """
    if len(above) < _FEWEST or not total:
        return None
    sums = [sum((n.value for n in column), Decimal(0)) for column in zip(*above, strict=True)]
    off = [abs(s - total) / abs(total) for s in sums]
    near = [c for c, share in enumerate(off) if share <= _LITTLE]
    if len(near) != 1 or (off[near[0]] and sum(share < _MUCH for share in off) > 1):
        return None
    sure = not off[near[0]] or others == set(range(len(sums))) - {near[0]}
    return (near[0],), "arithmetic" if sure else "uncertain"


def _full_above(
    labels: Sequence[str], numbers: Sequence[Sequence[PrintedNumber]], at: int, width: int
) -> list[Sequence[PrintedNumber]]:
    """The rows right above with a value in every column, up to another sum."""
    rows: list[Sequence[PrintedNumber]] = []
    for label, row in zip(reversed(labels[:at]), reversed(numbers[:at]), strict=True):
        if len(row) != width or SUM_WORDS.search(label):
            break
        rows.append(row)
    return rows
