"""What documents of no known form give: cards, lists, or a refusal."""

from __future__ import annotations

import pytest

from extractors.extract import extract
from schemas.errors import BilagError

MINUTES = """Referat af møde i byggeudvalget
Punkt {n}
Emne: Status på arbejdet
Deltagere: Alle
Beslutning
Udvalget tog orienteringen til efterretning den {n}. maj 2026.
"""


def test_repeated_lines_without_any_money_are_no_bilag() -> None:
    text = "".join(MINUTES.format(n=n) for n in range(1, 7))
    with pytest.raises(BilagError) as failed:
        extract(text.encode(), "referat.txt")
    assert failed.value.code == "not_a_bilag"


def test_minutes_with_an_amount_are_read() -> None:
    text = "".join(MINUTES.format(n=n) + f"Der afsættes {n},5 mio. kr. i 2026 til formålet.\n" for n in range(1, 7))
    made = extract(text.encode(), "referat.txt")
    assert made.document.template == "generic"
    assert len(made.rows["prose_amounts"]) == 6


SHARED = """Udfordringer og forslag, mill. kr.
Mill. kr.\t2026\t2027\t2028
TM101 Nye varmepumper på skolerne\t\t\t
Drift\t1,5\t1,5\t1,5
Anlæg\t2,0\t\t
Samlet\t3,5\t1,5\t1,5
TM102 Kortere åbningstid i borgerservice\t\t\t
Drift\t-0,5\t-1,0\t-1,0
Anlæg\t0,1\t\t
Samlet\t-0,4\t-1,0\t-1,0
"""
BESIDE = """Spareforslag. Hele 1.000 kr. Besparelser er negative.
Nr.\tForslag\tArt\tBudget 2026\tBudget 2027\tBudget 2028
S01\tDigital post til foreninger\tLøn\t-100\t-200\t-200
\t\tDrift\t-10\t-20\t-20
\t\tI alt\t-110\t-220\t-220
S02\tFælles indkøb af salt\tLøn\t-50\t-70\t-70
\t\tDrift\t-5\t-5\t-5
\t\tI alt\t-55\t-75\t-75
"""
COUNTED = """Demografi
Antal personer\t2026\t2027\t2028
0-2 år\t647\t532\t583
3-5 år\t360\t321\t414
1.000 kr.\t2026\t2027\t2028
Budget før regulering\t55.668\t58.587\t55.599
Regulering\t420\t406\t405
Budget efter regulering\t56.088\t58.993\t56.004
"""
CENTRED = """Bevillinger i 1.000 kr.
                             Budget 2026                       Budget 2027
Område             Udgift      Indtægt      Netto     Udgift      Indtægt      Netto
Skoler             12.000       -2.000     10.000     13.000                  13.000
Veje                4.000                   4.000      4.100         -100      4.000
I alt              16.000       -2.000     14.000     17.100         -100     17.000
"""


def amounts(text: str) -> set[tuple[str | None, str, int | None, int]]:
    made = extract(text.encode(), "a.txt")
    case = {c.card_id: c.case_id for c in made.rows["cards"]}
    return {(case[a.card_id], a.label, a.year, a.amount_dkk) for a in made.rows["economic_amounts"]}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (SHARED, ("TM102", "Samlet", 2027, -1_000_000)),
        (BESIDE, ("S02", "Løn", 2028, -70_000)),
        (BESIDE, ("S01", "I alt", 2026, -110_000)),
    ],
)
def test_proposals_that_share_a_table_get_a_card_each(text: str, cell: tuple[str, str, int, int]) -> None:
    assert cell in amounts(text)
    made = extract(text.encode(), "a.txt")
    assert len([c for c in made.rows["cards"] if c.case_id]) == 2
    assert not made.rows.get("overview_amounts")


def test_what_is_counted_is_no_money() -> None:
    made = extract(COUNTED.encode(), "a.txt")
    assert {(q.label, q.value) for q in made.rows["quantities"]} >= {("0-2 år", 647.0), ("3-5 år", 414.0)}
    assert {a.label for a in made.rows["economic_amounts"]} == {
        "Budget før regulering",
        "Regulering",
        "Budget efter regulering",
    }


def test_years_centred_over_costs_and_incomes() -> None:
    found = amounts(CENTRED)
    assert {a[2:] for a in found if a[1] == "Veje"} == {
        (2026, 4_000_000),
        (2027, 4_100_000),
        (2027, -100_000),
        (2027, 4_000_000),
    }


def test_a_list_amount_whose_column_is_not_known_names_no_year() -> None:
    text = "Anlæg i 1.000 kr.\nNr. Projekt 2026 2027 2028 2029\n" + "".join(
        f"{n}01 Projekt {name} 1.{n}00 {n}50\n" for n, name in ((1, "Havn"), (2, "Bro"), (3, "Sti"))
    )
    made = extract(text.encode(), "a.txt")
    assert {(o.year, o.column_printed) for o in made.rows["overview_amounts"]} == {(None, None)}
