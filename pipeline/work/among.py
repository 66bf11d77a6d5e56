"""What documents say of each other: the rules over all of them, and lineage; by what each tells, in one worker.

    <clean>/.cache/among/<digest>.json      what came of these documents' tellings: as long as they stay, so does it

No document is held for longer than it takes to look at it: first everybody's briefs, and which tellings meet another;
then the documents of those that do.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipeline.lineage import link_sketches
from pipeline.lineage.announcements import Announcement
from pipeline.lineage.undertakings import Undertaking, undertakings
from pipeline.reconcile.run import run_across
from pipeline.reconcile.telling import Across, Meetings, Told, marks_of
from pipeline.system.durable import read_sealed, write_sealed
from pipeline.system.errors import RunError
from pipeline.work.briefs import Brief, Briefs, tellings_in
from pipeline.work.judge import Beside
from pipeline.work.judgements import Judgements, LostError, ToldFile
from pipeline.work.settings import Settings
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint
from pipeline.work.worker import DISK, LOST, Limits, Report
from schemas.dataset import LineageRow

_TABLES = ("cards", "card_sections", "economic_amounts", "prioritisation_criteria")
"""What lineage reads."""
_LIMITS = Limits(seconds=7200.0, seconds_per_mb=0.0)


@dataclass(frozen=True, slots=True)
class Member:
    """A document, by its bytes and its id, and the digest of what it tells."""

    sha256: str
    document_id: str
    told: str


class Among(BaseModel):
    """What the documents say of each other."""

    model_config = ConfigDict(frozen=True)
    across: list[Across] = []
    announced: dict[str, list[tuple[str, Announcement]]] = {}
    """By document: card id, and what became of what it announces."""
    lineage: list[LineageRow] = []

    def beside(self) -> dict[str, Beside]:
        """What is said of each document of which anything is said."""
        across: dict[str, list[Across]] = {}
        for found in self.across:
            across.setdefault(found.document_id, []).append(found)
        return {
            document_id: Beside(tuple(across.get(document_id, ())), tuple(self.announced.get(document_id, ())))
            for document_id in across.keys() | self.announced.keys()
        }


@dataclass(frozen=True, slots=True)
class AmongJob:
    """The documents of a release, in its order, to hold against each other."""

    members: tuple[Member, ...]
    clean: Path
    version: str
    internal: bool

    @property
    def path(self) -> Path:
        """Where what comes of it is kept."""
        made_of = [release_fingerprint(), [[m.document_id, m.told] for m in self.members]]
        digest = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()[:32]
        return Store(self.clean, self.version).root / "among" / f"{digest}.json"

    def perform(self) -> Report:
        """Do it, in the worker."""
        store = Store(self.clean, self.version)
        try:
            briefs = Briefs(store, internal=self.internal)
            made = _among(self.members, store, Judgements(store, internal=self.internal), briefs)
            write_sealed(self.path, made.model_dump_json().encode())
        except LostError as error:
            return Report(LOST, str(error))
        except OSError as error:
            return Report(DISK, str(error))
        return Report()


def among(members: Sequence[Member], settings: Settings, *, internal: bool) -> Among:
    """What these documents say of each other, made where it is not kept.

    Raises LostError where what was kept of one is damaged, which is forgotten then; RunError.
    """
    job = AmongJob(tuple(members), settings.clean, settings.store().version, internal)
    made = _kept(job.path)
    if made is not None:
        return made
    reports: list[Report] = []
    settings.run([job], lambda _, report, __: reports.append(report), _LIMITS)
    for report in reports:
        if report.code:
            error = LostError if report.code == LOST else RunError
            raise error(f"the bilag could not be held against each other: {report.message}")
    made = _kept(job.path)
    if made is None:
        raise RunError("what came of holding the bilag against each other is damaged already; check the disk")
    return made


def _kept(path: Path) -> Among | None:
    try:
        found = Among.model_validate_json(read_sealed(path))
        os.utime(path)  # in use: see `pipeline.work.gc`
        return found
    except (OSError, ValueError):
        return None


def _among(members: Sequence[Member], store: Store, judgements: Judgements, briefs: Briefs) -> Among:
    known = _briefs(members, judgements, briefs)
    meetings = Meetings()
    for brief in known.values():
        meetings.note(brief.marks)
    meeting = [m for m in members if (b := known[m.told]).failing or meetings.has(b.marks)]
    across = run_across([_meeting(told, meetings) for _, told in _all(meeting, judgements)])
    sketches = [sketch for m in members for sketch in known[m.told].sketches]
    sha256_of = {m.document_id: m.sha256 for m in members}
    found = link_sketches(sketches, len(members), lambda document_id: _undertakings(sha256_of[document_id], store))
    home = {one.id: one.document_id for one in sketches}
    announced: dict[str, list[tuple[str, Announcement]]] = {}
    for card_id, announcement in found.announcements.items():
        announced.setdefault(home[card_id], []).append((card_id, announcement))
    return Among(across=across, announced=announced, lineage=found.rows)


def _briefs(members: Sequence[Member], judgements: Judgements, briefs: Briefs) -> dict[str, Brief]:
    """The brief of every document, by what it tells; those that were not known are kept for the next run."""
    known = briefs.known()
    found = {m.told: known[m.told] for m in members if m.told in known}
    new = [m for m in members if m.told not in known]
    found |= {member.told: Brief.of(told) for member, told in _all(new, judgements)}
    if found.keys() != known.keys():
        briefs.keep(found)
    return found


def _all(members: Iterable[Member], judgements: Judgements) -> Iterator[tuple[Member, ToldFile]]:
    """What each tells. Raises LostError after the last where what was kept of some is damaged; these are forgotten."""
    lost = []
    for member in members:
        try:
            yield member, judgements.told(member.sha256, member.told)
        except (OSError, ValueError):
            judgements.forget(member.sha256)
            lost.append(member.document_id)
    if lost:
        raise LostError(f"what was kept of {len(lost)} bilag is damaged ({lost[0]})")


def _meeting(told: ToldFile, meetings: Meetings) -> Told:
    """What a document tells of what others tell too, and what it could not."""
    kept: Told = {}
    for rule, tellings in tellings_in(told).items():
        mine = [t for t in tellings if meetings.has(marks_of(rule, t))]
        if mine:
            kept[rule] = mine
    for failed in told.failed:
        kept.setdefault(failed.rule, []).append(failed)
    return kept


def _undertakings(sha256: str, store: Store) -> list[Undertaking]:
    extraction = store.load(sha256, _TABLES)
    if extraction is None:
        store.discard(sha256)
        raise LostError("an extraction is damaged; run again")
    return undertakings({**extraction.rows, "documents": [extraction.document]})
