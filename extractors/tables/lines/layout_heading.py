"""Headings of a dump that keeps the layout, read from the columns that the values below them stand in.

Where a heading's cells wrap (`Oprindeligt` over `budget 2026`), or are no years at all, the numbers tell where the
columns are: every word above them belongs to the column whose right edge it does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extractors.danish.units import parse_unit
from extractors.layout.flow.tokens import Token, split_values
from extractors.tables.headings import ColumnHead, heads_in, measure_head, parse_head
from extractors.tables.lines.heading import LineHeading
from extractors.tables.side_years import named_by_years
from schemas.source import Line

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_UNIT_FIRST: Final = re.compile(r"^\s*(?:i\s+|hele\s+)*1[. ]?000\s*kr\b", re.IGNORECASE)
_ROWS: Final = 12
_OFF: Final = 1.5
_SHIFTS: Final = (0, 2, 4, 6, 8, 10, 12, -2, -4, -6)
_MAX_HEADING: Final = 5
_MAX_NAME: Final = 60
_NAME_NUMBER: Final = re.compile(r"(?:\s|^)(?P<name>[^\W\d]{3,}) [1-9] .*\s(?P=name) [1-9]\s*$")
"""A name that two numbers tell apart: `Budgetoplæg 1`, `Budgetoplæg 2`."""
_SHORT_NAME: Final = 32
_UNIT_ABOVE: Final = 3  # lines
_MAX_ABOVE: Final = 160
_AMOUNT: Final = re.compile(
    r"\d,\d|\d\s*(?:mio|mill|t)\.?\s?kr|(?<![\d.])(?!1\.000\b)\d{1,3}(?:\.\d{3})+\s?kr", re.IGNORECASE
)

_Columns = tuple[int, list[int], int]
"""The first line with values, the right edges of the columns, and where the first of them begins."""


def read_over_values(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading that begins at line `index`, by the columns of the values below; None where there are none."""
    text = lines[index].text
    if has_figures(_UNIT_FIRST.sub("", text)) or (
        not re.search(r"\S {2,}\S", text.strip()) and len(text) - len(text.lstrip()) < 12
    ):
        return None
    year_rows = named_by_years(lines, index + 1)
    named = bool(year_rows)
    rows = _year_rows(lines, year_rows) if named else _value_rows(lines, index + 1)
    if rows is None:
        return None
    corner_words, known = heads_in(text)
    if len(known) > len(rows[1]) and rows[0] == index + 1 and all(h.span for h in known):
        return LineHeading(index, index + 1, known, corner_words, at=index)  # a column is empty in every row
    return _over_columns(lines, index, rows, named=named)


def _over_columns(lines: Sequence[Line], index: int, rows: _Columns, *, named: bool) -> LineHeading | None:
    """The heading that begins at line `index` over these columns; `named`: of rows that years name."""
    first, rights, left = rows
    text = lines[index].text
    rows_near = (split_values(x.text) for x in lines[first : first + _ROWS])
    labels = max((len(words.rstrip()) for words, tokens in rows_near if len(tokens) > 1), default=0)
    corner_end = _corner_end(text, labels) if named else min(left, labels)
    # Headings stand over the right edges of their numbers, in their middle or further left: the shift is tried.
    shifted = [[r - s for r in rights] for s in _SHIFTS]
    options = [_cells(lines, index, first, r, corner_end) for r in shifted]
    broken = [_broken(text, r, corner_end) for r in shifted]
    best = max(
        range(len(options)),
        key=lambda o: (all(options[o][0]), -broken[o] - _begun_inside(options[o][0]), _known(options[o][0])),
    )
    cells, corner, after = options[best]
    groups = sum(m.start() >= corner_end for m in re.finditer(r"\S+(?: \S+)*", text))
    if not all(cells) or (named and broken[best] > max(0, len(rights) - groups)):
        return None
    joined = all(parse_head(" ".join(c)) for c in cells)
    if not joined and any(len(heads_in(lines[i].text)[1]) >= len(rights) for i in range(index + 1, after)):
        return None  # the heading stands below, by itself: these lines are text above it
    heads = [_head(words, right, i, rights) for i, (words, right) in enumerate(zip(cells, rights, strict=True))]
    if not _are_names(heads, named=named, told=named_alike(lines, index, [h.printed for h in heads])):
        return None
    made = LineHeading(index, after, heads, " ".join(corner), at=index)
    made.words = [
        (m[0], m.start()) for m in re.finditer(r"\S+(?: \S+)*", text[: max(0, left - 1)]) if m.start() < corner_end
    ]
    return made


def has_figures(text: str) -> bool:
    """True for a line that figures end, which are neither years nor a name's own number: `Budgetoplæg 2`."""
    tokens = split_values(text)[1]
    numbered = len(tokens) == 1 and _NAME_NUMBER.search(text) is not None
    return not numbered and any(not _YEAR.fullmatch(t[0]) for t in tokens)


def named_alike(lines: Sequence[Line], index: int, names: Sequence[str]) -> bool:
    """True for headings that nobody knows, where a unit stands in their line or just above: each a short name."""
    above = [x.text for x in lines[max(0, index - _UNIT_ABOVE) : index + 1] if len(x.text) < _MAX_ABOVE]
    short = all(len(n) <= _SHORT_NAME and (n[:1].isupper() or n[:1].isdigit()) for n in names)
    return short and len(set(names)) == len(names) and any(parse_unit(x) for x in above)


def _are_names(heads: Sequence[ColumnHead], *, named: bool, told: bool) -> bool:
    """False for words that are no headings: none is known, and nothing else tells (`told`), or they are a text's."""
    if not named and not told and not any(parse_head(h.printed) for h in heads):
        return False
    return not any(len(h.printed) > _MAX_NAME or _AMOUNT.search(h.printed) for h in heads)


def _known(cells: Sequence[Sequence[str]]) -> int:
    """How many of the headings the language knows."""
    return sum(parse_head(" ".join(c)) is not None for c in cells)


def _begun_inside(cells: Sequence[Sequence[str]]) -> int:
    """How many headings begin in lower case, as the end of another's words does."""
    return sum(bool(c) and c[0][0].islower() for c in cells)


def _broken(text: str, rights: Sequence[int], left: int) -> int:
    """How many cells of a heading's line, parted by two spaces or more, these edges break or share with another."""
    ends: list[int] = []
    broken = 0
    for group in re.finditer(r"\S+(?: \S+)*", text):
        if group.start() < left:
            continue
        words = [
            _column(group.start() + m.start(), group.start() + m.end(), rights, left)
            for m in re.finditer(r"\S+", group[0])
        ]
        numbers = [c for c in words if c is not None]
        broken += (
            len(numbers) < len(words) or len(set(numbers)) > 1 or bool(ends and numbers and ends[-1] == numbers[0])
        )
        ends += numbers[-1:]
    return broken


def _corner_end(text: str, labels: int) -> int:
    """Where the words over the rows' labels end: the line's first ones, where they begin over a label."""
    first = re.match(r"\s*(\S+(?: \S+)*)", text)
    return first.end() if first and first.start(1) < labels else labels


def _head(words: Sequence[str], right: int, number: int, rights: Sequence[int]) -> ColumnHead:
    printed = " ".join(words)
    head = parse_head(printed) or measure_head(printed)
    start = (rights[number - 1] + 1) if number else right - 1
    return ColumnHead(printed, head.kind, head.year, head.basis, (min(start, right - 1), right))


def _year_rows(lines: Sequence[Line], rows: Sequence[int]) -> _Columns | None:
    """The columns of rows that years name: every right edge where values end, each row having some of them."""
    tokens = [split_values(lines[i].text)[1] for i in rows]
    groups: list[list[int]] = []
    for edge in sorted(t[2] for row in tokens for t in row):
        if groups and edge - groups[-1][-1] <= 2 * _OFF:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    rights = [sorted(g)[len(g) // 2] for g in groups]
    shared = any(sum(g[0] <= t[2] <= g[-1] for t in row) > 1 for g in groups for row in tokens)
    if len(rights) < 2 or shared or any(g[-1] - g[0] > 3 * _OFF for g in groups):
        return None
    return rows[0], rights, min(t[0][1] for t in tokens if t)


def _value_rows(lines: Sequence[Line], start: int) -> _Columns | None:
    """The columns of the values below, by the full rows that stand in the same ones."""
    found: list[list[Token]] = []
    first: int | None = None
    valueless = 0
    for index in range(start, min(len(lines), start + _ROWS)):
        if lines[index].blank:
            continue
        _, tokens = split_values(lines[index].text)
        if not tokens or all(_YEAR.fullmatch(t[0]) for t in tokens):
            valueless += 1
            if valueless > _MAX_HEADING:
                break
            continue
        first = index if first is None else first
        found.append(tokens)
    if first is None or len(found) < 2:
        return None
    width = max(map(len, found))
    full = [t for t in found if len(t) == width]
    if width < 2 or len(full) < 2:
        return None
    edges = list(zip(*[[t[2] for t in row] for row in full], strict=True))
    pitch = min(sorted(b)[len(b) // 2] - sorted(a)[len(a) // 2] for a, b in pairwise(edges))
    same = all(max(e) - min(e) <= max(2 * _OFF, 0.5 * pitch) for e in edges)
    return (first, [sorted(e)[len(e) // 2] for e in edges], min(t[0][1] for t in full)) if same else None


def _cells(
    lines: Sequence[Line], index: int, first: int, rights: Sequence[int], left: int
) -> tuple[list[list[str]], list[str], int]:
    """The words over each column, the corner's words, and the index after the heading's lines."""
    cells: list[list[str]] = [[] for _ in rights]
    corner: list[str] = []
    after = index
    for at in range(index, first):
        text = lines[at].text
        if lines[at].blank:
            if at > index:
                after = at
                break
            continue
        placed = [(m[0], _column(m.start(), m.end(), rights, left)) for m in re.finditer(r"\S+", text)]
        if at > index and not any(c is not None for _, c in placed):
            break
        for word, column in placed:
            (corner if column is None else cells[column]).append(word)
        after = at + 1
    return cells, corner, after


def _column(start: int, end: int, rights: Sequence[int], left: int) -> int | None:
    if start < left:
        return None
    column = next((c for c, right in enumerate(rights) if end <= right + _OFF), None)
    if column is None and start < rights[-1]:
        return len(rights) - 1
    return column
