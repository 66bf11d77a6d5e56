"""The release as an Excel workbook: a cover, the findings worst first with columns to decide in, and a sheet a table.

Text from a bilag is only ever written as text: a cell that begins with `=` or `+` shows it, and nothing is a link.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.reconcile.names import SEVERITIES, STATUSES
from pipeline.report.cover import write_cover
from pipeline.report.dataset import Release
from pipeline.report.places import Places
from pipeline.report.returned import basis
from pipeline.report.sheets import ACCEPTED, FINDINGS, OPEN, SHEETS, VERDICT, Column, Sheet, why
from schemas.dataset import CheckRow, Evidence, FindingRow

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters: what a cell of Excel holds
_MOST_ROWS = 1_048_575
_LETTERS = 1.12  # of running text in the width of a digit
_LINE, _MOST_HIGH = 15.0, 409.0  # points: a line of the standard font, and the highest row that Excel knows
_TOP = {"valign": "top"}
_FORMATS: dict[str, dict[str, Any]] = {
    "text": _TOP,
    "wrapped": {**_TOP, "text_wrap": True},
    "amount": {**_TOP, "num_format": "#,##0;[Red]-#,##0;0"},
    "whole": {**_TOP, "num_format": "0"},
    "number": {**_TOP, "num_format": "#,##0.######"},
    "factor": {**_TOP, "num_format": "0.0000"},
    "date": {**_TOP, "num_format": "dd-mm-yyyy"},
    "moment": {**_TOP, "num_format": "dd-mm-yyyy hh:mm"},
    "severity": {**_TOP, "bold": True},
    "answer": {**_TOP, "text_wrap": True, "bg_color": "#FFFBE6", "border": 1, "border_color": "#D9D2B0"},
    "hidden": _TOP,
    "head": {**_TOP, "bold": True, "bg_color": "#E3F0F5", "bottom": 1, "text_wrap": True},
    "title": {"bold": True, "font_size": 18},
    "section": {"bold": True, "font_size": 12, "bottom": 1, "valign": "bottom"},
    "bold": {**_TOP, "bold": True},
    "mono": {**_TOP, "font_name": "Consolas"},
}
"""Excel shows `#,##0` with the reader's own separators: 1.234 on a Danish machine."""
_COLOURS = {"error": ("#B42318", "#FDECEA"), "warning": ("#8F5300", "#FDF1DC"), "info": ("#40566B", "#E9EFF5")}
_TEXTS = frozenset({"text", "wrapped", "severity", "answer", "hidden"})
_KEYS = {"document_id", "card_id", "case_id", "rule", "severity", "status"}
_GRAVITY = {name: n for n, name in enumerate(SEVERITIES)}


def write_workbook(release: Release, path: Path) -> None:
    """Write the workbook. The same release gives the same bytes. Raises OSError when the disk refuses."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "constant_memory": True, "default_date_format": "dd-mm-yyyy"}  # fmt: skip
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            # A file's own time of writing would make every run a new release.
            book.set_properties({"title": "Afstemning af bilag", "created": dt.datetime(2020, 1, 1)})  # noqa: DTZ001
            formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
            formats |= {s: book.add_format({"font_color": f, "bg_color": b}) for s, (f, b) in _COLOURS.items()}
            write_cover(book, release, formats)
            lookup = _Lookup(release)
            for sheet in SHEETS:
                _write_sheet(book, sheet, _rows(release, sheet), lookup, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _rows(release: Release, sheet: Sheet) -> list[Mapping[str, Any]]:
    if sheet.name == FINDINGS:
        return [dict(f) for f in worst_first(release.findings)]
    fields = {c.field for c in sheet.columns}
    wanted = fields | _KEYS | ({"reason", "message"} if "@hvorfor" in fields else set())
    columns = [name for name in release.published.columns(sheet.table) if name in wanted]
    rows: list[Mapping[str, Any]] = release.published.read(sheet.table, columns).to_pylist()
    return rows


def worst_first(findings: Iterable[FindingRow]) -> list[FindingRow]:
    """The open before the accepted, the gravest first, among them those with most kroner between their figures."""
    return sorted(findings, key=lambda f: (f.status == "accepted", _GRAVITY[f.severity], -abs(f.difference_dkk or 0)))


class _Lookup:
    """What a row says of itself in words: fields named `@`."""

    def __init__(self, release: Release) -> None:
        self._release, self._places = release, Places(release)
        self._checks: dict[str | None, CheckRow] = {c.check_id: c for c in release.checks}

    def value(self, column: Column, row: Mapping[str, Any]) -> Any:
        """The value of a column in a row."""
        field = column.field
        value = getattr(self, field[1:])(row) if field.startswith("@") else row.get(field)
        return column.say(value) if column.say and value is not None else value

    def bilag(self, row: Mapping[str, Any]) -> str:
        document_id: str = row["document_id"]
        return self._release.names.get(document_id, document_id)

    def sag(self, row: Mapping[str, Any]) -> str | None:
        card = self._release.cards_by_id.get(row.get("card_id") or "")
        case: str | None = row.get("case_id")
        return case or (card.case_id if card else None)

    def titel(self, row: Mapping[str, Any]) -> str | None:
        card = self._release.cards_by_id.get(row.get("card_id") or "")
        return card.title if card else None

    def udvalg(self, row: Mapping[str, Any]) -> str | None:
        return self._release.committees.get(row.get("card_id") or "")

    def grad(self, row: Mapping[str, Any]) -> str:
        return str(SEVERITIES[row["severity"]])

    def udfald(self, row: Mapping[str, Any]) -> str:
        return str(STATUSES[row["status"]])

    def hvorfor(self, row: Mapping[str, Any]) -> str:
        return why(row)

    def trykt(self, row: Mapping[str, Any]) -> int | None:
        check = self._checks.get(row["check_id"])
        return check.printed_dkk if check else None

    def efterregnet(self, row: Mapping[str, Any]) -> int | None:
        check = self._checks.get(row["check_id"])
        return check.expected_dkk if check else None

    def vurdering(self, row: Mapping[str, Any]) -> str:
        return ACCEPTED if row["status"] == "accepted" else ""

    def sted(self, row: Mapping[str, Any]) -> str:
        return self._places.of(row["evidence"][0], row["card_id"]) if row["evidence"] else ""

    def her(self, row: Mapping[str, Any]) -> str:
        return "\n".join(e.text for e in row["evidence"][:1])

    def mod(self, row: Mapping[str, Any]) -> str:
        return "\n".join(self._told(row["evidence"][1:], row["card_id"]))

    def grundlag(self, row: Mapping[str, Any]) -> str:
        return basis(FindingRow.model_construct(**row))

    def _told(self, evidence: Iterable[Evidence], card_id: str | None) -> Iterator[str]:
        for e in evidence:
            where = self._places.of(e, card_id)
            yield f"{e.text} ({where})" if where else e.text


def _write_sheet(
    book: Workbook, sheet: Sheet, rows: Sequence[Mapping[str, Any]], lookup: _Lookup, formats: Mapping[str, Format]
) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 2 if sheet.name == FINDINGS else 0)
    page.set_row(0, row_height((c, c.heading) for c in sheet.columns))
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width, formats[column.kind], {"hidden": column.kind == "hidden"})
        page.write_string(0, n, column.heading, formats["head"])
    shown = rows[:_MOST_ROWS]
    fields = [(n, c, formats[c.kind]) for n, c in enumerate(sheet.columns)]
    for r, row in enumerate(shown, 1):
        values = [lookup.value(column, row) for column in sheet.columns]
        page.set_row(r, row_height(zip(sheet.columns[: sheet.printed], values, strict=False)))
        for n, column, look in fields:
            if values[n] is not None or column.kind == "answer":
                _write(page, (r, n), "" if values[n] is None else values[n], column.kind, look)
    last = max(1, len(shown))
    page.autofilter(0, 0, last, len(sheet.columns) - 1)
    _set_up_print(page, sheet, last)
    if sheet.name == FINDINGS:
        _set_up_answers(page, sheet, last, formats)


def row_height(cells: Iterable[tuple[Column, Any]]) -> float:
    """The height of a row in points, for its longest wrapped text: not every program finds it by itself."""
    return min(
        _MOST_HIGH,
        _LINE * max((lines_of(str(v), round(_LETTERS * c.width)) for c, v in cells if v and _wraps(c, v)), default=1),
    )


def _wraps(column: Column, value: Any) -> bool:
    return column.kind in ("wrapped", "answer") or value == column.heading


def lines_of(text: str, width: int) -> int:
    """The lines that a text takes in a column of so many characters, broken between words."""
    lines = 0
    for paragraph in text.split("\n"):
        lines, at = lines + 1, 0
        for word in paragraph.split(" "):
            if at and at + 1 + len(word) > width:
                lines, at = lines + 1, 0
            at += len(word) + (1 if at else 0)
            lines, at = lines + (at - 1) // width if at > width else lines, (at - 1) % width + 1 if at > width else at
    return lines


def _set_up_print(page: Worksheet, sheet: Sheet, last: int) -> None:
    """A4 across, as wide as a page, the headings on each."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.set_header(f"&L&9Afstemning af bilag&R&9{sheet.name}")
    page.set_footer("&R&9Side &P af &N")
    page.print_area(0, 0, last, (sheet.printed or len(sheet.columns)) - 1)


def _set_up_answers(page: Worksheet, sheet: Sheet, last: int, formats: Mapping[str, Format]) -> None:
    """Colours by severity, and what may stand under Vurdering."""
    for severity, name in SEVERITIES.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": formats[severity]}
        page.conditional_format(1, 0, last, 0, rule)
    column = next(n for n, c in enumerate(sheet.columns) if c.heading == VERDICT)
    page.data_validation(1, column, last, column, {
        "validate": "list", "source": [ACCEPTED, OPEN], "input_title": "Vurdering",
        "input_message": "Accepteret: må blive stående; skriv hvorfor under Bemærkning. Tom eller Åben: står endnu.",
        "error_title": "Vurdering", "error_message": f"Skriv {ACCEPTED} eller {OPEN}, eller lad cellen være tom.",
    })  # fmt: skip


def _write(page: Worksheet, at: tuple[int, int], value: Any, kind: str, look: Format) -> None:
    if kind in _TEXTS:
        text = clean(str(value))
        if text:
            page.write_string(*at, text, look)
        else:
            page.write_blank(*at, None, look)
    elif isinstance(value, dt.datetime):
        page.write_datetime(*at, value.astimezone(dt.UTC).replace(tzinfo=None), look)
    elif isinstance(value, dt.date):
        page.write_datetime(*at, value, look)
    else:
        page.write_number(*at, value, look)


def clean(text: str) -> str:
    """Text as a cell can hold it: no control characters, no longer than Excel allows."""
    return _CONTROL.sub("", text)[:_LONGEST]
