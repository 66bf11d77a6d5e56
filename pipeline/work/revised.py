"""Revised bilag: other bytes under the name of a document that an earlier release published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.release.parts import read_columns, schema_of

_COLUMNS = ("document_id", "file_name", "other_names", "supersedes")


@dataclass(frozen=True, slots=True)
class Named:
    """A document of a run, and the names of its files."""

    document_id: str
    names: tuple[str, ...]
    confidential: bool


class Before:
    """What the last release said of its documents; nothing, where there is none or it cannot be read."""

    def __init__(self, last: Path | None) -> None:
        """Read it."""
        documents = _documents(last) if last else []
        self._named = {name: d["document_id"] for d in documents for name in (d["file_name"], *d["other_names"])}
        self._said = {d["document_id"]: d.get("supersedes") for d in documents}

    def predecessors(self, documents: Sequence[Named]) -> dict[str, str]:
        """Which document each supersedes, by id, where it supersedes any: that which it had under its name.

        What it said of a document that stays is said again.
        """
        still = {d.document_id for d in documents}
        found = {d.document_id: self._older(d, still) for d in documents if not d.confidential}
        return {document_id: older for document_id, older in found.items() if older}

    def _older(self, document: Named, still: set[str]) -> str | None:
        if document.document_id in self._said:
            return self._said[document.document_id]
        named = self._named
        return next((named[n] for n in document.names if n in named and named[n] not in still), None)


def _documents(release: Path) -> list[dict[str, Any]]:
    try:
        there = schema_of(release, "documents").names
        rows: list[dict[str, Any]] = read_columns(release, "documents", [c for c in _COLUMNS if c in there]).to_pylist()
        return rows
    except (OSError, ValueError):
        return []
