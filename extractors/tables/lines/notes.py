"""Columns of numbers that are no values (`Note`, `Lånenummer`) among printed lines: set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.layout.flow.tokens import Span, Token, split_values
from extractors.tables.grid_headings import NOT_LABEL
from extractors.tables.headings import heads_in, makes_heading
from extractors.tables.lines.heading import LineHeading
from schemas.source import Line

_NAME: Final = re.compile(r"(?<=\S)\s+noter?(?:\s?nr\.?)?(?=\s)", re.IGNORECASE)
_CODE: Final = re.compile(r"\d{5,}")
_NUMBER: Final = re.compile(rf"\d{{1,2}}|(?:19|20)\d\d|{_CODE.pattern}")
_COUNTED: Final = re.compile(r"\d{1,2}")
_MOST: Final = 400
_TEXT: Final = 80  # characters of running text
_LEAST: Final = 2  # rows with a number that show the column


def without_notes(lines: Sequence[Line], index: int, end: int) -> list[Line] | None:
    """The lines up to `end` without the notes' numbers; None where line `index` is no heading with such a column.

    The numbers count up from row to row, and rows that have one print a value more than there are headings.
    """
    text = lines[index].text
    name = _NAME.search(text)
    if name is None:
        return None
    heads, behind = (heads_in(t)[1] for t in (text[: name.start()] + text[name.end() :], text[name.end() :]))
    place = len(heads) - len(behind)
    rows = {at: split_values(lines[at].text)[1] for at in _rows(lines, index, end)}
    noted = {at: t[place] for at, t in rows.items() if len(t) > max(1, place) and _COUNTED.fullmatch(t[place][0])}
    more = sum(len(rows[at]) > len(heads) for at in noted)
    if not makes_heading(heads) or len(noted) < _LEAST or 2 * more < len(noted) or not _count_up(noted.values()):
        return None
    kept = list(lines)
    kept[index] = _without(lines[index], name.span())
    for at, (_, start, stop) in noted.items():
        kept[at] = _without(lines[at], (start, stop))
    return kept


def without_numbers(lines: list[Line], heading: LineHeading, end: int) -> tuple[list[Line], LineHeading]:
    """The lines of a dump without the numbers under a heading that names no values, and the heading without it.

    Left as they are where a full row has something else there. Of a layout, the places tell what stands under which.
    """
    width = len(heading.heads)
    place = next((n for n, h in enumerate(heading.heads) if NOT_LABEL.match(h.printed)), None)
    if place is None or heading.at is not None or width <= _LEAST:
        return lines, heading
    rows = {at: split_values(lines[at].text)[1] for at in range(heading.after, end)}
    full = [t[place][0] for t in rows.values() if len(t) == width]
    if len(full) < _LEAST or not all(map(_NUMBER.fullmatch, full)):
        return lines, heading
    kept = list(lines)
    for at, tokens in rows.items():
        if tokens[place:] and (len(tokens) == width or _CODE.fullmatch(tokens[place][0])):
            kept[at] = _without(lines[at], tokens[place][1:])
    return kept, replace(heading, heads=[*heading.heads[:place], *heading.heads[place + 1 :]])


def _without(line: Line, span: Span) -> Line:
    """The line without these characters; where it keeps a layout, with blanks for them."""
    text, (start, stop) = line.text, span
    if "   " in text.strip():
        return replace(line, text=text[:start] + " " * (stop - start) + text[stop:])
    return replace(line, text=text[:start].rstrip() + " " + text[stop:].lstrip())


def _count_up(tokens: Iterable[Token]) -> bool:
    return all(int(a[0]) < int(b[0]) for a, b in pairwise(tokens))


def _rows(lines: Sequence[Line], index: int, end: int) -> Iterator[int]:
    """The lines with a label up to the next heading or running text."""
    for at in range(index + 1, min(end, index + _MOST)):
        words, tokens = split_values(lines[at].text)
        if makes_heading(heads_in(lines[at].text)[1]) or (not tokens and len(words) > _TEXT):
            return
        if words.strip():
            yield at
