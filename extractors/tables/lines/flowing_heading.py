"""Headings of a dump whose cells flow together over lines, in words that nobody knows: told by how many values follow.

A heading's cell begins with a capital or a year, and a row below has as many values as the heading has cells, the
corner and the columns of words aside. Where that does not come out even, no heading is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import ColumnHead, measure_head, parse_head
from extractors.tables.lines.heading import LineHeading, starts_heading
from extractors.tables.lines.layout_heading import has_figures, named_alike
from schemas.source import Line

_YEAR: Final = re.compile(r"(?:[A-ZÆØÅ]{1,2}[ -]?)?(?:19|20)\d\d\S{0,2}")
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
    texts = [x.text.strip() for x in lines[index:first] if not x.blank]
    if any(map(_is_of_text, texts)) or any(map(starts_heading, texts[1:])):  # above a corner stands a text
        return None
    width = _width(lines, first)
    cells = _cells(texts, width)
    if cells is None:
        return None
    known = next((n for n, c in enumerate(reversed(cells)) if parse_head(c) is None), len(cells))
    width = max(width, known)  # a column may be empty in every row
    corner, named = cells[: len(cells) - width], cells[len(cells) - width :]
    heads = [parse_head(c) or measure_head(c) for c in named]
    if len(set(named)) < len(named) or not (_is_told(heads) or _is_borne_out(lines, index, first, corner, named)):
        return None
    words = [(c, -1) for c in corner] if len(corner) > 1 else []
    return LineHeading(index, first, heads, " ".join(corner), words)


def _cells(texts: Sequence[str], width: int) -> list[str] | None:
    """The heading's cells, by the first reading that gives as many as there are values, and few words beside them."""
    readings = _readings(" ".join(texts).split()) if width > 1 else ()
    return next((cells for cells in readings if 0 <= len(cells) - width <= _MAX_CORNER), None)


def _is_of_text(text: str) -> bool:
    """True for a line too long for a heading, or ended as a sentence is."""
    return len(text) > _MAX_LINE or (text[-1] in ".:;" and not re.search(r"\w\.$", text))


def _is_borne_out(lines: Sequence[Line], index: int, first: int, corner: Sequence[str], named: Sequence[str]) -> bool:
    """True for headings that nobody knows, where rows are just as wide and a unit is named above them."""
    return len(corner) == 1 and _all_as_wide(lines, first, len(named)) and named_alike(lines, index, named)


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
            opens = word[:1].isupper() and not year and (len(word) > 1 or word == "I")  # `Model A` is one cell
            begins = opens or (year and not (joined and cells and _takes_year(cells[-1])))
            if begins or not cells:
                cells.append(word)
            else:
                cells[-1] = f"{cells[-1]} {word}"
        yield cells


def _takes_year(cell: str) -> bool:
    return not re.search(r"\d{4}", cell) and parse_head(f"{cell} 2026") is not None
