"""Bytes that an office program wrote, told by how they begin: an archive of XML parts, or the compound file of old."""

from __future__ import annotations

from typing import Final

ARCHIVE: Final = b"PK\x03\x04"
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word before 2007, and any Word document with a password (MS-CFB)."""


def is_office_file(data: bytes) -> bool:
    """True for bytes that begin as an office program's files do."""
    return data.startswith((ARCHIVE, COMPOUND))
