"""What is published, and what is rather not."""

import datetime as dt

import pytest

from pipeline.system.errors import RunError
from pipeline.work.gather import build_release
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome

SEEN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def failed(name: str, reason: str) -> Outcome:
    return Outcome(file_name=name, sha256=name * 64, reason=reason, message="exit code 1", seen_at=SEEN)


def build(tmp_path, outcomes):
    (tmp_path / "raw").mkdir()
    folders = {f"{name}_dir": str(tmp_path / name) for name in ("raw", "clean", "review")}
    return build_release(outcomes, Settings(**folders))


def test_a_broken_installation_publishes_nothing(tmp_path):
    with pytest.raises(RunError, match="installation"):
        build(tmp_path, [failed("a", "worker_died"), failed("b", "internal_error")])
    assert not (tmp_path / "clean" / "current").exists()


def test_files_that_are_bad_by_themselves_are_published_as_quarantined(tmp_path):
    summary = build(tmp_path, [failed("a", "worker_died"), failed("b", "empty_file")])
    assert [q["reason"] for q in summary.quarantined] == ["worker_died", "empty_file"]
