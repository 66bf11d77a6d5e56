"""The documentation: built without a warning or the network, as the code is, and its commands print what it says.

The commands of `new-form.md` have a test of their own.
"""

from __future__ import annotations

import copy
import functools
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.five import publish_five

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
SAID = [p for p in (ROOT / "README.md", *PAGES) if "```console" in p.read_text("utf-8") and p.stem != "new-form"]
NEEDED = re.compile(r'(?:<script[^>]*src|<link[^>]*rel="stylesheet"[^>]*href|<img[^>]*src)="(https?:[^"]+)"')


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    env = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "http_proxy": "http://127.0.0.1:1",
        "https_proxy": "http://127.0.0.1:1",
    }
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_page_is_there(site: Path) -> None:
    pages = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in PAGES}
    assert {p.relative_to(site) for p in site.rglob("*.html")} >= pages
    assert len(pages) > 15


def test_no_page_needs_the_network(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert NEEDED.findall(page.read_text("utf-8")) == [], page.name


@pytest.mark.parametrize("tool", ["docs/reference.py", "docs/rooms.py"])
def test_what_is_derived_is_as_the_code_is(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, tool, "--check"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
    )
    assert done.returncode == 0, "run: make docs"


@pytest.mark.slow
@pytest.mark.parametrize("page", SAID, ids=lambda p: p.stem)
def test_commands_print_what_the_page_says(page: Path) -> None:
    assert load("console").follow(page) == page.read_text("utf-8")


@functools.cache
def load(name: str) -> ModuleType:
    """A program of docs/, loaded once: the pages share the release that it makes."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return program


def test_the_notebook_gives_the_answers_that_stand_in_it(tmp_path: Path) -> None:
    publish_five(tmp_path / "data" / "clean")
    stands = json.loads((ROOT / "docs" / "questions.ipynb").read_text("utf-8"))
    assert sum(bool(c.get("outputs")) for c in stands["cells"]) == 5
    assert load("notebook").run(copy.deepcopy(stands), tmp_path) == stands
