"""A proposal's row in a list of proposals whose columns are years: all the money that such a document has of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.reconcile.intervals import printed
from pipeline.reconcile.model import Card, Cell, Table, TableRow, overview_evidence
from schemas.dataset import EconomicRowRow, EconomicTableRow, Evidence


@dataclass(eq=False)
class ListedRow(TableRow):
    """A proposal's row in a list: its places are the list's."""

    places: dict[int, Evidence] = field(default_factory=dict)

    def evidence(self, column: int | None = None) -> Evidence:
        """The cell in the list, or its first."""
        return self.places[column if column in self.places else min(self.places)]


def listed(card: Card) -> list[Table]:
    """The card's row in a list of proposals whose columns are years, as a table of one row; none without one."""
    places = [(n, r) for n, r in enumerate(card.document.overview, 1) if r.card_id == card.id and r.measure == "amount"]
    if not places or any(r.amount_dkk is None for _, r in places):
        return []
    first = places[0][1]
    table_id = f"{first.document_id}-overview"
    of_row = {"document_id": first.document_id, "page": first.page, "line": first.line, "bbox": first.bbox}
    row = ListedRow(
        EconomicRowRow(
            **of_row, card_id=card.id, table_id=table_id, row_no=1, kind="total", label=first.title or "", text="",
        )
    )  # fmt: skip
    table = Table(EconomicTableRow(**of_row, card_id=card.id, table_id=table_id, table_kind="economy"), [row])
    for column, (number, cell) in enumerate(places, 1):
        step = cell.unit_dkk or 1000
        amount = cell.amount_dkk or 0
        row.cells[column] = Cell(
            (table_id, 1, column), cell.year, "year" if cell.year else "measure", printed(amount, amount, step), step,
            cell.value_printed or "", sure=True, page=cell.page, line=cell.line, bbox=cell.bbox,
        )  # fmt: skip
        row.places[column] = overview_evidence(cell, number)
        table.years[column] = cell.year
    return [table]
