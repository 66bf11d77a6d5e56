"""What forms never seen before were read wrong of: notes, heads of pages, groups under a heading, ids like years."""

from __future__ import annotations

import re

import pytest

from extractors.extract import extract
from pipeline.reconcile.run import reconcile
from schemas.extraction import Extraction

NOTED = """Regnskab 2026
Hele 1.000 kr.
Opgørelse Note Budget 2026 Regnskab 2026 Afvigelse
Skatter 1 -806.013 -822.695 -16.682
Tilskud 2 -93.586 -98.583 -4.997
Indtægter i alt -899.599 -921.278 -21.679
Drift 3 875.477 936.113 60.636
Resultat -24.122 14.835 38.957
"""
NOTED_LAYOUT = """Regnskab 2026
Hele 1.000 kr.
Opgørelse               Note   Budget 2026   Regnskab 2026   Afvigelse
Skatter                    1      -806.013        -822.695     -16.682
Tilskud                    2       -93.586         -98.583      -4.997
Indtægter i alt                   -899.599        -921.278     -21.679
Drift                      3       875.477         936.113      60.636
Resultat                           -24.122          14.835      38.957
"""
GROUPED = """Vurdering
Mio. kr. Vedtaget ramme Tillægsbevillinger Omplaceringer Aktuel ramme Forskel
Økonomiudvalget
Beredskab 552,1 8,6 2,0 562,7 1,2
Dagpleje 321,7 0,5 0,1 322,3 1,2
Økonomiudvalget i alt 873,8 9,1 2,1 885,0 2,4
Arbejdsmarkedsudvalget
Biblioteker 384,6 8,1 1,1 393,8 -0,7
"""
LISTED = """Forslag, 1.000 kr.
Nr.    Forslag                                  2027      2028
A09    Flytning af genbrugsbutik                -500    -1.250
B10    Elektronisk nøgle                         104       261
B11    Fælles salt                               204       361
       Forslag i alt                            -192      -628
"""
BETWEEN = """Balance
Beløb i 1.000 kr.
Aktiver Regnskab 2024 Note Regnskab 2025
Bygninger 792.524 1 714.792
Anlæg 521.824 2 476.751
Inventar 209.738 3 246.392
Aktiver i alt 1.524.086 1.437.935
"""
LOANS = """Langfristet gæld
Beløb i hele kroner.
Lån Lånenummer Restgæld primo Afdrag Renter Restgæld ultimo
Skoler 2021192708 84.630.517 -573.406 11.403 84.057.111
Boliger 2038685002 17.089.582 -137.277 23.793 16.952.305
Biler 2073121275 42.404.982 -181.648 12.509 42.223.334
Gæld i alt 144.125.081 -892.331 47.705 143.232.750
"""
YEARS_AHEAD = """Forslag
Økonomi 2023-2026, 1.000 kr.
Post Budgetår Overslagsår 1 Overslagsår 2 Overslagsår 3 I alt
Projektering 155 155
Håndværkere 3.812 3.822 3.802 3.572 15.008
Anlæg i alt 3.967 3.822 3.802 3.572 15.163
"""
UNITS_BELOW = """Aftale
Post                        2026         2027         2028
                        mio. kr.     mio. kr.     mio. kr.
Vikarer                     0,86         0,86         0,90
Leje                        1,38         1,38         1,30
Samlet                      2,24         2,24         2,20
"""
SAID_YEARS = """Forslag
1.000 kr. Udgift i 2027 Udgift i 2028 Udgift i 2029
Inventar 100 200 300
Kurser 10 20 30
Netto i alt 110 220 330
"""
CELLS = """Aftale
Mio. kr.
Pkt.
Emne
Art
2027
2028 og frem
Engangsbeløb
1.1
Elektronisk nøgle
Anlæg
1,8
3,7

2.1
Tilsyn med vandløb
Drift
1,9
3,8
2,6

I alt

3,7
7,5
2,6
"""


def read(text: str) -> Extraction:
    return extract(text.encode(), "bilag.txt")


@pytest.mark.parametrize("text", [NOTED, NOTED_LAYOUT])
def test_the_number_of_a_note_is_no_amount(text: str) -> None:
    made = read(text).rows["economic_amounts"]
    assert [r.amount_dkk for r in made if r.label == "Skatter"] == [-806_013_000, -822_695_000, -16_682_000]
    assert {r.column_printed for r in made} == {"Budget 2026", "Regnskab 2026", "Afvigelse"}
    assert all(r.placement != "uncertain" for r in made)


def test_a_group_below_the_heading_is_no_column() -> None:
    made = read(GROUPED).rows["economic_amounts"]
    assert [r.column_printed for r in made if r.label == "Biblioteker"] == [
        "Vedtaget ramme",
        "Tillægsbevillinger",
        "Omplaceringer",
        "Aktuel ramme",
        "Forskel",
    ]


def test_an_id_that_could_be_a_year() -> None:
    rows = read(LISTED).rows["overview_amounts"]
    assert [r.case_id for r in rows if r.role == "item" and r.year == 2027] == ["A09", "B10", "B11"]


def test_what_heads_every_page_opens_no_proposal() -> None:
    head, lines = "Katalog 2027\nKulturudvalget\n", []
    for n in range(1, 6):
        lines.append(f"{head}KU-0{n} Forslag om {'abcde'[n - 1] * 6}\nNuværende niveau\nDer er {n} steder.\nForslag")
        lines.append("Der spares på driften.\n" + (head if n < 3 else "") + "Økonomi")
        lines.append("(1.000 kr.) 2027 2028 2029\nDrift -100 -200 -200\nLøn -10 -20 -20\nI alt -110 -220 -220")
        lines.append("Konsekvenser\nIngen.")
    made = read("\n".join(lines))
    assert [c.case_id for c in made.rows["cards"]] == [f"KU-0{n}" for n in range(1, 6)]


def _rules(sentence: str) -> list[str]:
    body = "1.000 kr. Regnskab 2025 Budget 2026 Forslag 2027\nDrift 9 9 10\nLøn 8 7 9\nNetto i alt 17 16 19"
    made = extract(f"Område\nØkonomi\n{sentence}\n{body}\n".encode(), "bilag.txt")
    found = reconcile({"documents": [made.document], **made.rows})["findings"]
    return [f.rule for f in found if f.rule != "unknown_form"]


def test_the_budget_that_a_table_shows_is_held_against_it() -> None:
    right, wrong = (_rules(f"Nettobudgettet til området er {x} t.kr. i 2027.") for x in ("19", "24"))
    assert (right, wrong) == ([], ["prose_vs_table"])


def test_a_yearly_amount_is_not_explained_by_a_sum_over_years() -> None:
    body = (
        "1.000 kr. 2027 2028 2029\nDrift -500 -1.000 -1.000\nLøn -300 -700 -700\nSamlet besparelse -800 -1.700 -1.700"
    )
    made = extract(
        f"Område\nTekst\nForslaget giver en årlig besparelse på 2,5 mio. kr. fra 2029.\nØkonomi\n{body}\n".encode(),
        "b.txt",
    )
    found = reconcile({"documents": [made.document], **made.rows})["findings"]
    assert "prose_vs_table" in [f.rule for f in found]


def test_a_notes_column_between_the_values() -> None:
    made = read(BETWEEN).rows["economic_amounts"]
    assert {r.column_printed for r in made} == {"Regnskab 2024", "Regnskab 2025"}
    assert [r.amount_dkk for r in made if r.label == "Aktiver i alt"] == [1_524_086_000, 1_437_935_000]


def test_the_number_of_a_loan_is_no_amount() -> None:
    made = read(LOANS).rows["economic_amounts"]
    assert [r.amount_dkk for r in made if r.label == "Biler"] == [42_404_982, -181_648, 12_509, 42_223_334]
    assert len(made) == 16
    assert all(r.placement != "uncertain" for r in made)


def test_a_column_that_nobody_knows_before_those_known() -> None:
    made = read(YEARS_AHEAD).rows["economic_amounts"]
    printed = [r.column_printed for r in made if r.label == "Håndværkere"]
    assert printed == ["Budgetår", "Overslagsår 1", "Overslagsår 2", "Overslagsår 3", "I alt"]


def test_a_unit_under_every_year() -> None:
    made = read(UNITS_BELOW).rows["economic_amounts"]
    assert [(r.label, r.amount_dkk, r.placement) for r in made][:1] == [("Vikarer", 860_000, "spacing")]


def test_a_years_heading_in_words() -> None:
    made = read(SAID_YEARS).rows["economic_amounts"]
    assert [r.year for r in made if r.label == "Kurser"] == [2027, 2028, 2029]


def test_a_cell_a_line_with_names_that_nobody_knows_on_both_sides() -> None:
    rows = read(CELLS).rows["overview_amounts"]
    assert [(r.case_id, r.column_printed, r.amount_dkk) for r in rows if r.role == "item"] == [
        ("1.1", "2027", 1_800_000),
        ("1.1", "2028 og frem", 3_700_000),
        ("2.1", "2027", 1_900_000),
        ("2.1", "2028 og frem", 3_800_000),
        ("2.1", "Engangsbeløb", 2_600_000),
    ]


def test_prices_a_piece_are_in_no_sum() -> None:
    text = """Takster
Beløb i kr.
Ydelse                 Antal   Pris pr. plads      Provenu
Heldagsplads             393            7.425    2.918.025
Halvdagsplads             64            1.209       77.376
Gæsteplads               365            8.236    3.006.140
Merindtægt i alt                                 6.001.{}
"""
    outcomes = []
    for end in ("541", "451"):
        made = read(text.format(end))
        found = reconcile({"documents": [made.document], **made.rows})["findings"]
        outcomes.append([(f.rule, f.severity) for f in found if f.rule != "unknown_form"])
    assert outcomes == [[], [("item_sum", "error")]]


def test_a_text_is_held_against_a_tables_only_row() -> None:
    body = "1.000 kr. 2027 2028 2029\nBudgeteffekt -500 -1.000 -1.000\nÅrsværk -1,0 -2,0 -2,0"
    rules = []
    for said in ("1.000", "1.700"):
        made = read(f"Idé\nTekst\nIdeen giver en besparelse på {said} t.kr. årligt ved fuld indfasning.\nTal\n{body}\n")
        found = reconcile({"documents": [made.document], **made.rows})["findings"]
        rules.append([f.rule for f in found if f.rule != "unknown_form"])
    assert rules == [[], ["prose_vs_table"]]


def test_a_sums_only_figure_in_a_dump() -> None:
    text = """Takster
Beløb i kr.
Ydelse Antal Pris pr. plads Provenu
Heldagsplads 393 7.425 2.918.025
Halvdagsplads 64 1.209 77.376
Gæsteplads 365 8.236 3.006.140
Merindtægt i alt {}
"""
    read_sums = []
    for printed in ("6.001.541", "6.001.451"):
        made = read(text.format(printed))
        found = reconcile({"documents": [made.document], **made.rows})["findings"]
        cell = next(r for r in made.rows["economic_amounts"] if r.label == "Merindtægt i alt")
        read_sums.append((cell.column_printed, cell.placement, [f.rule for f in found if f.rule == "item_sum"]))
    assert read_sums == [("Provenu", "arithmetic", []), ("Provenu", "arithmetic", ["item_sum"])]


UNKNOWN = """Analyse
Tabel 4. Økonomi ved tre modeller (mio. kr.)
Model A Model B Model C
Ledelse -14,8 -15,0 -15,7
Bygninger -1,8 -1,0 -1,7
Samlet -16,6 -16,0 -17,4
"""
UNKNOWN_CELLS = """Analyse
Tabel 4. Økonomi (mio. kr.)

Model A
Model B
Model C
Ledelse
-14,8
-15,0
-15,7
Bygninger
-1,8
-1,0
-1,7
Samlet
-16,6
-16,0
-17,4
"""


@pytest.mark.parametrize("text", [UNKNOWN, UNKNOWN_CELLS], ids=["dump", "a cell a line"])
def test_names_that_nobody_knows_under_an_empty_corner(text: str) -> None:
    made = read(text).rows["economic_amounts"]
    assert [(r.column_printed, r.amount_dkk) for r in made if r.label == "Ledelse"] == [
        ("Model A", -14_800_000),
        ("Model B", -15_000_000),
        ("Model C", -15_700_000),
    ]


POOLS = """Status på puljer
Beløb i hele kr.
Nr. Pulje Afsat Udmøntet Rest
103 Støtte til familier 4.317.000 3.885.300 431.700
106 Opkrævning af restancer 5.238.000 1.571.400 3.666.600
109 Genopretning af broer 3.912.000 391.200 3.520.800
I alt 13.467.000 5.847.900 7.619.100
"""


def test_names_that_nobody_knows_behind_an_ids() -> None:
    cells = re.sub(r"(?m)(?<=\d) (?=[\dA-Z])|(?<=[a-zr]) (?=\d)|^(?=I alt)", "\n", POOLS)
    cells = cells.replace("Nr. Pulje Afsat Udmøntet Rest", "Nr.\nPulje\nAfsat\nUdmøntet\nRest")
    for text in (POOLS, cells):
        rows = read(text).rows["overview_amounts"]
        of_one = [(r.column_printed, r.amount_dkk) for r in rows if r.case_id == "106"]
        assert of_one == [("Afsat", 5_238_000), ("Udmøntet", 1_571_400), ("Rest", 3_666_600)]


def test_years_down_beside_one_column() -> None:
    cards = [
        f"5.0{n} Forslag om {w}\nTekst\nDer er {n} steder.\n" for n, w in ((1, "broer"), (2, "stier"), (3, "tage"))
    ]
    table = "År   Beløb (1.000 kr.)\n2027   -{0}74\n2028   -{0}98\n2029   -{0}98\n"
    made = read("Katalog\n" + "".join(c + table.format(n) for n, c in enumerate(cards, start=1)))
    assert [(c.case_id, c.title) for c in made.rows["cards"]][1] == ("5.02", "Forslag om stier")
    amounts = [(r.year, r.amount_dkk) for r in made.rows["economic_amounts"]]
    assert amounts[3:6] == [(2027, -274_000), (2028, -298_000), (2029, -298_000)]


SHIFTED = """Post              2027     2028      Sum
Oprindelig plan   -100     -200     -300
Ny plan             80      220      300
Ændring i alt      -20       20
"""


def test_a_unit_on_a_line_of_its_own_holds_for_all_tables() -> None:
    text = "Forskydning\n1.000 kr., netto\n" + "".join(
        f"{i} {t}\nUdvalg: Kulturudvalget\nDer er en tekst.\n{SHIFTED}"
        for i, t in ((21094, "Tilsyn"), (87848, "Kørsel"))
    )
    made = read(text)
    assert [c.case_id for c in made.rows["cards"]] == ["21094", "87848"]
    assert [(r.amount_dkk, r.placement) for r in made.rows["economic_amounts"] if r.label == "Ny plan"] == [
        (80_000, "spacing"),
        (220_000, "spacing"),
        (300_000, "spacing"),
    ] * 2


@pytest.mark.parametrize("name", ["Slutår", "Færdig", "Åbner"])
def test_a_column_of_years_holds_no_money(name: str) -> None:
    text = f"""Byggerier
Mio. kr.
Projekt                {name:>8}   Bevilling   Forbrug     Rest
Skole                      2023       684,3     410,6    273,7
Bro                        2026        23,6      14,1      9,5
Hal                        2025        10,0       6,0      4,0
I alt                                 717,9     430,7    287,2
"""
    for printed in (text, re.sub(" {2,}", " ", text)):
        made = read(printed)
        rows = made.rows.get("economic_amounts", []) + made.rows.get("overview_amounts", [])
        assert sorted(r.amount_dkk for r in rows if getattr(r, "label", getattr(r, "title", "")) == "Bro") == [
            9_500_000,
            14_100_000,
            23_600_000,
        ]


def test_a_rate_in_promille_is_no_money() -> None:
    text = """Prognose
Mio. kr.                 BF2027     BO2028
Grundskyld             -341,237   -350,118
Selskabsskat            -41,237    -50,118
Indtægter i alt        -382,474   -400,236
Grundskyldspromille         6,5        6,5
"""
    made = read(text)
    assert "Grundskyldspromille" not in {r.label for r in made.rows["economic_amounts"]}
    assert {(r.label, r.unit) for r in made.rows["quantities"]} == {("Grundskyldspromille", "promille")}


def test_price_levels_as_headings() -> None:
    dump = """Fremskrivning
Tabel 1. Budget i to prisniveauer (1.000 kr.)
Udvalg 2025-priser 2026-priser Forskel
Kulturudvalget 12.140 12.382 242
Økonomiudvalget 22.140 22.582 442
Skoleudvalget 32.140 32.582 442
I alt 66.420 67.546 1.126
"""
    *above, names, one, two, three, total = dump.splitlines()
    cells = [x for line in (names, one, two, three, total) for x in re.split(r" (?=[\dF])", line)]
    for text in (dump, "\n".join([*above, *cells])):
        made = read(text).rows["economic_amounts"]
        assert [(r.column_printed, r.amount_dkk) for r in made if r.label == "Økonomiudvalget"] == [
            ("2025-priser", 22_140_000),
            ("2026-priser", 22_582_000),
            ("Forskel", 442_000),
        ]
