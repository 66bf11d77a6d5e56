"""Every printed form of a cell gives back its value; what digits are lost from is never a certain number."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractors.danish.numbers import MAX_DKK, read_cell

SEPARATORS = st.sampled_from([".", "", "\u00a0", "\u2007", "\u2009", "\u202f", " ", "’"])
BEHIND = st.sampled_from(["", " kr.", " kr", ",-", "*", "**", "¹", "²⁾", " 1)", "\u200b", "\ufeff", " kr.*"])
NEGATIVE = st.sampled_from(["-{}", "- {}", "\u2212{}", "–{}", "÷{}", "÷ {}", "({})", "\u00ad{}", "{}-"])


def grouped(value: int, separator: str) -> str:
    return f"{value:,}".replace(",", separator)


@given(value=st.integers(1, 10**9), separator=SEPARATORS, behind=BEHIND)
def test_a_positive_cell(value: int, separator: str, behind: str) -> None:
    reading = read_cell(grouped(value, separator) + behind, 1000)
    assert reading.certain is not None
    assert reading.certain.value == value


@given(value=st.integers(1, 10**9), separator=SEPARATORS, form=NEGATIVE)
def test_a_negative_cell(value: int, separator: str, form: str) -> None:
    reading = read_cell(form.format(grouped(value, separator)), 1000)
    assert reading.certain is not None
    assert reading.certain.value == -value


@given(value=st.integers(1000, 10**9), lost=st.integers(1, 2), minus=st.booleans())
def test_a_number_that_lost_its_last_digits(value: int, lost: int, minus: bool) -> None:
    cell = "-" * minus + grouped(value, ".")[:-lost]
    assert read_cell(cell, 1000).kind == "malformed"


@given(text=st.text(max_size=80), unit=st.sampled_from([1, 1000, 10**6, 10**9]))
def test_any_text_is_read_without_a_fault(text: str, unit: int) -> None:
    reading = read_cell(text, unit)
    for number in (reading.low, reading.high):
        assert number is None or abs(number.scaled(unit)) <= MAX_DKK
    if any(c.isdigit() for c in text):
        assert reading.kind in ("number", "range", "malformed")


@given(text=st.text(alphabet="0123456789.,-÷()* \u00a0\n", max_size=24))
def test_a_certain_number_holds_every_digit(text: str) -> None:
    reading = read_cell(text)
    if reading.certain is not None and not reading.note:
        printed = "".join(c for c in text if c.isdigit())
        assert Decimal(printed or 0) == abs(reading.certain.value.scaleb(reading.certain.decimals))
