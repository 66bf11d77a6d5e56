"""Placing the values of a table that reached us as printed lines: by spaces, by alignment, by the sums it claims.

In a dump that keeps the page's layout, values stand under their years; `find_anchors` tells where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.danish.numbers import PrintedNumber, read_cell
from extractors.layout.columns.alignment import RIGHT, Alignment, alignment, marks
from extractors.layout.columns.evidence import RowShape
from extractors.layout.columns.place import borne_out, failing_columns, place
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import Span, has_spaced_signs, number_of, split_values, with_signs
from extractors.tables.economy.header import COLUMN_RE
from extractors.tables.economy.model import EconomicTable, TableHeader, TableRow, Value
from extractors.tables.economy.sums import table_sums
from schemas.dataset import Placement
from schemas.source import Line

Anchors = tuple[Alignment, dict[int, tuple[float, ...]]]
"""How a layout dump aligns its values, and the marks each row's values are measured against."""


def place_values(table: EconomicTable, rows: Sequence[FlowRow], anchors: Anchors | None) -> None:
    """Give every value its column; a number that ends a label is left to it where only so the sums hold."""
    best, failing = list(rows), _fill(table, rows, anchors)
    doubtful = [i for i, r in enumerate(rows) if anchors is None and _may_be_label(r, table.rows[i])] if failing else []
    for index in doubtful:
        without = [_without_first(r) if i == index else r for i, r in enumerate(best)]
        if (fewer := _fill(table, without, anchors)) < failing:
            best, failing = without, fewer
            table.rows[index].label = without[index].label
    if doubtful:
        _fill(table, best, anchors)


def _may_be_label(row: FlowRow, typed: TableRow) -> bool:
    found = len(row.tokens) > 1 and row.labelled > 0 and row.area is None and typed.kind == "item"
    return found and bool(re.fullmatch(r"\d{1,3}", row.tokens[0]))


def _without_first(row: FlowRow) -> FlowRow:
    """The row with its first number as the end of its label."""
    at = row.labelled - 1
    labels = [f"{x} {row.tokens[0]}" if i == at else x for i, x in enumerate(row.label_lines)]
    return replace(
        row, label_lines=labels, tokens=row.tokens[1:], spans=row.spans[1:], lead=row.gaps[0], gaps=row.gaps[1:]
    )


def _fill(table: EconomicTable, rows: Sequence[FlowRow], anchors: Anchors | None) -> int:
    """Place the rows' values in the table; in how many columns its sums then fail."""
    width = len(table.header.columns)
    by, edges = anchors if anchors else (RIGHT, None)
    numbers = [[n for t in r.tokens if (n := number_of(t))] for r in rows]
    shapes = [_shape(*each, by) for each in zip(rows, table.rows, numbers, strict=True)]
    sums = table_sums(table.rows, known=[bool(n) for n in numbers])
    places = place(shapes, width, sums, edges)
    failing = failing_columns(shapes, places, width, sums)
    sure = borne_out(failing)
    for index, (placed, typed, found) in enumerate(zip(places, table.rows, numbers, strict=True)):
        doubtful = rows[index].scattered and index not in sure
        evidence: Placement = "uncertain" if doubtful else placed.evidence
        typed.values = [
            Value(c, n, evidence if is_sure(n.text) else "uncertain", line=typed.line, page=typed.page)
            for c, n in zip(placed.columns, found, strict=True)
        ]
    return sum(failing.values())


def _shape(row: FlowRow, typed: TableRow, numbers: Sequence[PrintedNumber], by: Alignment) -> RowShape:
    values = tuple(int(n.value) for n in numbers)
    shape = RowShape(values, row.lead, tuple(row.gaps), row.tail, marks(row.spans, by))
    shape.prefers_right = typed.section == "permanent_changes" or typed.kind == "total"
    return shape


def is_sure(token: str) -> bool:
    """False for a value that is no well-formed number, and for one put together over a space."""
    return read_cell(token).kind == "number" and not re.search(r"[0-9] [0-9]{3}", token)


def is_aligned(lines: Sequence[Line], start: int, end: int, header: TableHeader) -> bool:
    """True when the dump keeps the page's layout: full rows stand under the heading's years."""
    spans = _header_spans(lines, start, len(header.columns))
    if spans is None or len(spans) < 2 or _blank(spans) < 3:
        return False
    pitch = _pitch(spans)
    signs = has_spaced_signs(x.text for x in lines[start:end])
    rows = [split_values(x.text)[1] for x in lines[start:end]]
    rows = [with_signs(x.text, t, len(spans), all_signs=signs)[1] for x, t in zip(lines[start:end], rows, strict=True)]
    full = [t for t in rows if len(t) == len(spans)]
    offsets = [sum(abs(t[2] - e) for t, (_, e) in zip(row, spans, strict=True)) / len(spans) for row in full]
    return not offsets or sorted(offsets)[(len(offsets) - 1) // 2] < pitch


def left_edge(lines: Sequence[Line], start: int, end: int, header: TableHeader) -> int:
    """Where the first value column begins: in the heading, or further left in a full row (of another page)."""
    width = len(header.columns)
    rows = [split_values(x.text)[1] for x in lines[start:end]]
    spans = _header_spans(lines, start, width)
    return min([t[0][1] for t in rows if len(t) == width] + ([spans[0][0]] if spans else []), default=0)


def find_anchors(
    lines: Sequence[Line], start: int, rows: Sequence[FlowRow], body: Sequence[Line], header: TableHeader
) -> Anchors:
    """How the values are aligned, and the marks each row is measured against.

    These are those of the nearest full row of its page, else the heading's, else any full row's.
    """
    width = len(header.columns)
    top = _header_spans(lines, start, width)
    full = [(r.first, body[r.first].page, r.spans) for r in rows if len(r.spans) == width]
    by = alignment([f[2] for f in full])
    chosen: dict[int, tuple[float, ...]] = {}
    for i, row in enumerate(rows):
        page = body[row.first].page
        near = sorted((f for f in full if f[1] == page), key=lambda f: abs(f[0] - row.first))
        spans = near[0][2] if near else top or (full[0][2] if full else None)
        if spans is not None:
            chosen[i] = marks(spans, by)
    return by, chosen


def _header_spans(lines: Sequence[Line], start: int, width: int) -> list[Span] | None:
    """Where the years of a one-line year heading above `start` stand; a price level's year stands before them."""
    for index in range(start - 1, max(-1, start - 14), -1):
        spans = [m.span() for m in COLUMN_RE.finditer(lines[index].text)]
        if len(spans) >= width:
            return spans[-width:]
    return None


def _pitch(spans: Sequence[Span]) -> float:
    return (spans[-1][1] - spans[0][1]) / (len(spans) - 1)


def _blank(spans: Sequence[Span]) -> float:
    """How many characters part the headings, on average."""
    return sum(b[0] - a[1] for a, b in pairwise(spans)) / (len(spans) - 1)
