"""The report in a real browser, as a controller meets it."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python.sync_playwright as axe
import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from pipeline.report import build
from tests.browser.conftest import CHROMIUM
from tests.report_release import accept, made_tables, write_release

EVIL = "<script>alert(1)</script>"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """A report of twelve cards, three with errors, one of those accepted, one with a hostile title."""
    tables = made_tables(12, titles=[EVIL, "Mobil sygeplejeklinik"], wrong_every=4)
    accept(tables, 2, "Aftalt med Økonomiforvaltningen")
    base = tmp_path_factory.mktemp("report")
    last = write_release(made_tables(12, wrong_every=6), base / "20260301T120000Z-last")
    folder = write_release(tables, base / "current")
    build(folder, folder, last=last)
    return (folder / "report" / "index.html").as_uri()


@pytest.fixture
def page(chromium, report):
    """The report opened; the test fails on any console message, script error, dialog or request to a host."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    tab, trouble = context.new_page(), []
    tab.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
    tab.on("pageerror", lambda e: trouble.append(str(e)))
    tab.on("dialog", lambda d: (trouble.append(f"dialog: {d.message}"), d.dismiss()))
    tab.on("request", lambda r: trouble.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
    context.route(re.compile(r"^(?!file:|data:)"), lambda route: route.abort())
    tab.goto(report)
    yield tab
    context.close()
    assert trouble == []


def shown(page) -> int:
    return page.locator(".finding:visible").count()


def test_a_hostile_title_is_text(page):
    heading = page.locator(".finding h3", has_text=EVIL).first
    expect(heading).to_contain_text(EVIL)
    expect(page.locator("summary h4", has_text=EVIL)).to_have_count(1)


def test_filter_by_severity_committee_and_status(page):
    every = shown(page)
    result = page.get_by_role("status")
    expect(result).to_contain_text("12 forslag")
    page.get_by_role("combobox", name="Grad").select_option("warning")
    assert 0 < shown(page) < every
    page.get_by_role("button", name="Nulstil").click()
    expect(page.locator(".finding:visible")).to_have_count(every)
    page.get_by_role("combobox", name="Status").select_option("accepted")
    expect(page.locator(".finding:visible")).to_have_count(1)
    expect(page.locator(".finding:visible .comment")).to_contain_text("Aftalt med Økonomiforvaltningen")
    page.get_by_role("combobox", name="Udvalg").select_option("Socialudvalget")
    expect(page.get_by_text("Ingen fund passer til filteret.")).to_be_visible()
    expect(result).to_contain_text("Viser 0 af")


def test_the_filter_lives_in_the_address(page):
    page.get_by_role("combobox", name="Grad").select_option("warning")
    page.get_by_role("searchbox").fill("bedre drift")
    expect(page).to_have_url(re.compile(r"\?q=bedre\+drift&grad=warning$"))
    shown_before = shown(page)
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("bedre drift")
    expect(page.get_by_role("combobox", name="Grad")).to_have_value("warning")
    assert shown(page) == shown_before
    page.get_by_role("button", name="Nulstil").click()
    expect(page.locator(".finding:visible").nth(shown_before)).to_be_visible()
    expect(page).to_have_url(re.compile(r"index\.html$"))


def test_an_address_that_names_nothing_of_ours_filters_nothing(page, report):
    every = shown(page)
    page.goto(f"{report}?grad=<script>&nonsense=1&__proto__=x")
    assert shown(page) == every


def test_search_finds_the_names_of_rows_and_shows_them(page):
    page.get_by_role("searchbox").fill("kompetenceudvikling")
    found = page.locator(".card:visible")
    cards = found.count()
    assert 0 < cards < 12
    expect(page.locator("tr.hit").first).to_be_visible()
    assert page.locator("tr.hit").count() == cards


def test_new_and_unchanged_findings_are_told_apart(page):
    page.get_by_text("Siden 1. marts 2026").click()
    page.get_by_role("link", name="Vis de nye").click()
    news = shown(page)
    expect(page.locator(".finding:visible .news").first).to_have_text("Nyt siden sidst")
    page.get_by_role("combobox", name="Siden sidst").select_option("same")
    assert news > 0
    assert shown(page) > 0
    expect(page.locator(".finding:visible .news")).to_have_count(0)


def test_what_holds_is_shown_with_its_arithmetic(page):
    cell = page.locator(".card td.ok").first
    cell.scroll_into_view_if_needed()
    cell.hover()
    expect(page.get_by_role("tooltip")).to_contain_text(re.compile(r"\d = -?[\d.]+\.|passer|kr\."))
    overview = page.locator(".overview td.ok small").first
    expect(overview).to_contain_text(re.compile(r"= [\d.]+ × 0,97"))
    page.locator(".card.wrong .holding summary").first.click()
    expect(page.locator(".card.wrong .holding li").first).to_be_visible()


def test_search_finds_cards_and_says_how_many(page):
    page.get_by_role("searchbox").fill("sygeplejeklinik")
    expect(page.locator(".card:visible")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("1 af 12 forslag")


def test_a_row_of_the_overview_filters(page):
    page.locator("#overblik").get_by_role("link", name="Rækker og sum").click()
    expect(page.get_by_role("combobox", name="Regel")).to_have_value("item_sum")
    assert all(
        "item_sum" in f for f in page.locator(".finding:visible").evaluate_all("x => x.map(f => f.dataset.regel)")
    )


def test_a_finding_opens_its_evidence(page):
    finding = page.locator(".finding.error").first
    expect(finding.locator("mark").first).to_be_hidden()
    finding.get_by_text("Vis i kilden").click()
    expect(finding.locator("mark").first).to_be_visible()
    expect(finding.locator("mark", has_text="Samlede implementeringsomkostninger")).to_have_count(1)


def test_a_marked_cell_tells_the_sum_and_leads_to_its_finding_by_keyboard(page):
    cell = page.locator("td.x.error a").first
    cell.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("efterregnet")
    expect(page.locator(".hl")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.keyboard.press("Enter")
    target = page.locator(cell.get_attribute("href"))
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


def test_hovering_a_marked_cell_tells_the_same(page):
    page.locator("td.x.error a").first.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("forskel 1.000 t.kr.")


def test_a_link_to_what_the_filter_hides_shows_it(page):
    link = page.locator(".card .refs a").first
    href = link.get_attribute("href")
    page.get_by_role("combobox", name="Status").select_option("accepted")
    page.evaluate("h => { location.hash = h }", href)
    expect(page.locator(href)).to_be_visible()


def test_the_keyboard_gets_from_the_top_to_the_findings(page):
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Spring til fundene")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_figures_are_drawn_from_their_tables(page):
    figure = page.locator('.fig[data-fig="account"]').first
    figure.scroll_into_view_if_needed()
    expect(figure.locator("svg").first).to_be_visible()
    expect(figure.get_by_text("betalt tilbage")).to_be_visible()
    for kind in ("factor", "investment"):
        drawn = page.locator(f'.fig[data-fig="{kind}"]').first
        drawn.scroll_into_view_if_needed()
        expect(drawn.locator("svg").last).to_be_visible()


def test_without_scripts_the_findings_and_tables_are_there(chromium, report):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(report)
    assert tab.locator(".finding:visible").count() > 0
    expect(tab.locator("form")).to_be_hidden()
    tab.locator(".card > summary").first.click()
    assert tab.locator("table.money").first.locator("tr").count() > 8
    context.close()


@pytest.mark.parametrize("width", [390, 420, 1400])
def test_nothing_is_wider_than_the_window(chromium, report, width):
    tab = chromium.new_page(viewport={"width": width, "height": 900})
    tab.goto(report)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()


def test_a_table_wider_than_its_place_says_that_it_scrolls(chromium, report):
    said = "getComputedStyle(document.querySelector('.card.wrong .scroll'), '::before').content"
    narrow = chromium.new_page(viewport={"width": 420, "height": 900})
    narrow.goto(report)
    narrow.locator(".card.wrong .scroll").first.scroll_into_view_if_needed()
    narrow.wait_for_timeout(100)
    assert "Rul til siden" in narrow.evaluate(said)
    wide = chromium.new_page(viewport={"width": 1400, "height": 900})
    wide.goto(report)
    wide.locator(".card.wrong .scroll").first.scroll_into_view_if_needed()
    wide.wait_for_timeout(100)
    assert wide.evaluate(said) == "none"
    narrow.close()
    wide.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(chromium, report, scheme):
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 1400, "height": 1000})
    tab = context.new_page()
    tab.goto(report)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    tab.locator(".fig").first.scroll_into_view_if_needed()
    tab.wait_for_timeout(200)
    found = axe.Axe().run(tab).response["violations"]
    grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    context.close()
    assert grave == []


def test_it_prints(chromium, report, tmp_path: Path):
    tab = chromium.new_page()
    tab.goto(report)
    tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    expect(tab.locator(".filters")).to_be_hidden()
    expect(tab.locator(".toc")).to_be_hidden()
    expect(tab.locator("#fund")).to_be_hidden()  # each finding stands once on paper, at its proposal
    wrong = tab.locator(".card.wrong").first
    expect(wrong.locator(".refs > .error").first).to_be_visible()
    expect(wrong.locator(".refs .paper-only").first).to_contain_text("Tabel 1")
    expect(wrong.locator(".money .x").first).to_be_visible()
    assert tab.locator(".card:visible").count() == tab.locator(".card:has(.refs > .error, .refs > .warning)").count()
    tab.pdf(path=tmp_path / "a.pdf", format="A4")
    tab.close()
    assert alone_at_the_end(tmp_path / "a.pdf") == []
    assert len(pdfium.PdfDocument(tmp_path / "a.pdf")) <= 6


def alone_at_the_end(path: Path) -> list[str]:
    """The headings that stand last on a page: parted from what they head."""
    heads = re.compile(
        r"Fund|Bilag og forslag|Kontroller|Se på dem her først|(Fejl|Advarsel|Bemærkning)\b.*|Linje \d+.*|BC\d+ .*"
    )
    last = []
    for page in pdfium.PdfDocument(path):
        lines = [line.strip() for line in page.get_textpage().get_text_bounded().splitlines() if line.strip()]
        last += lines[-1:]
    return [line for line in last[:-1] if heads.fullmatch(line)]
