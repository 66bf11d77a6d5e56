"""What the assets work with: the two folders and the limits, as a Dagster resource that can be set in the launchpad."""

from __future__ import annotations

import functools
from pathlib import Path

import dagster as dg
from pydantic import Field

from extractors.readers.passwords import read_passwords
from pipeline.engine import usable_cores
from pipeline.files import RawFile, SizeLimits, list_raw
from pipeline.release import Folders
from pipeline.store import Store
from pipeline.worker import Limits


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The raw and the clean folder, and what one document may cost."""

    raw_dir: str = Field(default="data/raw", description="folder with the bilag")
    clean_dir: str = Field(default="data/clean", description="folder that the releases go to")
    review_dir: str = Field(default="data/review", description="folder with decisions and official price factors")
    workers: int = Field(default=0, description="documents read at once; 0 means one a core")
    time_limit: float = Field(default=300.0, description="seconds a document may take")
    memory_limit_mb: int = Field(default=3000, description="memory a document may take, in MB")
    file_limit_mb: int = Field(default=200, description="largest file, in MB")
    text_limit_mb: int = Field(default=32, description="largest text file, in MB")
    password_file: str | None = Field(
        default=None, description="file with passwords to try on encrypted PDFs, one a line"
    )
    keep_releases: int = Field(default=5, description="older releases to keep")

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

    def store(self) -> Store:
        """The store of extractions in the clean folder."""
        return _store(self.clean)

    def file(self, key: str) -> RawFile | None:
        """The file that a partition key stands for, or None when it is gone."""
        return next((f for f in list_raw(self.raw) if f.key == key), None)

    def files(self) -> dict[str, RawFile]:
        """The files of the raw folder by partition key."""
        return {f.key: f for f in list_raw(self.raw)}


@functools.cache
def _store(clean: Path) -> Store:
    return Store(clean)
