"""Errors of every kind planted in consistent made bilag: each is found, and no other card is accused."""

from __future__ import annotations

import copy
import json
import random

import pytest
import reconcile_rows

from pipeline.reconcile.run import reconcile

FILES = sorted((reconcile_rows.DATA / "made").glob("*.json"))
SUMS = {"item_sum", "subtotal_sum", "area_split", "net_effect"}
SUFFICE = {
    "subtotal": SUMS, "net": {"net_effect"}, "overview_service": {"overview_vs_card"},
    "overview_efficiency": {"overview_efficiency"}, "payback": {"payback"}, "prose_investment": {"prose_vs_table"},
    "prose_efficiency": {"prose_vs_table"}, "overview_total": {"overview_sum"}, "item_digit": SUMS,
}  # fmt: skip


def consistent(file):
    """A made bilag with its own planted errors taken back."""
    bilag = json.loads(file.read_text(encoding="utf-8"))
    for planted in bilag["planted"]:
        if planted["kind"] == "item_digit":
            card = next(c for c in bilag["cards"] if c["case_id"] == planted["case_id"])
            row = next(r for r in card["permanent"] + card["implementation"] if r["label"] == planted["label"])
            row["values"][card["years"].index(planted["year"])] = planted["expected"]
    for card in bilag["cards"]:
        for sums in ("permanent_total", "implementation_total", "net"):
            card["printed"][sums] = list(card[sums])
        card["printed"]["payback"] = card["payback"]
        card["overview"] = {
            "service": round(card["impl_service"] * bilag["deflator_service"]),
            "anlaeg": round(card["impl_anlaeg"] * bilag["deflator_anlaeg"]),
            "efficiency": card["permanent_total"][-1], "payback": card["payback"],
        }  # fmt: skip
        card["prose_total"], card["prose_eff"] = sum(card["implementation_total"]), -card["permanent_total"][-1]
    return with_totals({**bilag, "planted": []})


def with_totals(bilag):
    measures = ("service", "anlaeg", "efficiency")
    bilag["overview_total"] = {m: sum(c["overview"][m] for c in bilag["cards"]) for m in measures}
    return bilag


def plant(bilag, card, kind, dice):  # noqa: C901 -- one branch a kind
    """Change one printed figure; False where the card has none to change."""
    printed = card["printed"]
    if kind == "subtotal":
        values = printed[dice.choice(["permanent_total", "implementation_total"])]
        values[dice.choice([n for n, v in enumerate(values) if v])] += dice.choice([-300, -100, 90, 900])
    elif kind == "net":
        printed["net"][dice.randrange(6)] += dice.choice([90, -90, 300])
    elif kind == "overview_service":
        # Two cards with service cannot tell which of them is wrong.
        if not card["overview"]["service"] or sum(bool(c["overview"]["service"]) for c in bilag["cards"]) < 3:
            return False
        card["overview"]["service"] += dice.choice([250, -250, 400])
    elif kind == "overview_efficiency":
        card["overview"]["efficiency"] += dice.choice([-300, 300])
    elif kind == "payback":
        printed["payback"] = card["overview"]["payback"] = card["payback"] + 3
    elif kind == "prose_investment":
        card["prose_total"] += dice.choice([1400, 700])
    elif kind == "prose_efficiency":
        card["prose_eff"] += dice.choice([700, 1400])
    elif kind == "overview_total":
        bilag["overview_total"]["service"] += 1000
        return True
    elif kind == "item_digit":
        row = dice.choice(card["implementation"])
        row["values"][next(n for n, v in enumerate(row["values"]) if v)] += 200
    with_totals(bilag)
    return True


def found(bilag):
    rows = reconcile_rows.Rows()
    reconcile_rows.made_document(rows, "bilag", bilag)
    return [f for f in reconcile(rows.tables)["findings"] if f.severity != "info"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name[:9])
def test_consistent_bilag_are_left_in_peace(file):
    assert [f.message for f in found(consistent(file))] == []


@pytest.mark.parametrize("kind", sorted(SUFFICE))
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name[:9])
def test_planted(file, kind):
    dice = random.Random(f"{file.name} {kind}")
    clean = consistent(file)
    for number in range(len(clean["cards"])):
        bilag = copy.deepcopy(clean)
        card = bilag["cards"][number]
        if not plant(bilag, card, kind, dice):
            continue
        case = None if kind == "overview_total" else card["case_id"]
        made = found(bilag)
        assert [f for f in made if f.rule in SUFFICE[kind] and f.case_id == case], card["case_id"]
        assert {f.case_id for f in made} <= {card["case_id"], case}, [f.message for f in made]
