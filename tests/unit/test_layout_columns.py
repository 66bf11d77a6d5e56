"""Columns of a layout that are easily misread: words behind the values, amounts under a word column, lone values."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from extractors.layout.columns.evidence import RowShape

WORDS_BEHIND = """Anlægsoversigt 2026-2028

Beløb i 1.000 kr., årets priser

Projekt                 Anlægssum   Afholdt     2026     2027   Bemærkning
                                    t.o.m.
                                    2025
Ny hal i Østby             45.000    12.000   20.000   13.000   Bevilling givet 24/6 2024
Kunstgræsbane               8.500         0    8.500        0   Fondsstøtte søges
I alt                      53.500    12.000   28.500   13.000
"""
UNDER_A_WORD = """Økonomi

Bevillingsskema (kr.)
                          Bevilling         2026           2027           2028
Anlægsbevilling          14.200.000
Rådighedsbeløb                         4.200.000     10.000.000
Afledt drift                                            250.000        500.000
"""


def amounts(text: str) -> list[tuple[str, int | None, int, str]]:
    rows = extract(text.encode(), "a.txt").rows
    found = [(a.label, a.year, a.amount_dkk, a.column_printed) for a in rows.get("economic_amounts", [])]
    return found + [(o.title, o.year, o.amount_dkk, o.column_printed) for o in rows.get("overview_amounts", [])]


def test_words_behind_the_values_do_not_hide_them():
    assert amounts(WORDS_BEHIND)[:8] == [
        ("Ny hal i Østby", None, 45_000_000, "Anlægssum"), ("Ny hal i Østby", None, 12_000_000, "Afholdt t.o.m. 2025"),
        ("Ny hal i Østby", 2026, 20_000_000, "2026"), ("Ny hal i Østby", 2027, 13_000_000, "2027"),
        ("Kunstgræsbane", None, 8_500_000, "Anlægssum"), ("Kunstgræsbane", None, 0, "Afholdt t.o.m. 2025"),
        ("Kunstgræsbane", 2026, 8_500_000, "2026"), ("Kunstgræsbane", 2027, 0, "2027"),
    ]  # fmt: skip


def test_amounts_under_a_word_column_are_its_own():
    assert amounts(UNDER_A_WORD) == [
        ("Anlægsbevilling", None, 14_200_000, "Bevilling"),
        ("Rådighedsbeløb", 2026, 4_200_000, "2026"), ("Rådighedsbeløb", 2027, 10_000_000, "2027"),
        ("Afledt drift", 2027, 250_000, "2027"), ("Afledt drift", 2028, 500_000, "2028"),
    ]  # fmt: skip


def test_a_value_under_no_heading_is_not_certain():
    text = UNDER_A_WORD.replace("Bevilling     ", "              ")
    placed = {a.amount_dkk: a.placement for a in extract(text.encode(), "a.txt").rows["economic_amounts"]}
    assert placed[14_200_000] == "uncertain"
    assert placed[4_200_000] == "spacing"


def test_groups_of_rows_in_tab_text_leave_no_tabs_and_part_no_table():
    text = """Kapacitet

Beløb i mio. kr.\tB2025\t2026\t2027
Serviceudgifter
Bemanding\t0\t6,4\t12,8
Serviceudgifter i alt\t0\t6,4\t12,8
Anlægsudgifter
Byggeri\t18,0\t30,0\t5,0
I alt\t18,0\t36,4\t17,8
Tabel 2. Afledt, mio. kr.
Beløb\tB2025\t2026\t2027
El\t1,0\t1,0\t1,0
"""
    rows = extract(text.encode(), "a.txt").rows
    labels = [(r.table_id[-1], r.kind, r.label) for r in rows["economic_rows"]]
    assert labels == [
        ("1", "group", "Serviceudgifter"), ("1", "item", "Bemanding"), ("1", "subtotal", "Serviceudgifter i alt"),
        ("1", "group", "Anlægsudgifter"), ("1", "item", "Byggeri"), ("1", "total", "I alt"), ("2", "item", "El"),
    ]  # fmt: skip
    assert len(rows["economic_amounts"]) == 15


def test_a_unit_may_stand_in_the_headings_of_the_columns_or_in_the_labels():
    heads = "Indsats\tOmråde\t2026 (mio. kr.)\t2027 (mio. kr.)\nTandpleje\tSundhed\t3,1\t3,2\nI alt\t\t3,1\t3,2\n"
    labels = "\t2026\t2027\nAnlæg, 1.000 kr.\t3.100\t3.200\nDrift, 1.000 kr.\t10\t20\n"
    for text, first in ((heads, 3_100_000), (labels, 3_100_000)):
        found = extract(text.encode(), "a.txt").rows["economic_amounts"]
        assert (found[0].amount_dkk, found[0].placement) == (first, "grid")


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([1, 2, 3], ((1, 2, 3), 1, (2, 1), 4)),
        ([None, 2, 3], ((2, 3), 3, (1,), 4)),
        ([1, None, 3], ((1, 3), 1, (3,), 4)),
        ([1, 2, None], ((1, 2), 1, (2,), 5)),
        ([None, None, None], ((), 1, (), 4)),
    ],
)
def test_a_cell_that_cannot_be_read_is_part_of_the_spaces(values, shape):
    made = RowShape.of_read(values, 1, (2, 1), 4)
    assert (made.values, made.lead, made.gaps, made.tail) == shape
