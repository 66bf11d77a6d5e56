"""A controller's decisions: findings accepted with a reason, a name and a date, kept as YAML beside the data.

    - finding: Fa3c1...           which finding
      fingerprint: 9b0e...        the figures and texts it showed; when they change, the decision no longer holds
      reason: Aftalt med SOF
      by: Anna Jensen
      date: 2026-03-01
      what: BC16 'Samlet ...'     for whoever reads the file

A decision never removes a finding: it stays in the data as accepted, and leaves the open list.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from pipeline.reconcile.identity import fingerprint
from pipeline.system.yaml_files import load_list
from schemas.dataset import FindingRow


@dataclass(frozen=True, slots=True)
class Decision:
    """An accepted finding."""

    finding: str
    fingerprint: str
    reason: str
    by: str
    date: dt.date
    what: str = ""


def decide(findings: Iterable[FindingRow], decisions: Iterable[Decision]) -> Iterator[FindingRow]:
    """The findings, those accepted marked so; one whose evidence changed since is open, and says so."""
    latest = {decision.finding: decision for decision in decisions}
    for finding in findings:
        decision = latest.get(finding.finding_id)
        if decision is None:
            yield finding
        elif decision.fingerprint == fingerprint(finding):
            said = f"{decision.reason} ({decision.by}, {decision.date.isoformat()})"
            yield finding.model_copy(update={"status": "accepted", "comment": said})
        else:
            said = (
                f"genåbnet: grundlaget er ændret siden {decision.date.isoformat()} ({decision.by}: {decision.reason})"
            )
            yield finding.model_copy(update={"comment": said})


def load_decisions(path: Path) -> list[Decision]:
    """The decisions of a file, oldest first; none where it does not exist. Raises ValueError, naming file and entry."""
    return [_decision(path, number, entry) for number, entry in enumerate(load_list(path), 1)]


def _decision(path: Path, number: int, entry: dict[str, Any]) -> Decision:
    fields = Decision.__dataclass_fields__
    if not entry.keys() <= fields.keys():
        raise ValueError(f"{path}, entry {number}: expected the keys {', '.join(fields)}")
    try:
        date = entry["date"]
        texts = {k: str(v) for k, v in entry.items() if k != "date"}
        return Decision(**texts, date=date if isinstance(date, dt.date) else dt.date.fromisoformat(str(date)))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}, entry {number}: {error}") from error


def accept(path: Path, finding: FindingRow, reason: str, by: str, date: dt.date) -> Decision:
    """Write a decision on a finding; one on the same finding is replaced. The file is never half written.

    Raises ValueError where the reason is empty or the file is not of the right form.
    """
    if not reason.strip():
        raise ValueError("a decision needs a reason")
    made = Decision(
        finding.finding_id, fingerprint(finding), reason.strip(), by, date,
        f"{finding.case_id or ''} {finding.rule}: {finding.message}".strip(),
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        kept = [d for d in load_decisions(path) if d.finding != made.finding]
        _write(path, [*kept, made])
    return made


def _write(path: Path, decisions: list[Decision]) -> None:
    text = yaml.safe_dump([asdict(d) for d in decisions], allow_unicode=True, sort_keys=False, width=120)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".decisions-", delete=False) as out:
        out.write("# Accepterede fund; skrives af `bilag accept`, se pipeline/reconcile/decisions.py\n" + text)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(path)
