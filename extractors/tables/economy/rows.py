"""An `EconomicTable` as rows of the published tables."""

from __future__ import annotations

import re
from typing import Final

from extractors.danish.numbers import doubts_unit, may_be_english
from extractors.tables.economy.model import DEFAULT_UNIT, EconomicTable, PaybackLine, TableRow, Value
from schemas.dataset import EconomicAmountRow, EconomicRowRow, EconomicTableRow, PaybackRow, QuantityRow, TableKind
from schemas.extraction import Extraction

_IN_KRONER: Final = re.compile(r"\bkr\b|kroner|dkk|,[-–—]", re.IGNORECASE)


def add_table(extraction: Extraction, table: EconomicTable, *, card_id: str, number: int) -> None:
    """File a table, its rows, amounts and paybacks; the table gets the id `<card_id>-t<number>`."""
    _doubt_own_units(table)
    header, table_id = table.header, f"{card_id}-t{number}"
    unit, unit_printed = header.unit or (DEFAULT_UNIT, None)
    place = {"document_id": extraction.document.document_id, "card_id": card_id}
    level, level_printed = header.price_level or (None, None)
    heads = [header.head(i) for i in range(len(header.columns))]
    extraction.add(
        EconomicTableRow(
            **place,
            **_printed_at(table),
            table_id=table_id,
            table_kind=header.kind,
            caption=header.caption,
            columns_printed=[p for p, _ in header.columns],
            column_years=[y for _, y in header.columns],
            column_kinds=[h.kind for h in heads],
            column_bases=[h.basis for h in heads],
            unit_printed=unit_printed,
            unit_dkk=unit,
            price_level=level,
            price_level_printed=level_printed,
            header_note="; ".join(header.notes) or None,
        )
    )
    for row_no, row in enumerate(table.rows, start=1):
        extraction.add(_economic_row(row, row_no, table_id, place))
        if row.label:
            at = {**place, "table_id": table_id, "row_no": row_no}
            extraction.add(*(_cell(table, row, value, at) for value in row.values))
    _add_paybacks(extraction, table, header.kind, place)


def _doubt_own_units(table: EconomicTable) -> None:
    """Amounts that carry `kr.` where the table's unit is 1.000 kr. and others carry none may be in whole kroner.

    So are those of another scale than the table's, which its sums cannot tell: they hold on any.
    """
    unit = table.header.unit[0] if table.header.unit else DEFAULT_UNIT
    every = [v for r in table.rows for v in r.values if v.number.value]
    doubtful = [v for v in every if may_be_english(v.number.text, unit) or doubts_unit(v.number.text, unit)]
    if table.header.unit is not None and unit != 1:
        own = [v for v in every if _IN_KRONER.search(v.number.text)]
        doubtful += own if len(own) < len(every) else []
    for value in doubtful:
        value.placement = "uncertain"


def _add_paybacks(extraction: Extraction, table: EconomicTable, kind: TableKind, place: dict[str, str]) -> None:
    for payback in table.paybacks:
        basis = f"{payback.basis} (scenarie)" if kind == "scenario" else payback.basis
        extraction.add(
            PaybackRow(
                **place,
                **_printed_at(payback),
                basis=basis,
                years=payback.years,
                printed=payback.printed,
            )
        )


def _economic_row(row: TableRow, row_no: int, table_id: str, place: dict[str, str]) -> EconomicRowRow:
    return EconomicRowRow(
        **place,
        **_printed_at(row),
        table_id=table_id,
        row_no=row_no,
        kind=row.kind,
        label=row.label,
        section=row.section,
        sums=row.sums,
        sum_rows=row.sum_rows,
        steering_area=_area(row.area),
        steering_area_printed=row.area,
        committee=row.appropriation.committee if row.appropriation else None,
        appropriation=row.appropriation.appropriation if row.appropriation else None,
        direction=row.appropriation.direction if row.appropriation else None,
        last_line=row.last_line,
        text=row.text,
    )


def _amount(table: EconomicTable, row: TableRow, value: Value, place: dict[str, object]) -> EconomicAmountRow:
    head = table.header.head(value.column)
    level = table.header.price_level
    unit, unit_printed = table.header.unit or (DEFAULT_UNIT, None)
    low = value.number.scaled(unit)
    return EconomicAmountRow(
        **place,
        **_printed_at(value),
        table_kind=table.header.kind,
        caption=table.header.caption,
        section=row.section,
        section_printed=row.section_printed,
        label=row.label,
        steering_area=_area(row.area),
        role=row.role,
        column_no=value.column + 1,
        column_printed=head.printed,
        column_kind=head.kind,
        column_basis=head.basis,
        year=head.year,
        amount_printed=value.number.text,
        amount_dkk=low,
        amount_high_dkk=value.high.scaled(unit) if value.high else low,
        unit_printed=unit_printed,
        unit_dkk=unit,
        price_level=level[0] if level else None,
        placement="uncertain" if table.header.unit_assumed else value.placement,
        confidence=value.confidence,
    )


def _cell(
    table: EconomicTable, row: TableRow, value: Value, place: dict[str, object]
) -> EconomicAmountRow | QuantityRow:
    unit = row.quantity or table.header.quantities.get(value.column)
    return _quantity(table, row, value, place, unit) if unit else _amount(table, row, value, place)


def _quantity(table: EconomicTable, row: TableRow, value: Value, place: dict[str, object], unit: str) -> QuantityRow:
    head = table.header.head(value.column)
    return QuantityRow(
        **place,
        **_printed_at(value),
        label=row.label,
        unit=unit,
        column_no=value.column + 1,
        column_printed=head.printed,
        year=head.year,
        value=float(value.number.value),
        value_printed=value.number.text,
        placement=value.placement,
    )


def _printed_at(part: EconomicTable | TableRow | Value | PaybackLine) -> dict[str, object]:
    """The provenance columns of a part of a table."""
    return {"page": part.page, "line": part.line, "bbox": list(part.bbox) if part.bbox else None}


def _area(printed: str | None) -> str | None:
    return re.sub(r"[*\s]+$", "", printed).lower() or None if printed else None
