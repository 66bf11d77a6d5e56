"""Amounts that were read off a picture: certain only where the table's own sums, or a clear reading, bear them out.

What Tesseract is sure of may be wrong all the same: a speck taken for a minus, a 7 for a 1. A sum that holds to the
last figure is better evidence than any confidence; where it fails, every figure in it may be the misread one. Where
the picture of a figure allows other readings, the sums may choose among these, and the figure stays uncertain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, pairwise
from math import comb
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.danish.numbers import MINUS, PrintedNumber, parse_number
from extractors.tables.economy.model import EconomicTable, Value
from extractors.tables.economy.sums import table_sums
from extractors.tables.headings import ColumnHead
from schemas.source import Block, Grid, Line

CLEAR: Final = 0.75
"""The confidence below which an amount that no sum bears out is uncertain."""
_FAIRLY: Final = 0.9  # the confidence of clear print, below which a figure may still be misread
_ROW_OF_YEARS: Final = 3  # columns whose years go up one by one
_MOST_CHOSEN: Final = 30  # values of one table
_MOST_AT_ONCE: Final = 3  # values of one column that only together make its sums hold
_MOST_TRIED: Final = 15_000  # ways for one column


def scanned_pages(blocks: Sequence[Block]) -> set[int]:
    """The pages whose words were read off a picture."""
    found = set()
    for block in blocks:
        if isinstance(block, Line) and block.page and any(w.confidence is not None for w in block.words):
            found.add(block.page)
        elif isinstance(block, Grid):
            read = [r for r in block.rows if any(c and c.confidence is not None for c in r.cells)]
            found |= {page for r in read if (page := r.page or block.page)}
    return found


def doubt_readings(table: EconomicTable, scanned: Collection[int]) -> None:
    """Mark the values on scanned pages that neither sums nor a clear reading bear out as "uncertain"."""
    values = [v for v in table.values if v.page in scanned]
    if not values:
        return
    sums = _sums(table)
    chosen = {id(v) for v in _chosen_by_sums(table, sums)}
    held, failed = _told_by(sums, chosen)
    failed |= {id(v) for row in table.rows for v in _odd_signs(row.values)}
    odd, loose = _odd_years(table), {id(v) for v in _below_lone_signs(table)}
    for value in values:
        borne_out = id(value) in held and value.number.value != 0  # a sum holds with or without a nought
        doubtful = id(value) in failed or not _is_clear(value)
        if (doubtful and not borne_out) or id(value) in chosen | loose or value.column in odd:
            value.placement = "uncertain"


def _is_clear(value: Value) -> bool:
    """True for a figure that was read well; a lone dash may be all that was seen of one."""
    return (value.confidence or 0.0) >= CLEAR and value.number.text not in MINUS


def _told_by(sums: Sequence[_Sum], chosen: Collection[int]) -> tuple[set[int], set[int]]:
    """The values that sums bear out, and those that are in sums which fail.

    A sum that was made to hold (`chosen`) bears nothing out; one that the bilag itself prints wrong tells nothing.
    """
    held, failed = set[int](), set[int]()
    for each in sums:
        members = {id(v) for v, _ in each.members}
        proves = each.gap == 0 and members.isdisjoint(chosen)
        if not proves:
            failed |= members
        elif not each.off:
            held |= members
    return held, failed


def _below_lone_signs(table: EconomicTable) -> Iterator[Value]:
    """The values of rows above which minuses stand in a row of their own: theirs, most likely, and some may be lost."""
    for above, row in pairwise(table.rows):
        if not above.label and above.values and all(v.number.text in MINUS for v in above.values):
            yield from row.values


def _odd_signs(row: Sequence[Value]) -> list[Value]:
    """The values between two of the other sign: a faint minus is lost as easily as a speck is taken for one."""
    return [b for a, b, c in zip(row, row[1:], row[2:], strict=False) if _sign(a) == _sign(c) == -_sign(b) != 0]


def _sign(value: Value) -> int:
    return (value.number.value > 0) - (value.number.value < 0)


def _odd_years(table: EconomicTable) -> set[int]:
    """The columns whose year breaks the row of years: on a scan it is more likely misread than misprinted."""
    starts = [head.year - n for n, head in _heads(table) if head.year is not None and head.kind == "year"]
    start = max(set(starts), key=starts.count, default=0)
    if starts.count(start) < _ROW_OF_YEARS:
        return set()
    return {n for n, head in _heads(table) if head.kind == "year" and head.year is not None and head.year - n != start}


def _heads(table: EconomicTable) -> list[tuple[int, ColumnHead]]:
    return [(n, table.header.head(n)) for n in range(len(table.header.columns))]


def _chosen_by_sums(table: EconomicTable, sums: Sequence[_Sum]) -> list[Value]:
    """The values whose other readings make sums hold that failed, and fail none; these readings are now theirs."""
    chosen: list[Value] = []
    for column in range(len(table.header.columns)):
        own = [s for s in sums if s.column == column]
        while len(chosen) < _MOST_CHOSEN and any(s.gap for s in own):
            fixes = [(v, n) for v, n in _fixes(table, own) if not any(v is c for c in chosen)]
            found = _only_one(own, fixes)
            if not found:
                break
            for value, number in found:
                value.number = number
                chosen.append(value)
    return chosen


def _only_one(sums: Sequence[_Sum], fixes: Sequence[_Fix]) -> tuple[_Fix, ...]:
    """The one way to make more of a column's sums hold with the fewest other readings; empty where there are two."""
    gaps = [s.gap for s in sums]
    for size in range(1, _MOST_AT_ONCE + 1):
        if comb(len(fixes), size) > _MOST_TRIED:
            break
        found = [c for c in combinations(fixes, size) if len({id(v) for v, _ in c}) == size and _mends(sums, gaps, c)]
        if found:
            return found[0] if len(found) == 1 else ()
    return ()


def _fixes(table: EconomicTable, sums: Sequence[_Sum]) -> list[_Fix]:
    """The values of a column's sums, each with every number that its picture allows."""
    members = {id(v): v for s in sums for v, _ in s.members}
    rows = {id(v): row for row in table.rows for v in row.values}
    found: dict[tuple[int, Decimal], _Fix] = {}
    for key, value in members.items():
        for text in (*value.readings, *_beside(value, rows[key].values)):
            number = parse_number(text)
            if number and number.value != value.number.value and number.decimals == value.number.decimals:
                found.setdefault((key, number.value), (value, number))
    return list(found.values())


def _beside(value: Value, row: Sequence[Value]) -> list[str]:
    """What a figure may be by its row: most rows repeat theirs, and no figure of most rows has another sign.

    A doubted figure may be one that stands beside it, a fairly clear one only what stands on both its sides.
    """
    text = value.number.text
    flipped = [_bare(text).lstrip(MINUS)] if _bare(text)[:1] in MINUS else [f"-{text}"]
    odd = flipped if any(v is value for v in _odd_signs(row)) else []
    near = [v.number.text for v in row if abs(v.column - value.column) == 1]
    sure = value.confidence or 0.0
    if sure >= CLEAR and (sure >= _FAIRLY or len(near) < 2 or near[0] != near[1]):
        return odd
    return [*odd, *(t for t in near if _is_nearly(_bare(t), _bare(text)))]


def _is_nearly(figure: str, read: str) -> bool:
    """True for a figure of which a sign or digit was read wrong, or the first or last ones lost."""
    return Levenshtein.distance(figure, read) <= 1 or read.lstrip(MINUS) in (figure, figure.lstrip(MINUS)[:-1])


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in MINUS)


def _mends(sums: Sequence[_Sum], before: Sequence[Decimal | None], fixes: Sequence[_Fix]) -> bool:
    """True when with these numbers more sums hold than with the gaps `before`, and every one that held."""
    less = {id(v): n.value - v.number.value for v, n in fixes}
    after = [None if g is None else g + s.change(less) for g, s in zip(before, sums, strict=True)]
    held, holds = ([g == 0 for g in gaps] for gaps in (before, after))
    return sum(holds) > sum(held) and all(now or not was for was, now in zip(held, holds, strict=True))


_Fix = tuple[Value, PrintedNumber]


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum in a column: its values, each with the sign it counts by; `known` where it has one total."""

    column: int
    members: list[tuple[Value, int]]
    known: bool
    off: Decimal = Decimal(0)
    """By how much the same sum is printed wrong in most columns: that is the bilag's, no misreading."""

    @property
    def gap(self) -> Decimal | None:
        """By how much the total is too large; None where the total is missing."""
        return sum((v.number.value * w for v, w in self.members), -self.off) if self.known else None

    def change(self, by: Mapping[int, Decimal]) -> Decimal:
        """How the gap changes when values, by identity, become so much larger."""
        return sum((by[id(v)] * w for v, w in self.members if id(v) in by), Decimal(0))


def _sums(table: EconomicTable) -> list[_Sum]:
    """Each sum in each column."""
    out = []
    for total, weights in _claims(table):
        mine = []
        for column in range(len(table.header.columns)):
            target = [v for v in table.rows[total].values if v.column == column]
            parts = [(v, -w) for i, w in weights.items() for v in table.rows[i].values if v.column == column]
            if target or parts:
                mine.append(_Sum(column, [*((v, 1) for v in target), *parts], len(target) == 1))
        off = _usual_gap(mine)
        out += [replace(s, off=off) for s in mine]
    return out


def _usual_gap(sums: Sequence[_Sum]) -> Decimal:
    """The gap that most columns' sums have alike; 0 where they hold, differ, or a lost sign would make it."""
    gaps = [s.gap for s in sums if s.gap is not None]
    usual = max(gaps, key=gaps.count, default=Decimal(0))
    if gaps.count(usual) < _ROW_OF_YEARS or 2 * gaps.count(usual) <= len(gaps):
        return Decimal(0)
    lost_sign = any(abs(2 * v.number.value) == abs(usual) for s in sums for v, _ in s.members)
    return Decimal(0) if lost_sign else usual


def _claims(table: EconomicTable) -> Iterator[tuple[int, dict[int, int]]]:
    """The sums by the rows' labels and those that were found by arithmetic: the sum's row, its parts' weights."""
    for claimed in table_sums(table.rows, known=[bool(r.values) for r in table.rows]):
        yield claimed.total, dict.fromkeys(claimed.parts, 1)
    for total, row in enumerate(table.rows):
        if row.sum_rows:
            yield total, {abs(n) - 1: 1 if n > 0 else -1 for n in row.sum_rows}
