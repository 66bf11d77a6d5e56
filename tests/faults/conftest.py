from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A raw and a clean folder, and `bilag run` over them with an extractor of this folder."""
    monkeypatch.setattr("pipeline.work.stages.EXTRACT", "misbehaving:by_content")
    return House(tmp_path)


class House:
    def __init__(self, root):
        self.raw, self.clean, self.review = root / "raw", root / "clean", root / "review"
        self.raw.mkdir()

    def put(self, name, text):
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *options, exit_code=0):
        result = self.call("run", "--json", *options, exit_code=exit_code)
        return json.loads(result.stdout)

    def call(self, command, *options, exit_code=0, folders=("raw", "clean", "review")):
        where = [word for name in folders for word in (f"--{name}", str(getattr(self, name)))]
        result = CliRunner().invoke(main, [command, *where, *options])
        assert result.exit_code == exit_code, result.output
        return result

    def run_with(self, name, *options):
        """A run with one more file; the name of its release."""
        self.put(name, name)
        return self.run(*options)["release"]

    def table(self, name):
        return pq.read_table(self.clean / "current" / f"{name}.parquet").to_pylist()

    def quarantined(self):
        return {r["file_name"]: r["reason"] for r in self.table("quarantine")}
