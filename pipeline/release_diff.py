"""Gains and losses between two releases: which amounts and findings came, went or changed.

Amounts are matched by what they are (case, table, row, column), not by where they stand, so that a moved line is no
change; documents by their file name, so that a corrected bilag is compared with the one it replaces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Record = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that came (`before` is None), went (`after` is None) or changed."""

    table: str
    key: Key
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """appeared, vanished or changed."""
        return "appeared" if self.before is None else "vanished" if self.after is None else "changed"


def release_diff(before: Path, after: Path) -> list[Change]:
    """The changes from one release's folder to another's, table by table. Raises OSError where one cannot be read."""
    found: list[Change] = []
    for table, (key, shown) in _TABLES.items():
        one, other = (_rows(folder, table, key, shown) for folder in (before, after))
        keys = dict.fromkeys([*one, *other])
        found += [Change(table, k, one.get(k), other.get(k)) for k in keys if one.get(k) != other.get(k)]
    return found


def _rows(
    folder: Path, table: str, key: Callable[[Record, str], Key], shown: Callable[[Record], str]
) -> dict[Key, str]:
    names: dict[str, str] = {d["document_id"]: d["file_name"] for d in _read(folder, "documents")}
    cases = {c["card_id"]: c["case_id"] or c["title"] for c in _read(folder, "cards")}
    found: dict[Key, str] = {}
    seen: defaultdict[Key, int] = defaultdict(int)
    for row in _read(folder, table):
        row["case"] = cases.get(row.get("card_id") or "")
        base = key(row, names.get(row["document_id"], ""))
        seen[base] += 1
        found[(*base, seen[base]) if seen[base] > 1 else base] = shown(row)
    return found


def _read(folder: Path, table: str) -> Iterable[Record]:
    rows: list[Record] = pq.read_table(folder.resolve() / f"{table}.parquet").to_pylist()
    return rows


def _amount_key(row: Record, name: str) -> Key:
    return (
        name,
        row["case"],
        row["caption"],
        row["label"],
        row["steering_area"],
        row["column_printed"],
        row["column_no"],
    )


def _overview_key(row: Record, name: str) -> Key:
    return name, row["case_id"], row["title"] if not row["case_id"] else None, row["role"], row["group"], row["measure"]


_TABLES: Mapping[str, tuple[Callable[[Record, str], Key], Callable[[Record], str]]] = {
    "economic_amounts": (_amount_key, lambda r: f"{r['amount_printed']} ({r['amount_dkk']} kr.)"),
    "overview_amounts": (_overview_key, lambda r: str(r["value_printed"] or r["value"])),
    "paybacks": (lambda r, name: (name, r["case"], r["basis"]), lambda r: str(r["printed"])),
    "findings": (lambda r, _: (r["finding_id"],), lambda r: f"{r['severity']} {r['status']}: {r['message']}"),
}
