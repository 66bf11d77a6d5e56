"""Bad files in the raw folder: each is used or quarantined, and the others are published all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.work.engine import EXTRACT
from pipeline.work.stages import extract

SOURCE = Path(__file__).parents[2] / "data" / "raw" / "003_61a7856cbd365aa4.txt"


def test_every_kind_of_bad_file_beside_good_ones(house, tmp_path):
    house.put("good.txt", "good")
    house.put("Bilag 2a – æøå ØRESTAD (1).txt", "names with spaces and Danish letters")
    house.put("..forslag...txt", "a name of dots")
    house.put("undermappe/..%2F..%2Fetc.txt", "a name that looks like a way out")
    house.put("empty.txt", "")
    house.put("died.txt", "die")
    house.put("defect.txt", "defect")
    house.put(".hidden.txt", "hidden")
    house.put("manifest.json", "{}")
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    (house.raw / "link out.txt").symlink_to(outside)
    (house.raw / "folder out").symlink_to(tmp_path)
    (house.raw / "dangling.txt").symlink_to(house.raw / "nowhere.txt")
    (house.raw / "ring.txt").symlink_to("ring.txt")
    os.mkfifo(house.raw / "pipe.txt")
    house.put("fused.txt", "fused columns")
    house.put("half.txt", "half a character")

    summary = house.run()

    published = {d["file_name"] for d in house.table("documents")}
    assert published == {
        "good.txt", "Bilag 2a – æøå ØRESTAD (1).txt", "..forslag...txt", "undermappe/..%2F..%2Fetc.txt",
    }  # fmt: skip
    assert house.quarantined() == {
        "empty.txt": "empty_file", "died.txt": "worker_died", "defect.txt": "internal_error",
        "link out.txt": "outside_raw", "folder out": "outside_raw", "dangling.txt": "vanished",
        "ring.txt": "unreadable",
        "pipe.txt": "unreadable", "fused.txt": "unpublishable", "half.txt": "unpublishable",
    }  # fmt: skip
    assert summary["rows"]["cards"] == 4
    said = {q["file_name"]: q["message"] for q in summary["quarantined"]}
    assert all(said.values())
    assert "100000000000000000000 does not fit amount_dkk (economic_amounts, line 7)" in said["fused.txt"]


def test_a_file_name_that_is_not_utf8_is_read_as_latin1(house):
    path = os.fsencode(house.raw) + b"/for\xe6ldre.txt"
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(b"text")
    house.run()
    assert [d["file_name"] for d in house.table("documents")] == ["forældre.txt"]


def test_names_that_dagster_keeps_for_itself(house):
    names = ["a...b.txt", "new\nline.txt", "a,b[c]|d.txt", "%2E.txt", "x" * 200 + ".txt"]
    for n, name in enumerate(names):
        house.put(name, f"text {n}")
    house.run()
    assert {d["file_name"] for d in house.table("documents")} == set(names)


def test_the_same_bytes_are_published_once_and_the_other_names_told(house):
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        house.put(name, "the same")
    summary = house.run()
    assert [(d["file_name"], d["other_names"]) for d in house.table("documents")] == [("a.txt", ["b.txt", "sub/c.txt"])]
    assert summary["duplicates"] == ["b.txt", "sub/c.txt"]


def test_a_file_over_its_limit_is_not_read(house):
    house.put("big.pdf", b"%PDF-1.7\n" + b"x" * 1_500_000)
    house.put("small.txt", "small")
    house.run("--size-limit", "1")
    assert house.quarantined() == {"big.pdf": "too_large"}


def test_a_text_of_50_mb_is_refused_at_once(house):
    house.put("huge.txt", b"Forslag\n" * 6_500_000)
    house.put("small.txt", "small")
    assert house.run()["seconds"] < 10
    assert house.quarantined() == {"huge.txt": "too_large"}


def test_a_file_that_vanishes_between_listing_and_reading(house, monkeypatch):
    doomed = house.put("gone.txt", "gone")
    house.put("here.txt", "here")

    def remove_first(*arguments):
        doomed.unlink(missing_ok=True)
        return extract(*arguments)

    monkeypatch.setattr("pipeline.work.run.extract", remove_first)
    house.run()
    assert house.quarantined() == {"gone.txt": "vanished"}
    assert [d["file_name"] for d in house.table("documents")] == ["here.txt"]


def test_an_unreadable_file_and_an_unreadable_folder(house):
    house.put("shut.txt", "shut").chmod(0)
    house.put("sub/inside.txt", "inside")
    house.put("open.txt", "open")
    house.put("deep/down/open.txt", "open too")
    (house.raw / "sub").chmod(0)
    ran = as_ordinary_user("run", "--json", "--raw", house.raw, "--clean", house.clean)
    assert ran.returncode == 0, ran.stderr
    told = {q["file_name"]: q["reason"] for q in json.loads(ran.stdout)["quarantined"]}
    assert told == dict.fromkeys(("shut.txt", "sub"), "unreadable") | dict.fromkeys(
        ("open.txt", "deep/down/open.txt"), "not_a_bilag"
    )


def test_an_unreadable_raw_folder_is_a_failed_run(house):
    house.put("a.txt", "a")
    house.raw.chmod(0)
    ran = as_ordinary_user("run", "--json", "--raw", house.raw, "--clean", house.clean)
    assert ran.returncode == 1
    assert "Permission denied" in json.loads(ran.stdout)["error"]
    assert not (house.clean / "current").exists()


def as_ordinary_user(*arguments):
    """`bilag` without root's right to read everything."""
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    if os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            pytest.skip("root may read everything, and there is no setpriv to take that right away")
        command = [setpriv, "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)


def test_a_missing_raw_folder_is_a_failed_run(house):
    house.raw.rmdir()
    assert "not a folder" in house.run(exit_code=1)["error"]
    assert not (house.clean / "current").exists()


@pytest.mark.parametrize("released", [True, False])
def test_an_empty_raw_folder_is_a_failed_run_and_the_last_release_stands(house, released):
    """A share that did not mount."""
    if released:
        house.put("a.txt", "a")
        house.run()
        (house.raw / "a.txt").unlink()
    said = house.run(exit_code=1)["error"]
    assert "is the share mounted" in said
    assert (house.clean / "current").exists() == released


def test_a_quarantined_file_that_is_removed_leaves_the_dataset_with_the_next_run(house):
    house.put("a.txt", "a")
    bad = house.put("b.txt", "die")
    house.run()
    bad.unlink()
    house.run()
    assert house.quarantined() == {}


def test_failures_that_may_pass_are_tried_again_and_final_ones_are_not(house, monkeypatch):
    house.put("died.txt", "die")
    house.put("refused.txt", "refuse")
    house.run()
    first = {r["file_name"]: r["seen_at"] for r in house.table("quarantine")}
    monkeypatch.setattr(
        "pipeline.work.stages.EXTRACT", "misbehaving:plain"
    )  # the defect is mended, the version the same
    house.run()
    assert house.quarantined() == {"refused.txt": "not_a_bilag"}
    assert house.table("quarantine")[0]["seen_at"] == first["refused.txt"]


def test_a_changed_file_is_read_again_under_the_same_name(house):
    house.put("a.txt", "before")
    house.run()
    house.put("a.txt", "after")
    house.run()
    assert [c["title"] for c in house.table("cards")] == ["after"]


def test_the_same_bytes_are_never_read_twice(house, tmp_path, monkeypatch):
    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:count")
    house.put("a.txt", f"{marks}\n1")
    house.put("b.txt", f"{marks}\n1")
    house.run()
    house.put("c.txt", f"{marks}\n1")
    assert not house.run()["quarantined"]
    assert len(list(marks.iterdir())) == 1


@pytest.mark.slow
def test_encodings_and_contents_that_are_none_with_the_real_extractor(house, monkeypatch):
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", EXTRACT)
    text = SOURCE.read_text("utf-8")
    house.put("utf8.txt", text)
    house.put("utf16.txt", text.encode("utf-16"))
    house.put("utf8 with a mark.txt", text.encode("utf-8-sig"))
    house.put("latin1.txt", text.encode("cp1252", "replace"))
    house.put("binary.txt", bytes(range(256)) * 40)
    house.put("letter.txt", "Kære borger\n\nTak for dit brev. Vi vender tilbage.\n" * 20)
    house.put("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    house.run()
    assert house.quarantined() == {
        "binary.txt": "binary_file",
        "letter.txt": "not_a_bilag",
        "cut.pdf": "pdf_truncated",
    }
    names = {d["document_id"]: d["file_name"] for d in house.table("documents")}
    amounts = {name: [] for name in names.values()}
    for a in house.table("economic_amounts"):
        amounts[names[a["document_id"]]].append((a["label"], a["year"], a["amount_dkk"]))
    assert len(amounts["utf8.txt"]) > 10
    assert amounts["utf8.txt"] == amounts["utf16.txt"] == amounts["utf8 with a mark.txt"] == amounts["latin1.txt"]
