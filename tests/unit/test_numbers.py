"""Numbers, units and price levels as bilag print them."""

from decimal import Decimal

import pytest

from extractors.danish.numbers import parse_number, parse_range, read_cell
from extractors.danish.units import parse_price_level, parse_unit


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("-2.359", -2359),
        ("-2359", -2359),
        ("- 1.370", -1370),
        ("\u22121.370", -1370),
        ("4.500", 4500),
        ("1150", 1150),
        ("0", 0),
        ("-", 0),
        ("1,5", Decimal("1.5")),
        ("2.27", Decimal("2.27")),
        ("1.234.567,89", Decimal("1234567.89")),
    ],
)
def test_a_number(cell: str, value: int | Decimal) -> None:
    number = parse_number(cell)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize("cell", ["", "6,/", "/6.000", "1.23.4", "1 2", "12a", "--", "½", "1" * 100, "1.2.3.4" * 1000])
def test_no_number(cell: str) -> None:
    assert parse_number(cell) is None


def test_a_range_and_a_single_number() -> None:
    low, high = parse_range("2.000 – 3.000") or (None, None)
    assert low is not None
    assert high is not None
    assert (low.value, high.value) == (2000, 3000)
    assert parse_range("800") is not None
    assert parse_range("800 - mange") is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("-", 0),
        ("- 1.370", -1370),
        ("÷1.240", -1240),
        ("÷ 1.240", -1240),
        ("(1.240)", -1240),
        ("1.240-", -1240),
        ("1.240,-", 1240),
        ("1.240 kr.", 1240),
        ("kr. -1.240", -1240),
        ("1.240,50 kr.", Decimal("1240.5")),
        ("1’240", 1240),
        ("1 240", 1240),
        ("1\u00a0240", 1240),
        ("-1\u2007240\u2007000", -1240000),
        ("1\u2009240", 1240),
        ("1\u202f240", 1240),
        ("\u00ad1.240", -1240),
        ("1.\u00ad240", 1240),
        ("1.240\u200b", 1240),
        ("\ufeff-310", -310),
        ("1.240*", 1240),
        ("1.240²", 1240),
        ("-1.240 ²)", -1240),
        ("1.240 1)", 1240),
        ("-1.8601)", -1860),
        ("0", 0),
        ("1,5", Decimal("1.5")),
    ],
)
def test_a_well_formed_cell(cell: str, value: int | Decimal) -> None:
    reading = read_cell(cell, 1000)
    assert reading.kind == "number"
    assert reading.certain is not None
    assert reading.certain.value == value


@pytest.mark.parametrize(
    "cell",
    [
        "2.11", "1.13", "12.1", "1.240 -", "-\n1.137", "1.13\n7", "14.1 15", "6.82 1", "- 6.82 1", "310-420", "007",
        "0.240", "1.240 500", "1 24", "12 34", "2401)", "1.24O", "99999999999999999", "1\u0663", "\u0663", "1²3",
        "(-1.240)", "-1.240-", "(1.240", "1.240)", "jf. note 3", "1" * 200,
    ],
)  # fmt: skip
def test_a_malformed_cell_is_no_certain_number(cell: str) -> None:
    reading = read_cell(cell, 1000)
    assert reading.kind == "malformed"
    assert reading.certain is None


@pytest.mark.parametrize(("cell", "guess"), [("2.11", Decimal("2.11")), ("-\n1.137", -1137), ("1.24O", 124)])
def test_the_plainest_reading_of_a_malformed_cell(cell: str, guess: int | Decimal) -> None:
    low = read_cell(cell, 1000).low
    assert low is not None
    assert low.value == guess


@pytest.mark.parametrize(("cell", "kind"), [("", "empty"), ("\u200b", "empty"), ("kr.", "words"), ("uændret", "words")])
def test_a_cell_without_a_number(cell: str, kind: str) -> None:
    assert read_cell(cell).kind == kind


def test_what_else_stands_in_a_cell() -> None:
    assert read_cell("1.240 kr.").kroner
    assert not read_cell("1.240").kroner
    assert read_cell("1.240 1)").note == "1)"
    span = read_cell("2.000 – 3.000")
    assert (span.kind, span.low and span.low.value, span.high and span.high.value) == ("range", 2000, 3000)


@pytest.mark.parametrize(
    ("text", "factor", "printed"),
    [
        ("1.000 kr. 2027 p/l", 1_000, "1.000 kr."),
        ("Beløb i mio. kr.", 1_000_000, "mio. kr."),
        ("t. kr.", 1_000, "t. kr."),
        ("Kr. 2027p/l", 1, "Kr."),
        ("1 000 kr. 2027 p/l", 1_000, "1 000 kr."),
        ("1\u00a0000 kr.", 1_000, "1\u00a0000 kr."),
        ("Kr. 1.000", 1_000, "Kr. 1.000"),
        ("1000-kr.", 1_000, "1000-kr."),
        ("1.000 kr", 1_000, "1.000 kr"),
        ("Hele 1.000 kr.", 1_000, "1.000 kr."),
        ("tkr.", 1_000, "tkr."),
        ("Mill. kr. 2027 p/l", 1_000_000, "Mill. kr."),
        ("mill.kr.", 1_000_000, "mill.kr."),
        ("1.000.000 kr.", 1_000_000, "1.000.000 kr."),
        ("mia. kr.", 1_000_000_000, "mia. kr."),
        ("hele kr.", 1, "hele kr."),
        ("Budget 2027, mio. kr.", 1_000_000, "mio. kr."),
    ],
)
def test_the_unit_of_a_heading(text: str, factor: int, printed: str) -> None:
    assert parse_unit(text) == (factor, printed)


@pytest.mark.parametrize("text", ["der afsættes 2 mio. kr. til drift", "køb for 21.000 kr.", "tekst"])
def test_an_amount_is_no_unit(text: str) -> None:
    assert parse_unit(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2027 p/l", "1.000 kr. 2027 p/1", "Kr. 2027p/l", "(2027 - p/l)", "2027-p/l", "2027 pl", "2027-priser",
        "p/l 2027", "2027-PL", "prisniveau 2027", "2027-pris- og lønniveau",
    ],
)  # fmt: skip
def test_the_year_of_a_price_level(text: str) -> None:
    level = parse_price_level(text)
    assert level is not None
    assert level[0] == 2027


def test_running_prices_have_no_year() -> None:
    assert parse_price_level("mio. kr., løbende priser") == (None, "løbende priser")
    assert parse_price_level("2027 planer") is None
