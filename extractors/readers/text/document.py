"""Text dumps: bytes to a `SourceDocument`, line for line as they stand.

A dump's spaces are kept: they are the only trace of an empty cell. A form feed ends a page; a dump without form feeds
does not mark its pages, and its lines have none. Runs of lines with tab characters become a `Grid`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.readers.text.letters import decode, plain_letters
from extractors.readers.text.markdown import is_markdown, read_markdown
from schemas.errors import BilagError
from schemas.source import Block, Grid, GridCell, GridRow, Line, Page, SourceDocument

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_MAX_BLANKS_IN_GRID: Final = 2
_LONGEST_GROUP: Final = 60
_LEAST_TABS: Final = 2  # a line with one tab is a field of a form
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def read_text(data: bytes, file_name: str) -> SourceDocument:
    """Read a text dump.

    Raises:
        BilagError: `empty_file`, `binary_file` or `undecodable_text`.
    """
    text, encoding = decode(data, file_name)
    text = plain_letters(text)
    if not text.strip():
        raise BilagError("empty_file", f"{file_name} holds no text; ask the sender for the file again.")
    lines, pages = _lines(text)
    return SourceDocument(
        sha256=hashlib.sha256(data).hexdigest(),
        file_name=file_name,
        source_format="text",
        text_source="text layer",
        blocks=tuple(with_tab_grids(tuple(read_markdown(lines)) if is_markdown(lines) else lines)),
        pages=tuple(Page(n) for n in range(1, pages + 1)),
        encoding=encoding,
    )


def _lines(text: str) -> tuple[list[Line], int]:
    """The lines, and the number of pages (0 where the dump does not mark them)."""
    paged = "\f" in text
    page = 1 if paged else None
    lines: list[Line] = []
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        if "\f" not in raw:
            lines.append(Line(raw, number, page))
            continue
        for i, part in enumerate(raw.split("\f")):
            page = (page or 1) + (i > 0)
            if part or i == 0:
                lines.append(Line(part, number, page))
    while lines and lines[-1].blank:
        lines.pop()
    return lines, (lines[-1].page or 0) if lines and paged else 0


def with_tab_grids(blocks: Sequence[Block], tabs: int = 1) -> Iterator[Block]:
    """The blocks, runs of lines with at least so many tab characters as grids."""
    i = 0
    while i < len(blocks):
        block = blocks[i]
        if not isinstance(block, Line) or block.text.count("\t") < tabs:
            yield block
            i += 1
            continue
        lines = _tab_lines(blocks, i, block.text.count("\t"), tabs)
        yield _grid([x for x in lines if not x.blank or "\t" in x.text])
        i += len(lines)


def _tab_lines(blocks: Sequence[Block], start: int, width: int, tabs: int) -> list[Line]:
    """The run of tab lines that begins here.

    Between rows of the same width may stand blank lines, and lines of words: the name of a group of rows, whose other
    cells are empty and left no tab.
    """
    lines: list[Line] = []
    rows = 0
    for block in itertools.islice(blocks, start, None):
        if not isinstance(block, Line) or len(lines) - rows > _MAX_BLANKS_IN_GRID:
            break
        found = block.text.count("\t")
        between = not all(x.blank for x in lines[rows:])
        lines.append(block)
        if between and (found != width or len(_YEAR.findall(block.text)) > 1):
            break  # fields, or the heading of another table: the words stand over it
        if found >= tabs and (len(lines) == rows + 1 or abs(found - width) <= 1):
            rows = len(lines)
        elif not block.blank and (width < _LEAST_TABS or found or not _may_head_rows(block.text)):
            break
    return lines[:rows]


def _may_head_rows(text: str) -> bool:
    """True for words that may name a group of rows: few, no sentence."""
    return len(text.strip()) < _LONGEST_GROUP and text.strip()[-1:] not in ".:;?"


def _grid(lines: list[Line]) -> Grid:
    rows = [tuple(GridCell(t.strip()) for t in line.text.split("\t")) for line in lines]
    width = max(map(len, rows))
    pad = GridCell("")
    placed = tuple(
        GridRow(cells + (pad,) * (width - len(cells)), page=line.page, line=line.number)
        for cells, line in zip(rows, lines, strict=True)
    )
    return Grid(placed, "tabs", page=lines[0].page)
