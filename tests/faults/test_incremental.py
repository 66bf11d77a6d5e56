"""A run costs what changed: what stands on nothing that changed is neither made nor written again, and is right."""

from __future__ import annotations

from functools import partial

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as pads
import pytest

from pipeline.release.history import current_release, files_of, problems
from pipeline.release.parts import parted
from schemas.dataset import TABLES


@pytest.fixture
def parts(house, monkeypatch):
    """Six documents in parts of two, each with a page of its own."""
    monkeypatch.setattr("pipeline.work.compose.parted", partial(parted, most=2))
    monkeypatch.setattr("pipeline.work.assemble.ONE_PAGE", 0)
    for n in range(6):
        house.put(f"{n}.txt", f"many 3 number {n}")
    house.run()
    return house


def same(path):
    """What is another for a file made anew: its number alone may be one that was just given back."""
    return path.stat().st_ino, path.stat().st_mtime_ns


def inodes(house):
    """The files of the current release: those that are the same before and after were not made."""
    release = current_release(house.clean)
    return {p.relative_to(release).as_posix(): same(p) for p in files_of(release)}


def judged(house):
    return {p.parent.name: same(p) for p in (house.clean / ".cache").glob("*/*.facts")}


def test_every_reader_opens_the_parts_by_either_name_as_one_table(parts):
    current = parts.clean / "current"
    assert len(list((current / "cards").glob("*.parquet"))) > 1
    for name in TABLES:
        for path in (current / name, current / f"{name}.parquet"):
            rows = {
                len(pd.read_parquet(path)),
                duckdb.sql(f"select count(*) from read_parquet('{path}')").fetchall()[0][0],  # noqa: S608
                pl.read_parquet(path).height,
                pads.dataset(path, format="parquet").count_rows(),
            }
            assert len(rows) == 1, name
    assert len(pd.read_parquet(current / "cards")) == 18


def test_parts_hold_what_one_part_holds(parts, monkeypatch):
    in_parts = {name: parts.table(name) for name in TABLES}
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    parts.put("0.txt", "many 3 number 0")
    (parts.clean / "current").unlink()
    parts.run("--allow-shrink")
    assert (parts.clean / "current" / "cards.parquet").is_file()
    for name in TABLES:
        assert sorted(map(repr, parts.table(name))) == sorted(map(repr, in_parts[name])), name


def test_one_new_document_makes_its_part_and_its_page_and_no_other(parts):
    before, known = inodes(parts), judged(parts)
    parts.put("new.txt", "many 3 number new")
    parts.run()
    after = inodes(parts)
    assert known.items() <= judged(parts).items()
    new = next(d["document_id"] for d in parts.table("documents") if d["file_name"] == "new.txt")
    made = {name for name, inode in after.items() if before.get(name) != inode and name.count("/")}
    ids = {d["file_name"]: d["document_id"] for d in parts.table("documents")}
    home = next(name for name, part in parted(list(ids.values()), 2).items() if new in part)
    assert {n for n in made if n.startswith("cards/")} <= {f"cards/{home}.parquet", f"cards/{home[:-1]}1.parquet",
                                                           f"cards/{home[:-1]}0.parquet"}  # fmt: skip
    pages = {n for n in made if n.startswith("report/") and n.count("/") == 2}
    assert pages == {f"report/{new}/index.html", f"report/{new}/afstemning.xlsx"}
    assert problems(current_release(parts.clean)) == []


def test_a_decision_judges_the_document_it_is_about_again(parts):
    known = judged(parts)
    finding = parts.table("findings")[0]
    parts.call("accept", finding["finding_id"], "--reason", "aftalt", "--by", "Anna", folders=("clean", "review"))
    parts.run()
    again = {sha256 for sha256, inode in judged(parts).items() if known[sha256] != inode}
    assert {s[:16] for s in again} == {finding["document_id"]}
    assert {f["finding_id"] for f in parts.table("findings") if f["status"] == "accepted"} == {finding["finding_id"]}


def test_the_front_page_leads_to_every_document(parts):
    report = parts.clean / "current" / "report"
    page = (report / "index.html").read_text()
    for document in parts.table("documents"):
        assert f'href="{document["document_id"]}/index.html"' in page
        assert (report / document["document_id"] / "index.html").is_file()


def test_the_front_page_tells_what_is_new_and_what_is_gone(parts):
    parts.put("a.txt", "saving Nye systemer")
    parts.run()
    parts.put("b.txt", "saving Ro i hverdagen")
    parts.run()
    new = next(f for f in parts.table("findings") if f["rule"] == "same_saving")
    assert f'href="{new["document_id"]}/index.html#{new["finding_id"]}"' in front(parts)
    (parts.raw / "b.txt").unlink()
    parts.run("--allow-shrink")
    assert "Fund, der er væk" in front(parts)


def front(parts):
    return (parts.clean / "current" / "report" / "index.html").read_text()


def test_a_part_that_somebody_wrote_into_is_made_again(parts):
    path = next((parts.clean / "current" / "cards").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert parts.run()["changed"]
    assert problems(current_release(parts.clean)) == []


def test_what_one_document_says_of_another_is_said_when_it_comes_and_not_when_it_went(parts):
    parts.put("a.txt", "saving Nye systemer")
    parts.run()
    known = judged(parts)
    parts.put("b.txt", "saving Ro i hverdagen")
    parts.run()
    told = [f for f in parts.table("findings") if f["rule"] == "same_saving"]
    ids = {d["file_name"]: d["document_id"] for d in parts.table("documents")}
    assert [f["document_id"] for f in told] == [ids["b.txt"]]
    assert known.items() <= judged(parts).items(), "it speaks of the later one only"
    known = judged(parts)
    (parts.raw / "a.txt").unlink()
    parts.run("--allow-shrink")
    assert not any(f["rule"] == "same_saving" for f in parts.table("findings"))
    again = {sha256[:16] for sha256, inode in judged(parts).items() if known[sha256] != inode}
    assert again == {ids["b.txt"]}
    assert problems(current_release(parts.clean)) == []
