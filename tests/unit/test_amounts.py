"""Money in running text: what is found, what it is worth, when it holds; and what is no money."""

import pytest

from extractors.danish.amounts.find import Amount, find_amounts
from tests.growth import assert_linear


def values(text: str) -> list[tuple[int, int]]:
    return [(a.low_dkk, a.high_dkk) for a in find_amounts(text)]


def one(value: int) -> list[tuple[int, int]]:
    return [(value, value)]


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("1,5 mio. kr.", 1_500_000),
        ("0,4 mio.kr.", 400_000),
        ("0,2 mio.kr i 2027", 200_000),
        ("680 t. kr.", 680_000),
        ("777 t.kr.", 777_000),
        ("1.030 t.kr ekskl. moms", 1_030_000),
        ("2.270 t. kr. ekskl.moms.", 2_270_000),
        ("150.000 kr.", 150_000),
        ("9.800kr. pr. stk.", 9_800),
        ("1.400.000 kr.", 1_400_000),
        ("100 000 kr.", 100_000),
        ("3,5 mia. kr.", 3_500_000_000),
        ("2.27 mio. kr.", 2_270_000),
        ("ca. 1. mio. kr.", 1_000_000),
        ("en udgift på 1, 4 mio. kr.", 1_400_000),
        ("17,2 mio kr.", 17_200_000),
        ("74 kr. i timen", 74),
        ("1½ mio. kr.", 1_500_000),
        ("en halv million kroner", 500_000),
        ("kr. 200.000 i 2027", 200_000),
        ("DKK 2.000.000", 2_000_000),
        ("DKK 1,5 mio.", 1_500_000),
        ("mio. kr. 2,5 i 2026", 2_500_000),
        ("tkr. 500", 500_000),
        ("skiltning á4.600 kr.", 4_600),
        ("100 mio. danske kroner", 100_000_000),
        ("4 x 650.000 kr.", 650_000),
        ("2 × 82 kr.", 82),
        ("65 t.kr./mdr.", 65_000),
        ("-12,4 mio. kr.", -12_400_000),
        ("\u22125,1 mio. kr.", -5_100_000),
        ("en besparelse på - 3 mio. kr.", -3_000_000),
        ("5 tusinde kroner", 5_000),
        ("200.000,-", 200_000),
        ("et beløb på 1.000 kr. pr. barn", 1_000),
    ],
)
def test_a_single_amount(text: str, kroner: int) -> None:
    assert values(text) == one(kroner)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2,0-2,4 mio. kr.", 2_000_000, 2_400_000),
        ("2,5–10 mio. kr.", 2_500_000, 10_000_000),
        ("mellem 250-500 t. kr.", 250_000, 500_000),
        ("(5-10 mio kr.)", 5_000_000, 10_000_000),
        ("1-5 mio.kr.", 1_000_000, 5_000_000),
        ("mellem 2 og 3 mio. kr.", 2_000_000, 3_000_000),
        ("mellem 0,5 mio. kr. og 1,5 mio. kr.", 500_000, 1_500_000),
        ("5 mio. kr. - 7 mio. kr.", 5_000_000, 7_000_000),
        ("(10-15 mio.)", 10_000_000, 15_000_000),
        ("ferielejre koster i gennemsnit 3-4000 pr. barn", 3_000, 4_000),
        ("2-300.000 kr.", 200_000, 300_000),
        ("10-15.000 kr. pr. elev", 10_000, 15_000),
        ("kr. 500-700 pr. time", 500, 700),
        ("2,0\n-2,4 mio. kr.", 2_000_000, 2_400_000),
        ("mellem -3 og -2 mio. kr.", -3_000_000, -2_000_000),
        ("-0,5 til -1,0 mio. kr.", -1_000_000, -500_000),
    ],
)
def test_a_range_is_one_amount(text: str, low: int, high: int) -> None:
    assert values(text) == [tuple(sorted((low, high)))]


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("hhv. 0,54, 0,54 og 0,34 mio. kr.", [540_000, 540_000, 340_000]),
        ("hhv. 5 og 6 mio. kr.", [5_000_000, 6_000_000]),
        ("henholdsvis 69.000 kr. og 95.000 kr.", [69_000, 95_000]),
        ("hhv. 5,4 mio. kr. og 7,1 mio. kr.", [5_400_000, 7_100_000]),
        ("stigende fra 0,6 mio. kr. til 2.2 mio. kr.", [600_000, 2_200_000]),
        ("stigende fra 2 til 3 mio. kr.", [2_000_000, 3_000_000]),
        ("overføres 14,8 mio. kr. af de 22,5 mio. til hjemmeplejen", [14_800_000, 22_500_000]),
        ("1,5 mio. kr. i 2026 og 0,7 mio. kr. i 2027", [1_500_000, 700_000]),
        ("i 2027, 3 mio. kr.", [3_000_000]),
        ("- 5 mio. kr. i 2026 og 2027, 15 mio. kr. i 2028 og 2029 på anlæg.", [5_000_000, 15_000_000]),
    ],
)
def test_several_amounts(text: str, kroner: list[int]) -> None:
    assert values(text) == [(k, k) for k in kroner]


@pytest.mark.parametrize(
    "text",
    [
        "1.000 kr. 2027 p/l",
        "Tabel 2. Udgifter til service \n\n1.000 kr., 2026 p/l Udvalg",
        "Udgift 1.000 kr.   2026 p/l",
        "Kr. 2027p/l",
        "(i 1.000 kr.)",
        "38.000 medarbejdere",
        "6,7 millioner indbrudsforsøg mod firewallen",
        "2 mio. passagerer om året",
        "12 mio. euro",
        "1.200 m2 og 160 m²",
        "5,5 årsværk i 2026",
        "3,7 % af budgettet, 30 pct.",
        "budget 2026",
        "6,/ mio. kr.",
        "1 .5 mio. kr.",
        "opgjort i mio. kr. 1. Baggrund",
        "/6.000 kr.",
        "12 kreds og 4 kroppe",
    ],
)
def test_no_money(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "der skal afsættes 1,2 \n\nmio. kr. varigt",
        "en effektivisering på 1,2 mio. \n kr. varigt",
        "fratrækkes de 1,2 \n \n2 Hverdagslivet som pårørende - vive.dk \n3 Pårørende - vive.dk \n mio. kr. jf.",
        "fratrækkes de 1,2\n\n 14 \n mio. kr.",
        "fratrækkes de 1,2 2 Hverdagslivet - vive.dk 3 Pårørende i Danmark - vive.dk mio. kr. jf. afsnit",
        "fratrækkes de 1,2 2 Jf. Sundhedsstyrelsens vejledning mio. kr.",
    ],
)
def test_an_amount_cut_by_line_page_or_footnotes(text: str) -> None:
    assert values(text) == one(1_200_000)


def test_a_footnote_alone_lends_no_number() -> None:
    assert find_amounts("som forventet.\n2 Hverdagslivet 2025\n mio. kr. jf.") == []


@pytest.mark.parametrize(
    "text",
    [
        "på side 12 3 Se bilaget, hvor beløb er angivet i mio. kr.",  # a whole number, and no address
        "i afsnit 2,1 2 Tabellen viser flere mio. kr.",
        "i afsnit 2,1 2 Tabellen viser et antal (mio. kr.)",
    ],
)
def test_a_unit_that_is_named_alone_takes_no_number_from_before_a_footnote(text: str) -> None:
    assert find_amounts(text) == []


def test_an_amount_within_a_footnote_is_its_own() -> None:
    assert values("på 22 2 Se vive.dk, der nævner 1,2 mio. kr.") == one(1_200_000)


def when(amount: Amount) -> tuple[int | None, int | None, bool]:
    return amount.year_from, amount.year_to, amount.recurring


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5 mio. kr. i 2026 og 0,7 mio. kr. i 2027", [(2026, 2026, False), (2027, 2027, False)]),
        ("5 mio. kr. i 2026 og 2027", [(2026, 2027, False)]),
        ("0,5 mio. kr. (i 2026 og 2027) til film", [(2026, 2027, False)]),
        ("0,8 mio. kr. i perioden 2026 til og med 2027", [(2026, 2027, False)]),
        ("0,2 mio. kr. årligt i 2027-2029", [(2027, 2029, True)]),
        ("i 2026/27 i alt 1 mio. kr.", [(2026, 2027, False)]),
        ("200 t.kr. i 2027 og 300 t.kr. fra 2028 og frem", [(2027, 2027, False), (2028, None, True)]),
        ("0,9 mio. kr. i 2027 stigende til 1,2 mio. kr. varigt", [(2027, 2027, False), (None, None, True)]),
        ("Fra 2028 spares 2 mio. kr. ved A og 3 mio. kr. ved B.", [(2028, None, False), (2028, None, False)]),
        ("Den varige udgift er 1,6 mio. kr. Puljen betaler 2 mio. kr.", [(None, None, True), (None, None, False)]),
        ("1,2 mio. kr. varigt og der afsættes 6,0 mio. kr. til flytning", [(None, None, True), (None, None, False)]),
        ("147,8 mio. kr. (2027 p/l) i 2022", [(2022, 2022, False)]),
        ("bevilling ved OFS 2025-2026 på 42,39 mio. kr.", [(None, None, False)]),
        ("hhv. 1, 2 og 3 mio. kr. i 2026, 2027 og 2028", [(y, y, False) for y in (2026, 2027, 2028)]),
        ("stiger i 2026 til 2028, fra 1 mio. kr. til 2 mio. kr.", [(2026, 2026, False), (2028, 2028, False)]),
        ("udgiften i 2026 for 1 mio. kr. indtil forslaget kan håndtere udgiften (fra 2027)", [(2026, 2026, False)]),
        ("1 årsværk i 2026 svarende til 0,8 mio. kr. og 1,5 årsværk fra 2027 til 2029", [(2026, 2026, False)]),
        ("(2026: 5 mio. kr., 2027: 6 mio. kr.)", [(2026, 2026, False), (2027, 2027, False)]),
        ("1 mio. kr. og 2 mio. kr. i hhv. 2026 og 2027", [(2026, 2026, False), (2027, 2027, False)]),
        ("2025-priser: 5 mio. kr.", [(None, None, False)]),
        ("50 mio. kr. fra medio 2026 til medio 2028", [(2026, 2028, False)]),
    ],
)
def test_years_and_recurrence(text: str, expected: list[tuple[int | None, int | None, bool]]) -> None:
    assert [when(a) for a in find_amounts(text)] == expected


def test_the_sentence_survives_abbreviations() -> None:
    text = "Det er dyrt. Der afsættes ca. 1,5 mio. kr. pr. år jf. tabel 1 til bl.a.\nflytning. Beløbet er stort."
    (amount,) = find_amounts(text)
    assert amount.sentence == "Der afsættes ca. 1,5 mio. kr. pr. år jf. tabel 1 til bl.a. flytning."


def test_the_step_is_the_worth_of_the_last_printed_digit() -> None:
    assert [a.step_dkk for a in find_amounts("1,5 mio. kr., 680 t. kr., 69.000 kr. og 0,25 mio. kr.")] == [
        100_000,
        1_000,
        1,
        10_000,
    ]


HOSTILE = {
    "digits and dots": ("1234.5678.", 160_000),
    "thousands": ("123.", 400_000),
    "list": ("1 og ", 40_000),
    "word": ("a", 400_000),
    "brackets": ("([", 200_000),
    "units": ("\nkr. ", 40_000),
    "mixed scripts": ("Ж漢1क5 mio. kr.", 8_000),
    "one sentence": ("1 mio. kr. i 2026, ", 4_000),
    "blank lines": ("\n", 400_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    unit, most = HOSTILE[name]
    assert_linear(lambda times: find_amounts(unit * times), most)
