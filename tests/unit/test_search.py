"""Search over a release: Danish stems, parts of compounds, kinds of cost, committees through their names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from tests.five import publish_five


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return publish_five(tmp_path_factory.mktemp("search"))


def found(clean: Path, *words: str) -> list[dict]:
    told = CliRunner().invoke(main, ["search", "--format", "json", "--limit", "200", "--clean", str(clean), *words])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def cases(hits: list[dict]) -> set[str]:
    return {h["case_id"] for h in hits}


@pytest.mark.parametrize("word", ["logiværtserklæring", "logiværtserklæringerne", "LOGIVÆRTSERKLÆRINGER"])
def test_any_form_of_a_word_finds_it(clean: Path, word: str) -> None:
    assert cases(found(clean, word)) == {"BC18"}


def test_a_part_finds_its_compound(clean: Path) -> None:
    assert {"BC25"} <= cases(found(clean, "automat"))  # parkeringsautomater
    assert {"BC50"} <= cases(found(clean, "netværk"))  # netværksdækning


def test_words_joined_stand_together(clean: Path) -> None:
    hits = found(clean, '"kunstig intelligens"')
    assert {"BC26", "BC30/SU04"} <= cases(hits)
    assert all("intelligens" in (h["text"] + h["title"] + h["heading"]).lower() for h in hits[:5])


def test_a_kind_of_cost_finds_its_rows_under_any_name(clean: Path) -> None:
    rows = [h for h in found(clean, "it-drift", "--in", "row") if "(it-drift)" in h["text"]]
    assert "Hosting, licenser, drift & algoritmetræning" in {h["heading"] for h in rows}
    assert cases(rows) >= {"BC08", "BC09", "BC13", "BC21", "BC23", "BC26", "BC29", "BC41", "BC42"}


def test_a_hit_says_where(clean: Path) -> None:
    hit = next(h for h in found(clean, "Haveanlæg", "--in", "row") if h["heading"].startswith("Haveanlæg"))
    assert (hit["case_id"], hit["line"], hit["row_no"] is not None) == ("BC37", 12245, True)
    assert "2026: 1.022.000" in hit["text"]


@pytest.mark.parametrize("name", ["KTU", "TMU", "Klima-, Miljø- og Teknikudvalget", "Teknik- og Miljøudvalget"])
def test_a_committee_by_any_of_its_names(clean: Path, name: str) -> None:
    hits = found(clean, "arealoptimering", "--committee", name)
    assert "BC24" in cases(hits)
    assert {h["committee_id"] for h in hits} == {"KTU"}


def test_a_committee_that_is_none_is_an_error(clean: Path) -> None:
    told = CliRunner().invoke(main, ["search", "drift", "--committee", "Sosialudvalget", "--clean", str(clean)])
    assert told.exit_code == 1
    assert "nearest: Socialudvalget" in told.output


@pytest.mark.parametrize("sought", ['"', "()", "NEAR(", "a OR", "*", "-", "x" * 5000, "; DROP", "\x1b[31m"])
def test_nothing_that_is_typed_breaks_it(clean: Path, sought: str) -> None:
    assert isinstance(found(clean, "--", sought), list)


def test_the_most_telling_comes_first(clean: Path) -> None:
    assert found(clean, "parkeringsautomater")[0]["case_id"] == "BC25"
