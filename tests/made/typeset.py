"""A made bilag as PDF (reportlab), in the styles a `Look` names."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph
from reportlab.platypus import Table as PdfTable

from tests.made.content import Element, Field, NewPage, Table, Text, elements
from tests.made.look import Look
from tests.made.model import Bilag

_ALIGN = {"right": TA_RIGHT, "center": TA_CENTER, "left": TA_LEFT}
_MARGIN = 56


@lru_cache(maxsize=1)
def _vera() -> tuple[str, str]:
    """A font with a real minus sign (Helvetica's WinAnsi encoding has none); it comes with reportlab."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    return "Vera", "VeraBd"


def pdf(bilag: Bilag, look: Look) -> bytes:
    """The bilag as a PDF."""
    return typeset(elements(bilag, look), look, case=f"{bilag.y0}-{bilag.y0 + 1}")


def typeset(printed: Iterable[Element], look: Look, *, case: str) -> bytes:
    """Elements as a PDF; `case` is the period the page furniture names."""
    fonts = _vera() if look.minus == "\u2212" else ("Helvetica", "Helvetica-Bold")
    target = io.BytesIO()
    size = landscape(letter) if look.landscape else (A4 if look.size > 8 else letter)
    document = BaseDocTemplate(target, pagesize=size, title="Bilag 2a", author="made")
    frame = Frame(_MARGIN, _MARGIN + 14, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN - 28, 0, 0, 0, 0)
    furniture = _Furniture(look, case, fonts[0])
    document.addPageTemplates(PageTemplate("page", [frame], onPage=furniture.draw))
    width = frame._width
    setter = _Setter(look, fonts, width)
    document.build([f for e in printed for f in setter.flowables(e)])
    return target.getvalue()


class _Furniture:
    def __init__(self, look: Look, case: str, font: str) -> None:
        self.look, self.case, self.font = look, case, font

    def draw(self, canvas: Any, document: Any) -> None:
        if self.look.furniture == "none":
            return
        height = document.pagesize[1]
        canvas.saveState()
        canvas.setFont(self.font, 9)
        if self.look.furniture == "footer":
            canvas.drawString(_MARGIN, 34, f"Overførselssagen {self.case}")
            canvas.drawString(_MARGIN, 22, "Investeringsforslag")
        else:
            canvas.drawString(_MARGIN, height - 36, f"Overførselssagen {self.case}")
            canvas.drawRightString(document.pagesize[0] - _MARGIN, 28, f"Side {document.page}")
        canvas.restoreState()


class _Setter:
    def __init__(self, look: Look, fonts: tuple[str, str], width: float) -> None:
        self.look, self.fonts, self.width = look, fonts, width

    def _style(self, size: float, *, bold: bool = False, align: int = TA_LEFT, after: float = 0) -> ParagraphStyle:
        return ParagraphStyle(
            "s", fontName=self.fonts[bold], fontSize=size, leading=size * 1.2, alignment=align, spaceAfter=after
        )

    def flowables(self, element: Element) -> list[Flowable]:
        if isinstance(element, NewPage):
            return [PageBreak()]
        if isinstance(element, Text):
            return [self._text(element)]
        if isinstance(element, Field):
            return [self._field(element)]
        return [self._table(element)]

    def _text(self, text: Text) -> Flowable:
        size = {"title": 16, "card": 14, "heading": 12, "note": 8}.get(text.kind, 10)
        style = self._style(size, bold=text.kind in ("title", "card", "heading"), after=6)
        style.spaceBefore = 8 if text.kind in ("card", "heading", "caption") else 0
        style.keepWithNext = int(text.kind in ("card", "heading", "caption"))
        return Paragraph(escape(text.text), style)

    def _field(self, made: Field) -> Flowable:
        cells = [Paragraph(made.label, self._style(10, bold=True)), Paragraph(escape(made.text), self._style(10))]
        table = PdfTable([cells], [self.width * 0.22, self.width * 0.78])
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
        return table

    def _table(self, table: Table) -> Flowable:
        width = len(table.shares)
        size = self._fitting(table)
        commands = self._rules(len(table.header) + len(table.rows))
        data = [[self._cell(c, i, size, table, bold=True) for i, c in enumerate(cells)] for cells in table.header]
        for number, row in enumerate(table.rows, start=len(table.header)):
            cells = row.cells + [""] * (width - len(row.cells))
            data.append([self._cell(c, i, size, table, bold=row.bold) for i, c in enumerate(cells)])
            if row.span:
                commands.append(("SPAN", (0, number), (-1, number)))
        commands += [("SPAN", (a, r), (b, r)) for r, a, b in table.header_spans]
        made = PdfTable(
            data,
            [s * self.width for s in table.shares],
            repeatRows=len(table.header) if self.look.repeat_header else 0,
            splitInRow=int(self.look.break_rows),
            spaceBefore=4,
            spaceAfter=8,
        )
        made.setStyle(commands)
        return made

    def _fitting(self, table: Table) -> float:
        """The look's size, or what lets every number stand on one line."""
        size = self.look.size
        for row in table.rows:
            for text, share in zip(row.cells[table.text_columns :], table.shares[table.text_columns :], strict=False):
                room = share * self.width - 7
                size = min(size, room / max(0.1, stringWidth(text.replace(" ", "n"), self.fonts[1], 1)))
        return size

    def _cell(self, text: str, column: int, size: float, table: Table, *, bold: bool) -> Any:
        if not text:
            return ""
        align = TA_LEFT if column < table.text_columns else _ALIGN[self.look.align]
        return Paragraph(escape(text), self._style(size, bold=bold, align=align))

    def _rules(self, rows: int) -> list[Any]:
        pad = self.look.spacing
        commands: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        if self.look.rules == "ruled":
            commands.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        elif self.look.rules == "lines":
            commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black))
            commands.append(("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.black))
        elif self.look.rules == "zebra":
            commands += [("BACKGROUND", (0, r), (-1, r), colors.Color(0.9, 0.92, 0.95)) for r in range(0, rows, 2)]
        return commands
