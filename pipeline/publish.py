"""Releases: all or nothing.

    <clean>/releases/<id>/<table>.parquet ...   one a run that changed something; <table> alone is a link to the file
    <clean>/current -> releases/<id>            switched in one step, when the new release is whole and on the disk

A release is written under a hidden name, checked, synced to the disk, renamed and then switched to. A process killed
anywhere on the way leaves the old release current, and what it left behind is removed by the next run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from pipeline.describe import DICTIONARY, JSON_SCHEMA, PACKAGE, data_package, json_schema
from pipeline.engine import RunError
from pipeline.validate import dataset_problems
from schemas.arrow import to_arrow
from schemas.dataset import TABLES, Row
from schemas.dictionary import data_dictionary

_ASIDE, _DOOMED = ".new-", ".old-"
_LOCK_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Published:
    """A release as it stands: where, its rows by table, and whether this run had anything new to say."""

    path: Path
    rows: dict[str, int]
    changed: bool


def publish(
    tables: Mapping[str, Iterable[Row]], clean: Path, *, keep: int = 5, extend: Callable[[Path], None] | None = None
) -> Published:
    """Write the tables as a new release and make it current; `extend` may add files (a report) to it before that.

    When every file comes out as it is in the current release, that one stays. Of older releases `keep` are kept.
    Raises RunError, with the old release still current, when the rows contradict each other, another run holds the
    folder for two minutes, or the disk refuses.
    """
    try:
        with _locked(clean):
            releases = clean / "releases"
            releases.mkdir(exist_ok=True)
            _sweep(clean)
            aside = releases / f"{_ASIDE}{os.getpid()}"
            try:
                return _publish(tables, clean, aside, keep, extend)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise RunError(f"the release cannot be written: {error}; the last release stays as it is") from error


def _publish(
    tables: Mapping[str, Iterable[Row]], clean: Path, aside: Path, keep: int, extend: Callable[[Path], None] | None
) -> Published:
    rows = _write_tables(tables, aside)
    if extend:
        extend(aside)
    files = {p.relative_to(aside).as_posix(): _sha256(p) for p in _files(aside)}
    current = clean / "current"
    if current.is_dir() and files == _published_files(current):
        return Published(current.resolve(), rows, changed=False)
    now = dt.datetime.now(dt.UTC)
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    name = f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}"
    schemas = {table: pq.read_schema(aside / f"{table}.parquet") for table in TABLES}
    package = data_package(name, now.isoformat(timespec="seconds"), rows, files, schemas)
    (aside / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", "utf-8")
    _sync(aside)
    release = aside.rename(aside.with_name(name))
    _sync_folder(release.parent)
    switch(clean, release)
    _retire(clean, keep)
    return Published(release, rows, changed=True)


def switch(clean: Path, release: Path) -> None:
    """Make a release the current one, in one step. Raises RunError where `current` is no link of ours."""
    current, link = clean / "current", clean / f"{_ASIDE}current"
    if current.exists() and not current.is_symlink():
        raise RunError(f"{current} is not the link that a run makes; move it away and run again")
    link.unlink(missing_ok=True)
    link.symlink_to(release.relative_to(clean), target_is_directory=True)
    link.replace(current)
    _sync_folder(clean)


def _write_tables(tables: Mapping[str, Iterable[Row]], folder: Path) -> dict[str, int]:
    """Write every table and read it back; the number of rows of each."""
    folder.mkdir()
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise RunError(f"rows for tables that schemas/dataset.py does not define: {', '.join(sorted(unknown))}")
    written = {name: to_arrow(model, tables.get(name, ())) for name, model in TABLES.items()}
    problems = dataset_problems(written)
    if problems:
        raise RunError("the dataset contradicts itself and is not published: " + "; ".join(problems[:5]))
    for name, table in written.items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd")
        (folder / name).symlink_to(path.name)
        _check_written(path, table)
    (folder / DICTIONARY).write_text(data_dictionary(), "utf-8")
    (folder / JSON_SCHEMA).write_text(json_schema(), "utf-8")
    return {name: table.num_rows for name, table in written.items()}


def _check_written(path: Path, table: pa.Table) -> None:
    back = pq.read_table(path)
    if not back.schema.equals(table.schema) or not back.equals(table):
        raise RunError(f"{path.name} does not read back as it was written; check the disk")


def _published_files(release: Path) -> dict[str, str] | None:
    try:
        files: dict[str, str] = json.loads((release / PACKAGE).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return None
    return files


@contextmanager
def _locked(clean: Path) -> Iterator[None]:
    clean.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(clean / ".lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise RunError(f"another run has been publishing in {clean} for two minutes; try again later") from None


def _sweep(clean: Path) -> None:
    """Remove what killed runs left behind. Only under the lock."""
    for leftover in [*(clean / "releases").glob(f"{_ASIDE}*"), *(clean / "releases").glob(f"{_DOOMED}*")]:
        shutil.rmtree(leftover, ignore_errors=True)


def list_releases(clean: Path) -> list[Path]:
    """The releases that are there, oldest first."""
    return sorted(p for p in (clean / "releases").glob("[!.]*") if p.is_dir())


def _retire(clean: Path, keep: int) -> None:
    """Remove all but the newest `keep` releases besides the current one."""
    older = [p for p in list_releases(clean) if p != (clean / "current").resolve() and p.name != _current_name(clean)]
    for path in older[: max(0, len(older) - keep)]:
        # Renamed first: a release that is half removed must not look like one.
        shutil.rmtree(path.rename(path.with_name(_DOOMED + path.name)), ignore_errors=True)


def _current_name(clean: Path) -> str:
    return Path((clean / "current").readlink()).name


def _files(folder: Path) -> Sequence[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """Have the disk hold every file and folder under `folder`."""
    for path in _files(folder):
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    for sub in [folder, *(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())]:
        _sync_folder(sub)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
