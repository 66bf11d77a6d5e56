"""A run as its operator sees it: exit codes, one clear last line, the log, metrics, alerts; no traceback."""

from __future__ import annotations

import json
import os
import signal
import socketserver
import stat
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.system.alerts import Alerts, tell
from pipeline.system.journal import Logging, event, kept
from pipeline.work.afterwards import last_run

BILAG = Path(sys.executable).with_name("bilag")
MISBEHAVING = """
import sys, pathlib
sys.path.insert(0, {here!r})
import pipeline.work.stages
pipeline.work.stages.EXTRACT = "misbehaving:by_content"
from pipeline.cli.main import main
main()
"""


def lines(house):
    return [json.loads(line) for line in (house.clean / "log" / "bilag.jsonl").read_text().splitlines()]


def metrics(house):
    text = (house.clean / "log" / "bilag.prom").read_text()
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_each_run_and_document_leaves_a_line(house):
    house.put("a.txt", "a")
    house.put("b.txt", "refuse")
    house.run()
    told = lines(house)
    documents = {line["document"]: line for line in told if line["event"] == "document"}
    assert documents["a.txt"]["outcome"] == "read"
    assert documents["a.txt"]["seconds"] > 0
    assert documents["b.txt"]["outcome"] == "quarantined"
    assert documents["b.txt"]["reason"].startswith("not_a_bilag: ")
    assert {line["stage"] for line in told if line["event"] == "stage"} == {"take in", "read", "publish"}
    assert told[-1] | {"event": "end", "outcome": "done", "exit_code": 0} == told[-1]
    assert len({line["run"] for line in told}) == 1
    assert stat.S_IMODE((house.clean / "log" / "bilag.jsonl").stat().st_mode) == 0o600
    house.run()
    assert len({line["run"] for line in lines(house)}) == 2


def test_metrics_tell_when_a_run_last_went_well(house):
    house.put("a.txt", "a")
    house.run()
    well = metrics(house)
    assert well["bilag_run_exit_code"] == "0.0"
    assert well['bilag_rows{table="cards"}'] == "1.0"
    (house.raw / "a.txt").unlink()
    house.run(exit_code=1)
    failed = metrics(house)
    assert failed["bilag_run_exit_code"] == "1.0"
    assert failed["bilag_run_succeeded_timestamp_seconds"] == well["bilag_run_succeeded_timestamp_seconds"]
    assert "is the share mounted?" in last_run(house.clean).message


def test_a_defect_is_a_line_to_the_user_and_a_traceback_in_the_log(house, monkeypatch):
    house.put("a.txt", "a")

    def defect(*_, **__):
        raise KeyError("column 7")

    monkeypatch.setattr("pipeline.work.run.build_release", defect)
    result = house.call("run", exit_code=1)
    assert "Traceback" not in result.output
    assert result.output.splitlines()[-1].startswith("bilag run failed: a defect in this program: KeyError('column 7')")
    assert any("KeyError: 'column 7'" in line.get("traceback", "") for line in lines(house))


def test_every_other_command_says_what_failed_in_a_line(house, monkeypatch):
    house.put("a.txt", "a")
    house.run()

    def defect(*_, **__):
        raise RuntimeError("out of order \x1b[31m")

    monkeypatch.setattr("pipeline.release.history.list_releases", defect)
    for command in ("releases",):
        said = house.call(command, folders=("clean",), exit_code=1).output
        assert said.splitlines()[-1].startswith(f"bilag {command} failed: RuntimeError: out of order [31m")
        assert "Traceback" not in said


def test_quiet_says_nothing_when_all_is_well(house):
    house.put("a.txt", "a")
    assert house.call("run", "-q").output == ""
    (house.raw / "a.txt").unlink()
    assert "bilag run failed" in house.call("run", "-q", exit_code=1).output.splitlines()[-1]


def test_lines_on_standard_error_may_be_json(house):
    house.put("a.txt", "a")
    said = house.call("run", "--log-format", "json", "-v").stderr.splitlines()
    assert {json.loads(line)["event"] for line in said} >= {"document", "stage", "end"}


def test_the_last_line_of_a_run_that_nobody_watches_says_how_it_ended(house):
    house.put("a.txt", "a")
    result = house.call("run")
    assert result.stdout.splitlines()[-1].startswith("release ")
    assert " info document read a.txt read" in result.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_stop_says_so_and_leaves_the_last_release(house, number, code):
    house.put("a.txt", "a")
    house.run()
    house.put("b.txt", "hang")
    where = [w for name in ("raw", "clean", "review") for w in (f"--{name}", str(getattr(house, name)))]
    program = MISBEHAVING.format(here=str(Path(__file__).parent))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, "run", *where], stderr=subprocess.PIPE, text=True, env=environment
    )
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and sum(line["event"] == "reading" for line in lines(house)) < 2:
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(number)
    said = process.communicate(timeout=600)[1]
    assert process.returncode == code, said
    assert said.splitlines()[-1] == "bilag run failed: interrupted; the last release stands"
    assert "Traceback" not in said
    assert [c["title"] for c in house.table("cards")] == ["a"]
    assert lines(house)[-1]["exit_code"] == code


def test_the_log_is_parted_by_size_and_old_files_go(tmp_path):
    settings = Logging(size_mb=0.002, keep=2)
    with kept(settings, tmp_path, None) as path:
        for n in range(200):
            event("document", document=f"{n}.txt")
    files = sorted(p.name for p in path.parent.glob("bilag.jsonl*") if p.suffix != ".lock")
    assert files == ["bilag.jsonl", "bilag.jsonl.1", "bilag.jsonl.2"]
    assert all(p.stat().st_size < 3000 for p in path.parent.glob("bilag.jsonl*"))
    numbers = [
        int(json.loads(line)["document"][:-4])
        for name in reversed(files)
        for line in (path.parent / name).read_text().splitlines()
    ]
    assert numbers == list(range(numbers[0], 200))


def test_several_processes_write_to_one_log(tmp_path):
    program = (
        "import sys; from pathlib import Path; from pipeline.system.journal import *\n"
        "with kept(Logging(size_mb=0.02, keep=50), Path(sys.argv[1]), None):\n"
        "    for n in range(300): event('x', document=f'{sys.argv[2]}-{n}')\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), str(n)]) for n in range(3)]
    assert [p.wait(120) for p in running] == [0, 0, 0]
    told = [
        json.loads(line)["document"]
        for path in (tmp_path / "log").glob("bilag.jsonl*")
        if path.suffix != ".lock"
        for line in path.read_text().splitlines()
    ]
    assert len(told) == len(set(told)) == 900


def test_a_log_that_cannot_be_written_costs_no_run(house):
    house.put("a.txt", "a")
    house.clean.mkdir()
    (house.clean / "log").write_text("in the way")
    assert house.run()["rows"]["cards"] == 1


@pytest.fixture
def web():
    got = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got
    server.shutdown()


@pytest.fixture
def mail():
    got = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                word = line[:4].upper()
                self.wfile.write(b"354 go on\r\n" if word == b"DATA" else b"250 ok\r\n")
                if word == b"DATA":
                    text = b""
                    while (part := self.rfile.readline()) not in (b".\r\n", b""):
                        text += part
                    got.append(text.decode())
                    self.wfile.write(b"250 ok\r\n")
                if word == b"QUIT":
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}", got
    server.shutdown()


def test_a_failed_and_a_refused_run_are_told_by_command_web_and_mail(house, web, mail, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = tmp_path / "told"
    (tmp_path / "bilag.toml").write_text(
        f'[alerts]\ncommand = ["sh", "-c", "echo $BILAG_EVENT >> {told}; cat >> {told}"]\n'
        f'webhook = "{web[0]}"\nmail_to = ["drift@kommune.dk"]\nsmtp = "{mail[0]}"\n'
    )
    house.run(exit_code=1)
    assert "is the share mounted?" in told.read_text()
    assert [m["event"] for m in web[1]] == ["failed"]
    assert "To: drift@kommune.dk" in mail[1][0]
    for n in range(3):
        house.put(f"{n}.txt", f"{n}")
    house.run()
    assert len(web[1]) == 1
    (house.raw / "1.txt").unlink()
    house.run(exit_code=3)
    assert [m["event"] for m in web[1]] == ["failed", "refused"]
    assert "last run that went well: 2" in web[1][1]["text"]


def test_an_alert_that_cannot_be_sent_is_logged_and_its_address_is_not(caplog):
    alerts = Alerts(
        command=["/nowhere/at-all"], webhook="http://127.0.0.1:9/T0/secret", mail_to=["a@b"], smtp="127.0.0.1:9"
    )
    failed = tell(alerts, "failed", "subject", "text")
    assert [f.split(":")[0] for f in failed] == ["command", "webhook", "mail"]
    assert "secret" not in caplog.text
    assert tell(alerts, "quarantine", "subject", "text") == []
