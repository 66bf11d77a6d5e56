"""The payback time, recomputed from the net effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import ZERO, Interval, total
from pipeline.reconcile.model import Card, CellId, RowId, Table, TableRow, payback_evidence
from pipeline.reconcile.payback import Payback, payback, variants
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, blocks, results
from schemas.dataset import Evidence, PaybackRow

_READS = ("paybacks", "economic_amounts", "economic_rows", "economic_tables")


@card_rule(
    "payback",
    after=("item_sum", "subtotal_sum", "area_split", "net_effect"),
    title="Tilbagebetalingstid",
    claim="Tilbagebetalingstiden følger af den samlede økonomiske påvirkning",
    quantity="years",
    reads=_READS,
    proves="the payback time is what the net effect gives",
)
def payback_rule(card: Card, context: Context) -> Iterator[Outcome]:
    """Printed payback time <-> first year in which the accumulated net effect is <= 0.

    Where the net effect itself is wrong and the right one gives the printed time, that error is the finding, not this.
    """
    table = card.economy
    if table is None or not table.columns:
        return
    net = next(iter(table.sums("net")), None)
    for printed in card.paybacks:
        if printed.basis in ("service", "total") or printed.basis.lower().strip(" :") == "tilbagebetalingstid":
            yield _judge(card, context, table, net, printed)


def _judge(card: Card, context: Context, table: Table, net: TableRow | None, printed: PaybackRow) -> Outcome:
    key = (printed.basis,)
    place = payback_evidence(card, printed)
    if net is None or not net.cells or not net.sure:
        reason = "forslaget har ingen læsbar række 'Samlet økonomisk påvirkning'"
        message = f"Tilbagebetalingstiden på {printed.years} år kan ikke efterregnes: {reason}."
        return Outcome("not_checkable", message, key, [place])
    series = [net.value(c) or ZERO for c in table.columns]
    told = payback(series)
    rows = frozenset({net.id})
    evidence = [place, net.evidence()]
    if told.exact == printed.years:
        message = f"Tilbagebetalingstiden på {printed.years} år følger af '{net.label}'."
        return Outcome("exact", message, key, evidence, rows=rows, cells=_cells(net))
    corrected = _corrected(card, context, table, printed, evidence, rows)
    if corrected is not None:
        return corrected
    if told.allows(printed.years):
        message = (
            f"Tilbagebetalingstiden er trykt {printed.years} år; '{net.label}' giver {told.exact or 'ingen'}, men "
            "forskellen ligger inden for afrunding."
        )
        return Outcome(
            "within_rounding", message, key, evidence, "info", rows=rows, cells=_cells(net), cause=("payback",)
        )  # fmt: skip
    return _explained(card, context, table, printed, series, evidence, rows) or _wrong(
        printed, told, series, evidence, rows, net
    )


def _corrected(
    card: Card,
    context: Context,
    table: Table,
    printed: PaybackRow,
    evidence: list[Evidence],
    rows: frozenset[RowId],
) -> Outcome | None:
    """The printed time, where it follows from the sums or rows that the printed net effect contradicts."""
    if not any(context.failed(card, "net_effect", "item_sum", "subtotal_sum", "area_split")):
        return None
    if not any(payback(net).allows(printed.years) for net in corrected_nets(table)):
        return None
    message = (
        f"Tilbagebetalingstiden på {printed.years} år passer med den økonomi, rækkerne giver, ikke med den trykte "
        "'Samlet økonomisk påvirkning', som i sig selv er forkert."
    )
    return Outcome("not_checkable", message, (printed.basis,), evidence, rows=rows)


def _explained(
    card: Card, context: Context, table: Table, printed: PaybackRow, series: Sequence[Interval],
    evidence: list[Evidence], rows: frozenset[RowId],
) -> Outcome | None:  # fmt: skip
    """The printed time under another way to count; not checkable where the net effect itself is wrong."""
    key = (printed.basis,)
    if any(told.allows(printed.years) for told in variants(series)):
        message = (
            f"Tilbagebetalingstiden på {printed.years} år er talt på en anden måde end i de andre forslag; talt fra "
            f"{table.years[table.columns[0]]} til første år uden gæld er den {payback(series).exact} år."
        )
        return Outcome("within_rounding", message, key, evidence, "info", rows=rows, cause=("payback",))
    if any(context.failed(card, "net_effect")):
        message = (
            f"Tilbagebetalingstiden på {printed.years} år kan ikke efterregnes, da den trykte nettoeffekt er forkert."
        )
        return Outcome("not_checkable", message, key, evidence, rows=rows)
    return None


def corrected_nets(table: Table) -> Iterator[list[Interval]]:
    """The net effect by the printed sums, and by the rows under them."""
    parts = [row for section in SECTIONS for rows in results(table, section) for row in rows]
    yield [total(row.value(c) or ZERO for row in parts) for c in table.columns]
    items = [row for block in blocks(table) for row in block.items]
    yield [total(row.value(c) or ZERO for row in items) for c in table.columns]


def _wrong(
    printed: PaybackRow,
    told: Payback,
    series: Sequence[Interval],
    evidence: list[Evidence],
    rows: frozenset[RowId],
    net: TableRow,
) -> Outcome:
    given = f"{told.exact} år" if told.exact else "at investeringen aldrig er tjent hjem"
    account = total(series[: told.exact]) if told.exact else total(series)
    message = (
        f"Tilbagebetalingstiden ({printed.basis}) er trykt {printed.years} år, men '{net.label}' giver {given}"
        + (f" (akkumuleret {money(account)} i år {told.exact})" if told.exact and told.exact <= len(series) else "")
        + (f"; forskel {abs(printed.years - told.exact)} år." if told.exact else ".")
    )
    return Outcome(
        "inconsistent", message, (printed.basis,), evidence, "error", rows=rows, cells=_cells(net),
        expected_text=str(told.exact) if told.exact else "aldrig", printed_text=str(printed.years), cause=("payback",),
    )  # fmt: skip


def _cells(net: TableRow) -> frozenset[CellId]:
    return frozenset(c.id for c in net.cells.values())
