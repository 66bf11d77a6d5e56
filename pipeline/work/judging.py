"""Which documents of a run must be judged again, and that they are: what changed, and what stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pipeline.derived.common_prices import CommonPrices
from pipeline.reconcile.config import DECISIONS, PRICE_FACTORS, load_config
from pipeline.reconcile.decisions import load_decisions
from pipeline.reconcile.identity import told_apart
from pipeline.system.errors import RunError
from pipeline.work.among import Member, among
from pipeline.work.compose import Judged
from pipeline.work.judge import Around, Beside, JudgeJob, Subject, shows, stands
from pipeline.work.judgements import Facts, Judgements
from pipeline.work.revised import Before, Named
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome
from pipeline.work.worker import LOST, Report
from schemas.dataset import LineageRow
from schemas.errors import BilagError

_ROUNDS: Final = 10
"""Each settles more of what documents stand on: their rows, whether they are confidential, their names, what was
decided, what they say of each other, the prices that come of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judged documents in the order of the files' names, and the files' outcomes with what the judging said."""

    judged: list[Judged]
    outcomes: list[Outcome]
    lineage: list[LineageRow]
    internal: bool
    """For the complete release."""


def judge_all(outcomes: Sequence[Outcome], settings: Settings, *, internal: bool, last: Path | None) -> Verdict:
    """Have every document judged as it must be among the others; those that still hold are left as they are.

    `internal`: for the complete release. `last` is the release before. Raises LostError where what was kept of a
    document is damaged, RunError where an extraction is lost, what was reviewed cannot be read, or the disk refuses.
    """
    bench = _Bench(settings, internal, last)
    kept, facts = list(outcomes), dict[str, Facts]()
    for _ in range(_ROUNDS):
        subjects = subjects_of(kept)
        facts = bench.known(subjects, facts)
        stale = [s for s in subjects if s.sha256 not in facts]
        if not stale:
            subjects = bench.told(subjects, facts)
            stale = [s for s in subjects if not shows(facts[s.sha256], s)]
        if not stale:
            subjects, lineage = bench.seated(subjects, facts)
            stale = [s for s in subjects if not stands(facts[s.sha256], s, bench.around)]
            if not stale:
                return Verdict([(s, facts[s.sha256]) for s in subjects], kept, lineage, internal)
        failed = bench.judge(stale)
        kept = [_failed(o, failed.get(o.sha256 or "")) for o in kept]
        for subject in stale:
            facts.pop(subject.sha256, None)
    raise RunError("the documents' checks come to no rest: please report it with the files")


class _Bench:
    """What the documents of a run are judged by."""

    def __init__(self, settings: Settings, internal: bool, last: Path | None) -> None:
        self._settings, self._internal, self._last = settings, internal, Before(last)
        self._judgements = Judgements(settings.store(), internal=internal)
        self.around = _reviewed(settings.folders.review)

    def known(self, subjects: Iterable[Subject], before: Mapping[str, Facts]) -> dict[str, Facts]:
        """The facts of those documents that were judged by this program."""
        found = ((s.sha256, before.get(s.sha256) or self._judgements.facts(s.sha256)) for s in subjects)
        return {sha256: facts for sha256, facts in found if facts}

    def told(self, subjects: Iterable[Subject], facts: Mapping[str, Facts]) -> list[Subject]:
        """The documents, each told whether it is confidential and what it supersedes."""
        secrecy, found, named = self._settings.secrecy, list[Subject](), list[Named]()
        for subject in subjects:
            names, known = (subject.file_name, *subject.other_names), facts[subject.sha256]
            secret = secrecy.holds(names, said=known.said)
            found.append(replace(subject, secret=secret, hidden=secret and not self._internal))
            named.append(Named(known.document_id, names, secret))
        older = self._last.predecessors(named)
        return [replace(s, supersedes=older.get(facts[s.sha256].document_id)) for s in found]

    def seated(self, subjects: Sequence[Subject], facts: Mapping[str, Facts]) -> tuple[list[Subject], list[LineageRow]]:
        """The documents as they must be judged among each other, and the links between their cards."""
        self.around = _among(self.around, facts.values())
        names = told_apart((f.plain_name, f.ingested_at, f.document_id) for f in facts.values())
        ids = [facts[s.sha256].document_id for s in subjects]
        members = [Member(s.sha256, i, facts[s.sha256].told) for s, i in zip(subjects, ids, strict=True)]
        found = among(members, self._settings, internal=self._internal)
        beside = found.beside()
        placed = [replace(s, name=names[i], beside=beside.get(i, Beside())) for s, i in zip(subjects, ids, strict=True)]
        return placed, found.lineage

    def judge(self, stale: Sequence[Subject]) -> dict[str, Report]:
        """Judge these in workers; the reports of those that failed, by sha256."""
        settings, failed = self._settings, dict[str, Report]()
        store = settings.store()

        def done(job: JudgeJob, report: Report, _: float) -> None:
            if report.code == LOST:
                store.discard(job.subject.sha256)
                raise RunError(
                    f"what {job.subject.file_name} gave was not kept, or is damaged; the next run reads it again"
                )
            if report.code:
                secret = report.confidential if job.subject.secret is None else job.subject.secret
                failed[job.subject.sha256] = replace(report, confidential=secret)

        jobs = [
            JudgeJob(settings.raw / s.file_name, s, self.around, settings.clean, store.version, self._internal)
            for s in stale
        ]
        settings.run(jobs, done)
        return failed


def subjects_of(outcomes: Iterable[Outcome]) -> list[Subject]:
    """The documents in the order of the files' names; the same bytes once, under the first of their names."""
    names: dict[str, list[str]] = {}
    for outcome in sorted(outcomes, key=lambda o: o.file_name):
        if outcome.sha256 and not outcome.reason:
            names.setdefault(outcome.sha256, []).append(outcome.file_name)
    return [Subject(sha256, name, tuple(others)) for sha256, (name, *others) in names.items()]


def _reviewed(review: Path) -> Around:
    try:
        config = load_config(review / PRICE_FACTORS.name)
        decisions = load_decisions(review / DECISIONS.name)
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error
    return Around(config, tuple(decisions))


def _among(around: Around, known: Iterable[Facts]) -> Around:
    """What a document stands on among these."""
    levels: Counter[int | None] = Counter()
    factors, annexes = [], set()
    for facts in known:
        levels.update(dict(facts.levels))
        factors += facts.factors
        annexes |= {facts.bilag_no.lower()} if facts.bilag_no else set()
    prices = CommonPrices(levels, factors, around.config)
    return replace(around, annexes=frozenset(annexes), prices=prices)


def _failed(outcome: Outcome, report: Report | None) -> Outcome:
    if report is None or outcome.reason:
        return outcome
    code = report.code or "internal_error"
    return outcome.failed(BilagError(code, report.message, confidential=report.confidential))
