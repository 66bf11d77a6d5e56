"""A fast part of `benchmarks/hostile.py`: mutated texts and PDFs end as published or with a reason; cost is linear."""

from __future__ import annotations

import pytest

from benchmarks.hostile import mutated, outcome, sources
from extractors.extract import extract
from extractors.tables.sums import find_sums
from tests.growth import assert_linear

SMALL = [(name, data[:6000]) if name.endswith(".txt") else (name, data) for name, data in sources()]


@pytest.mark.parametrize("seed", [99, 104, 1427])  # a value that is no number in an overview; pages without a word
def test_what_once_ended_in_a_defect(seed):
    known = list(sources())
    name, data = known[seed % len(known)]
    assert not outcome(mutated(data, seed), name).startswith("!")


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_bilag_is_published_or_refused_with_a_reason(seed):
    name, data = SMALL[seed % len(SMALL)]
    became = outcome(mutated(data, 100_000 + seed), name)
    assert not became.startswith("!"), f"seed {seed} of {name}"


HEAD = "Bilag 2\n\nForslag til budget 2026\n\nBC05 Mentorordning\n\nKort resumé\n"
TABLE = "Tabel 1. Økonomi\n1.000 kr. 2026 p/l      2026     2027\n"
MANY = {
    "amounts": lambda n: HEAD + " ".join(f"{i % 900 + 1} t.kr. i 2026" for i in range(n)),
    "years": lambda n: HEAD + "2026 " * n + "koster 5 mio. kr.",
    "blanks": lambda n: HEAD + TABLE + "Drift" + " " * n + "1.000   200\n" + "\n" * n,
    "rows": lambda n: HEAD + TABLE + "".join(f"Drift nr {i}            {i % 900 + 1}     200\n" for i in range(n)),
    "bars": lambda n: HEAD + "a | b\n" * n + "| a | b |\n+-----+\n" * n + "koster 5 mio. kr.",
    "digits": lambda n: HEAD + "Det koster " + "1" * n + " kr. og " + "1." * n + "000 kr.",
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MANY)
def test_the_cost_of_a_bilag_is_linear(kind):
    outcome_of(MANY[kind](100))  # what is loaded once
    assert_linear(lambda n: outcome_of(MANY[kind](n)), 2000)


def outcome_of(text):
    try:
        return extract(text.encode(), "a.txt")
    except Exception as error:  # a bilag without money is refused
        return error


def test_sums_are_sought_in_few_rows_at_a_time():
    """Ten thousand rows that no sum takes up: each is held against some sixty, never against all."""

    class Counted(dict):
        looked = 0

        def items(self):
            Counted.looked += 1
            return super().items()

    rows = [Counted({1: n * n + 7}) for n in range(1000)]
    find_sums([f"række {n}" for n in range(1000)], rows, [False] * 1000, [1] * 1000)
    assert Counted.looked <= 200 * 1000


@pytest.mark.parametrize("layout", [True, False])
def test_a_number_longer_than_any_amount_leaves_its_row_in_doubt(layout):
    """Found by 3,000 mutations: a group of digits repeated thirty times in a row of a table."""
    gap = "      " if layout else " "
    long = "1.260" + ".260" * 30
    text = HEAD + f"Tabel 1. Økonomi\n1.000 kr. 2026 p/l{gap}2026{gap}2027{gap}2028\n"
    text += f"Løn{gap}420{gap}{long}{gap}210\nDrift{gap}100{gap}200{gap}300\n"
    rows = outcome_of(text).rows["economic_amounts"]
    assert {a.placement for a in rows if a.label == "Løn"} == {"uncertain"}
    assert {a.placement for a in rows if a.label == "Drift"} != {"uncertain"}
