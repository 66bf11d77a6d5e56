"""What is shipped for production: units, image, Dagster's settings; and its daemon over a real PostgreSQL."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units(unit, tmp_path):
    for path in UNITS:
        text = path.read_text().replace("/opt/bilag/.venv/bin", str(BIN))
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if unit.name in line]
    assert not ours


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda p: p.name)
def test_services_run_without_rights_and_with_programs_that_are_there(unit):
    text = unit.read_text()
    assert "User=bilag" in text
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(text.splitlines())
    (program,) = re.findall(r"^ExecStart=/opt/bilag/\.venv/bin/(\S+)", text, re.M)
    assert program in ("bilag", "dagster-daemon", "dagster-webserver")


def test_the_image_runs_without_rights_looks_after_itself_and_holds_tesseract():
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    said = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    last = dict(said)
    assert last["USER"] == "10001"
    assert "doctor" in last["HEALTHCHECK"]
    assert "--require-hashes" in " ".join(rest for word, rest in said if word == "RUN")
    assert {"tesseract-ocr", "tesseract-ocr-dan"} <= set(last["RUN"].split())
    assert all(":" in rest and ":latest" not in rest for word, rest in said if word == "FROM")
    for word, rest in said:
        if word == "COPY" and "--from" not in rest:
            sources = [p for p in rest.split()[:-1] if not p.startswith("--")]
            assert all((ROOT / p).exists() for p in sources), rest
    kept = (ROOT / ".dockerignore").read_text()
    assert kept.startswith("*\n")
    assert "data" not in kept


def test_compose_names_what_is_there():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert set(services) == {"database", "daemon", "web"}
    for name in ("daemon", "web"):
        assert services[name]["read_only"]
        assert services[name]["entrypoint"][0].startswith("dagster-")
        mounted = [v.split(":")[0] for v in services[name]["volumes"] if v.startswith("./")]
        assert all((DEPLOY / path).is_file() for path in mounted)
    assert all("healthcheck" in s for s in services.values())
    assert services["web"]["ports"] == ["127.0.0.1:3000:3000"]


def test_dagster_takes_its_settings(tmp_path):
    shutil.copy(DEPLOY / "dagster.yaml", tmp_path / "dagster.yaml")
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        assert instance.run_monitoring_enabled
        assert instance.run_retries_enabled
        assert not instance.telemetry_enabled
    plain, other = (yaml.safe_load((DEPLOY / n / "dagster.yaml").read_text()) for n in (".", "postgresql"))
    assert {k: v for k, v in other.items() if k != "storage"} == plain


def server_programs():
    found = shutil.which("initdb"), shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
    return folders[-1] if folders else Path(found[0]).parent if all(found) else None


needs_server = pytest.mark.skipif(
    server_programs() is None or importlib.util.find_spec("dagster_postgres") is None,
    reason="needs PostgreSQL's server programs and dagster-postgres: pip install 'bilag[production]'",
)


@pytest.fixture
def database(tmp_path):
    """A PostgreSQL server of its own, on a port of its own."""
    programs, folder = server_programs(), Path(tmp_path / "pg")
    folder.mkdir()
    user = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "nobody")
        for parent in folder.parents:
            if parent.stat().st_mode & 0o007 == 0:
                parent.chmod(parent.stat().st_mode | 0o011)
        user = ["setpriv", "--reuid=nobody", "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])

    def call(*command, check=True):
        subprocess.run([*user, *command], check=check, capture_output=True, cwd="/")

    data = str(folder / "data")
    call(programs / "initdb", "-D", data, "-U", "bilag", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call(programs / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        call(programs / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "bilag", "bilag")
        yield port
    finally:
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop", check=False)


@needs_server
@pytest.mark.slow
def test_sensor_and_schedule_publish_under_the_daemon_over_postgresql(database, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    settings = (DEPLOY / "postgresql" / "dagster.yaml").read_text().replace("port: 5432", f"port: {database}")
    (home / "dagster.yaml").write_text(settings)
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("Forslaget koster 5 mio. kr. i 2026.\n")
    names = {"BILAG_PG_HOST": "127.0.0.1", "BILAG_PG_USER": "bilag", "BILAG_PG_PASSWORD": "x", "BILAG_PG_DB": "bilag"}
    folders = {f"BILAG_{n.upper()}": str(tmp_path / n) for n in ("raw", "clean", "review")}
    said = {
        "DAGSTER_HOME": str(home),
        "DAGSTER_GRPC_TIMEOUT_SECONDS": "600",
        "BILAG_LIMITS_REST_SECONDS": "0",
        "BILAG_SCHEDULE_CRON": "* * * * *",
    }
    environment = {**os.environ, **names, **folders, **said}
    command = [BIN / "dagster-daemon", "run", "-m", "pipeline.graph.definitions"]
    with (tmp_path / "daemon.log").open("wb") as log:
        daemon = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log)
        try:
            runs = wait_for_runs(environment, daemon)
        finally:
            daemon.terminate()
            try:
                daemon.wait(120)
            except subprocess.TimeoutExpired:  # a run under way on a busy machine
                daemon.kill()
    told = (tmp_path / "daemon.log").read_text()[-3000:]
    assert {"sensor", "schedule"} <= set(runs), told
    assert set(runs.values()) == {"SUCCESS"}, told
    assert (tmp_path / "clean" / "current" / "documents.parquet").is_file()
    assert (tmp_path / "clean" / "log" / "bilag.jsonl").is_file()


LOOK = """
import dagster as dg
with dg.DagsterInstance.get() as instance:
    assert "Postgres" in type(instance.run_storage).__name__, type(instance.run_storage)
    for run in instance.get_runs():
        by = [name for name in ("sensor", "schedule") if f"dagster/{name}_name" in run.tags]
        print(*by, run.status.value)
"""


def wait_for_runs(environment, daemon):
    """What the daemon's runs came to, by what asked for them, once both have ended."""
    deadline, runs = time.monotonic() + 1800, {}
    while time.monotonic() < deadline and daemon.poll() is None:
        time.sleep(10)
        done = subprocess.run(
            [sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=False
        )
        ended = [line.split() for line in done.stdout.splitlines() if line.endswith((" SUCCESS", " FAILURE"))]
        runs = dict(reversed(ended))
        if {"sensor", "schedule"} <= set(runs):
            break
    return runs
