"""How many contradictions in wordings that no rule was made for are told, half by half, and how many right ones.

    python benchmarks/unseen.py [--set first|fresh|hands] [--half open|closed] [--form investment|catalogue] [--misses]

Each case is a whole card, read as a file is read. Misses are shown of the open half only: the closed one stays unseen.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.extract import extract
from pipeline.reconcile.run import reconcile
from schemas.dataset import FindingRow
from tests.made.fresh import FRESH
from tests.made.fresh_base import BASE
from tests.made.hands import HANDS
from tests.made.unseen import ALL, Case
from tests.made.unseen_cards import Slots, catalogue, investment, pick

FORMS = {"investment": investment, "catalogue": catalogue}
SETS: dict[str, tuple[dict[str, list[Case]], Slots]] = {
    "first": (ALL, {}),
    "fresh": (FRESH, BASE),
    "hands": (HANDS, {}),
}
"""By name the cases, and what the card they are put into says."""
PROSE = {"resume", "besk", "oek", "impl", "risk"}
"""The slots that every form has."""


def told(text: str) -> set[tuple[str, str]]:
    """Rule and message of the findings on a card, remarks among them: what is told mildly is told."""
    read = extract(text.encode(), "bilag.txt")
    found = reconcile({**read.rows, "documents": [read.document]})["findings"]
    return {(f.rule, f.message) for f in found if isinstance(f, FindingRow)}


def _slots(case: Case) -> Slots:
    return {"oek": case} if isinstance(case, str) else case


def main() -> None:
    """Read the options, measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("open", "closed"), default="closed")
    parser.add_argument("--set", choices=SETS, default="first")
    parser.add_argument("--form", choices=FORMS, default="investment")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    make = FORMS[options.form]
    listed_by_kind, basis = SETS[options.set]
    base = told(make(basis))
    cases, found, false = Counter[str](), Counter[str](), Counter[str]()
    for kind, listed in listed_by_kind.items():
        for case in map(_slots, listed[options.half == "closed" :: 2]):
            if options.form != "investment" and not case.keys() <= PROSE:
                continue
            cases[kind] += 1
            hit = told(make({**basis, **pick(case, 0)})) - base
            found[kind] += bool(hit)
            accused = told(make({**basis, **pick(case, 1)})) - base
            false[kind] += bool(accused)
            if options.misses and options.half == "open":
                print("\n".join([f"missed  {kind}: {case}"] * (not hit) + [f"accused {kind}: {a}" for a in accused]))
    for kind in cases:
        print(f"{kind:<12}{cases[kind]:>4} planted, {found[kind]:>3} told, {false[kind]:>2} right twins accused")
    every, right, wrong = cases.total(), found.total(), false.total()
    print(f"{options.half}: recall {right / every:.3f} ({right} of {every}), precision {right / (right + wrong):.3f}")


if __name__ == "__main__":
    main()
