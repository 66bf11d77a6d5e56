"""The money tables among a card's blocks, from grids and from printed lines, with their captions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, repeat
from typing import Final

from extractors.cards.printed import is_blank
from extractors.cards.prose import place_of
from extractors.layout.text import join_lines
from extractors.tables.context import document_unit, settle_units
from extractors.tables.economy.apart import heading_apart, heads_only
from extractors.tables.economy.doubt import doubt_left_over
from extractors.tables.economy.flow import read_flow_table
from extractors.tables.economy.grid import (
    ValueColumns,
    is_money_grid,
    lost_heading,
    read_grid_table,
    year_columns,
)
from extractors.tables.economy.header import caption_before, header_notes, is_header_line, read_header, take_scale
from extractors.tables.economy.labels import PAYBACK, payback_basis
from extractors.tables.economy.model import DEFAULT_UNIT, EconomicTable, TableHeader
from extractors.tables.economy.paybacks import read_paybacks, take_paybacks
from extractors.tables.economy.readings import doubt_readings, scanned_pages
from extractors.tables.economy.rows import add_table
from extractors.tables.economy.sums import claim_sums
from extractors.tables.find import find_tables
from extractors.tables.quantities import mark_quantities
from schemas.dataset import EconomicTableRow
from schemas.extraction import Extraction
from schemas.source import Block, Grid, Line

_MOST_PAYBACK_LINES: Final = 24
_CAPTION: Final = re.compile(r"^\s*(?:tabel\s*\d+\s*[.:–-]|forslagets samlede økonomiske)", re.IGNORECASE)


def add_tables(
    extraction: Extraction,
    card_id: str,
    blocks: Sequence[Block],
    taken: set[int],
    headings: dict[int, ValueColumns] | None = None,
) -> list[EconomicTable]:
    """Find, read and file every money table among the blocks.

    `headings` are the headings the document's tables agree on, by width: for a table that lost its own.
    """
    tables: list[EconomicTable] = []
    stretches = list(_stretches(blocks))
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid):
            if tables and take_paybacks(tables[-1], block):
                taken.add(index)
            else:
                _grid_table(blocks, index, tables, taken, headings or {})
            index += 1
        elif is_header_line(block.text):
            index = _flow_table(stretches[index], index, tables, taken)
        elif tables and PAYBACK.match(block.text.strip()):
            index = _loose_paybacks(stretches[index], index, tables[-1], taken)
        else:
            _note_other_table(extraction, card_id, block, index)
            index += 1
    if not tables:
        tables = _other_tables(blocks, taken)
    _settle_units([t.header for t in tables], blocks)
    scanned = scanned_pages(blocks)
    for number, table in enumerate(tables, start=1):
        mark_quantities(table.rows)
        doubt_left_over(table.rows)
        claim_sums(table.rows)
        doubt_readings(table, scanned)
        add_table(extraction, table, card_id=card_id, number=number)
    return tables


def _other_tables(blocks: Sequence[Block], taken: set[int]) -> list[EconomicTable]:
    """The money tables of a card that has none of its form's: their years may be printed as no form does it."""
    found = [f for f in find_tables(blocks) if taken.isdisjoint(range(f.start, f.end))]
    taken |= {i for f in found for i in (*f.taken, *range(f.start, f.end))}
    return [f.table for f in found]


def _settle_units(headers: Sequence[TableHeader], blocks: Sequence[Block]) -> None:
    """Units of tables that print none: a sentence's of the card, else the form's own.

    Where the card's other tables print another than the form's, it is theirs, and marked.
    """
    if all(h.unit for h in headers):
        return
    stated = document_unit("\n".join(b.text for b in blocks if isinstance(b, Line)))
    if stated or any(h.unit[0] != DEFAULT_UNIT for h in headers if h.unit):
        settle_units(headers, stated)


def _grid_table(
    blocks: Sequence[Block],
    index: int,
    tables: list[EconomicTable],
    taken: set[int],
    headings: dict[int, ValueColumns],
) -> None:
    """Read the grid at `index` as a money table, if it is one."""
    grid, above = blocks[index], _text_above(blocks, index)
    if not isinstance(grid, Grid) or heads_only(grid):
        return
    apart = heading_apart(blocks, index) if year_columns(grid) is None else None
    lost = headings.get(grid.width) if apart is None and lost_heading(grid) else None
    if apart is None and lost is None and not is_money_grid(grid, above=above):
        return
    caption, at = _caption_above(blocks, min(apart.blocks) if apart else index)
    table = read_grid_table(grid, caption=caption, before=above, lost=lost, apart=apart)
    if table is not None:
        tables.append(table)
        taken |= {index, *at, *(apart.blocks if apart else ()), *_label_left_over(blocks, index, table)}


_OPEN_LABEL: Final = re.compile(r"(?:\b(?:på|og|til|af|for|i|med|ved)|[-,])$", re.IGNORECASE)


def _label_left_over(blocks: Sequence[Block], index: int, table: EconomicTable) -> set[int]:
    """The line under a grid that ends its last row's label (`Tilbagebetalingstid baseret på` / `totaløkonomi`)."""
    below = next((i for i in range(index + 1, min(len(blocks), index + 3)) if not is_blank(blocks[i])), None)
    line = blocks[below] if below is not None else None
    if below is None or not isinstance(line, Line) or len(line.text.split()) > 3 or not line.text.strip()[:1].islower():
        return set()
    if table.paybacks and _OPEN_LABEL.search(table.paybacks[-1].basis):
        payback = table.paybacks[-1]
        payback.basis = payback_basis(join_lines([payback.basis, line.text]))
        payback.printed = f"{payback.printed} {line.text.strip()}"
        return {below}
    if table.rows and not table.paybacks and _OPEN_LABEL.search(table.rows[-1].label):
        table.rows[-1].label = join_lines([table.rows[-1].label, line.text])
        return {below}
    return set()


_Stretch = tuple[int, Sequence[Line]]
"""Lines with no grid among them, and the index of the first."""


def _stretches(blocks: Sequence[Block]) -> Iterator[_Stretch]:
    """For each block the stretch it stands in; a grid's own has no lines."""
    start = 0
    for is_grid, run in groupby(blocks, key=lambda b: isinstance(b, Grid)):
        found = list(run)
        lines = [] if is_grid else [b for b in found if isinstance(b, Line)]
        yield from repeat((start, lines), len(found))
        start += len(found)


def _flow_table(stretch: _Stretch, index: int, tables: list[EconomicTable], taken: set[int]) -> int:
    """Read a table printed as lines from `index` on; the index to go on from."""
    start, lines = stretch
    found = read_header(lines, index - start)
    if found is None:
        return index + 1
    header, after = found
    header.caption = caption_before(lines, index - start)
    take_scale(header, header.caption or "")
    if header.unit is None and not re.search(r"økonomi|administration|udgift|investering", header.caption or "", re.I):
        return index + 1
    table, stop = read_flow_table(lines, after, header, stop=len(lines))
    if not table.rows:
        return start + after
    tables.append(table)
    taken |= set(range(index, start + stop))
    taken |= _caption_lines(lines, index - start, start)
    return start + max(stop, after)


def _loose_paybacks(stretch: _Stretch, index: int, table: EconomicTable, taken: set[int]) -> int:
    """File paybacks that stand under a table, outside its cells."""
    start, lines = stretch
    count = read_paybacks(table, lines[index - start : index - start + _MOST_PAYBACK_LINES])
    taken |= set(range(index, index + count))
    return index + max(1, count)


def _caption_lines(lines: Sequence[Line], before: int, offset: int) -> set[int]:
    found: set[int] = set()
    for i in range(before - 1, max(-1, before - 12), -1):
        found.add(i + offset)
        if _CAPTION.match(lines[i].text):
            return found
        if not lines[i].blank and not is_header_line(lines[i].text) and len(found) > 8:
            break
    return set()


def _caption_above(blocks: Sequence[Block], index: int) -> tuple[str | None, set[int]]:
    above: list[str] = []
    for i in range(index - 1, max(-1, index - 6), -1):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if block.blank or is_header_line(block.text):
            continue  # a unit over the years may stand outside the grid
        above.insert(0, block.text)
        if _CAPTION.match(block.text):
            return join_lines(above), set(range(i, index))
        if len(above) > 2:
            break
    return None, set()


def _text_above(blocks: Sequence[Block], index: int) -> str:
    texts = [b.text for b in blocks[max(0, index - 4) : index] if isinstance(b, Line) and len(b.text) < 60]
    return " ".join(texts)


_OTHER_HEADER: Final = re.compile(r"^\s*(?P<label>\S.*?)\s+(?P<years>20\d\d(?:\s+20\d\d){3,})\s*$")


def _note_other_table(extraction: Extraction, card_id: str, line: Line, index: int) -> None:
    """Keep the heading of a table that is not of money (`Forventede effekt 2026 2027 2028 2028`): it may be wrong."""
    found = _OTHER_HEADER.match(line.text) if line.text.count("20") > 3 else None
    if not found:
        return
    years = found["years"].split()
    extraction.add(
        EconomicTableRow(
            document_id=extraction.document.document_id,
            card_id=card_id,
            table_id=f"{card_id}-x{line.number or f'b{index}'}",  # a PDF's lines have no number
            table_kind="other",
            caption=found["label"].strip(),
            columns_printed=years,
            column_years=[int(y) for y in years],
            header_note="; ".join(header_notes([int(y) for y in years])) or None,
            **place_of(line),
        )
    )
