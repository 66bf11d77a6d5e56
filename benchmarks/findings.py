"""How well the rules on prose find what is planted: every wording beside its true twin, and sentences of nothing.

    python benchmarks/findings.py [--misses]

Prints for each rule how many planted contradictions it finds (recall), and of its findings on all sentences, the true
twins and the other rules' among them, how many are planted (precision).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.danish.periods.find import parse_period
from pipeline.reconcile.run import reconcile
from schemas.dataset import CardRow, CardSectionRow, FindingRow, FollowUpGoalRow
from tests.made.rows import IMPLEMENTATION, IMPLEMENTATION_TOTAL, PERMANENT, PERMANENT_TOTAL, Rows, Truth
from tests.made.wordings import NO_PERIODS, NOT_SPENT, NOTHING, PERIODS, SPENT, WORDINGS
from tests.made.wordings_told import CLEAN, GOALS, LEVELS, NO_LEVELS, PRODUCTS, ROWS, TOLD

Effect = dict[str, list[int | None]]
_Case = tuple[list[tuple[str, str]], Effect | None]
EFFECT: Effect = {"Besparelse på løn": [None, -400, -700, -1000, -1000], "Drift": [None, 100, 100, 100, 100]}
COSTS: Effect = {"Projektledelse": [600, 400, None, None, None], "Inventar": [800, None, None, None, None]}
"""What the table of a sentence about periods prints, 2026 to 2030: begun in 2027, whole from 2029, paid until 2027."""


def findings(sentence: str, effect: Effect | None = None) -> list[FindingRow]:
    """The errors and warnings on a card that says nothing else, and has a table of that effect or none."""
    rows = Rows()
    doc = rows.document("bilag.txt", "unknown")
    card = f"{doc}-1"
    rows.add(CardRow(document_id=doc, card_id=card, title="Forslag", kind="unknown"))
    rows.add(CardSectionRow(document_id=doc, card_id=card, section_no=1, heading="Økonomi", text=sentence))
    rows.prose(doc, card, sentence, section=1)
    if effect:
        rows.table(doc, card, 1, _table(effect))
    found = reconcile(rows.tables)["findings"]
    return [f for f in found if isinstance(f, FindingRow) and f.severity in ("error", "warning")]


def told_in(resume: str, text: str) -> list[FindingRow]:
    """The errors and warnings on a card with that résumé and text."""
    rows = Rows()
    doc = rows.document("bilag.txt", "unknown")
    card = f"{doc}-1"
    rows.add(CardRow(document_id=doc, card_id=card, title="Forslag", kind="unknown", summary=resume))
    rows.add(CardSectionRow(document_id=doc, card_id=card, section_no=1, heading="Økonomi", text=text))
    rows.prose(doc, card, resume)
    rows.prose(doc, card, text, section=1)
    found = reconcile(rows.tables)["findings"]
    return [f for f in found if isinstance(f, FindingRow) and f.severity in ("error", "warning")]


def goal_findings(goal: str, due: str, effect: Effect) -> list[FindingRow]:
    """The errors and warnings on a card with that goal and a table of that effect."""
    rows = Rows()
    doc = rows.document("bilag.txt", "unknown")
    card = f"{doc}-1"
    rows.add(CardRow(document_id=doc, card_id=card, title="Forslag", kind="unknown"))
    rows.table(doc, card, 1, _table(effect))
    when = parse_period(due)
    rows.add(
        FollowUpGoalRow(
            document_id=doc, card_id=card, row_no=1, goal=goal, measure="Regnskab", responsible="Kontoret", due=due,
            due_from=when.date_from if when else None, due_to=when.date_to if when else None,
        )
    )  # fmt: skip
    found = reconcile(rows.tables)["findings"]
    return [f for f in found if isinstance(f, FindingRow) and f.severity in ("error", "warning")]


def _table(effect: Effect) -> Truth:
    made = _section(PERMANENT, PERMANENT_TOTAL, effect) + _section(IMPLEMENTATION, IMPLEMENTATION_TOTAL, COSTS)
    heading = {"caption": None, "kind": "economy", "unit": "1.000 kr.", "price_level": 2027}
    return {**heading, "columns": list(range(2026, 2031)), "rows": made}


def _section(section: str, total: str, rows: Effect) -> list[Truth]:
    sums = [sum(v or 0 for v in column) or None for column in zip(*rows.values(), strict=True)]
    common = {"section": section, "steering_area": None}
    made: list[Truth] = [{"label": label, "values": v, "role": "item", **common} for label, v in rows.items()]
    return [*made, {"label": total, "values": sums, "role": "subtotal", **common}]


def _twins(sentence: str, right: object, wrong: object) -> tuple[str, str]:
    return sentence.format(right), sentence.format(wrong)


def cases() -> dict[str, _Case]:
    """By rule the sentences, right and wrong, and the table beside them."""
    made: dict[str, _Case] = {r: ([_twins(*one) for one in told], None) for r, told in WORDINGS.items()}
    made["phase_in"] = [_twins(*one) for one in PERIODS], EFFECT
    made["prose_vs_table"] = [_twins(*one) for one in ROWS], EFFECT
    made["price_level"] = [_twins(one, 2027, 2026) for one in LEVELS], EFFECT
    made["product_vs_row"] = [_twins(*one) for one in PRODUCTS], EFFECT
    made["investment_period"] = [_twins(*one) for one in SPENT], EFFECT
    return made


def clean_cards(count: int) -> Iterator[str]:
    """Texts of eight sentences each that agree with `EFFECT`, drawn by number."""
    pool = [right for told, effect in cases().values() if effect for right, _ in told]
    pool += NO_PERIODS + NOT_SPENT + NO_LEVELS
    for number in range(count):
        drawn = random.Random(number).sample(pool, 8)  # noqa: S311 -- drawn to be drawn again
        yield " ".join(one if one.endswith(".") else f"{one}." for one in drawn)


def _tellings() -> dict[str, list[tuple[tuple[str, str], tuple[str, str]]]]:
    """By rule the résumés and texts, right and wrong."""
    return {
        rule: [((r, t.format(good)), (r, t.format(bad))) for r, t, good, bad in told] for rule, told in TOLD.items()
    }


def twin_goals(rule: str, goal: str, good: str, bad: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A goal and its time, right and wrong."""
    if rule == "goal_dates":
        return (goal, good), (goal, bad)
    return (goal.format(good), "2029"), (goal.format(bad), "2029")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clean", type=int, default=200, help="cards of eight right sentences")
    parser.add_argument("--misses", action="store_true", help="the sentences that are missed or wrongly accused")
    chosen = parser.parse_args()
    planted: dict[str, list[tuple[str, list[FindingRow]]]] = {
        rule: [(wrong, findings(wrong, effect)) for _, wrong in told] for rule, (told, effect) in cases().items()
    }
    for rule, told in _tellings().items():
        planted[rule] = [(" ".join(wrong), told_in(*wrong)) for _, wrong in told]
    clean = []
    for rule, goals in GOALS.items():
        for goal in goals:
            right, wrong = twin_goals(rule, *goal)
            planted.setdefault(rule, []).append((" | ".join(wrong), goal_findings(*wrong, EFFECT)))
            clean.append((" | ".join(right), goal_findings(*right, EFFECT)))
    clean += [(s, findings(s)) for s in NOTHING] + [
        (s, findings(s, EFFECT)) for s in NO_PERIODS + NOT_SPENT + NO_LEVELS
    ]
    clean += [(" ".join(c), told_in(*c)) for c in CLEAN]
    clean += [(right, findings(right, effect)) for told, effect in cases().values() for right, _ in told]
    clean += [(" ".join(right), told_in(*right)) for told in _tellings().values() for right, _ in told]
    accused: dict[str, list[str]] = {rule: [] for rule in planted}
    others = [(text, [f for f in found if f.rule != rule]) for rule, told in planted.items() for text, found in told]
    clean += [(text, findings(text, EFFECT)) for text in clean_cards(chosen.clean)]
    for text, found in clean + others:
        for finding in found:
            accused.setdefault(finding.rule, []).append(f"{text} -> {finding.message}")
    print(f"{'rule':20s}{'recall':>10s}{'precision':>12s}")
    for rule, tried in planted.items():
        missed = [text for text, found in tried if rule not in {f.rule for f in found}]
        hits = len(tried) - len(missed)
        print(f"{rule:20s}{hits / len(tried):10.3f}{hits / max(1, hits + len(accused[rule])):12.3f}")
        for line in [f"  - {m}" for m in missed] + [f"  + {a}" for a in accused[rule]] if chosen.misses else []:
            print(line)
    print(f"findings on {len(clean)} texts that are right: {sum(len(found) for _, found in clean)}")


if __name__ == "__main__":
    main()
