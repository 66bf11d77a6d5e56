"""Tables whose years stand down the side, turned so that a row is a measure and a column a year, as in all others."""

from __future__ import annotations

from dataclasses import replace

from extractors.tables.economy.header import header_notes
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow
from extractors.tables.headings import is_year_like, measure_head, parse_head


def has_years_down(table: EconomicTable) -> bool:
    """True when the rows are years and no column is one."""
    if any(h.year or is_year_like(h) for h in table.header.heads):
        return False
    labels = [r.label for r in table.rows if r.values]
    years = sum((h := parse_head(x)) is not None and is_year_like(h) for x in labels)
    return years >= 2 and years >= 0.5 * len(labels)


def turned(table: EconomicTable) -> EconomicTable:
    """The table with rows and columns changed over; every cell keeps its place on the page."""
    valued = [r for r in table.rows if r.values]
    heads = [replace(parse_head(r.label) or measure_head(r.label), span=None) for r in valued]
    old = table.header
    header = TableHeader([(h.printed, h.year) for h in heads], old.caption, old.unit, old.price_level, heads=heads)
    header.notes = header_notes([h.year for h in heads if h.kind == "year" and h.year])
    rows = []
    for column, head in enumerate(old.heads):
        values = [replace(v, column=i) for i, r in enumerate(valued) for v in r.values if v.column == column]
        row = TableRow("item", head.printed, head.printed, values=values)
        row.line, row.page, row.bbox = table.line, table.page, table.bbox
        rows.append(row)
    return EconomicTable(header, rows, table.paybacks, table.line, table.page, table.bbox)
