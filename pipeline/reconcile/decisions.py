"""A controller's decisions: findings accepted with a reason, a name and a date, kept as YAML beside the data.

    - finding: Fa3c1...           which finding
      fingerprint: 9b0e...        the figures and texts it showed; when they change, an acceptance no longer holds
      reason: Aftalt med SOF      why it may stand, or what was remarked on it
      by: Anna Jensen
      date: 2026-03-01
      what: BC16 'Samlet ...'     for whoever reads the file
      status: open                where it is only remarked on or assigned; without it, it is accepted
      assigned_to: Bo Holm        who is to look at it, where somebody is

A decision never removes a finding: it stays in the data as accepted, and leaves the open list.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from filelock import FileLock

from pipeline.reconcile.identity import fingerprint
from pipeline.system.terminal import clean
from pipeline.system.yaml_files import load_list
from schemas.dataset import FindingRow

Status = Literal["accepted", "open"]
LONGEST, LONGEST_NAME = 2000, 120
"""Characters of a reason, and of a name."""
_HEAD = "# Beslutninger om fund; skrives af `bilag accept` og `bilag review`, se data/review/README.md"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a finding, or remarked on it."""

    finding: str
    fingerprint: str
    reason: str
    by: str
    date: dt.date
    what: str = ""
    status: Status = "accepted"
    assigned_to: str = ""

    @property
    def empty(self) -> bool:
        """True where it says nothing: an open finding without a remark that nobody is to look at."""
        return self.status == "open" and not self.reason and not self.assigned_to

    @property
    def said(self) -> str:
        """The reason with who and when."""
        return f"{self.reason} ({self.by}, {self.date.isoformat()})"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to be so of a finding; None leaves it as it is."""

    finding: FindingRow
    status: Status | None = None
    reason: str | None = None
    assigned_to: str | None = None


def decide(findings: Iterable[FindingRow], decisions: Iterable[Decision]) -> Iterator[FindingRow]:
    """The findings with what was decided on them; an accepted one whose evidence changed since is open, and says so."""
    latest = {decision.finding: decision for decision in decisions}
    for finding in findings:
        decision = latest.get(finding.finding_id)
        yield finding if decision is None else finding.model_copy(update=_told(finding, decision))


def _told(finding: FindingRow, decision: Decision) -> dict[str, Any]:
    """The columns of a finding that a decision fills."""
    status, comment, remark = decision.status, decision.said if decision.reason else None, decision.reason or None
    if status == "accepted" and decision.fingerprint != fingerprint(finding):
        status = "open"
        remark = f"genåbnet: grundlaget er ændret siden {decision.date.isoformat()}"
        comment = f"{remark} ({decision.by}: {decision.reason})"
    return {
        "status": status, "comment": comment, "remark": remark, "decided_by": decision.by,
        "decided_on": decision.date, "assigned_to": decision.assigned_to or None,
    }  # fmt: skip


def load_decisions(path: Path) -> list[Decision]:
    """The decisions of a file, oldest first; none where it does not exist. Raises ValueError, naming file and entry."""
    return [_decision(path, number, entry) for number, entry in enumerate(load_list(path), 1)]


def _decision(path: Path, number: int, entry: dict[str, Any]) -> Decision:
    fields = Decision.__dataclass_fields__
    if not entry.keys() <= fields.keys():
        raise ValueError(f"{path}, entry {number}: expected the keys {', '.join(fields)}")
    status = entry.get("status", "accepted")
    if status not in ("accepted", "open"):
        raise ValueError(f"{path}, entry {number}: status is accepted or open")
    try:
        date = entry["date"]
        texts = {k: str(v) for k, v in entry.items() if k not in ("date", "status")}
        date = date if isinstance(date, dt.date) else dt.date.fromisoformat(str(date))
        return Decision(**texts, date=date, status=status)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}, entry {number}: {error}") from error


def accept(path: Path, finding: FindingRow, reason: str, by: str, date: dt.date) -> Decision:
    """Write that a finding is accepted; see `record`."""
    return record(path, [Change(finding, "accepted", reason)], by, date)[0]


def record(path: Path, changes: Iterable[Change], by: str, date: dt.date) -> list[Decision]:
    """Write what was decided on findings, all or nothing; one a finding is kept. The file is never half written.

    Returns the decisions as they now stand, also those that say what they said before. Raises ValueError where an
    accepted finding has no reason, a text is too long, or the file is not of the right form; OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        kept = {d.finding: d for d in load_decisions(path)}
        before, made = list(kept.values()), list[Decision]()
        for change in changes:
            decision = _changed(kept.pop(change.finding.finding_id, None), change, by, date)
            made.append(decision)
            if not decision.empty:
                kept[decision.finding] = decision
        if list(kept.values()) != before:
            _write(path, list(kept.values()))
    return made


def _changed(old: Decision | None, change: Change, by: str, date: dt.date) -> Decision:
    """What is decided on a finding after a change."""
    finding = change.finding
    status: Status = change.status or (old.status if old else "open")
    reason = _text(change.reason, old.reason if old else "", LONGEST)
    assigned_to = _text(change.assigned_to, old.assigned_to if old else "", LONGEST_NAME)
    if status == "accepted" and not reason:
        raise ValueError("a decision needs a reason")
    shown = fingerprint(finding)
    if old and (status, reason, assigned_to) == (old.status, old.reason, old.assigned_to) and shown == old.fingerprint:
        return old
    if old and change.status is None and status == "accepted":
        shown = old.fingerprint  # a remark or a name on an acceptance does not accept other figures
    what = f"{finding.case_id or ''} {finding.rule}: {finding.message}".strip()
    who = _text(by, "", LONGEST_NAME)
    return Decision(finding.finding_id, shown, reason, who, date, what, status, assigned_to)


def _text(wanted: str | None, old: str, longest: int) -> str:
    """A text as it is kept: without what could do harm on a terminal, of a sane length."""
    if wanted is None:
        return old
    text = clean(wanted).strip()
    if len(text) > longest:
        raise ValueError(f"the text is longer than {longest} characters")
    return text


def _write(path: Path, decisions: list[Decision]) -> None:
    entries = [asdict(d) for d in decisions]
    for entry in entries:
        if entry["status"] == "accepted":
            del entry["status"]
        if not entry["assigned_to"]:
            del entry["assigned_to"]
    text = yaml.dump(entries, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
    aside = path.with_name(f".new-{path.name}")  # only under the lock; with the rights of a new file here
    with aside.open("w", encoding="utf-8") as out:
        out.write(f"{_HEAD}\n{text}")
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)


class _Plain(yaml.SafeDumper):
    """Without aliases, which no file of ours may hold: decisions of one day share their date."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True
