"""The dress rehearsal: a document published alone, in its worker, before it may take part in a release.

Whatever a document's rows can do to a release (a number that no column holds, a check or a page of the report that
fails on them, or never ends) they do here, within the worker's limits, and it costs this document only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from pipeline import report
from pipeline.derived import derive
from pipeline.reconcile.run import reconcile
from pipeline.release.publish import write_arrow
from pipeline.release.validate import document_problems
from schemas.arrow import arrow_schema, to_arrow
from schemas.dataset import TABLES, Row
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
    written = _arrow(tables)  # before the checks, which would fail on such a value without saying which it is
    made = reconcile(tables)
    made |= derive({**tables, **made})
    written = {name: to_arrow(model, ()) for name, model in TABLES.items()} | written | _arrow(made)
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".new-") as aside:
        release = Path(aside) / "release"
        write_arrow(written, release)
        report.build(release, None)


def warm_up() -> None:
    """Load what the first rehearsal would, so that no worker pays for it."""
    report.warm_up()


def _arrow(tables: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    """The tables as they are written. Raises BilagError where a row does not fit its table's Arrow schema."""
    made = {}
    for name, rows in tables.items():
        try:
            made[name] = to_arrow(TABLES[name], rows)
        except _UNFIT as error:
            raise BilagError("unpublishable", _culprit(TABLES[name], rows)) from error
    return made


def _culprit(model: type[Row], rows: Sequence[Row]) -> str:
    """The first value that does not fit its column, with where it is printed."""
    row = next((r for r in rows if not _fits(model, [r])), rows[0])
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
    return f"A row does not fit its table ({where})."


def _fits(model: type[Row], rows: Sequence[Row]) -> bool:
    try:
        to_arrow(model, rows)
    except _UNFIT:
        return False
    return True
