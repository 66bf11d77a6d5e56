"""A raw folder on a server: OpenSSH and Samba on loopback, S3 by moto, and what goes wrong on the way."""

from __future__ import annotations

import json
import os
import signal

import fsspec
import pytest
from click.testing import CliRunner
from servers import PASSWORD, openssh, samba

from pipeline.cli.main import main
from pipeline.system.errors import RunError
from pipeline.work import fetch, remote
from pipeline.work.notes import state_seen
from pipeline.work.raw import moves
from pipeline.work.remote import Access, Remote
from pipeline.work.settings import Settings

KINDS = {"sftp": openssh, "smb": samba}


class Away:
    """`bilag run` over a folder on a server."""

    def __init__(self, root, address, lines):
        self.root, self.clean, self.address = root, root / "clean", address
        said = {"rest_seconds": 0.0, "patience": 20.0, **lines}
        self.source = {f"source_{name}": value for name, value in said.items()}
        source = "\n".join(f"{name} = {json.dumps(value)}" for name, value in said.items())
        (root / "bilag.toml").write_text(f'[folders]\nraw = "{address}"\n[source]\n{source}\n')

    def call(self, *words, exit_code=0):
        folders = ["--clean", str(self.clean), "--review", str(self.root / "review")]
        said = CliRunner().invoke(main, ["--config", str(self.root / "bilag.toml"), *words, *folders])
        assert said.exit_code == exit_code, said.output
        return said

    def run(self, exit_code=0):
        return json.loads(self.call("run", "--json", exit_code=exit_code).stdout)

    def settings(self, **said):
        return Settings(raw_dir=self.address, clean_dir=str(self.clean), **{**self.source, **said})

    def current(self):
        return (self.clean / "current").resolve().name


@pytest.fixture(params=KINDS)
def server(request, tmp_path):
    (tmp_path / "server").mkdir()
    with KINDS[request.param](tmp_path / "server") as up:
        yield up


@pytest.fixture
def away(server, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    for number in range(5):
        (server.folder / f"{number} æøå.txt").write_text(f"bilag {number}")
    return Away(tmp_path, server.address, server.lines)


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """A store of this process, for what needs no server of the real kind."""
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    files = fsspec.filesystem("memory")
    place = f"/{tmp_path.name}"
    files.pipe({f"{place}/{n}.txt": f"bilag {n}".encode() for n in range(3)})
    yield Away(tmp_path, f"memory:/{place}", {}), files, place
    files.rm(place, recursive=True)


def test_what_is_on_a_server_is_published_and_followed(away, server):
    (server.folder / "under").mkdir()
    (server.folder / "under" / "b.txt").write_text("bilag b")
    (server.folder / ".skjult").write_text("hidden")
    first = away.run()
    assert (first["changed"], first["rows"]["documents"], first["quarantined"]) == (True, 6, [])
    again = away.run()
    assert (again["changed"], again["release"]) == (False, first["release"])
    (server.folder / "under" / "b.txt").write_text("bilag b, revised")
    (server.folder / "c.txt").write_text("bilag c")
    third = away.run()
    assert (third["changed"], third["rows"]["documents"]) == (True, 7)
    (server.folder / "c.txt").unlink()
    assert "c.txt" in away.run(exit_code=1 + 2)["error"]
    away.call("retire", "c.txt", "--reason", "withdrawn")
    assert away.run()["rows"]["documents"] == 6


def test_a_server_that_is_gone_or_says_nothing_leaves_the_last_release(away, server):
    release = away.run()["release"]
    os.killpg(server.process.pid, signal.SIGSTOP)
    silent = away.settings(source_patience=2.0)
    with pytest.raises(RunError) as stopped:
        silent.fetch()
    assert stopped.value.passes
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    told = away.run(exit_code=1)["error"]
    assert "the last release stands" in told
    assert away.current() == release
    assert sorted(f.name for f in away.settings().files().values()) == [f"{n} æøå.txt" for n in range(5)]


def test_an_empty_folder_takes_nothing_away(away, server):
    release = away.run()["release"]
    for path in server.folder.iterdir():
        path.unlink()
    assert "there is no file in" in away.run(exit_code=1)["error"]
    assert away.current() == release


def test_no_secret_is_kept_or_told(away, server):
    config = ["--config", str(away.root / "bilag.toml"), "config"]
    told = away.call("run", "-v").output + away.call("doctor").output + CliRunner().invoke(main, config).output
    assert PASSWORD not in told
    kept = [p for p in away.clean.rglob("*") if p.is_file()]
    assert kept
    assert not [p for p in kept if PASSWORD.encode() in p.read_bytes()]
    assert away.clean.joinpath(".cache").stat().st_mode & 0o077 == 0


def test_who_is_not_let_in_is_told_so(away, server, tmp_path):
    if "password_file" in server.lines:
        (tmp_path / "server" / "password").write_text("forkert")
    else:
        (tmp_path / "server" / "authorized").write_text("")
    told = away.run(exit_code=1)["error"]
    assert "not let in" in told
    assert "forkert" not in told
    assert "raw folder" in away.call("doctor", exit_code=1).output


@pytest.fixture
def sftp(tmp_path):
    (tmp_path / "server").mkdir()
    with openssh(tmp_path / "server") as up:
        (up.folder / "a.txt").write_text("bilag a")
        yield up, Away(tmp_path, up.address, up.lines)


@pytest.mark.parametrize("known", ["another's", "none", "missing"])
def test_a_server_whose_key_is_not_known_is_not_talked_to(sftp, tmp_path, known):
    _, away = sftp
    file = tmp_path / "server" / "known_hosts"
    other = f"{file.read_text().split()[0]} {(tmp_path / 'server' / 'user.pub').read_text()}"
    if known == "missing":
        file.unlink()
    else:
        file.write_text(other if known == "another's" else "")
    assert str(file) in away.run(exit_code=1)["error"]
    assert not away.settings().raw.exists()


def test_a_key_that_others_can_read_is_not_used(sftp, tmp_path):
    (tmp_path / "server" / "user").chmod(0o644)
    assert "chmod go=" in sftp[1].run(exit_code=1)["error"]


def test_names_that_are_no_text_and_links_cost_themselves(sftp, monkeypatch):
    server, away = sftp
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    (server.folder / os.fsdecode(b"f\xf8r.txt")).write_text("bilag 2")
    (server.folder / "ud.txt").symlink_to("/etc/hostname")
    told = away.run()
    assert told["rows"]["documents"] == 2
    assert [(q["file_name"], q["reason"]) for q in told["quarantined"]] == [("ud.txt", "unreadable")]


def test_a_file_that_somebody_has_open_for_writing_waits(tmp_path, monkeypatch):
    smbclient = pytest.importorskip("smbclient")
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    (tmp_path / "server").mkdir()
    with samba(tmp_path / "server") as server:
        (server.folder / "a.txt").write_text("bilag a")
        (server.folder / "b.txt").write_text("half of b")
        away = Away(tmp_path, server.address, server.lines)
        user, _, rest = server.address.removeprefix("smb://").partition("@")
        port, known = int(rest.partition(":")[2].partition("/")[0]), {}
        login = {"username": user, "password": PASSWORD, "port": port, "connection_cache": known}
        with smbclient.open_file(r"\\127.0.0.1\deling\bilag\b.txt", "r+b", share_access="rw", **login) as writing:
            told = away.run()
            writing.write(b"all")
        assert [(q["file_name"], q["reason"]) for q in told["quarantined"]] == [("b.txt", "still_changing")]
        smbclient.reset_connection_cache(fail_on_error=False, connection_cache=known)
        assert away.run()["quarantined"] == []


def test_objects_of_a_store(tmp_path, monkeypatch):
    boto = pytest.importorskip("botocore.session")
    pytest.importorskip("s3fs")
    started = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    try:
        host, port = started.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "bilag",
            "AWS_SECRET_ACCESS_KEY": PASSWORD, "AWS_DEFAULT_REGION": "us-east-1",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        client = boto.get_session().create_client("s3")
        client.create_bucket(Bucket="kommune")
        client.put_object(Bucket="kommune", Key="bilag/a.txt", Body=b"bilag a")
        client.put_object(Bucket="kommune", Key="bilag/under/b.txt", Body=b"bilag b")
        away = Away(tmp_path, "s3://kommune/bilag", {})
        away.settings().fetch()
        assert sorted(away.settings().files()) == ["a.txt", "under/b.txt"]
        client.delete_object(Bucket="kommune", Key="bilag/a.txt")
        away.settings().fetch()
        assert list(away.settings().files()) == ["under/b.txt"]
    finally:
        started.stop()


def test_a_new_file_must_look_the_same_for_a_while(memory, monkeypatch):
    away, files, place = memory
    waited = []

    def written_to_meanwhile(seconds):
        waited.append(seconds)
        clock[0] += seconds
        files.pipe_file(f"{place}/2.txt", b"bilag 2, more of it")

    clock = [1e9 + 5e8]
    monkeypatch.setattr(fetch.time, "time", lambda: clock[0])
    monkeypatch.setattr(fetch.time, "sleep", written_to_meanwhile)
    resting = away.settings(source_rest_seconds=30.0)
    assert all(moves(f, 0.0) for f in resting.files_now().values())
    resting.fetch()
    assert waited == [30.0]
    refused = {name: f.refused and f.refused.code for name, f in resting.files().items()}
    assert refused == {"0.txt": None, "1.txt": None, "2.txt": "still_changing"}
    clock[0] += 31
    assert not any(moves(f, 0.0) for f in resting.files_now().values())
    resting.fetch()
    assert (len(waited), resting.raw.joinpath("2.txt").read_bytes()) == (1, b"bilag 2, more of it")


def test_a_clock_set_back_makes_nothing_rest_sooner(memory, monkeypatch):
    away, *_ = memory
    clock = [1.5e9]
    monkeypatch.setattr(fetch.time, "time", lambda: clock[0])
    resting = away.settings(source_rest_seconds=30.0)
    resting.files_now()
    clock[0] -= 1000
    assert all(moves(f, 0.0) for f in resting.files_now().values())


def test_what_the_sensor_sees_is_what_a_run_saw(memory):
    away, files, place = memory
    settings = away.settings()
    settings.fetch()
    state = state_seen(settings.files().values(), away.root)
    assert state_seen(settings.files_now().values(), away.root) == state
    files.pipe_file(f"{place}/1.txt", b"bilag 1, revised")
    assert state_seen(settings.files_now().values(), away.root) != state


def test_a_file_that_is_cut_off_or_written_to_on_the_way_is_not_used(memory, monkeypatch):
    away, files, place = memory
    with monkeypatch.context() as patched:
        patched.setattr(remote, "_write", lambda copy, data: copy.write(data[:3]))
        away.settings().fetch()
    assert {f.refused.code for f in away.settings().files().values()} == {"still_changing"}
    assert not list(away.settings().raw.rglob("*.txt"))

    def write(copy, data):
        copy.write(data)
        files.pipe_file(f"{place}/0.txt", b"another")

    with monkeypatch.context() as patched:
        patched.setattr(remote, "_write", write)
        away.settings().fetch()
    assert [n for n, f in away.settings().files().items() if f.refused] == ["0.txt"]
    away.settings().fetch()
    assert away.settings().raw.joinpath("0.txt").read_bytes() == b"another"


def test_a_copy_that_is_damaged_lost_or_left_behind_is_mended(memory):
    away, *_ = memory
    release = away.run()["release"]
    raw = away.settings().raw
    raw.joinpath("0.txt").write_bytes(b"damaged")
    raw.joinpath("1.txt").unlink()
    raw.parent.joinpath("fetched.json").write_bytes(b"damaged")
    raw.parent.joinpath(".new-77").write_bytes(b"left behind")
    assert away.run()["release"] == release
    assert [p.read_bytes() for p in sorted(raw.iterdir())] == [b"bilag 0", b"bilag 1", b"bilag 2"]
    assert not list(raw.parent.glob(".new-*"))


def test_what_is_fetched_once_is_not_fetched_again(memory, monkeypatch):
    away, files, place = memory
    away.settings().fetch()
    files.pipe_file(f"{place}/3.txt", b"bilag 3")
    copied = []
    real = remote._copy
    monkeypatch.setattr(remote, "_copy", lambda *a: copied.append(a[2]) or real(*a))
    away.settings().fetch()
    assert copied == ["3.txt"]


def test_a_file_over_the_limit_is_not_fetched(memory):
    away, files, place = memory
    files.pipe_file(f"{place}/0.txt", b"x" * 1_000_001)
    settings = away.settings(file_limit_mb=1)
    settings.fetch()
    assert settings.files()["0.txt"].refused.code == "too_large"
    assert not settings.raw.joinpath("0.txt").exists()


class Hostile:
    """A server that names files as it likes."""

    def __init__(self, names):
        self.names = names

    def ls(self, path, detail=True):
        return [{"name": f"{path}{name}", "type": "file", "size": 1, "mtime": "now"} for name in self.names]


@pytest.mark.parametrize("name", ["..", "nul\x00.txt", "x" * 300 + ".txt", "\ud800.txt"])
def test_a_name_that_leads_elsewhere_or_is_none_is_refused(name):
    found = list(remote._walk(Hostile([f"/{name}"]), "/bilag", "", lambda: None))
    assert all(f.refused and f.refused.code == "unreadable" for f in found)
    assert found or name == ".."


def test_a_name_with_a_way_in_it_stays_in_the_folder():
    found = list(remote._walk(Hostile(["/../../etc/cron.d/x"]), "/bilag", "", lambda: None))
    assert [f.name for f in found] == ["x"]


@pytest.mark.parametrize("way", ["file", "variable", "option"])
def test_an_address_with_a_password_is_refused_and_not_repeated(tmp_path, monkeypatch, way):
    address, words = f"sftp://bilag:{PASSWORD}@127.0.0.1/bilag", ["run"]
    if way == "file":
        (tmp_path / "bilag.toml").write_text(f'[folders]\nraw = "{address}"')
        words = ["--config", str(tmp_path / "bilag.toml"), "run"]
    elif way == "variable":
        monkeypatch.setenv("BILAG_RAW", address)
    else:
        words += ["--raw", address]
    said = CliRunner().invoke(main, [*words, "--clean", str(tmp_path / "clean")])
    assert said.exit_code
    assert "source.password_file" in said.output
    assert PASSWORD not in said.output


def test_a_protocol_that_nobody_knows_or_whose_package_is_missing(tmp_path, monkeypatch):
    access = Access(None, None, tmp_path, 20.0)
    with pytest.raises(RunError, match="nobody knows how to read"):
        Remote("gopher://host/bilag", access).listing()
    monkeypatch.setitem(__import__("sys").modules, "sshfs", None)
    with pytest.raises(RunError, match=r"pip install 'bilag\[sftp\]'"):
        Remote("sftp://host/bilag", access).listing()
