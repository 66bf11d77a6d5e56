"""How long all checks take: over the real bilag, and over more and more made cards (is it linear?).

python benchmarks/reconcile.py [--cards 10000]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from extractors.extract import extract
from pipeline.reconcile.run import reconcile
from schemas.dataset import Row
from tests.made.model import make_bilag, round_apart
from tests.made.rows import made_rows

RAW = Path(__file__).parent.parent / "data" / "raw"
A_BILAG = 40  # cards


def real() -> dict[str, list[Row]]:
    """The rows of the text files in data/raw."""
    tables: dict[str, list[Row]] = {}
    for file in sorted(RAW.glob("*.txt")):
        extraction = extract(file.read_bytes(), file.name)
        tables.setdefault("documents", []).append(extraction.document)
        for name, rows in extraction.rows.items():
            tables.setdefault(name, []).extend(rows)
    return tables


def bilag(seed: int, cards: int) -> dict[str, list[Row]]:
    """The rows of one made bilag."""
    return made_rows(round_apart(make_bilag(seed, cards=cards)))


def made(cards: int) -> dict[str, list[Row]]:
    """The rows of so many made cards, in bilag of forty."""
    tables: dict[str, list[Row]] = {}
    for seed in range(cards // A_BILAG):
        for name, rows in bilag(seed, A_BILAG).items():
            tables.setdefault(name, []).extend(rows)
    return tables


def seconds(tables: dict[str, list[Row]]) -> float:
    """Processor seconds of one reconciliation."""
    started = time.process_time()
    reconcile(tables)
    return time.process_time() - started


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cards", type=int, default=10_000)
    arguments = parser.parse_args()
    tables = real()
    print(f"{len(tables['documents'])} real bilag: {min(seconds(tables) for _ in range(3)):.2f} s")
    for share in (8, 4, 2, 1):
        cards = arguments.cards // share // A_BILAG * A_BILAG
        taken = seconds(made(cards))
        print(f"{cards:6d} made cards: {taken:6.2f} s, {1e6 * taken / cards:6.0f} us a card")
    one = bilag(1, arguments.cards // 10)
    taken = seconds(one)
    print(
        f"{arguments.cards // 10:6d} cards in one bilag: {taken:6.2f} s, {1e7 * taken / arguments.cards:6.0f} us a card"
    )


if __name__ == "__main__":
    main()
