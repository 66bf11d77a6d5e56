"""CSV that a spreadsheet shows and never calculates."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli.main import main
from pipeline.release.formats.csv_files import as_csv, neutral

FORMULAS = [
    "=1+1", "+1+cmd", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1", "\n=1", "=cmd", "-2+3", "+A1", "-", "- x",
    "\ufeff=1", "\u202e=1", "＝1+1",
]  # fmt: skip


@pytest.mark.parametrize("text", [t for t in FORMULAS if t != "-"])
def test_a_formula_is_shown_and_not_calculated(text):
    assert neutral(text).startswith("'")
    assert neutral(f"tal {text.strip()}").startswith("tal ")


@pytest.mark.parametrize("text", ["-2.359", "- 1.370", "-", "+4,5", "-12 %", "–", "−1.000", "", "Løn"])
def test_a_printed_number_stays_as_it_is_printed(text):
    assert neutral(text) == text
    assert neutral(-5) == -5


def test_semicolons_and_breaks_stay_in_their_cell():
    rows = [["a;=1+1", 'b"', "c\n=1", "d,=1"], ["\x1b]0;owned\x07", "\u202eabc", -1, None]]
    back = list(csv.reader(io.StringIO(as_csv(rows)), delimiter=";"))
    assert back == [["a;=1+1", 'b"', "c\n=1", "d,=1"], ["]0;owned", "abc", "-1", ""]]


def test_the_tables_of_a_hostile_pdf(tmp_path):
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    cells = [["Post", "2026", "2027"], ["=HYPERLINK(1)", "-2.359", "1.000"], ["@SUM(A1);=1", "2.000", "-3.000"]]
    for r, row in enumerate(cells):
        for c, text in enumerate(row):
            sheet.rect(72 + 130 * c, 700 - 20 * r, 130, 20)
            sheet.drawString(76 + 130 * c, 706 - 20 * r, text)
    sheet.save()
    out = CliRunner().invoke(main, ["tables", str(tmp_path / "a.pdf"), "--format", "csv"]).output
    assert out.startswith("\ufeff")
    back = list(csv.reader(io.StringIO(out[1:]), delimiter=";"))
    assert back == [cells[0], ["'=HYPERLINK(1)", "-2.359", "1.000"], ["'@SUM(A1);=1", "2.000", "-3.000"]]
    plain = CliRunner().invoke(main, ["tables", str(tmp_path / "a.pdf"), "--format", "json"]).output
    assert json.loads(plain)[0]["rows"] == cells
