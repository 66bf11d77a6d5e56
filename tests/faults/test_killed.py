"""A run that is killed leaves the old release as it was; the next run sweeps up and succeeds."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.release.publish import list_releases, publish
from pipeline.system.errors import RunError
from schemas.dataset import TABLES, QuarantineRow

BILAG = [sys.executable, "-m", "pipeline"]


def files_of(names, reason="vanished"):
    seen = "2026-01-01T00:00:00+00:00"
    return {"quarantine": [QuarantineRow(file_name=n, reason=reason, message="m", seen_at=seen) for n in names]}


def published(clean):
    """The file names of the current release's quarantine, after every table of it was opened."""
    current = (clean / "current").resolve()
    for name in TABLES:
        pq.read_table(current / f"{name}.parquet")
    assert json.loads((current / "datapackage.json").read_text())["id"] == current.name
    return pq.read_table(current / "quarantine.parquet").column("file_name").to_pylist()


def test_killed_at_any_moment_of_publishing(tmp_path):
    publish(files_of(["0"]), tmp_path)
    publish(files_of(["1"]), tmp_path)
    seed, window, before, outcomes = random.Random(7), 0.05, ["1"], set()
    for n in range(2, 62):
        child = multiprocessing.get_context("fork").Process(target=publish, args=(files_of([str(n)]), tmp_path))
        child.start()
        time.sleep(seed.uniform(0, window))
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        now = published(tmp_path)
        assert now in (before, [str(n)])
        outcomes.add(now == before)
        # How long a release takes depends on the machine: later and later, until one comes through, then anywhere.
        window = window * 1.4 if outcomes == {True} else window
        before = now
        if n > 16 and len(outcomes) == 2:
            break
    assert outcomes == {True, False}, "the kills should fall before and after the switch"
    publish(files_of(["last"]), tmp_path)
    assert published(tmp_path) == ["last"]
    assert not [p for p in (tmp_path / "releases").iterdir() if p.name.startswith(".")]


def test_what_killed_runs_left_behind_goes(tmp_path):
    publish(files_of(["0"]), tmp_path)
    releases = tmp_path / "releases"
    (releases / ".new-123" / "report").mkdir(parents=True)
    (releases / ".new-note").write_text("half a note about a release")
    publish(files_of(["1"]), tmp_path)
    assert not [p for p in releases.iterdir() if p.name.startswith(".")]


def bilag_run(house, **options):
    command = [*BILAG, "run", "--raw", str(house.raw), "--clean", str(house.clean), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def text_of(n):
    return f"Ikke et bilag, nummer {n}\n" * 50


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["first_seen", ".new-*"])
def test_a_run_killed_half_way(house, sign):
    """The whole program, killed when it has got to extracting, and to publishing."""
    for n in range(4):
        house.put(f"{n}.txt", text_of(n))
    process = bilag_run(house)
    assert wait_for(house.clean, sign, process), "the run ended before it could be killed"
    process.kill()
    process.communicate()
    process = bilag_run(house)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    summary = json.loads(out)
    assert summary["rows"]["documents"] + summary["rows"]["quarantine"] == 4
    published(house.clean)
    assert [p.name for p in list_releases(house.clean)] == [summary["release"]]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_run_ends_at_once_without_a_traceback(house, number, code):
    house.put("a.txt", text_of(1))
    process = bilag_run(house)
    assert wait_for(house.clean, "first_seen", process)
    process.send_signal(number)
    out, err = process.communicate(timeout=600)
    assert process.returncode == code
    assert "Traceback" not in err
    assert "interrupted; the last release stands" in err.splitlines()[-1]
    assert json.loads(out) == {"ok": False, "error": "interrupted; the last release stands"}
    assert not (house.clean / "current").exists()


HANGING = """
import sys, pipeline.work.stages
pipeline.work.stages.EXTRACT = "misbehaving:hang_with_child"
from pipeline.cli.main import main
main(sys.argv[1:])
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_workers_and_what_they_started_end_with_a_run_that_is_killed(house, tmp_path):
    note = tmp_path / "pid"
    house.put("a.txt", str(note))
    command = [sys.executable, "-c", HANGING, "run", "--raw", house.raw, "--clean", house.clean, "--jobs", "1"]
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(list(map(str, command)), env={**os.environ, "PYTHONPATH": path})
    while not note.exists() or not note.read_text():
        assert process.poll() is None
        time.sleep(0.05)
    started = int(note.read_text())
    family = [started, parent_of(started), parent_of(parent_of(started))]
    assert all(alive(pid) for pid in family)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 300
    while any(alive(pid) for pid in family):
        assert time.monotonic() < deadline, "the program, its worker or the fork server lives on"
        time.sleep(0.1)


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(folder, pattern, process):
    while process.poll() is None:
        if next(folder.rglob(pattern), None):
            return True
        time.sleep(0.002)
    return False


@pytest.mark.slow
def test_two_runs_at_once(house):
    for n in range(3):
        house.put(f"{n}.txt", text_of(n))
    first, second = bilag_run(house), bilag_run(house)
    for process in (first, second):
        _, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    published(house.clean)


@pytest.mark.slow
def test_a_disk_that_refuses_leaves_the_old_release_and_says_so(house):
    house.put("a.txt", text_of(1))
    assert bilag_run(house).wait(600) == 0
    before = (house.clean / "current").resolve()
    house.put("b.txt", text_of(2))
    # No file may grow over 4 kB: what a full disk does to the release, without a disk to fill.
    process = bilag_run(house, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
    out, _ = process.communicate(timeout=600)
    assert process.returncode == 1
    assert "cannot be written" in json.loads(out)["error"]
    assert (house.clean / "current").resolve() == before
    published(house.clean)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        publish(files_of(["small"]), disk)
        noise = random.Random(1).randbytes(2_000_000).hex()
        with pytest.raises(RunError, match="No space left"):
            publish(files_of([noise]), disk)
        assert published(disk) == ["small"]
        publish(files_of(["small", "again"]), disk)
        assert published(disk) == ["small", "again"]
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_readers_of_an_old_release_are_not_disturbed(tmp_path):
    publish(files_of(["0"]), tmp_path)
    opened = pq.ParquetFile((tmp_path / "current").resolve() / "quarantine.parquet")
    publish(files_of(["1"]), tmp_path)
    assert opened.read().column("file_name").to_pylist() == ["0"]
    assert Path(tmp_path / "current").is_symlink()
