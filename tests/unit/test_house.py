"""What the repository promises about itself."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from schemas.dictionary import data_dictionary
from schemas.errors import REASONS

ROOT = Path(__file__).parents[2]
LOADED_BY_NAME = {"spacy-lookups-data"}  # word lists, read as files


def test_the_data_dictionary_is_the_models():
    written = (ROOT / "docs" / "data-dictionary.md").read_text("utf-8")
    assert written == data_dictionary(), "run: make docs"


def test_every_locked_package_is_hashed_and_no_index_is_named():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    packages = re.findall(
        r"^([a-z0-9._-]+)==\S+(?: ;[^\n]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", lock, re.M
    )
    assert len(packages) == len(re.findall(r"^[a-z0-9]", lock, re.M)) > 50
    assert not re.search(r"://|--index-url|--find-links", lock)


def test_every_dependency_is_locked_and_bounded_on_both_sides():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.M))
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *(r for e in extras.values() for r in e)]:
        assert re.split(r"[<>=~\[ ;]", requirement)[0].lower() in locked, requirement
    for requirement in [*project["dependencies"], *(r for name, e in extras.items() if name != "dev" for r in e)]:
        assert re.search(r">=[\d.]+,<\d", requirement), requirement


def test_the_manifest_names_every_source_with_its_sum():
    raw = ROOT / "data" / "raw"
    named = {f["file"]: f["sha256"] for f in json.loads((raw / "manifest.json").read_text("utf-8"))["files"]}
    there = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in raw.iterdir() if p.name in named}
    assert named == there


def test_reason_codes_are_fit_for_machines_and_explained():
    assert all(re.fullmatch(r"[a-z_]+", code) and meaning for code, meaning in REASONS.items())


def imported(folder):
    """The top-level modules that the code of a folder imports."""
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]


def test_what_the_code_imports_is_what_the_project_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *(r for e in ("ocr", "delta", "postgres", "dask") for r in extras[e])]
    names = {re.split(r"[<>=~\[ ;]", requirement)[0].lower() for requirement in declared}
    distributions = importlib.metadata.packages_distributions()
    modules = {m for folder in ("schemas", "extractors", "pipeline") for m in imported(folder)}
    foreign = modules - set(sys.stdlib_module_names) - {"schemas", "extractors", "pipeline"}
    needed = {m: {d.lower().replace("_", "-") for d in distributions.get(m, [m])} for m in foreign}
    assert sorted(m for m, packages in needed.items() if not packages & names) == [], "imported, but not declared"
    used = set().union(*needed.values()) | LOADED_BY_NAME
    assert sorted(names - used) == [], "declared, but not imported"


def test_the_figure_of_the_rooms_is_the_imports():
    told = subprocess.run([sys.executable, ROOT / "docs" / "rooms.py", "--check"], check=False)
    assert told.returncode == 0, "run: make docs"
