"""From what was read to a release: judge the documents, put their parts together, publish."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from pipeline.release.history import current_release, locked, read_package, touched
from pipeline.release.shrinking import Allowance, Census, RefusedError, census, changes, last_census, refuse_to_shrink
from pipeline.system.errors import RunError
from pipeline.work.confidential import NAME, for_owner_only, refuse_place
from pipeline.work.engine import warm_up
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

if TYPE_CHECKING:
    from pipeline.work.assemble import Assembly

_ATTEMPTS: Final = 5
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
    confidential: int = 0
    """Documents of which the release says only that they are there."""


def untouched_release(settings: Settings) -> Summary | None:
    """The current release, when nothing at all has been touched since it was made; no file is opened to know it.

    Raises RunError when the raw folder or a template's cannot be read.
    """
    notes = [(published(settings.store(), internal=i), current_release(_place(settings, internal=i)))
             for i in _wanted(settings)]  # fmt: skip
    if not all(note and note.settled and current and current.name == note.release for note, current in notes):
        return None
    try:
        state = state_seen(settings.files().values(), settings.folders.review, settings.forms().digest)
    except OSError as error:
        raise RunError(str(error)) from error
    now = (state, settled_by(settings.store(), settings.secrecy))
    if any((note.state, note.settled) != now or touched(current) for note, current in notes if note and current):
        return None
    current = notes[-1][1]
    return _told(summary_of(current, changed=False), settings) if current else None


def standing_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary | None:
    """The current release, when it is whole and was made of what these files, decisions and this program are.

    Where a complete release is asked for besides, that must hold of it too.
    """
    found = [_standing(outcomes, settings, internal=internal) for internal in _wanted(settings)]
    current = found[-1]
    return _told(summary_of(current, changed=False), settings) if current and all(found) else None


def load_ahead() -> None:
    """Load what `build_release` will need and takes long to load: what puts a release together and shows it."""
    from pipeline.release.formats import export  # noqa: F401 -- and with it DuckDB
    from pipeline.work import assemble

    assemble.warm_up()


def _wanted(settings: Settings) -> tuple[bool, ...]:
    """The releases to make: the complete one, where it is asked for, and then the public one."""
    return (True, False) if settings.internal else (False,)


def _standing(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool) -> Path | None:
    store, folders = settings.store(), settings.folders
    note, current = published(store, internal=internal), current_release(_place(settings, internal=internal))
    if note is None or current is None or current.name != note.release or not outcomes:
        return None
    if note.inputs != inputs_of(outcomes, store, folders.review, settings.secrecy) or touched(current):
        return None
    state = state_of(outcomes, folders.review, settings.forms().digest)
    fresh = note.model_copy(update={"state": state, "settled": settled(outcomes, store, settings.secrecy)})
    if note != fresh:  # a file was copied again, put under another clock, or has come to rest: the same bytes
        note_published(store, fresh, internal=internal)
    return current


def _place(settings: Settings, *, internal: bool) -> Path:
    return settings.internal if internal and settings.internal else settings.clean


def build_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary:
    """Publish what the files gave. Raises RunError, the old release still current, when it cannot be done."""
    if not outcomes:
        raise RunError(
            f"there is no file in {settings.raw_shown}; is the share mounted? To start anew, use another clean folder. "
            "The last release stands",
            passes=True,
        )
    _refuse_own_failure(outcomes)
    standing = standing_release(outcomes, settings)
    if standing:
        return standing
    warm_up()  # before anything is kept from others' eyes: what workers write is as the user's files are
    store, review = settings.store(), settings.folders.review
    state = state_of(outcomes, review, settings.forms().digest)
    note = Note(release="", inputs=inputs_of(outcomes, store, review, settings.secrecy), state=state)
    name, changed = "", False
    for internal in _wanted(settings):
        try:
            with _protected(settings, internal=internal):
                name, changed, judged = _publish(outcomes, settings, internal=internal)
        except RefusedError as refusal:
            note_refused(store, note.model_copy(update={"refused": str(refusal)}))
            raise
        # What failed while it was judged is tried again by the next run: it must not find that nothing has changed.
        sure = {"settled": settled(outcomes, store, settings.secrecy)} if judged else {"inputs": ""}
        note_published(store, note.model_copy(update={"release": name, **sure}), internal=internal)
    _collect(settings, {o.file_name: o.sha256 for o in outcomes})
    return _told(summary_of(settings.clean / "releases" / name, changed=changed), settings)


def _protected(settings: Settings, *, internal: bool) -> AbstractContextManager[None]:
    if not internal:
        return nullcontext()
    place = _place(settings, internal=True)
    refuse_place(place, settings.raw, settings.clean, settings.folders.review)
    return for_owner_only(place)


def _told(summary: Summary, settings: Settings) -> Summary:
    """The summary, and which templates were left out."""
    return dataclasses.replace(summary, broken_templates=[str(e) for e in settings.forms().broken])


def _publish(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool) -> tuple[str, bool, bool]:
    """The same as `_attempt`, from the start where what was kept is damaged, or another run makes it anew meanwhile."""
    from pipeline.work.judgements import LostError

    for _ in range(_ATTEMPTS - 1):
        try:
            return _attempt(outcomes, settings, internal=internal)
        except LostError as error:
            _log.info("%s", error)
    return _attempt(outcomes, settings, internal=internal)


def _attempt(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool) -> tuple[str, bool, bool]:
    """Judge, put together, show, compare with the last release, and switch.

    The release's name, whether it is new, and whether all that was read could be judged. What a document gave is never
    held here: it passes from the workers to the disk, and is linked into the release.
    """
    # What follows takes longer to load than a run with nothing to do takes.
    from pipeline.release.publish import Filled, Retention, publish
    from pipeline.work.assemble import Assembly
    from pipeline.work.judging import judge_all

    place, retired = _place(settings, internal=internal), _retired(settings.folders.review)
    latest = current_release(place)
    assembly = Assembly.of(judge_all(outcomes, settings, internal=internal, last=latest), settings)
    _refuse_own_failure(assembly.verdict.outcomes)
    once = last_census(place, ())
    hidden = _hidden(assembly, once)
    last = last_census(place, hidden) if hidden else once
    before = last_census(place, {*retired, *hidden}) if retired else last
    counted: dict[str, int] = {}

    def fill(aside: Path) -> Filled:
        filled = assembly.fill(aside)
        counted.update(filled.rows)
        return filled

    def extend(aside: Path) -> dict[str, Any]:
        # What went since would be told in full: nothing is, where a bilag that it tells of has turned confidential.
        openly = once.files if once else {}
        telling = not any(sha256 in hidden for name, sha256 in openly.items() if not name.startswith(NAME))
        images = assembly.show(aside, latest if telling else None)
        after = census(aside, images, counted=counted)
        refuse_to_shrink(before, after, _allowance(settings))
        return {"why": changes(last, after), "page_images": images, **assembly.told()}

    retention = Retention(settings.keep_releases, settings.keep_days)
    finish = _write_database if settings.database and len(assembly.parts) == 1 else None
    made = publish(fill, place, keep=retention, extend=extend, finish=finish)
    return made.path.name, made.changed, list(outcomes) == list(assembly.verdict.outcomes)


def _write_database(aside: Path) -> None:
    import duckdb

    from pipeline.release.formats.export import write_database

    try:
        write_database(aside, aside)
    except duckdb.Error as error:
        raise RunError(f"the release's database cannot be written: {error}") from error


def _hidden(assembly: Assembly, once: Census | None) -> set[str]:
    """The sha256 of what this release does not show, and of what the last one published under its names."""
    hidden = {o.sha256 for o in assembly.verdict.outcomes if o.reason and o.sha256 and assembly.is_secret(o)}
    for subject, facts in assembly.judged:
        if facts.hidden:
            hidden |= {subject.sha256, *_once_as(once, (subject.file_name, *subject.other_names))}
    return hidden


def _once_as(before: Census | None, names: Iterable[str]) -> set[str]:
    """The sha256 of what the last release published under these names."""
    return {before.files[name] for name in names if name in before.files} if before else set()


def _collect(settings: Settings, known: Mapping[str, str | None]) -> None:
    """Remove what no release needs any more; a release that is published is not lost by what goes wrong here."""
    from pipeline.work.gc import collect

    try:
        with locked(settings.clean):
            collect(settings.clean, settings.store(), settings.files(), older_than=_COLLECTED_AFTER, known=known)
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
        confidential=package.get("confidential", 0),
    )
