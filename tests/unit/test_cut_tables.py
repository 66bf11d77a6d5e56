"""Tables that a page cuts where little of their columns has been printed: what goes on below is theirs all the same."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.pdf.document import read_pdf
from schemas.source import Grid

YEARS = ["2026", "2027", "2028", "2029"]
EDGES = (56, 240, 320, 366, 412, 458, 504)
SECTION = "Implementeringsomkostninger (midler fra investeringspuljen)"
ABOVE = [
    ["Opsigelse af lejemål i den gamle bygning", "Service", "", "-406", "-696", "-696"],
    ["Rengøring af den gamle bygning", "Service", "", "-188", "-188", "-188"],
    ["Samlet varig ændring", "", "", "-594", "-884", "-884"],
]
BELOW = [
    ["Opsætning af inventar", "Anlæg", "100", "", "", ""],
    ["Opgradering af udeareal", "Anlæg", "3.000", "", "", ""],
    ["Samlede implementeringsomkostninger", "", "3.100", "", "", ""],
    ["Samlet økonomisk påvirkning", "", "3.100", "-594", "-884", "-884"],
]


def put(canvas: Canvas, row: Sequence[str], y: float, figures: str) -> None:
    for column, text in enumerate(row):
        if column < 2 or figures == "left":
            canvas.drawString(EDGES[column] + 3, y, text)
        else:
            canvas.drawRightString(EDGES[column + 1] - 3, y, text)


def cut(above: Sequence[Sequence[str]], below: Sequence[Sequence[str]], *, section_above: bool, figures: str) -> bytes:
    """An unruled table over two pages, its years to the left of their cells, a section's name in the middle."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    middle = (EDGES[0] + EDGES[-1]) / 2
    canvas.setFont("Helvetica", 9)
    canvas.drawString(56, 300, "Tabel 1. Forslagets samlede økonomiske konsekvenser")
    put(canvas, ["1.000 kr. 2027 p/l", "Styringsområde", *YEARS], 280, "left")
    y = 266.0
    for row in above:
        put(canvas, row, y, figures)
        y -= 14
    if section_above:
        canvas.drawCentredString(middle, y, SECTION)
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    y = 780.0
    if not section_above:
        canvas.drawCentredString(middle, y, SECTION)
        y -= 14
    for row in below:
        put(canvas, row, y, figures)
        y -= 14
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(56, y - 30, "3. Implementering og opfølgning")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("figures", ["left", "right"])
@pytest.mark.parametrize("section_above", [True, False])
@pytest.mark.parametrize("above", [ABOVE, ABOVE[:1]])
def test_the_rows_below_are_the_tables(above: list[list[str]], *, section_above: bool, figures: str) -> None:
    document = read_pdf(cut(above, BELOW, section_above=section_above, figures=figures), "a.pdf")
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    rows = [r.texts() for r in grid.rows]
    assert [r for r in rows if any(c.strip("-")[:1].isdigit() for c in r[2:])][1:] == [*above, *BELOW]
