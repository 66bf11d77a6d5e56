"""Copies of a raw folder that lies on a server: what came, changed or went there is fetched before a run reads.

    <clean>/.cache/raw/<address>/files/...      the copies, under the names that they have on the server
    <clean>/.cache/raw/<address>/fetched.json   what each was on the server when it was fetched, or why it was not
    <clean>/.cache/raw/<address>/looks.json     since when each file of the server has looked as it does

Nobody's clock is trusted to say whether a file is whole: it must look the same for `source.rest_seconds` of our own,
unless it was last changed a day ago or more. It is copied aside, must have the size that was listed, and must look the
same after that; only then it takes its place. A server that cannot be listed ends the run.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, TypeAdapter

from pipeline.system import journal
from pipeline.system.durable import read_sealed, sync_file, write_sealed
from pipeline.system.errors import RunError
from pipeline.work.raw import RawFile, SizeLimits, above, printable, stamp, still_changing
from pipeline.work.remote import Found, Remote
from schemas.errors import BilagError

_TOGETHER: Final = 200  # files between two looks at the server: so much may have to be fetched again after a loss
_LONG_AGO: Final = 86_400.0  # seconds: no two clocks differ by more


class Fetched(BaseModel):
    """What a file was on the server when it was fetched, what its copy is, or why there is none to use."""

    model_config = ConfigDict(frozen=True)
    stamp: str
    copy_stamp: str | None = None
    reason: str | None = None
    message: str = ""

    @classmethod
    def refused(cls, stamp: str, error: BilagError) -> Fetched:
        """A file that is not to be used."""
        return cls(stamp=stamp, reason=error.code, message=error.message)


T = TypeVar("T")
_INDEX: Final = TypeAdapter(dict[str, Fetched])
_LOOKS: Final = TypeAdapter(dict[str, tuple[str, float]])
Looks = dict[str, tuple[str, float]]
"""How each file of the server looks, and since when by our clock."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a remote folder. What asks the server raises RunError, which may pass, when it is not there."""

    remote: Remote
    root: Path
    rest_seconds: float
    limits: SizeLimits

    @classmethod
    def under(cls, cache: Path, remote: Remote, rest_seconds: float, limits: SizeLimits) -> Copies:
        """Those that are kept under this folder."""
        name = hashlib.sha256(remote.address.encode()).hexdigest()[:16]
        return cls(remote, cache / "raw" / name, rest_seconds, limits)

    @property
    def folder(self) -> Path:
        """Where the copies lie."""
        return self.root / "files"

    def known(self) -> dict[str, RawFile]:
        """The files by key, as they were when they were last fetched. Raises OSError where nothing was."""
        index = self._read("fetched.json", _INDEX)
        if index is None:
            raise FileNotFoundError(f"nothing was fetched from {self.remote.shown} yet: bilag run")
        files = (self._known(name, entry) for name, entry in index.items())
        return {f.key: f for f in files}

    def there(self) -> dict[str, RawFile]:
        """The files by key, as they are on the server now. Nothing is fetched."""
        listing, looks = self._look()
        index = self._index()
        files = (self._seen(found, index.get(name), looks) for name, found in listing.items())
        return {f.key: f for f in files}

    def fetch(self) -> None:
        """Have the copies be what is on the server; waits, where files are new, until they have rested.

        Raises RunError when the server cannot be read, holds no file, or the copies cannot be written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / ".lock"):
                self._forget_other_folders()
                self._fetch()
        except OSError as error:
            raise RunError(f"the clean folder cannot be written: {error}; free some space and run again") from error

    def _fetch(self) -> None:
        for left_behind in self.root.glob(".new-*"):
            left_behind.unlink()
        index = self._index()
        listing, looks = self._look()
        wait = max((self._restless(f, index.get(f.name), looks) for f in listing.values()), default=0.0)
        if wait:
            journal.event("waiting", reason=f"files of {self.remote.shown} are new and must rest", wait=round(wait, 1))
            time.sleep(wait)
            listing, looks = self._look()
        self._remove(set(index) - set(listing), index)
        wanted = [f for f in listing.values() if not self._is_kept(f, index.get(f.name))]
        for first in range(0, len(wanted), _TOGETHER):
            self._take(wanted[first : first + _TOGETHER], index, looks)
            self._write("fetched.json", {name: entry.model_dump() for name, entry in index.items()})
        self._write("fetched.json", {name: entry.model_dump() for name, entry in index.items()})
        journal.event("fetched", files=len(listing), new=len(wanted), source=self.remote.shown)

    def _take(self, batch: Sequence[Found], index: dict[str, Fetched], looks: Looks) -> None:
        """Copy files, look again, and put in their place those that are whole and look as they did."""
        refused = {f.name: self._refusal(f, index.get(f.name), looks) for f in batch}
        asides = {f.name: self.root / f".new-{n}" for n, f in enumerate(batch) if refused[f.name] is None}
        try:
            said, after = self.remote.copies(asides)
            for found in batch:
                again = after.get(found.name)
                aside = asides.get(found.name)
                error = refused[found.name] or said.get(found.name)
                if not error and aside and (again is None or not _same(found, again, aside)):
                    error = still_changing()
                index[found.name] = Fetched.refused(found.stamp, error) if error else self._place(found, aside)
        finally:
            for aside in asides.values():
                aside.unlink(missing_ok=True)

    def _place(self, found: Found, aside: Path | None) -> Fetched:
        target = self.folder / found.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if aside:
            sync_file(aside)
            aside.replace(target)
        return Fetched(stamp=found.stamp, copy_stamp=stamp(target))

    def _refusal(self, found: Found, entry: Fetched | None, looks: Looks) -> BilagError | None:
        """Why a file is not even to be copied."""
        if found.refused:
            return found.refused
        if found.size > self.limits.file_bytes:
            return above(self.limits.file_bytes, found.size)
        return still_changing() if self._restless(found, entry, looks) else None

    def _restless(self, found: Found, entry: Fetched | None, looks: Looks) -> float:
        """The seconds for which a file must still look the same before it is taken to be whole."""
        if found.refused or (entry and entry.stamp == found.stamp and entry.reason != "still_changing"):
            return 0.0
        if found.changed is not None and time.time() - found.changed > _LONG_AGO:
            return 0.0
        return max(0.0, looks[found.name][1] + self.rest_seconds - time.time())

    def _is_kept(self, found: Found, entry: Fetched | None) -> bool:
        same = entry is not None and entry.reason is None and entry.stamp == found.stamp != ""
        return same and entry is not None and stamp(self.folder / found.name) == entry.copy_stamp

    def _known(self, name: str, entry: Fetched) -> RawFile:
        path = self.folder / name
        error = BilagError(entry.reason, entry.message) if entry.reason else None
        seen = f"{entry.stamp}|{stamp(path)}|{entry.reason}"
        return RawFile(printable(name), path, seen, error)

    def _seen(self, found: Found, entry: Fetched | None, looks: Looks) -> RawFile:
        if entry and entry.stamp == found.stamp and entry.reason != "still_changing":
            return self._known(found.name, entry)
        error = found.refused or (still_changing() if self._restless(found, entry, looks) else None)
        return RawFile(printable(found.name), self.folder / found.name, f"{found.stamp}|new", error)

    def _look(self) -> tuple[dict[str, Found], Looks]:
        """What is on the server, and since when it has looked so."""
        listing, now = self.remote.listing(), time.time()
        if not listing:
            raise RunError(f"there is no file in {self.remote.shown}; the last release stands", passes=True)
        before, looks = self._read("looks.json", _LOOKS) or {}, Looks()
        for name, found in listing.items():
            last, since = before.get(name, ("", now))
            looks[name] = (found.stamp, min(since, now) if last == found.stamp else now)
        self._write("looks.json", looks)
        return listing, looks

    def _remove(self, gone: set[str], index: dict[str, Fetched]) -> None:
        for name in gone:
            path = self.folder / name
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # others lie there still
                for folder in _between(path, self.folder):
                    folder.rmdir()
            del index[name]

    def _forget_other_folders(self) -> None:
        for other in self.root.parent.iterdir():
            if other != self.root:
                shutil.rmtree(other, ignore_errors=True)

    def _index(self) -> dict[str, Fetched]:
        return self._read("fetched.json", _INDEX) or {}

    def _read(self, name: str, kind: TypeAdapter[T]) -> T | None:
        try:
            return kind.validate_python(json.loads(read_sealed(self.root / name)))
        except (OSError, ValueError):
            return None

    def _write(self, name: str, what: Mapping[str, object]) -> None:
        # As ASCII: a server's names need be no text.
        write_sealed(self.root / name, json.dumps(what, ensure_ascii=True).encode())


def _same(found: Found, again: Found, aside: Path) -> bool:
    """Whether a file was not written to while it was copied, and all of it was."""
    return again.stamp == found.stamp and aside.stat().st_size == found.size


def _between(path: Path, folder: Path) -> Iterator[Path]:
    """The folders from a file up to, and without, this one."""
    for parent in path.parents:
        if parent == folder:
            return
        yield parent
