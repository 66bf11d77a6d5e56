"""What else an amount of the running text may be, where it is not what its words seem to say: other rows, or a part."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reconcile.danish import among, words
from pipeline.reconcile.intervals import Interval, total
from pipeline.reconcile.model import Card, Table, TableRow
from pipeline.reconcile.prose_match import aside, quantities
from pipeline.reconcile.said import Said
from schemas.dataset import ProseAmountRow


def explained(
    card: Card, what: Said, but: Sequence[TableRow], *, strict: bool = False, spent: bool = False
) -> TableRow | None:
    """Another row of the card that shows the amount for the years in the text; the net effect explains nothing.

    Strict counts, where the text names no year, only a row's last year and its sum. An amount said to be `spent`
    is explained by a saving only where its clause names that row.
    """
    stems = frozenset(words(what.clause))
    for table in card.tables:
        rows = (r for r in table.rows if r.cells and r.measure != "net" and r not in but)
        rows = (r for r in rows if not (spent and _is_saving(r) and not r.stems & stems))
        row = next((r for r in rows if _shows(table, r, what.row, what.interval, strict=strict)), None)
        if row is not None:
            return row
    return None


def _is_saving(row: TableRow) -> bool:
    return all(c.interval.dkk <= 0 for c in row.cells.values())


def _shows(table: Table, row: TableRow, said: ProseAmountRow, amount: Interval, *, strict: bool = False) -> bool:
    """True where a row has an amount in some year that the text says, or in its sum; `strict` as in `explained`."""
    found = list(quantities(table, [row], said))
    if strict and found and said.year_from is None:
        found = [found[0], found[-1]]
    return any(amount.overlaps(q.size) for q in found if q.dkk)


def explained_together(card: Card, what: Said, same_sentence: Sequence[Said]) -> bool:
    """True when the amount is one of several that together are some row's or sum's, or several rows are together it.

    Or when the overview shows it: then it is in the overview's prices.
    """
    table = card.economy
    if table is None:
        return False
    parts = [s.interval for s in same_sentence if not aside(table, s)]
    whole = total(parts) if len(parts) > 1 else None
    return (
        _in_overview(card, what)
        or _rows_together(table, what)
        or (whole is not None and any(_shows(table, row, what.row, whole) for row in table.rows))
    )


def _in_overview(card: Card, what: Said) -> bool:
    shown = [c.amount_dkk for c in card.overview.cells.values() if c.amount_dkk] if card.overview else []
    return any(what.interval.overlaps(Interval(2 * abs(dkk) - 1000, 2 * abs(dkk) + 1000)) for dkk in shown)


def _rows_together(table: Table, what: Said) -> bool:
    """True where rows of one section, or of one name, that the clause speaks of are the amount together."""
    stems = words(what.clause)
    named = [r for r in table.named_items if any(among(s, stems) for s in r.stems)]
    groups = [[r for r in named if r.row.section == section] for section in {r.row.section for r in named}]
    groups += [[r for r in named if stem in r.stems] for stem in set(stems)]
    sums = (q for rows in groups if len(rows) > 1 for q in quantities(table, rows, what.row))
    return any(what.interval.overlaps(q.size) for q in sums)
