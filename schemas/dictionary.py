"""The data dictionary: every table and column with all that is known of it, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from schemas.arrow import arrow_schema, spread_field, values_of
from schemas.base import Row
from schemas.dataset import REFERENCES, TABLES
from schemas.tables.derived import DERIVED

_HEAD = """# Data dictionary

Derived from the models in `schemas/` and `schemas/dictionary.txt`; do not edit. `make docs` writes it anew.

A column is null where its last cell says so, and never where it is empty. Every amount is in whole kroner.
"""


def data_dictionary() -> str:
    """The data dictionary as Markdown, one section a table."""
    return _HEAD + "".join(_table(model) for model in TABLES.values())


def values(model: type[Row], column: str) -> tuple[str, ...]:
    """The values a column may hold; none where they are not listed."""
    return values_of(model.model_fields[column].annotation)


def described_schema(model: type[Row]) -> pa.Schema:
    """The table's columns, those that stand for a year each as one: `y<year>`."""
    schema, spread = arrow_schema(model, [0]), spread_field(model)
    return pa.schema([f.with_name("y<year>") if spread and f.name == "y0" else f for f in schema], schema.metadata)


def reference(model: type[Row], column: str) -> tuple[str, str] | None:
    """The table and column that a column leads to; None for one that leads nowhere."""
    target = REFERENCES.get(column)
    return None if target == (model.table, column) else target


def _table(model: type[Row]) -> str:
    key = f" Key: {', '.join(f'`{c}`' for c in model.key)}." if model.key else ""
    made = " Derived when a release is made." if model in DERIVED else ""
    head = "| column | dansk | English | type | unit | values | meaning | where from | example | null when |\n"
    lines = [f"\n## {model.table}\n\n{(model.__doc__ or '').strip()}{made}{key}\n\n", head, "|---" * 10 + "|\n"]
    return "".join([*lines, *_rows(model)])


def _rows(model: type[Row]) -> Iterator[str]:
    for field in described_schema(model):
        said = {k.decode(): v.decode() for k, v in (field.metadata or {}).items()}
        allowed = values(model, field.name) if field.name in model.model_fields else ()
        leads = reference(model, field.name)
        domain = ", ".join(allowed) or (f"`{leads[0]}.{leads[1]}`" if leads else "")
        cells = [
            f"`{field.name}`", said["label_da"], said["label_en"], _type(field.type), said.get("unit", ""), domain,
            said["description"], said["source"], f"`{said['example']}`" if said.get("example") else "",
            said.get("null", ""),
        ]  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_type(kind.value_type)}"
    return "struct" if pa.types.is_struct(kind) else str(kind)
