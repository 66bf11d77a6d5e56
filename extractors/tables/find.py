"""Every money table among a document's blocks, whatever its form: from grids and from printed lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from extractors.danish.units import parse_unit
from extractors.tables.cells import words_in
from extractors.tables.context import (
    caption_of,
    fill_unit,
    lines_above,
    settle_units,
    take_own_unit,
    unit_of_labels,
)
from extractors.tables.economy.doubt import doubt_left_over
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, doubt
from extractors.tables.economy.readings import doubt_readings, scanned_pages
from extractors.tables.grid_headings import find_measures
from extractors.tables.grids import read_grid, split_grid
from extractors.tables.heading_apart import titles_below, under_its_heading
from extractors.tables.headings import ColumnHead, heads_in, is_year_like, under_levels
from extractors.tables.lines.body import body_end
from extractors.tables.lines.flowing_heading import read_flowing
from extractors.tables.lines.heading import LineHeading, joined, read_heading, years_down
from extractors.tables.lines.layout_heading import read_over_values
from extractors.tables.lines.level_heading import read_levels, top_words
from extractors.tables.lines.one_a_line import gather_cells
from extractors.tables.lines.pairs import gather_pairs
from extractors.tables.lines.rows import PERCENT, lacks_heads, read_lines
from extractors.tables.lines.trailing import without_words_behind
from extractors.tables.lines.wrapped_heading import read_wrapped
from extractors.tables.quantities import mark_quantities, quantity_of
from extractors.tables.side_years import hidden, show, without_lone_years
from extractors.tables.sums import SUM_WORDS, find_sums, roles
from extractors.tables.transpose import has_years_down, turned
from schemas.source import Block, Grid, GridRow, Line

_PERCENT: Final = re.compile(r"(?<=\d)(?P<gap>\s?)(?:%|pct\.?|procent)(?=\s|$)")
_LONE_AMOUNT: Final = re.compile(
    r"^(?!.*kr.*kr)(?:\s*\S.*\s{3,}"
    r"|\s*[A-ZÆØÅ]\S*(?: (?!(?:er|på|koster|udgør|til|i|med|for|af) )\S+){0,2} )"
    r"[-–−]?\d[\d.]*(?P<kr>\s?kr\.?)\s*$"
)
"""A row's only figure, where every figure carries `kr.`; the unit behind one would make it a sentence's end."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_BEHIND_YEAR: Final = re.compile(r"^.*\b(?:19|20)\d\d\b\S*\s*")
_MAX_HEADING_LINE: Final = 240
_MAX_ROWS: Final = 2000
_SPACE: Final = 1.2  # widths of a character: words no further apart are one cell's
_MONEY_WORDS: Final = re.compile(
    r"\b(?:udgift\w*|indtægt\w*|netto\w*|drift\w*|løn\w*|anlæg\w*|budget\w*|bevilling\w*|besparelse\w*|økonomi\w*|"
    r"investering\w*|effektivisering\w*|implementering\w*|mindreudgift\w*|merudgift\w*|kroner|kr)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class FoundTable:
    """A table, the blocks it takes (`start` to `end`, exclusive) with its caption's, and the words above it."""

    table: EconomicTable
    start: int
    end: int
    taken: set[int] = field(default_factory=set)
    has_id: bool = False
    names: tuple[str, ...] = ()
    from_cells: bool = False
    """True where the table's cells were there, not told from printed lines: its values' columns are known."""


def find_tables(
    blocks: Sequence[Block], *, stops: Collection[int] = (), stated: tuple[int, str] | None = None
) -> list[FoundTable]:
    """Find and read every money table.

    Args:
        blocks: the blocks, furniture removed; grids already cut by `cut_grids`.
        stops: indexes of blocks that no table runs over: the first block of each card.
        stated: the unit that a sentence of the document gives to all its amounts.
    """
    found: list[FoundTable] = []
    taken: set[int] = set()
    flow = _Flow(blocks, stops)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        made = _from_grid(blocks, index, taken) if isinstance(block, Grid) else _from_lines(blocks, flow, index, taken)
        if made is not None:
            found.append(made)
            taken |= made.taken
        index = made.end if made is not None else index + 1
    for f in found:
        header = f.table.header
        header.unit = header.unit or unit_of_labels([r.label for r in f.table.rows if r.values])
        take_own_unit(f.table)
    found = [f for f in found if _is_money(f.table, stated)]
    settle_units([f.table.header for f in found], stated)
    scanned = scanned_pages(blocks)
    for f in found:
        if has_years_down(f.table):
            f.table = turned(f.table)
        tell_meaning(f.table)
        doubt_like_headings(f.table)
        doubt_left_over(f.table.rows)
        doubt_readings(f.table, scanned)
    return found


def cut_grids(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with tables of a cell a line and rows of years with values as grids, cut; a form's rows as lines.

    Each grid is cut at its headings.
    """
    out: list[Block] = []
    for block in gather_cells(gather_pairs(blocks)):
        if not isinstance(block, Grid):
            out.append(block)
            continue
        parts = split_grid(block)
        for n, (whole, at) in enumerate(parts):
            part, names = titles_below(whole) if n + 1 < len(parts) else (whole, [])
            if at is None and _is_form(part):
                out += _as_lines(part)
            else:
                out.append(part if at else under_its_heading(out, part))
            out += names
    return out


def _is_form(grid: Grid) -> bool:
    """True for a boxed form: a label and its value in each row."""
    return all(sum(bool(t) for t in r.texts()) <= 2 for r in grid.rows) and find_measures(grid) is None


def _as_lines(grid: Grid) -> list[Line]:
    """A form's rows as the lines they would be without boxes: the label, a wide gap, the value's first line."""
    lines: list[Line] = []
    for row in grid.rows:
        cells = [c for c in row.cells if c and c.text.strip()]
        if not cells:
            continue
        label = " ".join(cells[0].text.split())
        rest = [x for c in cells[1:] for x in c.text.split("\n")]
        first = f"{label}   {rest[0]}" if rest else label
        lines += [Line(t, row.line, row.page, row.bbox) for t in (first, *rest[1:])]
    return lines


def _from_grid(blocks: Sequence[Block], index: int, taken: Collection[int]) -> FoundTable | None:
    grid = blocks[index]
    assert isinstance(grid, Grid)  # noqa: S101 -- the caller looked
    parts = split_grid(grid)
    part, at = parts[-1]
    at = at or find_measures(grid)
    if at is None or not at.columns:
        return None
    table, corner = read_grid(part if parts[-1][1] else grid, at)
    if not any(r.values for r in table.rows):
        return None
    above = lines_above(blocks, index, taken)
    above = above[_take_level_above(table.header, above) :]
    table.header.caption, captioned = caption_of(above)
    fill_unit(table.header, corner, above)
    name_quantity(table.header, corner)
    has_id = any(r.case_id for r in table.rows)
    names = _names_of_words(part.rows[at.first : at.after], min(c for c, _ in at.columns))
    return FoundTable(table, index, index + 1, {index, *captioned}, has_id, names, from_cells=True)


def _take_level_above(header: TableHeader, above: Sequence[tuple[int, Line]]) -> int:
    """How many of the lines above a grid are its heading's upper level, which the page's rulings cut off."""
    joined = under_levels(header.heads, top_words(above[0][1].text)) if above else None
    if joined is None:
        return 0
    header.heads, header.columns = joined, [(h.printed, h.year) for h in joined]
    return 1


def _names_of_words(heading: Sequence[GridRow], columns: int) -> tuple[str, ...]:
    """What a grid's heading calls its first columns, those of words."""
    names = (words_in(heading, c) for c in range(columns))
    return tuple(n for n in names if n)


def _from_lines(blocks: Sequence[Block], flow: _Flow, index: int, taken: Collection[int]) -> FoundTable | None:
    lines, end = flow.lines, flow.ends[index]
    if lines[index].blank or len(lines[index].text) > _MAX_HEADING_LINE:
        return None
    heading = joined(lines, index)
    if (
        heading is None
        and (cut := without_words_behind(lines, index, end)) is not None
        and (heading := _heading(cut, index)) is not None
    ):
        lines = cut
    heading = heading or _heading(lines, index)
    if heading is None or heading.after >= end:
        return None
    stop = body_end(lines, heading, end)
    if stop <= heading.after:
        return None
    table = read_lines(lines, heading, stop)
    show(table)
    if not any(r.values for r in table.rows):
        return None
    above = lines_above(blocks, heading.first, taken)
    table.header.caption, captioned = caption_of(above)
    fill_unit(table.header, heading.corner, above)
    name_quantity(table.header, heading.corner)
    used = {*range(heading.first, stop), *captioned}
    return FoundTable(table, heading.first, stop, used, heading.has_id, tuple(w for w, _ in heading.words))


def _heading(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading that begins at a line, by its own words or by the columns of the values under it."""
    if (levels := read_levels(lines, index)) is not None:
        return levels
    wrapped = read_wrapped(lines, index)
    if wrapped is not None and not _lacks(lines, wrapped):
        return wrapped
    heading = read_heading(lines, index)
    lacking = heading is not None and _lacks(lines, heading)
    if heading is None or heading.at is None or lacking:  # its cells wrap, or have no known names: the columns tell
        by_values = read_over_values(lines, index)
        if by_values is not None and (heading is None or len(by_values.heads) >= len(heading.heads)):
            heading = by_values
    return heading or years_down(lines, index) or read_flowing(lines, index)


def _lacks(lines: Sequence[Line], heading: LineHeading) -> bool:
    """True where most rows below print more values than the heading has columns."""
    return lacks_heads(lines[heading.after : heading.after + 40], len(heading.heads)) > 0


def _readable(line: Line) -> Line:
    """The line as the readers of rows take it: years that name it hidden, percent signs behind values as blanks."""
    if "%" in line.text or "pct" in line.text or "procent" in line.text:
        line = replace(line, text=_PERCENT.sub(_percent, line.text))
    lone = _LONE_AMOUNT.match(line.text) if line.text.rstrip().endswith(("kr.", "kr")) else None
    if lone and parse_unit(line.text) is None:
        line = replace(line, text=line.text[: lone.start("kr")])
    return hidden(line)


def _percent(found: re.Match[str]) -> str:
    """A percent sign as blanks and the mark that stands for it, as wide as it is printed."""
    return (" " * len(found["gap"]) + PERCENT).ljust(len(found[0]))


class _Flow:
    """The blocks as lines, a grid as an empty one; `ends[i]` is where a table that begins at line i must end."""

    def __init__(self, blocks: Sequence[Block], stops: Collection[int]) -> None:
        lines = [b if isinstance(b, Line) else Line("") for b in blocks]
        self.lines = without_lone_years(
            [_readable(x) for x in (laid_out(lines) if any(x.words for x in lines) else lines)]
        )
        self.ends = [0] * len(blocks)
        end = len(blocks)
        for i in range(len(blocks) - 1, -1, -1):
            self.ends[i] = min(end, i + _MAX_ROWS)
            if isinstance(blocks[i], Grid) or i in stops:
                end = i


def laid_out(lines: Sequence[Line]) -> list[Line]:
    """A PDF's lines as a layout dump would print them: every word at the character of its place on the page.

    Words that a space parts stay a space apart, and a figure ends where it ends on the page.
    """
    sizes = sorted((w.x1 - w.x0) / len(w.text) for x in lines for w in x.words if len(w.text) > 3)
    if not sizes:
        return list(lines)
    pitch = max(1.0, 0.62 * sizes[len(sizes) // 2])
    out = []
    for line in lines:
        text, end = "", 0.0
        for word in line.words:
            figure = word.text[-1:].isdigit()
            near = text and word.x0 - end < _SPACE * (word.x1 - word.x0) / len(word.text)
            near = near and not (figure and text[-1].isdigit())
            at = round(word.x1 / pitch) - len(word.text) if figure else round(word.x0 / pitch)
            text += " " * (1 if near else max(1 if text else 0, at - len(text))) + word.text
            end = word.x1
        out.append(Line(text or line.text, line.number, line.page, line.bbox, line.words))
    return out


def name_quantity(header: TableHeader, corner: str) -> None:
    """Give every column the unit of a table whose corner names what it counts: `Antal personer`."""
    unit = quantity_of(corner) if header.unit is None and parse_unit(corner) is None else None
    if unit is not None:
        header.quantities = dict.fromkeys(range(len(header.columns)), unit)


def _is_money(table: EconomicTable, stated: tuple[int, str] | None) -> bool:
    if len(table.header.quantities) == len(table.header.columns):
        return True  # all of it is counted, and filed as what it is
    if table.header.unit is not None or stated is not None:
        return True
    words = " ".join([table.header.caption or "", *(r.label for r in table.rows)])
    return bool(_MONEY_WORDS.search(words))


def tell_meaning(table: EconomicTable) -> None:
    """Tell each row's meaning: quantity or money, item or sum, and which rows a sum adds."""
    rows = table.rows
    mark_quantities(rows)
    table.header.quantities |= {i: unit for i, h in enumerate(table.header.heads) if (unit := _counted(h))}
    amounts = [{} if _is_uncertain(r) else v for r, v in zip(rows, _vectors(table), strict=True)]
    steps = [Decimal(1).scaleb(-max((v.number.decimals for v in r.values), default=0)) for r in rows]
    sums = find_sums([r.label for r in rows], amounts, list(map(_heads_group, rows)), steps)
    _tell_roles(rows, roles(len(rows), sums, [bool(a) for a in amounts]))
    totals = {s.total: s for s in sums}
    for total, found in totals.items():
        if rows[total].values:
            rows[total].sum_rows = [(p + 1) * w for p, w in zip(found.parts, found.weights, strict=True)]
            rows[total].sums = "rows_above" if totals.keys().isdisjoint(found.parts) else "sums_above"


def _heads_group(row: TableRow) -> bool:
    return bool(row.label) and not row.values


def _is_uncertain(row: TableRow) -> bool:
    return any(v.placement == "uncertain" for v in row.values)


def _tell_roles(rows: Sequence[TableRow], kinds: Sequence[str]) -> None:
    """Give the rows the roles that the arithmetic found; where it cannot tell, a sum's words do."""
    alone = sum(bool(r.values) for r in rows) < 2
    for row, kind in zip(rows, kinds, strict=True):
        if not row.values:
            row.kind = "group"
        elif not alone and _is_uncertain(row) and SUM_WORDS.search(row.label):
            row.kind = "subtotal"
        else:
            row.kind = kind


def _counted(head: ColumnHead) -> str | None:
    """What a column counts: by its name, or by the words behind its year (`Budget 2027 Årsværk`)."""
    words = head.printed if head.kind == "measure" else _BEHIND_YEAR.sub("", head.printed)
    return quantity_of(words) if words and (head.kind == "measure" or words != head.printed) else None


def doubt_like_headings(table: EconomicTable) -> None:
    """Mark the values under headings of which one says what several columns hold, or several say the same.

    Two years in one heading are two columns whose figures the page's geometry put together.
    """
    said = Counter((h.printed.lower(), h.year) for h in table.header.heads if not is_year_like(h))
    alike = {i for i, h in enumerate(table.header.heads) if said[h.printed.lower(), h.year] > 1}
    alike |= {i for i, h in enumerate(table.header.heads) if h.kind == "measure" and _names_years(h.printed) > 1}
    doubt(v for v in table.values if v.column in alike)


def _names_years(printed: str) -> int:
    return max(sum(map(is_year_like, heads_in(printed)[1])), len(_YEAR.findall(printed)))


def _vectors(table: EconomicTable) -> list[dict[int, Decimal]]:
    """The rows' money amounts by column, uncertain ones left out; a quantity has none."""
    money = [c for c in range(len(table.header.heads)) if c not in table.header.quantities]
    return [
        {v.column: v.number.value for v in r.values if v.column in money} if not r.quantity else {} for r in table.rows
    ]
