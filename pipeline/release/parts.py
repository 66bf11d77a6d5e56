"""A release's tables as parts: a few documents each, so that what changes costs the parts that it stands in.

Up to `MOST` documents make one part, and each table is one file. More are parted by their ids' binary digits until no
part holds more, so that the parts are those of the documents and not of the order in which they came, and a document
more touches one part only.

    <table>.parquet, <table> -> <table>.parquet          where there is one part
    <table>/<part>.parquet, <table>.parquet -> <table>   where there are several; both names open as a whole either way
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from pipeline.release.validate import dataset_problems
from pipeline.system.durable import Seal, sync_file, sync_folder
from pipeline.system.errors import RunError
from pipeline.system.links import lead
from schemas.arrow import arrow_schema
from schemas.dataset import TABLES

MOST = 32
"""Documents of a part."""
WHOLE = "whole"
"""The name of the one part of a small release."""


class PartFile(BaseModel):
    """A table's file of a part: its seal and its rows."""

    model_config = ConfigDict(frozen=True)
    seal: Seal
    rows: int


def parted(ids: Iterable[str], most: int = MOST) -> dict[str, list[str]]:
    """The ids (hexadecimal) by part, in their order; a part's name is the binary digits that its ids begin with."""
    parts: dict[str, list[str]] = {}
    waiting = [("", list(ids))]
    while waiting:
        name, mine = waiting.pop()
        if len(mine) <= most:
            parts[name or WHOLE] = mine
            continue
        halves: dict[str, list[str]] = {"0": [], "1": []}
        for one in mine:
            halves[_digit(one, len(name))].append(one)
        waiting += [(name + digit, half) for digit, half in halves.items() if half]
    return dict(sorted(parts.items()))


def _digit(one: str, place: int) -> str:
    return str(int(one[place // 4], 16) >> (3 - place % 4) & 1)


def write_part(tables: Mapping[str, pa.Table], folder: Path) -> dict[str, PartFile]:
    """Write a part's tables into a folder and read them back; those without rows have no file. Raises RunError."""
    problems = dataset_problems(tables)
    if problems:
        raise RunError("the dataset contradicts itself and is not published: " + "; ".join(problems[:5]))
    made = {}
    for name, table in tables.items():
        if table.num_rows:
            made[name] = write_table(table, folder / f"{name}.parquet")
    sync_folder(folder)
    return made


def write_table(table: pa.Table, path: Path) -> PartFile:
    """Write a table to a file, on the disk and read back. Raises RunError."""
    pq.write_table(table, path, compression="zstd")
    back = pq.read_table(path)
    if not back.schema.equals(table.schema) or not back.equals(table):
        raise RunError(f"{path.name} does not read back as it was written; check the disk")
    sync_file(path)
    return PartFile(seal=Seal.of(path), rows=table.num_rows)


def joined(tables: Sequence[pa.Table], name: str, years: Sequence[int]) -> pa.Table:
    """The rows of several documents in one table, with a column for each of the years where it has such."""
    schema = arrow_schema(TABLES[name], years)
    return pa.concat_tables([_widened(t, schema) for t in tables] or [schema.empty_table()]).combine_chunks()


def _widened(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [
        table.column(f.name) if f.name in table.column_names else pa.nulls(table.num_rows, f.type) for f in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def place(table: str, part: str) -> str:
    """Where a part of a table stands in a release."""
    return f"{table}.parquet" if part == WHOLE else f"{table}/{part}.parquet"


def name_both_ways(release: Path) -> None:
    """Have each table open under its name and under that with `.parquet`."""
    for name in TABLES:
        folder, file = release / name, release / f"{name}.parquet"
        if folder.is_dir():
            lead(file, name)
        else:
            lead(folder, file.name)


def files_of_table(release: Path, table: str) -> list[Path]:
    """The files that hold a table, in the parts' order."""
    path = release / f"{table}.parquet"
    return sorted(path.resolve().glob("*.parquet")) if path.is_dir() else [path]


def schema_of(release: Path, table: str) -> pa.Schema:
    """The columns that a table was written with. Raises OSError or ArrowInvalid."""
    return pq.read_schema(files_of_table(release, table)[0])


def read_columns(release: Path, table: str, columns: Sequence[str]) -> pa.Table:
    """These columns of a table, of many parts sooner than Arrow does it. Raises OSError or ArrowInvalid."""
    files = files_of_table(release, table)
    return pa.concat_tables([pq.ParquetFile(path).read(columns=list(columns)) for path in files])


def rows_of(release: Path, table: str) -> int:
    """How many rows a table has. Raises OSError or ArrowInvalid."""
    return sum(pq.read_metadata(path).num_rows for path in files_of_table(release, table))
