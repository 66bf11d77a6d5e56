"""The years that head a scanned table's columns, each in its own cell.

Where a ruling was lost a cell reads `2026 2027`, or `Styringsområde 2026` beside an empty one; where one was torn a
heading's years stand in two rows, `2031` above `og frem`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemas.source import GridCell, GridRow

_YEAR: Final = re.compile(r"20\d\d(?: og(?: frem)?)?")
_YEARS: Final = re.compile(r"(?:(?<=\s)|^)20\d\d(?:\s+20\d\d)*$")
_FIGURE: Final = re.compile(r"[-–—−(]?\d[\d.,]*\)?")
_ONWARDS: Final = re.compile(r"(?:og )?frem|og")
_HEADING: Final = 4  # rows at the top of a table that its heading may take
_SEQUENCE: Final = 4  # years that go up one by one in them
_FIGURES: Final = 2  # of a row of amounts: one alone may be a payback's


def with_years_together(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, the years of a heading in one of two that a torn ruling parted them into."""
    out = list(rows)
    for n in range(min(_HEADING, len(out)) - 1):
        years = [_years(row) for row in out[n : n + 2]]
        together = {**years[0], **years[1]}
        apart = all(years) and len(together) == len(years[0]) + len(years[1]) >= _SEQUENCE
        if not apart or len({_year(cell) - c for c, cell in together.items()}) > 1:
            continue
        home = n + (len(years[1]) >= len(years[0]))
        other, moved = 2 * n + 1 - home, years[n + 1 - home]
        if all(_has_room(out[home].cells[c]) for c in moved):
            out[home] = _with_cells(out[home], {c: _onwards(cell, out[home].cells[c]) for c, cell in moved.items()})
            out[other] = _with_cells(out[other], {c: GridCell("") for c in moved})
    return out


def with_years_apart(rows: Sequence[GridRow]) -> list[GridRow]:
    """The rows, the years of a heading that share a cell each in the column whose figures it heads."""
    out = list(rows)
    for n, row in enumerate(rows[:_HEADING]):
        texts = [cell.joined if cell else "" for cell in row.cells]
        found = {c: match[0].split() for c, text in enumerate(texts) if (match := _YEARS.search(text))}
        years = [(c, year) for c, own in found.items() for year in own]
        columns = _columns(rows[n + 1 :])
        in_order = [int(year) - i for i, (_, year) in enumerate(years)]
        if len(years) < _SEQUENCE or len(set(in_order)) > 1 or len(columns) != len(years):
            continue
        if fits := _placed(row, years, columns):
            emptied = {c: _without(row.cells[c]) for c in found}
            out[n] = _with_cells(row, {**emptied, **fits})
    return out


def _columns(rows: Sequence[GridRow]) -> list[int]:
    """The columns that hold figures of rows with several."""
    found: set[int] = set()
    for row in rows:
        figures = [c for c, text in enumerate(row.texts()) if c and _FIGURE.fullmatch(text.strip())]
        found.update(figures if len(figures) >= _FIGURES else ())
    return sorted(found)


def _placed(row: GridRow, years: Sequence[tuple[int, str]], columns: Sequence[int]) -> dict[int, GridCell] | None:
    """Each year in its column; None where nothing moves, or a year would leave its own cell or fill another's."""
    placed = {}
    for (c, year), column in zip(years, columns, strict=True):
        cell, target = row.cells[c], row.cells[column]
        alone = cell is not None and cell.joined == year
        taken = target is not None and bool(target.text.strip()) and not _YEARS.search(target.joined)
        if cell is None or taken or (alone and c != column):
            return None
        placed[column] = replace(cell, text=year, span=1)
    return placed if any(c != column for (c, _), column in zip(years, columns, strict=True)) else None


def _without(cell: GridCell | None) -> GridCell:
    """A cell without the years that end it."""
    return replace(cell, text=_YEARS.sub("", cell.text.strip()).rstrip()) if cell else GridCell("")


def _year(cell: GridCell) -> int:
    return int(cell.joined[:4])


def _has_room(cell: GridCell | None) -> bool:
    """True for a heading's cell that a year may stand in: an empty one, or the end of `2031 og frem`."""
    return cell is not None and (not cell.text or _ONWARDS.fullmatch(cell.joined) is not None)


def _onwards(year: GridCell, rest: GridCell | None) -> GridCell:
    """The year's cell with what stands below it."""
    return replace(year, text=f"{year.text}\n{rest.text}") if rest and rest.text else year


def _years(row: GridRow) -> dict[int, GridCell]:
    """The cells of a row that hold a year and no more than that it goes on, by column."""
    return {c: cell for c, cell in enumerate(row.cells) if cell and _YEAR.fullmatch(cell.joined)}


def _with_cells(row: GridRow, cells: Mapping[int, GridCell]) -> GridRow:
    return replace(row, cells=tuple(cells.get(c, cell) for c, cell in enumerate(row.cells)))
