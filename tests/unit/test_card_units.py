"""The unit of a proposal's table wherever its form may print it: never thousands where it says millions."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from extractors.extract import extract

SOURCE = next((Path(__file__).parents[2] / "data" / "raw").glob("001_*.txt"))
CAPTION = "Tabel 1. Forslagets samlede økonomiske konsekvenser"
PRINTED = f"{CAPTION} \n\n 1.000 kr. 2027 p/l "
NOTES = "Noter til alle tabeller:"


@functools.cache
def proposal() -> str:
    """The first proposal of the bilag, alone."""
    text = SOURCE.read_text("utf-8")
    start = text.rindex("\n", 0, text.rindex("Kort resumé", 0, text.index(CAPTION)) - 400)
    return text[start : text.index("Kort resumé", text.index(CAPTION))]


@pytest.mark.parametrize(
    ("instead", "notes", "unit", "level"),
    [
        (PRINTED, NOTES, 1000, 2027),
        (f"{CAPTION} (mio. kr. 2028 p/l) \n\n", NOTES, 1_000_000, 2028),
        (f"{CAPTION} \n\n(Mio. kr. - 2028 p/l)\n", NOTES, 1_000_000, 2028),
        (f"{CAPTION} \n\nBeløb i mio. kr., 2028-priser\n", NOTES, 1_000_000, 2028),
        (f"{CAPTION} \n\nHele kr.\n", NOTES, 1, None),
        (f"Alle beløb i tabellen er i mio. kr.\n\n{CAPTION} \n\n", NOTES, 1_000_000, None),
        (f"{CAPTION} \n\n", f"{NOTES} Alle beløb er angivet i mio. kr.", 1_000_000, None),
        (f"{CAPTION} \n\n", NOTES, 1000, None),
    ],
)
def test_the_unit_is_the_one_that_is_printed(instead, notes, unit, level):
    text = proposal().replace(PRINTED, instead, 1).replace(NOTES, notes, 1)
    [table] = [t for t in extract(text.encode(), "x.txt").rows["economic_tables"] if t.table_kind == "economy"]
    assert (table.unit_dkk, table.price_level) == (unit, level)


@pytest.mark.parametrize(
    ("printed", "instead", "unit"),
    [
        ("steringspuljen \n\nForslag", "steringspuljen \n\nForslag", 1000),
        ("steringspuljen \n\nForslag", "steringspuljen (mio. kr.)\n\nForslag", 1_000_000),
        ("steringspuljen \n\nForslag", "steringspuljen \n\nMio. kr., 2027 p/l\n\nForslag", 1_000_000),
        ("Tabel 1. Oversigt", "Alle beløb er i mio. kr.\n\nTabel 1. Oversigt", 1_000_000),
        ("bilag \n2b.", "bilag \n2b. Beløb i tabellen er angivet i mio. kr.", 1_000_000),
    ],
)
def test_the_unit_of_the_overview_is_the_one_that_is_printed(printed, instead, unit):
    text = SOURCE.read_text("utf-8")[:12_000]
    assert text.count(printed) == 1
    rows = extract(text.replace(printed, instead).encode(), "x.txt").rows["overview_amounts"]
    assert {r.unit_dkk for r in rows if r.measure != "payback_years"} == {unit}
