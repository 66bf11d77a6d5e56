"""Rows of a table from its printed lines: which line begins a row, which goes on with the row above.

The evidence, strongest first: a rule between two lines; leading (a cell's own lines stand closer than rows do);
numbers (two numbers in one column are two rows); a change of style; how the text goes on (a small first letter, a
hyphen, a word that would not have fitted on the line above).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.layout.grid_columns import Columns, is_year
from extractors.layout.grid_lines import Phrase

LOOSE: Final = 1.22  # times the tightest leading of the table: lines further apart are different rows
Placed = dict[int, tuple[int, list[Phrase]]]
"""First column -> (last column, phrases) of one printed line."""


@dataclass(slots=True)
class RowDraft:
    """A table row being gathered: its printed lines from the top."""

    lines: list[Placed] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Top of the row's first line."""
        return min(p.top for line in self.lines for _, ps in line.values() for p in ps)

    @property
    def bottom(self) -> float:
        """Bottom of the row's last line."""
        return max(p.bottom for line in self.lines for _, ps in line.values() for p in ps)

    def columns(self) -> set[int]:
        """The columns where something is printed."""
        return {c for line in self.lines for c in line}


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


def gather(placed: Sequence[Placed], columns: Columns, sills: Sequence[float] = ()) -> list[RowDraft]:
    """Rows from the placed lines; `sills` are the heights of horizontal rules inside the table."""
    tight = _tight(placed)
    ruled = _ruled_by_row(placed, sills)
    rows: list[RowDraft] = []
    for i, line in enumerate(placed):
        if rows and (
            _continues(rows[-1], line, columns, tight)
            if not (between := _sill_between(placed[i - 1], line, sills)) and not ruled
            else (not between and _within_band(rows[-1], line))
        ):
            rows[-1].lines.append(line)
        else:
            rows.append(RowDraft([line]))
    return _join_upwards(rows, columns, tight, sills)


def _top(line: Placed) -> float:
    return min(p.top for _, ps in line.values() for p in ps)


def _bottom(line: Placed) -> float:
    return max(p.bottom for _, ps in line.values() for p in ps)


def _tight(placed: Sequence[Placed]) -> float:
    """The tightest leading of the table: from line to line within a cell, where any cell has two lines."""
    steps = sorted(_top(b) - _top(a) for a, b in zip(placed, placed[1:], strict=False))
    steps = [s for s in steps if s > 3]
    return steps[0] if steps else 12.0


def _sill_between(above: Placed, below: Placed, sills: Sequence[float]) -> bool:
    a, b = (_top(above) + _bottom(above)) / 2, (_top(below) + _bottom(below)) / 2
    return any(a < y < b for y in sills)


def _ruled_by_row(placed: Sequence[Placed], sills: Sequence[float]) -> bool:
    """True when rules part (nearly) all rows: then what stands between two rules is one row."""
    if len(sills) < 3:
        return False
    full = [line for line in placed if any(ps[0].numeric and c for c, (_, ps) in line.items())]
    parted = sum(_sill_between(a, b, sills) for a, b in zip(full, full[1:], strict=False))
    return len(full) > 1 and parted >= 0.8 * (len(full) - 1)


def _numbers(line: Placed) -> set[int]:
    return {c for c, (_, ps) in line.items() if c and any(p.numeric for p in ps)}


def _within_band(row: RowDraft, line: Placed) -> bool:
    """Between two rules: the line goes on unless it prints numbers under numbers."""
    had = set().union(*(_numbers(x) for x in row.lines))
    return not (had & _numbers(line))


def _continues(row: RowDraft, line: Placed, columns: Columns, tight: float) -> bool:
    last = row.lines[-1]
    if _top(line) - _top(last) > LOOSE * tight:
        return False
    numbers = _numbers(line)
    had = set().union(*(_numbers(x) for x in row.lines))
    if numbers & had:
        return False
    heading = not had and not any(0 in x for x in row.lines)
    if heading and _only_years(line):
        return True
    if set(line) - row.columns() and not (heading and not numbers):
        return False
    return _goes_on(row, line, columns) > 0


def _only_years(line: Placed) -> bool:
    numbers = [p for _, ps in line.values() for p in ps if p.numeric]
    return all(is_year(p.text) for p in numbers)


def _goes_on(row: RowDraft, line: Placed, columns: Columns) -> float:
    """Above 0 when the line's cells read as the continuation of the row's."""
    score = 0.0
    for c, (_, ps) in line.items():
        above = next((x[c][1] for x in reversed(row.lines) if c in x), None)
        if above is None:
            score += 0.2
            continue
        weight = 2.0 if c == 0 else 1.0
        score += weight * _cell_goes_on(above, ps, columns, c)
    if 0 not in line and 0 in row.lines[0]:
        score += 1.5
    return score


def _cell_goes_on(above: Sequence[Phrase], below: Sequence[Phrase], columns: Columns, c: int) -> float:
    before, after = above[-1], below[0]
    if after.words[0].bold != before.words[-1].bold:
        return -1.0
    if before.text.endswith(("-", ",", "(", "/", "–")) or after.text[0].islower() or after.text[0] in "(&)":
        return 1.0
    if after.numeric:
        return -1.0
    room = columns.extents[c][1] - before.x1
    return -1.0 if after.words[0].x1 - after.words[0].x0 + 0.25 * (after.bottom - after.top) < room else 0.5


def _join_upwards(rows: list[RowDraft], columns: Columns, tight: float, sills: Sequence[float]) -> list[RowDraft]:
    """Join a row that holds only the beginning of a label with the row below that ends it and has its numbers."""
    out: list[RowDraft] = []
    for row in rows:
        above = out[-1] if out else None
        if (
            above is not None
            and set(above.columns()) == {0}
            and _top(row.lines[0]) - _top(above.lines[-1]) <= LOOSE * tight
            and not _sill_between(above.lines[-1], row.lines[0], sills)
            and (0 not in row.lines[0] or _ends_label(above, row, columns))
        ):
            above.lines.extend(row.lines)
        else:
            out.append(row)
    return out


def _ends_label(above: RowDraft, row: RowDraft, columns: Columns) -> bool:
    before, after = above.lines[-1][0][1][-1], row.lines[0][0][1][0]
    return after.text[0].islower() and _cell_goes_on([before], [after], columns, 0) > 0
