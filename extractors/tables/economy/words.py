"""The cells of words beside a row's label: its steering area where it stands first, accounts and other codes.

They are neither label nor amount. In a grid they are told by their column; in printed lines they are taken out before
the lines are folded into rows, so that the label and the spaces that tell the columns stay as in a table without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.danish.units import parse_price_level, parse_unit
from extractors.layout.flow.areas import AREAS, split_area
from extractors.layout.flow.tokens import split_values
from extractors.tables.economy.labels import OPENS_SUM, is_heading
from schemas.source import Line

CODE: Final = re.compile(r"\d{1,2}(?:[.\s-]\d{1,3}){2,5}|\d\.\d{2}|[UI](?:/[UI])?|\d{6,10}|[A-Z]{2,3}-\d{4,12}")
"""An account, a function, a grant's number, or the letter of income and cost."""
_CODE_LAST: Final = re.compile(rf"(?:^|(?<=\s))(?P<code>{CODE.pattern})(?P<after>\s+|$)$")
_CODE_BEFORE_AREA: Final = re.compile(
    rf"(?:^|(?<=\s))(?P<code>{CODE.pattern})(?P<after>\s+)(?=(?:{'|'.join(map(re.escape, AREAS))})\*?\s*$)", re.I
)
_AREA_FIRST: Final = re.compile(
    rf"(?P<area>{'|'.join(re.escape(a) for a in sorted(AREAS, key=len, reverse=True))})\*?\s+(?=\S)", re.IGNORECASE
)
_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class WordColumns:
    """A grid's columns of words: the label's, the steering area's, and those that belong to neither."""

    label: int
    area: int | None
    other: frozenset[int]


def word_columns(head: Sequence[str], rows: Sequence[Sequence[str]], first_value: int) -> WordColumns:
    """Which of the columns before the first value is the label's, which the area's, which a code's or a named other's.

    Args:
        head: the heading's words by column.
        rows: the cells of the rows below.
        first_value: the first column of values.
    """
    cells = {c: [r[c] for r in rows if c < len(r) and r[c]] for c in range(first_value)}
    area = _area(head, cells)
    beside = [c for c in cells if c != area]
    codes = {c for c in beside if _are_codes(cells[c])}
    free = [c for c in beside if c not in codes]
    label = max(free, key=lambda c: (sum(map(len, cells[c])), -c), default=0)
    named = {c for c in free if c != label and _names_column(head[c] if c < len(head) else "")}
    return WordColumns(label, area, frozenset(codes | named))


def _are_codes(texts: Sequence[str]) -> bool:
    return bool(texts) and all(map(CODE.fullmatch, texts))


def _names_column(head: str) -> bool:
    """True for a heading that names a column of words; a unit stands over the labels, wherever its words spill to."""
    return bool(re.search(r"[^\W\d]{2}", head)) and parse_unit(head) is None and parse_price_level(head) is None


def _area(head: Sequence[str], cells: dict[int, list[str]]) -> int | None:
    """The column whose cells name steering areas; the first one only where nearly all of them do."""
    hits = {c: sum(t.lower().rstrip("*") in AREAS for t in texts) for c, texts in cells.items()}
    if hits.get(0):
        own = [t for t in cells[0] if not is_heading(t)]
        if len(cells) < 2 or hits[0] < 2 or hits[0] < 0.8 * len(own):
            hits[0] = 0
    best = max(hits, key=lambda c: (hits[c], -c), default=None)
    if best is not None and hits[best]:
        return best
    return next((c for c in cells if c and c < len(head) and "tyrings" in head[c]), None)


def take_out_words(
    lines: Sequence[Line], *, has_area: bool, more: int, aligned: bool
) -> tuple[list[Line], dict[int, str] | None]:
    """The lines without codes, and without areas where these stand first: those by line index, else None.

    Args:
        lines: the table's lines below its heading.
        has_area: the heading names a column of steering areas.
        more: how many columns of words the heading names beside it.
        aligned: the dump keeps the page's layout: what is taken out leaves blanks.
    """
    kept = _without_codes(lines, more, aligned=aligned)
    if not has_area or not _areas_first(kept):
        return kept, None
    areas: dict[int, str] = {}
    for index, line in enumerate(kept):
        found = _AREA_FIRST.match(line.text)
        if found:
            areas[index] = found["area"]
            text = " " * found.end() * aligned + line.text[found.end() :]
            kept[index] = replace(line, text=text)
        elif line.text.startswith(" ") and not aligned:
            kept[index] = replace(line, text=line.text[1:])
    return kept, areas


def _without_codes(lines: Sequence[Line], more: int, *, aligned: bool) -> list[Line]:
    kept = list(lines)
    rows = [(i, words, tokens) for i, x in enumerate(lines) for words, tokens in (split_values(x.text),) if tokens]
    found = {i: m for i, words, _ in rows if (m := _CODE_LAST.search(words) or _CODE_BEFORE_AREA.search(words))}
    items = sum(not OPENS_SUM.match(words.strip()) for _, words, _ in rows)
    if not more and (len(found) < 2 or len(found) < _SHARE * items):
        return kept
    for index, words, tokens in rows:
        text = lines[index].text
        if index in found:
            text = _without(text, found[index], aligned=aligned)
        elif not aligned:  # an empty cell of each column is one space
            spaces = min(max(1, more), len(words) - len(words.rstrip()) - 1)
            text = words[: len(words) - max(0, spaces)] + text[tokens[0][1] :]
        kept[index] = replace(lines[index], text=text)
    return kept


def _without(text: str, code: re.Match[str], *, aligned: bool) -> str:
    """A line without a code and the space that parts its cell from the next; in a layout, blanks in its place."""
    if aligned:
        return text[: code.start()] + " " * len(code[0]) + text[code.end("code") :]
    return text[: code.start()] + text[code.end("code") + 1 :]


def _areas_first(lines: Sequence[Line]) -> bool:
    """True where the rows begin with their steering area: more do than end in one."""
    words = [split_values(x.text)[0] for x in lines if not x.blank]
    first = sum(bool(_AREA_FIRST.match(w)) for w in words)
    last = sum(split_area(w, has_area=True)[1] is not None for w in words)
    return first > 1 and first > 2 * last
