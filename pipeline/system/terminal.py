"""Text from a bilag on somebody's terminal: what it may not do there."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """The text without control characters (escape sequences, changes of direction); "" for None."""
    return "" if text is None else _CONTROL.sub("", str(text))
