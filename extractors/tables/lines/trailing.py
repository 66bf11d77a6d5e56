"""A layout's column of words behind the values (`Bemærkning`): set aside, so that the values end their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.tables.headings import heads_in, makes_heading
from schemas.source import Line

_NAME: Final = re.compile(r"\S\s{2,}(?P<name>[A-ZÆØÅ][^\W\d]{2,20}(?:[ /-][^\W\d]{1,15}){0,2})\s*$")
_MOST: Final = 400


def without_words_behind(lines: Sequence[Line], index: int, end: int) -> list[Line] | None:
    """The lines up to `end` without the words that stand under the last name of line `index`; None where it has none.

    The name stands behind two headings or more. The column begins where its words do that stand furthest left, and no
    line may have words that run into it.
    """
    found = _NAME.search(lines[index].text)
    if found is None or not makes_heading(heads_in(lines[index].text[: found.start("name")])[1]):
        return None
    if heads_in(found["name"])[1]:
        return None
    start, kept = found.start("name"), list(lines)
    for at in range(index, min(end, index + _MOST)):
        text = lines[at].text
        if len(text.rstrip()) <= start:
            continue
        cut = _begin(text, start)
        if cut is None:
            break
        kept[at] = replace(lines[at], text=text[:cut].rstrip())
    return kept


def _begin(text: str, start: int) -> int | None:
    """Where the words begin that stand over `start` or right of it; None where they are one with what is left of it."""
    gaps = [m for m in re.finditer(r"\s{2,}(?=\S)", text) if m.end() <= start + 2]
    at = gaps[-1].end() if gaps else 0
    return at if at and abs(at - start) <= 2 else None
