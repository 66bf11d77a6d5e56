"""`bilag review` in a real browser: a decision by mouse, by keyboard, and on a narrow screen."""

from __future__ import annotations

import datetime as dt

import axe_playwright_python.sync_playwright as axe
import pytest
from playwright.sync_api import expect

from pipeline.reconcile.decisions import load_decisions
from pipeline.report import build
from pipeline.report.review import redirection
from tests.browser.conftest import CHROMIUM
from tests.report_release import made_tables, write_release
from tests.review_server import TOKEN, serving

DAY = dt.date(2026, 3, 1)
EVIL = "<img src=x onerror=alert(1)>"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def current(tmp_path_factory):
    folder = write_release(made_tables(6, titles=[EVIL], wrong_every=2), tmp_path_factory.mktemp("clean") / "one")
    build(folder, None)
    return folder


@pytest.fixture
def decisions(tmp_path):
    return tmp_path / "review" / "decisions.yaml"


@pytest.fixture
def page(chromium, current, decisions):
    """The served page; the test fails on any script error, dialog, or request to another host."""
    with serving(current, decisions, lambda: DAY) as port:
        tab, trouble = chromium.new_page(viewport={"width": 1400, "height": 1000}), []
        refused = "Failed to load resource"  # a refusal is told on the page; the browser logs it all the same
        tab.on("console", lambda m: trouble.append(m.text) if m.type == "error" and refused not in m.text else None)
        tab.on("pageerror", lambda e: trouble.append(str(e)))
        tab.on("dialog", lambda d: (trouble.append(d.message), d.dismiss()))
        home = f"http://127.0.0.1:{port}/"
        tab.on("request", lambda r: trouble.append(r.url) if not r.url.startswith((home, "data:")) else None)
        tab.goto(f"{home}{TOKEN}/")
        yield tab
        tab.close()
        assert trouble == []


def test_a_new_user_accepts_the_worst_finding(page, decisions):
    page.locator(".worst .w a").first.click()
    finding = page.locator(".finding:target")
    expect(finding).to_be_in_viewport()
    finding.get_by_role("button", name="Accepter").click()
    page.get_by_label("Hvorfor må det blive stående?").fill(f"Aftalt {EVIL}")
    finding.get_by_role("button", name="Accepter", exact=True).click()
    expect(finding.locator(".comment")).to_have_text(f"Accepteret af Anna, 1. marts 2026: Aftalt {EVIL}")
    expect(finding.get_by_role("status")).to_contain_text("Accepteret.")
    expect(finding.get_by_role("button", name="Genåbn")).to_be_focused()
    made = load_decisions(decisions)
    assert {(d.reason, d.by, d.status) for d in made} == {(f"Aftalt {EVIL}", "Anna", "accepted")}
    page.reload()
    accepted = page.locator("#accepterede .finding")
    expect(accepted).to_have_count(1)
    expect(accepted.locator(".comment")).to_contain_text(EVIL)
    accepted.get_by_role("button", name="Genåbn").click()
    accepted.get_by_role("button", name="Genåbn", exact=True).click()
    expect(accepted.get_by_role("status")).to_contain_text("Åbnet igen.")
    assert load_decisions(decisions) == []


def test_the_private_page_leads_there(chromium, current, decisions, tmp_path):
    with serving(current, decisions, lambda: DAY) as port:
        (tmp_path / "a.html").write_text(redirection(f"http://127.0.0.1:{port}/{TOKEN}/"), "utf-8")
        tab = chromium.new_page()
        tab.goto((tmp_path / "a.html").as_uri())
        expect(tab.get_by_label("Du beslutter som")).to_have_value("Anna")
        tab.close()


def test_by_keyboard_alone(page, decisions):
    """From the top to a written decision, by Tab, Enter and typing."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.worst .w a')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".finding:target")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.startsWith('Accepter')"):
            break
    page.keyboard.press("Enter")
    page.keyboard.type("Aftalt")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".finding:target .comment")).to_contain_text("Aftalt")
    assert load_decisions(decisions)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".saying")).to_have_count(0)
    expect(page.get_by_role("button", name="Genåbn").first).to_be_focused()


def test_a_name_and_a_remark(page, decisions):
    finding = page.locator(".finding").first
    page.get_by_label("Du beslutter som").fill("Bo Holm")
    finding.get_by_role("button", name="Tildel").click()
    page.get_by_label("Hvem skal se på det?").fill("Carla")
    page.keyboard.press("Enter")
    expect(finding.locator(".comment")).to_have_text("Ansvarlig: Carla")
    finding.get_by_role("button", name="Bemærk").click()
    page.get_by_label("Bemærkning", exact=True).fill("ringer mandag")
    page.keyboard.press("Control+Enter")
    expect(finding.locator(".comment")).to_have_text("Bo Holm, 1. marts 2026: ringer mandagAnsvarlig: Carla")
    (made,) = load_decisions(decisions)
    assert (made.status, made.assigned_to, made.reason, made.by) == ("open", "Carla", "ringer mandag", "Bo Holm")


def test_what_the_server_refuses_is_told_where_it_was_asked(page, decisions):
    decisions.parent.mkdir(parents=True)
    decisions.write_text("nonsense: [", "utf-8")
    finding = page.locator(".finding").first
    finding.get_by_role("button", name="Accepter").click()
    page.get_by_label("Hvorfor må det blive stående?").fill("Aftalt")
    finding.get_by_role("button", name="Accepter", exact=True).click()
    expect(finding.get_by_role("status")).to_contain_text("decisions.yaml")
    expect(page.get_by_label("Hvorfor må det blive stående?")).to_have_value("Aftalt")


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (420, "dark")])
def test_accessible_and_no_wider_than_the_window(chromium, current, decisions, width, scheme):
    with serving(current, decisions, lambda: DAY) as port:
        context = chromium.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})
        tab = context.new_page()
        tab.goto(f"http://127.0.0.1:{port}/{TOKEN}/")
        tab.locator(".finding").first.get_by_role("button", name="Accepter").click()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        found = axe.Axe().run(tab).response["violations"]
        grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        context.close()
    assert grave == []


def test_the_plain_file_has_no_buttons(chromium, current):
    tab = chromium.new_page()
    tab.goto((current / "report" / "index.html").as_uri())
    expect(tab.locator(".act, .reviewer")).to_have_count(0)
    expect(tab.locator(".decide code", has_text="bilag accept").first).to_be_visible()
    tab.close()
