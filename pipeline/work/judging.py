"""Which documents of a run must be judged again, and that they are: what changed, and what stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.derived.common_prices import CommonPrices
from pipeline.reconcile.config import DECISIONS, PRICE_FACTORS, load_config
from pipeline.reconcile.decisions import load_decisions
from pipeline.reconcile.identity import told_apart
from pipeline.system.errors import RunError
from pipeline.work.compose import Judged
from pipeline.work.judge import Around, JudgeJob, Subject, holds
from pipeline.work.judgements import Facts, Judgements
from pipeline.work.settings import Settings
from pipeline.work.store import Outcome
from pipeline.work.worker import LOST, Report
from schemas.errors import BilagError

_ROUNDS = 4  # the first without the others' facts, one for what people decided, one for the prices that come of it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judged documents in the order of the files' names, and the files' outcomes with what the judging said."""

    judged: list[Judged]
    outcomes: list[Outcome]


def judge_all(outcomes: Sequence[Outcome], settings: Settings) -> Verdict:
    """Have every document judged as it must be among the others; those that still hold are left as they are.

    Raises RunError where a document's extraction is lost, what was reviewed cannot be read, or the disk refuses.
    """
    judgements, kept = Judgements(settings.store()), list(outcomes)
    around = _reviewed(settings.folders.review)
    facts: dict[str, Facts | None] = {}
    for _ in range(_ROUNDS):
        subjects = subjects_of(kept)
        facts = {s.sha256: facts.get(s.sha256) or judgements.facts(s.sha256) for s in subjects}
        known = {sha256: f for sha256, f in facts.items() if f}
        around = _among(around, known.values())
        subjects = _named(subjects, known)
        stale = [s for s in subjects if s.sha256 not in known or not holds(known[s.sha256], s, around)]
        if not stale:
            return Verdict([(s, known[s.sha256]) for s in subjects], kept)
        failed = _judge(stale, around, settings)
        kept = [_failed(o, failed.get(o.sha256 or "")) for o in kept]
        for subject in stale:
            facts.pop(subject.sha256, None)
    raise RunError("the documents' checks come to no rest: please report it with the files")


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


def _named(subjects: Sequence[Subject], known: Mapping[str, Facts]) -> list[Subject]:
    """The documents with the names that their findings go by, where it is known what they are called."""
    names = told_apart((f.plain_name, f.ingested_at, f.document_id) for f in known.values())
    return [replace(s, name=names[known[s.sha256].document_id]) if s.sha256 in known else s for s in subjects]


def _judge(stale: Sequence[Subject], around: Around, settings: Settings) -> dict[str, Report]:
    """Judge these in workers; the reports of those that failed, by sha256."""
    store, failed = settings.store(), dict[str, Report]()

    def done(job: JudgeJob, report: Report, _: float) -> None:
        if report.code == LOST:
            store.discard(job.subject.sha256)
            raise RunError(
                f"what {job.subject.file_name} gave was not kept, or is damaged; the next run reads it again"
            )
        if report.code:
            failed[job.subject.sha256] = report

    jobs = [JudgeJob(settings.raw / s.file_name, s, around, settings.clean, store.version) for s in stale]
    settings.run(jobs, done)
    return failed


def _failed(outcome: Outcome, report: Report | None) -> Outcome:
    if report is None or outcome.reason:
        return outcome
    return outcome.failed(BilagError(report.code or "internal_error", report.message))
