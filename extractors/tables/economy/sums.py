"""The sums an economic table claims by its labels: items to subtotals, subtotals to the net effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

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


class _Subtotals(NamedTuple):
    """A section's subtotals that hold values: those of all its items, and those of one steering area each.

    `complete` tells that several areas have one, be some of them empty: service and anlæg both stand there.
    """

    plain: list[int]
    by_area: dict[int, str]
    complete: bool


def _subtotals(rows: Sequence[TableRow], known: Sequence[bool], kind: SumKind) -> _Subtotals:
    areas = {i: split_of(r.label, r.area) for i, r in enumerate(rows) if _heads_sum(r, kind)}
    shown = {i: area for i, area in areas.items() if known[i]}
    plain = [i for i, area in shown.items() if not area]
    return _Subtotals(plain, {i: a for i, a in shown.items() if a}, sum(map(bool, areas.values())) > 1)


def _section_sums(
    rows: Sequence[TableRow], known: Sequence[bool], kind: SumKind, section: SectionKind
) -> tuple[list[Sum], list[int]]:
    """The sums of a section, and its uppermost subtotals, which the net effect adds up."""
    items = _items(rows, known, section)
    plain, by_area, complete = _subtotals(rows, known, kind)
    parts = list(by_area)
    sums = [Sum(i, tuple(items)) for i in plain or ([] if complete else parts)]
    if complete or plain:
        sums += _by_area(rows, items, by_area)
    if plain and parts and complete:
        sums.append(Sum(plain[-1], tuple(parts)))
    return sums, plain[-1:] or parts


def _heads_sum(row: TableRow, kind: SumKind) -> bool:
    """True for a subtotal of this kind that is no part of another (`Heraf ...`)."""
    return row.kind == "subtotal" and sum_kind(row.label) == kind and not row.label.lower().startswith("heraf")


def _items(rows: Sequence[TableRow], known: Sequence[bool], section: SectionKind | None) -> list[int]:
    return [i for i, r in enumerate(rows) if r.kind == "item" and r.section == section and known[i]]


def _by_area(rows: Sequence[TableRow], items: Sequence[int], areas: Mapping[int, str]) -> Iterator[Sum]:
    """The sums that are limited to a steering area each; none where an item does not say its own."""
    if all(rows[i].area for i in items):
        for total, area in areas.items():
            if mine := _of_area(rows, items, area):
                yield Sum(total, mine)


def _of_area(rows: Sequence[TableRow], items: Sequence[int], area: str) -> tuple[int, ...]:
    same = {"service": {"service", "drift", "løn", "it"}}.get(area, {area})
    return tuple(i for i in items if (rows[i].area or "").lower() in same)


def _plain_totals(rows: Sequence[TableRow], known: Sequence[bool]) -> list[Sum]:
    """Tables without sections (administration, appropriation): everything above adds to the total."""
    items = _items(rows, known, None)
    return [
        Sum(i, tuple(p for p in items if p < i)) for i, r in enumerate(rows) if r.kind == "total" and known[i] and items
    ]
