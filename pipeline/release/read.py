"""Reading the current release back, for the commands that show it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

Record = dict[str, Any]


class Dataset:
    """The tables of one release, each read when it is asked for."""

    def __init__(self, clean: Path) -> None:
        self.path = clean / "current"
        if not self.path.is_dir():
            raise click.ClickException(f"there is no release in {clean}; make one with: bilag run")

    def rows(self, table: str, **equal: str) -> list[Record]:
        """The rows whose columns equal these values, in the order in which they were published."""
        import pyarrow.parquet as pq

        filters = [(column, "=", value) for column, value in equal.items()] or None
        rows: list[Record] = pq.read_table(self.path.resolve() / f"{table}.parquet", filters=filters).to_pylist()
        return rows
