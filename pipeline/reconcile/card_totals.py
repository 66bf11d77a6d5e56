"""What a card's economy says in the terms of the overview: service, anlæg and the effect when fully phased in.

Each measure may have several readings (the printed sums, the rows with or without those whose steering area is not
printed); a rule accepts the card when the overview agrees with one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.structure import Block, blocks

_THOUSAND = Fraction(1000)
_IMPLEMENTATION, _PERMANENT = "implementation_costs", "permanent_changes"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a measure off the card: the amount, the rows it was read from, and whether they are sums."""

    amount: Interval
    rows: tuple[TableRow, ...]
    column: int | None = None
    from_sums: bool = False


def readings(card: Card, measure: str) -> list[Reading]:
    """The card's readings of an overview measure, the surest first; empty where it shows none."""
    table = card.economy
    if table is None:
        return []
    found = _efficiency(table) if measure == "efficiency" else _costs(table, measure)
    if table.row.unit_dkk == 1:  # a heading that forgot the thousand; the rule `unit` tells of it
        found += [replace(r, amount=r.amount.times(_THOUSAND, _THOUSAND)) for r in found]
    return found


def names_areas(card: Card) -> bool:
    """True where some cost of the card, or a sum of them, has a steering area."""
    table = card.economy
    rows = [r for b in blocks(table) for r in (*b.items, *b.sums)] if table else []
    return any(r.area for r in rows if r.row.section in (_IMPLEMENTATION, None))


def _costs(table: Table, area: str) -> list[Reading]:
    """The implementation costs of an area over all years."""
    found = [b for b in blocks(table) if b.section == _IMPLEMENTATION]
    if not found:  # innovation forms without a section heading
        found = [b for b in blocks(table) if b.section is None]
    made: list[Reading] = []
    for block in found:
        made += _by_sum(table, block, area) + _by_items(table, block, area)
    return made


def _by_sum(table: Table, block: Block, area: str) -> list[Reading]:
    printed = [s for s in block.by_area if s.area == area and s.cells]
    if printed:
        return [_over_years(table, printed, from_sums=True)]
    grand = block.grand
    if grand is None or not grand.cells:
        return []
    areas = block.areas() - {None}
    only = areas or ({grand.area} if grand.area else {"service"})
    if only == {area}:
        return [_over_years(table, [grand], from_sums=True)]
    return []


def _by_items(table: Table, block: Block, area: str) -> list[Reading]:
    own = [r for r in block.items if r.area == area and r.cells]
    unknown = [r for r in block.items if r.area is None and r.cells]
    if not own and not unknown:
        return [Reading(ZERO, (), None)] if block.items else []
    made = [_over_years(table, own)]
    if unknown:
        made.append(_over_years(table, own + unknown))
        if area != "service" and not own:
            made.reverse()
    return made


def _over_years(table: Table, rows: Sequence[TableRow], *, from_sums: bool = False) -> Reading:
    years = set(table.columns)
    amount = total(c.interval for r in rows for n, c in r.cells.items() if n in years)
    return Reading(amount, tuple(rows), None, from_sums)


def _efficiency(table: Table) -> list[Reading]:
    """The permanent change in the last year, or the last one printed that is not zero."""
    made: list[Reading] = []
    for block in (b for b in blocks(table) if b.section == _PERMANENT):
        rows = block.results or [r for r in block.items if r.cells]
        for column in _last_columns(table, rows):
            amount = total(r.value(column) or ZERO for r in rows)
            made.append(Reading(amount, tuple(rows), column, from_sums=bool(block.results)))
    return made


def _last_columns(table: Table, rows: Sequence[TableRow]) -> list[int]:
    """The last column in which some row has an amount, and the last in which one has more than nothing."""
    printed = [c for c in table.columns if any(c in r.cells for r in rows)]
    filled = [c for c in printed if any(r.value(c) not in (None, ZERO) for r in rows)]
    return list(dict.fromkeys(printed[-1:] + filled[-1:]))
