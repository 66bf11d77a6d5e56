"""Columns of a layout that are easily misread: words behind the values, amounts under a word column, lone values."""

from __future__ import annotations

from extractors.extract import extract

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
