"""What came of each document that was judged, kept beside its extraction so that a release is put together of it.

    <clean>/.cache/<sha256>/<version>.<code>.facts     what the main process must know of it, and what it stands on
    <clean>/.cache/<sha256>/<version>.<code>.tables    its rows in every table, as Arrow
    <clean>/.cache/<sha256>/<version>.<code>.told      what it tells the rules over all documents, and lineage
    <clean>/.cache/<sha256>/<version>.<code>.html      its report by itself, and .xlsx its workbook

`code` is the digest of our code and libraries: another program judges anew. What is made for the complete release of
`--internal` has `whole` after it, so that neither release is made of what is the other's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from pipeline.lineage.undertakings import Sketch
from pipeline.reconcile.telling import Across
from pipeline.system.durable import Seal, read_sealed, sha256_of, sync_file, write_sealed
from pipeline.system.errors import RunError
from pipeline.work.store import Store
from pipeline.work.versions import release_fingerprint
from schemas.dataset import PriceFactorRow

PAGES = {"html": "index.html", "xlsx": "afstemning.xlsx"}
"""A document's own report: what it is kept as, and what it is called in a release."""


class LostError(RunError):
    """What was kept of a judged document is damaged: it is to be judged again."""


class Worst(BaseModel):
    """An open error, for the page before all documents'."""

    model_config = ConfigDict(frozen=True)
    finding_id: str
    case_id: str | None
    message: str
    stake: int


class ToldFile(BaseModel):
    """What a document tells of itself for what is held against other documents."""

    model_config = ConfigDict(frozen=True)
    rules: dict[str, list[Any]]
    """Tellings by rule."""
    failed: list[Across]
    """What could not be told."""
    sketches: list[Sketch]


class Facts(BaseModel):
    """What the main process knows of a document, and from `file_name` to `prices` what its rows stand on."""

    model_config = ConfigDict(frozen=True)
    document_id: str
    plain_name: str
    ingested_at: dt.datetime
    title: str
    """What it is called, by its title or its file; of a confidential one in the public release, that name."""
    shown_name: str
    bilag_no: str | None
    said: bool
    """Whether it says itself that it is confidential."""
    file_name: str
    other_names: list[str]
    secret: bool
    hidden: bool
    supersedes: str | None
    beside: str
    """A digest of what other documents say of it."""
    name: str
    config: str
    decided: str
    annexes: dict[str, bool]
    """The bilag that it refers to, and whether they were read."""
    prices: list[tuple[int | None, str]]
    """What was said of the price levels that its cards have."""
    levels: list[tuple[int | None, int]]
    factors: list[PriceFactorRow]
    findings: list[str]
    open: dict[str, int]
    worst: list[Worst]
    cards: int
    rows: dict[str, int]
    years: list[int]
    tables: str = ""
    """sha256 of its tables as they are kept."""
    told: str = ""
    """sha256 of what it tells."""
    pages: dict[str, Seal] = {}
    """Of its page and its workbook; none where it was not shown yet."""


class Judgements:
    """The judged documents of a store."""

    def __init__(self, store: Store, *, internal: bool = False) -> None:
        self._store = store
        self._stem = f"{store.version}.{release_fingerprint()}{'.whole' if internal else ''}"

    def facts(self, sha256: str) -> Facts | None:
        """The facts of a document, or None where it was not judged by this program, or what came of it is damaged."""
        try:
            facts = Facts.model_validate_json(read_sealed(self._path(sha256, "facts")))
        except (OSError, ValueError):
            return None
        whole = all(seal.unbroken(self._path(sha256, kind)) for kind, seal in facts.pages.items())
        return facts if whole else None

    def tables(self, sha256: str, digest: str) -> dict[str, pa.Table]:
        """A document's rows by table, those without rows left out.

        Raises OSError or ValueError where they are damaged, or others than those of this digest in the facts.
        """
        path = self._path(sha256, "tables")
        if sha256_of(path) != digest:
            raise ValueError(f"{path.name} holds other tables: another run judged the document meanwhile")
        return _unpacked(read_sealed(path))

    def told(self, sha256: str, digest: str) -> ToldFile:
        """What a document tells. Raises OSError or ValueError where damaged, or other than this digest in the facts."""
        telling = read_sealed(self._path(sha256, "told"))
        if hashlib.sha256(telling).hexdigest() != digest:
            raise ValueError(f"the document {sha256} tells otherwise: another run judged it meanwhile")
        return ToldFile.model_validate_json(telling)

    def page(self, sha256: str, kind: str) -> Path:
        """Where a document's own page or workbook is."""
        return self._path(sha256, kind)

    def save(self, sha256: str, facts: Facts, tables: Mapping[str, pa.Table], told: ToldFile) -> Facts:
        """Keep what came of a document; its facts with the sums of what is kept. Raises OSError."""
        path = self._path(sha256, "tables")
        write_sealed(path, _packed(tables))
        telling = told.model_dump_json().encode()
        write_sealed(self._path(sha256, "told"), telling)
        sums = {"tables": sha256_of(path), "told": hashlib.sha256(telling).hexdigest(), "pages": {}}
        return self._put(sha256, facts.model_copy(update=sums))

    def show(self, sha256: str, facts: Facts, pages: Path) -> None:
        """Keep a document's page and workbook, which are moved here from a folder. Raises OSError."""
        seals = {}
        for kind, name in PAGES.items():
            sync_file(pages / name)
            seals[kind] = Seal.of((pages / name).replace(self._path(sha256, kind)))
        self._put(sha256, facts.model_copy(update={"pages": seals}))

    def _put(self, sha256: str, facts: Facts) -> Facts:
        write_sealed(self._path(sha256, "facts"), facts.model_dump_json().encode())
        return facts

    def forget(self, sha256: str) -> None:
        """Have a document judged again."""
        self._path(sha256, "facts").unlink(missing_ok=True)

    def _path(self, sha256: str, kind: str) -> Path:
        return self._store.root / sha256 / f"{self._stem}.{kind}"


def _packed(tables: Mapping[str, pa.Table]) -> bytes:
    """Tables as a line of their names and lengths, then each as an Arrow stream."""
    streams = {name: _stream(table) for name, table in tables.items()}
    head = json.dumps([[name, len(data)] for name, data in streams.items()]).encode()
    return head + b"\n" + b"".join(streams.values())


def _stream(table: pa.Table) -> bytes:
    # What the columns mean is in the program already: a document would carry 60 kB of it.
    bare = pa.schema([pa.field(f.name, f.type, f.nullable) for f in table.schema])
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, bare, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(pa.Table.from_arrays(table.columns, schema=bare))
    data: bytes = out.getvalue().to_pybytes()
    return data


def _unpacked(data: bytes) -> dict[str, pa.Table]:
    head, _, rest = data.partition(b"\n")
    tables, at = {}, 0
    for name, size in json.loads(head):
        tables[name] = pa.ipc.open_stream(rest[at : at + size]).read_all()
        at += size
    return tables
