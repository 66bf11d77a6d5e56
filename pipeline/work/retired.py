"""Files that people took out of the dataset, each with a reason, a name and a date, kept as YAML beside the decisions.

- file: 2025/bilag 3.pdf
  sha256: 61a7...          these bytes; a file of other bytes under the same name is read
  reason: Trukket tilbage af ØKF
  by: Anna Jensen
  date: 2026-03-01
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml
from filelock import FileLock

from pipeline.system.durable import write_atomically
from pipeline.system.yaml_files import load_list

FILE = "retired.yaml"


@dataclass(frozen=True, slots=True)
class Retired:
    """A file that is to be left out."""

    file: str
    sha256: str
    reason: str
    by: str
    date: dt.date


def load_retired(review: Path) -> dict[str, Retired]:
    """What was retired, by sha256. Raises ValueError or OSError, naming the file, where it cannot be read."""
    path = review / FILE
    found = {}
    for number, entry in enumerate(load_list(path), 1):
        try:
            date = entry["date"]
            texts = {k: str(entry[k]) for k in ("file", "sha256", "reason", "by")}
            when = date if isinstance(date, dt.date) else dt.date.fromisoformat(str(date))
            found[texts["sha256"]] = Retired(**texts, date=when)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}, entry {number}: {error!r}") from error
    return found


def add_retired(review: Path, entry: Retired) -> None:
    """Write one more. Raises ValueError where the reason is empty or the file is damaged, OSError from the disk."""
    if not entry.reason.strip():
        raise ValueError("retiring a file needs a reason")
    review.mkdir(parents=True, exist_ok=True)
    with FileLock(review / f"{FILE}.lock"):
        _write(review, {**load_retired(review), entry.sha256: entry}.values())


def remove_retired(review: Path, entry: Retired) -> None:
    """Take a file in again. Raises as `add_retired` does."""
    with FileLock(review / f"{FILE}.lock"):
        _write(review, (e for e in load_retired(review).values() if e != entry))


def _write(review: Path, entries: Iterable[Retired]) -> None:
    text = yaml.safe_dump([asdict(e) for e in entries], allow_unicode=True, sort_keys=False, width=120)
    write_atomically(review / FILE, b"# Files taken out of the dataset; written by `bilag retire`\n" + text.encode())
