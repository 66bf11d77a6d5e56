"""Money tables from grids: which row is the heading, which columns hold values, labels or other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.danish.case_ids import CASE_ID
from extractors.layout.flow.areas import AREAS
from extractors.layout.text import unbroken
from extractors.tables.cells import cell_at, cell_text, cell_value, text_at, texts_in, words_in
from extractors.tables.economy.header import typed_header
from extractors.tables.economy.model import EconomicTable, TableRow, Value, grid_row
from extractors.tables.economy.paybacks import take_payback
from extractors.tables.grid_headings import (
    NOT_LABEL,
    HeadingAt,
    find_heading,
    has_words,
    typed_cells,
)
from extractors.tables.grid_levels import levels_apart
from extractors.tables.merged_cells import cells_apart, ids_apart
from extractors.tables.row_units import UNIT_HEAD, give_units
from schemas.source import Grid, GridRow

_MIN_GROUPS: Final = 2
_CODE: Final = re.compile(r"\d{1,2}(?:[.\s-]\d{1,3}){1,5}|[UI](?:/[UI])?|\d{6,10}")
_ID_HEAD: Final = re.compile(
    r"^(?:nr\.?|nummer|id|prio(?:ritet)?\.?|rang|pos\.?|(?:løbe|lb\.)\s?nr\.?|\w*\s?nr\.?|\w*nummer)$", re.IGNORECASE
)
_COMMITTEE_HEAD: Final = re.compile(
    r"^(?:udvalg|forvaltning|område|afdeling|center|politikområde|sektor)$", re.IGNORECASE
)
_AREA_HEAD: Final = re.compile(r"^styrings", re.IGNORECASE)


def split_grid(grid: Grid) -> list[tuple[Grid, HeadingAt | None]]:
    """A grid cut where fields end and a table begins, and where another heading begins a table of its own."""
    parts: list[tuple[Grid, HeadingAt | None]] = []
    grid = cells_apart(levels_apart(ids_apart(grid)))
    at, start = find_heading(grid), 0
    if at is None:
        return [(grid, None)]
    if at.first > start and _are_fields(grid.rows[: at.first]):
        parts.append((_part(grid, 0, at.first), None))
        start = at.first
    while at is not None:
        following = find_heading(grid, at.after)
        while following is not None and _same(grid, following, at):
            following = find_heading(grid, following.after)
        end = following.first if following else len(grid.rows)
        parts.append((_part(grid, start, end), _moved(at, start)))
        at, start = following, end
    return parts


def _are_fields(rows: Sequence[GridRow]) -> bool:
    """True for rows of a form above a table: two cells each, a label and its value."""
    return all(sum(bool(t) for t in r.texts()) <= 2 for r in rows)


def _same(grid: Grid, one: HeadingAt, other: HeadingAt) -> bool:
    """True for a heading that is printed again; one that counts something else, or in another unit, is another's."""
    corners = {corner for at in (one, other) if (corner := cell_text(grid.rows[at.first].cells[0]).lower())}
    return len(corners) < 2 and [h.printed for _, h in one.columns] == [h.printed for _, h in other.columns]


def _part(grid: Grid, start: int, end: int) -> Grid:
    rows = grid.rows[start:end]
    boxes = [r.bbox for r in rows if r.bbox]
    box = (min(b[0] for b in boxes), boxes[0][1], max(b[2] for b in boxes), boxes[-1][3]) if boxes else grid.bbox
    return replace(grid, rows=rows, page=rows[0].page or grid.page, bbox=box)


def _moved(at: HeadingAt, by: int) -> HeadingAt:
    return replace(at, first=at.first - by, after=at.after - by)


def read_grid(grid: Grid, at: HeadingAt) -> tuple[EconomicTable, str]:
    """A money table from its cells, its rows untyped yet; and the words of its corner, where a unit may stand."""
    columns = [c for c, _ in at.columns]
    header = typed_header([h for _, h in at.columns])
    table = EconomicTable(header, line=grid.rows[0].line, page=grid.rows[0].page or grid.page, bbox=grid.bbox)
    words, percents = _word_columns(grid, at, columns), Counter[int]()
    unit, units = _unit_column(grid, at, columns), list[str]()
    for row in _body(grid, at):
        made = _row(row, words, columns, percents)
        title = _heads_group(row, words, made)
        if title is not None:
            table.rows.append(title)
            units.append("")
        if made.label or made.values:
            table.rows.append(made)
            units.append(text_at(row, unit))
    if unit is not None:
        give_units(table, units)
    table.rows = [r for r in table.rows if not take_payback(table, r, valued=bool(r.values))]
    header.quantities = {c: "procent" for c, n in percents.items() if 2 * n > len(table.rows)}
    return table, _corner(grid, at, columns)


def _body(grid: Grid, at: HeadingAt) -> Iterator[GridRow]:
    """The rows below a heading: neither empty nor a rule, nor the heading printed again."""
    printed = [h.printed for _, h in at.columns]
    for row in grid.rows[at.after :]:
        again = [h.printed for _, h in typed_cells(row)] == printed
        if any(row.texts()) and not again and not row.is_rule:
            yield row


def _corner(grid: Grid, at: HeadingAt, columns: Sequence[int]) -> str:
    """The words that stand in the heading and the rows above it, but for the names of columns of values."""
    cells = ((c, t) for r in grid.rows[: at.after] for c, cell in enumerate(r.cells) if (t := cell_text(cell)))
    return " ".join(t for c, t in cells if c not in columns)


def _unit_column(grid: Grid, at: HeadingAt, columns: Sequence[int]) -> int | None:
    """The column of units, where the heading names one."""
    named = ((c, cell_text(cell)) for r in grid.rows[at.first : at.after] for c, cell in enumerate(r.cells))
    return next((c for c, t in named if c not in columns and UNIT_HEAD.match(t)), None)


@dataclass(frozen=True, slots=True)
class _Words:
    """The columns of words beside the values: of the label, the id, the committee, the steering area."""

    label: int | None
    case_id: int | None
    committee: int | None
    area: int | None
    spare: tuple[int, ...]
    title: int | None = None
    """The column of titles that stand beside the first of several rows only."""


def _word_columns(grid: Grid, at: HeadingAt, columns: Sequence[int]) -> _Words:
    """Which of the columns before the values holds what: by the heading's words, and by what the cells say."""
    before = range(min(columns))
    names = {c: _unbroken(words_in(grid.rows[at.first : at.after], c)) for c in before}
    cells = {c: texts_in(grid.rows[at.after :], c) for c in before}
    case_id = _first_named(_ID_HEAD, {c: names[c] for c in before if cells[c]})
    area = _area_column(names, cells)
    committee = _first_named(_COMMITTEE_HEAD, names)
    others = (case_id, area, committee)
    free = [c for c in before if c not in others and _may_be_labels(names[c], cells[c])]
    label = _label_column(free, committee, before)
    if area is not None and (label is None or not cells[label]):
        label = area
    committee, area = (None if c == label else c for c in (committee, area))
    found = _Words(label, case_id, committee, area, tuple(c for c in free if c != label))
    return _under_titles(grid, at, found, before)


def _first_named(head: re.Pattern[str], names: Mapping[int, str]) -> int | None:
    return next((c for c, name in names.items() if head.match(name)), None)


def _label_column(free: Sequence[int], committee: int | None, before: Sequence[int]) -> int | None:
    """The first column that is of nothing else; else the committees', else the first of all."""
    options = (*free[:1], *([] if committee is None else [committee]), *before[:1])
    return next(iter(options), None)


def _may_be_labels(name: str, texts: Sequence[str]) -> bool:
    """True for cells of words, under a heading that is not of an id, an account or the like."""
    return bool(texts) and not NOT_LABEL.match(name) and not all(map(_CODE.fullmatch, texts))


def _area_column(names: Mapping[int, str], cells: Mapping[int, Sequence[str]]) -> int | None:
    """The last column that is named, or filled, as steering areas are; a lone one is the label's, whatever it says."""
    found = [c for c in names if _AREA_HEAD.match(names[c].replace("- ", "")) or _mostly_areas(cells[c])]
    return found[-1] if found and len(names) > 1 else None


def _under_titles(grid: Grid, at: HeadingAt, words: _Words, before: Sequence[int]) -> _Words:
    """The columns where what seems the label's holds titles of groups: the rows' labels stand behind it."""
    if words.label is None:
        return words
    behind = [c for c in before if c > words.label and c not in (words.case_id, words.area)]
    beside = [c for c in behind if has_words(grid, c, at.after)]
    if not beside or not begins_groups(_column(grid, at, words.label), _column(grid, at, beside[-1])):
        return words
    return replace(words, label=beside[-1], spare=(), title=words.label)


def _unbroken(name: str) -> str:
    """`Politikområ de` as the word that its narrow cell broke, where that is a heading that we know."""
    heads = (_ID_HEAD, _AREA_HEAD, _COMMITTEE_HEAD, NOT_LABEL)
    return unbroken(name, lambda text: any(head.match(text) for head in heads))


def _column(grid: Grid, at: HeadingAt, column: int) -> list[str]:
    return [text_at(r, column) for r in grid.rows[at.after :]]


def begins_groups(titles: Sequence[str], labels: Sequence[str]) -> bool:
    """True for a column of titles, each its own, that stand beside the first of several rows only."""
    rows = [(t, x) for t, x in zip(titles, labels, strict=True) if t or x]
    given = [t for t, _ in rows if t]
    if sum(bool(CASE_ID.fullmatch(t)) for t in given) > 0.5 * len(given):
        return False  # ids of a list, that its sums have none of
    if len(given) < _MIN_GROUPS or len(set(given)) < len(given) or sum(bool(x) for _, x in rows) < 0.9 * len(rows):
        return False
    return len(given) <= 0.6 * len(rows) and bool(rows[0][0])


def _mostly_areas(texts: Sequence[str]) -> bool:
    hits = sum(t.lower().rstrip("*") in AREAS for t in texts)
    return hits > 1 and hits >= 0.8 * len(texts)


def _row(row: GridRow, words: _Words, columns: Sequence[int], percents: Counter[int]) -> TableRow:
    spare = (*words.spare, words.case_id, words.committee)
    label = next((t for c in (words.label, *spare) if (t := text_at(row, c))), "")
    texts = [cell_text(c) for c in row.cells]
    made = grid_row(row, label, " ".join(t for t in texts if t), area=text_at(row, words.area) or None)
    case_id = text_at(row, words.case_id)
    made.case_id = case_id if case_id != label else None
    for number, column in enumerate(columns):
        cell = cell_at(row, column)
        found = cell_value(cell.text.strip()) if cell is not None else None
        if cell is not None and found is not None:
            value = Value(number, found.number, "grid" if found.certain else "uncertain", found.high)
            value.line, value.page, value.bbox = row.line, row.page, cell.bbox or row.bbox
            value.confidence, value.readings = cell.confidence, cell.readings
            made.values.append(value)
            percents[number] += found.percent
    return made


def _heads_group(row: GridRow, words: _Words, made: TableRow) -> TableRow | None:
    """The title that begins a group of rows beside this one, as a row of its own; the id is its, too."""
    cell = cell_at(row, words.title)
    title = cell.joined if cell else ""
    if not title:
        return None
    head = grid_row(row, title, title, kind="group")
    head.case_id, made.case_id = made.case_id, None
    return head
