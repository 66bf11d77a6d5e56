"""The values that end a printed line, their minus signs and their places in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

Token = tuple[str, int, int]
"""A printed value with its start and end offset in its line."""
Span = tuple[int, int]
"""Start and end offset of a printed value in its line."""
DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
"""What prints a minus or an empty cell."""

_VALUE: Final = r"(?:[-\u2010-\u2014\u2212+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|[-\u2010-\u2014\u2212])"
_VALUES_RE: Final = re.compile(rf"(?:(?<=\s)|^){_VALUE}(?:\s+{_VALUE})*\s*$")
_TURNS_RE: Final = re.compile(r"(?:(?<!\S)[-\u2010-\u2014\u2212] \d[\d.]*(?:\s+|$)){2}")
_TOKEN_RE: Final = re.compile(r"\S+")


def split_values(text: str) -> tuple[str, list[Token]]:
    """A line's words and its trailing values, each with its start and end offset."""
    found = _VALUES_RE.search(text)
    if not found:
        return text, []
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN_RE.finditer(text, found.start())]
    return text[: found.start()], tokens


def has_spaced_signs(texts: Iterable[str]) -> bool:
    """True when a table prints its minus apart from the figures (`- 404 - 808 - 808`).

    Evidence: dashes and numbers take turns in rows, next to no number carries its own minus, and no dash stands where
    only an empty cell's dash can (last in a row, or before another dash).
    """
    turns = own = 0
    for text in texts:
        values = [t for t, _, _ in split_values(text)[1]]
        dashes = [v in DASHES for v in values]
        if (dashes and dashes[-1]) or any(a and b for a, b in pairwise(dashes)):
            return False
        own += sum(v[0] in DASHES and len(v) > 1 for v in values)
        turns += bool(_TURNS_RE.search(text))
    return turns > own


def with_signs(text: str, tokens: list[Token], width: int, *, all_signs: bool = False) -> tuple[str, list[Token]]:
    """A line's words and at most `width` values: a dash one space before a number is its sign, the rest is label.

    Only as many dashes as there are values too many are signs, from the left, unless `all_signs`.
    """
    merged: list[Token] = []
    excess = len(tokens) - width
    for token in tokens:
        last = merged[-1] if merged else None
        sign = last is not None and last[0] in DASHES and token[1] == last[2] + 1 and token[0] not in DASHES
        if (all_signs or excess > 0) and sign and last is not None:
            merged[-1] = (text[last[1] : token[2]], last[1], token[2])
            excess -= 1
        else:
            merged.append(token)
    kept = merged[-width:] if width > 0 else []
    return (text[: kept[0][1]], kept) if kept else (text, [])
