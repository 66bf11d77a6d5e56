"""Revised bilag: other bytes under the name of a document that an earlier release published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from schemas.dataset import DocumentRow, Row

_COLUMNS = ("document_id", "file_name", "other_names", "supersedes")


def with_predecessors(documents: Iterable[Row], last: Path | None) -> list[DocumentRow]:
    """The documents, each told which one it supersedes: that which the last release had under its name.

    What the last release said of a document that stays is said again. Where that release cannot be read, nothing is.
    """
    before = _documents(last) if last else []
    named = {name: d["document_id"] for d in before for name in (d["file_name"], *d["other_names"])}
    said = {d["document_id"]: d.get("supersedes") for d in before}
    found = [d for d in documents if isinstance(d, DocumentRow)]
    still = {d.document_id for d in found}
    return [_superseding(d, named, said, still) for d in found]


def _superseding(
    document: DocumentRow, named: dict[str, str], said: dict[str, str | None], still: set[str]
) -> DocumentRow:
    if document.confidential:
        return document
    if document.document_id in said:
        older = said[document.document_id]
    else:
        names = (document.file_name, *document.other_names)
        older = next((named[n] for n in names if n in named and named[n] not in still), None)
    return document.model_copy(update={"supersedes": older}) if older else document


def _documents(release: Path) -> list[dict[str, Any]]:
    path = release / "documents.parquet"
    try:
        there = pq.read_schema(path).names
        rows: list[dict[str, Any]] = pq.read_table(path, columns=[c for c in _COLUMNS if c in there]).to_pylist()
        return rows
    except (OSError, ValueError):
        return []
