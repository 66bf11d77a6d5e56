"""What is derived of the printed rows: what counts, which area a row has, what is likely, common prices."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.derived import derive
from pipeline.derived.common_prices import CommonPrices
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.run import reconcile
from schemas.dataset import EconomicAmountRow, Evidence, FindingRow, PriceFactorRow
from tests.unit.reconcile_bilag import IMPL, VARIG, base, row, tables


def derived(bilag, config=None, findings=()):
    made = tables(bilag)
    made = made | reconcile(made)
    made["findings"] = [*made["findings"], *findings]
    return derive(made, config)


def card_of(made, case="BC01"):
    return next(r for r in made["card_overview"] if r.case_id == case)


def areas(made, case="BC01"):
    rows = {a.label: a for a in made["economic_amounts"] if a.card_id.endswith(case)}
    return {label: (a.steering_area_inherited, a.steering_area_source, a.steering_class) for label, a in rows.items()}


def economy(*rows):
    """The small bilag with another economy on its first card."""
    bilag = base()
    bilag["cards"][0]["tables"][0]["rows"] = [dict(r) for r in rows]
    bilag["cards"][0]["overview"] = None
    return bilag


SECTION = row("Implementeringsomkostninger", [], "section", IMPL)
TOTAL = "Samlede implementeringsomkostninger"


def test_a_card_adds_up_over_areas_and_years():
    made = derived(base())
    for card in made["card_overview"]:
        years = [y for y in made["card_years"] if y.card_id == card.card_id]
        parts = (card.investment_service_dkk, card.investment_anlaeg_dkk, card.investment_unassigned_dkk)
        assert card.investment_dkk == sum(parts) == card.investment_printed_dkk == sum(y.investment_dkk for y in years)
        assert card.net_effect_dkk == card.net_effect_printed_dkk == sum(y.net_dkk for y in years)
        assert card.payback_recomputed_years == card.payback_years
        counted = [a for a in made["economic_amounts"] if a.counted and a.card_id == card.card_id]
        assert sum(a.amount_dkk_likely for a in counted) == card.net_effect_dkk
        wide = [w for w in made["economic_wide"] if w.counted and w.card_id == card.card_id]
        assert sum(w.sum_dkk for w in wide) == card.net_effect_dkk == sum(sum(w.years_dkk.values()) for w in wide)


def test_nothing_printed_is_changed():
    before = tables(base())["economic_amounts"]
    after = {(a.table_id, a.row_no, a.column_no): a for a in derived(base())["economic_amounts"]}
    added = set(EconomicAmountRow.model_fields) - {
        "amount_dkk_likely", "likely_reason", "likely_finding_id", "has_open_error", "steering_area_inherited",
        "steering_area_source", "steering_class", "cost_type", "counted",
    }  # fmt: skip
    assert len(after) == len(before)
    for amount in before:
        now = after[amount.table_id, amount.row_no, amount.column_no]
        assert {name: getattr(now, name) for name in added} == {name: getattr(amount, name) for name in added}


def test_an_area_is_inherited_from_the_heading_the_sum_and_the_section():
    made = derived(
        economy(
            SECTION,
            row("Gruppe", [], "group", IMPL, "drift"),
            row("Under overskriften", [10], section=IMPL),
            row("Egen celle", [20], section=IMPL, area="anlæg"),
            row(TOTAL, [30], "subtotal", IMPL),
            row("Samlet økonomisk påvirkning", [30], "total"),
        )
    )
    assert areas(made)["Under overskriften"] == ("drift", "group", "service")
    assert areas(made)["Egen celle"] == ("anlæg", "row", "anlæg")
    made = derived(
        economy(
            SECTION,
            row("Uden", [10], section=IMPL),
            row("Med", [20], section=IMPL, area="service"),
            row("Anlægget", [5], section=IMPL, area="anlæg"),
            row(f"{TOTAL}, service", [30], "subtotal", IMPL),
            row(f"{TOTAL}, anlæg", [5], "subtotal", IMPL),
            row(TOTAL, [35], "subtotal", IMPL),
        )
    )
    assert areas(made)["Uden"] == ("service", "sum", "service")
    assert areas(made)[TOTAL] == (None, None, None)
    made = derived(
        economy(
            SECTION,
            row("Uden", [10], section=IMPL),
            row("Med", [20], section=IMPL, area="løn"),
            row(TOTAL, [30], "subtotal", IMPL),
        )
    )
    assert areas(made)["Uden"] == ("service", "section", "service")


def test_an_area_that_nothing_tells_stays_unknown():
    rows = (
        SECTION,
        row("Uden", [10], section=IMPL),
        row("Med", [20], section=IMPL, area="service"),
        row("Anlægget", [5], section=IMPL, area="anlæg"),
        row(TOTAL, [35], "subtotal", IMPL),
    )
    made = derived(economy(*rows))
    assert areas(made)["Uden"] == (None, None, None)
    card = card_of(made)
    assert (card.investment_unassigned_dkk, card.investment_dkk) == (10_000, 35_000)


def test_the_overview_tells_the_area_of_costs_when_it_counts_them_under_one():
    bilag = economy(SECTION, row("Uden", [10], section=IMPL), row(TOTAL, [10], "subtotal", IMPL))
    bilag["cards"][0]["overview"] = {"title": "T", "service": 0, "anlaeg": 10, "efficiency_full_phase_in": None}
    assert areas(derived(bilag))["Uden"] == ("anlæg", "overview", "anlæg")


def test_loans_and_rows_outside_the_sums_do_not_count_and_a_lone_sum_does():
    made = derived(
        economy(
            row("Varige ændringer", [], "section", VARIG),
            row("Besparelse", [None, -50], section=VARIG, area="service"),
            row("Samlet varig ændring", [None, -50], "subtotal", VARIG),
            row("Til neutralisering", [None, 7], section=VARIG, area="service"),
            SECTION,
            row("Tilbagebetaling på internt lån", [None, -20], section=IMPL),
            row(TOTAL, [100], "subtotal", IMPL),
            row("Samlet økonomisk påvirkning", [100, -50], "total"),
        )
    )
    card = card_of(made)
    assert (card.investment_dkk, card.permanent_effect_dkk, card.net_effect_dkk) == (100_000, -50_000, 50_000)
    counted = {a.label for a in made["economic_amounts"] if a.counted and a.card_id == card.card_id}
    assert counted == {"Besparelse", TOTAL}


def test_a_heading_in_kroner_over_thousands_makes_no_card_small():
    bilag = base()
    bilag["cards"][0]["tables"][0]["unit"] = "kr."
    made, right = derived(bilag), card_of(derived(base()))
    card = card_of(made)
    assert (card.investment_dkk, card.likely_reason) == (right.investment_dkk, "unit")
    assert card.likely_finding_id
    amounts = [a for a in made["economic_amounts"] if a.card_id == card.card_id]
    assert all(a.amount_dkk_likely == 1000 * a.amount_dkk and a.likely_reason == "unit" for a in amounts)


def finding(evidence, **changes):
    said = {
        "document_id": "0" * 16, "finding_id": "F1", "rule": "item_sum", "severity": "error", "message": "m",
        "evidence": [Evidence(text="t", **evidence)],
    }  # fmt: skip
    return FindingRow(**(said | changes))


@pytest.mark.parametrize(
    ("evidence", "marked"),
    [
        ({"row_no": 2, "column_no": 2}, {(2, 2)}),
        ({"row_no": 3}, {(3, c) for c in range(2, 7)}),
        ({"row_no": None}, None),
    ],
)
def test_an_open_error_marks_the_cells_that_it_points_at(evidence, marked):
    table = derived(base())["economic_amounts"][0].table_id
    made = derived(base(), findings=[finding({"table_id": table, **evidence})])
    cells = {(a.row_no, a.column_no): a.has_open_error for a in made["economic_amounts"] if a.table_id == table}
    assert {at for at, error in cells.items() if error} == (set(cells) if marked is None else marked)
    quiet = finding({"table_id": table, **evidence}, status="accepted")
    mild = finding({"table_id": table, **evidence}, severity="warning")
    assert not any(a.has_open_error for a in derived(base(), findings=[quiet, mild])["economic_amounts"])


def factor(area, start, to, value, support=3):
    return PriceFactorRow(
        document_id="0" * 16, steering_area=area, from_price_level=start, to_price_level=to, factor=value,
        factor_low=value, factor_high=value, support=support, source="inferred",
    )  # fmt: skip


def test_common_prices_by_chains_of_factors_and_never_by_a_guess():
    prices = CommonPrices({2027: 2, 2026: 1, 2025: 1}, [factor("service", 2027, 2026, 0.97)], ReconcileConfig())
    assert prices.level == 2027
    assert prices.conversion(2027).source == "same_level"
    back = prices.conversion(2026)
    assert (back.factors, back.source) == ({"service": 1 / Fraction("0.97")}, "inferred")
    assert prices.conversion(2025) is prices.conversion(None) is None
    official = ReconcileConfig({("service", 2026, 2025): Fraction("0.96"), ("anlæg", 2027, 2025): Fraction("0.95")})
    chained = CommonPrices({2027: 1}, [factor("service", 2027, 2026, 0.97)], official).conversion(2025)
    assert chained.factors["service"] == 1 / (Fraction("0.97") * Fraction("0.96"))
    assert (chained.factors["anlæg"], chained.source) == (1 / Fraction("0.95"), "inferred")
    lone = CommonPrices({2027: 1}, [factor("service", 2027, 2026, 0.97, support=1)], ReconcileConfig())
    assert lone.conversion(2026) is None


def test_a_card_without_a_factor_has_no_common_amount():
    bilag = base()
    bilag["cards"][0]["tables"][0]["price_level"] = 2019
    bilag["cards"][0]["overview"] = None
    card = card_of(derived(bilag))
    assert (card.price_level, card.common_price_level, card.investment_common_dkk) == (2019, None, None)
    assert card.investment_dkk
    converted = card_of(derived(bilag, ReconcileConfig({(a, 2019, 2027): Fraction(2) for a in ("service", "anlæg")})))
    assert converted.investment_common_dkk == 2 * card.investment_dkk
    assert converted.price_factor_source == "configured"


def test_organisations_have_one_row_an_id_and_every_name():
    made = derived(base())
    ids = [o.organisation_id for o in made["organisations"]]
    assert len(ids) == len(set(ids))
    committee = next(o for o in made["organisations"] if o.organisation_id == "KTU")
    assert (committee.name, committee.kind, committee.counterpart_id) == (
        "Klima-, Miljø- og Teknikudvalget", "udvalg", "KTF",
    )  # fmt: skip
    former = next(n for n in made["organisation_names"] if n.name == "Teknik- og Miljøudvalget")
    assert (former.organisation_id, former.valid_to) == ("KTU", 2025)
    assert {n.organisation_id for n in made["organisation_names"]} == set(ids)
