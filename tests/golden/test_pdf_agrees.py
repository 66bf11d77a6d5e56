"""The text path and the PDF path agree: real cards, typeset from hand-read goldens, come back as they were read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import extract
from tests.made.content import Element, Field, Row, Table, Text, printed_date
from tests.made.look import FAMILY, Look
from tests.made.typeset import typeset

ROOT = Path(__file__).resolve().parents[2]
CASES = ("BC06", "BC08", "BC13", "BC18", "BC24", "BC29", "BC35")
LOOKS = {
    "ruled": FAMILY,
    "lines": replace(FAMILY, rules="lines", header="unit row", furniture="header"),
    "plain": replace(FAMILY, rules="plain", landscape=True, label_share=0.38, furniture="none"),
}
HEADINGS = {
    "permanent": "Varige ændringer (effektiviseringer og drift)",
    "implementation": "Implementeringsomkostninger (midler fra investeringspuljen)",
}


def golden(case: str) -> dict[str, Any]:
    return json.loads((ROOT / f"tests/golden/investment/{case}.json").read_text())


def squeeze(text: Any) -> str:
    return re.sub(r"[\W_]+", "", str(text or "")).lower()


def elements_of(card: dict[str, Any], look: Look) -> Iterator[Element]:
    """The golden's card as a bilag prints it."""
    yield Text(f"{card['case_id']} {card['title']}", "card")
    yield Field("Kort resumé:", card["resume"])
    yield Field("Fremstillende forvaltning:", card["presenting_administration"])
    yield Text("2. Økonomi", "heading")
    for number, table in enumerate(tables_of(card), start=1):
        yield Text(table["caption"], "caption")
        yield money_table(table, look, paybacks=card["payback_years"] if number == 1 else {})
        yield Text("Alle effektiviseringer er angivet med negativt fortegn (-).")
    yield Text("6. Hvem er hørt?", "heading")
    yield Text("Tabel 4. Godkendelse af Center for Økonomi", "caption")
    rows = [Row([a["body"], a["answer"], printed_date(dt.date.fromisoformat(a["date"]))]) for a in approvals_of(card)]
    yield Table("approval", [["", "Ja/Nej", "Dato for godkendelse"]], rows, [0.5, 0.2, 0.3], 3)


def tables_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables with amounts in them; a typeset empty template would say nothing."""
    return [t for t in card["tables"] if any(v is not None for r in t["rows"] for v in r["values"])]


def approvals_of(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [a for a in card["approvals"] if a.get("answer") and a.get("date")]


def money_table(table: dict[str, Any], look: Look, *, paybacks: dict[str, int]) -> Table:
    years = [str(c) for c in table["columns"]]
    unit = f"{table['unit']} {table['price_level']} p/l"
    spans = []
    if look.header == "unit row":
        header, spans = [["", unit, *[""] * len(years)], ["", "Styringsområde", *years]], [(0, 1, len(years) + 1)]
    else:
        header = [["", f"{unit} Styringsområde", *years]]
    rows, section = [], None
    for row in table["rows"]:
        if row["section"] != section and row["section"]:
            section = row["section"]
            rows.append(Row([HEADINGS[section]], bold=True, span=True))
        cells = ["" if v is None else look.number(v) for v in row["values"]]
        rows.append(Row([row["label"], row["steering_area"] or "", *cells]))
    for basis, name in (("service", "serviceeffektivisering"), ("total", "totaløkonomi")):
        if paybacks and paybacks.get(basis):
            rows.append(Row([f"Tilbagebetalingstid baseret på {name}", str(paybacks[basis])]))
    share = (1 - look.label_share - 0.11) / len(years)
    return Table("economy", header, rows, [look.label_share, 0.11, *[share] * len(years)], 2, spans)


@lru_cache(maxsize=4)
def rows_of(style: str) -> dict[str, list[Any]]:
    look = LOOKS[style]
    printed = [e for case in CASES for e in elements_of(golden(case), look)]
    return extract(typeset(printed, look, case="2025-2026"), "typeset.pdf").rows  # type: ignore[return-value]


@lru_cache(maxsize=1)
def rows_of_text() -> dict[str, list[Any]]:
    path = next((ROOT / "data/raw").glob("001_*"))
    return extract(path.read_bytes(), path.name).rows  # type: ignore[return-value]


def records(rows: dict[str, list[Any]], case: str) -> dict[str, Any]:
    """A card's records in the form in which the two paths must agree."""
    card = next(c for c in rows["cards"] if c.case_id == case)

    def mine(table: str) -> list[Any]:
        return [r for r in rows.get(table, []) if r.card_id == card.card_id]

    return {
        "title": squeeze(card.title),
        "summary": squeeze(card.summary),
        "administration": squeeze(card.presenting_administration),
        "amounts": Counter((squeeze(r.label), r.year, r.amount_dkk, r.role) for r in mine("economic_amounts")),
        "paybacks": sorted((r.basis, r.years) for r in mine("paybacks") if r.basis in ("service", "total")),
        "approvals": sorted((squeeze(r.body), r.answer, r.date) for r in mine("consultations") if r.kind == "approval"),
    }


@pytest.mark.parametrize("style", LOOKS)
@pytest.mark.parametrize("case", CASES)
def test_a_real_card_typeset_reads_as_its_text_dump(case: str, style: str) -> None:
    by_pdf, by_text = records(rows_of(style), case), records(rows_of_text(), case)
    if not approvals_of(golden(case)):
        by_pdf["approvals"] = by_text["approvals"] = []
    assert by_pdf == by_text


@pytest.mark.parametrize("style", LOOKS)
def test_every_value_of_the_pdf_is_placed_by_geometry_and_has_its_box(style: str) -> None:
    amounts = rows_of(style)["economic_amounts"]
    assert {r.placement for r in amounts} == {"grid"}
    assert all(r.page and len(r.bbox) == 4 for r in amounts)
