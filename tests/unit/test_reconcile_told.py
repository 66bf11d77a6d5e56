"""How a finding is told and how grave it is, and what is no finding at all: kinds that readers stumbled over."""

from __future__ import annotations

import datetime as dt

import pytest
from reconcile_bilag import APPROVED, IMPL, VARIG, base, economy, findings, row, tables

from pipeline.reconcile.run import reconcile


def made(*changes):
    bilag = base()
    for change in changes:
        change(bilag)
    return bilag


def text(words):
    return lambda bilag: bilag["cards"][0].update(text=words)


def lines(*printed):
    return lambda bilag: bilag["cards"][0]["lines"].extend(printed)


def answered(**more):
    return lambda bilag: bilag["cards"][0]["consultations"].append({**APPROVED, **more})


def added(label, values, section=IMPL):
    return lambda bilag: bilag["cards"][0]["tables"][0]["rows"].insert(1, row(label, values, section=section))


def approved(bilag):
    bilag["cards"][0]["consultations"].append(APPROVED)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("loan", added("Slåning af rabatter", [-50, -50], VARIG)),
        ("prose_vs_table", text("Pr. værksted er effektiviseringen omkring 81 t.kr. ved fuld indfasning.")),
        ("prose_vs_table", text("En fjerdedel af den samlede effektivisering, 220 t.kr., findes på licenser.")),
        ("prose_vs_table", text("Den samlede effektivisering i 4. kvartal er 220 t.kr.")),
        ("table_numbers", lines("Tabel 1. Forslagets økonomi", "Det fremgår af", "tabel 1. at udgiften falder.")),
        ("table_numbers", lines("Tabel 1. Forslagets økonomi", "Beløbene fremgår af", "Tabel 1. Udgiften falder.")),
    ],
)
def test_no_alarm(rule, change):
    assert [f.message for f in reconcile(tables(made(change)))["findings"] if f.rule == rule] == []


def test_no_with_a_date_to_come_is_told_as_still_expected():
    asked = {"kind": "hearing", "body": "Ejendomsfaglig vurdering", "answer": "nej", "date": None}
    (told,) = findings(made(approved, answered(**asked, note="Forventes februar 2027")), "consultation")
    assert told.message.startswith("Ejendomsfaglig vurdering udestår ('Forventes februar 2027')")
    assert findings(made(approved, answered(**asked, note="Vurderet november 2025")), "consultation")
    later = {**asked, "date": dt.date(2026, 3, 1)}
    (told,) = findings(made(approved, answered(**later)), "consultation")
    assert "udestår ('1. marts 2026')" in told.message


@pytest.mark.parametrize("name", ["Koncern IT", "Koncern-IT", "KONCERN-IT", "KIT"])
def test_koncern_it_is_known_however_it_is_written(name):
    asked = answered(kind="hearing", body="Koncern-IT", answer="nej", date=None)
    paid = made(asked, text(f"Der betales 150.000 kr. til {name} i 2026."))
    assert [f.message for f in findings(paid, "consultation")]
    assert findings(made(asked, text("Der betales 150.000 kr. til kittet i 2026.")), "consultation") == []


def test_an_amount_that_lost_its_unit_is_told_so():
    told = findings(made(text("Projektledelse: 1,1 kr.")), "prose_vs_table")
    assert [(f.printed, f.difference_dkk) for f in told] == [("1,1 kr.", None)]
    assert "hvis enheden er mio. kr." in told[0].message


def test_a_quotation_stands_in_the_text():
    sentence = "Forslaget giver en samlet effektivisering på 0,5 mio. kr. i 2027 og 1,2 mio. kr. varigt."
    told = findings(made(text(sentence)), "prose_vs_table")
    assert told
    for finding in told:
        quoted = finding.message.partition("'")[2].partition("', men")[0].removeprefix("… ")
        assert quoted in sentence


def test_a_place_is_the_caption_of_the_table():
    bilag = made(lambda b: economy(b)["Projektledelse"]["values"].__setitem__(0, 770))
    rows = tables(bilag)
    at = rows["economic_tables"][0]
    caption = rows["source_lines"][0].model_copy(update={"line": at.line - 3, "line_no": at.line - 3,
                                                         "text": "Tabel 1. Forslagets samlede"})  # fmt: skip
    blank = caption.model_copy(update={"line": at.line, "line_no": at.line, "text": ""})
    rows["source_lines"] += [caption, blank]
    checks = [c for c in reconcile(rows)["checks"] if c.rule == "column_header" and c.card_id == at.card_id]
    assert [c.line for c in checks] == [caption.line]


def test_two_printed_figures_that_differ_are_an_error_and_a_spelling_is_a_remark():
    bilag = made(text("Der investeres i alt 4,1 mio. kr. i forslaget."))
    assert {f.severity for f in findings(bilag, "prose_vs_table")} == {"error"}
    spelled = base()
    spelled["cards"][0]["overview"]["title"] = "Forslag nummmer 1"
    told = [f for f in reconcile(tables(spelled))["findings"] if f.rule == "title_mismatch"]
    assert [f.severity for f in told] == ["info"]


def test_roundings_of_one_sum_are_one_remark():
    bilag = base()
    net = economy(bilag)["Samlet økonomisk påvirkning"]["values"]
    for year in (2, 3, 4):
        net[year] += 1
    told = [f for f in reconcile(tables(bilag))["findings"] if f.rule == "net_effect"]
    assert {f.severity for f in told} == {"info"}
    assert len(told) == 3
    assert [f.root_finding_id for f in told] == [None, told[0].finding_id, told[0].finding_id]


@pytest.mark.parametrize(("rest", "status"), [(8208.0, "exact"), (8000.0, "exact"), (4718.0, "inconsistent")])
def test_a_box_follows_a_number_to_its_rest(rest, status):
    def filled(bilag):
        figures = [(76000.0, "henvendelser"), (82.0, "procent"), (18.0, "procent"), (40.0, "procent")]
        bilag["key_figures"] += [
            {"text": f"{value:g} {unit}", "value": value, "unit": unit}
            for value, unit in [*figures, (rest, figures[0][1])]
        ]

    checks = [c for c in reconcile(tables(made(filled)))["checks"] if c.rule == "key_figure" and "Boksens" in c.message]
    assert [c.status for c in checks] == [status]
