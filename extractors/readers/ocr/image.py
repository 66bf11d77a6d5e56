"""A scanned page's picture made fit for reading: straightened, its rulings found and taken out.

Rulings are taken out before the page is read: Tesseract takes a table's rules for pictures or letters and loses whole
cells. What they were is kept, in points, for the table geometry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.drawn import erased, stamps, without_drawn, without_stamped
from extractors.readers.ocr.paper import FAINT, INK, Image, usual_height, without_dirt
from extractors.readers.ocr.ruled import completed
from extractors.readers.ocr.stamped import LIFTED
from schemas.source import Ruling

# A ruling's greatest thickness, blurred (bold words run together are thicker), and from and to how many points beside
# it from which share of ink on it would be a word's middle:
_RULING: Final = (3.2, 0.4, 1.2, 0.22)
_PALE_RULING: Final = (2.1, 0.2, 3.0, 0.45)  # where toner ran out a word's strokes are one blot
MAX_SKEW: Final = 5.0  # degrees
_STEP: Final = 0.1
_SOFT: Final = np.array((1, 2, 3, 2, 1)) / 9  # rows of a coarse scan are sharp themselves, however it is turned
_SIDEWAYS: Final = 1.2  # times as sharp: lines that run down the page
_LONG: Final = 28.0  # points: a horizontal stroke at least this long is a ruling, not a letter's
_TALL: Final = 22.0  # points, the same for a vertical one: taller than any letter
_STEM: Final = (0.5, 1.4)  # times the usual thickness of a ruling; the straight part of a stem has another
_WALL: Final = 5.0  # points: a row's least height
_LINE: Final = (4.0, 20.0)  # points: the height of a line of print
_ON_HEAD: Final = 1.3  # times as much print below as above the middles of lines
_TOUCH: Final = 1.0  # points between the end of a short vertical stroke and the ruling it meets
_HOLE: Final = 1.2  # points: a hole that grain makes in a ruling
_GAP: Final = 10.0  # points: a gap between pieces of one horizontal ruling; a vertical one may rest for a row
_RUN: Final = 6.0  # points: the least piece of a streak
_THIN: Final = 1.2  # points: wider is a ruling or a letter
_LEAN: Final = 1.6  # points by which a streak may lean
_AROUND: Final = 6.0  # points beside a streak: a letter on either side of it
_STREAK: Final = 0.3  # of the page's height that a streak's pieces cover
_COVERED: Final = 0.33  # of the rows outside every table, from its first to its last, in which a streak has pieces
_BEYOND: Final = 0.25  # of a streak that lies outside every table
_ONE_LINE: Final = 2.5  # points between pieces of one vertical ruling
_MOST_ROWS: Final = 0.2  # of its neighbours' length that a column's ruling has at least
_BESIDE: Final = 1.4  # points above and below a ruling that print reaches which it runs through
_THROUGH: Final = 5.0  # points of its length that have such print
_SHORT: Final = 8.5  # points: a vertical stroke of a single-line row, a ruling only if it ends on horizontal ones


@dataclass(frozen=True, slots=True)
class CleanScan:
    """A straightened page without its rulings; `scale` is pixels a point.

    `uncleaned` is the page with its dirt, which may be a pale minus. `skew` is the degrees it was turned by, `dark` the
    grey below which a pixel is ink; `crossed` is 255 where a pen's stroke was taken out and inside a stamp;
    `stamps` are the corners of these (pixels). `faint` is the page with what may be pale ink, where toner ran out.
    """

    image: Image
    uncleaned: Image
    rulings: list[Ruling]
    scale: float
    skew: float
    dark: int
    crossed: Image | None = None
    stamps: tuple[Image, ...] = ()
    faint: Image | None = None


def clean(image: Image, scale: float, faint: Image | None = None, stamp: Image | None = None) -> CleanScan:
    """Straighten a `whitened` page and separate text from rulings, which show in `faint` where toner ran out.

    `stamp` is the mask of what was `lifted`.
    """
    skew = find_skew(image)
    if abs(skew) >= _STEP:
        image, faint = _turn(image, skew), None if faint is None else _turn(faint, skew)
        stamp = None if stamp is None else _turn(stamp, skew, fill=0)
    image, crossed = without_drawn(image, scale)
    if stamp is not None:
        crossed = stamp if crossed is None else np.maximum(crossed, stamp)
    across = _level_strokes(image, faint, stamp, scale)
    image = _without_streaks(image, across, scale)
    ruled = _even(image if faint is None else faint, scale, 0)
    down = _strokes(cv2.dilate(ruled, np.ones((1, 3), np.uint8)), (1, max(3, round(_SHORT * scale))))
    down = _without_stems(down, across, scale)
    if stamp is not None:
        beneath = _under(_turned(stamp), _turned(down), _turned(image), scale)
        down = _turned(beneath)
    across, down = _joined(across, (_GAP, 0.0), scale), _joined(down, (0.0, _HOLE), scale)
    rulings = [*_boxes(across, scale, horizontal=True), *_columns(_boxes(down, scale, horizontal=False))]
    rulings, cleaned = completed(rulings, _without_rulings(image, across, down, scale), scale)
    found = stamps(np.where(crossed > LIFTED + 1, crossed, np.uint8(0)), scale) if crossed is not None else []
    if crossed is not None and found:
        cleaned = without_stamped(cleaned, found, usual_height(cleaned, scale))
        cv2.fillPoly(crossed, [c.astype(np.int32) for c in found], 255)
    return CleanScan(without_dirt(cleaned, scale), cleaned, rulings, scale, skew, INK, crossed, tuple(found), faint)


def ink_rows(scan: CleanScan, x: int, y: int, width: int, height: int) -> tuple[int, int]:
    """First row and row after the last (pixels) of the ink of a word, which a recogniser's box may miss by far."""
    part = scan.image[y : y + height, x : x + width]
    if not part.size:
        return y, y + height
    rows = np.flatnonzero((part < scan.dark).any(axis=1))
    if not len(rows):
        return y, y + height
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > max(1, round(0.8 * scan.scale))) + 1)
    best = max(runs, key=lambda r: int((part[r[0] : r[-1] + 1] < scan.dark).sum()))
    return y + int(best[0]), y + int(best[-1]) + 1


def ink_columns(scan: CleanScan, x: int, y: int, width: int, height: int) -> tuple[int, int]:
    """First column and column after the last (pixels) of the ink of a word."""
    columns = np.flatnonzero((scan.image[y : y + height, x : x + width] < scan.dark).any(axis=0))
    return (x + int(columns[0]), x + int(columns[-1]) + 1) if len(columns) else (x, x + width)


def stroke_width(scan: CleanScan, x: int, y: int, width: int, height: int) -> float:
    """The mean length in pixels of the horizontal runs of ink in a word: bold type has the longer ones."""
    ink = scan.image[y : y + height, x : x + width] < scan.dark
    if ink.shape[1] < 2 or not ink.any():
        return 0.0
    starts = int((ink[:, 1:] & ~ink[:, :-1]).sum()) + int(ink[:, 0].sum())
    return float(ink.sum()) / max(1, starts)


def _even(image: Image, scale: float, axis: int) -> Image:
    """255 where anything is printed, pale rules too, small holes along an axis (1 is across) closed."""
    size = max(3, round(_HOLE * scale))
    blurred = cv2.blur(image, (size, 1) if axis else (1, size))
    return np.where(blurred < FAINT, np.uint8(255), np.uint8(0))


def _level_strokes(image: Image, faint: Image | None, stamp: Image | None, scale: float) -> Image:
    """The horizontal rulings of a page (255)."""
    ink = np.where(image < INK if faint is None else faint < FAINT, np.uint8(255), np.uint8(0))
    ruled = _even(image if faint is None else faint, scale, 1)
    across = _strokes(cv2.dilate(ruled, np.ones((3, 1), np.uint8)), (max(3, round(_LONG * scale)), 1))
    across = _without_letters(across, ink, scale, _RULING if faint is None else _PALE_RULING)
    return across if stamp is None else _under(stamp, across, image, scale)


def _turned(image: Image) -> Image:
    """The picture with its rows as columns."""
    return np.ascontiguousarray(image.T)


def _under(stamp: Image, across: Image, image: Image, scale: float) -> Image:
    """The horizontal strokes, each with what is left of it where a stamp lay over it."""
    out = across.copy()
    hole = round(_HOLE * scale)
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(across)[2][1:].tolist():
        band = slice(max(0, y - 1), y + h + 1)
        inked = np.uint8((image[band] < FAINT) | (stamp[band] > 0)).max(axis=0, keepdims=True)
        whole = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((1, 2 * hole + 1), np.uint8))
        paper = np.flatnonzero(whole.ravel() == 0)
        left, right = paper[paper < x], paper[paper >= x + w]
        start = int(left[-1]) + 1 if left.size else 0
        end = int(right[0]) if right.size else image.shape[1]
        for a, b in ((start, x), (x + w, end)):
            if b - a > hole and (stamp[band, a:b] > 0).any():
                out[y : y + h, a:b] = 255
    return out


def _without_streaks(image: Image, across: Image, scale: float) -> Image:
    """The page without the thin lines that dirt in a scanner's path draws from its top to its bottom.

    A table's vertical rulings end where its horizontal ones do; a streak runs on.
    """
    height = image.shape[0]
    ink = np.where(image < FAINT, np.uint8(255), np.uint8(0))
    runs = _strokes(ink, (1, round(_RUN * scale)))
    dark = np.where(image < INK, np.uint8(255), np.uint8(0))
    wide = _strokes(dark, (max(4, round(_THIN * scale)), 1))
    runs = cv2.subtract(runs, cv2.dilate(wide, np.ones((1, 5), np.uint8)))
    reach = max(3, round(_LEAN * scale))
    long: Image = np.convolve((runs > 0).sum(axis=0), np.ones(reach), "same") > _STREAK * height
    out = image.copy()
    for part in np.split(np.flatnonzero(long), np.flatnonzero(np.diff(np.flatnonzero(long)) > 1) + 1):
        if not part.size:
            continue
        x0, x1 = max(0, int(part[0]) - reach // 2), int(part[-1]) + reach // 2 + 1
        mine = runs[:, x0:x1]
        ruled = np.flatnonzero((across[:, x0:x1] > 0).any(axis=1))
        rows: Image = np.asarray((mine > 0).any(axis=1))
        if _runs_on(rows, ruled):
            out = _without_streak(out, mine, x0, scale)
    return out


def _runs_on(rows: Image, ruled: Image) -> bool:
    """True for a streak by the rows it has pieces in: it goes on outside the table, whose rows are the `ruled`.

    Stems of letters that stand above each other leave the space between lines free, a streak does not.
    """
    printed = np.flatnonzero(rows)
    outside = rows.astype(bool).copy()
    if ruled.size:
        outside[ruled[0] : ruled[-1] + 1] = False
    beyond = np.ones(len(rows), dtype=bool)
    beyond[: printed[0]] = beyond[printed[-1] + 1 :] = False
    if ruled.size:
        beyond[ruled[0] : ruled[-1] + 1] = False
    return bool(outside.sum() > _BEYOND * rows.sum() and outside.sum() > _COVERED * beyond.sum())


def _without_streak(image: Image, mine: Image, x0: int, scale: float) -> Image:
    """The page without a streak whose pieces stand from column `x0` on, its gaps in print closed."""
    reach = round(_AROUND * scale)
    left, right = max(0, x0 - reach), min(image.shape[1], x0 + mine.shape[1] + reach)
    streak = np.zeros((image.shape[0], right - left), np.uint8)
    streak[:, x0 - left : x0 - left + mine.shape[1]] = mine
    ys, xs = np.nonzero(streak)
    line = np.polyfit(ys, xs, 1)  # where print hides it, it runs on as straight as before
    thick = max(1, round(float(np.median((streak[np.unique(ys)] > 0).sum(axis=1)))))
    for y in range(int(ys.min()), int(ys.max()) + 1):
        at = round(float(np.polyval(line, y)) - thick / 2)
        streak[y, max(0, at) : at + thick] = 255
    out = image.copy()
    out[:, left:right] = erased(image[:, left:right], [(90.0, streak)], scale)
    return out


def _without_rulings(image: Image, across: Image, down: Image, scale: float) -> Image:
    """The page without rulings; a horizontal one that print runs through (a lost line of a fax) leaves it whole."""
    thicker = np.ones((5, 5), np.uint8)
    out = np.where(cv2.dilate(cv2.bitwise_or(across, down), thicker) > 0, np.uint8(255), image)
    ink = out < INK
    near = round(_BESIDE * scale)
    for x, y, w, h, _ in cv2.connectedComponentsWithStats(across)[2][1:].tolist():
        above, below = (
            ink[max(0, y - near) : y, x : x + w].any(axis=0),
            ink[y + h : y + h + near, x : x + w].any(axis=0),
        )
        if (above & below).sum() > _THROUGH * scale:
            part = slice(max(0, y - 4 * near), y + h + 4 * near)
            level = np.where(cv2.dilate(down[part], thicker) > 0, np.uint8(255), image[part])
            mine = np.zeros_like(across[part])
            mine[:, x : x + w] = across[part, x : x + w]
            out[part, x : x + w] = np.minimum(out[part], erased(level, [(0.0, mine)], scale))[:, x : x + w]
    return out


def _joined(strokes: Image, gap: tuple[float, float], scale: float) -> Image:
    """The strokes with the gaps between pieces of one ruling closed."""
    size = tuple(max(1, round(g * scale)) for g in gap)
    return np.asarray(cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones(size[::-1], np.uint8)))


def find_skew(image: Image) -> float:
    """The turn in degrees that puts the lines level: the one under which rows of ink stand out most.

    Searched on a quarter-size copy, coarse steps first.
    """
    return _level(_quarter(image))[0]


def lies_sideways(image: Image, scale: float) -> bool:
    """True for a `whitened` page whose lines of print run up or down."""
    ink = _quarter(image)
    size = max(3, round(_LONG * scale / 4))
    for kernel in (np.ones((1, size), np.uint8), np.ones((size, 1), np.uint8)):  # rulings run both ways
        ink = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    ink[np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])[labels] > size] = 0  # shadows, pictures
    return _level(np.ascontiguousarray(np.rot90(ink)))[1] > _SIDEWAYS * _level(ink)[1]


def stands_on_head(scan: CleanScan) -> bool:
    """True for a page of which more print hangs below the middles of its lines than stands above them.

    Capitals, figures and most long letters rise above the small ones; few letters hang below.
    """
    printed = (_quarter(scan.image) > 0).sum(axis=1)
    rows = np.flatnonzero(printed)
    above = below = 0
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
        if not _LINE[0] <= len(run) * 4 / scan.scale <= _LINE[1]:
            continue
        line = printed[run]
        middle = np.flatnonzero(line >= 0.5 * line.max())
        above += int(line[: middle[0]].sum())
        below += int(line[middle[-1] + 1 :].sum())
    return below > _ON_HEAD * above


def _quarter(image: Image) -> Image:
    """The ink of a `whitened` page on a quarter-size copy."""
    small = cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return np.where(small < FAINT, np.uint8(255), np.uint8(0))


def _level(ink: Image) -> tuple[float, float]:
    """The turn that puts the lines level, and how much the rows of ink then stand out."""
    if not ink.any():
        return 0.0, 0.0
    coarse = max(np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.5), key=lambda a: _sharpness(ink, float(a)))
    fine = np.arange(coarse - 0.5, coarse + 0.51, _STEP)
    angle = round(float(max(fine, key=lambda a: _sharpness(ink, float(a)))), 2)
    return angle, _sharpness(ink, angle)


def _sharpness(ink: Image, angle: float) -> float:
    rows = _turn(ink, angle, fill=0).sum(axis=1, dtype=np.float64)
    profile = np.convolve(rows, _SOFT, "same")
    return float(np.square(np.diff(profile)).sum())


def _turn(image: Image, angle: float, fill: int = 255) -> Image:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(fill, fill, fill))
    )


def _strokes(ink: Image, size: tuple[int, int]) -> Image:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8)))


def _without_letters(across: Image, ink: Image, scale: float, ruling: tuple[float, ...]) -> Image:
    """Horizontal strokes without the run-together middles of bold words, which have ink close above or below."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(across)
    keep = np.zeros(count, dtype=bool)
    thickest, close, wide, most = ruling
    near, far = max(1, round(close * scale)), max(2, round(wide * scale))
    for n, (x, y, w, h, area) in enumerate(stats.tolist()):
        above = ink[max(0, y - far) : max(0, y - near), x : x + w]
        below = ink[y + h + near : y + h + far, x : x + w]
        crowded = max((float(part.mean()) / 255 if part.size else 0.0) for part in (above, below))
        keep[n] = n > 0 and crowded < most and min(h, area / w) <= thickest * scale
    return np.where(keep[labels], np.uint8(255), np.uint8(0))


def _without_stems(down: Image, across: Image, scale: float) -> Image:
    """Vertical strokes without the stems of letters, which meet no horizontal ruling or have another thickness."""
    crossing = cv2.bitwise_and(down, across)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.subtract(down, across))
    near = cv2.dilate(across, np.ones((2 * round(_TOUCH * scale) + 1, 3), np.uint8))
    thick = stats[:, cv2.CC_STAT_AREA] / np.maximum(1, stats[:, cv2.CC_STAT_HEIGHT])
    walls = np.zeros(count, dtype=bool)
    tall = np.zeros(count, dtype=bool)
    for n, (x, y, w, h, _) in enumerate(stats.tolist()):
        ends = near[y, x : x + w].any() and near[y + h - 1, x : x + w].any()
        tall[n] = n > 0 and w < 0.3 * h and h >= _TALL * scale
        walls[n] = tall[n] or (n > 0 and w < 0.3 * h and h >= _WALL * scale and ends)
    usual = float(np.median(thick[walls])) if walls.any() else 0.0
    keep = tall | (walls & (thick >= _STEM[0] * usual) & (thick <= _STEM[1] * usual))
    return np.where(keep[labels], np.uint8(255), crossing)


def _columns(down: list[Ruling]) -> list[Ruling]:
    """The vertical rulings without what a pen or a stamp drew: a column's ruling goes on through most rows."""
    lines: list[list[Ruling]] = []
    for r in sorted(down, key=lambda r: r.x0):
        if lines and r.x0 - lines[-1][-1].x0 <= _ONE_LINE:
            lines[-1].append(r)
        else:
            lines.append([r])
    spans = [(min(r.top for r in x), max(r.bottom for r in x), sum(r.bottom - r.top for r in x)) for x in lines]
    out = []
    for line, (top, bottom, length) in zip(lines, spans, strict=True):
        longest = max(n for a, b, n in spans if a < bottom and b > top)
        if length >= _MOST_ROWS * longest:
            out += line
    return out


def _boxes(strokes: Image, scale: float, *, horizontal: bool) -> list[Ruling]:
    """The strokes as rulings in points, blots left out; each is drawn along its middle."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes)
    out = []
    for x, y, w, h, _ in stats[1:].tolist():
        thick, long = (h, w) if horizontal else (w, h)
        if thick > 0.25 * long or thick > 5 * scale:
            continue
        if horizontal:
            middle = (y + h / 2) / scale
            out.append(Ruling(x / scale, middle, (x + w) / scale, middle))
        else:
            middle = (x + w / 2) / scale
            out.append(Ruling(middle, y / scale, middle, (y + h) / scale))
    return out
