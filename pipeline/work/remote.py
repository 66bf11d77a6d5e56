"""A raw folder that lies elsewhere: what is in it, and a copy of one of its files; by fsspec, whatever the protocol.

`sftp://user@host/folder`, `smb://domain;user@host/share/folder`, `s3://bucket/folder`, and what else fsspec knows.
Secrets come from files and from what the protocol's own tools take (an SSH agent, AWS_ variables), never from the
address, which is shown. An SSH server must prove by a key of `known_hosts` that it is the right one.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar
from urllib.parse import unquote, urlsplit

from pipeline.release.formats.targets import without_secrets
from pipeline.system.errors import RunError
from pipeline.system.patience import Sign, patiently
from pipeline.work.places import refuse_secret
from pipeline.work.raw import is_left_out
from schemas.errors import BilagError

T = TypeVar("T")
_CHUNK: Final = 1 << 20
_LONGEST_NAME, _LONGEST_PATH = 255, 1000  # bytes and characters
_EXTRAS: Final = {"sftp": "sftp", "ssh": "sftp", "smb": "smb", "s3": "s3"}
_TOLD_BY: Final = ("mtime", "changed", "LastModified", "last_modified", "modified", "created", "ETag", "etag")
"""What file systems call that by which a file is known to have changed."""
_HINTS: Final = {
    "HostKeyNotVerifiable": "the server's key is not in {known_hosts}; ask who runs it for the key's fingerprint, and "
    "when it is the same add the key: ssh-keyscan -p {port} {host} >> {known_hosts}",
    "PermissionError": "the user is not let in; see source.key_file and source.password_file",
    "SMBAuthenticationError": "the user is not let in; see source.password_file",
    "LogonFailure": "the user is not let in; see source.password_file",
}


@dataclass(frozen=True, slots=True)
class Access:
    """By what a server lets us in and is known, and for how many seconds it may say nothing."""

    password_file: Path | None
    key_file: Path | None
    known_hosts: Path
    patience: float

    def password(self) -> str | None:
        """The password, or None. Raises RunError when its file cannot be read."""
        if self.password_file is None:
            return None
        try:
            return self.password_file.read_text("utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise RunError(f"source.password_file cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the remote folder. While its `stamp` stays, so do its bytes; "" where nothing tells."""

    name: str
    size: int
    stamp: str
    changed: float | None = None
    """When it was last changed, in seconds since 1970 by the server's clock, as it says."""
    refused: BilagError | None = None


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder on a server. Everything raises RunError, which may pass, where the folder cannot be reached."""

    address: str
    access: Access

    @property
    def shown(self) -> str:
        """The address for people."""
        return without_secrets(self.address)

    def listing(self) -> dict[str, Found]:
        """Every file by its name under the folder; hidden files and manifests are left out."""
        return self._reach(lambda files, root, sign: {f.name: f for f in _walk(files, root, "", sign)})

    def copies(self, wanted: Mapping[str, Path]) -> tuple[dict[str, BilagError], dict[str, Found]]:
        """Copy files by their names to these paths; why some could not be copied, and what is there afterwards."""

        def copy(files: Any, root: str, sign: Sign) -> tuple[dict[str, BilagError], dict[str, Found]]:
            said = {name: _copy(files, root, name, target, sign) for name, target in wanted.items()}
            after = {f.name: f for f in _walk(files, root, "", sign)} if wanted else {}
            return {name: error for name, error in said.items() if error}, after

        return self._reach(copy)

    def _reach(self, act: Callable[[Any, str, Sign], T]) -> T:
        """Connect and act, as long as the server gives a sign of life in time."""

        def work(sign: Sign) -> T:
            files, root = _connect(self.address, self.access)
            sign()
            try:
                return act(files, root, sign)
            finally:
                close = getattr(files, "close", None)
                if close:
                    close()

        try:
            return patiently(work, self.access.patience)
        except RunError:
            raise
        except Exception as error:  # each protocol fails in its own way; all of them mean that the folder is not there
            said = f"{self.shown} cannot be read: {self._why(error)}; the last release stands"
            raise RunError(said, passes=True) from error

    def _why(self, error: Exception) -> str:
        hint = next((_HINTS[k.__name__] for k in type(error).__mro__ if k.__name__ in _HINTS), "")
        said, parts, known = str(error) or type(error).__name__, urlsplit(self.address), self.access.known_hosts
        more = hint.format(host=parts.hostname, port=parts.port or 22, known_hosts=known)
        return f"{said}: {more}" if more else said


def _walk(files: Any, root: str, below: str, sign: Sign) -> Iterator[Found]:
    folder = f"{root}/{below}".rstrip("/") or "/"
    try:
        entries = files.ls(folder, detail=True)
    except (PermissionError, FileNotFoundError) as error:
        if not below:
            raise
        if isinstance(error, PermissionError):
            yield Found(
                below.rstrip("/"), 0, "", refused=_unreadable("The folder cannot be opened, so its files are not read")
            )
        return
    sign()
    for entry in sorted(entries, key=lambda e: str(e["name"])):
        name = str(entry["name"]).rstrip("/").rpartition("/")[2]
        if not is_left_out(name, top=not below) and f"{folder.rstrip('/')}/{name}" != folder:
            yield from _entry(files, root, below + name, entry, sign)


def _entry(files: Any, root: str, path: str, entry: Mapping[str, Any], sign: Sign) -> Iterator[Found]:
    name = path.rpartition("/")[2]
    if not _is_name(name) or len(path) > _LONGEST_PATH:
        shown = "".join(c if c.isprintable() else "?" for c in path)[-_LONGEST_PATH:]
        yield Found(shown, 0, "", refused=_unreadable("Its name is none that a file can have here"))
    elif entry["type"] == "directory":
        yield from _walk(files, root, f"{path}/", sign)
    elif entry["type"] == "file":
        told = [f"{key}={entry[key]}" for key in _TOLD_BY if entry.get(key) is not None]
        size = int(entry["size"] or 0)
        yield Found(path, size, f"{size} {' '.join(told)}" if told else "", _changed(entry))
    else:
        yield Found(path, 0, "", refused=_unreadable("This is no ordinary file"))


def _changed(entry: Mapping[str, Any]) -> float | None:
    times = [value for key in _TOLD_BY if isinstance(value := entry.get(key), dt.datetime)]
    return max((t if t.tzinfo else t.replace(tzinfo=dt.UTC)).timestamp() for t in times) if times else None


def _is_name(name: str) -> bool:
    """Whether a server's name for a file stays in the folder when it is put there."""
    try:
        short = len(os.fsencode(name)) <= _LONGEST_NAME
    except UnicodeEncodeError:
        return False
    return short and bool(name) and name not in (".", "..") and not set(name) & {"/", "\x00"}


def _copy(files: Any, root: str, name: str, target: Path, sign: Sign) -> BilagError | None:
    """Copy a file; why it cannot be, where that is the file's own fault: the folder can be listed all the same."""
    try:
        with files.open(f"{root}/{name}", "rb") as source, target.open("wb") as copy:
            while data := source.read(_CHUNK):
                _write(copy, data)
                sign()
    except RunError:
        raise
    except Exception as error:
        files.ls(root or "/", detail=False)  # raises where the server is gone
        return _own_fault(error)
    return None


def _write(copy: BinaryIO, data: bytes) -> None:
    try:
        copy.write(data)
    except OSError as error:
        raise RunError(f"the clean folder cannot be written: {error}; free some space and run again") from error


def _own_fault(error: Exception) -> BilagError:
    if isinstance(error, FileNotFoundError):
        return BilagError("vanished", "The file was gone when it was to be read; put it back and run again.")
    if getattr(error, "ntstatus", None) == _SHARING_VIOLATION:
        return BilagError("still_changing", "The file is open for writing; run again when it is closed.")
    return _unreadable(f"The file cannot be fetched ({getattr(error, 'strerror', None) or error})")


_SHARING_VIOLATION: Final = 0xC0000043


def _unreadable(why: str) -> BilagError:
    return BilagError("unreadable", f"{why}; check it on the server, and its permissions.")


def _connect(address: str, access: Access) -> tuple[Any, str]:
    """The file system and the folder's path in it. Raises what the protocol does, and RunError without its package."""
    try:
        refuse_secret(address)
    except ValueError as error:
        raise RunError(str(error)) from error
    scheme, path = address.partition("://")[0], unquote(f"/{address.partition('://')[2].partition('/')[2]}")
    try:
        if scheme in ("sftp", "ssh"):
            return _sftp(address, access), path.rstrip("/")
        if scheme == "smb":
            return _smb(address, access), path.rstrip("/")
        return _other(address)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        hint = f"pip install 'bilag[{extra}]'" if extra else f"install the fsspec package for {scheme}"
        raise RunError(f"{scheme}:// needs a package more: {hint}") from error


def _other(address: str) -> tuple[Any, str]:
    import fsspec

    try:
        files, root = fsspec.core.url_to_fs(address, skip_instance_cache=True, use_listings_cache=False)
    except ValueError as error:
        raise RunError(f"nobody knows how to read {without_secrets(address)}: {error}") from error
    return files, root.rstrip("/")


def _sftp(address: str, access: Access) -> Any:
    import logging

    from sshfs import SSHFileSystem

    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    if not access.known_hosts.is_file():
        raise RunError(f"no SSH server is known: there is no {access.known_hosts} (source.known_hosts)")
    parts = urlsplit(address)
    given: dict[str, Any] = {"username": unquote(parts.username)} if parts.username else {}
    given |= {"port": parts.port} if parts.port else {}
    given |= {"client_keys": [_private(access.key_file)]} if access.key_file else {}
    given |= {"password": password} if (password := access.password()) else {}
    return SSHFileSystem(
        parts.hostname, known_hosts=str(access.known_hosts), connect_timeout=access.patience,
        login_timeout=access.patience, keepalive_interval=max(1.0, access.patience / 4), keepalive_count_max=3,
        sftp_client_kwargs={"path_errors": "surrogateescape"}, skip_instance_cache=True, **given,
    )  # fmt: skip


def _private(key: Path) -> str:
    """A key that only its owner can read, as ssh demands it."""
    try:
        if stat.S_IMODE(key.stat().st_mode) & 0o077:
            raise RunError(f"source.key_file can be read by others: chmod go= {key}")
    except OSError as error:
        raise RunError(f"source.key_file cannot be read: {error}") from error
    return str(key)


def _smb(address: str, access: Access) -> Any:
    from pipeline.work.office_share import OfficeShare

    parts = urlsplit(address)
    domain, _, user = unquote(parts.username or "").rpartition(";")
    return OfficeShare(
        parts.hostname, port=parts.port, username=f"{domain}\\{user}" if domain else user or None,
        password=access.password(), timeout=access.patience, encrypt=True, share_access="r",
        register_session_retries=0, skip_instance_cache=True,
    )  # fmt: skip
