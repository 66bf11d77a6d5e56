"""A release read back for the report: its rows, and what belongs to what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from pipeline.release.parts import schema_of
from pipeline.report.words import NO_COMMITTEE, committee_name, document_names
from schemas.arrow import arrow_schema
from schemas.dataset import (
    TABLES,
    CardRow,
    CardSectionRow,
    CheckRow,
    DocumentRow,
    EconomicAmountRow,
    EconomicRowRow,
    EconomicTableRow,
    Evidence,
    FindingRow,
    LineageRow,
    OverviewAmountRow,
    PageFaultRow,
    PaybackRow,
    PriceFactorRow,
    QuarantineRow,
    Row,
    SourceLineRow,
)

R = TypeVar("R", bound=Row)


class Published(Protocol):
    """The tables of a release, wherever they are."""

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or some of its columns. Raises OSError where it is missing."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """The tables of a release folder."""

    folder: Path

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""
        names: list[str] = schema_of(self.folder, name).names
        return names

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or some of its columns. Raises OSError where it is missing."""
        return pq.read_table(self.folder / f"{name}.parquet", columns=columns)


@dataclass(frozen=True, slots=True)
class InMemory:
    """Tables that are not written anywhere yet; one that is not there has no rows."""

    tables: Mapping[str, pa.Table]

    def columns(self, name: str) -> list[str]:
        """The columns of a table."""
        names: list[str] = arrow_schema(TABLES[name]).names
        return names

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or some of its columns."""
        table = self.tables.get(name)
        whole = arrow_schema(TABLES[name]).empty_table() if table is None else table
        return whole if columns is None else whole.select(list(columns))


@dataclass(frozen=True, slots=True)
class Release:
    """The rows of a release that the report shows, in print order."""

    published: Published
    documents: list[DocumentRow]
    cards: list[CardRow]
    findings: list[FindingRow]
    checks: list[CheckRow]
    quarantine: list[QuarantineRow]
    faults: list[PageFaultRow]
    """Pages that could not be read."""
    factors: list[PriceFactorRow]
    lineage: list[LineageRow]
    """Links between cards of different bilag."""
    sections: dict[str, list[CardSectionRow]]
    """By card, in print order, and without their text."""
    tables: dict[str, list[EconomicTableRow]]
    """By card."""
    rows: dict[str, list[EconomicRowRow]]
    """By table, as the amounts."""
    amounts: dict[str, list[EconomicAmountRow]]
    paybacks: dict[str, list[PaybackRow]]
    overview: dict[str, list[OverviewAmountRow]]
    """By document."""
    lines: dict[str, Lines]
    committees: dict[str, str]
    """By card: the committee's full name."""
    names: dict[str, str]
    """By document: what it is called."""
    documents_by_id: dict[str, DocumentRow]
    cards_by_id: dict[str, CardRow]


@dataclass(slots=True)
class _Index:
    """Lines of one document by what they are looked up with."""

    numbers: list[int] = field(default_factory=list)
    pages: dict[int, list[SourceLineRow]] = field(default_factory=lambda: defaultdict(list))


class Lines:
    """The printed lines of one document."""

    def __init__(self, rows: Iterable[SourceLineRow]) -> None:
        self.rows = sorted(rows, key=lambda r: r.line_no)

    @cached_property
    def _index(self) -> _Index:
        index = _Index([r.line or 0 for r in self.rows])
        for row in self.rows:
            if row.page:
                index.pages[row.page].append(row)
        return index

    def between(self, first: int, last: int) -> list[SourceLineRow]:
        """The lines of a text from one line number to another, both included."""
        numbers = self._index.numbers
        return self.rows[bisect_left(numbers, first) : bisect_right(numbers, last)]

    def around(self, first: int, last: int, margin: int) -> list[SourceLineRow]:
        """The same with so many printed lines before and after."""
        numbers = self._index.numbers
        low, high = bisect_left(numbers, first), bisect_right(numbers, last)
        return self.rows[max(0, low - margin) : high + margin]

    def on(self, page: int, top: float, bottom: float) -> list[SourceLineRow]:
        """The lines of a PDF's page whose middle lies in a band."""
        rows = self._index.pages.get(page, [])
        return [r for r in rows if r.bbox and top <= (r.bbox[1] + r.bbox[3]) / 2 <= bottom]


def load(folder: Path) -> Release:
    """Read a release's tables. Raises OSError where one is missing."""
    return of_tables(InFolder(folder))


def of_tables(published: Published) -> Release:
    """The rows of these tables. Raises OSError where one is missing."""
    documents, cards = _rows(published, DocumentRow), _rows(published, CardRow)
    overview = _by(_rows(published, OverviewAmountRow), "document_id")
    return Release(
        published=published,
        documents=documents,
        cards=cards,
        findings=[_with_evidence(f) for f in _rows(published, FindingRow)],
        checks=[_with_evidence(c) for c in _rows(published, CheckRow)],
        quarantine=_rows(published, QuarantineRow),
        faults=_rows(published, PageFaultRow),
        factors=_rows(published, PriceFactorRow),
        lineage=_linked(published, cards),
        sections=_by(_rows(published, CardSectionRow, without="text"), "card_id"),
        tables=_by(_rows(published, EconomicTableRow), "card_id"),
        rows=_by(_rows(published, EconomicRowRow), "table_id"),
        amounts=_by(_rows(published, EconomicAmountRow), "table_id"),
        paybacks=_by(_rows(published, PaybackRow), "card_id"),
        overview=overview,
        lines={d: Lines(rows) for d, rows in _by(_rows(published, SourceLineRow), "document_id").items()},
        committees={c.card_id: _committee(c, overview.get(c.document_id, [])) for c in cards},
        names=document_names(documents),
        documents_by_id={d.document_id: d for d in documents},
        cards_by_id={c.card_id: c for c in cards},
    )


def _rows(published: Published, model: type[R], *, without: str = "") -> list[R]:
    columns = [name for name in model.model_fields if name != without] if without else None
    table = published.read(model.table, columns)
    if set(table.column_names) == set(model.model_fields):
        return _whole(model).validate_python(table.to_pylist())  # twice as fast as to construct row by row
    # In part, or as another version wrote it: what is there was validated when it was written.
    return [cast("R", model.model_construct(**row)) for row in table.to_pylist()]


@cache
def _whole(model: type[R]) -> TypeAdapter[list[R]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def _linked(published: Published, cards: Iterable[CardRow]) -> list[LineageRow]:
    """The links both of whose ends are shown here."""
    known = {c.card_id for c in cards}
    return [r for r in _rows(published, LineageRow) if {r.from_card_id, r.to_card_id} <= known]


def _by(rows: Iterable[R], column: str) -> dict[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _with_evidence(row: R) -> R:
    raw: list[dict[str, Any]] = row.evidence or []  # type: ignore[attr-defined]
    if not raw or isinstance(raw[0], Evidence):
        return row
    return row.model_copy(update={"evidence": [Evidence.model_construct(**e) for e in raw]})


def _committee(card: CardRow, overview: list[OverviewAmountRow]) -> str:
    printed = card.committee
    if not printed:
        printed = next((r.committee for r in overview if r.committee and r.card_id == card.card_id), None)
    return committee_name(printed) if printed else NO_COMMITTEE
