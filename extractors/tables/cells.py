"""The cells of a money table of any form: what they say, and the number that one holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from extractors.danish.numbers import PrintedNumber, read_cell
from extractors.layout.flow.areas import AREAS
from extractors.layout.text import join_lines, mend_breaks, unbroken
from schemas.source import GridCell, GridRow

_TAGS: Final = re.compile(r"</?[a-z]{1,3}>|\*\*", re.IGNORECASE)
_PERCENT: Final = re.compile(r"(?<=[\d\s])\s?(?:%|pct\.?|procent)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellValue:
    """A number in a cell; `high` is the upper end of a range."""

    number: PrintedNumber
    high: PrintedNumber | None
    certain: bool
    percent: bool


def cell_value(text: str, unit: int = 1) -> CellValue | None:
    """The number of a cell, None for words and empty cells. What is no well-formed number is not certain."""
    bare = _PERCENT.sub("", text)
    reading = read_cell(bare, unit)
    if reading.low is None or reading.kind == "words":
        return None
    certain = reading.kind in ("number", "range")
    if not certain and sum(c.isalpha() for c in bare) > sum(c.isdigit() for c in bare):
        return None  # words with a number in them: an id, a reference to a note
    low, high = (replace(n, text=text.strip()) if n else None for n in (reading.low, reading.high))
    assert low is not None  # noqa: S101 -- told above
    percent = _PERCENT.search(text) is not None
    return CellValue(low, high if reading.kind == "range" else None, certain, percent)


def is_number(text: str) -> bool:
    """True for a cell that is a number and nothing else, a percentage included."""
    found = cell_value(text)
    return found is not None and found.certain


def cell_text(cell: GridCell | None) -> str:
    """A cell's text on one line: wraps joined, hyphenation undone, markup of a text dump dropped."""
    return _one_line(cell.text) if cell else ""


@lru_cache(maxsize=4096)
def _one_line(text: str) -> str:
    """Every reader of a grid asks for its cells' text anew; most cells are short and alike."""
    if "\n" in text:
        text = unbroken(text, _is_area)
    return mend_breaks(without_markup(join_lines(text.split("\n")))).strip()


def _is_area(text: str) -> bool:
    return text.lower().rstrip("*") in AREAS


def without_markup(text: str) -> str:
    """A cell's text without the tags and stars that a text dump sets figures and words in."""
    return _TAGS.sub("", text)


def cell_at(row: GridRow, column: int | None) -> GridCell | None:
    """A row's cell; None where the row has no such cell, or no column is meant."""
    return row.cells[column] if column is not None and column < len(row.cells) else None


def text_at(row: GridRow, column: int | None) -> str:
    """What a row's cell says; empty where the row has no such cell, or no column is meant."""
    return cell_text(cell_at(row, column))


def texts_in(rows: Sequence[GridRow], column: int) -> list[str]:
    """What the cells of a column say that say anything."""
    return [t for r in rows if (t := text_at(r, column))]


def words_in(rows: Sequence[GridRow], column: int) -> str:
    """What a column's cells say together: a heading that goes on over rows."""
    return " ".join(texts_in(rows, column))
