"""`bilag.duckdb` in a release: what a database client opens, with keys, words and every row."""

from __future__ import annotations

from functools import partial

import duckdb
import pytest

from pipeline.release.history import current_release, problems
from pipeline.release.parts import parted
from schemas.dataset import TABLES


@pytest.fixture
def database(house, monkeypatch):
    monkeypatch.setenv("BILAG_RELEASES_DATABASE", "true")
    house.put("a.txt", "many 3 cards")
    return house


def test_it_holds_the_tables_of_its_release_and_is_part_of_it(database):
    database.run()
    release = current_release(database.clean)
    with duckdb.connect(str(release / "bilag.duckdb"), read_only=True) as connection:
        for name in TABLES:
            rows = connection.table(name).count("*").fetchall()[0][0]
            assert rows == len(database.table(name)), name
        kinds = connection.execute("select constraint_type from duckdb_constraints()").fetchall()
        assert {("PRIMARY KEY",), ("FOREIGN KEY",)} <= set(kinds)
        comment = "select comment from duckdb_columns() where table_name = 'cards' and column_name = 'case_id'"
        assert "not unique over several bilag" in connection.execute(comment).fetchall()[0][0]
    assert problems(release) == []
    (release / "bilag.duckdb").write_bytes(b"x")
    assert "bilag.duckdb is not as it was published" in problems(release)


def test_the_same_content_makes_no_new_release_though_its_bytes_would_differ(database):
    first = database.run()["release"]
    (database.raw / "a.txt").rename(database.raw / "b.txt")
    assert database.run()["release"] != first
    (database.raw / "b.txt").rename(database.raw / "a.txt")
    third = database.run()
    (database.clean / ".cache" / "published.json").unlink(missing_ok=True)
    again = database.run()
    assert (again["release"], again["changed"]) == (third["release"], False)


def test_a_release_in_parts_has_none_nor_one_for_which_none_is_wanted(database, monkeypatch):
    monkeypatch.setenv("BILAG_RELEASES_DATABASE", "false")
    database.run()
    assert not (current_release(database.clean) / "bilag.duckdb").exists()
    monkeypatch.setenv("BILAG_RELEASES_DATABASE", "true")
    monkeypatch.setattr("pipeline.work.compose.parted", partial(parted, most=1))
    database.run_with("b.txt")
    assert (current_release(database.clean) / "cards.parquet").is_dir()
    assert not (current_release(database.clean) / "bilag.duckdb").exists()
