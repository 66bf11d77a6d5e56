"""From the store of extractions to a release: gather the rows, reconcile them, publish."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.release.history import current_release, damage, locked
from pipeline.release.shrinking import Allowance, Census, RefusedError, census, changes, last_census, refuse_to_shrink
from pipeline.system.errors import RunError
from pipeline.work.confidential import NAME, for_owner_only, public, refuse_place
from pipeline.work.notes import Note, inputs_of, note_published, note_refused, published, state_of
from pipeline.work.quarantine import quarantine_rows
from pipeline.work.retired import load_retired
from pipeline.work.revised import with_predecessors
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome, Store
from schemas.dataset import Row
from schemas.extraction import Extraction

Tables = dict[str, list[Row]]
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


def standing_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary | None:
    """The current release, when it is whole and was made of what these files, decisions and this program are.

    Where a complete release is asked for besides, that must hold of it too.
    """
    found = [_standing(outcomes, settings, internal=internal) for internal in _wanted(settings)]
    current = found[-1]
    return _told(summary_of(current, changed=False), settings) if current and all(found) else None


def load_ahead() -> None:
    """Load what `build_release` will need and takes long to load: the words of Danish, the pages of the report."""
    from extractors.danish.lemmas import lemma_table
    from pipeline import report

    lemma_table()
    report.warm_up()


def _wanted(settings: Settings) -> tuple[bool, ...]:
    """The releases to make: the complete one, where it is asked for, and then the public one."""
    return (True, False) if settings.internal else (False,)


def _standing(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool) -> Path | None:
    store, folders = settings.store(), settings.folders
    note, current = published(store, internal=internal), current_release(_place(settings, internal=internal))
    if note is None or current is None or current.name != note.release or not outcomes:
        return None
    if note.inputs != inputs_of(outcomes, store, folders.review, settings.secrecy) or damage(current):
        return None
    state = state_of(outcomes, folders.review, settings.forms().digest)
    if note.state != state:  # a file was copied again, or put under another clock: the same bytes
        note_published(store, note.model_copy(update={"state": state}), internal=internal)
    return current


def _place(settings: Settings, *, internal: bool) -> Path:
    return settings.internal if internal and settings.internal else settings.clean


def build_release(outcomes: Sequence[Outcome], settings: Settings) -> Summary:
    """Publish what the files gave. Raises RunError, the old release still current, when it cannot be done."""
    if not outcomes:
        raise RunError(
            f"there is no file in {settings.raw}; is the share mounted? To start anew, use another clean folder. "
            "The last release stands",
            passes=True,
        )
    _refuse_own_failure(outcomes)
    standing = standing_release(outcomes, settings)
    if standing:
        return standing
    store, review = settings.store(), settings.folders.review
    state = state_of(outcomes, review, settings.forms().digest)
    note = Note(release="", inputs=inputs_of(outcomes, store, review, settings.secrecy), state=state)
    name, changed = "", False
    for internal in _wanted(settings):
        try:
            with _protected(settings, internal=internal):
                name, changed = _publish(outcomes, settings, internal=internal)
        except RefusedError as refusal:
            note_refused(store, note.model_copy(update={"refused": str(refusal)}))
            raise
        note_published(store, note.model_copy(update={"release": name}), internal=internal)
    _collect(settings)
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


def _publish(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool) -> tuple[str, bool]:
    """Gather, reconcile, show, compare with the last release, and switch; the release's name, and whether it is new."""
    # What follows takes longer to load than a run with nothing to do takes.
    from pipeline import report
    from pipeline.release.publish import Retention, publish
    from pipeline.work.drawing import Drawer

    store, folders, place = settings.store(), settings.folders, _place(settings, internal=internal)
    tables, hidden, once = Tables(), set[str](), last_census(place, ())
    for whole in gather(outcomes, store):
        extraction = settings.secrecy.told(whole)
        if extraction.document.confidential and not internal:
            document = extraction.document
            hidden |= {document.sha256, *_once_as(once, (document.file_name, *document.other_names))}
            extraction = public(extraction)
        tables.setdefault("documents", []).append(extraction.document)
        for name, rows in extraction.rows.items():
            tables.setdefault(name, []).extend(rows)

    def secret(outcome: Outcome) -> bool:
        return not internal and settings.secrecy.holds([outcome.file_name], said=outcome.confidential)

    hidden |= {o.sha256 for o in outcomes if o.reason and o.sha256 and secret(o)}
    tables["quarantine"] = [*quarantine_rows(outcomes, secret)]
    tables["documents"] = [*with_predecessors(tables.get("documents", []), current_release(place))]
    tables.update(_reconcile(tables, folders.review))
    tables.update(_derive(tables, folders.review))
    last, before = last_census(place, hidden), last_census(place, {*_retired(folders.review), *hidden})
    drawer = Drawer(folders.raw, store, settings.passwords(), workers=settings.worker_count())

    def extend(aside: Path) -> dict[str, Any]:
        # What went since would be told in full: nothing is, where a bilag that it tells of has turned confidential.
        openly = once.files if once else {}
        telling = not any(sha256 in hidden for name, sha256 in openly.items() if not name.startswith(NAME))
        report.build(aside, folders.raw, drawer, last=current_release(place) if telling else None)
        images = {"drawn": sorted(drawer.drawn), "failed": sorted(drawer.failed)}
        after = census(aside, images)
        refuse_to_shrink(before, after, _allowance(settings))
        return {"why": changes(last, after), "page_images": images}

    retention = Retention(settings.keep_releases, settings.keep_days)
    made = publish(tables, place, keep=retention, extend=extend)
    return made.path.name, made.changed


def _once_as(before: Census | None, names: Iterable[str]) -> set[str]:
    """The sha256 of what the last release published under these names."""
    return {before.files[name] for name in names if name in before.files} if before else set()


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


def gather(outcomes: Sequence[Outcome], store: Store) -> list[Extraction]:
    """The extractions in the order of the files' names; the same bytes once, under the first of their names.

    Raises RunError where one cannot be had: no document is left out without a word.
    """
    names: dict[str, list[str]] = {}
    for outcome in sorted(outcomes, key=lambda o: o.file_name):
        if outcome.sha256 and not outcome.reason:
            names.setdefault(outcome.sha256, []).append(outcome.file_name)
    extractions = []
    for sha256, (name, *others) in names.items():
        extraction = store.load(sha256)
        if extraction is None:
            store.discard(sha256)
            raise RunError(f"what {name} gave was not kept, or is damaged; the next run reads it again")
        update = {"file_name": name, "other_names": others}
        extractions.append(Extraction(extraction.document.model_copy(update=update), extraction.rows))
    return extractions


def _reconcile(tables: Tables, review: Path) -> Tables:
    """Lineage, then the checks and findings, under the official factors and the decisions that `review` holds."""
    from pipeline.lineage import link_cards
    from pipeline.reconcile.config import DECISIONS, PRICE_FACTORS, load_config
    from pipeline.reconcile.decisions import load_decisions
    from pipeline.reconcile.run import reconcile

    try:
        config = load_config(review / PRICE_FACTORS.name)
        decisions = load_decisions(review / DECISIONS.name)
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error
    found = link_cards(tables)
    made = reconcile(tables, config=config, decisions=decisions, announcements=found.announcements)
    return {**made, "lineage": [*found.rows]}


def _derive(tables: Tables, review: Path) -> Tables:
    """What is counted from the printed rows and the findings."""
    from pipeline.derived import derive
    from pipeline.reconcile.config import PRICE_FACTORS, load_config

    try:
        return derive(tables, load_config(review / PRICE_FACTORS.name))
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error


def summary_of(release: Path, *, changed: bool) -> Summary:
    """What a release holds, in a few figures. Raises RunError where it cannot be read."""
    try:
        package = json.loads((release / "datapackage.json").read_text("utf-8"))
        findings = pq.read_table(release / "findings.parquet", columns=["severity", "status"]).to_pylist()
        quarantine = pq.read_table(release / "quarantine.parquet").to_pylist()
        documents = pq.read_table(release / "documents.parquet", columns=["other_names", "confidential"]).to_pylist()
    except (OSError, ValueError) as error:
        raise RunError(f"the release {release.name} cannot be read: {error}") from error
    still_open = [f["severity"] for f in findings if f["status"] == "open"]
    return Summary(
        release=release.name,
        changed=changed,
        rows={r["name"]: r["row_count"] for r in package["resources"]},
        findings={s: still_open.count(s) for s in ("error", "warning", "info")},
        why=package.get("why", ""),
        quarantined=[{k: q[k] for k in ("file_name", "reason", "message")} for q in quarantine],
        duplicates=[name for d in documents for name in d["other_names"]],
        confidential=sum(d["confidential"] for d in documents),
    )
