"""What offices do to a bilag in Word besides choosing its looks: tables in tables, text boxes, footnotes, own signs."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tests.made.content import Element, Row, Table, Text
from tests.made.word import Setter, WordLook, docx

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MINUS: Final = ("-", "\u2011", "\u2013", "\u2212")


@dataclass(frozen=True, slots=True)
class Oddities:
    """What is done to the tables of money, and around them; everything False or plain: nothing."""

    within: Literal["", "ruled", "bare"] = ""  # the table stands in a cell of another
    beside: Literal["", "bare", "ruled"] = ""  # another table or a box stands to its right
    footnotes: bool = False
    merged_areas: bool = False
    mixed_upright: bool = False
    spaced_cells: bool = False
    dark_head: bool = False
    boxed_prose: bool = False
    turned_pages: bool = False
    minus: str = "-"
    tall_rows: bool = False
    centred: bool = False


def random_oddities(seed: int) -> Oddities:
    """Two or three things at once."""
    r = random.Random(seed * 7 + 3)
    drawn: dict[str, object] = {
        "within": r.choice(["ruled", "bare"]),
        "beside": r.choice(["bare", "ruled"]),
        "footnotes": True,
        "merged_areas": True,
        "mixed_upright": True,
        "spaced_cells": True,
        "dark_head": True,
        "boxed_prose": True,
        "turned_pages": True,
        "minus": r.choice(MINUS[1:]),
        "tall_rows": True,
        "centred": True,
    }
    names = r.sample(sorted(drawn), r.choice([2, 3, 4]))
    if "within" in names and "beside" in names:
        names.remove(r.choice(["within", "beside"]))
    return Oddities(**{n: drawn[n] for n in names})  # type: ignore[arg-type]


def odd_docx(printed: Iterable[Element], look: WordLook, odd: Oddities, seed: int) -> bytes:
    """The elements as a Word document with the oddities."""
    setter = _OddSetter(look, odd, seed)
    data = docx(printed, look, setter)
    return _with_footnotes(data, setter.notes) if odd.footnotes else data


class _OddSetter(Setter):
    def __init__(self, look: WordLook, odd: Oddities, seed: int) -> None:
        super().__init__(look)
        self.odd, self.r, self.notes = odd, random.Random(seed), 0
        self._money = False
        self._settings, self._column = [self.r.choice(["top", "center", "bottom"]) for _ in range(3)], 0
        self._whole = self.room

    def element(self, element: Element) -> str:
        if isinstance(element, Table) and element.kind == "economy":
            self._money = True
            try:
                return self._money_table(element)
            finally:
                self._money = False
                self.room = self._whole
        made = super().element(element)
        if self.odd.boxed_prose and isinstance(element, Text) and element.kind == "body" and self.r.random() < 0.3:
            return self._frame("Fakta: Forvaltningen har 12 enheder og 340 brugere.") + made
        return made

    def _money_table(self, table: Table) -> str:
        odd = self.odd
        shares = {"within": 0.98, "beside": 0.74}
        if odd.beside in ("bare", "ruled"):
            self.room = round(self._whole * shares["beside"])
            inner, aside = super().element(table), self._aside()
            return self._host([(0.76, inner), (0.24, aside)], "")
        if odd.within:
            self.room = round(self._whole * shares["within"])
            return self._host([(1.0, super().element(table))], odd.within)
        made = super().element(table)
        if odd.turned_pages and not self.look.landscape and self.r.random() < 0.6:
            return self._turned(made)
        return made

    def _aside(self) -> str:
        rules = "grid" if self.odd.beside == "ruled" else "none"
        self.room = round(self._whole * 0.23)
        rows = [Row(["Kontakt", "Anna"]), Row(["Sagsnr.", "2026-14"]), Row(["Bilag", "2a"])]
        made = [
            super(_OddSetter, self)._row(r.cells, [0.5, 0.5], ["left", "left"], {}, bold=False, shade=False)
            for r in rows
        ]
        return self._table([0.5, 0.5], made, rules, 1.0) + self.paragraph("", 6)

    def _host(self, cells: list[tuple[float, str]], rules: str) -> str:
        self.room = self._whole
        borders = "".join(f'<w:{s} w:val="single" w:sz="6"/>' for s in ("top", "left", "bottom", "right"))
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(self._whole * share)}" w:type="dxa"/></w:tcPr>{text}</w:tc>'
            for share, text in cells
        )
        grid = "".join(f'<w:gridCol w:w="{round(self._whole * share)}"/>' for share, _ in cells)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{self._whole}" w:type="dxa"/><w:tblBorders>'
            f'{borders if rules == "ruled" else ""}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:left w:w="20" w:type="dxa"/><w:right w:w="20" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{inner}</w:tr></w:tbl>{self.paragraph('', 6)}"
        )

    def _frame(self, text: str) -> str:
        made = self.paragraph(text, 8)
        frame = '<w:framePr w:w="2200" w:hSpace="120" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" '
        frame += 'w:xAlign="right" w:y="60"/>'
        border = (
            "<w:pBdr>"
            + "".join(f'<w:{s} w:val="single" w:sz="4" w:space="1"/>' for s in ("top", "left", "bottom", "right"))
            + "</w:pBdr>"
        )
        return made.replace("<w:pPr>", f"<w:pPr>{frame}{border}", 1)

    def _turned(self, made: str) -> str:
        """A section of its own, its page turned."""
        look = self.look
        margin = round(20 * look.margin)
        sizes = {"A4": (11906, 16838), "letter": (12240, 15840)}[look.page]

        def section(landscape: bool) -> str:
            wide, high = sizes[::-1] if landscape else sizes
            orient = ' w:orient="landscape"' if landscape else ""
            return (
                f'<w:p><w:pPr><w:sectPr><w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="{wide}" '
                f'w:h="{high}"{orient}/><w:pgMar w:top="{margin}" w:bottom="{margin}" w:left="{margin}" '
                f'w:right="{margin}" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
            )

        return section(look.landscape) + made + section(not look.landscape)

    def _table(self, shares: list[float], rows: list[str], rules: str, width: float) -> str:
        made = super()._table(shares, rows, rules, width)
        if not self._money:
            return made
        if self.odd.spaced_cells:
            made = made.replace("<w:tblBorders>", '<w:tblCellSpacing w:w="20" w:type="dxa"/><w:tblBorders>', 1)
            if rules == "grid":
                borders = "".join(f'<w:{s} w:val="single" w:sz="4"/>' for s in ("top", "left", "bottom", "right"))
                made = made.replace(
                    'type="dxa"/><w:vAlign', f'type="dxa"/><w:tcBorders>{borders}</w:tcBorders><w:vAlign'
                )
        if self.odd.centred:
            made = made.replace("<w:tblBorders>", '<w:jc w:val="center"/><w:tblBorders>', 1)
        return made

    def _element_table(self, table: Table) -> str:
        if self._money and self.odd.minus != "-":
            for row in table.rows:
                row.cells = [re.sub(r"^-(?=\d)", self.odd.minus, c) for c in row.cells]
        if self._money and self.odd.merged_areas:
            self._mark_areas(table)
        return super()._element_table(table)

    def _mark_areas(self, table: Table) -> None:
        before = ""
        for row in table.rows:
            if row.span or len(row.cells) < 2:
                before = ""
                continue
            if row.cells[1].isdigit():  # a payback
                break
            if row.cells[1] and row.cells[1] == before:
                row.cells[1] = "\x01"
            else:
                before = row.cells[1]
                row.cells[1] = before and "\x02" + before

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
        self._column = 0
        made = super()._row(cells, shares, aligns, spans, bold=bold, shade=shade, head=head)
        if self._money and self.odd.tall_rows:
            made = made.replace("<w:trPr>", '<w:trPr><w:trHeight w:val="420" w:hRule="atLeast"/>', 1)
        if self._money and self.odd.dark_head and head:
            made = made.replace('w:fill="E4E9F0"', 'w:fill="1F3864"').replace(
                "<w:b/>", '<w:b/><w:color w:val="FFFFFF"/>'
            )
            if "1F3864" not in made:
                made = made.replace("<w:vAlign", '<w:shd w:val="clear" w:fill="1F3864"/><w:vAlign')
        return made

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
        if not self._money:
            return super()._cell(
                text, share, align, size, bold=bold, span=span, shade=shade, head=head, upright=upright
            )
        merge = {"\x01": "<w:vMerge/>", "\x02": '<w:vMerge w:val="restart"/>'}.get(text[:1], "")
        text = text.lstrip("\x01\x02")
        if self.odd.mixed_upright:
            upright = self._settings[min(self._column, 2)]
        self._column += 1
        made = super()._cell(text, share, align, size, bold=bold, span=span, shade=shade, head=head, upright=upright)
        if merge:
            made = made.replace("<w:vAlign", f"{merge}<w:vAlign", 1)
        if self.odd.footnotes and len(text) > 12 and not head and self.r.random() < 0.15:
            self.notes += 1
            mark = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="{round(2 * size)}"/></w:rPr>'
            mark += f'<w:footnoteReference w:id="{self.notes + 1}"/></w:r>'
            made = made.replace("</w:p>", f"{mark}</w:p>", 1)
        return made


def _with_footnotes(data: bytes, count: int) -> bytes:
    marks = "".join(
        f'<w:footnote w:id="{n + 2}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t xml:space="preserve"> Beløbet er skønnet ud fra {10 + n} enheder.'
        "</w:t></w:r></w:p></w:footnote>"
        for n in range(count)
    )
    first = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    notes = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_NS}">{first}{marks}</w:footnotes>'
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "[Content_Types].xml":
                text = text.replace(
                    "</Types>",
                    f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/></Types>',
                )
            if name == "word/_rels/document.xml.rels":
                text = text.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId9" Type="{_REL}/footnotes" Target="footnotes.xml"/></Relationships>',
                )
            package.writestr(name, text)
        package.writestr("word/footnotes.xml", notes)
    return target.getvalue()
