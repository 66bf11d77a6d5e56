"""What readers of the dataset rely on: no table or column of this list is renamed, dropped or of another kind.

Columns may be added freely. Beside these every row tells where it was printed, save those of `quarantine`.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from extractors.extract import extract
from schemas.arrow import arrow_schema, to_arrow
from schemas.dataset import TABLES
from schemas.meanings import meaning_of
from tests.made import real_cards as real
from tests.made.word import docx, random_look

DATA = Path(__file__).parents[1] / "data"
KEPT = """
documents: document_id sha256 file_name source_format text_source title bilag_no kind budget_case page_count
 confidential ingested_at extractor_version template municipality sign_convention
cards: card_id case_id title kind theme committee presenting_administration affected_administrations summary price_level
 agreement_text districts price_note first_page last_page first_line last_line case_key template
card_sections: card_id section_no heading text
economic_tables: card_id table_id table_kind caption columns_printed column_years column_kinds column_bases unit_printed
economic_rows: card_id table_id row_no kind label section sums area_class
economic_amounts: card_id table_id table_kind caption row_no section section_printed label steering_area role column_no
 column_printed year amount_printed amount_dkk amount_high_dkk unit_printed unit_dkk price_level placement column_kind
 column_basis
paybacks: card_id basis years printed
overview_amounts: group committee case_id title measure role amount_dkk value price_level confidential year
 column_printed card_id case_key
follow_up_goals: card_id row_no group goal measure responsible due due_from due_to
prioritisation_criteria: card_id cost_printed cost_low_dkk cost_high_dkk expected_adoption potential_printed
 potential_low_dkk potential_high_dkk cross_cutting large_scale new_technology
consultations: card_id kind body answer date note
prose_amounts: card_id text amount_low_dkk amount_high_dkk year_from year_to recurring sentence char_start char_end
key_figures: card_id text value unit period uncertain
quantities: card_id table_id row_no label unit column_no column_printed year value value_printed
price_factors: steering_area from_price_level to_price_level factor factor_low factor_high support source
text_repairs: printed repaired confidence
checks: check_id card_id rule status expected_dkk printed_dkk difference_dkk tolerance_dkk message evidence
findings: finding_id check_id card_id case_id rule severity message expected printed difference_dkk year evidence status
 comment
lineage: from_card_id to_card_id relation score evidence
quarantine: file_name sha256 reason message seen_at
"""
PRINTED = ("document_id", "page", "line", "bbox")
TABLES_KEPT = {line.split(":")[0]: line.split(":")[1].split() for line in KEPT.replace("\n ", " ").strip().splitlines()}
WHOLE = (
    "year years year_from year_to price_level from_price_level to_price_level page line first_page last_page "
    "first_line last_line row_no column_no section_no page_count support unit_dkk char_start char_end"
).split()
KINDS = {
    **dict.fromkeys(WHOLE, pa.int64()),
    **dict.fromkeys(("date", "due_from", "due_to"), pa.date32()),
    **dict.fromkeys(("confidential", "cross_cutting", "large_scale", "new_technology", "recurring"), pa.bool_()),
    **dict.fromkeys(("factor", "factor_low", "factor_high", "score", "value", "confidence"), pa.float64()),
}
LISTS = {"affected_administrations", "districts", "bbox", "columns_printed", "column_years", "column_kinds"}


@pytest.mark.parametrize("table", TABLES_KEPT)
def test_every_table_has_the_columns_that_are_relied_on(table):
    schema = arrow_schema(TABLES[table])
    wanted = [*TABLES_KEPT[table], *(PRINTED if table != "quarantine" else ())]
    assert set(wanted) <= set(schema.names)
    for name in wanted:
        kind = schema.field(name).type
        if name.endswith("_dkk"):
            assert kind == pa.int64(), name
        assert kind == KINDS.get(name, kind), name
        assert pa.types.is_list(kind) == (name in LISTS or name == "column_bases" or kind == _evidence(table, name))


def _evidence(table: str, name: str) -> pa.DataType | None:
    """The kind of `evidence`, whose cells have an address."""
    if name != "evidence" or table == "lineage":
        return None
    kind = arrow_schema(TABLES[table]).field(name).type
    cells = {kind.value_type.field(n).name for n in range(kind.value_type.num_fields)}
    assert {"page", "line", "bbox", "text", "table_id", "row_no", "column_no", "measure"} <= cells
    return kind


def _word() -> bytes:
    shown, look = real.chosen(3, 4), random_look(3)
    return docx(real.annex(shown, look, 3), look)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", (DATA / "tutorial" / "bilag.pdf").read_bytes()),
        ("a.txt", (DATA / "forms" / "blok-layout.txt").read_bytes()),
        ("b.pdf", (DATA / "forms" / "raaderum-ruled.pdf").read_bytes()),
        ("generic.txt", (DATA / "new-form" / "vedligehold.txt").read_bytes()),
        ("a.docx", _word()),
    ],
    ids=["pdf", "text", "pdf-list", "generic", "word"],
)
def test_every_row_says_where_it_stands_and_what_is_missing_is_null(name, data):
    extraction = extract(data, name)
    pdf = extraction.document.source_format == "pdf"
    assert extraction.document.template == "generic" or name != "generic.txt"
    assert extraction.rows.get("economic_amounts") or extraction.rows.get("overview_amounts")
    for table, rows in extraction.rows.items():
        written = to_arrow(TABLES[table], rows)
        for row in written.to_pylist() if "bbox" in written.column_names else ():
            assert (row["line"] is None, row["bbox"] is None) == (pdf, not pdf), (table, row)
            assert row["page"] or not pdf, (table, row)
        for field in written.schema:
            if field.type == pa.string() and "empty" not in meaning_of(table, field.name).description:
                assert "" not in written.column(field.name).to_pylist(), (table, field.name)
