"""From the store of extractions to a release: gather the rows, reconcile them, publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline import report
from pipeline.derived import derive
from pipeline.engine import RunError
from pipeline.publish import Published, publish
from pipeline.quarantine import quarantine_rows
from pipeline.reconcile.config import DECISIONS, PRICE_FACTORS, load_config
from pipeline.reconcile.decisions import load_decisions
from pipeline.reconcile.run import reconcile
from pipeline.store import Outcome, Store
from schemas.dataset import FindingRow, QuarantineRow, Row
from schemas.extraction import Extraction

Tables = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the bilag lie, where releases go, and where people's decisions on findings are kept."""

    raw: Path
    clean: Path
    review: Path


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to, for its last words and for machines."""

    release: str
    changed: bool
    rows: dict[str, int]
    findings: dict[str, int]
    quarantined: list[dict[str, str]] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)


def build_release(outcomes: Sequence[Outcome], store: Store, folders: Folders, keep: int) -> Summary:
    """Publish what the files gave. Raises RunError, the old release still current, when it cannot be done."""
    _refuse_own_failure(outcomes)
    extractions = gather(outcomes, store)
    tables: Tables = {}
    for extraction in extractions:
        tables.setdefault("documents", []).append(extraction.document)
        for name, rows in extraction.rows.items():
            tables.setdefault(name, []).extend(rows)
    quarantined = quarantine_rows(outcomes)
    tables["quarantine"] = [*quarantined]
    tables.update(_reconcile(tables, folders.review))
    tables.update(_derive(tables, folders.review))
    published = publish(tables, folders.clean, keep=keep, extend=lambda aside: report.build(aside, folders.raw))
    return _summary(published, tables, extractions, quarantined)


_OWN_FAILURES: Final = frozenset({"worker_died", "internal_error"})


def _refuse_own_failure(outcomes: Sequence[Outcome]) -> None:
    """When not one of several files could be read and the failures are this program's, nothing is published.

    A broken installation must not put an empty release in the place of a good one.
    """
    if len(outcomes) > 1 and all(o.reason in _OWN_FAILURES for o in outcomes):
        raise RunError(f"no file could be read ({outcomes[0].message}); the installation may be broken: make setup")


def gather(outcomes: Sequence[Outcome], store: Store) -> list[Extraction]:
    """The extractions in the order of the files' names; the same bytes once, under the first of their names."""
    names: dict[str, list[str]] = {}
    for outcome in sorted(outcomes, key=lambda o: o.file_name):
        if outcome.sha256 and not outcome.reason:
            names.setdefault(outcome.sha256, []).append(outcome.file_name)
    extractions = []
    for sha256, (name, *others) in names.items():
        extraction = store.load(sha256)
        if extraction:
            update = {"file_name": name, "other_names": others}
            extractions.append(Extraction(extraction.document.model_copy(update=update), extraction.rows))
    return extractions


def _reconcile(tables: Tables, review: Path) -> Tables:
    """The checks and findings, under the official factors and the decisions that `review` holds."""
    try:
        config = load_config(review / PRICE_FACTORS.name)
        decisions = load_decisions(review / DECISIONS.name)
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error
    return reconcile(tables, config=config, decisions=decisions)


def _derive(tables: Tables, review: Path) -> Tables:
    """What is counted from the printed rows and the findings."""
    try:
        return derive(tables, load_config(review / PRICE_FACTORS.name))
    except (OSError, ValueError) as error:
        raise RunError(f"what was reviewed cannot be read: {error}") from error


def _summary(
    published: Published, tables: Tables, extractions: Sequence[Extraction], quarantined: Sequence[QuarantineRow]
) -> Summary:
    open_findings = [f for f in tables.get("findings", []) if isinstance(f, FindingRow) and f.status == "open"]
    return Summary(
        release=published.path.name,
        changed=published.changed,
        rows=published.rows,
        findings={s: sum(f.severity == s for f in open_findings) for s in ("error", "warning", "info")},
        quarantined=[{"file_name": q.file_name, "reason": q.reason, "message": q.message} for q in quarantined],
        duplicates=[name for e in extractions for name in e.document.other_names],
    )
