"""Lines of one cell that belong to a table all the same: above its first row of several, and below its last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.layout.grid.drafts import is_open
from extractors.layout.grid.lines import Phrase, PhraseLine, middle, size_of
from extractors.layout.grid.order import stands_under

_NEAR: Final = 4  # rows right above, under whose cells a line may stand


def goes_below(rows: Sequence[PhraseLine], below: PhraseLine, label_end: float) -> bool:
    """True for a line that belongs to the last of a table's rows: beside it, or a cell's text that goes on."""
    return (
        (len(below) == 1 and max(p.bottom for p in rows[-1]) > middle(below))  # beside numbers broken over lines
        or _ends(rows, below, label_end)
        or _wraps(rows, below)
        or any(stands_under(p, below[0]) for line in rows[-_NEAR:] for p in line)
    )


def heads(line: PhraseLine, below: PhraseLine, label_end: float) -> bool:
    """A piece of a heading over a column: it stands right of the labels, close above, or half beside the others."""
    if max(p.bottom for p in line) > min(p.top for p in below) + 1:
        return True
    close = middle(below) - middle(line) < 2.2 * size_of(line)
    return close and line[0].x0 >= label_end - 2 and size_of(line) < 1.15 * size_of(below)


def begins(line: PhraseLine, below: PhraseLine, label_end: float) -> bool:
    """The beginning of the first row's label: close above its end, or above numbers that have no label."""
    close = middle(below) - middle(line) < 1.35 * size_of(line) and abs(size_of(line) - size_of(below)) < 0.5
    open_end = below[0].text[0].islower() or is_open(line[0].text)
    goes_on = below[0].x0 >= label_end - 2 or (open_end and abs(line[0].x0 - below[0].x0) < 2)
    return close and goes_on and line[0].x1 <= label_end


def _ends(run: Sequence[PhraseLine], below: PhraseLine, label_end: float) -> bool:
    """The wrapped end of the last row's label: within the labels' column, close below, in the same type."""
    labels = [line[0] for line in run if line[0].x0 < label_end - 2 and line[0].x1 <= label_end]
    after, size = below[0], size_of(below)
    if not labels or after.x1 > label_end or middle(below) - middle(run[-1]) > 1.35 * size:
        return False
    label = labels[-1]
    if abs(size - size_of([label])) > 0.5 or label.ends_bold != after.words[0].bold:
        return False
    if after.text[0].islower() or is_open(label.text):
        return True
    # names of sections, bold and alone, print beyond the labels' column
    wrapped = [line[0].x1 for line in run if line[0] in labels and (len(line) > 1 or not line[0].words[0].bold)]
    return label.x1 + 0.25 * size + after.words[0].x1 - after.words[0].x0 > max(wrapped, default=0)


def _wraps(run: Sequence[PhraseLine], below: PhraseLine) -> bool:
    """The wrapped end of another cell of the last row: right below a text that cannot have ended, at its left edge."""
    after, size = below[0], size_of(below)
    if len(below) > 1 or after.numeric or middle(below) - middle(run[-1]) > 1.35 * size:
        return False
    column = [p for line in run for p in line if _one_edge(p, after) and not p.numeric]
    if len(column) < 2 or not _is_next_line(column[-1], after, size):
        return False
    above, widest = column[-1], max(p.x1 - p.x0 for p in column)
    if after.x1 - after.x0 > widest + 2:
        return False
    full = 0.25 * size + after.words[0].x1 - after.words[0].x0 > widest - (above.x1 - above.x0)
    return full or after.text[0].islower() or is_open(above.text)


def _is_next_line(above: Phrase, after: Phrase, size: float) -> bool:
    """True for a text set in one type, close below another."""
    same = abs(size_of([above]) - size) <= 0.5 and above.ends_bold == after.words[0].bold
    return same and after.top - above.top < 1.5 * size


def _one_edge(one: Phrase, other: Phrase) -> bool:
    """True for phrases set to the same left edge, right edge or middle."""
    left, right = abs(one.x0 - other.x0), abs(one.x1 - other.x1)
    return min(left, right, abs(one.x0 + one.x1 - other.x0 - other.x1) / 2) < 2
