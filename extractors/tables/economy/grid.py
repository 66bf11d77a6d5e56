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
from extractors.layout.text import join_lines
from extractors.tables.cells import cell_text, without_markup
from extractors.tables.economy.apart import HeadingApart
from extractors.tables.economy.doubt import doubt_pieces
from extractors.tables.economy.header import MIN_YEARS, header_of, is_header_line
from extractors.tables.economy.labels import PAYBACK, PAYBACK_YEARS, is_heading, payback_basis
from extractors.tables.economy.model import (
    DEFAULT_UNIT,
    EconomicTable,
    PaybackLine,
    TableHeader,
    TableRow,
    Value,
    assign_sections,
    row_kind,
)
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
    columns = _shifted(grid, first, columns, header)
    table = EconomicTable(header, line=grid.rows[0].line, page=grid.rows[0].page or grid.page, bbox=grid.bbox)
    words = word_columns(
        _head_texts(grid, first),
        [[cell_text(c) for c in r.cells] for r in grid.rows[first:]],
        min(c for c, _, _ in columns),
    )
    header.has_area = header.has_area or words.area is not None
    for row in (part for printed in grid.rows[first:] for part in _headings_apart(printed, words.label)):
        if _take_payback(table, row) or not any(row.texts()) or row.is_rule or _heads_again(row, columns):
            continue
        made = _row(row, words, [c for c, _, _ in columns], header.unit[0] if header.unit else DEFAULT_UNIT)
        if made is not None:
            table.rows.append(made)
    assign_sections(table.rows)
    settle_roles(table.rows)
    if lost:
        for value in (v for r in table.rows for v in r.values):
            value.placement = "uncertain"
    else:
        doubt_pieces(table, broken=any(c.mended for r in grid.rows for c in r.cells if c))
    return table


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
    under_first = [cell_text(r.cells[columns[0][0]]).lower() for r in grid.rows[first:] if columns[0][0] < len(r.cells)]
    areas = sum(t in AREAS for t in under_first)
    numbers = sum(parse_number(t) is not None for t in under_first)
    if areas and not numbers and columns[-1][0] + 1 < grid.width:
        header.notes.append("heading lost a cell: its years stand one column to the left of their values")
        return [(c + 1, p, y) for c, p, y in columns]
    return columns


def _head_texts(grid: Grid, first: int) -> list[str]:
    """The heading's words by column."""
    return [
        " ".join(t for r in grid.rows[:first] if c < len(r.cells) and (t := cell_text(r.cells[c])))
        for c in range(grid.width)
    ]


def _headings_apart(row: GridRow, column: int) -> list[GridRow]:
    """The row, and a section's heading that the geometry took with its label (in `column`) for a row of its own."""
    label = row.cells[column] if column < len(row.cells) else None
    lines = label.text.split("\n") if label else []
    for cut in range(1, len(lines)):
        before, after = (cell_text(GridCell("\n".join(part))) for part in (lines[:cut], lines[cut:]))
        if is_heading(after) and after[0].isupper():
            return [_labelled(row, column, lines[:cut]), _labelled(replace(row, cells=()), 0, lines[cut:])]
        if is_heading(before) and before.endswith(")"):
            return [_labelled(replace(row, cells=()), 0, lines[:cut]), _labelled(row, column, lines[cut:])]
    return [row]


def _labelled(row: GridRow, column: int, lines: Sequence[str]) -> GridRow:
    label = row.cells[column] if column < len(row.cells) else None
    made = replace(label, text="\n".join(lines)) if label else GridCell("\n".join(lines), row.bbox)
    return replace(row, cells=(*row.cells[:column], made, *row.cells[column + 1 :]))


def _heads_again(row: GridRow, columns: ValueColumns) -> bool:
    """True for the heading that a new page repeats: every year in its column."""
    texts = row.texts()
    return all(c < len(texts) and texts[c] == printed for c, printed, year in columns if year)


def take_paybacks(table: EconomicTable, grid: Grid) -> bool:
    """File a grid of nothing but Tilbagebetalingstid rows under the table it stands below; True when it was one.

    A page may break such a row, and print the heading's unit anew: the first row may end the last payback's label.
    """
    rows = [r for r in grid.rows if any(r.texts()) and not is_header_line(" ".join(r.texts()))]
    rest = None
    if rows and table.paybacks and table.paybacks[-1].basis.lower().endswith(" på"):
        rest = " ".join(t for t in rows[0].texts() if t)
        rows = rows[1:] if not PAYBACK.match(rest) else rows
    if not rows or not all(PAYBACK.match(next(t for t in r.texts() if t)) for r in rows):
        return False
    if rest and not PAYBACK.match(rest):
        last = table.paybacks[-1]
        last.basis, last.printed = payback_basis(join_lines([last.basis, rest])), f"{last.printed} {rest}"
    for row in rows:
        _take_payback(table, row)
    return True


def _take_payback(table: EconomicTable, row: GridRow) -> bool:
    texts = [cell_text(c) for c in row.cells]
    label = next((t for t in texts if t), "")
    if not PAYBACK.match(label):
        return False
    rest = [t for t in texts if t and t != label]
    found = next((m for t in [*rest, label] if (m := PAYBACK_YEARS.search(t))), None)
    if found is not None:
        bare = PAYBACK_YEARS.sub("", label)
        printed = " ".join([label, *rest])
        table.paybacks.append(
            PaybackLine(payback_basis(bare), int(found["years"]), printed, row.line, row.page, row.bbox)
        )
    return True


def _row(row: GridRow, words: WordColumns, columns: Sequence[int], unit: int) -> TableRow | None:
    texts = [cell_text(c) for c in row.cells]
    before = range(min(*columns, len(texts)))
    area = texts[words.area] if words.area is not None and words.area in before and _is_area(texts, words) else None
    parts = [texts[c] for c in before if c not in words.other and (c != words.area or not area)]
    label = " ".join(t for t in parts if t) or next((texts[c] for c in before if c in words.other and texts[c]), "")
    made = TableRow("item", label, " ".join(t for t in texts if t), area=area or None)
    made.line, made.last_line, made.page, made.bbox = row.line, row.line, row.page, row.bbox
    for number, column in enumerate(columns):
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is not None and (value := _value(cell, number, row, unit)) is not None:
            made.values.append(value)
    if not made.values and not is_heading(label) and (heading := next((t for t in texts if is_heading(t)), "")):
        label = made.label = heading  # a section's, set over the columns of its values
    if not label and not made.values:
        return None
    made.kind = row_kind(label, valued=bool(made.values))
    return made


def _is_area(texts: Sequence[str], words: WordColumns) -> bool:
    """False for a row's words that stand in the area's column because they span the table: a section's heading."""
    return words.area != 0 or texts[0].lower().rstrip("*") in AREAS or bool(texts[words.label])


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
