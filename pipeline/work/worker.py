"""What a worker process does: read one file, extract it, put the result in the store, and say how it went.

The process is fresh for each document and ends with it. Whatever a parser does to it (a crash, a leak, an endless
loop) costs this one document.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import pkgutil
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from extractors.readers.progress import pages_told_to
from extractors.templates.model import Template
from pipeline.system.processes import (
    end_after,
    end_children_with_us,
    end_with_parent,
    let_fork_server_go,
    limit_memory,
    own_group,
)
from pipeline.work.raw import still_changing, unusable
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint
from schemas.errors import BilagError
from schemas.extraction import Extraction

_BETWEEN_WORDS = 0.3  # seconds


class Task(Protocol):
    """Something for a worker to do about a file."""

    @property
    def path(self) -> Path:
        """The file."""

    def perform(self) -> Report:
        """Do it, in the worker."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to extract, and where: `extract` names the function as "module:function".

    `templates` are the forms to read with, where they are others than the package's own; they go with the job, so that
    all of a run reads with the same.
    """

    path: Path
    file_name: str
    sha256: str
    clean: Path
    version: str
    extract: str
    passwords: tuple[str, ...] = ()
    templates: tuple[Template, ...] | None = None

    def perform(self) -> Report:
        """Extract it into the store."""
        return _report(self)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: wall-clock seconds, and bytes of memory on top of the program itself.

    A large file may take longer: a page of a scan is about 200 kB and takes OCR some three seconds.
    """

    seconds: float = 300.0
    memory_bytes: int = 3_000_000_000
    seconds_per_mb: float = 30.0

    def seconds_for(self, path: Path) -> float:
        """The seconds that a file of its size may take."""
        try:
            size = path.stat().st_size
        except OSError:  # gone already: the worker will say so
            return self.seconds
        return self.seconds + self.seconds_per_mb * size / 1_000_000


@dataclass(frozen=True, slots=True)
class Report:
    """A worker's answer. `code` is None when the extraction is in the store; "disk" when the store refused it."""

    code: str | None = None
    message: str = ""
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class AtPage:
    """What a worker says meanwhile: at which of how many pages it is."""

    place: int
    of: int


DISK = "disk"
"""The code of a report that the clean folder cannot be written: the run's failure, not the document's."""
REPLACED = "replaced"
"""The code of a report that the program's files are no longer those that the parent runs."""
LOST = "lost"
"""The code of a report that what was kept of a document is damaged: the next run reads it again."""


def work(channel: Connection, task: Task, limits: Limits, program: str) -> None:
    """Do one task and send a `Report`; the process's whole life. `program` is what the parent is, by its digest."""
    with channel, contextlib.suppress(BrokenPipeError):  # a run that was told to stop waits for no report
        with pages_told_to(_Teller(channel)):
            report = _performed(task, limits, program)
        channel.send(report)


class _Teller:
    """Tells at which page the worker is, now and then: pages that are read at once are not worth a word."""

    def __init__(self, channel: Connection) -> None:
        self._channel, self._last = channel, time.monotonic()

    def __call__(self, place: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last >= _BETWEEN_WORDS:
            self._last = now
            with contextlib.suppress(OSError):
                self._channel.send(AtPage(place, of))


def _performed(task: Task, limits: Limits, program: str) -> Report:
    if program != release_fingerprint():
        return Report(REPLACED)
    # A group of its own: when the parent gives up on it, whatever it started (Tesseract) goes with it.
    own_group()
    # Should the parent be killed, the fork server ends, and this process and what it started with it.
    let_fork_server_go()
    end_with_parent()
    end_children_with_us()
    end_after(int(limits.seconds_for(task.path)) + 10)
    limit_memory(limits.memory_bytes)
    return task.perform()


def _report(job: Job) -> Report:
    store = Store(job.clean, job.version)
    try:
        seen = store.first_seen(job.sha256)
    except OSError as error:
        return Report(DISK, str(error))
    try:
        extraction = _extract(job, seen)
        return _keep(store, job, extraction)
    except BilagError as error:
        return _keep_failure(store, job, error)
    except Exception as error:  # a defect of ours must cost this document only
        return defect(error)


def defect(error: Exception) -> Report:
    """What a worker reports of an error that is not the document's own: a limit, or a defect of ours."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return Report("memory_limit", "Reading the file took more memory than the limit; split it or raise the limit.")
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return Report("internal_error", f"{type(error).__name__}: {error}{place}; please report it with the file.")


def _keep(store: Store, job: Job, extraction: Extraction) -> Report:
    """Put the extraction in the store, when it can be published."""
    # The parent of the workers needs none of what these load.
    from pipeline.work.judge import Around, Subject, judge
    from pipeline.work.judgements import Judgements

    try:
        judge(extraction, Subject(job.sha256, job.file_name), Around(), Judgements(store))
        store.save(job.sha256, extraction)
    except BilagError as error:
        raise BilagError(error.code, error.message, confidential=extraction.document.confidential) from error
    except OSError as error:
        return Report(DISK, str(error))
    return Report()


def _extract(job: Job, seen: dt.datetime) -> Extraction:
    try:
        data = job.path.read_bytes()
    except OSError as error:
        raise unusable(error) from error
    extract = pkgutil.resolve_name(job.extract)
    chosen: dict[str, Any] = {} if job.templates is None else {"templates": job.templates}
    extraction: Extraction = extract(data, job.file_name, passwords=job.passwords, extracted_at=seen, **chosen)
    if extraction.document.sha256 != job.sha256:
        raise still_changing()
    return extraction


def _keep_failure(store: Store, job: Job, error: BilagError) -> Report:
    try:
        store.save_failure(job.sha256, error)
    except OSError as refused:
        return Report(DISK, str(refused))
    return Report(error.code, error.message, error.confidential)
