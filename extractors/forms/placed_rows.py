"""Telling apart the rows of a table whose lines are placed in columns, but which no ruling parts.

A row is a run of lines. `rows_of` finds, by dynamic programming, the division into rows whose evidence weighs most:
in each cell, whether a line can go on the one above (a capital after a cell that may have ended; a word that had found
room above) and whether a cell can begin and end so; between the cells, whether they stand to each other as the table
sets them. That is one for the table (top, middle or bottom), so the division is made once for each, and the best kept.

Linear in the number of lines: a row holds at most `_MAX_LINES`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from extractors.forms.blocks import Gap
from extractors.forms.lexicon import DUE_START_RE, is_open, is_period, is_period_word
from extractors.layout.text import text_width
from schemas.source import GridRow

Setting = Literal["top", "middle", "bottom"]
_SETTINGS: Final[tuple[Setting, ...]] = ("top", "middle", "bottom")
_MAX_LINES: Final = 16
_ROW: Final = -0.5
"""What one more row costs."""
_EMPTY: Final = (-4.0, -0.8, -0.6, -0.8)
"""What an empty cell costs, by column: a goal is never empty."""
_MISSET: Final = -1.5
"""What a cell costs that does not stand as the table sets its cells."""
_HOLE: Final = -1.0
"""What a line without text inside a cell costs, where cells are not centred between each other's lines."""
_BLANK: Final = -1.0
"""What an empty line inside a row costs, in a table that prints lines without one too."""
_DUE: Final = 3
_APART: Final = 1.1
"""Of a cell's own leading: lines further apart are no one cell's."""


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line's text by column, the gap above it, and whether a page may have ended there (see `FormLine`)."""

    cells: tuple[str, ...]
    gap: Gap = "open"
    turned: bool = False


def gaps_of(rows: Sequence[GridRow]) -> list[tuple[Gap, bool]]:
    """The gap above each printed line of a PDF's table, and whether a page ends there.

    Lines of a cell keep to one distance, the smallest between two lines of a column; what is further apart is parted
    by the rows' own spacing.
    """
    steps = [step for c in range(len(rows[0].cells)) for step in _steps(rows, c)]
    tight = min(steps, default=0.0)
    found: list[tuple[Gap, bool]] = [("open", False)]
    for above, row in pairwise(rows):
        turned = above.page != row.page
        apart = 0.0 if turned or not (above.bbox and row.bbox) else row.bbox[1] - above.bbox[1]
        gap: Gap = "open" if turned or not apart else "blank" if apart > _APART * tight else "tight"
        found.append((gap, turned))
    return found


def _steps(rows: Sequence[GridRow], column: int) -> Iterator[float]:
    """The distances between a column's lines, a page's end left out."""
    tops = [(r.page, c.bbox[1], c.bbox[3]) for r in rows if (c := r.cells[column]) and c.text and c.bbox]
    for (page, top, bottom), (following, below, _) in pairwise(tops):
        if page == following and below - top > 0.85 * (bottom - top):
            yield below - top


def rows_of(lines: Sequence[PlacedLine]) -> list[slice]:
    """Which lines make each row."""
    if not lines:
        return []
    widths = tuple(max(text_width(x.cells[c]) for x in lines) for c in range(len(_EMPTY)))
    tells = {x.gap for x in lines[1:]} >= {"blank", "tight"}
    spans = {
        (i, j): _said(lines[i:j], widths, tells_blank=tells)
        for i in range(len(lines))
        for j in range(i + 1, min(i + _MAX_LINES, len(lines)) + 1)
    }
    _, rows = max((_divide(lines, spans, setting) for setting in _SETTINGS), key=lambda found: found[0])
    return rows


def _divide(
    lines: Sequence[PlacedLine], spans: dict[tuple[int, int], float], setting: Setting
) -> tuple[float, list[slice]]:
    """The best division of lines set in one way, and its score."""
    best, came = [0.0], [0]
    for end in range(1, len(lines) + 1):
        ways = {
            at: best[at] + spans[at, end] + _set(lines[at:end], setting) for at in range(max(0, end - _MAX_LINES), end)
        }
        came.append(max(ways, key=ways.__getitem__))
        best.append(ways[came[-1]])
    rows: list[slice] = []
    end = len(lines)
    while end:
        rows.append(slice(came[end], end))
        end = came[end]
    return best[-1], rows[::-1]


def _set(row: Sequence[PlacedLine], setting: Setting) -> float:
    """What the places of a row's cells say of it, where cells are set so; a page inside it moves them."""
    if len(row) == 1 or any(x.turned for x in row[1:]):
        return 0.0
    score = 0.0
    for column in range(len(_EMPTY)):
        stands = [i for i, x in enumerate(row) if x.cells[column]]
        if not stands:
            continue
        above, below = stands[0], len(row) - 1 - stands[-1]
        off = {"top": above > 0, "middle": abs(above - below) > 1, "bottom": below > 0}[setting]
        score += _MISSET if off else 0.0
        if setting != "middle":
            score += _HOLE * (stands[-1] - stands[0] + 1 - len(stands))
    return score


def _said(row: Sequence[PlacedLine], widths: Sequence[float], *, tells_blank: bool) -> float:
    """What a row's words say of it, whatever the setting."""
    score = _ROW
    for column, empty in enumerate(_EMPTY):
        texts = [x.cells[column] for x in row if x.cells[column]]
        score += _cell(texts, column, widths[column]) if texts else empty
    if tells_blank:
        score += _BLANK * sum(x.gap == "blank" for x in row[1:])
    return score


def _cell(texts: Sequence[str], column: int, width: float) -> float:
    """What the lines of one cell say: whether it can begin and end so, and each line go on the one above."""
    score = 0.0
    if texts[0][0].islower() and not (column == _DUE and DUE_START_RE.match(texts[0])):
        score -= 3.0 if column == 0 else 2.0
    if texts[-1].endswith("-") or is_open(texts[-1].rsplit(maxsplit=1)[-1]):
        score -= 2.0
    return score + sum(_joins(a, b, column, width) for a, b in pairwise(texts))


def _joins(above: str, below: str, column: int, width: float) -> float:
    """What it costs that a line goes on the one above it in a cell as wide as `width`."""
    last, first = above.rsplit(maxsplit=1)[-1], below.split(maxsplit=1)[0]
    if above.endswith("-") or is_open(last) or (first[0].isdigit() and is_period_word(last)):
        return 0.0
    fitted = text_width(f"{above} {first}") < 0.9 * width  # the word had room above, so the cell had ended
    if first[0].islower():
        return -0.5 if fitted else 0.0
    cost = -1.5 if fitted else -0.7
    return cost - (0.8 if column == _DUE and is_period(above) and is_period(below) else 0.0)
