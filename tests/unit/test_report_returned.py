"""Decisions that come back in the workbook."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.reconcile.decisions import Change, decide, load_decisions, record
from pipeline.report.dataset import load
from pipeline.report.returned import returned
from pipeline.report.workbook import write_workbook
from tests.report_release import made_tables, write_release

DAY = dt.date(2026, 3, 1)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return write_release(made_tables(8, wrong_every=2), tmp_path_factory.mktemp("clean") / "current")


@pytest.fixture(scope="module")
def book(release):
    write_workbook(load(release), release / "a.xlsx")
    return release / "a.xlsx"


@pytest.fixture
def fill(book, tmp_path):
    """Fills cells of `Fund` by row and heading, saves, and returns the file."""

    def filled(cells):
        opened = openpyxl.load_workbook(book)
        sheet = opened["Fund"]
        columns = {c.value: c.column for c in sheet[1]}
        for (row, heading), value in cells.items():
            sheet.cell(row, columns[heading]).value = value
        opened.save(tmp_path / "filled.xlsx")
        return tmp_path / "filled.xlsx"

    return filled


def findings(release, decisions=()):
    return list(decide(load(release).findings, decisions))


def ids(book):
    sheet = openpyxl.load_workbook(book)["Fund"]
    column = next(c.column for c in sheet[1] if c.value == "Fund-id")
    return [sheet.cell(n, column).value for n in range(1, sheet.max_row + 1)]


def test_a_workbook_that_nobody_touched_asks_for_nothing(release, book):
    found = returned(book, findings(release))
    assert (found.changes, found.mistakes, found.left_out) == ([], [], [])


def test_what_was_filled_in_is_taken_over(release, book, fill):
    file = fill(
        {(2, "Vurdering"): "accepteret ", (2, "Bemærkning"): "Aftalt", (3, "Ansvarlig"): "Bo", (4, "Bemærkning"): 7}
    )
    found = returned(file, findings(release))
    assert (found.mistakes, found.left_out) == ([], [])
    asked = [(c.finding.finding_id, c.status, c.reason, c.assigned_to) for c in found.changes]
    known = ids(book)
    assert asked == [(known[1], "accepted", "Aftalt", ""), (known[2], "open", "", "Bo"), (known[3], "open", "7", "")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({(2, "Vurdering"): "Accepteret"}, "kræver en begrundelse"),
        ({(2, "Vurdering"): "måske"}, "skriv Accepteret eller Åben"),
        ({(2, "Bemærkning"): '=HYPERLINK("http://x")'}, "formel"),
        ({(2, "Bemærkning"): "x" * 2001}, "for lang"),
    ],
)
def test_a_mistake_is_told_with_its_row(release, fill, cells, told):
    found = returned(fill(cells), findings(release))
    assert found.changes == []
    assert [told in m and m.startswith("række 2:") for m in found.mistakes] == [True]


def test_one_finding_twice_with_two_answers_is_a_mistake(release, book, fill):
    first = ids(book)[1]
    found = returned(fill({(2, "Bemærkning"): "a", (3, "Bemærkning"): "b", (3, "Fund-id"): first}), findings(release))
    assert "står også i række 2" in found.mistakes[0]


def test_an_unknown_finding_is_left_out_and_told(release, fill):
    found = returned(fill({(2, "Fund-id"): "Fdead", (2, "Bemærkning"): "x"}), findings(release))
    assert (found.changes, found.mistakes) == ([], [])
    assert "Fdead findes ikke" in found.left_out[0]


def test_figures_that_changed_since_are_not_accepted(release, fill):
    file = fill({(2, "Vurdering"): "Accepteret", (2, "Bemærkning"): "ok"})
    now = [f.model_copy(update={"printed": "1"}) for f in findings(release)]
    found = returned(file, now)
    assert found.changes == []
    assert "viser andre tal nu" in found.left_out[0]


def test_an_old_workbook_does_not_undo_a_colleague(release, book, fill, tmp_path):
    path = tmp_path / "decisions.yaml"
    first = next(f for f in findings(release) if f.finding_id == ids(book)[1])
    record(path, [Change(first, "accepted", "aftalt")], "Bo", DAY)
    now = findings(release, load_decisions(path))
    assert returned(book, now).changes == [], "an untouched row says nothing"
    found = returned(fill({(2, "Bemærkning"): "hvad med denne?"}), now)
    assert found.changes == []
    assert "afgjort af Bo" in found.left_out[0]


def test_a_workbook_of_what_is_decided_opens_again(release, tmp_path):
    path = tmp_path / "decisions.yaml"
    record(path, [Change(f, "accepted", "aftalt") for f in findings(release)], "Bo", DAY)
    decided = load(release)
    decided.findings[:] = findings(release, load_decisions(path))
    write_workbook(decided, tmp_path / "b.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "b.xlsx")
    sheet = opened["Fund"]
    verdict = next(c.column for c in sheet[1] if c.value == "Vurdering")
    assert sheet.cell(2, verdict).value == "Accepteret"
    sheet.cell(2, verdict).value = None
    opened.save(tmp_path / "c.xlsx")
    (change,) = returned(tmp_path / "c.xlsx", decided.findings).changes
    assert (change.status, change.reason) == ("open", "aftalt")


def test_columns_may_be_moved_and_rows_sorted_and_a_title_put_above(release, book, tmp_path):
    opened = openpyxl.load_workbook(book)
    old = list(opened["Fund"].iter_rows(values_only=True))
    new = opened.create_sheet("x")
    new.append(["Vores gennemgang"])
    at = old[0].index("Bemærkning")
    rows = [list(r) for r in (old[0], *reversed(old[1:]))]
    rows[1][at] = "ses på"
    for row in rows:
        new.append(row[::-1])
    del opened["Fund"]
    new.title = "Fund"
    opened.save(tmp_path / "moved.xlsx")
    found = returned(tmp_path / "moved.xlsx", findings(release))
    assert (found.mistakes, found.left_out) == ([], [])
    assert [(c.finding.finding_id, c.reason) for c in found.changes] == [(ids(book)[-1], "ses på")]


def test_files_that_are_no_workbook_of_ours(release, tmp_path):
    no_zip, other, bomb = (tmp_path / n for n in ("a.xlsx", "b.xlsx", "c.xlsx"))
    no_zip.write_text("hej", "utf-8")
    empty = openpyxl.Workbook()
    empty.save(other)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    for path, told in ((no_zip, "ikke en arbejdsbog"), (other, "intet ark"), (bomb, "kan læses")):
        with pytest.raises(ValueError, match=told):
            returned(path, findings(release))
    opened = openpyxl.load_workbook(other)
    opened.active.title = "Fund"
    opened.active.append(["Fund-id", "Vurdering"])
    opened.save(other)
    with pytest.raises(ValueError, match="mangler Ansvarlig, Bemærkning, Grundlag"):
        returned(other, findings(release))


def test_the_command_writes_all_or_nothing(release, fill, tmp_path):
    def run(file):
        where = ["--clean", str(release.parent), "--review", str(tmp_path / "review"), "--by", "Anna"]
        return CliRunner().invoke(main, ["accept", "--from", str(file), *where])

    wrong = run(fill({(2, "Bemærkning"): "fint", (3, "Vurdering"): "Accepteret"}))
    assert wrong.exit_code == 1
    assert "intet er skrevet" in wrong.output
    assert not (tmp_path / "review" / "decisions.yaml").exists()
    right = run(fill({(2, "Vurdering"): "Accepteret", (2, "Bemærkning"): "fint"}))
    assert right.exit_code == 0, right.output
    (made,) = load_decisions(tmp_path / "review" / "decisions.yaml")
    assert (made.reason, made.by, made.status) == ("fint", "Anna", "accepted")
    again = run(fill({(2, "Vurdering"): "Accepteret", (2, "Bemærkning"): "fint"}))
    assert "0 beslutninger" in again.output


def test_accepting_a_cause_names_what_follows_and_stays_open(release, tmp_path):
    rows = load(release).findings
    root = next(f.finding_id for f in rows if f.rule == "item_sum")
    echo = next(f.finding_id for f in rows if f.root_finding_id == root)
    where = ["--clean", str(release.parent), "--review", str(tmp_path), "--reason", "ja"]
    told = CliRunner().invoke(main, ["accept", root, *where]).output
    assert "står stadig åbent" in told
    assert echo in told.partition("står stadig åbent")[2]


@pytest.mark.parametrize("arguments", [[], ["F1"], ["F1", "--from", "README.md"], ["--reason", "x"]])
def test_accept_wants_one_way(arguments):
    assert CliRunner().invoke(main, ["accept", *arguments]).exit_code == 2
