"""From what was read to a release: judge the documents, put their parts together, publish."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.release.history import current_release, locked, read_package, touched
from pipeline.release.shrinking import Allowance, RefusedError, census, changes, last_census, refuse_to_shrink
from pipeline.system.errors import RunError
from pipeline.work.notes import (
    Note,
    inputs_of,
    note_published,
    note_refused,
    published,
    settled,
    settled_by,
    state_of,
    state_seen,
)
from pipeline.work.retired import load_retired
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome

_COLLECTED_AFTER = 3600.0  # seconds: another run may be reading what this one did not see yet
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to, for its last words and for machines."""

    release: str
    changed: bool
    rows: dict[str, int]
    findings: dict[str, int]
    why: str = ""
    quarantined: list[dict[str, str]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    broken_templates: list[str] = field(default_factory=list)
    """Why templates of the operator's were left out; what they would have read was read without them."""


def untouched_release(settings: Settings) -> Summary | None:
    """The current release, when nothing at all has been touched since it was made; no file is opened to know it.

    Raises RunError when the raw folder or a template's cannot be read.
    """
    store, folders = settings.store(), settings.folders
    note, current = published(store), current_release(folders.clean)
    if note is None or not note.settled or current is None or current.name != note.release:
        return None
    try:
        state = state_seen(settings.files().values(), folders.review, settings.forms().digest)
    except OSError as error:
        raise RunError(str(error)) from error
    if (note.state, note.settled) != (state, settled_by(store)) or touched(current):
        return None
    return _told(summary_of(current, changed=False), settings)


def standing_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary | None:
    """The current release, when it is whole and was made of what these files, decisions and this program are."""
    store, folders = settings.store(), settings.folders
    note, current = published(store), current_release(folders.clean)
    if note is None or current is None or current.name != note.release or not outcomes:
        return None
    if note.inputs != inputs_of(outcomes, store, folders.review) or touched(current):
        return None
    state = state_of(outcomes, folders.review, settings.forms().digest)
    fresh = note.model_copy(update={"state": state, "settled": settled(outcomes, store)})
    if note != fresh:  # a file was copied again, put under another clock, or has come to rest: the same bytes
        note_published(store, fresh)
    return _told(summary_of(current, changed=False), settings)


def build_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary:
    """Publish what the files gave. Raises RunError, the old release still current, when it cannot be done."""
    if not outcomes:
        raise RunError(
            f"there is no file in {settings.raw}; is the share mounted? To start anew, use another clean folder. "
            "The last release stands"
        )
    _refuse_own_failure(outcomes)
    standing = standing_release(outcomes, settings)
    if standing:
        return standing
    store, review = settings.store(), settings.folders.review
    state = state_of(outcomes, review, settings.forms().digest)
    note = Note(release="", inputs=inputs_of(outcomes, store, review), state=state)
    try:
        name, changed, judged = _publish(outcomes, settings)
    except RefusedError as refusal:
        note_refused(store, note.model_copy(update={"refused": str(refusal)}))
        raise
    # What failed while it was judged is tried again by the next run: it must not find that nothing has changed.
    sure = {"settled": settled(outcomes, store)} if judged else {"inputs": ""}
    note_published(store, note.model_copy(update={"release": name, **sure}))
    _collect(settings)
    return _told(summary_of(settings.clean / "releases" / name, changed=changed), settings)


def _told(summary: Summary, settings: Settings) -> Summary:
    """The summary, and which templates were left out."""
    return dataclasses.replace(summary, broken_templates=[str(e) for e in settings.forms().broken])


def _publish(outcomes: Sequence[Outcome], settings: Settings) -> tuple[str, bool, bool]:
    """Judge, put together, show, compare with the last release, and switch.

    The release's name, whether it is new, and whether all that was read could be judged. What a document gave is never
    held here: it passes from the workers to the disk, and is linked into the release.
    """
    # What follows takes longer to load than a run with nothing to do takes.
    from pipeline.release.publish import Retention, publish
    from pipeline.work.assemble import Assembly, LostError
    from pipeline.work.judging import judge_all

    folders = settings.folders
    try:
        assembly = Assembly.of(judge_all(outcomes, settings), settings)
    except LostError:
        assembly = Assembly.of(judge_all(outcomes, settings), settings)
    _refuse_own_failure(assembly.outcomes)
    last, before = last_census(folders.clean, ()), last_census(folders.clean, _retired(folders.review))

    def extend(aside: Path) -> dict[str, Any]:
        images = assembly.show(aside)
        after = census(aside, images)
        refuse_to_shrink(before, after, _allowance(settings))
        return {"why": changes(last, after), "page_images": images, **assembly.told()}

    retention = Retention(settings.keep_releases, settings.keep_days)
    made = publish(assembly.fill, folders.clean, keep=retention, extend=extend)
    return made.path.name, made.changed, list(outcomes) == list(assembly.outcomes)


def _collect(settings: Settings) -> None:
    """Remove what no release needs any more; a release that is published is not lost by what goes wrong here."""
    from pipeline.work.gc import collect

    try:
        with locked(settings.clean):
            collect(settings.clean, settings.store(), settings.files(), older_than=_COLLECTED_AFTER)
    except (OSError, ValueError, RunError) as error:
        _log.warning("the cache was not cleared: %s", error)


def _allowance(settings: Settings) -> Allowance:
    return Allowance(settings.shrink_percent, settings.quarantine_percent, settings.allow_shrink)


def _retired(review: Path) -> Collection[str]:
    try:
        return load_retired(review).keys()
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error


_OWN_FAILURES: Final = frozenset({"worker_died", "internal_error"})


def _refuse_own_failure(outcomes: Sequence[Outcome]) -> None:
    """When not one of several files could be read and the failures are this program's, nothing is published.

    A broken installation must not put an empty release in the place of a good one.
    """
    if len(outcomes) > 1 and all(o.reason in _OWN_FAILURES for o in outcomes):
        raise RunError(f"no file could be read ({outcomes[0].message}); the installation may be broken: make setup")


def summary_of(release: Path, *, changed: bool) -> Summary:
    """What a release holds, in a few figures. Raises RunError where it cannot be read."""
    package = read_package(release)
    try:
        if package is None:
            raise ValueError("datapackage.json is damaged")
        quarantine = pq.read_table(release / "quarantine.parquet").to_pylist()
    except (OSError, ValueError) as error:
        raise RunError(f"the release {release.name} cannot be read: {error}") from error
    return Summary(
        release=release.name,
        changed=changed,
        rows={r["name"]: r["row_count"] for r in package["resources"]},
        findings=package.get("open_findings", {}),
        why=package.get("why", ""),
        quarantined=[{k: q[k] for k in ("file_name", "reason", "message")} for q in quarantine],
        duplicates=package.get("duplicates", []),
    )
