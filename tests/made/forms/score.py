"""What a dataset got right of a made form: counts of facts wanted, given and right, compared in kroner.

Rows are plain dictionaries by table name, of one document. A zero counts as an empty cell. A proposal of a list may be
published as overview rows or as a card with its own table.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Rows = Mapping[str, list[dict[str, Any]]]
Cell = tuple[str, str, str, int]
"""An amount: card, label, year or the column's words, kroner."""
SUM_RULES = {"item_sum", "subtotal_sum", "net_effect", "row_total", "area_split"}
RULES = {
    "sum": SUM_RULES,
    "row_total": SUM_RULES,
    "prose": {"prose_vs_table", "prose_vs_prose"},
    "list_sum": SUM_RULES | {"overview_sum"},
}
MEASURES = ("used", "cards", "amounts", "aside", "list", "prose", "wrong", "planted", "false")
"""`aside`: amounts, their labels and cards aside; `wrong`: published as certain, but printed nowhere."""


@dataclass(slots=True)
class Count:
    """Facts that are right, wanted and given."""

    right: int = 0
    wanted: int = 0
    given: int = 0

    def add(self, other: Count) -> None:
        """Add another document's."""
        self.right += other.right
        self.wanted += other.wanted
        self.given += other.given


@dataclass(slots=True)
class Score:
    """The counts of a measure, and what was missed or not true."""

    counts: dict[str, Count] = field(default_factory=lambda: {m: Count() for m in MEASURES})
    misses: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another document's."""
        for name, count in other.counts.items():
            self.counts[name].add(count)

    def compare(self, name: str, wanted: Iterable[Hashable], given: Iterable[Hashable]) -> None:
        """Count two multisets of facts."""
        want, got = Counter(wanted), Counter(given)
        self.counts[name].add(Count((want & got).total(), want.total(), got.total()))
        self.misses += [f"{name}: - {x}" for x in (want - got).elements()]
        self.misses += [f"{name}: + {x}" for x in (got - want).elements()]

    def check(self, name: str, what: str, *, right: bool) -> None:
        """Count one fact that is there or not."""
        self.counts[name].add(Count(int(right), 1, int(right)))
        self.misses += [] if right else [f"{name}: - {what}"]


def squeeze(text: object) -> str:
    """Letters and figures only, small."""
    return re.sub(r"[\W_]+", "", str(text or "")).lower()


def score(truth: Mapping[str, Any], rows: Rows) -> Score:
    """Compare one document's rows with its truth."""
    made = Score()
    made.check("used", "the document", right=bool(rows.get("documents")))
    names = _names(truth, rows, made)
    given = [_given(r, names) for r in rows.get("economic_amounts", []) if r["amount_dkk"]]
    certain = [r.get("placement") != "uncertain" for r in rows.get("economic_amounts", []) if r["amount_dkk"]]
    wanted, free, loose = _wanted(truth)
    if truth["list"]:
        known, proposals = _list(truth["list"], rows, given)
        made.compare("list", proposals, known)
        sums = _sum_cells(truth["list"])
        aside = [(y, v) for _, y, v in proposals] + sums
        totals = [_overview(r)[1:] for r in _overview_rows(rows) if r["role"] != "item"]
        has = [(y, v) for _, y, v in known] + [g[2:] for g in given if g[0] == "?"] + totals
    else:
        made.compare("amounts", wanted + free, _claimed(given, wanted, free, loose))
        aside, has = [c[2:] for c in wanted + free + loose], [g[2:] for g in given]
    counted = Counter(aside) & Counter(has)
    made.counts["aside"].add(Count(counted.total(), len(aside), counted.total()))
    sure = [g[2:] for g, firm in zip(given, certain, strict=True) if firm]
    sure += [_overview(r)[1:] for r in _overview_rows(rows) if r.get("year") or r.get("column_printed")]
    silent = list((Counter(sure) - Counter(aside)).elements())
    made.counts["wrong"].add(Count(0, 0, len(silent)))
    made.misses += [f"wrong: + {x}" for x in silent]
    _prose(truth, rows, names, made)
    _findings(truth, rows, names, made)
    return made


def _name(card: Mapping[str, Any]) -> str:
    return squeeze(card["case_id"] or card["title"])


def _names(truth: Mapping[str, Any], rows: Rows, made: Score) -> dict[str, str]:
    """The true name of each published card: by its id, else by its title."""
    left = list(rows.get("cards", []))
    names: dict[str, str] = {}
    found = []
    for card in truth["cards"] + (truth["list"]["rows"] if truth["list"] else []):
        same = (r for r in left if card["case_id"] and squeeze(r.get("case_id")) == squeeze(card["case_id"]))
        hit = next(same, None) or next((r for r in left if _like(r["title"], card["title"])), None)
        if hit is not None:
            left.remove(hit)
            names[hit["card_id"]] = _name(card)
            found.append(_name(card))
    if truth["cards"]:
        extra = [squeeze(r.get("case_id") or r["title"]) + "?" for r in left]
        made.compare("cards", [_name(c) for c in truth["cards"]], found + extra)
    return names


def _like(one: str, other: str) -> bool:
    a, b = squeeze(one), squeeze(other)
    return a == b or difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9


def _given(row: Mapping[str, Any], names: Mapping[str, str]) -> Cell:
    column = str(int(row["year"])) if row.get("year") else squeeze(row.get("column_printed"))
    return names.get(row["card_id"], "?"), squeeze(row["label"])[:40], column, int(row["amount_dkk"])


def _cells(table: Mapping[str, Any], card: str) -> list[Cell]:
    return [
        (card, squeeze(row["label"])[:40], _column(column), round(value * table["unit_dkk"]))
        for row in table["rows"]
        for column, value in zip(table["columns"], row["values"], strict=True)
        if value
    ]


def _column(column: Mapping[str, Any]) -> str:
    return str(column["year"]) if column["year"] else squeeze(column["printed"])


def _wanted(truth: Mapping[str, Any]) -> tuple[list[Cell], list[Cell], list[Cell]]:
    """The amounts of cards, of tables that belong to none, and of tables whose labels are left open."""
    tables = [(t, _name(c)) for c in truth["cards"] for t in c["tables"]]
    wanted = [cell for t, name in tables if not t["loose"] for cell in _cells(t, name)]
    loose = [cell for t, name in tables if t["loose"] for cell in _cells(t, name)]
    return wanted, [cell for t in truth["doc_tables"] for cell in _cells(t, "*")], loose


def _claimed(given: list[Cell], wanted: list[Cell], free: list[Cell], loose: list[Cell]) -> list[Cell]:
    """What counts as given: a table of no card may stand on any card; cells of loose tables are left out."""
    strict, open_, spare = Counter(wanted), Counter(free), Counter(c[2:] for c in loose)
    claimed = []
    for cell in given:
        aside = ("*", *cell[1:])
        if strict[cell]:
            strict[cell] -= 1
            claimed.append(cell)
        elif open_[aside]:
            open_[aside] -= 1
            claimed.append(aside)
        elif spare[cell[2:]]:
            spare[cell[2:]] -= 1
        else:
            claimed.append(cell)
    return claimed


_ListCell = tuple[str, str, int]


def _list(made: Mapping[str, Any], rows: Rows, given: list[Cell]) -> tuple[list[_ListCell], list[_ListCell]]:
    """The amounts of a list's proposals, as published and as wanted; a row without a year may be of any."""
    columns = [_column(c) for c in made["columns"]]
    wanted = [
        (squeeze(r["case_id"]), y, round(v * made["unit_dkk"]))
        for r in made["rows"]
        for y, v in zip(columns, r["values"], strict=True)
        if v
    ]
    have = [(g[0], g[2], g[3]) for g in given if g[0] != "?"]
    have += [_overview(r) for r in _overview_rows(rows) if r["role"] == "item"]
    free, known = list(wanted), []
    for cell in have:
        hit = next((w for w in free if w[::2] == cell[::2] and cell[1] in (w[1], "*")), None)
        known.append(hit or cell)
        if hit:
            free.remove(hit)
    return known, wanted


def _overview_rows(rows: Rows) -> list[dict[str, Any]]:
    return [r for r in rows.get("overview_amounts", []) if r["amount_dkk"]]


def _overview(row: Mapping[str, Any]) -> _ListCell:
    column = str(int(row["year"])) if row.get("year") else squeeze(row.get("column_printed")) or "*"
    return squeeze(row["case_id"]), column, int(row["amount_dkk"])


def _sum_cells(made: Mapping[str, Any]) -> list[tuple[str, int]]:
    columns = [_column(c) for c in made["columns"]]
    return [
        (y, round(v * made["unit_dkk"])) for r in made["sums"] for y, v in zip(columns, r["values"], strict=True) if v
    ]


def _prose(truth: Mapping[str, Any], rows: Rows, names: Mapping[str, str], made: Score) -> None:
    wanted = Counter((_name(c), round(low), round(high)) for c in truth["cards"] for low, high in c["prose"])
    given = Counter(
        (names.get(r["card_id"], "?"), abs(int(r["amount_low_dkk"])), abs(int(r["amount_high_dkk"])))
        for r in rows.get("prose_amounts", [])
    )
    right = (wanted & given).total()
    made.counts["prose"].add(Count(right, wanted.total(), right))
    made.misses += [f"prose: - {x}" for x in (wanted - given).elements()]


def _findings(truth: Mapping[str, Any], rows: Rows, names: Mapping[str, str], made: Score) -> None:
    """Planted errors that a finding of a fitting rule names; findings on cards without any are false.

    That no template fits a document is no finding about its figures.
    """
    found = [
        (r["rule"], names.get(r.get("card_id") or ""))
        for r in rows.get("findings", [])
        if r["severity"] in ("error", "warning") and r["rule"] != "unknown_form"
    ]
    bad = {squeeze(p["case_id"] or p["title"]) for p in truth["planted"]}
    whole = any(p["rule"] == "list_sum" for p in truth["planted"])
    for p in truth["planted"]:
        who = squeeze(p["case_id"] or p["title"])
        hit = any(rule in RULES[p["rule"]] and (p["rule"] == "list_sum" or card == who) for rule, card in found)
        made.check("planted", f"{p['rule']} {who}: {p['printed']} for {p['true']}", right=hit)
    false = [f for f in found if f[1] not in bad and not (whole and f[0] in RULES["list_sum"])]
    made.counts["false"].add(Count(0, 0, len(false)))
    made.misses += [f"false: + {x}" for x in false]
