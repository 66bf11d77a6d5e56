"""Scans: made tables printed to a skewed, grainy picture and read again."""

from __future__ import annotations

import io
import shutil

import cv2
import numpy as np
import pypdfium2
import pytest
from pdf_typeset import Style, typeset
from PIL import Image
from test_pdf_read import grids, triples, wanted

from extractors.readers.ocr.cells import has_minus
from extractors.readers.ocr.image import clean, find_skew
from extractors.readers.ocr.lines import set_on_lines
from extractors.readers.pdf.document import read_pdf
from schemas.source import Word

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def scanned(data: bytes, angle: float = 0.7, dpi: int = 200) -> bytes:
    """The PDF's pages as pictures, turned by `angle` degrees, with grain."""
    grain = np.random.default_rng(1)
    pictures = []
    for page in pypdfium2.PdfDocument(data):
        sheet = np.asarray(page.render(scale=dpi / 72, grayscale=True).to_numpy()).squeeze()
        height, width = sheet.shape
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        sheet = cv2.warpAffine(sheet, turn, (width, height), borderValue=255)
        sheet = np.clip(sheet * 0.9 + 20 + grain.normal(0, 6, sheet.shape), 0, 255).astype(np.uint8)
        pictures.append(Image.fromarray(sheet))
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.ocr
@needs_tesseract
@pytest.mark.parametrize("rules", ["full", "lines"])
def test_scanned_table_is_read(rules):
    made = typeset(Style(rules=rules, prose=2, area=True), 3)
    document = read_pdf(scanned(made.data), "scan.pdf")
    found, want = triples(document), wanted(made)
    assert (found & want).total() >= 0.97 * want.total()
    assert (found & want).total() >= 0.97 * found.total()
    assert document.text_source == "ocr"
    assert document.pages[0].text_source == "ocr"
    assert document.pages[0].confidence > 0.8
    figures = [c for g in grids(document) for r in g.rows for c in r.cells if c and c.text]
    assert all(c.confidence is not None for c in figures)


@pytest.mark.parametrize("angle", [-2.0, -0.5, 0.0, 1.3])
def test_skew_is_found_and_undone(angle):
    sheet = np.full((1600, 1200), 255, np.uint8)
    for y in range(200, 1400, 40):
        cv2.line(sheet, (150, y), (1050, y), 0, 3)
    turn = cv2.getRotationMatrix2D((600, 800), angle, 1)
    turned = cv2.warpAffine(sheet, turn, (1200, 1600), borderValue=255)
    assert find_skew(turned) == pytest.approx(-angle, abs=0.15)
    rulings = clean(turned, 200 / 72).rulings
    assert len([r for r in rulings if r.horizontal and r.x1 - r.x0 > 300]) == 30


def test_bold_words_are_no_rulings():
    sheet = np.full((400, 1200), 255, np.uint8)
    cv2.putText(sheet, "implementeringsomkostninger", (40, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 9)
    assert clean(sheet, 200 / 72).rulings == []


@pytest.mark.parametrize(("text", "signed"), [("-456", True), ("456", False), ("1784", False), ("-4005", True)])
def test_minus_is_seen_in_the_picture(text, signed):
    crop = np.full((84, 260), 255, np.uint8)
    cv2.putText(crop, text, (12, 64), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 4)
    assert has_minus(crop) is signed


def test_words_of_a_line_get_one_height():
    words = [
        Word("Mindre", 10, 100.0, 40, 107.4, 0.9),
        Word("kørsel", 42, 100.0, 70, 107.5, 0.9),
        Word("og", 72, 102.4, 80, 109.5, 0.9),
        Word("-", 90, 104.4, 93, 105.2, 0.9),
        Word("1.234", 100, 101.0, 120, 107.5, 0.9),
    ]
    out = set_on_lines(words, [2.0] * len(words))
    assert len({(w.top, w.bottom, w.size) for w in out}) == 1
