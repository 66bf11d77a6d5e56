"""Mutation test of the checks: one printed figure changed as a typist would; is it found, and where?

    python benchmarks/mutations.py [--cases 2400] [--seed 1]

A case counts as one that the arithmetic can show when the change is larger than the rounding of some sum, conversion or
payback time that the figure stands in; that is worked out here from the figures, without the rules. Detected: an
error or warning on the card (or the overview's sum). Localised: the row changed is the one a finding names first or
suspects.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.reconcile.assemble import documents
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.echoes import find_roots
from pipeline.reconcile.intervals import ZERO, Interval, printed
from pipeline.reconcile.overview_factors import known_factors
from pipeline.reconcile.payback import payback
from pipeline.reconcile.rule import Context, Outcome
from pipeline.reconcile.run import run_rules
from tests.made.content import millions
from tests.made.model import make_bilag, round_apart, truth
from tests.made.rows import (
    IMPLEMENTATION,
    IMPLEMENTATION_TOTAL,
    NET,
    PERMANENT_TOTAL,
    Rows,
    Truth,
    economy_table,
    made_document,
)

KINDS = ("digit", "swap", "sign", "lost_thousand", "shifted_year", "stale_subtotal", "overview", "payback", "prose")


@dataclass
class Case:
    """A changed bilag: which card and row, how, and whether the arithmetic can show it."""

    bilag: Truth
    card: Truth
    kind: str
    label: str
    showable: bool


def make(seed: int) -> Truth | None:
    """A made bilag of six cards with their tables, whose figures are each rounded by themselves.

    None where rounding, or an account that crosses zero never or twice, leaves open when a card is paid back.
    """
    bilag = truth(round_apart(make_bilag(seed, cards=6)), style="rows")
    for card in bilag["cards"]:
        told = payback([_interval(v) for v in card["net"]])
        if told.exact != card["payback"] or told.early != told.late:
            return None
        card["table"] = economy_table(card, split_area=bilag["split_area"])
    return bilag


def mutate(clean: Truth, kind: str, rng: random.Random) -> Case | None:
    """One change of a kind; None where the dice fell on a figure that it cannot change."""
    bilag = copy.deepcopy(clean)
    card = rng.choice(bilag["cards"])
    if kind == "overview":
        return _overview(bilag, card, rng)
    if kind == "prose":
        return _prose(bilag, card, rng)
    if kind == "payback":
        before = card["payback"]
        after = card["printed"]["payback"] = card["overview"]["payback"] = max(
            1, before + rng.choice([-3, -2, -1, 1, 2, 3])
        )
        return Case(bilag, card, kind, "Tilbagebetalingstid", after != before)
    rows = [x for x in card["table"]["rows"] if any(x["values"])]
    if kind == "stale_subtotal":
        rows = [x for x in rows if x["role"] == "item"]
    line = rng.choice(rows)
    before = line["values"]
    column = rng.choice([n for n, v in enumerate(before) if v])
    if kind == "shifted_year":
        later = before[-1] is None or line["role"] != "item"
        line["values"] = [None, *before[:-1]] if later else [*before[1:], None]
    else:
        line["values"] = [_changed(v, kind, rng) if n == column else v for n, v in enumerate(before)]
    gaps = [(v or 0) - (b or 0) for v, b in zip(line["values"], before, strict=True)]
    if not any(gaps):
        return None
    showable = any(abs(g) > _rounding(card, line["label"], n) for n, g in enumerate(gaps))
    return Case(bilag, card, kind, line["label"], showable)


def _changed(value: int, kind: str, rng: random.Random) -> int:
    sign, digits = (-1 if value < 0 else 1), list(str(abs(value)))
    if kind == "sign":
        return -value
    if kind == "lost_thousand":
        return sign * (abs(value) // 1000) if abs(value) >= 1000 else value * 1000
    if kind == "swap":
        if len(digits) < 2:
            return value
        at = rng.randrange(len(digits) - 1)
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    else:
        at = rng.randrange(len(digits))
        digits[at] = rng.choice([d for d in "0123456789" if d != digits[at]])
    return sign * int("".join(digits))


def _prose(bilag: Truth, card: Truth, rng: random.Random) -> Case | None:
    """A digit of an amount in the summary; a change of one in the last digit may be the rounding."""
    topic = rng.choice(["prose_total", "prose_eff"])
    before = millions(card[topic])
    at = rng.choice([n for n, c in enumerate(before) if c.isdigit()])
    after = before[:at] + rng.choice([d for d in "0123456789" if d != before[at]]) + before[at + 1 :]
    tenths = [int(text.split(" ")[0].replace(",", "")) for text in (before, after)]
    card[topic] = 100 * tenths[1]
    return Case(bilag, card, "prose", topic, abs(tenths[0] - tenths[1]) > 1)


def _overview(bilag: Truth, card: Truth, rng: random.Random) -> Case | None:
    measure = rng.choice([m for m, v in card["overview"].items() if v and m != "payback"])
    before = card["overview"][measure]
    card["overview"][measure] = _changed(before, rng.choice(["digit", "swap"]), rng)
    gap = abs(card["overview"][measure] - before)
    # The conversion's own slack: a thousandth of the amount, and the rounding of the figures under it.
    showable = gap > (1 if measure == "efficiency" else 8 + abs(before) // 500)
    return Case(bilag, card, "overview", measure, showable) if gap else None


def _rounding(card: Truth, label: str, column: int) -> float:
    """By how much the tightest sum that holds a figure may be off by rounding, in thousands; half a unit a figure."""
    lines = {x["label"]: x for x in card["table"]["rows"]}
    line = lines[label]
    items = [x for x in lines.values() if x["role"] == "item" and x["section"] == line["section"]]
    if line["role"] == "item":
        split = f"{IMPLEMENTATION_TOTAL}, {line['steering_area'].lower()}"
        if line["section"] == IMPLEMENTATION and split in lines:
            return _width([*_of_area(items, line["steering_area"]), lines[split]], column)
        return _width(
            [*items, lines[IMPLEMENTATION_TOTAL if line["section"] == IMPLEMENTATION else PERMANENT_TOTAL]], column
        )
    found = []
    if label != NET:
        found.append(_width([*(_of_area(items, label.split(", ")[1]) if "," in label else items), line], column))
    if label in (NET, PERMANENT_TOTAL, IMPLEMENTATION_TOTAL):
        found.append(_width([lines[NET], lines[PERMANENT_TOTAL], lines[IMPLEMENTATION_TOTAL]], column))
    return min(found)


def _of_area(items: list[Truth], area: str) -> list[Truth]:
    return [x for x in items if x["steering_area"].lower() == area.lower()]


def _width(lines: list[Truth], column: int) -> float:
    return sum(_interval(x["values"][column]).slack_dkk / 1000 for x in lines) + 0.5


def _interval(value: int | None) -> Interval:
    """A printed figure in 1.000 kr. as an interval; an empty cell is zero."""
    return ZERO if value is None else printed(value * 1000, value * 1000, 1000)


def outcomes(bilag: Truth) -> list[Outcome]:
    """What the rules say of a made bilag, its roots marked."""
    rows = Rows()
    made_document(rows, f"made-{bilag['seed']}", bilag)
    document = documents(rows.tables)[0]
    context = Context(document, known_factors(document, ReconcileConfig()))
    made = run_rules(document, context)
    find_roots(made)
    return made


def judged(case: Case) -> tuple[bool, bool]:
    """Whether a case was detected, and whether on the right row."""
    found = [o for o in outcomes(case.bilag) if o.severity in ("error", "warning")]
    mine = [
        o for o in found if (o.card is not None and o.card.case == case.card["case_id"]) or o.rule == "overview_sum"
    ]
    if not mine:
        return False, False
    if case.kind == "overview":
        return True, any(o.rule in ("overview_vs_card", "overview_efficiency", "overview_sum") for o in mine)
    if case.kind == "prose":
        wanted = "implementering" if case.label == "prose_total" else "varig"
        return True, any(o.rule == "prose_vs_table" and wanted in o.key[1] for o in mine)
    if case.kind == "payback":
        return True, any(o.rule in ("payback", "overview_payback") for o in mine)
    return True, any(_names(o, case.label) for o in mine)


def _names(outcome: Outcome, label: str) -> bool:
    if outcome.suspect is not None and outcome.card is not None:
        rows = {r.id: r for t in outcome.card.tables for r in t.rows}
        return rows[outcome.suspect].label == label
    first = outcome.evidence[0].text if outcome.evidence else ""
    return f"'{label}'" in outcome.message or first.startswith(label)


def main() -> None:
    """Run the cases and print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    arguments = parser.parse_args()
    tally, missed = run(arguments.cases, arguments.seed)
    for kind in (*KINDS, "all"):
        shown, detected, localised, all_ = (tally[kind, k] for k in ("showable", "detected", "localised", "cases"))
        print(
            f"{kind:15s} {all_:5d} cases, {shown:5d} the arithmetic can show; "
            f"detected {detected / max(1, shown):.3f}, on the right row {localised / max(1, shown):.3f}"
        )
    print(f"clean bilag with a finding: {tally['clean', 'false']} of {tally['clean', 'cases']}")
    for case in missed[: arguments.misses]:
        print(case.kind, case.card["case_id"], case.label, case.bilag["seed"])


def run(cases: int, seed: int) -> tuple[Counter[tuple[str, str]], list[Case]]:
    """So many cases, kinds in turn; the counts by kind, and the showable cases that were missed."""
    rng = random.Random(seed)  # noqa: S311 -- a benchmark's dice
    tally: Counter[tuple[str, str]] = Counter()
    missed = []
    clean = list(islice(filter(None, map(make, count(seed * 1000))), 40))
    for bilag in clean:
        tally["clean", "cases"] += 1
        tally["clean", "false"] += any(o.severity in ("error", "warning") for o in outcomes(bilag))
    while tally["all", "cases"] < cases:
        kind = KINDS[tally["all", "cases"] % len(KINDS)]
        case = mutate(rng.choice(clean), kind, rng)
        if case is None:
            continue
        detected, localised = judged(case)
        for name in (kind, "all"):
            tally[name, "cases"] += 1
            tally[name, "showable"] += case.showable
            tally[name, "detected"] += case.showable and detected
            tally[name, "localised"] += case.showable and localised
        if case.showable and not detected:
            missed.append(case)
    return tally, missed


if __name__ == "__main__":
    main()
