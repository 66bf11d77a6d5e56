"""Nothing is lost without a word: damaged caches and releases, files still being copied, releases that shrink."""

from __future__ import annotations

import json
import shutil
import threading

import pytest

from pipeline.release.history import list_releases, read_package
from pipeline.work.settings import Settings
from pipeline.work.stages import recheck, take_in


def titles(house):
    return sorted(c["title"] for c in house.table("cards"))


def cached(house, pattern):
    return sorted(p for p in (house.clean / ".cache").glob(f"*/{pattern}") if p.stat().st_size)


DAMAGES = {
    "truncated": lambda data: data[: len(data) // 2],
    "emptied": lambda data: b"",
    "flipped": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another's": lambda data: b"bilag1 " + b"0" * 64 + b"\n" + data[72:],
}


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("pattern", ["*.rows.gz", "*.json", "first_seen", "*.facts", "*.tables", "*.told"])
def test_a_damaged_cache_costs_reading_again_and_nothing_else(house, how, pattern):
    house.put("a.txt", "a")
    house.put("b.txt", "b")
    house.run()
    for path in cached(house, pattern):
        path.write_bytes(DAMAGES[how](path.read_bytes()))
    house.put("c.txt", "c")
    house.run()
    assert titles(house) == ["a", "b", "c"]


def test_what_is_lost_while_the_release_is_made_fails_the_run_and_the_next_heals_it(house, monkeypatch):
    house.put("a.txt", "a")
    house.run()
    house.put("b.txt", "b")

    def spoilt(outcomes, settings):
        for path in [*cached(house, "*.tables"), *cached(house, "*.rows.gz")]:
            path.write_bytes(b"")
        return recheck(outcomes, settings)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.work.run.recheck", spoilt)
        assert "the next run reads it again" in house.run(exit_code=1)["error"]
    assert titles(house) == ["a"]
    house.run()
    assert titles(house) == ["a", "b"]


def drop(release):
    shutil.rmtree(release)


def flip(release):
    path = release / "cards.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(release):
    path = release / "datapackage.json"
    path.write_bytes(path.read_bytes()[:100])


def edit(release):
    path = release / "datapackage.json"
    path.write_text(path.read_text().replace('"row_count": 1', '"row_count": 2'))


def lose_report(release):
    (release / "report" / "index.html").unlink()


def lose_link(release):
    (release.parents[1] / "current").unlink()


@pytest.mark.parametrize("damage", [drop, flip, cut, edit, lose_report, lose_link])
def test_a_damaged_release_is_published_again(house, damage):
    house.put("a.txt", "a")
    first = house.run()
    damage((house.clean / "current").resolve())
    again = house.run()
    assert (again["changed"], titles(house)) == (True, ["a"])
    assert "whole" in house.call("verify", folders=("clean",)).output
    assert house.run()["changed"] is False
    if damage is not drop:
        assert again["release"] != first["release"]
        wrong = house.call(
            "verify", first["release"], folders=("clean",), exit_code=int(damage is not lose_link)
        ).output
        assert ("whole" in wrong) == (damage is lose_link)


def test_a_file_that_grows_while_it_is_read_is_not_published(house, monkeypatch):
    """A copy that is under way: the first third is there when the run begins, more comes while it is read."""
    house.put("whole.txt", "whole")
    growing = house.put("growing.txt", "a third")

    def grown(keys, workspace):
        found = take_in(keys, workspace)
        with growing.open("a") as stream:
            stream.write(" and more")
        return found

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.work.run.take_in", grown)
        house.run()
    assert (titles(house), house.quarantined()) == (["whole"], {"growing.txt": "still_changing"})
    house.run()
    assert (titles(house), house.quarantined()) == (["a third and more", "whole"], {})


def test_a_file_that_grows_after_it_was_read_is_not_published(house, monkeypatch):
    house.put("whole.txt", "whole")
    growing = house.put("growing.txt", "a third")

    def grown(outcomes, settings):
        growing.write_text("a third and more")
        return recheck(outcomes, settings)

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.work.run.recheck", grown)
        house.run()
    assert (titles(house), house.quarantined()) == (["whole"], {"growing.txt": "still_changing"})


def test_a_file_that_does_not_rest_yet_waits(house):
    house.put("new.txt", "new")
    house.run("--rest", "3600")
    assert house.quarantined() == {"new.txt": "still_changing"}
    house.run()
    assert titles(house) == ["new"]


def test_a_file_that_is_written_all_the_time(house):
    path, stop = house.put("log.txt", "line\n" * 100_000), threading.Event()

    def write():
        while not stop.is_set():
            with path.open("a") as stream:
                stream.write("one more line\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        house.put("a.txt", "a")
        house.run()
    finally:
        stop.set()
        writer.join()
    assert (titles(house), house.quarantined()) == (["a"], {"log.txt": "still_changing"})


@pytest.fixture
def five(house):
    for n in range(5):
        house.put(f"{n}.txt", f"many 10 number {n}")
    house.first = house.run()["release"]
    return house


def stands(house):
    return (house.clean / "current").resolve().name == house.first


def test_a_file_that_is_gone_refuses_the_release_and_says_what_to_do(five):
    (five.raw / "3.txt").unlink()
    said = five.run(exit_code=3)["error"]
    assert "5 documents became 4" in said
    assert "without 3.txt" in said
    assert "bilag retire" in said
    assert "--allow-shrink" in said
    assert stands(five)


def test_a_file_that_is_gone_by_intent(five):
    (five.raw / "3.txt").unlink()
    assert five.run("--allow-shrink")["rows"]["documents"] == 4
    package = read_package((five.clean / "current").resolve())
    assert package["why"] == "1 gone: 3.txt"
    assert package["previous"] == five.first


@pytest.mark.parametrize("removed", [True, False])
def test_a_file_that_was_retired_is_not_missed(five, removed):
    if removed:
        (five.raw / "3.txt").unlink()
    five.call("retire", "3.txt", "--reason", "Trukket tilbage", "--by", "Anna")
    assert five.run()["rows"]["documents"] == 4
    assert five.quarantined() == ({} if removed else {"3.txt": "retired"})
    five.put("3.txt", "many 10 in another version")
    assert five.run()["rows"]["documents"] == 5


def test_a_retired_file_can_be_taken_in_again(five):
    five.call("retire", "3.txt", "--reason", "en fejl")
    assert five.run()["rows"]["documents"] == 4
    five.call("retire", "3.txt", "--undo", "--reason", "ikke alligevel")
    assert five.run()["rows"]["documents"] == 5


def test_retiring_needs_a_file_and_a_reason(five):
    assert "neither in the current release" in five.call("retire", "x.txt", "--reason", "x", exit_code=1).output
    assert "needs a reason" in five.call("retire", "3.txt", "--reason", " ", exit_code=1).output


def test_fewer_cards_or_amounts_refuse_the_release(five):
    five.put("3.txt", "many 1 number 3")
    assert "50 cards became 41 (limit 5 %)" in five.run(exit_code=3)["error"]
    assert stands(five)
    assert five.run("--max-shrink", "30")["rows"]["cards"] == 41


def test_files_that_are_quarantined_now_refuse_the_release(five):
    for n in range(3):
        five.put(f"{n}.txt", f"refuse {n}")
    said = five.run(exit_code=3)["error"]
    assert "0.txt (quarantined)" in said
    assert "3 of 5 files are newly quarantined" in said
    assert stands(five)


def test_a_bad_file_that_comes_does_not_stop_the_others(five):
    five.put("bad.txt", "refuse")
    five.put("good.txt", "good")
    assert five.run()["rows"]["documents"] == 6


def test_fail_on_quarantine(house):
    house.put("a.txt", "a")
    assert house.run("--fail-on", "quarantine")["ok"]
    house.put("b.txt", "refuse")
    assert house.run("--fail-on", "quarantine", exit_code=2)["ok"]
    assert house.quarantined() == {"b.txt": "not_a_bilag"}


def test_releases_rollback_and_what_holds_after_it(five):
    five.put("bad.txt", "something that nobody wants")
    second = five.run()["release"]
    listed = json.loads(five.call("releases", "--format", "json", folders=("clean",)).output)
    assert [(r["release"], r["current"]) for r in listed] == [(second, True), (five.first, False)]
    assert listed[0]["why"] == "1 new: bad.txt"
    five.call("rollback", five.first, folders=("clean",))
    assert stands(five)
    assert five.run()["changed"] is False
    assert stands(five)
    five.put("more.txt", "more")
    third = five.run("--keep", "0")["release"]
    assert [p.name for p in list_releases(five.clean)] == [five.first, third]


def test_a_damaged_release_is_not_rolled_back_to(five):
    five.put("more.txt", "more")
    second = five.run()["release"]
    flip(five.clean / "releases" / five.first)
    assert "is damaged" in five.call("rollback", five.first, folders=("clean",), exit_code=1).output
    assert (five.clean / "current").resolve().name == second


def test_pinned_releases_and_a_wrong_clock(five, monkeypatch):
    """The order of releases is that in which they were made, whatever the clock said."""
    five.call("pin", five.first, "--reason", "Budget 2026", folders=("clean",))
    second = five.clean / "releases" / five.run_with("a.txt")
    future = second.rename(second.with_name("20990101T000000Z-aaaaaaaa"))
    (five.clean / "current").unlink()
    (five.clean / "current").symlink_to(f"releases/{future.name}")
    third = five.run_with("b.txt", "--keep", "1")
    fourth = five.run_with("c.txt", "--keep", "1")
    assert [p.name for p in list_releases(five.clean)] == [five.first, third, fourth]


def test_what_no_kept_release_needs_is_collected(five):
    five.put("0.txt", "many 10 number 0 corrected")
    five.run("--keep", "0")
    stale = five.clean / ".cache" / ("ab" * 32)
    stale.mkdir()
    (stale / "v0.rows.gz").write_bytes(b"x" * 1000)
    before = len(list((five.clean / ".cache").glob("[0-9a-f]" * 64)))
    said = five.call("gc", folders=("raw", "clean")).output
    assert "removed 3 entries" in said  # the bytes before, what was put together of them, and the stale
    assert len(list((five.clean / ".cache").glob("[0-9a-f]" * 64))) == before - 2 == 5
    assert five.run()["changed"] is False
    assert five.call("verify", folders=("clean",)).output.count("whole") == 1


def test_nothing_is_collected_when_the_raw_folder_is_gone(five):
    shutil.rmtree(five.raw)
    assert "not a folder" in five.call("gc", folders=("raw", "clean"), exit_code=1).output
    assert len(list((five.clean / ".cache").glob("[0-9a-f]" * 64))) == 5


def test_a_run_with_nothing_to_do_starts_nothing(five, monkeypatch):
    def never(*_):
        raise AssertionError("started")

    for name in ("pipeline.work.run.warm_up", "pipeline.work.engine.context"):
        monkeypatch.setattr(name, never)
    assert five.run()["changed"] is False
    (five.raw / "0.txt").touch()
    assert five.run()["changed"] is False


def test_seconds_are_kept_of_what_was_read_in_another_run(five):
    store = Settings(clean_dir=str(five.clean)).store()
    before = store.outcome("0.txt").seconds
    five.run()
    five.put("more.txt", "more")
    five.run()
    assert before > 0
    assert store.outcome("0.txt").seconds == before
