"""The first two stages of the way, free of Dagster: take the files in, and have each extracted once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pipeline.system.durable import Seal
from pipeline.system.errors import RunError
from pipeline.work.engine import EXTRACT
from pipeline.work.progress import Listener
from pipeline.work.raw import RawFile, fingerprint, seconds_at_rest, seen, stamp, still_changing
from pipeline.work.retired import Retired, load_retired
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome, Store
from pipeline.work.worker import Job, Report
from schemas.errors import BilagError
from schemas.extraction import Extraction

_RACY_SECONDS = 2.0  # file systems tell times apart only so far: within this, other bytes may have the same stamp


def take_in(keys: Iterable[str], workspace: Settings) -> dict[str, Outcome]:
    """Look at the file of each key and note what it is: its bytes' sha256, or why it cannot be used.

    Raises RunError when the raw folder or what was reviewed cannot be read, or the notes cannot be written.
    """
    store = workspace.store()
    try:
        store.protect()
        files, retired = workspace.files(), load_retired(workspace.folders.review)
    except (OSError, ValueError) as error:
        raise RunError(str(error)) from error
    outcomes, before = dict[str, Outcome](), dict[str, Outcome | None]()
    for key in keys:
        before[key] = store.outcome(key)
        outcome = _look_at(files.get(key), key, before[key], workspace)
        gone = retired.get(outcome.sha256 or "")
        outcomes[key] = outcome.failed(_retirement(gone)) if gone else outcome
    return _note(store, outcomes, before)


def keys_of(workspace: Settings) -> list[str]:
    """The keys of the raw folder's files. Raises RunError where it cannot be read."""
    try:
        return sorted(workspace.files())
    except OSError as error:
        raise RunError(str(error)) from error


def known_outcomes(taken_in: Mapping[str, Outcome], workspace: Settings) -> list[Outcome] | None:
    """What became of files just taken in, when nothing has to be read to know it; else None."""
    store = workspace.store()
    known = [o for outcome in taken_in.values() if (o := _settled(outcome, store))]
    return known if len(known) == len(taken_in) else None


def outcomes_of(keys: Iterable[str], workspace: Settings) -> list[Outcome]:
    """What became of each key's file when it was last looked at; a note that is lost or damaged is made anew."""
    store, found = workspace.store(), dict[str, Outcome]()
    for key in keys:
        outcome = store.outcome(key)
        if outcome is None:
            outcome = take_in([key], workspace)[key]
            outcome = _settled(outcome, store) or outcome
        found[key] = outcome
    return list(found.values())


def recheck(outcomes: Iterable[Outcome], workspace: Settings) -> list[Outcome]:
    """The outcomes, those of files that changed since they were looked at as still changing."""
    if workspace.source:
        return list(outcomes)  # the copies are ours: nobody else writes to them
    raw = workspace.raw
    return [
        o.failed(still_changing()).model_copy(update={"stamp": None})
        if not o.reason and o.stamp and (now := stamp(raw / o.file_name)) and now != o.stamp
        else o
        for o in outcomes
    ]


def extract_missing(keys: Sequence[str], workspace: Settings, listener: Listener) -> dict[str, Outcome]:
    """Extract the files whose bytes the store does not hold yet; what became of each.

    Raises RunError when the clean folder cannot be written.
    """
    store = workspace.store()
    noted = {key: o for key in keys if (o := store.outcome(key))}
    return extract(noted | take_in([k for k in keys if k not in noted], workspace), workspace, listener)


def extract(taken_in: Mapping[str, Outcome], workspace: Settings, listener: Listener) -> dict[str, Outcome]:
    """The same for files that were taken in, given what they are."""
    store, files, known = workspace.store(), workspace.files(), dict(taken_in)
    listener.begin(len(known))
    jobs, by_sha = [], dict[str, list[str]]()
    for key, outcome in known.items():
        settled = _settled(outcome, store)
        if settled:
            known[key] = settled
            listener.done(settled.model_copy(update={"seconds": None}))
        elif key in files and outcome.sha256:
            by_sha.setdefault(outcome.sha256, []).append(key)
            if len(by_sha[outcome.sha256]) == 1:
                jobs.append(_job(files[key], outcome.sha256, workspace, store))
        else:
            known[key] = _vanished(outcome)
            listener.done(known[key])

    def done(job: Job, report: Report, seconds: float) -> None:
        for key in by_sha[job.sha256]:
            known[key] = _after(known[key], report, seconds, None if report.code else store.seal(job.sha256))
            listener.done(known[key])

    workspace.run(jobs, done, at_page=lambda job, at: listener.at_page(job.file_name, at.place, at.of))
    return _note(store, known, dict(taken_in))


def extractions_of(
    keys: Iterable[str], store: Store, tables: Collection[str]
) -> Iterator[tuple[str, Extraction | None]]:
    """These tables of the extraction of each key's file, one after the other, or None where there is none."""
    for key in keys:
        o = store.outcome(key)
        yield key, store.load(o.sha256, tables) if o and o.sha256 and not o.reason else None


def _look_at(file: RawFile | None, key: str, before: Outcome | None, workspace: Settings) -> Outcome:
    outcome = Outcome(file_name=file.name if file else key, seen_at=dt.datetime.now(dt.UTC).replace(microsecond=0))
    if file is None:
        return _vanished(outcome)
    looks = seen(file)
    if file.refused:
        return outcome.model_copy(update={"stamp": looks}).failed(file.refused)
    rest = seconds_at_rest(file.path) if file.seen is None else float("inf")  # what was fetched has rested
    if rest < workspace.rest_seconds:
        return outcome.failed(still_changing())
    outcome = outcome.model_copy(update={"stamp": looks, "rested": rest > _RACY_SECONDS})
    if before and before.sha256 and before.rested and looks and before.stamp == looks:
        return outcome.model_copy(update={"sha256": before.sha256, "size": before.size})
    try:
        sha256, size = fingerprint(file, workspace.raw, workspace.size_limits)
    except BilagError as error:
        changing = error.code == "still_changing"
        return outcome.model_copy(update={"stamp": None if changing else looks}).failed(error)
    return outcome.model_copy(update={"sha256": sha256, "size": size})


def _retirement(entry: Retired) -> BilagError:
    said = f"Taken out of the dataset by {entry.by} on {entry.date.isoformat()}: {entry.reason}"
    return BilagError("retired", f"{said}. It may be removed from the raw folder.")


def _settled(outcome: Outcome, store: Store) -> Outcome | None:
    """The outcome, when no worker is needed to know it."""
    if outcome.sha256 is None or outcome.reason == "retired":
        return outcome
    if store.is_kept(outcome):
        return outcome
    seal = store.seal(outcome.sha256)
    if seal:
        return outcome.model_copy(update={"kept": seal})
    failure = store.failure(outcome.sha256)
    return outcome.failed(failure) if failure else None


def _vanished(outcome: Outcome) -> Outcome:
    error = BilagError("vanished", "The file was gone when it was to be read; put it back and run again.")
    return outcome.failed(error)


def _after(outcome: Outcome, report: Report, seconds: float, kept: Seal | None) -> Outcome:
    update = {"reason": report.code, "message": report.message or None, "seconds": round(seconds, 3)}
    return outcome.model_copy(update={**update, "confidential": report.confidential, "kept": kept})


def _job(file: RawFile, sha256: str, workspace: Settings, store: Store) -> Job:
    forms = workspace.forms().templates if workspace.templates else None
    return Job(file.path, file.name, sha256, workspace.clean, store.version, EXTRACT, workspace.passwords(), forms)


def _note(store: Store, outcomes: Mapping[str, Outcome], before: Mapping[str, Outcome | None]) -> dict[str, Outcome]:
    try:
        return {key: store.save_outcome(key, outcome, before.get(key)) for key, outcome in outcomes.items()}
    except OSError as error:
        raise RunError(f"the clean folder cannot be written: {error}; free some space and run again") from error
