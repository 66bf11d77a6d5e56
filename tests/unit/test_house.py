"""What the repository promises about itself."""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import re
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
    declared = [
        *project["dependencies"],
        *(r for e in ("ocr", "dagster", "delta", "postgres", "dask", "sftp", "smb") for r in extras[e]),
    ]
    names = {re.split(r"[<>=~\[ ;]", requirement)[0].lower() for requirement in declared}
    distributions = importlib.metadata.packages_distributions()
    modules = {m for folder in ("schemas", "extractors", "pipeline") for m in imported(folder)}
    foreign = modules - set(sys.stdlib_module_names) - {"schemas", "extractors", "pipeline"}
    needed = {m: {d.lower().replace("_", "-") for d in distributions.get(m, [m])} for m in foreign}
    assert sorted(m for m, packages in needed.items() if not packages & names) == [], "imported, but not declared"
    used = set().union(*needed.values()) | LOADED_BY_NAME
    assert sorted(names - used) == [], "declared, but not imported"


# --- sizes ----------------------------------------------------------------------------------------------------------

MOST_BRANCHES = 15
"""Of a function, boolean operators and the parts of comprehensions counted: what can be kept in mind."""


def own_nodes(node):
    """What stands in a function itself, not in functions and classes inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield child
            yield from own_nodes(child)


def branches(function):
    """The ways through a function: its conditions, loops and handlers, each operand and comprehension one more."""
    found = 1
    for node in own_nodes(function):
        if isinstance(node, ast.BoolOp):
            found += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            found += 1 + len(node.ifs)
        else:
            found += isinstance(
                node,
                ast.If
                | ast.IfExp
                | ast.For
                | ast.AsyncFor
                | ast.While
                | ast.ExceptHandler
                | ast.match_case
                | ast.Assert,
            )
    return found


def functions():
    """Every function of the product with its file."""
    for folder in ("schemas", "extractors", "pipeline"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield path.relative_to(ROOT), node


def test_no_function_is_long():
    long = [f"{path}:{f.name}" for path, f in functions() if f.end_lineno - f.lineno + 1 > 50]
    assert long == []


def test_no_module_is_long():
    paths = (p for folder in ("schemas", "extractors", "pipeline") for p in (ROOT / folder).rglob("*.py"))
    assert [str(p) for p in paths if len(p.read_text("utf-8").splitlines()) > 400] == []


def test_every_function_can_be_kept_in_mind():
    assert [f"{path}:{f.name}" for path, f in functions() if branches(f) > MOST_BRANCHES] == []


def test_branches_are_counted_inside_conditions_too():
    (function,) = ast.parse(
        "def f(a, b):\n    if a and b:\n        return [x for x in a if x]\n    return lambda: a or b\n"
    ).body
    assert branches(function) == 1 + 1 + 1 + 2
