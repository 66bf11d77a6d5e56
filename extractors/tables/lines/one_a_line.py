"""Dumps that print every cell of a table on a line of its own, an empty cell as an empty line.

The heading's cells give the width: so many names of columns of words, so many of values. What follows is cut into rows
of that width as long as every cut fits: words first, then numbers or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from extractors.danish.units import parse_unit
from extractors.tables.cells import is_number
from extractors.tables.headings import is_year_like, makes_heading, parse_head
from schemas.source import Block, Grid, GridCell, GridRow, Line

_MAX_WORDS: Final = 5
_MAX_CELL: Final = 110
_MAX_WIDTH: Final = 20
_SIDE: Final = re.compile(r"^(?:år|årstal|budgetår|periode)$", re.IGNORECASE)
_LIKE_ID: Final = re.compile(r"[A-Z]{1,2} ?\d\d")
"""A year of two figures that may as well be an id: `B12`."""
_LIKE_NUMBER: Final = re.compile(r"[-–−÷+(]?\s?\d[\d.,\s]*\s?(?:%|pct\.?|kr\.?|,-)?\)?-?")


def gather_cells(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each such table as a grid."""
    out: list[Block] = []
    index = 0
    while index < len(blocks):
        found = _table(blocks, index)
        if found is None:
            out.append(blocks[index])
            index += 1
            continue
        before, grid, index = found
        del out[len(out) - before :]
        out.append(grid)
    return out


def _text(block: Block) -> str | None:
    """A line's text where it can be a cell; None for a grid, a PDF's line, or a line of running text."""
    if not isinstance(block, Line) or block.words or len(block.text) > _MAX_CELL:
        return None
    return " ".join(block.text.split())


def _table(blocks: Sequence[Block], index: int) -> tuple[int, Grid, int] | None:
    """(lines before `index` that belong to the heading, the table, the index after it)."""
    text = _text(blocks[index])
    if not text:
        return None
    if (_SIDE.match(text) or parse_unit(text)) and (down := _with_years_down(blocks, index)) is not None:
        return down
    heads = 0
    while (cell := _text(blocks[index + heads]) if index + heads < len(blocks) else None) and parse_head(cell):
        heads += 1
    typed = [h for i in range(heads) if (h := parse_head(_text(blocks[index + i]) or ""))]
    if heads == 1 and is_year_like(typed[0]) and (two := _two_levels(blocks, index)) is not None:
        return two
    dated = heads > 1 and makes_heading(typed) and (is_year_like(typed[0]) or typed[0].kind == "stage")
    if not dated and (heads < 2 or any(h.kind not in ("measure", "total") for h in typed)):
        return None
    return _widest(blocks, index, heads)


def _widest(blocks: Sequence[Block], index: int, heads: int) -> tuple[int, Grid, int] | None:
    """The table of at most `heads` value columns that takes up most lines."""
    options = []
    for words in range(1, _MAX_WORDS + 1):
        name = _text(blocks[index - words]) if index >= words else None
        if name is None or (is_number(name) and parse_unit(name) is None):
            break
        for values in range(heads, 1, -1):  # the first row's label may read as a heading, too: `Indtægter`
            rows = _rows(blocks, index + values, words, values)
            options.append((len(rows) * (words + values), -words, values, rows))
    if not options:
        return None
    covered, minus_words, values, rows = max(options, key=lambda o: o[:3])
    if len(rows) < 2:
        return None
    words = -minus_words
    heading = blocks[index - words : index + values]
    return words, _grid([heading, *rows]), index + values + covered


def _two_levels(blocks: Sequence[Block], index: int) -> tuple[int, Grid, int] | None:
    """A heading of two rows, the years over some of the columns only: the corner before the first year is empty."""
    if index == 0 or _text(blocks[index - 1]) != "":
        return None
    best: tuple[int, int, list[list[Block]]] | None = None
    for width in range(4, _MAX_WIDTH + 1):
        second = [_text(b) for b in blocks[index - 1 + width : index - 1 + 2 * width]]
        if len(second) < width or any(t is None or not t or _LIKE_NUMBER.fullmatch(t) for t in second):
            continue
        rows = _rows(blocks, index - 1 + 2 * width, 1, width - 1)
        if len(rows) > 1 and (best is None or len(rows) * width > best[0]):
            best = (len(rows) * width, width, rows)
    if best is None:
        return None
    covered, width, rows = best
    heading = [blocks[index - 1 : index - 1 + width], blocks[index - 1 + width : index - 1 + 2 * width]]
    return 1, _grid([*heading, *rows]), index - 1 + 2 * width + covered


def _with_years_down(blocks: Sequence[Block], index: int) -> tuple[int, Grid, int] | None:
    width = 1
    while index + width < len(blocks) and width < 14:
        text = _text(blocks[index + width])
        if text is None or _LIKE_NUMBER.fullmatch(text):
            return None
        head = parse_head(text)
        if head is not None and is_year_like(head):
            break
        width += 1
    rows = _rows(blocks, index + width, 1, width - 1, years=True)
    if width < 2 or len(rows) < 2:
        return None
    return 0, _grid([blocks[index : index + width], *rows]), index + width + len(rows) * width


def _rows(blocks: Sequence[Block], start: int, words: int, values: int, *, years: bool = False) -> list[list[Block]]:
    """The rows that follow, as long as each is so many words (or a year), then so many numbers or empty cells."""
    width, rows, at = words + values, list[list[Block]](), start
    while at < len(blocks):
        row = list(blocks[at : at + width])
        texts = [_text(b) for b in row]
        if len(row) < width and at + width > len(blocks) and all(t is not None for t in texts):
            row += [Line("")] * (width - len(row))
            texts += [""] * (width - len(texts))
        if len(row) < width or any(t is None for t in texts) or not _fits(texts, words, years=years):  # type: ignore[arg-type]
            break
        rows.append(row)
        at += width
    while rows and not any((_text(b) or "") for b in rows[-1][words:]):
        rows.pop()
    return rows


def _fits(texts: Sequence[str], words: int, *, years: bool) -> bool:
    heads = [parse_head(t) for t in texts[:words] if t]
    if not years and any(h is not None and is_year_like(h) and not _LIKE_ID.fullmatch(h.printed) for h in heads):
        return False  # the heading's own cells
    named = any(t and (not is_number(t) or (years and parse_head(t))) for t in texts[:words])
    return named and all(not t or _LIKE_NUMBER.fullmatch(t) or is_number(t) for t in texts[words:])


def _grid(rows: Sequence[Sequence[Block]]) -> Grid:
    made = []
    for row in rows:
        first = next((b for b in row if isinstance(b, Line)), None)
        cells = tuple(GridCell(_text(b) or "") for b in row)
        made.append(GridRow(cells, page=first.page if first else None, line=first.number if first else None))
    return Grid(tuple(made), "tabs", page=made[0].page)
