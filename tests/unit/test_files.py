from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.work.raw import RawFile, SizeLimits, fingerprint, list_raw
from schemas.errors import BilagError

LIMITS = SizeLimits(file_bytes=2000, text_bytes=1000)


def test_lists_files_in_order_without_hidden_ones_and_the_manifest(tmp_path):
    for name in ("b.txt", "a.txt", ".DS_Store", "manifest.json", "sub/manifest.json", "sub/.git/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [f.name for f in list_raw(tmp_path)] == ["a.txt", "b.txt", "sub/manifest.json"]


def test_a_link_within_the_folder_is_a_file_of_it(tmp_path):
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").symlink_to("a.txt")
    files = list_raw(tmp_path)
    assert len({fingerprint(f, tmp_path, LIMITS) for f in files}) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"x" * 1001, "too_large"), (b"%PDF-1.4" + b"x" * 2000, "too_large")],
)
def test_a_file_that_cannot_be_used(tmp_path, content, code):
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(BilagError) as caught:
        fingerprint(RawFile("a", path), tmp_path, LIMITS)
    assert caught.value.code == code


def test_a_pdf_may_be_larger_than_a_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(content := b"%PDF-1.4" + b"x" * 1500)
    assert fingerprint(RawFile("a", path), tmp_path, LIMITS) == (hashlib.sha256(content).hexdigest(), len(content))


@given(st.sets(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1), min_size=2))
def test_names_that_differ_have_keys_that_differ_and_that_dagster_takes(names):
    keys = {RawFile(n, None).key for n in names}
    assert len(keys) == len(names)
    assert not any(bad in key for key in keys for bad in ("...", "\a", "\b", "\f", "\n", "\r", "\t", "\v", "\0"))
