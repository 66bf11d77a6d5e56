"""SIGKILL at seeded moments, whatever the run is doing: what is published is always whole, and nothing is lost by it.

A moment is the n-th time that the main process writes, links, renames or removes something in the clean folder, so that
it falls where it falls on any machine.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.release.history import current_release, files_of, problems, read_package
from pipeline.work.settings import Settings

HERE = Path(__file__).parent
MARK = "BILAG_TEST_FAMILY"
NEVER = 10**9


def run(house, at, clean=None, family="-"):
    command = [sys.executable, HERE / "killed_at.py", str(at), "run", "--raw", house.raw, "--jobs", "2"]
    command += ["--review", house.review, "--clean", clean or house.clean, "--allow-shrink"]
    path = os.pathsep.join([str(HERE), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, MARK: family}
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


def living(family):
    """The processes of a run, by the mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={family}\0".encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


def outcome(clean):
    """A release's files by their sha256."""
    return (read_package(current_release(clean)) or {})["files"]


def leftovers(clean):
    """The bytes of what is neither a release nor kept on purpose."""
    roots = [p for pattern in ("**/.new-*", "**/.old-*") for p in clean.glob(pattern)]
    return sum(p.stat().st_size for root in roots for p in ([root] if root.is_file() else files_of(root)))


LONG = pytest.mark.skipif("BILAG_LONG" not in os.environ, reason="takes minutes; set BILAG_LONG=1")


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
@pytest.mark.parametrize("moments", [4, pytest.param(50, marks=LONG)])
def test_killed_at_any_moment_and_started_again(house, tmp_path, moments):
    seed, came_through = random.Random(moments), 0
    house.put("bad.txt", "refuse this one")
    for n in range(moments):
        house.put(f"{n:02}.txt", f"many 3 number {n}")
        came_through += run(house, seed.randint(1, 90), family=f"{tmp_path}-{n}")
        current = current_release(house.clean)
        assert current is None or problems(current) == []
    assert came_through < moments, "no run was killed"
    assert run(house, NEVER, family=f"{tmp_path}-last")
    assert problems(current_release(house.clean)) == []
    assert leftovers(house.clean) < 1_000_000
    deadline = time.monotonic() + 300
    while any(living(f"{tmp_path}-{n}") for n in [*range(moments), "last"]):
        assert time.monotonic() < deadline, "a worker or the fork server lives on"
        time.sleep(0.2)
    undisturbed = tmp_path / "undisturbed"
    seen_as_then(house.clean, undisturbed)
    assert run(house, NEVER, clean=undisturbed)
    assert outcome(house.clean) == outcome(undisturbed)


def seen_as_then(clean, other):
    """When each file was first seen is the one thing that a release holds of the clock."""
    for path in (clean / ".cache").glob("*/first_seen"):
        target = other / path.relative_to(clean)
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
    store, there = Settings(clean_dir=str(clean)).store(), Settings(clean_dir=str(other)).store()
    there.save_outcome("bad.txt", store.outcome("bad.txt"), None)
