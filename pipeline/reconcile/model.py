"""The published rows of one document, put together so that a rule can read them: cards with their tables and texts.

Built once a document by `assemble.documents`; rules read it and change nothing. A cell is one printed amount with its
interval; a row holds its cells by column number; a column stands for a year or, where it has none, for its heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.reconcile.danish import words
from pipeline.reconcile.intervals import ZERO, Interval
from schemas.dataset import (
    CardRow,
    CardSectionRow,
    ColumnKind,
    ConsultationRow,
    DocumentRow,
    EconomicRowRow,
    EconomicTableRow,
    Evidence,
    FollowUpGoalRow,
    KeyFigureRow,
    OverviewAmountRow,
    PaybackRow,
    PrintedRow,
    PrioritisationCriterionRow,
    ProseAmountRow,
    SourceLineRow,
)

CellId = tuple[str, int, int]
"""table_id, row_no, column_no."""
RowId = tuple[str, int]
Measure = Literal["permanent", "implementation", "net", "of_which", "total"]
"""What a summing row sums: permanent changes, implementation costs, both, a part of another sum, or the table."""

_CAPTION_LINES, _CAPTION_LETTERS = 8, 20  # a caption stands near its table; it may wrap after so many letters
MONEY_TABLES = ("economy", "scenario")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed amount of a table."""

    id: CellId
    year: int | None
    kind: ColumnKind
    interval: Interval
    step_dkk: int
    text: str
    sure: bool
    """False where neither grid, spacing nor arithmetic placed it, or OCR doubts its digits."""
    page: int | None
    line: int | None
    bbox: list[float] | None


@dataclass(eq=False)
class TableRow:
    """A row of a money table with its cells by column number."""

    row: EconomicRowRow
    cells: dict[int, Cell] = field(default_factory=dict)
    measure: Measure | None = None
    area: str | None = None
    """service, anlæg, overførsler or finansposter: the class of its steering area; of a sum the part it names."""
    in_label: bool = False
    """True where the label names the area: `Samlet varig ændring, service`."""
    inferred: bool = False
    """True where the years over it are not printed, but those of the document's other tables."""
    is_item: bool = False
    """True for a row that others sum; also one that only looks like a sum: `Haveanlæg (5 stk. i alt)`."""

    @property
    def id(self) -> RowId:
        """Its identity."""
        return self.row.table_id, self.row.row_no

    @property
    def label(self) -> str:
        """The label as printed, wraps joined."""
        return self.row.label

    @property
    def printed_values(self) -> str:
        """Its amounts as printed, in order."""
        return " ".join(c.text for _, c in sorted(self.cells.items()))

    @property
    def sure(self) -> bool:
        """False where the place or the digits of one of its amounts are in doubt."""
        return all(c.sure for c in self.cells.values())

    @property
    def amounts(self) -> list[Interval]:
        """Its amounts, those that are nothing left out."""
        return [c.interval for c in self.cells.values() if c.interval != ZERO]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its label's content words."""
        return frozenset(words(self.label))

    def value(self, column: int) -> Interval | None:
        """The amount in a column; None where the cell is empty."""
        cell = self.cells.get(column)
        return cell.interval if cell else None

    def evidence(self, column: int | None = None) -> Evidence:
        """The place to point at: one cell with its row's label, or the whole row."""
        cell = self.cells.get(column) if column is not None else None
        if cell is None:
            text = f"{self.label}: {self.printed_values}".strip(": ")
            return Evidence(
                page=self.row.page, line=self.row.line, bbox=self.row.bbox, text=text or self.row.text.strip(),
                table_id=self.row.table_id, row_no=self.row.row_no,
            )  # fmt: skip
        return Evidence(
            page=cell.page or self.row.page, line=cell.line or self.row.line, bbox=cell.bbox or self.row.bbox,
            text=f"{self.label}{f' {cell.year}' if cell.year and not self.inferred else ''}: {cell.text}",
            table_id=self.row.table_id, row_no=self.row.row_no, column_no=cell.id[2],
        )  # fmt: skip


@dataclass(eq=False)
class Table:
    """A money table of a card."""

    row: EconomicTableRow
    rows: list[TableRow] = field(default_factory=list)
    unit_dkk: int | None = None
    """The unit its amounts are read in: the printed one, unless that cannot be (the rule `unit` tells)."""
    years: dict[int, int | None] = field(default_factory=dict)
    """The year of each value column that holds an amount, by column number."""
    heading: SourceLineRow | None = None
    """The printed line of a text that is its heading: its caption, else the first of its headings."""
    carried: list[TableRow] = field(default_factory=list)
    """The rows of the table before it, where this one goes on with it: a page break made two tables of one."""

    @property
    def id(self) -> str:
        """Its identity."""
        return self.row.table_id

    @property
    def name(self) -> str:
        """What a message calls it: `Tabel 1`."""
        found = re.match(r"\s*(tabel\s*\d+)", self.row.caption or "", re.I)
        return found[1] if found else "økonomitabellen" if self.row.table_kind == "economy" else "tabellen"

    @property
    def columns(self) -> list[int]:
        """Its value columns, left to right, the `I alt` column left out."""
        return [c for c, year in sorted(self.years.items()) if year is not None]

    @property
    def evidence(self) -> Evidence:
        """The table's heading."""
        row = self.row
        headings = "" if years_inferred(row) else " ".join(row.columns_printed)
        parts = [row.caption, row.unit_printed, row.price_level_printed, headings]
        place = _evidence(self.heading or row, " | ".join(p for p in parts if p) or "tabel")
        return place.model_copy(update={"table_id": row.table_id})

    def sums(self, measure: Measure) -> list[TableRow]:
        """Its summing rows of one measure, in print order."""
        return [r for r in self.rows if r.measure == measure]

    @cached_property
    def named_items(self) -> list[TableRow]:
        """Its item rows that have both a name and amounts: those a text can speak of."""
        return [r for r in self.items() if r.cells and r.stems]

    @cached_property
    def stem_counts(self) -> Counter[str]:
        """In how many of those rows' names each stem stands."""
        return Counter(s for r in self.named_items for s in r.stems)

    def items(self) -> Iterator[TableRow]:
        """Its item rows, in print order."""
        return (r for r in self.rows if r.is_item)


@dataclass(eq=False)
class OverviewLine:
    """A proposal's row in the overview: its cells by measure."""

    case: str | None
    title: str | None
    cells: dict[str, OverviewAmountRow] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)
    """By measure: the cell's place among the overview's, from 1."""

    @property
    def first(self) -> OverviewAmountRow:
        """Any of its cells: where it was printed."""
        return next(iter(self.cells.values()))

    def evidence(self, measure: str | None = None) -> Evidence:
        """The row in the overview, with one measure's figure or all."""
        shown = [self.cells[measure]] if measure in self.cells else list(self.cells.values())
        figures = " ".join(printed_value(c) for c in shown)
        place = _evidence(shown[0], f"{self.case or ''} {self.title or ''}: {figures}".strip())
        number = self.number[shown[0].measure]
        return place.model_copy(update={"row_no": number, "measure": measure if measure in self.cells else None})


@dataclass(eq=False)
class Card:
    """A proposal, note or initiative with everything printed on it."""

    row: CardRow
    document: Document
    tables: list[Table] = field(default_factory=list)
    sections: list[CardSectionRow] = field(default_factory=list)
    prose: list[ProseAmountRow] = field(default_factory=list)
    paybacks: list[PaybackRow] = field(default_factory=list)
    goals: list[FollowUpGoalRow] = field(default_factory=list)
    criteria: list[PrioritisationCriterionRow] = field(default_factory=list)
    consultations: list[ConsultationRow] = field(default_factory=list)
    overview: OverviewLine | None = None

    @property
    def id(self) -> str:
        """Its identity."""
        return self.row.card_id

    @cached_property
    def case(self) -> str | None:
        """The case number without a second one after a slash: `BC30/SU04` is BC30."""
        return self.row.case_key

    @cached_property
    def economy(self) -> Table | None:
        """The table with the proposal's economy: the first of its kind that has amounts."""
        return next((t for t in self.tables if t.row.table_kind == "economy" and t.years), None)

    @cached_property
    def lines(self) -> list[SourceLineRow]:
        """The printed lines of the card."""
        return self.document.lines_of(self.row)

    @cached_property
    def text(self) -> tuple[str, list[int]]:
        """The printed lines in one string, and where each begins in it."""
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return "\n".join(x.text for x in self.lines), starts

    @property
    def evidence(self) -> Evidence:
        """The card's heading."""
        return _evidence(self.row, f"{self.row.case_id or ''} {self.row.title}".strip())


@dataclass(eq=False)
class Document:
    """One ingested file."""

    row: DocumentRow
    cards: list[Card] = field(default_factory=list)
    overview: list[OverviewAmountRow] = field(default_factory=list)
    lines: list[SourceLineRow] = field(default_factory=list)
    key_figures: list[KeyFigureRow] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its identity."""
        return self.row.document_id

    @property
    def ocr(self) -> bool:
        """True for a scan: its letters are a machine's reading, so form is not held against it."""
        return self.row.text_source == "ocr"

    @cached_property
    def overview_lines(self) -> list[OverviewLine]:
        """The overview's proposals, in print order."""
        found: dict[tuple[str | None, str | None], OverviewLine] = {}
        for number, row in enumerate(self.overview, 1):
            if row.role == "item":
                key = row.case_key, row.title
                line = found.setdefault(key, OverviewLine(*key))
                line.cells.setdefault(row.measure, row)
                line.number.setdefault(row.measure, number)
        return list(found.values())

    def lines_of(self, card: CardRow) -> list[SourceLineRow]:
        """The printed lines from a card's first to its last, by line where known, else by page."""
        if card.first_line and card.last_line:
            first, last = card.first_line, card.last_line
            at = self._line_numbers
            return self.lines[bisect_left(at, first) : bisect_right(at, last)]
        if card.first_page and card.last_page:
            return self._by_page(card.first_page, card.last_page)
        return self.lines if len(self.cards) == 1 else []

    def heading_of(self, table: EconomicTableRow) -> SourceLineRow | None:
        """The line a text's table begins at: its caption over the place given for it, else the first with words."""
        if not table.line:
            return None
        at = bisect_left(self._line_numbers, table.line)
        caption = "".join((table.caption or "").lower().split())[:_CAPTION_LETTERS]
        over = self.lines[max(0, at - _CAPTION_LINES) : at + 2]
        named = [x for x in over if caption and "".join(x.text.lower().split()).startswith(caption)]
        below = (x for x in self.lines[at : at + _CAPTION_LINES] if x.text.strip())
        return named[-1] if named else next(below, None)

    def _by_page(self, first: int, last: int) -> list[SourceLineRow]:
        return [x for page in range(first, last + 1) for x in self._pages.get(page, ())]

    @cached_property
    def _line_numbers(self) -> list[int]:
        return [x.line or 0 for x in self.lines]

    @cached_property
    def _pages(self) -> dict[int, list[SourceLineRow]]:
        pages: dict[int, list[SourceLineRow]] = defaultdict(list)
        for line in self.lines:
            if line.page:
                pages[line.page].append(line)
        return pages


def years_inferred(table: EconomicTableRow) -> bool:
    """True for a table whose years are not printed over it: it lost its heading."""
    return "those of the document's other tables" in (table.header_note or "")


def printed_value(row: OverviewAmountRow) -> str:
    """An overview cell as printed."""
    if row.value_printed:
        return row.value_printed
    return "-" if row.value is None else f"{row.value:,.0f}".replace(",", ".")


def _evidence(row: PrintedRow, text: str) -> Evidence:
    return Evidence(page=row.page, line=row.line, bbox=row.bbox, text=text)


def overview_evidence(row: OverviewAmountRow, number: int) -> Evidence:
    """A cell of the overview as a place; `number` is its place among the document's, from 1."""
    text = f"{row.case_id or ''} {row.title or row.group or 'I alt'}: {printed_value(row)}".strip()
    place = Evidence(page=row.page, line=row.line, bbox=row.bbox, text=text)
    return place.model_copy(update={"row_no": number, "measure": row.measure})


def payback_evidence(card: Card, row: PaybackRow) -> Evidence:
    """A printed payback time as a place: they stand in print order under the card's first table."""
    place = _evidence(row, f"Tilbagebetalingstid ({row.basis}): {row.printed}")
    number = next(n for n, other in enumerate(card.paybacks, 1) if other is row)
    return place.model_copy(update={"table_id": f"{card.id}-payback", "row_no": number, "measure": "payback_years"})


def printed_goal(goal: FollowUpGoalRow, *, measure: bool = True) -> str:
    """The cells of a follow-up goal's row; `measure`: with what it is measured by."""
    cells = [goal.goal, *([goal.measure] if measure else []), goal.responsible, goal.due]
    return " | ".join(text or "(tom)" for text in cells)


def goal_text(goal: FollowUpGoalRow) -> str:
    """What a follow-up goal says, its blanks single."""
    return " ".join((goal.goal or "").split())


def goal_evidence(goal: FollowUpGoalRow) -> Evidence:
    """A follow-up goal's row as a place."""
    return _evidence(goal, printed_goal(goal))


evidence_of = _evidence
"""A printed row as a place to point at, with the text to show there."""
