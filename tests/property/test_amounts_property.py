"""Every printed form of an amount gives back its value, wherever it stands."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractors.danish.amounts.find import find_amounts
from extractors.danish.numbers import parse_number

UNITS = {
    1: ["kr.", "kr", "kroner", "Kr."],
    1_000: ["t. kr.", "t.kr.", "tkr.", "t kr", "tusinde kroner"],
    1_000_000: ["mio. kr.", "mio.kr.", "mio kr", "mio.  kr.", "mio.\nkr.", "millioner kroner", "mill. kr."],
    1_000_000_000: ["mia. kr.", "mia.kr", "milliarder kroner"],
}
WORDS = st.sampled_from(
    ["der afsættes", "en besparelse på", "jf. tabel", "(ca.", "i alt", "og", "§", "", "årligt", "pr. bad"]
)


def danish(value: Decimal, *, grouped: bool) -> str:
    """A number as Danish prints it: comma for decimals, dots between thousands when grouped."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    text = f"{int(whole):,}".replace(",", ".") if grouped else whole
    return ("-" if value < 0 else "") + text + (f",{decimals}" if decimals else "")


@st.composite
def printed(draw: st.DrawFn, *, positive: bool = False) -> tuple[str, Decimal]:
    places = draw(st.integers(0, 2))
    bound = 10**7
    units = draw(st.integers(1 if positive else -bound, bound))
    value = Decimal(units).scaleb(-places)
    return danish(value, grouped=draw(st.booleans())), value


@given(number=printed(), factor=st.sampled_from(sorted(UNITS)), data=st.data(), before=WORDS, after=WORDS)
def test_value_to_text_to_value(
    number: tuple[str, Decimal], factor: int, data: st.DataObject, before: str, after: str
) -> None:
    digits, value = number
    unit = data.draw(st.sampled_from(UNITS[factor]))
    gap = "" if digits.endswith("000") and unit == "kr" else data.draw(st.sampled_from([" ", "", "\n", "\u00a0"]))
    text = f"{before} {digits}{gap}{unit} {after}"
    if factor == 1 and digits in ("1.000", "1000"):
        return  # reads as a table's unit in some surroundings
    if factor >= 10**6 and digits.isdigit() and 1900 <= int(digits) <= 2099:
        return  # a year in front of a unit is no amount
    (amount,) = find_amounts(text)
    expected = int((value * factor).to_integral_value())
    assert (amount.low_dkk, amount.high_dkk) == (expected, expected)
    assert text[amount.char_start : amount.char_end] == amount.text
    assert amount.text.startswith(digits)


@given(
    low=st.integers(1, 998), more=st.integers(1, 900), dash=st.sampled_from(["-", "–", " - ", " – "]), mio=st.booleans()
)
def test_ranges(low: int, more: int, dash: str, mio: bool) -> None:
    unit, factor = ("mio. kr.", 10**6) if mio else ("t. kr.", 1000)
    (amount,) = find_amounts(f"mellem {low}{dash}{low + more} {unit} til drift")
    high = low + more
    if high >= 1000 and high % 1000 == 0:
        return  # may be a shortened range, `3-4000`
    assert (amount.low_dkk, amount.high_dkk) == (low * factor, high * factor)


@given(values=st.lists(st.decimals("0.01", "99", places=2), min_size=2, max_size=5))
def test_lists_that_share_a_unit(values: list[Decimal]) -> None:
    printed_values = [danish(v, grouped=False) for v in values]
    text = f"fordelt med hhv. {', '.join(printed_values[:-1])} og {printed_values[-1]} mio. kr. på de enkelte"
    assert [a.low_dkk for a in find_amounts(text)] == [int(v * 10**6) for v in values]


_PIECES = (
    "1,5|mio.|kr.|t.|-|–|og|til|2026|i|fra|hhv.|,|.|\n|(|)|½|1.000|p/l|mellem|årligt|x|Der|•|\u00a0|/|10 000|2 N|²"
)
PIECES = st.sampled_from(_PIECES.split("|"))


@given(st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\n"])), max_size=30))
def test_offsets_always_point_at_the_printed_text(pieces: list[tuple[str, str]]) -> None:
    text = "".join(a + b for a, b in pieces)
    amounts = find_amounts(text)
    for amount in amounts:
        assert text[amount.char_start : amount.char_end] == amount.text
        assert amount.low_dkk <= amount.high_dkk
        assert amount.year_to is None or amount.year_from is None or amount.year_from <= amount.year_to
    assert all(a.char_end <= b.char_start for a, b in pairwise(amounts))


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for amount in find_amounts(text):
        assert text[amount.char_start : amount.char_end] == amount.text


@given(number=printed())
def test_numbers_round_trip(number: tuple[str, Decimal]) -> None:
    digits, value = number
    parsed = parse_number(digits)
    assert parsed is not None
    assert parsed.value == value
