"""Whether what a page prints stands in the columns of a table that another page began."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.danish.numbers import MINUS
from extractors.layout.grid.columns import Columns, is_year
from extractors.layout.grid.lines import Phrase

SHIFT: Final = 4.0  # points a column may stand beside its place on the page before
OVER: Final = 40.0  # points that a row's end may stand beyond the last column's print
FITTING: Final = 0.8  # of what a page prints that has to stand in the columns of the table it may go on with


def set_in(phrase: Phrase, columns: Columns) -> bool:
    """True for a label, a section's name set to the right or to the middle of all columns, or a line of one's cell."""
    left, right = columns.extents[0][0], columns.extents[-1][1]
    first, last = columns.reach(phrase.x0, phrase.x1)
    a, b = columns.extents[first]
    if first == last and a - SHIFT <= phrase.x0 and phrase.x1 <= b + SHIFT:
        return True
    beyond = phrase.x0 > (left + right) / 2 and phrase.x1 <= right + OVER  # a cell of words is wider than they are
    middle = phrase.x0 + phrase.x1 - left - right  # the last cells may be wider than what they print
    return beyond or abs(phrase.x0 - left) <= SHIFT or -SHIFT <= phrase.x1 - right <= OVER or -SHIFT <= middle <= OVER


def fits(lines: Sequence[Sequence[Phrase]], columns: Columns, upper: Sequence[Sequence[Phrase]]) -> bool:
    """True when what the lines print under each other stands where the columns of the `upper` lines print.

    A column that has printed no more than its year says little of where its figures stand: there it may be anywhere.
    """
    several, empty = [line for line in lines if len(line) > 1], _without_figures(upper, columns)
    inside = total = 0
    for line in several:
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            a, b = columns.extents[first]
            total += 1
            inside += first == last and p.x0 <= b + SHIFT and p.x1 >= a - SHIFT
            inside += _is_figure(p) and any(_between(p, columns, c) for c in empty)
    return total > 0 and inside >= FITTING * total


def _between(phrase: Phrase, columns: Columns, column: int) -> bool:
    """True for what stands between the print of the columns before and behind one, and not in its own."""
    a, b = columns.extents[column]
    left = columns.extents[column - 1][1] if column else columns.edges[0]
    right = columns.extents[column + 1][0] if column + 1 < columns.count else columns.edges[-1] + OVER
    beside = phrase.x0 > b + SHIFT or phrase.x1 < a - SHIFT or columns.reach(phrase.x0, phrase.x1) != (column, column)
    return beside and left < phrase.x0 and phrase.x1 < right


def _without_figures(lines: Sequence[Sequence[Phrase]], columns: Columns) -> set[int]:
    """The columns under whose year no figure stands."""
    years: set[int] = set()
    figures: set[int] = set()
    for p in (p for line in lines for p in line if _is_figure(p)):
        (years if is_year(p.text) else figures).add(columns.reach(p.x0, p.x1)[0])
    return years - figures


def _is_figure(phrase: Phrase) -> bool:
    """True for a number, whatever it carries: `-1.000 kr.` too."""
    return phrase.text[:2].strip(MINUS)[:1].isdigit()
