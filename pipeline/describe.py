"""What a release says about itself: a Data Package, the data dictionary and the JSON schemas, all from the models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from schemas.dataset import REFERENCES, TABLES, Row, arrow_schema

PACKAGE = "datapackage.json"
DICTIONARY = "data-dictionary.md"
JSON_SCHEMA = "schema.json"

_FIELD_TYPES = {
    pa.string(): "string",
    pa.int64(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", tz="UTC"): "datetime",
}


def data_package(release_id: str, created: str, rows: Mapping[str, int], files: Mapping[str, str]) -> dict[str, Any]:
    """The release as a Frictionless Data Package; `rows` by table, `files` the sha256 of every file by its path."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "bilag",
        "id": release_id,
        "created": created,
        "resources": [
            {
                "name": name,
                "path": f"{name}.parquet",
                "format": "parquet",
                "description": (model.__doc__ or "").strip(),
                "hash": f"sha256:{files[f'{name}.parquet']}",
                "rows": rows[name],
                "schema": _table_schema(model),
            }
            for name, model in TABLES.items()
        ],
        "files": dict(sorted(files.items())),
    }


def json_schema() -> str:
    """One JSON Schema a table, by name."""
    return json.dumps({n: m.model_json_schema() for n, m in TABLES.items()}, indent=1, ensure_ascii=False)


def _table_schema(model: type[Row]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(f) for f in arrow_schema(model)]}
    if model.key:
        schema["primaryKey"] = list(model.key)
    foreign = [
        {"fields": [c], "reference": {"resource": target, "fields": [column]}}
        for c, (target, column) in REFERENCES.items()
        if c in model.model_fields and (model.table, c) != (target, column)
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    return schema


def _field(field: pa.Field) -> dict[str, Any]:
    kind = "array" if pa.types.is_list(field.type) else _FIELD_TYPES[field.type]
    described: dict[str, Any] = {"name": field.name, "type": kind}
    text = (field.metadata or {}).get(b"description", b"").decode()
    if text:
        described["description"] = text
    if not field.nullable:
        described["constraints"] = {"required": True}
    return described
