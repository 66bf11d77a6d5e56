"""The reconciliation report: one page to look at and one workbook to work in, beside the tables of a release.

Put here what shows a release. Keep out what judges it (`pipeline.reconcile`) and what reads bilag (`extractors`): the
report is made of the published tables and, for images of PDF pages, of what a `pipeline.work.drawing.Drawer` draws.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from pipeline.report.dataset import InMemory, load, of_tables
from pipeline.report.page import render, template
from pipeline.report.since import FILE, FOLDER, since
from pipeline.report.workbook import write_workbook
from pipeline.work.drawing import Drawer
from pipeline.work.store import Store

PAGE, WORKBOOK = "index.html", "afstemning.xlsx"

__all__ = ["FOLDER", "PAGE", "WORKBOOK", "build", "build_alone", "warm_up"]


def build(release_dir: Path, raw_dir: Path | None, drawer: Drawer | None = None, *, last: Path | None = None) -> None:
    """Write `report/index.html` and `report/afstemning.xlsx` into a release folder that holds the tables.

    Images of PDF pages come from the drawer; without one they are drawn from `raw_dir` and kept nowhere, and without
    that there are none. `last` is the release to tell the differences to. The same tables, files and last release give
    the same bytes. Raises OSError when a table is missing or the disk refuses.
    """
    release = load(release_dir)
    folder = release_dir / FOLDER
    folder.mkdir(exist_ok=True)
    changes = since(release_dir, last)
    if changes:
        (folder / FILE).write_text(changes.model_dump_json(indent=1), "utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        if drawer is None and raw_dir is not None:
            drawer = Drawer(raw_dir, Store(Path(scratch)))
        (folder / PAGE).write_text(render(release, drawer, since=changes), "utf-8")
    write_workbook(release, folder / WORKBOOK)


def build_alone(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write the page and the workbook of tables that are no release yet, without images. Raises OSError."""
    release = of_tables(InMemory(tables))
    (folder / PAGE).write_text(render(release, None), "utf-8")
    write_workbook(release, folder / WORKBOOK)


def warm_up() -> None:
    """Compile the page's templates, so that the first page does not pay for it."""
    environment = template().environment
    for name in environment.list_templates():
        environment.get_template(name)
