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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.made_bilag import Bilag, MadeCard, as_interval, make
from pipeline.reconcile.config import ReconcileConfig
from pipeline.reconcile.echoes import find_roots
from pipeline.reconcile.model import documents
from pipeline.reconcile.overview_factors import known_factors
from pipeline.reconcile.rule import Context, Outcome
from pipeline.reconcile.run import run_rules

KINDS = ("digit", "swap", "sign", "lost_thousand", "shifted_year", "stale_subtotal", "overview", "payback", "prose")
NET, PERMANENT, IMPLEMENTATION = (
    "Samlet økonomisk påvirkning", "Samlet varig ændring", "Samlede implementeringsomkostninger",
)  # fmt: skip


@dataclass
class Case:
    """A changed bilag: which card and row, how, and whether the arithmetic can show it."""

    bilag: Bilag
    card: MadeCard
    kind: str
    label: str
    showable: bool


def mutate(clean: Bilag, kind: str, rng: random.Random) -> Case | None:
    """One change of a kind; None where the dice fell on a figure that it cannot change."""
    bilag = copy.deepcopy(clean)
    card = rng.choice(bilag.cards)
    if kind == "overview":
        return _overview(bilag, card, rng)
    if kind == "prose":
        return _prose(bilag, card, rng)
    if kind == "payback":
        before = card.payback
        card.payback = max(1, before + rng.choice([-3, -2, -1, 1, 2, 3]))
        return Case(bilag, card, kind, "Tilbagebetalingstid", card.payback != before)
    rows = [x for x in card.lines if any(v for v in x.values)]
    if kind == "stale_subtotal":
        rows = [x for x in rows if x.kind == "item"]
    line = rng.choice(rows)
    before_values = list(line.values)
    filled = [n for n, v in enumerate(line.values) if v]
    column = rng.choice(filled)
    value = line.values[column]
    assert value is not None
    if kind == "shifted_year":
        line.values = (
            [None, *line.values[:-1]] if line.values[-1] is None or line.kind != "item" else [*line.values[1:], None]
        )
    else:
        line.values[column] = _changed(value, kind, rng)
    gaps = [(v or 0) - (b or 0) for v, b in zip(line.values, before_values, strict=True)]
    if not any(gaps):
        return None
    return Case(bilag, card, kind, line.label, any(abs(g) > _rounding(card, line.label, n) for n, g in enumerate(gaps)))


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


def _prose(bilag: Bilag, card: MadeCard, rng: random.Random) -> Case | None:
    """A digit of an amount in the summary; a change of one in the last digit may be the rounding."""
    topic = rng.choice(["investment", "effect"])
    before = card.prose[topic]
    digits = [n for n, c in enumerate(before) if c.isdigit()]
    at = rng.choice(digits)
    after = before[:at] + rng.choice([d for d in "0123456789" if d != before[at]]) + before[at + 1 :]
    card.prose[topic] = after
    tenths = [int(text.split(" ")[0].replace(",", "")) for text in (before, after)]
    return Case(bilag, card, "prose", topic, abs(tenths[0] - tenths[1]) > 1)


def _overview(bilag: Bilag, card: MadeCard, rng: random.Random) -> Case | None:
    measure = rng.choice([m for m, v in card.overview.items() if v])
    before = card.overview[measure]
    card.overview[measure] = _changed(before, rng.choice(["digit", "swap"]), rng)
    gap = abs(card.overview[measure] - before)
    # The conversion's own slack: a thousandth of the amount, and the rounding of the figures under it.
    showable = gap > (1 if measure == "efficiency" else 8 + abs(before) // 500)
    return Case(bilag, card, "overview", measure, showable) if gap else None


def _rounding(card: MadeCard, label: str, column: int) -> float:
    """By how much the tightest sum that holds a figure may be off by rounding, in thousands; half a unit a figure."""
    lines = {x.label: x for x in card.lines}
    line = lines[label]
    found = []
    if line.kind == "item":
        peers = [x for x in card.lines if x.kind == "item" and x.section == line.section]
        split = f"{IMPLEMENTATION}, {line.area}"
        if split in lines:
            peers = [x for x in peers if x.area == line.area]
        found.append(_width([*peers, lines[split] if split in lines else lines[_grand(line.section)]], column))
    else:
        if label != NET:
            peers = [x for x in card.lines if x.kind == "item" and x.section == line.section]
            if "," in label:
                peers = [x for x in peers if x.area == line.area]
            found.append(_width([*peers, line], column))
        if label in (NET, PERMANENT, IMPLEMENTATION):
            found.append(_width([lines[NET], lines[PERMANENT], lines[IMPLEMENTATION]], column))
    return min(found)


def _grand(section: str | None) -> str:
    return PERMANENT if section == "permanent_changes" else IMPLEMENTATION


def _width(lines: list, column: int) -> float:
    return sum(as_interval(x.values[column]).slack_dkk / 1000 for x in lines) + 0.5


def outcomes(bilag: Bilag) -> list[Outcome]:
    """What the rules say of a made bilag, its roots marked."""
    document = documents(bilag.rows())[0]
    context = Context(document, known_factors(document, ReconcileConfig()))
    made = run_rules(document, context)
    find_roots(made)
    return made


def judged(case: Case) -> tuple[bool, bool]:
    """Whether a case was detected, and whether on the right row."""
    found = [o for o in outcomes(case.bilag) if o.severity in ("error", "warning")]
    mine = [o for o in found if (o.card is not None and o.card.case == case.card.case) or o.rule == "overview_sum"]
    if not mine:
        return False, False
    if case.kind == "overview":
        return True, any(o.rule in ("overview_vs_card", "overview_efficiency", "overview_sum") for o in mine)
    if case.kind == "prose":
        wanted = "implementering" if case.label == "investment" else "varig"
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
        print(case.kind, case.card.case, case.label, case.bilag.seed)


def run(cases: int, seed: int) -> tuple[Counter[tuple[str, str]], list[Case]]:
    """So many cases, kinds in turn; the counts by kind, and the showable cases that were missed."""
    rng = random.Random(seed)  # noqa: S311 -- a benchmark's dice
    tally: Counter[tuple[str, str]] = Counter()
    missed = []
    clean = [make(seed * 1000 + n, 6) for n in range(40)]
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
