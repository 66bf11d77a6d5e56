"""The releases that are there: which is current, which are pinned, whether one is whole, and which may go.

<clean>/releases/<id>/...       a release; its `datapackage.json` names every file with its sha256
<clean>/releases/<id>.pin       why the release is kept whatever comes after it
<clean>/releases/<id>.files     by what its files are known to be untouched
<clean>/current -> releases/<id>
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from pipeline.release.describe import PACKAGE
from pipeline.release.parts import files_of_table
from pipeline.release.whole import release_problems
from pipeline.system.durable import (
    Seal,
    files_under,
    read_sealed,
    sha256_of,
    sync_folder,
    write_atomically,
    write_sealed,
)
from pipeline.system.errors import RunError
from pipeline.system.links import lead_anew
from schemas.arrow import arrow_schema, years_in
from schemas.dataset import TABLES

ASIDE, DOOMED = ".new-", ".old-"
REPORT = ("report/index.html", "report/afstemning.xlsx")
_LOCK_SECONDS = 120.0
_SEALS = TypeAdapter(dict[str, Seal])


@contextmanager
def locked(clean: Path) -> Iterator[None]:
    """Hold the clean folder; one at a time may change what releases there are. Raises RunError after two minutes."""
    clean.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(clean / ".lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout:
        raise RunError(
            f"another run has been publishing in {clean} for two minutes; try again later", passes=True
        ) from None


def list_releases(clean: Path) -> list[Path]:
    """The releases that are there, in the order in which they were made, whatever the clock said then."""
    return sorted((p for p in (clean / "releases").glob("[!.]*") if p.is_dir()), key=lambda p: (sequence(p), p.name))


def sequence(release: Path) -> int:
    """The number of a release: one more than that of any before it. 0 where it does not say."""
    try:
        status = (release / PACKAGE).stat()
    except OSError:
        return 0
    return _sequence(release, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1000)  # a large release's package takes a tenth of a second to read
def _sequence(release: Path, _: int, __: int) -> int:
    number = (read_package(release) or {}).get("sequence", 0)
    return number if isinstance(number, int) else 0


def current_release(clean: Path) -> Path | None:
    """The release that `current` leads to, or stands in for; None where there is none."""
    current = clean / "current"
    if not current.is_dir():
        return None
    if current.is_symlink():
        return current.resolve()
    named = (read_package(current) or {}).get("id")
    return next((p for p in list_releases(clean) if p.name == named), None)


def find_release(clean: Path, name: str) -> Path:
    """The release of this name or the beginning of it. Raises RunError."""
    if name == "current":
        found = [p for p in [current_release(clean)] if p]
    else:
        begun = [p for p in list_releases(clean) if p.name.startswith(name)]
        found = [p for p in begun if p.name == name] or begun  # of two made in one second, one name begins the other
    if len(found) != 1:
        what = "no release" if not found else f"{len(found)} releases"
        raise RunError(f"{what} in {clean} with a name that begins with {name}; see: bilag releases")
    return found[0]


def seal(package: dict[str, Any]) -> dict[str, Any]:
    """The package with a checksum over all it says."""
    said = json.dumps({k: v for k, v in package.items() if k != "sha256"}, sort_keys=True)
    return {**package, "sha256": hashlib.sha256(said.encode()).hexdigest()}


def read_package(release: Path) -> dict[str, Any] | None:
    """What a release says of itself, or None where that is damaged or missing."""
    try:
        package = json.loads((release / PACKAGE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(package, dict) and isinstance(package.get("files"), dict)
    return package if whole and seal(package)["sha256"] == package.get("sha256") else None


def files_of(folder: Path) -> list[Path]:
    """Every ordinary file under a folder."""
    return sorted(folder / name for name in files_under(folder))


def damage(release: Path) -> list[str]:
    """What a release lacks of what it says it holds, byte for byte; empty when it is whole."""
    package = read_package(release)
    if package is None:
        return [f"{PACKAGE} is missing or damaged"]
    problems = [] if package["id"] == release.name else [f"{PACKAGE} is that of {package['id']}"]
    there = {*files_under(release)}
    for name, sha256 in package["files"].items():
        try:
            same = name in there and sha256_of(release / name) == sha256
        except OSError as error:
            problems.append(f"{name} cannot be read: {error.strerror}")
            continue
        if not same:
            problems.append(f"{name} {'is not as it was published' if name in there else 'is missing'}")
    problems += [f"{name} was not published" for name in sorted(there - package["files"].keys() - {PACKAGE})]
    return problems + [f"{n} does not lead to its table" for n in TABLES if not (release / n).exists()]


def touched(release: Path) -> bool:
    """Whether somebody changed a release since it was published, without reading what nobody touched.

    Its files' sizes, times and numbers are those noted when it was made; `bilag verify` reads every byte (`damage`).
    """
    package = read_package(release)
    try:
        noted = _SEALS.validate_json(read_sealed(_noted(release)))
    except (OSError, ValueError):
        return bool(damage(release))
    there = {*files_under(release)} - {PACKAGE}
    return (
        package is None
        or package["id"] != release.name
        or package["files"] != {name: one.sha256 for name, one in noted.items()}
        or there != noted.keys()
        or not all(noted[name].unbroken(f"{release}/{name}") for name in there)
        or not all((release / name).exists() for name in TABLES)
    )


def note_files(release: Path, files: Mapping[str, str]) -> None:
    """Note by what the files of a new release (their sha256 by name) are known to be untouched. Raises OSError."""
    noted = {name: Seal.known(f"{release}/{name}", sha256) for name, sha256 in files.items()}
    write_sealed(_noted(release), _SEALS.dump_json(noted))


def distrust(release: Path) -> None:
    """Have the next run read every byte of a release before it lets it stand."""
    _noted(release).unlink(missing_ok=True)


def problems(release: Path) -> list[str]:
    """Everything that is wrong with a release: damaged files, keys, references, schemas, a missing report."""
    found = damage(release)
    found += [f"{name} is missing" for name in REPORT if not (release / name).is_file()]
    readable = True
    for name, model in TABLES.items():
        try:
            schemas = [pq.read_schema(path) for path in files_of_table(release, name)]
        except (OSError, ValueError) as error:
            found.append(f"{name}.parquet cannot be read: {str(error)[:200]}")
            readable = False
            continue
        if not all(s.equals(arrow_schema(model, years_in(schemas[0]))) for s in schemas):
            found.append(f"{name}.parquet does not have the columns of this version of the program")
    return found + (release_problems(release) if readable else [])


def switch(clean: Path, release: Path) -> None:
    """Make a release the current one, in one step. Raises RunError where `current` is no link of ours."""
    current = clean / "current"
    if current.exists() and not current.is_symlink() and read_package(current) is None:
        raise RunError(f"{current} is not the link that a run makes; move it away and run again")
    lead_anew(current, f"releases/{release.name}")
    sync_folder(clean)


def pin(release: Path, reason: str) -> None:
    """Keep a release whatever comes after it. Raises OSError."""
    write_atomically(_pin(release), reason.encode())


def unpin(release: Path) -> None:
    """Let a release go when its turn comes."""
    _pin(release).unlink(missing_ok=True)


def pinned(release: Path) -> str | None:
    """Why a release is kept, or None."""
    try:
        return _pin(release).read_text("utf-8", "replace")
    except OSError:
        return None


def sweep(clean: Path) -> None:
    """Remove what killed runs left behind. Only under the lock."""
    for leftover in [*(clean / "releases").glob(f"{ASIDE}*"), *(clean / "releases").glob(f"{DOOMED}*")]:
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:  # a note about a release, killed while it was written
            leftover.unlink(missing_ok=True)
    for leftover in [*(clean / "releases").glob("*.pin"), *(clean / "releases").glob("*.files")]:
        if not leftover.with_suffix("").is_dir():
            leftover.unlink(missing_ok=True)


def retire(clean: Path, keep: int, keep_days: float = 0) -> list[Path]:
    """Remove the oldest releases until `keep` are left besides the current, the pinned and those of the last days."""
    oldest = dt.datetime.now(dt.UTC) - dt.timedelta(days=keep_days)
    current = current_release(clean)
    older = [p for p in list_releases(clean) if (current is None or p.name != current.name) and pinned(p) is None]
    going = [p for p in older[: max(0, len(older) - keep)] if not keep_days or _made(p) < oldest]
    for path in going:
        distrust(path)
        # Renamed first: a release that is half removed must not look like one.
        shutil.rmtree(path.rename(path.with_name(DOOMED + path.name)), ignore_errors=True)
    return going


def _made(release: Path) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat((read_package(release) or {})["created"])
    except (KeyError, ValueError):
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _noted(release: Path) -> Path:
    return release.with_name(f"{release.name}.files")


def _pin(release: Path) -> Path:
    return release.with_name(f"{release.name}.pin")
