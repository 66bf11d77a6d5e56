"""The overview table in front of an annex's cards: one row a proposal, by committee or by kind, with totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.cards.overview_lines import Flowed, spaces_thousands, take
from extractors.danish.case_ids import case_key
from extractors.danish.numbers import PrintedNumber, read_cell
from extractors.danish.organisations import organisation_id
from extractors.danish.units import parse_price_level, parse_unit
from extractors.layout.columns.choice import Sum
from extractors.layout.columns.evidence import RowShape
from extractors.layout.columns.place import place
from extractors.layout.flow.tokens import (
    number_of,
    split_values,
)
from extractors.layout.text import join_lines
from extractors.tables.context import document_unit
from extractors.tables.economy.grid import cell_text
from extractors.templates.model import Template
from schemas.dataset import OverviewAmountRow, OverviewMeasure, RowRole
from schemas.extraction import Extraction
from schemas.source import BBox, Block, Grid, Line

_COMMITTEE: Final = re.compile(r"^\s*[A-ZÆØÅ][\w\s,.&/-]*udvalget\s*$")
_CAPTION_LINES: Final = 6
_TOTAL: Final = re.compile(r"^\s*(?:<i>)?\s*i alt\b", re.IGNORECASE)
_START: Final = re.compile(r"^\s*tabel\s*\d+\s*[.:]?\s*oversigt", re.IGNORECASE)
_MEASURES: Final[tuple[tuple[re.Pattern[str], OverviewMeasure], ...]] = (
    (re.compile(r"service", re.I), "service"),
    (re.compile(r"anlæg", re.I), "anlæg"),
    (re.compile(r"effektivi", re.I), "efficiency"),
    (re.compile(r"tilbage", re.I), "payback_years"),
)
_BRACKETED: Final = re.compile(r"\(\s*20\d\d\s*p\s*/\s*[l1]\s*\)", re.IGNORECASE)
_DEFAULT_UNIT: Final = 1000  # the overview tables of 2025-2026 print no unit; the cards they sum are in 1.000 kr.
_FOOTNOTE_RE: Final = re.compile(r"^\s*(\*{1,3})\s*(\S.*)")


@dataclass(slots=True)
class OverviewRow:
    """A row of the overview with its values by measure."""

    role: RowRole
    title: str
    case_id: str | None = None
    committee: str | None = None
    group: str | None = None
    values: dict[OverviewMeasure, PrintedNumber] = field(default_factory=dict)
    boxes: dict[OverviewMeasure, BBox | None] = field(default_factory=dict)
    note: str | None = None
    line: int | None = None
    page: int | None = None
    bbox: BBox | None = None


@dataclass(slots=True)
class Overview:
    """An overview table: its rows, its unit and the price levels of its measures; `end` is the block after it."""

    rows: list[OverviewRow] = field(default_factory=list)
    unit: int = _DEFAULT_UNIT
    price_levels: dict[OverviewMeasure, int] = field(default_factory=dict)
    end: int = 0

    def by_case(self) -> dict[str, OverviewRow]:
        """The proposals' rows by case id, spaces dropped and the part after a slash left out."""
        return {key: r for r in self.rows if r.role == "item" and (key := case_key(r.case_id))}


Ids = re.Pattern[str]
"""How the document's ids begin a line: see `extractors.danish.case_ids.case_pattern`."""


def read_overview(blocks: Sequence[Block], stop: int, ids: Ids, template: Template) -> Overview | None:
    """Read the overview that stands before block `stop` (the first card); None when there is none."""
    overview = _read(blocks, stop, ids, template)
    for row in overview.rows if overview else ():
        payback = row.values.get("payback_years")
        if row.role == "total" and payback and payback.text in "-–−":
            del row.values["payback_years"]  # there a dash is no zero: years do not add up
    return overview


def _read(blocks: Sequence[Block], stop: int, ids: Ids, template: Template) -> Overview | None:
    for index, block in enumerate(blocks[:stop]):
        if isinstance(block, Grid) and (columns := _grid_measures(block, ids)) is not None:
            return _from_grids(blocks, index, stop, columns, ids, template)
    start = next((i for i, b in enumerate(blocks[:stop]) if isinstance(b, Line) and _START.match(b.text)), None)
    if start is None:
        start = _uncaptioned(blocks, stop, ids)
    return _from_lines(blocks, start, stop, ids) if start is not None else None


def _uncaptioned(blocks: Sequence[Block], stop: int, ids: Ids) -> int | None:
    """The heading of an overview without a caption: lines that name its measures, over a proposal's row."""
    for index, block in enumerate(blocks[:stop]):
        if not isinstance(block, Line) or not any(p.search(block.text) for p, _ in _MEASURES) or len(block.text) > 120:
            continue
        body = next((i for i in range(index, min(stop, index + 12)) if _opens_row(blocks[i], ids)), None)
        lines = [b.text for b in blocks[index:body] if isinstance(b, Line)] if body is not None else []
        if len(_measures_in(" ".join(lines))) > 1 and all(len(x) < 120 and x.strip()[-1:] != "." for x in lines):
            return index
    return None


def add_overview(extraction: Extraction, overview: Overview) -> None:
    """File every amount of the overview."""
    for row in overview.rows:
        confidential = "fortrolig" in row.title.lower()
        committee_id = organisation_id(row.committee)
        for measure, number in row.values.items():
            box = row.boxes.get(measure) or row.bbox
            payback = measure == "payback_years"
            extraction.add(
                OverviewAmountRow(
                    document_id=extraction.document.document_id,
                    page=row.page,
                    line=row.line,
                    bbox=list(box) if box else None,
                    group=row.group,
                    committee=row.committee,
                    committee_id=committee_id,
                    case_id=row.case_id,
                    title=row.title or None,
                    measure=measure,
                    role=row.role,
                    amount_dkk=None if payback else number.scaled(overview.unit),
                    value=float(number.value),
                    value_printed=number.text,
                    unit_dkk=None if payback else overview.unit,
                    price_level=overview.price_levels.get(measure),
                    confidential=confidential,
                    note=row.note,
                )
            )


def _price_levels(intro: str, header: str, measures: Sequence[OverviewMeasure]) -> dict[OverviewMeasure, int]:
    """The overview's price level, and the one its efficiency column names for itself, in brackets."""
    bracketed = _BRACKETED.search(header) if "efficiency" in measures else None
    own = parse_price_level(_BRACKETED.sub(" ", header) if bracketed else header) or parse_price_level(intro)
    year = own[0] if own else None
    levels: dict[OverviewMeasure, int] = {m: year for m in measures if year and m != "payback_years"}
    if bracketed and (named := parse_price_level(bracketed[0])) and named[0]:
        levels["efficiency"] = named[0]
    return levels


# --- from printed lines -------------------------------------------------------------------------------------------


def _from_lines(blocks: Sequence[Block], start: int, stop: int, ids: Ids) -> Overview:
    named = any(isinstance(b, Line) and ids.match(b.text) for b in blocks[start:stop])
    body = next((i for i in range(start, stop) if _opens_row(blocks[i], ids)), stop)
    header = " ".join(b.text for b in blocks[start:body] if isinstance(b, Line))
    measures = _measures_in(header)
    intro = " ".join(b.text for b in blocks[:start] if isinstance(b, Line))
    overview = Overview(price_levels=_price_levels(intro, header, measures))
    if unit := parse_unit(header) or document_unit(intro):
        overview.unit = unit[0]
    printed = [b.text for b in blocks[body:stop] if isinstance(b, Line)]
    thousands = spaces_thousands(printed, len(measures))
    committee, rows, index = None, list[Flowed](), body
    committees: list[str | None] = []
    while index < stop:
        block = blocks[index]
        if isinstance(block, Grid):
            break
        if not block.blank:
            if _COMMITTEE.match(block.text) and not (rows and not rows[-1].tokens):
                committee = join_lines([block.text])
            elif rows and _TOTAL.match(rows[-1].labels[0]) and rows[-1].tokens:
                break
            else:
                if _begins(block.text, ids) or (not named and _follows(rows, block.text)):
                    rows.append(Flowed(block))
                    committees.append(committee)
                if rows and ids.fullmatch(block.text.strip()):
                    rows[-1].labels.append(block.text.strip())  # a bare number is no amount here
                elif rows:
                    take(rows[-1], block.text, len(measures), thousands=thousands)
        index += 1
    overview.end = index
    overview.rows = _typed(rows, committees, measures, ids if named else None)
    return overview


def _opens_row(block: Block, ids: Ids) -> bool:
    return isinstance(block, Line) and bool(ids.match(block.text) or _COMMITTEE.match(block.text))


def _follows(rows: Sequence[Flowed], text: str) -> bool:
    """True for words below a row that has its values: in an overview without ids the next row begins so."""
    return (not rows or bool(rows[-1].tokens)) and bool(split_values(text)[0].strip())


def _begins(text: str, ids: Ids) -> bool:
    return bool(ids.match(text) or _TOTAL.match(text))


def _measures_in(header: str) -> list[OverviewMeasure]:
    """The measures in the order of their headings; the caption above them is left out."""
    heads = re.split(r"\bforslag\b", header, flags=re.IGNORECASE)[-1]
    found = [(m.start(), measure) for pattern, measure in _MEASURES if (m := pattern.search(heads))]
    return [measure for _, measure in sorted(found)]


def _typed(
    rows: Sequence[Flowed], committees: Sequence[str | None], measures: Sequence[OverviewMeasure], ids: Ids | None
) -> list[OverviewRow]:
    shapes, made = [], []
    for row, committee in zip(rows, committees, strict=True):
        label = join_lines(row.labels)
        case = ids.match(label) if ids else None
        role: RowRole = "item" if case or (ids is None and not _TOTAL.match(label)) else "total"
        title = label[case.end() :].strip() if case else label
        made.append(
            OverviewRow(
                role,
                title,
                case["case"] if case else None,
                committee if role == "item" else None,
                line=row.at.number,
                page=row.at.page,
                bbox=row.at.bbox,
            )
        )
        found = [number_of(t) for t in row.tokens]
        shapes.append(RowShape.of_read([int(n.value) if n else None for n in found], row.lead, row.gaps, row.tail))
    items = tuple(i for i, r in enumerate(made) if r.role == "item")
    sums = [Sum(i, items) for i, r in enumerate(made) if r.role == "total"]
    for row, out, placed in zip(rows, made, place(shapes, len(measures), sums), strict=True):
        numbers = [n for t in row.tokens if (n := number_of(t))]
        out.values = {measures[c]: n for c, n in zip(placed.columns, numbers, strict=True)}
    return made


# --- from placed cells --------------------------------------------------------------------------------------------


def _grid_measures(grid: Grid, ids: Ids) -> dict[int, OverviewMeasure] | None:
    """The measure of each column, by the heading rows; None when the grid is no overview."""
    head = ""
    for row in grid.rows[:4]:
        head += " " + " ".join(cell_text(c) for c in row.cells)
    if not re.search(r"\bforslag\b", head, re.IGNORECASE) or re.search(r"\b20\d\d\s+20\d\d\b", head):
        return None
    columns: dict[int, OverviewMeasure] = {}
    for row in grid.rows[:4]:
        if any(ids.match(cell_text(c)) for c in row.cells):
            break
        for index, cell in enumerate(row.cells):
            for pattern, measure in _MEASURES:
                if index not in columns and pattern.search(cell_text(cell)) and measure not in columns.values():
                    columns[index] = measure
                    break
    cases = sum(any(ids.match(cell_text(c)) for c in r.cells) for r in grid.rows)
    return columns if columns and cases else None


def _unit_above(blocks: Sequence[Block], index: int) -> tuple[int, str] | None:
    """The unit of a grid's caption, or of a line between the two: prose above it may speak of other money."""
    above = [b.text for b in blocks[max(0, index - _CAPTION_LINES) : index] if isinstance(b, Line)]
    caption = next((n for n in range(len(above) - 1, -1, -1) if _START.match(above[n])), len(above))
    return parse_unit(" ".join(above[caption:]))


def _from_grids(
    blocks: Sequence[Block], index: int, stop: int, columns: dict[int, OverviewMeasure], ids: Ids, template: Template
) -> Overview:
    grid = blocks[index]
    assert isinstance(grid, Grid)  # noqa: S101 - the caller chose it so
    intro = " ".join(b.text for b in blocks[:index] if isinstance(b, Line))
    first = next((i for i, r in enumerate(grid.rows) if _is_body(r.texts(), columns, ids, template)), 1)
    header = " ".join(cell_text(c) for r in grid.rows[:first] for c in r.cells)
    measures = list(columns.values())
    overview = Overview(price_levels=_price_levels(intro, header, measures), end=index + 1)
    if unit := parse_unit(header) or _unit_above(blocks, index) or document_unit(intro):
        overview.unit = unit[0]
    notes = _footnotes(blocks, index + 1, stop)
    state: dict[str, str | None] = {"committee": None, "group": None}
    for row in grid.rows[first:]:
        texts = [cell_text(c) for c in row.cells]
        made = _grid_row(texts, columns, state, notes, ids, template)
        if made is None:
            continue
        made.line, made.page, made.bbox = row.line, row.page, row.bbox
        for column, measure in columns.items():
            cell = row.cells[column] if column < len(row.cells) else None
            if measure in made.values and cell is not None:
                made.boxes[measure] = cell.bbox
        overview.rows.append(made)
    return overview


def _is_group(label: str, template: Template) -> bool:
    """True for a heading over proposals of one kind, nothing behind it."""
    return any((end := g.match(label)) is not None and not label[end:].strip(" :") for g in template.group)


def _is_body(texts: Sequence[str], columns: dict[int, OverviewMeasure], ids: Ids, template: Template) -> bool:
    words = [t for t in texts if t]
    if any(ids.match(t) or _COMMITTEE.match(t) or _is_group(t, template) or _TOTAL.match(t) for t in words[:1]):
        return True
    return any(c < len(texts) and read_cell(texts[c]).certain is not None for c in columns)


def _grid_row(
    texts: list[str],
    columns: dict[int, OverviewMeasure],
    state: dict[str, str | None],
    notes: dict[str, str],
    ids: Ids,
    template: Template,
) -> OverviewRow | None:
    values = {m: n for c, m in columns.items() if c < len(texts) and (n := read_cell(texts[c]).certain) is not None}
    words = [t for i, t in enumerate(texts) if t and i not in columns]
    if not words:
        return None
    label = " ".join(words)
    if not values and _COMMITTEE.match(label):
        state["committee"] = label
        return None
    if not values and _is_group(label, template):
        state["group"] = label
        return None
    found = ids.match(label)
    if found is None:
        if not values or not _TOTAL.match(label):
            return None
        what = label[label.lower().index("alt") + 3 :]
        of_group = state["group"] and any(g.match(what) is not None for g in template.group)
        role: RowRole = "subtotal" if of_group else "total"
        return OverviewRow(role, label, group=state["group"] if role == "subtotal" else None, values=values)
    rest = label[found.end() :].strip()
    committee, note = state["committee"], None
    marks = [t for t in words if re.fullmatch(r"\*{1,3}", t)]
    if marks:
        rest = rest.removesuffix(marks[-1]).strip()
        note = notes.get(marks[-1])
    if committee is None and (codes := re.match(r"^((?:[A-ZÆØÅ]{2,4})(?:,\s*[A-ZÆØÅ]{2,4})*)\s+(?=\S)", rest)):
        committee, rest = codes[1], rest[codes.end() :]
    return OverviewRow("item", rest, found["case"], committee, state["group"], values=values, note=note)


def _footnotes(blocks: Sequence[Block], start: int, stop: int) -> dict[str, str]:
    found = {}
    for block in blocks[start : min(stop, start + 8)]:
        if isinstance(block, Line) and (m := _FOOTNOTE_RE.match(block.text)):
            found[m[1]] = m[2].strip()
    return found
