"""`bilag serve` in a real browser: what an analyst clicks through, without a script, and what axe says of it."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from pathlib import Path

import axe_playwright_python.sync_playwright as axe
import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from extractors.extract import extract
from pipeline.derived import derive
from pipeline.lineage import link_cards
from pipeline.reconcile.run import reconcile
from pipeline.release.publish import publish
from pipeline.web import application
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.test_report_in_browser import EVIL
from tests.five import RAW
from tests.made.look import random_look
from tests.made.model import make_bilag
from tests.made.typeset import pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    """A release of two text bilag and a PDF, one with a hostile title, served."""
    folder = tmp_path_factory.mktemp("serve")
    raw = folder / "raw"
    raw.mkdir()
    for path in sorted(RAW.glob("00[02]*.txt")):
        shutil.copy(path, raw)
    (raw / "investering.pdf").write_bytes(pdf(make_bilag(7), random_look(7, "ruled")))
    tables: dict = {}
    for path in sorted(raw.iterdir()):
        extraction = extract(path.read_bytes(), path.name)
        tables.setdefault("documents", []).append(extraction.document)
        for name, rows in extraction.rows.items():
            tables.setdefault(name, []).extend(rows)
    first = tables["cards"][0]
    tables["cards"][0] = first.model_copy(update={"title": EVIL})
    found = link_cards(tables)
    tables |= {**reconcile(tables, announcements=found.announcements), "lineage": list(found.rows)}
    publish(tables | derive(tables), folder / "clean")
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(folder / "clean", raw), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, address):
    """The front page; the test fails on a console message, a script error, a dialog or a request elsewhere."""
    context = chromium.new_context(viewport={"width": 1300, "height": 900}, locale="da-DK")
    tab, trouble = context.new_page(), []
    tab.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda e: trouble.append(str(e)))
    tab.on("dialog", lambda d: (trouble.append(d.message), d.dismiss()))
    tab.on("request", lambda r: trouble.append(r.url) if not r.url.startswith((address, "data:")) else None)
    tab.goto(address)
    yield tab
    context.close()
    assert trouble == []


def test_from_the_bilag_to_a_cell_on_its_page(page):
    page.get_by_role("listitem").filter(has_text="investering.pdf").get_by_role("link").click()
    page.locator("tbody a").first.click()
    cell = page.locator("td.n a.quiet").first
    printed = cell.inner_text()
    cell.click()
    expect(page.locator("svg.sheet image")).to_be_visible()
    expect(page.locator("svg.sheet rect.mark")).to_have_count(1)
    width = page.locator("svg.sheet image").evaluate("i => i.getBBox().width")
    box = page.locator("svg.sheet rect.mark").evaluate("r => r.getBBox().x")
    assert 0 < box < width
    page.get_by_text("Sidens tekst").click()
    expect(page.locator("pre")).to_contain_text(printed)


def test_a_place_in_a_text_is_its_line(page):
    page.goto(page.url + "soeg?q=logiværtserklæring")
    page.locator(".hits a", has_text="linje").first.click()
    marked = page.locator("li.marked")
    expect(marked).to_have_count(1)
    expect(marked).to_be_in_viewport()


def test_a_hostile_title_is_text(page):
    expect(page.get_by_role("link", name=EVIL)).to_have_count(1)
    page.get_by_role("link", name=EVIL).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(EVIL)


def test_filter_search_and_take_away(page):
    page.get_by_label("Udvalg").select_option("ØU")
    page.get_by_role("button", name="Vis").click()
    rows = page.locator("tbody tr").count()
    expect(page.get_by_role("status")).to_contain_text(f"Viser {rows} af")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Hent dem som CSV").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == rows + 1
    page.get_by_role("searchbox", name="Søg i alle bilag").fill("5G netværk")
    page.keyboard.press("Enter")
    expect(page.locator(".hits li", has_text="Fremtidens netværksdækning").first).to_be_visible()


def test_a_finding_has_an_address_that_leads_to_it(page):
    page.get_by_role("link", name="Fund", exact=True).click()
    link = page.get_by_role("link", name="Fast adresse til fund").first
    name = link.inner_text().split()[-1]
    link.click()
    expect(page.locator(f"#{name}")).to_be_in_viewport()


def test_axe_finds_nothing(page):
    base = page.url
    card = page.locator("tbody a").last.get_attribute("href")
    document = page.locator(".bilag a").first.get_attribute("href")
    for where in ("", document[1:], card[1:], "fund", "soeg?q=drift", f"{document[1:]}/linje/100"):
        page.goto(base + where)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page)
            assert found.violations_count == 0, f"{where} {scheme}: {found.generate_report()}"


def test_a_narrow_screen_scrolls_only_the_tables(page):
    page.set_viewport_size({"width": 360, "height": 700})
    page.locator("tbody a").first.click()
    page.wait_for_url("**/kort/*")  # with its stylesheet
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
