"""How long the report takes and how large it is, for so many made cards.

    python benchmarks/report.py [--cards 500] [--keep FOLDER]

The budget is 10 MB and 10 seconds for 500 cards. Prints seconds (also those of the processor, which do not count what
else the machine does), and bytes of the page and the workbook.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.report import FOLDER, PAGE, WORKBOOK, build
from pipeline.report.dataset import load
from pipeline.report.page import render
from tests.report_release import made_tables, write_release


def main() -> None:
    """Make a release, build its report, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--keep", type=Path, help="write the release here and leave it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_release(made_tables(arguments.cards), arguments.keep or Path(scratch) / "release")
        start, busy = time.perf_counter(), time.process_time()
        build(folder, None)
        whole, busy = time.perf_counter() - start, time.process_time() - busy
        start = time.perf_counter()
        render(load(folder), None)
        page = time.perf_counter() - start
        sizes = {name: (folder / FOLDER / name).stat().st_size for name in (PAGE, WORKBOOK)}
    print(f"{arguments.cards} cards: {whole:.1f} s in all ({busy:.1f} s of the processor), the page alone {page:.1f} s")
    for name, size in sizes.items():
        print(f"  {name:16} {size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
