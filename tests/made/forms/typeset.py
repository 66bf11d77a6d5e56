"""A made document as PDF: `plain` has no rulings, `ruled` has them on tables and boxed fields."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as PdfTable

from tests.made.forms.model import Document, Element, Fields, Grid, Text
from tests.made.forms.model import PageBreak as NewPage

Rules = Literal["plain", "ruled"]
_MARGIN = 54
_SIZES = {"title": 15, "card": 12.5, "heading": 10.5, "caption": 9.5, "body": 9.5, "note": 8}


@dataclass(frozen=True, slots=True)
class Look:
    """The office's habits: type, size of figures, shade of heading rows, where the page number stands."""

    fonts: tuple[str, str]
    size: float
    shade: Any
    counted: bool
    pad: float


def pdf(document: Document, rules: Rules) -> bytes:
    """The document as a PDF."""
    rng = random.Random(document.seed * 7 + len(document.form))
    look = Look(
        fonts=rng.choice((("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"))),
        size=rng.choice((8, 8.5, 9)),
        shade=rng.choice((None, colors.Color(0.88, 0.91, 0.96), colors.Color(0.92, 0.92, 0.92))),
        counted=rng.random() < 0.4,
        pad=rng.choice((1.2, 2, 3)),
    )
    return _Setter(document, look, rules).build()


class _Setter:
    def __init__(self, document: Document, look: Look, rules: Rules) -> None:
        self.document, self.look, self.rules = document, look, rules
        self.size = landscape(A4) if document.landscape else A4
        self.width = self.size[0] - 2 * _MARGIN

    def build(self) -> bytes:
        target = io.BytesIO()
        made = BaseDocTemplate(target, pagesize=self.size, title=self.document.footer, author="made", invariant=1)
        frame = Frame(_MARGIN, _MARGIN + 10, self.width, self.size[1] - 2 * _MARGIN - 10, 0, 0, 0, 0)
        made.addPageTemplates(PageTemplate("page", [frame], onPage=self._furniture))
        made.build([f for e in self.document.elements for f in self._flowables(e)])
        return target.getvalue()

    def _furniture(self, canvas: Any, made: Any) -> None:
        canvas.saveState()
        canvas.setFont(self.look.fonts[0], 8)
        if self.look.counted:
            canvas.drawString(_MARGIN, 30, self.document.footer)
            canvas.drawRightString(self.size[0] - _MARGIN, 30, f"Side {made.page}")
        else:
            canvas.drawString(_MARGIN, 30, f"{self.document.footer} · Side {made.page}")
        canvas.restoreState()

    def _style(self, size: float, *, bold: bool = False, align: int = TA_LEFT) -> ParagraphStyle:
        return ParagraphStyle("s", fontName=self.look.fonts[bold], fontSize=size, leading=size * 1.2, alignment=align)

    def _flowables(self, element: Element) -> list[Flowable]:
        if isinstance(element, NewPage):
            return [PageBreak()]
        if isinstance(element, Text):
            return [self._text(element)]
        if isinstance(element, Fields):
            return self._fields(element)
        return [self._table(element), Spacer(1, 8)]

    def _text(self, text: Text) -> Flowable:
        bold = text.kind in ("title", "card", "heading", "caption")
        style = self._style(_SIZES[text.kind], bold=bold)
        style.spaceBefore, style.spaceAfter = (9 if text.kind in ("card", "heading") else 2), 4
        style.keepWithNext = int(bold)
        return Paragraph(escape(text.text), style)

    def _fields(self, fields: Fields) -> list[Flowable]:
        if not fields.boxed:
            return [Paragraph(f"<b>{escape(k)}:</b> {escape(v)}", self._style(9.5)) for k, v in fields.pairs]
        cells = [
            [Paragraph(escape(k), self._style(9, bold=True)), Paragraph(escape(v), self._style(9))]
            for k, v in fields.pairs
        ]
        made = PdfTable(cells, [self.width * 0.27, self.width * 0.73], spaceBefore=3, spaceAfter=6)
        ruled = [("GRID", (0, 0), (-1, -1), 0.6, colors.black)] if self.rules == "ruled" else []
        made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *ruled])
        return [made]

    def _table(self, grid: Grid) -> Flowable:
        size = self._fitting(grid)
        data = [[self._cell(c, n, size, grid, bold=True) for n, c in enumerate(cells)] for cells in grid.header]
        for row, first, _ in grid.spans:
            data[row][first] = Paragraph(escape(grid.header[row][first]), self._style(size, bold=True, align=TA_CENTER))
        data += [[self._cell(c, n, size, grid, bold=row.bold) for n, c in enumerate(row.cells)] for row in grid.rows]
        widths = [s * self.width for s in grid.shares]
        made = PdfTable(data, widths, repeatRows=len(grid.header) * self.document.repeat_headings, hAlign="LEFT")
        made.setStyle([*self._rules(grid), ("FONTSIZE", (0, 0), (-1, -1), size), ("LEADING", (0, 0), (-1, -1), size)])
        return made

    def _fitting(self, grid: Grid) -> float:
        """The look's size, or what lets every figure and every word stand on one line."""
        size = self.look.size
        for cells in [*grid.header, *(r.cells for r in grid.rows)]:
            for n, (text, share) in enumerate(zip(cells, grid.shares, strict=True)):
                words = text.split() if n in grid.texts or cells in grid.header else [text.replace(" ", "n")]
                widest = max(stringWidth(w, self.look.fonts[1], 1) for w in [*words, "0"])
                size = min(size, max(5, (share * self.width - 7) / widest))
        return size

    def _cell(self, text: str, column: int, size: float, grid: Grid, *, bold: bool) -> Any:
        if not text:
            return ""
        align = TA_LEFT if column in grid.texts else TA_RIGHT
        return Paragraph(escape(text), self._style(size, bold=bold, align=align))

    def _rules(self, grid: Grid) -> list[Any]:
        head = len(grid.header) - 1
        commands: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), self.look.pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), self.look.pad),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        commands += [("SPAN", (first, row), (last, row)) for row, first, last in grid.spans]
        if self.rules == "ruled":
            commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
            if self.look.shade is not None and head >= 0:
                commands.append(("BACKGROUND", (0, 0), (-1, head), self.look.shade))
        return commands
