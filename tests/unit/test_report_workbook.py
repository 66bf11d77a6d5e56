"""The workbook as Excel reads it."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from pipeline.report.cover import COVER
from pipeline.report.dataset import load
from pipeline.report.sheets import SHEETS
from pipeline.report.workbook import clean, lines_of, worst_first, write_workbook
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


def test_a_cover_then_the_findings_and_every_sheet_can_be_sorted(release, book):
    dataset = load(release).published
    filled = [
        s.name for s in SHEETS if s.name == "Fund" or dataset.read(s.table, dataset.columns(s.table)[:1]).num_rows
    ]
    assert book.sheetnames == [COVER, *filled], "a sheet without rows would be an empty page on paper"
    assert book.sheetnames[1] == "Fund"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes in ("A2", "C2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(cell.font.bold for cell in sheet[1])


def test_the_cover_counts_and_says_what_to_do(release, book):
    told = [str(c.value) for row in book[COVER].iter_rows() for c in row if c.value is not None]
    for word in ("Fejl", "Advarsel", "Bemærkning", "bilag accept --from afstemning.xlsx"):
        assert word in told
    counts = next(r for r in book[COVER].iter_rows(min_row=5, max_row=5, values_only=True))
    errors = sum(f.severity == "error" and f.status == "open" for f in load(release).findings)
    assert counts[1] == errors > 0


def test_findings_stand_worst_first_with_amounts_as_numbers(book):
    sheet = book["Fund"]
    gravity = ["Fejl", "Advarsel", "Bemærkning"]
    rows = list(
        zip(
            [gravity.index(c.value) for c in column(sheet, "Grad")],
            [-abs(c.value or 0) for c in column(sheet, "Forskel (kr.)")],
            strict=True,
        )
    )
    assert rows == sorted(rows)
    for heading in ("Trykt (kr.)", "Efterregnet (kr.)", "Forskel (kr.)"):
        assert {type(c.value) for c in column(sheet, heading)} <= {int, type(None)}
    assert column(sheet, "Trykt (kr.)")[0].value is not None
    assert len(sheet.conditional_formatting) == 1
    (answers,) = sheet.data_validations.dataValidation
    assert answers.formula1 == '"Accepteret,Åben"'


def test_what_follows_from_a_finding_stands_marked_below_it(release, book):
    found = load(release).findings
    rows = worst_first(found)
    place = {f.finding_id: n for n, f in enumerate(rows)}
    following = [f for f in found if f.root_finding_id]
    assert following
    for one in following:
        between = rows[place[one.root_finding_id] + 1 : place[one.finding_id]]
        assert all(f.root_finding_id == one.root_finding_id for f in between)
    marked = {row[n].value for row in book["Fund"].iter_rows(min_row=2) for n in [3] if row[n].value[0] == "↳"}
    assert marked == {f"↳ {f.message}" for f in following}


def test_it_prints_across_with_its_headings_on_every_page(book):
    for sheet in book.worksheets[1:]:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
    assert book["Fund"].print_area.endswith(f"$K${book['Fund'].max_row}"), "what only machines read is not printed"


def test_no_word_of_the_dataset_s_english_is_in_a_sheet(book):
    english = {
        "item", "subtotal", "total", "service_total", "approval", "hearing", "involvement", "inferred", "configured",
        "efficiency", "payback_years", "error", "warning", "info", "open", "accepted", "exact", "inconsistent",
    }  # fmt: skip
    said = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    assert said & english == set()
    assert "pdf_truncated" in said, "a code is a name, and stands beside its meaning"


def test_a_row_is_as_high_as_its_longest_text(book):
    sheet = book["Fund"]
    widths = {c.value: sheet.column_dimensions[c.column_letter].width for c in sheet[1]}
    for n, cell in enumerate(column(sheet, "Fund"), 2):
        needed = lines_of(cell.value, round(widths["Fund"]))
        assert sheet.row_dimensions[n].height >= 15 * max(1, needed - 1)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 10, 1), ("to ord", 10, 1), ("to ord igen", 6, 2), ("x" * 25, 10, 3), ("a\nb", 5, 2)],
)
def test_a_text_takes_so_many_lines(text, width, lines):
    assert lines_of(text, width) == lines


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
    titles = column(book["Forslag"], "Titel")
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
    assert column(sheet, "Sted")[row].value.startswith("Tabel 1, linje")
    assert "linje" in column(sheet, "Holdt op mod")[row].value
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
