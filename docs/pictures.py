"""Takes the pictures of README and docs: the report of the five bilag in Chromium, and a table of a PDF as it is read.

python docs/pictures.py    write docs/img (look at them before they are committed)

Each PNG holds the text of what it shows as `Text`, so that a test can tell when the report shows another: the pixels
depend on the fonts of the machine, the text does not.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, sync_playwright

from extractors.extract import extract
from extractors.readers.pdf.image import render
from pipeline.release.history import current_release
from pipeline.report import FOLDER, PAGE, build
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.five import publish_five

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "img"
PDF: Final = ROOT / "tests" / "data" / "tutorial" / "bilag.pdf"


class View(NamedTuple):
    """A picture of the report: what is told by its text, and what stands in the middle of the window."""

    name: str
    told: str
    middle: str


_CARD: Final = "#c-30f4ec6ef6d9698c-BC25"  # its net effect is printed with the wrong sign
VIEWS: Final = (
    View("report", "#overblik .worst tr:nth-child(-n+4)", ""),
    View(
        "report-card", "#c-30f4ec6ef6d9698c-BC25 table.money >> nth=0", "#c-30f4ec6ef6d9698c-BC25 td.x.error >> nth=0"
    ),
    View("report-overview", "table.money:has(caption:text('Oversigt')) >> nth=1", "td.x.error:has-text('489')"),
)


def shots(browser: Browser) -> Iterator[tuple[str, bytes, str]]:
    """The name, the PNG and the text of each view of the report of the five bilag."""
    with tempfile.TemporaryDirectory() as folder:
        release = current_release(publish_five(Path(folder)))
        assert release is not None
        build(release, None)
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        tab.goto((release / FOLDER / PAGE).as_uri())
        for view in VIEWS:
            if view.middle:
                tab.locator(view.middle).evaluate("e => e.scrollIntoView({block: 'center'})")
            text = "\n".join(tab.locator(view.told).all_inner_texts())
            yield view.name, tab.screenshot(), text
        tab.close()


def pdf_table() -> tuple[str, bytes, str]:
    """The first economic table of the tutorial's PDF on its page, framed, with a box around each amount."""
    data = PDF.read_bytes()
    rows = extract(data, PDF.name).rows
    table = rows["economic_tables"][0]
    picture, scale = render(data, table.page or 1)
    picture = picture.convert("RGB")
    pen = ImageDraw.Draw(picture)
    amounts = [a for a in rows["economic_amounts"] if a.table_id == table.table_id]
    for amount in amounts:
        pen.rectangle([scale * v for v in amount.bbox], outline="#0b5f80", width=2)
    left, top, right, bottom = (scale * v for v in table.bbox)
    pen.rectangle([left, top, right, bottom], outline="#b3261e", width=3)
    shown = picture.crop((int(left) - 30, int(top) - 50, int(right) + 30, int(bottom) + 30))
    out = io.BytesIO()
    shown.quantize(64).save(out, "PNG")
    return "pdf-table", out.getvalue(), " ".join(str(a.amount_dkk) for a in amounts)


def text_of(name: str) -> str:
    """The text that a picture in docs/img shows."""
    with Image.open(IMAGES / f"{name}.png") as picture:
        return str(picture.info["Text"])


def main() -> None:
    """Take them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        taken = [*shots(browser), pdf_table()]
        browser.close()
    for name, png, text in taken:
        known = PngInfo()
        known.add_itxt("Text", text, zip=True)
        Image.open(io.BytesIO(png)).save(IMAGES / f"{name}.png", pnginfo=known, optimize=True)


if __name__ == "__main__":
    main()
