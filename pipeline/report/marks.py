"""Which cells and rows of the printed tables a finding speaks of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.danish.numbers import parse_number
from pipeline.report.dataset import Release
from schemas.dataset import EconomicAmountRow, EconomicRowRow, Evidence, FindingRow, OverviewAmountRow, PaybackRow

CellKey = tuple[str, int, int]
"""Table, row number, column number; column 0 is the row itself. Of an overview: document, index of the row, 0."""
_TAIL = re.compile(r"(?:\s(?P<year>20\d\d))?: (?P<amount>[^:]*)$")


@dataclass(slots=True)
class Marks:
    """By cell: the findings that call it wrong, the gravest first, and those that only reckon with it."""

    wrong: dict[CellKey, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    part: dict[CellKey, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    by_table: dict[str, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    """The findings that point into a table, and for an overview into its document."""


def payback_table(card_id: str) -> str:
    """What the payback times of a card count as among the tables."""
    return f"{card_id}-payback"


def find_marks(release: Release) -> Marks:
    """Look up every place of every finding in the tables as they were printed."""
    places, marks = _Places(release), Marks()
    for finding in release.findings:
        keys = [places.find(finding, e) for e in finding.evidence]
        first = keys[0] if keys else None
        for key in dict.fromkeys(k for k in keys if k):
            # Where the contradiction shows in the text or the overview, the card's own table is its other side.
            other_side = first is None or (first[0] == finding.document_id != key[0])
            (marks.wrong if key == first or other_side else marks.part)[key].append(finding)
        for table in dict.fromkeys(k[0] for k in keys if k):
            marks.by_table[table].append(finding)
    return marks


class _Places:
    """The cells by the places that evidence names: a line of a text, a box of a PDF."""

    def __init__(self, release: Release) -> None:
        self._boxes: dict[tuple[object, ...], CellKey] = {}
        self._rows: dict[tuple[str, int], list[EconomicRowRow]] = defaultdict(list)
        self._cells: dict[tuple[str, int], list[EconomicAmountRow]] = defaultdict(list)
        self._overview: dict[tuple[str, int], list[tuple[int, OverviewAmountRow]]] = defaultdict(list)
        for rows in release.rows.values():
            self._add_rows(rows)
        for amounts in release.amounts.values():
            self._add_amounts(amounts)
        self._paybacks: dict[tuple[str, int], CellKey] = {}
        for card_id, paybacks in release.paybacks.items():
            self._add_paybacks(card_id, paybacks)
        for document_id, overview in release.overview.items():
            self._add_overview(document_id, overview)

    def find(self, finding: FindingRow, evidence: Evidence) -> CellKey | None:
        """The cell, or row, that evidence points at; None where it points at something else."""
        if evidence.bbox:
            return self._boxes.get((finding.document_id, evidence.page, *evidence.bbox))
        if not evidence.line:
            return None
        place = (finding.document_id, evidence.line)
        return (
            self._row_or_cell(place, evidence.text)
            or self._paybacks.get(place)
            or self._overview_cell(place, finding, evidence.text)
        )

    def _row_or_cell(self, place: tuple[str, int], text: str) -> CellKey | None:
        tail = _TAIL.search(text)
        if tail and tail["year"]:
            year, amount = int(tail["year"]), tail["amount"].strip()
            for cell in self._cells.get(place, ()):
                if cell.year == year and cell.amount_printed.strip() == amount:
                    return cell.table_id, cell.row_no, cell.column_no
        rows = self._rows.get(place, [])
        named = [r for r in rows if text.startswith(r.label)] or rows
        return (named[0].table_id, named[0].row_no, 0) if named else None

    def _overview_cell(self, place: tuple[str, int], finding: FindingRow, text: str) -> CellKey | None:
        tail = _TAIL.search(text)
        cells = self._overview.get(place, [])
        if not cells:
            return None
        if finding.rule == "title_mismatch" or tail is None:
            return place[0], cells[0][0], 0
        amount = tail["amount"].strip()
        same = [(n, r) for n, r in cells if (r.value_printed or "").strip() == amount] or [
            (n, r) for n, r in cells if (p := parse_number(amount)) and r.value == float(p.value)
        ]
        measure = next((m for m in ("service", "anlæg") if f"{m} " in finding.message), None)
        chosen = next((n for n, r in same if r.measure == measure), same[0][0] if same else None)
        return (place[0], chosen, 1) if chosen is not None else None

    def _add_rows(self, rows: Iterable[EconomicRowRow]) -> None:
        for row in rows:
            if row.line:
                self._rows[row.document_id, row.line].append(row)
            if row.bbox:
                self._boxes[row.document_id, row.page, *row.bbox] = (row.table_id, row.row_no, 0)

    def _add_amounts(self, amounts: Iterable[EconomicAmountRow]) -> None:
        for cell in amounts:
            if cell.line:
                self._cells[cell.document_id, cell.line].append(cell)
            if cell.bbox:
                key = (cell.table_id, cell.row_no, cell.column_no)
                self._boxes.setdefault((cell.document_id, cell.page, *cell.bbox), key)

    def _add_paybacks(self, card_id: str, paybacks: Iterable[PaybackRow]) -> None:
        for number, row in enumerate(paybacks):
            key = (payback_table(card_id), number, 0)
            if row.line:
                self._paybacks.setdefault((row.document_id, row.line), key)
            if row.bbox:
                self._boxes.setdefault((row.document_id, row.page, *row.bbox), key)

    def _add_overview(self, document_id: str, overview: Iterable[OverviewAmountRow]) -> None:
        for number, row in enumerate(overview):
            if row.line:
                self._overview[document_id, row.line].append((number, row))
            if row.bbox:
                self._boxes.setdefault((document_id, row.page, *row.bbox), (document_id, number, 1))
