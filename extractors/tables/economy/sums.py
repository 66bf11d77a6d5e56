"""The sums an economic table claims by its labels: items to subtotals, subtotals to the net effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from extractors.layout.columns.choice import Sum
from extractors.tables.economy.labels import SumKind, split_of, sum_kind
from extractors.tables.economy.model import TableRow
from schemas.dataset import SectionKind

_CLAIMED: Final = {"subtotal": ("permanent", "implementation"), "total": ("net",)}


def table_sums(rows: Sequence[TableRow], *, known: Sequence[bool]) -> list[Sum]:
    """The sums a table claims by its labels; `known[i]` tells whether row i holds any value."""
    permanent, tops = _section_sums(rows, known, "permanent", "permanent_changes")
    implementation, more = _section_sums(rows, known, "implementation", "implementation_costs")
    sums, tops = permanent + implementation, tops + more
    net = [i for i, r in enumerate(rows) if r.kind == "total" and sum_kind(r.label) == "net" and known[i]]
    if net and tops:
        sums.append(Sum(net[0], tuple(tops)))
    return sums + ([] if net else _plain_totals(rows, known))


def claim_sums(rows: Iterable[TableRow]) -> None:
    """Say of each sum row what it sums, where its label tells: a section's items, or both sections' sums."""
    for row in rows:
        kind = sum_kind(row.label)
        if row.sums or row.kind not in _CLAIMED or row.label.lower().startswith("heraf"):
            continue
        if kind != "other" and kind in _CLAIMED[row.kind]:
            row.sums = kind


def _section_sums(
    rows: Sequence[TableRow], known: Sequence[bool], kind: SumKind, section: SectionKind
) -> tuple[list[Sum], list[int]]:
    """The sums of a section, and its uppermost subtotals, which the net effect adds up."""
    items = [i for i, r in enumerate(rows) if r.kind == "item" and r.section == section and known[i]]
    splits = {i: split_of(r.label, r.area) for i, r in enumerate(rows) if _heads_sum(r, kind)}
    plain = [i for i, area in splits.items() if not area and known[i]]
    parts = [i for i, area in splits.items() if area and known[i]]
    complete = sum(map(bool, splits.values())) > 1  # service and anlæg both stand there, be one of them empty
    whole = plain or ([] if complete else parts)
    sums = [Sum(i, tuple(items)) for i in whole]
    if (complete or plain) and all(rows[i].area for i in items):
        sums += [Sum(i, mine) for i in parts if (mine := _of_area(rows, items, splits[i]))]
    if plain and parts and complete:
        sums.append(Sum(plain[-1], tuple(parts)))
    return sums, plain[-1:] or parts


def _heads_sum(row: TableRow, kind: SumKind) -> bool:
    """True for a subtotal of this kind that is no part of another (`Heraf ...`)."""
    return row.kind == "subtotal" and sum_kind(row.label) == kind and not row.label.lower().startswith("heraf")


def _of_area(rows: Sequence[TableRow], items: Sequence[int], area: str | None) -> tuple[int, ...]:
    same = {"service": {"service", "drift", "løn", "it"}}.get(area or "", {area})
    return tuple(i for i in items if (rows[i].area or "").lower() in same)


def _plain_totals(rows: Sequence[TableRow], known: Sequence[bool]) -> list[Sum]:
    """Tables without sections (administration, appropriation): everything above adds to the total."""
    items = [i for i, r in enumerate(rows) if r.kind == "item" and known[i] and r.section is None]
    return [
        Sum(i, tuple(p for p in items if p < i)) for i, r in enumerate(rows) if r.kind == "total" and known[i] and items
    ]
