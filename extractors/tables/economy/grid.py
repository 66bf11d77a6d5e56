"""Economic tables whose cells the reader placed: every value stands in its column, and `placement` is "grid"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from extractors.danish.numbers import parse_number, read_cell
from extractors.danish.units import parse_unit
from extractors.danish.year_headings import parse_year_heading
from extractors.layout.flow.areas import AREAS
from extractors.tables.cells import cell_at, cell_text, texts_in, without_markup, words_in
from extractors.tables.economy.apart import HeadingApart
from extractors.tables.economy.doubt import doubt_pieces
from extractors.tables.economy.header import MIN_YEARS, header_of
from extractors.tables.economy.labels import is_heading
from extractors.tables.economy.model import (
    DEFAULT_UNIT,
    EconomicTable,
    TableHeader,
    TableRow,
    Value,
    assign_sections,
    doubt,
    grid_row,
    row_kind,
)
from extractors.tables.economy.paybacks import take_payback_cells
from extractors.tables.economy.roles import settle_roles
from extractors.tables.economy.words import WordColumns, word_columns
from schemas.source import Grid, GridCell, GridRow

ValueColumns = list[tuple[int, str, int | None]]
"""(column, printed heading, year) of each value column."""

_MAX_HEADER_ROWS: Final = 6
_CAPTION_OF_MONEY: Final = re.compile(r"tabel\s*\d+\W.{0,30}(?:økonomi|administration)", re.IGNORECASE)


def year_columns(grid: Grid) -> tuple[int, ValueColumns] | None:
    """The row index after the heading, and (column, printed, year) of every value column; None without a year row."""
    for index, row in enumerate(grid.rows[:_MAX_HEADER_ROWS]):
        found: ValueColumns = []
        for column, cell in enumerate(row.cells):
            text = cell_text(cell)
            if heading := parse_year_heading(text):
                found.append((column, text, heading.year))
            elif found and re.fullmatch(r"I alt", text, re.IGNORECASE):
                found.append((column, text, None))
        if sum(1 for f in found if f[2]) >= MIN_YEARS:
            return index + 1, found
    return None


def is_money_grid(grid: Grid, *, above: str = "") -> bool:
    """True when the grid has a year heading and names a unit of money, or has economic row labels.

    The unit and the caption may also stand in the lines `above` it.
    """
    if year_columns(grid) is None:
        return False
    head = " ".join(cell_text(c) for r in grid.rows[:_MAX_HEADER_ROWS] for c in r.cells)
    labels = " ".join(cell_text(r.cells[0]) for r in grid.rows if r.cells)
    return (
        parse_unit(f"{above} {head}") is not None
        or _CAPTION_OF_MONEY.search(above) is not None
        or bool(re.search(r"samlet varig|implementeringsomk|økonomisk påvirk|varige ændringer totalt", labels, re.I))
    )


def lost_heading(grid: Grid) -> bool:
    """True when the grid has the rows of an economic table but no year heading: a page was lost between them."""
    labels = " ".join(cell_text(r.cells[0]) for r in grid.rows if r.cells)
    return year_columns(grid) is None and bool(
        re.search(r"samlede implementeringsomk|økonomisk påvirkning", labels, re.I)
    )


def common_headings(grids: Iterable[Grid]) -> dict[int, ValueColumns]:
    """For each grid width, the value columns that all of a document's money tables of that width agree on."""
    found: dict[int, ValueColumns] = {}
    for grid in grids:
        heading = year_columns(grid)
        if heading is None or not is_money_grid(grid) or _header(grid, *heading, None, "").notes:
            continue
        known = found.setdefault(grid.width, heading[1])
        if [y for _, _, y in known] != [y for _, _, y in heading[1]]:
            found[grid.width] = []
    return {w: c for w, c in found.items() if c}


def read_grid_table(
    grid: Grid,
    *,
    caption: str | None = None,
    before: str = "",
    lost: ValueColumns | None = None,
    apart: HeadingApart | None = None,
) -> EconomicTable | None:
    """Read a money table from its cells; None when the grid has no year heading.

    Args:
        grid: the table.
        caption: its caption.
        before: the text just above it, where a unit may stand that the heading lacks.
        lost: the value columns of a table that lost its heading, as the document's other tables have them; its
            values are then placed "uncertain", since the page does not print their years.
        apart: the heading of a table whose years stand apart from it.
    """
    found = (0, lost) if lost else (0, apart.columns) if apart else year_columns(grid)
    if found is None:
        return None
    first, columns = found
    header = _header(grid, first, columns, caption, f"{apart.text} {before}" if apart else before)
    if apart:
        header.has_area = "styrings" in re.sub(r"[-\s]", "", apart.text).lower()
    if lost:
        header.notes = ["heading lost: the years are those of the document's other tables"]
    table = EconomicTable(header, line=grid.rows[0].line, page=grid.rows[0].page or grid.page, bbox=grid.bbox)
    _read_rows(table, grid, first, _shifted(grid, first, columns, header))
    assign_sections(table.rows)
    settle_roles(table.rows)
    if lost:
        doubt(table.values)
    else:
        doubt_pieces(table, broken=any(c.mended for r in grid.rows for c in r.cells if c))
    return table


def _read_rows(table: EconomicTable, grid: Grid, first: int, columns: ValueColumns) -> None:
    """Read the rows from `first` on; a payback's goes to the table's paybacks."""
    header = table.header
    texts = [[cell_text(c) for c in r.cells] for r in grid.rows[first:]]
    words = word_columns(_head_texts(grid, first), texts, min(c for c, _, _ in columns))
    header.has_area = header.has_area or words.area is not None
    unit = header.unit[0] if header.unit else DEFAULT_UNIT
    for row in (part for printed in grid.rows[first:] for part in _headings_apart(printed, words.label)):
        if take_payback_cells(table, row) or not any(row.texts()) or row.is_rule or _heads_again(row, columns):
            continue
        made = _row(row, words, [c for c, _, _ in columns], unit)
        if made is not None:
            table.rows.append(made)


def _header(grid: Grid, first: int, columns: ValueColumns, caption: str | None, before: str) -> TableHeader:
    text = " ".join(cell_text(c) for r in grid.rows[:first] for c in r.cells)
    return header_of([(p, y) for _, p, y in columns], text, caption=caption, before=before)


def _shifted(grid: Grid, first: int, columns: ValueColumns, header: TableHeader) -> ValueColumns:
    """Mend a heading that lost a cell and so stands beside its values (text dumps with tabs).

    Evidence: values stand in as many columns as there are years, but one to the right, and a steering area stands
    under the first year.
    """
    if grid.evidence != "tabs":
        return columns
    under_first = [t.lower() for t in texts_in(grid.rows[first:], columns[0][0])]
    areas = sum(t in AREAS for t in under_first)
    numbers = sum(parse_number(t) is not None for t in under_first)
    if areas and not numbers and columns[-1][0] + 1 < grid.width:
        header.notes.append("heading lost a cell: its years stand one column to the left of their values")
        return [(c + 1, p, y) for c, p, y in columns]
    return columns


def _head_texts(grid: Grid, first: int) -> list[str]:
    """The heading's words by column."""
    return [words_in(grid.rows[:first], c) for c in range(grid.width)]


def _headings_apart(row: GridRow, column: int) -> list[GridRow]:
    """The row, and a section's heading that the geometry took with its label (in `column`) for a row of its own."""
    label = cell_at(row, column)
    lines = label.text.split("\n") if label else []
    for cut in range(1, len(lines)):
        before, after = (cell_text(GridCell("\n".join(part))) for part in (lines[:cut], lines[cut:]))
        if is_heading(after) and after[0].isupper():
            return [_labelled(row, column, lines[:cut]), _labelled(replace(row, cells=()), 0, lines[cut:])]
        if is_heading(before) and before.endswith(")"):
            return [_labelled(replace(row, cells=()), 0, lines[:cut]), _labelled(row, column, lines[cut:])]
    return [row]


def _labelled(row: GridRow, column: int, lines: Sequence[str]) -> GridRow:
    label = cell_at(row, column)
    made = replace(label, text="\n".join(lines)) if label else GridCell("\n".join(lines), row.bbox)
    return replace(row, cells=(*row.cells[:column], made, *row.cells[column + 1 :]))


def _heads_again(row: GridRow, columns: ValueColumns) -> bool:
    """True for the heading that a new page repeats: every year in its column."""
    texts = row.texts()
    return all(c < len(texts) and texts[c] == printed for c, printed, year in columns if year)


def _row(row: GridRow, words: WordColumns, columns: Sequence[int], unit: int) -> TableRow | None:
    texts = [cell_text(c) for c in row.cells]
    area = _area_of(texts, words, min(*columns, len(texts)))
    label = _label(texts[: min(*columns, len(texts))], words, without=words.area if area else None)
    cells = ((n, cell_at(row, c)) for n, c in enumerate(columns))
    values = [v for n, cell in cells if cell is not None and (v := _value(cell, n, row, unit)) is not None]
    if not values and not is_heading(label):
        label = next(filter(is_heading, texts), label)  # a section's, set over the columns of its values
    if not label and not values:
        return None
    kind = row_kind(label, valued=bool(values))
    made = grid_row(row, label, " ".join(t for t in texts if t), kind=kind, area=area)
    made.values = values
    return made


def _label(texts: Sequence[str], words: WordColumns, *, without: int | None) -> str:
    """A row's words beside its values: those of no other column, or else the first of one."""
    own = [t for c, t in enumerate(texts) if t and c not in words.other and c != without]
    others = [t for c, t in enumerate(texts) if t and c in words.other]
    return " ".join(own) or next(iter(others), "")


def _area_of(texts: Sequence[str], words: WordColumns, first_value: int) -> str | None:
    """A row's steering area; a section's heading spans the table, and so stands in the area's column too."""
    if words.area is None or words.area >= first_value:
        return None
    named = words.area != 0 or texts[0].lower().rstrip("*") in AREAS or bool(texts[words.label])
    return texts[words.area] or None if named else None


def _value(cell: GridCell, column: int, row: GridRow, unit: int) -> Value | None:
    """The amount of a cell; "uncertain" where the cell is no well-formed number for the table's unit."""
    text = without_markup(cell.text).strip()
    reading = read_cell(text, unit)
    if reading.low is None:
        return None
    # In a PDF the spaces that group thousands are a part of the word: a plain one parts two words.
    parted = row.line is None and bool(re.search(r"\d \d", text))
    sure = reading.kind in ("number", "range") and not parted
    made = Value(column, reading.low, "grid" if sure else "uncertain", line=row.line, page=row.page)
    made.high = reading.high if reading.kind == "range" else None
    made.bbox, made.confidence, made.readings = cell.bbox or row.bbox, cell.confidence, cell.readings
    return made
