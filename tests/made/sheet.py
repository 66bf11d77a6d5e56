"""One sheet with one table, and every way to spoil it: what the tests of odd PDFs start from."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
ROWS = [
    ["Indsats", "2026", "2027", "2028"],
    ["Flere cykelstativer ved skoler", "1.450", "820", "-310"],
    ["Nye kantsten på hovedgaden", "12.300", "4.075", "95"],
    ["Snerydning på broerne", "640", "640", "640"],
    ["I alt", "14.390", "5.535", "425"],
]
GAP = [r if r[0] != "Snerydning på broerne" else [r[0], "640", "", "640"] for r in ROWS]
"""The table with an empty cell, the place of what is not seen: `EMPTY` is where its text would end."""
XS = (60, 260, 330, 400, 470)
TOP, PITCH = HEIGHT - 120, 18
EMPTY = (XS[3] - 3, TOP - 3 * PITCH - 13)


def baseline(row: int) -> float:
    """Where a row's text stands."""
    return TOP - row * PITCH - 13


def rules(canvas: Canvas, count: int = len(ROWS)) -> None:
    """A grid of thin lines."""
    canvas.setLineWidth(0.5)
    for i in range(count + 1):
        canvas.line(XS[0], TOP - i * PITCH, XS[-1], TOP - i * PITCH)
    for x in XS:
        canvas.line(x, TOP, x, TOP - count * PITCH)


def texts(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS, dx: float = 0, dy: float = 0) -> None:
    """The cells' texts, labels to the left, figures to the right."""
    canvas.setFont("Helvetica", 9)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            if j == 0:
                canvas.drawString(XS[0] + 3 + dx, baseline(i) + dy, text)
            else:
                canvas.drawRightString(XS[j + 1] - 3 + dx, baseline(i) + dy, text)


def table(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS) -> None:
    """The ruled table."""
    rules(canvas, len(rows))
    texts(canvas, rows)


def sheet(draw: Callable[[Canvas], None], *, packed: bool = True, angle: float = 0) -> bytes:
    """A page with a heading and a line of prose around what `draw` draws."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=int(packed))
    if angle:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(angle)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(60, HEIGHT - 80, "Bilag 7. Udgifter til veje og cykler (t.kr.)")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, HEIGHT - 96, "Beløbene er lagt ind af forvaltningen i september og afstemt.")
    draw(canvas)
    canvas.setFillColor(black)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(
        60, HEIGHT - 250, "Udgifterne afholdes inden for områdets ramme, og der følges op ved årets udgang."
    )
    canvas.showPage()
    canvas.save()
    return out.getvalue()
