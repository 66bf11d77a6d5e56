"""The real investment cards, from the tables read by hand, as elements to typeset; and what must come back of them."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.made.content import Element, Field, NewPage, Row, Table, Text, printed_date
from tests.made.word import WordLook

ROOT = Path(__file__).resolve().parents[2]
MONEY = ("economy", "administration", "scenario")
_SECTIONS = {
    "permanent": "Varige ændringer (effektiviseringer og drift)",
    "implementation": "Implementeringsomkostninger (midler fra investeringspuljen)",
}
_PAYBACKS = {"service": "serviceeffektivisering", "total": "totaløkonomi"}
_GOALS = ["Opfølgningsmål", "Hvordan måles opfølgningsmålet?", "Hvem er ansvarlig for opfølgning?",
          "Hvornår gennemføres opfølgningen?"]  # fmt: skip


@lru_cache(maxsize=1)
def cards() -> tuple[dict[str, Any], ...]:
    """The thirty cards of the real annex by their ids."""
    folders = ("tests/data/reconcile/truth/001", "tests/golden/investment")
    files = [p for folder in folders for p in (ROOT / folder).glob("BC*.json")]
    return tuple(json.loads(p.read_text("utf-8")) for p in sorted(files, key=lambda p: p.stem))


def chosen(seed: int, count: int) -> list[dict[str, Any]]:
    """So many of the cards, in order."""
    return sorted(random.Random(seed).sample(cards(), count), key=lambda c: c["case_id"])


def annex(shown: Sequence[dict[str, Any]], look: WordLook, seed: int) -> Iterator[Element]:
    """An annex of these cards; `seed` decides how much text stands between the tables, and so where pages end."""
    r = random.Random(seed)
    yield Text("Bilag 2a", "title")
    yield Text("Oversigt over indkomne ansøgninger til investeringspuljen", "heading")
    yield Text("Med dette bilag fremlægges indkomne ansøgninger til investeringspuljen til OFS 2025-2026.")
    yield NewPage()
    own_page = r.random() < 0.5
    for number, card in enumerate(shown):
        if number and own_page:
            yield NewPage()
        yield from _card(card, look, r)


def _card(card: dict[str, Any], look: WordLook, r: random.Random) -> Iterator[Element]:
    summary = card["resume"] or "Forslaget er beskrevet."
    yield Text(f"{card['case_id']} {card['title']}", "card")
    yield Field("Kort resumé:", summary)
    yield Field("Fremstillende forvaltning:", card["presenting_administration"] or "")
    yield Text("1. Beskrivelse af forslag (fremgangsmåde og effekt)", "heading")
    yield from (Text(summary) for _ in range(r.randint(0, 9)))
    yield Text("2. Økonomi", "heading")
    for number, table in enumerate(_money_tables(card)):
        yield Text(table["caption"] or "Tabel 1. Forslagets samlede økonomiske konsekvenser", "caption")
        yield money_table(table, look, card["payback_years"] if number == 0 else {})
        if r.random() < 0.5:
            yield Text("Alle effektiviseringer er angivet med negativt fortegn (-).")
    yield Text("3. Implementering og opfølgning", "heading")
    if card.get("follow_up"):
        yield Text("Tabel 2. Opfølgningsmål", "caption")
        yield _goals(card["follow_up"])
    yield Text("6. Hvem er hørt?", "heading")
    said = [a for a in card.get("approvals") or [] if a.get("answer") and a.get("date")]
    if said:
        yield Text("Tabel 4. Godkendelse af Center for Økonomi", "caption")
        rows = [Row([a["body"], a["answer"], printed_date(dt.date.fromisoformat(a["date"]))]) for a in said]
        yield Table("approval", [["", "Ja/Nej", "Dato for godkendelse"]], rows, [0.5, 0.2, 0.3], 3)


def _money_tables(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        t for t in card["tables"] if t["kind"] in MONEY and any(v is not None for r in t["rows"] for v in r["values"])
    ]


def money_table(table: dict[str, Any], look: WordLook, paybacks: dict[str, Any]) -> Table:
    """A money table, its heading and the paybacks in it as the look has them."""
    years = [str(c) for c in table["columns"]]
    if look.open_year and years[-1].isdigit():
        years[-1] += " og frem"
    unit = f"{table['unit'] or '1.000 kr.'} {table['price_level'] or 2027} p/l"
    count, spans = len(years), []
    header = [["", "Styringsområde", *years]]
    if look.header == "one cell":
        header = [["", f"{unit} Styringsområde", *years]]
    elif look.header == "unit over all":
        header.insert(0, [unit, *[""] * (count + 1)])
        spans = [(0, 0, count + 1)]
    else:
        header.insert(0, ["", unit, *[""] * count])
        spans = [(0, 1, count + 1)] if look.header == "unit row" else []
    rows, section = [], None
    for row in table["rows"]:
        if row.get("section") and row["section"] != section:
            section = row["section"]
            rows.append(Row([_SECTIONS.get(section, section)], bold=True, span=True))
        values = ["" if v is None else _printed(v) + " kr." * look.kroner for v in row["values"]]
        rows.append(Row([row["label"], row["steering_area"] or "", *values], bold=row["role"] != "item"))
    for basis, name in _PAYBACKS.items():
        if paybacks and paybacks.get(basis):
            rows.append(Row([f"Tilbagebetalingstid baseret på {name}", str(paybacks[basis])]))
    share = (1 - look.label - look.area) / count
    return Table("economy", header, rows, [look.label, look.area, *[share] * count], 2, spans)


def _printed(value: float | str) -> str:
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return str(value).replace(".", ",")


def _goals(goals: Sequence[dict[str, Any]]) -> Table:
    rows, group = [], None
    for goal in goals:
        if goal["group"] and goal["group"] != group:
            group = goal["group"]
            rows.append(Row([group], bold=True, span=True))
        rows.append(Row([goal[k] or "" for k in ("goal", "how", "who", "when")]))
    return Table("goals", [_GOALS], rows, [0.3, 0.3, 0.2, 0.2], 4)


def squeeze(text: Any) -> str:
    """Letters and figures alone, small; without the raised figures of footnotes."""
    return re.sub(r"[\W_¹²³⁰⁴-⁹]+", "", str(text or "")).lower()


def wanted_amounts(shown: Sequence[dict[str, Any]]) -> Counter[tuple[str, str, str, float]]:
    """(case, label, year, printed value) of every money cell."""
    found: Counter[tuple[str, str, str, float]] = Counter()
    for card in shown:
        for row, table in ((r, t) for t in card["tables"] if t["kind"] in MONEY for r in t["rows"]):
            for column, value in zip(table["columns"], row["values"], strict=True):
                if isinstance(value, int | float):
                    year = re.search(r"20\d\d", str(column))
                    heading = year[0] if year else squeeze(column)
                    found[card["case_id"], squeeze(row["label"]), heading, float(value)] += 1
    return found


def given_amounts(rows: dict[str, list[Any]], *, sure: bool = False) -> Counter[tuple[str, str, str, float]]:
    """The same of extracted rows; `sure` leaves out what is uncertain."""
    case = {c.card_id: c.case_id for c in rows.get("cards", [])}
    return Counter(
        (
            case[r.card_id],
            squeeze(r.label),
            str(r.year or squeeze(r.column_printed)),
            r.amount_dkk / (r.unit_dkk or 1000),
        )
        for r in rows.get("economic_amounts", [])
        if not (sure and r.placement == "uncertain")
    )


def silently_wrong(shown: Sequence[dict[str, Any]], rows: dict[str, list[Any]]) -> Counter[tuple[str, str, float]]:
    """Amounts published as certain that no cell of the card holds in that year."""
    wanted: Counter[tuple[str, str, float]] = Counter()
    given: Counter[tuple[str, str, float]] = Counter()
    for counts, into in ((wanted_amounts(shown), wanted), (given_amounts(rows, sure=True), given)):
        for (case, _, year, value), count in counts.items():
            into[case, year, value] += count
    return given - wanted


def wanted_paybacks(shown: Sequence[dict[str, Any]]) -> set[tuple[str, str, int]]:
    """(case, basis, years) of every payback."""
    return {
        (c["case_id"], b, int(y)) for c in shown for b, y in (c["payback_years"] or {}).items() if b in _PAYBACKS and y
    }


def wanted_goals(shown: Sequence[dict[str, Any]]) -> set[tuple[str, ...]]:
    """(case, goal, measure, responsible, due) of every follow-up goal."""
    return {
        (c["case_id"], *(squeeze(g[k]) for k in ("goal", "how", "who", "when")))
        for c in shown
        for g in c.get("follow_up") or []
    }


def given_goals(rows: dict[str, list[Any]]) -> set[tuple[str, ...]]:
    """The same of extracted rows."""
    case = {c.card_id: c.case_id for c in rows.get("cards", [])}
    return {
        (case[g.card_id], *(squeeze(x) for x in (g.goal, g.measure, g.responsible, g.due)))
        for g in rows.get("follow_up_goals", [])
    }
