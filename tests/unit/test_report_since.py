"""What the report says of the last release."""

from __future__ import annotations

import pytest

from pipeline.report import build
from pipeline.report.since import kept, since
from tests.report_release import accept, made_tables, write_release


@pytest.fixture(scope="module")
def tables():
    return made_tables(8, wrong_every=4)


@pytest.fixture
def last(tables, tmp_path):
    folder = write_release(tables, tmp_path / "20260301T120000Z-last")
    build(folder, None)
    return folder


def page(folder) -> str:
    return (folder / "report" / "index.html").read_text("utf-8")


def test_the_first_release_says_nothing_of_another(last):
    assert kept(last) is None
    assert 'class="since' not in page(last)
    assert 'name="siden"' not in page(last)


def test_new_gone_and_changed_findings_are_told(tables, last, tmp_path):
    changed = dict(tables)
    accepted = accept(changed, 0, "aftalt")
    gone, changed["findings"] = changed["findings"][-1], changed["findings"][:-1]
    later = write_release(changed, tmp_path / "later")
    found = since(later, last)
    assert found.changed == [accepted]
    assert [g.finding_id for g in found.gone] == [gone.finding_id]
    assert found.new == []
    build(later, None, last=last)
    html = page(later)
    assert "Siden 1. marts 2026" in html
    assert f"1 ændret · 1 væk · {len(changed['findings']) - 1} uændrede" in " ".join(html.split())
    assert html.count('data-siden="changed"') == 1
    back = since(last, later)
    assert back.new == [gone.finding_id]


def test_a_changed_amount_is_told_with_before_and_after(tables, last, tmp_path):
    changed = dict(tables)
    first, *rest = tables["economic_amounts"]
    changed["economic_amounts"] = [first.model_copy(update={"amount_printed": "77", "amount_dkk": 77_000}), *rest]
    found = since(write_release(changed, tmp_path / "later"), last)
    assert found.amounts_in_all == 1
    assert found.amounts[0].before.startswith(first.amount_printed)
    assert found.amounts[0].after.startswith("77 ")


def test_a_release_with_nothing_new_says_what_the_last_one_said(tables, last, tmp_path):
    """Else it would differ from it, and every run would make a release."""
    changed = dict(tables)
    accept(changed, 0, "aftalt")
    second, third = (write_release(changed, tmp_path / n) for n in ("second", "third"))
    build(second, None, last=last)
    build(third, None, last=second)
    for name in ("index.html", "since.json", "afstemning.xlsx"):
        assert (third / "report" / name).read_bytes() == (second / "report" / name).read_bytes()


def test_a_last_release_that_cannot_be_read_costs_the_comparison_only(tables, last, tmp_path):
    (last / "findings.parquet").write_bytes(b"no parquet")
    assert since(write_release(tables, tmp_path / "later"), last) is None
