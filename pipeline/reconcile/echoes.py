"""Which failures have one cause: one root finding a cause, the others listed under it, and the row that is wrong.

A wrong cell breaks every sum it stands in. So in a column, the cell that all its failing sums share, that no sum which
holds contains, and that one and the same correction would mend in all of them, is the cause; its plainest failure is
the root. Where several cells would do, the one whose correction is a typist's slip, or repeats its neighbour year,
is the likelier. Failures outside the table (overview, prose) are echoes when the same correction mends them too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Card, Cell, CellId, RowId, TableRow
from pipeline.reconcile.rule import Outcome
from pipeline.reconcile.shifts import shifted_row
from pipeline.reconcile.typos import slip

_SUMS = ("item_sum", "subtotal_sum", "area_split", "net_effect")
"""Rules whose outcomes are columns of one sum."""
_HOLDING = ("exact", "within_rounding")
_OUTSIDE = ("overview_vs_card", "overview_efficiency", "administration_vs_economy", "prose_vs_table")


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A cell that may be the cause: what it explains, the amount that mends it, and how likely a slip it is."""

    cell: Cell
    row: TableRow
    explains: tuple[Outcome, ...]
    right: Interval
    likelihood: int
    disputed: bool
    """True where another failure asks for a different amount in the cell."""


@dataclass(frozen=True, slots=True)
class _Overview:
    """Rows that the overview confirms, and rows that it contradicts, as it shows them summed over the years."""

    holds: frozenset[RowId]
    fails: frozenset[RowId]


def find_roots(outcomes: Sequence[Outcome]) -> dict[int, Outcome]:
    """The root of every outcome that echoes another, by the `id()` of the echo; marks the roots' suspect rows."""
    roots: dict[int, Outcome] = {}
    by_card: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.card is not None:
            by_card[id(outcome.card)].append(outcome)
    for made in by_card.values():
        if any(o.severity for o in made):
            _roots_of_card(made, roots)
    return roots


def _roots_of_card(made: list[Outcome], roots: dict[int, Outcome]) -> None:
    card = made[0].card
    assert card is not None  # noqa: S101 -- grouped by card
    sums = [o for o in made if o.rule in _SUMS]
    failing = [o for o in sums if o.status == "inconsistent"]
    moved = _shifts(card, made, roots)
    seen = _overview([o for o in made if o.rule == "overview_vs_card"])
    for column in _columns(o for o in failing if next(iter(o.cells))[0] not in moved):
        _root_of_column(card, column, sums, roots, seen)
    _same_row(failing, roots)
    _same_row([o for o in sums if o.status == "within_rounding" and o.severity], roots)
    _same_cause(made, roots)
    _outside_the_table(made, failing, roots)


def _overview(views: Sequence[Outcome]) -> _Overview:
    def rows(*statuses: str) -> frozenset[RowId]:
        return frozenset(r for o in views if o.status in statuses for r in o.rows)

    return _Overview(holds=rows(*_HOLDING), fails=rows("inconsistent"))


def _outside_the_table(made: Sequence[Outcome], failing: Sequence[Outcome], roots: dict[int, Outcome]) -> None:
    """What overview and text contradict echoes a failing sum, where the same correction would mend it too."""
    for echo in made:
        if echo.rule in _OUTSIDE and echo.status == "inconsistent":
            cause = next((f for f in failing if _mends(f, echo)), None)
            if cause is not None:
                roots[id(echo)] = roots.get(id(cause), cause)


def _shifts(card: Card, made: list[Outcome], roots: dict[int, Outcome]) -> set[str]:
    """Tables whose failures are one row in the wrong years: the first failure is the root of all."""
    found = set()
    for table in card.tables:
        mine = [o for o in made if o.rule in _SUMS and o.severity in ("error", "warning") and _table(o) == table.id]
        shift = shifted_row(table) if len(mine) > 1 else None
        if shift is None:
            continue
        found.add(table.id)
        root = next((o for o in mine if shift.row.id in o.rows and o.status == "inconsistent"), mine[0])
        root.suspect = shift.row.id
        root.message = (
            f"{root.message.rstrip('.')}; det passer, hvis tallene i rækken '{shift.row.label}' er forskudt et år."
        )
        root.evidence = [root.evidence[0], shift.row.evidence(), *root.evidence[1:]]
        roots |= {id(o): root for o in mine if o is not root}
    return found


def _table(outcome: Outcome) -> str | None:
    return next((row[0] for row in outcome.rows), None)


def _columns(failing: Iterable[Outcome]) -> Iterable[list[Outcome]]:
    groups: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
    for outcome in failing:
        table, _, column = next(iter(outcome.cells))
        groups[table, column].append(outcome)
    return groups.values()


def _root_of_column(
    card: Card, failing: list[Outcome], sums: list[Outcome], roots: dict[int, Outcome], seen: _Overview
) -> None:
    holding = {c for o in sums if o.status in _HOLDING for c in o.cells}
    left = failing
    while left:
        suspects = sorted(
            _suspects(card, left, failing, holding, seen), key=lambda s: (-len(s.explains), -s.likelihood)
        )
        if not suspects:
            return
        best = suspects[0]
        root = next((o for o in best.explains if o.target == best.cell.id), best.explains[0])
        roots |= {id(echo): root for echo in best.explains if echo is not root}
        if not _mark(root, best, suspects[1:]):
            _mark_missing(card, root)
        left = [o for o in left if o not in best.explains]


def _mark_missing(card: Card, root: Outcome) -> None:
    """The one row that has no amount in a year whose sum wants just what the row has the year beside it."""
    if root.rule != "item_sum" or root.expected is None or root.printed is None or root.target is None:
        return
    wanted, (table_id, _, column) = root.printed - root.expected, root.target
    table = next(t for t in card.tables if t.id == table_id)
    target = next(r for r in table.rows if r.id == root.target[:2])
    lacking = [r for r in table.items() if _could_be_in(target, r) and _lacks(r, column, wanted)]
    if len(lacking) == 1:
        root.suspect = lacking[0].id
        root.message = f"{root.message.rstrip('.')}; det passer, hvis '{lacking[0].label}' også har beløb det år."
        root.evidence = [root.evidence[0], lacking[0].evidence(), *root.evidence[1:]]


def _could_be_in(target: TableRow, row: TableRow) -> bool:
    """True for a row whose section and area, as far as it names them, are those of the sum."""
    return row.row.section in (target.row.section, None) and target.area in (None, row.area)


def _lacks(row: TableRow, column: int, wanted: Interval) -> bool:
    """True for a row that is empty in a column and has the amount beside it."""
    beside = (row.value(n) for n in (column - 1, column + 1))
    return column not in row.cells and any(v is not None and v.overlaps(wanted) for v in beside)


def _mark(root: Outcome, best: _Suspect, others: list[_Suspect]) -> bool:
    """Name the suspect row, when no other is as likely; True where one was named."""
    alone = all((len(o.explains), o.likelihood) < (len(best.explains), best.likelihood) for o in others)
    if not alone or best.disputed:
        return False
    root.suspect = best.row.id
    if root.target != best.cell.id and best.likelihood and not root.cause:
        year = f" i {best.cell.year}" if best.cell.year else ""
        root.message = (
            f"{root.message.rstrip('.')}; det passer, hvis '{best.row.label}'{year} er {money(best.right)} "
            f"i stedet for {best.cell.text}."
        )
        root.evidence = [root.evidence[0], best.row.evidence(best.cell.id[2]), *root.evidence[1:]]
    return True


def _suspects(
    card: Card, left: list[Outcome], failing: list[Outcome], holding: set[CellId], seen: _Overview
) -> Iterable[_Suspect]:
    """The cells that may be the cause of the failures that are left, in no sum that holds."""
    rows = {row.id: row for table in card.tables for row in table.rows}
    for cell_id in dict.fromkeys(c for o in left for c in sorted(o.cells)):
        row = rows[cell_id[0], cell_id[1]]
        if cell_id in holding or (row.is_item and row.id in seen.holds):
            continue
        cell = row.cells[cell_id[2]]
        concerned = [o for o in failing if cell_id in o.cells]
        explains, right = _explained([o for o in concerned if o in left], cell)
        disputed = len(explains) < len(concerned)
        likelihood = 0 if disputed else _likelihood(row, cell, right) + 2 * (row.is_item and row.id in seen.fails)
        yield _Suspect(cell, row, explains, right, likelihood, disputed)


def _explained(concerned: Sequence[Outcome], cell: Cell) -> tuple[tuple[Outcome, ...], Interval]:
    """The failures that one and the same amount in the cell would mend, as the first wants it; and that amount."""
    right = _correction(concerned[0], cell)
    return tuple(o for o in concerned if _correction(o, cell).overlaps(right)), right


def _correction(outcome: Outcome, cell: Cell) -> Interval:
    """The amount that the cell would need for the sum to hold."""
    assert outcome.expected is not None and outcome.printed is not None  # noqa: S101, PT018 -- sums have both
    if outcome.target == cell.id:
        return outcome.expected
    gap = outcome.printed.low2 + outcome.printed.high2 - outcome.expected.low2 - outcome.expected.high2
    slack = outcome.expected.slack_dkk + outcome.printed.slack_dkk
    middle = cell.interval.low2 + cell.interval.high2 + gap
    return Interval(middle // 2 - 2 * slack, middle // 2 + 2 * slack)


def _likelihood(row: TableRow, cell: Cell, right: Interval) -> int:
    _, _, column = cell.id
    neighbours = [row.cells[n].interval for n in (column - 1, column + 1) if n in row.cells]
    repeats = any(n.overlaps(right) for n in neighbours) and not any(n == cell.interval for n in neighbours)
    return 3 * repeats + slip(cell.interval.dkk, right.low2 // 2, right.high2 // 2)


def _same_row(failing: list[Outcome], roots: dict[int, Outcome]) -> None:
    """A result that fails in several years for no reason of its own in each was made by one wrong formula."""
    first: dict[tuple[str, RowId], Outcome] = {}
    for outcome in failing:
        if id(outcome) in roots or outcome.cause or outcome.target is None:
            continue
        row = outcome.target[:2]
        if outcome.suspect in (None, row):
            root = first.setdefault((outcome.rule, row), outcome)
            if root is not outcome:
                roots[id(outcome)] = root


def _same_cause(made: list[Outcome], roots: dict[int, Outcome]) -> None:
    """The same row left out of the same sum in every year is one mistake, as is one payback time printed twice."""
    first: dict[tuple[str, ...], Outcome] = {}
    for outcome in made:
        if outcome.cause and outcome.severity and id(outcome) not in roots:
            what = () if outcome.cause == ("payback",) else outcome.key[:-1]
            root = first.setdefault((outcome.rule, *outcome.cause, *what), outcome)
            if root is not outcome:
                roots[id(outcome)] = root


def _mends(root: Outcome, echo: Outcome) -> bool:
    """True when the error of the root, put right, would also put the other right (give or take a price factor)."""
    if not (root.rows & echo.rows) or None in (root.expected, root.printed, echo.expected, echo.printed):
        return False
    assert root.expected and root.printed and echo.expected and echo.printed  # noqa: S101, PT018
    size, gap = abs((root.printed - root.expected).dkk), abs((echo.printed - echo.expected).dkk)
    return abs(size - gap) <= 2000 + size // 10
