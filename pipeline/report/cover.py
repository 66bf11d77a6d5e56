"""The workbook's first sheet: what it is, what was found where, what the severities mean, and how to decide in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.reconcile.danish import danish_date
from pipeline.reconcile.names import MEANINGS, SEVERITIES
from pipeline.report.dataset import Release
from pipeline.report.sheets import ACCEPTED, FINDINGS, REMARK, RESPONSIBLE, VERDICT
from pipeline.system.terminal import clean

COVER: Final = "Forside"
_WIDTHS = (70, 11, 11, 13, 12, 40)
_HOW = (
    f"1. Arket {FINDINGS} har det værste først: fejl før advarsler, og størst forskel øverst.",
    f"2. Må et fund blive stående, så vælg {ACCEPTED} under {VERDICT}, og skriv hvorfor under {REMARK}.",
    f"3. Skal en anden se på det, så skriv navnet under {RESPONSIBLE}. Gem filen.",
    "4. Læs beslutningerne ind med kommandoen herunder; de gælder fra næste kørsel.",
)
_COMMAND = "bilag accept --from afstemning.xlsx"


def write_cover(book: Workbook, release: Release, formats: Mapping[str, Format]) -> None:
    """Write the cover as the book's next sheet."""
    page = book.add_worksheet(COVER)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    for n, width in enumerate(_WIDTHS):
        page.set_column(n, n, width)
    page.set_row(0, 28)
    page.write_string(0, 0, "Afstemning af bilag", formats["title"])
    read = max((d.ingested_at for d in release.documents), default=None)
    if read:
        page.write_string(1, 0, f"Bilagene er læst {danish_date(read.date())}. Ingen tal er ændret.", formats["text"])
    row = _counts(page, release, formats, 3)
    row = _meanings(page, formats, row + 1)
    row = _lines(page, formats, row + 1, "Sådan afgøres et fund", _HOW)
    page.write_string(row, 0, _COMMAND, formats["mono"])


def _counts(page: Worksheet, release: Release, formats: Mapping[str, Format], row: int) -> int:
    """The findings of each bilag by severity; the next free row."""
    headings = ["Åbne fund efter bilag", *SEVERITIES.values(), "Accepteret", "Fil"]
    for n, heading in enumerate(headings):
        page.write_string(row, n, heading, formats["head"])
    found: Counter[tuple[str, str]] = Counter(
        (f.document_id, f.status if f.status == "accepted" else f.severity) for f in release.findings
    )
    for document in release.documents:
        row += 1
        page.write_string(row, 0, clean(release.names[document.document_id]), formats["wrapped"])
        for n, key in enumerate((*SEVERITIES, "accepted"), 1):
            page.write_number(row, n, found[document.document_id, key], formats["whole"])
        page.write_string(row, len(SEVERITIES) + 2, clean(document.file_name), formats["wrapped"])
    unread = len(release.quarantine) + len(release.faults)
    if unread:
        row += 1
        page.write_string(row, 0, f"{unread} filer eller sider kunne ikke læses: se de sidste ark.", formats["bold"])
    return row + 1


def _meanings(page: Worksheet, formats: Mapping[str, Format], row: int) -> int:
    """What each severity means, and what to do; the next free row."""
    page.write_string(row, 0, "Hvad graderne betyder", formats["section"])
    for severity, name in SEVERITIES.items():
        row += 1
        page.write_string(row, 0, name, formats[severity])
        page.write_string(row, 1, MEANINGS[severity], formats["text"])
    return row + 1


def _lines(page: Worksheet, formats: Mapping[str, Format], row: int, heading: str, lines: tuple[str, ...]) -> int:
    page.write_string(row, 0, heading, formats["section"])
    for row, line in enumerate(lines, row + 1):  # noqa: B020, PLR1704 -- the row goes on
        page.write_string(row, 0, line, formats["text"])
    return row + 1
