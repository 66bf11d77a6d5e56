"""What the overview in front of an annex's cards is made of, whatever way its rows are printed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.danish.case_ids import case_key
from extractors.danish.numbers import PrintedNumber
from extractors.danish.units import parse_price_level, parse_unit
from extractors.tables.context import document_unit
from schemas.dataset import OverviewMeasure, RowRole
from schemas.source import BBox

COMMITTEE: Final = re.compile(r"^\s*[A-ZÆØÅ][\w\s,.&/-]*udvalget\s*$")
TOTAL: Final = re.compile(r"^\s*(?:<i>)?\s*i alt\b", re.IGNORECASE)
CAPTION: Final = re.compile(r"^\s*tabel\s*\d+\s*[.:]?\s*oversigt", re.IGNORECASE)
MEASURES: Final[tuple[tuple[re.Pattern[str], OverviewMeasure], ...]] = (
    (re.compile(r"service", re.I), "service"),
    (re.compile(r"anlæg", re.I), "anlæg"),
    (re.compile(r"effektivi", re.I), "efficiency"),
    (re.compile(r"tilbage", re.I), "payback_years"),
)
_BRACKETED: Final = re.compile(r"\(\s*20\d\d\s*p\s*/\s*[l1]\s*\)", re.IGNORECASE)
_DEFAULT_UNIT: Final = 1000  # the overview tables of 2025-2026 print no unit; the cards they sum are in 1.000 kr.

Ids = re.Pattern[str]
"""How the document's ids begin a line: see `extractors.danish.case_ids.case_pattern`."""


@dataclass(slots=True)
class OverviewRow:
    """A row of the overview with its values by measure."""

    role: RowRole
    title: str
    case_id: str | None = None
    committee: str | None = None
    group: str | None = None
    values: dict[OverviewMeasure, PrintedNumber] = field(default_factory=dict)
    boxes: dict[OverviewMeasure, BBox | None] = field(default_factory=dict)
    note: str | None = None
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class Overview:
    """An overview table: its rows, its unit and the price levels of its measures; `end` is the block after it."""

    rows: list[OverviewRow] = field(default_factory=list)
    unit: int = _DEFAULT_UNIT
    price_levels: dict[OverviewMeasure, int] = field(default_factory=dict)
    end: int = 0

    def by_case(self) -> dict[str, OverviewRow]:
        """The proposals' rows by case id, spaces dropped and the part after a slash left out."""
        return {key: r for r in self.rows if r.role == "item" and (key := case_key(r.case_id))}


def measure_of(text: str, but: Collection[OverviewMeasure] = ()) -> OverviewMeasure | None:
    """The first measure that a heading names and that is not among these."""
    return next((measure for pattern, measure in MEASURES if measure not in but and pattern.search(text)), None)


def measures_in(header: str) -> list[OverviewMeasure]:
    """The measures in the order of their headings; the caption above them is left out."""
    heads = re.split(r"\bforslag\b", header, flags=re.IGNORECASE)[-1]
    found = [(m.start(), measure) for pattern, measure in MEASURES if (m := pattern.search(heads))]
    return [measure for _, measure in sorted(found)]


def _price_levels(intro: str, header: str, measures: Sequence[OverviewMeasure]) -> dict[OverviewMeasure, int]:
    """The overview's price level, and the one its efficiency column names for itself, in brackets."""
    bracketed = _BRACKETED.search(header) if "efficiency" in measures else None
    own = parse_price_level(_BRACKETED.sub(" ", header) if bracketed else header) or parse_price_level(intro)
    year = own[0] if own else None
    levels: dict[OverviewMeasure, int] = {m: year for m in measures if year and m != "payback_years"}
    if bracketed and (named := parse_price_level(bracketed[0])) and named[0]:
        levels["efficiency"] = named[0]
    return levels


def described(
    header: str, intro: str, measures: Sequence[OverviewMeasure], *, above: tuple[int, str] | None = None
) -> Overview:
    """An overview without its rows: unit and price levels by its heading, else by what stands before it.

    `above` is the unit of its caption.
    """
    overview = Overview(price_levels=_price_levels(intro, header, measures))
    if unit := parse_unit(header) or above or document_unit(intro):
        overview.unit = unit[0]
    return overview
