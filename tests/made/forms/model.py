"""A form's document: what it prints, in order, and what is true of it in the JSON form of the hand-made samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Value = int | None
"""A figure in the smallest step that its table prints: 1,2 mio. kr. with one decimal is 12."""
Role = Literal["item", "subtotal", "total"]
Error = Literal["sum", "row_total", "prose", "list_sum"]


@dataclass(slots=True)
class Text:
    """A paragraph, a heading, a caption or a note."""

    text: str
    kind: Literal["title", "card", "heading", "body", "caption", "note"] = "body"


@dataclass(slots=True)
class Fields:
    """Labelled fields: as `Label: value` lines, or as two columns (with rules in a ruled PDF)."""

    pairs: list[tuple[str, str]]
    boxed: bool = False


@dataclass(slots=True)
class GridRow:
    """A printed row of cells."""

    cells: list[str]
    bold: bool = False


@dataclass(slots=True)
class Grid:
    """A printed table: heading rows, rows, each column's part of the width, the columns that hold text, and spans.

    A span is (heading row, first column, last column).
    """

    header: list[list[str]]
    rows: list[GridRow]
    shares: list[float]
    texts: frozenset[int]
    spans: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class PageBreak:
    """What follows starts on a new page."""


Element = Text | Fields | Grid | PageBreak


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: its printed heading, the year it stands for, and the heading it shares with its neighbours."""

    printed: str
    year: int | None = None
    over: str | None = None

    @property
    def full(self) -> str:
        """Both levels of the heading."""
        return f"{self.over} {self.printed}" if self.over else self.printed


@dataclass(slots=True)
class Line:
    """A table's row: figures in steps; or a heading without any; or printed cells that are no money (`quantity`)."""

    label: str
    values: list[Value] = field(default_factory=list)
    role: Role | None = "item"
    texts: tuple[str, ...] = ()
    quantity: tuple[str, ...] = ()
    bold: bool = False

    @property
    def money(self) -> bool:
        """Whether the row belongs to the truth."""
        return bool(self.values)


@dataclass(slots=True)
class Table:
    """A money table in one unit, before it is laid out (`layout.grid`).

    `lead` are the headings of the text columns, the label's first. A `loose` table is compared without labels.
    """

    columns: list[Column]
    lines: list[Line]
    unit_dkk: int
    lead: list[str]
    decimals: int = 0
    caption: str | None = None
    price_level: int | None = None
    loose: bool = False

    def value(self, step: Value) -> float | int | None:
        """A figure in the printed unit."""
        return step if step is None or not self.decimals else step / 10**self.decimals

    def truth(self) -> dict[str, Any]:
        """The table as the truth files have it."""
        rows = [
            {"label": x.label, "role": x.role, "values": [self.value(v) for v in x.values]}
            for x in self.lines
            if x.money
        ]
        return {
            "caption": self.caption,
            "unit_dkk": self.unit_dkk,
            "price_level": self.price_level,
            "columns": [{"printed": c.full, "year": c.year} for c in self.columns],
            "rows": rows,
            "loose": self.loose,
        }


@dataclass(slots=True)
class Card:
    """A proposal: id as printed or none, title, the amounts its text names (kroner), its tables."""

    case_id: str | None
    title: str
    prose: list[tuple[int, int]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def truth(self) -> dict[str, Any]:
        """The card as the truth files have it."""
        prose = [[float(low), float(high)] for low, high in self.prose]
        tables = [t.truth() for t in self.tables]
        return {"case_id": self.case_id, "title": self.title, "prose": prose, "tables": tables}


@dataclass(slots=True)
class Entry:
    """A proposal in a list."""

    case_id: str
    title: str
    group: str
    values: list[Value]


@dataclass(slots=True)
class ProposalList:
    """A list of proposals with year columns and sums."""

    caption: str
    unit_dkk: int
    columns: list[Column]
    rows: list[Entry]
    sums: list[Line]
    decimals: int = 0

    def truth(self) -> dict[str, Any]:
        """The list as the truth files have it."""
        scale = 10**self.decimals

        def printed(values: Iterable[Value]) -> list[float | int | None]:
            return [v if v is None or scale == 1 else v / scale for v in values]

        rows = [
            {"case_id": r.case_id, "title": r.title, "group": r.group, "values": printed(r.values)} for r in self.rows
        ]
        return {
            "caption": self.caption,
            "unit_dkk": self.unit_dkk,
            "columns": [{"printed": c.full, "year": c.year} for c in self.columns],
            "rows": rows,
            "sums": [{"label": s.label, "role": s.role, "values": printed(s.values)} for s in self.sums],
        }


@dataclass(slots=True)
class Document:
    """A made document of a form."""

    form: str
    seed: int
    footer: str
    elements: list[Element] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    doc_tables: list[Table] = field(default_factory=list)
    proposals: ProposalList | None = None
    planted: list[dict[str, Any]] = field(default_factory=list)
    landscape: bool = False
    repeat_headings: bool = True
    """A table that runs over a page prints its heading anew."""

    def add(self, *elements: Element) -> None:
        """Print something."""
        self.elements.extend(elements)

    def text(self, kind: Literal["title", "card", "heading", "body", "caption", "note"], *texts: str) -> None:
        """Print paragraphs of a kind."""
        self.elements.extend(Text(t, kind) for t in texts)

    def truth(self, style: str) -> dict[str, Any]:
        """The truth of one file that prints the document."""
        return {
            "form": self.form,
            "style": style,
            "seed": self.seed,
            "cards": [c.truth() for c in self.cards],
            "doc_tables": [t.truth() for t in self.doc_tables],
            "list": self.proposals.truth() if self.proposals else None,
            "planted": self.planted,
        }


def add_up(lines: Sequence[Line], signs: Sequence[int] | None = None) -> list[Value]:
    """The sum of rows, column by column; a column without any figure stays empty."""
    weights = signs or [1] * len(lines)
    sums: list[Value] = []
    for column in zip(*(x.values for x in lines), strict=True):
        filled = [w * v for w, v in zip(weights, column, strict=True) if v is not None]
        sums.append(sum(filled) if filled else None)
    return sums
