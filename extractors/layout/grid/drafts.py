"""Lines of a table put into columns, and the signs that one goes on with another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.layout.grid.columns import Columns, is_year
from extractors.layout.grid.lines import Phrase

_OPEN_END: Final = re.compile(
    r"(?:[-,(/–]|(?:^|\s)(?:og|eller|samt|af|at|for|fra|i|med|om|over|på|til|under|ved|and|of|or|the|to|with))$"
)
SPACE: Final = 0.25  # of the type size: a usual space
Placed = dict[int, tuple[int, list[Phrase]]]
"""First column -> (last column, phrases) of one printed line."""


@dataclass(slots=True)
class RowDraft:
    """A table row being gathered: its printed lines from the top."""

    lines: list[Placed] = field(default_factory=list)

    def columns(self) -> set[int]:
        """The columns where something is printed."""
        return {c for line in self.lines for c in line}

    def numbers(self) -> set[int]:
        """The columns, the label's apart, where a number is printed."""
        return set().union(*(numbers_of(line) for line in self.lines))

    def label(self) -> list[Phrase]:
        """The phrases of the first column."""
        return [p for line in self.lines if 0 in line for p in line[0][1]]


def place(line: Sequence[Phrase], columns: Columns) -> Placed:
    """A line's phrases by column."""
    placed: Placed = {}
    for phrase in line:
        first, last = columns.reach(phrase.x0, phrase.x1)
        owner = next((c for c, (end, _) in placed.items() if c <= first <= end), None)
        if owner is None:
            placed[first] = (last, [phrase])
        else:
            end, held = placed[owner]
            placed[owner] = (max(end, last), [*held, phrase])
    return placed


def top_of(line: Placed) -> float:
    """Top of the line."""
    return min(p.top for _, ps in line.values() for p in ps)


def middle_of(line: Placed) -> float:
    """Half height of the line."""
    return (top_of(line) + max(p.bottom for _, ps in line.values() for p in ps)) / 2


def numbers_of(line: Placed) -> set[int]:
    """The columns, the label's apart, where the line prints a number."""
    return {c for c, (_, ps) in line.items() if c and any(p.numeric for p in ps)}


def is_spanning(line: Placed) -> bool:
    """True when something in the line reaches over several columns."""
    return any(end > c for c, (end, _) in line.items())


def only_years(line: Placed) -> bool:
    """True when the line prints no number but years."""
    numbers = [p for _, ps in line.values() for p in ps if p.numeric]
    return all(is_year(p.text) for p in numbers)


def heads_years(row: RowDraft, line: Placed) -> bool:
    """True when the row stands over the line's years: a heading common to them, not a part of one."""
    years = {c for c, (_, ps) in line.items() if c and all(is_year(p.text) for p in ps)}
    if len(years) < 2:
        return False
    return bool(years & row.columns()) or any(
        end > c for above in row.lines for c, (end, _) in above.items() if years & set(range(c, end + 1))
    )


def is_open(text: str) -> bool:
    """True for a line that cannot be the last of its cell: it ends in an open mark or a word that calls for another."""
    return _OPEN_END.search(text) is not None


def goes_on(row: RowDraft, line: Placed, columns: Columns) -> float:
    """Above 0 when the line's cells read as the continuation of the row's."""
    score = 0.0 if line.keys() <= row.columns() else 0.2
    for c, (end, ps) in line.items():
        above = next((x[c] for x in reversed(row.lines) if c in x), None)
        if above is None:
            continue
        if (end > c) != (above[0] > c):
            return -1.0  # a name over several columns is no part of a cell of one
        score += (2.0 if c == 0 else 1.0) * cell_goes_on(above[1], ps, columns, c)
    if 0 not in line and 0 in row.lines[0]:
        score += 1.5
    return score


def cell_goes_on(above: Sequence[Phrase], below: Sequence[Phrase], columns: Columns, c: int) -> float:
    """1 when the text below surely continues the one above, 0.5 when it may, -1 when it does not."""
    before, after = above[-1], below[0]
    if after.words[0].bold != before.ends_bold or (c == 0 and _begin_alike(above, after)):
        return -1.0
    room = columns.extents[c][1] - before.x1
    first, space = after.words[0], SPACE * (after.bottom - after.top)
    words = not after.numeric or (c == 0 and not before.numeric)  # a label may break before a house number
    printed = _by_print(before, after, roomy=room > 1.5 * space) if words else None
    if printed is not None:
        return printed
    if is_open(before.text) or after.text[0].islower() or after.text[0] in "(&)":
        return 1.0
    return 0.5 if words and first.x1 - first.x0 + space >= room else -1.0


def _by_print(before: Phrase, after: Phrase, *, roomy: bool) -> float | None:
    """What the spaces that the file prints tell of two lines printed one after the other; None where nothing.

    `roomy` says that a word more had fitted on the line above.
    """
    first = after.words[0]
    if first.glued is None or first.run != (before.words[-1].run or 0) + 1:
        return None
    if not first.glued:
        return 1.0  # a space at the line's end: its text goes on
    return -1.0 if roomy and after.text[0].isupper() else None


def _begin_alike(above: Sequence[Phrase], after: Phrase) -> bool:
    """True for two labels that begin with the same word: two rows'."""
    same = len(above[-1].words) > 1 and above[0].words[0].text == after.words[0].text
    return same and not after.text[0].islower()
