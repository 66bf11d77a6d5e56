"""A registry's stamp on a printed page, lifted off where its ink has another shade or colour than the print's.

A stamp's frame is a rectangle of broad strokes with large letters in it, level or not. Ink of another shade is taken
out and the print under it, which is darker, is whole; of a frame as dark as the print only the strokes are taken out.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.readers.ocr.drawn import erased
from extractors.readers.ocr.paper import INK, Image

LIFTED: Final = 128
"""The grey of a stamp's mask where its ink was taken out whole; 255 where strokes of its frame were."""
_BROAD: Final = 1.1  # points: broader than rulings and most print
_LEAST: Final = (28.0, 60.0)  # points: the sides of a stamp
_MOST: Final = 320.0  # points: its longer side
_HOLLOW: Final = 0.4  # of its box that a frame fills at most
_OUTLINED: Final = 0.75  # of its rectangle's outline that is drawn
_SLENDER: Final = 1.7  # times as much ink as its outline would take: more is a table's grid
_OTHER: Final = 25  # grey levels between the stamp's ink and the print's
_SAME: Final = 24  # grey levels by which a stamp's ink is uneven
_EVEN: Final = 0.24  # points of blur
_DARKER: Final = 0.4  # of the way from a stamp's shade to the print's: darker is print under the stamp
_EDGE: Final = 0.6  # points of blur around a stroke
_DARKEST: Final = 10  # per cent of the ink that is as dark as the print's


def lifted(white: Image, shade: Image, scale: float) -> tuple[Image, Image | None]:
    """The `whitened` page without stamps, and a mask of what was taken out (`LIFTED` or 255) if there was any.

    `shade` is the page as scanned: its grey, or of a coloured page each pixel's lightest colour.
    """
    size = max(3, round(_BROAD * scale))
    broad = cv2.morphologyEx((white < INK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(broad)
    out, mask = white, None
    for n in _large(stats, scale):
        x, y, w, h = stats[n, :4].tolist()
        pad = round(4 * _EDGE * scale)
        at = (slice(max(0, y - pad), y + h + pad), slice(max(0, x - pad), x + w + pad))
        mine = (labels[at] == n).astype(np.uint8)
        ink, level = _of_another_shade(white, shade, mine, at, scale), LIFTED
        sides = _frame(mine, size) if ink is None else []
        if ink is not None:
            part = np.where(ink > 0, np.uint8(255), out[at])
        elif sides:
            ink, level = np.maximum.reduce([s for _, s in sides]), 255
            part = erased(out[at], sides, scale)
        else:
            continue
        if mask is None:
            out, mask = white.copy(), np.zeros_like(white)
        out[at] = part
        mask[at] = np.maximum(mask[at], np.where(ink > 0, np.uint8(level), np.uint8(0)))
    return out, mask


def _large(stats: Image, scale: float) -> list[int]:
    """The components as large as a stamp that are hollow."""
    width, height, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    low, high = np.minimum(width, height), np.maximum(width, height)
    fits = (low >= _LEAST[0] * scale) & (high >= _LEAST[1] * scale) & (high <= _MOST * scale)
    fits &= area < _HOLLOW * width * height
    fits[0] = False
    return [int(n) for n in np.flatnonzero(fits)]


def _frame(ink: Image, broad: int) -> list[tuple[float, Image]] | None:
    """The long and the short sides of a rectangular frame, each with the degrees it runs in; None for other ink."""
    shape = ink
    points = cv2.findNonZero(shape)
    (_, sides, _) = box = cv2.minAreaRect(points)
    corners = cv2.boxPoints(box).astype(np.int32)
    thick = max(broad, round(2 * float(np.median(_ridge(shape)))))
    within = 3 * thick
    found = []
    covered, outline = 0.0, 0.0
    for a in (0, 1):
        side = np.zeros_like(shape)
        for b in (a, a + 2):
            ends = corners[b], corners[(b + 1) % 4]
            cv2.line(side, ends[0].tolist(), ends[1].tolist(), 1, within)
            along = np.zeros_like(shape)
            cv2.line(along, ends[0].tolist(), ends[1].tolist(), 1, 1)
            near = cv2.dilate(shape, np.ones((within, within), np.uint8))
            covered += float((along & near).sum())
            outline += float(along.sum())
        dx, dy = (corners[a + 1] - corners[a]).tolist()
        found.append((float(np.degrees(np.arctan2(-dy, dx))) % 180, np.where(side & shape, np.uint8(255), np.uint8(0))))
    slender = float(shape.sum()) < _SLENDER * 2 * sum(sides) * thick
    return found if outline and covered > _OUTLINED * outline and slender else None


def _ridge(shape: Image) -> Image:
    """The distances to paper along the middles of strokes."""
    deep = cv2.distanceTransform(shape, cv2.DIST_L2, 3)
    top = deep[(deep > 0) & (deep >= cv2.dilate(deep, np.ones((3, 3), np.uint8)))]
    return top if top.size else np.asarray([1.0])


def _of_another_shade(white: Image, shade: Image, mine: Image, at: tuple[slice, slice], scale: float) -> Image | None:
    """The ink (255) in a place that is of the shade of `mine`; None where the print is as dark."""
    core = cv2.erode(mine, np.ones((3, 3), np.uint8)) > 0
    if not core.any():
        return None
    own = shade[at][core]
    stamp = float(np.median(own))
    printed = float(np.percentile(shade[::3, ::3][white[::3, ::3] < INK], _DARKEST))
    uneven = float(np.percentile(np.abs(own - stamp), 80))
    if stamp - printed < _OTHER or uneven > _SAME:
        return None
    near = (np.abs(shade[at].astype(np.int16) - stamp) < _SAME).astype(np.uint8)
    edge = 2 * round(_EDGE * scale) + 1
    gone = cv2.dilate(
        cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.ones((edge, edge), np.uint8)
    )
    even = cv2.GaussianBlur(shade[at], (0, 0), _EVEN * scale)  # grain is as dark as print, but finer
    dark = cv2.dilate((even < stamp + _DARKER * (printed - stamp)).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.where((gone > 0) & (dark == 0), np.uint8(255), np.uint8(0))
