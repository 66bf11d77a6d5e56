"""A release as a schema of a PostgreSQL database: keys, comments and rows, exchanged in one transaction.

Lists and structs are `jsonb`. The schema is called `bilag` and marked as ours by its comment; one of that name that is
not ours is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, LiteralString

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.release.formats.export import ExportError, in_order
from schemas.base import Row
from schemas.dataset import TABLES
from schemas.dictionary import reference

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

SCHEMA: Final = "bilag"
_NEW: Final = "bilag_new"
_OURS: Final = "bilag release "
_TYPES: Final[tuple[tuple[Any, LiteralString], ...]] = (
    (pa.types.is_integer, "bigint"),
    (pa.types.is_floating, "double precision"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "timestamptz"),
    (pa.types.is_nested, "jsonb"),
)


def write_postgres(release: Path, address: str) -> int:
    """Write every table; how many there are. Raises ExportError, with the database as it was."""
    try:
        import psycopg
    except ImportError as error:
        raise ExportError("postgresql:// needs a package more: pip install 'bilag[postgres]'") from error
    try:
        with psycopg.connect(address) as connection:
            _write(connection, release)
    except psycopg.Error as error:
        raise ExportError(f"the database cannot be written: {str(error).strip()}") from error
    return len(TABLES)


def _write(connection: psycopg.Connection[Any], release: Path) -> None:
    from psycopg import sql

    said = connection.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    ).fetchone()
    if said and not (said[0] or "").startswith(_OURS):
        raise ExportError(f"the database has a schema {SCHEMA!r} that is not ours; rename it, or take another database")
    names = {"new": sql.Identifier(_NEW), "old": sql.Identifier(SCHEMA)}
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {new} CASCADE").format(**names))
    connection.execute(sql.SQL("CREATE SCHEMA {new}").format(**names))
    for model in in_order(TABLES):
        _table(connection, model, release)
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {old} CASCADE").format(**names))
    connection.execute(sql.SQL("ALTER SCHEMA {new} RENAME TO {old}").format(**names))
    comment = sql.Literal(f"{_OURS}{release.name}")
    connection.execute(sql.SQL("COMMENT ON SCHEMA {old} IS {comment}").format(**names, comment=comment))


def _table(connection: psycopg.Connection[Any], model: type[Row], release: Path) -> None:
    from psycopg import sql

    rows = pq.read_table(release / f"{model.table}.parquet")
    table = sql.Identifier(_NEW, model.table)
    lines = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(f.name), sql.SQL(_type(f.type)), sql.SQL("" if f.nullable else " NOT NULL")
        )
        for f in rows.schema
    ]
    lines += _constraints(model)
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, sql.SQL(", ").join(lines)))
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
        for row in rows.to_pylist():
            copy.write_row([_plain(value) for value in row.values()])
    text = sql.Literal((model.__doc__ or "").strip())
    connection.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(table, text))
    for field in rows.schema:
        about = sql.Literal((field.metadata or {}).get(b"description", b"").decode())
        column = sql.Identifier(_NEW, model.table, field.name)
        connection.execute(sql.SQL("COMMENT ON COLUMN {} IS {}").format(column, about))


def _constraints(model: type[Row]) -> Iterator[sql.Composed]:
    from psycopg import sql

    if model.key:
        yield sql.SQL("PRIMARY KEY ({})").format(sql.SQL(", ").join(map(sql.Identifier, model.key)))
    for column in model.model_fields:
        # A table's references to itself are left out, as in the DuckDB database: rows are copied in print order.
        if (leads := reference(model, column)) and leads[0] != model.table:
            yield sql.SQL("FOREIGN KEY ({}) REFERENCES {} ({})").format(
                sql.Identifier(column), sql.Identifier(_NEW, leads[0]), sql.Identifier(leads[1])
            )


def _type(kind: pa.DataType) -> LiteralString:
    return next((name for is_kind, name in _TYPES if is_kind(kind)), "text")


def _plain(value: Any) -> Any:
    """A value as COPY takes it; PostgreSQL holds no NUL in a text."""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str).replace("\\u0000", "")
    return value.replace("\0", "") if isinstance(value, str) else value
