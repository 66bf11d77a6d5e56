"""The reconciliation report: one page to look at and one workbook to work in, beside the tables of a release.

Put here what shows a release. Keep out what judges it (`pipeline.reconcile`) and what reads bilag (`extractors`): the
report is made of the published tables and, for images of PDF pages, of what a `pipeline.work.drawing.Drawer` draws.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from pipeline.report.dataset import load
from pipeline.report.page import render, template
from pipeline.report.workbook import write_workbook
from pipeline.work.drawing import Drawer
from pipeline.work.store import Store

FOLDER, PAGE, WORKBOOK = "report", "index.html", "afstemning.xlsx"


def build(release_dir: Path, raw_dir: Path | None, drawer: Drawer | None = None) -> None:
    """Write `report/index.html` and `report/afstemning.xlsx` into a release folder that holds the tables.

    Images of PDF pages come from the drawer; without one they are drawn from `raw_dir` and kept nowhere, and without
    that there are none. The same tables and files give the same bytes. Raises OSError when a table is missing or the
    disk refuses.
    """
    release = load(release_dir)
    folder = release_dir / FOLDER
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as kept:
        if drawer is None and raw_dir is not None:
            drawer = Drawer(raw_dir, Store(Path(kept)))
        (folder / PAGE).write_text(render(release, drawer), "utf-8")
    write_workbook(release, folder / WORKBOOK)


def warm_up() -> None:
    """Compile the page's templates, so that the first page does not pay for it."""
    environment = template().environment
    for name in environment.list_templates():
        environment.get_template(name)
