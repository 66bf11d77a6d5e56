"""One sum of a table held against its printed result, column by column: the arithmetic all sum rules share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO, Interval, relation, total
from pipeline.reconcile.model import Card, Cell, Table, TableRow
from pipeline.reconcile.rule import SEVERITY, Outcome
from schemas.dataset import Evidence

_MAX_OPTIONAL = 4  # rows without a steering area: beyond this only none or all of them are tried


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed result and the rows that should add up to it.

    `optional` rows may or may not belong to it (their steering area is not printed, or they repay a loan): the reading
    that fits most columns is the one that is judged. `what` says in Danish what the parts are.
    """

    table: Table
    target: TableRow
    parts: tuple[TableRow, ...]
    what: str
    optional: tuple[TableRow, ...] = ()
    columns: tuple[int, ...] = field(default=())

    def readings(self) -> Iterator[tuple[TableRow, ...]]:
        """The ways to read the sum, the whole first."""
        sizes = range(len(self.optional), -1, -1)
        if len(self.optional) > _MAX_OPTIONAL:
            sizes = range(0, len(self.optional) + 1, len(self.optional))
        for size in sizes:
            for chosen in combinations(self.optional, size):
                yield self.parts + chosen


@dataclass(frozen=True, slots=True)
class Column:
    """A sum in one column: what the parts give, what is printed, and how the two relate."""

    number: int
    expected: Interval
    found: Interval | None
    cells: tuple[Cell, ...]
    whole: bool = True
    """False where a row has no amount here and others whose place is in doubt: one of them may belong here."""

    @property
    def sure(self) -> bool:
        """False where a cell's place or digits are in doubt."""
        return all(c.sure for c in self.cells) and (self.whole or not self.fails)

    @property
    def flipped(self) -> bool:
        """True when the print would be right with the other sign."""
        return self.found not in (None, ZERO) and (-self.expected).overlaps(self.found or ZERO)

    @property
    def fails(self) -> bool:
        """True when the print contradicts itself here, or leaves the result out."""
        return not self.expected.overlaps(self.found or ZERO)


def judge(card: Card, what: Sum) -> Iterator[Outcome]:
    """Every column of a sum, in the reading that fits best."""
    best = best_reading(what)
    if best is None:
        if what.target.amounts:
            printed = "; ".join(c.text.strip() for _, c in sorted(what.target.cells.items()))
            message = f"{_name(what.target)} med {printed} kan ikke efterregnes: rækkerne bag summen mangler."
            lost = _not_checkable(what, None, message)
            lost.severity = "warning"
            yield lost
        return
    parts, columns = best
    if not what.target.cells:
        message = f"{_name(what.target)} er trykt uden beløb og kan ikke efterregnes."
        yield _not_checkable(what, None, message)
        return
    omitted = _omitted(parts, columns)
    for column in columns:
        yield _outcome(card, what, parts, column, omitted)


def best_reading(what: Sum) -> tuple[tuple[TableRow, ...], list[Column]] | None:
    """The rows that count and the sum's columns, in the reading with the fewest failures; None without rows."""
    best: tuple[int, tuple[TableRow, ...], list[Column]] | None = None
    for parts in what.readings():
        if not any(p.cells for p in parts):
            continue
        columns = list(_columns(what, parts))
        failures = sum(c.fails for c in columns)
        if best is None or failures < best[0]:
            best = failures, parts, columns
        if not failures:
            break
    return best[1:] if best else None


def _columns(what: Sum, parts: Sequence[TableRow]) -> Iterator[Column]:
    numbers = what.columns or sorted({n for row in (what.target, *parts) for n in row.cells})
    for number in numbers:
        cells = [row.cells[number] for row in parts if number in row.cells]
        target = what.target.cells.get(number)
        if cells or target:
            used = (*cells, target) if target else tuple(cells)
            found = target.interval if target else None
            rows = (what.target, *parts)
            whole = all(number in row.cells or row.sure for row in rows)
            yield Column(number, total(c.interval for c in cells), found, used, whole)


def _omitted(parts: Sequence[TableRow], columns: Sequence[Column]) -> TableRow | None:
    """The one row that the printed result left out, when that alone explains every failing column."""
    failing = [c for c in columns if c.fails]
    if not failing:
        return None
    for row in parts:
        gaps = [(c, row.value(c.number)) for c in failing]
        if all(gap is not None and (c.expected - gap).overlaps(c.found or ZERO) for c, gap in gaps):
            return row
    return None


def _outcome(card: Card, what: Sum, parts: Sequence[TableRow], column: Column, omitted: TableRow | None) -> Outcome:
    year = what.table.years.get(column.number)
    key = _key(what, column.number)
    label, when = _name(what.target), f" i {year}" if year else ""
    rows = frozenset({what.target.id, *(r.id for r in parts if column.number in r.cells)})
    if not column.sure:
        message = f"{label}{when} kan ikke efterregnes: et af tallene er usikkert."
        return _not_checkable(what, column.number, message)
    if column.found is None:
        return _empty_result(what, parts, column, label, when)
    status = relation(column.expected, column.found)
    gap = money(column.found - column.expected)
    if status == "exact":
        message = f"{label}{when} er {what.what}: {money(column.found)}"
    elif status == "within_rounding":
        message = (
            f"{label}{when} er trykt {money(column.found)}, mens {what.what} giver {money(column.expected)}; "
            f"forskellen {gap} ligger inden for afrunding"
        )
    else:
        message = (
            f"{label}{when} er trykt {money(column.found)}, men {what.what} giver {money(column.expected)} "
            f"(forskel {gap})" + _explanation(column, omitted)
        )
    return Outcome(
        status, message + ".", key, _evidence(what.target, parts, column.number, omitted), SEVERITY[status],
        column.expected, column.found, year=year, cells=frozenset(c.id for c in column.cells), rows=rows,
        target=what.target.cells[column.number].id,
        cause=_cause(column, omitted), card=card,
    )  # fmt: skip


def _cause(column: Column, omitted: TableRow | None) -> tuple[str, ...]:
    if omitted is not None:
        return "omitted", *map(str, omitted.id)
    return ("sign",) if column.flipped else ()


def _explanation(column: Column, omitted: TableRow | None) -> str:
    if omitted is not None:
        return f"; forskellen svarer til rækken '{omitted.label}', som ikke er talt med"
    return "; tallet passer med modsat fortegn" if column.flipped else ""


def _empty_result(what: Sum, parts: Sequence[TableRow], column: Column, label: str, when: str) -> Outcome:
    if not column.fails:
        message = f"{label}{when} er tom, og {what.what} giver 0."
        return Outcome("exact", message, _key(what, column.number), [what.target.evidence()], rows=frozenset())
    message = (
        f"{label} er tom{when}, men {what.what} giver {money(column.expected)}; summen mangler og kan ikke efterregnes."
    )
    made = _not_checkable(what, column.number, message)
    made.severity, made.expected = "warning", column.expected
    made.rows = frozenset({what.target.id, *(r.id for r in parts if column.number in r.cells)})
    made.evidence = _evidence(what.target, parts, column.number, None)
    made.cause = ("empty",)
    return made


def _not_checkable(what: Sum, column: int | None, message: str) -> Outcome:
    year = what.table.years.get(column) if column is not None else None
    return Outcome("not_checkable", message, _key(what, column), [what.target.evidence()], year=year)


def _key(what: Sum, column: int | None) -> tuple[str, ...]:
    kind = what.table.row.table_kind
    when = "" if column is None else str(what.table.years.get(column) or f"kolonne {column}")
    return kind, what.target.label, what.target.area or "", when


def _name(row: TableRow) -> str:
    area = f" ({row.area})" if row.area and not row.in_label else ""
    return f"'{row.label}'{area}"


def _evidence(target: TableRow, parts: Sequence[TableRow], column: int, omitted: TableRow | None) -> list[Evidence]:
    first = [target.evidence(column)]
    if omitted is not None:
        first.append(omitted.evidence(column))
    return first + [p.evidence(column) for p in parts if column in p.cells and p is not omitted]
