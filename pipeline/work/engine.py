"""Runs the workers: a fresh process a document, so many at a time, each with its limits.

Processes come from a fork server that has the extractors loaded, so starting one takes about ten milliseconds.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from pipeline.system.errors import RunError
from pipeline.system.processes import end_group, fresh_processes, start_fork_server
from pipeline.work.versions import release_fingerprint
from pipeline.work.worker import DISK, REPLACED, AtPage, Limits, Report, Task, work

T = TypeVar("T", bound=Task)
EXTRACT = "extractors.extract:extract_with_language"
"""The function that workers call."""
PRELOAD = ["pipeline.work.worker", "pipeline.work.preload"]
"""What the fork server loads before there is a worker."""


@dataclass(slots=True)
class _Running(Generic[T]):
    job: T
    process: BaseProcess
    channel: Connection
    started: float
    seconds: float


def context() -> BaseContext:
    """What starts workers; a fork server's modules are named but not yet loaded."""
    # One thread a worker: the workers are the parallelism, and threads do not survive a fork.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT"):
        os.environ.setdefault(name, "1")
    return fresh_processes(PRELOAD)


def warm_up() -> None:
    """Start the fork server, which loads the extractors while the caller does something else."""
    context()
    start_fork_server()


def usable_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_all(
    jobs: Iterable[T],
    limits: Limits,
    workers: int,
    done: Callable[[T, Report, float], None],
    at_page: Callable[[T, AtPage], None] | None = None,
) -> None:
    """Do every job; `done` hears of each as it ends, with its report and its seconds, `at_page` of its slow pages.

    Raises RunError when the clean folder cannot be written.
    """
    waiting = deque(jobs)
    if not waiting:
        return  # the fork server takes a second or two to start
    ctx, running = context(), dict[Connection, _Running[T]]()
    try:
        while waiting or running:
            while waiting and len(running) < max(1, workers):
                started = _start(ctx, waiting.popleft(), limits)
                running[started.channel] = started
            for task, report in _told(running):
                if isinstance(report, AtPage):
                    if at_page:
                        at_page(task.job, report)
                    continue
                del running[task.channel]
                _reap(task)
                if report.code == REPLACED:
                    raise RunError("the program was replaced while it ran; run it again")
                if report.code == DISK:
                    raise RunError(f"the clean folder cannot be written: {report.message}; free some space")
                done(task.job, report, time.monotonic() - task.started)
    finally:
        for task in running.values():
            _kill(task)
            _reap(task)


def _start(ctx: Any, job: T, limits: Limits) -> _Running[T]:
    receiving, sending = ctx.Pipe(duplex=False)
    process = ctx.Process(target=work, args=(sending, job, limits, release_fingerprint()), daemon=True)
    process.start()
    sending.close()
    return _Running(job, process, receiving, time.monotonic(), limits.seconds_for(job.path))


def _told(running: dict[Connection, _Running[T]]) -> list[tuple[_Running[T], Report | AtPage]]:
    """Wait until somebody says something, or the first limit is due; who ended, and how, or is where."""
    due = min(t.started + t.seconds for t in running.values())
    ready = connection.wait(list(running), timeout=max(0.0, due - time.monotonic()))
    ended: list[tuple[_Running[T], Report | AtPage]] = [(t, _receive(t)) for c, t in running.items() if c in ready]
    for task in running.values():
        if task.channel not in ready and time.monotonic() - task.started >= task.seconds:
            _kill(task)
            message = f"Reading the file took longer than {task.seconds:.0f} seconds; split it or raise the limit."
            ended.append((task, Report("time_limit", message)))
    return ended


def _receive(task: _Running[T]) -> Report | AtPage:
    try:
        report: Report | AtPage = task.channel.recv()
    except (EOFError, OSError):
        task.process.join(5)
        code = task.process.exitcode or 0
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        message = f"The process that read the file died ({how}); the file may be damaged. Fetch it again, or report it."
        return Report("worker_died", message)
    return report


def _kill(task: _Running[T]) -> None:
    """End a worker and whatever it started."""
    if task.process.pid:
        end_group(task.process.pid)
    task.process.kill()


def _reap(task: _Running[T]) -> None:
    task.channel.close()
    task.process.join(5)
    if task.process.is_alive():  # it answered, but hangs on the way out
        _kill(task)
        task.process.join(5)
