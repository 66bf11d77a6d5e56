"""Proposals of one run against each other: the same money saved twice, one thing at two prices, a stray overview."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_bilag import row

from pipeline.reconcile.identity import plain_name, told_apart
from pipeline.reconcile.rule import RULES
from pipeline.reconcile.run import Others, check, doubted, reconcile, run_across, tellings_of
from pipeline.reconcile.telling import Across, Meetings, marks_of
from schemas.dataset import CardRow, CardSectionRow
from tests.made.rows import PERMANENT, Rows

YEARS = [2027, 2028, 2029, 2030]
PRICES = [
    ("En plejehjemsplads koster 500 t.kr. pr. år.", "En plejehjemsplads koster {} om året.", "500 t.kr.", "620 t.kr."),
    ("Et lederårsværk koster 810 t.kr. årligt.", "Et lederårsværk er prissat til {} årligt.", "810 t.kr.", "640 t.kr."),
    ("En anbringelse i plejefamilie koster 65 t.kr. pr. måned.", "Anbringelse i plejefamilie koster {} om måneden.",
     "65 t.kr.", "85 t.kr."),
    ("Rengøring koster 240 kr. pr. m2.", "Rengøring er sat til {} pr. m2.", "240 kr.", "310 kr."),
    ("Prisen for et botilbud er 900 t.kr. pr. år.", "Prisen på et botilbud udgør {} om året.", "900 t.kr.",
     "999 t.kr."),
    ("Taksten for dagtilbud er 95.000 kr. pr. barn.", "Dagtilbud koster {} pr. barn.", "95.000 kr.", "120.000 kr."),
    ("En licens koster i gennemsnit 2.000 kr. årligt.", "En licens koster {} pr. år.", "2.000 kr.", "2.600 kr."),
    ("Et hjemmebesøg koster 450 kr. pr. time.", "Udgiften til et hjemmebesøg er {} pr. time.", "450 kr.", "520 kr."),
    ("En elbil koster 48 t.kr. om året.", "En elbil regnes til {} om året.", "48 t.kr.", "60 t.kr."),
    ("Kørsel koster ca. 900 kr. pr. elev.", "Kørsel har en pris på {} pr. elev.", "900 kr.", "1.400 kr."),
    ("Gennemsnitsprisen for aflastning er 3.500 kr. pr. døgn.", "Aflastning koster typisk {} pr. døgn.", "3.500 kr.",
     "4.200 kr."),
    ("Et træningsforløb koster 12.000 kr. pr. borger.", "Et træningsforløb prissættes til {} pr. borger.", "12.000 kr.",
     "15.000 kr."),
]  # fmt: skip
OTHER_THINGS = [
    ("En plejehjemsplads koster 500 t.kr. pr. år.", "En plejehjemsplads til demente koster 620 t.kr. pr. år."),
    ("Rengøring koster 240 kr. pr. m2.", "Rengøring koster 240 kr. pr. time."),
    ("En licens koster 2.000 kr. årligt.", "En licens koster 20.000 kr. årligt for hele huset."),
    ("En elbil koster 48 t.kr. om året.", "En elbil koster 49 t.kr. om året."),
]


def found(*cards, levels=(2027, 2027)):
    """What is told of two cards: title, text, rows; each in a bilag of its own."""
    return [f.rule for f in reconcile(bilag(*cards, levels=levels).tables)["findings"]]


def bilag(*cards, levels):
    rows = Rows()
    for number, ((title, text, saved), level) in enumerate(zip(cards, levels, strict=True), 1):
        doc = rows.document(f"{number}.txt", "investment_overview")
        card = f"{doc}-1"
        rows.add(CardRow(document_id=doc, card_id=card, case_id=f"BC0{number}", case_key=f"BC0{number}", title=title,
                         kind="investment_proposal", price_level=level))  # fmt: skip
        rows.add(CardSectionRow(document_id=doc, card_id=card, section_no=1, heading="Økonomi", text=text))
        rows.prose(doc, card, text, section=1)
        made = [{**row(label, values, section=PERMANENT), "values": values} for label, values in saved.items()]
        rows.table(doc, card, 1, {"caption": None, "kind": "economy", "unit": "1.000 kr.", "price_level": level,
                                  "columns": YEARS, "rows": made})  # fmt: skip
    return rows


@pytest.mark.parametrize(("one", "other", "right", "wrong"), PRICES)
def test_one_thing_has_one_price(one, other, right, wrong):
    pair = ("Nye hjem", one, {}), ("Bedre dage", other.format(wrong), {})
    assert found(*pair) == ["same_price"]
    assert found(("Nye hjem", one, {}), ("Bedre dage", other.format(right), {})) == []
    assert found(*pair, levels=(2026, 2027)) == []


@pytest.mark.parametrize(("one", "other"), OTHER_THINGS)
def test_another_thing_may_have_another_price(one, other):
    assert found(("Nye hjem", one, {}), ("Bedre dage", other, {})) == []


def test_the_same_money_is_saved_once():
    saved = {"Besparelse på licenser til fagsystemer": [-412, -655, -655, -655]}
    assert found(("Nye systemer", "", saved), ("Bedre overblik", "", saved)) == ["same_saving"]
    assert found(("Nye systemer", "", saved), ("Nye systemer", "", saved)) == []  # one proposal, printed twice
    others = {"Besparelse på licenser til fagsystemer": [-412, -655, -655, -656]}
    assert found(("Nye systemer", "", saved), ("Bedre overblik", "", others)) == []
    common = {"Besparelse på vikarer": [-400, -400, -400, -400]}
    assert found(("Nye systemer", "", common), ("Bedre overblik", "", common)) == []  # round figures meet by chance


def test_every_rule_over_a_run_is_tested_here():
    assert {r.name for r in RULES.values() if r.scope == "run"} == {"same_price", "same_saving", "overview_elsewhere"}


def test_an_overview_of_another_bilag_is_told():
    rows = Rows()
    here, there = rows.document("1.txt", "investment_overview"), rows.document("2.txt", "investment_overview")
    for number in range(1, 5):
        case, title = f"BC0{number}", f"Forslag {number}"
        rows.overview(here, {"case_id": case, "title": title, "service": number, "line": number}, {})
        rows.add(CardRow(document_id=there, card_id=f"{there}-{case}", case_id=case, case_key=case, title=title,
                         kind="budget_note"))  # fmt: skip
    tables = rows.tables
    told = [f for f in reconcile(tables)["findings"] if f.rule == "overview_elsewhere"]
    assert [(f.document_id, f.severity) for f in told] == [(here, "info")]
    tables["cards"] = [c.model_copy(update={"case_key": f"X{c.case_key}"}) for c in tables["cards"]]
    assert [f for f in reconcile(tables)["findings"] if f.rule == "overview_elsewhere"] == []


def many():
    """Bilag of which some save the same, some price the same, and some nothing of the kind; some come again."""
    saved = {"Besparelse på licenser til fagsystemer": [-412, -655, -655, -655]}
    cards = [
        (
            f"{title} {n}" if n % 3 else title,
            f"En plejehjemsplads koster {500 + 40 * (n % 4)} t.kr. pr. år.",
            saved if n % 2 else {},
        )
        for n, title in enumerate(["Nye systemer", "Bedre overblik", "Ro i hverdagen", "Grønne tage"] * 3)
    ]
    return bilag(*cards, levels=[2027] * len(cards)).tables


def test_documents_that_are_held_against_each_other_by_what_they_tell_are_told_the_same():
    tables = many()
    together = reconcile(tables)
    assert {"same_saving", "same_price"} <= {f.rule for f in together["findings"]}
    told = [tellings_of(d) for d in doubted(tables)]
    meetings = Meetings()
    for rule, telling in ((r, t) for one in told for r, ts in one.items() for t in ts):
        meetings.note(marks_of(rule, telling))
    kept = [{r: [t for t in ts if meetings.has(marks_of(r, t))] for r, ts in one.items()} for one in told]
    assert sum(len(ts) for one in kept for ts in one.values()) < sum(len(ts) for one in told for ts in one.values())
    across = [Across.model_validate_json(a.model_dump_json()) for a in run_across(kept)]
    names = told_apart((plain_name(d), d.ingested_at, d.document_id) for d in tables["documents"])
    apart = []
    for document in tables["documents"]:
        mine = {n: [r for r in rows if r.document_id == document.document_id] for n, rows in tables.items()}
        apart += check(doubted(mine), Others(names, frozenset(), {}, across))["findings"]
    assert apart == together["findings"]


def test_a_rule_that_fails_over_all_documents_costs_its_checks_and_nothing_else(monkeypatch):
    def broken(_):
        raise KeyError("column 7")

    monkeypatch.setitem(RULES, "same_price", replace(RULES["same_price"], function=broken))
    made = reconcile(many())
    assert {c.status for c in made["checks"] if c.rule == "same_price"} == {"not_checkable"}
    assert any(f.rule == "same_saving" for f in made["findings"])
