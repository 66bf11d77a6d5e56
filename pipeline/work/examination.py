"""What a machine must have for the pipeline to run, looked at one by one, with how to mend what is missing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from filelock import FileLock, Timeout
from packaging.requirements import Requirement

from pipeline.system.errors import RunError
from pipeline.work.afterwards import last_run
from pipeline.work.config import Configuration
from pipeline.work.fetch import Copies
from pipeline.work.settings import Settings

State = Literal["ok", "warning", "missing"]
_PYTHON: Final = (3, 11)
_FREE_MB: Final = 1000
_EARLIEST: Final = 1_735_689_600  # 2025-01-01: a clock before it is wrong
_SECONDS = 20
_PASSWORDS: Final = (
    "folders.password_file", "alerts.smtp_password_file", "source.password_file", "source.key_file"
)  # fmt: skip
_FONTS: Final = ("/usr/share/fonts", "/usr/local/share/fonts")
_OCR = "scans are quarantined as ocr_missing; on Debian: apt install tesseract-ocr tesseract-ocr-dan"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was looked at: `missing` is needed, a `warning` is not; `mend` says what to do."""

    what: str
    state: State
    said: str
    mend: str = ""


def examine(configuration: Configuration) -> list[Told]:
    """Look at everything; what one look fails at does not keep the others from being made."""
    found: list[Told] = []
    for look in _LOOKS:
        try:
            found += look(configuration)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            name = look.__name__.strip("_").replace("_", " ")
            found.append(Told(name, "warning", f"could not be looked at: {error}"))
    return found


def _python(_: Configuration) -> Iterator[Told]:
    version = platform.python_version()
    old = sys.version_info < _PYTHON
    yield Told("Python", "missing" if old else "ok", version, "install Python 3.11 or newer" if old else "")
    if not sys.platform.startswith("linux"):
        said = f"{sys.platform}: no limit on memory, no end of workers with their parent"
        yield Told("platform", "warning", said, "run it on Linux in production")


def _libraries(_: Configuration) -> Iterator[Told]:
    wrong = [w for line in importlib.metadata.requires("bilag") or [] if (w := _unmet(line))]
    said = f"bilag {importlib.metadata.version('bilag')}"
    if wrong:
        yield Told("libraries", "missing", f"{said}; {', '.join(wrong)}", "make setup")
    else:
        yield Told("libraries", "ok", f"{said}, all it needs")


def _unmet(line: str) -> str | None:
    wanted = Requirement(line)
    if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
        return None
    try:
        version = importlib.metadata.version(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{wanted.name} is not installed"
    return (
        None
        if wanted.specifier.contains(version, prereleases=True)
        else f"{wanted.name} {version}, not {wanted.specifier}"
    )


def _scans(_: Configuration) -> Iterator[Told]:
    missing = [n for n in ("pytesseract", "cv2") if importlib.util.find_spec(n) is None]
    if missing:
        yield Told("OCR libraries", "warning", f"{', '.join(missing)} missing", "pip install 'bilag[ocr]'")
    program = shutil.which("tesseract")
    if program is None:
        yield Told("Tesseract", "warning", f"not installed: {_OCR}", "apt install tesseract-ocr tesseract-ocr-dan")
        return
    version = _output([program, "--version"]).split("\n", 1)[0]
    languages = _output([program, "--list-langs"]).split()
    yield Told("Tesseract", "ok", version)
    if "dan" in languages:
        yield Told("Danish model", "ok", "dan")
    else:
        yield Told("Danish model", "warning", f"not installed: {_OCR}", "apt install tesseract-ocr-dan")


def _fonts(_: Configuration) -> Iterator[Told]:
    if sys.platform.startswith("linux"):
        found = next((p for folder in _FONTS for p in Path(folder).rglob("*.[to]tf")), None)
        said = "page images of PDFs that embed none look otherwise"
        yield (
            Told("fonts", "ok", f"{found}")
            if found
            else Told("fonts", "warning", said, "apt install fonts-dejavu-core")
        )


def _folders(configuration: Configuration) -> Iterator[Told]:
    source = Settings(**configuration.fields(Settings)).source
    raw = Path(configuration.of("folders.raw"))
    if source:
        yield _server(source)
    elif not raw.is_dir():
        yield Told("raw folder", "missing", f"{raw} is not there", "mount the share, or set folders.raw")
    elif not os.access(raw, os.R_OK | os.X_OK):
        yield Told("raw folder", "missing", f"{raw} cannot be read", f"give this user read access to {raw}")
    else:
        empty = not any(raw.iterdir())
        yield Told("raw folder", "warning" if empty else "ok", f"{raw}{' is empty' if empty else ''}")
    for name in ("folders.clean", "folders.review", "folders.internal"):
        if configuration.of(name):
            yield from _writable(name.removeprefix("folders."), Path(configuration.of(name)))
    for template in configuration.of("folders.templates"):
        if template != "none" and not Path(template).is_dir():
            yield Told("templates", "missing", f"{template} is not there", "mend folders.templates")


def _server(source: Copies) -> Told:
    try:
        files = len(source.remote.listing())
    except RunError as error:
        return Told("raw folder", "missing", str(error), "mend [source], or the way there")
    return Told("raw folder", "ok" if files else "warning", f"{source.remote.shown}, {files} files")


def _writable(name: str, folder: Path) -> Iterator[Told]:
    there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
    if not os.access(there, os.W_OK | os.X_OK) or not there.is_dir():
        yield Told(
            f"{name} folder", "missing", f"{folder} cannot be written", f"give this user write access to {there}"
        )
        return
    free = shutil.disk_usage(there).free // 1_000_000
    few = free < _FREE_MB
    said = f"{folder}, {free:,} MB free".replace(",", ".")
    yield Told(
        f"{name} folder", "warning" if few else "ok", said, "free some space: bilag gc, bilag run --keep" if few else ""
    )


def _secrets(configuration: Configuration) -> Iterator[Told]:
    clean = Path(configuration.of("folders.clean"))
    places = [(clean / ".cache", "the cache"), (clean / "log", "the log")]
    named = ("folders.internal", *_PASSWORDS)
    places += [(Path(configuration.of(name)), name) for name in named if configuration.of(name)]
    for path, what in places:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Told(what, "warning", f"{path} can be read by others", f"chmod go= {path}")
    for name in _PASSWORDS:
        if configuration.of(name) and not os.access(configuration.of(name), os.R_OK):
            yield Told(name, "missing", f"{configuration.of(name)} cannot be read", f"mend {name}")


def _clock(configuration: Configuration) -> Iterator[Told]:
    now = time.time()
    log = Path(configuration.of("folders.clean")) / "log" / "last.json"
    ahead = log.stat().st_mtime - now if log.exists() else 0.0
    if now < _EARLIEST or ahead > 60:
        said = f"{time.strftime('%Y-%m-%d %H:%M')} is before {'2025' if now < _EARLIEST else 'the last run'}"
        yield Told("clock", "warning", said, "set it: timedatectl set-ntp true")
    else:
        yield Told("clock", "ok", time.strftime("%Y-%m-%d %H:%M %Z"))


def _locks(configuration: Configuration) -> Iterator[Told]:
    path = Path(configuration.of("folders.clean")) / ".lock"
    if not path.exists():
        return
    try:
        with FileLock(path, timeout=0):
            yield Told("lock", "ok", "free")
    except Timeout:
        yield Told("lock", "warning", "a run is publishing now", "wait; the lock goes with its process")


def _dagster(_: Configuration) -> Iterator[Told]:
    if importlib.util.find_spec("dagster") is None:
        return  # an extra, which only its own runs need
    home = os.environ.get("DAGSTER_HOME")
    if not home:
        yield Told("Dagster home", "warning", "DAGSTER_HOME is not set: `dagster dev` forgets its runs",
                   "make dev, or export DAGSTER_HOME=/var/lib/bilag/dagster")  # fmt: skip
        return
    if not Path(home).is_absolute() or not os.access(home, os.W_OK):
        yield Told("Dagster home", "missing", f"{home} cannot be written", "mkdir it; the path must be absolute")
    elif not (Path(home) / "dagster.yaml").exists():
        yield Told("Dagster home", "warning", f"{home} has no dagster.yaml", f"cp deploy/dagster.yaml {home}/")
    else:
        yield Told("Dagster home", "ok", home)


def _runs(configuration: Configuration) -> Iterator[Told]:
    last = last_run(Path(configuration.of("folders.clean")))
    if last is None:
        yield Told("last run", "warning", "none yet", "bilag run")
        return
    hours = (time.time() - last.succeeded) / 3600 if last.succeeded else None
    well = "never" if hours is None else f"{hours:.1f} hours ago"
    late = hours is None or hours > configuration.schedule.fresh_hours
    said = f"exit code {last.exit_code}: {last.message}; last one that went well: {well}"
    yield Told("last run", "warning" if late or last.exit_code else "ok", said)


def _alerts(configuration: Configuration) -> Iterator[Told]:
    ways = configuration.alerts.ways
    if ways:
        yield Told("alerts", "ok", f"by {', '.join(ways)}")
    else:
        yield Told("alerts", "warning", "nobody is told when a run fails", "set [alerts] in bilag.toml")
    for variable in configuration.unknown:
        yield Told("variable", "warning", f"{variable} sets nothing", "bilag config")


_LOOKS: Final[tuple[Callable[[Configuration], Iterator[Told]], ...]] = (
    _python, _libraries, _scans, _fonts, _folders, _secrets, _clock, _locks, _dagster, _runs, _alerts,
)  # fmt: skip


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    return done.stdout or done.stderr
