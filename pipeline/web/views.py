"""What the pages show, gathered from a shelf: plain records for the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pipeline.reconcile.names import CARD_KINDS, PLURALS, SEVERITIES
from pipeline.release.traces import RELATIONS
from pipeline.web.shelf import Record, Shelf

__all__ = ["CARD_KINDS", "PLURALS", "RELATIONS", "SEVERITIES"]
"""What the templates take from elsewhere; the rest is this module's own."""
_PLACES: Final = 3


def rule_name(rule: str) -> str:
    """What a rule is called in Danish."""
    # The register loads every rule: half a second that the first page does without.
    from pipeline.report.words import rule_name as called

    return called(rule)


def kroner(amount: int | None) -> str:
    """Kroner as a controller writes them; nothing for no amount."""
    return "" if amount is None else f"{amount:,}".replace(",", ".").replace("-", "\u2212")


def place(row: Mapping[str, Any]) -> str:
    """Where a row is printed."""
    parts = [f"side {row['page']}" if row["page"] else "", f"linje {row['line']}" if row["line"] else ""]
    return ", ".join(p for p in parts if p)


def place_link(row: Mapping[str, Any]) -> str:
    """The address of the printed place, marked; empty where it has none."""
    base = f"/bilag/{row['document_id']}"
    if row["page"]:
        box = row.get("bbox")
        marked = f"?boks={','.join(f'{v:.1f}' for v in box)}" if box else ""
        return f"{base}/side/{row['page']}{marked}"
    return f"{base}/linje/{row['line']}#L{row['line']}" if row["line"] else ""


def cards_wanted(shelf: Shelf, wanted: Mapping[str, str]) -> list[Record]:
    """The cards that pass the filter, in the order of the release."""
    sought = wanted.get("q", "").casefold()
    return [
        card
        for card in shelf.cards.values()
        if _is(card["document_id"], wanted.get("bilag"))
        and _is(card["committee_id"] or "", wanted.get("udvalg"))
        and _is(card["kind"], wanted.get("slags"))
        and sought in f"{card['case_id'] or ''} {card['title']}".casefold()
    ]


def findings_wanted(shelf: Shelf, wanted: Mapping[str, str]) -> list[Record]:
    """The findings that pass the filter, the most severe first."""
    return [
        f
        for f in shelf.findings
        if _is(f["severity"], wanted.get("grad"))
        and _is(f["rule"], wanted.get("regel"))
        and _is(f["status"], wanted.get("status"))
        and _is(f["document_id"], wanted.get("bilag"))
        and _is(f["card_id"] or "", wanted.get("kort"))
    ]


def _is(value: str, wanted: str | None) -> bool:
    return not wanted or value == wanted


def options(rows: Iterable[Mapping[str, Any]], value: str, name: str) -> list[tuple[str, str]]:
    """The choices of a filter: what it is known by and what it is called, each once, by name."""
    found = {r[value]: r[name] or r[value] for r in rows if r[value]}
    return sorted(found.items(), key=lambda choice: str(choice[1]).casefold())


def tables_of(shelf: Shelf, card_id: str) -> list[Record]:
    """A card's money tables: headings, and rows whose cells carry their place and the findings that point at them."""
    marks = _marks(shelf, card_id)
    amounts: dict[tuple[str, int, int], Record] = {
        (a["table_id"], a["row_no"], a["column_no"]): a for a in shelf.of_card("economic_amounts", card_id)
    }
    counts = {(q["table_id"], q["row_no"], q["column_no"]): q for q in shelf.of_card("quantities", card_id)}
    made = []
    for table in shelf.of_card("economic_tables", card_id):
        rows = [r for r in shelf.of_card("economic_rows", card_id) if r["table_id"] == table["table_id"]]
        columns = [k[2] for k in (*amounts, *counts) if k[0] == table["table_id"]]
        width = max([len(table["columns_printed"]), *columns], default=0)
        shown = [_row(r, width, amounts, counts, marks) for r in rows]
        made.append({**table, "headings": headings(table, width), "shown": shown})
    return made


def _row(
    row: Record,
    width: int,
    amounts: Mapping[tuple[str, int, int], Record],
    counts: Mapping[tuple[str, int, int], Record],
    marks: Mapping[tuple[str, int | None, int | None], list[Record]],
) -> Record:
    cells = []
    for column in range(1, width + 1):
        key = row["table_id"], row["row_no"], column
        cell = amounts.get(key) or counts.get(key)
        printed = (cell.get("amount_printed") or cell.get("value_printed")) if cell else ""
        cells.append({
            "id": cell_id(*key), "printed": printed, "place": place_link({**row, **_placed(cell)}) if cell else "",
            "uncertain": cell is not None and cell["placement"] == "uncertain", "findings": marks.get(key, []),
        })  # fmt: skip
    findings = marks.get((row["table_id"], row["row_no"], None), [])
    return {**row, "cells": cells, "findings": findings, "place": place_link(row)}


def _placed(cell: Record | None) -> Record:
    return {k: cell[k] for k in ("page", "line", "bbox") if cell[k] is not None} if cell else {}


def cell_id(table_id: str, row_no: int, column_no: int) -> str:
    """The name by which a link leads to a cell of its card's page."""
    return f"{re.sub(r'.*-(?=[^-]*$)', '', table_id)}-r{row_no}-k{column_no}"


def headings(table: Mapping[str, Any], width: int) -> list[str]:
    """The columns' headings as printed; a year that a heading does not show stands in brackets."""
    printed, years = table["columns_printed"], table["column_years"]
    made = [*printed, *[""] * (width - len(printed))]
    for i, year in enumerate(years[:width]):
        if year and str(year) not in made[i]:
            made[i] = f"{made[i]} [{year}]".strip()
    return made


def _marks(shelf: Shelf, card_id: str) -> dict[tuple[str, int | None, int | None], list[Record]]:
    found: dict[tuple[str, int | None, int | None], list[Record]] = {}
    for finding in shelf.findings:
        if finding["card_id"] == card_id:
            for e in finding["evidence"]:
                if e["table_id"]:
                    found.setdefault((e["table_id"], e["row_no"], e["column_no"]), []).append(finding)
    return found


def evidence_of(finding: Mapping[str, Any]) -> list[Record]:
    """The places that a finding rests on, each with its link."""
    shown = []
    for e in finding["evidence"][:_PLACES]:
        at = {**e, "document_id": finding["document_id"]}
        shown.append({"text": e["text"], "place": place(e), "href": place_link(at)})
    return shown


def table_rows(table: Mapping[str, Any]) -> list[Sequence[object]]:
    """A money table as it is seen, for a spreadsheet."""
    rows: list[Sequence[object]] = [["", "Styringsområde", *table["headings"]]]
    for row in table["shown"]:
        area = row["steering_area_printed"] or row["steering_area"]
        rows.append([row["label"], area, *(c["printed"] for c in row["cells"])])
    return rows
