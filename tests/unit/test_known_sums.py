"""Rows that a form's template calls sums, whatever their words: they are held against the rows above them."""

from __future__ import annotations

from decimal import Decimal

from extractors.tables.sums import find_sums

LABELS = ["Løn", "Husleje", "Bladet"]
BREAKS, STEPS = [False] * 3, [Decimal(1)] * 3


def amounts(*rows):
    return [{c: Decimal(v) for c, v in enumerate(row)} for row in rows]


def test_a_sum_known_from_the_form_is_found_though_one_column_of_it_fails():
    rows = amounts((4, 4, 4), (1, 2, 3), (5, 6, 9))
    assert find_sums(LABELS, rows, BREAKS, STEPS) == []
    (found,) = find_sums(LABELS, rows, BREAKS, STEPS, {2})
    assert (found.total, sorted(found.parts), found.failing) == (2, [0, 1], 1)
