"""Economic tables: line items x years, subtotals, a net effect, a payback time; from cells or from printed lines.

`EconomicTable` is what both ways give. Its rows are in printed order; a value knows its column and what decided it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from extractors.bilag.appropriation import Appropriation, take_out
from extractors.bilag.labels import (
    OPENS_SUM,
    PAYBACK,
    is_heading,
    payback_basis,
    role_of,
    section_of,
    split_of,
    sum_kind,
)
from extractors.danish.numbers import PrintedNumber, parse_number, parse_price_level, parse_unit
from extractors.layout.columns import failing_columns, place
from extractors.layout.columns_choice import Sum
from extractors.layout.columns_evidence import RowShape
from extractors.layout.flow import FlowRow, Span, fold, has_spaced_signs, split_area, split_values, with_signs
from extractors.layout.text import join_lines
from schemas.dataset import Placement, RowRole, SectionKind, TableKind
from schemas.source import BBox, Line

YEAR_RE: Final = re.compile(r"(?<![\d.,/-])(20\d\d)(?![\d./-])")
_HEADER_WORD: Final = re.compile(
    r"^(?:20\d\d|i|alt|styrings?-?|styringsområde|styringso|styringsom-?|mråde|område|råde|omr\.?|area|kr\.?,?|1\.?000|"
    r"t\.|mio\.|20\d\d-?p/[l1]|p/[l1]|udvalg|bevilling|indtægt/?|udgift|nettoeffekt|på|administrative|udgifter|"
    r"udgif-|ter)$",
    re.IGNORECASE,
)
NOTE_RE: Final = re.compile(r"^\s*(?:noter?\b|bemærk\b|alle (?:effektiv|bespar)|\*+\s*\w)", re.IGNORECASE)
STOP_RE: Final = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d+)*\.\s+[A-ZÆØÅ]|(?:tabel|figur|bilag)\s*\d|administrativ|adm\. bilag|forslaget udspringer|"
    r"kommende investeringsforslag|opfølgning|kort resum|forslag til aftaletekst|øvrige tekniske|bevillingstekniske)",
    re.IGNORECASE,
)
_CAPTION_RE: Final = re.compile(r"^\s*(?:tabel\s*\d+\s*[.:–-]?|forslagets samlede økonomiske)", re.IGNORECASE)
_LEVEL_RE: Final = re.compile(r"20\d\d\s*-?\s*p\s*/\s*[l1I|]", re.IGNORECASE)
_BROKEN_LEVEL_RE: Final = re.compile(r"\bkr\.?,?\s+(?P<year>20\d\d)\s+(?=20\d\d\b)", re.IGNORECASE)
_COLUMN_RE: Final = re.compile(r"(?<![\d.,/-])(?P<year>20\d\d)(?![\d./-])|(?P<sum>\bI alt\b)", re.IGNORECASE)
_MIN_YEARS: Final = 2


@dataclass(slots=True)
class Value:
    """A printed amount in a column (0-based among the value columns)."""

    column: int
    number: PrintedNumber
    placement: Placement
    high: PrintedNumber | None = None
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    confidence: float | None = None


@dataclass(slots=True)
class TableRow:
    """A row: a section heading, a group heading, an item, a subtotal or a total."""

    kind: str
    label: str
    text: str
    section: SectionKind | None = None
    section_printed: str | None = None
    area: str | None = None
    values: list[Value] = field(default_factory=list)
    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    bbox: BBox | None = None
    appropriation: Appropriation | None = None

    @property
    def role(self) -> RowRole:
        """The row's role; headings, which hold no amounts, count as items."""
        return self.kind if self.kind in ("item", "subtotal", "total") else "item"  # type: ignore[return-value]


@dataclass(slots=True)
class PaybackLine:
    """A Tilbagebetalingstid row."""

    basis: str
    years: int
    printed: str
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class TableHeader:
    """What a table's heading says."""

    columns: list[tuple[str, int | None]] = field(default_factory=list)
    caption: str | None = None
    unit: tuple[int, str] | None = None
    price_level: tuple[int, str] | None = None
    has_area: bool = False
    has_appropriation: bool = False
    administration: bool = False
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> TableKind:
        """The table's kind, by its caption and heading."""
        caption = (self.caption or "").lower()
        if "scenarie" in caption:
            return "scenario"
        if self.administration or "administration" in caption:
            return "administration"
        return "appropriation" if self.has_appropriation else "economy"


@dataclass(slots=True)
class EconomicTable:
    """A money table as printed."""

    header: TableHeader
    rows: list[TableRow] = field(default_factory=list)
    paybacks: list[PaybackLine] = field(default_factory=list)
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None


def header_notes(years: Sequence[int | None]) -> list[str]:
    """What is wrong with a heading's years: a repetition, a gap, a step back."""
    known = [y for y in years if y is not None]
    notes = [f"repeated year {y}" for y in sorted({y for y in known if known.count(y) > 1})]
    if not notes and known != sorted(known):
        notes.append("years out of order")
    if known and not notes and len(known) != known[-1] - known[0] + 1:
        notes.append("gap in the years")
    return notes


def is_header_line(text: str, *, begun: bool = False) -> bool:
    """True when a line consists of heading words only: years, unit, price level, Styringsområde, Udvalg ...

    A narrow column breaks `Styringsområde` anywhere: its beginning counts, other pieces where a heading has `begun`.
    """
    words = text.replace("p/l.", "p/l").split()
    return words not in ([], ["1.000"], ["1000"]) and all(
        _HEADER_WORD.match(w.strip(",.:") or w) or _HEADER_WORD.match(w) or _is_piece(w, begun=begun) for w in words
    )


def _is_piece(word: str, *, begun: bool) -> bool:
    piece = word.lower().rstrip("-\u00ad")
    return piece in "styringsområde" if begun else len(piece) > 2 and "styringsområde".startswith(piece)


def read_header(lines: Sequence[Line], start: int) -> tuple[TableHeader, int] | None:
    """Read a heading that begins at `start`; the index after it, or None when no year heading stands there.

    The heading may be broken over many lines (`2026 2027 2028`, `2029`, `2030 2031`).
    """
    header, texts, index, since = TableHeader(), list[str](), start, 0
    while index < len(lines) and since < 14:
        text = lines[index].text
        if lines[index].blank:
            index, since = index + 1, since + 1
            continue
        if not is_header_line(text, begun=bool(texts)):
            break
        texts.append(text)
        index, since = index + 1, 0
    joined = _whole_level(texts)
    columns = _columns(joined)
    if sum(1 for _, y in columns if y) < _MIN_YEARS:
        return None
    header.columns = columns
    header.unit, header.price_level = parse_unit(joined), parse_price_level(joined)
    squeezed = re.sub(r"[-\s]", "", joined).lower()
    header.has_area = "styrings" in squeezed
    header.has_appropriation = "bevilling" in squeezed
    header.administration = "administrativeudgifter" in squeezed
    header.notes = header_notes([y for _, y in columns])
    while index > start and lines[index - 1].blank:
        index -= 1
    return header, index


def _columns(text: str) -> list[tuple[str, int | None]]:
    """The value columns of a heading: years, and `I alt`. A year that belongs to a price level is none."""
    return [(m[0], int(m["year"]) if m["year"] else None) for m in _COLUMN_RE.finditer(_LEVEL_RE.sub(" ", text))]


def _whole_level(texts: Sequence[str]) -> str:
    """A heading on one line, its price level mended where a narrow cell broke it.

    In a dump that keeps the layout the years stand between its parts: `1.000 kr. 2026  2025  2026`, `p/l Styrings`.
    """
    for index, text in enumerate(texts):
        broken = _BROKEN_LEVEL_RE.search(text)
        below = next((i for i in range(index + 1, len(texts)) if re.match(r"\s*p/[l1]\b", texts[i])), None)
        if broken and below is not None:
            mended = f"{text[: broken.end('year')]} p/l{text[broken.end('year') :]}"
            rest = texts[below].lstrip()[3:]
            return " ".join([*texts[:index], mended, *texts[index + 1 : below], rest, *texts[below + 1 :]])
    return " ".join(texts)


def read_flow_table(lines: Sequence[Line], start: int, header: TableHeader, *, stop: int) -> tuple[EconomicTable, int]:
    """Read the table whose rows begin at `start`; returns it and the index after its last line."""
    end = _table_end(lines, start, stop, header)
    body = [Line("", x.number, x.page) if _repeats_header(x.text, header) else x for x in lines[start:end]]
    body, cells = take_out(body) if header.has_appropriation else (body, {})
    aligned = _aligned(lines, start, end, header)
    flow = fold(
        body,
        len(header.columns),
        has_area=header.has_area,
        left=_left(lines, start, end, header) if aligned else None,
        is_heading=is_heading,
        keeps_open=_is_open_payback,
        opens_sum=_opens_sum,
    )
    table = EconomicTable(header, line=lines[start].number, page=lines[start].page)
    rows = [r for r in flow if not _take_payback(table, r, body)]
    table.rows = _typed_rows(rows, body)
    for row, typed in zip(rows, table.rows, strict=True):
        typed.appropriation = next((c for i, c in cells.items() if row.first <= i <= row.last), None)
    _place(table, rows, _anchors(lines, start, rows, body, header) if aligned else None)
    return table, end


def _repeats_header(text: str, header: TableHeader) -> bool:
    """True for a heading printed again where the table runs over a page; a row of amounts is never one."""
    if not is_header_line(text):
        return False
    years = YEAR_RE.findall(text)
    return bool(re.search(r"[^\W\d]", text)) or (len(years) > 1 and years == [p for p, y in header.columns if y])


def _table_end(lines: Sequence[Line], start: int, stop: int, header: TableHeader) -> int:
    """The index after the table: at a note, a heading, a caption, prose, or after the net effect and its paybacks."""
    index, last, payback = start, start, ""
    while index < stop:
        text = lines[index].text
        if not lines[index].blank:
            if NOTE_RE.match(text) or STOP_RE.match(text) or (_is_prose(text) and not _values_follow(lines, index)):
                break
            if PAYBACK.match(text.strip()):
                payback = ""
            elif payback and not _continues_payback(payback, text.strip()):
                break
            if payback or PAYBACK.match(text.strip()):
                payback = f"{payback} {text.strip()}".strip()
            last = index + 1
            if header.administration and re.match(r"^\s*varige ændringer to", text, re.IGNORECASE):
                return _finish_row(lines, index, stop, len(header.columns))
        index += 1
    return last


def _finish_row(lines: Sequence[Line], index: int, stop: int, width: int) -> int:
    """The index after the row that begins at `index`: its label's next line, and its values if it has any."""
    last, seen = index + 1, 0
    for i in range(index, min(stop, index + 12)):
        text = lines[i].text
        if lines[i].blank:
            continue
        numbers = [w for w in text.split() if parse_number(w)]
        if i > index and (NOTE_RE.match(text) or STOP_RE.match(text) or (not numbers and len(text.strip()) > 20)):
            break
        last, seen = i + 1, seen + len(numbers)
        if seen >= width or (seen and not numbers):
            break
        if numbers and seen:
            break
    return last


def _is_prose(text: str) -> bool:
    """True for a line of running text: long, of many words, without a cell's gap and not ended by an amount."""
    words = [w for w in text.split() if w.isalpha()]
    if len(text.strip()) <= 68 or len(words) <= 8 or "   " in text.strip():
        return False
    return not re.search(r"\s(?:[-\u2010-\u2014\u2212]\s?)?\d[\d.]*\s*$", text)


def _values_follow(lines: Sequence[Line], index: int) -> bool:
    """True when the next printed line is a label's area or values only: the long line above is the label."""
    below = next((x.text for x in lines[index + 1 : index + 5] if not x.blank), "")
    words, tokens = split_values(below)
    return bool(tokens) and (not words.strip() or split_area(words, has_area=True)[0] == "")


def _continues_payback(row: str, text: str) -> bool:
    """True when a line below a Tilbagebetalingstid row is its value or goes on with its label."""
    if re.fullmatch(r"\d{1,2}(?:\s*år)?", text):
        return not _PAYBACK_LABEL_RE.search(row)
    cut = _PAYBACK_LABEL_RE.sub("", row).rstrip().endswith((" på", "-", "\u2013"))
    return len(text) < 60 and (cut or text[0].islower() or text[0] == "(")


_PAYBACK_LABEL_RE: Final = re.compile(r"(?P<years>\d{1,2})\s*(?P<unit>år)?\s*$")


def _take_payback(table: EconomicTable, row: FlowRow, body: Sequence[Line]) -> bool:
    """File a Tilbagebetalingstid row; True when the row was one."""
    if not PAYBACK.match(row.label):
        return False
    years = int(row.tokens[0]) if row.tokens and row.tokens[0].isdigit() else None
    label = row.label
    if years is None and (found := _PAYBACK_LABEL_RE.search(label)):
        years, label = int(found["years"]), label[: found.start()].strip()
    if years is not None and years < 200:
        line = body[row.first]
        printed = " ".join(" ".join(row.text).split())
        table.paybacks.append(PaybackLine(payback_basis(label), years, printed, line.number, line.page))
    return True


def read_paybacks(table: EconomicTable, lines: Sequence[Line]) -> int:
    """File the Tilbagebetalingstid rows that `lines` begin with, under a table they were cut from; how many lines."""
    end, row = 0, ""
    for index, line in enumerate(lines):
        text = line.text.strip()
        if line.blank:
            continue
        if PAYBACK.match(text):
            row = text
        elif row and _continues_payback(row, text):
            row = f"{row} {text}"
        else:
            break
        end = index + 1
    flow = fold(
        lines[:end], 1, has_area=False, is_heading=is_heading, keeps_open=_is_open_payback, opens_sum=_opens_sum
    )
    for made in flow:
        _take_payback(table, made, lines)
    return end


def _is_open_payback(label: str) -> bool:
    return bool(PAYBACK.match(label)) and not _PAYBACK_LABEL_RE.search(label)


def _opens_sum(label: str) -> bool:
    return bool(OPENS_SUM.match(label))


def _typed_rows(rows: Iterable[FlowRow], body: Sequence[Line]) -> list[TableRow]:
    typed: list[TableRow] = []
    section: SectionKind | None = None
    printed: str | None = None
    for row in rows:
        label = row.label
        first, last = body[row.first], body[row.last]
        made = TableRow("item", label, " ".join(" ".join(row.text).split()), line=first.number, page=first.page)
        made.last_line, made.area = last.number, row.area
        if not row.tokens and is_heading(label):
            section, printed, made.kind = section_of(label), label, "section"
        else:
            made.kind = role_of(label) if (row.tokens and label) or role_of(label) != "item" else "group"
        made.section, made.section_printed = section, printed
        if made.kind == "total" and sum_kind(label) == "net":
            made.section, made.section_printed = None, None
        typed.append(made)
    return typed


def table_sums(rows: Sequence[TableRow], *, known: Sequence[bool]) -> list[Sum]:
    """The sums a table claims by its labels; `known[i]` tells whether row i holds any value."""
    sums: list[Sum] = []
    tops: dict[str, list[int]] = {"permanent": [], "implementation": []}
    for kind, section in (("permanent", "permanent_changes"), ("implementation", "implementation_costs")):
        items = [i for i, r in enumerate(rows) if r.kind == "item" and r.section == section and known[i]]
        heads = [i for i, r in enumerate(rows) if r.kind == "subtotal" and sum_kind(r.label) == kind]
        heads = [i for i in heads if not rows[i].label.lower().startswith("heraf")]
        splits = {i: split_of(rows[i].label, rows[i].area) for i in heads}
        plain = [i for i in heads if not splits[i] and known[i]]
        parts = [i for i in heads if splits[i] and known[i]]
        complete = sum(bool(a) for a in splits.values()) > 1  # service and anlæg both stand there, be one of them empty
        areas = {(rows[i].area or "").lower() for i in items}
        sums += [Sum(i, tuple(items)) for i in plain or ([] if complete else parts)]
        if "" not in areas and (complete or plain):
            sums += [Sum(i, mine) for i in parts if (mine := _of_area(rows, items, splits[i]))]
        if plain and parts and complete:
            sums.append(Sum(plain[-1], tuple(parts)))
        tops[kind] = plain[-1:] or parts
    net = [i for i, r in enumerate(rows) if r.kind == "total" and sum_kind(r.label) == "net" and known[i]]
    if net and (tops["permanent"] or tops["implementation"]):
        sums.append(Sum(net[0], (*tops["permanent"], *tops["implementation"])))
    return sums + ([] if net else _plain_totals(rows, known))


def _of_area(rows: Sequence[TableRow], items: Sequence[int], area: str | None) -> tuple[int, ...]:
    same = {"service": {"service", "drift", "løn", "it"}}.get(area or "", {area})
    return tuple(i for i in items if (rows[i].area or "").lower() in same)


def _plain_totals(rows: Sequence[TableRow], known: Sequence[bool]) -> list[Sum]:
    """Tables without sections (administration, appropriation): everything above adds to the total."""
    items = [i for i, r in enumerate(rows) if r.kind == "item" and known[i] and r.section is None]
    return [
        Sum(i, tuple(p for p in items if p < i)) for i, r in enumerate(rows) if r.kind == "total" and known[i] and items
    ]


Anchors = tuple[str, dict[int, tuple[float, ...]]]
"""How a layout dump aligns its values, and the marks each row's values are measured against."""


def _place(table: EconomicTable, rows: Sequence[FlowRow], anchors: Anchors | None) -> None:
    """Give every value its column; a number that ends a label is left to it where only so the sums hold."""
    best, failing = _placed(table, rows, anchors)
    doubtful = [i for i, r in enumerate(rows) if anchors is None and _may_be_label(r, table.rows[i])] if failing else []
    for index in doubtful:
        without = [_without_first(r) if i == index else r for i, r in enumerate(best)]
        if (fewer := _placed(table, without, anchors)[1]) < failing:
            best, failing = without, fewer
            table.rows[index].label = without[index].label
    if doubtful:
        _placed(table, best, anchors)


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


def _placed(table: EconomicTable, rows: Sequence[FlowRow], anchors: Anchors | None) -> tuple[list[FlowRow], int]:
    """Place the rows' values in the table; the rows, and in how many columns its sums fail."""
    width = len(table.header.columns)
    by = anchors[0] if anchors else "right"
    numbers = [[n for t in r.tokens if (n := parse_number(t))] for r in rows]
    shapes = []
    for row, typed, found in zip(rows, table.rows, numbers, strict=True):
        shape = RowShape(tuple(int(n.value) for n in found), row.lead, tuple(row.gaps), row.tail, _marks(row.spans, by))
        shape.prefers_right = typed.section == "permanent_changes" or typed.kind == "total"
        shapes.append(shape)
    sums = table_sums(table.rows, known=[bool(n) for n in numbers])
    places = place(shapes, width, sums, anchors[1] if anchors else None)
    failing = failing_columns(shapes, places, width, sums)
    borne_out = {i for s, columns in failing.items() if not columns for i in (s.total, *s.parts)}
    for index, (placed, typed, found) in enumerate(zip(places, table.rows, numbers, strict=True)):
        doubtful = rows[index].scattered and index not in borne_out
        evidence: Placement = "uncertain" if doubtful else placed.evidence
        typed.values = [
            Value(c, n, evidence, line=typed.line, page=typed.page) for c, n in zip(placed.columns, found, strict=True)
        ]
    return list(rows), sum(failing.values())


def _header_spans(lines: Sequence[Line], start: int, width: int) -> list[Span] | None:
    """Where the years of a one-line year heading above `start` stand; a price level's year stands before them."""
    for index in range(start - 1, max(-1, start - 14), -1):
        spans = [m.span() for m in _COLUMN_RE.finditer(lines[index].text)]
        if len(spans) >= width:
            return spans[-width:]
    return None


def _left(lines: Sequence[Line], start: int, end: int, header: TableHeader) -> int:
    """Where the first value column begins: in the heading, or further left in a full row (of another page)."""
    width = len(header.columns)
    rows = [split_values(x.text)[1] for x in lines[start:end]]
    spans = _header_spans(lines, start, width)
    return min([t[0][1] for t in rows if len(t) == width] + ([spans[0][0]] if spans else []), default=0)


def _aligned(lines: Sequence[Line], start: int, end: int, header: TableHeader) -> bool:
    """True when the dump keeps the page's layout: full rows stand under the heading's years."""
    spans = _header_spans(lines, start, len(header.columns))
    if spans is None or len(spans) < 2 or (pitch := _pitch(spans)) < 7:
        return False
    signs = has_spaced_signs(x.text for x in lines[start:end])
    rows = [split_values(x.text)[1] for x in lines[start:end]]
    rows = [with_signs(x.text, t, len(spans), all_signs=signs)[1] for x, t in zip(lines[start:end], rows, strict=True)]
    full = [t for t in rows if len(t) == len(spans)]
    offsets = [sum(abs(t[2] - e) for t, (_, e) in zip(row, spans, strict=True)) / len(spans) for row in full]
    return not offsets or sorted(offsets)[(len(offsets) - 1) // 2] < pitch


def _pitch(spans: Sequence[Span]) -> float:
    return (spans[-1][1] - spans[0][1]) / (len(spans) - 1)


_MARKS: Final = {"right": (0.0, 1.0), "left": (1.0, 0.0), "center": (0.5, 0.5)}
"""Where in its span a value of a column stands: how much its start and its end count."""


def _marks(spans: Iterable[Span], by: str) -> tuple[float, ...]:
    a, b = _MARKS[by]
    return tuple(a * s + b * e for s, e in spans)


def _alignment(full: Sequence[Sequence[Span]]) -> str:
    """How full rows are aligned: by the marks that differ least from row to row of a page."""

    def spread(by: str) -> float:
        marks = [_marks(spans, by) for spans in full]
        return sum(abs(x - y) for a, b in pairwise(marks) for x, y in zip(a, b, strict=True))

    return min(_MARKS, key=spread)


def _anchors(
    lines: Sequence[Line], start: int, rows: Sequence[FlowRow], body: Sequence[Line], header: TableHeader
) -> Anchors:
    """How the values are aligned, and the marks each row is measured against.

    These are those of the nearest full row of its page, else the heading's, else any full row's.
    """
    width = len(header.columns)
    top = _header_spans(lines, start, width)
    full = [(r.first, body[r.first].page, r.spans) for r in rows if len(r.spans) == width]
    by = _alignment([f[2] for f in full])
    chosen: dict[int, tuple[float, ...]] = {}
    for i, row in enumerate(rows):
        page = body[row.first].page
        near = sorted((f for f in full if f[1] == page), key=lambda f: abs(f[0] - row.first))
        spans = near[0][2] if near else top or (full[0][2] if full else None)
        if spans is not None:
            chosen[i] = _marks(spans, by)
    return by, chosen


def caption_before(lines: Sequence[Line], start: int) -> str | None:
    """The caption above a heading: `Tabel 1. Forslagets samlede økonomiske konsekvenser`, wraps joined."""
    above: list[str] = []
    for index in range(start - 1, max(-1, start - 12), -1):
        text = lines[index].text
        if lines[index].blank or is_header_line(text):
            continue
        above.insert(0, text)
        if _CAPTION_RE.match(text):
            return join_lines(above)
        if len(above) > 2:
            return None
    return None
