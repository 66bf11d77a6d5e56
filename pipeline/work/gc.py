"""What the store holds that nothing will ask for again: extractions of bytes that are gone, or of older versions."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.release.history import list_releases
from pipeline.release.parts import files_of_table
from pipeline.work.judgements import PAGES
from pipeline.work.raw import RawFile
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint

_RELEASES = 2  # the public and the complete one: what was last said of each one's documents is needed
_JUDGED = (".facts", ".tables", ".told", *(f".{kind}" for kind in PAGES))
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Collected:
    """What was removed."""

    entries: int
    bytes: int


def collect(
    clean: Path,
    store: Store,
    files: dict[str, RawFile] | None,
    *,
    older_than: float = 0.0,
    known: Mapping[str, str | None] | None = None,
) -> Collected:
    """Remove what neither the raw folder's files nor a kept release needs, when it is so many seconds old.

    `files` are the raw folder's by key; None when it cannot be read: then what it may need is kept. `known` is the
    sha256 that their notes name, by file name, as far as the caller knows it. Only under the lock. Raises OSError
    where a kept release cannot be read: nothing is removed then.
    """
    needed = _published(clean)
    # The notes first: they say what else is needed.
    going = [*_leftovers(store.root), *_notes(store, files, needed, known or {})]
    going += [*_entries(store, needed), *_parts(store.root)]
    before, entries, size = time.time() - older_than, 0, 0
    for path in going:
        if _age(path) > before:
            continue
        size += _size(path)
        entries += 1
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return Collected(entries, size)


def _published(clean: Path) -> set[str]:
    """The sha256 of every document of every release that is kept."""
    found, seen = set[str](), set[int]()
    for release in list_releases(clean):
        for path in files_of_table(release, "documents"):
            inode = path.stat().st_ino  # releases share the parts that did not change
            if inode not in seen:
                seen.add(inode)
                found |= set(pq.read_table(path, columns=["sha256"]).column(0).to_pylist())
    return found


def _leftovers(root: Path) -> Iterator[Path]:
    """What killed workers left behind, but for what lies with the entries."""
    yield from root.glob(".new-*")
    for folder in _listed(root):
        if not _SHA256.fullmatch(folder.name):
            yield from folder.glob(".new-*")


def _notes(
    store: Store, files: dict[str, RawFile] | None, needed: set[str], known: Mapping[str, str | None]
) -> Iterator[Path]:
    """Notes on files that are gone; as long as they are here, the bytes that they name are needed."""
    kept = {store.note(key).name: file.name for key, file in (files or {}).items()}
    for path in _listed(store.root / "outcomes"):
        if files is not None and path.name not in kept:
            yield path
            continue
        name = kept.get(path.name, "")
        outcome = None if name in known else store.read_note(path)
        sha256 = outcome.sha256 if outcome else known.get(name)
        needed |= {sha256} if sha256 else set()


def _entries(store: Store, needed: set[str]) -> Iterator[Path]:
    this = f".{release_fingerprint()}."
    for folder in _listed(store.root):
        if not _SHA256.fullmatch(folder.name):
            continue
        if folder.name not in needed:
            yield folder
            continue
        for name in os.listdir(folder):  # noqa: PTH208 -- thousands of folders
            of_another_program = this not in name and name.endswith(_JUDGED)
            if of_another_program or not (name == "first_seen" or name.startswith(f"{store.version}.")):
                yield folder / name


def _listed(folder: Path) -> Iterator[Path]:
    return folder.glob("[!.]*")


def _parts(root: Path) -> Iterator[Path]:
    """What was put together and no release has a link to; each run that uses some of it makes it young again."""
    yield from sorted(root.glob("among/*.json"), key=_age)[:-_RELEASES]
    for folder in root.glob("parts/[!.]*"):
        if all(path.stat().st_nlink == 1 for path in folder.iterdir()):
            yield folder


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    paths = path.rglob("*") if path.is_dir() else [path]
    return sum(p.stat().st_size for p in paths if p.is_file())
