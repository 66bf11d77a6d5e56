"""What was drawn over a printed page by hand or by a stamp, taken out with the print that it crosses left whole.

No stroke of a letter is long, thin and aslant; a pen's is, and so is a stamp's frame, which is never set quite level.
Such strokes are found by directions, and where they cross print, ink that goes on at both sides stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.paper import FAINT, INK, Image

_HALF: Final = 0.5  # strokes are looked for on a copy this much smaller
_LONG: Final = 13.0  # points: longer than any straight stroke of a letter that is aslant
_FLAT: Final = 24.0  # points: the same for a nearly level one, which may run through a word
_SHALLOW: Final = 20  # degrees: less is nearly level
_STEP: Final = 4
_DIRECTION: Final = 12  # degrees that count as one direction
_LEVEL: Final = (7, 84)  # degrees: outside are rulings and lines of print
_RULED: Final = (28.0, 22.0)  # points, across and down: rulings are longer
_PIECE: Final = 9.0  # points high and wide: no letter joined to a pen's stroke is smaller
_BRIDGE: Final = 5.0  # points between the pieces of a stroke
_DRAWN: Final = (22.0, 40.0)  # points that a pen's stroke reaches at least, and one no higher than letters
_WHOLE: Final = 18.0  # points that one piece of it reaches: longer than a heading's letters are high
_LETTERS: Final = 12.0  # points: the height of a heading's capitals, which bold and blurred run together
_CROWDED: Final = 0.3  # share of ink beside a stroke from which on it is print
_BESIDE: Final = 1.6  # points
_FRINGE: Final = 0.3  # points
_SLIVER: Final = 0.3  # square points
_THICKEST: Final = 4.0  # points
_BOTH: Final = 0.9  # points beyond a stroke in which print goes on

_STAMP: Final = (28.0, 60.0)  # points: the least height and width of a stamp
_HIGHER: Final = 1.3  # times the page's usual height
_FRAMED: Final = 0.18  # of its outline that a stamp's frame is found on
_CROSSINGS: Final = (55, 90, 125)  # degrees at which print may cross a stroke


def without_drawn(image: Image, scale: float) -> tuple[Image, Image | None]:
    """The `whitened` page without strokes of a pen and frames of stamps, and a picture of these (255) if there are any.

    `scale` is pixels a point.
    """
    found = _strokes(image, scale)
    if not found:
        return image, None
    every = np.maximum.reduce([s for _, s in found])
    x, y, w, h = cv2.boundingRect(every)
    small = (slice(y, y + h), slice(x, x + w))
    factor = image.shape[0] / every.shape[0], image.shape[1] / every.shape[1]
    rows, columns = (slice(round(s.start * f), round(s.stop * f)) for s, f in zip(small, factor, strict=True))
    part = image[rows, columns]
    size = part.shape[1::-1]
    strokes = [(angle, cv2.resize(s[small], size, interpolation=cv2.INTER_NEAREST)) for angle, s in found]
    out, crossed = image.copy(), np.zeros_like(image)
    out[rows, columns] = erased(part, strokes, scale)
    crossed[rows, columns] = np.maximum.reduce([s for _, s in strokes])
    return out, crossed


def stamps(crossed: Image, scale: float) -> list[Image]:
    """The corners (pixels) of the frames among what `without_drawn` took out: what lies in them is a stamp's."""
    factor = 1 / scale
    small = cv2.resize(crossed, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)  # pixels are points
    reach = round(2 * _BRIDGE) + 1
    joined = cv2.dilate(np.where(small > 0, np.uint8(255), np.uint8(0)), np.ones((reach, reach), np.uint8))
    out = []
    for outline in cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        box = cv2.minAreaRect(outline)
        low, high = sorted(box[1])
        if low < _STAMP[0] or high < _STAMP[1]:
            continue
        corners = cv2.boxPoints(box)
        frame = cv2.polylines(
            np.zeros_like(joined), [corners.astype(np.int32)], isClosed=True, color=255, thickness=reach
        )
        if float((joined[frame > 0] > 0).mean()) >= _FRAMED:
            out.append(np.asarray(corners * scale, np.float32))
    return out


def without_stamped(image: Image, corners: Sequence[Image], usual: float) -> Image:
    """The page without the letters in its stamps that are higher than its own, whose `usual` height is in pixels."""
    if not corners:
        return image
    inside = cv2.fillPoly(np.zeros_like(image), [c.astype(np.int32) for c in corners], 255)
    _, labels, stats, middles = cv2.connectedComponentsWithStats((image < FAINT).astype(np.uint8))
    x, y = np.rint(middles.T).astype(int)
    gone = (inside[y, x] > 0) & (stats[:, cv2.CC_STAT_HEIGHT] > _HIGHER * usual)
    gone[0] = False
    return np.where(cv2.dilate(gone[labels].astype(np.uint8), np.ones((5, 5), np.uint8)) > 0, np.uint8(255), image)


def erased(image: Image, strokes: Sequence[tuple[float, Image]], scale: float) -> Image:
    """The page without strokes, each with the degrees in which it runs; ink that goes on at both its sides stays."""
    every = np.maximum.reduce([s for _, s in strokes])
    fringe = 2 * max(1, round(_FRINGE * scale)) + 1
    square = np.ones((fringe, fringe), np.uint8)
    gone = cv2.dilate(every, square) > 0
    other = _without_slivers((image < INK) & ~gone, scale)
    stays = np.zeros_like(gone)
    for angle, part in strokes:
        thick = 2 * float(cv2.distanceTransform(part, cv2.DIST_L2, 3).max()) + fringe
        reach = round(min(thick, _THICKEST * scale) + _BOTH * scale)
        x, y, w, h = cv2.boundingRect(part)
        at = (slice(max(0, y - 2 * reach), y + h + 2 * reach), slice(max(0, x - 2 * reach), x + w + 2 * reach))
        mine = cv2.dilate(part[at], square) > 0
        for across in _CROSSINGS:
            kernel = _ray(reach, angle + across)
            left, right = (cv2.dilate(other[at], k) for k in (kernel, np.ascontiguousarray(kernel[::-1, ::-1])))
            stays[at] |= (left > 0) & (right > 0) & mine
    return np.where(gone & ~stays, np.uint8(255), image)


def _without_slivers(ink: Image, scale: float) -> Image:
    """The ink (255) without the thin edges that a stroke leaves."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=4)
    keep = stats[:, cv2.CC_STAT_AREA] >= _SLIVER * scale * scale
    keep[0] = False
    return np.where(keep[labels], np.uint8(255), np.uint8(0)) if count > 1 else np.zeros_like(ink, np.uint8)


def _strokes(image: Image, scale: float) -> list[tuple[float, Image]]:
    """(degrees, picture) of the strokes that run in each direction, on the small copy."""
    small = cv2.resize(image, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
    ink = np.where(small < FAINT, np.uint8(255), np.uint8(0))
    points = scale * _HALF
    canvas = _candidates(ink, points)
    if canvas is None:
        return []
    x, y, w, h = cv2.boundingRect(canvas)
    part = canvas[y : y + h, x : x + w]
    found: dict[int, Image] = {}  # by direction, roughly
    for angle in range(_LEVEL[0], 180 - _LEVEL[0], _STEP):
        if _LEVEL[1] <= angle <= 180 - _LEVEL[1]:
            continue
        shallow = min(angle, 180 - angle) < _SHALLOW
        strokes = cv2.morphologyEx(part, cv2.MORPH_OPEN, _line((_FLAT if shallow else _LONG) * points, angle))
        if strokes.any():
            way = _DIRECTION * (angle // _DIRECTION) + _DIRECTION // 2
            here = found.setdefault(way, np.zeros_like(canvas))[y : y + h, x : x + w]
            np.maximum(here, strokes, out=here)
    if not found:
        return []
    keep = _long_ones(np.maximum.reduce(list(found.values())), ink, points)
    return [(float(way), kept) for way, s in found.items() if (kept := cv2.bitwise_and(s, keep)).any()]


def _candidates(ink: Image, points: float) -> Image | None:
    """The ink at and around shapes that are larger than letters, rulings aside."""
    ruled = np.zeros_like(ink)
    for length, across in zip(_RULED, (True, False), strict=True):
        size = max(3, round(length * points))
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, size) if across else (size, 1), np.uint8))
        ruled |= cv2.dilate(lines, np.ones((3, 3), np.uint8))
    rest = cv2.subtract(ink, ruled)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rest)
    least = _PIECE * points
    large = (stats[:, cv2.CC_STAT_WIDTH] >= least) & (stats[:, cv2.CC_STAT_HEIGHT] >= least)
    large[0] = False
    if not large.any():
        return None
    around = 2 * round(_LONG * points) + 1  # a ruling or a letter hides the next piece of a stroke
    near = cv2.dilate(large[labels].astype(np.uint8), np.ones((around, around), np.uint8))
    return np.where(near > 0, ink, np.uint8(0))


def _long_ones(strokes: Image, ink: Image, points: float) -> Image:
    """Where the strokes lie that reach far and have paper beside them."""
    bridge = max(3, round(_BRIDGE * points)) | 1
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((bridge, bridge), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    near, far = (2 * round(v * points) + 1 for v in (0.6, _BESIDE))
    ring = cv2.subtract(
        cv2.dilate(strokes, np.ones((far, far), np.uint8)), cv2.dilate(strokes, np.ones((near, near), np.uint8))
    )
    keep = np.zeros(count, dtype=bool)
    whole = _with_whole_pieces(strokes, labels, count, _WHOLE * points)
    for n, (x, y, w, h, _) in enumerate(stats.tolist()):
        least = _DRAWN[0] if h >= _LETTERS * points else _DRAWN[1]
        if n and whole[n] and np.hypot(w, h) >= least * points:
            part = (slice(max(0, y - far), y + h + far), slice(max(0, x - far), x + w + far))
            beside = ring[part] > 0
            keep[n] = bool(beside.any()) and float((ink[part][beside] > 0).mean()) < _CROWDED
    return np.where(keep[labels], np.uint8(255), np.uint8(0))


def _with_whole_pieces(strokes: Image, labels: Image, count: int, least: float) -> Image:
    """Which of the joined strokes have a piece that reaches `least` pixels: a heading's letters have none."""
    pieces, own, stats, _ = cv2.connectedComponentsWithStats(strokes)
    reach = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    out = np.zeros(count, dtype=bool)
    for n in np.flatnonzero(reach[1:pieces] >= least) + 1:
        out[labels[own == n][0]] = True
    return out


def _line(length: float, angle: float) -> Image:
    """A line through the middle of its picture, for morphology; degrees go up from the right."""
    half = max(1, round(length / 2))
    across, up = half * np.cos(np.radians(angle)), half * np.sin(np.radians(angle))
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    ends = [(round(half + s * across), round(half - s * up)) for s in (-1, 1)]
    return np.asarray(cv2.line(kernel, ends[0], ends[1], 1))


def _ray(length: int, angle: float) -> Image:
    """A line from the middle of its picture outwards."""
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.uint8)
    end = (round(length + length * np.cos(np.radians(angle))), round(length - length * np.sin(np.radians(angle))))
    return np.asarray(cv2.line(kernel, (length, length), end, 1))
