"""`bilag doctor` with one thing missing after another."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main


def doctor(folder, *options, exit_code=0, **variables):
    where = [w for name in ("raw", "clean", "review") for w in (f"--{name}", str(folder / name))]
    result = CliRunner().invoke(main, ["doctor", *where, "--format", "json", *options], env=variables)
    assert result.exit_code == exit_code, result.output
    return {t["what"]: t for t in json.loads(result.output)}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("a")
    return tmp_path


def test_a_machine_that_has_it_all(folder):
    (folder / "home").mkdir()
    (folder / "home" / "dagster.yaml").touch()
    told = doctor(folder, DAGSTER_HOME=str(folder / "home"))
    assert {
        told[w]["state"] for w in ("Python", "libraries", "raw folder", "clean folder", "clock", "Dagster home")
    } == {"ok"}


def test_a_raw_folder_that_is_not_there(folder):
    shutil.rmtree(folder / "raw")
    told = doctor(folder, exit_code=1)["raw folder"]
    assert (told["state"], told["mend"]) == ("missing", "mount the share, or set folders.raw")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_clean_folder_that_cannot_be_written(folder):
    (folder / "clean").mkdir(mode=0o500)
    assert doctor(folder, exit_code=1)["clean folder"]["state"] == "missing"


def test_a_clean_folder_that_is_a_file(folder):
    (folder / "clean").touch()
    assert doctor(folder, exit_code=1)["clean folder"]["state"] == "missing"


def programs(folder, script):
    (folder / "bin").mkdir()
    if script:
        path = folder / "bin" / "tesseract"
        path.write_text(script)
        path.chmod(0o755)
    return str(folder / "bin")


def test_no_tesseract_and_one_without_danish(folder, monkeypatch):
    monkeypatch.setenv("PATH", programs(folder, None))
    told = doctor(folder)
    assert told["Tesseract"]["mend"] == "apt install tesseract-ocr tesseract-ocr-dan"
    assert doctor(folder, "--strict", exit_code=1)
    shutil.rmtree(folder / "bin")
    monkeypatch.setenv("PATH", programs(folder, "#!/bin/sh\necho 'tesseract 5.3.0'\necho eng\n"))
    told = doctor(folder)
    assert (told["Tesseract"]["state"], told["Danish model"]["state"]) == ("ok", "warning")


def test_what_others_may_read(folder):
    (folder / "clean" / ".cache").mkdir(parents=True, mode=0o755)
    (folder / "pw").write_text("x")
    (folder / "pw").chmod(0o644)
    told = doctor(folder, BILAG_PASSWORD_FILE=str(folder / "pw"))
    assert told["the cache"]["state"] == told["folders.password_file"]["state"] == "warning"


def test_a_clock_that_was_set_back(folder):
    last = folder / "clean" / "log" / "last.json"
    last.parent.mkdir(parents=True)
    last.touch()
    os.utime(last, (4_000_000_000, 4_000_000_000))
    assert doctor(folder)["clock"]["state"] == "warning"


def test_dagster_homes(folder):
    assert doctor(folder, DAGSTER_HOME="")["Dagster home"]["state"] == "warning"
    assert doctor(folder, DAGSTER_HOME="relative", exit_code=1)["Dagster home"]["state"] == "missing"


def test_a_disk_that_is_nearly_full(folder, monkeypatch):
    monkeypatch.setattr("pipeline.work.examination.shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10, 9, 1))
    assert doctor(folder)["clean folder"]["state"] == "warning"
