"""An overview whose cells the reader placed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from extractors.cards.overview_model import (
    CAPTION,
    COMMITTEE,
    TOTAL,
    Ids,
    Overview,
    OverviewRow,
    described,
    measure_of,
)
from extractors.danish.numbers import PrintedNumber, read_cell
from extractors.danish.units import parse_unit
from extractors.tables.cells import cell_at, cell_text
from extractors.templates.model import Template
from schemas.dataset import OverviewMeasure
from schemas.source import Block, Grid, GridRow, Line

Columns = Mapping[int, OverviewMeasure]
"""The measure of each column."""

_HEADING_ROWS: Final = 4
_CAPTION_LINES: Final = 6
_NOTE_LINES: Final = 8
_FOOTNOTE: Final = re.compile(r"^\s*(\*{1,3})\s*(\S.*)")
_MARK: Final = re.compile(r"\*{1,3}")
_COMMITTEE_CODES: Final = re.compile(r"^((?:[A-ZÆØÅ]{2,4})(?:,\s*[A-ZÆØÅ]{2,4})*)\s+(?=\S)")


def grid_measures(grid: Grid, ids: Ids) -> Columns | None:
    """The measure of each column, by the heading rows; None when the grid is no overview."""
    heading = grid.rows[:_HEADING_ROWS]
    head = " ".join(cell_text(c) for row in heading for c in row.cells)
    if not re.search(r"\bforslag\b", head, re.IGNORECASE) or re.search(r"\b20\d\d\s+20\d\d\b", head):
        return None
    columns: dict[int, OverviewMeasure] = {}
    for row in takewhile(lambda r: not _has_id(r, ids), heading):
        for index, cell in enumerate(row.cells):
            measure = measure_of(cell_text(cell), columns.values()) if index not in columns else None
            if measure is not None:
                columns[index] = measure
    return columns if columns and any(_has_id(r, ids) for r in grid.rows) else None


def _has_id(row: GridRow, ids: Ids) -> bool:
    return any(ids.match(cell_text(c)) for c in row.cells)


def _unit_above(blocks: Sequence[Block], index: int) -> tuple[int, str] | None:
    """The unit of a grid's caption, or of a line between the two: prose above it may speak of other money."""
    above = [b.text for b in blocks[max(0, index - _CAPTION_LINES) : index] if isinstance(b, Line)]
    caption = next((n for n in range(len(above) - 1, -1, -1) if CAPTION.match(above[n])), len(above))
    return parse_unit(" ".join(above[caption:]))


@dataclass(slots=True)
class _Above:
    """The committee and the group of proposals whose headings stand last above a row."""

    committee: str | None = None
    group: str | None = None

    def take(self, label: str, template: Template) -> bool:
        """Take a row without values; True where it heads the rows below."""
        if COMMITTEE.match(label):
            self.committee = label
        elif _is_group(label, template):
            self.group = label
        else:
            return False
        return True


def from_grid(
    blocks: Sequence[Block], index: int, stop: int, columns: Columns, ids: Ids, template: Template
) -> Overview:
    """The overview that the grid at `index` is."""
    grid = blocks[index]
    assert isinstance(grid, Grid)  # noqa: S101 - the caller chose it so
    intro = " ".join(b.text for b in blocks[:index] if isinstance(b, Line))
    first = next((i for i, r in enumerate(grid.rows) if _is_body(r.texts(), columns, ids, template)), 1)
    header = " ".join(cell_text(c) for r in grid.rows[:first] for c in r.cells)
    overview = described(header, intro, list(columns.values()), above=_unit_above(blocks, index))
    overview.end = index + 1
    notes, above = _footnotes(blocks, index + 1, stop), _Above()
    for row in grid.rows[first:]:
        made = _row([cell_text(c) for c in row.cells], columns, above, notes, ids, template)
        if made is not None:
            made.line, made.page, made.bbox = row.line, row.page, row.bbox
            made.boxes = {m: cell.bbox for c, m in columns.items() if m in made.values and (cell := cell_at(row, c))}
            overview.rows.append(made)
    return overview


def _is_group(label: str, template: Template) -> bool:
    """True for a heading over proposals of one kind, nothing behind it."""
    return any((end := g.match(label)) is not None and not label[end:].strip(" :") for g in template.group)


def _is_body(texts: Sequence[str], columns: Columns, ids: Ids, template: Template) -> bool:
    words = [t for t in texts if t]
    if any(ids.match(t) or COMMITTEE.match(t) or _is_group(t, template) or TOTAL.match(t) for t in words[:1]):
        return True
    return any(c < len(texts) and read_cell(texts[c]).certain is not None for c in columns)


def _row(
    texts: Sequence[str],
    columns: Columns,
    above: _Above,
    notes: Mapping[str, str],
    ids: Ids,
    template: Template,
) -> OverviewRow | None:
    """A proposal's row or a sum's; None for a heading, and for what is neither."""
    values = {m: n for c, m in columns.items() if c < len(texts) and (n := read_cell(texts[c]).certain) is not None}
    words = [t for i, t in enumerate(texts) if t and i not in columns]
    label = " ".join(words)
    if not words or (not values and above.take(label, template)):
        return None
    if found := ids.match(label):
        made = _proposal(found["case"], label[found.end() :].strip(), words, above, notes)
        made.values = values
        return made
    return _sum(label, values, above, template) if values and TOTAL.match(label) else None


def _sum(label: str, values: dict[OverviewMeasure, PrintedNumber], above: _Above, template: Template) -> OverviewRow:
    what = label[label.lower().index("alt") + 3 :]
    if above.group and any(g.match(what) is not None for g in template.group):
        return OverviewRow("subtotal", label, group=above.group, values=values)
    return OverviewRow("total", label, values=values)


def _proposal(case_id: str, title: str, words: Sequence[str], above: _Above, notes: Mapping[str, str]) -> OverviewRow:
    """A proposal's row; its note's mark stands in a cell of its own, its committee's letters may begin its title."""
    mark = next((t for t in reversed(words) if _MARK.fullmatch(t)), None)
    title = title.removesuffix(mark).strip() if mark else title
    committee = above.committee
    if committee is None and (codes := _COMMITTEE_CODES.match(title)):
        committee, title = codes[1], title[codes.end() :]
    return OverviewRow("item", title, case_id, committee, above.group, note=notes.get(mark) if mark else None)


def _footnotes(blocks: Sequence[Block], start: int, stop: int) -> dict[str, str]:
    found = {}
    for block in blocks[start : min(stop, start + _NOTE_LINES)]:
        if isinstance(block, Line) and (m := _FOOTNOTE.match(block.text)):
            found[m[1]] = m[2].strip()
    return found
