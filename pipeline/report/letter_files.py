"""A letter as a Word document, as HTML or as Markdown; the same letter gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any, Final

from markupsafe import Markup, escape

from pipeline.report.letter import REGARDS, Letter
from pipeline.system.terminal import clean

_HEADINGS: Final = ("Sted", "Her står", "Trykt")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])|^(\s*)([-+]|\d+\.)(?=\s)", re.M)
_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLE: Final = (
    "body{font:11pt/1.5 Calibri,Carlito,sans-serif;max-width:46rem;margin:2.5rem auto;padding:0 1rem;color:#1b2126}"
    "h1{font-size:15pt}h2{font-size:12pt;margin:1.6em 0 .3em;break-after:avoid}"
    "table{border-collapse:collapse;width:100%;margin:.6em 0}th,td{border:1px solid #bbb;padding:.25em .5em;"
    "text-align:left;vertical-align:top}td:last-child{white-space:nowrap;text-align:right}section{break-inside:avoid}"
    "small{color:#56616b}"
)


def as_html(letter: Letter) -> str:
    """The letter as one page that needs nothing else."""
    parts = [
        Markup("<h1>{}</h1><p>Til: {}<br>Kilde: {}</p><p>{}</p>").format(
            letter.subject, letter.to, letter.source, letter.opening
        )
    ]
    for q in letter.questions:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(h) for h in _HEADINGS)
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(c) for c in row))
            for row in q.places
        )
        parts.append(
            Markup(
                "<section><h2>{}</h2><p>{}</p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
                "<p>{}<strong>{}</strong></p><p><small>Fund {}</small></p></section>"
            ).format(q.heading, q.told, head, rows, f"{q.more} " if q.more else "", q.asked, q.finding_id)
        )
    parts.append(Markup("<p>{}</p><p>{}</p>").format(letter.closing, REGARDS))
    return (
        '<!doctype html>\n<html lang="da"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(letter.subject)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def as_markdown(letter: Letter) -> str:
    """The letter as Markdown; what a bilag prints is no markup in it."""
    lines = [f"# {_plain(letter.subject)}", "", f"Til: {_plain(letter.to)}  ", f"Kilde: {_plain(letter.source)}", ""]
    lines += [letter.opening, ""]
    for q in letter.questions:
        lines += [f"## {_plain(q.heading, heading=True)}", "", _plain(q.told), ""]
        lines += [f"| {' | '.join(_HEADINGS)} |", "|---|---|---:|"]
        lines += [f"| {' | '.join(_plain(c) for c in row)} |" for row in q.places]
        lines += ["", f"{f'{q.more} ' if q.more else ''}**{q.asked}**", "", f"Fund {q.finding_id}", ""]
    return "\n".join([*lines, letter.closing, "", REGARDS]) + "\n"


def _plain(text: str, *, heading: bool = False) -> str:
    """Text that Markdown shows as it is, on one line."""
    shown = clean(" ".join(text.split()))
    if heading:
        return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", shown)
    return _MARKDOWN.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", shown)


def as_docx(letter: Letter) -> bytes:
    """The letter as a Word document."""
    import docx  # only who writes a letter needs it
    from docx.shared import Pt

    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(11)
    when = dt.datetime(2020, 1, 1)  # noqa: DTZ001 -- a file's own time would make every letter another
    about = document.core_properties
    about.title, about.author, about.language = _xml(letter.subject), "", "da-DK"
    about.created = about.modified = when
    document.add_heading(_xml(letter.subject), level=1)
    document.add_paragraph(_xml(f"Til: {letter.to}\nKilde: {letter.source}"))
    document.add_paragraph(letter.opening)
    for q in letter.questions:
        document.add_heading(_xml(q.heading), level=2)
        document.add_paragraph(_xml(q.told)).paragraph_format.keep_with_next = True
        if q.places:
            _table(document, q.places)
        asked = document.add_paragraph(f"{q.more} " if q.more else "")
        asked.add_run(q.asked).bold = True
        asked.paragraph_format.space_before = Pt(6)
        document.add_paragraph(f"Fund {q.finding_id}").runs[0].font.size = Pt(8)
    document.add_paragraph(letter.closing)
    document.add_paragraph(REGARDS)
    packed = io.BytesIO()
    document.save(packed)
    return _same_bytes(packed.getvalue())


def _table(document: Any, places: list[tuple[str, str, str]]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    table.autofit = False
    widths = (Cm(4.5), Cm(8.5), Cm(3))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in (_HEADINGS, *places):
        cells = table.rows[0].cells if row is _HEADINGS else table.add_row().cells
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(_xml(text))
            run.bold, run.font.size = row is _HEADINGS, Pt(9.5)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        cells[-1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _xml(text: str) -> str:
    """Text as XML can hold it."""
    return _XML.sub("", text)


def _same_bytes(packed: bytes) -> bytes:
    """The same package with the times of its parts taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in sorted(old.infolist(), key=lambda i: (i.filename != "[Content_Types].xml", i.filename)):
            new.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), old.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
