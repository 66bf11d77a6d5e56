"""An economic table from printed lines: where it ends, and its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from extractors.danish.numbers import read_cell
from extractors.layout.flow.areas import end_in_areas, split_area
from extractors.layout.flow.fold import fold
from extractors.layout.flow.rows import FlowRow
from extractors.layout.flow.tokens import split_values
from extractors.tables.economy.appropriation import take_out
from extractors.tables.economy.header import repeats_header
from extractors.tables.economy.labels import OPENS_SUM, PAYBACK, is_heading
from extractors.tables.economy.model import (
    EconomicTable,
    TableHeader,
    TableRow,
    assign_sections,
    row_kind,
)
from extractors.tables.economy.paybacks import continues_payback, is_open_payback, take_payback_line
from extractors.tables.economy.place import find_anchors, is_aligned, left_edge, place_values
from extractors.tables.economy.roles import settle_roles
from extractors.tables.economy.words import take_out_words
from schemas.source import Line

T = TypeVar("T")

NOTE_RE: Final = re.compile(r"^\s*(?:noter?\b|bemærk\b|alle (?:effektiv|bespar)|\*+\s*\w)", re.IGNORECASE)
"""The start of a note under a table."""
_STOP_RE: Final = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d+)*\.\s+[A-ZÆØÅ]|(?:tabel|figur|bilag)\s*\d|administrativ|adm\. bilag|forslaget udspringer|"
    r"kommende investeringsforslag|opfølgning|kort resum|forslag til aftaletekst|øvrige tekniske|bevillingstekniske)",
    re.IGNORECASE,
)


def read_flow_table(lines: Sequence[Line], start: int, header: TableHeader, *, stop: int) -> tuple[EconomicTable, int]:
    """Read the table whose rows begin at `start`; returns it and the index after its last line."""
    end = _table_end(lines, start, stop, header)
    body = [Line("", x.number, x.page) if repeats_header(x.text, header) else x for x in lines[start:end]]
    _name_areas(header, body)
    body, cells = take_out(body) if header.has_appropriation else (body, {})
    aligned = is_aligned(lines, start, end, header)
    body, areas = take_out_words(body, has_area=header.has_area, more=header.more_words, aligned=aligned)
    left = left_edge(lines, start, end, header) if aligned else None
    flow = _fold(body, len(header.columns), has_area=header.has_area and areas is None, left=left)
    at = lines[min(start, len(lines) - 1)]  # a heading may be the last line there is
    table = EconomicTable(header, line=at.number, page=at.page)
    rows = [r for r in flow if not take_payback_line(table, r, body)]
    table.rows = [_typed_row(r, body) for r in rows]
    assign_sections(table.rows)
    for row, typed in zip(rows, table.rows, strict=True):
        typed.appropriation = _within(row, cells)
        typed.area = _within(row, areas or {}) or typed.area
    anchors = find_anchors(lines, start, rows, body, header) if aligned else None
    place_values(table, rows, anchors)
    if settle_roles(table.rows):
        place_values(table, rows, anchors)
    return table, end


def _within(row: FlowRow, found: Mapping[int, T]) -> T | None:
    """What was found on a row's lines."""
    return next((x for i, x in found.items() if row.first <= i <= row.last), None)


def _name_areas(header: TableHeader, body: Sequence[Line]) -> None:
    """Let the cells say that a column of areas is there, whatever its heading calls it."""
    if end_in_areas(body, _opens_sum):
        header.has_area, header.has_appropriation = True, False


def _fold(lines: Sequence[Line], width: int, *, has_area: bool, left: int | None = None) -> list[FlowRow]:
    """`extractors.layout.flow.fold.fold` with the words of an economic table."""
    return fold(
        lines,
        width,
        has_area=has_area,
        left=left,
        is_heading=is_heading,
        keeps_open=is_open_payback,
        opens_sum=_opens_sum,
    )


def _opens_sum(label: str) -> bool:
    return bool(OPENS_SUM.match(label))


def _table_end(lines: Sequence[Line], start: int, stop: int, header: TableHeader) -> int:
    """The index after the table: at a note, a heading, a caption, prose, or after the net effect and its paybacks."""
    index, last, payback = start, start, ""
    while index < stop:
        text = lines[index].text
        if not lines[index].blank:
            if NOTE_RE.match(text) or _STOP_RE.match(text) or (_is_prose(text) and not _values_follow(lines, index)):
                break
            if PAYBACK.match(text.strip()):
                payback = ""
            elif payback and not continues_payback(payback, text.strip()):
                break
            if payback or PAYBACK.match(text.strip()):
                payback = f"{payback} {text.strip()}".strip()
            last = index + 1
            if header.administration and re.match(r"^\s*varige ændringer to", text, re.IGNORECASE):
                return _finish_row(lines, index, stop)
        index += 1
    return last


def _finish_row(lines: Sequence[Line], index: int, stop: int) -> int:
    """The index after the row that begins at `index`: its label's next line, and its values if it has any."""
    last = index + 1
    for i in range(index, min(stop, index + 12)):
        text = lines[i].text
        if lines[i].blank:
            continue
        valued = any(read_cell(w).certain for w in text.split())
        if i > index and (NOTE_RE.match(text) or _STOP_RE.match(text) or (not valued and len(text.strip()) > 20)):
            break
        last = i + 1
        if valued:
            break
    return last


def _is_prose(text: str) -> bool:
    """True for a line of running text: long, of many words, without a cell's gap and not ended by an amount."""
    words = [w for w in text.split() if w.isalpha()]
    if len(text.strip()) <= 68 or len(words) <= 8 or "   " in text.strip():
        return False
    return not re.search(r"\s(?:[-\u2010-\u2014\u2212]\s?)?\d[\d.]*\s*$", text) and len(split_values(text)[1]) < 2


def _values_follow(lines: Sequence[Line], index: int) -> bool:
    """True when the next printed line is a label's area or values only: the long line above is the label."""
    below = next((x.text for x in lines[index + 1 : index + 5] if not x.blank), "")
    words, tokens = split_values(below)
    return bool(tokens) and (not words.strip() or split_area(words, has_area=True)[0] == "")


def _typed_row(row: FlowRow, body: Sequence[Line]) -> TableRow:
    first, last = body[row.first], body[row.last]
    made = TableRow(row_kind(row.label, valued=bool(row.tokens)), row.label, " ".join(" ".join(row.text).split()))
    made.area, made.line, made.last_line, made.page = row.area, first.number, last.number, first.page
    return made
