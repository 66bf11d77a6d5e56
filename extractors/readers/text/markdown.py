"""Markdown in a text: pipe tables become grids, marks of headings and bold type go.

Only a table with its rule (`| --- | --- |`) is one; a stray pipe in a line of text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from schemas.source import Block, Grid, GridCell, GridRow, Line

_RULE: Final = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*|\s*\|\s*:?-{3,}:?\s*\|\s*")
_HEADING: Final = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD: Final = re.compile(r"\*\*(?=\S)(.{1,200}?)(?<=\S)\*\*|__(?=\S)(.{1,200}?)(?<=\S)__")
_SPLIT: Final = re.compile(r"(?<!\\)\|")


def is_markdown(lines: Sequence[Line]) -> bool:
    """True for a text that holds a pipe table."""
    return any("-" in x.text and "|" in x.text and _RULE.fullmatch(x.text) for x in lines)


def read_markdown(lines: Sequence[Line]) -> Iterator[Block]:
    """The lines without their marks, and the pipe tables among them as grids."""
    index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end > index:
            yield _grid(lines[index:end])
            index = end
            continue
        yield replace(lines[index], text=_plain(lines[index].text))
        index += 1


def _plain(text: str) -> str:
    return (
        _BOLD.sub(lambda m: m[1] or m[2], _HEADING.sub("", text))
        if "*" in text or "#" in text or "__" in text
        else text
    )


def _table_end(lines: Sequence[Line], start: int) -> int:
    """The index after the pipe table that begins at `start`; `start` when none does."""
    if "|" not in lines[start].text or start + 1 >= len(lines) or not _RULE.fullmatch(lines[start + 1].text):
        return start
    end = start + 2
    while end < len(lines) and "|" in lines[end].text:
        end += 1
    return end


def _grid(lines: Sequence[Line]) -> Grid:
    kept = [lines[0], *lines[2:]]
    rows = [[GridCell(_plain(t.strip()).replace("\\|", "|")) for t in _cells(x.text)] for x in kept]
    width = max(map(len, rows))
    placed = tuple(
        GridRow(tuple(cells + [GridCell("")] * (width - len(cells))), page=x.page, line=x.number)
        for cells, x in zip(rows, kept, strict=True)
    )
    return Grid(placed, "tabs", page=kept[0].page)


def _cells(text: str) -> list[str]:
    stripped = text.strip()
    inner = stripped.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return _SPLIT.split(inner)
