"""What may be set of a run: folders and limits, the same for the command line and for Dagster.

The folders are taken from `BILAG_RAW`, `BILAG_CLEAN`, `BILAG_REVIEW` and `BILAG_TEMPLATES` where nothing else is said:
so Dagster's sensor and schedule are told them.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field

from extractors.readers.pdf.passwords import read_passwords
from extractors.templates.load import NONE, TemplateSet, template_set
from pipeline.work.cluster import run_on_cluster
from pipeline.work.engine import T, extract_all, usable_cores
from pipeline.work.raw import RawFile, SizeLimits, list_raw
from pipeline.work.store import Store
from pipeline.work.versions import extractor_fingerprint
from pipeline.work.worker import Limits, Report


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the bilag lie, where releases go, and where people's decisions on findings are kept."""

    raw: Path
    clean: Path
    review: Path


class Settings(BaseModel):
    """The folders, and what a document and a release may cost."""

    raw_dir: str = Field(default=os.environ.get("BILAG_RAW", "data/raw"), description="folder with the bilag")
    clean_dir: str = Field(
        default=os.environ.get("BILAG_CLEAN", "data/clean"), description="folder that the releases go to"
    )
    review_dir: str = Field(
        default=os.environ.get("BILAG_REVIEW", "data/review"),
        description="folder with decisions, official price factors and retired files",
    )
    templates: list[str] = Field(
        default=[t for t in os.environ.get("BILAG_TEMPLATES", "").split(os.pathsep) if t],
        description="folders with form templates of your own, and 'none' to leave out those of the package",
    )
    workers: int = Field(default=0, description="documents read at once; 0 means one a core")
    engine: str = Field(default="local", description="who reads: local (processes of this machine) or dask")
    scheduler: str | None = Field(default=None, description="the Dask scheduler, tcp://host:port; none starts its own")
    time_limit: float = Field(default=300.0, description="seconds a document may take")
    memory_limit_mb: int = Field(default=3000, description="memory a document may take, in MB")
    file_limit_mb: int = Field(default=200, description="largest file, in MB")
    text_limit_mb: int = Field(default=32, description="largest text file, in MB")
    password_file: str | None = Field(
        default=os.environ.get("BILAG_PASSWORD_FILE"),
        description="file with passwords to try on encrypted PDFs, one a line",
    )
    rest_seconds: float = Field(
        default=30.0, description="a file written to within so many seconds may still be being copied, and waits"
    )
    keep_releases: int = Field(default=5, description="older releases to keep")
    keep_days: float = Field(default=0.0, description="days for which older releases are kept whatever their number")
    shrink_percent: float = Field(
        default=5.0, description="percent of documents, cards or amounts that a release may lack of the one before"
    )
    quarantine_percent: float = Field(
        default=25.0, description="percent of all files that may be newly quarantined; two always may"
    )
    allow_shrink: bool = Field(default=False, description="publish whatever the release lacks of the one before")

    @property
    def raw(self) -> Path:
        """The raw folder."""
        return Path(self.raw_dir).absolute()

    @property
    def clean(self) -> Path:
        """The clean folder."""
        return Path(self.clean_dir).absolute()

    @property
    def folders(self) -> Folders:
        """All folders of a release."""
        return Folders(self.raw, self.clean, Path(self.review_dir).absolute())

    @property
    def limits(self) -> Limits:
        """What one document may cost."""
        return Limits(self.time_limit, self.memory_limit_mb * 1_000_000)

    @property
    def size_limits(self) -> SizeLimits:
        """How large a file may be."""
        return SizeLimits(self.file_limit_mb * 1_000_000, self.text_limit_mb * 1_000_000)

    def worker_count(self) -> int:
        """How many documents to read at once."""
        return self.workers or usable_cores()

    def passwords(self) -> tuple[str, ...]:
        """The passwords to try. Raises OSError when the file cannot be read."""
        if not self.password_file:
            return ()
        return read_passwords(Path(self.password_file).read_bytes())

    def run(self, jobs: Iterable[T], done: Callable[[T, Report, float], None], limits: Limits | None = None) -> None:
        """Have workers do every job; `done` hears of each. Raises RunError when the clean folder cannot be written."""
        if self.engine == "local" and not self.scheduler:
            extract_all(jobs, limits or self.limits, self.worker_count(), done)
        else:
            run_on_cluster(jobs, limits or self.limits, self.scheduler, self.workers, done)

    def forms(self) -> TemplateSet:
        """The form templates to read with, as their files are now. Raises OSError when a folder is not there."""
        return template_set([t if t == NONE else str(Path(t).absolute()) for t in self.templates])

    def store(self) -> Store:
        """The store of extractions in the clean folder: those that this program makes with these templates."""
        digest = self.forms().digest if self.templates else ""
        return _store(self.clean, f"{extractor_fingerprint()}-{digest}" if digest else None)

    def files(self) -> dict[str, RawFile]:
        """The files of the raw folder by partition key. Raises OSError when it is not there or cannot be opened."""
        return {f.key: f for f in list_raw(self.raw)}


@functools.cache
def _store(clean: Path, version: str | None) -> Store:
    return Store(clean, version)
