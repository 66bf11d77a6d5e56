"""Appropriation tables (bevillingstabeller) of a budget note: three more cells between label and amounts.

`Udvalg | Bevilling | Indtægt/udgift` stand between the label and the years: `ØU`, `1112 – Fælles rammepuljer` over
several lines, `U`. They are taken out before the rows are folded, and put back on the rows as data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.layout.text import join_lines
from schemas.source import Line

_COMMITTEE: Final = re.compile(r"^\s*[A-ZÆØÅ]{2,4}\s*$")
_DIRECTION: Final = re.compile(r"^\s*(?P<direction>[UI])(?=\s)")
_EXTRA_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class Appropriation:
    """Who holds the money (udvalg), from which appropriation (bevilling), and whether it is income (I) or cost (U)."""

    committee: str | None
    appropriation: str | None
    direction: str | None


def take_out(lines: Sequence[Line]) -> tuple[list[Line], dict[int, Appropriation]]:
    """The lines without the three cells, and by the index of the values' line what the cells held."""
    kept = list(lines)
    found: dict[int, Appropriation] = {}
    committee: str | None = None
    cells: list[str] = []
    for index, line in enumerate(lines):
        if line.blank:
            continue
        direction = _DIRECTION.match(line.text)
        if committee is None and _COMMITTEE.match(line.text):
            committee = line.text.strip()
            kept[index] = _blank(line)
        elif direction and split_values(line.text)[1]:
            found[index] = Appropriation(committee, join_lines(cells) or None, direction["direction"])
            kept[index] = Line(line.text[direction.end() :], line.number, line.page, line.bbox)
            committee, cells = None, []
        elif committee is not None:
            cells.append(line.text)
            kept[index] = _blank(line)
        else:
            kept[index] = _without_empty_cells(line)
    return kept, found


def _blank(line: Line) -> Line:
    return Line("", line.number, line.page, line.bbox)


def _without_empty_cells(line: Line) -> Line:
    """A total's line, whose three cells are empty: one space each."""
    words, tokens = split_values(line.text)
    if not tokens or not words.strip():
        return line
    spaces = len(words) - len(words.rstrip())
    if spaces <= _EXTRA_CELLS:
        return line
    text = words.rstrip() + " " * (spaces - _EXTRA_CELLS) + line.text[len(words) :]
    return Line(text, line.number, line.page, line.bbox)
