"""A release exported to where other programs keep theirs, and read back by them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path

import duckdb
import fsspec
import polars as pl
import pyarrow.fs as pa_fs
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.release.formats.export import ExportError
from pipeline.release.formats.targets import export_to, without_secrets
from pipeline.release.publish import publish
from schemas.dataset import TABLES
from tests.five import five_tables, publish_five
from tests.unit.test_publish import card, dataset


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    return publish_five(tmp_path_factory.mktemp("elsewhere"))


@pytest.fixture
def release(clean: Path) -> Path:
    return (clean / "current").resolve()


def test_an_object_store_gets_every_file(clean: Path, release: Path) -> None:
    told = CliRunner().invoke(main, ["export", "--to", "memory://bucket/bilag", "--clean", str(clean)])
    assert told.exit_code == 0, told.output
    files = fsspec.filesystem("memory")
    with files.open("/bucket/bilag/economic_amounts.parquet") as stream:
        assert pl.read_parquet(stream.read()).height == pq.read_metadata(release / "economic_amounts.parquet").num_rows
    assert files.exists("/bucket/bilag/datapackage.json")


@pytest.fixture(scope="module")
def endpoint() -> str:
    """An S3 server of our own with a bucket, over HTTP; nothing of its clients is replaced."""
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    urllib.request.urlopen(urllib.request.Request(f"{url}/bucket", method="PUT"), timeout=30).close()  # noqa: S310
    yield url
    server.stop()


def test_a_bucket_read_by_other_engines(endpoint: str, tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("deltalake")
    small = publish(dataset(card("a"), card("b")), tmp_path).path
    said = {"ENDPOINT_URL": endpoint, "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "REGION": "eu-north-1"}
    for name, value in {**said, "DEFAULT_REGION": "eu-north-1", "ALLOW_HTTP": "true"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    for to, form in (("s3://bucket/bilag", "parquet"), ("s3://bucket/lake", "delta")):
        told = CliRunner().invoke(main, ["export", "--to", to, "--format", form, "--clean", str(tmp_path)])
        assert told.exit_code == 0, told.output
    wanted = pq.read_table(small / "cards.parquet")
    store = pa_fs.S3FileSystem(endpoint_override=endpoint, region="eu-north-1")
    assert pq.read_table("bucket/bilag/cards.parquet", filesystem=store).equals(wanted)
    assert json.loads(store.open_input_file("bucket/bilag/datapackage.json").read())["id"] == small.name
    options = {f"aws_{name.lower()}": value for name, value in {**said, "ALLOW_HTTP": "true"}.items()}
    lake = pl.read_delta("s3://bucket/lake/cards", storage_options=options)
    assert lake["title"].to_list() == wanted["title"].to_pylist()


@pytest.mark.parametrize(
    ("address", "says"), [("nosuch://x/y", "nosuch"), ("postgresql://nobody:secret@127.0.0.1:1/x", "cannot be written")]
)
def test_what_cannot_be_written_is_an_error_without_the_password(clean: Path, address: str, says: str) -> None:
    told = CliRunner().invoke(main, ["export", "--to", address, "--clean", str(clean)])
    assert told.exit_code == 1
    assert says in told.output
    assert "secret" not in told.output
    assert "secret" not in without_secrets(address)


def test_a_delta_lake_read_by_other_engines(release: Path, tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    export_to(release, str(tmp_path / "lake"), "delta")
    read = pl.read_delta(str(tmp_path / "lake" / "card_overview"))
    wanted = pq.read_table(release / "card_overview.parquet")
    assert read["investment_dkk"].sum() == sum(v or 0 for v in wanted["investment_dkk"].to_pylist())
    log = (tmp_path / "lake" / "economic_amounts" / "_delta_log" / "00000000000000000000.json").read_text("utf-8")
    files = [json.loads(line)["add"]["path"] for line in log.splitlines() if "add" in json.loads(line)]
    paths = [str(tmp_path / "lake" / "economic_amounts" / f) for f in files]
    [(total,)] = duckdb.sql(f"SELECT sum(amount_dkk) FROM read_parquet({paths})").fetchall()  # noqa: S608
    assert total == sum(r.amount_dkk for r in five_tables()["economic_amounts"])


def test_a_delta_lake_keeps_a_version_a_release(release: Path, tmp_path: Path) -> None:
    deltalake = pytest.importorskip("deltalake")
    for _ in range(2):
        export_to(release, str(tmp_path), "delta")
    table = deltalake.DeltaTable(str(tmp_path / "cards"))
    assert table.version() == 1
    assert pl.read_delta(str(tmp_path / "cards"), version=0).height == pl.read_delta(str(tmp_path / "cards")).height
    with pytest.raises(ExportError, match="part of the dataset"):
        export_to(release, str(release / "lake"), "delta")


def _programs() -> Path | None:
    places = [Path(p).parent for p in (shutil.which("initdb"), shutil.which("pg_ctl")) if p]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if (p / "initdb").exists()), None)


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """A PostgreSQL of our own, on a socket."""
    pytest.importorskip("psycopg")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    folder = tmp_path_factory.mktemp("pg")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    for part in (folder, *(p for p in folder.parents if p.name.startswith(("pytest-", "popen-")))):
        part.chmod(0o755)
    if as_user:
        shutil.chown(folder, "postgres")
    run = lambda *args: subprocess.run([*as_user, *args], check=True, capture_output=True, cwd="/")  # noqa: E731
    run(programs / "initdb", "-D", folder / "data", "-U", "bilag", "--auth=trust", "-E", "UTF8")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    run(programs / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "-l", folder / "log", "start")
    yield f"postgresql://bilag@/postgres?host={folder}"
    run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


@pytest.mark.slow
def test_a_database_with_keys_comments_and_every_row(clean: Path, release: Path, database: str, tmp_path: Path) -> None:
    psycopg = pytest.importorskip("psycopg")
    told = CliRunner().invoke(main, ["export", "--to", database, "--clean", str(clean)])
    assert told.exit_code == 0, told.output
    with psycopg.connect(database) as connection:
        one = lambda sql: connection.execute(sql).fetchone()[0]  # noqa: E731
        assert one("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'bilag'") == len(TABLES)
        assert one("SELECT sum(amount_dkk) FROM bilag.economic_amounts") == sum(
            r.amount_dkk for r in five_tables()["economic_amounts"]
        )
        assert "kroner" in one(
            "SELECT col_description('bilag.economic_amounts'::regclass, (SELECT ordinal_position FROM "
            "information_schema.columns WHERE table_schema = 'bilag' AND table_name = 'economic_amounts' "
            "AND column_name = 'amount_dkk'))"
        )
        joined = (
            "SELECT count(*) FROM bilag.findings f, jsonb_array_elements(f.evidence) e WHERE e->>'line' IS NOT NULL"
        )
        assert one(joined) > 0
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            connection.execute("DELETE FROM bilag.cards")
    # The next release takes the place of the last; what somebody else calls `bilag` does not go.
    smaller = dict(five_tables())
    smaller["text_repairs"] = []
    second = publish(smaller, tmp_path).path
    export_to(second, database, "parquet")
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM bilag.text_repairs").fetchone() == (0,)
        connection.execute("COMMENT ON SCHEMA bilag IS 'mine'")
    with pytest.raises(ExportError, match="not ours"):
        export_to(second, database, "parquet")
