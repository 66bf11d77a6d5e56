"""What the public release says of a confidential bilag: that it exists, and the digest of its bytes; nothing else.

Everything that a release holds (tables, checks, report, workbook, images) is made of what passes here, so what is left
out here is nowhere in it. The release of `--internal` is made of all of it, and readable by its owner only.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.confidential import is_marked_name
from pipeline.system.errors import RunError
from schemas.dataset import DocumentRow, QuarantineRow
from schemas.extraction import Extraction

NAME = "fortroligt-"
"""What the public release calls a confidential file, before its document id."""
_WHY = "The file is marked confidential; what is wrong with it is in the log of the run."


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Which files are confidential: those that say so, and what the operator says of file names (with * and ?)."""

    also: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def holds(self, names: Iterable[str], *, said: bool) -> bool:
        """Whether a file under these names is confidential; `said`: its content says so."""
        known = list(names)
        if any(_fits(name, self.never) for name in known):
            return False
        return said or any(is_marked_name(name) or _fits(name, self.also) for name in known)

    def told(self, extraction: Extraction) -> Extraction:
        """The extraction, its document told to be confidential where it is by this."""
        document = extraction.document
        secret = self.holds((document.file_name, *document.other_names), said=document.confidential)
        return Extraction(document.model_copy(update={"confidential": secret}), extraction.rows)


def public(extraction: Extraction) -> Extraction:
    """What everybody may read of a document: of a confidential one, only that it is there."""
    document = extraction.document
    return Extraction(_shell(document)) if document.confidential else extraction


def public_quarantine(row: QuarantineRow, *, confidential: bool) -> QuarantineRow:
    """What everybody may read of a file that could not be used; without a digest it is known by nothing."""
    if not confidential:
        return row
    name = f"{NAME}{(row.sha256 or 'ukendt')[:16]}"
    return row.model_copy(update={"file_name": name, "message": _WHY})


def _shell(document: DocumentRow) -> DocumentRow:
    return DocumentRow(
        document_id=document.document_id,
        sha256=document.sha256,
        file_name=f"{NAME}{document.document_id}",
        source_format=document.source_format,
        text_source="text layer",
        kind="unknown",
        confidential=True,
        ingested_at=document.ingested_at,
        extractor_version=document.extractor_version,
    )


@contextlib.contextmanager
def for_owner_only(folder: Path) -> Iterator[None]:
    """Make what is written meanwhile readable by its owner only (0700, 0600), and the folder with all it holds.

    Raises RunError where the folder is another's.
    """
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder, *folder.rglob("*")):
            mode = 0o700 if path.is_dir() else 0o600
            if not path.is_symlink() and path.stat().st_mode & 0o077:
                path.chmod(mode)
        yield
    except PermissionError as error:
        raise RunError(f"{folder} cannot be kept from others' eyes: {error}; nothing was published there") from error
    finally:
        os.umask(before)


def refuse_place(internal: Path, *others: Path) -> None:
    """Raise RunError where the folder of the complete release lies in a folder that others may read, or over one."""
    real = internal.resolve()
    for other in (o.resolve() for o in others):
        if real == other or real.is_relative_to(other) or other.is_relative_to(real):
            raise RunError(
                f"the complete release cannot be published in {internal}: it may not share a folder with {other}"
            )


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, p) for p in patterns)
