"""Made bilag printed, spoiled and read again: what is read is right, and what is wrong is marked."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from extractors.extract import extract
from extractors.readers.pdf.document import contents
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


@pytest.mark.parametrize("kind", ["bits", "fold", "jpeg", "pale", "turned"])
def test_a_damaged_table_is_read_and_nothing_is_silently_wrong(kind):
    bilag = make_bilag(5, cards=1)
    data = pdf(bilag, LOOK)
    scan = damaged(data, kind, 8, range(len(pypdfium2.PdfDocument(data))))
    rows = extract(scan, "scan.pdf").rows["economic_amounts"]
    wanted = Counter((label, year, value) for _, label, year, value in wanted_amounts(bilag, LOOK))
    found = Counter((squeeze(r.label), r.year, r.amount_dkk // r.unit_dkk) for r in rows)
    sure = Counter((r.year, r.amount_dkk // r.unit_dkk) for r in rows if r.placement != "uncertain")
    # A crease may spoil a row: its figures are lost or misread, and then marked; nothing wrong may be certain.
    assert (found & wanted).total() >= 0.85 * wanted.total()
    assert (found & wanted).total() >= 0.85 * found.total()
    assert not sure - Counter((year, value) for _, year, value in wanted.elements())


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


def test_every_kind_of_damage_makes_a_scan_of_the_same_pages():
    data = pdf(make_bilag(5, cards=1), LOOK)
    for kind in KINDS:
        first, again = (damaged(data, kind, 3, [1]) for _ in range(2))
        page = pypdfium2.PdfDocument(first)[0]
        assert not page.get_textpage().get_text_range().strip()
        assert sorted(page.get_size()) == pytest.approx(sorted(pypdfium2.PdfDocument(data)[1].get_size()), rel=0.01)
        assert (page.render(scale=0.5).to_numpy() == pypdfium2.PdfDocument(again)[0].render(scale=0.5).to_numpy()).all()
