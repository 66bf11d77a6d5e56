"""What the workbook's sheets hold: which table, which columns, under which Danish heading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.reconcile.names import MEASURES
from pipeline.report.unread import unread
from pipeline.report.words import rule_name

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, the field it shows, its format and its width in characters.

    A field that begins with `@` is looked up by the writer; `say` puts a value in Danish. Columns that do not `print`
    stand to the right of those that do.
    """

    heading: str
    field: str
    kind: str = "text"
    width: int = 14
    say: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the table it shows, its columns, and how many of them are printed (None: all)."""

    name: str
    table: str
    columns: tuple[Column, ...]
    printed: int | None = None


def _among(words: Mapping[str, str]) -> Callable[[Any], Any]:
    return lambda value: words.get(value, value)


ROLES: Final = {"item": "række", "subtotal": "delsum", "total": "sum"}
KINDS: Final = {"approval": "godkendelse", "involvement": "inddragelse", "hearing": "høring"}
SOURCES: Final = {"inferred": "udledt", "configured": "officiel"}
BASES: Final = {"service": "service", "total": "totaløkonomi"}
_role, _kind, _source = _among(ROLES), _among(KINDS), _among(SOURCES)
_measure = _among({str(k): v for k, v in MEASURES.items()})

VERDICT, RESPONSIBLE, REMARK, FINDING, BASIS = "Vurdering", "Ansvarlig", "Bemærkning", "Fund-id", "Grundlag"
"""The headings of `Fund` that `bilag accept --from` reads back."""
ACCEPTED, OPEN = "Accepteret", "Åben"
"""What may stand under Vurdering."""
FINDINGS = "Fund"

_BILAG = Column("Bilag", "@bilag", width=26)
_SAG = Column("Sag", "@sag", width=9)
_TITEL = Column("Forslag", "@titel", "wrapped", 30)
_STED = (Column("Side", "page", "whole", 7), Column("Linje", "line", "whole", 7))

SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet(FINDINGS, "findings", (
        Column("Grad", "@grad", "severity", 12), _SAG, _TITEL, Column("Fund", "message", "wrapped", 58),
        Column("Trykt (kr.)", "@trykt", "amount", 14), Column("Efterregnet (kr.)", "@efterregnet", "amount", 14),
        Column("Forskel (kr.)", "difference_dkk", "amount", 14), Column("Sted", "@sted", "wrapped", 24),
        Column(VERDICT, "@vurdering", "answer", 13), Column(RESPONSIBLE, "assigned_to", "answer", 16),
        Column(REMARK, "remark", "answer", 36),
        Column("År", "year", "whole", 7), Column("Her står", "@her", "wrapped", 40),
        Column("Holdt op mod", "@mod", "wrapped", 44), Column("Regel", "rule", width=26, say=rule_name),
        Column("Udvalg", "@udvalg", width=30), _BILAG, Column("Besluttet af", "decided_by", width=18),
        Column("Besluttet den", "decided_on", "date", 13), Column("Følge af", "root_finding_id", width=20),
        Column(FINDING, "finding_id", width=20), Column(BASIS, "@grundlag", "hidden", 20),
    ), printed=11),
    Sheet("Kontroller", "checks", (
        _SAG, Column("Regel", "rule", width=24, say=rule_name), Column("Udfald", "@udfald", width=20),
        Column("Kontrol", "message", "wrapped", 80), Column("År", "year", "whole", 7),
        Column("Trykt (kr.)", "printed_dkk", "amount", 15), Column("Efterregnet (kr.)", "expected_dkk", "amount", 15),
        Column("Forskel (kr.)", "difference_dkk", "amount", 14),
        Column("Afrunding (kr.)", "tolerance_dkk", "amount", 12), *_STED, _BILAG,
    ), printed=9),
    Sheet("Forslag", "cards", (
        Column("Sag", "case_id", width=9), Column("Titel", "title", "wrapped", 50),
        Column("Udvalg", "@udvalg", "wrapped", 30), Column("Forvaltning", "presenting_administration", "wrapped", 30),
        Column("Prisniveau", "price_level", "whole", 10), Column("Første side", "first_page", "whole", 8),
        Column("Første linje", "first_line", "whole", 8), _BILAG, Column("Resumé", "summary", "text", 80),
        Column("Aftaletekst", "agreement_text", "text", 60),
    ), printed=8),
    Sheet("Beløb", "economic_amounts", (
        _SAG, Column("Tabel", "caption", width=36), Column("Afsnit", "section_printed", width=28),
        Column("Række", "label", width=46), Column("Styringsområde", "steering_area", width=14),
        Column("Rolle", "role", width=9, say=_role), Column("År", "year", "whole", 7),
        Column("Trykt", "amount_printed", width=11), Column("Beløb (kr.)", "amount_dkk", "amount", 15),
        Column("Prisniveau", "price_level", "whole", 10), *_STED, _BILAG,
    )),
    Sheet("Oversigt", "overview_amounts", (
        Column("Sag", "case_id", width=9), Column("Titel", "title", "wrapped", 50),
        Column("Udvalg", "committee", "wrapped", 30), Column("Mål", "measure", width=28, say=_measure),
        Column("Rolle", "role", width=9, say=_role), Column("Trykt", "value_printed", width=11),
        Column("Beløb (kr.)", "amount_dkk", "amount", 15), Column("Prisniveau", "price_level", "whole", 10), *_STED,
        _BILAG,
    )),
    Sheet("Tilbagebetaling", "paybacks", (
        _SAG, _TITEL, Column("Grundlag", "basis", width=20, say=_among(BASES)),
        Column("År", "years", "whole", 7), Column("Trykt", "printed", "wrapped", 60), *_STED, _BILAG,
    )),
    Sheet("Prisfaktorer", "price_factors", (
        _BILAG, Column("Styringsområde", "steering_area", width=28, say=_measure),
        Column("Fra p/l", "from_price_level", "whole", 8), Column("Til p/l", "to_price_level", "whole", 8),
        Column("Faktor", "factor", "factor", 10), Column("Mindst", "factor_low", "factor", 10),
        Column("Højst", "factor_high", "factor", 10), Column("Forslag enige", "support", "whole", 10),
        Column("Kilde", "source", width=12, say=_source),
    )),
    Sheet("Opfølgningsmål", "follow_up_goals", (
        _SAG, Column("Mål", "goal", "wrapped", 50), Column("Måling", "measure", "wrapped", 40),
        Column("Ansvarlig", "responsible", "wrapped", 24), Column("Hvornår", "due", width=16),
        Column("Fra", "due_from", "date", 12), Column("Til", "due_to", "date", 12), *_STED, _BILAG,
    )),
    Sheet("Høringer", "consultations", (
        _SAG, Column("Art", "kind", width=14, say=_kind), Column("Hvem", "body", "wrapped", 40),
        Column("Svar", "answer", width=14), Column("Dato", "date", "date", 12), Column("Note", "note", "wrapped", 50),
        *_STED, _BILAG,
    )),
    Sheet("Beløb i tekst", "prose_amounts", (
        _SAG, Column("Beløb", "text", width=20), Column("Fra (kr.)", "amount_low_dkk", "amount", 16),
        Column("Til (kr.)", "amount_high_dkk", "amount", 16), Column("Fra år", "year_from", "whole", 8),
        Column("Til år", "year_to", "whole", 8), Column("Sætning", "sentence", "wrapped", 80), *_STED, _BILAG,
    )),
    Sheet("Nøgletal", "key_figures", (
        _SAG, Column("Nøgletal", "text", "wrapped", 40), Column("Værdi", "value", "number", 14),
        Column("Enhed", "unit", width=18), Column("Periode", "period", width=18), *_STED, _BILAG,
    )),
    Sheet("Bilag", "documents", (
        Column("Fil", "file_name", width=40), Column("Titel", "title", "wrapped", 60),
        Column("Bilag", "bilag_no", width=8), Column("Budgetsag", "budget_case", width=18),
        Column("Sider", "page_count", "whole", 8), Column("Læst", "ingested_at", "moment", 17),
        Column("Dokument", "document_id", width=20),
    )),
    Sheet("Ikke læst", "quarantine", (
        Column("Fil", "file_name", width=40), Column("Hvorfor", "@hvorfor", "wrapped", 60),
        Column("Kode", "reason", width=20), Column("Set", "seen_at", "moment", 17),
    )),
    Sheet("Sider ikke læst", "page_faults", (
        _BILAG, Column("Side", "page", "whole", 7), Column("Hvorfor", "@hvorfor", "wrapped", 60),
        Column("Kode", "reason", width=20),
    )),
)  # fmt: skip
"""The sheets in order, after the cover; tables that only machines read (text repairs, source lines) have none."""


def why(row: Values) -> str:
    """Why a file or a page was not read."""
    return unread(row["reason"], row["message"])
