"""Columns of a table without vertical rules: where, line after line, nothing is printed.

Evidence is counted, not guessed from one line: a gap parts two columns when (nearly) no line prints across it. The
few phrases that do (a heading over several columns, a section's name) are recognised by reaching out on both sides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from extractors.danish.year_headings import parse_year_heading
from extractors.layout.grid.lines import Phrase

TOLERANCE: Final = 0.2  # share of lines that may print across a gap
FEW: Final = 0.4  # share of lines that may hold a label over several columns
MIN_GAP: Final = 1.5  # points
MOST_APART: Final = 60.0  # points: no label ends further above or below its row's first figure
_UNITS: Final = frozenset(("1.000", "1000", "1\u202f000"))
_REACH: Final = 7  # lines: a unit set in a narrow cell stands no further above the years
SET_LEFT: Final = 2.0  # points: print no further from its column's left edge is set to it

Gap = tuple[int, int]
"""[start, end) of a stretch of the page's width, in half points."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by their edges (one more than columns) and the extents of what is printed in them.

    `leaning` tells on which side of their years figures stand that print beside them: 1 right, -1 left, 0 where none
    do; `open` that the table does not show it.
    """

    edges: tuple[float, ...]
    extents: tuple[tuple[float, float], ...]
    leaning: int = 0
    open: bool = False

    @property
    def count(self) -> int:
        """The number of columns."""
        return len(self.extents)

    def reach(self, x0: float, x1: float) -> tuple[int, int]:
        """First and last column that something printed from x0 to x1 lies in.

        What is set to the left of its column and ends before the next one's print is not in that.
        """
        end = len(self.edges) - 1
        first = bisect_right(self.edges, x0 + 0.5, 1, end) - 1
        last = max(first, bisect_left(self.edges, x1 - 0.5, 1, end) - 1)
        if last > first and x0 - self.extents[first][0] < SET_LEFT:
            while last > first and self.extents[last][0] > x1:
                last -= 1
        return first, last


def find_columns(lines: Sequence[Sequence[Phrase]], walls: Sequence[float] = (), leaning: int = 0) -> Columns:
    """The columns of the lines' phrases.

    `walls` are vertical rules, which always part columns; `leaning` is that of the document's other tables, for one
    that does not show its own.
    """
    every = [p for line in lines for p in line]
    x0, x1 = min(p.x0 for p in every), max(p.x1 for p in every)
    singles = [line[0] for line in lines if len(line) == 1]
    gaps = [_narrowed(gap, singles) for gap in _gaps(_telling(lines), x0, x1)]
    if walls:
        gaps = [gap for gap in gaps if _parts_room(gap, lines, [x0, *walls, x1])]
    inner = [*((a + b) / 2 for a, b in gaps), *(w for w in walls if x0 < w < x1)]
    return _merge_headings(lines, _with_extents((x0 - 1, *sorted(inner), x1 + 1), every), leaning)


def _telling(lines: Sequence[Sequence[Phrase]]) -> list[Sequence[Phrase]]:
    """The lines that tell where columns part: of several phrases, none of which spans others' columns."""
    seeds = [line for line in _with_left_neighbours(lines) if len(line) > 1]
    spanning = _spanning(seeds)
    return [line for n, line in enumerate(seeds) if n not in spanning]


def _with_left_neighbours(lines: Sequence[Sequence[Phrase]]) -> list[Sequence[Phrase]]:
    """The lines, each with what was printed right before it to its left: the row's label, if on another line."""
    ends = {p.words[-1].run: p for line in lines for p in line if p.words[-1].run is not None}
    out: list[Sequence[Phrase]] = []
    for line in lines:
        run = line[0].words[0].run
        before = ends.get(run - 1) if run is not None else None
        beside = before is not None and before.x1 <= line[0].x0 and abs(before.top - line[0].top) < MOST_APART
        out.append([before, *line] if before is not None and beside else line)
    return out


def _parts_room(gap: tuple[float, float], lines: Sequence[Sequence[Phrase]], walls: Sequence[float]) -> bool:
    """True when a gap parts the room between two walls: it touches neither, and lines print on both its sides."""
    a, b = gap
    if any(a - 2 <= w <= b + 2 for w in walls):
        return False
    left, right = max(w for w in walls if w < a), min(w for w in walls if w > b)
    both = sum(
        any(left <= p.x0 and p.x1 <= a + 1 for p in line) and any(b - 1 <= p.x0 and p.x1 <= right for p in line)
        for line in lines
    )
    return both > 1


def _narrowed(gap: tuple[float, float], singles: Sequence[Phrase]) -> tuple[float, float]:
    """The gap without what single phrases (wrapped labels) print into it; those that cross it do not count."""
    a, b = gap
    ends = [p.x1 for p in singles if p.x0 < gap[0] and gap[0] < p.x1 < gap[1] - 1]
    starts = [p.x0 for p in singles if p.x1 > gap[1] and gap[0] + 1 < p.x0 < gap[1]]
    a, b = max([a, *ends]), min([b, *starts])
    return (a, b) if a < b else gap


def _with_extents(edges: Sequence[float], every: Sequence[Phrase]) -> Columns:
    extents = []
    for a, b in pairwise(edges):
        inside = [p for p in every if p.x0 >= a - 0.5 and p.x1 <= b + 0.5]
        extents.append((min((p.x0 for p in inside), default=a), max((p.x1 for p in inside), default=b)))
    return Columns(tuple(edges), tuple(extents))


def _spanning(lines: Sequence[Sequence[Phrase]]) -> set[int]:
    """The lines whose label prints over other lines' second column to its own number, where few do.

    They tell nothing of where columns part.
    """
    out = set()
    for n, line in enumerate(lines):
        end = line[0].x1 - MIN_GAP
        if line[-1].numeric and not line[0].numeric and sum(line[0].x0 < other[1].x0 < end for other in lines) > 1:
            out.add(n)
    return out if len(out) < FEW * len(lines) else set()


def _gaps(lines: Sequence[Sequence[Phrase]], x0: float, x1: float) -> list[tuple[float, float]]:
    """The vertical gaps that part columns, from the left."""
    if not lines:
        return []
    origin, width = x0 - 1.0, round(2 * (x1 - x0)) + 5  # half points

    def place(x: float) -> int:
        return min(width - 1, max(0, round(2 * (x - origin))))

    spans = [(place(p.x0), max(place(p.x0) + 1, place(p.x1))) for line in lines for p in line]
    cover = _count(spans, width)
    within = _count([(place(line[0].x0), place(line[-1].x1)) for line in lines], width)
    tolerance = int(TOLERANCE * len(lines)) if len(lines) > 4 else int(len(lines) > 2)
    least = 2 * MIN_GAP if len(lines) > 2 or _are_cells(lines) else 8 * MIN_GAP
    out: list[Gap] = []
    for a, b in _runs((cover <= tolerance) & (within > 0)):
        free = _free(spans, cover[a:b], (a, b))
        out += free if len(free) == 1 and b - a >= 2 * least else [(i, j) for i, j in free if j - i >= least]
    return [(origin + a / 2, origin + b / 2) for a, b in out]


def _free(spans: Sequence[Gap], cover: np.ndarray, gap: Gap) -> list[Gap]:
    """What of a gap nothing prints into, with print on both sides.

    A heading may reach far into a wide gap: what it leaves free still parts the columns.
    """
    crossing = sum(a < gap[0] and b > gap[1] for a, b in spans)
    least = int(cover.min())
    free = [(gap[0] + i, gap[0] + j) for i, j in _runs(cover <= max(crossing, least))]
    if least > crossing:
        free = [max(free, key=lambda run: run[1] - run[0])]
    first, last = min(b for _, b in spans), max(a for a, _ in spans)
    return [(i, j) for i, j in free if first <= i and j <= last]


def _are_cells(lines: Sequence[Sequence[Phrase]]) -> bool:
    """True where the file tells that phrases beside each other are not one text."""
    return all(a.words[-1].run != b.words[0].run for line in lines for a, b in pairwise(line))


def _count(spans: Sequence[tuple[int, int]], width: int) -> np.ndarray:
    """How many spans cover each place."""
    steps = np.zeros(width + 1, dtype=np.int64)
    for a, b in spans:
        steps[a] += 1
        steps[b] -= 1
    return np.cumsum(steps)[:width]


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """[start, end) of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _merge_headings(lines: Sequence[Sequence[Phrase]], columns: Columns, leaning: int) -> Columns:
    """Join a column that holds only headings, or nothing of its own, with the neighbour that it belongs to.

    A heading's neighbour is one that has none itself.
    """
    heading = set(range(_first_body(lines))) | {n for n, line in enumerate(lines) if _heads_again(line)}
    columns, step, undecided = _with_years(lines, columns, heading, leaning)
    while columns.count > 2:
        used = _lines_of(lines, columns)
        pair = _crossed(lines, columns, used.index(set())) if set() in used else None
        if pair is None:
            kinds = _kinds(lines, columns, heading)
            pair = next(
                (
                    c
                    for c in range(columns.count - 1)
                    if _same_column(used[c], used[c + 1], heading, kinds[c : c + 2])
                    and not (c == 0 and _is_beside(lines, columns, used[1] & heading))
                ),
                None,
            )
        if pair is None:
            break
        edges = columns.edges[: pair + 1] + columns.edges[pair + 2 :]
        columns = _with_extents(edges, [p for line in lines for p in line])
    return replace(columns, leaning=step, open=undecided)


def _is_beside(lines: Sequence[Sequence[Phrase]], columns: Columns, heading: set[int]) -> bool:
    """True for headings in the second column that stand right of all print of the first: another column's."""
    own = [p for n in heading for p in lines[n] if columns.reach(p.x0, p.x1) == (1, 1)]
    return bool(own) and _are_cells(lines) and min(p.x0 for p in own) >= columns.extents[0][1]


def _with_years(
    lines: Sequence[Sequence[Phrase]], columns: Columns, heading: set[int], leaning: int
) -> tuple[Columns, int, bool]:
    """Join the columns of years with those of the figures beside them, all to the same side.

    Years set to one edge of their columns over figures set to the other print beside each other. Which side the figures
    are on shows where one of them has a year on that side only, or prints under one; else the document's other tables
    may tell (`leaning`).

    Returns the columns, the side that the table shows (0: none), and whether it leaves it open.
    """
    kinds = _kinds(lines, columns, heading)
    if "figures" not in kinds or "years" not in kinds:
        return columns, 0, False
    right, left = _beside_years(kinds, 1), _beside_years(kinds, -1)
    shown = (len(right) > len(left)) - (len(right) < len(left)) or _leaning(lines, columns, kinds, heading)
    step = shown or leaning
    gone = {max(c, c - step) for c in (right if step > 0 else left if step else ())}
    if gone:
        edges = [x for i, x in enumerate(columns.edges) if i not in gone]
        columns = _with_extents(edges, [p for line in lines for p in line])
    return columns, shown, not shown


def _beside_years(kinds: Sequence[str], step: int) -> list[int]:
    """The columns of figures that have one of years on their left (`step` 1) or right (-1)."""
    return [c for c, kind in enumerate(kinds) if kind == "figures" and kinds[c - step : c - step + 1] == ["years"]]


def _kinds(lines: Sequence[Sequence[Phrase]], columns: Columns, heading: set[int]) -> list[str]:
    """What each column holds: "years" without figures, "figures" without a heading, "both", or other ("")."""
    held: list[set[str]] = [set() for _ in range(columns.count)]
    for n, line in enumerate(lines):
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            if first == last:
                year = is_year(p.text)
                held[first].add(("years" if year else "words") if n in heading else "figures" if p.numeric else "words")
    names = {frozenset({"years"}): "years", frozenset({"figures"}): "figures", frozenset({"years", "figures"}): "both"}
    return [names.get(frozenset(h), "") for h in held]


def _leaning(lines: Sequence[Sequence[Phrase]], columns: Columns, kinds: Sequence[str], heading: set[int]) -> int:
    """1 where figures that share a column with their year stand right of it, -1 left; 0 where none share one."""
    off = []
    for c in (c for c, kind in enumerate(kinds) if kind == "both"):
        inside = [
            (n in heading, p) for n, line in enumerate(lines) for p in line if columns.reach(p.x0, p.x1) == (c, c)
        ]
        year = next(p for heads, p in inside if heads)
        off += [p.x0 + p.x1 - year.x0 - year.x1 for heads, p in inside if not heads]
    return (sum(off) > 0) - (sum(off) < 0)


def _crossed(lines: Sequence[Sequence[Phrase]], columns: Columns, c: int) -> int:
    """The column that column c, in which nothing ends, makes one with its right neighbour or is that neighbour of."""
    inner = [i for i in (c, c + 1) if 0 < i < columns.count]
    over = [[p.numeric for line in lines for p in line if p.x0 < columns.edges[i] < p.x1] for i in inner]
    return max(zip(map(sum, over), map(len, over), inner, strict=True))[2] - 1


def _lines_of(lines: Sequence[Sequence[Phrase]], columns: Columns) -> list[set[int]]:
    used: list[set[int]] = [set() for _ in range(columns.count)]
    for i, line in enumerate(lines):
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            if first == last:
                used[first].add(i)
    return used


def _same_column(left: set[int], right: set[int], heading: set[int], kinds: Sequence[str]) -> bool:
    if not left or not right or left & right or kinds in (["", "years"], ["years", "figures"], ["figures", "years"]):
        return False
    return (left <= heading and not right & heading) or (right <= heading and not left & heading)


def _first_body(lines: Sequence[Sequence[Phrase]]) -> int:
    """The first line with a number that is no year: headings stand above it, and a unit's (`1.000` `kr.`) in them."""
    for i, line in enumerate(lines):
        numbers = [p.text for p in line if p.numeric and not is_year(p.text)]
        if numbers and not (numbers[0] in _UNITS and any(map(_heads_again, _without_units(lines[i : i + _REACH])))):
            return i
    return min(1, len(lines))


def _without_units(lines: Sequence[Sequence[Phrase]]) -> list[list[Phrase]]:
    return [[p for p in line if p.text not in _UNITS] for line in lines]


def _heads_again(line: Sequence[Phrase]) -> bool:
    """True for a heading's line printed anew, on the table's next page: years and a word or two."""
    years = sum(is_year(p.text) for p in line)
    return years > 1 and years >= len(line) - 2 and not any(p.numeric and not is_year(p.text) for p in line)


_PERIOD_RE: Final = re.compile(r"(?:19|20)[0-9]{2}[-–][0-9]{2,4}")


def is_year(text: str) -> bool:
    """True for `2027`, `B2026`, `2026*`, `2026/27`, `2025-2026`: what heads a year's column."""
    return parse_year_heading(text) is not None or _PERIOD_RE.fullmatch(text.strip("()*¹²³ ")) is not None
