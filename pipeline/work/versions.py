"""Which code made something: digests of our own files and of the libraries that they stand on.

What was kept under another digest is made anew: a changed line, or another version of a library, may read otherwise.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import extractors

# Orchestration and presentation: these read no bilag, so another version of them costs no reading.
_NOT_READERS = frozenset({"dagster", "click", "rich", "filelock", "jinja2", "markupsafe", "xlsxwriter", "duckdb"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


@functools.cache
def extractor_fingerprint() -> str:
    """The extractors' version with a digest of their files and of the versions of what they read with."""
    digest = _code(("extractors", "schemas"))
    for name, version in sorted(libraries(_NOT_READERS).items()):
        digest.update(f"{name}=={version}\n".encode())
    return f"{getattr(extractors, 'EXTRACTOR_VERSION', '0')}-{digest.hexdigest()[:12]}"


@functools.cache
def release_fingerprint() -> str:
    """The same of all our code and libraries: what, beside the bilag and decisions, a release is made of."""
    digest = _code(("extractors", "schemas", "pipeline"))
    for name, version in sorted(libraries(frozenset()).items()):
        digest.update(f"{name}=={version}\n".encode())
    return digest.hexdigest()[:16]


def libraries(without: frozenset[str]) -> dict[str, str]:
    """The versions of this program's libraries and theirs in turn, but for those only reached through `without`."""
    found: dict[str, str] = {}
    waiting = [n for n in _required("bilag", extras=frozenset({"ocr"})) if n not in without]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # not wanted on this platform, or an extra that was not installed
        waiting += _required(name)
    return found


def _required(name: str, extras: frozenset[str] = frozenset()) -> Iterator[str]:
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        extra = _EXTRA.search(line)
        found = _NAME.match(line)
        if found and (extra is None or extra[1] in extras):
            yield re.sub(r"[-_.]+", "-", found.group()).lower()


def _code(packages: tuple[str, ...]) -> hashlib._Hash:
    digest = hashlib.sha256()
    for package in packages:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for path in _code_files(Path(folder)):
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest


def _code_files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix != ".pyc")
