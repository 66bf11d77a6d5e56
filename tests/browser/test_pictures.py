"""The pictures of README and docs show what the report and a PDF's reading say today; docs/pictures.py takes them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.browser.conftest import CHROMIUM

ROOT = Path(__file__).parents[2]
SHOWN = re.compile(r"!\[[^]]+\]\((?:docs/)?img/([\w-]+)\.png\)")


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
def test_the_report_shows_what_its_pictures_show(pictures, chromium):
    for name, png, text in pictures.shots(chromium):
        assert png.startswith(b"\x89PNG")
        assert text == pictures.text_of(name), f"{name} shows another text now: run docs/pictures.py and look at it"


def test_the_table_of_the_pdf_is_read_as_its_picture_says(pictures):
    name, _, text = pictures.pdf_table()
    assert text == pictures.text_of(name)


def test_every_picture_that_a_page_shows_is_taken_and_every_one_taken_is_shown(pictures):
    pages = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    shown = {name for page in pages for name in SHOWN.findall(page.read_text("utf-8"))}
    assert shown == {v.name for v in pictures.VIEWS} | {"pdf-table"} == {p.stem for p in pictures.IMAGES.iterdir()}
