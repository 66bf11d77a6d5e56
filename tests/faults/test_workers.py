"""A worker that goes wrong costs its own document, within its limits, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import time
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from pipeline.system.errors import RunError
from pipeline.work.engine import extract_all
from pipeline.work.progress import Bar
from pipeline.work.store import Outcome, Store
from pipeline.work.worker import AtPage, Job, Limits


def outcomes(tmp_path, contents, extract, limits=None, workers=2):
    """Extract these contents with this function: each content's report, and the store."""
    clean, jobs = tmp_path / "clean", []
    for n, content in enumerate(contents):
        path = tmp_path / f"{n}.txt"
        path.write_text(content)
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        jobs.append(Job(path, path.name, sha256, clean, "v1", extract))
    reports = {}
    extract_all(jobs, limits or Limits(20), workers, lambda job, report, _: reports.update({job.file_name: report}))
    return [reports[j.file_name] for j in jobs], Store(clean, "v1"), jobs


@pytest.mark.parametrize(
    ("word", "code", "says"),
    [
        ("hang", "time_limit", "longer than 6 seconds"),
        ("die", "worker_died", "SIGABRT"),
        ("eat", "memory_limit", "memory"),
        ("defect", "internal_error", "column 7"),
        ("refuse", "not_a_bilag", "no card"),
        ("twice", "internal_error", "occurs more than once"),
        ("odd", "internal_error", "null where it must not be"),
        ("fused", "unpublishable", "amount_dkk"),
        ("half", "unpublishable", "title"),
    ],
)
def test_one_bad_document_among_good_ones(tmp_path, word, code, says):
    contents = ["good one", f"{word} on", "good two", "good three"]
    seconds = 6 if word == "hang" else 60
    limits = Limits(seconds, 300_000_000)
    reports, store, jobs = outcomes(tmp_path, contents, "misbehaving:by_content", limits)
    assert [r.code for r in reports] == [None, code, None, None]
    assert says in reports[1].message
    assert [store.seal(j.sha256) is not None for j in jobs] == [True, False, True, True]


def test_a_hanging_worker_takes_its_children_with_it(tmp_path):
    note = tmp_path / "pid"
    reports, _, _ = outcomes(tmp_path, [str(note)], "misbehaving:hang_with_child", Limits(2))
    assert reports[0].code == "time_limit"
    pid = int(note.read_text())
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the program that the worker started is still running")


def test_many_hanging_workers_cost_the_limit_each_not_more(tmp_path):
    jobs, seconds, codes = [], [], set()
    for n in range(4):
        path = tmp_path / f"{n}.txt"
        path.write_text(f"hang {n}")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        jobs.append(Job(path, path.name, sha256, tmp_path / "clean", "v1", "misbehaving:by_content"))
    started = time.monotonic()
    extract_all(jobs, Limits(1), 4, lambda _, report, took: (codes.add(report.code), seconds.append(took)))
    assert codes == {"time_limit"}
    assert time.monotonic() - started < 0.75 * sum(seconds), "they waited for each other"


def test_a_file_that_vanishes_before_its_worker_reads_it(tmp_path):
    gone = tmp_path / "gone.txt"
    reports = []
    job = Job(gone, gone.name, "0" * 64, tmp_path / "clean", "v1", "misbehaving:plain")
    extract_all([job], Limits(10), 1, lambda _job, report, _s: reports.append(report))
    assert [r.code for r in reports] == ["vanished"]


def test_a_file_that_changes_before_its_worker_reads_it_is_not_filed_under_the_old_bytes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("new")
    old = hashlib.sha256(b"old").hexdigest()
    reports = []
    job = Job(path, path.name, old, tmp_path / "clean", "v1", "misbehaving:plain")
    extract_all([job], Limits(10), 1, lambda _job, report, _s: reports.append(report))
    assert [r.code for r in reports] == ["still_changing"]
    assert Store(tmp_path / "clean", "v1").seal(old) is None


def test_a_clean_folder_that_cannot_be_written_fails_the_run(tmp_path):
    (tmp_path / "clean").write_text("a file where the folder should be")
    with pytest.raises(RunError, match="cannot be written"):
        outcomes(tmp_path, ["good"], "misbehaving:plain")


def test_no_worker_is_left_when_the_run_is_interrupted(tmp_path):
    def interrupt(*_):
        raise KeyboardInterrupt

    contents = {"good": "plain", "hang": "hang"}
    jobs = []
    for name in contents:
        path = tmp_path / name
        path.write_text(f"{name} {os.getpid()}")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        jobs.append(Job(path, name, sha256, tmp_path / "clean", "v1", "misbehaving:by_content"))
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        extract_all(jobs, Limits(300), 2, interrupt)
    assert time.monotonic() - started < 250, "it waited for the one that hangs"


def test_pages_that_take_their_time_are_told_of(tmp_path):
    path = tmp_path / "scan.txt"
    path.write_text("scan")
    job = Job(
        path, path.name, hashlib.sha256(b"scan").hexdigest(), tmp_path / "clean", "v1", "misbehaving:page_by_page"
    )
    told, reports = [], []
    extract_all([job], Limits(60), 1, lambda _j, r, _s: reports.append(r), lambda j, at: told.append((j.file_name, at)))
    assert [r.code for r in reports] == [None]
    assert told == [("scan.txt", AtPage(place, 5)) for place in range(1, 6)]


def test_a_scan_has_a_bar_of_its_own_until_it_is_read():
    drawn = Console(file=io.StringIO(), force_terminal=True, width=100, color_system=None)
    with Progress(TextColumn("{task.description}"), MofNCompleteColumn(), console=drawn, auto_refresh=False) as shown:
        bar = Bar(shown)
        bar.begin(2)
        bar.at_page("sær[bold]\x1b[2J.pdf", 4, 12)
        shown.refresh()
        assert "sær[bold][2J.pdf" in drawn.file.getvalue()
        assert "3/12" in drawn.file.getvalue()
        bar.done(
            Outcome(file_name="sær[bold]\x1b[2J.pdf", seen_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), seconds=30.0)
        )
        assert [(t.description, t.completed) for t in shown.tasks] == [("reading", 1)]


@pytest.mark.slow
def test_where_there_is_no_fork_server_each_worker_loads_what_it_needs(tmp_path, monkeypatch):
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    reports, store, jobs = outcomes(tmp_path, ["plain one", "die"], "misbehaving:by_content", Limits(300))
    assert [r.code for r in reports] == [None, "worker_died"]
    assert store.load(jobs[0].sha256).document.file_name == "0.txt"
