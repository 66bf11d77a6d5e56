"""The page before all bilag, where one page cannot show them: which there are, what was found, and the way to each.

Each bilag has a page and a workbook of its own (`<document_id>/index.html`); this page and its workbook list them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlsxwriter
from markupsafe import Markup

from pipeline.reconcile.names import SEVERITIES
from pipeline.report.page import asset, policy, template
from pipeline.report.workbook import clean

_LONGEST: Final = 200  # findings that the page lists; each bilag's own page has all of its own


@dataclass(frozen=True, slots=True)
class Entry:
    """A bilag: its id, title and file, its cards, open findings by severity, and its gravest errors.

    `worst` are (case, message, kroner at stake).
    """

    document_id: str
    title: str
    file_name: str
    cards: int
    open: Mapping[str, int]
    worst: Sequence[tuple[str | None, str, int]]


def write_front(folder: Path, entries: Sequence[Entry], unread: Sequence[str]) -> None:
    """Write the page and the workbook into the report's folder; `unread` are files that could not be used.

    The same entries give the same bytes. Raises OSError when the disk refuses.
    """
    found = Counter[str]()
    for entry in entries:
        found.update(entry.open)
    worst = [(entry, *one) for entry in entries for one in entry.worst]
    worst.sort(key=lambda w: -w[3])
    page = template().environment.get_template("front.html.j2")
    text = page.render(
        entries=entries, worst=worst[:_LONGEST], left_out=max(0, len(worst) - _LONGEST), found=found, unread=unread,
        cards=sum(entry.cards for entry in entries), severity_names=SEVERITIES,
        styles=Markup(asset("report.css")), policy=policy([], connect="'none'"),  # noqa: S704 -- ours, no word of a bilag in it
    )  # fmt: skip
    (folder / "index.html").write_text(text, "utf-8")
    _write_workbook(folder / "afstemning.xlsx", entries)


def _write_workbook(path: Path, entries: Sequence[Entry]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "constant_memory": True}  # fmt: skip
    heads = ("Bilag", "Fil", "Kort", *(f"Åbne: {name}" for name in SEVERITIES.values()), "Mappe")
    with xlsxwriter.Workbook(str(path), options) as book:
        # A file's own time of writing would make every run a new release.
        book.set_properties({"title": "Afstemning af bilag", "created": dt.datetime(2020, 1, 1)})  # noqa: DTZ001
        page, bold = book.add_worksheet("Bilag"), book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        page.set_column(0, 1, 50)
        for n, head in enumerate(heads):
            page.write_string(0, n, head, bold)
        for row, entry in enumerate(entries, 1):
            page.write_string(row, 0, clean(entry.title))
            page.write_string(row, 1, clean(entry.file_name))
            for n, number in enumerate([entry.cards, *(entry.open.get(s, 0) for s in SEVERITIES)], 2):
                page.write_number(row, n, number)
            page.write_string(row, len(heads) - 1, entry.document_id)
        page.autofilter(0, 0, max(1, len(entries)), len(heads) - 1)
