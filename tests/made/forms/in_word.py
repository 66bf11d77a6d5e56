"""A made document set in Word, as the offices have it; `tests.made.word.print_pdfs` prints it by LibreOffice."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import docx as python_docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table, _Cell, _Row

from tests.made.forms.model import Document, Element, Fields, Grid, PageBreak, Text

_LEVELS = {"title": 1, "card": 2, "heading": 3}
_STYLES = ("Table Grid", "Normal Table", "Light Shading", "Light List Accent 1", "Light Grid", "Table Grid")
_LEFT = WD_ALIGN_PARAGRAPH.LEFT


@dataclass(frozen=True, slots=True)
class _Look:
    """The office's habits: body type, size of the tables' figures, the tables' style, how figures are set."""

    font: str
    body: float
    size: float
    style: str
    align: WD_ALIGN_PARAGRAPH


def docx(document: Document) -> bytes:
    """The document as a .docx in a look of its own; the same document gives the same look."""
    rng = random.Random(document.seed * 13 + len(document.form))
    right = WD_ALIGN_PARAGRAPH.RIGHT
    look = _Look(
        font=rng.choice(("Liberation Sans", "Liberation Serif", "Carlito")),
        body=rng.choice((9, 10, 11)),
        size=rng.choice((7.5, 8, 9)),
        style=rng.choice(_STYLES),
        align=rng.choice((right, right, WD_ALIGN_PARAGRAPH.CENTER, _LEFT)),
    )
    made = python_docx.Document()
    normal = made.styles["Normal"].font
    normal.name, normal.size = look.font, Pt(look.body)
    section = made.sections[0]
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.paragraphs[0].text = document.footer
    width = Length(section.page_width - section.left_margin - section.right_margin)
    for element in document.elements:
        _set(made, element, look, width, repeat=document.repeat_headings)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _set(made: WordDocument, element: Element, look: _Look, width: Length, *, repeat: bool) -> None:
    if isinstance(element, PageBreak):
        made.add_page_break()
    elif isinstance(element, Text) and element.kind in _LEVELS:
        made.add_heading(element.text, _LEVELS[element.kind])
    elif isinstance(element, Text):
        made.add_paragraph().add_run(element.text).bold = element.kind == "caption"
    elif isinstance(element, Fields):
        _fields(made, element)
    else:
        _table(made, element, look, width, repeat=repeat)
        made.add_paragraph()


def _fields(made: WordDocument, fields: Fields) -> None:
    if not fields.boxed:
        for name, value in fields.pairs:
            line = made.add_paragraph()
            line.add_run(f"{name}: ").bold = True
            line.add_run(value)
        return
    table = made.add_table(0, 2)
    table.style = "Table Grid"
    for name, value in fields.pairs:
        one, other = table.add_row().cells
        _fill(one, name, _LEFT, 9, bold=True)
        _fill(other, value, _LEFT, 9)


def _table(made: WordDocument, grid: Grid, look: _Look, width: Length, *, repeat: bool) -> None:
    table = made.add_table(0, len(grid.shares))
    table.style = look.style
    table.autofit = False
    for number, cells in enumerate(grid.header):
        row = _row(table, cells, grid, look, bold=True)
        for _, first, last in (s for s in grid.spans if s[0] == number):
            row.cells[first].merge(row.cells[last])
        if repeat:
            mark = OxmlElement("w:tblHeader")
            mark.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(mark)
    for printed in grid.rows:
        _row(table, printed.cells, grid, look, bold=printed.bold)
    for column, share in zip(table.columns, grid.shares, strict=True):
        for cell in column.cells:
            cell.width = Length(int(width * share))


def _row(table: Table, cells: list[str], grid: Grid, look: _Look, *, bold: bool) -> _Row:
    row = table.add_row()
    for number, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        _fill(cell, text, _LEFT if number in grid.texts else look.align, look.size, bold=bold)
    return row


def _fill(cell: _Cell, text: str, align: WD_ALIGN_PARAGRAPH, size: float, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment, paragraph.paragraph_format.space_after = align, Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
