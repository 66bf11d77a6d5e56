"""What a run leaves behind for whoever looks later: a line an event, as JSON in a file and as text on standard error.

    {"time": "2026-03-01T03:00:07.123+01:00", "level": "info", "run": "7f3a...", "event": "document",
     "document": "bilag 3.pdf", "stage": "read", "seconds": 1.2, "outcome": "read"}

The file lies in the clean folder, is its owner's only (it names files that a release may not), and is parted by size;
several processes may write to it at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import logging.handlers
import os
import sys
import time
import traceback
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, Literal, TextIO

from pydantic import BaseModel, ConfigDict, Field

from pipeline.system.terminal import clean

RUN: Final[ContextVar[str]] = ContextVar("run", default="")
"""The id of the run under way, in every line it writes."""
FOLDER, FILE, METRICS = "log", "bilag.jsonl", "bilag.prom"
_LOGGER: Final = logging.getLogger("bilag")
_OURS: Final = ("bilag", "pipeline")
_ORDER = ("event", "stage", "document", "outcome", "reason", "seconds")
_LONGEST = 4000  # characters of a value


class Logging(BaseModel):
    """What is logged where."""

    model_config = ConfigDict(frozen=True)
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least of what is logged")
    format: Literal["human", "json"] = Field("human", description="how lines on standard error are written")
    file: str | None = Field(
        None,
        description="file of JSON lines; log/bilag.jsonl in the clean folder where nothing is said",
        json_schema_extra={"is_path": True},
    )
    size_mb: float = Field(10.0, gt=0, description="size at which a new file is begun")
    keep: int = Field(9, ge=0, description="older files to keep")
    metrics: str | None = Field(
        None,
        description="Prometheus text file of the last run; log/bilag.prom in the clean folder where nothing is said",
        json_schema_extra={"is_path": True},
    )

    def file_in(self, clean_folder: Path) -> Path:
        """The file of lines."""
        return Path(self.file) if self.file else clean_folder / FOLDER / FILE

    def metrics_in(self, clean_folder: Path) -> Path:
        """The file of metrics."""
        return Path(self.metrics) if self.metrics else clean_folder / FOLDER / METRICS


def new_run() -> str:
    """Begin a run: its id, in every line from now on."""
    run = uuid.uuid4().hex[:12]
    RUN.set(run)
    return run


def event(name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Write a line."""
    _LOGGER.log(level, name, extra={"fields": {k: v for k, v in fields.items() if v is not None}})


@contextlib.contextmanager
def stage(name: str) -> Iterator[None]:
    """Write a line with how long a stage took, or that it failed."""
    started = time.monotonic()
    try:
        yield
    except BaseException as error:
        event("stage", level=logging.ERROR, stage=name, outcome="failed", reason=str(error)[:_LONGEST],
              seconds=round(time.monotonic() - started, 3))  # fmt: skip
        raise
    event("stage", stage=name, outcome="done", seconds=round(time.monotonic() - started, 3))


@contextlib.contextmanager
def kept(
    settings: Logging, clean_folder: Path, stderr: TextIO | None, *, only_warnings: bool = False
) -> Iterator[Path | None]:
    """Keep the lines of what goes on meanwhile: in the file, and on `stderr` when there is one, or warnings only.

    A file that cannot be written costs the lines, not the run. Returns the file, or None.
    """
    path = settings.file_in(clean_folder)
    handlers: list[logging.Handler] = []
    with contextlib.suppress(OSError):
        handlers.append(_Parted(path, int(settings.size_mb * 1_000_000), settings.keep))
    if stderr is not None:
        shown = logging.StreamHandler(stderr)
        shown.setFormatter(JsonLines() if settings.format == "json" else HumanLines())
        shown.setLevel(logging.WARNING if only_warnings else logging.NOTSET)
        handlers.append(shown)
    loggers = [logging.getLogger(name) for name in _OURS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(settings.level.upper())
        for handler in handlers:
            logger.addHandler(handler)
    try:
        yield path if handlers and isinstance(handlers[0], _Parted) else None
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
            for handler in handlers:
                logger.removeHandler(handler)
        for handler in handlers:
            handler.close()


class JsonLines(logging.Formatter):
    """A line as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {"time": _time(record), "level": record.levelname.lower(), "run": RUN.get()}
        line |= _fields(record)
        if record.exc_info:
            line["traceback"] = "".join(traceback.format_exception(*record.exc_info))[-_LONGEST:]
        return json.dumps(line, ensure_ascii=False, default=str)


class HumanLines(logging.Formatter):
    """A line for people: the time, how grave it is, and what happened. Text from a file is harmless on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        fields = _fields(record)
        shown = [str(fields.pop(name)) for name in _ORDER[:-1] if fields.get(name) is not None]
        fields.pop("sha256", None)
        seconds = fields.pop("seconds", None)
        shown += [f"{seconds:.1f} s"] if isinstance(seconds, float) else []
        shown += [f"{name}={value}" for name, value in fields.items()]
        return clean(f"{_time(record)} {record.levelname.lower()} {' '.join(' '.join(shown).split())}")


class _Parted(logging.handlers.WatchedFileHandler):
    """A file that is begun anew at a size, by whichever of several processes comes to it first."""

    def __init__(self, path: Path, size: int, keep: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        super().__init__(path, encoding="utf-8", errors="backslashreplace")
        self._path, self._size, self._keep = path, size, keep
        self.setFormatter(JsonLines())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the library's name
        """A full disk costs the line, and no traceback on the terminal."""
        del record

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, in a new file when this one is full."""
        super().emit(record)
        with contextlib.suppress(OSError):  # so is a lock that is not had in time
            if self._path.stat().st_size >= self._size:
                from filelock import FileLock  # with asyncio: not for commands that write no line

                with FileLock(f"{self._path}.lock", timeout=1):
                    self._part()

    def _part(self) -> None:
        if self._path.stat().st_size < self._size:
            return  # another process did it
        names = [self._path, *(self._path.with_name(f"{self._path.name}.{n}") for n in range(1, self._keep + 1))]
        for older, newer in zip(names[:0:-1], names[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)
        if len(names) == 1:
            self._path.unlink()
        os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        self.reopenIfNeeded()


def on_terminal() -> bool:
    """Whether a person watches standard error."""
    return sys.stderr.isatty()


def _time(record: logging.LogRecord) -> str:
    return dt.datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] | None = getattr(record, "fields", None)
    if fields is None:  # a warning of any of our modules
        return {"event": "message", "reason": record.getMessage()[:_LONGEST]}
    return {"event": record.msg} | {k: v[:_LONGEST] if isinstance(v, str) else v for k, v in fields.items()}
