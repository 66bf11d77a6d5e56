"""The same work on a Dask cluster, for when one machine is too small: `bilag run --engine dask --scheduler tcp://...`.

A task is one document: the name of its file, where the clean folder is, and what it stands on. The worker reads the
file, has a process of its own do the job within its limits (`pipeline.work.engine`), and writes what comes of it into
the store; back goes a line that says how it went. So every worker must see the raw and the clean folder under the same
paths and run the same program. A worker that dies has its documents done by another, and what is written is named by
what it is made of, so that doing it twice does no harm: a run anywhere gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipeline.system.errors import RunError
from pipeline.work.engine import T, extract_all, usable_cores
from pipeline.work.versions import release_fingerprint
from pipeline.work.worker import DISK, Limits, Report, Task

if TYPE_CHECKING:
    from distributed import Client, Future

_EACH = 4  # tasks that wait at a worker: none stands idle, and none has much to lose
_PATIENCE = "30s"


def run_on_cluster(
    jobs: Iterable[T], limits: Limits, scheduler: str | None, workers: int, done: Callable[[T, Report, float], None]
) -> None:
    """Do every job on the cluster of this scheduler, or without one on so many workers of this machine.

    Raises RunError when Dask is not installed, no scheduler answers, a worker runs another program, or the clean
    folder cannot be written.
    """
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:
        return
    with _client(scheduler, workers) as client:
        for job, report, seconds in _completed(client, first, waiting, limits):
            if report.code == DISK:
                raise RunError(report.message)
            done(job, report, seconds)


def _completed(client: Client, first: T, waiting: Iterator[T], limits: Limits) -> Iterator[tuple[T, Report, float]]:
    """What the workers answer; as many tasks are on their way as keep them busy."""
    from distributed import as_completed

    running: dict[Future[tuple[Report, float]], T] = {}
    answers: Any = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def send(job: T) -> None:
        future = client.submit(_on_worker, job, limits, release_fingerprint(), pure=False)
        running[future] = job
        answers.add(future)

    send(first)
    for job in waiting:
        send(job)
        if len(running) >= _EACH * max(1, sum(client.nthreads().values())):  # type: ignore[no-untyped-call]
            future = next(answers)
            yield running.pop(future), *_answer(future)
    for future in answers:
        yield running.pop(future), *_answer(future)


def _answer(future: Future[tuple[Report, float]]) -> tuple[Report, float]:
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        return Report("worker_died", f"Every worker that was given the file died ({error}); fetch it again."), 0.0


def _on_worker(job: Task, limits: Limits, program: str) -> tuple[Report, float]:
    """Do a job in a process of its own on the cluster's worker."""
    if program != release_fingerprint():
        raise RunError("a worker of the cluster runs another version of this program; install the same everywhere")
    multiprocessing.current_process().daemon = False  # Dask's are, and such may have no processes of their own
    started, reports = time.monotonic(), list[Report]()
    try:
        extract_all([job], limits, 1, lambda _, report, __: reports.append(report))
    except RunError as error:
        return Report(DISK, str(error)), 0.0
    return reports[0], time.monotonic() - started


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise RunError("Dask is not installed; pip install 'bilag[dask]'") from error
    try:
        if scheduler:
            with Client(scheduler, timeout=_PATIENCE, set_as_default=False) as client:  # type: ignore[no-untyped-call]
                yield client
            return
        local = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers or usable_cores(), threads_per_worker=1, processes=True, dashboard_address=None
        )
        with local as cluster, Client(cluster, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            yield client
    except OSError as error:
        raise RunError(f"no scheduler answers at {scheduler or 'this machine'}: {error}") from error
