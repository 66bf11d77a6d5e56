"""What the heading of a value column stands for, and which rows and columns of a money table are no money."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from extractors.tables.headings import parse_head
from extractors.tables.quantities import quantity_of


@pytest.mark.parametrize(
    ("printed", "kind", "year", "basis"),
    [
        ("Korrigeret budget 2025 pr. 31. oktober", "stage", 2025, None),
        ("Forventet regnskab 2025 (pr. 30.9.)", "year", 2025, "Forventet regnskab"),
        ("Forventet afvigelse til korrigeret budget", "stage", None, None),
        ("Rest (a-b)", "stage", None, None),
        ("Forskel mellem budget og regnskab", "stage", None, None),
        ("2027 (overslag)", "year", 2027, "overslag"),
    ],
)
def test_a_stage_or_year_may_say_when_or_against_what(printed, kind, year, basis):
    head = parse_head(printed)
    assert head is not None
    assert (head.printed, head.kind, head.year, head.basis) == (printed, kind, year, basis)


@pytest.mark.parametrize(
    "text", ["2026 pr. bruger", "Anlæg til veje", "Drift for 2026", "Afvigelse til korrigeret budget i %", "x " * 90]
)
def test_other_words_are_no_stage(text):
    head = parse_head(text)
    assert head is None or head.kind == "measure"


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Forbrugsprocent", "procent"), ("Belægningsgrad", "procent"), ("Helårspersoner", "helårspersoner"),
     ("Antal indbyggere", "indbyggere"), ("Besparelse på 2 procent", None), ("Løn til ansatte", None),
     ("Opgradering af skoler", None), ("Folketal", "folketal"), ("Drift af sager", None)],
)  # fmt: skip
def test_a_label_that_names_a_quantity_is_no_money(label, unit):
    assert quantity_of(label) == unit


def test_a_follow_up_on_one_year_is_read_with_its_stages_and_without_its_percentages_as_kroner():
    text = """Budgetopfølgning

| 1.000 kr. | Korrigeret budget 2025 pr. 31. august | Forbrug pr. 31/8 2025 | Forbrugsprocent | Afvigelse i pct. |
| Skoler | 120.000 | 80.000 | 66,7 | 1,0 |
| Dagtilbud | 60.000 | 42.000 | 70,0 | 0,0 |
| I alt | 180.000 | 122.000 | 67,8 | 0,7 |
"""
    rows = extract(text.encode(), "a.txt").rows
    assert [(a.label, a.year, a.amount_dkk) for a in rows["economic_amounts"]] == [
        ("Skoler", 2025, 120_000_000), ("Skoler", 2025, 80_000_000),
        ("Dagtilbud", 2025, 60_000_000), ("Dagtilbud", 2025, 42_000_000),
        ("I alt", 2025, 180_000_000), ("I alt", 2025, 122_000_000),
    ]  # fmt: skip
    assert [(q.unit, q.value) for q in rows["quantities"]] == [
        ("procent", 66.7), ("procent", 1.0), ("procent", 70.0), ("procent", 0.0), ("procent", 67.8), ("procent", 0.7),
    ]  # fmt: skip
