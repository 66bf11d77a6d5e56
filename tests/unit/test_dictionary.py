"""One dictionary: every column explained once, and the same words wherever they stand."""

from __future__ import annotations

import json
import re

import pyarrow.parquet as pq
import pytest

from pipeline.release.publish import publish
from schemas.arrow import arrow_schema, spread_field, to_arrow, years_in
from schemas.dataset import TABLES
from schemas.dictionary import data_dictionary, described_schema
from schemas.meanings import COMMON, meaning_of, meanings
from schemas.tables.derived import EconomicWideRow
from tests.unit.test_publish import card, dataset

COLUMNS = [(name, column) for name, model in TABLES.items() for column in model.model_fields]


def test_every_column_is_explained_in_full():
    for table, column in COLUMNS:
        said = meaning_of(table, column)
        texts = {"da": said.label_da, "en": said.label_en, "meaning": said.description, "source": said.source}
        assert all(texts.values()), (table, column, texts)
        always_null = said.null == "always"
        assert said.example or always_null, (table, column)


def test_a_column_that_may_be_null_says_when():
    for name, model in TABLES.items():
        for field in arrow_schema(model):
            said = meaning_of(name, field.name)
            if field.nullable:
                assert said.null, (name, field.name)
            elif (name, field.name) in meanings():
                assert not said.null, f"{name}.{field.name} is never null"


def test_nothing_is_explained_that_is_not_there():
    used = {(t, c) if (t, c) in meanings() else (COMMON, c) for t, c in COLUMNS}
    assert set(meanings()) - used == set()


def test_every_amount_is_an_integer_of_kroner_and_every_other_unit_is_told():
    for model in TABLES.values():
        for field in arrow_schema(model):
            unit = (field.metadata or {}).get(b"unit", b"").decode()
            if field.name.endswith("_dkk"):
                assert str(field.type) == "int64", field.name
                assert unit.startswith("kr."), field.name
            if field.name.endswith(("_year", "_years")) or field.name == "year":
                assert unit, field.name


def test_files_package_and_documents_say_the_same(tmp_path):
    release = publish(dataset(card("a")), tmp_path).path
    package = json.loads((release / "datapackage.json").read_text("utf-8"))
    described = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in package["resources"]}
    printed = data_dictionary()
    schema = json.loads((release / "schema.json").read_text("utf-8"))
    for name in TABLES:
        place = schema["properties"][name]["items"]["$ref"].rsplit("/", 1)[-1]
        for field in pq.read_schema(release / f"{name}.parquet"):
            meaning = meaning_of(name, field.name)
            said = {k.decode(): v.decode() for k, v in field.metadata.items() if not k.startswith(b"PARQUET")}
            assert said["description"] == meaning.description == described[name][field.name]["description"]
            assert said["label_da"] == meaning.label_da == described[name][field.name]["label_da"]
            assert schema["$defs"][place]["properties"][field.name]["description"] == meaning.description
            line = f"| `{field.name}` | {meaning.label_da} | {meaning.label_en} |"
            assert line in printed.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert (release / "data-dictionary.md").read_text("utf-8") == printed


def test_examples_are_of_the_columns_kind():
    for model in TABLES.values():
        for field in arrow_schema(model):
            example = meaning_of(model.table, field.name).example
            if example and str(field.type) == "int64":
                assert re.fullmatch(r"-?\d+", example), (model.table, field.name)
            if example and str(field.type) == "bool":
                assert example in ("true", "false"), (model.table, field.name)


@pytest.mark.parametrize("years", [[], [{2026: 1}], [{2026: 1}, {2019: 2, 2040: 3}]])
def test_years_become_columns_and_rows_keep_theirs(years):
    rows = [
        EconomicWideRow(
            document_id="0" * 16, card_id="c", card_kind="initiative", table_id="t", table_kind="economy", row_no=n,
            row_kind="item", label="x", years_dkk=by_year,
        )
        for n, by_year in enumerate(years, 1)
    ]  # fmt: skip
    table = to_arrow(EconomicWideRow, rows)
    every = sorted({y for by_year in years for y in by_year})
    assert years_in(table.schema) == every
    assert table.schema.equals(arrow_schema(EconomicWideRow, every))
    assert [{y: r[f"y{y}"] for y in every if r[f"y{y}"] is not None} for r in table.to_pylist()] == years
    assert spread_field(EconomicWideRow) == "years_dkk"
    assert "y<year>" in described_schema(EconomicWideRow).names
