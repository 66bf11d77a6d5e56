"""A column of notes' numbers between labels and values (`Note`), in a dump that keeps no layout: set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import heads_in, makes_heading
from schemas.source import Line

NOTE_HEAD: Final = re.compile(r"noter?(?:\s?nr\.?)?", re.IGNORECASE)
_ENDS_IN_NOTE: Final = re.compile(rf"(?:^|\s){NOTE_HEAD.pattern}\s*$", re.IGNORECASE)
_COUNTED: Final = re.compile(r"\d{1,2}")
_MOST: Final = 400
_TEXT: Final = 80  # characters of running text
_LEAST: Final = 2  # rows with a number that show the column


def without_notes(lines: Sequence[Line], index: int, end: int) -> list[Line] | None:
    """The lines up to `end` without the notes' numbers; None where line `index` is no heading with such a column.

    The numbers count up from row to row, and rows that have one print a value more than there are headings.
    """
    corner, heads = heads_in(lines[index].text)
    if not _ENDS_IN_NOTE.search(corner) or not makes_heading(heads) or "   " in lines[index].text.strip():
        return None
    rows = {at: split_values(lines[at].text)[1] for at in _rows(lines, index, end)}
    noted = {at: tokens for at, tokens in rows.items() if len(tokens) > 1 and _COUNTED.fullmatch(tokens[0][0])}
    numbers = [int(tokens[0][0]) for tokens in noted.values()]
    more = sum(len(tokens) > len(heads) for tokens in noted.values())
    if len(noted) < _LEAST or 2 * more < len(noted) or any(a >= b for a, b in pairwise(numbers)):
        return None
    kept = list(lines)
    for at, ((_, start, stop), *_rest) in noted.items():
        kept[at] = replace(kept[at], text=lines[at].text[:start] + lines[at].text[stop:].lstrip())
    return kept


def _rows(lines: Sequence[Line], index: int, end: int) -> Iterator[int]:
    """The lines with a label up to the next heading or running text."""
    for at in range(index + 1, min(end, index + _MOST)):
        words, tokens = split_values(lines[at].text)
        if makes_heading(heads_in(lines[at].text)[1]) or (not tokens and len(words) > _TEXT):
            return
        if words.strip():
            yield at
