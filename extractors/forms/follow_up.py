"""Follow-up goals (Opfølgningsmål): what is to be reached, how it is measured, who answers for it, and when.

Three prints of one form: a grid of placed cells, lines whose columns are kept apart by space, and lines a text dump
flattened (`segment`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from extractors.danish.periods.find import parse_period
from extractors.forms.blocks import FormLine, Place, form_lines, is_rule, line_place, row_place, with_caption
from extractors.forms.columns import Piece, columns_of, placed, unstacked
from extractors.forms.columns import place as place_in
from extractors.forms.header import COLUMNS, header_end, headless, table_end
from extractors.forms.lexicon import DUE_START_RE, is_group, is_open, is_period
from extractors.forms.placed_rows import PlacedLine, gaps_of, rows_of
from extractors.forms.segment import rows
from extractors.layout.text import join_lines
from schemas.dataset import FollowUpGoalRow
from schemas.source import Block, Grid, GridCell, GridRow, Line

_MAX_SPILL: Final = 60
_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*Opfølgningsmål\s*$", re.I)


@dataclass(slots=True)
class _Table:
    """A table being read: its rows so far, under which group the next one stands, and the blocks it took."""

    rows: list[tuple[list[str], str | None, Place]] = field(default_factory=list)
    group: str | None = None
    taken: set[int] = field(default_factory=set)

    def add(self, cells: Sequence[str], place: Place) -> None:
        """A row of cells; a group heading when only the first says something and it is one."""
        texts = [" ".join(c.split()) for c in cells]
        filled = [t for t in texts if t]
        if len(filled) == 1 and is_group(filled[0]):
            self.group = filled[0].rstrip(" :")
        elif filled:
            self.rows.append((texts, self.group, place))


def follow_up_goals(
    blocks: Sequence[Block], *, card_id: str, document_id: str, heads: Container[int] = frozenset()
) -> tuple[list[FollowUpGoalRow], set[int]]:
    """The follow-up goals among one card's blocks, and the indexes of the blocks that print them."""
    table = _Table()
    index = 0
    while index < len(blocks):
        body = header_end(blocks, index)
        if body is None:
            index += 1
            continue
        stop = table_end(blocks, body, heads)
        table.taken.update(range(with_caption(blocks, index, _CAPTION_RE), stop))
        index = max(_read(blocks, index, body, stop, table), index + 1)
    made = [
        _row(number, cells, group, place, card_id=card_id, document_id=document_id)
        for number, (cells, group, place) in enumerate(table.rows, 1)
    ]
    return made, table.taken


def _row(
    number: int, cells: list[str], group: str | None, place: Place, *, card_id: str, document_id: str
) -> FollowUpGoalRow:
    goal, measure, responsible, due = ((c or None) for c in cells)
    period = parse_period(due) if due else None
    return FollowUpGoalRow(
        document_id=document_id,
        card_id=card_id,
        row_no=number,
        group=group,
        goal=goal,
        measure=measure,
        responsible=responsible,
        due=due,
        due_from=period.date_from if period else None,
        due_to=period.date_to if period else None,
        **place,
    )


# --- reading it -----------------------------------------------------------------------------------------------------


def _read(blocks: Sequence[Block], start: int, body: int, stop: int, table: _Table) -> int:
    """Read a table whose header starts at `start` and whose rows are `blocks[body:stop]`; the index after it."""
    columns = columns_of(form_lines(blocks, start, body), COLUMNS)
    at = body
    while at < stop:
        block = blocks[at]
        if isinstance(block, Grid):
            _read_grid(block, table)
            at = _spill(blocks, at + 1, block, table)
            table.taken.update(range(body, at))
            continue
        end = next((i for i in range(at, stop) if isinstance(blocks[i], Grid)), stop)
        lines = _without_headers(blocks, at, end)
        if columns:
            _read_columns(lines, columns, table)
        else:
            _read_flat(lines, table)
        at = end
    return at


def _without_headers(blocks: Sequence[Block], start: int, stop: int) -> list[FormLine]:
    """The table's lines without the header that a new page repeats."""
    found: list[FormLine] = []
    skip = start
    for line in form_lines(blocks, start, stop):
        if line.index < skip:
            continue
        after = header_end(blocks, line.index)
        if after is not None and after <= stop:
            skip = after
        elif not is_rule(line.text):
            found.append(line)
    return found


def _read_flat(lines: Sequence[FormLine], table: _Table) -> None:
    stretches: list[list[FormLine]] = [[]]
    groups = [table.group]
    for line in lines:
        if is_group(line.text):
            stretches.append([])
            groups.append(line.text.rstrip(" :"))
        else:
            stretches[-1].append(line)
    for group, found in zip(groups, rows(stretches), strict=True):
        table.group = group
        for row in found:
            table.add(row.cells, line_place(row.first.line))


def _read_columns(lines: Sequence[FormLine], columns: Sequence[tuple[float, float]], table: _Table) -> None:
    stretch: list[FormLine] = []
    for line in lines:
        if is_group(line.text):
            _read_stretch(stretch, columns, table)
            table.group, stretch = line.text.rstrip(" :"), []
        else:
            stretch.append(line)
    _read_stretch(stretch, columns, table)


def _read_stretch(lines: Sequence[FormLine], columns: Sequence[tuple[float, float]], table: _Table) -> None:
    """The rows of lines that no group row parts."""
    cells = placed([x.line for x in lines], columns)
    found = [PlacedLine(tuple(texts), x.gap, x.turned) for x, texts in zip(lines, cells, strict=True)]
    for span in rows_of(found):
        row = lines[span]
        table.add(_joined(placed([x.line for x in row], columns, one_row=True)), line_place(row[0].line))


def _joined(lines: Sequence[Sequence[str]]) -> list[str]:
    return [join_lines(texts) for texts in zip(*lines, strict=True)]


def _read_printed(grid: Grid, table: _Table) -> None:
    """The rows of a grid by its printed lines, where words alone tell its rows apart."""
    stretch: list[GridRow] = []
    begun = False
    page = grid.printed[0].page
    for row in grid.printed:
        cells = _four([_lines(c) for c in row.cells])
        begun, page = begun and row.page == page, row.page
        if not begun and not any(headless(cells)):
            continue  # the heading, which a new page may repeat
        begun = True
        text = " ".join(t for t in row.texts() if t)
        if is_group(text):
            _add_stretch(stretch, grid, table)
            table.group, stretch = text.rstrip(" :"), []
        else:
            stretch.append(row)
    _add_stretch(stretch, grid, table)


def _add_stretch(rows: Sequence[GridRow], grid: Grid, table: _Table) -> None:
    """The rows of printed lines that no group's name parts."""
    if not rows:
        return
    gaps = gaps_of(rows)
    lines = [
        PlacedLine(tuple(join_lines(x) for x in _four([_lines(c) for c in row.cells])), gap, turned)
        for row, (gap, turned) in zip(rows, gaps, strict=True)
    ]
    for span in rows_of(lines):
        table.add(_joined([x.cells for x in lines[span]]), row_place(rows[span.start], grid))


def _read_grid(grid: Grid, table: _Table) -> None:
    if grid.printed and grid.width == COLUMNS:
        _read_printed(grid, table)
        return
    rows = list(_grid_rows(grid))
    split = grid.evidence in ("aligned", "lines") and not grid.settled
    continues = _continues if split else _page_turned
    for cells, place in _divided(rows) if split else rows:
        last = table.rows[-1] if table.rows else None
        heads = is_group(" ".join(c for c in cells if c))
        if last is not None and not heads and last[1] == table.group and continues(last[0], cells):
            _append(last[0], cells)
        else:
            table.add(cells, place)


def _grid_rows(grid: Grid) -> Iterator[tuple[list[str], Place]]:
    """The grid's rows as four cells, those that a reader took together apart, rules left out."""
    for row in grid.rows:
        place = row_place(row, grid)
        for lines in _groups_apart(headless(_four([_lines(c) for c in row.cells]))):
            for cells in unstacked(lines, COLUMNS - 1, is_period) or [[join_lines(x) for x in lines]]:
                if not is_rule(" ".join(cells)):
                    yield cells, place


def _groups_apart(cells: list[list[str]]) -> list[list[list[str]]]:
    """A row's cells, and the name of a group that a reader took with one of them as a row of its own."""
    for column, lines in enumerate(cells):
        if is_group(" ".join(lines)):
            continue  # a name that its cell broke over lines
        for cut in range(1, len(lines)):
            if is_group(" ".join(lines[:cut])):
                rest = [*cells[:column], lines[cut:], *cells[column + 1 :]]
                return [_alone(lines[:cut]), *_groups_apart(rest)]
            if is_group(" ".join(lines[cut:])):
                rest = [*cells[:column], lines[:cut], *cells[column + 1 :]]
                return [*_groups_apart(rest), _alone(lines[cut:])]
    return [cells]


def _alone(lines: list[str]) -> list[list[str]]:
    return [lines, *([] for _ in range(COLUMNS - 1))]


def _lines(cell: GridCell | None) -> list[str]:
    return [x.strip() for x in cell.text.splitlines() if x.strip()] if cell else []


def _divided(rows: Sequence[tuple[list[str], Place]]) -> Iterator[tuple[list[str], Place]]:
    """The rows of a grid that alignment alone found, which may have taken each line of a row for one."""
    for grouped, found in groupby(rows, key=lambda row: is_group(" ".join(row[0]))):
        stretch = list(found)
        if grouped:
            yield from stretch
            continue
        for span in rows_of([PlacedLine(tuple(cells)) for cells, _ in stretch]):
            yield _joined([cells for cells, _ in stretch[span]]), stretch[span.start][1]


def _spill(blocks: Sequence[Block], at: int, grid: Grid, table: _Table) -> int:
    """Lines that belong to the grid's last row though the reader left them outside; the index after them.

    A cell's last line may stand alone under the grid or on the next page: it begins in lower case under one column.
    """
    while at < len(blocks):
        line = blocks[at]
        if not isinstance(line, Line) or not table.rows or not grid.columns or not line.bbox:
            return at
        if not line.text.strip()[:1].islower() or len(line.text) > _MAX_SPILL:
            return at
        cells = [""] * COLUMNS
        cells[place_in(Piece(line.bbox[0], line.bbox[2], line.text), grid.columns)] = line.text.strip()
        _append(table.rows[-1][0], cells)
        at += 1
    return at


def _four(cells: list[list[str]]) -> list[list[str]]:
    """As many cells as the form has columns: of more, empty ones are the reader's, not the form's."""
    if len(cells) <= COLUMNS:
        return (cells + [[]] * COLUMNS)[:COLUMNS]
    filled = [c for c in cells if c]
    return (filled + [[]] * COLUMNS)[:COLUMNS] if len(filled) <= COLUMNS else cells[:COLUMNS]


def _continues(above: Sequence[str], cells: Sequence[str]) -> bool:
    """True when a line of placed cells is the next line of the row above, not a row of its own.

    Cells are set from the top, so a row's first line has its due cell; a line that goes on has none, or starts in
    lower case, or follows a word that cannot end a cell.
    """
    goal, due = cells[0], cells[-1]
    if not any(cells):
        return True
    if not goal:
        return True
    if _page_turned(above, cells) or goal[0].islower() or (above[0] and is_open(above[0].rsplit(maxsplit=1)[-1])):
        return True
    if above[0].endswith("-"):
        return True
    return not due and not any(c and c[0].isupper() for c in cells[1:]) and not DUE_START_RE.match(goal)


def _page_turned(above: Sequence[str], cells: Sequence[str]) -> bool:
    """True when a grid row is the rest of the row above, split by a page: every cell goes on in its column."""
    if not above[0] or not any(cells):
        return False
    filled = [(a, c) for a, c in zip(above, cells, strict=True) if c]
    return all(c[0].islower() or _is_cut(a) for a, c in filled) and bool(filled[0][0])


def _is_cut(text: str) -> bool:
    """True for a cell that cannot have ended: at a hyphen, or a word that asks for another."""
    return text.endswith("-") or (bool(text) and is_open(text.rsplit(maxsplit=1)[-1]))


def _append(above: list[str], cells: Sequence[str]) -> None:
    above[:] = [join_lines([a, c]) for a, c in zip(above, cells, strict=True)]
