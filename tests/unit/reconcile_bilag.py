"""A small bilag that agrees with itself, to be changed in one place: what fires a rule, and what leaves it silent.

Its figures are chosen, not drawn, so that a test can name a row and a value; its arithmetic is that of `tests.made`.
"""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from pipeline.reconcile.run import reconcile
from schemas.dataset import (
    CardRow,
    CardSectionRow,
    ConsultationRow,
    FindingRow,
    FollowUpGoalRow,
    KeyFigureRow,
    PaybackRow,
    PrioritisationCriterionRow,
    Row,
    SourceLineRow,
)
from tests.made.content import millions
from tests.made.model import Card, Item
from tests.made.model import card_truth as truth
from tests.made.rows import IMPLEMENTATION, PERMANENT, Rows, economy_table, overview_row

YEARS = [2026, 2027, 2028, 2029, 2030, 2031]
VARIG, IMPL = PERMANENT, IMPLEMENTATION


def row(label: str, values: list[int | None], role: str = "item", section: str | None = None, area: str | None = None):
    return {
        "label": label,
        "values": values + [None] * (len(YEARS) - len(values)),
        "role": role,
        "section": section,
        "steering_area": area,
    }


def _card(number: int) -> dict[str, Any]:
    n = 100 * number
    title = f"Forslag nummer {number}"
    made = Card(
        f"BC{number:02d}",
        title,
        tuple(YEARS),
        2027,
        "",
        "Socialforvaltningen",
        [
            Item("Besparelse på licenser", "Service", (None, *[-900 - n] * 5)),
            Item("Drift af ny løsning", "Service", (None, *[100] * 5)),
        ],
        [
            Item("Projektledelse", "Service", (700, 400, *[None] * 4)),
            Item("Ombygning af lokaler", "Anlæg", (1000 + n, 600, *[None] * 4)),
        ],
        deflators=(1 / 1.028, 1 / 1.022),
    )
    made.reckon()
    return {
        "case": made.case_id,
        "title": title,
        "tables": [economy_table(truth(made), split_area=True)],
        "payback": {"service": made.payback, "total": made.payback},
        "summary": f"Der investeres i alt {millions(made.printed['prose_total'])} i forslaget.",
        "text": "",
        "note": "Forslaget skal udarbejdes i 2027 p/l.",
        "goals": [],
        "criteria": [],
        "consultations": [],
        "lines": [],
        "sections": [],
        "presenting": made.administration,
        "overview": {**overview_row(made.overview), "title": title},
    }


def base() -> dict[str, Any]:
    """The bilag: five cards and their overview."""
    cards = [_card(n) for n in range(1, 6)]
    total = {k: sum(c["overview"][k] for c in cards) for k in ("service", "anlaeg", "efficiency_full_phase_in")}
    return copy.deepcopy(
        {
            "cards": cards,
            "total": total,
            "extra": [],
            "key_figures": [],
            "ocr": False,
            "kind": None,
            "template": None,
            "cells": [],
            "levels": {"efficiency": 2027},
        }
    )


def tables(bilag: dict[str, Any]) -> dict[str, list[Row]]:
    """Its rows."""
    rows = Rows()
    of_form = {"text_source": "ocr" if bilag["ocr"] else "text layer"}
    of_form |= {"template": bilag["template"]} if bilag["template"] else {}
    doc = rows.document("bilag.txt", "investment_overview", budget_case="OFS 2026-2027", **of_form)
    levels = bilag["levels"]
    for at, card in enumerate(bilag["cards"], 1):
        if card["overview"]:
            rows.overview(doc, {**card["overview"], "case_id": card["case"], "line": at}, levels)
    for line in bilag["extra"]:
        rows.overview(doc, line, levels)
    rows.overview(doc, {**bilag["total"], "line": 9}, levels, role="total")
    for number, card in enumerate(bilag["cards"], 1):
        _add_card(rows, doc, card, 100 * number, bilag["kind"])
    for figure in bilag["key_figures"]:
        rows.add(KeyFigureRow(document_id=doc, line=1, **figure))
    for label, column, changes in bilag["cells"]:
        rows.tables["economic_amounts"] = [
            a.model_copy(update=changes) if (a.label, a.column_no) == (label, column) else a
            for a in rows.tables["economic_amounts"]
        ]
    return rows.tables


def _add_card(rows: Rows, doc: str, card: dict[str, Any], line: int, kind: str | None) -> None:
    if card.get("gone"):
        return
    card_id = f"{doc}-{card['case']}"
    first = line
    rows.add(
        CardRow(
            document_id=doc,
            line=line,
            card_id=card_id,
            case_id=card["case"],
            title=card["title"],
            kind=kind or "investment_proposal",
            summary=card["summary"],
            price_level=card["tables"][0]["price_level"],
            price_note=card["note"],
            presenting_administration=card["presenting"],
            first_line=first,
            last_line=line + 90,
        )
    )
    for number, table in enumerate(card["tables"], 1):
        for at, table_row in enumerate(table["rows"], 1):
            table_row["lines"] = [line + 10 * number + at] * 2
        rows.table(doc, card_id, number, {**table, "lines": [line + 10 * number, line + 10 * number + 9]})
    for basis, years in card["payback"].items():
        rows.add(
            PaybackRow(document_id=doc, line=line + 40, card_id=card_id, basis=basis, years=years, printed=str(years))
        )
    text = f"{card['summary']}\n\n{card['text']}"
    rows.prose(doc, card_id, text, lambda _: line + 1, 1)
    rows.add(
        CardSectionRow(document_id=doc, line=line + 1, card_id=card_id, section_no=1, heading="Økonomi", text=text)
    )
    for number, (heading, words) in enumerate(card["sections"], 2):
        rows.add(
            CardSectionRow(
                document_id=doc, line=line + 2, card_id=card_id, section_no=number, heading=heading, text=words
            )
        )
    for number, criterion in enumerate(card.get("criteria", []), 1):
        rows.add(
            PrioritisationCriterionRow(document_id=doc, line=line + 88, card_id=card_id, row_no=number, **criterion)
        )
    for number, goal in enumerate(card["goals"], 1):
        rows.add(FollowUpGoalRow(document_id=doc, line=line + 60, card_id=card_id, row_no=number, **goal))
    for said in card["consultations"]:
        rows.add(ConsultationRow(document_id=doc, line=line + 70, card_id=card_id, **said))
    for at, printed in enumerate([*card["lines"], card["note"]]):
        rows.add(SourceLineRow(document_id=doc, line=line + 80 + at, line_no=line + 80 + at, text=printed))


def findings(bilag: dict[str, Any], rule: str | None = None) -> list[FindingRow]:
    """The errors and warnings on it, of one rule or of all; of a rule that only remarks, its remarks."""
    found = reconcile(tables(bilag))["findings"]
    severities = ("info",) if rule in REMARKS else ("error", "warning")
    return [f for f in found if isinstance(f, FindingRow) and f.severity in severities and rule in (None, f.rule)]


def economy(bilag: dict[str, Any], card: int = 0) -> dict[str, dict[str, Any]]:
    """The rows of a card's economy table by label."""
    return {r["label"]: r for r in bilag["cards"][card]["tables"][0]["rows"]}


REMARKS = ("price_factor", "annex_reference", "table_numbers", "steering_area", "overview_heading", "number_form",
           "form_remark", "table_gaps", "price_unit", "goal_measure", "row_name_told", "former_name", "own_kind",
           "notice_date", "price_of_each", "chained_share", "share_base")  # fmt: skip
APPROVED = {
    "kind": "approval",
    "body": "Center for Økonomi, Økonomiforvaltningen",
    "answer": "ja",
    "date": dt.date(2026, 1, 20),
}
