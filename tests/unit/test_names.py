"""Names that a user typed: what is meant, and what an error says."""

from __future__ import annotations

import click
import pytest

from pipeline.cli.names import cases_named, documents_named, require

CARDS = [
    {"card_id": "d-BC05", "case_id": "BC05"},
    {"card_id": "d-BC30", "case_id": "BC30/SU04"},
    {"card_id": "x", "case_id": None},
]
DOCUMENTS = [
    {"document_id": "0a1b", "file_name": "Bilag 2a.pdf"},
    {"document_id": "ffff", "file_name": "\x1b[2Jnotat.txt"},
]


def test_a_known_name_is_silent_and_an_unknown_one_names_the_nearest():
    require("rule", "item_sum", ["item_sum", "unit"])
    with pytest.raises(click.ClickException, match="there is no rule 'item_sun'; nearest: item_sum"):
        require("rule", "item_sun", ["item_sum", "unit"])
    with pytest.raises(click.ClickException, match="there are alfa, beta"):
        require("rule", "zzz", ["beta", "alfa"])
    with pytest.raises(click.ClickException, match="there are none"):
        require("rule", "zzz", [])


def test_cases_add_up_and_each_must_be_somebodys():
    assert cases_named(CARDS, ["bc05", "SU04"]) == {"d-BC05", "d-BC30"}
    assert cases_named(CARDS, ["x"]) == {"x"}
    assert cases_named(CARDS, []) == set()
    with pytest.raises(click.ClickException, match="nearest: BC05"):
        cases_named(CARDS, ["BC05", "BC055"])


def test_documents_by_the_beginning_of_the_id_or_a_part_of_the_name():
    assert documents_named(DOCUMENTS, []) == {"0a1b", "ffff"}
    assert documents_named(DOCUMENTS, ["0a"]) == documents_named(DOCUMENTS, ["BILAG 2"]) == {"0a1b"}
    assert documents_named(DOCUMENTS, ["0a", "notat"]) == {"0a1b", "ffff"}
    with pytest.raises(click.ClickException) as error:
        documents_named(DOCUMENTS, ["0a", "zzz"])
    assert "Bilag 2a.pdf" in error.value.message
    assert "\x1b" not in error.value.message
