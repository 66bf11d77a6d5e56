"""Pages of PDFs as pictures: drawn on demand by a process with limits, a few kept in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Semaphore
from typing import Any, Final

_KEPT: Final = 64
_AT_ONCE: Final = 2
_WAIT: Final = 60.0  # seconds of the clock; the process has a limit on its own seconds


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: its size in points, and the PNG."""

    width: float
    height: float
    png: bytes


class Pictures:
    """Draws whole pages of the files in a folder; nothing is written."""

    def __init__(self, raw: Path, passwords: Sequence[str] = ()) -> None:
        """Take the files from this folder."""
        self._raw = raw.resolve()
        self._passwords = "\n".join(passwords)
        self._turn = Semaphore(_AT_ONCE)
        self._drawn = lru_cache(maxsize=_KEPT)(self._draw)

    def page(self, document: Mapping[str, Any], page: int) -> Picture | None:
        """A page's picture; None where it has none: a text, no such page, a file that is gone or cannot be drawn."""
        if document["source_format"] != "pdf" or not 1 <= page <= (document["page_count"] or 0):
            return None
        names = (document["file_name"], *document["other_names"])
        turns = document.get("page_turns") or ()
        return self._drawn(names, document["sha256"], page, turns[page - 1] if page <= len(turns) else None)

    def _draw(self, names: tuple[str, ...], sha256: str, page: int, turned: int | None) -> Picture | None:
        for path in (self._raw / name for name in names):
            if path.is_file() and (made := self._run(path, sha256, page, turned)):
                head, _, png = made.partition(b"\n")
                return Picture(**json.loads(head), png=png)
        return None

    def _run(self, path: Path, sha256: str, page: int, turned: int | None) -> bytes | None:
        command = [sys.executable, "-m", "pipeline.web.draw", str(path), sha256, str(page)]
        command += [] if turned is None else [str(turned)]
        try:
            with self._turn:
                done = subprocess.run(  # noqa: S603 -- our own module, and a file that the release names by its hash
                    command, input=self._passwords.encode(), capture_output=True, timeout=_WAIT, check=False
                )
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.returncode == 0 else None
