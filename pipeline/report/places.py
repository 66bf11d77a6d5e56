"""Where something stands, as a person would say it: the page, the table or section by its name, and the line."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from pipeline.report.dataset import Release
from schemas.dataset import EconomicTableRow, Evidence

_NUMBERED = re.compile(r"\s*(tabel\s*\d+[a-z]?)\b", re.I)
_LONGEST = 44
_KINDS = {
    "economy": "økonomitabellen", "administration": "administrationstabellen", "scenario": "scenarietabellen",
    "appropriation": "bevillingstabellen", "need": "behovstabellen",
}  # fmt: skip


@dataclass(slots=True)
class Places:
    """The named places of a release."""

    release: Release
    _tables: dict[str, str] = field(default_factory=dict)
    _headings: dict[str, list[tuple[tuple[int, float], str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name every table and heading once."""
        for tables in self.release.tables.values():
            for table in tables:
                self._tables[table.table_id] = table_name(table)
        for card, sections in self.release.sections.items():
            self._headings[card] = sorted((_order(s.page, s.line, s.bbox), s.heading) for s in sections)

    def of(self, evidence: Evidence, card_id: str | None) -> str:
        """The place of evidence: `side 12, Tabel 1`, or of a text, which has no pages, `Tabel 1, linje 7352`."""
        named = self.named(evidence, card_id)
        parts = [f"side {evidence.page}" if evidence.page else "", named]
        parts.append(f"linje {evidence.line}" if evidence.line else "")
        return ", ".join(p for p in parts if p)

    def named(self, evidence: Evidence, card_id: str | None) -> str:
        """The table's name, the overview, or the heading that running text stands under; "" where none is known."""
        if evidence.table_id is not None:
            if evidence.table_id.endswith("-payback") and card_id:
                first = next(iter(self.release.tables.get(card_id, [])), None)
                return table_name(first) if first else "tilbagebetalingstiden"
            return self._tables.get(evidence.table_id, "")
        if evidence.measure is not None or evidence.row_no is not None:
            return "oversigten"
        return self._heading(evidence, card_id)

    def _heading(self, evidence: Evidence, card_id: str | None) -> str:
        headings = self._headings.get(card_id or "", [])
        at = _order(evidence.page, evidence.line, evidence.bbox)
        number = bisect_right(headings, at, key=lambda h: h[0])
        return f"“{_short(headings[number - 1][1])}”" if number and headings[number - 1][1] else ""


def table_name(table: EconomicTableRow) -> str:
    """What a table is called for short: `Tabel 1`, else the beginning of its caption, else its kind."""
    numbered = _NUMBERED.match(table.caption or "")
    if numbered:
        return " ".join(numbered[1].split()).capitalize()
    return _short(table.caption) if table.caption else _KINDS.get(table.table_kind, "tabellen")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _order(page: int | None, line: int | None, bbox: list[float] | None) -> tuple[int, float]:
    """Where something stands in print order: by line in a text, by page and height in a PDF."""
    return (0, line) if line else (page or 0, bbox[1] if bbox else 0.0)
