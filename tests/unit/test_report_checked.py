"""What the report says was checked, where things stand, and what could not be read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.report.amounts import figures
from pipeline.report.dataset import load
from pipeline.report.held import Arithmetic
from pipeline.report.marks import find_marks
from pipeline.report.overview import overview_table
from pipeline.report.page import Reviewer, render
from pipeline.report.places import Places
from pipeline.report.unread import UNREAD
from pipeline.report.words import document_names
from schemas.dataset import CardSectionRow, Evidence, FindingRow, PageFaultRow
from schemas.errors import REASONS
from tests.report_release import made_tables, write_release


@pytest.fixture(scope="module")
def tables():
    return made_tables(12, wrong_every=4)


@pytest.fixture(scope="module")
def release(tables, tmp_path_factory):
    return load(write_release(tables, tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def page(release):
    return render(release, None)


def test_every_reason_why_something_was_not_read_is_told_in_danish() -> None:
    assert set(UNREAD) == set(REASONS)


def test_a_page_that_could_not_be_read_is_on_the_front_and_at_its_bilag(tables, tmp_path):
    document = tables["documents"][0]
    fault = PageFaultRow(document_id=document.document_id, page=7, reason="ocr_failed", message="Tesseract failed")
    page = render(load(write_release({**tables, "page_faults": [fault]}, tmp_path)), None)
    assert page.count("skanningen kunne ikke læses") == 2
    assert f"{document_names([document])[document.document_id]}, side 7" in page
    assert "Tesseract failed" not in page


def test_a_place_has_the_name_of_its_table_or_heading(tables, release):
    places = Places(release)
    finding = next(f for f in release.findings if f.rule == "item_sum")
    assert places.of(finding.evidence[0], finding.card_id).startswith("Tabel 1, linje ")
    overview = next(f for f in release.checks if f.rule == "overview_vs_card")
    assert places.named(overview.evidence[0], overview.card_id) == "oversigten"
    heading = CardSectionRow(
        document_id=finding.document_id, line=3, card_id=finding.card_id, section_no=1, heading="2. Økonomi", text=""
    )  # fmt: skip
    named = Places(replace(release, sections={finding.card_id: [heading]}))
    assert named.of(Evidence(line=4, text="x"), finding.card_id) == "“2. Økonomi”, linje 4"
    assert named.of(Evidence(line=2, text="x"), finding.card_id) == "linje 2"
    assert named.of(Evidence(page=2, text="x"), None) == "side 2"


def test_a_cell_that_holds_tells_its_arithmetic(release):
    marks, arithmetic = find_marks(release), Arithmetic(release)
    right = next(c for c in release.checks if c.rule == "item_sum" and c.status == "exact" and c.expected_dkk)
    key = (right.evidence[0].table_id, right.evidence[0].row_no, right.evidence[0].column_no)
    assert right in marks.held[key]
    terms = [e.text.rpartition(": ")[2] for e in right.evidence[1:]]
    assert " + ".join(terms) in arithmetic.told(right)
    wrong = {f.check_id for f in release.findings if f.severity == "error"}
    assert not [c for held in marks.held.values() for c in held if c.check_id in wrong]


def test_the_overview_shows_each_row_converted(release):
    document = release.documents[0].document_id
    table = overview_table(release, document, find_marks(release), Arithmetic(release))
    rows = [r for r in table.rows if r.kind == "item"]
    assert table.beside == "Forslagets prisniveau"
    held = [r.cells[0] for r in rows if r.cells[0].ok]
    assert held
    for cell in held:
        amount, factor = (
            float(t.replace(".", "").replace(",", ".")) for t in cell.note.removeprefix("= ").split(" × ")
        )
        assert round(amount * factor) == pytest.approx(int(cell.text.replace(".", "")), abs=1)


def finding_of(printed: str, expected: str, difference: int) -> FindingRow:
    return FindingRow.model_construct(
        rule="overview_vs_card", printed=printed, expected=expected, difference_dkk=difference
    )


def test_one_remark_has_one_unit():
    assert figures(finding_of("489.000", "734.000", -245_000)) == ("489 t.kr.", "734 t.kr.", "-245 t.kr.")
    assert figures(finding_of("489.000", "733.845", -244_845)) == ("489.000 kr.", "733.845 kr.", "-244.845 kr.")


def test_the_page_for_a_reviewer_may_ask_its_own_server_only(release, page):
    served = render(release, None, reviewer=Reviewer("Anna <b>"))
    assert "connect-src &#39;self&#39;" in served
    assert 'value="Anna &lt;b&gt;"' in served
    assert "connect-src &#39;none&#39;" in page
    assert "fetch(" not in re.sub(r"<script>/\*.*?</script>|// https.*", "", page.split("<script>")[-1])
