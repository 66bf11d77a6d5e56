"""The rows of a money table that reached us as printed lines.

The lines are folded into rows (`extractors.layout.flow.fold`); `line_place` then gives their values columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extractors.layout.flow.fold import fold
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import Span, split_values
from extractors.tables.economy.header import typed_header
from extractors.tables.economy.labels import OPENS_SUM, PAYBACK
from extractors.tables.economy.model import EconomicTable, TableRow, doubt
from extractors.tables.economy.paybacks import take_payback
from extractors.tables.headings import heads_in, measure_head
from extractors.tables.lines.heading import LineHeading
from extractors.tables.lines.place import Headings, place_values
from extractors.tables.lines.words import (
    has_unnamed_label,
    label_column,
    titles_apart,
    with_values_under_words,
    without_cells_behind,
    without_leading_cells,
    without_word_columns,
)
from extractors.tables.row_units import units_off_labels
from extractors.tables.sums import SUM_WORDS
from schemas.source import Line

PERCENT: Final = "\x1c"
"""Stands for a percent sign behind a value while its line is read: a blank to whoever reads values."""
_GOES_ON: Final = re.compile(r"(?:\b(?:af|til|i|på|for|og|med|ved|om|fra|eller|samt)|[,/&(-])$", re.IGNORECASE)
_CODES: Final = re.compile(r"(?:\s+(?:\d{1,2}(?:\.\d{1,3}){1,5}|[UI]|\d{6,10}))+\s*$")
_CLASS_OF_GRANT: Final = re.compile(
    r"\s+(?:service(?:udgift(?:er)?)?|anlæg(?:sudgift(?:er)?)?|drift|overførsler|finansiering|kassen)$", re.IGNORECASE
)
"""The cell of a column `Bevilling` that a dump prints behind the label."""
_AMOUNT: Final = re.compile(r"[-–−]?(?:\d{1,3}(?:\.\d{3})+|\d+,\d+)")
"""A figure that can be nothing but an amount: no number of a label, no piece of one."""
_CLASS_COLUMN: Final = re.compile(r"\b(?:type|art|bevilling(?:stype)?)\s*$", re.IGNORECASE)
"""The name of such a column, at the end of a heading's words."""
_ID_FIRST: Final = re.compile(r"[A-ZÆØÅ]{0,5}[-. ]?\d[\w.-]*\s+[A-ZÆØÅ]\w")
"""An id with a title behind it."""
_OPENS_SUM: Final = re.compile(rf"(?:{OPENS_SUM.pattern}|^(?:Netto|Sum\b|Total))")


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines under a heading as they are folded into rows.

    `places` tells where each of the printed lines stands among `lines`, `over` which of these head rows and are part
    of none, `titled` whether titles were taken apart, `spans` where the heading's cells stand: None where the dump
    keeps no layout.
    """

    lines: list[Line]
    places: list[int]
    over: frozenset[str]
    titled: bool
    spans: list[Span] | None


def read_lines(lines: Sequence[Line], heading: LineHeading, end: int) -> EconomicTable:
    """The table of a heading and the lines up to `end`: rows with their values placed, their meaning not yet told."""
    printed = [h.printed for h in heading.heads]
    below = lines[heading.after : end]
    over = _over_headings(below, printed)
    rows = [Line("", x.number, x.page) if _prints(x, printed) else x for x in below]
    heading, lacking = _whole_heading(heading, rows)
    body = _body(rows, heading, over)
    label = len(heading.words) - 1 if body.titled else label_column(heading, body.lines)
    if body.spans is not None:
        blanked = [x if x.text in body.over else without_word_columns(x, heading, label) for x in body.lines]
        body = replace(body, lines=blanked)
    table = _empty_table(heading, lines[heading.first])
    table.header.quantities = _percents(below, len(heading.heads))
    flow = _take_rows(table, _fold(body, heading), body)
    if body.spans is None:
        _clean_labels(table.rows, heading, unnamed=label < 0)
    units_off_labels(table, " ".join([heading.corner, *(w for w, _ in heading.words)]))
    place_values(table, flow, _headings_by_line(below, heading, body))
    if lacking or _has_more_amounts(body.lines, len(heading.heads)):
        doubt(table.values)
    return table


def _take_rows(table: EconomicTable, flow: Sequence[FlowRow], body: _Body) -> list[FlowRow]:
    """Give the table its rows, and those of a payback apart; the printed rows that are the table's."""
    kept: list[FlowRow] = []
    for row in flow:
        typed = _typed(row, body)
        if not take_payback(table, typed, valued=bool(row.tokens)):
            kept.append(row)
            table.rows.append(typed)
    return kept


def _prints(line: Line, printed: Sequence[str]) -> bool:
    """True for a line of just these headings, as a page prints them again."""
    return [h.printed for h in heads_in(line.text)[1]] == printed


def _empty_table(heading: LineHeading, first: Line) -> EconomicTable:
    header = typed_header(heading.heads)
    header.has_area = heading.has_area
    return EconomicTable(header, line=first.number, page=first.page, bbox=first.bbox)


def _body(rows: list[Line], heading: LineHeading, over: frozenset[str]) -> _Body:
    """The lines as they are folded; in a layout, titles that begin groups of rows stand on lines of their own."""
    spans = _heading_spans(heading)
    if spans is None or not _is_aligned(rows, spans):
        return _Body(rows, list(range(len(rows))), over, titled=False, spans=None)
    apart, places, titles = titles_apart(rows, heading)
    return _Body(apart, places, over | titles, titled=len(apart) > len(rows), spans=spans)


def _clean_labels(rows: Sequence[TableRow], heading: LineHeading, *, unnamed: bool) -> None:
    """Take off the labels of a dump without layout what its other columns of words print before and behind them.

    `unnamed` tells that the heading does not name the label's own column.
    """
    if unnamed or has_unnamed_label(heading) or _has_classes(heading, rows):
        for row in rows:
            row.label = _CODES.sub("", _CLASS_OF_GRANT.sub("", row.label)).strip() or row.label
    labels = without_leading_cells([r.label for r in rows], heading)
    for row, name in zip(rows, without_cells_behind(labels, heading.corner), strict=True):
        row.label = name or row.label


def _has_classes(heading: LineHeading, rows: Sequence[TableRow]) -> bool:
    """True where the heading ends in the name of a column of classes, and nearly every label ends in one."""
    labels = [r.label for r in rows if r.kind == "item"]
    ending = sum(bool(_CLASS_OF_GRANT.search(x)) for x in labels)
    return bool(_CLASS_COLUMN.search(heading.corner)) and ending >= 0.8 * len(labels)


def _whole_heading(heading: LineHeading, body: Sequence[Line]) -> tuple[LineHeading, int]:
    """The heading with every column of values that the rows below show, and how many of them have no name."""
    if (spans := _heading_spans(heading)) and _is_aligned(body, spans):
        heading = with_values_under_words(heading, body)
    lacking = lacks_heads(body, len(heading.heads))
    if lacking:  # the heading was not read whole: what stands in which column is not known
        heading = replace(heading, heads=[*heading.heads, *[measure_head("")] * lacking], at=None)
    return heading, lacking


def lacks_heads(body: Sequence[Line], width: int) -> int:
    """How many columns the rows have beyond the heading's, where most rows print more values than it has headings."""
    counts = Counter(len(t) for x in body if (t := split_values(x.text)[1]))
    more = sum(n for c, n in counts.items() if c > width)
    if 2 * more <= counts.total():
        return 0
    return max((c for c in counts if c > width), key=lambda c: counts[c]) - width


def _has_more_amounts(body: Sequence[Line], width: int) -> bool:
    """True where a row has more amounts than the heading has columns: it was not read whole."""
    return any(sum(bool(_AMOUNT.fullmatch(t[0])) for t in split_values(x.text)[1]) > width for x in body)


def _over_headings(lines: Sequence[Line], printed: Sequence[str]) -> frozenset[str]:
    """The lines without values just above a heading that is printed again: no part of the row above or below."""
    pairs = pairwise([x for x in lines if not x.blank])
    above = (line for line, below in pairs if _prints(below, printed))
    return frozenset(" ".join(x.text.split()) for x in above if not split_values(x.text)[1])


def _fold(body: _Body, heading: LineHeading) -> list[FlowRow]:
    return fold(
        body.lines,
        len(heading.heads),
        has_area=heading.has_area,
        left=_left(body.lines, body.spans) if body.spans is not None else None,
        is_heading=(_group_headings(body.lines) | body.over).__contains__,
        keeps_open=lambda label: (
            (bool(PAYBACK.match(label)) and not re.search(r"\d", label))
            or (heading.has_id and bool(_ID_FIRST.match(label)))
        ),
        opens_sum=lambda label: bool(_OPENS_SUM.match(label)),
    )


def _group_headings(body: Sequence[Line]) -> frozenset[str]:
    """The lines without values that head a group of rows: at the table's top or under a sum, over a row of its own."""
    found: set[str] = set()
    after_sum = True
    for line, below in pairwise([x for x in body if not x.blank]):
        words, tokens = split_values(line.text)
        label = " ".join(words.split())
        if tokens:
            after_sum = bool(SUM_WORDS.search(label)) if label else after_sum
            continue
        if after_sum and _may_head(label) and _opens_row(below.text.strip()):
            found.add(label)
        after_sum = after_sum and not label[:1].isupper()
    return frozenset(found)


def _may_head(label: str) -> bool:
    return label[:1].isupper() and not _OPENS_SUM.match(label) and not _GOES_ON.search(label)


def _opens_row(text: str) -> bool:
    """True for a line that begins a row of its own, with its label: no sum's, and no label's next line."""
    capital = text[:1].isupper() or text[:1].isdigit()
    return capital and not _OPENS_SUM.match(text) and bool(split_values(text)[0].strip())


def _percents(lines: Sequence[Line], width: int) -> dict[int, str]:
    """The columns whose values are printed with a percent sign (kept by `find` as a mark), in most full rows."""
    votes: Counter[int] = Counter()
    full = 0
    for line in lines:
        tokens = split_values(line.text)[1]
        if len(tokens) == width:
            full += 1
            votes.update(i for i, t in enumerate(tokens) if line.text[t[2] : t[2] + 2].strip(" ") == PERCENT)
    return {i: "procent" for i, n in votes.items() if n > 0.5 * full}


def _heading_spans(heading: LineHeading) -> list[Span] | None:
    spans = [h.span for h in heading.heads]
    return [s for s in spans if s] if heading.at is not None and all(spans) else None


def _headings_by_line(below: Sequence[Line], heading: LineHeading, body: _Body) -> Headings | None:
    """Where the headings stand that a layout's rows are under: (the body's line they begin to hold at, their places).

    A page that prints the heading again may print it, and its rows, at other places.
    """
    if body.spans is None:
        return None
    printed = [h.printed for h in heading.heads]
    found: list[tuple[int, Sequence[Span]]] = [(0, body.spans)]
    for line, place in zip(below, body.places, strict=True):
        places = [h.span for h in heads_in(line.text)[1] if h.span]
        if len(places) == len(printed) and _prints(line, printed):
            found.append((place + 1, places))
    return found


def _is_aligned(body: Sequence[Line], spans: Sequence[Span]) -> bool:
    """True when the dump keeps the layout: its rows are wide, and full ones stand under their headings.

    Where most rows print single spaces no layout is kept: that some stand under their headings is chance.
    """
    if len(spans) < 2:
        return False
    pitch = (spans[-1][1] - spans[0][1]) / (len(spans) - 1)
    rows = [(x.text.strip(), t) for x in body if (t := split_values(x.text)[1])]
    if 2 * sum("  " in text for text, _ in rows) < len(rows):
        return False
    full = [t for _, t in rows if len(t) == len(spans)]
    offsets = [sum(abs(t[2] - s[1]) for t, s in zip(row, spans, strict=True)) / len(spans) for row in full]
    if offsets:
        return sorted(offsets)[(len(offsets) - 1) // 2] < 0.45 * pitch
    return pitch > 7 and any("   " in text for text, _ in rows)


def _left(body: Sequence[Line], spans: Sequence[Span]) -> int:
    starts = [t[0][1] for x in body if len(t := split_values(x.text)[1]) == len(spans)]
    return min([spans[0][0], *starts])


def _typed(row: FlowRow, body: _Body) -> TableRow:
    first, last = body.lines[row.first], body.lines[row.last]
    label = row.label
    if body.spans is None:
        label = _CODES.sub("", label).strip() or label
    kind = "item" if row.tokens else "group"
    made = TableRow(kind, label, " ".join(" ".join(row.text).split()), area=row.area)
    made.line, made.last_line, made.page, made.bbox = first.number, last.number, first.page, first.bbox
    return made
