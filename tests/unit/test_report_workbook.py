"""The workbook as Excel reads it."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from pipeline.report.dataset import load
from pipeline.report.workbook import SHEETS, clean, write_workbook
from schemas.dataset import TABLES, CardRow, FindingRow
from tests.report_release import made_tables, write_release

FORMULA = '=HYPERLINK("file:///etc/passwd";"klik")'


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    tables = made_tables(6, titles=[FORMULA, "+45 33 66 33 66", "https://example.org", "a\x0bb\x00c"], wrong_every=1)
    return write_release(tables, tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def book(release):
    path = release / "a.xlsx"
    write_workbook(load(release), path)
    return openpyxl.load_workbook(path)


def column(sheet, heading):
    names = [c.value for c in sheet[1]]
    return [row[names.index(heading)] for row in sheet.iter_rows(min_row=2)]


def test_findings_come_first_and_every_sheet_can_be_sorted(book):
    assert book.sheetnames[0] == "Fund"
    assert book.sheetnames == [s.name for s in SHEETS]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.font.bold for cell in sheet[1])


def test_every_field_of_a_sheet_is_a_column_of_its_table():
    for sheet in SHEETS:
        fields = {c.field for c in sheet.columns if not c.field.startswith("@")}
        assert fields <= set(TABLES[sheet.table].model_fields), sheet.name


def test_amounts_are_numbers_and_dates_are_dates(book):
    amounts = column(book["Beløb"], "Beløb (kr.)")
    assert amounts
    assert all(isinstance(c.value, int) and c.number_format.startswith("#,##0") for c in amounts)
    assert column(book["Beløb"], "Trykt")[0].data_type == "s"
    assert column(book["Høringer"], "Dato")[0].value.date() == dt.date(2026, 2, 3)
    assert column(book["Opfølgningsmål"], "Fra")[0].number_format == "dd-mm-yyyy"


def test_text_of_a_bilag_is_only_text(book):
    titles = column(book["Kort"], "Titel")
    assert [c.value for c in titles[:4]] == [FORMULA, "+45 33 66 33 66", "https://example.org", "abc"]
    for sheet in book:
        for cell in (c for row in sheet.iter_rows() for c in row):
            assert cell.data_type != "f"
            assert cell.hyperlink is None


def test_a_finding_shows_its_figures_and_its_two_places(release, book):
    found = [f for f in load(release).findings if f.rule == "item_sum"]
    sheet = book["Fund"]
    row = next(n for n, c in enumerate(column(sheet, "Fund-id")) if c.value == found[0].finding_id)
    assert column(sheet, "Forskel (kr.)")[row].value == found[0].difference_dkk
    assert column(sheet, "Fund")[row].value == found[0].message
    assert "linje" in column(sheet, "Her står")[row].value
    assert column(sheet, "Grad")[row].value == "Fejl"


def test_the_same_release_gives_the_same_bytes(release):
    first, second = release / "b.xlsx", release / "c.xlsx"
    write_workbook(load(release), first)
    write_workbook(load(release), second)
    assert first.read_bytes() == second.read_bytes()


def test_a_long_text_is_cut_to_what_a_cell_holds():
    assert len(clean("x" * 40_000)) == 32_767
    assert clean("a\tb\nc\x1f") == "a\tb\nc"


def test_tables_without_rows_give_sheets_without_rows(tmp_path):
    folder = write_release({}, tmp_path / "empty")
    write_workbook(load(folder), tmp_path / "empty.xlsx")
    assert openpyxl.load_workbook(tmp_path / "empty.xlsx")["Fund"].max_row == 1


def test_made_releases_hold_what_the_tests_look_for():
    tables = made_tables(5)
    assert any(isinstance(f, FindingRow) and f.rule == "item_sum" for f in tables["findings"])
    assert all(isinstance(c, CardRow) for c in tables["cards"])
