"""Running Danish text: how fast the pipeline reads it, and how many of the labelled amounts it finds.

    python benchmarks/danish.py                        timings over data/raw and over hostile text
    python benchmarks/danish.py --truth DIR            also recall and precision of `prose_amounts`, with the misses

DIR holds `<three digits of the source>/<card>.json`, labelled by hand: `case_id`, `title` and `amounts_in_prose`, each
with `dkk` (kroner, or [low, high]). The measure is a card's multiset of (low, high). Figures are medians of CPU seconds
on one core after warm-up.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractors.danish import nlp, organisations
from extractors.danish.amounts.find import find_amounts
from extractors.danish.periods.find import find_periods
from extractors.danish.sentences import sentences
from extractors.extract import extract

RAW = Path(__file__).parents[1] / "data" / "raw"
HOSTILE = {
    "10 MB of digits and dots": "1234.5678." * 1_000_000,
    "a word of 1 MB": "a" * 1_000_000,
    "unbalanced brackets": "([" * 500_000,
    "mixed scripts": "Ж漢1क5 mio. kr." * 60_000,
}


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Median CPU seconds of a piece of work."""
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def timings() -> None:
    """Print how long each reader takes over every text source, and over hostile text."""
    list(nlp.analyse(["varm op"]))
    for path in sorted(RAW.rglob("*.txt")):
        text = path.read_text("utf-8", errors="replace")
        print(f"{path.name} ({len(text) / 1000:.0f} kB)")
        print(f"  pipeline       {seconds(lambda t=text: list(nlp.analyse([t]))):7.3f} s")  # type: ignore[misc]
        for name, reader in READERS.items():
            print(f"  {name:14s} {seconds(lambda t=text, r=reader: r(t)):7.3f} s")  # type: ignore[misc]
    for name, text in HOSTILE.items():
        print(f"{name:26s} pipeline {seconds(lambda t=text: list(nlp.analyse([t])), 1):7.3f} s")  # type: ignore[misc]


READERS: dict[str, Callable[[str], object]] = {
    "amounts": find_amounts,
    "periods": find_periods,
    "organisations": organisations.find,
    "sentences": sentences,
}


def wanted(card: dict[str, Any]) -> Counter[tuple[int, int]]:
    """A labelled card's amounts as (low, high)."""
    pairs = (a["dkk"] if isinstance(a["dkk"], list) else [a["dkk"]] * 2 for a in card["amounts_in_prose"])
    return Counter((round(low), round(high)) for low, high in pairs)


def quality(truth: Path) -> None:
    """Print each labelled card's misses and false finds, and the figures over all of them."""
    hits = want = got = 0
    for folder in sorted(p for p in truth.iterdir() if p.is_dir()):
        sources = list(RAW.rglob(f"{folder.name}_*.txt"))
        labelled = [json.loads(f.read_text("utf-8")) for f in sorted(folder.glob("*.json"))]
        cards = [c for c in labelled if "amounts_in_prose" in c]
        if not sources or not cards:
            continue
        rows = extract(sources[0].read_bytes(), sources[0].name).rows
        ids = {r.case_id or r.title: r.card_id for r in rows.get("cards", [])}  # type: ignore[attr-defined]
        for card in cards:
            card_id = ids.get(card["case_id"] or card["title"])
            amounts: list[Any] = [r for r in rows.get("prose_amounts", []) if getattr(r, "card_id", "") == card_id]
            truth_of, found = wanted(card), Counter((a.amount_low_dkk, a.amount_high_dkk) for a in amounts)
            hits, want, got = hits + (truth_of & found).total(), want + truth_of.total(), got + found.total()
            for pair in (truth_of - found).elements():
                print(f"  {card['case_id']}: missing {pair}")
            for pair in (found - truth_of).elements():
                print(f"  {card['case_id']}: not true {pair}")
    print(f"prose amounts: recall {hits / max(want, 1):.3f}, precision {hits / max(got, 1):.3f} ({hits} of {want})")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--truth", type=Path, help="folder of hand-labelled cards")
    arguments = parser.parse_args()
    if arguments.truth:
        quality(arguments.truth)
    timings()


if __name__ == "__main__":
    main()
