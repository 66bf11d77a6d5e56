"""SQL over a release: what is answered, in which forms, and what a query cannot reach."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.release.formats.answers import as_table
from pipeline.release.formats.query import Answer, QueryError, ask, open_release, tables_of
from pipeline.release.publish import publish
from schemas.dataset import TABLES
from tests.unit.test_publish import card, dataset


@pytest.fixture
def clean(tmp_path):
    """A release with two cards, one of a title that means harm."""
    publish(dataset(card("a", title="=1+1"), card("b", title="En\x1b[31m \nto | tre", case_id="BC05")), tmp_path / "c")
    return tmp_path / "c"


@pytest.fixture
def bilag(clean):
    def run(*arguments, code=0, **more):
        result = CliRunner().invoke(main, ["query", "--clean", str(clean), *arguments], **more)
        assert result.exit_code == code, result.output
        return result

    return run


SQL = "select card_id, title, case_id, 12 as number, 1.5 as half from cards order by card_id"


def test_every_form_holds_the_same_answer(bilag, tmp_path):
    assert json.loads(bilag(SQL, "--format", "json").stdout)[1] == {
        "card_id": "b", "title": "En\x1b[31m \nto | tre", "case_id": "BC05", "number": 12, "half": 1.5,
    }  # fmt: skip
    rows = list(csv.reader(io.StringIO(bilag(SQL, "--format", "csv").stdout)))
    assert rows[1] == ["a", "'=1+1", "", "12", "1.5"]
    for form in ("parquet", "xlsx"):
        bilag(SQL, "--format", form, "-o", str(tmp_path / f"x.{form}"))
    assert pq.read_table(tmp_path / "x.parquet").to_pylist()[0]["number"] == 12
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [c.value for c in sheet[2]] == ["a", "=1+1", None, 12, 1.5]
    assert sheet["B2"].data_type == "s"
    assert bilag(SQL, "--format", "md").stdout.splitlines()[1:3] == [
        "| --- | --- | --- | ---: | ---: |", "| a | =1+1 |  | 12 | 1.5 |",
    ]  # fmt: skip
    table = bilag(SQL).stdout
    assert "\x1b" not in table
    assert [line.split() for line in table.splitlines()][2] == ["a", "=1+1", "12", "1.5"]


def test_a_query_may_come_by_the_standard_input(bilag):
    assert bilag(input="select count(*) as n from cards").stdout.split()[-1] == "2"
    assert bilag("-", input="select count(*) as n from cards").stdout.split()[-1] == "2"


@pytest.mark.parametrize(
    "sql",
    [
        "select * from '{raw}'",
        "select * from read_csv('{raw}')",
        "select * from read_text('{raw}')",
        "select * from glob('{folder}/*')",
        "copy cards to '{folder}/out.csv'",
        "select * from cards; copy cards to '{folder}/out.csv'",
        "attach '{folder}/out.db'",
        "export database '{folder}/out'",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
        "create table mine as select 1",
        "insert into cards select * from cards",
        "drop table cards",
        "pragma database_list",
        "call pragma_version()",
        "",
        "this is no sql",
    ],
)
def test_nothing_else_can_be_read_or_written(bilag, tmp_path, sql):
    secret = tmp_path / "secret.csv"
    secret.write_text("name,word\nx,hemmelig\n")
    before = sorted(p.name for p in tmp_path.iterdir())
    result = bilag(sql.format(raw=secret, folder=tmp_path), code=1)
    assert "hemmelig" not in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_the_release_is_as_it_was_after_any_query(clean, bilag):
    files = {p: p.read_bytes() for p in (clean / "current").iterdir() if p.is_file()}
    bilag("pivot cards on kind using count(*)")
    bilag("drop table cards", code=1)
    assert files == {p: p.read_bytes() for p in (clean / "current").iterdir() if p.is_file()}


def test_a_mistyped_table_is_told_the_nearest(bilag):
    assert "nearest: cards" in bilag("select * from cardz", code=1).output
    assert "title" in bilag("select titel from cards", code=1).output
    assert "bilag run" in CliRunner().invoke(main, ["query", "--clean", "nowhere", "select 1"]).output


def test_every_table_is_there_whatever_way_it_is_named(clean):
    with open_release((clean / "current").resolve(), "show tables") as release:
        assert {r[0] for r in ask(release, "show tables").rows} == set(TABLES)
    assert tables_of('select * from "CARDS" join findings using (card_id)') == ("cards", "findings")
    assert tables_of("select * from query('from ca' || 'rds')") == tuple(TABLES)
    with (
        open_release((clean / "current").resolve(), "select 1") as release,
        pytest.raises(QueryError, match="there is no table"),
    ):
        ask(release, "from cards")


def test_a_release_that_is_damaged_says_so(clean):
    (clean / "current" / "cards.parquet").write_bytes(b"no parquet")
    with pytest.raises(QueryError, match="cannot be read"):
        open_release((clean / "current").resolve(), "from cards")


def test_an_answer_loads_no_library_that_it_does_not_need(clean):
    command = [sys.executable, "-m", "pipeline", "query", "--clean", str(clean), "select count(*) from cards"]
    used = subprocess.run([sys.executable, "-X", "importtime", *command[1:]], capture_output=True, check=True).stderr
    assert not [line for line in used.decode().splitlines() if line.endswith((" pandas", " dagster", " spacy"))]


def test_columns_that_a_terminal_has_no_room_for_are_shown_one_under_another():
    names = tuple(f"column_{n}" for n in range(40))
    answer = Answer(names, [(*["En lang titel på et forslag"] * 39, 144_812_000)])
    lines = as_table(answer, 60).splitlines()
    assert max(map(len, lines)) <= 60
    shown = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1] for line in lines if line.startswith("column_")}
    assert shown == {**dict.fromkeys(names, "En lang titel på et forslag"), "column_39": "144812000"}


@pytest.mark.parametrize("width", [60, 80])
def test_a_figure_is_never_broken_over_lines(width):
    answer = Answer(
        ("committee", "total", "text"), [("Kultur-, Fritids- og Borgerserviceudvalget", -144_812_000, "x " * 90)]
    )
    table = as_table(answer, width)
    assert "-144812000" in table
    assert max(map(len, table.splitlines())) <= width
