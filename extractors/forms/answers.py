"""Tables of answers: a body, Ja/Nej, and a date or what was answered, as a grid or as the lines a dump flattened."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.forms.blocks import FormLine, Place, form_lines, is_end, is_rule, line_place, row_place
from extractors.forms.columns import unstacked
from extractors.layout.text import join_lines
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
_PAGE_TAIL_RE: Final = re.compile(r"\s*(?:Oversigt over|Figur\s+\d)", re.I)
_MAX_BODY_WORDS: Final = 8
_MAX_BODY_LINES: Final = 4


@dataclass(slots=True)
class Entry:
    """A body's row: its lines, the answer as printed, the rest of the row, and where it stands."""

    body: list[str]
    answer: str
    note: list[str]
    place: Place


def opens_answers(block: Block) -> bool:
    """True for a grid of answers, and for the line that heads a table of them."""
    if isinstance(block, Line):
        return _HEADER_RE.match(block.text) is not None
    if block.width > _MAX_WIDTH:
        return False
    if any(_HEADER_RE.match(t) for row in block.rows for t in row.texts()):
        return True
    rows = [_lines(row) for row in block.rows]
    return any(_answer_cell(r) is not None and _BODY_RE.match(" ".join(r[0])) for r in rows)


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


def answers_of_grid(grid: Grid) -> list[Entry]:
    """The rows of a grid of answers."""
    own: list[Entry] = []
    for row in grid.rows:
        lines = _lines(row)
        at = _answer_cell(lines)
        if at is not None:
            place = row_place(row, grid)
            for cells in unstacked(lines, at, _is_answer) or [[join_lines(x) for x in lines]]:
                note = [t for t in cells[at + 1 :] if t]
                own.append(Entry([join_lines(cells[:at])], cells[at].strip(" .,"), note, place))
        elif own and not is_rule(" ".join(t for x in lines for t in x)):
            _go_on(own[-1], [join_lines(x) for x in lines])
    return own


def _go_on(entry: Entry, texts: Sequence[str]) -> None:
    """A row without an answer goes on in the cells of the one above: its body, its note."""
    if texts[0]:
        entry.body.append(texts[0])
    entry.note.extend(t for t in texts[1:] if t)


def answers_of_lines(blocks: Sequence[Block], start: int, heads: Container[int]) -> tuple[list[Entry], int]:
    """The rows of a table of lines headed by `blocks[start]`, and the index after its last block."""
    stop = next((i for i in range(start + 1, len(blocks)) if i in heads or _ends(blocks[i])), len(blocks))
    lines = [x for x in form_lines(blocks, start, stop) if not _HEADER_RE.match(x.text)]
    own: list[Entry] = []
    at = 0
    while at < len(lines):
        opened = _opened(lines, at, first=not own)
        if opened is not None:
            entry, at = opened
            own.append(entry)
            continue
        if own:
            own[-1].note.append(lines[at].text)
        at += 1
    return own, stop


def _ends(block: Block) -> bool:
    return isinstance(block, Grid) or is_end(block.text) or _PAGE_TAIL_RE.match(block.text) is not None


def _opened(lines: Sequence[FormLine], at: int, *, first: bool) -> tuple[Entry, int] | None:
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
            return Entry(body, answered["answer"], note, line_place(lines[at].line)), number + 1
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
