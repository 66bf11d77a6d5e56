"""How a money table is built: which rows add up to which, read from its labels, sections and steering areas.

The forms vary: subtotals a steering area or one for all, the area in the label or in its column, no subtotal at all, a
second block under the first sum, a loan's repayment among the costs. What is returned is what the print claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from pipeline.reconcile.model import Table, TableRow
from pipeline.reconcile.sums import Sum

SECTIONS = ("permanent_changes", "implementation_costs")
_SECTION_OF = {"permanent": "permanent_changes", "implementation": "implementation_costs"}
_REPAYMENT = re.compile(r"tilbagebetaling|\bafdrag|internt lån\b", re.I)


@dataclass(slots=True, eq=False)
class Block:
    """Rows with the sums printed under them: of one area each, and of all."""

    section: str | None
    items: list[TableRow] = field(default_factory=list)
    sums: list[TableRow] = field(default_factory=list)

    @property
    def grand(self) -> TableRow | None:
        """The sum of all its rows; None where only sums an area are printed."""
        named = [s for s in self.sums if s.in_label]
        rest = [s for s in self.sums if not s.in_label]
        if not rest or (len(rest) > 1 and not named and len({s.area for s in rest}) == len(rest) and rest[0].area):
            return None
        return next((s for s in rest if s.area is None), rest[-1])

    @property
    def by_area(self) -> list[TableRow]:
        """The sums of one steering area each."""
        grand = self.grand
        return [s for s in self.sums if s is not grand and s.area]

    @property
    def results(self) -> list[TableRow]:
        """The printed rows that together are the block's sum: the grand one, else those an area."""
        return [self.grand] if self.grand else self.by_area

    def areas(self) -> set[str | None]:
        """The areas of its rows that hold amounts; None among them where one names none."""
        return {r.area for r in self.items if r.cells}


def blocks(table: Table) -> list[Block]:
    """The table's blocks in print order; a row after a sum opens a new one."""
    known: list[Block] | None = _KNOWN.get(table)
    if known is None:
        known = _KNOWN[table] = _build(table)
    return known


_KNOWN: WeakKeyDictionary[Table, list[Block]] = WeakKeyDictionary()


def _build(table: Table) -> list[Block]:
    found: list[Block] = []
    for row in table.rows:
        section = _section(row)
        if row.measure in ("net", "of_which") or row.row.kind in ("section", "group"):
            continue
        if not found or not _continues(found[-1], section, is_item=row.is_item):
            found.append(Block(section))
        elif section:
            found[-1].section = section
        (found[-1].items if row.is_item else found[-1].sums).append(row)
    return found


def _continues(block: Block, section: str | None, *, is_item: bool) -> bool:
    """True for a row of the block's section; a sum that names a section claims the rows over it that name none."""
    if is_item:
        return not block.sums and block.section == section
    return block.section in (section, None) or (section is None and not block.sums)


def _section(row: TableRow) -> str | None:
    if row.measure in _SECTION_OF:
        return _SECTION_OF[row.measure]
    return row.row.section


def repayments(block: Block) -> list[TableRow]:
    """Rows that pay a loan back: the forms leave them out of the sum under them."""
    return [r for r in block.items if _REPAYMENT.search(r.label)]


def repayments_of(table: Table) -> list[TableRow]:
    """The rows of a table that pay a loan back."""
    return [r for b in blocks(table) for r in repayments(b)]


def item_sums(table: Table) -> Iterator[Sum]:
    """Rows -> the sum under them, of one area or of all."""
    if table.row.table_kind == "need":
        return
    if shown(table):
        yield from (s for s in shown(table) if s.target.row.sums == "rows_above")
        return
    for block in blocks(table):
        loans = repayments(block)
        items = [r for r in block.items if r not in loans]
        yield from _sums_of_areas(table, block, items)
        if block.grand is not None:
            costs = any(r.cells for r in items)  # where only a loan is printed, the rows behind the sum are lost
            yield Sum(table, block.grand, tuple(items), "rækkerne over den", tuple(loans) if costs else ())


def _sums_of_areas(table: Table, block: Block, items: Sequence[TableRow]) -> Iterator[Sum]:
    """Rows of an area -> the sum of that area; none where several have amounts and no row says whose it is."""
    filled = [s for s in block.by_area if s.amounts]
    if len(filled) > 1 and not any(r.area for r in items):
        return
    unknown = tuple(r for r in items if r.area is None and r.cells)
    for target in block.by_area:
        own = tuple(r for r in items if r.area == target.area)
        yield Sum(table, target, own, f"rækkerne med styringsområde {target.area}", unknown)


def area_sums(table: Table, section: str | None) -> Iterator[Sum]:
    """Sums of one area each -> the sum of all, where every area that has amounts has its sum printed."""
    if shown(table):
        return
    for block in blocks(table):
        parts = tuple(block.by_area)
        if block.section != section or block.grand is None or not parts:
            continue
        covered = {p.area for p in parts}
        # A row without an area may belong to any: the sums an area still must add up to the sum of all.
        if block.areas() - {None} <= covered and any(p.cells for p in parts):
            yield Sum(table, block.grand, parts, _area_words(parts))


def shown(table: Table) -> list[Sum]:
    """The sums that the extractor found by the table's own arithmetic; none in forms whose labels tell."""
    by_number = {r.row.row_no: r for r in table.rows}
    found = []
    for target in table.rows:
        parts = [_signed(by_number[abs(n)], n) for n in target.row.sum_rows if abs(n) in by_number]
        if parts:
            carried = tuple(r for r in table.carried if r.cells)
            found.append(Sum(table, target, tuple(parts), "rækkerne over den", carried))
    return found


def _signed(row: TableRow, number: int) -> TableRow:
    """The row, its amounts negated where the sum subtracts it."""
    if number > 0:
        return row
    return replace(row, cells={c: replace(cell, interval=-cell.interval) for c, cell in row.cells.items()})


def sums_of_sums(table: Table) -> Iterator[Sum]:
    """Sums -> the total that adds them, where the arithmetic shows it."""
    return (s for s in shown(table) if s.target.row.sums != "rows_above")


def _area_words(parts: tuple[TableRow, ...]) -> str:
    return " + ".join(f"'{p.label}'" if p.in_label else f"'{p.label}' ({p.area})" for p in parts)


def results(table: Table, section: str) -> list[list[TableRow]]:
    """The printed results of a section, block by block."""
    return [b.results for b in blocks(table) if b.section == section and b.results]


def net_sums(table: Table) -> Iterator[Sum]:
    """Permanent changes + implementation costs -> the net effect."""
    if shown(table):
        return
    for target in table.sums("net"):
        first: list[TableRow] = []
        more: list[TableRow] = []
        for section in SECTIONS:
            for number, rows in enumerate(results(table, section)):
                (more if number else first).extend(rows)
            if not results(table, section):
                first += [r for b in blocks(table) if b.section == section for r in b.items]
        yield Sum(table, target, tuple(first), "varige ændringer + implementeringsomkostninger", tuple(more))
