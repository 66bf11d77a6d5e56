"""Pages that are dear or impossible to draw cost their own image, in a process and a time of their own."""

from __future__ import annotations

import hashlib
import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.work.drawing import Band, Drawer
from pipeline.work.store import Store
from pipeline.work.worker import Limits
from schemas.dataset import DocumentRow

BANDS = [Band(page, 100.0, 200.0) for page in (1, 2, 3)]


def made_pdf(dear=None):
    """Three pages; the `dear` one is painted over so often that drawing it takes minutes, in a tenth of a MB."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(595, 842))
    for page in (1, 2, 3):
        sheet.drawString(50, 700, f"Samlet {page}")
        if page == dear:
            sheet.setPageSize((595, 842))
            circles = "".join(
                f"{n % 500} {n % 700} m 595 842 0 842 595 {n % 300} c 9 9 300 800 {n % 99} 8 c f*\n" for n in range(300)
            )
            sheet._code.append(circles * 100)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def document(data, raw, name="a.pdf"):
    raw.mkdir(exist_ok=True)
    (raw / name).write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return DocumentRow(
        document_id=sha256[:16], sha256=sha256, file_name=name, source_format="pdf", text_source="text layer",
        kind="unknown", ingested_at="2026-01-01T00:00:00Z", extractor_version="1",
    )  # fmt: skip


def drawn(folder, documents, limits=None):
    drawer = Drawer(folder / "raw", Store(folder / "clean", "v1"), limits=limits or Limits(20, 500_000_000, 0))
    images = drawer.draw({d.document_id: BANDS for d in documents}, documents)
    return drawer, {(d.file_name, page) for d in documents for page in (1, 2, 3) if (d.document_id, page) in images}


@pytest.mark.slow
def test_a_page_that_is_dear_to_draw_costs_its_own_image(tmp_path):
    good, bad = document(made_pdf(), tmp_path / "raw", "good.pdf"), document(made_pdf(2), tmp_path / "raw", "bad.pdf")
    assert len((tmp_path / "raw" / "bad.pdf").read_bytes()) < 200_000
    drawer, there = drawn(tmp_path, [good, bad], Limits(8, 500_000_000, 0))
    assert there == {("good.pdf", 1), ("good.pdf", 2), ("good.pdf", 3), ("bad.pdf", 1), ("bad.pdf", 3)}
    assert drawer.failed == {(bad.document_id, 2)}


def test_a_page_that_takes_too_much_memory(tmp_path):
    bad = document(made_pdf(), tmp_path / "raw")
    _, there = drawn(tmp_path, [bad], Limits(20, 1_000_000, 0))
    assert there == set()


def test_a_page_that_is_not_there_or_cannot_be_read(tmp_path):
    one_page = io.BytesIO()
    sheet = Canvas(one_page)
    sheet.drawString(50, 700, "Samlet")
    sheet.save()
    short, broken = (
        document(one_page.getvalue(), tmp_path / "raw", "short.pdf"),
        document(b"%PDF-1.7", tmp_path / "raw", "b"),
    )
    assert drawn(tmp_path, [short, broken])[1] == {("short.pdf", 1)}


def test_what_was_drawn_is_not_drawn_again(tmp_path, monkeypatch):
    good = document(made_pdf(), tmp_path / "raw")
    assert len(drawn(tmp_path, [good])[1]) == 3
    monkeypatch.setattr("pipeline.work.drawing.extract_all", lambda jobs, *_: pytest.fail(f"{jobs} drawn again"))
    assert len(drawn(tmp_path, [good])[1]) == 3


def test_a_damaged_image_is_drawn_again(tmp_path):
    good = document(made_pdf(), tmp_path / "raw")
    drawn(tmp_path, [good])
    for path in (tmp_path / "clean" / ".cache" / good.sha256).glob("*.png"):
        path.write_bytes(path.read_bytes()[:-5])
    assert len(drawn(tmp_path, [good])[1]) == 3
