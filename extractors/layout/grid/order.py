"""What the order of printing tells of a table's rows.

A word processor prints a table cell by cell: all lines of a cell, then those of the next one to its right, then the
next row. So the print that returns to an earlier column begins a row, and what stands higher than the line before it,
further to the right, is of the same row. A producer that prints line by line never goes up (`told`).

What the order leaves open is which of the lines in the first column, printed one after the other, are the row's label
and which are rows of their own above it. That the table's setting tells: the cells of a row share their top, their
middle or their bottom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from extractors.layout.grid.columns import Columns
from extractors.layout.grid.drafts import Placed, RowDraft, cell_goes_on, is_spanning
from extractors.layout.grid.lines import Phrase
from schemas.source import Word

Setting = Literal["top", "middle", "bottom"]
SETTINGS: Final[tuple[Setting, ...]] = ("top", "middle", "bottom")
LEADING: Final = (0.8, 1.5)  # of the type size: the leading of a cell's own lines
_FAR: Final = 1.7  # type sizes: lines of a column further apart are no one cell's
_ASCENTS: Final = 2  # from so many on a document is printed cell by cell
_PROSE: Final = 5  # words of a line of running text
_BARE: Final = 0.5  # of such lines: so many may end without a space, being full, where spaces at ends are printed
_NEAR: Final = 60.0  # points: a cell is no higher than that above the end of its neighbour
_CELLS: Final = 0.2
_EVEN: Final = 0.2  # of the type size: what shares a height

Split = Callable[[Sequence[Placed]], list[RowDraft]]


def told(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The pages' words with what the document's way of printing tells of them, and without what it does not.

    Runs number the cells only of a document that is printed cell by cell; a word follows another without a space at
    its line's end for being broken only where running text has spaces there.
    """
    ascents = wraps = glued = 0
    for words in pages:
        up, ends, bare = _habits(words)
        ascents, wraps, glued = ascents + up, wraps + ends, glued + bare
    cells, breaks = ascents >= _ASCENTS, wraps > 0 and glued <= _BARE * wraps
    if cells and breaks:
        return [list(words) for words in pages]
    if cells:
        return [[w if w.glued is None else replace(w, glued=None) for w in words] for words in pages]
    return [[replace(w, run=None, glued=None) for w in words] for words in pages]


def _habits(words: Sequence[Word]) -> tuple[int, int, int]:
    """What a page's order of printing shows: ascents, and lines of running text that go on, all and without a space.

    An ascent is print that goes up and to the right, as from a cell's end to the next one's top.
    """
    ascents = wraps = glued = length = 0
    for before, word in pairwise(words):
        if word.run == before.run:
            length += 1
            continue
        down = word.top - before.top
        if down < -1:
            near = word.x0 > before.x1 + 3 and down > -_NEAR
            ascents += near and abs((word.size or 0.0) - (before.size or 0.0)) < 0.5
        elif length >= _PROSE and word.x0 < before.x0 and down < 2 * (word.bottom - word.top):
            goes_on = word.text[0].islower() and before.text[-1].islower()
            wraps += goes_on
            glued += goes_on and word.glued is True
        length = 0
    return ascents, wraps, glued


@dataclass(frozen=True, slots=True)
class _Printed:
    """A phrase in the order of printing: the line and the columns it stands in."""

    line: int
    first: int
    last: int
    phrase: Phrase


def stands_under(above: Phrase, below: Phrase) -> bool:
    """True for a phrase printed right after another, under it, at the leading of a cell's lines: a line of its cell."""
    last, first = above.words[-1].run, below.words[0].run
    if last is None or first is None or first != last + 1:
        return False
    size = above.bottom - above.top
    overlap = min(above.x1, below.x1) > max(above.x0, below.x0)
    return overlap and LEADING[0] * size <= below.top - above.top <= LEADING[1] * size


def row_starts(placed: Sequence[Placed]) -> set[int] | None:
    """The lines with which a row surely begins; None where the order of printing tells nothing of rows."""
    printed = _in_order(placed)
    if not printed:
        return None
    band, bands = 0, {printed[0].line: 0}
    bottom = printed[0].phrase.bottom
    for before, now in pairwise(printed):
        if now.line < before.line and now.first <= before.last:
            return None  # up in its own column, or up to the left: no row is printed so
        begins = _returns(before, now) or _stands_below(before, now, bottom)
        band, bottom = band + begins, now.phrase.bottom if begins else max(bottom, now.phrase.bottom)
        if bands.setdefault(now.line, band) != band:
            return None  # two rows on one line
    ordered = [bands[n] for n in sorted(bands)]
    if ordered != sorted(ordered):
        return None
    return {n for n in bands if n and bands.get(n - 1) != bands[n]}


def lifted(placed: Sequence[Placed]) -> list[Placed]:
    """The lines, the text of cells merged over several rows in the row that it is printed with.

    Print goes down to the middle of such a cell, and up again to the rest of its first row.
    """
    out = [dict(line) for line in placed]
    printed = _in_order(placed) or []
    for before, now, after in zip(printed, printed[1:], printed[2:], strict=False):
        ordered = before.last < now.first and now.last < after.first and not now.phrase.numeric
        size = now.phrase.bottom - now.phrase.top
        sunken = now.phrase.top - max(before.phrase.top, after.phrase.top) > _FAR * size
        row = out[before.line]
        if ordered and sunken and after.line <= before.line and not row.keys() & set(range(now.first, now.last + 1)):
            row[now.first] = (now.last, [replace(now.phrase, top=before.phrase.top, bottom=before.phrase.bottom)])
            del out[now.line][now.first]
    return [line for line in out if line]


def _in_order(placed: Sequence[Placed]) -> list[_Printed] | None:
    printed = [_Printed(n, c, last, p) for n, line in enumerate(placed) for c, (last, ps) in line.items() for p in ps]
    if any(p.phrase.words[0].run is None for p in printed):
        return None
    return sorted(printed, key=lambda p: (p.phrase.words[0].run or 0, p.phrase.x0))


def _returns(before: _Printed, now: _Printed) -> bool:
    """True when print goes back to an earlier column, or to a line of its own column that is no longer its cell's."""
    if now.line == before.line:
        return False
    if now.first < before.first:
        return not (now.last > now.first and before.last > before.first and _is_near(before, now))
    return now.first == before.first > 0 and not _is_near(before, now)


def _stands_below(before: _Printed, now: _Printed, bottom: float) -> bool:
    """True for print that begins under all cells of the row so far, and is no further line of the last one.

    A section's name set to the middle or the right stands so.
    """
    if now.first > before.first:
        return now.phrase.top > bottom - 0.25 * (now.phrase.bottom - now.phrase.top)
    last, first = before.phrase, now.phrase
    other = last.ends_bold != first.words[0].bold or (last.numeric and first.text[0].isupper())
    return now.first == before.first > 0 and now.line > before.line and other


def _is_near(before: _Printed, now: _Printed) -> bool:
    word = before.phrase.words[-1]
    return now.phrase.top - word.top < _FAR * (word.bottom - word.top)


def set_rows(
    bands: Sequence[Sequence[Placed]], setting: Setting, columns: Columns, split: Split
) -> tuple[list[RowDraft], float]:
    """The rows of bands that hold one row and the lines of single labels above it, and how many bands are not so set.

    `split` tells the rows of lines that hold labels alone. A row whose other cells are not set so counts `_CELLS`.
    """
    rows: list[RowDraft] = []
    misfits = 0.0
    for band in bands:
        first, fits = _row_at(band, setting, columns)
        rows += split(band[:first]) if first else []
        if band[first:]:
            rows.append(RowDraft(list(band[first:])))
        misfits += (not fits) + _CELLS * (not _share(band[first:], setting))
    return rows, misfits


def _share(row: Sequence[Placed], setting: Setting) -> bool:
    """True when the cells of a row, its label's apart, are set so."""
    cells = _extents(row, range(len(row)))
    ends = {"top": [2 * a for a, _ in cells], "bottom": [2 * b for _, b in cells], "middle": [a + b for a, b in cells]}
    at = ends[setting]
    return len(at) < 2 or max(at) - min(at) < 4 * _EVEN * min(b - a for a, b in cells)


def _row_at(band: Sequence[Placed], setting: Setting, columns: Columns) -> tuple[int, bool]:
    """The line of a band with which its row begins, and whether the row's label is set so."""
    others = [n for n, line in enumerate(band) if line.keys() - {0}]
    if not others:
        return len(band), True
    cells = _extents(band, others)
    top = min(a for a, _ in cells)
    labels = [n for n, line in enumerate(band) if 0 in line]
    if not labels or _label(band, labels[-1])[1] <= top:
        return others[0], True
    least = next(k for k, n in enumerate(labels) if _label(band, n)[1] > top)
    start, end = _label(band, labels[-1])
    if setting == "bottom":
        off = abs(end - max(b for _, b in cells))
        first = _first_line(band, labels, least, columns, lambda at: not _said_above(band, labels, at))
    else:
        high, low = max(cells, key=lambda cell: cell[1] - cell[0])
        off, first = min(
            (abs(_label(band, n)[0] - top) if setting == "top" else abs(_label(band, n)[0] + end - high - low) / 2, -k)
            for k, n in enumerate(labels[: least + 1])
        )
        # whatever the setting: no label begins in a small letter below the rest of its sentence
        first = _first_line(band, labels, -first, columns, lambda at: _label_text(band, labels[at])[0].islower())
    return min(others[0], labels[first]), off <= _EVEN * (end - start)


def _first_line(
    band: Sequence[Placed], labels: Sequence[int], at: int, columns: Columns, may_go_up: Callable[[int], bool]
) -> int:
    """The first of the label's lines that read on down to the one `at`, as long as that may have one above it."""
    while at and may_go_up(at) and _belongs(band, labels[at - 1], labels[at], columns):
        at -= 1
    return at


def _extents(band: Sequence[Placed], lines: Sequence[int]) -> list[tuple[float, float]]:
    """The top and bottom of each column's cell but the label's."""
    found: dict[int, tuple[float, float]] = {}
    for n in lines:
        for c, (_, ps) in band[n].items():
            if c:
                top, bottom = found.get(c, (ps[0].top, ps[0].bottom))
                found[c] = (min(top, ps[0].top), max(bottom, ps[0].bottom))
    return list(found.values())


def _label(band: Sequence[Placed], n: int) -> tuple[float, float]:
    phrase = band[n][0][1][0]
    return phrase.top, phrase.bottom


def _said_above(band: Sequence[Placed], labels: Sequence[int], at: int) -> bool:
    """True for a line that another above it repeats: `Samlede` begins two labels, each of two lines."""
    text = _label_text(band, labels[at])
    return text[0].isupper() and any(_label_text(band, n) == text for n in labels[:at])


def _label_text(band: Sequence[Placed], n: int) -> str:
    return band[n][0][1][0].text


def _belongs(band: Sequence[Placed], above: int, below: int, columns: Columns) -> bool:
    """True when a line of the label's column reads on in the one below it."""
    one, other = band[above][0][1], band[below][0][1]
    near = other[0].top - one[0].top < _FAR * (one[0].bottom - one[0].top)
    return near and not is_spanning(band[above]) and cell_goes_on(one, other, columns, 0) > 0
