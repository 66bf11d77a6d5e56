"""The rows of the current release, each table read when it is asked for and kept until another release is current."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.release.parts import files_of_table
from pipeline.release.traces import Traces
from pipeline.search import SearchIndex

Record = dict[str, Any]
_SEVERITY: Final = {"error": 0, "warning": 1, "info": 2}


@dataclass
class Shelf:
    """One release."""

    path: Path
    _tables: dict[str, list[Record]] = field(default_factory=dict)
    _by_card: dict[str, dict[str | None, list[Record]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def rows(self, table: str) -> list[Record]:
        """A table's rows in the order in which they were published."""
        with self._lock:
            if table not in self._tables:
                # Not read_table, which loads pandas: a second that the first page would wait for.
                files = files_of_table(self.path, table)
                self._tables[table] = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
            return self._tables[table]

    def of_card(self, table: str, card_id: str) -> list[Record]:
        """A table's rows of one card."""
        if table not in self._by_card:
            found: dict[str | None, list[Record]] = defaultdict(list)
            for row in self.rows(table):
                found[row["card_id"]].append(row)
            self._by_card[table] = found
        return self._by_card[table].get(card_id, [])

    @cached_property
    def documents(self) -> Mapping[str, Record]:
        """The documents by id."""
        return {d["document_id"]: d for d in self.rows("documents")}

    @cached_property
    def cards(self) -> Mapping[str, Record]:
        """The cards' overview rows by card id."""
        return {c["card_id"]: c for c in self.rows("card_overview")}

    @cached_property
    def full_cards(self) -> Mapping[str, Record]:
        """The cards themselves by id."""
        return {c["card_id"]: c for c in self.rows("cards")}

    @cached_property
    def findings(self) -> list[Record]:
        """The findings, the open and most severe first."""
        return sorted(self.rows("findings"), key=lambda f: (f["status"] != "open", _SEVERITY[f["severity"]]))

    @cached_property
    def index(self) -> SearchIndex:
        """What is searched."""
        names = ("documents", "cards", "card_overview", "card_sections", "economic_wide")
        return SearchIndex({name: self.rows(name) for name in names})

    @cached_property
    def traces(self) -> Traces:
        """What lineage links."""
        return Traces(*(self.rows(name) for name in ("documents", "cards", "lineage", "findings")))

    def read_ahead(self) -> None:
        """Read what the pages need, the first page's first, so that who turns to them does not wait."""
        _ = self.documents, self.cards, self.findings, self.full_cards
        for table in ("economic_tables", "economic_rows", "economic_amounts", "quantities", "card_sections"):
            self.of_card(table, "")
        _ = self.traces, self.index


class Current:
    """The shelf of the release that is current now."""

    def __init__(self, clean: Path) -> None:
        """Look for the release in this folder of releases."""
        self._link = clean / "current"
        self._shelf: Shelf | None = None

    def shelf(self) -> Shelf:
        """The current release; the same shelf until another one is switched to."""
        path = self._link.resolve(strict=True)
        if self._shelf is None or self._shelf.path != path:
            self._shelf = Shelf(path)
        return self._shelf
