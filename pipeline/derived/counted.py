"""Which rows of a card's economy count, each once: what the sums over cards are made of.

Counted are the items of every block, and the printed sum where a block prints no item with an amount. Not counted are
repayments of a loan, which no form counts as a cost, and rows that stand after a section's sums and outside all of
them (the rule `row_outside_sums` tells of those).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.reconcile.model import Card, Cell, CellId, Table, TableRow
from pipeline.reconcile.structure import Block, blocks, repayments

INVESTMENT, PERMANENT = "implementation_costs", "permanent_changes"
_PROPOSALS = ("investment_proposal", "innovation_proposal", "pre_analysis")


@dataclass(slots=True)
class Counted:
    """A card's counted rows by section, the printed sums over them, and the printed net effect."""

    table: Table
    rows: dict[str, list[TableRow]] = field(default_factory=dict)
    sums: dict[str, list[TableRow]] = field(default_factory=dict)
    net: TableRow | None = None

    def cells(self, section: str) -> Iterator[tuple[TableRow, Cell]]:
        """The cells of the counted rows of a section that stand in a year."""
        return ((r, c) for r in self.rows.get(section, ()) for c in in_years(r))

    def cell_ids(self) -> set[CellId]:
        """The cells of all counted rows that stand in a year."""
        return {cell.id for section in self.rows for _, cell in self.cells(section)}


def counted(card: Card) -> Counted | None:
    """What counts of a card's economy; None without an economy table."""
    table = card.economy
    if table is None:
        return None
    made = Counted(table, net=next(iter(table.sums("net")), None))
    found = blocks(table)
    sectioned = any(b.section for b in found)
    for block in found:
        section = block.section or (INVESTMENT if not sectioned and card.row.kind in _PROPOSALS else None)
        if section is None or (not block.sums and made.sums.get(section)):
            continue
        made.rows.setdefault(section, []).extend(_rows(block, section))
        made.sums.setdefault(section, []).extend(r for r in block.results if r.cells)
    return made


def in_years(row: TableRow) -> Iterator[Cell]:
    """The row's cells in columns that are a year."""
    return (c for _, c in sorted(row.cells.items()) if c.year is not None and c.kind in ("year", "open_year"))


def _rows(block: Block, section: str) -> list[TableRow]:
    loans = repayments(block) if section == INVESTMENT else []
    items = [r for r in block.items if r.cells and r not in loans]
    return items or [r for r in block.results if r.cells]
