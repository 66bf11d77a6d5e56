"""The rows of a money table that reached us as printed lines, and the columns of their values.

The lines are folded into rows (`extractors.layout.flow`), the rows' values are placed by the layout where the dump
keeps it, else by the spaces and by the sums that the rows are seen to make (`extractors.layout.columns`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from extractors.bilag.economy import EconomicTable, PaybackLine, TableHeader, TableRow, Value
from extractors.bilag.economy_header import header_notes
from extractors.danish.numbers import PrintedNumber
from extractors.layout.columns import Placed, failing_columns, place
from extractors.layout.columns_choice import Sum
from extractors.layout.columns_evidence import RowShape
from extractors.layout.flow import fold
from extractors.layout.flow_rows import FlowRow
from extractors.layout.flow_tokens import Span, number_of, split_values
from extractors.tables.cells import is_number
from extractors.tables.headings import heads_in, makes_heading, measure_head
from extractors.tables.line_heading import LineHeading
from extractors.tables.quantities import quantity_of
from extractors.tables.sums import SUM_WORDS
from schemas.source import Line

PERCENT: Final = "\x1c"
"""Stands for a percent sign behind a value while its line is read: a blank to whoever reads values."""
_MAX_LABEL_LINES: Final = 5
_MAX_LABEL: Final = 84
_FIELD: Final = re.compile(r"^\s*[A-ZÆØÅ][\w /.()-]{1,48}:(?:\s|$)")
_CAPTION: Final = re.compile(
    r"^\s*(?:(?:tabel|figur|bilag|skema)\s*\d|(?:note|noter|bemærk|anm)\b|\*+\s*\w)", re.IGNORECASE
)
_FUNCTION_WORD: Final = re.compile(
    r"\b(?:er|der|det|en|et|at|som|har|kan|vil|skal|bliver|den|de|fra|med|samt|ikke|også|når|hvis|så|men)\b",
    re.IGNORECASE,
)
_CODES: Final = re.compile(r"(?:\s+(?:\d{1,2}(?:\.\d{1,3}){1,5}|[UI]|\d{6,10}))+\s*$")
_NUMBER_OF: Final = re.compile(r"\b(?:nr\.?|nummer|pkt\.?|punkt|side|kapitel|fase|etape)\s*$", re.IGNORECASE)
"""Words whose number is no amount: `Forslag nr. 4`."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PAYBACK: Final = re.compile(r"^tilbagebetalingstid", re.IGNORECASE)
_OPENS_SUM: Final = re.compile(r"^(?:Samle[dt]e?\b|Tilbagebetalingstid|I alt\b|Netto|Sum\b|Total)")
_WIDE: Final = 4
_CLASS_OF_GRANT: Final = re.compile(
    r"\s+(?:service(?:udgift(?:er)?)?|anlæg(?:sudgift(?:er)?)?|drift|overførsler|finansiering|kassen)$", re.IGNORECASE
)
"""The cell of a column `Bevilling` that a dump prints behind the label."""
_GOES_ON: Final = re.compile(r"(?:\b(?:af|til|i|på|for|og|med|ved|om|fra|eller|samt)|[,/&(-])$", re.IGNORECASE)


def body_end(lines: Sequence[Line], heading: LineHeading, stop: int) -> int:
    """The index after the table's last row: at a caption, a form's field, prose, or where rows give out."""
    index, last, labels = heading.after, heading.after, 0
    printed = [h.printed for h in heading.heads]
    while index < stop:
        text = lines[index].text
        if lines[index].blank:
            index += 1
            continue
        corner, heads = heads_in(text)
        if makes_heading(heads) and (not corner.strip() or len(heads) > 1):
            if [h.printed for h in heads] != printed:
                break
            index += 1
            continue
        words, tokens = split_values(text)
        valued = bool(tokens) and not _is_date_like(words, [t[0] for t in tokens], len(printed))
        if _CAPTION.match(text) or (_FIELD.match(text) and not valued) or _is_prose(text, valued=valued):
            break
        labels = 0 if valued else labels + 1
        if labels > _MAX_LABEL_LINES:
            break
        index += 1
        if valued:
            last = index
    return _with_label_end(lines, last, stop) if last > heading.after else last


def _is_date_like(words: str, tokens: Sequence[str], width: int) -> bool:
    """True for words that a year or a lone small number ends: `Budgetnotat til forhandlingerne om budget 2019`."""
    if len(tokens) > 1 or width < 2:
        return False
    if not words.strip() or words.endswith("  "):
        return False
    return bool(_YEAR.fullmatch(tokens[0])) or bool(_NUMBER_OF.search(words))


def _is_prose(text: str, *, valued: bool) -> bool:
    stripped = text.strip()
    words = stripped.split()
    if "   " in stripped or (valued and len(words) < 10):
        return False
    if not valued and (stripped[-1:] in ".:;?" and len(words) > 5):
        return True
    functions = len(_FUNCTION_WORD.findall(stripped))
    return len(stripped) > (_MAX_LABEL if not valued else 60) and functions >= 2


def _with_label_end(lines: Sequence[Line], last: int, stop: int) -> int:
    """The table's end with the last row's label ended: a short line in lower case, or a word broken below its values."""
    index = last
    while index < min(stop, last + 2) and lines[index].blank:
        index += 1
    if index < stop:
        text = lines[index].text.strip()
        above = lines[last - 1].text
        if 0 < len(text) < 45 and not split_values(text)[1] and (text[0].islower() or _hangs(above, lines[index].text)):
            return index + 1
    return last


def _hangs(above: str, text: str) -> bool:
    """True for the next line of a layout's cell: the words above it end open and it begins where they do."""
    words = split_values(above)[0].rstrip()
    first = re.search(r"\S+(?: \S+)*", words)
    return (
        bool(first)
        and first is not None
        and first[0].endswith((" og", "-", ",", " på", " til", " af"))
        and (len(text) - len(text.lstrip()) == first.start())
    )


def read_lines(lines: Sequence[Line], heading: LineHeading, end: int) -> EconomicTable:
    """The table of a heading and the lines up to `end`: rows with their values placed, their meaning not yet told."""
    lacking = _lacking(lines[heading.after : end], len(heading.heads))
    if lacking:  # the heading was not read whole: what stands in which column is not known
        heading = replace(heading, heads=[*heading.heads, *[measure_head("")] * lacking], at=None)
    header = TableHeader([(h.printed, h.year) for h in heading.heads], heads=list(heading.heads))
    header.notes = header_notes([h.year for h in heading.heads if h.kind == "year" and h.year])
    header.has_area = heading.has_area
    printed = [h.printed for h in heading.heads]
    body = [
        Line("", x.number, x.page) if [h.printed for h in heads_in(x.text)[1]] == printed else x
        for x in lines[heading.after : end]
    ]
    spans = _heading_spans(heading)
    aligned = spans is not None and _is_aligned(body, spans)
    label = _label_column(heading, body)
    if aligned and spans is not None:
        body = [_without_word_columns(x, heading, label) for x in body]
    flow = _fold(body, heading, left=_left(body, spans) if aligned and spans is not None else None)
    table = EconomicTable(
        header, line=lines[heading.first].number, page=lines[heading.first].page, bbox=lines[heading.first].bbox
    )
    flow = [r for r in flow if not _take_payback(table, r, body)]
    header.quantities = _percents(lines[heading.after : end], len(printed))
    table.rows = [_typed(r, body, aligned=aligned) for r in flow]
    if not aligned and label < 0 or (not aligned and _unnamed_label(heading)):
        for row in table.rows:
            row.label = _CODES.sub("", _CLASS_OF_GRANT.sub("", row.label)).strip() or row.label
    _place(table, flow, spans if aligned else None)
    if lacking:
        for value in (v for r in table.rows for v in r.values):
            value.placement = "uncertain"
    return table


def _lacking(body: Sequence[Line], width: int) -> int:
    """How many columns the rows have beyond the heading's, where most rows print more values than it has headings."""
    counts = Counter(len(t) for x in body if (t := split_values(x.text)[1]))
    more = sum(n for c, n in counts.items() if c > width)
    if 2 * more <= counts.total():
        return 0
    return max((c for c in counts if c > width), key=lambda c: counts[c]) - width


def _fold(body: Sequence[Line], heading: LineHeading, left: int | None) -> list[FlowRow]:
    return fold(
        body,
        len(heading.heads),
        has_area=heading.has_area,
        left=left,
        is_heading=_group_headings(body).__contains__,
        keeps_open=lambda label: bool(_PAYBACK.match(label)) and not re.search(r"\d", label),
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


def _is_aligned(body: Sequence[Line], spans: Sequence[Span]) -> bool:
    """True when the dump keeps the layout: its rows are wide, and full ones stand under their headings."""
    if len(spans) < 2:
        return False
    pitch = (spans[-1][1] - spans[0][1]) / (len(spans) - 1)
    offsets, wide = [], 0
    for line in body:
        _, tokens = split_values(line.text)
        wide += bool(tokens) and "   " in line.text.strip()
        if len(tokens) == len(spans):
            offsets.append(sum(abs(t[2] - s[1]) for t, s in zip(tokens, spans, strict=True)) / len(spans))
    if offsets:
        return sorted(offsets)[(len(offsets) - 1) // 2] < 0.45 * pitch
    return pitch > 7 and wide > 0


def _left(body: Sequence[Line], spans: Sequence[Span]) -> int:
    starts = [t[0][1] for x in body if len(t := split_values(x.text)[1]) == len(spans)]
    return min([spans[0][0], *starts])


def _without_word_columns(line: Line, heading: LineHeading, label: int) -> Line:
    """The line with the cells of ids, committees and codes blanked: they are neither label nor value."""
    if (len(heading.words) < 2 and label >= 0) or not heading.words or heading.words[0][1] < 0:
        return line
    text = line.text
    bounds = [
        (name, at, heading.words[i + 1][1] if i + 1 < len(heading.words) else None)
        for i, (name, at) in enumerate(heading.words)
    ]
    for number, (name, start, end) in enumerate(bounds):
        if number == label or re.match(r"styrings", name, re.IGNORECASE):
            continue
        stop = end if end is not None else _end_of_cell(text, start)
        if number == 0 and re.match(r"\w*\s?nr|nummer|id", name, re.IGNORECASE):
            continue  # an id stays with its label
        text = text[:start] + " " * max(0, min(stop, len(text)) - start) + text[stop:]
    return replace(line, text=text)


def _end_of_cell(text: str, start: int) -> int:
    gap = re.search(r" {2,}", text[start:].rstrip())
    return start + gap.start() if gap else min(len(text), start)


def _label_column(heading: LineHeading, body: Sequence[Line]) -> int:
    """Which of the columns of words is the label's; -1 where it has no name and stands before the first that has."""
    names = [w for w, _ in heading.words]
    if names and heading.words[0][1] > _WIDE:
        valued = [x.text for x in body if split_values(x.text)[1]]
        before = sum(len(t) - len(t.lstrip()) < heading.words[0][1] - _WIDE for t in valued)
        if 2 * before > len(valued):
            return -1
    skipped = re.compile(
        r"^(?:udvalg|forvaltning|funktion|konto|i/u|u/i|\w*\s?nr\.?|nummer|id|styrings\w*)", re.IGNORECASE
    )
    return next((i for i, n in enumerate(names) if not skipped.match(n)), 0)


def _unnamed_label(heading: LineHeading) -> bool:
    """True where a dump's heading names columns of grants and accounts, but none that could be the label's."""
    names = [w for w, _ in heading.words]
    return bool(names) and all(re.match(r"bevilling|funktion|konto|i/u|u/i|styrings", n, re.IGNORECASE) for n in names)


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
    if not _PAYBACK.match(row.label):
        return False
    printed = " ".join(" ".join(row.text).split())
    years = re.search(r"(\d{1,2})\s*(?:år)?\s*$", printed) or re.search(r"\b(\d{1,2})\s*år\b", printed)
    if years:
        label = row.label.lower()
        basis = "service" if "service" in label else "total" if "total" in label else row.label
        line = body[row.first]
        table.paybacks.append(PaybackLine(basis, int(years[1]), printed, line.number, line.page, line.bbox))
    return True


def _place(table: EconomicTable, flow: Sequence[FlowRow], spans: Sequence[Span] | None) -> None:
    """Give every value its column."""
    numbers = [[n for t in r.tokens if (n := number_of(t))] for r in flow]
    width = len(table.header.columns)
    if spans is not None:
        placed, evidence = _by_layout(flow, numbers, spans), "spacing"
        for row, typed, columns, found in zip(flow, table.rows, placed, numbers, strict=True):
            _give(typed, columns, found, evidence if columns is not None else "uncertain")
        return
    for typed, (columns, how), found, row in zip(
        table.rows, _by_sums(table, flow, numbers, width), numbers, flow, strict=True
    ):
        _give(typed, columns, found, how)


def _give(typed: TableRow, columns: Sequence[int] | None, numbers: Sequence[PrintedNumber], how: str) -> None:
    at = columns if columns is not None else range(len(numbers))
    typed.values = [_value(c, n, how, typed) for c, n in zip(at, numbers, strict=False)]


def _value(column: int, number: PrintedNumber, how: str, row: TableRow) -> Value:
    placement = how if is_number(number.text) else "uncertain"
    return Value(column, number, placement, line=row.line, page=row.page, bbox=row.bbox)  # type: ignore[arg-type]


def _by_layout(
    flow: Sequence[FlowRow], numbers: Sequence[Sequence[PrintedNumber]], spans: Sequence[Span]
) -> list[list[int] | None]:
    """Each row's columns by where its values stand; None where two would share one, or the values have no place."""
    full = [r.spans for r in flow if len(r.spans) == len(spans) == len(r.tokens)]
    by = _alignment(full) if full else (0.0, 1.0)
    marks = [_mark(s, by) for s in (_typical(full, by) or spans)] if not full else _typical_marks(full, by)
    placed: list[list[int] | None] = []
    for row, found in zip(flow, numbers, strict=True):
        if len(row.spans) != len(found):
            placed.append(None if found else [])
            continue
        columns = [min(range(len(marks)), key=lambda c: abs(marks[c] - _mark(s, by))) for s in row.spans]
        placed.append(columns if all(a < b for a, b in pairwise(columns)) else None)
    return placed


def _typical(full: Sequence[Sequence[Span]], by: tuple[float, float]) -> list[Span] | None:  # noqa: ARG001
    return list(full[0]) if full else None


def _typical_marks(full: Sequence[Sequence[Span]], by: tuple[float, float]) -> list[float]:
    columns = zip(*[[_mark(s, by) for s in spans] for spans in full], strict=True)
    return [sorted(c)[len(c) // 2] for c in columns]


def _mark(span: Span, by: tuple[float, float]) -> float:
    return by[0] * span[0] + by[1] * span[1]


def _alignment(full: Sequence[Sequence[Span]]) -> tuple[float, float]:
    """How full rows are aligned: by the marks that differ least from row to row."""

    def spread(by: tuple[float, float]) -> float:
        marks = [[_mark(s, by) for s in spans] for spans in full]
        return sum(abs(x - y) for a, b in pairwise(marks) for x, y in zip(a, b, strict=True))

    return min(((0.0, 1.0), (1.0, 0.0), (0.5, 0.5)), key=spread)


def _by_sums(
    table: EconomicTable, flow: Sequence[FlowRow], numbers: Sequence[Sequence[PrintedNumber]], width: int
) -> list[tuple[tuple[int, ...], str]]:
    """Each row's columns by the spaces, the row's own sum, and the sums that the rows are seen to make."""
    money = [quantity_of(r.label) is None for r in table.rows]
    scale = 10 ** max((n.decimals for row in numbers for n in row), default=0)
    values = [tuple(int(n.value * scale) for n in row) for row in numbers]
    total = _total_column(table.header)
    ends = _end_in_total(values, total, width)
    inner = width - 1 if ends else width
    shapes = [_shape(row, v, inner, ends=i in ends) for i, (row, v) in enumerate(zip(flow, values, strict=True))]
    sums = _claimed(table.rows, shapes, inner, money)
    placed = place(shapes, inner, sums)
    failing = failing_columns(shapes, placed, inner, sums)
    borne_out = {i for s, columns in failing.items() if not columns for i in (s.total, *s.parts)}
    out = []
    for i, p in enumerate(placed):
        columns = (*p.columns, total) if i in ends and total is not None else p.columns
        out.append((columns, _certainty(flow[i], p, sure=i in borne_out)))
    return out


def _certainty(row: FlowRow, placed: Placed, *, sure: bool) -> str:
    if row.scattered and not sure:
        return "uncertain"
    return placed.evidence


def _total_column(header: TableHeader) -> int | None:
    last = len(header.heads) - 1
    return last if header.heads and header.heads[last].kind == "total" else None


def _end_in_total(values: Sequence[tuple[int, ...]], total: int | None, width: int) -> set[int]:
    """The rows whose last value stands under `I alt`: all of them, where most rows' values add up to their last."""
    if total is None:
        return set()
    short = [i for i, v in enumerate(values) if 1 < len(v) < width]
    holding = sum(sum(v[:-1]) == v[-1] for v in values if len(v) > 1)
    counted = sum(len(v) > 1 for v in values)
    if counted and holding >= 0.6 * counted:
        return {i for i, v in enumerate(values) if v}
    return {i for i in short if sum(values[i][:-1]) == values[i][-1]} if not short else set()


def _shape(row: FlowRow, values: tuple[int, ...], width: int, *, ends: bool) -> RowShape:
    kept = values[:-1] if ends else values
    gaps = tuple(row.gaps[: max(0, len(kept) - 1)])
    return RowShape(kept[:width], row.lead, gaps, row.tail)


def _claimed(rows: Sequence[TableRow], shapes: Sequence[RowShape], width: int, money: Sequence[bool]) -> list[Sum]:
    """The sums that the table's rows make, as far as they can be seen before all values are placed.

    A row whose label names a sum adds the last few rows above it that no other sum took: as many as let it fail in
    the fewest columns.
    """
    sums: list[Sum] = []
    stack: list[int] = []
    fence = 0
    for i, row in enumerate(rows):
        if not shapes[i].values:
            fence = len(stack)
            continue
        if not money[i]:
            continue
        best = _best_claim(i, stack, fence, shapes, width) if SUM_WORDS.search(row.label) else None
        if best is not None:
            sums.append(best)
            stack = [k for k in stack if k not in best.parts]
            fence = min(fence, len(stack))
        stack.append(i)
    return sums


def _best_claim(total: int, stack: Sequence[int], fence: int, shapes: Sequence[RowShape], width: int) -> Sum | None:
    best: tuple[tuple[float, ...], Sum] | None = None
    sizes = range(1, min(len(stack), 40) + 1)
    for size in sizes:
        parts = tuple(stack[-size:])
        claim = Sum(len(parts), tuple(range(len(parts))))
        local = [_copy(shapes[k]) for k in (*parts, total)]
        failing = failing_columns(local, place(local, width, [claim]), width, [claim])[claim]
        at_fence = len(stack) - size == fence
        rank = (failing, not at_fence, -size)
        if best is None or rank < best[0]:
            best = (rank, Sum(total, parts))
    return best[1] if best is not None and best[0][0] <= width / 2 else None


def _copy(shape: RowShape) -> RowShape:
    return RowShape(shape.values, shape.lead, shape.gaps, shape.tail)


def vectors(table: EconomicTable) -> list[dict[int, Decimal]]:
    """The rows' money amounts by column, uncertain ones left out; a quantity has none."""
    money = [c for c in range(len(table.header.heads)) if c not in table.header.quantities]
    return [
        {v.column: v.number.value for v in r.values if v.column in money} if not r.quantity else {} for r in table.rows
    ]
