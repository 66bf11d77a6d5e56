"""One bilag as typed records, without the pipeline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extractors import read_bilag
from schemas.errors import BilagError

RAW = Path(__file__).parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def bilag():
    return read_bilag(RAW / "001_731f7e0477d9223d.txt")


def test_a_table_is_the_printed_one(bilag):
    frame = bilag.cards["BC13"].tables[0].to_frame()
    assert list(frame.columns) == ["section", "kind", "steering_area", 2026, 2027, 2028, 2029, 2030, 2031]
    assert frame.loc["Samlet økonomisk påvirkning", 2026:].tolist() == [
        1_490_000, 960_000, 345_000, -795_000, -1_210_000, -1_210_000,
    ]  # fmt: skip
    assert frame.loc["Besparelse på bogindkøb", 2026:2028].isna().tolist() == [True, True, False]
    assert str(frame[2026].dtype) == "Int64"


def test_cards_are_found_by_case_and_by_id_and_a_typo_names_the_nearest(bilag):
    card = bilag.cards["BC13"]
    assert bilag.cards[card.row.card_id] is card
    assert card.row.title == "De rette bøger på bibliotekshylderne"
    assert {p.basis for p in card.paybacks} == {"service", "total"}
    with pytest.raises(KeyError, match="BC13"):
        bilag.cards["BC133"]


def test_what_it_shows_is_text_never_markup(bilag):
    assert repr(bilag.cards["BC13"]) == "<Card BC13 'De rette bøger på bibliotekshylderne': 2 tables>"
    assert "<td>BC13<td>" in bilag._repr_html_()
    assert "<table" in bilag.cards["BC13"].tables[0]._repr_html_()


def test_every_table_as_a_frame(bilag):
    frames = bilag.to_frames()
    assert len(frames["cards"]) == len(bilag.extraction.rows["cards"])
    assert len(frames["overview_amounts"]) == len(bilag.overview)


def test_bytes_will_do_and_bad_ones_have_their_code():
    with pytest.raises(BilagError) as error:
        read_bilag(b" ")
    assert error.value.code == "empty_file"


def test_to_import_it_loads_no_heavy_library():
    code = "import sys, extractors; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pyarrow", "pydantic", "spacy", "pypdfium2", "dagster", "numpy"} & set(loaded)


def test_a_table_is_printed_whole_on_a_terminal(bilag):
    lines = str(bilag.cards["BC13"].tables[0]).splitlines()
    assert lines[0] == "Tabel 1. Forslagets samlede økonomiske konsekvenser"
    assert next(x for x in lines if x.startswith("Samlet økonomisk påvirkning")).split()[-2:] == [
        "-1210000",
        "-1210000",
    ]
