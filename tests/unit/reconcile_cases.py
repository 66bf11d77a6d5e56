"""By rule one change to the small bilag that makes it fire, and one near it that leaves it silent."""

from __future__ import annotations

import datetime as dt

from reconcile_bilag import APPROVED, IMPL, VARIG, economy, row

from tests.made.wordings import WORDINGS

IMPLEMENTATION, NET = "Samlede implementeringsomkostninger", "Samlet økonomisk påvirkning"


def administration(values, level=2027, columns=None):
    """A Tabel 3."""
    return {
        "caption": "Tabel 3. Varige ændringer, administration",
        "kind": "administration",
        "unit": "1.000 kr.",
        "price_level": level,
        "columns": columns or [2026, 2027, 2028, 2029, 2030, 2031],
        "rows": [row("Effekt på lønudgifter", values), row("Varige ændringer totalt", values, "total")],
    }


def card(bilag):
    return bilag["cards"][0]


def set_value(label, column, value):
    def change(bilag):
        economy(bilag)[label]["values"][column] = value

    return change


def text(words):
    return lambda bilag: card(bilag).update(text=words)


def lines(*printed):
    return lambda bilag: card(bilag)["lines"].extend(printed)


def said(**more):
    return lambda bilag: card(bilag)["consultations"].append({**APPROVED, **more})


def goal(**more):
    filled = {
        "goal": "Indkøb er gennemført",
        "measure": "Regnskab",
        "responsible": "Kontor for Budget",
        "due": "Q2 2027",
    }
    return lambda bilag: card(bilag)["goals"].append({**filled, **more})


def presented_by(name):
    return lambda bilag: card(bilag).update(presenting=name)


def section(heading, words):
    return lambda bilag: card(bilag)["sections"].append((heading, words))


def table(made):
    return lambda bilag: card(bilag)["tables"].append(made)


def all_of(*changes):
    def change(bilag):
        for one in changes:
            one(bilag)

    return change


def headed(**more):
    return lambda bilag: card(bilag)["tables"][0].update(more)


def cut(label, column, printed, placement):
    """A cell that reached us as a piece of a number."""
    changes = {"amount_printed": printed, "placement": placement}
    return lambda bilag: bilag["cells"].append((label, column, changes))


def add_row(at, made):
    return lambda bilag: card(bilag)["tables"][0]["rows"].insert(at, made)


def nothing(_):
    pass


def dated(*dates):
    def change(bilag):
        for one, date in zip(bilag["cards"], dates, strict=False):
            one["consultations"].append({**APPROVED, "date": date})

    return change


def loan(values):
    return add_row(5, row("Tilbagebetaling på internt lån", values, "item", IMPL, "Service"))


def criterion(cost, *heading):
    def change(bilag):
        card(bilag)["lines"].extend(heading)
        card(bilag)["criteria"].append({"cost_printed": cost})

    return change


def need(*rows):
    return table(
        {
            "caption": "Tabel 2. Behov",
            "kind": "need",
            "unit": "mio. kr.",
            "price_level": None,
            "columns": ["Beløb"],
            "rows": list(rows),
        }
    )


def ranged(label, low, high, role="item"):
    return {"label": label, "values": [[low, high]], "role": role, "section": None, "steering_area": None}


def renamed(label, other):
    """The row of the table that is called so, by another name."""
    return lambda bilag: next(r for r in card(bilag)["tables"][0]["rows"] if r["label"].startswith(label)).update(
        label=other
    )


def kind(name, words):
    return all_of(lambda bilag: bilag.update(kind=name), text(words))


LONG = "Midlertidig finansiering af ramme for frivillige ved boligerne i alle distrikter"
SHARED = ("Antal elever på cykel 6 12 18", "Antal i alt 12 24 36", "Andel i alt 2,5% 5% 7,5%")
DAY = dt.date(2026, 1, 20)
SPLIT, OVERVIEW = "Samlede implementeringsomkostninger, service", "overview"
CASES = {
    "prose_product_told": (
        text("Prisen pr. skærm er 30 t.kr., og der er behov for 40 skærme. Det giver en udgift på 1.500 t.kr."),
        text("Prisen pr. skærm er 30 t.kr., og der er behov for 40 skærme. Det giver en udgift på 1.200 t.kr."),
    ),
    "prose_change": (
        text("Antallet af vagter falder fra 2.000 til 1.500, svarende til et fald på 35 pct."),
        text("Antallet af vagter falder fra 2.000 til 1.500, svarende til et fald på 25 pct."),
    ),
    "prose_share": (
        text("En fjerdedel af de 1.600 borgere, dvs. 500 borgere, får besøg."),
        text("En fjerdedel af de 1.600 borgere, dvs. 400 borgere, får besøg."),
    ),
    "part_exceeds_whole": (text("Af de 40 skærme placeres 55 i Nord."), text("Af de 40 skærme placeres 35 i Nord.")),
    "prose_parts": (
        text("Ordningen omfatter 14 enheder: fem i nord, fire i syd og tre i vest."),
        text("Ordningen omfatter 12 enheder: fem i nord, fire i syd og tre i vest."),
    ),
    "listed_names": (
        text("Puljen dækker seks distrikter: Nord, Syd, Øst, Vest og Midt."),
        text("Puljen dækker fem distrikter: Nord, Syd, Øst, Vest og Midt."),
    ),
    "count_told": (
        text("I alt 1.600 borgere modtager hjælp om aftenen. Aftenens hjælp modtages af 1.900 borgere."),
        text("I alt 1.600 borgere modtager hjælp om aftenen. Aftenens hjælp modtages af 1.600 borgere."),
    ),
    "row_years": (
        text("Ombygning af lokaler betales til og med 2029."),
        text("Ombygning af lokaler betales til og med 2027."),
    ),
    "use_before_effect": (
        text("Systemet går i drift 1. marts 2029, og besparelsen følger deraf."),
        text("Systemet går i drift 1. december 2026, og besparelsen følger deraf."),
    ),
    "address": (
        text("Havnegade 36 er ny. Der bygges på Havnegade 36. Der er plads på Havnegade 362."),
        text("Havnegade 36 er ny. Der bygges på Havnegade 36. Der er plads på Havnegade 38."),
    ),
    "area_told": (
        text("Ombygning af lokaler finansieres af servicemidler."),
        text("Ombygning af lokaler finansieres af anlægsmidler."),
    ),
    "price_told_twice": (
        text("Skærmene koster 3.000 kr. pr. stk. Der købes 300 skærme til 4.000 kr. pr. stk."),
        text("Skærmene koster 4.000 kr. pr. stk. Der købes 300 skærme til 4.000 kr. pr. stk."),
    ),
    "date_told_twice": (
        text("Projektet begynder i maj 2026. Når aftalen er indgået, starter det. Projektet starter i august 2026."),
        text("Projektet begynder i maj 2026. Projektet starter medio maj 2026, og indsatsen starter i august 2026."),
    ),
    "length_told_twice": (
        text("Kurset varer fire dage. Udgiften bygger på et kursus på tre dage."),
        text("Kurset varer tre dage. Udgiften bygger på et kursus på tre dage og et forløb på fire dage."),
    ),
    "part_reference": (
        text("Tidsplanen fremgår af skema 5."),
        all_of(text("Tidsplanen fremgår af skema 5."), lines("Skema 5. Tidsplan")),
    ),
    "price_unit": (
        text("Pladser på lejre koster i gennemsnit 3-4000 pr. barn."),
        text("Pladser på lejre koster i gennemsnit 3.000-4.000 kr. pr. barn, og i 2027 pr. barn det samme."),
    ),
    "goal_measure": (
        goal(goal="Forløbet er gennemført", measure="Forløbet er igangsat"),
        goal(goal="Forløbet er gennemført", measure="Forløbet er afsluttet, som det blev igangsat"),
    ),
    "row_name_told": (
        all_of(renamed("Ombygning", LONG), text(LONG.replace("frivillige", "pårørende") + ": 1,1 mio. kr. i 2026.")),
        all_of(renamed("Ombygning", LONG), text(LONG + ": 1,1 mio. kr. i 2026.")),
    ),
    "former_name": (
        all_of(
            presented_by("Klima-, Miljø- og Teknikforvaltningen"),
            goal(responsible="Byens Udvikling, Teknik- og Miljøforvaltningen"),
        ),
        all_of(
            presented_by("Klima-, Miljø- og Teknikforvaltningen"),
            goal(responsible="Byens Udvikling, Klima- Miljø- og Teknikforvaltningen"),
        ),
    ),
    "own_kind": (
        kind(
            "innovation_proposal", "Dette innovationsforslag vedrører tilsyn. Investeringsforslaget omfatter ikke støj."
        ),
        kind(
            "innovation_proposal",
            "Dette innovationsforslag vedrører tilsyn. Det kommende investeringsforslag omfatter støj.",
        ),
    ),
    "notice_date": (
        all_of(
            text("Lejemålet på Havnegade opsiges pr. 1. januar 2027."),
            goal(goal="Lejemål opsagt", due="Maj 2027", due_from=dt.date(2027, 5, 1), due_to=dt.date(2027, 5, 31)),
        ),
        all_of(
            text("Lejemålet på Havnegade opsiges pr. 1. maj 2027."),
            goal(goal="Lejemål opsagt", due="Maj 2027", due_from=dt.date(2027, 5, 1), due_to=dt.date(2027, 5, 31)),
        ),
    ),
    "price_of_each": (
        text("Der afsættes 1 mio. kr., svarende til ca. 65.000 kr. pr. enhed. Det omfatter omkring 15 enheder."),
        text("Der afsættes 1 mio. kr., svarende til ca. 67.000 kr. pr. enhed. Det omfatter omkring 15 enheder."),
    ),
    "chained_share": (
        text(
            "I målgruppen er 116 borgere. Af dem tager 75 pct. imod, svarende til omkring 90 borgere, og af dem får "
            "50 pct. effekt, svarende til 45 borgere."
        ),
        text(
            "I målgruppen er 116 borgere. Af dem tager 75 pct. imod, svarende til 87 borgere, og af dem får 50 pct. "
            "effekt, svarende til 43 borgere."
        ),
    ),
    "share_base": (
        all_of(text("I dag køres omkring 500 elever."), lines(*SHARED)),
        all_of(text("I dag køres omkring 480 elever."), lines(*SHARED)),
    ),
    "vacated": (
        all_of(
            text("Lokalerne opsiges med virkning fra 31.03.2026."),
            goal(goal="Flytning af medarbejdere", due="4. kvartal 2026", due_to=dt.date(2026, 12, 31)),
        ),
        all_of(
            text("Lokalerne opsiges med virkning fra 31.12.2026."),
            goal(goal="Flytning af medarbejdere", due="4. kvartal 2026", due_to=dt.date(2026, 12, 31)),
        ),
    ),
    "reference": (
        lines("Oversigten findes i", "forslagets bilag 1."),
        lines("Oversigten findes i", "forslagets bilag 1.", "Bilag 1", "Oversigt over adresser"),
    ),
    "heard_it": (
        all_of(
            text("Der betales 300 t.kr. til Koncern IT for opsætning."),
            said(kind="hearing", body="MED-udvalg"),
            said(kind="hearing", body="Økonomikredsen"),
        ),
        all_of(
            text("Der betales 300 t.kr. til Koncern IT for opsætning."),
            said(kind="hearing", body="MED-udvalg"),
            said(kind="hearing", body="Koncern-IT"),
        ),
    ),
    "column_of_text": (lines("Ja/Nej 1.000 kr. 2027 p/l"), lines("Ja/Nej Dato for godkendelse")),
    "form_remark": (
        lines("Tabel 5. Inddragede samarbejdspartnere", "6. Hvem er hørt?"),
        lines("Tabel 5. Inddragede samarbejdspartnere", "Enhederne er inddraget.", "6. Hvem er hørt?"),
    ),
    "table_gaps": (lines("Tabel 2. Mål", "Tabel 4. Godkendelse"), lines("Tabel 2. Mål", "Tabel 3. Godkendelse")),
    "goal_row": (
        goal(goal="Investeringen på 6,2 mio. kr. er anvendt", due="2028"),
        goal(goal="Investeringen på 2,8 mio. kr. er anvendt", due="2028"),
    ),
    "prose_vs_area": (
        text("Anlægsudgiften udgør i alt 2,5 mio. kr."),
        text("Anlægsudgiften udgør i alt 1,7 mio. kr."),
    ),
    "payback_told": (
        text("Forslaget er tilbagebetalt efter ni år."),
        lambda b: card(b).update(text=f"Forslaget er tilbagebetalt efter {card(b)['payback']['total']} år."),
    ),
    "level_told": (
        lines("Note: Tabellens beløb er i 2025 p/l."),
        lines("Note: Tabellens beløb er i 2027 p/l."),
    ),
    "item_sum": (set_value("Projektledelse", 0, 770), set_value("Projektledelse", 0, 701)),
    "subtotal_sum": (
        all_of(
            add_row(2, row("Samlet varig ændring, service", [None, *[-800] * 5], "subtotal", VARIG)),
        ),
        add_row(2, row("Samlet varig ændring, service", [None, *[-900] * 5], "subtotal", VARIG)),
    ),
    "area_split": (set_value(SPLIT, 1, 500), set_value(SPLIT, 1, 401)),
    "net_effect": (set_value(NET, 1, -200), set_value(NET, 1, 101)),
    "cell": (cut("Projektledelse", 1, "2.11", "uncertain"), cut("Projektledelse", 1, "700", "uncertain")),
    "row_total": (
        table(
            {
                "caption": "Tabel 2. Udgifter",
                "kind": "appropriation",
                "unit": "1.000 kr.",
                "price_level": 2027,
                "columns": [2026, 2027, "I alt"],
                "rows": [row("Pulje", [100, 200, 350])],
            }
        ),
        table(
            {
                "caption": "Tabel 2. Udgifter",
                "kind": "appropriation",
                "unit": "1.000 kr.",
                "price_level": 2027,
                "columns": [2026, 2027, "I alt"],
                "rows": [row("Pulje", [100, 200, 301])],
            }
        ),
    ),
    "row_outside_sums": (loan([None, -50, -50]), nothing),
    "range_sum": (
        need(ranged("AI", 5, 30, "subtotal"), ranged("Platform", 6, 10), ranged("Uddannelse", 2, 8)),
        need(ranged("AI", 8, 18, "subtotal"), ranged("Platform", 6, 10), ranged("Uddannelse", 2, 8)),
    ),
    "stray_amount": (
        lambda b: card(b)["tables"][0]["rows"].insert(8, {**row("", []), "role": "group", "label": "", "text": " 5 "}),
        nothing,
    ),
    "payback": (
        lambda b: card(b)["payback"].update(total=6, service=6),
        lambda b: card(b)["payback"].update(total=card(b)["payback"]["total"]),
    ),
    "overview_sum": (
        lambda b: b["total"].update(service=b["total"]["service"] + 1000),
        lambda b: b["total"].update(service=b["total"]["service"] + 2),
    ),
    "overview_vs_card": (
        lambda b: card(b)[OVERVIEW].update(service=1270),
        lambda b: card(b)[OVERVIEW].update(service=1070),
    ),
    "overview_efficiency": (lambda b: card(b)[OVERVIEW].update(efficiency_full_phase_in=-1200), nothing),
    "overview_payback": (lambda b: card(b)[OVERVIEW].update(payback_years=9), nothing),
    "annex_reference": (lines("Forslaget fremgår af bilag 3b."), lines("Forslaget fremgår af bilaget.")),
    "price_factor": (lambda b: b.update(cards=b["cards"][:1]), nothing),
    "missing_card": (
        lambda b: card(b).update(gone=True),
        lambda b: b["extra"].append({"case_id": "BC77", "title": "FORTROLIG: Forslag", "service": 1, "line": 8}),
    ),
    "unknown_form": (lambda b: b.update(template="generic"), nothing),
    "title_mismatch": (
        lambda b: card(b)[OVERVIEW].update(title="Forslag nummer ét og et halvt"),
        lambda b: card(b)[OVERVIEW].update(title="Forslag – nummer 1"),
    ),
    "column_header": (
        headed(columns=[2026, 2027, 2028, 2028, 2029, 2030]),
        headed(columns=[2027, 2028, 2029, 2030, 2031, 2032]),
    ),
    "unit": (headed(unit="Kr."), headed(unit="1.000 kr.")),
    "price_level": (table(administration([None, *[-900] * 5], level=2026)), table(administration([None, *[-900] * 5]))),
    "missing_rows": (lambda b: economy(b)[SPLIT].update(values=[None] * 6), nothing),
    "loan": (loan([None, -2000, -900]), loan([None, -1900, -900])),
    "administration_vs_economy": (
        table(administration([1300, *[-900] * 5])),
        table(administration([None, *[-900] * 5])),
    ),
    "sign": (
        add_row(2, row("Besparelse på husleje", [None, 50, 50, 50, 50, 50], "item", VARIG, "Service")),
        add_row(2, row("Besparelse på husleje", [None, -50, -50, -50, -50, -50], "item", VARIG, "Service")),
    ),
    "prose_vs_table": (
        lambda b: card(b).update(summary="Der investeres i alt 3,4 mio. kr. i forslaget."),
        lambda b: card(b).update(summary="Der investeres i alt 2,8 mio. kr. i forslaget."),
    ),
    "prose_vs_prose": (
        text(
            "Der afsættes 20 mio. kr. i 2026 og 50 mio. kr. årligt fra 2028-2029.\n\n"
            "Der anmodes om 20 mio. kr. i 2026 og 50 mio. kr. årligt fra 2028-2030."
        ),
        text(
            "Der afsættes 20 mio. kr. i 2026 og 50 mio. kr. årligt fra 2028-2029.\n\n"
            "Der anmodes om 20 mio. kr. i 2026 og 50 mio. kr. årligt fra 2028-2029."
        ),
    ),
    "prose_arithmetic": (
        text("En plads koster 91 t.kr./mdr. (1,2 mio. kr. årligt)."),
        text("En plads koster 91 t.kr./mdr. (1,1 mio. kr. årligt)."),
    ),
    "payback_in_text": (
        text("Forslagets tilbagebetalingstid er på otte år."),
        text("Puljens krav er en tilbagebetalingstid på otte år."),
    ),
    "count": (
        text("Der er udarbejdet tre forslag. Herunder beskrives de to forslag."),
        text("Der er udarbejdet to forslag. Herunder beskrives de to forslag."),
    ),
    "percentage_sum": (
        text("Udgiften er fordelt med 25 pct. i 2026, 50 pct. i 2027 og 35 pct. i 2028."),
        text("Udgiften er fordelt med 25 pct. i 2026, 50 pct. i 2027 og 25 pct. i 2028."),
    ),
    "row_label": (
        all_of(
            add_row(4, row("Frikøb (to konsulenter)", [None], "item", IMPL, "Service")),
            add_row(5, row("Frikøb (to rådgivere)", [None], "item", IMPL, "Service")),
        ),
        all_of(
            add_row(4, row("Frikøb (to konsulenter)", [None], "item", IMPL, "Service")),
            add_row(5, row("Indkøb (to rådgivere)", [None], "item", IMPL, "Service")),
        ),
    ),
    "key_figure": (
        lambda b: b["key_figures"].append({"text": "/6.000 henvendelser", "value": 76000.0, "uncertain": True}),
        lambda b: b["key_figures"].extend(
            [
                {"text": "82% i telefon og 18% i chat", "value": 82.0, "unit": "procent"},
                {"text": "18% i chat", "value": 18.0, "unit": "procent"},
            ]
        ),
    ),
    "consultation": (said(answer="nej"), said(answer="ja")),
    "approval_date": (
        all_of(dated(DAY, DAY, DAY), goal(due="Q4 2025", due_to=dt.date(2025, 12, 31))),
        all_of(dated(DAY, DAY, DAY), goal(due_to=dt.date(2027, 6, 30))),
    ),
    "goal_cells": (goal(responsible="2. kvartal 2029"), goal(due="Q3 2027")),
    "criteria": (
        criterion("2.000 – 3.000", "Kriterier til prioritering", "Udgift"),
        criterion("2.000 – 3.000", "Kriterier til prioritering", "Udgift 1.000 kr. 2027 p/l"),
    ),
    "annex_heading": (
        lines("Administrative bilag til innovationsforslag"),
        lines("Administrative bilag til investeringsforslag"),
    ),
    "template_text": (lines("Angiv dato for godkendelse."), lines("Datoen for godkendelse er 3. februar.")),
    "organisation": (
        all_of(presented_by("Socialudvalget"), lines("Fremstillende forvaltning: Socialudvalget")),
        presented_by("Socialudvalget"),  # a form that asks for the committee
    ),
    "period": (lines("Investeringsforslag til OFS 25-25"), lines("Investeringsforslag til OFS 25-26")),
    "table_numbers": (
        lines("Tabel 1. Behov", "Tabel 1. Oversigt over ønskets aktiviteter"),
        lines("Tabel 1. Behov", "Tabel 2. Oversigt over ønskets aktiviteter"),
    ),
}


CASES |= {
    rule: (text(told[0][0].format(told[0][2])), text(told[0][0].format(told[0][1]))) for rule, told in WORDINGS.items()
}
CASES["count_vs_row"] = (
    all_of(
        add_row(4, row("Frikøb af fire vejledere", [None], "item", IMPL, "Service")),
        text("Der er afsat midler til frikøb af tre vejledere."),
    ),
    all_of(
        add_row(4, row("Frikøb af fire vejledere", [None], "item", IMPL, "Service")),
        text("Der er afsat midler til frikøb af fire vejledere."),
    ),
)
CASES["goal_dates"] = (
    goal(goal="Systemet er i drift", due="2028", due_from=dt.date(2028, 1, 1), due_to=dt.date(2028, 12, 31)),
    goal(goal="Systemet er i drift", due="2027", due_from=dt.date(2027, 1, 1), due_to=dt.date(2027, 12, 31)),
)
CASES["goal_amounts"] = (
    goal(goal="Effektivisering på 1,9 mio. kr."),
    goal(goal="Effektivisering på 0,9 mio. kr."),
)
CASES["product_vs_row"] = (
    text("Projektledelse i 2026 er 1.000 timer á 800 kr."),
    text("Projektledelse i 2026 er 1.000 timer á 700 kr."),
)
CASES["investment_period"] = (
    text("Investeringen fordeles over tre år."),
    text("Investeringen fordeles over to år."),
)
CASES["hearing_order"] = (
    all_of(said(), said(kind="hearing", body="Ejendomsfaglig vurdering", date=dt.date(2026, 2, 2))),
    all_of(said(), said(kind="hearing", body="Ejendomsfaglig vurdering", date=dt.date(2026, 1, 2))),
)
CASES["boxes"] = (
    lines("Forslaget udspringer af et innovationsforslag:", "☐ Ja", "☐ Nej"),
    lines("Forslaget udspringer af et innovationsforslag:", "☐ Ja", "☒ Nej"),
)
CASES["number_form"] = (
    all_of(lines("Der afsættes 2.2 mio. kr."), text("Der afsættes 2.2 mio. kr.")),
    all_of(lines("Der afsættes 2,2 mio. kr."), text("Der afsættes 2,2 mio. kr.")),
)
CASES["steering_area"] = (
    add_row(2, row("Besparelse på husleje", [None, -50, -50], "item", VARIG, "Drift")),
    add_row(2, row("Besparelse på husleje", [None, -50, -50], "item", VARIG, "Service")),
)
CASES["part_of"] = (
    add_row(4, row("Heraf konsulenter", [800, 100], "item", IMPL, "Service")),
    add_row(4, row("Heraf konsulenter", [600, 100], "item", IMPL, "Service")),
)
CASES["administration_table"] = (
    section("5. Effektivisering på administration", "Forslaget indeholder effektiviseringer, jf. tabel 3."),
    all_of(
        section("5. Effektivisering på administration", "Forslaget indeholder effektiviseringer, jf. tabel 3."),
        table(administration([None, *[-900] * 5])),
    ),
)
CASES["overview_heading"] = (nothing, lambda b: b.update(levels={}))
CASES["goals_in_one_row"] = (
    goal(goal="Kursus er holdt. System er købt", responsible="Kontor for It. Kontor for Løn. Kontor for Drift",
         due="2027 2028"),
    goal(goal="Kursus er holdt. System er købt", responsible="Kontor for It. Kontor for Løn", due="2027 2028"),
)  # fmt: skip
CASES["phase_in"] = (text("Besparelsen opnås fra 2029."), text("Besparelsen opnås fra 2027."))
CASES["unknown_form"] = (lambda b: b.update(template="generic"), nothing)
