"""Parts of a release put together of judged documents, in workers, and kept by what they are made of.

    <clean>/.cache/parts/<digest>/<table>.parquet
    <clean>/.cache/parts/<digest>/part.json       each file's rows and seal

A release's files are links to these: a part that did not change is neither written nor read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pydantic import TypeAdapter

from pipeline.derived.organisation_rows import organisation_rows
from pipeline.release.parts import PartFile, joined, parted, write_part
from pipeline.system.durable import read_sealed, sync_folder, write_sealed
from pipeline.system.errors import RunError
from pipeline.work.judge import Subject
from pipeline.work.judgements import Facts, Judgements
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint
from pipeline.work.worker import DISK, LOST, Report
from schemas.arrow import to_arrow
from schemas.dataset import TABLES

_FILES = TypeAdapter(dict[str, PartFile])
Judged = tuple[Subject, Facts]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a release: its name, the digest of all that it is made of, its documents and the years of all."""

    name: str
    digest: str
    made_of: tuple[tuple[str, str], ...]
    """Of each document the sha256 and the digest of its tables."""
    years: tuple[int, ...]

    def folder(self, store: Store) -> Path:
        """Where it is kept."""
        return store.root / "parts" / self.digest


@dataclass(frozen=True, slots=True)
class ComposeJob:
    """A part to put together."""

    part: Part
    clean: Path
    version: str
    internal: bool = False

    @property
    def path(self) -> Path:
        """Where it will be."""
        return self.part.folder(Store(self.clean, self.version))

    def perform(self) -> Report:
        """Do it, in the worker."""
        store, self_made = Store(self.clean, self.version), self.path
        judgements = Judgements(store, internal=self.internal)
        tables = [t for made_of in self.part.made_of if (t := _tables(*made_of, judgements)) is not None]
        if len(tables) < len(self.part.made_of):
            return Report(LOST, self.part.name)
        whole = {
            name: joined([t[name] for t in tables if name in t], name, self.part.years)
            for name in TABLES
            if any(name in t for t in tables)
        }
        try:
            self_made.parent.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(dir=self_made.parent, prefix=".new-"))
            try:
                _write(whole, aside)
                if kept(self.part, store) is None:  # another run may have made it meanwhile, and be using it
                    _put(aside, self_made)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        except RunError as error:
            return Report("internal_error", str(error))
        except OSError as error:
            return Report(DISK, str(error))
        return Report()


def parts_of(judged: Sequence[Judged]) -> list[Part]:
    """The parts that these documents (in the order of a release) make."""
    by_id = {facts.document_id: (subject, facts) for subject, facts in judged}
    if len(by_id) != len(judged):
        raise RunError("two files of different bytes have the same document id; nothing can be published with both")
    years = tuple(sorted({year for _, facts in judged for year in facts.years}))
    return [_part(name, [by_id[i] for i in ids], years) for name, ids in parted(by_id).items()]


def kept(part: Part, store: Store) -> dict[str, PartFile] | None:
    """The files of a part that is there and untouched, or None."""
    folder = part.folder(store)
    try:
        files = _FILES.validate_json(read_sealed(folder / "part.json"))
    except (OSError, ValueError):
        return None
    whole = all(file.seal.unbroken(f"{folder}/{name}.parquet") for name, file in files.items())
    if whole:
        os.utime(folder)  # in use: see `pipeline.work.gc`
    return files if whole else None


def _part(name: str, judged: Sequence[Judged], years: tuple[int, ...]) -> Part:
    made_of = tuple((s.sha256, f.tables) for s, f in judged)
    digest = hashlib.sha256(json.dumps([release_fingerprint(), years, made_of]).encode()).hexdigest()[:32]
    return Part(name, digest, made_of, years)


def _tables(sha256: str, digest: str, judgements: Judgements) -> dict[str, pa.Table] | None:
    """A judged document's rows; one that is damaged is forgotten."""
    try:
        return judgements.tables(sha256, digest)
    except (OSError, ValueError):
        judgements.forget(sha256)
        return None


def _write(tables: Mapping[str, pa.Table], aside: Path) -> None:
    common = {name: to_arrow(TABLES[name], rows) for name, rows in organisation_rows().items()}
    files = write_part({**tables, **common}, aside)
    for name in common:  # the same for all parts: the release has them once
        (aside / f"{name}.parquet").unlink(missing_ok=True)
        files.pop(name, None)
    write_sealed(aside / "part.json", _FILES.dump_json(files))


def _put(aside: Path, place: Path) -> None:
    """Put a part in its place; a damaged one that is there goes."""
    if place.exists():
        shutil.rmtree(place.rename(place.with_name(f".new-{place.name}-old")), ignore_errors=True)
    aside.rename(place)
    sync_folder(place.parent)
