"""Where the system makes no symbolic links, a release and `current` are what they are elsewhere."""

from __future__ import annotations

import os
from functools import partial

import pyarrow.dataset as pads
import pytest

from pipeline.release.history import current_release, list_releases, problems
from pipeline.release.parts import parted
from schemas.dataset import TABLES


@pytest.fixture
def without_links(house, monkeypatch):
    def refuse(*_, **__):
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(os, "symlink", refuse)
    return house


@pytest.mark.parametrize("most", [32, 2])
def test_a_release_is_published_replaced_and_rolled_back_to(without_links, monkeypatch, most):
    house = without_links
    monkeypatch.setattr("pipeline.work.compose.parted", partial(parted, most=most))
    for n in range(4):
        house.put(f"{n}.txt", f"many 3 number {n}")
    first = house.run()["release"]
    house.put("new.txt", "many 3 number new")
    second = house.run()["release"]
    current = house.clean / "current"
    assert not current.is_symlink()
    assert current_release(house.clean).name == second != first
    assert pads.dataset(current / "cards.parquet", format="parquet").count_rows() == 15
    assert all((current / name).exists() for name in TABLES)
    assert [problems(release) for release in list_releases(house.clean)] == [[], []]
    assert house.run()["changed"] is False
    house.call("rollback", first, folders=("clean",))
    assert current_release(house.clean).name == first
    assert pads.dataset(current / "cards", format="parquet").count_rows() == 12
    assert {p.name for p in house.clean.iterdir() if p.name.startswith((".new-", ".old-"))} == set()


def test_a_folder_of_somebody_elses_in_the_place_of_current_is_left_alone(without_links):
    house = without_links
    house.put("a.txt", "a")
    mine = house.clean / "current" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    house.run(exit_code=1)
    assert mine.read_text() == "mine"
    mine.unlink()
    mine.parent.rmdir()
    house.run()


def test_links_that_can_be_made_again_take_the_place_of_what_stood_in(house, monkeypatch):
    house.put("a.txt", "a")
    with monkeypatch.context() as patch:
        patch.setattr(os, "symlink", lambda *_, **__: (_ for _ in ()).throw(OSError("none")))
        house.run()
    house.put("b.txt", "b")
    house.run()
    assert (house.clean / "current").is_symlink()
    assert len(house.table("documents")) == 2
