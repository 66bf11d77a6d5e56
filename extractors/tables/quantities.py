"""Rows of a money table that are not money: staff years, posts, counts, percentages.

A row is a quantity where its label *is* the name of one (`Årsværk`, `Antal pladser`, `Personale (antal årsværk)`), or
names one and prints decimals that no money row of the table prints. A label that merely speaks of staff
(`Besparelse på administrative årsværk`) is money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.tables.economy.model import TableRow

_UNIT: Final = (
    r"(?P<unit>årsværk|fuldtidsstillinger|stillinger|normeringer?|medarbejdere|personer|pladser|elever|børn|borgere|"
    r"timer|dage|uger|måneder|procent|pct\.?|%|promille|antal|stk\.?|styk|m2|m²|kvm\.?|km|ha|enheder|år|indbyggere|folketal|"
    r"(?:helårs|fuldtids|års)(?:personer|elever|børn|brugere|pladser|ansatte)|ansatte|brugere|besøg(?:ende)?|sager|"
    r"anbringelser|indeks|[km]wh|tons?)"
)
_IS_ONE: Final = (
    re.compile(rf"\((?:antal\s+|i\s+|opgjort i\s+)*{_UNIT}[^()]*\)?\s*$", re.IGNORECASE),
    re.compile(
        rf"^(?:antal|personale|ændring i(?: antal)?|ændret|heraf)?\s*(?:antal\s+)?{_UNIT}(?:\s+i alt)?[:.]?$", re.I
    ),
    re.compile(rf"^antal\s+(?:\w+\s+){{0,2}}?{_UNIT}\b", re.IGNORECASE),
    re.compile(rf"[,:–-]\s*(?:antal\s+|i\s+)*{_UNIT}\s*$", re.IGNORECASE),
    re.compile(r"^(?P<unit>antal)\s+\w+", re.IGNORECASE),
    re.compile(r"^(?:tilbagebetalingstid|levetid|afskrivningsperiode)\b.*?(?P<unit>år)?$", re.IGNORECASE),
    re.compile(r"(?:\bi\s+|\w-)(?P<unit>procent|pct\.?|%|promille)", re.IGNORECASE),
    re.compile(r"\b\w{3,30}(?P<unit>procent|pct|promille|sgrad)(?:en)?\b", re.I),  # Forbrugspct., Belægningsgrad
)
_NAMES_ONE: Final = re.compile(r"\b(?P<unit>årsværk|fuldtidsstillinger|stillinger|procent|pct)\b", re.IGNORECASE)
_CANONICAL: Final = {
    "pct": "procent",
    "pct.": "procent",
    "%": "procent",
    "sgrad": "procent",
    "stk.": "antal",
    "stk": "antal",
    "styk": "antal",
}


def mark_quantities(rows: Sequence[TableRow]) -> None:
    """Give every row that is not money its unit; rows under a heading that names a quantity share it."""
    heading: str | None = None
    whole = all(not v.number.decimals for r in rows if not _names(r.label) for v in r.values)
    for row in rows:
        unit = row.quantity or quantity_of(row.label)
        if not row.values:
            heading = unit
            continue
        if unit is None and whole and any(v.number.decimals for v in row.values):
            unit = _names(row.label)
        row.quantity = unit or heading


def quantity_of(label: str) -> str | None:
    """The unit of a row whose label is the name of a quantity; None for money."""
    text = " ".join(label.split())
    if len(text) > 200 or re.search(r"\bkr\b|\bkroner\b", text, re.IGNORECASE):
        return None
    found = next((m for p in _IS_ONE if (m := p.search(text))), None)
    return _canonical(found["unit"] or "år") if found else None


def _names(label: str) -> str | None:
    found = _NAMES_ONE.search(label)
    return _canonical(found["unit"]) if found else None


def _canonical(unit: str) -> str:
    return _CANONICAL.get(unit.lower(), unit.lower())
