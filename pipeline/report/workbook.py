"""The release as an Excel workbook: a sheet a table, findings first, amounts as numbers and dates as dates.

Text from a bilag is only ever written as text: a cell that begins with `=` or `+` shows it, and nothing is a link.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.release.parts import schema_of
from pipeline.report.dataset import Release
from pipeline.report.words import SEVERITIES, STATUSES, rule_name

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters: what a cell of Excel holds
_MOST_ROWS = 1_048_575
_FORMATS = {
    "text": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "amount": {"num_format": "#,##0;[Red]-#,##0;0"},
    "whole": {"num_format": "0"},
    "number": {"num_format": "#,##0.######"},
    "factor": {"num_format": "0.0000"},
    "date": {"num_format": "dd-mm-yyyy"},
    "moment": {"num_format": "dd-mm-yyyy hh:mm"},
    "head": {"bold": True, "bg_color": "#E3F0F5", "border": 0, "bottom": 1, "text_wrap": True, "valign": "top"},
}
"""Excel shows `#,##0` with the reader's own separators: 1.234 on a Danish machine."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, the field it shows, its format and its width in characters."""

    heading: str
    field: str
    kind: str = "text"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the table it shows, and its columns; `bilag` and `sag` are looked up for every row."""

    name: str
    table: str
    columns: tuple[Column, ...]


_BILAG = Column("Bilag", "@bilag", width=26)
_SAG = Column("Sag", "@sag", width=9)
_TITEL = Column("Kort", "@titel", width=40)
_STED = (Column("Side", "page", "whole", 7), Column("Linje", "line", "whole", 7))

SHEETS: tuple[Sheet, ...] = (
    Sheet("Fund", "findings", (
        Column("Grad", "@grad", width=12), Column("Status", "@status", width=12), _BILAG, _SAG, _TITEL,
        Column("Udvalg", "@udvalg", width=30), Column("Regel", "@regel", width=26),
        Column("Fund", "message", "wrapped", 80), Column("Trykt", "printed", width=18),
        Column("Efterregnet", "expected", width=18), Column("Forskel (kr.)", "difference_dkk", "amount", 15),
        Column("År", "year", "whole", 7), Column("Her står", "@her", "wrapped", 50),
        Column("Holdt op mod", "@mod", "wrapped", 60), Column("Kommentar", "comment", "wrapped", 40),
        Column("Fund-id", "finding_id", width=20), Column("Følge af", "root_finding_id", width=20),
    )),
    Sheet("Kontroller", "checks", (
        _BILAG, _SAG, Column("Regel", "@regel", width=28), Column("Udfald", "@udfald", width=20),
        Column("År", "year", "whole", 7), Column("Trykt (kr.)", "printed_dkk", "amount", 16),
        Column("Efterregnet (kr.)", "expected_dkk", "amount", 16),
        Column("Forskel (kr.)", "difference_dkk", "amount", 15),
        Column("Afrunding (kr.)", "tolerance_dkk", "amount", 14), Column("Kontrol", "message", "text", 90), *_STED,
    )),
    Sheet("Kort", "cards", (
        _BILAG, Column("Sag", "case_id", width=9), Column("Titel", "title", width=60),
        Column("Udvalg", "@udvalg", width=34), Column("Forvaltning", "presenting_administration", width=34),
        Column("Prisniveau", "price_level", "whole", 10), Column("Resumé", "summary", "text", 80),
        Column("Aftaletekst", "agreement_text", "text", 60), Column("Første side", "first_page", "whole", 10),
        Column("Første linje", "first_line", "whole", 10),
    )),
    Sheet("Beløb", "economic_amounts", (
        _BILAG, _SAG, Column("Tabel", "caption", width=44), Column("Afsnit", "section_printed", width=34),
        Column("Række", "label", width=50), Column("Styringsområde", "steering_area", width=14),
        Column("Rolle", "role", width=10), Column("År", "year", "whole", 7),
        Column("Trykt", "amount_printed", width=12), Column("Beløb (kr.)", "amount_dkk", "amount", 16),
        Column("Prisniveau", "price_level", "whole", 10), *_STED,
    )),
    Sheet("Oversigt", "overview_amounts", (
        _BILAG, Column("Sag", "case_id", width=9), Column("Titel", "title", width=60),
        Column("Udvalg", "committee", width=34), Column("Mål", "measure", width=14),
        Column("Rolle", "role", width=10), Column("Trykt", "value_printed", width=12),
        Column("Beløb (kr.)", "amount_dkk", "amount", 16), Column("Prisniveau", "price_level", "whole", 10), *_STED,
    )),
    Sheet("Tilbagebetaling", "paybacks", (
        _BILAG, _SAG, _TITEL, Column("Grundlag", "basis", width=14), Column("År", "years", "whole", 7),
        Column("Trykt", "printed", width=60), *_STED,
    )),
    Sheet("Prisfaktorer", "price_factors", (
        _BILAG, Column("Styringsområde", "steering_area", width=16), Column("Fra", "from_price_level", "whole", 8),
        Column("Til", "to_price_level", "whole", 8), Column("Faktor", "factor", "factor", 10),
        Column("Mindst", "factor_low", "factor", 10), Column("Højst", "factor_high", "factor", 10),
        Column("Kort enige", "support", "whole", 10), Column("Kilde", "source", width=12),
    )),
    Sheet("Opfølgningsmål", "follow_up_goals", (
        _BILAG, _SAG, Column("Mål", "goal", "text", 60), Column("Måling", "measure", "text", 50),
        Column("Ansvarlig", "responsible", width=34), Column("Hvornår", "due", width=16),
        Column("Fra", "due_from", "date", 12), Column("Til", "due_to", "date", 12), *_STED,
    )),
    Sheet("Høringer", "consultations", (
        _BILAG, _SAG, Column("Art", "kind", width=14), Column("Hvem", "body", width=44),
        Column("Svar", "answer", width=14), Column("Dato", "date", "date", 12), Column("Note", "note", "text", 50),
        *_STED,
    )),
    Sheet("Beløb i tekst", "prose_amounts", (
        _BILAG, _SAG, Column("Beløb", "text", width=20), Column("Fra (kr.)", "amount_low_dkk", "amount", 16),
        Column("Til (kr.)", "amount_high_dkk", "amount", 16), Column("Fra år", "year_from", "whole", 8),
        Column("Til år", "year_to", "whole", 8), Column("Sætning", "sentence", "text", 90), *_STED,
    )),
    Sheet("Nøgletal", "key_figures", (
        _BILAG, _SAG, Column("Nøgletal", "text", "text", 40), Column("Værdi", "value", "number", 14),
        Column("Enhed", "unit", width=18), Column("Periode", "period", width=18), *_STED,
    )),
    Sheet("Bilag", "documents", (
        Column("Fil", "file_name", width=40), Column("Titel", "title", width=60), Column("Bilag", "bilag_no", width=8),
        Column("Budgetsag", "budget_case", width=18), Column("Sider", "page_count", "whole", 8),
        Column("Læst", "ingested_at", "moment", 17), Column("Dokument", "document_id", width=20),
    )),
    Sheet("Ikke læst", "quarantine", (
        Column("Fil", "file_name", width=40), Column("Årsag", "reason", width=20),
        Column("Besked", "message", "wrapped", 90), Column("Set", "seen_at", "moment", 17),
    )),
)  # fmt: skip
"""The sheets in order; tables that only machines read (text repairs, source lines) have none."""


def write_workbook(release: Release, path: Path) -> None:
    """Write the workbook. The same release gives the same bytes. Raises OSError when the disk refuses."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "constant_memory": True, "default_date_format": "dd-mm-yyyy"}  # fmt: skip
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            # A file's own time of writing would make every run a new release.
            book.set_properties({"title": "Afstemning af bilag", "created": dt.datetime(2020, 1, 1)})  # noqa: DTZ001
            formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
            lookup = _Lookup(release)
            for sheet in SHEETS:
                _write_sheet(book, sheet, _rows(release.folder, sheet), lookup, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _rows(folder: Path, sheet: Sheet) -> list[dict[str, Any]]:
    fields = {c.field for c in sheet.columns}
    wanted = fields | _KEYS | ({"evidence"} if "@her" in fields else set())
    schema = schema_of(folder, sheet.table)
    columns = [name for name in schema.names if name in wanted]
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{sheet.table}.parquet", columns=columns).to_pylist()
    return rows


_KEYS = {"document_id", "card_id", "case_id", "rule", "severity", "status"}


class _Lookup:
    """What a row says of itself in words: fields named `@`."""

    def __init__(self, release: Release) -> None:
        self._release = release

    def value(self, field: str, row: Mapping[str, Any]) -> Any:
        """The value of a field of a row."""
        return getattr(self, field[1:])(row) if field.startswith("@") else row.get(field)

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

    def regel(self, row: Mapping[str, Any]) -> str:
        return rule_name(row["rule"])

    def grad(self, row: Mapping[str, Any]) -> str:
        return str(SEVERITIES[row["severity"]])

    def status(self, row: Mapping[str, Any]) -> str:
        return "accepteret" if row["status"] == "accepted" else "åben"

    def udfald(self, row: Mapping[str, Any]) -> str:
        return str(STATUSES[row["status"]])

    def her(self, row: Mapping[str, Any]) -> str:
        return "\n".join(_places(row["evidence"][:1]))

    def mod(self, row: Mapping[str, Any]) -> str:
        return "\n".join(_places(row["evidence"][1:]))


def _places(evidence: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for e in evidence:
        where = ", ".join(f"{word} {e[key]}" for word, key in (("side", "page"), ("linje", "line")) if e[key])
        yield f"{e['text']} ({where})" if where else str(e["text"])


def _write_sheet(
    book: Workbook, sheet: Sheet, rows: Sequence[Mapping[str, Any]], lookup: _Lookup, formats: Mapping[str, Format]
) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 0)
    for n, column in enumerate(sheet.columns):
        page.set_column(n, n, column.width, formats[column.kind])
        page.write_string(0, n, column.heading, formats["head"])
    shown = rows[:_MOST_ROWS]
    fields = [(n, c.field, c.kind, formats[c.kind]) for n, c in enumerate(sheet.columns)]
    for r, row in enumerate(shown, 1):
        for n, field, kind, look in fields:
            value = lookup.value(field, row)
            if value is not None:
                _write(page, (r, n), value, kind, look)
    page.autofilter(0, 0, max(1, len(shown)), len(sheet.columns) - 1)


def _write(page: Worksheet, at: tuple[int, int], value: Any, kind: str, look: Format) -> None:
    if kind in {"text", "wrapped"}:
        page.write_string(*at, clean(str(value)), look)
    elif isinstance(value, dt.datetime):
        page.write_datetime(*at, value.astimezone(dt.UTC).replace(tzinfo=None), look)
    elif isinstance(value, dt.date):
        page.write_datetime(*at, value, look)
    else:
        page.write_number(*at, value, look)


def clean(text: str) -> str:
    """Text as a cell can hold it: no control characters, no longer than Excel allows."""
    return _CONTROL.sub("", text)[:_LONGEST]
