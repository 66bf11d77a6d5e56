"""Word documents: the same records as from the print, and only what Word shows."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from extractors.extract import extract, read
from extractors.readers.docx.package import _MOST_XML
from pipeline.cli.commands.tables import command
from schemas.errors import BilagError
from schemas.source import Grid, Line
from tests.made import real_cards as real
from tests.made.word import docx, random_look


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def texts(data: bytes) -> list[str]:
    return [b.text for b in read(data, "bilag.docx").blocks if isinstance(b, Line)]


def grids(data: bytes) -> list[list[list[str]]]:
    return [[r.texts() for r in b.rows] for b in read(data, "bilag.docx").blocks if isinstance(b, Grid)]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, properties: str = ""):
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{inner}</w:p>")


@pytest.mark.parametrize("seed", range(12))
def test_real_cards_written_in_word_come_back_cell_for_cell(seed):
    shown, look = real.chosen(seed, 4), random_look(seed)
    result = extract(docx(real.annex(shown, look, seed), look), "annex.docx")
    rows = result.rows
    assert result.document.source_format == "docx"
    assert real.given_amounts(rows) == real.wanted_amounts(shown)
    assert real.given_goals(rows) == real.wanted_goals(shown)
    paybacks = {
        (c.case_id, p.basis, p.years) for c in rows["cards"] for p in rows["paybacks"] if p.card_id == c.card_id
    }
    assert paybacks == real.wanted_paybacks(shown)
    assert all(a.line and a.page is None and a.bbox is None for a in rows["economic_amounts"])


def test_only_what_word_shows_is_read():
    document = Document()
    body = document.element.body
    inserted = f'<w:ins w:id="1" w:author="a">{run("nye ")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="a"><w:r><w:delText>gamle </w:delText></w:r></w:del>'
    hidden, struck = run("skjult ", "<w:vanish/>"), run("1.000 ", "<w:strike/>")
    kept = run("1.200 ", '<w:strike w:val="0"/>')
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body.insert(0, paragraph(inserted + deleted + hidden + struck + kept + field))
    assert texts(saved(document))[0].split() == ["nye", "1.200", "7"]


def test_breaks_hyphens_ticks_and_tabs_are_what_they_print():
    document = Document()
    inner = (
        run("Udgift") + "<w:r><w:br/></w:r>" + "<w:r><w:noBreakHyphen/><w:t>1.137</w:t></w:r>"
        '<w:r><w:tab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>Ja</w:t></w:r>'
        "<w:r><w:t>omkost</w:t><w:softHyphen/><w:t>ninger</w:t></w:r>"
    )
    document.element.body.insert(0, paragraph(inner))
    assert texts(saved(document))[:2] == ["Udgift", "-1.137 ☒Jaomkostninger"]


def test_merged_cells_stand_where_they_are_printed():
    document = Document()
    table = document.add_table(3, 4)
    for row, words in zip(table.rows, (["Område", "1.000 kr.", "", ""], ["", "2026", "2027", "2028"],
                                       ["Drift", "1", "", "3"]), strict=True):  # fmt: skip
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(0, 1).merge(table.cell(0, 3))
    table.cell(0, 0).merge(table.cell(1, 0))
    found = next(b for b in read(saved(document), "a.docx").blocks if isinstance(b, Grid))
    assert [r.texts() for r in found.rows] == [
        ["Område", "1.000 kr.", "", ""], ["", "2026", "2027", "2028"], ["Drift", "1", "", "3"]
    ]  # fmt: skip
    assert found.rows[0].cells[1].span == 3
    assert found.rows[0].cells[2] is None


def test_a_table_that_only_frames_the_page_is_not_one():
    document = Document()
    frame = document.add_table(1, 2)
    frame.cell(0, 0).text = "Forslag"
    inner = frame.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Drift", "1.200"
    data = saved(document)
    assert "Forslag" in texts(data)
    assert grids(data) == [[["Drift", "1.200"]]]


def test_numbers_and_bullets_that_word_sets_itself_are_printed():
    document = Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, form, text in ((0, "decimal", "%1."), (1, "lowerLetter", "%2)"), (2, "bullet", "\uf0b7"))
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="4">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="9"><w:abstractNumId w:val="4"/></w:num>'))
    for place, (depth, word) in enumerate(
        [(0, "Formål"), (1, "ét"), (1, "to"), (2, "punkt"), (0, "Økonomi"), (1, "tre")]
    ):
        listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="9"/></w:numPr>'
        document.element.body.insert(place, paragraph(run(word), listed))
    assert texts(saved(document))[:6] == ["1. Formål", "a) ét", "b) to", "• punkt", "2. Økonomi", "a) tre"]


def test_pages_are_those_that_word_noted():
    document = Document()
    for place, inner in enumerate([run("ét"), "<w:r><w:lastRenderedPageBreak/></w:r>" + run("to")]):
        document.element.body.insert(place, paragraph(inner))
    found = read(saved(document), "a.docx")
    assert [(b.text, b.page) for b in found.blocks if isinstance(b, Line) and b.text] == [("ét", 1), ("to", 2)]
    assert len(found.pages) == 2


def test_a_text_box_follows_its_paragraph_once():
    document = Document()
    box = f"<w:txbxContent><w:p>{run('Boks')}</w:p></w:txbxContent>"
    spaces = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = f"<mc:AlternateContent {spaces}><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    document.element.body.insert(0, paragraph(run("Anker") + f"<w:r>{both}</mc:AlternateContent></w:r>"))
    assert [t for t in texts(saved(document)) if t] == ["Anker", "Boks"]


def test_a_running_head_that_says_confidential_is_kept():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "FORTROLIGT"
    document.add_paragraph("Forslaget koster 1,5 mio. kr. i 2026.")
    assert extract(saved(document), "a.docx").document.confidential


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def without(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return archive(**{n.replace("/", "__"): package.read(n) for n in package.namelist() if n != name})


HOSTILE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document xmlns:w="%s"><w:body>
<w:p><w:r><w:t>kroner</w:t></w:r></w:p><w:p><w:r><w:t>&b;&f;</w:t></w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported_format"),
        (archive(xl__workbook=b"x"), "unsupported_format"),
        (archive(**{"content.xml": b"x"}), "unsupported_format"),
        (saved(Document())[:3000], "docx_broken"),
        (without(saved(Document()), "[Content_Types].xml"), "docx_broken"),
        (archive(**{"word__document.xml": bytes(_MOST_XML + 1)}), "too_large"),
        (saved(Document()), "empty_file"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(BilagError) as caught:
        extract(data, "bilag.docx")
    assert caught.value.code == code


def test_a_hostile_part_reaches_for_nothing():
    data = saved(Document())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {n.replace("/", "__"): package.read(n) for n in package.namelist()}
    parts["word__document.xml"] = HOSTILE.replace(b"%s", qn("w:p")[1:-2].encode())
    assert [t for t in texts(archive(**parts)) if t] == ["kroner"]


def test_the_tables_command_prints_a_word_documents_tables(tmp_path):
    document = Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Drift", "1.200"
    (tmp_path / "a.docx").write_bytes(saved(document))
    told = CliRunner().invoke(command, [str(tmp_path / "a.docx"), "--format", "json"])
    assert json.loads(told.output) == [{"page": None, "bbox": None, "rows": [["Drift", "1.200"]]}]
