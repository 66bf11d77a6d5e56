"""How real forms print their tables: wrapped headings, the next form's fields below, chapters, groups between ids."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from pipeline.reconcile.run import reconcile
from schemas.extraction import Extraction

WRAPPED = """Plan
Rådighedsbeløb, i hele 1.000 kr.
Nr.      Projekt                      Budget 2027   Overslag   Overslag      I alt
                                                        2028       2029
1301     Skærpet opkrævning                10.627      7.085                17.712
1302     Robotter på plejecentre                      -7.658     -5.104    -12.762
1303     Nye broer                            500                              500
         I alt                             11.127       -573     -5.104      5.450
"""
STAGES = """Opfølgning
Resultat (mio. kr.)           Oprindeligt       Korrigeret       Forventet    Afvigelse til
                              budget 2026     budget 2026    regnskab 2026       korrigeret
                                             pr. 31. juli                            budget
Indtægter
Skatter                          -1.941,2        -1.942,2        -1.943,5            -1,3
Tilskud                          -1.590,4        -1.591,7        -1.595,1            -3,4
Indtægter i alt                  -3.531,6        -3.533,9        -3.538,6            -4,7
"""
SCHEME = """Ønske nr.            TM10{n}
Projektnavn          Nye {what}
Udvalg               Økonomiudvalget
Prioritet            {n}
Beskrivelse
Arbejdet udføres af kommunens egne folk.
Afledt drift
Kr. 1.000                        2026        2027        2028
Løn                               100         200         200
Energi                             50          60          60
Afledt drift i alt                150         260         260

Tidsplan
Projektering 2026, udførelse 2027-2028.

"""
CHAPTERS = """Reduktioner
Alle beløb er i 1.000 kr.
{}"""
SHORT = """{id} {title}
Opgaven varetages i dag af flere.
Art 2026 2027 2028
Løn -100 -200 -200
Øvrigt -10 -20 -20
I alt -110 -220 -220
"""
BROKEN_GROUP = """Investeringer, 1.000 kr.
Projektnr.      Projekt                          2026      2027      2028

Arbejdsmarkedsudva
lget

144033          Robotter på plejecentre             5    -6.861    -4.574

162187          Støtte til familier             8.245     5.497        10
"""
ONE_COLUMN = """Regulering af budget 2026
Ydelse                               Antal   Enhedspris (kr.)   Beløb (1.000 kr.)
Plejeboliger                          854            30.010                8.409
Madservice                            290              4.156               3.056
Hjemmehjælp                           880            77.144                2.986
I alt                                                                     14.751
"""
LEFT = """Program
Mio. kr. 2023 2024 2025 2026
Rådgivning 0,2 0,2 0,9 1,3
Håndværkere 6,9 7,7 2,0 17,8
Inventar 1,9 1,5 0,1 1,4 1,1
Udgift i alt 9,0 9,4 3,0 20,5 1,1
"""


def read(text: str) -> Extraction:
    return extract(text.encode(), "bilag.txt")


def amounts(made: Extraction, label: str) -> list[tuple[int | None, int]]:
    rows = made.rows.get("economic_amounts", []) + made.rows.get("overview_amounts", [])
    return [(r.year, r.amount_dkk) for r in rows if getattr(r, "label", getattr(r, "title", "")) == label]


def test_years_under_the_words_they_end() -> None:
    assert amounts(read(WRAPPED), "Robotter på plejecentre") == [
        (2028, -7_658_000),
        (2029, -5_104_000),
        (None, -12_762_000),
    ]


def test_stages_that_wrap_over_three_lines() -> None:
    made = read(STAGES).rows["economic_amounts"]
    printed = [r.column_printed for r in made if r.label == "Skatter"]
    assert printed == [
        "Oprindeligt budget 2026",
        "Korrigeret budget 2026 pr. 31. juli",
        "Forventet regnskab 2026",
        "Afvigelse til korrigeret budget",
    ]


def test_a_table_ends_before_the_next_forms_fields() -> None:
    names = ("broer", "stier", "tage")
    made = read("Ønsker til budget\n" + "".join(SCHEME.format(n=n, what=w) for n, w in enumerate(names, start=1)))
    assert [(c.case_id, c.title) for c in made.rows["cards"]] == [
        (f"TM10{n}", f"Nye {w}") for n, w in enumerate(names, start=1)
    ]
    assert len(made.rows["economic_amounts"]) == 27


def test_the_heading_of_a_chapter_is_no_proposal() -> None:
    cards = [("2.01", "Digital post"), ("2.02", "Fælles salt"), ("3.01", "Færre stole"), ("3.02", "Nye tage")]
    parts = [SHORT.format(id=i, title=t) for i, t in cards]
    body = "2. Økonomiudvalget\n" + "".join(parts[:2]) + "3. Skoleudvalget\n" + "".join(parts[2:])
    made = read(CHAPTERS.format(body))
    assert [(c.case_id, c.title) for c in made.rows["cards"]] == cards


def test_a_group_that_a_narrow_column_broke_is_not_the_next_rows_label() -> None:
    made = read(BROKEN_GROUP).rows["overview_amounts"]
    assert {r.case_id for r in made} == {"144033", "162187"}


def test_a_sum_of_one_column_that_is_a_little_off_is_told() -> None:
    made = read(ONE_COLUMN)
    found = reconcile({**made.rows, "documents": [made.document]})["findings"]
    assert [f.rule for f in found if f.severity == "error"] == ["item_sum"]
    right = read(ONE_COLUMN.replace("14.751", "14.451"))
    assert not [
        f for f in reconcile({**right.rows, "documents": [right.document]})["findings"] if f.severity == "error"
    ]


def test_rows_with_more_amounts_than_headings_leave_no_cell_certain() -> None:
    made = read(LEFT).rows["economic_amounts"]
    assert {r.placement for r in made} == {"uncertain"}


@pytest.mark.parametrize(
    ("said", "dkk"),
    [("på -1900 mio. kr.", -1_900_000_000), ("er 1950 mio. kr.", 1_950_000_000), ("for 2026 mio. kr.", None)],
)
def test_a_figure_that_looks_like_a_year(said: str, dkk: int | None) -> None:
    made = read(f"Notat\nResultatet {said} og venter. Der afsættes 2 mio. kr.\n")
    assert dkk in {r.amount_low_dkk for r in made.rows["prose_amounts"]} or dkk is None
    assert len(made.rows["prose_amounts"]) == 1 + (dkk is not None)


def test_a_negative_figure_that_looks_like_a_year_is_no_heading() -> None:
    made = read(
        "Notat\nØkonomi i 1.000 kr.\n           2026     2027\nEt        -1900     1900\nTo          500      400\n"
    )
    assert amounts(made, "Et") == [(2026, -1_900_000), (2027, 1_900_000)]
