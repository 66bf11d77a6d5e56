"""`economic_amounts` as published, and the same rows with their years side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.derived.areas import Area, areas
from pipeline.derived.cost_types import cost_type
from pipeline.derived.likely import Findings, likely_amount
from pipeline.derived.organisation_rows import current_name
from pipeline.reconcile.model import Card, CellId, Table, TableRow
from schemas.dataset import EconomicAmountRow, FindingRow
from schemas.tables.derived import EconomicWideRow

Amounts = Mapping[str, Sequence[EconomicAmountRow]]
"""The amounts by table."""


def likely_amounts(cards: Sequence[Card], amounts: Amounts, findings: Findings) -> dict[CellId, int]:
    """The likely kroner of every cell."""
    return {
        (a.table_id, a.row_no, a.column_no): likely_amount(a, table, unit)
        for card in cards
        for table in card.tables
        for unit in [findings.unit(card, table)]
        for a in amounts.get(table.id, ())
    }


def amount_rows(
    card: Card, table: Table, amounts: Amounts, findings: Findings, counted: Collection[CellId]
) -> Iterator[EconomicAmountRow]:
    """The table's amounts with what is likely, inherited and open about them."""
    known, unit = areas(card, table), findings.unit(card, table)
    for amount in amounts.get(table.id, ()):
        at = amount.table_id, amount.row_no, amount.column_no
        yield amount.model_copy(
            update={
                "amount_dkk_likely": likely_amount(amount, table, unit),
                "has_open_error": findings.open_error(*at),
                "counted": at in counted,
                "cost_type": cost_type(amount.label, amount.section, amount.steering_area),
                **_reason(unit),
                **_area(known.get(amount.row_no)),
            }
        )


def wide_rows(card: Card, table: Table, amounts: Sequence[EconomicAmountRow]) -> Iterator[EconomicWideRow]:
    """The table's rows that hold amounts, each with its years side by side; `amounts` as `amount_rows` gives them."""
    by_row: dict[int, list[EconomicAmountRow]] = {}
    for amount in amounts:
        by_row.setdefault(amount.row_no, []).append(amount)
    for row in table.rows:
        if cells := by_row.get(row.row.row_no):
            yield _wide(card, row, table, cells)


def _wide(card: Card, row: TableRow, table: Table, cells: Sequence[EconomicAmountRow]) -> EconomicWideRow:
    printed, first = row.row, cells[0]
    dated = [(c.year, c) for c in cells if c.year is not None and c.column_kind in ("year", "open_year")]
    repeated = sorted(year for year, n in Counter(year for year, _ in dated).items() if n > 1)
    return EconomicWideRow(
        document_id=printed.document_id, page=printed.page, line=printed.line, bbox=printed.bbox,
        card_id=printed.card_id, case_id=card.row.case_id, card_kind=card.row.kind, committee_id=card.row.committee_id,
        committee=current_name(card.row.committee_id) or card.row.committee, table_id=printed.table_id,
        table_kind=first.table_kind, row_no=printed.row_no, row_kind=printed.kind, section=printed.section,
        label=first.label,
        steering_area_inherited=first.steering_area_inherited, steering_class=first.steering_class,
        cost_type=first.cost_type, price_level=table.row.price_level, counted=any(c.counted for c in cells),
        likely_reason=first.likely_reason, has_open_error=any(c.has_open_error for c in cells),
        uncertain=any(c.placement == "uncertain" for c in cells), repeated_years=repeated,
        years_dkk={year: _likely(c) for year, c in dated if year not in repeated},
        sum_dkk=sum(_likely(c) for _, c in dated) if dated else None,
    )  # fmt: skip


def _likely(amount: EconomicAmountRow) -> int:
    return amount.amount_dkk if amount.amount_dkk_likely is None else amount.amount_dkk_likely


def _reason(unit: FindingRow | None) -> dict[str, str | None]:
    return {"likely_reason": "unit" if unit else None, "likely_finding_id": unit.finding_id if unit else None}


def _area(area: Area | None) -> dict[str, str | None]:
    return {
        "steering_area_inherited": area.name if area else None,
        "steering_area_source": area.source if area else None,
        "steering_class": area.kind if area else None,
    }
