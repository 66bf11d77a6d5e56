"""Which rows of a table are sums, and of what: shown by the arithmetic, confirmed by their words.

Rows are read from the top, after those have been told that are the sum of the rows just below them; those that no sum
has claimed yet wait on a stack. A row that equals, column by column, the last few rows of the stack is their sum and
takes their place. A row whose label only *says* that it is a sum (`I alt`, `Netto`) is one where its figures nearly
hold: what fails there is the bilag's error and is kept as printed. Nothing is ever moved or changed to make a sum hold.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SUM_WORDS: Final = re.compile(
    r"\b(?:i\s+alt|ialt|sum|subtotal|mellemsum|hovedtotal|total(?:t|e|er)?|samlet|samlede|sammenlagt|tilsammen|"
    r"under\s+ét|netto\w*|\w+netto|balance|bundlinje\w*|resultat|kassetræk|træk\s+på\s+kassen|kassevirkning|"
    r"kassepåvirkning)\b",
    re.IGNORECASE,
)
"""Words of budget Danish that name a sum; they confirm one, they do not make one."""
OF_WHICH: Final = re.compile(r"^\s*(?:-\s*)?(?:heraf|deraf|hvoraf)\b", re.IGNORECASE)
"""A row that is a part of the one above it: in no sum."""
_MAX_PARTS: Final = 60
_MOST_WAITING: Final = 500  # rows that wait for a sum and are looked at again for each that is named
_FEWEST: Final = 3  # parts of a sum that nothing names
_LITTLE: Final = Decimal("0.15")  # of a sum in one column: more is no slip of a figure
_SHARE: Final = 0.5  # of a named sum's columns must hold, or the figures say that it is something else

Vector = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Found:
    """A sum: its row, the rows it adds (negative weight: subtracts), and in how many columns it fails."""

    total: int
    parts: tuple[int, ...]
    weights: tuple[int, ...]
    failing: int


def find_sums(
    labels: Sequence[str],
    vectors: Sequence[Vector],
    breaks: Sequence[bool],
    steps: Sequence[Decimal],
    known: Collection[int] = (),
) -> list[Found]:
    """The sums among a table's rows, in print order.

    Args:
        labels: the rows' labels.
        vectors: the rows' amounts by column; an empty one for a row without amounts.
        breaks: True where a row is the heading of a group.
        steps: what one unit of the last printed digit is worth, by row: a sum of rounded figures may be that much off.
        known: the rows that are sums by their form's words, as others are by `SUM_WORDS`.
    """
    named = [i in known or bool(SUM_WORDS.search(label)) for i, label in enumerate(labels)]
    below = _sums_of_rows_below(vectors, breaks, steps)
    plain = _sums_of_rows_above(labels, named, vectors, breaks, steps, ())
    if not below:
        return plain
    both = [*below, *_sums_of_rows_above(labels, named, vectors, breaks, steps, below)]
    more = sum(not f.failing for f in both) > sum(not f.failing for f in plain)
    return sorted(both, key=lambda f: f.total) if more else plain


def _sums_of_rows_above(
    labels: Sequence[str],
    named: Sequence[bool],
    vectors: Sequence[Vector],
    breaks: Sequence[bool],
    steps: Sequence[Decimal],
    below: Sequence[Found],
) -> list[Found]:
    """The sums of rows above them; the rows that a sum above has already taken stand for themselves no more."""
    stack: list[int] = []
    fence = 0  # how long the stack was at the last group heading
    found: list[Found] = []
    taken = {p for f in below for p in f.parts}
    last = max((i for i, v in enumerate(vectors) if v), default=-1)
    for row in range(len(vectors)):
        if breaks[row]:
            fence = len(stack)
        if row in taken or not _may_add(labels[row], vectors[row]):
            continue
        best = _best(row, named, vectors, stack, fence, steps)
        if best is None and row == last:
            best = _nearly(row, vectors, stack, steps)
        if best is not None:
            found.append(best)
            parts = set(best.parts)
            stack = [i for i in stack if i not in parts]
        stack.append(row)
    return found


def _may_add(label: str, vector: Vector) -> bool:
    """True for a row of amounts that is no part of the one above it."""
    return bool(vector) and not OF_WHICH.match(label)


def _sums_of_rows_below(vectors: Sequence[Vector], breaks: Sequence[bool], steps: Sequence[Decimal]) -> list[Found]:
    """The sums that stand above their rows, as a committee's does above its policy areas.

    Where two or more do to the digit, one more may fail in a column.
    """
    rows = [i for i, v in enumerate(vectors) if v]
    exact: dict[int, Found] = {}
    near: dict[int, Found] = {}
    taken: set[int] = set()
    for place, row in enumerate(rows):
        if row in taken:
            continue
        for parts in _nearly_adding(row, rows[place + 1 : place + 1 + _MAX_PARTS], vectors, breaks, steps):
            made = _measure(row, parts, (1,) * len(parts), vectors, steps)
            if not made.failing and _tells(made, vectors, named=False):
                exact[row] = made
                taken |= set(parts)
                break
            if made.failing == 1 and _holds_elsewhere(made, vectors, steps):
                near.setdefault(row, made)
    if len(exact) > 1:
        used = {p for f in exact.values() for p in (f.total, *f.parts)}
        exact |= {r: f for r, f in near.items() if not used & {r, *f.parts}}
    return list(exact.values())


def _nearly_adding(
    row: int, below: Sequence[int], vectors: Sequence[Vector], breaks: Sequence[bool], steps: Sequence[Decimal]
) -> Iterator[tuple[int, ...]]:
    """The next rows, two or more of them, that add up to a row in all columns but one at most."""
    added: dict[int, Decimal] = {}
    slack = steps[row]
    for size, part in enumerate(below, start=1):
        if any(breaks[below[size - 2] if size > 1 else row : part]):
            return
        for column, value in vectors[part].items():
            added[column] = added.get(column, Decimal(0)) + value
        slack += steps[part]
        off = sum(
            abs(added.get(c, Decimal(0)) - vectors[row].get(c, Decimal(0))) > slack / 2 for c in {*added, *vectors[row]}
        )
        if size > 1 and off <= 1:
            yield tuple(below[:size])


def _nearly(row: int, vectors: Sequence[Vector], stack: Sequence[int], steps: Sequence[Decimal]) -> Found | None:
    """A table's last row, without a sum's name, that is the sum of all above it but for one column."""
    if len(stack) < _FEWEST:
        return None
    made = _measure(row, tuple(stack), (1,) * len(stack), vectors, steps)
    return made if made.failing == 1 and _holds_elsewhere(made, vectors, steps) else None


def _holds_elsewhere(found: Found, vectors: Sequence[Vector], steps: Sequence[Decimal]) -> bool:
    """True where the sum holds in two or more columns in which several of its parts say something."""
    slack = (sum((steps[i] for i in found.parts), steps[found.total])) / 2
    held = 0
    for column, value in vectors[found.total].items():
        said = [v for i in found.parts if (v := vectors[i].get(column))]
        held += len(said) > 1 and bool(value) and abs(sum(said, Decimal(0)) - value) <= slack
    return held > 1


def _best(
    row: int,
    names: Sequence[bool],
    vectors: Sequence[Vector],
    stack: Sequence[int],
    fence: int,
    steps: Sequence[Decimal],
) -> Found | None:
    named = names[row]
    options = list(_last_rows(row, stack, vectors, steps, named=named))
    if named:
        others = _readings(stack[-_MOST_WAITING:], names)
        options += [_measure(row, parts, weights, vectors, steps) for parts, weights in others]
    exact = [o for o in options if not o.failing and _tells(o, vectors, named=named)]
    if exact:
        return min(exact, key=lambda o: (-1 in o.weights, -len(o.parts) if named else len(o.parts)))
    if not named:
        return None
    waiting = stack[max(fence, len(stack) - _MOST_WAITING) :]
    columns = len(set(vectors[row]) | {c for i in waiting for c in vectors[i]})
    near = [o for o in options if columns - o.failing >= max(1, _SHARE * columns) and _tells(o, vectors, named=True)]
    if near:
        return min(near, key=lambda o: (o.failing, -1 in o.weights, -len(o.parts)))
    return _nearly_in_one_column(row, vectors, waiting)


def _nearly_in_one_column(row: int, vectors: Sequence[Vector], waiting: Sequence[int]) -> Found | None:
    """A named sum of a table with one column of money: all rows that wait for it, where it is only a little off."""
    columns = set(vectors[row]).union(*(vectors[i] for i in waiting))
    parts = [v for i in waiting for v in vectors[i].values() if v]
    total = sum(vectors[row].values(), Decimal(0))
    if len(columns) != 1 or len(parts) < 2 or abs(sum(parts, Decimal(0)) - total) > _LITTLE * abs(total):
        return None
    return Found(row, tuple(waiting), (1,) * len(waiting), 1)


def _last_rows(
    row: int, stack: Sequence[int], vectors: Sequence[Vector], steps: Sequence[Decimal], *, named: bool
) -> Iterator[Found]:
    """The row as the sum of the last rows of the stack, any number of them; each adds one row to what was summed."""
    total = vectors[row]
    sums = dict.fromkeys(total, Decimal(0))
    slack = steps[row]
    for size in range(1, min(len(stack), _MAX_PARTS) + 1):
        part = stack[-size]
        slack += steps[part]
        for column, value in vectors[part].items():
            sums[column] = sums.get(column, Decimal(0)) + value
        if named or size > 1:
            failing = sum(abs(v - total.get(column, Decimal(0))) > slack / 2 for column, v in sums.items())
            yield Found(row, tuple(stack[-size:]), (1,) * size, failing)


def _readings(stack: Sequence[int], names: Sequence[bool]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Other ways to read a named sum: the difference of the last two rows, and all sums that wait."""
    if len(stack) > 1:
        yield tuple(stack[-2:]), (1, -1)
        sums = tuple(i for i in stack if names[i])
        if 1 < len(sums) < len(stack):
            yield sums, (1,) * len(sums)


def _measure(
    row: int, parts: tuple[int, ...], weights: tuple[int, ...], vectors: Sequence[Vector], steps: Sequence[Decimal]
) -> Found:
    columns = set(vectors[row]).union(*(vectors[i] for i in parts))
    slack = (sum((steps[i] for i in parts), steps[row])) / 2
    failing = 0
    for column in columns:
        expected = sum(
            (w * vectors[i].get(column, Decimal(0)) for i, w in zip(parts, weights, strict=True)), Decimal(0)
        )
        failing += abs(expected - vectors[row].get(column, Decimal(0))) > slack
    return Found(row, parts, weights, failing)


def _tells(found: Found, vectors: Sequence[Vector], *, named: bool) -> bool:
    """True where the sum says something: two parts with amounts, in columns enough that chance is out."""
    full = [i for i in found.parts if any(vectors[i].values())]
    if len(full) < (1 if named else 2):
        return False
    if named:
        return True
    telling = {c for i in full for c, v in vectors[i].items() if v}
    return len(telling) > 2 or (len(full) > 2 and len(telling) > 1)


def roles(count: int, sums: Sequence[Found], valued: Sequence[bool]) -> list[str]:
    """Item, subtotal or total by row: a sum of sums, or the only sum that is left over, is the total."""
    kinds = ["item"] * count
    used = {p for s in sums for p in s.parts}
    totals = {s.total for s in sums}
    for s in sums:
        kinds[s.total] = "total" if totals & set(s.parts) else "subtotal"
    left = [i for i in range(count) if valued[i] and i in totals and i not in used]
    if len(left) == 1:  # the only sum that no other one takes up
        kinds[left[0]] = "total"
    for s in sums:  # a total that another one sums is a subtotal
        if s.total in used:
            kinds[s.total] = "subtotal"
    return kinds
