"""The first two stages of the way, free of Dagster: take the files in, and have each extracted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from pipeline.engine import EXTRACT, RunError, extract_all
from pipeline.files import RawFile, SizeLimits, fingerprint
from pipeline.progress import Listener
from pipeline.resources import Workspace
from pipeline.store import Outcome, Store
from pipeline.worker import Job, Report
from schemas.errors import BilagError
from schemas.extraction import Extraction


def take_in(keys: Iterable[str], workspace: Workspace) -> dict[str, Outcome]:
    """Look at the file of each key and note what it is: its bytes' sha256, or why it cannot be used.

    Raises RunError when the notes cannot be written.
    """
    files, store = workspace.files(), workspace.store()
    outcomes = {key: _look_at(files.get(key), key, workspace.raw, workspace.size_limits) for key in keys}
    _note(store, outcomes)
    return outcomes


def extract_missing(keys: Sequence[str], workspace: Workspace, listener: Listener) -> dict[str, Outcome]:
    """Extract the files whose bytes the store does not hold yet; what became of each.

    Raises RunError when the clean folder cannot be written.
    """
    store, files = workspace.store(), workspace.files()
    outcomes = {key: store.outcome(key) for key in keys}
    if None in outcomes.values():
        take_in([k for k, o in outcomes.items() if o is None], workspace)
    known = {key: o for key in keys if (o := store.outcome(key))}
    listener.begin(len(known))
    jobs, by_sha = [], dict[str, list[str]]()
    for key, outcome in known.items():
        settled = _settled(outcome, store)
        if settled:
            known[key] = settled
            listener.done(settled)
        elif key in files and outcome.sha256:
            by_sha.setdefault(outcome.sha256, []).append(key)
            if len(by_sha[outcome.sha256]) == 1:
                jobs.append(_job(files[key], outcome.sha256, workspace, store))
        else:
            known[key] = _vanished(outcome)
            listener.done(known[key])

    def done(job: Job, report: Report, seconds: float) -> None:
        for key in by_sha[job.sha256]:
            known[key] = _after(known[key], report, seconds)
            listener.done(known[key])

    extract_all(jobs, workspace.limits, workspace.worker_count(), done)
    _note(store, known)
    return known


def extractions_of(keys: Iterable[str], store: Store, tables: Collection[str]) -> dict[str, Extraction | None]:
    """These tables of the extraction of each key's file, or None where there is none."""
    outcomes = {key: store.outcome(key) for key in keys}
    return {
        key: store.load(o.sha256, tables) if o and o.sha256 and not o.reason else None for key, o in outcomes.items()
    }


def _look_at(file: RawFile | None, key: str, raw: Path, limits: SizeLimits) -> Outcome:
    outcome = Outcome(file_name=file.name if file else key, seen_at=dt.datetime.now(dt.UTC).replace(microsecond=0))
    if file is None:
        return _vanished(outcome)
    try:
        sha256, size = fingerprint(file, raw, limits)
    except BilagError as error:
        return outcome.failed(error)
    return outcome.model_copy(update={"sha256": sha256, "size": size})


def _settled(outcome: Outcome, store: Store) -> Outcome | None:
    """The outcome, when no worker is needed to know it."""
    if outcome.sha256 is None:
        return outcome
    if store.has(outcome.sha256):
        return outcome
    failure = store.failure(outcome.sha256)
    return outcome.failed(failure) if failure else None


def _vanished(outcome: Outcome) -> Outcome:
    error = BilagError("vanished", "The file was gone when it was to be read; put it back and run again.")
    return outcome.failed(error)


def _after(outcome: Outcome, report: Report, seconds: float) -> Outcome:
    update = {"reason": report.code, "message": report.message or None, "seconds": round(seconds, 3)}
    return outcome.model_copy(update=update)


def _job(file: RawFile, sha256: str, workspace: Workspace, store: Store) -> Job:
    return Job(file.path, file.name, sha256, workspace.clean, store.version, EXTRACT, workspace.passwords())


def _note(store: Store, outcomes: dict[str, Outcome]) -> None:
    try:
        for key, outcome in outcomes.items():
            store.save_outcome(key, outcome)
    except OSError as error:
        raise RunError(f"the clean folder cannot be written: {error}; free some space and run again") from error
