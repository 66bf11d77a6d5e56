"""How soon `bilag serve` shows something, for a release of so many made cards, in a real Chromium.

    python benchmarks/serve.py [--cards 500] [--runs 5]

The budget is a second to first content for 500 cards. Prints, for each page, milliseconds until the browser has painted
its first content: at the first visit after the program was started (the release's tables are read then) and at later
ones, and how long the program took from its start to its address. The first two lines are those of a person who starts
it and waits.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from pipeline.derived import derive
from pipeline.release.publish import publish
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.report_release import made_tables

_PAINTED = """() => new Promise(done => {
    const told = () => performance.getEntriesByName('first-contentful-paint')[0];
    if (told()) return done(told().startTime);
    new PerformanceObserver((_, seen) => { if (told()) { seen.disconnect(); done(told().startTime); } })
        .observe({type: 'paint', buffered: true});
})"""


def painted(tab: Page, address: str) -> float:
    """Milliseconds from the click to the first content."""
    tab.goto(address)
    return float(tab.evaluate(_PAINTED))


def started(clean: Path) -> tuple[subprocess.Popen[str], str, float]:
    """`bilag serve`, its address, and the seconds until it said so."""
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--clean", str(clean), "--no-open"]
    start = time.monotonic()
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return server, server.stdout.readline().strip(), time.monotonic() - start


def main() -> None:
    """Publish a release, serve and visit it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    tables = made_tables(arguments.cards)
    card = tables["cards"][0].model_dump()["card_id"]
    pages = {"front": "", "a card": f"kort/{card}", "findings": "fund", "search": "soeg?q=ejendomme"}
    first: dict[str, list[float]] = {name: [] for name in pages}
    later: dict[str, list[float]] = {name: [] for name in pages}
    starts = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        publish({**tables, **derive(tables)}, Path(scratch))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, path in pages.items():
            for _ in range(arguments.runs):
                server, address, seconds = started(Path(scratch))
                starts.append(seconds)
                try:
                    first[name].append(painted(browser.new_page(), address + path))
                    later[name].append(painted(browser.new_page(), address + path))
                finally:
                    server.terminate()
                    server.wait()
        browser.close()
    told = re.sub(r"\s+", " ", f"{arguments.cards} cards, medians of {arguments.runs}")
    print(f"{told}: started in {statistics.median(starts):.2f} s")
    for name in pages:
        print(f"  {name:9} first content {statistics.median(first[name]):5.0f} ms at the first visit of all, "
              f"{statistics.median(later[name]):4.0f} ms later")  # fmt: skip


if __name__ == "__main__":
    main()
