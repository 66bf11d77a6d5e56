"""The reconciliation report: one page to look at and one workbook to work in, beside the tables of a release.

Put here what shows a release. Keep out what judges it (`pipeline.reconcile`) and what reads bilag (`extractors`): the
report is made of the published tables and, for images of PDF pages, of the files under `data/raw`.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.report.dataset import load
from pipeline.report.page import render
from pipeline.report.workbook import write_workbook

FOLDER, PAGE, WORKBOOK = "report", "index.html", "afstemning.xlsx"


def build(release_dir: Path, raw_dir: Path) -> None:
    """Write `report/index.html` and `report/afstemning.xlsx` into a release folder that holds the tables.

    The same tables and files give the same bytes. Raises OSError when a table is missing or the disk refuses.
    """
    release = load(release_dir)
    folder = release_dir / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / PAGE).write_text(render(release, raw_dir), "utf-8")
    write_workbook(release, folder / WORKBOOK)
