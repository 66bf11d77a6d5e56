"""Bilag of other forms: every planted error is found, and a clean card has no finding but that its form is unknown."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from extractors.extract import extract
from pipeline.reconcile.run import reconcile
from tests.made.forms import WRITERS, kinds
from tests.made.forms.score import Score, score

EVERY = [
    pytest.param(make, id=f"{chosen}-{name}") for chosen in ("open", "drawn") for name, make in kinds(chosen).items()
]
SEEDS = (1, 2, 3)
STYLE = "layout"  # how a bilag is read is tested elsewhere


@cache
def scored(make: Any, seed: int) -> Score:
    document = make(seed)
    extraction = extract(WRITERS[STYLE][1](document), "bilag.txt")
    tables = {"documents": [extraction.document], **extraction.rows}
    tables.update(reconcile(tables))
    return score(document.truth(STYLE), {name: [r.model_dump() for r in rows] for name, rows in tables.items()})


@pytest.mark.parametrize("make", EVERY)
def test_nothing_is_said_of_a_clean_card(make):
    assert [m for seed in SEEDS for m in scored(make, seed).misses if m.startswith("false")] == []


NOT_FOUND_YET = {
    "open-byraadssager": 2,  # what the first of a table's rows costs, which the sentence does not name
    "open-tretabeller": 1,  # a sentence on one of a card's three tables
    "open-anlaegsoversigt": 1,  # a sum over a list of proposals that stand by themselves
}
"""Kinds of contradiction that no rule knows, by form, and how many of them these seeds plant."""


@pytest.mark.parametrize("make", EVERY)
def test_planted_errors_are_found(make, request):
    missed = [m for seed in SEEDS for m in scored(make, seed).misses if m.startswith("planted")]
    assert len(missed) == NOT_FOUND_YET.get(request.node.callspec.id, 0), missed
