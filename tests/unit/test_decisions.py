"""What people decide on findings, as it is kept and as it is published."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from pipeline.reconcile.decisions import Change, accept, decide, load_decisions, record
from schemas.dataset import Evidence, FindingRow

DAY = dt.date(2026, 3, 1)


def finding(number: int = 1, printed: str = "5.000") -> FindingRow:
    return FindingRow(
        document_id="0123456789abcdef", finding_id=f"F{number}", rule="item_sum", severity="error", message="m",
        printed=printed, expected="4.000", evidence=[Evidence(line=1, text="Sum: 5")],
    )  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "review" / "decisions.yaml"


def decided(path, found=None):
    return next(iter(decide([found or finding()], load_decisions(path))))


def test_an_acceptance_tells_who_when_and_why(path):
    accept(path, finding(), "aftalt", "Anna", DAY)
    found = decided(path)
    assert (found.status, found.remark, found.decided_by, found.decided_on) == ("accepted", "aftalt", "Anna", DAY)
    assert found.comment == "aftalt (Anna, 2026-03-01)"


def test_other_figures_open_it_again(path):
    accept(path, finding(), "aftalt", "Anna", DAY)
    found = decided(path, finding(printed="6.000"))
    assert found.status == "open"
    assert "grundlaget er ændret siden 2026-03-01" in found.remark


def test_a_name_or_a_remark_leaves_it_open(path):
    record(path, [Change(finding(), assigned_to="Bo")], "Anna", DAY)
    record(path, [Change(finding(), reason="ses på mandag")], "Bo", DAY)
    found = decided(path)
    assert (found.status, found.assigned_to, found.remark, found.decided_by) == ("open", "Bo", "ses på mandag", "Bo")


def test_a_remark_on_an_acceptance_does_not_accept_other_figures(path):
    accept(path, finding(), "aftalt", "Anna", DAY)
    record(path, [Change(finding(printed="6.000"), assigned_to="Bo")], "Bo", DAY)
    assert decided(path, finding(printed="6.000")).status == "open"
    assert decided(path).status == "accepted"


def test_what_is_opened_and_says_nothing_is_gone(path):
    accept(path, finding(), "aftalt", "Anna", DAY)
    record(path, [Change(finding(), "open", "")], "Anna", DAY)
    assert load_decisions(path) == []


def test_decisions_of_one_day_are_read_back(path):
    """YAML writes one date object twice as an alias, and no file of ours may hold one."""
    record(path, [Change(finding(n), "accepted", "ja") for n in (1, 2)], "Anna", DAY)
    assert [d.finding for d in load_decisions(path)] == ["F1", "F2"]
    assert "&" not in path.read_text("utf-8")


def test_all_or_nothing(path):
    accept(path, finding(1), "aftalt", "Anna", DAY)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="needs a reason"):
        record(path, [Change(finding(2), "accepted", "ja"), Change(finding(3), "accepted", " ")], "Bo", DAY)
    assert path.read_bytes() == before


def test_the_same_decision_again_writes_nothing(path):
    accept(path, finding(), "aftalt", "Anna", DAY)
    before = path.stat().st_mtime_ns
    made = accept(path, finding(), "aftalt", "Bo", dt.date(2026, 4, 1))
    assert (made.by, path.stat().st_mtime_ns) == ("Anna", before)


def test_texts_are_of_a_sane_length_and_harmless_on_a_terminal(path):
    with pytest.raises(ValueError, match="longer than"):
        accept(path, finding(), "x" * 2001, "Anna", DAY)
    assert accept(path, finding(), "ja\x1b[31m", "Anna", DAY).reason == "ja[31m"


@pytest.mark.parametrize("entry", [{"status": "done"}, {"date": "i går"}, {"who": "x"}])
def test_a_file_edited_into_nonsense_is_named(path, entry):
    accept(path, finding(), "aftalt", "Anna", DAY)
    written = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump([{**written[0], **entry}]), "utf-8")
    with pytest.raises(ValueError, match=r"decisions\.yaml, entry 1"):
        load_decisions(path)
