"""Words struck out: a line of their own length runs through their middle. What is struck out is no longer said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemas.source import Ruling, Word

_HIGHEST, _LOWEST = 0.46, 0.12  # of the type size above the baseline: between them a line strikes a word out
_BASELINE: Final = 0.776  # of a word's box, from its top
_LONGEST: Final = 260.0  # points of a line that strikes out
_THICKEST: Final = 2.0  # points
_COVERED: Final = 0.8  # of a word's width
_BEYOND: Final = 4.0  # points that the line may reach out of its words: a table's ruling reaches further


def without_struck(words: list[Word], rulings: list[Ruling]) -> tuple[list[Word], list[Ruling]]:
    """The words that are not struck out, and the rulings that strike none."""
    lines = _by_height(rulings)
    if not lines:
        return words, rulings
    struck: dict[Ruling, list[Word]] = defaultdict(list)
    for word in words:
        for line in _through(word, lines):
            struck[line].append(word)
    chosen = {line: own for line, own in struck.items() if _fits(line, own)}
    if not chosen:
        return words, rulings
    gone = {id(w) for own in chosen.values() for w in own}
    return [w for w in words if id(w) not in gone], [r for r in rulings if r not in chosen]


def _by_height(rulings: Sequence[Ruling]) -> dict[int, list[Ruling]]:
    """The lines that are short enough to strike a word out, by the whole point that they are at."""
    lines: dict[int, list[Ruling]] = defaultdict(list)
    for r in rulings:
        if r.horizontal and r.x1 - r.x0 <= _LONGEST and r.bottom - r.top <= _THICKEST:
            lines[int((r.top + r.bottom) / 2)].append(r)
    return lines


def _through(word: Word, lines: Mapping[int, Sequence[Ruling]]) -> Iterator[Ruling]:
    """The lines that run through a word."""
    height = word.bottom - word.top
    base = word.top + _BASELINE * height
    low, high = base - _HIGHEST * height, base - _LOWEST * height
    for y in range(int(low), int(high) + 1):
        for line in lines.get(y, ()):
            if low <= (line.top + line.bottom) / 2 <= high and _covers(line, word):
                yield line


def _covers(line: Ruling, word: Word) -> bool:
    return min(line.x1, word.x1) - max(line.x0, word.x0) >= _COVERED * (word.x1 - word.x0) and len(word.text) > 1


def _fits(line: Ruling, words: Sequence[Word]) -> bool:
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    return line.x0 > left - _BEYOND and line.x1 < right + _BEYOND
