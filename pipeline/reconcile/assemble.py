"""The published rows of one run put together as documents: cards with their tables, texts and overview lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from pipeline.reconcile.danish import area_class
from pipeline.reconcile.intervals import printed
from pipeline.reconcile.model import Card, Cell, Document, Measure, RowId, Table, TableRow, years_inferred
from schemas.dataset import (
    CardRow,
    CardSectionRow,
    ConsultationRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    FollowUpGoalRow,
    KeyFigureRow,
    OverviewAmountRow,
    PaybackRow,
    PrioritisationCriterionRow,
    ProseAmountRow,
    Row,
    SourceLineRow,
)

T = TypeVar("T", bound=Row)
_DECIMALS = re.compile(r",(\d+)")
_NOT_EXTRACTED_OCR = 0.5  # below this the engine itself does not believe its digit


def documents(tables: Mapping[str, Sequence[Row]]) -> list[Document]:
    """Every document of the published tables, in the order of `documents`."""
    found = {row.document_id: Document(row) for row in _rows(tables, DocumentRow)}
    for line in _rows(tables, SourceLineRow):
        found[line.document_id].lines.append(line)
    for figure in _rows(tables, KeyFigureRow):
        found[figure.document_id].key_figures.append(figure)
    for cell in _rows(tables, OverviewAmountRow):
        found[cell.document_id].overview.append(cell)
    cards: dict[str, Card] = {}
    for row in _rows(tables, CardRow):
        cards[row.card_id] = card = Card(row, found[row.document_id])
        card.document.cards.append(card)
    _fill(cards, tables)
    for document in found.values():
        document.lines.sort(key=lambda x: x.line_no)
        _link_overview(document)
        for table in (t for card in document.cards for t in card.tables):
            table.heading = document.heading_of(table.row)
    return list(found.values())


def _fill(cards: Mapping[str, Card], tables: Mapping[str, Sequence[Row]]) -> None:
    for section in _rows(tables, CardSectionRow):
        cards[section.card_id].sections.append(section)
    for amount in _rows(tables, ProseAmountRow):
        cards[amount.card_id].prose.append(amount)
    for payback in _rows(tables, PaybackRow):
        cards[payback.card_id].paybacks.append(payback)
    for goal in _rows(tables, FollowUpGoalRow):
        cards[goal.card_id].goals.append(goal)
    for criterion in _rows(tables, PrioritisationCriterionRow):
        cards[criterion.card_id].criteria.append(criterion)
    for consultation in _rows(tables, ConsultationRow):
        cards[consultation.card_id].consultations.append(consultation)
    for table in _tables(tables):
        mine = cards[table.row.card_id].tables
        if mine and _continues(mine[-1], table):
            table.carried = mine[-1].carried + mine[-1].rows
        mine.append(table)


def _continues(before: Table, table: Table) -> bool:
    """True for a table without a heading of its own under the same columns, where the one before prints no sum."""
    one, other = before.row, table.row
    same = (one.columns_printed, one.unit_dkk, one.table_kind) == (
        other.columns_printed,
        other.unit_dkk,
        other.table_kind,
    )
    unsummed = all(r.is_item or r.row.kind in ("section", "group") for r in before.rows)
    return same and unsummed and other.caption in (None, one.caption)


def _rows(tables: Mapping[str, Sequence[Row]], model: type[T]) -> Iterable[T]:
    return (row for row in tables.get(model.table, ()) if isinstance(row, model))


def _tables(tables: Mapping[str, Sequence[Row]]) -> Iterator[Table]:
    found = {row.table_id: Table(row) for row in _rows(tables, EconomicTableRow)}
    rows: dict[RowId, TableRow] = {}
    for row in sorted(_rows(tables, EconomicRowRow), key=lambda r: r.row_no):
        rows[row.table_id, row.row_no] = made = _table_row(row)
        made.inferred = years_inferred(found[row.table_id].row)
        above = found[row.table_id].rows[-1:]
        if above and above[0].row.kind == "item" and made.is_item and _PART.match(row.label):
            made.is_item, made.measure = False, "of_which"  # part of an item: no sum counts it again
        found[row.table_id].rows.append(made)
    amounts = list(_rows(tables, EconomicAmountRow))
    lost = _lost_thousands(found.values(), amounts)
    for amount in amounts:
        at = rows.get((amount.table_id, amount.row_no))
        if at is not None:
            scale = 1000 if amount.table_id in lost else 1
            at.cells[amount.column_no] = _cell(amount, scale)
            found[amount.table_id].years[amount.column_no] = amount.year
            found[amount.table_id].unit_dkk = amount.unit_dkk * scale
    return iter(found.values())


def _lost_thousands(tables: Iterable[Table], amounts: Iterable[EconomicAmountRow]) -> set[str]:
    """Tables headed `Kr.` among tables in 1.000 kr. whose every amount is far too small to be kroner."""
    usual: dict[str, set[int]] = defaultdict(set)
    for table in tables:
        if table.row.unit_dkk:
            usual[table.row.document_id].add(table.row.unit_dkk)
    small = {t.id for t in tables if t.row.unit_dkk == 1 and 1000 in usual[t.row.document_id]}
    return small - {a.table_id for a in amounts if abs(a.amount_dkk) >= 1_000_000}


def _cell(row: EconomicAmountRow, scale: int) -> Cell:
    step = row.unit_dkk * scale
    if decimals := _DECIMALS.search(row.amount_printed):
        step = max(1, step // 10 ** len(decimals[1]))
    sure = row.placement != "uncertain" and (row.confidence is None or row.confidence >= _NOT_EXTRACTED_OCR)
    return Cell(
        (row.table_id, row.row_no, row.column_no), row.year, row.column_kind,
        printed(row.amount_dkk * scale, row.amount_high_dkk * scale, step), step,
        row.amount_printed, sure, row.page, row.line, row.bbox,
    )  # fmt: skip


_MEASURES: tuple[tuple[re.Pattern[str], Measure], ...] = (
    (re.compile(r"\bheraf\b", re.I), "of_which"),
    (re.compile(r"samlet økonomisk", re.I), "net"),
    (re.compile(r"(samle|total).{0,12}\bvarig", re.I), "permanent"),
    (re.compile(r"(samle|total).{0,12}\bimplementering", re.I), "implementation"),
    (re.compile(r"\bi alt\b|\btotal|\bsamle", re.I), "total"),
)
_CLAIMED: dict[str, Measure] = {"permanent": "permanent", "implementation": "implementation", "net": "net"}
_PART = re.compile(r"\W*(?:heraf|hvoraf|deraf)\b", re.I)
_PARENTHESIS = re.compile(r"\([^)]*\)?")
_AREA_IN_LABEL = re.compile(r"(?:,|-|\bi alt|\bpå)?\s*\b(service|anlæg|overførsler|finansposter)\w*\*?\s*$", re.I)


def _table_row(row: EconomicRowRow) -> TableRow:
    made = TableRow(row, area=area_class(row.steering_area), is_item=row.kind == "item")
    if row.kind in ("subtotal", "total"):
        outer = _PARENTHESIS.sub("", row.label)
        made.measure = next((m for pattern, m in _MEASURES if pattern.search(outer)), None)
        if made.measure is None and row.kind == "subtotal" and row.section and not row.sum_rows:
            made.is_item = True
            return made
        made.measure = _CLAIMED.get(row.sums or "", made.measure or "total")
        if made.measure == "net" and row.kind == "subtotal" and row.section:
            made.measure = "permanent" if row.section == "permanent_changes" else "implementation"
        if found := _AREA_IN_LABEL.search(row.label):
            made.area, made.in_label = area_class(found[1].lower()), True
    return made


def _link_overview(document: Document) -> None:
    by_card = {line.first.card_id: line for line in document.overview_lines if line.first.card_id}
    for card in document.cards:
        card.overview = by_card.get(card.id)
