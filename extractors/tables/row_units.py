"""A column that says what each row is told in (`Enhed`: `1.000 kr.`, `Årsværk`, `Antal`): neither value nor label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.danish.units import parse_unit
from extractors.tables.economy.model import EconomicTable, doubt
from extractors.tables.quantities import quantity_of

UNIT_HEAD: Final = re.compile(r"^(?:måle)?enhed(?:er)?$", re.IGNORECASE)
_IN_CORNER: Final = re.compile(r"\b(?:Måleenhed|Enhed)\b")
_ENDS_IN_UNIT: Final = re.compile(
    r"^(?P<label>.*?\S)\s+(?P<unit>(?:1[. ]?000\s|mio\.?\s?|mill\.?\s?|t\.?\s?)?kr\.?|årsværk|antal|pct\.?|procent|%|"
    r"stk\.?|timer|personer|pladser|m2|elever|børn)$",
    re.IGNORECASE,
)


def units_off_labels(table: EconomicTable, corner: str) -> None:
    """Take the units off the ends of a printed table's labels, where its corner names a column of units."""
    if not _IN_CORNER.search(corner):
        return
    units = []
    for row in table.rows:
        found = _ENDS_IN_UNIT.match(row.label)
        units.append(found["unit"] if found else "")
        row.label = found["label"] if found else row.label
    give_units(table, units)


def give_units(table: EconomicTable, units: Sequence[str]) -> None:
    """Give the rows the units of their cells: a quantity's to its row, money's to the table; others are not certain."""
    money = [parse_unit(u) for u in units]
    first = next((m for m in money if m is not None), None)
    table.header.unit = table.header.unit or first
    for row, unit, own in zip(table.rows, units, money, strict=True):
        if own is None:
            row.quantity = quantity_of(unit) if unit else None
        if (own is not None and first is not None and own[0] != first[0]) or (unit and not own and not row.quantity):
            doubt(row.values)
