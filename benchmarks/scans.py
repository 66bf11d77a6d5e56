"""Damaged scans of made bilag: how many amounts are read right, how many are wrong and not marked, seconds a page.

    python benchmarks/scans.py [--seeds 3] [--first 1000] [--kinds fax,pale]

Each seed is a made bilag of one card in a look of its own, printed and spoiled in every way `tests/made/damage.py`
knows. "Silently wrong" are amounts that no cell of the page holds and that are not `uncertain`: 0 is the only good
figure. Time is processor time, Tesseract's included.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractors.extract import extract
from schemas.dataset import EconomicAmountRow
from schemas.errors import BilagError
from tests.made.compare import squeeze, wanted_amounts
from tests.made.damage import KINDS, damaged
from tests.made.look import random_look
from tests.made.model import make_bilag
from tests.made.typeset import pdf

Amount = tuple[str, int, int]


def amounts(data: bytes) -> tuple[Counter[Amount], Counter[tuple[int, int]]]:
    """(label, year, printed value) of every amount of a document, and (year, value) of the certain ones."""
    try:
        rows = extract(data, "scan.pdf").rows.get("economic_amounts", [])
    except BilagError as error:
        print(f"  {error.code}: {error}", file=sys.stderr)
        return Counter(), Counter()
    found: Counter[Amount] = Counter()
    sure: Counter[tuple[int, int]] = Counter()
    for row in rows:
        assert isinstance(row, EconomicAmountRow)
        value = row.amount_dkk // (row.unit_dkk or 1000)
        found[squeeze(row.label)[:40], row.year or 0, value] += 1
        if row.placement != "uncertain":
            sure[row.year or 0, value] += 1
    return found, sure


def cpu_seconds() -> float:
    """Processor time of this process and of the Tesseracts it has started."""
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(kind: str, seed: int) -> Counter[str]:
    """What was wanted, given, right, silently wrong, and the pages and milliseconds it took."""
    bilag, look = make_bilag(seed, cards=1), random_look(seed)
    data = damaged(pdf(bilag, look), kind, seed)
    wanted = Counter((label[:40], year, value) for _, label, year, value in wanted_amounts(bilag, look))
    start = cpu_seconds()
    found, sure = amounts(data)
    took = cpu_seconds() - start
    true = Counter((year, value) for _, year, value in wanted.elements())
    return Counter(
        wanted=wanted.total(),
        given=found.total(),
        right=(found & wanted).total(),
        certain=sure.total(),
        silent=(sure - true).total(),
        pages=len(pypdfium2.PdfDocument(data)),
        ms=round(1000 * took),
    )


def line(name: str, n: Counter[str]) -> str:
    """One line of the table."""
    recall, precision = n["right"] / max(1, n["wanted"]), n["right"] / max(1, n["given"])
    uncertain = 1 - n["certain"] / max(1, n["given"])
    seconds = n["ms"] / 1000 / max(1, n["pages"])
    return (
        f"{name:12s} {recall:7.3f} {precision:10.3f} {uncertain:10.3f} {n['silent']:15d} {seconds:8.1f} {n['pages']:6d}"
    )


def main() -> None:
    """Print a line for each kind of damage, and all together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--kinds", default=",".join(KINDS))
    asked = parser.parse_args()
    heads = ("recall", "precision", "uncertain", "silently wrong", "s/page", "pages")
    print(
        f"{'damage':12s} {heads[0]:>7s} {heads[1]:>10s} {heads[2]:>10s} {heads[3]:>15s} {heads[4]:>8s} {heads[5]:>6s}"
    )
    total: Counter[str] = Counter()
    for kind in asked.kinds.split(","):
        counts: Counter[str] = Counter()
        for seed in range(asked.first, asked.first + asked.seeds):
            counts.update(measure(kind, seed))
        print(line(kind, counts), flush=True)
        total.update(counts)
    print(line("all", total))


if __name__ == "__main__":
    main()
