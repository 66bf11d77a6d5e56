"""A folder of an office's file server (SMB), as fsspec has it, with what a run over thousands of files needs."""

from __future__ import annotations

from typing import Any

import smbclient
from fsspec.implementations.smb import SMBFileSystem


class OfficeShare(SMBFileSystem):  # type: ignore[misc]
    """Lists a folder in one question, with the time of the last change, and keeps its connections to itself.

    A file is opened so that nobody may write to it meanwhile; who is writing to it keeps us from opening it.
    """

    def _connect(self) -> None:
        self._connections: dict[str, Any] = {}
        smbclient.register_session(
            self.host,
            username=self.username,
            password=self.password,
            port=self._port,
            encrypt=self.encrypt,
            connection_timeout=self.timeout,
            connection_cache=self._connections,
        )

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        """The folder's entries; "link" is a symbolic link, which is not followed."""
        entries = smbclient.scandir(self._unc(path), port=self._port, connection_cache=self._connections)
        found = [_told(entry, f"{path.rstrip('/')}/{entry.name}") for entry in entries]
        return found if detail else [f["name"] for f in found]

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        return smbclient.open_file(
            self._unc(path), mode, share_access="r", port=self._port, connection_cache=self._connections
        )

    def close(self) -> None:
        """End the connection."""
        smbclient.reset_connection_cache(fail_on_error=False, connection_cache=self._connections)

    def _unc(self, path: str) -> str:
        return f"\\\\{self.host}" + path.replace("/", "\\")


def _told(entry: Any, path: str) -> dict[str, Any]:
    kind = "link" if entry.is_symlink() else "directory" if entry.is_dir(follow_symlinks=False) else "file"
    said = entry.smb_info
    times = {"mtime": said.last_write_time, "changed": said.change_time}
    return {"name": path, "type": kind, "size": said.end_of_file, **times}
