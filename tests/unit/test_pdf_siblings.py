"""More of what public bug reports are made of: other ways to hide, to cover, to rule, to print and to frame a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.pdf.document import tables
from tests.made.sheet import EMPTY, GAP, PITCH, ROWS, TOP, XS, baseline, rules, sheet, table, texts
from tests.unit.test_pdf_oddities import A4, document

Draw = Callable[[Canvas], None]
ROW = (XS[0], TOP - 4 * PITCH, XS[-1] - XS[0], PITCH)
BESIDE = (XS[2] + 12, EMPTY[1] - 3, 58, 12)
BLUE = (0.1, 0.2, 0.5)
PALE = (0.9, 0.93, 1)


def rows_of(data: bytes) -> list[list[str]]:
    return [row.texts() for grid in tables(data) for row in grid.rows]


def hidden(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(*EMPTY, "9.999")


def without_colour(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFillColorCMYK(0, 0, 0, 0)
    hidden(canvas)


def hardly_opaque(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFillAlpha(0.03)
    hidden(canvas)


def in_its_shades_colour(canvas: Canvas) -> None:
    canvas.setFillColorRGB(*PALE)
    canvas.rect(*ROW, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    table(canvas, GAP)
    canvas.setFillColorRGB(*PALE)
    hidden(canvas)


def in_its_dark_shades_colour(canvas: Canvas) -> None:
    canvas.setFillColorRGB(*BLUE)
    canvas.rect(*ROW, fill=1, stroke=0)
    hidden(canvas)
    canvas.setFillColor(white)
    texts(canvas, [[""] * 4] * 3 + [GAP[3]])
    canvas.setFillColorRGB(0, 0, 0)
    rules(canvas)
    texts(canvas, [*GAP[:3], [""] * 4, *GAP[4:]])


def under_a_rounded_box(canvas: Canvas) -> None:
    hidden(canvas)
    canvas.setFillColor(white)
    canvas.roundRect(*BESIDE, 2, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    table(canvas, GAP)


def under_a_grey_box(canvas: Canvas) -> None:
    hidden(canvas)
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    canvas.rect(*BESIDE, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    table(canvas, GAP)


def blacked_out(canvas: Canvas) -> None:
    table(canvas, GAP)
    hidden(canvas)
    canvas.rect(*BESIDE, fill=1, stroke=0)


def as_small_as_a_dot(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.saveState()
    canvas.translate(*EMPTY)
    canvas.scale(0.001, 0.001)
    canvas.drawString(0, 0, "9.999")
    canvas.restoreState()


def white_in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("w")
    canvas.setFillColor(white)
    hidden(canvas)
    canvas.endForm()
    table(canvas, GAP)
    canvas.doForm("w")


@pytest.mark.parametrize(
    "draw",
    [
        without_colour, hardly_opaque, in_its_shades_colour, in_its_dark_shades_colour, under_a_rounded_box,
        under_a_grey_box, blacked_out, as_small_as_a_dot, white_in_a_form,
    ],
)  # fmt: skip
def test_other_ways_to_hide_a_figure(draw: Draw) -> None:
    assert rows_of(sheet(draw)) == GAP


def mark(canvas: Canvas, text: str, angle: float, size: float, x: float = 150, y: float = TOP - 60) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    canvas.translate(x, y)
    canvas.rotate(angle)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def spaced_out(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "U D K A S T", 0, 50)


def in_several_words(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "Udkast til udvalg 2026", 0, 26)


def up_the_page(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "UDKAST", 90, 60, x=300, y=TOP - 150)


def tiled(canvas: Canvas) -> None:
    for n in range(9):
        mark(canvas, "KOPI", 35, 18, x=70 + 130 * (n % 3), y=TOP - 40 * (n // 3))
    table(canvas)


def stamped(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "MODTAGET", 12, 16)


def thrice_for_bold(canvas: Canvas) -> None:
    rules(canvas)
    for n in range(3):
        texts(canvas, dx=0.2 * n)


@pytest.mark.parametrize("draw", [spaced_out, in_several_words, up_the_page, tiled, stamped, thrice_for_bold])
def test_other_print_over_the_table(draw: Draw) -> None:
    assert rows_of(sheet(draw)) == ROWS


def cells() -> Iterator[tuple[float, float, float, float]]:
    for i in range(len(ROWS)):
        for a, b in pairwise(XS):
            yield a, TOP - (i + 1) * PITCH, b - a, PITCH


def doubled(canvas: Canvas) -> None:
    rules(canvas)
    canvas.translate(1.5, 1.5)
    rules(canvas)
    canvas.translate(-1.5, -1.5)


def thick(canvas: Canvas) -> None:
    canvas.setLineWidth(2.5)
    for box in cells():
        canvas.rect(*box, fill=0)


def with_gaps_at_the_corners(canvas: Canvas) -> None:
    for x, y, w, h in cells():
        canvas.line(x + 0.8, y, x + w - 0.8, y)
        canvas.line(x + 0.8, y + h, x + w - 0.8, y + h)
        canvas.line(x, y + 0.8, x, y + h - 0.8)
        canvas.line(x + w, y + 0.8, x + w, y + h - 0.8)


def of_filled_boxes(canvas: Canvas) -> None:
    for x, y, w, h in cells():
        canvas.rect(x, y, w, 0.5, fill=1, stroke=0)
        canvas.rect(x, y + h, w, 0.5, fill=1, stroke=0)
        canvas.rect(x, y, 0.5, h, fill=1, stroke=0)
        canvas.rect(x + w, y, 0.5, h, fill=1, stroke=0)


def of_round_dots(canvas: Canvas) -> None:
    canvas.setDash(0.5, 2)
    canvas.setLineCap(1)
    rules(canvas)


def of_underscores(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 7)
    for i in range(len(ROWS) + 1):
        canvas.drawString(XS[0], TOP - i * PITCH, "_" * 105)


def of_typed_dots(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 6)
    for i in range(len(ROWS) + 1):
        canvas.drawString(XS[0], TOP - i * PITCH - 1, "." * 240)


def of_bars(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    for i in range(len(ROWS)):
        for x in XS:
            canvas.drawString(x - 1, baseline(i) - 1, "|")


@pytest.mark.parametrize(
    "lines",
    [
        doubled, thick, with_gaps_at_the_corners, of_filled_boxes, of_round_dots, of_underscores, of_typed_dots,
        of_bars,
    ],
)  # fmt: skip
def test_other_rulings(lines: Draw) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas)
        texts(canvas)

    assert rows_of(sheet(draw)) == ROWS


def at(row: int, column: int, text: str, canvas: Canvas) -> float:
    return XS[0] + 3 if column == 0 else XS[column + 1] - 3 - canvas.stringWidth(text, "Helvetica", 9)


def column_by_column(canvas: Canvas) -> None:
    for j in range(4):
        for i, row in enumerate(ROWS):
            canvas.drawString(at(i, j, row[j], canvas), baseline(i), row[j])


def backwards(canvas: Canvas) -> None:
    for i, row in reversed(list(enumerate(ROWS))):
        for j, text in reversed(list(enumerate(row))):
            canvas.drawString(at(i, j, text, canvas), baseline(i), text)


def letter_by_letter(canvas: Canvas) -> None:
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            x = at(i, j, text, canvas)
            for letter in text:
                canvas.drawString(x, baseline(i), letter)
                x += canvas.stringWidth(letter, "Helvetica", 9)


def word_by_word(canvas: Canvas) -> None:
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            x = at(i, j, text, canvas)
            for word in text.split():
                canvas.drawString(x, baseline(i), word)
                x += canvas.stringWidth(word + " ", "Helvetica", 9)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("order", [column_by_column, backwards, letter_by_letter, word_by_word])
def test_other_orders_of_printing(order: Draw, *, ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        if ruled:
            rules(canvas)
        canvas.setFont("Helvetica", 9)
        order(canvas)

    assert rows_of(sheet(draw)) == ROWS


FRAMES = {
    "a unit of its own": document(A4 + b"/UserUnit 2"),
    "boxes for the printer": document(A4 + b"/TrimBox[100 100 300 300]/ArtBox[0 0 9 9]/BleedBox[-5 -5 600 850]"),
    "crop box swapped": document(A4 + b"/CropBox[595.28 841.89 0 0]"),
    "turned by three quarters": document(A4 + b"/Rotate 270"),
    "turned further than round": document(A4 + b"/Rotate 450"),
    "turned by the tree": document(A4, b"/Kids[3 0 R]/Count 1/Rotate 90"),
    "a sheet as large as a house": document(b"/MediaBox[-5000 -5000 5595 5841]/CropBox[0 0 595.28 841.89]"),
    "three numbers": document(b"/MediaBox[0 0 595]"),
    "strings": document(b"/MediaBox[(0)(0)(595)(842)]"),
    "cropped to a point": document(A4 + b"/CropBox[0 0 1 1]"),
    "contents in an array": document().replace(b"/Contents 4 0 R", b"/Contents[4 0 R]"),
    "a mark of UTF-8": b"\xef\xbb\xbf" + document(),
    "blanks in front": b"   \n" + document(),
    "several ends": document() + b"\n%%EOF\n%%EOF\n",
    "line ends behind": document() + b"\n" * 20_000,
    "a letter around it": b"From: a@b.dk\n\n" + document() + b"\n--boundary--\n",
    "no table of objects": document().replace(b"xref", b"xxxx"),
    "no startxref": re.sub(rb"startxref\n\d+\n", b"", document()),
}


@pytest.mark.parametrize("data", FRAMES.values(), ids=FRAMES)
def test_other_frames(data: bytes) -> None:
    assert rows_of(data) == ROWS
