"""Rulings to lattices: which strokes belong together, and which cells they close.

A lattice is trusted only where rulings run both ways and most of its joints exist (decorative rules and shading do
not); what is left over, horizontal rules above all, serves the column geometry as hints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.source import BBox, Ruling

SNAP: Final = 2.5  # points: strokes closer than this are one
REACH: Final = 3.0  # points: how far a stroke may fall short of the one it meets
OVERHANG: Final = 8.0  # points: strokes that reach so far beyond the outermost one across them leave a side open
MIN_LENGTH: Final = 3.0
COVERED: Final = 0.6  # of a cell's side: a stroke over this share closes it

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """An axis-parallel stroke: its place `at` across, and its extent from `start` to `end` along its direction."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A closed cell: rows and columns [first, last] it takes up, and its box."""

    row: int
    column: int
    last_row: int
    last_column: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Lattice:
    """Strokes that close cells: the ascending places of its vertical and horizontal lines, and the cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]

    @property
    def bbox(self) -> BBox:
        """The outer frame."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def merge_strokes(rulings: Iterable[Ruling]) -> tuple[list[Stroke], list[Stroke]]:
    """(horizontal, vertical) strokes with collinear, touching pieces joined."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for r in rulings:
        if r.horizontal:
            across.append(Stroke((r.top + r.bottom) / 2, r.x0, r.x1))
        else:
            down.append(Stroke((r.x0 + r.x1) / 2, r.top, r.bottom))
    return _joined(across), _joined(down)


def _joined(strokes: list[Stroke]) -> list[Stroke]:
    out: list[Stroke] = []
    for group in _snapped(strokes):
        at = sum(s.at for s in group) / len(group)
        group.sort(key=lambda s: s.start)
        start, end = group[0].start, group[0].end
        for s in group[1:]:
            if s.start <= end + REACH:
                end = max(end, s.end)
            else:
                out.append(Stroke(at, start, end))
                start, end = s.start, s.end
        out.append(Stroke(at, start, end))
    return [s for s in out if s.end - s.start >= MIN_LENGTH]


def _snapped(strokes: list[Stroke]) -> list[list[Stroke]]:
    """Strokes in groups that lie within `SNAP` of the group's first."""
    groups: list[list[Stroke]] = []
    for s in sorted(strokes, key=lambda s: s.at):
        if groups and s.at - groups[-1][0].at <= SNAP:
            groups[-1].append(s)
        else:
            groups.append([s])
    return groups


def components(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that meet, directly or through others, as (horizontal, vertical) groups; strokes that meet none apart."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_x = sorted(range(len(down)), key=lambda j: down[j].at)
    for i, h in enumerate(across):
        for j in by_x:
            v = down[j]
            if v.at > h.end + REACH:
                break
            if v.at >= h.start - REACH and v.start - REACH <= h.at <= v.end + REACH:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i in range(len(parent)):
        pair = groups.setdefault(root(i), ([], []))
        if i < len(across):
            pair[0].append(across[i])
        else:
            pair[1].append(down[i - len(across)])
    return list(groups.values())


def lattice(across: Sequence[Stroke], down: Sequence[Stroke]) -> Lattice | None:
    """The lattice that one component of strokes closes; None where it closes fewer than two cells."""
    across, down = _closed(across, down)
    xs, ys = _places(down), _places(across)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    # wall[r][c] is the stroke at xs[c] beside row r; sill[r][c] the one at ys[r] over column c
    walls, sills = ([_near(strokes, at) for at in places] for strokes, places in ((down, xs), (across, ys)))
    wall = [[_covers(walls[c], ys[r], ys[r + 1]) for c in range(columns + 1)] for r in range(rows)]
    sill = [[_covers(sills[r], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows + 1)]
    return Lattice(tuple(xs), tuple(ys), tuple(_cells(xs, ys, wall, sill)))


def _closed(across: Sequence[Stroke], down: Sequence[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """The strokes with the sides that an open table leaves out: where most strokes one way end beyond all others."""
    if len(across) < 2 or len(down) < 2:
        return list(across), list(down)
    top, bottom = min(h.at for h in across), max(h.at for h in across)
    left, right = min(v.at for v in down), max(v.at for v in down)
    sides = [Stroke(x, top, bottom) for x in _overhangs(across, left, right)]
    ends = [
        Stroke(y, min(left, *(s.at for s in sides)) if sides else left, right) for y in _overhangs(down, top, bottom)
    ]
    return [*across, *ends], [*down, *sides]


def _open_ends(down: Sequence[Stroke], top: float, bottom: float) -> list[float]:
    """Where the two outer sides run on together beyond the outermost rules: a frame that the page's end leaves open."""
    left, right = min(down, key=lambda s: s.at), max(down, key=lambda s: s.at)
    out = []
    if max(left.start, right.start) < top - OVERHANG and abs(left.start - right.start) <= REACH:
        out.append((left.start + right.start) / 2)
    if min(left.end, right.end) > bottom + OVERHANG and abs(left.end - right.end) <= REACH:
        out.append((left.end + right.end) / 2)
    return out


def _overhangs(strokes: Sequence[Stroke], low: float, high: float) -> list[float]:
    starts = sorted(s.start for s in strokes if s.start < low - OVERHANG)
    ends = sorted(s.end for s in strokes if s.end > high + OVERHANG)
    least = max(2, len(strokes) // 2)
    return [edge[len(edge) // 2] for edge in (starts, ends) if len(edge) >= least]


def _places(strokes: Sequence[Stroke]) -> list[float]:
    return [sum(s.at for s in g) / len(g) for g in _snapped(list(strokes))]


def _near(strokes: Sequence[Stroke], at: float) -> list[Span]:
    return [(s.start, s.end) for s in strokes if abs(s.at - at) <= SNAP]


def _covers(spans: Sequence[Span], start: float, end: float) -> bool:
    covered = 0.0
    for a, b in spans:
        if a < end and b > start:
            covered += min(end, b) - max(start, a)
    return covered >= COVERED * (end - start)


def _cells(xs: list[float], ys: list[float], wall: list[list[bool]], sill: list[list[bool]]) -> list[LatticeCell]:
    """Unit cells joined where no stroke parts them, from the top left; a join that is no rectangle is not made."""
    rows, columns = len(ys) - 1, len(xs) - 1
    taken = [[False] * columns for _ in range(rows)]
    out = []
    for r in range(rows):
        for c in range(columns):
            if taken[r][c]:
                continue
            last_c = c
            while last_c + 1 < columns and not wall[r][last_c + 1] and not taken[r][last_c + 1]:
                last_c += 1
            last_r = r
            while last_r + 1 < rows and _open_below(last_r, c, last_c, wall, sill, taken):
                last_r += 1
            for i in range(r, last_r + 1):
                for j in range(c, last_c + 1):
                    taken[i][j] = True
            out.append(LatticeCell(r, c, last_r, last_c, (xs[c], ys[r], xs[last_c + 1], ys[last_r + 1])))
    return out


def _open_below(
    r: int, c: int, last_c: int, wall: list[list[bool]], sill: list[list[bool]], taken: list[list[bool]]
) -> bool:
    """True when nothing parts the cells c..last_c of row r from those of the next row, nor these from each other."""
    return (
        not any(sill[r + 1][c : last_c + 1])
        and not any(wall[r + 1][c + 1 : last_c + 1])
        and not any(taken[r + 1][c : last_c + 1])
    )
