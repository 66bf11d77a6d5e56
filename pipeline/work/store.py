"""The store of extractions: what a document's bytes gave, kept under the clean folder so that no bytes are read twice.

    <clean>/.cache/<sha256>/first_seen            when these bytes were first extracted
    <clean>/.cache/<sha256>/<version>.rows.gz     one line a table: its name, a tab, its rows as JSON
    <clean>/.cache/<sha256>/<version>.failure     why these bytes give nothing, and never will with this version
    <clean>/.cache/<sha256>/page-<...>.png        a drawn page (`pipeline.work.drawing`)
    <clean>/.cache/outcomes/<key>.json            what became of each file of the raw folder

Every file is written aside, synced and renamed under a checksum (`pipeline.system.durable`), so a killed process leaves
none half written; one that does not hold what was written to it counts as absent, and its document is read again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gzip
import hashlib
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from pipeline.system.durable import Seal, read_sealed, write_sealed
from pipeline.work.versions import extractor_fingerprint
from schemas.dataset import TABLES, DocumentRow, Row
from schemas.errors import BilagError
from schemas.extraction import Extraction

FINAL_REASONS = frozenset(
    {
        "empty_file", "binary_file", "undecodable_text", "unsupported_format", "not_a_bilag",
        "pdf_truncated", "pdf_no_pages", "pdf_no_unicode", "pdf_too_complex", "unpublishable",
    }
)  # fmt: skip
"""Reasons that lie in the bytes alone: trying again cannot help. The others (a limit, a missing password or program,
a worker's death) are tried again in every run."""


_SECRET = "!"  # noqa: S105 -- after a reason in the store: the file is confidential


class Outcome(BaseModel):
    """What became of a file of the raw folder: `reason` is None when its bytes were, or can be, used."""

    model_config = ConfigDict(frozen=True)
    file_name: str
    sha256: str | None = None
    size: int | None = None
    reason: str | None = None
    message: str | None = None
    confidential: bool = False
    """What could be read of a file that cannot be used says that it is not for the public."""
    seen_at: dt.datetime
    seconds: float | None = None
    """How long the extraction took, in whichever run it was made; None when it never was."""
    stamp: str | None = None
    """The file's size and times when it was looked at (`pipeline.work.raw.stamp`)."""
    rested: bool = False
    """The stamp stands for these bytes: the file was not written to in the seconds before it was looked at."""
    kept: Seal | None = None
    """What was kept of it when it was last seen to be whole."""

    def failed(self, error: BilagError) -> Outcome:
        """The same file, not to be used for this reason."""
        return self.model_copy(
            update={"reason": error.code, "message": error.message, "confidential": error.confidential}
        )


class Store:
    """Extractions by the bytes they came from and the version of the code that read them."""

    def __init__(self, clean: Path, version: str | None = None) -> None:
        self.root = clean / ".cache"
        self.version = version or extractor_fingerprint()

    def protect(self) -> None:
        """Keep the store from others' eyes: it holds what confidential bilag say. Raises OSError from the disk."""
        self.root.mkdir(parents=True, exist_ok=True)
        if self.root.stat().st_mode & 0o077:
            with contextlib.suppress(PermissionError):  # another's folder: `bilag doctor` tells
                self.root.chmod(0o700)

    def load(self, sha256: str, only: Collection[str] | None = None) -> Extraction | None:
        """The extraction of these bytes, or None when there is none of this version; of `only` these tables."""
        try:
            rows = dict(_read_tables(gzip.decompress(read_sealed(self._rows(sha256))), only))
            document = rows.pop(DocumentRow.table)[0]
        except (OSError, EOFError, zlib.error, ValueError, LookupError):
            return None
        return Extraction(document, rows) if isinstance(document, DocumentRow) else None

    def seal(self, sha256: str) -> Seal | None:
        """That of the extraction of these bytes, where it is there and whole."""
        path = self._rows(sha256)
        try:
            before = Seal.known(path, "")
            read_sealed(path)
        except (OSError, ValueError):
            return None
        return before if before.unbroken(path) else None

    def is_kept(self, outcome: Outcome) -> bool:
        """Whether what was kept of a file is as it was when it was last seen to be whole; nothing is read for it."""
        return bool(outcome.kept and outcome.sha256 and outcome.kept.unbroken(self._rows(outcome.sha256)))

    def discard(self, sha256: str) -> None:
        """Forget an extraction, so that the next run makes it again."""
        self._rows(sha256).unlink(missing_ok=True)

    def save(self, sha256: str, extraction: Extraction) -> None:
        """Keep an extraction. Raises OSError when the disk refuses."""
        tables = {DocumentRow.table: [extraction.document], **extraction.rows}
        lines = (name.encode() + b"\t" + _adapter(name).dump_json(rows) for name, rows in tables.items() if rows)
        # mtime=0: the same rows give the same bytes.
        write_sealed(self._rows(sha256), gzip.compress(b"\n".join(lines), compresslevel=1, mtime=0))

    def failure(self, sha256: str) -> BilagError | None:
        """Why these bytes are known to give nothing, or None."""
        try:
            code, _, message = read_sealed(self._failure(sha256)).decode().partition("\t")
            return BilagError(code.removesuffix(_SECRET), message, confidential=code.endswith(_SECRET))
        except (OSError, ValueError):
            return None

    def save_failure(self, sha256: str, error: BilagError) -> None:
        """Keep a failure that lies in the bytes alone; any other is forgotten, to be tried again."""
        if error.code in FINAL_REASONS:
            secret = _SECRET if error.confidential else ""
            write_sealed(self._failure(sha256), f"{error.code}{secret}\t{error.message}".encode())

    def first_seen(self, sha256: str) -> dt.datetime:
        """When these bytes were first extracted, by whatever version; now, when they never were."""
        path = self.root / sha256 / "first_seen"
        try:
            return dt.datetime.fromisoformat(read_sealed(path).decode())
        except (OSError, ValueError):
            now = dt.datetime.now(dt.UTC).replace(microsecond=0)
            write_sealed(path, now.isoformat().encode())
            return now

    def outcome(self, key: str) -> Outcome | None:
        """What became of the file of this partition key when it was last looked at."""
        return self.read_note(self.note(key))

    def read_note(self, path: Path) -> Outcome | None:
        """What a note says, or None where it is missing or damaged."""
        try:
            return Outcome.model_validate_json(read_sealed(path))
        except (OSError, ValueError):
            return None

    def note(self, key: str) -> Path:
        """Where it is noted what became of a partition key's file."""
        # A key can be longer than a file name may be.
        return self.root / "outcomes" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"

    def save_outcome(self, key: str, outcome: Outcome, before: Outcome | None) -> Outcome:
        """Note what became of a file; bytes seen `before` under this name keep the time they were first seen."""
        if before and before.sha256 == outcome.sha256:
            seconds = before.seconds if outcome.seconds is None else outcome.seconds
            update = {"seen_at": before.seen_at, "seconds": seconds, "kept": outcome.kept or before.kept}
            outcome = outcome.model_copy(update=update)
        if outcome != before:  # not synced: a lost note is made again by looking at the file
            write_sealed(self.note(key), outcome.model_dump_json().encode(), sync=False)
        return outcome

    def _rows(self, sha256: str) -> Path:
        return self.root / sha256 / f"{self.version}.rows.gz"

    def _failure(self, sha256: str) -> Path:
        return self.root / sha256 / f"{self.version}.failure"


@functools.cache
def _adapter(table: str) -> TypeAdapter[Any]:
    model: Any = TABLES[table]  # known at run time only
    return TypeAdapter(list[model])


def _read_tables(data: bytes, only: Collection[str] | None) -> Iterator[tuple[str, list[Row]]]:
    for line in data.split(b"\n"):
        table, _, rows = line.partition(b"\t")
        name = table.decode()
        if only is None or name in only or name == DocumentRow.table:
            yield name, _adapter(name).validate_json(rows)
