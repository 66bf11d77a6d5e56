"""The table of administrative effects against the economy table, and the signs of savings and costs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO, Interval
from pipeline.reconcile.model import Card, TableRow
from pipeline.reconcile.prose_match import yearly
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, blocks, repayments, results

_READS = ("economic_amounts", "economic_rows", "economic_tables")
_SAVING = re.compile(r"^(?:besparelse|effektivisering|sparede?|færre|mindre ?udgift|reduceret (?:udgift|behov))", re.I)
_LOSS = re.compile(r"indtægt|tab|kompensation|finansiering", re.I)


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
    for table in card.tables:
        if economy is None or table.row.table_kind != "administration":
            continue
        totals = [r for r in table.rows if r.measure in ("total", "permanent") and r.cells]
        if not totals:
            continue
        ours = yearly(table, totals[-1:])
        candidates = [r for section in (SECTIONS[0],) for rows in results(economy, section) for r in rows]
        candidates += [r for r in economy.items() if r.row.section == SECTIONS[0]]
        scored = [(_agreeing(ours, yearly(economy, [r])), -n, r) for n, r in enumerate(candidates) if r.cells]
        if not scored or max(scored)[0] < 2:
            message = (
                f"'{totals[-1].label}' svarer ikke til nogen enkelt række i {economy.name} og kan ikke efterprøves."
            )
            yield Outcome("not_checkable", message, (table.row.table_kind,), [totals[-1].evidence()])
            continue
        agreeing, _order, row = max(scored)
        theirs = yearly(economy, [row])
        blank = {y: ZERO for y in economy.years.values() if y is not None}
        yield from _compare(totals[-1], row, ours, blank | theirs, agreeing)


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
    loans = [r for b in blocks(table) for r in repayments(b)]
    for row in table.items():
        values = [c.interval for c in row.cells.values() if c.interval != ZERO]
        if not values or row in loans:
            continue
        saving = row.row.section == SECTIONS[0] and _SAVING.search(row.label) and not _LOSS.search(row.label)
        if saving and all(v.positive for v in values):
            message = f"Rækken '{row.label}' er en besparelse, men er trykt uden minus ({row.printed_values})."
            yield Outcome("inconsistent", message, (row.label,), [row.evidence()], "warning", rows=frozenset({row.id}))
        elif row.row.section == SECTIONS[1] and all((-v).positive for v in values):
            message = (
                f"Rækken '{row.label}' står under implementeringsomkostninger, men er negativ ({row.printed_values})."
            )
            yield Outcome("inconsistent", message, (row.label,), [row.evidence()], "warning", rows=frozenset({row.id}))
        elif saving:
            yield Outcome("exact", f"Besparelsen '{row.label}' er trykt med minus.", (row.label,), [row.evidence()])
