"""The dress rehearsal: a document published alone, in its worker, before it may take part in a release.

Whatever a document's rows can do to a release (a number that no column holds, a check or a page of the report that
fails on them, or never ends) they do here, within the worker's limits, and it costs this document only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from pipeline import report
from pipeline.publish import write_tables
from pipeline.reconcile.run import reconcile
from pipeline.validate import document_problems
from schemas.dataset import TABLES, Row, arrow_schema, to_arrow
from schemas.errors import BilagError
from schemas.extraction import Extraction

_UNFIT = (pa.ArrowException, OverflowError, TypeError, ValueError)
"""What Arrow says of a value that a column cannot hold."""


def rehearse(extraction: Extraction, scratch: Path) -> None:
    """Check, publish and show one document in a folder that goes again afterwards.

    Raises BilagError where its rows cannot be published, OSError when the disk refuses.
    """
    problems = document_problems(extraction)
    if problems:
        raise BilagError("internal_error", f"The extracted rows contradict each other: {problems[0]}")
    tables: dict[str, Sequence[Row]] = {**extraction.rows, "documents": [extraction.document]}
    tables.update(reconcile(tables))
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".new-") as aside:
        release = Path(aside) / "release"
        try:
            write_tables(tables, release)
        except _UNFIT as error:
            culprit = next((c for name, rows in tables.items() if (c := _culprit(TABLES[name], rows))), None)
            if culprit is None:
                raise
            raise BilagError("unpublishable", culprit) from error
        report.build(release, None)


def warm_up() -> None:
    """Load what the first rehearsal would, so that no worker pays for it."""
    report.warm_up()


def _culprit(model: type[Row], rows: Sequence[Row]) -> str | None:
    """The first value that does not fit its column, with where it is printed; None when all do."""
    row = next((r for r in rows if not _fits(model, r)), None)
    if row is None:
        return None
    place = ", ".join(f"{k} {v}" for k in ("page", "line") if (v := getattr(row, k, None)) is not None)
    where = f"{model.table}{f', {place}' if place else ''}"
    for field in arrow_schema(model):
        value = getattr(row, field.name)
        try:
            pa.array([value], field.type)
        except _UNFIT:
            return (
                f"{ascii(value)[:60]} does not fit {field.name} ({where}); see whether two numbers are printed as one, "
                "or the text is damaged, and send the file again."
            )
    return f"A row does not fit {where}."


def _fits(model: type[Row], row: Row) -> bool:
    try:
        to_arrow(model, [row])
    except _UNFIT:
        return False
    return True
