"""Dumps that print every cell of a table on a line of its own, an empty cell as an empty line.

The heading's cells give the width: so many names of columns of words, so many of values. What follows is cut into rows
of that width as long as every cut fits: words first, then numbers or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from extractors.danish.units import parse_unit
from extractors.tables.cells import is_number
from extractors.tables.headings import ColumnHead, is_year_like, makes_heading, parse_head
from schemas.source import Block, Grid, GridCell, GridRow, Line

_MAX_WORDS: Final = 5
_MAX_CELL: Final = 110
_MAX_WIDTH: Final = 20
_AMOUNT: Final = re.compile(r"[-–−÷(]\s?\d.*|\d[\d.]*,\d+|\d{1,3}(?:\.\d{3})+")
"""A value that no id or label is."""
_MAX_UNTOLD: Final = 2
_MAX_UNKNOWN: Final = 8  # columns under headings that nobody knows
_SHORT: Final = 32
_UNIT_ABOVE: Final = 3
_FULL_ROWS: Final = 3
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
    heads = list(_heads(blocks, index))
    if len(heads) == 1 and (two := _two_levels(blocks, index, heads[0])) is not None:
        return two
    return _widest(blocks, index, len(heads)) if _open_table(heads) else _of_unknown_names(blocks, index)


def _heads(blocks: Sequence[Block], index: int) -> Iterator[ColumnHead]:
    """The known headings that stand in one line each from `index` on."""
    for at in range(index, len(blocks)):
        head = parse_head(_text(blocks[at]) or "")
        if head is None:
            return
        yield head


def _open_table(heads: Sequence[ColumnHead]) -> bool:
    """True for headings that begin with a year or a stage, or are nothing but measures and sums."""
    if len(heads) < 2:
        return False
    dated = is_year_like(heads[0]) or heads[0].kind == "stage"
    return (dated and makes_heading(heads)) or all(h.kind in ("measure", "total") for h in heads)


def _of_unknown_names(blocks: Sequence[Block], index: int) -> tuple[int, Grid, int] | None:
    """A table whose headings nobody knows: so many short names below a unit, then rows of as many cells, all filled."""
    above = [t for b in blocks[max(0, index - _UNIT_ABOVE) : index + 1] if (t := _text(b))]
    if not any(map(parse_unit, above)):
        return None
    options = []
    for width in range(3, _MAX_UNKNOWN + 1):
        if not _are_names([_text(b) or "" for b in blocks[index : index + width]]):
            break
        rows = _rows(blocks, index + width, 1, width - 1)
        if sum(all(map(_text, row)) for row in rows) >= _FULL_ROWS:
            options.append((len(rows) * width, width, rows))
    if not options:
        return None
    covered, width, rows = max(options, key=lambda o: o[:2])
    return 0, _grid([blocks[index : index + width], *rows]), index + width + covered


def _are_names(names: Sequence[str]) -> bool:
    """True for short names, each said once; the corner may be empty or a unit."""
    short = all(len(n) <= _SHORT and (n[:1].isupper() or parse_unit(n)) for n in names[not names[0] :])
    return short and len(set(names)) == len(names)


def _widest(blocks: Sequence[Block], index: int, heads: int) -> tuple[int, Grid, int] | None:
    """The table of at most `heads` value columns that takes up most lines.

    Only where there is none may a column of words stand behind the values (`Status`).
    """
    for behind in (0, 1):
        options = list(_options(blocks, index, heads, behind))
        if not options:
            return None
        (covered, minus_words, values, _), rows = max(options, key=lambda o: o[0])
        if len(rows) > 1 or (rows and values == heads and not behind and _text(rows[0][-1])):  # else it may be a gap
            words, end = -minus_words, index + values + behind
            return words, _grid([blocks[index - words : end], *rows]), end + covered
    return None


def _options(
    blocks: Sequence[Block], index: int, heads: int, behind: int
) -> Iterator[tuple[tuple[int, int, int, int], list[list[Block]]]]:
    """The ways to cut rows below a heading: (cells covered, minus the words, the values, minus the untold), and rows.

    The first row's label may read as a heading, too (`Indtægter`), and the last of the columns before the first known
    heading hold values under names that nobody knows (`Bevilling`).
    """
    for words in range(1, _MAX_WORDS + 1):
        name = _text(blocks[index - words]) if index >= words else None
        if name is None or (is_number(name) and parse_unit(name) is None):
            break
        for values, untold in product(range(heads, 1, -1), range(min(words, _MAX_UNTOLD + 1))):
            rows = _rows(blocks, index + values + behind, words - untold, values + untold, behind=behind)
            yield (len(rows) * (words + values + behind), -words, values, -untold), rows


def _two_levels(blocks: Sequence[Block], index: int, first: ColumnHead) -> tuple[int, Grid, int] | None:
    """A heading of two rows, the years over some of the columns only: the corner before the first year is empty."""
    followed = index + 1 < len(blocks) and (is_year_like(first) or _text(blocks[index + 1]) == "")
    if not followed or index == 0 or _text(blocks[index - 1]) != "":
        return None
    start = index - 1
    best: tuple[int, int, list[list[Block]]] | None = None
    for width in range(4, _MAX_WIDTH + 1):
        if not _are_second_level(blocks[start + width : start + 2 * width], width):
            continue
        rows = _rows(blocks, start + 2 * width, 1, width - 1)
        if len(rows) > 1 and (best is None or len(rows) * width > best[0]):
            best = (len(rows) * width, width, rows)
    if best is None:
        return None
    covered, width, rows = best
    heading = [blocks[start : start + width], blocks[start + width : start + 2 * width]]
    return 1, _grid([*heading, *rows]), start + 2 * width + covered


def _are_second_level(blocks: Sequence[Block], width: int) -> bool:
    """True for so many cells of words, none of them empty; a number may only be a unit's."""
    texts = [t for b in blocks if (t := _text(b)) and (not _LIKE_NUMBER.fullmatch(t) or parse_unit(t))]
    return len(texts) == width


def _with_years_down(blocks: Sequence[Block], index: int) -> tuple[int, Grid, int] | None:
    width = 1
    while index + width < len(blocks) and width < 14 and not _is_year(blocks[index + width]):
        if not (text := _text(blocks[index + width])) or _LIKE_NUMBER.fullmatch(text):
            return None
        width += 1
    rows = _rows(blocks, index + width, 1, width - 1, years=True)
    if width < 2 or len(rows) < 2 or any(map(_is_year, rows[0][1:])):  # the years stand side by side
        return None
    return 0, _grid([blocks[index : index + width], *rows]), index + width + len(rows) * width


def _is_year(block: Block) -> bool:
    head = parse_head(_text(block) or "")
    return head is not None and is_year_like(head)


def _rows(
    blocks: Sequence[Block], start: int, words: int, values: int, *, years: bool = False, behind: int = 0
) -> list[list[Block]]:
    """The rows that follow, as long as each is so many words (or a year), then so many numbers or empty cells.

    `behind`: so many words or empty cells end each row.
    """
    width, rows, at = words + values + behind, list[list[Block]](), start
    while at < len(blocks):
        row = list(blocks[at : at + width])
        row += [Line("")] * (width - len(row))  # the file ends in empty cells
        cells = [t for b in row if (t := _text(b)) is not None]
        if len(cells) < width or not _fits(cells[: words + values], words, years=years):
            break
        if any(map(_LIKE_NUMBER.fullmatch, cells[words + values :])):
            break
        rows.append(row)
        at += width
    while rows and not any((_text(b) or "") for b in rows[-1][words:]):
        rows.pop()
    return rows


def _fits(texts: Sequence[str], words: int, *, years: bool) -> bool:
    """True for the cells of one row: so many words, one at least (or a year), then numbers or empty cells."""
    labels, cells = [t for t in texts[:words] if t], [t for t in texts[words:] if t]
    if not years and (any(map(_is_heads_year, labels)) or _head_another(cells)):
        return False
    if any(map(_AMOUNT.fullmatch, labels)):
        return False  # the row before has a value more
    named = any(not is_number(t) or (years and parse_head(t)) for t in labels)
    return named and all(_LIKE_NUMBER.fullmatch(t) or is_number(t) for t in cells)


def _is_heads_year(text: str) -> bool:
    """True for a cell of the heading itself; `B12` may as well be an id."""
    head = parse_head(text)
    return head is not None and is_year_like(head) and not _LIKE_ID.fullmatch(head.printed)


def _head_another(cells: Sequence[str]) -> bool:
    """True where the values hold the years of another table's heading."""
    heads = [h for t in cells if (h := parse_head(t))]
    return len(heads) > 1 and all(map(is_year_like, heads))


def _grid(rows: Sequence[Sequence[Block]]) -> Grid:
    made = []
    for row in rows:
        first = next((b for b in row if isinstance(b, Line)), None)
        cells = tuple(GridCell(_text(b) or "") for b in row)
        made.append(GridRow(cells, page=first.page if first else None, line=first.number if first else None))
    return Grid(tuple(made), "tabs", page=made[0].page)
