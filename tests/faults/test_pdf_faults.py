"""Damaged and hostile PDFs: each is refused with its own reason, in bounded time and memory, or read for what it is."""

from __future__ import annotations

import io
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from extractors.readers.pdf.document import read_pdf
from schemas.errors import BilagError

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
HELVETICA = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1, the first its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % at for at in places)
    return out + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n" % (len(content), extra) + content + b"\nendstream"


def page(resources: bytes = HELVETICA) -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s>>>>" % resources


def packed(content: bytes, layers: int = 1) -> bytes:
    for _ in range(layers):
        content = zlib.compress(content)
    return stream(content, b"/Filter[%s]" % (b"/FlateDecode" * layers))


def written(text: str = "Samlet 2026 1.234", **options) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, **options)
    sheet.drawString(72, 700, text)
    sheet.save()
    return out.getvalue()


def form(content: bytes, resources: bytes) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % resources)


LOOP = pdf(
    CATALOG, PAGES, page(b"/XObject<</A 5 0 R>>"), stream(b"/A Do"), form(b"/A Do /A Do", b"/XObject<</A 5 0 R>>")
)
THROUGH_ANOTHER = pdf(
    CATALOG,
    PAGES,
    page(b"/XObject<</A 5 0 R>>"),
    stream(b"/A Do"),
    form(b" /B Do", b"/XObject 7 0 R"),
    form(b" /A Do /A Do", b"/XObject<</A 5 0 R>>"),
    b"<</B 6 0 R>>",
)
LAUGHS = pdf(
    CATALOG,
    PAGES,
    page(b"/XObject<</A 5 0 R>>"),
    stream(b"/A Do"),
    *(form(b" /A Do" * 20, b"/XObject<</A %d 0 R>>" % (n + 1)) for n in range(5, 15)),
    form(b"0 0 9 9 re f", b""),
)

BAD = {
    "nothing": (b"", "empty_file"),
    "only a header": (b"%PDF-1.7\n", "pdf_truncated"),
    "cut short": (written()[:-400], "pdf_truncated"),
    "no PDF at all": (b"<html>not found</html>" * 50, "pdf_truncated"),
    "no pages": (pdf(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"), "pdf_no_pages"),
    "a page tree in a ring": (pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 5>>"), "pdf_truncated"),
    "unknown password": (written(encrypt=StandardEncryption("hemmelig")), "pdf_encrypted"),
    "a form that draws itself": (LOOP, "pdf_too_complex"),
    "forms that draw each other": (THROUGH_ANOTHER, "pdf_too_complex"),
    "a billion laughs": (LAUGHS, "pdf_too_complex"),
    "a bomb": (pdf(CATALOG, PAGES, page(), packed(b"\0" * (300 << 20))), "pdf_too_complex"),
    "a bomb in a bomb": (pdf(CATALOG, PAGES, page(), packed(b"\0" * (300 << 20), 2)), "pdf_too_complex"),
    "a million objects": (pdf(CATALOG, PAGES, page(), packed(b"0 0 m 9 9 l S\n" * 1_000_000)), "pdf_too_complex"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_pdf_is_refused_with_its_reason(name):
    data, code = BAD[name]
    with pytest.raises(BilagError) as caught:
        read_pdf(data, "bad.pdf")
    assert caught.value.code == code


def test_known_password_opens():
    data = written(encrypt=StandardEncryption("hemmelig"))
    document = read_pdf(data, "x.pdf", passwords=("forkert", "hemmelig"))
    assert [b.text for b in document.lines()] == ["Samlet 2026 1.234"]


def test_form_used_twice_is_no_loop():
    data = pdf(
        CATALOG,
        PAGES,
        page(HELVETICA + b"/XObject<</A 5 0 R>>"),
        stream(b"/A Do /A Do BT /F1 12 Tf 72 700 Td (Hej) Tj ET"),
        form(b" /B Do /B Do", b"/XObject<</B 6 0 R>>"),
        form(b"0 0 9 9 re f", b""),
    )
    assert [b.text for b in read_pdf(data, "x.pdf").lines()] == ["Hej"]


def test_javascript_and_attachments_are_ignored():
    catalog = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
        b"/Names<</EmbeddedFiles<</Names[(a.txt)<</Type/Filespec/F(a.txt)/EF<</F 5 0 R>>>>]>>>>>>"
    )
    text = stream(b"BT /F1 12 Tf 72 700 Td (Hej 1234) Tj ET")
    data = pdf(catalog, PAGES, page(), text, stream(b"hemmelig", b"/Type/EmbeddedFile"))
    assert [b.text for b in read_pdf(data, "x.pdf").lines()] == ["Hej 1234"]


def test_font_that_names_no_letters_is_never_guessed():
    glyphs = b"750 0 0 0 750 750 d1 0 0 9 9 re f"
    names = b"/g1 6 0 R/g2 6 0 R"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 750 750]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<<%s>>"
        b"/Encoding<</Type/Encoding/Differences[1/g1/g2]>>/FirstChar 1/LastChar 2/Widths[750 750]>>" % names
    )
    text = stream(b"BT /F1 12 Tf 72 700 Td <01020102> Tj ET")
    data = pdf(CATALOG, PAGES, page(b"/Font<</F1 5 0 R>>"), text, font, stream(glyphs))
    with pytest.raises(BilagError) as caught:
        read_pdf(data, "x.pdf")
    assert caught.value.code == "pdf_no_unicode"


def test_one_damaged_page_costs_that_page_only():
    kids = b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>"
    data = pdf(CATALOG, kids, page(), stream(b"BT /F1 12 Tf 72 700 Td (Hej 1234) Tj ET"))
    document = read_pdf(data, "x.pdf")
    assert [b.text for b in document.lines()] == ["Hej 1234"]
    assert [(f.code, f.page) for f in document.faults] == [("pdf_truncated", 2)]


def test_scan_without_tesseract_says_what_to_install(monkeypatch):
    from extractors.readers.ocr import pages as ocr  # noqa: PLC0415 - loads OpenCV

    ocr._tesseract.cache_clear()
    monkeypatch.setenv("PATH", "")
    gray = bytes(255 for _ in range(60 * 80))
    image = stream(gray, b"/Type/XObject/Subtype/Image/Width 60/Height 80/ColorSpace/DeviceGray/BitsPerComponent 8")
    data = pdf(CATALOG, PAGES, page(b"/XObject<</I 5 0 R>>"), stream(b"612 0 0 792 0 0 cm /I Do"), image)
    try:
        with pytest.raises(BilagError) as caught:
            read_pdf(data, "scan.pdf")
    finally:
        ocr._tesseract.cache_clear()
    assert caught.value.code == "ocr_missing"
    assert "tesseract-ocr-dan" in caught.value.message
