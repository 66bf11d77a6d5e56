"""A row that calls itself `i alt` inside a section: a sum of what stands above it, or one of the section's own items.

`Haveanlæg (5 stk. i alt)` is an item; `Løn i alt` may be either. The words cannot tell, so the figures do: such a row
is a sum where the rows above it add up to it, and an item where the section's sum holds only if it is counted. Where
they tell neither, the words stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.tables.economy.labels import says_only_total, split_of, sum_kind
from extractors.tables.economy.model import TableRow

_SECTIONS = {"permanent_changes": "permanent", "implementation_costs": "implementation"}


def settle_roles(rows: Sequence[TableRow]) -> bool:
    """Make items of the rows that are none of the sums they seem to be; True where any changed."""
    changed = False
    for at, row in enumerate(rows):
        if _is_doubtful(row) and not _sums_above(rows, at) and _is_missed(rows, at):
            row.kind, changed = "item", True
    return changed


def _is_doubtful(row: TableRow) -> bool:
    return row.kind == "subtotal" and bool(row.section and row.values) and says_only_total(row.label)


def _sums_above(rows: Sequence[TableRow], at: int) -> bool:
    """True where some run of items right above the row adds up to it, in every column."""
    wanted, total = _amounts(rows[at]), dict[int, Decimal]()
    for row in reversed(rows[:at]):
        if row.kind != "item" or row.section != rows[at].section:
            return False
        total = _added(total, row)
        if _same(total, wanted):
            return True
    return False


def _is_missed(rows: Sequence[TableRow], at: int) -> bool:
    """True where a sum of the row's section fails without the row and holds with it, in more columns than not."""
    row = rows[at]
    own = [r for r in rows if r.kind == "item" and r.section == row.section]
    others = [r for n, r in enumerate(rows) if n != at and _is_doubtful(r) and r.section == row.section]
    for target in _section_sums(rows, row.section):
        split, wanted = split_of(target.label, None), _amounts(target)
        if not _is_of(row, split):
            continue
        for parts in (own, own + others):
            without = _sum_of([r for r in parts if _is_of(r, split)])
            if _holding(_added(without, row), wanted) > _holding(without, wanted):
                return True
    return False


def _is_of(row: TableRow, split: str | None) -> bool:
    """True for a row that a sum limited to a steering area may add; one that is not limited adds any."""
    return not split or (row.area or "").lower() == split


def _section_sums(rows: Sequence[TableRow], section: str | None) -> Iterator[TableRow]:
    kind = _SECTIONS.get(section or "")
    return (r for r in rows if r.kind == "subtotal" and r.values and sum_kind(r.label) == kind)


def _amounts(row: TableRow) -> dict[int, Decimal]:
    return {v.column: Decimal(v.number.value) for v in row.values}


def _sum_of(rows: Sequence[TableRow]) -> dict[int, Decimal]:
    total: dict[int, Decimal] = {}
    for row in rows:
        total = _added(total, row)
    return total


def _added(total: dict[int, Decimal], row: TableRow) -> dict[int, Decimal]:
    more = _amounts(row)
    return {c: total.get(c, Decimal(0)) + more.get(c, Decimal(0)) for c in {*total, *more}}


def _same(a: dict[int, Decimal], b: dict[int, Decimal]) -> bool:
    return all(a.get(c, 0) == b.get(c, 0) for c in {*a, *b})


def _holding(parts: dict[int, Decimal], wanted: dict[int, Decimal]) -> int:
    """In how many columns with an amount the parts give the sum, but for the rounding of each."""
    slack = 2
    return sum(abs(parts.get(c, Decimal(0)) - v) <= slack for c, v in wanted.items() if v)
