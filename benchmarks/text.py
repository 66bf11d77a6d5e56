"""The text path's speed: the investment annex from bytes to records, and the cost per card as the document grows.

    python benchmarks/text.py [--raw data/raw] [--times 1,2,5,10,20,50] [--repeat 3]

A longer document is the annex with its cards repeated under new case ids. Prints a table and the straight line that
fits it: a cost per card that grows with the document would show in the last column and in the line's residue.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
import time
from pathlib import Path

from extractors.extract import extract
from pipeline.work import preload
from schemas.dataset import CardRow

__all__ = ["preload"]  # measured as in a worker: its tables loaded, its collector set

_CASE = re.compile(r"^(BC)(\d\d)(?=\s)", re.MULTILINE)


def annex(raw: Path) -> tuple[Path, str]:
    """The largest text file of the raw folder: the investment annex."""
    path = max(raw.glob("*.txt"), key=lambda p: p.stat().st_size)
    return path, path.read_text(encoding="utf-8")


def lengthened(text: str, times: int) -> str:
    """The annex with its cards `times` over; each copy's case ids are of its own."""
    first = _first_card(text)
    head, cards = text[:first], text[first:]
    prefixes = [f"{a}{b}" for a in "BCDEFGHJKLMN" for b in "CDEFGHJKLM"]
    return head + "\n".join(_CASE.sub(rf"{prefixes[n]}\2", cards) for n in range(times))


def _first_card(text: str) -> int:
    summary = re.search(r"^Kort resum", text, re.MULTILINE)
    if summary is None:
        sys.exit("no card in the largest text file of the raw folder")
    headings = [m.start() for m in _CASE.finditer(text, 0, summary.start())]
    return headings[-1] if headings else summary.start()


def seconds(data: bytes, repeat: int) -> tuple[float, int]:
    """The best of `repeat` runs, in processor seconds, and the number of cards."""
    best, cards = float("inf"), 0
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        extraction = extract(data, "benchmark.txt")
        best = min(best, time.process_time() - start)
        cards = len(extraction.of(CardRow))
        del extraction
    return best, cards


def line_fit(points: list[tuple[int, float]]) -> tuple[float, float, float]:
    """Slope and intercept of the least-squares line, and the share of variance it explains (R squared)."""
    n = len(points)
    mx, my = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    spread = sum((x - mx) ** 2 for x, _ in points)
    slope = sum((x - mx) * (y - my) for x, y in points) / spread
    intercept = my - slope * mx
    left = sum((y - intercept - slope * x) ** 2 for x, y in points)
    return slope, intercept, 1 - left / sum((y - my) ** 2 for _, y in points)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--raw", type=Path, default=Path("data/raw"))
    parser.add_argument("--times", default="1,2,5,10,20,50")
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {next(iter(os.sched_getaffinity(0)))})
    path, text = annex(given.raw)
    seconds(text.encode(), 1)  # modules and word lists are loaded once a process
    took, cards = seconds(text.encode(), given.repeat)
    print(f"{path.name}: {len(text.encode()) / 1000:.0f} kB, {cards} cards, {took:.2f} s (target 0.50 s)")
    print(f"\n{'times':>5} {'cards':>6} {'MB':>6} {'seconds':>8} {'ms/card':>8}")
    points = []
    for times in map(int, given.times.split(",")):
        data = lengthened(text, times).encode()
        took, cards = seconds(data, given.repeat if times <= 5 else 1)
        points.append((cards, took))
        print(f"{times:>5} {cards:>6} {len(data) / 1e6:>6.1f} {took:>8.2f} {1000 * took / cards:>8.1f}")
    if len(points) > 2:
        slope, intercept, fit = line_fit(points)
        print(f"\nseconds = {intercept:.2f} + {1000 * slope:.1f} ms x cards, R^2 = {fit:.5f}")


if __name__ == "__main__":
    main()
