"""What must hold between the rows of a dataset before anyone may read it: keys are unique, references lead somewhere.

What must hold within a row is its model's business (`schemas.dataset`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import REFERENCES, TABLES, Row
from schemas.extraction import Extraction
from schemas.tables.derived import DERIVED

_SHOWN = 3
_DERIVED = {model.table for model in DERIVED}


def document_problems(extraction: Extraction) -> list[str]:
    """What is wrong between the rows of one document; empty when nothing is."""
    tables: dict[str, Sequence[Row]] = {**extraction.rows, "documents": [extraction.document]}
    columns = {name: _columns(name, rows) for name, rows in tables.items()}
    return list(_problems(columns))


def dataset_problems(tables: Mapping[str, pa.Table]) -> list[str]:
    """What is wrong between the tables of a release; empty when nothing is."""
    columns = {
        name: {c: table.column(c).to_pylist() for c in _wanted(name) if c in table.column_names}
        for name, table in tables.items()
    }
    return list(_problems(columns)) + list(_null_problems(tables))


def _columns(name: str, rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {c: [getattr(r, c) for r in rows] for c in _wanted(name)}


def _wanted(table: str) -> list[str]:
    """The columns of a table that are part of its key or refer to another table."""
    model = TABLES[table]
    return [c for c in model.model_fields if c in model.key or c in REFERENCES]


def _problems(tables: Mapping[str, Mapping[str, list[Any]]]) -> Iterator[str]:
    for name, columns in tables.items():
        key = TABLES[name].key
        if key:
            seen = Counter(zip(*(columns[c] for c in key), strict=True))
            twice = [k for k, n in seen.items() if n > 1]
            if twice:
                yield f"{name}: the key ({', '.join(key)}) occurs more than once: {_some(twice)}"
        for column, (target, target_column) in REFERENCES.items():
            derived = target in _DERIVED and target not in tables  # a release has these tables, a document never
            if column in columns and (name, column) != (target, target_column) and not derived:
                known = set(tables.get(target, {}).get(target_column, []))
                lost = sorted({v for v in columns[column] if v is not None} - known)
                if lost:
                    yield f"{name}.{column} names rows that {target} does not have: {_some(lost)}"


def _null_problems(tables: Mapping[str, pa.Table]) -> Iterator[str]:
    for name, table in tables.items():
        for field in table.schema:
            if not field.nullable and pc.sum(table.column(field.name).is_null()).as_py():
                yield f"{name}.{field.name} is null where it must not be"


def _some(values: Sequence[Any]) -> str:
    shown = ", ".join("/".join(map(str, v)) if isinstance(v, tuple) else str(v) for v in values[:_SHOWN])
    return shown if len(values) <= _SHOWN else f"{shown} and {len(values) - _SHOWN} more"
