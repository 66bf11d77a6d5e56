"""Money tables whose headings follow no form that is known: what is read of them, and what is not taken for certain."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from pipeline.reconcile.run import reconcile

LEVELS = """Rapport
Beløb i mio. kr.
Drift Anlæg
Udvalg Budget Forventet Afvigelse Budget Forventet Afvigelse
Skoleudvalget 185,2 181,5 -3,7 52,4 52,7 0,3
Teknikudvalget 231,6 229,8 -1,8 12,8 12,8 0,0
I alt 416,8 411,3 -5,5 65,2 65,5 0,3
"""
PAIRS = """Lønbudget
Område\t1.000 kr.\tÅrsværk\t1.000 kr.\tÅrsværk
Hjemmepleje\t1.281\t69,3\t1.306\t9,3
Sygepleje\t16.938\t46,5\t16.371\t53,2
""".replace("Område", "\tBudget 2027\t\tBudget 2028\t\nOmråde")
BEHIND = """Korrektioner, 1.000 kr.
Nr.     Korrektion                     2019     2020     2021 Type
PT01    Digital post                      -   -1.304   -3.260 Pris
PT02    Lavere temperatur              -353     -441     -441 Demografi
        I alt                          -353   -1.745   -3.701
"""
FLAT = "\n".join(" ".join(x.split()) for x in BEHIND.splitlines()) + "\n"
UNKNOWN = """Fra oplæg til oplæg
Tabellen er i mio. kr., netto.
Udvalg Budgetoplæg 1 Ændring Budgetoplæg 2
Skoleudvalget 570,1 16,2 586,3
Teknikudvalget 781,9 0,9 782,8
Socialudvalget 352,7 -5,6 347,1
Driftsudgifter i alt 1.704,7 11,5 1.716,2
"""
DOWN = """Ønsker
Budget (1.000 kr., 2025-priser)
År Udgift Indtægt Netto
2025
2026 8.004 -36 7.968
2027 -36 -36
2028 -36 -36
I alt 8.004 -108 7.896
"""
SINGLY = (
    "Ønsker\nBudget (1.000 kr., 2025-priser)\nÅr\nUdgift\nNetto\n2025\n-15\n-15\n2026\n8.004\n7.968\n2027\n-36\n-36\n"
)
UNITS = """Notat
Post\tEnhed\t2026\t2027
Lønudgifter\t1.000 kr.\t2.418\t2.514
Vikarer\t1.000 kr.\t100\t100
I alt\t1.000 kr.\t2.518\t2.614
Medarbejdere\tÅrsværk\t8,3\t10,5
"""
PRICES = """Regulering
Ydelse\tAntal\tEnhedspris (kr.)\tBeløb (1.000 kr.)
Vuggestue\t30\t90.000\t2.700
Børnehave\t20\t50.000\t1.000
I alt\t\t\t3.700
"""
SCHOOL = "Forslag\nSkoleår, t.kr. 2026/27 2027/28 2028/29\nInventar 20 30 40\nEnergi 1 2 3\nI alt 21 32 43\n"
POOLS = """Puljer, hele kr.
Pulje Udvalg Art Budget 2025 Overslag 2026
Ny cykelsti AM Drift 670.000 670.000
Flere hænder SD Drift 296.000 296.000
Digital post SD Anlæg 870.000 870.000
Kunstgræs AM Anlæg 732.000 -
"""
OVER = """Hovedtal
Mio. kr., løbende priser              Regnskab    Opr. budget Budgetforslag
                                          2022           2023          2024
Skatter                                 -443,7         -447,5        -451,2
Tilskud                                 -566,2         -614,7        -565,8
Indtægter i alt                       -1.009,9       -1.062,2      -1.017,0
"""


def cells(text: str) -> dict[tuple[str, str], int]:
    """Every certain amount of a text by label and by its column's year, or the column's words."""
    made = extract(text.encode(), "a.txt")
    rows = made.rows.get("economic_amounts", [])
    sure = {(a.label, str(a.year or a.column_printed)): a.amount_dkk for a in rows if a.placement != "uncertain"}
    listed = made.rows.get("overview_amounts", [])
    return sure | {(o.case_id or o.title, str(o.year or o.column_printed)): o.amount_dkk for o in listed}


@pytest.mark.parametrize(
    ("text", "cell", "kroner"),
    [
        (LEVELS, ("Skoleudvalget", "Anlæg Forventet"), 52_700_000),
        (PAIRS, ("Sygepleje", "2028"), 16_371_000),
        (BEHIND, ("PT02", "2021"), -441_000),
        (FLAT, ("PT01", "2020"), -1_304_000),
        (UNKNOWN, ("Teknikudvalget", "Budgetoplæg 2"), 782_800_000),
        (DOWN, ("Netto", "2026"), 7_968_000),
        (SINGLY, ("Udgift", "2026"), 8_004_000),
        (UNITS, ("Lønudgifter", "2027"), 2_514_000),
        (PRICES, ("Vuggestue", "Beløb (1.000 kr.)"), 2_700_000),
        (SCHOOL, ("Energi", "2028"), 3000),
        (POOLS, ("Kunstgræs", "2025"), 732_000),
        (OVER, ("Skatter", "2024"), -451_200_000),
    ],
)
def test_what_stands_under_headings_of_no_known_form(text: str, cell: tuple[str, str], kroner: int) -> None:
    assert cells(text)[cell] == kroner


@pytest.mark.parametrize("text", [PAIRS, UNITS, PRICES])
def test_what_is_no_money_in_a_table_of_money_is_no_amount(text: str) -> None:
    assert not {
        label for label, column in cells(text) if label == "Medarbejdere" or "Års" in column or "pris" in column
    }


@pytest.mark.parametrize("text", [DOWN, SINGLY])
def test_a_year_that_names_a_row_is_no_amount(text: str) -> None:
    assert not {k for k in cells(text).values() if abs(k) in range(2_025_000, 2_029_000)}


def test_a_difference_is_held_against_the_decimals_that_are_printed() -> None:
    text = "Anlæg i mio. kr.\nNr.\tProjekt\t2026\t2027\n" + "".join(
        f"P{n}\tSti {name}\t{n},0\t1,0\n" for n, name in ((1, "nord"), (2, "syd"), (3, "øst"))
    )
    made = extract(f"{text}\tI alt\t6,4\t3,0\n".encode(), "a.txt")
    found = reconcile({"documents": [made.document], **made.rows})["findings"]
    assert [f.severity for f in found if f.rule == "overview_sum"] == ["error"]


OWN_UNITS = """Forslag 3: Færre biler
Økonomiske konsekvenser   2026          2027
Løn               {}
Drift             0,3 mio. kr.  0,3 mio. kr.
"""


@pytest.mark.parametrize(
    ("text", "amounts", "certain"),
    [
        (OWN_UNITS.format("1,2 mio. kr.  1,4 mio. kr."), [1_200_000, 1_400_000], [True, True]),
        (OWN_UNITS.format("400.000 kr.  1,4 mio. kr."), [400_000, 1_400_000], [False, True]),
        (
            OWN_UNITS.format("400.000 kr.  1,4 mio. kr.").replace("0,3 mio.", "300.000"),
            [400_000, 1_400_000],
            [True, False],
        ),
        ("Forslag 3: Biler\nØkonomi, t.kr.\nLøn: 2026: 400 2027: -900\n", [400_000, -900_000], [True, True]),
        ("Forslag 3: Biler\nØkonomi\nLøn – 2026: 400.000 kr.; 2027: 0 kr.\n", [400_000, 0], [True, True]),
        (
            "Forslag 3: Biler\nØkonomi, t.kr.   2026   2027\nLøn   ca. 400   ca. 900\n",
            [400_000, 900_000],
            [False, False],
        ),
        (
            "Forslag 3: Biler\nØkonomi   2026 kr.   2027 kr.\nLøn   400.000   900.000\n",
            [400_000, 900_000],
            [True, True],
        ),
    ],
)
def test_what_an_amount_says_of_itself_is_heard(text: str, amounts: list[int], certain: list[bool]) -> None:
    rows = [r for r in extract(text.encode(), "a.txt").rows["economic_amounts"] if r.label == "Løn"]
    assert [r.amount_dkk for r in rows] == amounts
    assert [r.placement != "uncertain" for r in rows] == certain
