"""Publishing: all or nothing.

    <clean>/releases/<id>/<table>.parquet ...   one a run that changed something (`pipeline.release.parts`)
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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.release.describe import DATABASE, DICTIONARY, JSON_SCHEMA, PACKAGE, data_package, json_schema
from pipeline.release.history import (
    ASIDE,
    current_release,
    list_releases,
    locked,
    note_files,
    read_package,
    retire,
    seal,
    sequence,
    sweep,
    switch,
    touched,
)
from pipeline.release.parts import name_both_ways, schema_of, write_table
from pipeline.release.validate import dataset_problems
from pipeline.system.durable import files_under, sha256_of, sync_file, sync_folder
from pipeline.system.errors import RunError
from pipeline.system.processes import sync_file_system
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


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into a new release: rows by table, and the sha256 of files that are on the disk already."""

    rows: dict[str, int]
    known: dict[str, str]


_FEW_FOLDERS = 32
Finish = Callable[[Path], None]
"""Puts `bilag.duckdb` beside the tables of a new release."""
Fill = Callable[[Path], Filled]
"""Puts the tables into the folder of a new release."""


def publish(
    content: Mapping[str, Iterable[Row]] | Fill,
    clean: Path,
    *,
    keep: int | Retention = 5,
    extend: Extend | None = None,
    finish: Finish | None = None,
) -> Published:
    """Make a new release of these tables, or of what is filled in, and make it current.

    `extend` may add files (a report) to it before that, return what the package shall say beside the usual, or raise
    RunError to refuse it; `finish` adds the database meanwhile, in a thread. When every file comes out as it is in
    the current release, and that is whole, it stays. Of older releases `keep` are kept. Raises RunError, with the old
    release still current, when the rows contradict each other, another run holds the folder for two minutes, or the
    disk refuses.
    """
    retention = keep if isinstance(keep, Retention) else Retention(keep)
    fill = content if callable(content) else partial(_filled, content)
    try:
        with locked(clean):
            releases = clean / "releases"
            releases.mkdir(exist_ok=True)
            sweep(clean)
            aside = releases / f"{ASIDE}{os.getpid()}"
            try:
                return _publish(fill, clean, aside, retention, extend, finish)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise RunError(f"the release cannot be written: {error}; the last release stays as it is") from error


def _publish(
    fill: Fill, clean: Path, aside: Path, retention: Retention, extend: Extend | None, finish: Finish | None
) -> Published:
    aside.mkdir()
    filled = fill(aside)
    name_both_ways(aside)
    (aside / DICTIONARY).write_text(data_dictionary(), "utf-8")
    (aside / JSON_SCHEMA).write_text(json_schema(), "utf-8")
    with ThreadPoolExecutor(1) as beside:
        database = beside.submit(finish, aside) if finish else None  # of the tables, as the report is
        said = (extend(aside) if extend else None) or {}
    files = _seals(aside, filled.known)
    current = current_release(clean)
    if current and files == _content(current) and not touched(current):
        return Published(current, filled.rows, changed=False)
    now = dt.datetime.now(dt.UTC)
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
    if database:
        database.result()
        files[DATABASE] = sha256_of(aside / DATABASE)
    number = 1 + max((sequence(p) for p in list_releases(clean)), default=0)
    name = _free_name(aside.parent, f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}")
    schemas = {table: schema_of(aside, table) for table in TABLES}
    package = data_package(name, now.isoformat(timespec="seconds"), filled.rows, files, schemas)
    package = seal({**package, "sequence": number, "previous": current.name if current else None, **said})
    (aside / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", "utf-8")
    _sync(aside, (aside / name for name in (*files, PACKAGE) if name not in filled.known))
    release = aside.rename(aside.with_name(name))
    sync_folder(release.parent)
    note_files(release, files)
    switch(clean, release)
    retire(clean, retention.releases, retention.days)
    return Published(release, filled.rows, changed=True)


def _seals(aside: Path, known: Mapping[str, str]) -> dict[str, str]:
    """The sha256 of a new release's files by name, without the database, whose bytes are never the same."""
    names = sorted(name for name in files_under(aside) if name != DATABASE)
    return {name: known.get(name) or sha256_of(aside / name) for name in names}


def _content(release: Path) -> dict[str, str] | None:
    """As `_seals`, of a release that stands."""
    files = (read_package(release) or {}).get("files")
    return {name: sha256 for name, sha256 in files.items() if name != DATABASE} if files else None


def _filled(tables: Mapping[str, Iterable[Row]], folder: Path) -> Filled:
    unknown = set(tables) - set(TABLES)
    if unknown:
        raise RunError(f"rows for tables that schemas/dataset.py does not define: {', '.join(sorted(unknown))}")
    written = {name: to_arrow(model, tables.get(name, ())) for name, model in TABLES.items()}
    problems = dataset_problems(written)
    if problems:
        raise RunError("the dataset contradicts itself and is not published: " + "; ".join(problems[:5]))
    for name, table in written.items():
        write_table(table, folder / f"{name}.parquet")
    return Filled({name: table.num_rows for name, table in written.items()}, {})


def _free_name(releases: Path, name: str) -> str:
    """The name, with a number where a damaged release of the same second and content stands in its way."""
    names = [name, *(f"{name}-{n}" for n in range(2, 1000))]
    return next(n for n in names if not (releases / n).exists())


def _sync(folder: Path, files: Iterable[Path]) -> None:
    """Have the disk hold these files, and every folder under `folder`."""
    for path in files:
        sync_file(path)
    folders = [Path(path) for path, _, __ in os.walk(folder)]
    if len(folders) > _FEW_FOLDERS and sync_file_system(folder):
        return  # a report of thousands of bilag has as many folders: once is enough
    for sub in folders:
        sync_folder(sub)
