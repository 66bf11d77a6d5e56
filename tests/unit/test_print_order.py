"""What the order of printing and the spaces in it tell of cells, rows and broken words."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from extractors.readers.pdf.document import contents, read_pdf
from schemas.source import Grid

SIZE, LEAD = 9, 10.5
PROSE = (
    "Der afsættes midler til projektet over flere år, og ",
    "forvaltningen følger op på, om besparelsen opnås, når ",
    "indsatsen er kommet i gang og har virket et helt år.",
)

Cell = tuple[float, float, str, bool]
"""x, y from the top, text, bold."""


def pdf(cells: Sequence[Cell], *, right: bool = False) -> bytes:
    """The cells in this order; numbers end at their x where `right`."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for n, line in enumerate(PROSE):
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(60, A4[1] - 60 - n * LEAD, line)
    for x, y, text, bold in cells:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", SIZE)
        figure = right and not bold and text.isdigit()
        (canvas.drawRightString if figure else canvas.drawString)(x, A4[1] - y, text)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def rows(data: bytes) -> list[list[str]]:
    grids = [b for b in read_pdf(data, "made.pdf").blocks if isinstance(b, Grid)]
    return [row.texts() for grid in grids for row in grid.rows]


YEARS = [(300.0 + 60 * n, 120.0, str(2026 + n), True) for n in range(4)]


def middle_set(y: float, label: Sequence[str], values: Sequence[str]) -> list[Cell]:
    """A row set to the middle: a label of several lines, then its figures at half their height."""
    made = [(60.0, y + n * LEAD, text, False) for n, text in enumerate(label)]
    at = y + (len(label) - 1) * LEAD / 2
    return made + [(300.0 + 60 * n, at, text, False) for n, text in enumerate(values) if text]


def test_a_row_without_figures_is_no_part_of_the_next_one():
    cells = [
        *YEARS,
        *middle_set(134, ["Effekt på lønudgifter på", "hovedkonto 6"], ["1.450", "820", "310", "95"]),
        *middle_set(158, ["Effekt på øvrige", "Administrative udgifter"], []),
        *middle_set(182, ["Varige ændringer", "Administration i alt"], ["1.450", "820", "310", "95"]),
    ]
    found = [row for row in rows(pdf(cells)) if row[1:] and row[1] == "1.450"]
    assert [row[0] for row in found] == [
        "Effekt på lønudgifter på hovedkonto 6",
        "Varige ændringer Administration i alt",
    ]


def test_print_line_by_line_tells_nothing_of_rows():
    """Rows printed from the top, a label's second line after its figures, as a report generator prints them."""
    cells = [*YEARS]
    for y, first, second in ((134.0, "Flere cykelstativer ved", "skoler"), (164.0, "Nye kantsten på", "hovedgaden")):
        cells += [(60.0, y, first, False)]
        cells += [(300.0 + 60 * n, y, text, False) for n, text in enumerate(("1.450", "820", "310", "95"))]
        cells += [(60.0, y + LEAD, second, False)]
    assert [r[0] for r in rows(pdf(cells)) if r[1] == "1.450"] == [
        "Flere cykelstativer ved skoler",
        "Nye kantsten på hovedgaden",
    ]


def test_a_number_broken_over_its_cell_is_one_where_no_other_cell_was_printed_between():
    row = [(60.0, 134.0, "Indkøb af udstyr", False), (300.0, 134.0, "-", False), (300.0, 134 + LEAD, "1.28", False)]
    row += [(300.0, 134 + 2 * LEAD, "5", False)]
    row += [(360.0, 134.0, "2.11", False), (360.0, 134 + LEAD, "8", False)]
    row += [(420.0 + 60 * n, 134.0, "620", False) for n in range(2)]
    other = [(60.0, 172.0, "Drift", False), *((300.0 + 60 * n, 172.0, "20", False) for n in range(4))]
    cells = [*((x, 112.0, t, b) for x, _, t, b in YEARS), *row, *other]
    found = rows(pdf(cells))
    assert ["Indkøb af udstyr", "-1.285", "2.118", "620", "620"] in found
    assert ["Drift", "20", "20", "20", "20"] in found


def test_figures_of_two_rows_are_no_pieces_of_one_number():
    labels = ("Drift af anlæg", "Leje", "Rengøring")
    cells = [*YEARS]
    for k, label in enumerate(labels):
        y = 134 + k * LEAD
        cells += [(60.0, y, label, False), *((300.0 + 60 * n, y, "20", False) for n in range(4))]
    assert [r[1:] for r in rows(pdf(cells)) if r[0] in labels] == [["20"] * 4] * 3


def test_cells_that_nearly_touch_are_two_where_no_space_is_printed():
    cells = [*YEARS]
    for k, label in enumerate(("Besparelse på indkøb", "Opsætning af kurve")):
        y = 134.0 + k * 14
        width = 4.6 * len(label)
        cells += [(60.0, y, label, False), (62.0 + width, y, "Service", False)]
        cells += [(300.0 + 60 * n, y, str(205 + n), False) for n in range(4)]
        cells += middle_set(200.0 + 24 * k, ["Samlet ændring", "i alt"], ["1", "2", "3", "4"])
    words = [w for c in contents(pdf(cells)) for w in c.words]
    runs = {w.text: w.run for w in words}
    assert runs["Service"] != runs["kurve"]
    assert runs["Opsætning"] == runs["kurve"]


def years_over(figures: dict[str, list[str]], *, right: bool) -> bytes:
    """Years set to the left of their columns, figures to the right (or the other way round), 46 points apart."""
    cells: list[Cell] = []
    heads, values = (300.0, 342.0) if right else (322.0, 300.0)
    cells += [(heads + 46 * n, 120.0, str(2026 + n), True) for n in range(6)]
    for k, (label, row) in enumerate(figures.items()):
        y = 134.0 + 26 * k
        cells += [(60.0, y, label, False), (60.0, y + LEAD, "i alt", False)]
        for n, text in enumerate(row):
            if text:
                cells.append((values + 46 * n, y + LEAD / 2, text, False))
    return pdf(cells, right=right)


def placed(data: bytes) -> dict[str, list[str]]:
    found = rows(data)
    heads = next((r for r in found if "2026" in r), [])
    return {r[0]: r[heads.index("2026") :] for r in found if heads and r[0].endswith("i alt")}


def test_figures_beside_their_years_go_to_the_side_that_the_table_shows():
    row = ["", "20", "20", "20", "20", "20"]
    right = placed(years_over({"Leje af lokaler": row, "Drift af lokaler": row}, right=True))
    assert right["Leje af lokaler i alt"] == row


def test_figures_between_two_years_are_not_placed_by_chance():
    """The first and the last year are empty or not there to tell: the figures may belong to either side."""
    row = ["", "20", "20", "20", "20", ""]
    found = placed(years_over({"Leje af lokaler": row, "Drift af lokaler": row}, right=True))
    assert found.get("Leje af lokaler i alt") in (None, row)
