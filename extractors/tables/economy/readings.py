"""Amounts that were read off a picture: certain only where the table's own sums, or a clear reading, bear them out.

What Tesseract is sure of may be wrong all the same: a speck taken for a minus, a 7 for a 1. A sum that holds to the
last figure is better evidence than any confidence; where it fails, every figure in it may be the misread one. Where
the picture of a figure allows other readings, the sums may choose among these, and the figure stays uncertain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extractors.danish.numbers import MINUS, PrintedNumber, parse_number
from extractors.tables.economy.model import EconomicTable, Value
from extractors.tables.economy.sums import table_sums
from extractors.tables.headings import ColumnHead
from schemas.source import Block, Grid, Line

CLEAR: Final = 0.75
"""The confidence below which an amount that no sum bears out is uncertain."""

_ROW_OF_YEARS: Final = 3  # columns whose years go up one by one
_MOST_CHOSEN: Final = 30  # values of one table


def scanned_pages(blocks: Sequence[Block]) -> set[int]:
    """The pages whose words were read off a picture."""
    found = set()
    for block in blocks:
        if isinstance(block, Line) and block.page and any(w.confidence is not None for w in block.words):
            found.add(block.page)
        elif isinstance(block, Grid):
            read = [r for r in block.rows if any(c and c.confidence is not None for c in r.cells)]
            found |= {page for r in read if (page := r.page or block.page)}
    return found


def doubt_readings(table: EconomicTable, scanned: Collection[int]) -> None:
    """Mark the values on scanned pages that neither sums nor a clear reading bear out as "uncertain"."""
    values = [v for r in table.rows for v in r.values if v.page in scanned]
    if not values:
        return
    chosen = {id(v) for v in _chosen_by_sums(table)}
    held, failed = set[int](), set[int]()
    for each in _sums(table):
        members = {id(v) for v, _ in each.members}
        proves = each.gap == 0 and chosen.isdisjoint(members)  # a sum that was made to hold bears nothing out
        (held if proves else failed).update(members)
    odd = _odd_years(table)
    for value in values:
        borne_out = id(value) in held and value.number.value != 0  # a sum holds with or without a nought
        doubtful = id(value) in failed or (value.confidence or 0.0) < CLEAR or value.number.text in MINUS
        if (doubtful and not borne_out) or id(value) in chosen or value.column in odd:
            value.placement = "uncertain"


def _odd_years(table: EconomicTable) -> set[int]:
    """The columns whose year breaks the row of years: on a scan it is more likely misread than misprinted."""
    starts = [head.year - n for n, head in _heads(table) if head.year is not None and head.kind == "year"]
    start = max(set(starts), key=starts.count, default=0)
    if starts.count(start) < _ROW_OF_YEARS:
        return set()
    return {n for n, head in _heads(table) if head.kind == "year" and head.year is not None and head.year - n != start}


def _heads(table: EconomicTable) -> list[tuple[int, ColumnHead]]:
    return [(n, table.header.head(n)) for n in range(len(table.header.columns))]


def _chosen_by_sums(table: EconomicTable) -> list[Value]:
    """The values whose other reading makes a sum hold that failed, and fails none; that reading is now theirs."""
    chosen: list[Value] = []
    while len(chosen) < _MOST_CHOSEN:
        before = _sums(table)
        found = [(v, n) for s in before if s.gap for v, sign in s.members for n in _readings(v, s.gap * sign)]
        better = [(v, n) for v, n in found if v not in chosen and _mends(table, v, n, [s.gap == 0 for s in before])]
        fixes = {(id(v), n.value): (v, n) for v, n in better}
        if len(fixes) != 1:
            alone = [f for f in fixes.values() if not any(o[0].column == f[0].column for o in fixes.values() if o != f)]
            if not alone:
                return chosen
            fixes = {(id(alone[0][0]), alone[0][1].value): alone[0]}
        ((value, number),) = fixes.values()
        value.number = number
        chosen.append(value)
    return chosen


def _readings(value: Value, less: Decimal) -> list[PrintedNumber]:
    """The readings that the picture of the value allows and that are so much less than it, the decimals alike."""
    numbers = [n for t in value.readings if (n := parse_number(t)) is not None]
    return [n for n in numbers if value.number.value - n.value == less and n.decimals == value.number.decimals][:1]


def _mends(table: EconomicTable, value: Value, number: PrintedNumber, before: Sequence[bool]) -> bool:
    """True when with this number more sums hold, and every one that held."""
    own, value.number = value.number, number
    after = [s.gap == 0 for s in _sums(table)]
    value.number = own
    return sum(after) > sum(before) and all(a or not b for a, b in zip(after, before, strict=True))


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum in a column: its values, each with the sign it counts by, and by how much the total is too large.

    `gap` is None where the total is missing.
    """

    members: list[tuple[Value, int]]
    gap: Decimal | None


def _sums(table: EconomicTable) -> list[_Sum]:
    """Each sum in each column."""
    out = []
    for total, weights in _claims(table):
        for column in range(len(table.header.columns)):
            target = [v for v in table.rows[total].values if v.column == column]
            parts = [(v, -w) for i, w in weights.items() for v in table.rows[i].values if v.column == column]
            if target or parts:
                members = [*((v, 1) for v in target), *parts]
                gap = sum((v.number.value * w for v, w in members), Decimal(0)) if len(target) == 1 else None
                out.append(_Sum(members, gap))
    return out


def _claims(table: EconomicTable) -> Iterator[tuple[int, dict[int, int]]]:
    """The sums by the rows' labels and those that were found by arithmetic: the sum's row, its parts' weights."""
    for claimed in table_sums(table.rows, known=[bool(r.values) for r in table.rows]):
        yield claimed.total, dict.fromkeys(claimed.parts, 1)
    for total, row in enumerate(table.rows):
        if row.sum_rows:
            yield total, {abs(n) - 1: 1 if n > 0 else -1 for n in row.sum_rows}
