"""Where a release is exported to: a folder, an object store by fsspec, a Delta lake, or a PostgreSQL database."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pipeline.release.describe import PACKAGE
from pipeline.release.formats.export import FORMS, ExportError, export
from schemas.dataset import TABLES

POSTGRES: Final = ("postgresql", "postgres")
CHOICES: Final = (*FORMS, "delta")
"""The forms that `--format` names; a database has its own."""
_EXTRAS: Final = {"s3": "s3", "s3a": "s3"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many tables or files, how many bytes (None for a database), and where, without secrets."""

    count: int
    what: str
    size: int | None
    where: str


def export_to(release: Path, to: str, form: str) -> Exported:
    """Write a release to a folder or an address. Raises ExportError with what to do."""
    scheme = urlsplit(to).scheme if "://" in to else ""
    if scheme in POSTGRES:
        from pipeline.release.formats.postgres import write_postgres

        return Exported(write_postgres(release, to), "tables", None, without_secrets(to))
    if form == "delta":
        return _delta(release, to)
    if scheme not in ("", "file"):
        return _remote(release, to, form)
    written = export(release, Path(to.removeprefix("file://")), form)
    return Exported(len(written), "files", sum(p.stat().st_size for p in written), to)


def without_secrets(address: str) -> str:
    """An address without user, password and query."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _remote(release: Path, to: str, form: str) -> Exported:
    """Write the files to an object store; the data package last, so that who finds it finds the others."""
    import fsspec

    scheme = urlsplit(to).scheme
    try:
        system, folder = fsspec.core.url_to_fs(to)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        hint = f"pip install 'bilag[{extra}]'" if extra else f"install the fsspec package for {scheme}"
        raise ExportError(f"{scheme}:// needs a package more: {hint}") from error
    except ValueError as error:
        raise ExportError(f"nobody knows how to write to {scheme}://: {error}") from error
    with tempfile.TemporaryDirectory(prefix="bilag-export-") as aside:
        files = sorted(export(release, Path(aside), form), key=lambda p: (p.name == PACKAGE, p.name))
        try:
            system.makedirs(folder, exist_ok=True)
            for file in files:
                system.put_file(str(file), f"{folder.rstrip('/')}/{file.name}")
        except Exception as error:  # each store fails in its own way; all of them mean the same to who exports
            raise ExportError(f"{without_secrets(to)} cannot be written: {error}") from error
        return Exported(len(files), "files", sum(f.stat().st_size for f in files), without_secrets(to))


def _delta(release: Path, to: str) -> Exported:
    """A Delta table a table: a version a release, each whole or not at all, the earlier ones kept."""
    try:
        from deltalake import write_deltalake
        from deltalake.exceptions import DeltaError
    except ImportError as error:
        raise ExportError("--format delta needs a package more: pip install 'bilag[delta]'") from error
    import pyarrow.parquet as pq

    base = to.rstrip("/") if "://" in to else str(Path(to).resolve())
    if "://" not in to and Path(to).resolve().is_relative_to(release.parent):
        raise ExportError(f"{to} is part of the dataset itself; export to another folder")
    size = 0
    for name in TABLES:
        path = release / f"{name}.parquet"
        try:
            write_deltalake(
                f"{base}/{name}",
                pq.read_table(path),
                mode="overwrite",
                schema_mode="overwrite",
                description=release.name,
            )
        except (DeltaError, OSError, ValueError) as error:
            raise ExportError(f"the Delta table {name} cannot be written: {error}") from error
        size += path.stat().st_size
    return Exported(len(TABLES), "Delta tables", size, without_secrets(to) if "://" in to else to)
