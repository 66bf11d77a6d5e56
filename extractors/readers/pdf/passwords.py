"""A file of passwords, one a line, whatever program saved it."""

from __future__ import annotations

import codecs


def read_passwords(data: bytes) -> tuple[str, ...]:
    """The passwords of the file's lines: UTF-8 or UTF-16 with or without its mark, else the Windows code page."""
    return tuple(line for line in _text(data).splitlines() if line)


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
