"""PDFs that are odd by their boxes, their ends, their parts: read for what they show, or what is lost is said."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas

from extractors.extract import extract, read
from extractors.readers.pdf import document as reader
from extractors.readers.pdf.document import read_pdf, tables
from extractors.readers.pdf.passwords import read_passwords
from pipeline.cli.commands.tables import command
from schemas.errors import BilagError
from schemas.source import Fault
from tests.faults.test_pdf_faults import pdf, stream
from tests.made.sheet import EMPTY, GAP, ROWS, XS, baseline, rules, sheet, table, texts

A4 = b"/MediaBox[0 0 595.28 841.89]"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
FOUND = re.search(rb"stream\r?\n(.*?)\s*endstream", sheet(table, packed=False), re.S)
assert FOUND
PRINT = FOUND[1]


def document(
    page: bytes = A4,
    tree: bytes = b"/Kids[3 0 R]/Count 1",
    content: bytes = PRINT,
    catalog: bytes = b"",
    packed: bytes = b"",
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of the sheet with its parts set by hand."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages%s>>" % tree,
        b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>" % page,
        stream(packed or content, b"/Filter/FlateDecode" if packed else b""),
        FONT % b"Helvetica",
        FONT % b"Helvetica-Bold",
        *more,
    )


def rows_of(data: bytes, faults: list[Fault] | None = None) -> list[list[str]]:
    return [row.texts() for grid in tables(data, faults=faults) for row in grid.rows]


BOXES = {
    "inherited": document(b"", b"/Kids[3 0 R]/Count 1" + A4),
    "corners swapped": document(b"/MediaBox[595.28 841.89 0 0]"),
    "offset": document(b"/MediaBox[-100 -50 495.28 791.89]", content=b"1 0 0 1 -100 -50 cm\n" + PRINT),
    "crop box larger than the sheet": document(A4 + b"/CropBox[-1000 -1000 3000 3000]"),
    "crop box of a larger sheet": document(b"/MediaBox[-200 -200 1000 1200]/CropBox[0 0 595.28 841.89]"),
    "crop box without extent": document(A4 + b"/CropBox[0 0 0 0]"),
    "indirect": document(b"/MediaBox 7 0 R", more=(b"[0 0 595.28 841.89]",)),
}


@pytest.mark.parametrize("data", BOXES.values(), ids=BOXES)
def test_a_table_stands_where_the_page_shows_it(data: bytes) -> None:
    (grid,) = tables(data)
    assert [row.texts() for row in grid.rows] == ROWS
    assert grid.bbox == pytest.approx((60, 120, 470, 210), abs=1)


@pytest.mark.parametrize("page", [b"/MediaBox[0 0 0 0]", b"", A4 + b"/Rotate 45", A4 + b"/Rotate -90"])
def test_a_page_with_an_impossible_box_is_read_all_the_same(page: bytes) -> None:
    assert rows_of(document(page)) == ROWS


ENDS = {
    "zeros": document() + b"\0" * 9000,
    "a web page": document() + b"<html>" + b"x" * 9000,
    "a head of another protocol": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + document(),
    "no end mark": document().replace(b"%%EOF\n", b""),
    "a wrong startxref": re.sub(rb"startxref\n\d+", b"startxref\n99999", document()),
}


@pytest.mark.parametrize("data", ENDS.values(), ids=ENDS)
def test_what_stands_around_the_pdf_does_not_matter(data: bytes) -> None:
    assert rows_of(data) == ROWS


@pytest.mark.parametrize(
    ("tree", "more"),
    [
        (b"/Kids[3 0 R null]/Count 2", ()),
        (b"/Kids[3 0 R 99 0 R]/Count 2", ()),
        (b"/Kids[3 0 R 7 0 R]/Count 2", (b"42",)),
        (b"/Kids[3 0 R 7 0 R]/Count 1", (b"42",)),
    ],
)
def test_a_lost_page_is_told_and_the_other_read(tree: bytes, more: tuple[bytes, ...]) -> None:
    faults: list[Fault] = []
    assert rows_of(document(tree=tree, more=more), faults) == ROWS
    assert [(f.code, f.page) for f in faults] == [("pdf_truncated", 2)]


def test_a_page_that_fails_costs_the_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    data = document(tree=b"/Kids[3 0 R 7 0 R]/Count 2", more=(b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R>>" % A4,))
    read_page = reader.read_page

    def failing(page: object, number: int, **kwargs: object) -> object:
        if number == 2:
            raise ZeroDivisionError("float division by zero")
        return read_page(page, number, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read_page", failing)
    made = read_pdf(data, "a.pdf")
    assert [(f.code, f.page) for f in made.faults] == [("internal_error", 2)]
    assert [p.number for p in made.pages] == [1]
    assert made.blocks


PACKED = zlib.compress(PRINT)


@pytest.mark.parametrize("packed", [PACKED[: len(PACKED) * 2 // 3], PACKED[:200] + b"\xff\xff\xff" + PACKED[203:]])
def test_a_stream_cut_short_is_told(packed: bytes) -> None:
    faults: list[Fault] = []
    rows_of(document(packed=packed), faults)
    assert [f.code for f in faults] == ["pdf_incomplete"]


def test_a_whole_stream_is_not_called_cut() -> None:
    faults: list[Fault] = []
    assert rows_of(document(packed=PACKED), faults) == ROWS
    assert faults == []


def test_attached_files_are_told() -> None:
    names = b"/Names<</EmbeddedFiles<</Names[(a.pdf) 7 0 R]>>>>"
    more = (b"<</Type/Filespec/F(a.pdf)/EF<</F 8 0 R>>>>", stream(b"x", b"/Type/EmbeddedFile"))
    faults: list[Fault] = []
    rows_of(document(catalog=names, more=more), faults)
    assert [f.code for f in faults] == ["pdf_incomplete"]


def annotated(kind: bytes, *, flags: int = 4) -> bytes:
    """The sheet with its figures in fields or notes that leave drawing them to the reader."""

    def draw(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, [ROWS[0], *([row[0]] for row in ROWS[1:])])

    bare = re.search(rb"stream\r?\n(.*?)\s*endstream", sheet(draw, packed=False), re.S)
    assert bare
    notes = [
        kind % (text.encode(), flags, XS[j] + 2, baseline(i) - 4, XS[j + 1] - 2, baseline(i) + 12)
        for i, row in enumerate(ROWS)
        for j, text in enumerate(row)
        if i and j
    ]
    places = b" ".join(b"%d 0 R" % n for n in range(7, 7 + len(notes)))
    return document(A4 + b"/Annots[%s]" % places, content=bare[1], more=tuple(notes))


FIELD = b"<</Type/Annot/Subtype/Widget/FT/Tx/V(%s)/F %d/Rect[%d %d %d %d]>>"
NOTE = b"<</Type/Annot/Subtype/FreeText/Contents(%s)/F %d/Rect[%d %d %d %d]>>"


@pytest.mark.parametrize("kind", [FIELD, NOTE])
def test_fields_and_notes_are_printed_with_the_page(kind: bytes) -> None:
    assert rows_of(annotated(kind)) == ROWS


def test_a_hidden_note_is_not_read() -> None:
    assert rows_of(annotated(NOTE, flags=2))[1] == [ROWS[1][0], "", "", ""]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!DOCTYPE html><html>x</html>", "web page"),
        (b"PK\x03\x04" + bytes(30) + b"word/document.xml", "Word"),
        (b"{\\rtf1 abc}", "rich text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"%!PS-Adobe-3.0\n", "PostScript"),
        (b"noget andet", "no PDF"),
    ],
)
def test_a_file_named_pdf_that_is_something_else(data: bytes, what: str) -> None:
    with pytest.raises(BilagError, match=what) as caught:
        read(data, "a.pdf")
    assert caught.value.code == "pdf_truncated"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_passwords_in_any_encoding(encoding: str) -> None:
    assert read_passwords("rødgrød\r\nlåst\r\n".encode(encoding)) == ("rødgrød", "låst")


def ask(tmp_path: Path, data: bytes, *options: str) -> tuple[int, str]:
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    done = CliRunner().invoke(command, [str(file), "--format", "json", *options])
    return done.exit_code, done.stderr


def test_a_page_beyond_the_last_is_refused(tmp_path: Path) -> None:
    code, said = ask(tmp_path, document(), "--pages", "7")
    assert code != 0
    assert "there is no page 7" in said


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    code, said = ask(tmp_path, document(tree=b"/Kids[3 0 R null]/Count 2"))
    assert code == 0
    assert "page 2" in said


def test_an_answer_without_a_table_says_so(tmp_path: Path) -> None:
    assert "no table found" in ask(tmp_path, document(content=b"BT /F1 9 Tf 60 700 Td (Intet her) Tj ET"))[1]


def test_a_lost_page_is_published_as_a_page_fault() -> None:
    data = document(tree=b"/Kids[3 0 R null]/Count 2", content=PRINT.replace(b"t.kr.", b"1.000 kr."))
    faults = extract(data, "a.pdf").rows["page_faults"]
    assert [(f.reason, f.page) for f in faults] == [("pdf_truncated", 2)]  # type: ignore[attr-defined]


def layered(how: str, config: bytes) -> bytes:
    """A sheet with an amount in a layer: marked in the page, by its membership, or as a form."""

    def draw(canvas: Canvas) -> None:
        table(canvas, GAP)

    bare = re.search(rb"stream\r?\n(.*?)\s*endstream", sheet(draw, packed=False), re.S)
    assert bare
    amount = b"BT /F1 9 Tf %d %d Td (9.999) Tj ET" % (EMPTY[0] - 22, EMPTY[1])
    group, second = b"<</Type/OCG/Name(Udkast)>>", b"<</Type/OCMD/OCGs 7 0 R/P/AllOn>>"
    content = bare[1] + b"\n/OC /MC0 BDC " + amount + b" EMC\n"
    if how == "form":
        content = bare[1] + b"\n/X0 Do\n"
        font = b"/Resources<</Font<</F1 5 0 R>>>>"
        second = stream(amount, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/OC 7 0 R" + font)
    named = b"/Properties<</MC0 %d 0 R>>/XObject<</X0 8 0 R>>" % (8 if how == "membership" else 7)
    data = document(content=content, catalog=b"/OCProperties<</OCGs[7 0 R]/D<<%s>>>>" % config, more=(group, second))
    # the table of places is wrong after this: the reader finds the objects all the same
    return re.sub(rb"/F2 6 0 R>>>>>>", b"/F2 6 0 R>>" + named + b">>>>", data)


@pytest.mark.parametrize("how", ["mark", "membership", "form"])
@pytest.mark.parametrize(("config", "shown"), [(b"", "9.999"), (b"/OFF[7 0 R]", ""), (b"/BaseState/OFF", "")])
def test_a_layer_is_read_when_it_is_on(how: str, config: bytes, shown: str) -> None:
    assert rows_of(layered(how, config))[3] == [GAP[3][0], "640", shown, "640"]


def test_a_page_without_a_word_among_others_costs_nothing() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in ("Forslaget koster 5.000.000 kr. i 2026.", "", "Det vedtages i byrådet."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    found = extract(out.getvalue(), "a.pdf")
    assert found.document.page_count == 3
    assert [a.amount_low_dkk for a in found.rows["prose_amounts"]] == [5_000_000]
