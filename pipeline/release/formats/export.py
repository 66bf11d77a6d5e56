"""A release in the form that other programs want: Parquet, CSV, a workbook, or a DuckDB database.

Every form holds the same tables and rows, and the dictionary's words where it has a place for them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq
import xlsxwriter

from pipeline.release.describe import DATABASE, DICTIONARY, JSON_SCHEMA, PACKAGE, table_schema
from pipeline.release.formats.answers import as_csv, fill_sheet
from pipeline.release.formats.query import Answer, load_tables
from pipeline.release.parts import files_of_table, schema_of
from pipeline.system.durable import sha256_of
from schemas.base import Row
from schemas.dataset import TABLES
from schemas.dictionary import reference

WORKBOOK: Final = "bilag.xlsx"
_SHEET_ROWS: Final = 1_048_575
_BLOCK: Final = 16_384  # bytes; the least that DuckDB takes
_HELPERS: Final = (DICTIONARY, JSON_SCHEMA)


class ExportError(Exception):
    """The release cannot be written in this form; the message says why and what to do."""


def export(release: Path, to: Path, form: str) -> list[Path]:
    """Write a release into a folder in one of `FORMS`; the files written, in order.

    Nothing in the folder is replaced before the new files are whole. Raises ExportError, also where the disk refuses.
    """
    aside = to / ".new-export"
    try:
        if to.resolve().is_relative_to(release.parent):
            raise ExportError(f"{to} is part of the dataset itself; export to another folder")
        to.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        FORMS[form](release, aside)
        return [path.replace(to / path.name) for path in sorted(aside.iterdir())]
    except OSError as error:
        raise ExportError(f"{to} cannot be written: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _parquet(release: Path, to: Path) -> None:
    """A file a table, also where the release has several."""
    package: dict[str, Any] = json.loads((release / PACKAGE).read_text("utf-8"))
    for resource in package["resources"]:
        table = resource["name"]
        files, resource["path"] = files_of_table(release, table), f"{table}.parquet"
        if len(files) == 1:
            shutil.copyfile(files[0], to / resource["path"])
            continue
        with pq.ParquetWriter(to / resource["path"], schema_of(release, table), compression="zstd") as writer:
            for path in files:
                writer.write_table(pq.read_table(path))
        resource["hash"] = f"sha256:{sha256_of(to / resource['path'])}"
    _pack(package, to)
    for name in _HELPERS:
        shutil.copyfile(release / name, to / name)


def _pack(package: dict[str, Any], to: Path) -> None:
    """Write what an export says of itself: without the list of a whole release's files, which are not all here."""
    for name in ("files", "sha256"):
        package.pop(name, None)
    (to / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _csv(release: Path, to: Path) -> None:
    """A CSV file a table, and a data package that says what is in them."""
    for name, answer in _answers(release):
        (to / f"{name}.csv").write_text(as_csv(answer), "utf-8")
    package: dict[str, Any] = json.loads((release / PACKAGE).read_text("utf-8"))
    package["resources"] = [_csv_resource(model, release) for model in TABLES.values()]
    _pack(package, to)
    for name in _HELPERS:
        shutil.copyfile(release / name, to / name)


def _csv_resource(model: type[Row], release: Path) -> dict[str, Any]:
    schema = table_schema(model, schema_of(release, model.table))
    for field in schema["fields"]:
        if field["type"] == "string" and field["name"] not in model.key:
            field.get("constraints", {}).pop("required", None)  # CSV cannot tell "" from null
    return {
        "name": model.table,
        "path": f"{model.table}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": (model.__doc__ or "").strip(),
        "schema": schema,
    }


def _xlsx(release: Path, to: Path) -> None:
    """A workbook with a sheet a table."""
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(to / WORKBOOK), options) as book:
        for name, answer in _answers(release):
            if len(answer.rows) > _SHEET_ROWS:
                raise ExportError(f"{name} has more rows than a sheet of Excel holds; export it as csv or parquet")
            fill_sheet(book, name, answer)


def write_database(release: Path, to: Path) -> None:
    """A database with the tables' keys, and the dictionary's words as comments. Raises duckdb.Error, OSError."""
    with duckdb.connect() as connection:
        # In blocks of the usual size so many small tables take seven times the room.
        connection.execute(f"ATTACH {_quoted(str(to / DATABASE))} AS bilag (BLOCK_SIZE {_BLOCK}); USE bilag; BEGIN")
        for model in in_order(TABLES):
            path = _quoted(str(release / f"{model.table}.parquet"))
            columns = connection.execute(f"DESCRIBE FROM read_parquet({path})").fetchall()
            required = {f.name for f in schema_of(release, model.table) if not f.nullable}
            lines = [f'"{name}" {kind}{" NOT NULL" if name in required else ""}' for name, kind, *_ in columns]
            lines += _constraints(model)
            connection.execute(
                f"CREATE TABLE {model.table} ({', '.join(lines)}); "
                f"INSERT INTO {model.table} FROM read_parquet({path}); {'; '.join(_comments(model, release))}"
            )
        connection.execute("COMMIT; USE memory; DETACH bilag")


def _constraints(model: type[Row]) -> Iterator[str]:
    if model.key:
        yield f"PRIMARY KEY ({', '.join(model.key)})"
    for column in model.model_fields:
        # A database checks a row against those before it: a table's references to itself cannot be declared.
        if (leads := reference(model, column)) and leads[0] != model.table:
            yield f"FOREIGN KEY ({column}) REFERENCES {leads[0]} ({leads[1]})"


def _comments(model: type[Row], release: Path) -> Iterator[str]:
    yield f"COMMENT ON TABLE {model.table} IS {_quoted((model.__doc__ or '').strip())}"
    for field in schema_of(release, model.table):
        said = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
        text = f"{said['description']} ({said['label_da']}{', ' + said['unit'] if 'unit' in said else ''})"
        yield f'COMMENT ON COLUMN {model.table}."{field.name}" IS {_quoted(text)}'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def in_order(tables: dict[str, type[Row]]) -> list[type[Row]]:
    """The tables, each after those that it refers to."""
    made: dict[str, type[Row]] = {}

    def add(model: type[Row]) -> None:
        for column in model.model_fields:
            leads = reference(model, column)
            if leads and leads[0] != model.table and leads[0] not in made:
                add(tables[leads[0]])
        made.setdefault(model.table, model)

    for model in tables.values():
        add(model)
    return list(made.values())


def _answers(release: Path) -> Iterator[tuple[str, Answer]]:
    """Every table with its rows."""
    with duckdb.connect() as connection:
        load_tables(connection, release, tuple(TABLES))
        for name in TABLES:
            found = connection.execute(f"FROM {name}")
            yield name, Answer(tuple(c[0] for c in found.description or ()), found.fetchall())


FORMS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "parquet": _parquet,
    "csv": _csv,
    "xlsx": _xlsx,
    "duckdb": write_database,
}
"""The forms a release can be exported in."""
