"""A table's rulings made whole: where toner or a fold ate a piece of one, the other rows tell where it stands.

A cell that really is merged has its neighbours merged as well, or print where the ruling would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extractors.readers.ocr.paper import FAINT, Image
from schemas.source import Ruling

_ONE_LINE: Final = 2.5  # points between pieces of one ruling
_ROW: Final = (6.0, 80.0)  # points: the height of a row
_COVERED: Final = 0.6  # of a row's height from which on a ruling stands in it
_FEWEST: Final = 3  # rulings that stand in a row whose others are missed
_TORN: Final = 40.0  # points of a horizontal ruling that may be lost
_BESIDE: Final = 1.5  # points on either side of a ruling: ink that reaches both is print
_THICK: Final = 0.9  # points on either side of its middle that a ruling's own ink reaches


def completed(rulings: Sequence[Ruling], image: Image, scale: float) -> tuple[list[Ruling], Image]:
    """The rulings of a page with the pieces that were lost, and the page (rulings taken out) without their remains."""
    down = [r for r in rulings if r.x0 == r.x1]
    lines = _lines(down)
    level = _joined([r for r in rulings if r.top == r.bottom], [x[0].x0 for x in lines])
    added = [
        Ruling(x, top, x, bottom)
        for top, bottom in _rows(level)
        for x in _missing(lines, top, bottom)
        if not _is_printed(image, scale, x, top, bottom)
    ]
    return [*level, *down, *added], _without(image, added, scale) if added else image


def _missing(lines: Sequence[Sequence[Ruling]], top: float, bottom: float) -> list[float]:
    """Where rulings that pass through a row are missed in it, if enough others stand there."""
    passing = [x for x in lines if min(r.top for r in x) < bottom and max(r.bottom for r in x) > top]
    missing = [x for x in passing if not _stands(x, top, bottom)]
    if len(passing) - len(missing) < max(_FEWEST, len(missing)):
        return []
    return [sum(r.x0 for r in x) / len(x) for x in missing]


def _without(image: Image, rulings: Sequence[Ruling], scale: float) -> Image:
    """The page with paper where vertical rulings stand."""
    out = image.copy()
    for r in rulings:
        x0, x1 = round((r.x0 - _THICK) * scale), round((r.x0 + _THICK) * scale) + 1
        out[round(r.top * scale) : round(r.bottom * scale), max(0, x0) : x1] = 255
    return out


def _joined(level: Sequence[Ruling], walls: Sequence[float]) -> list[Ruling]:
    """The horizontal rulings, pieces of one joined over gaps that do not end at the walls of a cell."""
    out: list[Ruling] = []
    for r in sorted(level, key=lambda r: (round(r.top / _ONE_LINE), r.x0)):
        last = out[-1] if out else None
        if last and abs(last.top - r.top) <= _ONE_LINE and _is_torn(last.x1, r.x0, walls):
            out[-1] = Ruling(last.x0, last.top, max(last.x1, r.x1), last.top)
        else:
            out.append(r)
    return out


def _is_torn(x0: float, x1: float, walls: Sequence[float]) -> bool:
    """True for a gap in a ruling that is narrow, and not just a cell that runs on into the next row."""
    walled = [any(abs(x - wall) <= _ONE_LINE for wall in walls) for x in (x0, x1)]
    return bool(walls) and x1 - x0 <= _TORN and not all(walled)


def _lines(pieces: Sequence[Ruling]) -> list[list[Ruling]]:
    """The pieces of each vertical ruling."""
    out: list[list[Ruling]] = []
    for r in sorted(pieces, key=lambda r: r.x0):
        if out and r.x0 - out[-1][-1].x0 <= _ONE_LINE:
            out[-1].append(r)
        else:
            out.append([r])
    return out


def _rows(levels: Sequence[Ruling]) -> Iterator[tuple[float, float]]:
    """The top and bottom of each row between two horizontal rulings."""
    tops: list[float] = []
    for r in sorted(levels, key=lambda r: r.top):
        if not tops or r.top - tops[-1] > _ONE_LINE:
            tops.append(r.top)
    return ((a, b) for a, b in pairwise(tops) if _ROW[0] <= b - a <= _ROW[1])


def _stands(line: Sequence[Ruling], top: float, bottom: float) -> bool:
    covered = sum(max(0.0, min(r.bottom, bottom) - max(r.top, top)) for r in line)
    return covered >= _COVERED * (bottom - top)


def _is_printed(image: Image, scale: float, x: float, top: float, bottom: float) -> bool:
    """True where print runs through the place of a ruling."""
    y0, y1 = round((top + 1.0) * scale), round((bottom - 1.0) * scale)
    x0, middle, x1 = (max(0, round((x + d) * scale)) for d in (-_BESIDE, 0.0, _BESIDE))
    ink = image[y0:y1, x0 : x1 + 1] < FAINT
    left, right = ink[:, : middle - x0].any(axis=1), ink[:, middle - x0 + 1 :].any(axis=1)
    through = ink[:, middle - x0 - 1 : middle - x0 + 2].any(axis=1)
    thin = round(2 * _THICK * scale)
    return bool((left & right & through & (ink.sum(axis=1) > thin)).any())
