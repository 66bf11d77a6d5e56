"""Columns of figures that are no values, by their heading: numbers of notes, pages, accounts, proposals."""

from __future__ import annotations

from extractors.tables.economy.model import EconomicTable
from extractors.tables.grid_headings import NOT_LABEL


def drop_columns_of_numbers(table: EconomicTable) -> None:
    """Take such columns out of a table with other columns; what stands in them is in the rows' texts."""
    header = table.header
    kept = [c for c, (printed, _) in enumerate(header.columns) if not NOT_LABEL.match(printed)]
    if not kept or len(kept) == len(header.columns):
        return
    place = {c: n for n, c in enumerate(kept)}
    header.columns = [header.columns[c] for c in kept]
    header.heads = [header.heads[c] for c in kept] if header.heads else []
    header.quantities = {place[c]: unit for c, unit in header.quantities.items() if c in place}
    for row in table.rows:
        row.values = [v for v in row.values if v.column in place]
        for value in row.values:
            value.column = place[value.column]
