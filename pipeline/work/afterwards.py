"""What is left of a run when it has ended: how it went, its figures for Prometheus, and whoever is to be told."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Any, Final

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.system import journal
from pipeline.system.alerts import Event, tell
from pipeline.system.durable import write_atomically
from pipeline.work.config import Configuration

FAILED, FOUND, REFUSED = 1, 2, 3
"""Exit codes of a run: nothing published; published, but --fail-on; refused, for the release would shrink."""
LAST: Final = "last.json"
_EVENTS: Final[dict[int, Event]] = {FAILED: "failed", REFUSED: "refused"}
_log = logging.getLogger(__name__)


class Ended(BaseModel):
    """How the last run ended, kept beside the log."""

    model_config = ConfigDict(frozen=True)
    run: str
    finished: float
    """Seconds since 1970."""
    seconds: float
    exit_code: int
    message: str
    succeeded: float | None = None
    """When a run last ended well: published, or found nothing to publish."""


def last_run(clean: Path) -> Ended | None:
    """How the last run ended; None where none did, or that was lost."""
    try:
        return Ended.model_validate_json((clean / journal.FOLDER / LAST).read_bytes())
    except (OSError, ValueError, ValidationError):
        return None


def remember(configuration: Configuration, clean: Path, ended: Ended, summary: dict[str, Any] | None) -> None:
    """Keep how a run ended, write its metrics, and tell whoever is to be told; what fails here is logged."""
    before = last_run(clean)
    well = summary is not None
    succeeded = ended.finished if well else (before.succeeded if before else None)
    ended = ended.model_copy(update={"succeeded": succeeded})
    journal.event(
        "end", level=logging.INFO if well else logging.ERROR, outcome="done" if well else "failed",
        seconds=ended.seconds, exit_code=ended.exit_code, reason=ended.message,
    )  # fmt: skip
    try:
        write_atomically(clean / journal.FOLDER / LAST, ended.model_dump_json().encode(), sync=False)
        path = configuration.log.metrics_in(clean)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_to_textfile(str(path), _metrics(ended, summary))
    except OSError as error:
        _log.warning("how the run ended was not kept: %s", error)
    event = _EVENTS.get(ended.exit_code)
    if event is None and summary and summary["changed"] and summary["quarantined"]:
        event = "quarantine"
    if event:
        tell(configuration.alerts, event, f"bilag: {ended.message[:100]}", _text(clean, ended))


def _text(clean: Path, ended: Ended) -> str:
    well = time.strftime("%Y-%m-%d %H:%M", time.localtime(ended.succeeded)) if ended.succeeded else "never"
    return f"{ended.message}\n\nclean folder: {clean}\nrun: {ended.run}\nlast run that went well: {well}\n"


def _metrics(ended: Ended, summary: dict[str, Any] | None) -> CollectorRegistry:
    registry = CollectorRegistry()

    def gauge(name: str, what: str, value: float | None, **labels: str) -> None:
        if value is not None:
            made = known.get(name) or Gauge(f"bilag_{name}", what, list(labels), registry=registry)
            known[name] = made
            (made.labels(**labels) if labels else made).set(value)

    known: dict[str, Gauge] = {}
    gauge("run_finished_timestamp_seconds", "When the last run ended.", ended.finished)
    gauge("run_succeeded_timestamp_seconds", "When a run last ended well.", ended.succeeded)
    gauge("run_seconds", "How long the last run took.", ended.seconds)
    gauge("run_exit_code", "The exit code of the last run.", ended.exit_code)
    if summary:
        gauge("release_changed", "1 where the last run published a new release.", float(summary["changed"]))
        gauge("quarantined_files", "Files that could not be used.", len(summary["quarantined"]))
        gauge("confidential_documents", "Documents that are only said to be there.", summary["confidential"])
        for table, rows in summary["rows"].items():
            gauge("rows", "Rows of each table of the release.", rows, table=table)
        for severity, number in summary["findings"].items():
            gauge("open_findings", "Open findings of the release.", number, severity=severity)
    return registry
