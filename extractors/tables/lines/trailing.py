"""A column of words behind the values (`Bemærkning`, `Type`): set aside, so that the values end their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.headings import heads_in, makes_heading
from schemas.source import Line

_NAMES: Final = [
    re.compile(rf"\S\s+(?P<name>[A-ZÆØÅ][^\W\d]{{2,20}}(?:[ /-][^\W\d]{{1,15}}){{{more}}})\s*$") for more in range(3)
]
"""The last name of a line, the shortest first: of one word, of two, of three."""
_BEHIND: Final = re.compile(r"(?<=[\d)*–-])\s(?=[^\W\d][^\d\n]{0,80}$)")
"""The space between a line's last value and the words behind it."""
_MOST: Final = 400
_NEAR: Final = 40  # lines under the heading that show whether words stand behind the values
_LEAST: Final = 2  # rows that do


def without_words_behind(lines: Sequence[Line], index: int, end: int) -> list[Line] | None:
    """The lines up to `end` without the words that stand under the last name of line `index`; None where it has none.

    The name stands behind two headings or more. In a layout the column begins where its words do that stand furthest
    left, and no line may have words that run into it; elsewhere the words follow the last of as many values as there
    are headings, in two rows or more.
    """
    text = lines[index].text
    names = (m for p in _NAMES if (m := p.search(text)) and not heads_in(m["name"])[1])
    named = ((m, h) for m in names if makes_heading(h := heads_in(text[: m.start("name")])[1]))
    found, heads = next(named, (None, []))
    if found is None:
        return None
    kept = list(lines)
    if "  " not in text[found.start() :] and "   " not in text.strip():
        return _cut_after_values(kept, index, end, len(heads), found.start("name"))
    return _cut_at(kept, index, end, found.start("name"))


def _cut_at(kept: list[Line], index: int, end: int, start: int) -> list[Line] | None:
    """A layout's lines, each cut where its words stand over `start`; None where figures do."""
    behind: list[str] = []
    for at in range(index, min(end, index + _MOST)):
        text = kept[at].text
        if len(text.rstrip()) <= start:
            continue
        cut = _begin(text, start) if at > index else start
        if cut is None:
            break
        behind.append(text[cut:])
        kept[at] = replace(kept[at], text=text[:cut].rstrip())
    wordy = sum(not re.fullmatch(r"[\d\s.,%()+*–-]+", x) for x in behind[1:])
    return kept if wordy >= _LEAST and 2 * wordy > len(behind) - 1 else None


def _begin(text: str, start: int) -> int | None:
    """Where the words begin that stand over `start` or right of it; None where they are one with what is left of it."""
    near = re.search(r"[\d–-] (?=[^\W\d])", text[max(0, start - 4) : start + 3])
    if near:  # a value and a word that a space parts: two columns as near as that
        return max(0, start - 4) + near.end()
    gaps = [m for m in re.finditer(r"\s{2,}(?=\S)", text) if m.end() <= start + 2]
    at = gaps[-1].end() if gaps else 0
    return at if at and abs(at - start) <= 2 else None


def _cut_after_values(kept: list[Line], index: int, end: int, width: int, start: int) -> list[Line] | None:
    """Lines that keep no layout, each cut behind its values; None where too few rows have words behind as many."""
    cuts: dict[int, int] = {index: start}
    full = 0
    for at in range(index + 1, min(end, index + _MOST)):
        behind = _BEHIND.search(kept[at].text)
        tokens = split_values(kept[at].text[: behind.start()])[1] if behind else []
        if behind is not None and len(tokens) > 1:  # a heading that nobody knows may stand before the known ones
            cuts[at] = behind.start()
            full += len(tokens) >= width
        if at > index + _NEAR and full < _LEAST:
            return None
    if full < _LEAST:
        return None
    for at, cut in cuts.items():
        kept[at] = replace(kept[at], text=kept[at].text[:cut].rstrip())
    return kept
