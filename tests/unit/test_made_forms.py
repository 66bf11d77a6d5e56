"""The made forms prove nothing unless they print what their truth says, and unless the score tells right from wrong."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.made.forms import SETS, files, kinds, text
from tests.made.forms.draw import said
from tests.made.forms.model import Document, Line, Table, add_up
from tests.made.forms.score import score, squeeze

Make = Callable[[int], Document]
TOLD = "fortalt"
"""The kind that has no table."""
EVERY = [pytest.param(make, id=f"{chosen}-{name}") for chosen in SETS for name, make in kinds(chosen).items()]


def printed_figures(printed: str) -> set[float]:
    """Every line that is a figure by itself: minus before or behind, dots for thousands."""
    found = set()
    for line in printed.splitlines():
        figure = re.sub("[\u2013\u2212]", "-", line.removesuffix(" kr.")).replace(".", "").replace(",", ".")
        if re.fullmatch(r"-?\d+(\.\d+)?-?", figure):
            found.add(-float(figure[:-1]) if figure.endswith("-") else float(figure))
    return found


def tables(truth: dict[str, Any]) -> list[dict[str, Any]]:
    made = [t for c in truth["cards"] for t in c["tables"]] + truth["doc_tables"]
    return made + ([{**truth["list"], "rows": truth["list"]["rows"] + truth["list"]["sums"]}] if truth["list"] else [])


def perfect(truth: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of an extraction without a fault."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("economic_amounts", "overview_amounts", "findings")}
    rows["documents"] = [{"document_id": "d"}]
    rows["cards"] = [{"card_id": c["title"], "case_id": c["case_id"], "title": c["title"]} for c in truth["cards"]]
    owned = [(c["title"], t) for c in truth["cards"] for t in c["tables"]] + [("d", t) for t in truth["doc_tables"]]
    for card, table in owned:
        for row in table["rows"]:
            for column, value in zip(table["columns"], row["values"], strict=True):
                if value is not None:
                    rows["economic_amounts"].append(_amount(card, row["label"], column, value * table["unit_dkk"]))
    made = truth["list"] or {"rows": [], "columns": [], "sums": []}
    for row in made["rows"] + made["sums"]:
        for column, value in zip(made["columns"], row["values"], strict=True):
            kroner = round((value or 0) * made["unit_dkk"])
            rows["overview_amounts"].append(
                {
                    "case_id": row.get("case_id"),
                    "year": column["year"],
                    "column_printed": column["printed"],
                    "amount_dkk": kroner,
                    "role": row.get("role", "item"),
                }
            )
    rows["prose_amounts"] = [
        {"card_id": c["title"], "amount_low_dkk": low, "amount_high_dkk": high}
        for c in truth["cards"]
        for low, high in c["prose"]
    ]
    rule = {"sum": "item_sum", "row_total": "row_total", "prose": "prose_vs_table", "list_sum": "overview_sum"}
    rows["findings"] = [{"rule": rule[p["rule"]], "severity": "error", "card_id": p["title"]} for p in truth["planted"]]
    return rows


def _amount(card: str, label: str, column: dict[str, Any], kroner: float) -> dict[str, Any]:
    return {
        "card_id": card,
        "label": label,
        "year": column["year"],
        "column_printed": column["printed"],
        "amount_dkk": round(kroner),
        "placement": "grid",
    }


def test_both_sets_hold_kinds_enough() -> None:
    names = [set(kinds(chosen)) for chosen in ("open", "closed")]
    assert all(len(n) >= 7 for n in names)
    assert not names[0] & names[1]


@pytest.mark.parametrize("make", EVERY)
def test_a_form_prints_every_figure_of_its_truth(make: Make) -> None:
    for seed in range(1, 6):
        document = make(seed)
        truth = document.truth("lines")
        shown = printed_figures(text.one_a_line(document))
        values = [v for t in tables(truth) for row in t["rows"] for v in row["values"] if v]
        assert values or document.form == TOLD
        assert [v for v in values if v not in shown] == []
        assert truth["planted"] or document.form in (TOLD, "takst")


@pytest.mark.parametrize("make", EVERY)
def test_a_form_is_the_same_each_time(make: Make) -> None:
    def written() -> list[tuple[str, bytes, dict[str, Any]]]:
        return [f for f in files(make(3)) if "-layout." not in f[0]]  # needs poppler

    assert written() == written()


@pytest.mark.parametrize("make", EVERY)
def test_a_perfect_extraction_scores_full_and_a_spoilt_one_does_not(make: Make) -> None:
    truth = make(2).truth("dump")
    rows = perfect(truth)
    made = score(truth, rows)
    for name, count in made.counts.items():
        assert count.right == count.wanted, (name, made.misses)
        assert count.given == (0 if name in ("wrong", "false") else count.wanted), (name, made.misses)
    if made.counts["prose"].wanted and not tables(truth):
        assert (
            score(truth, {**rows, "prose_amounts": rows["prose_amounts"][1:]}).counts["prose"].right
            == len(rows["prose_amounts"]) - 1
        )
        return
    worse = copy.deepcopy(rows)
    table = "economic_amounts" if rows["economic_amounts"] else "overview_amounts"
    worse[table][0]["amount_dkk"] = 123_456_789
    spoilt = score(truth, worse)
    name = "amounts" if table == "economic_amounts" else "list"
    assert spoilt.counts[name].right == made.counts[name].right - 1
    assert spoilt.counts["wrong"].given == 1


@pytest.mark.parametrize("make", EVERY)
def test_sums_add_up_wherever_no_error_is_planted(make: Make) -> None:
    """Else a finding on a card without an error would be right, and counted as false."""
    for seed in range(1, 6):
        document = make(seed)
        bad = {p["title"] for p in document.planted}
        clean = [t for c in document.cards if c.title not in bad for t in c.tables]
        clean += document.doc_tables if not document.planted else []
        assert [(x.label, n) for t in clean for x, n in unexplained(t)] == []
        planted = [p for p in document.planted if p["rule"] in ("sum", "list_sum")]
        spoilt = [t for c in document.cards if c.title in bad for t in c.tables] + document.doc_tables
        assert not planted or document.proposals or [x for t in spoilt for x in unexplained(t)]


def unexplained(table: Table) -> list[tuple[Line, int]]:
    """Cells of sums that are the sum of no rows next to them: all, the items, or the sums of a block above or below."""
    money = [x for x in table.lines if x.money]
    found = []
    for at, line in enumerate(money):
        if line.role not in ("subtotal", "total"):
            continue
        blocks = [money[n:at] for n in range(at)] + [money[at + 1 : n] for n in range(at + 2, len(money) + 1)]
        kinds_ = [
            [x for x in b if not roles or x.role in roles]
            for b in blocks
            for roles in ((), ("item",), ("subtotal", "total"))
        ]
        mixed = [_top(money[n:at]) for n in range(at)]
        sums = [add_up(b) for b in kinds_ + mixed if b]
        # A sum says nothing of a column of prices a piece, which it leaves empty.
        told = [(n, v) for n, v in enumerate(line.values) if v is not None]
        found += [(line, n) for n, v in told if v not in {s[n] or 0 for s in sums}]
    return found


def _top(block: list[Line]) -> list[Line]:
    """A block's last sum and the items after it."""
    last = max((n for n, x in enumerate(block) if x.role in ("subtotal", "total")), default=0)
    return block[last:]


def test_sums_and_amounts_in_prose() -> None:
    lines = [Line("a", [1, None, -4]), Line("b", [2, None, None])]
    assert add_up(lines) == [3, None, -4]
    assert add_up(lines, [1, -1]) == [-1, None, -4]
    assert said(2_651_000, "mio") == ("2,7 mio. kr.", 2_700_000)
    assert said(1_499_499, "tkr") == ("1.499 t.kr.", 1_499_000)
    assert Table([], [], 1_000_000, [""], 2).value(1234) == 12.34
    assert squeeze("Løn, i alt") == "lønialt"
