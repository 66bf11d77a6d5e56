"""Columns of figures that are no values, by their heading: numbers of notes, pages, accounts, proposals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from extractors.tables.economy.model import EconomicTable, TableHeader, Value
from extractors.tables.grid_headings import NOT_LABEL

_YEAR: Final = re.compile(r"(?:19[89]|20[0-6])\d")
_BARE: Final = re.compile(r"[-–−]?\d{4,}")
"""A figure without a dot between its thousands, as a year is."""
_FEWEST: Final = 2  # years that make a column of them
_NUMBER: Final = re.compile(r"\d{1,3}|\d{4,}")
"""What may number something: no thousands apart, no decimals, no sign."""


def drop_columns_of_numbers(table: EconomicTable) -> None:
    """Take such columns out of a table with other columns; what stands in them is in the rows' texts."""
    header = table.header
    years = _columns_of_years(table)
    kept = [c for c, (name, _) in enumerate(header.columns) if not NOT_LABEL.match(name) and c not in years]
    if not kept or len(kept) == len(header.columns):
        return
    place = {c: n for n, c in enumerate(kept)}
    _cut(header, place)
    for row in table.rows:
        row.values = [v for v in row.values if v.column in place or not _NUMBER.fullmatch(v.number.text)]
        for value in row.values:
            _move(value, place, {v.column for v in row.values})


def _columns_of_years(table: EconomicTable) -> set[int]:
    """The columns of measures that hold nothing but years (`Færdig`), where no other figure of the table is as bare."""
    found: set[int] = set()
    for column, head in enumerate(table.header.heads):
        texts = [v.number.text for r in table.rows for v in r.values if v.column == column]
        if head.kind == "measure" and len(texts) >= _FEWEST and all(map(_YEAR.fullmatch, texts)):
            found.add(column)
    others = [v.number.text for r in table.rows for v in r.values if v.column not in found]
    return found if others and not any(map(_BARE.fullmatch, others)) else set()


def _cut(header: TableHeader, place: Mapping[int, int]) -> None:
    """Leave a heading the columns that `place` gives a new number."""
    header.columns = [header.columns[c] for c in place]
    header.heads = [header.heads[c] for c in place] if header.heads else []
    header.quantities = {place[c]: unit for c, unit in header.quantities.items() if c in place}


def _move(value: Value, place: Mapping[int, int], taken: Collection[int]) -> None:
    """Give a value its column among those that are left; an amount that stood among the numbers belongs to another."""
    if value.column not in place:
        free = [c for c in place if c not in taken]
        value.column = min(free, key=lambda c: abs(c - value.column), default=min(place))
        value.placement = "uncertain"
    value.column = place[value.column]
