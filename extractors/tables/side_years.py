"""Years that name rows: kept from being taken for the row's first value while its line is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.economy.model import EconomicTable
from extractors.tables.headings import heads_in, is_year_like, leading_head
from schemas.source import Line

_HIDDEN: Final = {ord(d): 0xE100 + i for i, d in enumerate("0123456789")}
_MAX_LINES: Final = 16
_LONGEST: Final = 24
_MAX_HEADING: Final = 4
_SHOWN: Final = {v: chr(k) for k, v in _HIDDEN.items()}


def hidden(line: Line) -> Line:
    """The line with the digits of a leading year as letters of no script, where values follow it.

    `Budget 2016  3,93 -0,17` is a row of two values; `2026 2027 2028` is a heading and stays as it is.
    """
    found = leading_head(line.text)
    if found is None or not is_year_like(found[0]) or found[0].year is None:
        return line
    rest = line.text[found[1] :]
    words, tokens = split_values(rest)
    if not tokens or words.strip() or not heads_in(rest)[0].strip():
        return line
    return replace(line, text=line.text[: found[1]].translate(_HIDDEN) + rest)


def without_lone_years(lines: Sequence[Line]) -> list[Line]:
    """The lines without the years that stand alone beside one that a hidden year begins: they name rows without values.

    Left as they are, such a year would be the first value of a row.
    """
    out = list(lines)
    named = [ord(x.text.lstrip()[:1] or " ") in _SHOWN for x in lines]
    for index, line in enumerate(lines):
        if not any(named[max(0, index - 1) : index] + named[index + 1 : index + 2]) or len(line.text) > _LONGEST:
            continue
        found = leading_head(line.text)
        lone = found and is_year_like(found[0]) and found[0].year and not line.text[found[1] :].strip()
        below = split_values(lines[index + 1].text) if index + 1 < len(lines) else ("", [])
        if lone and not (below[1] and not below[0].strip()):  # else the values of its row
            out[index] = replace(line, text="")
    return out


def named_by_years(lines: Sequence[Line], start: int) -> list[int]:
    """The rows just below line `start` that hidden years name, gaps and a few lines of the heading aside."""
    found: list[int] = []
    for index in range(start, min(len(lines), start + _MAX_LINES)):
        if lines[index].blank:
            continue
        words, tokens = split_values(lines[index].text)
        if tokens and any(ord(c) in _SHOWN for c in words):
            found.append(index)
        elif found or index >= start + _MAX_HEADING:
            break
    return found if len(found) > 1 else []


def show(table: EconomicTable) -> None:
    """Put the hidden digits back into the labels and texts of a table that was read."""
    for row in table.rows:
        row.label, row.text = row.label.translate(_SHOWN), row.text.translate(_SHOWN)
