"""Money tables from grids: which row is the heading, which columns hold values, labels or other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.danish.case_ids import CASE_ID
from extractors.layout.flow.areas import AREAS
from extractors.tables.cells import cell_value
from extractors.tables.economy.grid import cell_text
from extractors.tables.economy.header import header_notes
from extractors.tables.economy.labels import PAYBACK, PAYBACK_YEARS, basis_of
from extractors.tables.economy.model import EconomicTable, PaybackLine, TableHeader, TableRow, Value
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
    r"^(?:nr\.?|nummer|id|prio(?:ritet)?\.?|rang|pos\.?|pkt\.?|punkt|ref\.?|#|(?:løbe|lb\.)\s?nr\.?|\w*\s?nr\.?|\w*nummer)$",
    re.IGNORECASE,
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
    heads = [h for _, h in at.columns]
    header = TableHeader([(h.printed, h.year) for h in heads], heads=heads)
    header.notes = header_notes([h.year for h in heads if h.kind == "year" and h.year])
    corner = " ".join(
        t
        for r in grid.rows[: at.after]
        for c, cell in enumerate(r.cells)
        if (t := cell_text(cell)) and c not in columns
    )
    table = EconomicTable(header, line=grid.rows[0].line, page=grid.rows[0].page or grid.page, bbox=grid.bbox)
    words = _word_columns(grid, at, columns)
    repeated, percents = [h.printed for h in heads], Counter[int]()
    unit, units = _unit_column(grid, at, columns), list[str]()
    for row in grid.rows[at.after :]:
        typed = [h.printed for _, h in typed_cells(row)]
        if typed == repeated or not any(row.texts()) or row.is_rule:
            continue
        made = _row(row, words, columns, percents)
        if words.title is not None and (title := _heads_group(row, words, made)) is not None:
            table.rows.append(title)
            units.append("")
        if made.label or made.values:
            table.rows.append(made)
            units.append(cell_text(row.cells[unit]) if unit is not None and unit < len(row.cells) else "")
    if unit is not None:
        give_units(table, units)
    _take_paybacks(table)
    header.quantities = {c: "procent" for c, n in percents.items() if 2 * n > len(table.rows)}
    return table, corner


def _unit_column(grid: Grid, at: HeadingAt, columns: Sequence[int]) -> int | None:
    """The column of units, where the heading names one."""
    named = ((c, cell_text(r.cells[c])) for r in grid.rows[at.first : at.after] for c in range(len(r.cells)))
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
    before = list(range(min(columns)))
    heading = grid.rows[at.first : at.after]
    named = {c: _unbroken(" ".join(cell_text(r.cells[c]) for r in heading if c < len(r.cells)).strip()) for c in before}
    cells = {c: [t for r in grid.rows[at.after :] if c < len(r.cells) and (t := cell_text(r.cells[c]))] for c in before}
    case_id = next((c for c in before if _ID_HEAD.match(named[c]) and cells[c]), None)
    areas = [c for c in before if _AREA_HEAD.match(named[c].replace("- ", "")) or _mostly_areas(cells[c])]
    area = areas[-1] if areas and len(before) > 1 else None
    committee = next((c for c in before if _COMMITTEE_HEAD.match(named[c])), None)
    free = [c for c in before if cells[c] and c not in (case_id, area, committee) and not _is_code(named[c], cells[c])]
    label = free[0] if free else committee if committee is not None else next(iter(before), None)
    if label is None or not cells.get(label):
        label = area if area is not None else label
    if label == committee:
        committee = None
    if label == area:
        area = None
    behind = [c for c in before if label is not None and c > label and c not in (case_id, area)]
    beside = [c for c in behind if has_words(grid, c, at.after)]
    if label is not None and beside and begins_groups(_column(grid, at, label), _column(grid, at, beside[-1])):
        return _Words(beside[-1], case_id, committee, area, (), title=label)
    return _Words(label, case_id, committee, area, tuple(c for c in free if c != label))


def _unbroken(name: str) -> str:
    """`Politikområ de` as the word that its narrow cell broke, where that is a heading that we know."""
    whole = name.replace(" ", "")
    heads = (_ID_HEAD, _AREA_HEAD, _COMMITTEE_HEAD, NOT_LABEL)
    return whole if any(head.match(whole) and not head.match(name) for head in heads) else name


def _column(grid: Grid, at: HeadingAt, column: int) -> list[str]:
    return [cell_text(r.cells[column]) if column < len(r.cells) else "" for r in grid.rows[at.after :]]


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


def _is_code(name: str, texts: Sequence[str]) -> bool:
    return bool(NOT_LABEL.match(name)) or all(_CODE.fullmatch(t) for t in texts)


def _row(row: GridRow, words: _Words, columns: Sequence[int], percents: Counter[int]) -> TableRow:
    texts = [cell_text(c) for c in row.cells]

    def at(column: int | None) -> str:
        return texts[column] if column is not None and column < len(texts) else ""

    label = at(words.label)
    if not label:
        label = next((t for c in (*words.spare, words.case_id, words.committee) if (t := at(c))), "")
    made = TableRow("item", label, " ".join(t for t in texts if t), area=at(words.area) or None)
    made.case_id = at(words.case_id) if at(words.case_id) != label else None
    made.line, made.last_line, made.page, made.bbox = row.line, row.line, row.page, row.bbox
    for number, column in enumerate(columns):
        cell = row.cells[column] if column < len(row.cells) else None
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
    texts = row.texts()
    title = texts[words.title] if words.title is not None and words.title < len(texts) else ""
    if not title:
        return None
    head = TableRow("group", title, title, case_id=made.case_id)
    head.line, head.last_line, head.page, head.bbox = row.line, row.line, row.page, row.bbox
    made.case_id = None
    return head


def _take_paybacks(table: EconomicTable) -> None:
    """Rows of a payback time are no money: their years are filed apart."""
    kept = []
    for row in table.rows:
        found = PAYBACK.match(row.label)
        years = PAYBACK_YEARS.search(row.text) if found else None
        if years:
            table.paybacks.append(
                PaybackLine(basis_of(row.label), int(years[1]), row.text, row.line, row.page, row.bbox)
            )
        elif not found or row.values:
            kept.append(row)
    table.rows = kept
