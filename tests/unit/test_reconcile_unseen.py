"""Right sentences that tempt a rule accuse no card, whatever its form; the worst kinds of contradiction are told."""

from __future__ import annotations

import pytest

from benchmarks.unseen import told
from tests.made.dump import flat
from tests.made.fresh import FRESH
from tests.made.fresh_base import BASE
from tests.made.look import random_look
from tests.made.model import make_bilag
from tests.made.unseen import ALL
from tests.made.unseen_cards import catalogue, investment, pick
from tests.made.unseen_right import RIGHT

FORMS = {"investment": investment, "catalogue": catalogue}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_right_sentences_accuse_nobody(form):
    make = FORMS[form]
    base = told(make({}))
    together = [" ".join(RIGHT[at::8]) for at in range(8)]  # each card says a few of them
    assert [told(make({"oek": text})) - base for text in together] == [set()] * len(together)


@pytest.mark.parametrize("kind", ["price", "shares", "percent", "part", "inuse", "rollout", "sums"])
def test_an_open_wording_is_told_and_its_twin_is_not(kind):
    case = ALL[kind][0]
    slots = {"oek": case} if isinstance(case, str) else case
    base = told(investment({}))
    assert told(investment(pick(slots, 0))) - base
    assert told(investment(pick(slots, 1))) - base == set()


@pytest.mark.parametrize("kind", ["periods", "inuse", "rollout", "price", "wage", "percent", "announced", "twice"])
def test_a_wording_of_the_second_set_is_told_and_its_twin_is_not(kind):
    case = FRESH[kind][0]
    slots = {"oek": case} if isinstance(case, str) else case
    base = told(investment(BASE))
    assert told(investment({**BASE, **pick(slots, 0)})) - base
    assert told(investment({**BASE, **pick(slots, 1)})) - base == set()


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_right_sum_with_a_part_whose_unit_is_left_out_accuses_nobody(form):
    right = "der er sat 250.000 kr af til kurser,150.000 kr til vikarer og 80.000 til materialer dvs 480.000 kr"
    assert told(FORMS[form]({"oek": right})) - told(FORMS[form]({})) == set()


def test_a_result_behind_a_colon_is_told_where_it_is_wrong():
    case = "120 skærme á 10.000 kr.: {1,4|1,2} mio. kr."
    base = told(investment({}))
    assert told(investment(pick({"oek": case}, 0))) - base
    assert told(investment(pick({"oek": case}, 1))) - base == set()


@pytest.mark.parametrize("seed", [1, 24])  # without a column of areas; the overview, or the sums, divide by area
def test_costs_of_no_printed_area_are_held_against_none(seed):
    rules = {rule for rule, _ in told(flat(make_bilag(9000 + seed), random_look(seed)))}
    assert not rules & {"item_sum", "overview_vs_card"}
