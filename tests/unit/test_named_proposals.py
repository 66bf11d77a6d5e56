"""Headings that say what kind of proposal it is before its number."""

from __future__ import annotations

import pytest

from extractors.danish.case_ids import split_case_id
from extractors.extract import extract


@pytest.mark.parametrize(
    ("heading", "case_id", "title"),
    [
        ("Driftsønske D-3", "D-3", ""),
        ("Anlægsforslag nr. 12: Ny skole", "12", "Ny skole"),
        ("Reduktionsforslag R07 Færre ture", "R07", "Færre ture"),
        ("Indsats 2.3 – Skole", "2.3", "Skole"),
        ("Effektivisering E.4 Lys", "E.4", "Lys"),
    ],
)
def test_the_id_behind_the_word_for_a_proposal(heading, case_id, title):
    assert split_case_id(heading) == (case_id, title)


@pytest.mark.parametrize(
    "text",
    ["Besparelse 2026", "Besparelse 250 Service", "Reduktion 1.200", "Projekt 1.200", "Forslag 4 medfører", "B 2020"],
)
def test_a_year_an_amount_or_a_sentence_is_no_id(text):
    assert split_case_id(text) == (None, text)


def test_proposals_that_repeat_nothing_but_their_kind_are_cards():
    text = """Driftsønske D-3
Bedre bemanding på plejecentre

Udgiften er 2,5 mio. kr. i 2026.

Driftsønske D-4
Flere timer til hjemmeplejen

Der søges om 1,5 mio. kr. årligt fra 2026.

Driftsønske D-5
Nye biler

Bilerne koster 0,5 mio. kr. i 2026.
"""
    rows = extract(text.encode(), "a.txt").rows
    assert [(c.case_id, c.title) for c in rows["cards"]] == [
        ("D-3", "Bedre bemanding på plejecentre"), ("D-4", "Flere timer til hjemmeplejen"), ("D-5", "Nye biler"),
    ]  # fmt: skip
    assert [p.card_id[-2:] for p in rows["prose_amounts"]] == ["D3", "D4", "D5"]
