"""Headings of a dump whose cells flow together over lines, in words that nobody knows: told by how many values follow.

A heading's cell begins with a capital or a year, and a row below has as many values as the heading has cells, the
corner and the columns of words aside. Where that does not come out even, no heading is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import ColumnHead, measure_head, parse_head
from extractors.tables.lines.heading import ID_HEAD, LineHeading, starts_heading
from extractors.tables.lines.layout_heading import has_figures, named_alike
from extractors.tables.sums import SUM_WORDS
from schemas.source import Line

_YEAR: Final = re.compile(r"(?:[A-ZÆØÅ]{1,2}[ -]?)?(?:19|20)\d\d\S{0,2}")
_LEVEL: Final = re.compile(r"(?:19|20)\d\d-(?:priser|prisniveau|pl|p/l)", re.IGNORECASE)
"""A price level as a column's heading."""
_MAX_LINES: Final = 16
_MAX_LINE: Final = 110
_MAX_CORNER: Final = 3
_ROWS: Final = 10
_SURE_ROWS: Final = 3  # rows as wide as a heading that nobody knows


def read_flowing(lines: Sequence[Line], index: int) -> LineHeading | None:
    """The heading that begins at line `index`; None where its cells and the values below do not match.

    What also comes out even from a later line on begins there: above it stand a caption or a proposal's own heading.
    """
    first = _first_row(lines, index)
    if first is None:
        return None
    below = (i for i in range(index + 1, first) if not lines[i].blank)
    return None if any(_read(lines, i, first) for i in below) else _read(lines, index, first)


def _read(lines: Sequence[Line], index: int, first: int) -> LineHeading | None:
    at = [i for i in range(index, first) if not lines[i].blank]
    texts = [lines[i].text.strip() for i in at]
    if any(map(_is_of_text, texts)) or any(map(starts_heading, texts[1:])):  # above a corner stands a text
        return None
    whole = _told(lines, index, first, texts, first)
    over_group = _over_groups(lines, at, texts, first)
    if over_group is None or whole is None:
        return whole or over_group
    more = _known(over_group.heads) - _known(whole.heads)
    return over_group if more > 0 or (not more and _has_groups(lines, first)) else whole


def _over_groups(lines: Sequence[Line], at: Sequence[int], texts: Sequence[str], first: int) -> LineHeading | None:
    """The heading where the last lines above the first row head groups of rows: a corner and all columns without."""
    for count in range(len(texts) - 1, 0, -1):
        group = texts[count]
        if parse_head(group) is not None or SUM_WORDS.search(group) or not group[:1].isupper():
            return None  # a column's name, or several: `Byggemodning I alt Stillinger`
        made = _told(lines, at[0], first, texts[:count], at[count])
        if made is not None and made.corner:
            return made
    return None


def _has_groups(lines: Sequence[Line], first: int) -> bool:
    """True where lines without values stand between rows."""
    below = [split_values(x.text)[1] for x in lines[first : first + _ROWS] if not x.blank]
    return any(below) and not all(below[: max(n for n, t in enumerate(below) if t)])


def _known(heads: Sequence[ColumnHead]) -> int:
    return sum(parse_head(h.printed) is not None for h in heads)


def _told(lines: Sequence[Line], index: int, first: int, texts: Sequence[str], after: int) -> LineHeading | None:
    """The heading that these texts are, over the rows from line `first` on; None where cells and values differ."""
    width = _width(lines, first)
    cells = _cells(texts, width)
    if cells is None:
        return None
    known = takewhile(parse_head, reversed(cells))
    width = max(width, sum(1 for _ in known))  # a column may be empty in every row
    corner, named = cells[: len(cells) - width], cells[len(cells) - width :]
    heads = [parse_head(c) or measure_head(c) for c in named]
    if len(set(named)) < len(named) or not (_is_told(heads) or _is_borne_out(lines, index, first, corner, named)):
        return None
    words = [(c, -1) for c in corner] if len(corner) > 1 else []
    return LineHeading(index, after, heads, " ".join(corner), words)


def _is_corner(cells: Sequence[str], *, above: bool) -> bool:
    """True for what may stand before the first value's heading: one name, an id's and one more; none right `above`."""
    return len(cells) == 1 or (not cells and above) or (len(cells) == 2 and bool(ID_HEAD.match(cells[0])))


def _cells(texts: Sequence[str], width: int) -> list[str] | None:
    """The heading's cells, by the first reading that gives as many as there are values, and few words beside them."""
    readings = _readings(" ".join(texts).split()) if width > 1 else ()
    return next((cells for cells in readings if 0 <= len(cells) - width <= _MAX_CORNER), None)


def _is_of_text(text: str) -> bool:
    """True for a line too long for a heading, or ended as a sentence is."""
    return len(text) > _MAX_LINE or (text[-1] in ".:;" and not re.search(r"\w\.$", text))


def _is_borne_out(lines: Sequence[Line], index: int, first: int, corner: Sequence[str], named: Sequence[str]) -> bool:
    """True for headings that nobody knows, where rows are just as wide and a unit is named above them."""
    if not _is_corner(corner, above=first == index + 1):
        return False
    return _all_as_wide(lines, first, len(named)) and named_alike(lines, index, named)


def _all_as_wide(lines: Sequence[Line], first: int, width: int) -> bool:
    """True where several rows print so many values, and none prints more."""
    counts = [len(split_values(x.text)[1]) for x in lines[first : first + _ROWS]]
    return counts.count(width) >= _SURE_ROWS and max(counts) == width


def _is_told(heads: Sequence[ColumnHead]) -> bool:
    """True where most headings are known, and years or stages are among them, or all are known measures."""
    known = [h for h in heads if parse_head(h.printed) is not None]
    if len(known) == len(heads) and all(h.kind in ("measure", "total") for h in known):
        return True
    return 2 * len(known) > len(heads) and any(h.kind in ("year", "open_year", "stage", "later") for h in known)


def _first_row(lines: Sequence[Line], index: int) -> int | None:
    """The first line below that a row's values end; None where text comes first."""
    for i in range(index, min(len(lines), index + _MAX_LINES)):
        words, tokens = split_values(lines[i].text)
        if not tokens or all(_YEAR.fullmatch(t[0]) for t in tokens) or not has_figures(lines[i].text):
            if len(lines[i].text.strip()) > _MAX_LINE:
                return None
            continue
        return i if i > index and words.strip() else None
    return None


def _width(lines: Sequence[Line], first: int) -> int:
    """The most values that two rows print."""
    counts = Counter(len(split_values(x.text)[1]) for x in lines[first : first + _ROWS])
    return max((n for n, rows in counts.items() if rows > 1), default=0)


def _readings(words: Sequence[str]) -> Iterator[list[str]]:
    """The heading's cells: a year ends the words before it, or stands by itself."""
    for joined in (True, False):
        cells: list[str] = []
        for word in words:
            year = bool(_YEAR.fullmatch(word))
            capital = word[:1].isupper() and (len(word) > 1 or word == "I")  # `Model A` is one cell
            opens = (capital or _LEVEL.fullmatch(word)) and not year
            begins = opens or (year and not (joined and cells and _takes_year(cells[-1])))
            if begins or not cells:
                cells.append(word)
            else:
                cells[-1] = f"{cells[-1]} {word}"
        yield cells


def _takes_year(cell: str) -> bool:
    return not re.search(r"\d{4}", cell) and parse_head(f"{cell} 2026") is not None
