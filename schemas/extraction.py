"""What the extractors return for one document: its row in `documents`, and its rows in every other table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from schemas.dataset import TABLES, DocumentRow, Row

T = TypeVar("T", bound=Row)
Place = tuple[int | None, int | None, list[float] | None]
"""(page, line, bbox): where something is printed."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """A stretch of a card's text, from `start` to `end`: its section (None for the summary) and its lines' places.

    `starts[i]` is the offset within the part at which the line printed at `places[i]` (page, line, bbox) begins.
    """

    section_no: int | None
    start: int
    end: int
    starts: Sequence[int]
    places: Sequence[Place]

    def place_at(self, offset: int) -> Place:
        """Where the character at `offset` of the card's text is printed."""
        index = bisect_right(self.starts, offset - self.start) - 1
        return self.places[index] if index >= 0 else (None, None, None)


@dataclass(frozen=True, slots=True)
class CardText:
    """A card's running text, in which all offsets count, and where each part of it is printed."""

    card_id: str
    text: str
    parts: Sequence[TextPart]

    def part_at(self, offset: int) -> TextPart:
        """The part that holds `offset`; a heading belongs to the part before it."""
        return self.parts[max(0, bisect_right([p.start for p in self.parts], offset) - 1)]


@dataclass(slots=True)
class Extraction:
    """The records of one document, by table name; tables without rows may be absent.

    `texts` are the cards' running texts for whoever reads language; they are not published as they stand.
    """

    document: DocumentRow
    rows: dict[str, list[Row]] = field(default_factory=dict)
    texts: list[CardText] = field(default_factory=list)

    def add(self, *rows: Row) -> None:
        """File each row under its own table."""
        for row in rows:
            self.rows.setdefault(row.table, []).append(row)

    def of(self, model: type[T]) -> list[T]:
        """The rows of one table."""
        return [r for r in self.rows.get(model.table, []) if isinstance(r, model)]

    def counts(self) -> dict[str, int]:
        """Rows a table, every published table named."""
        return {name: len(self.rows.get(name, [])) for name in TABLES} | {"documents": 1}
