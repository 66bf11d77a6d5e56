"""Where the heading of value columns stands in a grid, over how many rows, and which columns it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.danish.units import parse_unit
from extractors.tables.cells import cell_text, is_number, text_at, texts_in, words_in
from extractors.tables.headings import ColumnHead, makes_heading, measure_head, parse_head, under_levels
from schemas.source import Grid, GridRow

_MAX_MEASURES: Final = 12
_LONGEST_NAME: Final = 80
NOT_LABEL: Final = re.compile(
    r"^(?:nr\.?|nummer|id|prio(?:ritet)?\.?|rang|pos\.?|(?:løbe|lb\.)\s?nr\.?|sags?\s?nr\.?|forslags?\s?nr\.?|u/i|i/u|funktion\w*|konto\w*|art|dr\.?|"
    r"styringso\w*|styrings-?\s?o\w*|side|note|bilag|type|(?:måle)?enhed(?:er)?)$",
    re.IGNORECASE,
)
"""Headings of columns whose cells are no labels, whether words or figures."""


@dataclass(frozen=True, slots=True)
class HeadingAt:
    """A heading found in a grid: the rows it takes, and its value columns (column, what it stands for)."""

    first: int
    after: int
    columns: tuple[tuple[int, ColumnHead], ...]


def find_heading(grid: Grid, start: int = 0) -> HeadingAt | None:
    """The first heading of value columns at or below row `start`; None when the grid has none."""
    for index in range(start, len(grid.rows)):
        columns = typed_cells(grid.rows[index])
        if makes_heading([h for _, h in columns]) and _values_below(grid, index, [c for c, _ in columns]):
            if (stacked := _stacked(grid, index)) is not None:
                return _with_unknown(grid, stacked)
            made = _with_second_level(grid, index, _with_level_above(grid, index, columns))
            above = [cell_text(c) for c in grid.rows[index - 1].cells] if index else []
            here = [cell_text(c) for c in grid.rows[index].cells]
            made = replace(made, first=index - 1) if _begins_above(above, here, dict(columns)) else made
            return _under_spans(grid, _with_unknown(grid, made))
    return None


def _stacked(grid: Grid, index: int) -> HeadingAt | None:
    """A heading whose cells go on over rows, one of them `index`: every column's words together are one heading."""
    end = index + 1
    while end < len(grid.rows) and not text_at(grid.rows[end], 0) and not has_amounts(grid.rows[end]):
        end += 1
    columns = _value_columns(grid, end)
    if len(columns) < 2:
        return None
    first = index - 1 if index and not has_amounts(grid.rows[index - 1]) else index
    for start in sorted({first, index}):
        heads = [parse_head(words_in(grid.rows[start:end], c)) for c in columns]
        known = tuple((c, h) for c, h in zip(columns, heads, strict=True) if h is not None)
        if end - start > 1 and len(known) == len(columns):
            return HeadingAt(start, end, known)
    return None


def has_amounts(row: GridRow) -> bool:
    """True for a row with a number that is no heading's, as a year or `1. kvartal` would be."""
    return any(is_number(t) and parse_head(t) is None for t in row.texts())


def typed_cells(row: GridRow) -> list[tuple[int, ColumnHead]]:
    """The cells of a row that are headings of value columns, from the first that is no measure on."""
    texts = [cell_text(c) for c in row.cells]
    heads = [(c, h) for c, t in enumerate(texts) if t and (h := parse_head(t)) is not None]
    first = next((c for c, h in heads if h.kind != "measure"), None)
    return [(c, h) for c, h in heads if first is not None and c >= first]


def _with_level_above(grid: Grid, index: int, columns: list[tuple[int, ColumnHead]]) -> list[tuple[int, ColumnHead]]:
    """The heading with the cells that stand a row higher: `I alt` beside it, `Overslag` over its `2022`."""
    if not index or has_amounts(grid.rows[index - 1]):
        return columns
    above = [cell_text(c) for c in grid.rows[index - 1].cells]
    here = [cell_text(c) for c in grid.rows[index].cells]
    typed = dict(columns)
    begun = _begins_above(above, here, typed)
    first = 1 if begun else columns[0][0] + 1
    for column, (over, under) in enumerate(zip(above, here, strict=False)):
        # `2031 og` over `frem`, its neighbours between the two; or each cell, where all begin above
        goes_on = over and (column not in typed or (begun and under))
        head = parse_head(f"{over} {under}".strip()) if column >= first and goes_on else None
        if head is not None:
            typed[column] = head
    return sorted(typed.items())


def _begins_above(above: Sequence[str], here: Sequence[str], typed: Collection[int]) -> bool:
    """True where a heading's cells begin in the row above: every one of these years ends one, and no word else does."""
    ended = [c for c in typed if c < len(above) and above[c] and parse_head(f"{above[c]} {here[c]}") is not None]
    return len(ended) == len(typed) and all(not t or c in typed for c, t in enumerate(here))


def _values_below(grid: Grid, index: int, columns: Sequence[int]) -> bool:
    """True where numbers stand under the headings: a form's row with a date in it is no heading."""
    return any(is_number(text_at(row, c)) for row in grid.rows[index + 1 :] for c in columns)


def _with_second_level(grid: Grid, index: int, columns: list[tuple[int, ColumnHead]]) -> HeadingAt:
    """The heading with its second row, if it has one: the ends of broken cells, or words under each year."""
    plain = HeadingAt(index, index + 1, tuple(columns))
    if plain.after == len(grid.rows):
        return plain
    texts = [cell_text(c) for c in grid.rows[plain.after].cells]
    values = _columns_below(grid, plain.after, texts)
    words = [(c, texts[c]) for c in values if c < len(texts) and texts[c]]
    if not words or any(_is_amount(t) for _, t in words):
        return plain
    found = (
        _ends_of_cells(grid.rows[index], texts, values, at_least=len(columns))
        or _in_series(columns, words)
        or _under_each(columns, dict(words), corner=texts[0])
    )
    return plain if found is None else HeadingAt(index, index + 2, tuple(found))


def _columns_below(grid: Grid, row: int, texts: Sequence[str]) -> list[int]:
    """The columns of values below a row of these words, and those among them that it names but that stand empty."""
    values = _value_columns(grid, row)
    named = (c for c in range(values[0], len(texts)) if texts[c]) if values else ()
    return sorted({*values, *(c for c in named if _is_empty(grid, c, row + 1))})


def _is_amount(text: str) -> bool:
    """True for a number that neither a heading nor a unit is."""
    return is_number(text) and not (parse_head(text) or parse_unit(text))


def _ends_of_cells(
    top: GridRow, texts: Sequence[str], values: Sequence[int], *, at_least: int
) -> list[tuple[int, ColumnHead]] | None:
    """The headings whose cells begin in `top` and end in these words; None unless every column's is one."""
    joined = [(c, parse_head(f"{text_at(top, c)} {texts[c]}".strip())) for c in values if c < len(texts)]
    known = [(c, h) for c, h in joined if h is not None]
    return known if len(known) == len(joined) >= at_least else None


def _in_series(
    columns: Sequence[tuple[int, ColumnHead]], words: Sequence[tuple[int, str]]
) -> list[tuple[int, ColumnHead]] | None:
    """The words under headings that each span as many columns, where under each of these stand the same ones."""
    each, left = divmod(len(words), len(columns))
    if each < 2 or left or any(t != words[k % each][1] for k, (_, t) in enumerate(words)):
        return None
    return [(c, _under(columns[k // each][1], t)) for k, (c, t) in enumerate(words)]


def _under_each(
    columns: Sequence[tuple[int, ColumnHead]], named: Mapping[int, str], *, corner: str
) -> list[tuple[int, ColumnHead]] | None:
    """Each heading with the words right under it, where there are such and no row's label beside them."""
    if (corner and not _is_corner(corner)) or any(c not in named for c, _ in columns):
        return None
    return [(c, _under(h, named[c])) for c, h in columns]


def _with_unknown(grid: Grid, at: HeadingAt) -> HeadingAt:
    """The heading with the columns of figures that stand among or beside its own under words it does not know."""
    typed = dict(at.columns)
    values = _value_columns(grid, at.after)
    words = [c for c in range(grid.width) if c not in values and c not in typed and has_words(grid, c, at.after)]
    after_words = max((c for c in words if c < max(typed)), default=0)
    for column in values:
        name = words_in(grid.rows[at.first : at.after], column)
        if column > after_words and column not in typed and name and not NOT_LABEL.match(name):
            typed[column] = parse_head(name) or measure_head(name)
    return replace(at, columns=tuple(sorted(typed.items())))


def _under_spans(grid: Grid, at: HeadingAt) -> HeadingAt:
    """The heading under the words of the row above, each of which spans one of the series that its columns repeat."""
    above = [cell_text(c) for c in grid.rows[at.first - 1].cells] if at.first else []
    first = at.columns[0][0]
    tops = [(c, t) for c, t in enumerate(above) if t and c >= first]
    if any(is_number(t) for _, t in tops) or any(above[1:first]):
        return at
    joined = under_levels([h for _, h in at.columns], [t for _, t in tops])
    return (
        at
        if joined is None
        else replace(at, first=at.first - 1, columns=tuple(zip([c for c, _ in at.columns], joined, strict=True)))
    )


def has_words(grid: Grid, column: int, start: int) -> bool:
    """True for a column that holds words below row `start`."""
    return any(re.search(r"[^\W\d]{2}", t) for t in texts_in(grid.rows[start:], column))


def _is_empty(grid: Grid, column: int, start: int) -> bool:
    """True for a column without anything below row `start`: a measure that a proposal has none of."""
    return not any(text_at(r, column) for r in grid.rows[start:])


def _value_columns(grid: Grid, start: int) -> list[int]:
    """The columns whose cells below row `start` are mostly numbers."""
    found = []
    for column in range(1, grid.width):
        texts = texts_in(grid.rows[start:], column)
        numbers = sum(is_number(t) for t in texts)
        if texts and numbers >= 0.6 * len(texts):
            found.append(column)
    return found


def _is_corner(text: str) -> bool:
    return bool(re.search(r"\bkr\b|p/l|pl\b|priser", text, re.IGNORECASE))


def _under(head: ColumnHead, words: str) -> ColumnHead:
    return replace(head, printed=f"{head.printed} {words}".strip())


def find_measures(grid: Grid) -> HeadingAt | None:
    """A table without years: its first row names the columns that hold numbers below."""
    if len(grid.rows) < 3 or grid.width < 2:
        return None
    head = [cell_text(c) for c in grid.rows[0].cells]
    named = [c for c in _value_columns(grid, 1) if any(head[c : c + 1])]
    if not named or any(len(head[c]) > _LONGEST_NAME for c in named):  # a form whose first value runs on
        return None
    if len(named) > _MAX_MEASURES or any(is_number(h) and not parse_unit(h) for h in head):
        return None
    return HeadingAt(0, 1, tuple((c, parse_head(head[c]) or measure_head(head[c])) for c in named))
