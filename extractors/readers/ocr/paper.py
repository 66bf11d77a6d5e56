"""A scanned page's paper made white and even, and its dirt taken off.

Shadow, grey copies and pale toner make one threshold for the whole page wrong: what is paper and what is ink is told
place by place. Dirt is what is too small for print, or stands where no point or dot of a letter can stand; a dash is
never dirt, since it may be a figure's minus.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

Image = np.ndarray[Any, np.dtype[Any]]

INK: Final = 140
"""The grey of a `whitened` page below which a pixel is ink."""
FAINT: Final = 195
"""The grey below which it may be pale ink."""
_COARSE: Final = 4  # the paper is measured on a copy this much smaller
_STROKE: Final = 6.5  # points: wider than any stroke of a letter, so that closing by it leaves the paper
_CREASE: Final = (3.0, 40.0)  # points: wider than a ruling and longer than letters is a crease, darker paper
_SMOOTH: Final = (3.0, 0.8)  # pixels of that copy: the paper's shade changes slowly, a crease's at once
_CREASED: Final = 10  # grey levels that a crease is darker than its paper: grain and pale ink are not
_GRAINY: Final = 9.0  # pixels of blur for a paper as uneven as ink is dark
_MOST_BLUR: Final = 2.0
_REACH: Final = 36.0  # points around a place in which its darkest ink is looked for
_PALE: Final = 0.16  # the least difference between paper and ink; less is the paper's own grain
_PALE_PAGE: Final = (12.0, 0.4, 0.67)
"""Where the darkest ink within so many points is paler than so in such a share of the print, toner ran out."""
_PALEST: Final = 0.1  # the difference that is ink on such a page
_PALE_BLUR: Final = 1.3  # pixels: grain is as dark as that ink, but finer
_GREYEST: Final = 0.3  # of the ink's darkness that grain has on such a page
_LETTER: Final = 0.6  # of the usual height: the least one of a letter or figure
_SIZES: Final = (2.8, 14.0)  # points: heights of letters that are counted for the usual one
_PEN_HIGH: Final = 1.5  # of the usual height: lower is a letter, if a thin one
_PEN_FILL: Final = 0.21  # of its box that a pen's stroke or a stamp's frame fills at most; no letter fills so little
_TALLEST: Final = 24.0  # points
_SOLID: Final = 0.62  # of its box that a blurred minus fills; a round speck fills less
_DIRT: Final = 0.22  # square points: smaller is no point of print
_PALE_SIGN: Final = 0.1  # square points: what a copy of a copy leaves of a minus beside its figure
_RULE: Final = (12.0, 2.0)  # points: longer and thinner than any dash is what is left of a ruling
_TORN: Final = 1.0  # points: a hole in the toner across a letter, whose pieces are no specks
_NEAR: Final = (1.9, 1.9)  # points across and down from a letter within which its points and dots stand


def whitened(image: Image, scale: float) -> Image:
    """The grey page with its paper near 255 and its ink near 0 everywhere; `scale` is pixels a point."""
    return sheets(image, scale)[0]


def sheets(image: Image, scale: float) -> tuple[Image, Image]:
    """The page `whitened`, and the same with its grain: along its length a ruling shows that is as pale as that.

    Both are one picture unless the page's toner ran out.
    """
    small = cv2.resize(image, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    paper = np.maximum(_paper(small, scale / _COARSE), 1).astype(np.float32)
    coarse = (1.0 - small / paper).astype(np.float32)
    local, usual = _depth(coarse, scale)
    pale = _is_pale(coarse, scale / _COARSE)
    depth = np.clip(local, _PALEST if pale else max(_PALE, 0.35 * usual), 1.0)
    size = image.shape[1::-1]
    dark: Image = (1.0 - image / cv2.resize(paper, size)) / cv2.resize(depth, size)
    if pale:
        dark = cv2.GaussianBlur(dark, (0, 0), _PALE_BLUR)
        return _as_grey((dark - _GREYEST) / (1 - 2 * _GREYEST)), _as_grey(dark)
    if (blur := _GRAINY * _grain(dark)) > 0.4:
        dark = cv2.GaussianBlur(dark, (0, 0), min(blur, _MOST_BLUR))
    return (white := _as_grey(dark)), white


def _as_grey(dark: Image) -> Image:
    return np.clip(255.0 - 255.0 * dark, 0, 255).astype(np.uint8)


def _paper(small: Image, scale: float) -> Image:
    """The grey of the paper at each place."""
    stroke, wide, long = (max(3, round(v * scale)) | 1 for v in (_STROKE, *_CREASE))
    flat, *creases = (
        cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones(size, np.uint8))
        for size in ((stroke, stroke), (wide, long), (long, wide))
    )
    paper, creased = (
        cv2.GaussianBlur(closed, (0, 0), smooth).astype(np.int16)
        for closed, smooth in zip((flat, np.minimum.reduce([flat, *creases])), _SMOOTH, strict=True)
    )
    return np.asarray(np.where(paper - creased > _CREASED, creased, paper), np.uint8)


def _grain(dark: Image) -> float:
    """How uneven the paper is, in shares of the ink's darkness."""
    rough = dark[::3, ::3] - cv2.blur(dark, (9, 9))[::3, ::3]
    return 1.48 * float(np.median(np.abs(rough)))


def _is_pale(dark: Image, scale: float) -> bool:
    """Whether most print on a coarse page is so pale that its toner ran out; thin print and specks are dark here."""
    within, pale, share = _PALE_PAGE
    size = max(3, round(within * scale))
    darkest = cv2.dilate(dark, np.ones((size, size), np.uint8))
    return bool((darkest[darkest > _PALEST] < pale).mean() > share) if (darkest > _PALEST).any() else False


def _depth(dark: Image, scale: float) -> tuple[Image, float]:
    """How dark the ink is around each place, of a coarse page whose paper is 0, and how dark it is mostly."""
    reach = max(3, round(_REACH * scale / _COARSE))
    local = cv2.dilate(dark, np.ones((reach, reach), np.uint8))
    local = cv2.blur(local, (reach, reach))
    inked = local[local > _PALE]
    usual = float(np.median(inked)) if inked.size else 1.0
    return np.asarray(local * 0.85), usual


def _signs(stats: Image, letters: Image, usual: float, scale: float) -> Image:
    """Which components may be minuses that a narrow cell broke off: flat, and over the end of the line below."""
    x, y, width, height = (stats[:, k].astype(float) for k in range(4))
    flat = (width >= 1.15 * height) & (width >= 1.1 * scale) & (width <= 5.5 * scale) & (height <= 2.0 * scale)
    ends, tops = (x + width)[letters], y[letters]
    out = np.zeros(len(stats), dtype=bool)
    for n in np.flatnonzero(flat & ~letters):
        below = (tops > y[n] + height[n]) & (tops < y[n] + 1.5 * usual)
        out[n] = bool((below & (np.abs(ends - x[n] - width[n]) <= 1.2 * scale)).any())
    return out


def usual_height(image: Image, scale: float) -> float:
    """The usual height in pixels of the letters of a `whitened` page."""
    stats = cv2.connectedComponentsWithStats((image < FAINT).astype(np.uint8), connectivity=8)[2][1:]
    height = stats[:, cv2.CC_STAT_HEIGHT]
    print_like = (height >= _SIZES[0] * scale) & (height <= _SIZES[1] * scale)
    return float(np.median(height[print_like])) if print_like.any() else _SIZES[0] * scale


def without_dirt(image: Image, scale: float) -> Image:
    """The `whitened` page without specks, and without strokes of a pen that touch no letter."""
    reach = 2 * round(_TORN * scale / 2) + 1
    ink = cv2.morphologyEx((image < FAINT).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((reach, 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    inked = np.flatnonzero(ink)
    mine = labels.ravel()[inked]  # the components of inked pixels: paper is most of a page
    weight = np.bincount(mine, (255.0 - image.ravel()[inked]) / 255, count)
    print_like = (height >= _SIZES[0] * scale) & (height <= _SIZES[1] * scale) & (weight > 1.5 * scale * scale)
    print_like[0] = False
    usual = float(np.median(height[print_like])) if print_like.any() else _SIZES[0] * scale
    least = max(_SIZES[0] * scale, _LETTER * usual)
    letters = (height >= least) & (height < _TALLEST * scale) & (width < 60 * scale) & (weight > 1.5 * scale * scale)
    letters[0] = False
    near = np.zeros_like(ink)
    across, down = (round(v * scale) for v in _NEAR)
    for x, y, w, h in stats[letters][:, :4].tolist():
        near[max(0, y - down) : y + h + down, max(0, x - across) : x + w + across] = 1
    at_letter = np.zeros(count, dtype=bool)
    at_letter[mine[near.ravel()[inked] > 0]] = True
    solid = weight > _SOLID * width * height
    dash = (width >= 1.7 * height) | ((width >= 1.25 * height) & solid)
    dash &= (width >= 1.1 * scale) & (height <= 1.7 * scale)
    dash |= _signs(stats, letters, usual, scale)
    small = (height < least) & (width < least)
    pale = at_letter & (width > height) & (width >= 1.1 * scale) & (weight >= _PALE_SIGN * scale * scale)
    dirt = (small & ~at_letter & ~dash) | ((weight < _DIRT * scale * scale) & ~pale)
    dirt |= (np.minimum(width, height) > _PEN_HIGH * usual) & (weight < _PEN_FILL * width * height)
    dirt |= (width >= _RULE[0] * scale) & (height <= _RULE[1] * scale)
    dirt[0] = True  # the paper
    kept = np.zeros_like(ink)
    kept.ravel()[inked] = ~dirt[mine]
    return np.where(cv2.dilate(kept, np.ones((5, 5), np.uint8)) > 0, image, np.uint8(255))
