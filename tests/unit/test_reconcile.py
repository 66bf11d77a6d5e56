"""Reconciliation as a whole: truth read by hand and made truth, roots and echoes, ids and decisions."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import pytest
import reconcile_rows
from reconcile_bilag import base, economy, findings, tables

from pipeline.reconcile.config import ReconcileConfig, load_config
from pipeline.reconcile.decisions import Decision, accept, load_decisions
from pipeline.reconcile.identity import fingerprint
from pipeline.reconcile.run import reconcile
from pipeline.reconcile.typos import slip, swapped_digits
from schemas.dataset import CheckRow, EconomicAmountRow, PriceFactorRow

NET, IMPLEMENTATION = "Samlet økonomisk påvirkning", "Samlede implementeringsomkostninger"
SUFFICE = {
    "subtotal": {"item_sum", "net_effect", "subtotal_sum", "area_split"}, "net": {"net_effect", "payback"},
    "overview_service": {"overview_vs_card"}, "overview_efficiency": {"overview_efficiency"},
    "payback": {"payback", "overview_payback"}, "prose_investment": {"prose_vs_table", "prose_vs_prose"},
    "prose_efficiency": {"prose_vs_table", "prose_vs_prose"}, "overview_total": {"overview_sum"},
    "item_digit": {"item_sum", "subtotal_sum", "area_split", "overview_vs_card"},
}  # fmt: skip


@pytest.mark.parametrize("file", sorted((reconcile_rows.DATA / "made").glob("*.json")), ids=lambda f: f.name[:9])
def test_made_bilag_every_planted_error_and_no_other(file):
    truth = json.loads(file.read_text(encoding="utf-8"))
    found = reconcile(reconcile_rows.made(file.name.split(".")[0]))["findings"]
    severe = [f for f in found if f.severity != "info"]
    for planted in truth["planted"]:
        mine = [f for f in severe if f.case_id == planted["case_id"]]
        assert {f.rule for f in mine} & SUFFICE[planted["kind"]], planted
    wrong = {p["case_id"] for p in truth["planted"]}
    assert [f.message for f in severe if f.case_id not in wrong] == []


@pytest.fixture(scope="module")
def real():
    return reconcile(reconcile_rows.real())


def test_real_cards_read_by_hand(real):
    errors = {(f.case_id, f.rule, f.year) for f in real["findings"] if f.severity == "error"}
    known = {
        ("BC07", "item_sum", 2028), ("BC07", "net_effect", 2027), ("BC09", "area_split", 2026),
        ("BC16", "net_effect", 2027), ("BC25", "net_effect", 2026), ("BC28", "item_sum", 2029),
        ("BC35", "net_effect", 2030), ("BC42", "item_sum", 2026), ("BC32", "payback", None),
        ("BC09", "overview_vs_card", None), ("BC24", "unit", None), ("BC43", "price_level", None),
        ("BC42", "administration_vs_economy", 2026), ("ØK74", "prose_vs_table", 2027), ("ØK74", "prose_vs_prose", None),
    }  # fmt: skip
    assert known <= errors


def test_real_price_factors(real):
    factors = {(f.steering_area, f.from_price_level, f.to_price_level): f for f in real["price_factors"]}
    service, plant = factors["service", 2027, None], factors["anlæg", 2027, None]
    assert service.factor_low <= 1 / 1.028 <= service.factor_high
    assert plant.factor_low <= 1 / 1.022 <= plant.factor_high
    assert service.support >= 24
    assert factors["service", 2025, 2025].factor == 1
    assert factors["service", 2026, 2025].factor_low <= 1 / 1.037 <= factors["service", 2026, 2025].factor_high


def test_one_wrong_cell_has_one_root():
    bilag = base()
    row = economy(bilag)[IMPLEMENTATION]
    row["values"][0] += 300
    found = findings(bilag)
    roots = [f for f in found if f.root_finding_id is None]
    assert {f.rule for f in found} >= {"item_sum", "area_split", "net_effect"}
    assert len(roots) == 1
    assert all(f.root_finding_id == roots[0].finding_id for f in found if f is not roots[0])


def test_a_row_left_out_every_year_is_one_root_that_names_the_row():
    bilag = base()
    economy(bilag)["Samlet varig ændring"]["values"] = [None, *[-1000] * 5]
    economy(bilag)[NET]["values"] = [1800, 0, -1000, -1000, -1000, -1000]
    found = findings(bilag, "item_sum")
    assert len(found) == 5
    assert sum(f.root_finding_id is None for f in found) == 1
    assert "Drift af ny løsning" in found[0].message


def test_a_row_a_year_too_late_is_named():
    bilag = base()
    economy(bilag)["Projektledelse"]["values"] = [None, 700, 400, None, None, None]
    roots = [f for f in findings(bilag) if f.root_finding_id is None]
    assert len(roots) == 1
    assert "'Projektledelse' er forskudt et år" in roots[0].message


def test_the_wrong_net_effect_is_named_and_not_the_payback_time():
    bilag = base()
    bilag["cards"][0]["payback"] = {"service": 5, "total": 5}
    bilag["cards"][0]["overview"]["payback_years"] = 5
    economy(bilag)[NET]["values"] = [1800, -2200, -900, -900, -900, -900]
    economy(bilag)["Projektledelse"]["values"] = [700, 1400, None, None, None, None]
    economy(bilag)["Samlede implementeringsomkostninger, service"]["values"][1] = 1400
    economy(bilag)[IMPLEMENTATION]["values"][1] = 2000
    bilag["cards"][0]["summary"] = ""
    bilag["cards"][0]["overview"]["service"] = round(2100 / 1.028)
    bilag["total"]["service"] = sum(c["overview"]["service"] for c in bilag["cards"])
    assert [f.rule for f in findings(bilag)] == ["net_effect"]


def uncertain(rows, label):
    return [
        r.model_copy(update={"placement": "uncertain"}) if isinstance(r, EconomicAmountRow) and r.label == label else r
        for r in rows
    ]


def test_an_uncertain_placement_proves_nothing():
    bilag = base()
    economy(bilag)["Projektledelse"]["values"] = [400, 700, None, None, None, None]
    made = tables(bilag)
    made["economic_amounts"] = uncertain(made["economic_amounts"], "Projektledelse")
    result = reconcile(made)
    mine = [
        c for c in result["checks"] if c.rule == "item_sum" and c.card_id.endswith("BC01") and c.year in (2026, 2027)
    ]
    of_service = [c for c in mine if "implementeringsomkostninger, service" in c.message]
    assert [c.status for c in of_service] == ["not_checkable"] * 2
    assert not [f for f in result["findings"] if f.severity == "error"]


def test_an_amount_of_uncertain_place_may_belong_where_its_row_has_none():
    bilag = base()
    row = economy(bilag)["Projektledelse"]
    row["values"] = [None, *row["values"][:-1]]
    sure, doubtful = tables(bilag), tables(bilag)
    doubtful["economic_amounts"] = uncertain(doubtful["economic_amounts"], "Projektledelse")
    assert any(f.year == 2026 and f.severity == "error" for f in reconcile(sure)["findings"])
    assert not [f for f in reconcile(doubtful)["findings"] if f.severity == "error"]


def test_a_missing_result_is_never_a_pass():
    bilag = base()
    economy(bilag)[IMPLEMENTATION]["values"][0] = None
    checks = [c for c in reconcile(tables(bilag))["checks"] if isinstance(c, CheckRow) and c.rule == "item_sum"]
    empty = [c for c in checks if "er tom i 2026" in c.message]
    assert [c.status for c in empty] == ["not_checkable"]


def test_a_lost_minus_on_a_scan_is_doubted_not_reported():
    bilag = base()
    economy(bilag)["Besparelse på licenser"]["values"][3] *= -1
    assert findings(bilag, "item_sum")
    bilag["ocr"] = True
    assert findings(bilag, "item_sum") == []


def test_rounding_is_a_remark():
    bilag = base()
    economy(bilag)[NET]["values"][1] += 1
    found = [f for f in reconcile(tables(bilag))["findings"] if f.rule == "net_effect"]
    assert [f.severity for f in found] == ["info"]


def test_an_official_factor_wins_over_what_the_cards_share():
    official = {("service", 2027, None): Fraction(9, 10)}
    result = reconcile(tables(base()), config=ReconcileConfig(official))
    factor = next(f for f in result["price_factors"] if isinstance(f, PriceFactorRow) and f.steering_area == "service")
    assert (factor.source, factor.factor, factor.support) == ("configured", 0.9, 0)
    assert {f.rule for f in result["findings"]} >= {"overview_vs_card"}


def test_official_factors_are_read_from_a_file(tmp_path):
    path = tmp_path / "price_factors.yaml"
    path.write_text('- {steering_area: Service, from: 2027, to: 2026, factor: "0.97276"}\n', encoding="utf-8")
    config = load_config(path)
    assert config.factor("service", 2027, 2026) == Fraction(97276, 100_000)
    assert config.factor("service", 2027, None) == Fraction(97276, 100_000)
    assert config.factor("anlæg", 2027, 2026) is None
    assert load_config(tmp_path / "none.yaml").official == {}
    path.write_text("- {from: 2027}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="price_factors"):
        load_config(path)


def wrong_net(value):
    bilag = base()
    economy(bilag)[NET]["values"][1] = value
    return bilag


def test_ids_stay_when_figures_lines_and_bytes_change():
    one = next(f for f in findings(wrong_net(-500)) if f.rule == "net_effect")
    again = next(f for f in findings(wrong_net(-700)) if f.rule == "net_effect")
    assert one.finding_id == again.finding_id
    assert fingerprint(one) != fingerprint(again)
    ids = [f.finding_id for f in findings(wrong_net(-500))]
    assert len(ids) == len(set(ids))


def test_a_decision_sticks_until_its_evidence_changes(tmp_path):
    path = tmp_path / "review" / "decisions.yaml"
    found = next(f for f in findings(wrong_net(-500)) if f.rule == "net_effect")
    made = accept(path, found, "Aftalt med Socialforvaltningen", "Anna Jensen", dt.date(2026, 3, 1))
    assert load_decisions(path) == [made]

    def said(value):
        result = reconcile(tables(wrong_net(value)), decisions=load_decisions(path))["findings"]
        return next(f for f in result if f.rule == "net_effect")

    kept = said(-500)
    assert (kept.status, "Aftalt med Socialforvaltningen" in kept.comment) == ("accepted", True)
    reopened = said(-700)
    assert (reopened.status, "genåbnet" in reopened.comment) == ("open", True)


def test_a_second_decision_replaces_the_first_and_a_broken_file_is_named(tmp_path):
    path = tmp_path / "decisions.yaml"
    found = findings(wrong_net(-500))[0]
    accept(path, found, "først", "A", dt.date(2026, 3, 1))
    accept(path, found, "siden", "B", dt.date(2026, 3, 2))
    assert [d.reason for d in load_decisions(path)] == ["siden"]
    with pytest.raises(ValueError, match="reason"):
        accept(path, found, "  ", "A", dt.date(2026, 3, 1))
    for broken in ("{", "finding: x", "- {finding: x, nonsense: 1}", "- {finding: x}"):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(ValueError, match=r"decisions\.yaml"):
            load_decisions(path)


def test_a_decision_on_nothing_does_no_harm():
    lost = Decision("Fdeadbeef", "0", "væk", "A", dt.date(2026, 3, 1))
    assert reconcile(tables(base()), decisions=[lost])["findings"] == reconcile(tables(base()))["findings"]


def test_two_bilag_of_one_name_keep_their_findings_apart():
    one, other = tables(wrong_net(-500)), tables(wrong_net(-500))
    renamed = {}
    for name, rows in other.items():
        renamed[name] = [type(r).model_validate(_twin(r.model_dump())) for r in rows]
    both = {name: [*one[name], *renamed[name]] for name in one}
    ids = [f.finding_id for f in reconcile(both)["findings"]]
    assert len(ids) == len(set(ids))
    assert set(ids) >= {f.finding_id for f in reconcile(one)["findings"]}


def _twin(record):
    twin = {}
    for name, value in record.items():
        changed = value
        if name in ("document_id", "card_id", "table_id") and value:
            changed = "f" * 16 + value[16:]
        twin[name] = "f" * 64 if name == "sha256" else changed
    if "ingested_at" in twin:
        twin["ingested_at"] += dt.timedelta(days=1)
    return twin


def test_nothing_in_nothing_out():
    assert reconcile({}) == {"checks": [], "findings": [], "price_factors": []}


@pytest.mark.parametrize(("printed", "right", "is_slip"), [
    (1_300_000, 1_030_000, 1), (80_000, -80_000, 1), (4_000, 4_000_000, 1), (1_550_000, 1_350_000, 1),
    (155_000, 1_550_000, 1), (1_000_000, 1_790_000, 0), (500_000, 0, 0),
])  # fmt: skip
def test_a_typists_slip(printed, right, is_slip):
    assert slip(printed, right, right) == is_slip


def test_swapped_digits():
    assert swapped_digits(1_030_000, 1_300_000)
    assert not swapped_digits(1_030_000, 1_400_000)
