"""Printed elements as a Word document, and as the PDF that LibreOffice prints of it.

The document is written as WordprocessingML, so that what a look names is all that decides it. `print_pdfs` needs
LibreOffice (`apt install libreoffice-writer`); `office()` tells whether it is there.
"""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from xml.sax.saxutils import escape

from tests.made.content import Element, Field, NewPage, Row, Table, Text

_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SIZES: Final = {"A4": (11906, 16838), "letter": (12240, 15840)}  # twentieths of a point

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class WordLook:
    """How a bilag written in Word looks; lengths in points, shares of the text's width."""

    font: str = "Carlito"
    body: float = 10.0
    size: float = 8.0
    page: Literal["A4", "letter"] = "A4"
    landscape: bool = False
    margin: float = 56.0
    rules: Literal["grid", "lines", "head", "frame", "none"] = "grid"
    shade: Literal["none", "zebra", "head", "sections"] = "none"
    numbers: Align = "right"
    sections: Align = "left"
    heads: Align = "right"
    upright: Literal["top", "center", "bottom"] = "top"
    pad: float = 3.0
    padding: float = 0.0
    label: float = 0.36
    area: float = 0.11
    width: float = 1.0
    header: Literal["one cell", "own cell", "unit row", "unit over all"] = "one cell"
    repeat: bool = False
    split_rows: bool = True
    merged: bool = True
    last: Align = "left"
    open_year: bool = False
    kroner: bool = False
    justified: bool = False
    head: bool = False


def random_look(seed: int) -> WordLook:
    """A look drawn at random, such as somebody might have made."""
    r = random.Random(seed)
    landscape = r.random() < 0.25
    tight = r.random() < 0.3
    return WordLook(
        font=r.choice(
            ["Carlito", "Liberation Sans", "Liberation Serif", "Caladea", "DejaVu Sans", "Liberation Sans Narrow"]
        ),
        body=r.choice([9.5, 10, 11]),
        size=r.choice([7, 7.5, 8, 9, 10]),
        page=r.choice(["A4", "letter"]),
        landscape=landscape,
        margin=r.choice([45, 56, 72]),
        rules=r.choice(["grid", "lines", "head", "frame", "none", "none"]),
        shade=r.choice(["none", "none", "zebra", "head", "sections"]),
        numbers=r.choice(["right", "right", "right", "left", "center"]),
        sections=r.choice(["left", "right", "center"]),
        heads=r.choice(["right", "left", "center"]),
        upright=r.choice(["top", "center", "bottom"]),
        pad=r.choice([1.5, 3, 5.4]),
        padding=r.choice([0, 0, 1, 2, 4]),
        label=r.choice([0.46, 0.5, 0.54] if tight else [0.28, 0.32, 0.36, 0.4]),
        area=r.choice([0.09, 0.11, 0.13]),
        width=r.choice([0.85, 1.0, 1.0]),
        header=r.choice(["one cell", "own cell", "unit row", "unit over all"]),
        repeat=r.random() < 0.4,
        split_rows=r.random() < 0.7,
        merged=r.random() < 0.8,
        last=r.choice(["left", "right", "center"]),
        open_year=r.random() < 0.15,
        kroner=r.random() < 0.06,
        justified=r.random() < 0.3,
        head=r.random() < 0.3,
    )


def docx(printed: Iterable[Element], look: WordLook, setter: Setter | None = None) -> bytes:
    """The elements as a Word document, set by `setter` where there is one of its own."""
    setter = setter or Setter(look)
    body = "".join(setter.element(e) for e in printed)
    wide, high = _SIZES[look.page]
    size = f'w:w="{high}" w:h="{wide}" w:orient="landscape"' if look.landscape else f'w:w="{wide}" w:h="{high}"'
    margin = _twips(look.margin)
    section = (
        f'<w:sectPr>{"" if not look.head else """<w:headerReference w:type="default" r:id="rId2"/>"""}'
        f'<w:footerReference w:type="default" r:id="rId1"/><w:pgSz {size}/><w:pgMar w:top="{margin}" '
        f'w:bottom="{margin}" w:left="{margin}" w:right="{margin}" w:header="500" w:footer="500" w:gutter="0"/>'
        "</w:sectPr>"
    )
    number = '<w:p><w:r><w:t xml:space="preserve">Side </w:t></w:r><w:fldSimple w:instr="PAGE"/></w:p>'
    foot = "".join(setter.paragraph(t, 9) for t in ("Overførselssagen 2025-2026", "Investeringsforslag"))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{_TYPE}.document.main+xml"/><Override PartName="/word/footer1.xml" ContentType='
        f'"{_TYPE}.footer+xml"/><Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/></Types>',
        "_rels/.rels": _relation("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": _relation("footer", "footer1.xml", header="header1.xml"),
        "word/document.xml": f'<w:document xmlns:w="{_NS}" xmlns:r="{_REL}"><w:body>{body}{section}</w:body>'
        "</w:document>",
        "word/footer1.xml": f'<w:ftr xmlns:w="{_NS}">{foot}</w:ftr>',
        "word/header1.xml": f'<w:hdr xmlns:w="{_NS}">{number}</w:hdr>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return target.getvalue()


def _relation(kind: str, target: str, **more: str) -> str:
    every = [(kind, target), *more.items()]
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(every, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _twips(points: float) -> int:
    return round(20 * points)


class Setter:
    """Sets elements one by one."""

    def __init__(self, look: WordLook) -> None:
        self.look = look
        wide, high = _SIZES[look.page]
        self.room = (high if look.landscape else wide) - 2 * _twips(look.margin)

    def element(self, element: Element) -> str:
        if isinstance(element, NewPage):
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        if isinstance(element, Text):
            size = {"title": 16, "card": 14, "heading": 12, "note": 8}.get(element.kind, self.look.body)
            strong = element.kind in ("title", "card", "heading")
            return self.paragraph(
                element.text,
                size,
                bold=strong,
                align="both" if self.look.justified and not strong else "left",
                after=6,
                keep=element.kind in ("card", "heading", "caption"),
            )
        if isinstance(element, Field):
            cells = [
                self._cell(t, w, "left", self.look.body, upright="top")
                for t, w in ((element.label, 0.2), (element.text, 0.8))
            ]
            return self._table([0.2, 0.8], [f"<w:tr>{''.join(cells)}</w:tr>"], "none", 1.0)
        return self._element_table(element)

    def paragraph(
        self, text: str, size: float, *, bold: bool = False, align: str = "left", after: float = 0, keep: bool = False
    ) -> str:
        half = round(2 * size)
        run = (
            f'<w:rPr><w:rFonts w:ascii="{self.look.font}" w:hAnsi="{self.look.font}" w:cs="{self.look.font}"/>'
            f'{"<w:b/>" if bold else ""}<w:sz w:val="{half}"/></w:rPr>'
        )
        own = f'{"<w:keepNext/>" if keep else ""}<w:spacing w:before="0" w:after="{_twips(after)}"/>'
        own += f'<w:jc w:val="{align}"/>'
        return f'<w:p><w:pPr>{own}</w:pPr><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    def _element_table(self, table: Table) -> str:
        look, rows = self.look, []
        aligns: list[str] = ["left"] * table.text_columns + [look.numbers] * (len(table.shares) - table.text_columns)
        if table.kind in ("goals", "approval"):
            aligns = ["left"] * (len(table.shares) - 1) + [look.last]
        for number, cells in enumerate(table.header):
            spans = {a: b - a + 1 for r, a, b in table.header_spans if r == number}
            heads = ["left" if a == "left" else look.heads for a in aligns]
            shade = look.shade in ("head", "zebra", "sections")
            rows.append(self._row(cells, table.shares, heads, spans, bold=True, head=True, shade=shade))
        for number, row in enumerate(table.rows):
            shade = (look.shade == "zebra" and number % 2 == 1) or (look.shade == "sections" and row.span)
            rows.append(self._body_row(row, table, aligns, shade=shade))
        return self._table(table.shares, rows, look.rules, look.width) + self.paragraph("", 6)

    def _body_row(self, row: Row, table: Table, aligns: list[str], *, shade: bool) -> str:
        width = len(table.shares)
        if row.span and self.look.merged:
            return self._row(row.cells[:1], table.shares, [self.look.sections], {0: width}, bold=row.bold, shade=shade)
        return self._row(
            row.cells + [""] * (width - len(row.cells)), table.shares, aligns, {}, bold=row.bold, shade=shade
        )

    def _row(
        self,
        cells: list[str],
        shares: list[float],
        aligns: list[str],
        spans: Mapping[int, int],
        *,
        bold: bool,
        shade: bool,
        head: bool = False,
    ) -> str:
        out, column = [], 0
        while column < len(shares):
            span = spans.get(column, 1)
            share = sum(shares[column : column + span])
            text = cells[column] if column < len(cells) else ""
            align = aligns[column] if column < len(aligns) else "left"
            out.append(self._cell(text, share, align, self.look.size, bold=bold, span=span, shade=shade, head=head))
            column += span
        own = (
            f"{'' if self.look.split_rows else '<w:cantSplit/>'}{'<w:tblHeader/>' if head and self.look.repeat else ''}"
        )
        return f"<w:tr><w:trPr>{own}</w:trPr>{''.join(out)}</w:tr>"

    def _cell(
        self,
        text: str,
        share: float,
        align: str,
        size: float,
        *,
        bold: bool = False,
        span: int = 1,
        shade: bool = False,
        head: bool = False,
        upright: str | None = None,
    ) -> str:
        width = round(share * self.room * self.look.width)
        border = (
            '<w:tcBorders><w:bottom w:val="single" w:sz="6"/></w:tcBorders>'
            if head and self.look.rules == "head"
            else ""
        )
        own = (
            f'<w:tcW w:w="{width}" w:type="dxa"/>{f"""<w:gridSpan w:val="{span}"/>""" if span > 1 else ""}{border}'
            f'{"""<w:shd w:val="clear" w:fill="E4E9F0"/>""" if shade else ""}'
            f'<w:vAlign w:val="{upright or self.look.upright}"/>'
        )
        return f"<w:tc><w:tcPr>{own}</w:tcPr>{self.paragraph(text, size, bold=bold, align=align)}</w:tc>"

    def _table(self, shares: list[float], rows: list[str], rules: str, width: float) -> str:
        sides = {
            "grid": ("top", "left", "bottom", "right", "insideH", "insideV"),
            "lines": ("top", "bottom", "insideH"),
            "frame": ("top", "left", "bottom", "right"),
            "head": ("top", "bottom"),
        }.get(rules, ())
        borders = "".join(f'<w:{s} w:val="single" w:sz="4"/>' for s in sides)
        pad, padding = _twips(self.look.pad), _twips(self.look.padding)
        own = (
            f'<w:tblW w:w="{round(self.room * width)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{padding}" w:type="dxa"/>'
            f'<w:left w:w="{pad}" w:type="dxa"/><w:bottom w:w="{padding}" w:type="dxa"/>'
            f'<w:right w:w="{pad}" w:type="dxa"/></w:tblCellMar>'
        )
        grid = "".join(f'<w:gridCol w:w="{round(s * self.room * width)}"/>' for s in shares)
        return f"<w:tbl><w:tblPr>{own}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def office() -> str | None:
    """LibreOffice's command; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def print_pdfs(documents: Mapping[str, bytes], target: Path) -> dict[str, Path]:
    """Word documents by name to PDFs in `target`, by LibreOffice."""
    command = office()
    if command is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in documents.items():
            (Path(folder) / f"{name}.docx").write_bytes(data)
        files = [str(p) for p in sorted(Path(folder).glob("*.docx"))]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        arguments = [command, profile, "--headless", "--convert-to", "pdf", "--outdir", str(target), *files]
        subprocess.run(arguments, check=True, capture_output=True, timeout=60 + 20 * len(files))
    return {name: target / f"{name}.pdf" for name in documents}
