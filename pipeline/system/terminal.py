"""Text from a bilag on somebody's screen: what it may not do there."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap

_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNS}]")
_TURN = re.compile(f"[{_TURNS}]")


def clean(text: object) -> str:
    """The text without control characters (escape sequences, changes of direction); "" for None."""
    return "" if text is None else _CONTROL.sub("", str(text))


def upright(text: str) -> str:
    """The text without what changes its direction: a figure shown backwards is another figure."""
    return _TURN.sub("", text)


def fitted(text: str) -> str:
    """The text as a terminal takes it: long lines broken between words and indented; as it is where a pipe does."""
    if not sys.stdout.isatty():
        return text
    width = max(20, shutil.get_terminal_size().columns)
    return "\n".join(part for line in text.split("\n") for part in _broken(line, width))


def _broken(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = " " * min(width // 2, len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)
