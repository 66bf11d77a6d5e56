"""docs/new-form.md, followed: its commands print what it says they print."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "new-form"
PAGE = (ROOT / "docs" / "new-form.md").read_text("utf-8")
CHANGES = re.compile(r"release \S+ in|\(\d+\.\d s\)")


def commands() -> list[tuple[str, str]]:
    """(command, what it prints) of every `bilag` line of the page, in order."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
    parts = re.split(r"^\$ ", blocks, flags=re.MULTILINE)[1:]
    return [(c, said) for c, _, said in (p.partition("\n") for p in parts) if c.startswith("bilag ")]


@pytest.mark.slow
def test_the_page_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "skabeloner").mkdir()
    shutil.copy(DATA / "vedligehold.txt", tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    for command, said in commands():
        result = CliRunner().invoke(main, command.split()[1:])
        assert result.exit_code == 0, result.output
        assert CHANGES.sub("", result.stdout) == CHANGES.sub("", said), command
        if " new " in command:
            edit(tmp_path / "skabeloner" / "vedligehold.toml")
    assert len(commands()) == 6


def edit(drafted: Path) -> None:
    """Make the page's edits: what they lead to is the template in tests/data."""
    before, after = drafted.read_text("utf-8"), (DATA / "vedligehold.toml").read_text("utf-8")
    changed = [d for d in difflib.ndiff(before.splitlines(), after.splitlines()) if d[0] in "-+"]
    shown = [x.replace("< ", "- ").replace("> ", "+ ") for x in PAGE.splitlines() if x[:2] in ("< ", "> ")]
    assert changed == shown
    drafted.write_text(after, "utf-8")
