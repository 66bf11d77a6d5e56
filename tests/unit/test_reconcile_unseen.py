"""Right sentences that tempt a rule accuse no card, whatever its form; the worst kinds of contradiction are told."""

from __future__ import annotations

import pytest

from benchmarks.unseen import told
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
