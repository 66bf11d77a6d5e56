"""How documents make parts, and parts a table."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.release.parts import WHOLE, joined, parted

ids = st.sets(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=200)


@given(ids, st.integers(1, 40))
def test_parts_hold_every_document_once_and_are_those_of_the_documents_not_of_their_order(documents, most):
    there = sorted(documents)
    parts = parted(there, most)
    assert sorted(i for part in parts.values() for i in part) == there
    assert all(len(part) <= most for part in parts.values())
    backwards = parted(there[::-1], most)
    assert {name: sorted(part) for name, part in backwards.items()} == parts


@given(ids.filter(lambda found: len(found) > 1), st.integers(1, 40))
def test_one_more_document_touches_the_part_it_comes_to_and_no_other(documents, most):
    new, *before = sorted(documents, key=hash)
    old, now = parted(sorted(before), most), parted(sorted(documents), most)
    same = [name for name, part in old.items() if now.get(name) == part]
    assert len(old) - len(same) <= 1
    assert all(new not in old[name] for name in same)


def test_few_documents_are_one_part():
    assert parted(["ab", "cd"]) == {WHOLE: ["ab", "cd"]}
    assert parted([]) == {WHOLE: []}


def test_a_part_has_the_years_of_all_parts():
    schema = [("years", {2026: 5}), ("none", {})]
    tables = [pa.table({f"y{y}": pa.array([v], pa.int64()) for y, v in years.items()}) for _, years in schema[:1]]
    wide = joined(tables, "economic_wide", [2025, 2026])
    assert wide.column("y2026").to_pylist() == [5]
    assert wide.column("y2025").to_pylist() == [None]


def test_a_table_without_documents_has_its_columns():
    assert joined([], "cards", []).num_rows == 0
    assert "card_id" in joined([], "cards", []).column_names


@pytest.mark.parametrize("count", [1, 33])
def test_documents_of_equal_beginnings_part_further_down(count):
    found = parted([f"{'0' * 12}{n:04x}" for n in range(count)])
    assert max(map(len, found.values())) <= 32
