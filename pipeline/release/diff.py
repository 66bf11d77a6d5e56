"""Gains and losses between two releases: which amounts and findings came, went or changed.

Amounts are matched by what they are (case, table, row, column), not by where they stand, so that a moved line is no
change; documents by their file name, so that a corrected bilag is compared with the one it replaces.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

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


@dataclass(frozen=True, slots=True)
class _Compared:
    """How a table is compared: the columns that say which row it is, and the text that says what it holds."""

    key: tuple[str, ...]
    shown: Callable[[pd.DataFrame], pd.Series[str]]


_TABLES: Final[Mapping[str, _Compared]] = {
    "documents": _Compared(
        ("file_name",),
        lambda t: t["document_id"].astype(str),
    ),
    "economic_amounts": _Compared(
        ("file_name", "case", "caption", "label", "steering_area", "column_printed", "column_no"),
        lambda t: t["amount_printed"] + " (" + t["amount_dkk"].astype(str) + " kr.)",
    ),
    "overview_amounts": _Compared(
        ("file_name", "case_id", "title", "role", "group", "measure"),
        lambda t: t["value_printed"].fillna(t["value"].astype(str)),
    ),
    "paybacks": _Compared(("file_name", "case", "basis"), lambda t: t["printed"]),
    "findings": _Compared(("finding_id",), lambda t: t["severity"] + " " + t["status"] + ": " + t["message"]),
}


def release_diff(before: Path, after: Path, tables: Collection[str] = tuple(_TABLES)) -> list[Change]:
    """The changes from one release's folder to another's, table by table. Raises OSError where one cannot be read."""
    found: list[Change] = []
    for table, how in _TABLES.items():
        if table not in tables:
            continue
        on = [*how.key, "repeat"]
        both = _rows(before, table, how).merge(
            _rows(after, table, how), on=on, how="outer", suffixes=("_before", "_after"), sort=False
        )
        changed = both[both["shown_before"].ne(both["shown_after"])]
        found += [
            Change(table, tuple(None if pd.isna(k) else k for k in key), *(None if pd.isna(s) else s for s in shown))
            for *key, _, in_before, in_after in changed[[*on, "shown_before", "shown_after"]].itertuples(index=False)
            for shown in [(in_before, in_after)]
        ]
    return found


def _rows(folder: Path, table: str, how: _Compared) -> pd.DataFrame:
    """A table's rows as key, what they hold, and their number among the rows of that key."""
    rows = _read(folder, table)
    if "file_name" not in rows:
        rows = rows.merge(_read(folder, "documents")[["document_id", "file_name"]], on="document_id", how="left")
    if "card_id" in rows:
        cards = _read(folder, "cards")
        cards["case"] = cards["case_id"].fillna(cards["title"])
        rows = rows.merge(cards[["card_id", "case"]], on="card_id", how="left")
    if table == "overview_amounts":
        rows["title"] = rows["title"].where(rows["case_id"].isna())
    kept = rows[list(how.key)].astype(object)  # an empty table's columns have other types than a full one's
    kept["shown"] = how.shown(rows)
    kept["repeat"] = kept.groupby(list(how.key), dropna=False).cumcount()
    return kept


def _read(folder: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(folder.resolve() / f"{table}.parquet")
