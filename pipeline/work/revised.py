"""Revised bilag: other bytes under the name of a document that an earlier release published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.release.parts import schema_of

_COLUMNS = ("document_id", "file_name", "other_names", "supersedes")


@dataclass(frozen=True, slots=True)
class Named:
    """A document of a run, and the names of its files."""

    document_id: str
    names: tuple[str, ...]
    confidential: bool


def predecessors(documents: Sequence[Named], last: Path | None) -> dict[str, str]:
    """Which document each supersedes, by id, where it supersedes any: that which the last release had under its name.

    What the last release said of a document that stays is said again. Where that release cannot be read, nothing is.
    """
    before = _documents(last) if last else []
    named = {name: d["document_id"] for d in before for name in (d["file_name"], *d["other_names"])}
    said = {d["document_id"]: d.get("supersedes") for d in before}
    still = {d.document_id for d in documents}
    found = {d.document_id: _older(d, named, said, still) for d in documents if not d.confidential}
    return {document_id: older for document_id, older in found.items() if older}


def _older(document: Named, named: dict[str, str], said: dict[str, str | None], still: set[str]) -> str | None:
    if document.document_id in said:
        return said[document.document_id]
    return next((named[n] for n in document.names if n in named and named[n] not in still), None)


def _documents(release: Path) -> list[dict[str, Any]]:
    path = release / "documents.parquet"
    try:
        there = schema_of(release, "documents").names
        rows: list[dict[str, Any]] = pq.read_table(path, columns=[c for c in _COLUMNS if c in there]).to_pylist()
        return rows
    except (OSError, ValueError):
        return []
