"""Headings of a dump that keeps the layout, read from the columns that the values below them stand in.

Where a heading's cells wrap (`Oprindeligt` over `budget 2026`), or are no years at all, the numbers tell where the
columns are: every word above them belongs to the column whose right edge it does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

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


class _Columns(NamedTuple):
    """The first line with values, the right edges of the columns, and where the first of them begins."""

    first: int
    rights: list[int]
    left: int


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
    if len(known) > len(rows.rights) and rows.first == index + 1 and all(h.span for h in known):
        return LineHeading(index, index + 1, known, corner_words, at=index)  # a column is empty in every row
    return _over_columns(lines, index, rows, named=named)


class _Reading(NamedTuple):
    """A heading's words over columns whose right edges are `rights`: what stands over each, and how well that goes.

    `corner` are the words before them, `after` is the index after the heading's lines, and `broken` how many cells of
    its first line these edges break.
    """

    cells: list[list[str]]
    corner: list[str]
    after: int
    broken: int

    @property
    def merit(self) -> tuple[bool, int, int]:
        """What makes a reading the better one: no column without a name, cells unbroken, names that are known."""
        begun_inside = sum(bool(c) and c[0][0].islower() for c in self.cells)  # as the end of another's words does
        known = sum(parse_head(" ".join(c)) is not None for c in self.cells)
        return all(self.cells), -self.broken - begun_inside, known


def _over_columns(lines: Sequence[Line], index: int, columns: _Columns, *, named: bool) -> LineHeading | None:
    """The heading that begins at line `index` over these columns; `named`: of rows that years name."""
    rights, text = columns.rights, lines[index].text
    labels = _labels_end(lines, columns.first)
    corner_end = _corner_end(text, labels) if named else min(columns.left, labels)
    # Headings stand over the right edges of their numbers, in their middle or further left: the shift is tried.
    shifts = ([r - s for r in rights] for s in _SHIFTS)
    best = max((_reading(lines, index, columns.first, r, corner_end) for r in shifts), key=lambda r: r.merit)
    groups = sum(start >= corner_end for start, _ in _groups(text))
    if not all(best.cells) or (named and best.broken > max(0, len(rights) - groups)):
        return None
    if _stands_below(lines[index + 1 : best.after], best.cells):
        return None
    heads = [_head(words, right, i, rights) for i, (words, right) in enumerate(zip(best.cells, rights, strict=True))]
    if not _are_names(heads, named=named, told=named_alike(lines, index, [h.printed for h in heads])):
        return None
    words = [(name, start) for start, name in _groups(text[: max(0, columns.left - 1)]) if start < corner_end]
    return LineHeading(index, best.after, heads, " ".join(best.corner), words, at=index)


def _labels_end(lines: Sequence[Line], first: int) -> int:
    """Where the longest label of the rows near the heading ends."""
    rows = (split_values(x.text) for x in lines[first : first + _ROWS])
    return max((len(words.rstrip()) for words, tokens in rows if len(tokens) > 1), default=0)


def _groups(text: str) -> list[tuple[int, str]]:
    """The words of a layout's line that single spaces join, each with where they begin."""
    return [(m.start(), m[0]) for m in re.finditer(r"\S+(?: \S+)*", text)]


def _stands_below(lines: Sequence[Line], cells: Sequence[Sequence[str]]) -> bool:
    """True where one of these lines is a heading by itself, and the columns' words together are not: text above it."""
    if all(parse_head(" ".join(c)) for c in cells):
        return False
    return any(len(heads_in(x.text)[1]) >= len(cells) for x in lines)


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


def _broken(text: str, rights: Sequence[int], left: int) -> int:
    """How many cells of a heading's line, parted by two spaces or more, these edges break or share with another."""
    last: int | None = None
    broken = 0
    for start, group in _groups(text):
        if start < left:
            continue
        words = [_column(start + m.start(), start + m.end(), rights, left) for m in re.finditer(r"\S+", group)]
        columns = [c for c in words if c is not None]
        in_one = len(columns) == len(words) and len(set(columns)) == 1
        broken += not in_one or columns[0] == last
        last = columns[-1] if columns else last
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
    groups = _near_each_other(t[2] for row in tokens for t in row)
    if len(groups) < 2 or any(g[-1] - g[0] > 3 * _OFF for g in groups):
        return None
    if any(_ends_inside(row, g) > 1 for g in groups for row in tokens):
        return None  # two values of a row in one column
    return _Columns(rows[0], [g[len(g) // 2] for g in groups], min(t[0][1] for t in tokens if t))


def _near_each_other(edges: Iterable[int]) -> list[list[int]]:
    """Edges in groups, ascending: each as near to the last one of its group as those of a column are."""
    groups: list[list[int]] = []
    for edge in sorted(edges):
        if groups and edge - groups[-1][-1] <= 2 * _OFF:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _ends_inside(row: Sequence[Token], group: Sequence[int]) -> int:
    return sum(group[0] <= t[2] <= group[-1] for t in row)


def _value_rows(lines: Sequence[Line], start: int) -> _Columns | None:
    """The columns of the values below, by the full rows that stand in the same ones."""
    rows = list(_rows_of_values(lines, start))
    width = max((len(t) for _, t in rows), default=0)
    full = [t for _, t in rows if len(t) == width]
    if width < 2 or len(full) < 2:
        return None
    edges = [sorted(column) for column in zip(*[[t[2] for t in row] for row in full], strict=True)]
    middles = [e[len(e) // 2] for e in edges]
    pitch = min(b - a for a, b in pairwise(middles))
    same = all(e[-1] - e[0] <= max(2 * _OFF, 0.5 * pitch) for e in edges)
    return _Columns(rows[0][0], middles, min(t[0][1] for t in full)) if same else None


def _rows_of_values(lines: Sequence[Line], start: int) -> Iterator[tuple[int, list[Token]]]:
    """The rows near line `start`, until too many lines stand between them to be headings."""
    valueless = 0
    for index in range(start, min(len(lines), start + _ROWS)):
        if lines[index].blank:
            continue
        _, tokens = split_values(lines[index].text)
        if tokens and not all(_YEAR.fullmatch(t[0]) for t in tokens):
            yield index, tokens
            continue
        valueless += 1
        if valueless > _MAX_HEADING:
            return


def _reading(lines: Sequence[Line], index: int, first: int, rights: Sequence[int], left: int) -> _Reading:
    """The heading that begins at line `index`, above the rows from `first` on, over columns with these edges."""
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
    return _Reading(cells, corner, after, _broken(lines[index].text, rights, left))


def _column(start: int, end: int, rights: Sequence[int], left: int) -> int | None:
    if start < left:
        return None
    column = next((c for c, right in enumerate(rights) if end <= right + _OFF), None)
    if column is None and start < rights[-1]:
        return len(rights) - 1
    return column
