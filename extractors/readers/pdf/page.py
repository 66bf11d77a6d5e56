"""What one PDF page shows, as pdfium tells it: words with boxes, rulings and shaded boxes.

pdfium is asked character by character (about a microsecond a call), the grouping into words is numpy's. Coordinates
leave this module as `schemas.source` has them: points from the top left corner of the page as it is read, that is
after the page's own /Rotate and, on a page whose text runs up or down the sheet, after turning that text upright.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from extractors.readers.pdf.annotations import Note
from extractors.readers.pdf.calls import IDENTITY, Matrix, times
from extractors.readers.pdf.chars import characters, dominant_angle, transform_boxes
from extractors.readers.pdf.drawn import with_drawn_rulings
from extractors.readers.pdf.paths import Painted, painted
from extractors.readers.pdf.seen import as_seen
from extractors.readers.pdf.struck import without_struck
from extractors.readers.pdf.turned import Turned, read_turned, with_rulings
from extractors.readers.pdf.words import words_of
from schemas.errors import BilagError
from schemas.source import BBox, Ruling, Word


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page as read: words in stream order, rulings, filled boxes, and how much of its text has no letters.

    `turned` is the clockwise rotation in degrees from the sheet as stored to the page as read. `unmapped` is the
    share of characters whose font does not say which letter they are. `pictured` is the share of the page that
    images cover. `parts` are its tables that do not stand upright on it. `beside` is what is printed over its lines.
    """

    number: int
    width: float
    height: float
    turned: int
    words: list[Word]
    rulings: list[Ruling]
    boxes: list[BBox] = field(default_factory=list)
    chars: int = 0
    unmapped: float = 0.0
    pictured: float = 0.0
    parts: list[Turned] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def read_page(page: Any, number: int, *, layered: bool = False, notes: Sequence[Note] = ()) -> PageContent:
    """Read an open `pypdfium2.PdfPage`; the caller closes it.

    Args:
        page: the page.
        number: its 1-based number.
        layered: its document has layers that can be switched off.
        notes: what is printed over it.
    """
    textpage = pdfium.FPDFText_LoadPage(page.raw)
    try:
        chars = characters(textpage)
        angle, skew = dominant_angle(textpage, chars.codes)
        turned = page.get_rotation() if angle is None else angle
        to_read, width, height = _frame(page, turned)
        straight = _straightened(page, skew)
        shapes = painted(page.raw, straight)
        shown = as_seen(page, textpage, shapes, chars, layered=layered)
        direction = skew + math.radians(turned)
        placed = shown.moved(times(straight, to_read))
        words, odd, beside = words_of(textpage, placed, direction, number)
        turned_words, parts = read_turned(textpage, placed, odd, width, height) if odd else ([], [])
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    words += turned_words
    words += [w for note in notes for w in _note_words(note, to_read)]
    rulings, filled = _place(shapes, to_read)
    if parts:
        parts, rulings, filled = with_rulings(parts, rulings, filled)
    words, rulings = with_drawn_rulings(*without_struck(words, rulings))
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in shapes.images)
    pictured = min(1.0, area / (width * height))
    count, unmapped = len(chars.codes), chars.unmapped
    return PageContent(number, width, height, turned, words, rulings, filled, count, unmapped, pictured, parts, beside)


def turn_of(page: Any) -> int | None:
    """The clockwise rotation in degrees from the sheet as stored to the page as `read_page` reads it.

    None for a page without text that tells it.
    """
    textpage = pdfium.FPDFText_LoadPage(page.raw)
    try:
        angle, _ = dominant_angle(textpage, characters(textpage).codes)
    finally:
        pdfium.FPDFText_ClosePage(textpage)
    return angle


def _frame(page: Any, turned: int) -> tuple[Matrix, float, float]:
    """The matrix from PDF user space to the page as read, with that page's width and height."""
    left, bottom, right, top = _visible(page)
    w, h = right - left, top - bottom
    if turned == 90:
        return (0, 1, 1, 0, -bottom, -left), h, w
    if turned == 180:
        return (-1, 0, 0, 1, right, -bottom), w, h
    if turned == 270:
        return (0, -1, -1, 0, top, right), h, w
    return (1, 0, 0, -1, -left, top), w, h


def _visible(page: Any) -> tuple[float, float, float, float]:
    """The part of the sheet that is shown, in its own space: inherited, put in order and within the MediaBox.

    Raises:
        BilagError: `pdf_truncated` when it has no extent.
    """
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, box) or box.right - box.left < 1 or box.top - box.bottom < 1:
        raise BilagError("pdf_truncated", "the page has no extent: its MediaBox is empty")
    return box.left, box.bottom, box.right, box.top


def _straightened(page: Any, skew: float) -> Matrix:
    """The matrix that turns a skewed page's text straight, about the middle of the page."""
    if not skew:
        return IDENTITY
    left, bottom, right, top = _visible(page)
    x, y = (left + right) / 2, (bottom + top) / 2
    cos, sin = math.cos(skew), math.sin(skew)
    return (cos, -sin, sin, cos, x - x * cos - y * sin, y + x * sin - y * cos)


def _note_words(note: Note, to_read: Matrix) -> Iterator[Word]:
    """One word for each line of a note, set from the top of its box."""
    x0, top, x1, bottom = transform_boxes(to_read, np.array([note.box]))[0].tolist()
    lines = note.text.splitlines()
    height = (bottom - top) / len(lines)
    size = min(height, 11.0)
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * height
        if line.strip():
            yield Word(line.strip(), x0, middle - size / 2, x1, middle + size / 2, None, size)


def _place(shapes: Painted, to_read: Matrix) -> tuple[list[Ruling], list[BBox]]:
    """Strokes and fills of the sheet as rulings and boxes of the page as read."""
    rulings = []
    if shapes.strokes:
        moved = transform_boxes(to_read, np.asarray(shapes.strokes, dtype=float))
        rulings = [Ruling(*row) for row in moved.tolist()]
    boxes: list[BBox] = []
    if shapes.fills:
        boxes = [(a, b, c, d) for a, b, c, d in transform_boxes(to_read, np.asarray(shapes.fills)).tolist()]
    return rulings, boxes
