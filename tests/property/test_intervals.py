"""Intervals: what rounding allows is allowed, what it does not allow is not, and nothing leaves whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reconcile.intervals import ZERO, Interval, printed, relation, total
from pipeline.reconcile.payback import payback
from pipeline.reconcile.price_levels import SCALE, infer, ratio

KRONER = st.integers(-(10**10), 10**10)
THOUSANDS = st.integers(-(10**6), 10**6)


def rounded(kroner: int, step: int) -> int:
    """Half away from zero, as a typist rounds."""
    return (abs(kroner) + step // 2) // step * step * (1 if kroner >= 0 else -1)


@given(st.lists(KRONER, min_size=1, max_size=12), st.sampled_from([1, 1000, 100_000, 1_000_000]))
def test_figures_rounded_each_by_itself_are_consistent(parts, step):
    shown = [printed(rounded(p, step), rounded(p, step), step) for p in parts if rounded(p, step)]
    zeros = sum(rounded(p, step) == 0 for p in parts)
    of_all = rounded(sum(parts), step)
    result = printed(of_all, of_all, step)
    # A printed zero is taken at its word, so amounts that vanished in rounding are not allowed for.
    assert zeros or of_all == 0 or relation(total(shown), result) != "inconsistent"


@given(st.lists(THOUSANDS.filter(bool), min_size=1, max_size=12), st.integers(1, 1000))
def test_a_sum_off_by_more_than_half_a_unit_a_figure_is_inconsistent(parts, extra):
    wrong = sum(parts) + (len(parts) + 1) // 2 + 1 + extra
    shown = [printed(p * 1000, p * 1000, 1000) for p in parts]
    assert wrong == 0 or relation(total(shown), printed(wrong * 1000, wrong * 1000, 1000)) == "inconsistent"


@given(KRONER, KRONER)
def test_negation_and_difference(one, other):
    a, b = printed(one, one, 1000), printed(other, other, 1000)
    negated = -a
    assert -negated == a
    assert (a - b).dkk == one - other
    assert a.size.dkk == abs(one)


@given(THOUSANDS.filter(lambda n: abs(n) > 20), st.integers(9000, 9999))
def test_conversion_holds_the_converted_amount(amount, factor):
    exact = Fraction(factor, 10_000)
    converted = printed(amount * 1000, amount * 1000, 1000).times(exact, exact)
    assert converted.low2 <= 2 * amount * 1000 * exact <= converted.high2


def test_printed_amounts_are_the_intervals_the_contract_names():
    assert printed(2_062_000, 2_062_000, 1000) == Interval(2 * 2_061_500, 2 * 2_062_500)
    assert printed(1_500_000, 1_500_000, 100_000) == Interval(2 * 1_450_000, 2 * 1_550_000)
    assert printed(0, 0, 1000) == ZERO
    with pytest.raises(ValueError, match="empty"):
        Interval(1, 0)


@given(st.integers(8600, 9990), st.lists(st.integers(300, 90_000), min_size=4, max_size=30), st.data())
def test_the_price_factor_is_inferred_from_most_cards_and_wrong_ones_do_not_move_it(factor, amounts, data):
    true = Fraction(factor, 10_000)
    wrong = data.draw(st.integers(0, (len(amounts) - 1) // 3))
    spans = []
    for number, amount in enumerate(amounts):
        shown = round(amount * true) + (0 if number >= wrong else amount // 10 + 7)
        spans.append([ratio(printed(shown * 1000, shown * 1000, 1000), printed(amount * 1000, amount * 1000, 1000))])
    found = infer([[s for s in card if s] for card in spans])
    assert found is not None
    assert found.low <= found.high
    agree = sum(any(low <= found.low and found.high <= high for low, high in card) for card in spans)
    assert agree >= found.support >= len(amounts) - wrong
    if wrong == 0:
        assert found.low <= true * SCALE <= found.high


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=8))
def test_payback_is_the_first_year_without_debt(net):
    told = payback([printed(n * 1000, n * 1000, 1000) for n in net])
    if told.exact is None:
        assert not any(net) or sum(net) + (100 - len(net)) * min(net[-1], 0) > 0
        return
    account, years = 0, net + [net[-1]] * 100
    for year, amount in enumerate(years, 1):
        account += amount
        if account <= 0 and any(years[:year]):
            assert told.exact == year
            assert told.allows(year)
            return
    raise AssertionError("paid back, but never out of debt")
