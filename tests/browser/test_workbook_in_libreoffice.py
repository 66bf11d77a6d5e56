"""The workbook as LibreOffice opens, prints and saves it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest

from pipeline.report.dataset import load
from pipeline.report.returned import returned
from pipeline.report.workbook import write_workbook
from tests.report_release import made_tables, write_release

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on this machine: apt-get install libreoffice-calc-nogui"),
]


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Has LibreOffice write a file in another form; the new file."""
    profile, out = tmp_path_factory.mktemp("profile"), tmp_path_factory.mktemp("out")

    def to(form: str, path: Path) -> Path:
        own = f"-env:UserInstallation={profile.as_uri()}"
        command = [OFFICE, "--headless", own, "--convert-to", form, "--outdir", out, path]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
        return out / f"{path.stem}.{form}"

    return to


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return load(write_release(made_tables(8, wrong_every=2), tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def book(release):
    write_workbook(release, release.published.folder / "a.xlsx")
    return release.published.folder / "a.xlsx"


def test_it_prints_on_the_pages_that_a_person_would_expect(book, convert):
    pages = [p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(convert("pdf", book))]
    assert "Afstemning af bilag" in pages[0]
    assert "bilag accept --from afstemning.xlsx" in pages[0]
    found = [p for p in pages if "Vurdering" in p and "Grad" in p]
    assert len(found) == 1, "sixteen findings are one page, not one for every column that does not fit"
    assert all(heading in found[0] for heading in ("Grad", "Forskel (kr.)", "Vurdering", "Ansvarlig", "Bemærkning"))
    assert "Grundlag" not in found[0]


def test_decisions_saved_by_libreoffice_are_read_back(release, book, convert, tmp_path):
    opened = openpyxl.load_workbook(book)
    sheet = opened["Fund"]
    columns = {c.value: c.column for c in sheet[1]}
    sheet.cell(2, columns["Vurdering"]).value = "Accepteret"
    sheet.cell(2, columns["Bemærkning"]).value = "Aftalt med æøå"
    opened.save(tmp_path / "filled.xlsx")
    saved = convert("xlsx", tmp_path / "filled.xlsx")
    found = returned(saved, release.findings)
    assert (found.mistakes, found.left_out) == ([], [])
    assert [(c.status, c.reason) for c in found.changes] == [("accepted", "Aftalt med æøå")]
    ours, theirs = sheet, openpyxl.load_workbook(saved)["Fund"]
    heights = [(ours.row_dimensions[n].height, theirs.row_dimensions[n].height) for n in range(2, ours.max_row + 1)]
    assert all(one == pytest.approx(other, abs=1) for one, other in heights), "rows are as high as we made them"
