from __future__ import annotations

import datetime as dt

import pytest

from pipeline.work.store import Outcome, Store
from schemas.dataset import CardRow, CheckRow, DocumentRow, Evidence, FollowUpGoalRow
from schemas.errors import BilagError
from schemas.extraction import Extraction

SHA = "0123456789abcdef" * 4
AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


@pytest.fixture
def extraction():
    found = Extraction(
        DocumentRow(
            document_id=SHA[:16], sha256=SHA, file_name="a\tb\n.txt", source_format="pdf", text_source="ocr",
            kind="unknown", ingested_at=AT, extractor_version="1",
        )
    )  # fmt: skip
    found.add(
        CardRow(document_id=SHA[:16], card_id="c", title="Æ\u2028ø\n\tå", kind="initiative", bbox=[0.1, 1, 2, 3]),
        FollowUpGoalRow(document_id=SHA[:16], card_id="c", row_no=1, due_from=dt.date(2027, 1, 1)),
        CheckRow(
            document_id=SHA[:16], check_id="k", rule="sign", status="exact", message="m", evidence=[Evidence(text="x")]
        ),
    )
    return found


def test_what_is_kept_comes_back(tmp_path, extraction):
    Store(tmp_path, "v1").save(SHA, extraction)
    assert Store(tmp_path, "v1").load(SHA) == extraction


def test_another_version_or_other_bytes_are_not_there(tmp_path, extraction):
    Store(tmp_path, "v1").save(SHA, extraction)
    assert Store(tmp_path, "v2").load(SHA) is None
    assert Store(tmp_path, "v1").load("f" * 64) is None


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:20] + b"\0" + b[21:]])
def test_a_damaged_entry_counts_as_absent(tmp_path, extraction, damage):
    store = Store(tmp_path, "v1")
    store.save(SHA, extraction)
    path = next((tmp_path / ".cache" / SHA).glob("*.rows.gz"))
    path.write_bytes(damage(path.read_bytes()))
    assert store.load(SHA) is None


def test_the_same_rows_give_the_same_bytes(tmp_path, extraction):
    for folder in ("a", "b"):
        Store(tmp_path / folder, "v1").save(SHA, extraction)
    first, second = (next((tmp_path / f).rglob("*.rows.gz")).read_bytes() for f in ("a", "b"))
    assert first == second


def test_the_time_of_the_first_extraction_outlives_versions(tmp_path):
    first = Store(tmp_path, "v1").first_seen(SHA)
    assert Store(tmp_path, "v2").first_seen(SHA) == first


def test_only_failures_that_lie_in_the_bytes_are_remembered(tmp_path):
    store = Store(tmp_path, "v1")
    store.save_failure(SHA, BilagError("time_limit", "slow"))
    assert store.failure(SHA) is None
    store.save_failure(SHA, BilagError("not_a_bilag", "no\tcard"))
    failure = store.failure(SHA)
    assert (failure.code, failure.message) == ("not_a_bilag", "no\tcard")


def test_a_file_seen_again_keeps_its_first_time_until_its_bytes_change(tmp_path):
    store, later = Store(tmp_path, "v1"), AT + dt.timedelta(days=1)
    store.save_outcome("a.txt", Outcome(file_name="a.txt", sha256=SHA, seen_at=AT), None)
    store.save_outcome(
        "a.txt", Outcome(file_name="a.txt", sha256=SHA, reason="time_limit", seen_at=later), store.outcome("a.txt")
    )
    assert store.outcome("a.txt").seen_at == AT
    assert store.outcome("a.txt").reason == "time_limit"
    store.save_outcome("a.txt", Outcome(file_name="a.txt", sha256="f" * 64, seen_at=later), store.outcome("a.txt"))
    assert store.outcome("a.txt").seen_at == later
