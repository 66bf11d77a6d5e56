"""Gains and losses between releases: matched by what a row is, not by where it stands."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.release.diff import release_diff

AMOUNT = {
    "document_id": "a" * 16, "card_id": "c1", "caption": "Tabel 1", "label": "Cykler", "steering_area": None,
    "column_printed": "2026", "column_no": 1, "amount_printed": "210", "amount_dkk": 210_000, "line": 5,
}  # fmt: skip


def release(
    folder: Path, *, amounts: list[dict[str, object]], file_name: str = "b.pdf", document: str = "a" * 16
) -> Path:
    folder.mkdir()
    frames = {
        "documents": [{"document_id": document, "file_name": file_name}],
        "cards": [{"card_id": "c1", "case_id": "BC05", "title": "Cykler"}],
        "economic_amounts": [a | {"document_id": document} for a in amounts],
        "overview_amounts": [],
        "paybacks": [],
        "findings": [],
    }
    columns = {
        "economic_amounts": list(AMOUNT),
        "overview_amounts": ["document_id", "case_id", "title", "role", "group", "measure", "value_printed", "value"],
        "paybacks": ["document_id", "card_id", "basis", "printed"],
        "findings": ["document_id", "card_id", "finding_id", "severity", "status", "message"],
    }
    for name, rows in frames.items():
        frame = pd.DataFrame(rows, columns=columns.get(name))
        if not rows:
            frame = frame.astype("string")
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


def test_a_moved_line_and_a_new_document_id_are_no_change(tmp_path: Path) -> None:
    one = release(tmp_path / "one", amounts=[AMOUNT])
    other = release(tmp_path / "two", amounts=[AMOUNT | {"line": 9}], document="b" * 16)
    assert [(c.table, c.before, c.after) for c in release_diff(one, other)] == [("documents", "a" * 16, "b" * 16)]


def test_changed_appeared_and_vanished_amounts(tmp_path: Path) -> None:
    later = AMOUNT | {"column_printed": "2027", "column_no": 2}
    one = release(tmp_path / "one", amounts=[AMOUNT, later])
    other = release(tmp_path / "two", amounts=[AMOUNT | {"amount_printed": "120", "amount_dkk": 120_000},
                                               AMOUNT | {"label": "Ladcykler"}])  # fmt: skip
    kinds = {(c.kind, c.key[3], c.key[5]): (c.before, c.after) for c in release_diff(one, other)}
    assert kinds == {
        ("changed", "Cykler", "2026"): ("210 (210000 kr.)", "120 (120000 kr.)"),
        ("vanished", "Cykler", "2027"): ("210 (210000 kr.)", None),
        ("appeared", "Ladcykler", "2026"): (None, "210 (210000 kr.)"),
    }


def test_rows_alike_are_told_apart_by_their_number(tmp_path: Path) -> None:
    one = release(tmp_path / "one", amounts=[AMOUNT, AMOUNT])
    other = release(tmp_path / "two", amounts=[AMOUNT])
    assert [c.kind for c in release_diff(one, other)] == ["vanished"]


def test_a_folder_that_is_no_release_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="parquet"):
        release_diff(tmp_path, tmp_path)
