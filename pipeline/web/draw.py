"""Draws one page of one PDF, in a process of its own with limits: `python -m pipeline.web.draw FILE SHA256 PAGE TURN`.

The turn, which may be left out, is the page's in `documents.page_turns`. What a PDF makes its reader do must not happen
in the server. Prints a line of JSON with the page's size in points, and the PNG; exits 1 where the file holds other
bytes or has no such page. A password is read from the standard input, one a line. Only pdfium is loaded, so it starts
in a moment.
"""

from __future__ import annotations

import hashlib
import io
import json
import resource
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 1_500_000_000
SECONDS: Final = 20
_SCALE: Final = 2.0  # pixels a point


def draw(data: bytes, page: int, passwords: tuple[str, ...], turned: int | None = None) -> bytes:
    """The page's size as a line of JSON, and its PNG in shades of grey. Raises BilagError where it cannot be drawn."""
    from extractors.readers.pdf.image import render

    picture, scale = render(data, page, turned=turned, scale=_SCALE, passwords=passwords)
    out = io.BytesIO()
    picture.convert("L").quantize(16).save(out, "PNG")
    size = {"width": picture.width / scale, "height": picture.height / scale}
    return json.dumps(size).encode() + b"\n" + out.getvalue()


def main(file: str, sha256: str, page: str, turned: str = "") -> int:
    """Draw within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    data = Path(file).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        return 1
    passwords = tuple(filter(None, sys.stdin.read().splitlines()))
    sys.stdout.buffer.write(draw(data, int(page), passwords, int(turned) if turned else None))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
