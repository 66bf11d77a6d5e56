"""Danish words for time as exact dates."""

import datetime as dt

import pytest

from extractors.danish.periods.find import Period, find_periods, parse_period
from tests.growth import assert_linear


def dates(text: str, **options: int) -> tuple[str | None, str | None] | None:
    period = parse_period(text, **options)
    if period is None:
        return None
    return tuple(d.isoformat() if d else None for d in (period.date_from, period.date_to))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("26-01-2026", "2026-01-26", "2026-01-26"),
        ("20/01/2026", "2026-01-20", "2026-01-20"),
        ("8. juni 2020", "2020-06-08", "2020-06-08"),
        ("BPM MED 6. november 2025", "2025-11-06", "2025-11-06"),
        ("6 oktober 2025", "2025-10-06", "2025-10-06"),
        ("Marts 2026", "2026-03-01", "2026-03-31"),
        ("Nov. 2025", "2025-11-01", "2025-11-30"),
        ("2. kvartal 2029", "2029-04-01", "2029-06-30"),
        ("4. kvt. 2027", "2027-10-01", "2027-12-31"),
        ("4. kvartal i 2026", "2026-10-01", "2026-12-31"),
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("Q2 26", "2026-04-01", "2026-06-30"),
        ("Q3 og Q4 2026", "2026-07-01", "2026-12-31"),
        ("Q4 26-Q4 27", "2026-10-01", "2027-12-31"),
        ("Q2 2026 – Q42027", "2026-04-01", "2027-12-31"),
        ("Q4 2025 - 2026", "2025-10-01", "2026-12-31"),
        ("primo 2027", "2027-01-01", "2027-04-30"),
        ("Medio 2027", "2027-05-01", "2027-08-31"),
        ("Ultimo-2025", "2025-09-01", "2025-12-31"),
        ("Midt 2025", "2025-05-01", "2025-08-31"),
        ("Primo-medio 2026", "2026-01-01", "2026-08-31"),
        ("ultimo marts 2026", "2026-03-21", "2026-03-31"),
        ("ultimo Q3 2026", "2026-09-01", "2026-09-30"),
        ("Udgangen af 2026", "2026-12-31", "2026-12-31"),
        ("Inden udgangen af 2. kvartal 2027", None, "2027-06-30"),
        ("Inden udgangen af maj 2026", None, "2026-05-31"),
        ("senest 1. juni 2026", None, "2026-06-01"),
        ("før 1. juli 2027", None, "2027-06-30"),
        ("3. prognose 2026", "2026-01-01", "2026-12-31"),
        ("1. halvår af 2027", "2027-01-01", "2027-06-30"),
        ("første halvår 2027", "2027-01-01", "2027-06-30"),
        ("Jun-dec. 2026", "2026-06-01", "2026-12-31"),
        ("sommer og efterår 2026", "2026-06-01", "2026-11-30"),
        ("vinteren 2026", "2025-12-01", "2026-02-28"),
        ("skoleåret 2026/27", "2026-08-01", "2027-07-31"),
        ("uge 34, 2026", "2026-08-17", "2026-08-23"),
        ("2027-2029", "2027-01-01", "2029-12-31"),
        ("2027 til 2030", "2027-01-01", "2030-12-31"),
        ("2026/27", "2026-01-01", "2027-12-31"),
        ("2028 og 2029", "2028-01-01", "2029-12-31"),
        ("fra 2028 og frem", "2028-01-01", None),
        ("Fuldt fra 2028", "2028-01-01", None),
        ("Løbende 2026-27", "2026-01-01", "2027-12-31"),
        ("Løbende frem til 2031", None, "2031-12-31"),
        ("Årligt fra 2027 og frem", "2027-01-01", None),
        ("Maj 2026 og august 2027", "2026-05-01", "2027-08-31"),
    ],
)
def test_dated(text: str, first: str | None, last: str | None) -> None:
    assert dates(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Løbende", "ongoing"),
        ("Løbende med statusmøder", "ongoing"),
        ("Årligt", "recurring"),
        ("Halvårligt", "recurring"),
        ("Hvert ½ år", "recurring"),
        ("8-10 årlige styregruppemøder", "recurring"),
        ("År1: Q3", "relative"),
        ("År 2: Q3 og Q4", "relative"),
    ],
)
def test_words_without_dates_have_a_kind_only(text: str, kind: str) -> None:
    assert parse_period(text) == Period(text, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31-02-2026",
        "Budget 2027 eller OFS 26/27",
        "OFS 2025-2026",
        "Udmøntning af budget 2027",
        "2027 p/l",
        "Efter behov",
        "Q3",
        "1.200 timer",
        "Indenfor det første kvartal i projektperioden",
        "§ 107",
    ],
)
def test_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_a_span_that_runs_backwards_gets_no_dates() -> None:
    assert dates("Q4 2027 - Q2 2026") == (None, None)


def test_the_default_year_fills_a_missing_one() -> None:
    assert dates("Q3", default_year=2026) == ("2026-07-01", "2026-09-30")


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period("x", "span", dt.date(2026, 2, 1), dt.date(2026, 1, 31))


def test_periods_of_a_text_with_their_places() -> None:
    text = "Start medio 2026 (2026 p/l), evalueret 3. februar 2027, løber fra 2028 og frem, jf. budget 2025."
    assert [text[f.char_start : f.char_end] for f in find_periods(text)] == [
        "medio 2026",
        "3. februar 2027",
        "fra 2028 og frem",
    ]


@pytest.mark.parametrize(
    ("unit", "most"), [("1234.5678.", 160_000), ("1-1-", 160_000), ("2026-", 40_000), ("Q1 ", 40_000)]
)
def test_hostile_text_takes_linear_time(unit: str, most: int) -> None:
    assert_linear(lambda times: find_periods(unit * times), most)
