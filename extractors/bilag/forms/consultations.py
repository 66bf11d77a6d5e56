"""Who approved a proposal, who was involved, and which bodies were heard (Hvem er hørt?).

Approvals and hearings are tables of body | Ja/Nej | date and answer; involvement is prose in a frame. Captions are not
trusted for the kind (one form prints its approval under "Inddragede samarbejdspartnere"): a body called Center for
Økonomi approves, everyone else in a Ja/Nej table is heard.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.bilag.forms.blocks import (
    FormLine,
    Place,
    block_text,
    form_lines,
    is_end,
    is_rule,
    letters,
    line_place,
    row_place,
)
from extractors.bilag.forms.columns import unstacked
from extractors.layout.text import join_lines
from schemas.dataset import Answer, ConsultationKind, ConsultationRow
from schemas.source import Block, Grid, GridRow, Line

_ANSWER: Final = r"(?:Ikke relevant|Ej relevant|Ja|Nej|JA|NEJ)"
_ANSWER_RE: Final = re.compile(rf"(?P<answer>{_ANSWER})(?=[\s.,]|$)[.,]?\s*(?P<rest>.*)", re.S)
_INLINE_RE: Final = re.compile(
    rf"(?P<body>\w[^.:?!]{{1,70}}?)\s+(?P<answer>{_ANSWER})(?=[\s.]|$)\.?\s*(?P<rest>.*)", re.S
)
_HEADER_RE: Final = re.compile(r"\s*(?:Ja\s*/\s*Nej)\b", re.I)
_HEADING_RE: Final = re.compile(
    r"\A\s*(?:Ja\s*/\s*Nej(?:\s*/\s*Ikke\s+relevant)?|Dato\s+for\s+godkendelse(?:\s+og\s+evt\.?\s+hørings\s?s?var)?)\s*",
    re.I,
)
_MAX_WIDTH: Final = 5
_BODY_RE: Final = re.compile(
    r"(?:Center for Økonomi|Ejendomsfaglig|IT-?kreds|Koncern[- ]?IT|\S*MED-udvalg|HR-?kreds|Velfærdsanalytisk|"
    r"Økonomi-?kreds|Indkøbskreds|Digitaliserings\w*kreds|\S+kredsen\b)",
    re.I,
)
"""How the bodies that the forms name begin."""

_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*(?:Godkendelse|Høring|Inddrag)\w*(?:\s.{0,60})?$", re.I)
_PARTNERS_RE: Final = re.compile(r"\s*Relevante samarbejdspartnere\b.*inddraget\s*:?\s*$", re.I)
_INVOLVED_CAPTION_RE: Final = re.compile(r"\s*Tabel\s+\d+\w?[.:]?\s*Inddrag\w*(?:\s+samarbejdspartnere)?\s*$", re.I)
_PAGE_TAIL_RE: Final = re.compile(r"\s*(?:Oversigt over|Figur\s+\d)", re.I)
_MAX_BODY_WORDS: Final = 8
_MAX_BODY_LINES: Final = 4
_NOTHING: Final = frozenset({"", "ingen", "nej"})


@dataclass(slots=True)
class _Entry:
    """A body's row while it is read."""

    body: list[str]
    answer: str
    note: list[str]
    place: Place


@dataclass(slots=True)
class _Found:
    entries: list[_Entry] = field(default_factory=list)
    involved: list[tuple[str, Place]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def consultations(blocks: Sequence[Block], *, card_id: str, document_id: str) -> tuple[list[ConsultationRow], set[int]]:
    """The approvals, involvements and hearings among one card's blocks, and the blocks that print them."""
    found = _Found()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Grid) and _is_answers(block):
            _read_grid(block, found)
            _take(blocks, index, index + 1, found)
            index += 1
        elif isinstance(block, Line) and _HEADER_RE.match(block.text):
            index = _read_answers(blocks, index, found)
        elif _PARTNERS_RE.match(text := block_text(block)) or _INVOLVED_CAPTION_RE.match(text):
            index = _read_involved(blocks, index, found)
        else:
            index += 1
    return _rows(found, card_id=card_id, document_id=document_id), found.taken


def _rows(found: _Found, *, card_id: str, document_id: str) -> list[ConsultationRow]:
    made = []
    for entry in found.entries:
        body, note = join_lines(entry.body), join_lines(entry.note)
        kind: ConsultationKind = "approval" if letters(body).startswith("centerforøkonomi") else "hearing"
        made.append(
            ConsultationRow(
                document_id=document_id,
                card_id=card_id,
                kind=kind,
                body=body or None,
                answer=_answer(entry.answer),
                date=parse_date(note),
                note=note or None,
                **entry.place,
            )
        )
    for note, place in found.involved:
        made.append(ConsultationRow(document_id=document_id, card_id=card_id, kind="involvement", note=note, **place))
    return made


def _answer(printed: str) -> Answer:
    word = printed.lower()
    if word == "ja":
        return "ja"
    return "nej" if word == "nej" else "ikke relevant"


# --- dates ----------------------------------------------------------------------------------------------------------

_MONTHS: Final = {
    "januar": 1, "februar": 2, "marts": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "december": 12,
}  # fmt: skip
_WRITTEN_RE: Final = re.compile(rf"\b(\d{{1,2}})\.?\s*({'|'.join(_MONTHS)})\s+(20\d\d)\b", re.I)
_FIGURES_RE: Final = re.compile(r"\b(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?(20\d\d)\b")


def parse_date(text: str) -> dt.date | None:
    """The first whole date in a cell: `26-01-2026`, `20/01/2026`, `20.01.2026`, `Den 13. januar 2026`; None without."""
    found = [(m.start(), int(m[3]), _MONTHS[m[2].lower()], int(m[1])) for m in _WRITTEN_RE.finditer(text)] + [
        (m.start(), int(m[3]), int(m[2]), int(m[1])) for m in _FIGURES_RE.finditer(text)
    ]
    for _, year, month, day in sorted(found):
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return None


# --- tables of answers ----------------------------------------------------------------------------------------------


def _is_answers(grid: Grid) -> bool:
    return grid.width <= _MAX_WIDTH and any(
        _answer_cell(_lines(row)) is not None or any(_HEADER_RE.match(t) for t in row.texts()) for row in grid.rows
    )


def _lines(row: GridRow) -> list[list[str]]:
    """Each cell's lines, without a column heading printed above them."""
    return [
        [x for x in _HEADING_RE.sub("", _trimmed(c.text)).splitlines() if x.strip()] if c else [] for c in row.cells
    ]


def _trimmed(text: str) -> str:
    """A cell's text, its lines trimmed."""
    return "\n".join(" ".join(x.split()) for x in text.splitlines())


def _answer_cell(cells: Sequence[Sequence[str]]) -> int | None:
    """The cell that holds nothing but answers, to the right of a body."""
    for number, lines in enumerate(cells[1:], 1):
        if lines and any(cells[:number]) and (_is_answer(" ".join(lines)) or all(map(_is_answer, lines))):
            return number
    return None


def _is_answer(text: str) -> bool:
    found = _ANSWER_RE.fullmatch(text)
    return found is not None and not found["rest"]


def _read_grid(grid: Grid, found: _Found) -> None:
    own: list[_Entry] = []
    for row in grid.rows:
        lines = _lines(row)
        at = _answer_cell(lines)
        if at is not None:
            place = row_place(row, grid)
            for cells in unstacked(lines, at, _is_answer) or [[join_lines(x) for x in lines]]:
                note = [t for t in cells[at + 1 :] if t]
                own.append(_Entry([join_lines(cells[:at])], cells[at].strip(" .,"), note, place))
        elif own and not is_rule(" ".join(t for x in lines for t in x)):
            _go_on(own[-1], [join_lines(x) for x in lines])
    found.entries.extend(own)


def _go_on(entry: _Entry, texts: Sequence[str]) -> None:
    """A row without an answer goes on in the cells of the one above: its body, its note."""
    if texts[0]:
        entry.body.append(texts[0])
    entry.note.extend(t for t in texts[1:] if t)


def _read_answers(blocks: Sequence[Block], start: int, found: _Found) -> int:
    """Read a table of lines from its header; returns the index after it."""
    stop = next((i for i in range(start + 1, len(blocks)) if _ends(blocks[i])), len(blocks))
    lines = [x for x in form_lines(blocks, start, stop) if not _HEADER_RE.match(x.text)]
    own: list[_Entry] = []
    at = 0
    while at < len(lines):
        opened = _opened(lines, at, first=not own)
        if opened is None:
            if own:
                own[-1].note.append(lines[at].text)
            at += 1
            continue
        entry, at = opened
        own.append(entry)
    if own:
        found.entries.extend(own)
        _take(blocks, start, stop if stop < len(blocks) else lines[-1].index + 1, found)
    return max(stop, start + 1)


def _ends(block: Block) -> bool:
    return isinstance(block, Grid) or is_end(block.text) or _PAGE_TAIL_RE.match(block.text) is not None


def _opened(lines: Sequence[FormLine], at: int, *, first: bool) -> tuple[_Entry, int] | None:
    """The row that opens at a line, and the index after its answer: a body of up to three lines, then the answer."""
    body: list[str] = []
    for number in range(at, min(at + _MAX_BODY_LINES, len(lines))):
        text = lines[number].text
        answered = _ANSWER_RE.fullmatch(text) if body else None
        answered = answered or _INLINE_RE.fullmatch(text)
        if answered:
            body += [answered["body"]] if "body" in answered.groupdict() else []
            if not _is_body(join_lines(body), first=first):
                return None
            note = [answered["rest"]] if answered["rest"] else []
            return _Entry(body, answered["answer"], note, line_place(lines[at].line)), number + 1
        if number + 1 < len(lines) and not _goes_on_body(text, lines[number + 1].text):
            return None
        body.append(text)
    return None


def _goes_on_body(text: str, following: str) -> bool:
    """True when `following` may be the next line of the body that `text` begins, or its answer."""
    return text[-1] in "-,/" or following[0].islower() or _ANSWER_RE.match(following) is not None


def _is_body(text: str, *, first: bool) -> bool:
    words = len(text.split())
    if not text[0].isupper() or words > _MAX_BODY_WORDS or re.search(r"[.:?!]", text):
        return False
    return _BODY_RE.match(text) is not None or words <= (_MAX_BODY_WORDS if first else 4)


# --- involvement ----------------------------------------------------------------------------------------------------


def _read_involved(blocks: Sequence[Block], start: int, found: _Found) -> int:
    """Read the prose under the caption or the frame's heading; returns the index after it."""
    stop = start
    texts: list[tuple[str, Place]] = []
    for index in range(start, len(blocks)):
        block = blocks[index]
        text = block_text(block)
        if index > start and (is_end(text) or _CAPTION_RE.match(text) or _is_table(block)):
            break
        stop = index + 1
        if _PARTNERS_RE.match(text) or _INVOLVED_CAPTION_RE.match(text) or is_rule(text):
            continue
        texts.extend(_prose(block))
    note = join_lines(t for t, _ in texts).removeprefix("- ").strip()
    if note.lower().strip(" .-") not in _NOTHING:
        found.involved.append((note, texts[0][1]))
    _take(blocks, start, stop, found)
    return max(stop, start + 1)


def _is_table(block: Block) -> bool:
    return _is_answers(block) if isinstance(block, Grid) else _HEADER_RE.match(block.text) is not None


def _prose(block: Block) -> list[tuple[str, Place]]:
    if isinstance(block, Line):
        return [(block.text, line_place(block))]
    return [
        (text, row_place(row, block))
        for row in block.rows
        if (text := " ".join(t for t in row.texts() if t)) and not _PARTNERS_RE.match(text)
    ]


def _take(blocks: Sequence[Block], start: int, stop: int, found: _Found) -> None:
    """Mark a table's blocks, its caption above included, as read."""
    above = start - 1
    while above >= 0 and not block_text(blocks[above]).strip():
        above -= 1
    if above >= 0 and isinstance(blocks[above], Line) and _CAPTION_RE.match(block_text(blocks[above])):
        start = above
    found.taken.update(range(start, stop))
