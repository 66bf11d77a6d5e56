"""Files that are whole or not there, and known to be what was written: aside, synced, renamed, under a checksum."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

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
