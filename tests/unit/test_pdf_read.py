"""Made tables in many styles come out of the PDF reader cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from pdf_typeset import Made, Style, typeset

from extractors.readers.pdf.document import read_pdf, tables
from extractors.readers.pdf.image import crop
from schemas.source import Grid, SourceDocument

CELLS = (
    Style(align="CENTER", valign="MIDDLE"),
    Style(align="RIGHT", valign="BOTTOM", blanks=True),
    Style(align="LEFT", valign="TOP", area=False),
)
_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]\)?")


def grids(document: SourceDocument) -> list[Grid]:
    return [b for b in document.blocks if isinstance(b, Grid)]


def number(text: str) -> int | None:
    digits = re.sub(r"[\s.]", "", text)
    return int(digits) if re.fullmatch(r"-?\d+", digits) else None


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", _MARK.sub("", text)).lower()


def triples(document: SourceDocument) -> Counter[tuple[str, int, int | str]]:
    """(label, year, amount) of every filled amount cell; an unreadable amount stays a text."""
    found: Counter[tuple[str, int, int | str]] = Counter()
    for grid in grids(document):
        years: dict[int, int] = {}
        for row in (r.texts() for r in grid.rows):
            here = {c: int(t) for c, t in enumerate(row) if re.fullmatch(r"20\d\d", t)}
            if len(here) >= 3:
                years = here
            else:
                found.update((letters(row[0]), y, number(row[c]) or row[c]) for c, y in years.items() if row[c])
    return found


def wanted(made: Made) -> Counter[tuple[str, int, int | str]]:
    return Counter((letters(label), year, value or "0") for label, year, value in made.triples)


@pytest.mark.parametrize("rules", ["full", "lines", "head", "none", "zebra", "shaded", "columns"])
@pytest.mark.parametrize("seed", range(len(CELLS)))
def test_every_amount_stands_in_its_cell(rules, seed):
    made = typeset(replace(CELLS[seed], rules=rules), seed)
    assert triples(read_pdf(made.data, "made.pdf")) == wanted(made)


@pytest.mark.parametrize(
    "style",
    [
        Style(rules="none", turned=90),
        Style(rules="full", turned=270),
        Style(rules="lines", wide=True),
        Style(rules="none", thousands="\u00a0", align="CENTER"),
        Style(rules="none", minus="- ", align="LEFT"),
        Style(rules="head", footnotes=True, valign="MIDDLE"),
        Style(rules="zebra", tables=2, prose=1),
        Style(rules="none", font="Times-Roman", size=10, unit="cell"),
    ],
    ids=lambda s: f"{s.rules} {s.turned} {s.minus}{s.thousands}{s.font}",
)
def test_other_sheets_faces_and_numbers(style):
    made = typeset(style, 7)
    assert triples(read_pdf(made.data, "made.pdf")) == wanted(made)


@pytest.mark.parametrize("rules", ["full", "lines", "none", "zebra"])
@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_over_a_page_is_one_grid(rules, repeat):
    made = next(m for m in (typeset(Style(rules=rules, repeat=repeat, prose=p), 3) for p in range(8, 15)) if _broken(m))
    document = read_pdf(made.data, "made.pdf")
    assert triples(document) == wanted(made)
    grid = grids(document)[0]
    assert {r.page for r in grid.rows} == {1, 2}
    assert sum("2026" in r.texts() for r in grid.rows) == 1
    furniture = [b.text for b in document.lines() if b.text.startswith("Overførselssagen")]
    assert len(furniture) == 2


def _broken(made: Made) -> bool:
    return len({g.page for g in tables(made.data)}) == 2


def test_parts_are_placed_on_the_page():
    document = read_pdf(typeset(Style(rules="none"), 1).data, "made.pdf")
    page = document.pages[0]
    for grid in grids(document):
        for row in grid.rows:
            assert row.bbox is not None
            for cell in filter(None, row.cells):
                if cell.text:
                    x0, top, x1, bottom = cell.bbox
                    assert 0 <= x0 < x1 <= page.width
                    assert row.bbox[1] - 0.1 <= top < bottom <= row.bbox[3] + 0.1


def test_empty_cells_and_merged_headings_are_kept():
    grid = grids(read_pdf(typeset(Style(rules="full", area=True), 2).data, "made.pdf"))[0]
    assert all(len(r.cells) == grid.width for r in grid.rows)
    heading = next(c for c in grid.rows[0].cells if c and c.text == "1.000 kr. 2027 p/l")
    assert heading.span == 6
    assert sum(c is None for c in grid.rows[0].cells) == 5


def test_thousands_grouped_by_spaces_stay_one_number():
    document = read_pdf(typeset(Style(rules="none", thousands="\u00a0", font="Courier", size=7), 4).data, "made.pdf")
    cells = [c.text for g in grids(document) for r in g.rows for c in r.cells if c]
    assert any(re.fullmatch(r"-?\d{1,3}\u202f\d{3}", text) for text in cells)
    assert not any(re.fullmatch(r"-?\d{1,3} \d{3}", text) for text in cells)


def test_prose_and_forms_are_lines():
    document = read_pdf(typeset(Style(rules="none", prose=3, justify=True), 5).data, "made.pdf")
    prose = [b.text for b in document.lines()]
    assert sum(text.startswith("Forvaltningen har de seneste år") for text in prose) == 4


@pytest.mark.parametrize("turned", [0, 90])
def test_crop_marks_the_record(turned):
    made = typeset(Style(rules="full", turned=turned), 1)
    grid = grids(read_pdf(made.data, "made.pdf"))[0]
    small = crop(made.data, 1, grid.rows[3].bbox, margin=10)
    assert small.startswith(b"\x89PNG")
    assert len(small) < len(crop(made.data, 1, grid.bbox, margin=10))
