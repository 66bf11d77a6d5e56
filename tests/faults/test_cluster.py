"""The same run on a real Dask cluster of two workers, one killed half-way: the same release, byte for byte."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from pipeline.release.history import current_release, problems, read_package
from pipeline.system.errors import RunError
from pipeline.work.progress import Silent
from pipeline.work.run import run_all
from pipeline.work.settings import Settings
from pipeline.work.stages import keys_of
from pipeline.work.store import Outcome

distributed = pytest.importorskip("distributed")


class KillsOne(Silent):
    """Kills a worker of the cluster when so many documents are done."""

    def __init__(self, client, after):
        self.client, self.after, self.killed = client, after, False

    def done(self, outcome: Outcome) -> None:
        self.after -= 1
        if self.after == 0:
            workers = self.client.run(os.getpid)
            os.kill(next(iter(workers.values())), signal.SIGKILL)
            self.killed = True


@pytest.fixture
def cluster(monkeypatch):
    here = str(Path(__file__).parent)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made,
        distributed.Client(made, set_as_default=False) as client,
    ):
        yield client


def settings_of(house, clean, **more):
    folders = {"raw_dir": str(house.raw), "clean_dir": str(clean), "review_dir": str(house.review)}
    return Settings(**folders, rest_seconds=0, **more)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_makes_the_same_release(house, cluster, tmp_path):
    for n in range(8):
        house.put(f"{n}.txt", f"many 2 number {n}")
    alone = tmp_path / "alone"
    run_all(settings_of(house, alone), Silent())
    for path in (alone / ".cache").glob("*/first_seen"):  # the one thing that a release holds of the clock
        target = house.clean / path.relative_to(alone)
        target.parent.mkdir(parents=True)
        target.write_bytes(path.read_bytes())
    listener = KillsOne(cluster, 3)
    run_all(settings_of(house, house.clean, scheduler=cluster.scheduler.address), listener)
    assert listener.killed
    assert problems(current_release(house.clean)) == []
    assert files(house.clean) == files(alone)
    assert len(keys_of(settings_of(house, alone))) == 8


def files(clean):
    """The files' sums, without the database, whose bytes are never the same."""
    told = read_package(current_release(clean))["files"]
    return {name: sha256 for name, sha256 in told.items() if name != "bilag.duckdb"}


def test_a_scheduler_that_does_not_answer_is_said(house, monkeypatch):
    monkeypatch.setattr("pipeline.work.cluster._PATIENCE", "1s")
    house.put("a.txt", "a")
    with pytest.raises(RunError, match="no scheduler answers"):
        run_all(settings_of(house, house.clean, scheduler="tcp://127.0.0.1:9"), Silent())
