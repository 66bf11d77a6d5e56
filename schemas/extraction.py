"""What the extractors return for one document: its row in `documents`, and its rows in every other table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from schemas.dataset import TABLES, DocumentRow, Row

T = TypeVar("T", bound=Row)


@dataclass(slots=True)
class Extraction:
    """The records of one document, by table name; tables without rows may be absent."""

    document: DocumentRow
    rows: dict[str, list[Row]] = field(default_factory=dict)

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
