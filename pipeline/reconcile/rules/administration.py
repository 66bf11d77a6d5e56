"""The table of administrative effects against the economy table, and the signs of savings and costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, repayments_of, results

_READS = ("economic_amounts", "economic_rows", "economic_tables")
_SAVING = re.compile(r"^(?:besparelse|effektivisering|sparede?|færre|mindre ?udgift|reduceret (?:udgift|behov))", re.I)
_LOSS = re.compile(r"indtægt|tab|kompensation|finansiering", re.I)
_FEWEST = 2  # years in common from which one row repeats another


@card_rule(
    "administration_vs_economy",
    title="Administrationstabel",
    claim="Den gentager den administrative del af de varige ændringer",
    sides=("Administrationstabellen", "Økonomitabellen"),
    reads=_READS,
    proves="the administrative effect is the part of the permanent changes that it repeats",
)
def administration_vs_economy(card: Card, _: Context) -> Iterator[Outcome]:
    """Tabel 3 <-> the row or sum of Tabel 1 that it repeats in most years."""
    economy = card.economy
    tables = [t for t in card.tables if t.row.table_kind == "administration"] if economy else []
    for table in tables:
        totals = [r for r in table.rows if r.measure in ("total", "permanent") and r.cells]
        if economy is not None and totals:
            yield from _against_economy(table, totals[-1], economy)


def _against_economy(table: Table, total: TableRow, economy: Table) -> Iterator[Outcome]:
    ours = yearly(table, [total])
    agreeing, row = _repeated(ours, economy)
    if row is None or agreeing < _FEWEST:
        message = f"'{total.label}' svarer ikke til nogen enkelt række i {economy.name} og kan ikke efterprøves."
        yield Outcome("not_checkable", message, (table.row.table_kind,), [total.evidence()])
        return
    blank = {y: ZERO for y in economy.years.values() if y is not None}
    yield from _compare(total, row, ours, blank | yearly(economy, [row]), agreeing)


def _repeated(ours: dict[int, Interval], economy: Table) -> tuple[int, TableRow | None]:
    """The sum or row of the permanent changes with most years in common, the first of such, and in how many."""
    sums = [r for rows in results(economy, SECTIONS[0]) for r in rows]
    rows = [r for r in economy.items() if r.row.section == SECTIONS[0]]
    filled = [r for r in (*sums, *rows) if r.cells]
    best = max(filled, key=lambda r: _agreeing(ours, yearly(economy, [r])), default=None)
    return _agreeing(ours, yearly(economy, [best])) if best else 0, best


def _agreeing(ours: dict[int, Interval], theirs: dict[int, Interval]) -> int:
    """Years in which the two print the same amount, whatever its sign."""
    return sum(ours[y].size.overlaps(theirs[y].size) and ours[y] != ZERO for y in ours.keys() & theirs.keys())


def _compare(
    total: TableRow, row: TableRow, ours: dict[int, Interval], theirs: dict[int, Interval], agreeing: int
) -> Iterator[Outcome]:
    for year in sorted(ours.keys() & theirs.keys()):
        found, expected, key = ours[year], theirs[year], (total.label, str(year))
        evidence = [total.evidence(_column(total, year)), row.evidence(_column(row, year))]
        rows = frozenset({total.id, row.id})
        if found.overlaps(expected):
            message = f"'{total.label}' er i {year} som '{row.label}': {money(found)}."
            yield Outcome("exact", message, key, evidence, None, expected, found, year=year, rows=rows)
            continue
        flipped = "; tallet passer med modsat fortegn" if found.overlaps(-expected) else ""
        message = (
            f"'{total.label}' er {money(found)} i {year}, men '{row.label}', som den ellers gentager, er "
            f"{money(expected)} (forskel {money(found - expected)}){flipped}."
        )
        severity = "error" if agreeing > 2 or flipped else "warning"
        yield Outcome(
            "inconsistent", message, key, evidence, severity, expected, found, year=year, rows=rows,  # type: ignore[arg-type]
            cause=("sign",) if flipped else (),
        )  # fmt: skip


def _column(row: TableRow, year: int) -> int | None:
    return next((n for n, c in row.cells.items() if c.year == year), None)


@card_rule(
    "sign",
    worst="warning",
    title="Fortegn",
    claim="Besparelser er negative og udgifter positive",
    reads=_READS,
    proves="savings are printed below zero and costs above, as the note under the tables says",
)
def sign(card: Card, _: Context) -> Iterator[Outcome]:
    """A row named as a saving with positive amounts; a cost of implementation below zero that repays nothing."""
    table = card.economy
    if table is None:
        return
    loans = repayments_of(table)
    for row in table.items():
        if row.amounts and row not in loans:
            yield from _signed(row)


def _signed(row: TableRow) -> Iterator[Outcome]:
    key, evidence, rows = (row.label,), [row.evidence()], frozenset({row.id})
    saving, cost = _is_saving(row), row.row.section == SECTIONS[1]
    if saving and all(a.positive for a in row.amounts):
        message = f"Rækken '{row.label}' er en besparelse, men er trykt uden minus ({row.printed_values})."
        yield Outcome("inconsistent", message, key, evidence, "warning", rows=rows)
    elif cost and all((-a).positive for a in row.amounts):
        message = f"Rækken '{row.label}' står under implementeringsomkostninger, men er negativ ({row.printed_values})."
        yield Outcome("inconsistent", message, key, evidence, "warning", rows=rows)
    elif saving:
        yield Outcome("exact", f"Besparelsen '{row.label}' er trykt med minus.", key, evidence)


def _is_saving(row: TableRow) -> bool:
    """True for a permanent change whose name says that it saves, and not that an income is lost."""
    named = _SAVING.search(row.label) and not _LOSS.search(row.label)
    return row.row.section == SECTIONS[0] and bool(named)
