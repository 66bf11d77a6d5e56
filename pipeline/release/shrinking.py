"""A release may not shrink unseen: what the new one lacks of the last, and whether that is more than may be.

What people took out with `bilag retire` is not missed. Everything else that is gone is told; beyond the limits the
release is refused, and the last one stands, until somebody says that it is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from pipeline.release.history import current_release, list_releases, read_package
from pipeline.release.parts import read_columns, rows_of
from pipeline.system.errors import RunError
from schemas.dataset import TABLES
from schemas.tables.derived import DERIVED

MEASURED: Final = ("documents", "cards", "economic_amounts", "overview_amounts")
_JUDGED: Final = frozenset({"findings", "checks", "price_factors", "text_repairs", "lineage", "quarantine"})
_ROWS_OF_NOTE = 10  # a table of fewer rows may become empty by one revised bilag
_NAMED = 5


class RefusedError(RunError):
    """The new release would lack too much of the last one."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a release may lack of the one before: percent of its documents, cards, amounts and page images.

    Newly quarantined files may be `quarantine_percent` of all files; two are never too many.
    """

    percent: float = 5.0
    quarantine_percent: float = 25.0
    anything: bool = False


@dataclass(slots=True)
class Census:
    """What a release holds: rows of each table, its files and those quarantined, and the pages it has images of."""

    rows: dict[str, int]
    files: dict[str, str]
    """sha256 by file name, other names included."""
    quarantined: frozenset[str]
    drawn: frozenset[tuple[str, int]] = frozenset()
    failed: frozenset[tuple[str, int]] = frozenset()


def last_census(clean: Path, retired: Collection[str]) -> Census | None:
    """That of the current release, or of the newest that can be read; without the documents of these sha256."""
    current = current_release(clean)
    for release in [*([current] if current else []), *reversed(list_releases(clean))]:
        package = read_package(release)
        try:
            if package is not None:
                return census(release, package.get("page_images", {}), retired)
        except (OSError, ValueError, KeyError):
            continue
    return None


def census(
    release: Path, images: Mapping[str, Any], retired: Collection[str] = (), counted: Mapping[str, int] | None = None
) -> Census:
    """Count a release's rows, without those of retired documents; `counted` are those of each table, where known.

    Raises OSError or ValueError where it is damaged.
    """
    documents = _columns(release, "documents", "document_id", "sha256", "file_name", "other_names")
    kept = [d for d in documents if d["sha256"] not in retired]
    gone = {d["document_id"] for d in documents} - {d["document_id"] for d in kept}
    quarantine = _columns(release, "quarantine", "file_name", "reason")
    return Census(
        {"documents": len(kept), **_rows_kept(release, gone, counted)},
        {name: d["sha256"] for d in kept for name in (d["file_name"], *d["other_names"])},
        frozenset(q["file_name"] for q in quarantine if q["reason"] != "retired"),
        frozenset((d, p) for d, p in images.get("drawn", ()) if d not in gone),
        frozenset((d, p) for d, p in images.get("failed", ())),
    )


def _columns(release: Path, table: str, *columns: str) -> list[dict[str, Any]]:
    """Some columns of a table, row by row."""
    rows: list[dict[str, Any]] = read_columns(release, table, columns).to_pylist()
    return rows


def _rows_kept(release: Path, gone: Collection[str], counted: Mapping[str, int] | None) -> dict[str, int]:
    """The rows of each table that is read from documents, without those of documents that are gone."""
    if counted is None:
        counted = {r["name"]: r["row_count"] for r in (read_package(release) or {}).get("resources", ())}
    return {name: _kept(release, name, gone, counted) for name in filter(_read_from_documents, TABLES)}


def _kept(release: Path, table: str, gone: Collection[str], counted: Mapping[str, int]) -> int:
    """The rows of one table; 0 where an older release has no such table yet."""
    if not gone and table in counted:
        return counted[table]
    try:
        if not gone:
            return rows_of(release, table)
        ids = pq.read_table(release / f"{table}.parquet", columns=["document_id"]).column(0)
    except FileNotFoundError:
        return 0
    return sum(n for d, n in Counter(ids.to_pylist()).items() if d not in gone)


def _read_from_documents(table: str) -> bool:
    """False for what is judged, and for what is made of the other tables: what they lack, it lacks."""
    model = TABLES[table]
    return (
        table not in _JUDGED and table != "documents" and model not in DERIVED and "document_id" in model.model_fields
    )


def refuse_to_shrink(before: Census | None, after: Census, allowance: Allowance) -> None:
    """Raise RefusedError when the release lacks more of the one before than may be."""
    if before is None or allowance.anything:
        return
    found = [*_fewer(before, after, allowance.percent), *_more_quarantined(before, after, allowance.quarantine_percent)]
    if found:
        raise RefusedError(
            f"refused, for the release would hold less than the last: {'; '.join(found)}. "
            "If bilag were withdrawn, say which: bilag retire FILE --reason TEXT. "
            "If all of it is as it should be: bilag run --allow-shrink. The last release stands"
        )


def _fewer(before: Census, after: Census, percent: float) -> list[str]:
    found = [
        f"{before.rows[name]} {name.replace('_', ' ')} became {after.rows[name]} (limit {percent:g} %)"
        for name in MEASURED
        if after.rows[name] < before.rows[name] * (1 - percent / 100)
    ]
    missing = sorted(before.files.keys() - after.files.keys())
    if found and missing:
        found[0] += f", without {_some(missing, after.quarantined)}"
    found += [
        f"{name.replace('_', ' ')} became empty ({rows} rows before)"
        for name, rows in before.rows.items()
        if name not in MEASURED and rows >= _ROWS_OF_NOTE and not after.rows[name]
    ]
    lost = before.drawn & after.failed
    if len(lost) > len(before.drawn) * percent / 100:
        found.append(f"{len(lost)} of {len(before.drawn)} page images can no longer be drawn")
    return found


def _more_quarantined(before: Census, after: Census, percent: float) -> list[str]:
    new = sorted(after.quarantined - before.quarantined)
    files = len(after.files) + len(after.quarantined)
    if len(after.quarantined) - len(before.quarantined) <= max(2, files * percent / 100):
        return []
    return [f"{len(new)} of {files} files are newly quarantined (limit {percent:g} %): {_some(new, frozenset())}"]


def changes(before: Census | None, after: Census) -> str:
    """Why there is a new release, in a line: what came, changed and went."""
    if before is None:
        return "the first release"
    came = sorted(after.files.keys() - before.files.keys())
    went = sorted(before.files.keys() - after.files.keys())
    changed = sorted(n for n in after.files.keys() & before.files.keys() if after.files[n] != before.files[n])
    said = [
        f"{len(names)} {what}: {_some(names, after.quarantined)}"
        for what, names in (("new", came), ("changed", changed), ("gone", went))
        if names
    ]
    if after.quarantined != before.quarantined:
        said.append(f"{len(after.quarantined)} quarantined, before {len(before.quarantined)}")
    return "; ".join(said) or "the same bilag, read, checked or decided otherwise"


def _some(names: Sequence[str], quarantined: Collection[str]) -> str:
    shown = [f"{n} (quarantined)" if n in quarantined else n for n in names[:_NAMED]]
    more = len(names) - _NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
