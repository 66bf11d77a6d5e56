"""SQL over a release, by DuckDB: read only, and with no way to other files or the network.

The tables are copied into a database in memory; then the door is shut: no external access, no extension, and no way to
change that. What a query writes is gone when it ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from schemas.dataset import TABLES

_LISTS_TABLES = re.compile(
    r"\b(show|describe|desc|summarize|pragma|information_schema|sqlite_\w+|duckdb_\w+|pg_\w+|query\w*)\b", re.IGNORECASE
)
"""Words with which a query may speak of tables that it does not name."""
_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI}
"""MULTI is what PIVOT becomes."""
_NO_TABLE = re.compile(r"Table with name (\S+) does not exist")
_MEMORY = "2GB"


class QueryError(Exception):
    """A query that cannot be run; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query came to: the columns' names, and the rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def open_release(release: Path, sql: str | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the release's tables, shut off from everything else.

    With `sql` only the tables that it can speak of are read. Raises QueryError where the release cannot be read.
    """
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "python_enable_replacements": "false"})
    try:
        load_tables(connection, release, tables_of(sql) if sql is not None else tuple(TABLES))
        connection.execute("SET temp_directory = ''")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise QueryError(f"the release in {release} cannot be read: {error}") from error
    return connection


def load_tables(connection: duckdb.DuckDBPyConnection, release: Path, names: Sequence[str]) -> None:
    """Copy tables of a release into a database."""
    for name in names:
        path = str(release / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE TABLE {name} AS FROM read_parquet('{path}')")


def tables_of(sql: str) -> tuple[str, ...]:
    """The tables that a query names, or may speak of without naming them."""
    if _LISTS_TABLES.search(sql):
        return tuple(TABLES)
    lower = sql.lower()
    return tuple(name for name in TABLES if name in lower)


def ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    """The answer to one query. Raises QueryError where it is no query, more than one, or wrong."""
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError("one query at a time" if statements else "there is no query")
        if statements[0].type not in _READS:
            raise QueryError("only queries are run here: nothing of a release is changed")
        found = connection.execute(statements[0])
        return Answer(tuple(column[0] for column in found.description or ()), found.fetchall())
    except duckdb.CatalogException as error:
        raise QueryError(_with_nearest(str(error))) from error
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _with_nearest(message: str) -> str:
    """The message on a table that is not there, with the tables whose names are nearest."""
    wanted = _NO_TABLE.search(message)
    if wanted is None:
        return message
    near = get_close_matches(wanted[1], TABLES, n=3)
    hint = f"nearest: {', '.join(near)}" if near else f"tables: {', '.join(TABLES)}"
    return f"there is no table {wanted[1]!r}; {hint}"
