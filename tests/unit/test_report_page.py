"""What the page holds, read without a browser."""

from __future__ import annotations

import hashlib
import html
import io
import re

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.reconcile.rule import RULES
from pipeline.report import build
from pipeline.report.dataset import load
from pipeline.report.figures import account_figure, factor_figures, investments
from pipeline.report.findings import finding_views
from pipeline.report.held import Arithmetic
from pipeline.report.images import page_images
from pipeline.report.marks import find_marks
from pipeline.report.page import render
from pipeline.report.ranking import proposals
from pipeline.report.source import Crop
from pipeline.report.tables import card_tables
from pipeline.report.ways import ways
from pipeline.report.words import document_names, figure, rule_name
from pipeline.work.drawing import Drawer
from pipeline.work.store import Store
from schemas.dataset import DocumentRow, Evidence, FindingRow, LineageRow
from tests.report_release import accept, made_tables, write_release

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u2066\u2028"


@pytest.fixture(scope="module")
def tables():
    return made_tables(12, titles=[EVIL], wrong_every=4)


@pytest.fixture(scope="module")
def release(tables, tmp_path_factory):
    return load(write_release(tables, tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="module")
def page(release, tmp_path_factory):
    return render(release, None)


def test_a_title_that_is_markup_is_shown_as_text(page):
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert html.escape(EVIL.rstrip("\u2028\u202e\u2066")) in page


def test_nothing_on_the_page_turns_the_direction_of_reading(page):
    shown = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", html.unescape(shown))


def test_no_script_may_run_but_those_that_the_policy_names(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src 'none'" in html.unescape(policy)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert html.unescape(policy).count("'sha256-") == len(scripts) == 3
    assert not re.search(r"<script [^>]*src=|\son\w+=\"", re.sub(r"<script>.*?</script>", "", page, flags=re.S))


def test_the_page_asks_nobody_for_anything(page):
    without_scripts = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', without_scripts) == []
    assert "url(" not in without_scripts
    assert "@import" not in without_scripts


def test_root_findings_hold_their_echoes(release):
    views = finding_views(release)
    assert sum(1 + len(v.echoes) for v in views) == len(release.findings)
    root = next(v for v in views if v.rule == "item_sum")
    assert [e.rule for e in root.echoes] == ["net_effect"]
    assert {v.severity for v in views[: len([v for v in views if v.severity == "error"])]} == {"error"}


def test_a_sum_is_shown_with_its_terms_in_their_own_unit(release):
    view = next(v for v in finding_views(release) if v.rule == "item_sum")
    terms = [int(p.amount.replace(".", "")) for p in view.others]
    assert len(terms) == 3
    assert int(view.sum.replace(".", "")) == sum(terms)
    assert view.main.amount != view.sum
    assert view.difference == "1.000 t.kr."


def test_an_accepted_root_does_not_hide_an_open_echo(tables, tmp_path):
    changed = dict(tables)
    accepted = accept(changed, 0, "aftalt")
    views = finding_views(load(write_release(changed, tmp_path)))
    root = next(v for v in views if v.id == accepted)
    assert root.status == "accepted"
    assert root.remark == "aftalt"
    open_rows = [f for f in changed["findings"] if isinstance(f, FindingRow) and f.status == "open"]
    assert sum(1 + len(v.echoes) for v in views if v.status == "open") == len(open_rows)


def test_the_contradicting_cell_is_marked_and_its_terms_point_back(release):
    finding = next(f for f in release.findings if f.rule == "item_sum")
    table = card_tables(release, finding.card_id, find_marks(release), Arithmetic(release))[0]
    subtotal = next(r for r in table.rows if r.kind == "subtotal" and r.label.text.startswith("Samlede impl"))
    assert subtotal.cells[0].severity == "error"
    assert subtotal.cells[0].finding == finding.finding_id
    assert "efterregnet" in subtotal.cells[0].tips[0]
    assert not subtotal.cells[1].severity
    assert sum(finding.finding_id in r.cells[0].parts for r in table.rows if r.cells) == 3


def test_the_table_is_shown_as_it_is_printed(release):
    card = release.cards[1]
    table = card_tables(release, card.card_id, find_marks(release), Arithmetic(release))[0]
    amounts = {(a.row_no, a.column_no): a.amount_printed for a in release.amounts[table.table_id]}
    shown = {
        (n, c): cell.text
        for n, row in enumerate(table.rows, 1) if row.kind != "payback"
        for c, cell in enumerate(row.cells, 1) if cell.text
    }  # fmt: skip
    assert shown == amounts
    assert [r.kind for r in table.rows][-2:] == ["total", "payback"]


def test_the_account_turns_where_the_card_says(release):
    for card in release.cards:
        account = account_figure(release, card, [c for c in release.checks if c.card_id == card.card_id])
        if account and account.payback_years:
            at = account.payback_years - 1
            assert account.years[at].total <= 0 < account.years[at - 1].total
            assert not account.differs


def test_the_overview_is_held_against_the_cards_at_the_inferred_factor(release):
    document = release.documents[0].document_id
    (service,) = factor_figures(release, document)
    assert service.factor == pytest.approx(0.9728, abs=0.001)
    assert len(service.points) >= 9
    spent = sum(i.total for i in investments(release, document))
    assert spent == sum(r.amount_dkk for r in release.overview[document] if r.measure == "service")


def as_pdf(tables, data: bytes, raw):
    """The same tables as if every row stood in a band of the first page of a PDF."""
    sha256 = hashlib.sha256(data).hexdigest()
    raw.mkdir()
    (raw / "bilag-1.pdf").write_bytes(data)
    changed = dict(tables)
    file = {"source_format": "pdf", "file_name": "bilag-1.pdf", "sha256": sha256}
    changed["documents"] = [d.model_copy(update=file) for d in tables["documents"]]
    place = {"line": None, "page": 1, "bbox": [50.0, 100.0, 300.0, 120.0]}
    for name in ("findings", "source_lines", "economic_rows", "economic_amounts", "economic_tables"):
        changed[name] = [r.model_copy(update=place) for r in tables[name]]
    evidence = [Evidence(page=1, bbox=[50.0, 100.0, 300.0, 120.0], text="Samlet: 5")]
    changed["findings"] = [f.model_copy(update={"evidence": evidence}) for f in changed["findings"]]
    return changed


def test_a_finding_in_a_pdf_shows_its_place_boxed_on_the_page(tables, tmp_path):
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(595, 842))
    canvas.drawString(50, 725, "Samlet 5")
    canvas.save()
    folder = write_release(as_pdf(tables, drawn.getvalue(), tmp_path / "raw"), tmp_path / "release")
    build(folder, tmp_path / "raw")
    page = (folder / "report" / "index.html").read_text("utf-8")
    assert page.count("data:image/png") == 1, "one image a page, however many crops show it"
    assert '<rect class="main" x="49" y="99" width="252" height="22" rx="2"/>' in page
    assert 'viewBox="38 82 274 48"' in page


def test_a_broken_pdf_costs_its_images_not_the_report(tables, tmp_path):
    folder = write_release(as_pdf(tables, b"%PDF-1.7 broken", tmp_path / "raw"), tmp_path / "release")
    build(folder, tmp_path / "raw")
    page = (folder / "report" / "index.html").read_text("utf-8")
    assert "data:image/png" not in page
    assert '<ol class="lines bare"' in page


def test_a_file_that_changed_since_is_not_shown(tables, tmp_path):
    changed = as_pdf(tables, b"%PDF-1.7", tmp_path / "raw")
    (tmp_path / "raw" / "bilag-1.pdf").write_bytes(b"%PDF-1.7 another")
    crop = Crop(changed["documents"][0].document_id, 1, 0, 100, 0, 100)
    assert page_images([crop], changed["documents"], Drawer(tmp_path / "raw", Store(tmp_path / "clean"))) == {}


def test_a_release_without_anything_has_a_report(tmp_path):
    folder = write_release({}, tmp_path / "release")
    build(folder, tmp_path)
    assert "Ingen modsigelser" in (folder / "report" / "index.html").read_text("utf-8")


def test_the_same_release_gives_the_same_bytes(tables, tmp_path):
    one, two = (write_release(tables, tmp_path / n) for n in ("one", "two"))
    build(one, tmp_path)
    build(two, tmp_path)
    for name in ("index.html", "afstemning.xlsx"):
        assert (one / "report" / name).read_bytes() == (two / "report" / name).read_bytes()


@pytest.mark.slow
def test_five_hundred_cards_fit_in_a_mail(tmp_path):
    folder = write_release(made_tables(500), tmp_path / "release")
    build(folder, tmp_path)
    assert sum(p.stat().st_size for p in (folder / "report").iterdir()) < 10_000_000


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("-1.113.000", "item_sum", "-1.113 t.kr."),
        ("733.845", "overview_vs_card", "733.845 kr."),
        ("4", "payback", "4 år"),
        ("Fælles drift", "title_mismatch", "Fælles drift"),
        (None, "item_sum", ""),
    ],
)
def test_figures_are_written_as_controllers_write_them(text, rule, shown):
    assert figure(text, rule) == shown


def test_a_rule_without_a_name_goes_by_its_own():
    assert rule_name("something_new") == "Something new"
    assert rule_name("item_sum") == RULES["item_sum"].title


def test_bilag_of_the_same_name_are_told_apart():
    def document(number: int, name: str) -> DocumentRow:
        return DocumentRow.model_construct(
            document_id=str(number), bilag_no="2a", budget_case="OFS 2025-2026", title=None, file_name=name
        )

    names = document_names([document(1, "a.pdf"), document(2, "b.pdf")])
    assert names == {"1": "Bilag 2a · OFS 2025-2026 (a.pdf)", "2": "Bilag 2a · OFS 2025-2026 (b.pdf)"}


def test_the_worst_proposals_come_first_with_what_to_do(page, release):
    ranked = proposals(f for f in finding_views(release) if f.status == "open")
    gravity = ["error", "warning", "info"]
    order = [(gravity.index(p.worst.severity), -p.stake) for p in ranked]
    assert order == sorted(order)
    shown = re.findall(r'<article class="finding[^"]*" id="([^"]+)"', page)
    assert shown[: len(ranked[0].findings)] == [f.id for f in ranked[0].findings]
    assert f'bilag accept {ranked[0].worst.id} --reason "…"' in page
    front = page[: page.index('id="fund"')]
    assert front.index(f"#{ranked[0].worst.id}") < front.index(f"#{ranked[1].worst.id}")


def test_the_way_of_a_proposal_through_the_bilag_is_drawn(tables, tmp_path):
    first, second = tables["cards"][0], tables["cards"][-1]
    link = LineageRow(
        document_id=second.document_id, line=1, from_card_id=first.card_id, to_card_id=second.card_id,
        relation="taken_up_in", score=0.65, evidence=f"fælles ord: {EVIL}",
    )  # fmt: skip
    gone = link.model_copy(update={"to_card_id": "another-release"})
    folder = write_release({**tables, "lineage": [link, gone]}, tmp_path)
    ((start, end),) = ways(load(folder))
    assert (start.card_id, start.links) == (first.card_id, [])
    assert [(x.origin, x.how, x.sure) for x in end.links] == [(first.case_id, "er taget op i", 65)]
    shown = render(load(folder), None)
    assert f'<a href="#c-{second.card_id}">' in shown.partition('<ol class="way">')[2].partition("</ol>")[0]
    assert EVIL not in shown


def test_a_link_between_cards_of_no_known_kind_has_a_way(tables, tmp_path):
    cards = [c.model_copy(update={"kind": "unknown"}) for c in tables["cards"]]
    link = LineageRow(
        document_id=cards[0].document_id, line=1, from_card_id=cards[0].card_id, to_card_id=cards[1].card_id,
        relation="continued_in", score=0.5, evidence="",
    )  # fmt: skip
    folder = write_release({**tables, "cards": cards, "lineage": [link]}, tmp_path)
    assert [[s.card_id for s in way] for way in ways(load(folder))] == [[cards[0].card_id, cards[1].card_id]]


def test_without_links_there_are_no_ways(page):
    assert 'id="veje"' not in page
