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
from tests.made.rows import Rows
from tests.made.wordings import NOTHING, WORDINGS


def findings(sentence: str) -> list[FindingRow]:
    """The errors and warnings on a card that says nothing else."""
    rows = Rows()
    doc = rows.document("bilag.txt", "unknown")
    card = f"{doc}-1"
    rows.add(CardRow(document_id=doc, card_id=card, title="Forslag", kind="unknown"))
    rows.add(CardSectionRow(document_id=doc, card_id=card, section_no=1, heading="Økonomi", text=sentence))
    rows.prose(doc, card, sentence, section=1)
    found = reconcile(rows.tables)["findings"]
    return [f for f in found if isinstance(f, FindingRow) and f.severity in ("error", "warning")]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="the sentences that are missed or wrongly accused")
    chosen = parser.parse_args()
    accused: dict[str, list[str]] = {rule: [] for rule in WORDINGS}
    for sentence in NOTHING + [s.format(right) for told in WORDINGS.values() for s, right, _ in told]:
        for finding in findings(sentence):
            accused.setdefault(finding.rule, []).append(f"{sentence} -> {finding.message}")
    print(f"{'rule':20s}{'recall':>10s}{'precision':>12s}")
    for rule, told in WORDINGS.items():
        missed = [s.format(wrong) for s, _, wrong in told if rule not in {f.rule for f in findings(s.format(wrong))}]
        hits = len(told) - len(missed)
        print(f"{rule:20s}{hits / len(told):10.3f}{hits / max(1, hits + len(accused[rule])):12.3f}")
        for line in [f"  - {m}" for m in missed] + [f"  + {a}" for a in accused[rule]] if chosen.misses else []:
            print(line)


if __name__ == "__main__":
    main()
