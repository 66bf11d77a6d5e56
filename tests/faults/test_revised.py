"""A bilag that comes again with other bytes: what it replaces, what changed, and what people decided about it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.release.diff import release_diff
from pipeline.release.publish import publish

BILAG = (Path(__file__).parents[2] / "data" / "raw" / "002_6d45ed6ea08fb11e.txt").read_bytes()


def documents(house):
    return {d["file_name"]: d for d in house.table("documents")}


def test_a_revised_bilag_says_which_it_supersedes_for_as_long_as_it_stays(house):
    house.put("a.txt", "first")
    house.put("b.txt", "b")
    house.run()
    first = documents(house)["a.txt"]["document_id"]
    house.put("a.txt", "second")
    assert "1 changed: a.txt" in house.run()["why"]
    second = documents(house)["a.txt"]
    assert second["supersedes"] == first
    assert documents(house)["b.txt"]["supersedes"] is None
    house.put("c.txt", "c")
    house.run()
    assert documents(house)["a.txt"]["supersedes"] == first
    house.put("a.txt", "third")
    house.run()
    assert documents(house)["a.txt"]["supersedes"] == second["document_id"]


def test_a_file_that_was_renamed_supersedes_nothing(house):
    house.put("a.txt", "first")
    house.run()
    (house.raw / "a.txt").rename(house.raw / "old.txt")
    house.put("a.txt", "second")
    house.run()
    assert [d["supersedes"] for d in documents(house).values()] == [None, None]


def test_a_decision_on_an_unchanged_finding_holds_for_the_revised_bilag(tmp_path):
    folders = [w for name in ("raw", "clean", "review") for w in (f"--{name}", str(tmp_path / name))]

    def run(*arguments):
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == 0, result.output
        return result.stdout

    def findings():
        return pq.read_table(tmp_path / "clean" / "current" / "findings.parquet").to_pylist()

    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "bilag.txt").write_bytes(BILAG)
    before = json.loads(run("run", "--json", *folders))["release"]
    chosen = findings()[0]["finding_id"]
    run("accept", chosen, "--reason", "Aftalt", *folders[2:])
    run("run", *folders)
    (tmp_path / "raw" / "bilag.txt").write_bytes(BILAG + b"\nRettet udgave af bilaget.\n")
    run("run", *folders)
    accepted = [f["finding_id"] for f in findings() if f["status"] == "accepted"]
    assert accepted == [chosen]
    said = run("diff", before, *folders[2:4])
    assert "changed   documents  bilag.txt: " in said
    assert said.count("changed   findings") == 1


@pytest.mark.parametrize("turned", [False, True])
def test_releases_compare_where_one_has_an_empty_table(house, tmp_path, turned):
    house.put("a.txt", "a")
    house.run()
    empty = publish({}, tmp_path / "empty").path
    pair = [(house.clean / "current").resolve(), empty]
    found = release_diff(*(reversed(pair) if turned else pair))
    assert {c.kind for c in found} == {"appeared" if turned else "vanished"}
    assert {c.table for c in found} >= {"documents", "economic_amounts"}
    assert release_diff(empty, empty) == []
