"""What an amount likely is where its heading is wrong, and which cells an open error speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.reconcile.model import Card, CellId, Table
from schemas.dataset import EconomicAmountRow, FindingRow

_PRICE_LEVEL = re.compile(r"(20\d\d) p/l")


class Findings:
    """The findings of a release, asked by card and by cell."""

    def __init__(self, findings: Iterable[FindingRow]) -> None:
        """Sort them by card, and the open errors among them by the places they point at."""
        self.of_card: dict[str | None, list[FindingRow]] = defaultdict(list)
        self._tables: set[str] = set()
        self._rows: set[tuple[str, int]] = set()
        self._cells: set[CellId] = set()
        for finding in findings:
            self.of_card[finding.card_id].append(finding)
            if finding.severity == "error" and finding.status == "open":
                self._point_at(finding)

    def _point_at(self, finding: FindingRow) -> None:
        for place in finding.evidence:
            if place.table_id is None:
                continue
            if place.row_no is None:
                self._tables.add(place.table_id)
            elif place.column_no is None:
                self._rows.add((place.table_id, place.row_no))
            else:
                self._cells.add((place.table_id, place.row_no, place.column_no))

    def open_error(self, table_id: str, row_no: int, column_no: int) -> bool:
        """True where an open error points at the cell, at its row or at its table."""
        at = table_id, row_no, column_no
        return at in self._cells or at[:2] in self._rows or table_id in self._tables

    def unit(self, card: Card, table: Table) -> FindingRow | None:
        """The finding that says that the table's heading misprints the unit."""
        if table.unit_dkk == table.row.unit_dkk or not table.row.unit_dkk:
            return None
        found = [f for f in self.of_card[card.id] if f.rule == "unit"]
        return next((f for f in found if any(e.table_id == table.id for e in f.evidence)), found[0] if found else None)

    def price_level(self, card: Card) -> tuple[int, FindingRow] | None:
        """The price level that the card's amounts have by the overview, and the finding that says so."""
        for finding in self.of_card[card.id]:
            levels = [_PRICE_LEVEL.fullmatch(t or "") for t in (finding.expected, finding.printed)]
            if finding.rule == "price_level" and finding.severity == "error" and levels[0] and levels[1]:
                likely, printed = int(levels[0][1]), int(levels[1][1])
                if printed == card.row.price_level:
                    return likely, finding
        return None


def likely_amount(amount: EconomicAmountRow, table: Table, unit: FindingRow | None) -> int:
    """The amount in kroner by the unit that is likely: the printed one, unless the finding `unit` says it cannot be."""
    if unit is None or not table.unit_dkk or not table.row.unit_dkk:
        return amount.amount_dkk
    return amount.amount_dkk * table.unit_dkk // table.row.unit_dkk
