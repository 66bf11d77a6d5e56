"""Typesets tables in odd geometry, with what is printed in them, for the tests of the PDF reader.

Apart from `tests.made`, which sets whole bilag as the real ones look and wraps every cell: here a reader of cells meets
turned sheets, cells set from the middle or the bottom, cells of plain text and of spaces only, raised note marks, half
ruled tables, three typefaces and thousands grouped by spaces. The figures are any figures, zeros and every sign among
them, so that only the place on the sheet can tell the reader where one belongs.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.made import words

LABELS = (*words.PERMANENT, *words.PERMANENT_COSTS, *(label for label, _ in words.IMPLEMENTATION))
PROSE = (
    "Forvaltningen har de seneste år haft fokus på at tilpasse opgaveløsningen til det faktiske behov. Erfaringer fra "
    "tidligere indsatser viser, at en styrket fælles tilgang både giver faglige og driftsmæssige gevinster, og at "
    "medarbejderne oplever en mere sammenhængende hverdag. Indsatsen berører 24 enheder på tværs af byen."
)


@dataclass(frozen=True)
class Style:
    """How a table is set."""

    rules: str = "full"  # full, lines, head, none, zebra, shaded, columns
    align: str = "RIGHT"
    font: str = "Helvetica"
    size: float = 8.0
    valign: str = "TOP"
    thousands: str = "."
    minus: str = "-"
    unit: str = "merged"  # merged, cell
    wide: bool = False
    turned: int = 0
    repeat: bool = False
    footnotes: bool = False
    blanks: bool = False  # a space in empty cells
    area: bool = True
    prose: int = 2
    tables: int = 1
    justify: bool = False


@dataclass
class Made:
    """A made document and the (label, year, amount as printed without marks) triples of each of its tables."""

    data: bytes
    triples: list[tuple[str, int, int]] = field(default_factory=list)


def amount(value: int, style: Style) -> str:
    """A number as the style prints it."""
    digits = f"{abs(value):,}".replace(",", style.thousands)
    return (style.minus if value < 0 else "") + digits


def typeset(style: Style, seed: int = 0) -> Made:
    """A document with a heading, prose and the tables, set in the style."""
    r = random.Random(seed)
    made = Made(b"")
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=10.5, leading=14, alignment=4 if style.justify else 0
    )
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=13, leading=18)
    story: list[Any] = [Paragraph("BC07 Deling af kørestolsbusser", head)]
    for n in range(style.tables):
        story += [Paragraph(PROSE, body), Spacer(1, 8)] * style.prose
        caption = f"Tabel {n + 1}. Forslagets samlede økonomi"
        story += [Paragraph(caption, body), Spacer(1, 4), _table(style, r, made, n), Spacer(1, 8)]
        story += [
            Paragraph("Noter til alle tabeller: Forslaget skal udarbejdes i 2027 p/l, men udmøntes i 2026 p/l.", body)
        ]
    story += [Spacer(1, 6), Paragraph("3. Implementering og opfølgning", head), Paragraph(PROSE, body)]
    out = io.BytesIO()
    size = landscape(A4) if style.wide else A4

    def furniture(canvas: Any, doc: Any) -> None:
        if style.turned:
            canvas.setPageRotation(style.turned)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 34, "Overførselssagen 2027-2028")
        canvas.drawString(60, 22, "Investeringsforslag")
        canvas.drawRightString(size[0] - 60, 22, f"Side {doc.page}")

    SimpleDocTemplate(out, pagesize=size, leftMargin=60, rightMargin=50, topMargin=55, bottomMargin=60).build(
        story, onFirstPage=furniture, onLaterPages=furniture
    )
    made.data = out.getvalue()
    return made


def _table(style: Style, r: random.Random, made: Made, number: int) -> Table:
    bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold", "Courier": "Courier-Bold"}[style.font]
    text = ParagraphStyle("t", fontName=style.font, fontSize=style.size, leading=style.size * 1.2)
    strong = ParagraphStyle("b", parent=text, fontName=bold)
    years = list(range(2026, 2032))
    lead = 2 if style.area else 1
    blank = " " if style.blanks else ""
    rows: list[list[Any]] = []
    commands: list[tuple[Any, ...]] = []
    if style.unit == "merged":
        rows.append([blank] * lead + ["1.000 kr. 2027 p/l"] + [""] * (len(years) - 1))
        commands += [("SPAN", (lead, 0), (-1, 0)), ("ALIGN", (lead, 0), (-1, 0), "CENTER")]
    names = ["1.000 kr. 2027 p/l" if style.unit == "cell" else blank] + (["Styrings-\nområde"] if style.area else [])
    rows.append([*names, *map(str, years)])
    header = len(rows)
    commands.append(("FONTNAME", (0, 0), (-1, header - 1), bold))
    sections = (
        "Varige ændringer (effektiviseringer og drift)",
        "Implementeringsomkostninger (midler fra investeringspuljen)",
    )
    labels = r.sample(LABELS, 6)
    for s, section in enumerate(sections):
        commands.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([Paragraph(section, strong)] + [""] * (lead - 1 + len(years)))
        for label in labels[3 * s : 3 * s + r.choice((1, 2, 3))]:
            full = label if number == 0 else f"{label} II"
            values = [r.choice((None, r.randint(-9999, 9999), r.randint(10, 999), 0)) for _ in years]
            if all(v is None for v in values):
                values[-1] = 650
            rows.append(_row(full, values, style, text, blank, r))
            made.triples += [(full, y, v) for y, v in zip(years, values, strict=True) if v is not None]
        label = ("Samlet varig ændring", "Samlede implementeringsomkostninger")[s] + (" II" if number else "")
        values = [r.randint(-20000, 20000) for _ in years]
        commands.append(("FONTNAME", (0, len(rows)), (-1, len(rows)), bold))
        rows.append(_row(label, values, replace(style, footnotes=False), strong, blank, r, area=""))
        made.triples += [(label, y, v) for y, v in zip(years, values, strict=True)]
    widths = [150] + ([52] if style.area else []) + [max(38, style.size * 5)] * len(years)
    commands += [
        ("FONTNAME", (0, header), (-1, -1), style.font),
        ("FONTSIZE", (0, 0), (-1, -1), style.size),
        ("LEADING", (0, 0), (-1, -1), style.size * 1.2),
        ("ALIGN", (lead, header - 1), (-1, -1), style.align),
        ("VALIGN", (0, 0), (-1, -1), style.valign),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        *_rules(style, header, lead),
    ]
    return Table(
        rows, colWidths=widths, style=TableStyle(commands), repeatRows=header if style.repeat else 0, hAlign="LEFT"
    )


def _row(
    label: str,
    values: list[int | None],
    style: Style,
    text: ParagraphStyle,
    blank: str,
    r: random.Random,
    area: str | None = None,
) -> list[Any]:
    mark = "<super>1)</super>" if style.footnotes and r.random() < 0.4 else ""
    cells: list[Any] = [Paragraph(label + mark, text)]
    if style.area:
        cells.append(r.choice(("Service", "Anlæg")) if area is None else area or blank)
    return cells + [blank if v is None else amount(v, style) for v in values]


def _rules(style: Style, header: int, lead: int) -> list[tuple[Any, ...]]:
    grey = colors.Color(0.88, 0.9, 0.94)
    if style.rules == "full":
        return [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    if style.rules == "lines":
        return [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("LINEABOVE", (0, 0), (-1, 0), 0.5, colors.grey)]
    if style.rules == "head":
        return [
            ("LINEABOVE", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, header - 1), (-1, header - 1), 0.5, colors.black),
            ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black),
        ]
    if style.rules == "zebra":
        return [("ROWBACKGROUNDS", (0, 0), (-1, -1), (colors.white, grey))]
    if style.rules == "shaded":
        return [("BACKGROUND", (0, 0), (-1, header - 1), grey)]
    if style.rules == "columns":
        return [
            ("LINEAFTER", (0, 0), (-2, -1), 0.5, colors.black),
            ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
            ("LINEBELOW", (0, header - 1), (-1, header - 1), 0.5, colors.black),
        ]
    return []
