"""What is published, and what is rather not."""

import datetime as dt

import pytest

from pipeline.engine import RunError
from pipeline.release import Folders, build_release
from pipeline.store import Outcome, Store

SEEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def failed(name: str, reason: str) -> Outcome:
    return Outcome(file_name=name, sha256=name * 64, reason=reason, message="exit code 1", seen_at=SEEN)


def build(tmp_path, outcomes):
    folders = Folders(tmp_path / "raw", tmp_path / "clean", tmp_path / "review")
    folders.raw.mkdir()
    return build_release(outcomes, Store(folders.clean, "v"), folders, keep=2)


def test_a_broken_installation_publishes_nothing(tmp_path):
    with pytest.raises(RunError, match="installation"):
        build(tmp_path, [failed("a", "worker_died"), failed("b", "internal_error")])
    assert not (tmp_path / "clean" / "current").exists()


def test_files_that_are_bad_by_themselves_are_published_as_quarantined(tmp_path):
    summary = build(tmp_path, [failed("a", "worker_died"), failed("b", "empty_file")])
    assert [q["reason"] for q in summary.quarantined] == ["worker_died", "empty_file"]
