"""Numbers, units and price levels as bilag print them."""

from decimal import Decimal

import pytest

from extractors.danish.numbers import parse_number, parse_price_level, parse_range, parse_unit


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
    ("text", "factor", "printed"),
    [
        ("1.000 kr. 2027 p/l", 1_000, "1.000 kr."),
        ("Beløb i mio. kr.", 1_000_000, "mio. kr."),
        ("t. kr.", 1_000, "t. kr."),
        ("Kr. 2027p/l", 1, "Kr."),
    ],
)
def test_the_unit_of_a_heading(text: str, factor: int, printed: str) -> None:
    assert parse_unit(text) == (factor, printed)


@pytest.mark.parametrize("text", ["2027 p/l", "1.000 kr. 2027 p/1", "Kr. 2027p/l", "(2027 - p/l)"])
def test_the_year_of_a_price_level(text: str) -> None:
    level = parse_price_level(text)
    assert level is not None
    assert level[0] == 2027
