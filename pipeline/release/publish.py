"""Publishing: all or nothing.

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
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.describe import DICTIONARY, JSON_SCHEMA, PACKAGE, data_package, json_schema
from pipeline.release.history import (
    ASIDE,
    current_release,
    damage,
    files_of,
    list_releases,
    locked,
    read_package,
    retire,
    seal,
    sequence,
    sweep,
    switch,
)
from pipeline.release.validate import dataset_problems
from pipeline.system.durable import sha256_of, sync_folder
from pipeline.system.errors import RunError
from schemas.arrow import to_arrow
from schemas.dataset import TABLES, Row
from schemas.dictionary import data_dictionary

Extend = Callable[[Path], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Retention:
    """How many older releases to keep, and for how many days whatever their number."""

    releases: int = 5
    days: float = 0


@dataclass(frozen=True, slots=True)
class Published:
    """A release as it stands: where, its rows by table, and whether this run had anything new to say."""

    path: Path
    rows: dict[str, int]
    changed: bool


def publish(
    tables: Mapping[str, Iterable[Row]],
    clean: Path,
    *,
    keep: int | Retention = 5,
    extend: Extend | None = None,
) -> Published:
    """Write the tables as a new release and make it current.

    `extend` may add files (a report) to it before that, return what the package shall say beside the usual, or raise
    RunError to refuse it. When every file comes out as it is in the current release, and that is whole, it stays. Of
    older releases `keep` are kept. Raises RunError, with the old release still current, when the rows contradict each
    other, another run holds the folder for two minutes, or the disk refuses.
    """
    retention = keep if isinstance(keep, Retention) else Retention(keep)
    try:
        with locked(clean):
            releases = clean / "releases"
            releases.mkdir(exist_ok=True)
            sweep(clean)
            aside = releases / f"{ASIDE}{os.getpid()}"
            try:
                return _publish(tables, clean, aside, retention, extend)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise RunError(f"the release cannot be written: {error}; the last release stays as it is") from error


def _publish(
    tables: Mapping[str, Iterable[Row]], clean: Path, aside: Path, retention: Retention, extend: Extend | None
) -> Published:
    rows = write_tables(tables, aside)
    (aside / DICTIONARY).write_text(data_dictionary(), "utf-8")
    (aside / JSON_SCHEMA).write_text(json_schema(), "utf-8")
    said = (extend(aside) if extend else None) or {}
    files = {p.relative_to(aside).as_posix(): sha256_of(p) for p in files_of(aside)}
    current = current_release(clean)
    if current and files == (read_package(current) or {}).get("files") and not damage(current):
        return Published(current, rows, changed=False)
    now = dt.datetime.now(dt.UTC)
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    number = 1 + max((sequence(p) for p in list_releases(clean)), default=0)
    name = _free_name(aside.parent, f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}")
    schemas = {table: pq.read_schema(aside / f"{table}.parquet") for table in TABLES}
    package = data_package(name, now.isoformat(timespec="seconds"), rows, files, schemas)
    package = seal({**package, "sequence": number, "previous": current.name if current else None, **said})
    (aside / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", "utf-8")
    _sync(aside)
    release = aside.rename(aside.with_name(name))
    sync_folder(release.parent)
    switch(clean, release)
    retire(clean, retention.releases, retention.days)
    return Published(release, rows, changed=True)


def write_tables(tables: Mapping[str, Iterable[Row]], folder: Path) -> dict[str, int]:
    """Write every table into a new folder and read it back; the number of rows of each. Raises RunError."""
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise RunError(f"rows for tables that schemas/dataset.py does not define: {', '.join(sorted(unknown))}")
    return write_arrow({name: to_arrow(model, tables.get(name, ())) for name, model in TABLES.items()}, folder)


def write_arrow(written: Mapping[str, pa.Table], folder: Path) -> dict[str, int]:
    """`write_tables`, for every table as it is to be written."""
    folder.mkdir()
    problems = dataset_problems(written)
    if problems:
        raise RunError("the dataset contradicts itself and is not published: " + "; ".join(problems[:5]))
    for name, table in written.items():
        path = folder / f"{name}.parquet"
        pq.write_table(table, path, compression="zstd")
        (folder / name).symlink_to(path.name)
        _check_written(path, table)
    return {name: table.num_rows for name, table in written.items()}


def _check_written(path: Path, table: pa.Table) -> None:
    back = pq.read_table(path)
    if not back.schema.equals(table.schema) or not back.equals(table):
        raise RunError(f"{path.name} does not read back as it was written; check the disk")


def _free_name(releases: Path, name: str) -> str:
    """The name, with a number where a damaged release of the same second and content stands in its way."""
    names = [name, *(f"{name}-{n}" for n in range(2, 1000))]
    return next(n for n in names if not (releases / n).exists())


def _sync(folder: Path) -> None:
    """Have the disk hold every file and folder under `folder`."""
    for path in files_of(folder):
        with path.open("rb") as stream:
            os.fsync(stream.fileno())
    for sub in [folder, *(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())]:
        sync_folder(sub)
