"""Made bilag printed, spoiled and read again: what is read is right, and what is wrong is marked."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from extractors.extract import extract
from extractors.readers.pdf.document import contents
from extractors.readers.pdf.image import render
from tests.made.compare import squeeze, wanted_amounts
from tests.made.damage import KINDS, damaged
from tests.made.look import FAMILY
from tests.made.model import make_bilag
from tests.made.typeset import pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.ocr,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed"),
]
LOOK = replace(FAMILY, rules="lines")


def table_page(data):
    """The 0-based page with the card's economy table."""
    texts = [p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data)]
    return next(i for i, t in enumerate(texts) if "Samlet varig" in t)


@pytest.mark.parametrize("kind", ["turned", "fold", "bits"])  # what every kind costs: benchmarks/scans.py
def test_a_damaged_table_is_read_and_nothing_is_silently_wrong(kind):
    bilag = make_bilag(5, cards=1)
    data = pdf(bilag, LOOK)
    extraction = extract(damaged(data, kind, 8, [table_page(data)]), "scan.pdf")
    rows = extraction.rows["economic_amounts"]
    wanted = Counter((label, year, value) for _, label, year, value in wanted_amounts(bilag, LOOK))
    found = Counter((squeeze(r.label), r.year, r.amount_dkk // r.unit_dkk) for r in rows)
    sure = Counter((r.year, r.amount_dkk // r.unit_dkk) for r in rows if r.placement != "uncertain")
    # A crease may spoil a row: its figures are lost or misread, and then marked; nothing wrong may be certain.
    assert (found & wanted).total() >= 0.85 * wanted.total()
    assert (found & wanted).total() >= 0.85 * found.total()
    assert not sure - Counter((year, value) for _, year, value in wanted.elements())
    assert extraction.document.page_turns == ([270] if kind == "turned" else [])


def test_a_fax_keeps_its_signs():
    data = pdf(make_bilag(5, cards=1), LOOK)
    page = table_page(data)
    text = pypdfium2.PdfDocument(data)[page].get_textpage().get_text_range()
    printed = Counter(t for t in text.split() if t[:1] == "-" and t[1:2].isdigit())
    (read,) = contents(damaged(data, "fax", 2, [page]))
    signed = Counter(w.text for w in read.words if w.text[:1] == "-" and w.text[1:2].isdigit())
    assert printed.total() > 8
    assert signed.total() >= 0.9 * printed.total()
    plain = {t[1:] for t in printed}
    doubted = [w for w in read.words if w.text in plain and (w.confidence or 0.0) >= 0.75]
    assert len(doubted) <= 1 + sum(t.lstrip("-") in plain for t in text.split() if t[:1] != "-")


def test_every_kind_of_damage_makes_a_scan_of_the_same_page():
    data = pdf(make_bilag(5, cards=1), LOOK)
    for kind in KINDS:
        page = pypdfium2.PdfDocument(damaged(data, kind, 3, [1]))[0]
        assert not page.get_textpage().get_text_range().strip()
        assert sorted(page.get_size()) == pytest.approx(sorted(pypdfium2.PdfDocument(data)[1].get_size()), rel=0.01)
    first, again = (pypdfium2.PdfDocument(damaged(data, "fax", 3, [1]))[0] for _ in range(2))
    assert (first.render(scale=0.5).to_numpy() == again.render(scale=0.5).to_numpy()).all()


def test_a_turned_scan_is_shown_as_its_words_were_read():
    def printed(picture):
        return 255.0 - np.asarray(picture.convert("L").resize((60, 80)))

    data = pdf(make_bilag(5, cards=1), LOOK)
    page = table_page(data)
    upright, _ = render(data, page + 1, scale=1.0)
    scan = damaged(data, "turned", 8, [page])  # 270 is what reading it tells
    alike = {
        t: np.corrcoef(printed(upright).ravel(), printed(render(scan, 1, turned=t)[0]).ravel())[0, 1] for t in (90, 270)
    }
    assert render(scan, 1, turned=270, scale=1.0)[0].size == pytest.approx(upright.size, abs=2)
    assert alike[270] > 0.8 > alike[90] + 0.3
