from __future__ import annotations

import datetime as dt
import json
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from pipeline.release.publish import list_releases, publish
from pipeline.system.errors import RunError
from pipeline.system.processes import sync_file_system
from schemas.arrow import arrow_schema
from schemas.dataset import TABLES, CardRow, DocumentRow, FindingRow, QuarantineRow

DOC = "0123456789abcdef"
AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def document(**changes):
    row = {
        "document_id": DOC, "sha256": DOC * 4, "file_name": "a.txt", "source_format": "text",
        "text_source": "text layer", "kind": "unknown", "ingested_at": AT, "extractor_version": "1",
    }  # fmt: skip
    return DocumentRow(**(row | changes))


def card(card_id, **changes):
    return CardRow(**({"document_id": DOC, "card_id": card_id, "title": "T", "kind": "initiative"} | changes))


def dataset(*cards):
    return {"documents": [document()], "cards": list(cards)}


def test_every_table_opens_with_every_reader_by_either_name(tmp_path):
    publish(dataset(card("a", districts=["Østerbro"])), tmp_path)
    for name in TABLES:
        for path in (tmp_path / "current" / name, tmp_path / "current" / f"{name}.parquet"):
            rows = {
                len(pd.read_parquet(path)),
                duckdb.sql(f"select count(*) from read_parquet('{path}')").fetchall()[0][0],  # noqa: S608
                pl.read_parquet(path).height,
                pads.dataset(path, format="parquet").count_rows(),
            }
            assert len(rows) == 1
        assert pq.read_schema(tmp_path / "current" / f"{name}.parquet").equals(arrow_schema(TABLES[name]))


def test_the_package_describes_what_is_there(tmp_path):
    release = publish(dataset(card("a"), card("b")), tmp_path).path
    package = json.loads((release / "datapackage.json").read_text())
    cards = next(r for r in package["resources"] if r["name"] == "cards")
    assert package["id"] == release.name
    assert (cards["row_count"], cards["schema"]["primaryKey"]) == (2, ["card_id"])
    assert {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}} in (
        cards["schema"]["foreignKeys"]
    )
    assert [f["name"] for f in cards["schema"]["fields"]] == list(CardRow.model_fields)
    assert (release / cards["path"]).exists()


def test_the_same_rows_make_no_new_release(tmp_path):
    first = publish(dataset(card("a")), tmp_path)
    again = publish(dataset(card("a")), tmp_path)
    assert (first.changed, again.changed) == (True, False)
    assert list_releases(tmp_path) == [first.path]
    assert publish(dataset(card("b")), tmp_path).changed


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        (dataset(card("a"), card("a")), r"cards: the key \(card_id\) occurs more than once: a"),
        (dataset(card("a", document_id="f" * 16)), "cards.document_id names rows that documents does not have"),
        ({**dataset(), "findings": [
            FindingRow(document_id=DOC, finding_id="f", check_id="no", rule="sign", severity="info", message="m")
        ]}, "findings.check_id names rows that checks does not have: no"),
        ({"karter": []}, "karter"),
    ],
)  # fmt: skip
def test_a_dataset_that_contradicts_itself_is_not_published(tmp_path, tables, says):
    before = publish(dataset(card("good")), tmp_path)
    with pytest.raises(RunError, match=says):
        publish(tables, tmp_path)
    assert (tmp_path / "current").resolve() == before.path
    assert list_releases(tmp_path) == [before.path]
    assert not list((tmp_path / "releases").glob(".*"))


def test_a_report_that_cannot_be_built_leaves_the_old_release(tmp_path):
    before = publish(dataset(card("good")), tmp_path)

    def broken(_folder):
        raise ValueError("no template")

    with pytest.raises(ValueError, match="no template"):
        publish(dataset(card("new")), tmp_path, extend=broken)
    assert (tmp_path / "current").resolve() == before.path
    assert not list((tmp_path / "releases").glob(".*"))


def test_what_is_added_is_part_of_the_release(tmp_path):
    def report(folder):
        (folder / "report").mkdir()
        (folder / "report" / "index.html").write_text("<p>")

    publish(dataset(), tmp_path, extend=report)
    files = json.loads((tmp_path / "current" / "datapackage.json").read_text())["files"]
    assert "report/index.html" in files
    assert (tmp_path / "current" / "report" / "index.html").read_text() == "<p>"


def test_so_many_older_releases_are_kept(tmp_path):
    releases = [publish(dataset(card(str(n))), tmp_path, keep=2).path for n in range(5)]
    assert len(list_releases(tmp_path)) == 3
    assert (tmp_path / "current").resolve() == releases[-1]


def test_a_current_that_is_no_link_is_not_replaced(tmp_path):
    (tmp_path / "current").mkdir()
    (tmp_path / "current" / "mine.txt").touch()
    with pytest.raises(RunError, match="move it away"):
        publish(dataset(), tmp_path)
    assert (tmp_path / "current" / "mine.txt").exists()


def test_times_and_dates_survive(tmp_path):
    publish({"quarantine": [QuarantineRow(file_name="a", reason="vanished", message="m", seen_at=AT)]}, tmp_path)
    assert pq.read_table(tmp_path / "current" / "quarantine.parquet").to_pylist()[0]["seen_at"] == AT


@pytest.mark.parametrize("asked", [True, False])
def test_many_folders_are_synced_at_once_or_where_that_cannot_be_asked_one_by_one(tmp_path, monkeypatch, asked):
    synced = []
    monkeypatch.setattr("pipeline.release.publish.sync_folder", synced.append)
    monkeypatch.setattr("pipeline.release.publish.sync_file_system", lambda _: asked)

    def pages(release):
        for number in range(40):
            (release / "report" / str(number)).mkdir(parents=True)
            (release / "report" / str(number) / "index.html").write_text("page")
        return {}

    publish(dataset(card("a")), tmp_path, extend=pages)
    assert sum(folder.parent.name == "report" for folder in synced) == (0 if asked else 40)


def test_the_file_system_can_be_asked_here_and_nothing_is_said_to_be_done_where_not(tmp_path, monkeypatch):
    assert sync_file_system(tmp_path) is sys.platform.startswith("linux")
    monkeypatch.setattr("pipeline.system.processes._libc", lambda: None)  # as where there is no Linux
    assert not sync_file_system(tmp_path)
