"""An overview that reached us as printed lines: its rows gathered line by line, then their values put into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
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
    measures_in,
)
from extractors.danish.numbers import PrintedNumber
from extractors.layout.columns.choice import Sum
from extractors.layout.columns.evidence import RowShape
from extractors.layout.columns.place import place
from extractors.layout.flow.tokens import Token, number_of, split_values, with_all_thousands, with_signs
from extractors.layout.text import join_lines
from schemas.dataset import OverviewMeasure, RowRole
from schemas.source import Block, Grid, Line

_MAX_HEADING: Final = 120  # characters of a line
_HEADING_LINES: Final = 12
_NEARLY_ALL: Final = 0.8


@dataclass(slots=True)
class Flowed:
    """A row's first line, its words and values as they come, and the spaces between its values."""

    at: Line
    labels: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    lead: int = 1
    tail: int = 1
    committee: str | None = None


def _spaces_thousands(texts: Sequence[str], width: int) -> bool:
    """True where most lines of values hold too many, and nearly all of these are in order with thousands joined."""
    valued = [(t, tokens) for t in texts if len(tokens := split_values(t)[1]) > 1]
    over = [(t, tokens) for t, tokens in valued if len(tokens) > width]
    joined = sum(with_all_thousands(t, tokens, width) is not None for t, tokens in over)
    return 2 * len(over) > len(valued) and joined > _NEARLY_ALL * len(over)


def _take(row: Flowed, text: str, width: int, *, thousands: bool) -> None:
    """Add a line to its row. `width` is the number of measures; `thousands`: the overview groups them by spaces."""
    words, tokens = split_values(text)
    if thousands:
        tokens = with_all_thousands(text, tokens, width) or []  # what cannot be told apart is not published
    room, labelled = width - len(row.tokens), bool(words.strip())
    if room <= 0 and not labelled:
        return  # values that no row can be told to have: a dump that prints its columns one after the other
    if labelled and _ends_title(tokens, width, room):
        words, tokens = text, []
    elif len(tokens) > room:
        words, tokens = with_signs(text, tokens, room)
    if words.strip():
        row.labels.append(words.strip())
    if tokens:
        _take_values(row, text, words, tokens)


def _ends_title(tokens: Sequence[Token], width: int, room: int) -> bool:
    """True for a dash that ends a title's line, and for numbers behind one whose row has its values already."""
    dash = len(tokens) == 1 < width and tokens[0][0] in "-\u2013\u2014\u2212"
    return dash or (bool(tokens) and width > room < len(tokens))


def _take_values(row: Flowed, text: str, words: str, tokens: Sequence[Token]) -> None:
    if row.tokens:
        row.gaps.append(max(1, row.tail))
    else:
        row.lead = max(1, len(words) - len(words.rstrip())) if words.strip() else 1
    row.gaps += [b[1] - a[2] for a, b in pairwise(tokens)]
    row.tokens += [t[0] for t in tokens]
    row.tail = len(text) - len(text.rstrip())


def find_heading(blocks: Sequence[Block], stop: int, ids: Ids) -> int | None:
    """The line that an overview before block `stop` begins with: its caption, or its heading without one."""
    captions = (i for i, b in enumerate(blocks[:stop]) if isinstance(b, Line) and CAPTION.match(b.text))
    start = next(captions, None)
    return start if start is not None else _uncaptioned(blocks, stop, ids)


def _uncaptioned(blocks: Sequence[Block], stop: int, ids: Ids) -> int | None:
    """The heading of an overview without a caption: lines that name its measures, over a proposal's row."""
    for index, block in enumerate(blocks[:stop]):
        if not isinstance(block, Line) or not measure_of(block.text) or len(block.text) > _MAX_HEADING:
            continue
        body = next((i for i in range(index, min(stop, index + _HEADING_LINES)) if _opens_row(blocks[i], ids)), index)
        lines = _texts(blocks[index:body])
        short = all(len(x) < _MAX_HEADING and x.strip()[-1:] != "." for x in lines)
        if short and len(measures_in(" ".join(lines))) > 1:
            return index
    return None


def _texts(blocks: Iterable[Block]) -> list[str]:
    return [b.text for b in blocks if isinstance(b, Line)]


def _opens_row(block: Block, ids: Ids) -> bool:
    return isinstance(block, Line) and bool(ids.match(block.text) or COMMITTEE.match(block.text))


def from_lines(blocks: Sequence[Block], start: int, stop: int, ids: Ids) -> Overview:
    """The overview whose heading begins at block `start`."""
    body = next((i for i in range(start, stop) if _opens_row(blocks[i], ids)), stop)
    header, intro = " ".join(_texts(blocks[start:body])), " ".join(_texts(blocks[:start]))
    measures = measures_in(header)
    overview = described(header, intro, measures)
    named = any(ids.match(text) for text in _texts(blocks[start:stop]))
    thousands = _spaces_thousands(_texts(blocks[body:stop]), len(measures))
    rows = _Rows(ids, len(measures), named=named, thousands=thousands)
    at = (i for i in range(body, stop) if not rows.take(blocks[i]))
    overview.end = next(at, stop)
    overview.rows = _typed(rows.rows, measures, ids if named else None)
    return overview


@dataclass(slots=True)
class _Rows:
    """The rows as they are gathered; `named` tells that ids begin them, `committee` under which one the next stand."""

    ids: Ids
    width: int
    named: bool
    thousands: bool
    rows: list[Flowed] = field(default_factory=list)
    committee: str | None = None

    def take(self, block: Block) -> bool:
        """Take the next block; False where it is the first behind the overview."""
        if isinstance(block, Grid):
            return False
        if block.blank:
            return True
        complete = not self.rows or bool(self.rows[-1].tokens)
        if complete and COMMITTEE.match(block.text):
            self.committee = join_lines([block.text])
            return True
        if self.rows and complete and TOTAL.match(self.rows[-1].labels[0]):
            return False
        if self._begins(block.text, complete=complete):
            self.rows.append(Flowed(block, committee=self.committee))
        if self.rows:
            self._add(self.rows[-1], block.text)
        return True

    def _begins(self, text: str, *, complete: bool) -> bool:
        """True for a line that opens a row; without ids, words do that below a row which has its values."""
        if self.ids.match(text) or TOTAL.match(text):
            return True
        return not self.named and complete and bool(split_values(text)[0].strip())

    def _add(self, row: Flowed, text: str) -> None:
        if self.ids.fullmatch(text.strip()):
            row.labels.append(text.strip())  # a bare number is no amount here
        else:
            _take(row, text, self.width, thousands=self.thousands)


def _typed(rows: Sequence[Flowed], measures: Sequence[OverviewMeasure], ids: Ids | None) -> list[OverviewRow]:
    made = [_row(row, ids) for row in rows]
    cells = [[number_of(t) for t in row.tokens] for row in rows]
    numbers = [[n for n in found if n] for found in cells]
    shapes = [_shape(row, found) for row, found in zip(rows, cells, strict=True)]
    items = tuple(i for i, r in enumerate(made) if r.role == "item")
    sums = [Sum(i, items) for i, r in enumerate(made) if r.role == "total"]
    for out, found, placed in zip(made, numbers, place(shapes, len(measures), sums), strict=True):
        out.values = {measures[c]: n for c, n in zip(placed.columns, found, strict=True)}
    return made


def _shape(row: Flowed, found: Sequence[PrintedNumber | None]) -> RowShape:
    return RowShape.of_read([int(n.value) if n else None for n in found], row.lead, row.gaps, row.tail)


def _row(row: Flowed, ids: Ids | None) -> OverviewRow:
    """A row by its words: a proposal's, or the sum of all."""
    label, at = join_lines(row.labels), row.at
    found = ids.match(label) if ids else None
    role: RowRole = "item" if found or (ids is None and not TOTAL.match(label)) else "total"
    title = label[found.end() :].strip() if found else label
    committee = row.committee if role == "item" else None
    case_id = found["case"] if found else None
    return OverviewRow(role, title, case_id, committee, line=at.number, page=at.page, bbox=at.bbox)
