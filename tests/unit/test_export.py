"""A release in other programs' forms: each holds the same rows, and the words on them."""

from __future__ import annotations

import json

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from frictionless import Package, system

from pipeline.cli.main import main
from pipeline.derived import derive
from pipeline.reconcile.run import reconcile
from pipeline.release.formats.export import FORMS, ExportError, export, in_order
from pipeline.release.publish import publish
from schemas.dataset import REFERENCES, TABLES
from tests.unit.reconcile_bilag import base, tables


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A small bilag with an error in it, checked, derived and published."""
    bilag = base()
    bilag["cards"][0]["tables"][0]["rows"][-1]["values"][0] = 1
    made = tables(bilag)
    made = made | reconcile(made)
    return publish(made | derive(made), tmp_path_factory.mktemp("clean")).path


@pytest.fixture(scope="module")
def exported(release, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    for form in FORMS:
        export(release, folder / form, form)
    return folder


def rows_of(release):
    return {name: pq.read_metadata(release / f"{name}.parquet").num_rows for name in TABLES}


def test_every_form_holds_every_row(release, exported):
    wanted = rows_of(release)
    assert all(wanted[name] for name in ("economic_wide", "findings", "card_overview"))
    assert {n: pq.read_metadata(exported / "parquet" / f"{n}.parquet").num_rows for n in TABLES} == wanted
    with duckdb.connect(str(exported / "duckdb" / "bilag.duckdb"), read_only=True) as database:
        assert {n: database.table(n).count("*").fetchall()[0][0] for n in TABLES} == wanted
    book = openpyxl.load_workbook(exported / "xlsx" / "bilag.xlsx", read_only=True)
    assert {n: max(0, sum(1 for _ in book[n].iter_rows()) - 1) for n in TABLES} == wanted


def test_the_database_has_keys_and_the_dictionarys_words(exported):
    with duckdb.connect(str(exported / "duckdb" / "bilag.duckdb"), read_only=True) as database:
        silent = database.execute(
            "select table_name, column_name from duckdb_columns() where comment is null"
        ).fetchall()
        assert [c for c in silent if c[0] in TABLES] == []
        kinds = database.execute("select table_name, constraint_type from duckdb_constraints()").fetchall()
        assert {t for t, kind in kinds if kind == "PRIMARY KEY"} == {n for n, m in TABLES.items() if m.key}
        assert ("economic_amounts", "FOREIGN KEY") in kinds
        comment = database.execute(
            "select comment from duckdb_columns() where table_name = 'economic_amounts' and column_name = 'amount_dkk'"
        ).fetchall()
        assert comment == [("kroner by the printed unit; of a range the lower end. Never changed (Beløb, kr.)",)]


def test_tables_come_after_those_they_refer_to():
    order = [m.table for m in in_order(TABLES)]
    assert sorted(order) == sorted(TABLES)
    for model in TABLES.values():
        for column in model.model_fields:
            target = REFERENCES.get(column, (model.table,))[0]
            assert order.index(target) <= order.index(model.table)


@pytest.mark.parametrize("folder", ["csv", "parquet"])
def test_frictionless_finds_the_data_package_valid(exported, folder):
    with system.use_context(trusted=True):
        report = Package(str(exported / folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == len(TABLES)


def test_frictionless_sees_a_byte_that_changed(exported, tmp_path):
    for file in (exported / "parquet").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    damaged = tmp_path / "cards.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_an_export_replaces_the_one_before_it_and_never_the_dataset(release, tmp_path):
    export(release, tmp_path, "csv")
    (tmp_path / "cards.csv").write_text("old")
    export(release, tmp_path, "csv")
    assert (tmp_path / "cards.csv").read_text("utf-8").startswith("document_id,")
    assert not list(tmp_path.glob(".new-*"))
    with pytest.raises(ExportError, match="part of the dataset"):
        export(release, release / "export", "csv")
    taken = tmp_path / "file"
    taken.write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export(release, taken / "sub", "csv")


def test_the_command_says_what_it_wrote(release, tmp_path):
    clean = release.parent.parent
    arguments = ["export", "--clean", str(clean), "--to", str(tmp_path / "x"), "--format", "duckdb"]
    assert CliRunner().invoke(main, arguments).output.startswith("1 files, ")


def test_the_json_schema_holds_the_rows(release):
    schema = json.loads((release / "schema.json").read_text("utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == set(TABLES)
    card = schema["$defs"][schema["properties"]["cards"]["items"]["$ref"].rsplit("/", 1)[-1]]
    assert card["properties"]["title"]["description"]
    wide = schema["$defs"]["EconomicWideRow"]
    assert "years_dkk" not in wide["properties"]
    assert r"^y\d{4}$" in wide["patternProperties"]
