"""Files that are whole or not there, and known to be what was written: aside, synced, renamed, under a checksum."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_MARK = b"bilag1 "
_HEAD = len(_MARK) + 64 + 1


class DamagedError(ValueError):
    """A file does not hold what was written to it."""


def write_atomically(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a file that is either there whole or not at all, after a loss of power too. Raises OSError.

    Without `sync` a loss of power may cost the file: for what is made again when it is missing or damaged.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            if sync:
                os.fsync(stream.fileno())
        Path(aside).replace(path)
        if sync:
            sync_folder(path.parent)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def write_sealed(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write data under its checksum. Raises OSError."""
    write_atomically(path, _MARK + hashlib.sha256(data).hexdigest().encode() + b"\n" + data, sync=sync)


def read_sealed(path: Path) -> bytes:
    """What `write_sealed` wrote. Raises OSError where there is nothing, DamagedError where it is something else."""
    data = path.read_bytes()
    head, body = data[:_HEAD], data[_HEAD:]
    if head != _MARK + hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise DamagedError(f"{path} does not hold what was written to it")
    return body


class Seal(BaseModel):
    """A file as it was written: its sha256, and by what it is known to be untouched since without reading it.

    Who writes into a file changes its time, who puts another in its place its number. What the disk itself gets wrong
    changes neither: that is for `bilag verify` to find, which reads everything.
    """

    model_config = ConfigDict(frozen=True)
    sha256: str
    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> Seal:
        """That of a file as it is now. Raises OSError."""
        return cls.known(path, sha256_of(path))

    @classmethod
    def known(cls, path: Path | str, sha256: str) -> Seal:
        """That of a file of these bytes. Raises OSError."""
        status = os.stat(path)  # noqa: PTH116 -- of tens of thousands
        return cls(sha256=sha256, size=status.st_size, mtime_ns=status.st_mtime_ns, inode=status.st_ino)

    def unbroken(self, path: Path | str) -> bool:
        """Whether the file is there, and nobody has touched it."""
        try:
            status = os.stat(path)  # noqa: PTH116 -- of tens of thousands
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns, status.st_ino) == (self.size, self.mtime_ns, self.inode)


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Have `target` be the same file, or where the file system has no such links, one of the same bytes."""
    try:
        os.link(source, target)
    except OSError:
        copy_whole(source, target)


def copy_whole(source: Path | str, target: Path | str) -> None:
    """Have `target` be a file of its own of the same bytes, on the disk. Raises OSError."""
    shutil.copyfile(source, target)
    sync_file(Path(target))


def files_under(folder: Path) -> Iterator[str]:
    """The path under a folder of every ordinary file in it, with forward slashes.

    Links are left out, and so is what lies in a folder that cannot be opened.
    """
    waiting = [""]
    while waiting:
        under = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(folder / under) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{under}{entry.name}/")
                elif entry.is_file(follow_symlinks=False):
                    yield under + entry.name


def sync_file(path: Path) -> None:
    """Have the disk hold a file's bytes."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk hold a folder's entries."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, hex. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
