"""One cell of a money table of any form: its number, whether that is certain, and whether it is a percentage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from extractors.danish.numbers import PrintedNumber, read_cell

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
