"""What no reader of the page sees is not read; what is seen is read once, however often and wherever it is printed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image
from reportlab.lib.colors import white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.pdf.document import tables
from tests.made.sheet import EMPTY, GAP, HEIGHT, PITCH, ROWS, TOP, WIDTH, XS, baseline, rules, sheet, table, texts

Draw = Callable[[Canvas], None]
BESIDE = (XS[2] + 12, EMPTY[1] - 3, 58, 12)


def rows_of(data: bytes) -> list[list[str]]:
    return [row.texts() for grid in tables(data) for row in grid.rows]


def old(canvas: Canvas, text: str = "9.999") -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(*EMPTY, text)


def in_white(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFillColor(white)
    old(canvas)


def nearly_white(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFillColorRGB(0.99, 0.99, 0.99)
    old(canvas)


def transparent(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFillAlpha(0)
    old(canvas)


def without_ink(canvas: Canvas) -> None:
    table(canvas, GAP)
    text = canvas.beginText(EMPTY[0] - 22, EMPTY[1])
    text.setTextRenderMode(3)
    text.textOut("9.999")
    canvas.drawText(text)


def clipped(canvas: Canvas) -> None:
    table(canvas, GAP)
    path = canvas.beginPath()
    path.rect(0, 0, 20, 20)
    canvas.saveState()
    canvas.clipPath(path, stroke=0, fill=0)
    old(canvas)
    canvas.restoreState()


def under_a_white_box(canvas: Canvas) -> None:
    old(canvas)
    canvas.setFillColor(white)
    canvas.rect(*BESIDE, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    table(canvas, GAP)


def under_an_image(canvas: Canvas) -> None:
    old(canvas)
    canvas.drawImage(ImageReader(Image.new("RGB", (9, 9), "white")), *BESIDE)
    table(canvas, GAP)


def tiny(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.setFont("Helvetica", 0.8)
    canvas.drawRightString(*EMPTY, "9.999")


def beside_the_page(canvas: Canvas) -> None:
    table(canvas, GAP)
    canvas.drawRightString(WIDTH + 200, EMPTY[1], "9.999")
    canvas.drawRightString(-50, EMPTY[1], "8.888")


@pytest.mark.parametrize(
    "draw",
    [
        in_white, nearly_white, transparent, without_ink, clipped, under_a_white_box, under_an_image, tiny,
        beside_the_page,
    ],
)  # fmt: skip
def test_what_is_not_seen_is_not_read(draw: Draw) -> None:
    assert rows_of(sheet(draw)) == GAP


def test_a_corrected_amount_replaces_the_one_under_its_box() -> None:
    def draw(canvas: Canvas) -> None:
        old(canvas)
        canvas.setFillColor(white)
        canvas.rect(*BESIDE, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas)

    assert rows_of(sheet(draw)) == ROWS


def test_a_figure_seen_in_part_is_not_read_as_another() -> None:
    def draw(canvas: Canvas) -> None:
        old(canvas)
        canvas.setFillColor(white)
        canvas.rect(XS[2] + 5, EMPTY[1] - 3, 55, 12, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas, GAP)

    found = rows_of(sheet(draw))[3][2]
    assert found not in ("9", "9.999")


def test_white_figures_on_a_dark_heading_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(XS[0], TOP - PITCH, XS[-1] - XS[0], PITCH, fill=1, stroke=0)
        canvas.setFillColor(white)
        texts(canvas, ROWS[:1])
        canvas.setFillColorRGB(0, 0, 0)
        table(canvas, [[""] * 4, *ROWS[1:]])

    assert rows_of(sheet(draw)) == ROWS


def test_text_cut_at_its_cells_border_leaves_the_next_cell_alone() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [ROWS[0], ["", *ROWS[1][1:]], *ROWS[2:]])
        path = canvas.beginPath()
        path.rect(XS[0], TOP - 2 * PITCH, XS[1] - XS[0], PITCH)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(63, baseline(1), "Flere cykelstativer ved skoler og institutioner i hele kommunen 1.999")

    row = rows_of(sheet(draw))[1]
    assert row[0].startswith("Flere cykelstativer ved skoler")
    assert row[1:] == ROWS[1][1:]


def printed_twice(canvas: Canvas) -> None:
    table(canvas)
    table(canvas)


def printed_a_hair_beside(canvas: Canvas) -> None:
    table(canvas)
    texts(canvas, dx=0.5, dy=-0.4)


def with_a_shadow(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.7, 0.7, 0.7)
    texts(canvas, dx=1, dy=-1)
    canvas.setFillColorRGB(0, 0, 0)
    table(canvas)


def drawn_as_a_form_twice(canvas: Canvas) -> None:
    canvas.beginForm("once")
    table(canvas)
    canvas.endForm()
    canvas.doForm("once")
    canvas.doForm("once")


def mark(canvas: Canvas, text: str, angle: float, size: float) -> None:
    canvas.saveState()
    canvas.setFillColorRGB(0.85, 0.85, 0.85)
    canvas.translate(WIDTH / 2, TOP - 60)
    canvas.rotate(angle)
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawCentredString(0, 0, text)
    canvas.restoreState()


def marked_across(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "FORTROLIGT", 30, 60)


def marked_along(canvas: Canvas) -> None:
    mark(canvas, "UDKAST", 0, 64)
    table(canvas)


def marked_small(canvas: Canvas) -> None:
    table(canvas)
    mark(canvas, "UDKAST 1", -45, 14)


@pytest.mark.parametrize(
    "draw",
    [
        printed_twice, printed_a_hair_beside, with_a_shadow, drawn_as_a_form_twice, marked_across, marked_along,
        marked_small,
    ],
)  # fmt: skip
def test_what_lies_over_the_table_is_no_part_of_it(draw: Draw) -> None:
    assert rows_of(sheet(draw)) == ROWS


def test_a_struck_out_amount_beside_its_replacement() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas)
        canvas.drawRightString(EMPTY[0] - 30, EMPTY[1], "700")
        canvas.setLineWidth(0.6)
        canvas.line(EMPTY[0] - 46, EMPTY[1] + 3, EMPTY[0] - 29, EMPTY[1] + 3)

    assert rows_of(sheet(draw)) == ROWS


def dots(canvas: Canvas) -> None:
    for i in range(len(ROWS) + 1):
        for x in range(XS[0], XS[-1], 2):
            canvas.rect(x, TOP - i * PITCH, 0.5, 0.5, fill=1, stroke=0)
    for x in XS:
        for y in range(0, len(ROWS) * PITCH, 2):
            canvas.rect(x, TOP - y, 0.5, 0.5, fill=1, stroke=0)


def images(canvas: Canvas) -> None:
    dot = ImageReader(Image.new("RGB", (1, 1), "black"))
    for i in range(len(ROWS) + 1):
        canvas.drawImage(dot, XS[0], TOP - i * PITCH, XS[-1] - XS[0], 0.7)
    for x in XS:
        canvas.drawImage(dot, x, TOP - len(ROWS) * PITCH, 0.7, len(ROWS) * PITCH)


def dashes(canvas: Canvas) -> None:
    canvas.setDash(1, 2)
    rules(canvas)


def left_over_white(canvas: Canvas) -> None:
    rules(canvas)
    canvas.setStrokeColor(white)
    for i in range(len(ROWS)):
        canvas.line(XS[0], TOP - i * PITCH - 7, XS[-1], TOP - i * PITCH - 7)
    canvas.line(XS[0] + 60, TOP, XS[0] + 60, TOP - len(ROWS) * PITCH)


def white_on_shades(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.85, 0.9, 1)
    canvas.rect(XS[0], TOP - len(ROWS) * PITCH, XS[-1] - XS[0], len(ROWS) * PITCH, fill=1, stroke=0)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setStrokeColor(white)
    rules(canvas)


@pytest.mark.parametrize("lines", [dots, images, dashes, left_over_white, white_on_shades])
def test_rulings_of_every_kind(lines: Draw) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas)
        texts(canvas)

    assert rows_of(sheet(draw)) == ROWS


@pytest.mark.parametrize("angle", [-2, 0.8, 1.2])
@pytest.mark.parametrize("draw", [table, texts])
def test_a_skewed_page(draw: Draw, angle: float) -> None:
    assert rows_of(sheet(draw, angle=angle)) == ROWS


@pytest.mark.parametrize("angle", [90, -90])
def test_headings_that_run_up_or_down(angle: int) -> None:
    body = [["Østerbro", "1.450", "820", "310"], ["Valby", "2.300", "475", "95"]]
    names = ["Antal børn", "Heraf nye", "Pladser i alt"]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.setLineWidth(0.5)
        heights = (TOP, TOP - 80, TOP - 98, TOP - 116)
        for y in heights:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, TOP, x, heights[-1])
        for row, y in zip([["Bydel"], *body], heights[1:], strict=True):
            canvas.drawString(XS[0] + 3, y + 5, row[0])
            for j, text in enumerate(row[1:], 2):
                canvas.drawRightString(XS[j] - 3, y + 5, text)
        for x, name in zip(XS[1:], names, strict=False):
            canvas.saveState()
            canvas.translate(x + 30, TOP - 75 if angle > 0 else TOP - 5)
            canvas.rotate(angle)
            canvas.drawString(0, 0, name)
            canvas.restoreState()

    assert rows_of(sheet(draw)) == [["Bydel", *names], *body]


def test_a_sideways_table_on_an_upright_page() -> None:
    def draw(canvas: Canvas) -> None:
        for k in range(8):
            canvas.drawString(
                60, HEIGHT - 112 - 12 * k, "Udgifterne afholdes inden for områdets ramme, og der følges op."
            )
        canvas.translate(WIDTH - 20, 20)
        canvas.rotate(90)
        canvas.translate(0, -400)
        table(canvas)

    data = sheet(draw)
    assert rows_of(data) == ROWS
    x0, top, x1, bottom = tables(data)[0].bbox or (0, 0, 0, 0)
    assert 0 <= x0 < x1 <= WIDTH
    assert 0 <= top < bottom <= HEIGHT
    assert bottom - top > x1 - x0


def test_the_text_of_a_searchable_scan_is_read() -> None:
    def picture() -> ImageReader:
        out = io.BytesIO()
        Image.new("L", (595, 842), 250).save(out, "PNG")
        return ImageReader(io.BytesIO(out.getvalue()))

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        for row, cells in enumerate(ROWS):
            for x, text in zip(XS, cells, strict=False):
                line = canvas.beginText(x + 3, baseline(row))
                line.setFont("Helvetica", 9)
                line.setTextRenderMode(3)
                line.textOut(text)
                canvas.drawText(line)

    assert rows_of(sheet(draw)) == ROWS


def accounting(rows: Sequence[Sequence[str]]) -> Draw:
    def draw(canvas: Canvas) -> None:
        texts(canvas, [[t.removeprefix("-") for t in row] for row in rows])
        for i, row in enumerate(rows):
            for j, text in enumerate(row[1:], 1):
                if text.startswith("-"):
                    canvas.drawString(XS[j] + 4, baseline(i), "-")

    return draw


def test_the_minus_at_the_cells_left_edge() -> None:
    rows = [
        ROWS[0],
        ["Færre vagter", "-1.450", "-820", "-310"],
        ["Drift", "300", "-75", "95"],
        ["Kurser", "1", "2", "-3"],
    ]
    assert rows_of(sheet(accounting(rows))) == rows
