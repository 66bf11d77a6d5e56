"""Every rule: one change that makes it fire, and one near it that leaves it silent."""

from __future__ import annotations

import dataclasses
from graphlib import CycleError
from pathlib import Path

import pytest
from reconcile_bilag import base, economy, findings, tables
from reconcile_cases import CASES, cut, headed, set_value

from pipeline.reconcile.rule import RULES, Context, Outcome, card_rule, describe_rules, in_order
from pipeline.reconcile.run import reconcile
from schemas.dataset import TABLES


@pytest.mark.parametrize("rule", sorted(CASES))
def test_fires(rule):
    bilag = base()
    CASES[rule][0](bilag)
    found = findings(bilag, rule)
    assert found, [f"{f.rule}: {f.message}" for f in findings(bilag)]
    assert all(f.evidence and f.message.endswith(".") and f.check_id for f in found)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_stays_silent(rule):
    bilag = base()
    CASES[rule][1](bilag)
    assert [f.message for f in findings(bilag, rule)] == []


def test_a_piece_of_a_number_makes_its_sums_not_checkable_and_blames_no_bilag():
    bilag = base()
    economy(bilag)["Projektledelse"]["values"][0] = 70
    cut("Projektledelse", 1, "70\n0", "uncertain")(bilag)
    assert {(f.rule, f.severity) for f in findings(bilag)} == {("cell", "warning")}


def test_every_rule_is_tested_both_ways():
    over_documents = {"announced_proposal"}  # tests/unit/test_lineage.py
    assert set(CASES) == {r.name for r in RULES.values() if r.scope != "run"} - over_documents


def test_the_base_bilag_agrees_with_itself():
    assert [f.message for f in findings(base())] == []


def test_rules_say_what_they_read_and_prove():
    for rule in RULES.values():
        assert set(rule.reads) <= set(TABLES), rule.name
        assert all((rule.title, rule.claim, rule.proves))
        assert len(set(rule.sides)) == 2
        assert rule.function.__doc__


def test_the_list_of_rules_is_the_register():
    listed = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert listed == describe_rules()


def test_a_rule_that_fails_costs_that_check_only(monkeypatch):
    def fails(_card, _context):
        yield Outcome("exact", "Det første passer.", ("first",), [])
        raise ValueError("no years")

    monkeypatch.setitem(RULES, "loan", dataclasses.replace(RULES["loan"], function=fails))
    bilag = base()
    set_value("Projektledelse", 0, 770)(bilag)
    made = reconcile(tables(bilag))
    checks = [c for c in made["checks"] if c.rule == "loan"]
    assert [c.status for c in checks[:2]] == ["exact", "not_checkable"]
    assert "no years" in checks[1].message
    assert any(f.rule == "item_sum" and f.severity == "error" for f in made["findings"])


def test_a_rule_is_registered_once():
    def twin(_card, _context: Context):
        return ()

    with pytest.raises(ValueError, match="twice"):
        card_rule("item_sum", title="Tvilling", claim="Intet", reads=("economic_rows",), proves="nothing")(twin)


def test_rules_come_after_those_they_look_at(monkeypatch):
    order = [rule.name for rule in in_order()]
    assert set(order) == set(RULES)
    assert all(order.index(before) < order.index(rule.name) for rule in RULES.values() for before in rule.after)
    monkeypatch.setitem(RULES, "item_sum", dataclasses.replace(RULES["item_sum"], after=("payback",)))
    with pytest.raises(CycleError):
        in_order()


def test_a_rule_speaks_no_worse_than_its_policy():
    bilag = base()
    headed(columns=[2026, 2027, 2028, 2028, 2029, 2030])(bilag)
    assert {f.severity for f in findings(bilag, "column_header")} == {"error"}
    bilag["ocr"] = True
    assert findings(bilag, "column_header") == []
    assert [f.severity for f in reconcile(tables(bilag))["findings"] if f.rule == "column_header"] == ["info"]


@pytest.mark.parametrize("printed", ["Ja/Nej", "[x] Ja [x] Nej", "( ) Ja / ( ) Nej", "Ja ☒ Nej ☒", "Ja (X)   Nej (X)"])
def test_boxes_that_tell_nothing_however_they_are_drawn(printed):
    bilag = base()
    bilag["cards"][0]["lines"].extend(["Forslaget udspringer af et innovationsforslag:", printed])
    assert [f.severity for f in findings(bilag, "boxes")] == ["warning"]


@pytest.mark.parametrize("printed", ["[ ] Ja [x] Nej", "( ) Ja / (X) Nej", "Ja ☐ Nej ☒", "Ja (X)   Nej ( )"])
def test_boxes_that_answer_however_they_are_drawn(printed):
    bilag = base()
    bilag["cards"][0]["lines"].extend(["Forslaget udspringer af et innovationsforslag:", printed])
    assert findings(bilag, "boxes") == []


@pytest.mark.parametrize(
    "sentence",
    ["Ombygning af lokaler betales over anlægsrammen.", "Projektledelse og ombygning er både service og anlæg.",
     "God service til borgerne betales af kommunen.", "Ombygning af lokaler finansieres ikke af servicemidler."],
)  # fmt: skip
def test_a_steering_area_that_is_the_tables_or_none_is_left_alone(sentence):
    bilag = base()
    bilag["cards"][0]["text"] = sentence
    assert findings(bilag, "area_told") == []
