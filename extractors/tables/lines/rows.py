"""The rows of a money table that reached us as printed lines.

The lines are folded into rows (`extractors.layout.flow.fold`); `line_place` then gives their values columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.layout.flow.fold import fold
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import Span, split_values
from extractors.tables.economy.header import header_notes
from extractors.tables.economy.labels import OPENS_SUM, PAYBACK, PAYBACK_YEARS, basis_of
from extractors.tables.economy.model import EconomicTable, PaybackLine, TableHeader, TableRow
from extractors.tables.headings import heads_in, measure_head
from extractors.tables.lines.heading import LineHeading
from extractors.tables.lines.place import place_values
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


def read_lines(lines: Sequence[Line], heading: LineHeading, end: int) -> EconomicTable:
    """The table of a heading and the lines up to `end`: rows with their values placed, their meaning not yet told."""
    printed = [h.printed for h in heading.heads]
    again = [[h.printed for h in heads_in(x.text)[1]] == printed for x in lines[heading.after : end]]
    rows = [x for x, heads in zip(lines[heading.after : end], again, strict=True) if not heads]
    over = _over_headings(lines[heading.after : end], printed)
    heading, lacking = _whole_heading(heading, rows)
    header = TableHeader([(h.printed, h.year) for h in heading.heads], heads=list(heading.heads))
    header.notes = header_notes([h.year for h in heading.heads if h.kind == "year" and h.year])
    header.has_area = heading.has_area
    body = [
        Line("", x.number, x.page) if heads else x for x, heads in zip(lines[heading.after : end], again, strict=True)
    ]
    spans = _heading_spans(heading)
    aligned = spans is not None and _is_aligned(body, spans)
    places = list(range(len(body)))
    if aligned:
        body, places, titles = titles_apart(body, heading)
        over |= titles
    label = len(heading.words) - 1 if over and len(places) < len(body) else label_column(heading, body)
    if aligned and spans is not None:
        body = [x if x.text in over else without_word_columns(x, heading, label) for x in body]
    flow = _fold(body, heading, over, left=_left(body, spans) if aligned and spans is not None else None)
    table = EconomicTable(
        header, line=lines[heading.first].number, page=lines[heading.first].page, bbox=lines[heading.first].bbox
    )
    flow = [r for r in flow if not _take_payback(table, r, body)]
    header.quantities = _percents(lines[heading.after : end], len(heading.heads))
    table.rows = [_typed(r, body, aligned=aligned) for r in flow]
    if not aligned and (label < 0 or has_unnamed_label(heading) or _has_classes(heading, table.rows)):
        for row in table.rows:
            row.label = _CODES.sub("", _CLASS_OF_GRANT.sub("", row.label)).strip() or row.label
    if not aligned:
        labels = without_leading_cells([r.label for r in table.rows], heading)
        for row, name in zip(table.rows, without_cells_behind(labels, heading.corner), strict=True):
            row.label = name or row.label
    units_off_labels(table, " ".join([heading.corner, *(w for w, _ in heading.words)]))
    under = _headings_by_line(lines, heading, end, spans) if aligned and spans else None
    place_values(table, flow, [(places[at - 1] + 1 if at else 0, s) for at, s in under] if under else None)
    if lacking or _has_more_amounts(body, len(heading.heads)):
        for value in (v for r in table.rows for v in r.values):
            value.placement = "uncertain"
    return table


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
    found = []
    for line, below in pairwise([x for x in lines if not x.blank]):
        if [h.printed for h in heads_in(below.text)[1]] == printed and not split_values(line.text)[1]:
            found.append(" ".join(line.text.split()))
    return frozenset(found)


def _fold(body: Sequence[Line], heading: LineHeading, over: frozenset[str], left: int | None) -> list[FlowRow]:
    return fold(
        body,
        len(heading.heads),
        has_area=heading.has_area,
        left=left,
        is_heading=(_group_headings(body) | over).__contains__,
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
    printed = [x for x in body if not x.blank]
    for line, below in pairwise(printed):
        words, tokens = split_values(line.text)
        label = " ".join(words.split())
        if tokens:
            after_sum = bool(SUM_WORDS.search(label)) if label else after_sum
            continue
        opening = below.text.strip()
        starts = (opening[:1].isupper() or opening[:1].isdigit()) and not _OPENS_SUM.match(opening)
        starts = starts and bool(split_values(opening)[0].strip())
        if after_sum and starts and label[:1].isupper() and not _OPENS_SUM.match(label) and not _GOES_ON.search(label):
            found.add(label)
        after_sum = after_sum and not label[:1].isupper()
    return frozenset(found)


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


def _headings_by_line(
    lines: Sequence[Line], heading: LineHeading, end: int, spans: Sequence[Span]
) -> list[tuple[int, Sequence[Span]]]:
    """Where the headings stand that the rows are under: (the body's line they begin to hold at, their places).

    A page that prints the heading again may print it, and its rows, at other places.
    """
    printed = [h.printed for h in heading.heads]
    found: list[tuple[int, Sequence[Span]]] = [(0, spans)]
    for at, line in enumerate(lines[heading.after : end], start=1):
        heads = heads_in(line.text)[1]
        places = [h.span for h in heads if h.span]
        if [h.printed for h in heads] == printed and len(places) == len(printed):
            found.append((at, places))
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


def _typed(row: FlowRow, body: Sequence[Line], *, aligned: bool) -> TableRow:
    first, last = body[row.first], body[row.last]
    label = row.label
    if not aligned:
        label = _CODES.sub("", label).strip() or label
    kind = "item" if row.tokens else "group"
    made = TableRow(kind, label, " ".join(" ".join(row.text).split()), area=row.area)
    made.line, made.last_line, made.page, made.bbox = first.number, last.number, first.page, first.bbox
    return made


def _take_payback(table: EconomicTable, row: FlowRow, body: Sequence[Line]) -> bool:
    if not PAYBACK.match(row.label):
        return False
    printed = " ".join(" ".join(row.text).split())
    years = PAYBACK_YEARS.search(printed) or re.search(r"\b(\d{1,2})\s*år\b", printed)
    if years:
        line = body[row.first]
        table.paybacks.append(
            PaybackLine(basis_of(row.label), int(years[1]), printed, line.number, line.page, line.bbox)
        )
    return bool(years) or not row.tokens
