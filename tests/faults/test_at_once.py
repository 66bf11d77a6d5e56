"""Several runs at once over one folder, and a disk that is full: each ends well or says why, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.release.history import current_release, list_releases, problems

HERE = Path(__file__).parent


def start(house, clean=None):
    command = [sys.executable, HERE / "pages_each.py", "run", "--raw", house.raw, "--clean", clean or house.clean]
    command += ["--review", house.review, "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    return subprocess.Popen(
        list(map(str, command)), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize("runs", [2, 5])
def test_runs_at_once_end_well_with_one_release_that_holds_all(house, runs):
    for n in range(5):
        house.put(f"{n}.txt", f"many 2 number {n}")
    for process in [start(house) for _ in range(runs)]:
        _, err = process.communicate(timeout=900)
        assert process.returncode == 0, err
    assert problems(current_release(house.clean)) == []
    assert len(list_releases(house.clean)) == 1
    assert len(house.table("documents")) == 5


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 24 MB of its own."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.slow
def test_a_run_on_a_full_disk_leaves_the_last_release_and_the_next_heals_it(house, small_disk):
    clean = small_disk / "clean"
    house.put("0.txt", "many 2 number 0")
    assert start(house, clean).wait(900) == 0
    before = current_release(clean)
    full = small_disk / "full"
    full.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 300_000))
    house.put("1.txt", "many 2 number 1")
    process = start(house, clean)
    _, err = process.communicate(timeout=900)
    assert process.returncode == 1
    assert "cannot be written" in err
    assert "Traceback" not in err
    assert current_release(clean) == before
    assert problems(before) == []
    full.unlink()
    assert start(house, clean).wait(900) == 0
    assert problems(current_release(clean)) == []
    names = pq.read_table(current_release(clean) / "documents.parquet", columns=["file_name"]).column(0).to_pylist()
    assert sorted(names) == ["0.txt", "1.txt"]
