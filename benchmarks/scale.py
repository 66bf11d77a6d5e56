"""What a run costs as the folder grows: made text bilag of five cards each, about 19 kB.

    python benchmarks/scale.py [--documents 100,400,1600] [--jobs 1,2] [--keep FOLDER] [--short]

For each size: a first run, then with nothing changed, with one document more, and with everything checked again, and
with everything put together again. Seconds of the processor are those of the whole family of processes (this one is
made the reaper of them all), so that they say the same on a busy machine; memory is the highest of the main process and
of any other. The last lines hold the sizes against each other: a cost that grows with the folder shows as a ratio
above 1. `--jobs` compares the documents read in a second by so many workers, at the smallest size.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.made.dump import flat
from tests.made.look import random_look
from tests.made.model import make_bilag

_SUBREAPER = 36  # prctl(2): children whose parent ends are ours to wait for


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: seconds by the clock and of the processor, and the most MB of the main process and others."""

    wall: float
    cpu: float
    main_mb: float
    other_mb: float


def make(folder: Path, numbers: Iterable[int]) -> None:
    """Write these made bilag."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        (folder / f"{n:05}.txt").write_text(flat(make_bilag(n, cards=5), random_look(n)), "utf-8")


def run(raw: Path, clean: Path, *options: str) -> Cost:
    """`bilag run`, measured with all that it starts."""
    command = [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--clean", str(clean), *options]
    started = time.monotonic()
    process = subprocess.Popen(
        [*command, "--review", str(clean / "review")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = process.stdout.read().decode() if process.stdout else ""
    _, status, main = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    if status:
        sys.exit(said)
    others = list(_others())
    cpu = main.ru_utime + main.ru_stime + sum(u.ru_utime + u.ru_stime for u in others)
    return Cost(wall, cpu, main.ru_maxrss / 1000, max((u.ru_maxrss for u in others), default=0) / 1000)


def _others() -> Iterator[resource.struct_rusage]:
    """What the processes that outlived the main one used; they end with it."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


def _drop(clean: Path, *kinds: str) -> None:
    """Forget what was published, and what is kept of these kinds."""
    (clean / ".cache" / "published.json").unlink(missing_ok=True)
    for path in (p for kind in kinds for p in (clean / ".cache").glob(kind)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def measure(root: Path, documents: int, *, short: bool) -> dict[str, Cost]:
    """The costs of runs over so many documents."""
    raw, clean = root / f"raw-{documents}", root / f"clean-{documents}"
    make(raw, range(documents))
    found = {"first run": run(raw, clean), "nothing new": run(raw, clean)}
    make(raw, [documents])
    found["one new"] = run(raw, clean)
    if short:
        return found
    _drop(clean, "parts/*")
    found["put together"] = run(raw, clean)
    _drop(clean, "parts/*", "*/*.facts")
    found["checked again"] = run(raw, clean)
    return found


def _show(documents: int, found: dict[str, Cost]) -> None:
    for name, cost in found.items():
        print(f"{documents:>9}  {name:14} {cost.wall:8.1f} {cost.cpu:9.1f} {1000 * cost.cpu / documents:9.1f} "
              f"{cost.main_mb:9.0f} {cost.other_mb:8.0f}", flush=True)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", default="100,400,1600")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--short", action="store_true", help="leave out what a new program or a lost cache costs")
    parser.add_argument("--keep", type=Path, help="work here and leave it")
    given = parser.parse_args()
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
    sizes = [int(n) for n in given.documents.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        root = given.keep or Path(scratch)
        print(
            f"{'documents':>9}  {'run':14} {'seconds':>8} {'cpu s':>9} {'cpu ms/d':>9} {'MB main':>9} {'MB other':>8}"
        )
        all_found: dict[int, dict[str, Cost]] = {}
        for n in sizes:
            all_found[n] = measure(root, n, short=given.short)
            _show(n, all_found[n])
        smallest = sizes[0]
        for n, found in list(all_found.items())[1:]:
            ratios = {k: (c.cpu / all_found[smallest][k].cpu) for k, c in found.items()}
            print(f"{n} against {smallest} documents ({n / smallest:.0f} times as many): "
                  + ", ".join(f"{k} {r:.2f}" for k, r in ratios.items()))  # fmt: skip
        for jobs in map(int, filter(None, given.jobs.split(","))):
            clean = root / f"clean-jobs-{jobs}"
            cost = run(root / f"raw-{smallest}", clean, "--jobs", str(jobs))
            print(f"{jobs} workers: {(smallest + 1) / cost.wall:.2f} documents a second")


if __name__ == "__main__":
    main()
