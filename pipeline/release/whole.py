"""What must hold between the rows of a whole release, asked part by part, so that no release is too large to check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.parts import files_of_table
from pipeline.release.validate import dataset_problems
from schemas.dataset import TABLES, CardRow, CheckRow, DocumentRow, FindingRow, LineageRow

_APART = (DocumentRow, CheckRow, FindingRow)
"""Tables whose keys do not begin with their document's id, so that two parts could have the same."""


def release_problems(release: Path) -> list[str]:
    """What is wrong between the tables of a release; empty when nothing is. Raises OSError where one cannot be read."""
    parts: dict[str, dict[str, Path]] = {}
    shared: dict[str, pa.Table] = {}
    for name in TABLES:
        parted = (release / f"{name}.parquet").is_dir()
        for path in files_of_table(release, name):
            if parted:
                parts.setdefault(path.stem, {})[name] = path
            else:
                shared[name] = pq.read_table(path)
    if not parts:
        return dataset_problems(shared)
    links = shared.pop(LineageRow.table, None)
    found = [p for files in parts.values() for p in _part_problems(files, shared)]
    return found + list(_twice(release)) + list(_astray(release, links))


def _part_problems(files: dict[str, Path], shared: dict[str, pa.Table]) -> list[str]:
    return dataset_problems({**shared, **{name: pq.read_table(path) for name, path in files.items()}})


def _astray(release: Path, links: pa.Table | None) -> Iterator[str]:
    """Links from card to card lead from one part to another."""
    ends = ("from_card_id", "to_card_id")
    named = {v for end in ends for v in links.column(end).to_pylist()} if links is not None else set()
    for path in files_of_table(release, CardRow.table) if named else ():
        named -= set(pq.read_table(path, columns=["card_id"]).column(0).to_pylist())
    if named:
        yield f"lineage names {len(named)} rows that cards does not have: {min(named)}"


def _twice(release: Path) -> Iterator[str]:
    for model in _APART:
        seen: Counter[str] = Counter()
        for path in files_of_table(release, model.table):
            seen.update(pq.read_table(path, columns=list(model.key)).column(0).to_pylist())
        if seen and seen.most_common(1)[0][1] > 1:
            yield f"{model.table}: the key ({model.key[0]}) occurs in more than one part: {seen.most_common(1)[0][0]}"
