"""What the rows of a money table mean: money or quantity, item or sum, and which rows a sum adds."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

from extractors.tables.economy.model import EconomicTable, TableRow
from extractors.tables.headings import ColumnHead
from extractors.tables.quantities import mark_quantities, quantity_of
from extractors.tables.sums import SUM_WORDS, Found, find_sums, roles

_BEHIND_YEAR: Final = re.compile(r"^.*\b(?:19|20)\d\d\b\S*\s*")


def tell_meaning(table: EconomicTable, known: Collection[int] = ()) -> None:
    """Tell each row's meaning: quantity or money, item or sum, and which rows a sum adds.

    `known` are the rows that are sums by their form's words.
    """
    rows = table.rows
    mark_quantities(rows)
    table.header.quantities |= {i: unit for i, h in enumerate(table.header.heads) if (unit := _counted(h))}
    uncertain = _uncertain(rows)
    amounts = [{} if i in uncertain else v for i, v in enumerate(_vectors(table))]
    breaks = [not r.values and bool(r.label) for r in rows]
    sums = find_sums([r.label for r in rows], amounts, breaks, [_step(r) for r in rows], known)
    for row, kind in zip(rows, roles(len(rows), sums, [bool(a) for a in amounts]), strict=True):
        row.kind = kind if row.values else "group"
    _name_sums(rows, uncertain)
    _name_parts(rows, sums)


def _uncertain(rows: Sequence[TableRow]) -> set[int]:
    return {i for i, r in enumerate(rows) if any(v.placement == "uncertain" for v in r.values)}


def _name_sums(rows: Sequence[TableRow], uncertain: Collection[int]) -> None:
    """Sums that no arithmetic can tell: their words do."""
    if sum(bool(r.values) for r in rows) > 1:
        for row in (rows[i] for i in uncertain if SUM_WORDS.search(rows[i].label)):
            row.kind = "subtotal"


def _name_parts(rows: Sequence[TableRow], sums: Sequence[Found]) -> None:
    totals = {s.total for s in sums}
    for found in sums:
        row = rows[found.total]
        row.sum_rows = [(p + 1) * w for p, w in zip(found.parts, found.weights, strict=True)]
        row.sums = "sums_above" if totals & set(found.parts) else "rows_above"


def _step(row: TableRow) -> Decimal:
    """What one unit of a row's last printed digit is worth."""
    return Decimal(1).scaleb(-max((v.number.decimals for v in row.values), default=0))


def _counted(head: ColumnHead) -> str | None:
    """What a column counts: by its name, or by the words behind its year (`Budget 2027 Årsværk`)."""
    words = head.printed if head.kind == "measure" else _BEHIND_YEAR.sub("", head.printed)
    return quantity_of(words) if words and (head.kind == "measure" or words != head.printed) else None


def _vectors(table: EconomicTable) -> list[dict[int, Decimal]]:
    """The rows' money amounts by column, uncertain ones left out; a quantity has none, nor what no sum adds."""
    apart = {*table.header.quantities, *_in_no_sum(table)}
    money = [c for c in range(len(table.header.heads)) if c not in apart]
    return [
        {v.column: v.number.value for v in r.values if v.column in money} if not r.quantity else {} for r in table.rows
    ]


def _in_no_sum(table: EconomicTable) -> set[int]:
    """The columns of measures (prices a piece) in which no row that is named a sum has a value, though others have."""
    sums = [{v.column for v in r.values} for r in table.rows if r.values and SUM_WORDS.search(r.label)]
    filled = set[int]().union(*sums)
    return {c for c, h in enumerate(table.header.heads) if filled and h.kind == "measure" and c not in filled}
