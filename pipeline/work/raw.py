"""The raw folder: which files lie there, and what can be said of each before anything reads it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractors.readers.office import is_office_file
from schemas.errors import BilagError

MANIFESTS = frozenset({"manifest.json", "manifest.yaml", "manifest.csv", "manifest.md"})
"""Files of the raw folder that speak about the others."""

_CHUNK = 1 << 20
_HIDDEN = re.compile(r"\.(?!\.)")  # `..name` is an odd name, but nobody hides a file that way
# What Dagster refuses in a partition key, and the percent sign that stands for it here.
_NOT_IN_KEY = re.compile(r"%|\.\.\.|[\x00-\x1f\x7f|,\[\]]")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the raw folder: `name` is its path under the folder with forward slashes, fit for printing.

    Of a raw folder on a server `path` is its copy, `seen` what the server and the copy say of it, and `refused` why
    there is no copy to read.
    """

    name: str
    path: Path
    seen: str | None = None
    refused: BilagError | None = None

    @property
    def key(self) -> str:
        """The name as a Dagster partition key: the characters that Dagster keeps for itself are percent-encoded."""
        return _NOT_IN_KEY.sub(lambda m: "".join(f"%{b:02X}" for b in m.group().encode()), self.name)


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """How large a file may be, in bytes: text is read whole, so its limit is lower than a PDF's."""

    file_bytes: int = 200_000_000
    text_bytes: int = 32_000_000


def list_raw(raw: Path) -> list[RawFile]:
    """Every file under `raw` in the order of their names; hidden files and manifests are left out.

    A folder that cannot be opened is listed as if it were a file: whoever reads it says why it cannot be used.
    Raises OSError when `raw` itself is not there or cannot be opened.
    """
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw} is not a folder; put the bilag there or point --raw at the right one")
    with os.scandir(raw):  # a folder that cannot be opened is no empty folder
        pass
    return sorted(_walk(raw, raw), key=lambda f: f.name)


def is_left_out(name: str, *, top: bool) -> bool:
    """Whether a name is a hidden file's, or in the folder itself that of one which speaks about the others."""
    return bool(_HIDDEN.match(name)) or (top and name in MANIFESTS)


def seen(file: RawFile) -> str | None:
    """What can be seen of a file without opening it: while that stays, so do its bytes. None when it is gone."""
    return stamp(file.path) if file.seen is None else file.seen


def moves(file: RawFile, rest_seconds: float) -> bool:
    """Whether somebody may still be writing to the file."""
    if file.seen is None:
        return seconds_at_rest(file.path) < rest_seconds
    return file.refused is not None and file.refused.code == "still_changing"


def stamp(path: Path) -> str | None:
    """The file's size, times and place on the disk: while they stay, so do its bytes. None when it is gone."""
    try:
        status = path.stat()
    except (OSError, RuntimeError):
        try:
            status = path.lstat()
        except OSError:
            return None
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"


def seconds_at_rest(path: Path) -> float:
    """How long ago the file was last written to, by the time that a copy cannot set; a clock set back counts too."""
    try:
        return abs(time.time() - path.stat().st_ctime)
    except (OSError, RuntimeError):
        return float("inf")  # whoever reads it says what is wrong


def fingerprint(file: RawFile, raw: Path, limits: SizeLimits) -> tuple[str, int]:
    """The file's sha256 (hex) and size in bytes.

    Raises BilagError: `outside_raw`, `vanished`, `unreadable`, `empty_file`, `too_large` or `still_changing`.
    """
    _check_kind(file, raw)
    before = stamp(file.path)
    digest, size = hashlib.sha256(), 0
    try:
        with file.path.open("rb") as stream:
            head = stream.read(1024)
            _check_size(os.fstat(stream.fileno()).st_size, head, limits)
            while head:
                digest.update(head)
                size += len(head)
                head = stream.read(_CHUNK)
    except OSError as error:
        raise unusable(error) from error
    if stamp(file.path) != before:
        raise still_changing()
    return digest.hexdigest(), size


def still_changing() -> BilagError:
    """What to say of a file that somebody is writing to."""
    return BilagError("still_changing", "The file is still being written to; run again when it is whole.")


def _check_kind(file: RawFile, raw: Path) -> None:
    """Raise BilagError unless the name leads to an ordinary file of the folder; opening a pipe would wait forever."""
    try:
        target = file.path.resolve(strict=False)
        if not target.is_relative_to(raw.resolve()):
            raise BilagError("outside_raw", "The file is a link out of the raw folder; put a copy of its target there.")
        mode = file.path.stat().st_mode
    except RuntimeError as error:  # Python's word for links in a ring, before 3.13
        raise _ring() from error
    except OSError as error:
        raise _ring() if error.errno == errno.ELOOP else unusable(error) from error
    if stat.S_ISDIR(mode):
        raise BilagError("unreadable", "The folder cannot be opened, so its files are not read; check its permissions.")
    if not stat.S_ISREG(mode):
        raise BilagError("unreadable", "This is no ordinary file; remove it from the raw folder.")


def _ring() -> BilagError:
    return BilagError("unreadable", "The link leads to itself; put a copy of the file there.")


def unusable(error: OSError) -> BilagError:
    """What an operating system's refusal means to the one who put the file there."""
    if isinstance(error, FileNotFoundError):
        return BilagError("vanished", "The file was gone when it was to be read; put it back and run again.")
    return BilagError("unreadable", f"The file cannot be read ({error.strerror or error}); check its permissions.")


def _check_size(size: int, head: bytes, limits: SizeLimits) -> None:
    if size == 0:
        raise BilagError("empty_file", "The file is empty; fetch it again from where it came.")
    packed = b"%PDF-" in head or is_office_file(head)
    limit = limits.file_bytes if packed else min(limits.text_bytes, limits.file_bytes)
    if size > limit:
        raise above(limit, size)


def above(limit: int, size: int) -> BilagError:
    """What to say of a file of so many bytes that may have so many."""
    said = f"The file is {size / 1e6:.0f} MB and the limit {limit / 1e6:.0f} MB; split it, or raise the limit."
    return BilagError("too_large", said)


def _walk(folder: Path, raw: Path) -> Iterator[RawFile]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield RawFile(printable(folder.relative_to(raw).as_posix()), folder)
        return
    top = folder == raw
    under = "" if top else f"{folder.relative_to(raw).as_posix()}/"
    for entry in entries:
        if is_left_out(entry.name, top=top):
            continue
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, raw)
        elif not (entry.is_symlink() and _leads_to_a_folder_of(raw, path)):
            yield RawFile(printable(under + entry.name), path)


def _leads_to_a_folder_of(raw: Path, path: Path) -> bool:
    """A link to a folder whose files are listed where they lie."""
    try:
        return path.is_dir() and path.resolve().is_relative_to(raw.resolve())
    except (OSError, RuntimeError):
        return False


def printable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are taken for Latin-1, as old archives wrote æøå."""
    if name.isascii():
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
