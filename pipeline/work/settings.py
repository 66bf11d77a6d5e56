"""What may be set of a run: folders and limits, the same for the command line and for Dagster.

`at` is where a setting stands in `bilag.toml` (`pipeline.work.config`), and `is_path` says that it names a place.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field
from pydantic.config import JsonDict

from extractors.templates import NONE
from pipeline.work.places import is_address

if TYPE_CHECKING:  # every command reads the configuration; what only a run needs is loaded by a run
    from extractors.templates.load import TemplateSet
    from pipeline.work.confidential import Secrecy
    from pipeline.work.engine import T
    from pipeline.work.fetch import Copies
    from pipeline.work.raw import RawFile, SizeLimits
    from pipeline.work.store import Store
    from pipeline.work.worker import AtPage, Limits, Report


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the bilag lie, where releases go, and where people's decisions on findings are kept."""

    raw: Path
    clean: Path
    review: Path


def _at(
    key: str,
    default: Any,
    description: str,
    *,
    is_path: bool = False,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
) -> Any:
    place: JsonDict = {"at": key, "is_path": is_path}
    return Field(default, description=description, json_schema_extra=place, ge=ge, gt=gt, le=le)


class Settings(BaseModel):
    """The folders, and what a document and a release may cost."""

    raw_dir: str = _at(
        "folders.raw",
        "data/raw",
        "folder with the bilag, or its address: sftp://user@host/folder, smb://user@host/share/folder, s3://bucket",
        is_path=True,
    )
    clean_dir: str = _at("folders.clean", "data/clean", "folder that the releases go to", is_path=True)
    internal_dir: str | None = _at(
        "folders.internal",
        None,
        "folder of a complete release besides, confidential bilag included, for its owner only",
        is_path=True,
    )
    review_dir: str = _at(
        "folders.review",
        "data/review",
        "folder with decisions, official price factors and retired files",
        is_path=True,
    )
    templates: list[str] = _at(
        "folders.templates",
        [],
        "folders with form templates of your own, and 'none' to leave out those of the package",
        is_path=True,
    )
    password_file: str | None = _at(
        "folders.password_file", None, "file with passwords to try on encrypted PDFs, one a line", is_path=True
    )
    source_password_file: str | None = _at(
        "source.password_file", None, "file with the password for the server of folders.raw", is_path=True
    )
    source_key_file: str | None = _at(
        "source.key_file", None, "private SSH key for it, where no agent and no ~/.ssh has one", is_path=True
    )
    source_known_hosts: str = _at(
        "source.known_hosts", "~/.ssh/known_hosts", "file with the keys of the SSH servers that may be it", is_path=True
    )
    source_rest_seconds: float = _at(
        "source.rest_seconds", 30.0, "seconds for which a new file on it must look the same before it is fetched", ge=0
    )
    source_patience: float = _at("source.patience", 60.0, "seconds for which it may give no sign of life", gt=0)
    engine: Literal["local", "dask"] = _at(
        "engine.name", "local", "who reads: local (processes of this machine) or dask (a cluster that sees the folders)"
    )
    scheduler: str | None = _at("engine.scheduler", None, "the Dask scheduler, tcp://host:port; none starts its own")
    workers: int = _at("limits.jobs", 0, "documents read at once; 0 means one a core", ge=0)
    time_limit: float = _at("limits.seconds", 600.0, "seconds a document may take", gt=0)
    memory_limit_mb: int = _at("limits.memory_mb", 3000, "memory a document may take, in MB", gt=0)
    file_limit_mb: int = _at("limits.file_mb", 200, "largest file, in MB", gt=0)
    text_limit_mb: int = _at("limits.text_mb", 32, "largest text file, in MB", gt=0)
    rest_seconds: float = _at(
        "limits.rest_seconds",
        30.0,
        "a file written to within so many seconds may still be being copied, and waits",
        ge=0,
    )
    keep_releases: int = _at("releases.keep", 5, "older releases to keep", ge=0)
    keep_days: float = _at("releases.keep_days", 0.0, "days for which older releases are kept, however many", ge=0)
    database: bool = _at(
        "releases.database",
        default=True,
        description="put bilag.duckdb into a release of up to 32 documents (of more: `bilag export --format duckdb`)",
    )
    shrink_percent: float = _at(
        "releases.max_shrink",
        5.0,
        "percent of documents, cards or amounts that a release may lack of the one before",
        ge=0,
        le=100,
    )
    quarantine_percent: float = _at(
        "releases.max_quarantine",
        25.0,
        "percent of all files that may be newly quarantined; two always may",
        ge=0,
        le=100,
    )
    confidential_files: list[str] = _at(
        "confidential.files", [], "names of files that are confidential, marked or not; with * and ?"
    )
    public_files: list[str] = _at(
        "confidential.public", [], "names of files that are not confidential, marked or not; with * and ?"
    )
    retries: int = _at("schedule.retries", 3, "times that a scheduled run is tried again after what can pass", ge=0)
    retry_seconds: float = _at(
        "schedule.retry_seconds", 60.0, "seconds before the first of them; then 4 times more", ge=0
    )
    allow_shrink: bool = Field(default=False, description="publish whatever the release lacks of the one before")

    @property
    def source(self) -> Copies | None:
        """The copies of a raw folder that lies on a server; None where it lies here."""
        if not is_address(self.raw_dir):
            return None
        from pipeline.work.fetch import Copies
        from pipeline.work.remote import Access, Remote

        password, key = (Path(f) if f else None for f in (self.source_password_file, self.source_key_file))
        access = Access(password, key, Path(self.source_known_hosts).expanduser(), self.source_patience)
        remote = Remote(self.raw_dir, access)
        return Copies.under(self.clean / ".cache", remote, self.source_rest_seconds, self.size_limits)

    @property
    def raw(self) -> Path:
        """The raw folder, or where the copies of one on a server lie."""
        source = self.source
        return source.folder if source else Path(self.raw_dir).absolute()

    @property
    def raw_shown(self) -> str:
        """The raw folder for people, without secrets."""
        source = self.source
        return source.remote.shown if source else str(self.raw)

    @property
    def clean(self) -> Path:
        """The clean folder."""
        return Path(self.clean_dir).absolute()

    @property
    def internal(self) -> Path | None:
        """The folder of the complete release, if one is asked for."""
        return Path(self.internal_dir).absolute() if self.internal_dir else None

    @property
    def secrecy(self) -> Secrecy:
        """Which files are confidential."""
        from pipeline.work.confidential import Secrecy

        return Secrecy(tuple(self.confidential_files), tuple(self.public_files))

    @property
    def folders(self) -> Folders:
        """All folders of a release."""
        return Folders(self.raw, self.clean, Path(self.review_dir).absolute())

    @property
    def limits(self) -> Limits:
        """What one document may cost."""
        from pipeline.work.worker import Limits

        return Limits(self.time_limit, self.memory_limit_mb * 1_000_000)

    @property
    def size_limits(self) -> SizeLimits:
        """How large a file may be."""
        from pipeline.work.raw import SizeLimits

        return SizeLimits(self.file_limit_mb * 1_000_000, self.text_limit_mb * 1_000_000)

    def worker_count(self) -> int:
        """How many documents to read at once."""
        from pipeline.work.engine import usable_cores

        return self.workers or usable_cores()

    def passwords(self) -> tuple[str, ...]:
        """The passwords to try. Raises OSError when the file cannot be read."""
        from extractors.readers.pdf.passwords import read_passwords

        if not self.password_file:
            return ()
        return read_passwords(Path(self.password_file).read_bytes())

    def run(
        self,
        jobs: Iterable[T],
        done: Callable[[T, Report, float], None],
        limits: Limits | None = None,
        at_page: Callable[[T, AtPage], None] | None = None,
    ) -> None:
        """Have workers do every job; `done` hears of each, `at_page` of slow pages where this machine reads.

        Raises RunError when the clean folder cannot be written.
        """
        from pipeline.work.cluster import run_on_cluster
        from pipeline.work.engine import extract_all

        if self.engine == "local" and not self.scheduler:
            extract_all(jobs, limits or self.limits, self.worker_count(), done, at_page)
        else:
            run_on_cluster(jobs, limits or self.limits, self.scheduler, self.workers, done)

    def forms(self) -> TemplateSet:
        """The form templates to read with, as their files are now. Raises OSError when a folder is not there."""
        from extractors.templates.load import template_set

        return template_set([t if t == NONE else str(Path(t).absolute()) for t in self.templates])

    def store(self) -> Store:
        """The store of extractions in the clean folder: those that this program makes with these templates."""
        from pipeline.work.versions import extractor_fingerprint

        digest = self.forms().digest if self.templates else ""
        return _store(self.clean, f"{extractor_fingerprint()}-{digest}" if digest else None)

    def files(self) -> dict[str, RawFile]:
        """The files of the raw folder by partition key; of one on a server, as they were last fetched.

        Raises OSError when the folder is not there or cannot be opened.
        """
        from pipeline.work.raw import list_raw

        source = self.source
        return source.known() if source else {f.key: f for f in list_raw(self.raw)}

    def files_now(self) -> dict[str, RawFile]:
        """The same as they are now, without fetching any. Raises RunError when the server cannot be read."""
        source = self.source
        return source.there() if source else self.files()

    def fetch(self) -> None:
        """Fetch what came to a raw folder on a server; nothing where it lies here. Raises RunError."""
        source = self.source
        if source:
            self.store().protect()
            source.fetch()


@functools.cache
def _store(clean: Path, version: str | None) -> Store:
    from pipeline.work.store import Store

    return Store(clean, version)
