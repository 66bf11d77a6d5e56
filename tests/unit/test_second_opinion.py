"""pdfplumber and camelot read a table that our own geometry left as lines, or leave the lines alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.layout.grid.lines import group_lines, to_line
from extractors.readers.pdf import second_opinion as second
from extractors.readers.pdf.document import contents, read_pdf
from extractors.readers.pdf.second_opinion import doubtful, second_opinion, with_second_opinion
from schemas.source import Grid, GridCell, GridRow, Line
from tests.made import typeset
from tests.made.look import FAMILY
from tests.made.model import make_bilag, truth
from tests.made.sheet import ROWS, TOP, XS, sheet

BILAG = make_bilag(11, years=6, cards=1)
CARD = truth(BILAG, style="ruled")["cards"][0]


def made(rules):
    return typeset.pdf(BILAG, replace(FAMILY, rules=rules))


def lines_of(data):
    """Every printed line as a line: what is left when no grid was found."""
    return [to_line(words, c.number) for c in contents(data) for words in group_lines(c.words)]


@pytest.mark.parametrize("rules", ["ruled", "plain"])
def test_a_table_left_as_lines_becomes_a_grid(rules):
    data = made(rules)
    blocks = with_second_opinion(data, lines_of(data))
    grids = [b for b in blocks if isinstance(b, Grid)]
    assert grids
    years = [t for row in grids[0].rows for t in row.texts() if t.isdigit() and len(t) == 4]
    assert years[:6] == [str(y) for y in CARD["years"]]
    total = next(r.texts() for r in grids[0].rows if r.texts()[0].startswith("Samlet økonomisk"))
    assert [t for t in total[1:] if t] == [f"{v:,}".replace(",", ".") for v in CARD["printed"]["net"]]
    assert not any(isinstance(b, Line) and b.text.startswith("Samlet økonomisk") for b in blocks)


def test_a_page_without_a_loose_year_heading_is_not_looked_at_twice():
    prose = [Line("Der afsættes midler i 2026, 2027 og 2028.", page=1, bbox=(0, 0, 9, 9))]
    assert doubtful(prose) == []
    assert with_second_opinion(b"no PDF at all", prose) == prose


def test_what_no_parser_can_read_keeps_its_lines():
    data = made("plain")
    lines = lines_of(data)
    assert doubtful(lines)
    assert with_second_opinion(data[:2000], lines) == lines


def test_two_numbers_in_a_cell_are_no_placement():
    data = made("plain")
    headings = doubtful([x for x in lines_of(data) if x.page == 2])
    for grid in second_opinion(data, 2, headings):
        assert all(len(t.split()) == 1 for row in grid.rows for t in row.texts()[2:] if t[:1].isdigit())


def test_a_table_that_is_read_already_is_not_read_over():
    data = made("ruled")
    lines = lines_of(data)
    blocks = with_second_opinion(data, lines)
    again = with_second_opinion(data, [*blocks, *doubtful(lines)])
    assert [b for b in again if isinstance(b, Grid)] == [b for b in blocks if isinstance(b, Grid)]


def test_a_heading_far_above_its_rows_is_joined_to_them():
    """Our geometry makes the heading a line, and the rows a grid without years: camelot's answer has both."""

    def draw(canvas):
        canvas.setFont("Helvetica", 7)
        for i, row in enumerate(ROWS):
            y = TOP - 10 - (44 + 14 * (i - 1) if i else 0)
            canvas.drawString(XS[0] + 3, y, row[0])
            for j, text in enumerate(row[1:], 1):
                canvas.drawRightString(XS[j + 1] - 3, y, text)

    (grid,) = [b for b in read_pdf(sheet(draw), "a.pdf").blocks if isinstance(b, Grid)]
    assert [row.texts() for row in grid.rows] == ROWS


def test_an_answer_that_lost_a_figure_of_our_grid_is_not_taken(monkeypatch):
    rows = tuple(GridRow(tuple(GridCell(t) for t in row), 1) for row in ROWS)
    ours = Grid(rows[1:], "aligned", 1, (60, 150, 470, 210))
    heading = Line("2026 2027 2028", page=1, bbox=(260, 120, 470, 130))
    answer = Grid(rows[:-1], "aligned", 1, (60, 118, 470, 212))
    monkeypatch.setattr(second, "second_opinion", lambda *_, **__: (answer,))
    assert with_second_opinion(b"", [heading, ours]) == [heading, ours]
    monkeypatch.setattr(second, "second_opinion", lambda *_, **__: (replace(answer, rows=rows),))
    assert with_second_opinion(b"", [heading, ours]) == [replace(answer, rows=rows)]
