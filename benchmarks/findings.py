"""How well the rules on prose find what is planted: every wording beside its true twin, and sentences of nothing.

    python benchmarks/findings.py [--misses]

Prints for each rule how many planted contradictions it finds (recall), and of its findings on all sentences, the true
twins and the other rules' among them, how many are planted (precision).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.reconcile.run import reconcile
from schemas.dataset import CardRow, CardSectionRow, FindingRow
from tests.made.rows import PERMANENT, PERMANENT_TOTAL, Rows, Truth
from tests.made.wordings import NO_PERIODS, NOTHING, PERIODS, WORDINGS

Effect = dict[str, list[int | None]]
_Case = tuple[list[tuple[str, str]], Effect | None]
EFFECT: Effect = {"Besparelse på løn": [None, -400, -700, -1000, -1000], "Drift": [None, 100, 100, 100, 100]}
"""What the table of a sentence about periods prints, 2026 to 2030: begun in 2027, whole from 2029."""


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


def told(resume: str, text: str) -> list[FindingRow]:
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


def _table(effect: Effect) -> Truth:
    total = [sum(v or 0 for v in column) or None for column in zip(*effect.values(), strict=True)]
    common = {"section": PERMANENT, "steering_area": None}
    made = [{"label": label, "values": values, "role": "item", **common} for label, values in effect.items()]
    made.append({"label": PERMANENT_TOTAL, "values": total, "role": "subtotal", **common})
    heading = {"caption": None, "kind": "economy", "unit": "1.000 kr.", "price_level": None}
    return {**heading, "columns": list(range(2026, 2031)), "rows": made}


def _twins(sentence: str, right: object, wrong: object) -> tuple[str, str]:
    return sentence.format(right), sentence.format(wrong)


def _cases() -> dict[str, _Case]:
    """By rule the sentences, right and wrong, and the table beside them."""
    cases: dict[str, _Case] = {r: ([_twins(*one) for one in told], None) for r, told in WORDINGS.items()}
    cases["phase_in"] = [_twins(*one) for one in PERIODS], EFFECT
    return cases


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="the sentences that are missed or wrongly accused")
    chosen = parser.parse_args()
    cases = _cases()
    clean = [(s, None) for s in NOTHING] + [(s, EFFECT) for s in NO_PERIODS]
    clean += [(right, effect) for told, effect in cases.values() for right, _ in told]
    accused: dict[str, list[str]] = {rule: [] for rule in cases}
    for sentence, effect in clean:
        for finding in findings(sentence, effect):
            accused.setdefault(finding.rule, []).append(f"{sentence} -> {finding.message}")
    print(f"{'rule':20s}{'recall':>10s}{'precision':>12s}")
    for rule, (told, effect) in cases.items():
        missed = [wrong for _, wrong in told if rule not in {f.rule for f in findings(wrong, effect)}]
        hits = len(told) - len(missed)
        print(f"{rule:20s}{hits / len(told):10.3f}{hits / max(1, hits + len(accused[rule])):12.3f}")
        for line in [f"  - {m}" for m in missed] + [f"  + {a}" for a in accused[rule]] if chosen.misses else []:
            print(line)


if __name__ == "__main__":
    main()
