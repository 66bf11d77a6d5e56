"""Rows that carry their own headings: `Drift: 2026: 400 2027: 900`, each year printed before its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from schemas.source import Block, Grid, GridCell, GridRow, Line, Word

_YEAR: Final = r"(?:BO?\s?)?20\d\d"
_VALUE: Final = r"[-–−]?\s?\d[\d.]*(?:,\d+)?(?:\s?(?:kr\.?|t\.?\s?kr\.?|mio\.?\s?kr\.?))?"
_TOLD: Final = rf"{_YEAR}\s?[:=]\s?{_VALUE}(?=[\s;|,/]|$)"
_PAIR: Final = re.compile(rf"(?P<year>{_YEAR})\s?[:=]\s?(?P<value>{_VALUE})(?=[\s;|,/]|$)", re.IGNORECASE)
_ROW: Final = re.compile(
    rf"(?P<label>[^\W\d_][^:=]{{1,80}}?)[:\s–-]*{_TOLD}(?:\s*[;|,/]?\s*{_TOLD}){{1,20}}\s*", re.IGNORECASE
)
_MAX_LINE: Final = 300


def gather_pairs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each run of such rows as a grid, their years its heading."""
    out: list[Block] = []
    run: list[tuple[Line, str, dict[str, GridCell]]] = []
    for block in blocks:
        found = _row(block)
        if run and (found is None or not _agree(run[-1][2], found[2])):
            out.append(_grid(run))
            run = []
        if found is None:
            out.append(block)
        else:
            run.append(found)
    return [*out, _grid(run)] if run else out


def _row(block: Block) -> tuple[Line, str, dict[str, GridCell]] | None:
    if not isinstance(block, Line) or len(block.text) > _MAX_LINE or block.text.count("20") < 2:
        return None
    text = " ".join(block.text.split())
    found = _ROW.fullmatch(text)
    if found is None:
        return None
    cells = {m["year"]: GridCell(m["value"].strip(), _box(block, text, m.span("value"))) for m in _PAIR.finditer(text)}
    return (block, found["label"].strip(), cells) if len(cells) > 1 else None


def _agree(one: dict[str, GridCell], other: dict[str, GridCell]) -> bool:
    """Whether the rows may stand in one table: the years of both in one order."""
    shared = [year for year in one if year in other]
    return bool(shared) and shared == [year for year in other if year in one]


def _box(line: Line, text: str, span: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """The box of the words that print these characters; None where the line tells no words."""
    at, held = 0, list[Word]()
    for word in line.words:
        at = text.find(word.text, at)
        if at < 0:
            return None
        if at < span[1] and at + len(word.text) > span[0]:
            held.append(word)
        at += len(word.text)
    if not held:
        return None
    return held[0].x0, min(w.top for w in held), held[-1].x1, max(w.bottom for w in held)


def _grid(run: Sequence[tuple[Line, str, dict[str, GridCell]]]) -> Grid:
    years = sorted({year for _, _, cells in run for year in cells}, key=lambda y: y[-4:])
    first = run[0][0]
    heading = GridRow((GridCell(""), *map(GridCell, years)), first.page, first.number)
    rows = [
        GridRow((GridCell(label), *(cells.get(y, GridCell("")) for y in years)), line.page, line.number, line.bbox)
        for line, label, cells in run
    ]
    return Grid((heading, *rows), "tabs")
