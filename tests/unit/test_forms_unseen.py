"""What forms never seen before were read wrong of: notes, heads of pages, groups under a heading, ids like years."""

from __future__ import annotations

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
