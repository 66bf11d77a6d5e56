from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli import main


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A raw and a clean folder, and `bilag run` over them with an extractor of this folder."""
    monkeypatch.setattr("pipeline.stages.EXTRACT", "misbehaving:by_content")
    return House(tmp_path)


class House:
    def __init__(self, root):
        self.raw, self.clean = root / "raw", root / "clean"
        self.raw.mkdir()

    def put(self, name, text):
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *options, exit_code=0):
        arguments = ["run", "--raw", str(self.raw), "--clean", str(self.clean), "--json", *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == exit_code, result.output
        return json.loads(result.stdout)

    def table(self, name):
        return pq.read_table(self.clean / "current" / f"{name}.parquet").to_pylist()

    def quarantined(self):
        return {r["file_name"]: r["reason"] for r in self.table("quarantine")}
