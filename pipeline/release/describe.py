"""What a release says about itself: a Data Package, the data dictionary and a JSON Schema, all from the models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pydantic.json_schema import models_json_schema

from schemas.arrow import spread_field
from schemas.base import Row
from schemas.dataset import TABLES
from schemas.dictionary import described_schema, reference, values

PACKAGE = "datapackage.json"
DICTIONARY = "data-dictionary.md"
JSON_SCHEMA = "schema.json"
DATABASE = "bilag.duckdb"
"""The tables once more, with keys and comments; two that hold the same are not the same bytes."""
_FIELD_TYPES = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
}


def data_package(
    release_id: str,
    created: str,
    rows: Mapping[str, int],
    files: Mapping[str, str],
    schemas: Mapping[str, pa.Schema],
) -> dict[str, Any]:
    """The release as a Frictionless Data Package.

    `rows` and `schemas` are by table: how many it holds, and the columns it was written with; `files` is the sha256 of
    every file by its path.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bilag",
        "id": release_id,
        "created": created,
        "resources": [_resource(model, rows[name], files, schemas[name]) for name, model in TABLES.items()],
        "files": dict(sorted(files.items())),
    }


def json_schema() -> str:
    """One JSON Schema of the whole dataset: an object with an array a table."""
    made = models_json_schema([(model, "validation") for model in TABLES.values()], title="bilag")
    names = {model: made[0][model, "validation"] for model in TABLES.values()}
    definitions = made[1]["$defs"]
    for model, place in names.items():
        _describe(definitions[place["$ref"].rsplit("/", 1)[-1]], model)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bilag",
        "description": "A release of the dataset: every table as an array of its rows.",
        "type": "object",
        "properties": {model.table: {"type": "array", "items": place} for model, place in names.items()},
        "$defs": definitions,
    }
    return json.dumps(schema, indent=1, ensure_ascii=False)


def _describe(definition: dict[str, Any], model: type[Row]) -> None:
    """Give a model's JSON Schema the dictionary's words."""
    spread = spread_field(model)
    for field in described_schema(model):
        said = {k.decode(): v.decode() for k, v in field.metadata.items()}
        words = {"title": said["label_en"], "description": said["description"]}
        if field.name in definition["properties"]:
            definition["properties"][field.name] |= words
        else:
            definition["patternProperties"] = {r"^y\d{4}$": {"type": ["integer", "null"], **words}}
    if spread:
        del definition["properties"][spread]


def _resource(model: type[Row], rows: int, files: Mapping[str, str], schema: pa.Schema) -> dict[str, Any]:
    whole, folder = f"{model.table}.parquet", f"{model.table}/"
    parts = sorted(name for name in files if name.startswith(folder))
    return {
        "name": model.table,
        "path": parts or whole,
        # Its bytes are checked, its rows not: Parquet holds its own types, and frictionless reads its nulls as NaN.
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": (model.__doc__ or "").strip(),
        # Several files have no one digest; each one's is in `files`.
        **({} if parts else {"hash": f"sha256:{files[whole]}"}),
        "row_count": rows,
        "schema": table_schema(model, schema),
    }


def table_schema(model: type[Row], written: pa.Schema) -> dict[str, Any]:
    """A table's columns and keys as a Frictionless Table Schema."""
    schema: dict[str, Any] = {"fields": [_field(model, f) for f in written]}
    if model.key:
        schema["primaryKey"] = list(model.key)
    foreign = [
        {
            "fields": [column],
            "reference": {"resource": "" if leads[0] == model.table else leads[0], "fields": [leads[1]]},
        }
        for column in model.model_fields
        if (leads := reference(model, column))
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(model: type[Row], field: pa.Field) -> dict[str, Any]:
    kind = "array" if pa.types.is_list(field.type) else _FIELD_TYPES[field.type]
    said = {k.decode(): v.decode() for k, v in field.metadata.items()}
    described: dict[str, Any] = {
        "name": field.name,
        "type": kind,
        "title": said["label_en"],
        "description": said["description"],
        **{name: said[name] for name in ("label_da", "unit", "source", "null") if name in said},
    }
    if "example" in said:
        described["example"] = said["example"]
    constraints: dict[str, Any] = {} if field.nullable else {"required": True}
    if allowed := (values(model, field.name) if field.name in model.model_fields and kind == "string" else ()):
        constraints["enum"] = list(allowed)
    if constraints:
        described["constraints"] = constraints
    return described
