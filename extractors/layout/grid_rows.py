"""Rows of a table from its printed lines: which lines make up a row.

The evidence, strongest first: a rule between two lines; leading (a cell's own lines stand closer than rows do);
numbers (two numbers in one column are two rows); a change of style; how the text goes on (a small first letter, a
hyphen, a word that would not have fitted on the line above).

A wrapped label may stand with its first line, its last line or its middle beside the row's numbers, depending on how
the table's cells are aligned. The three readings are all made (`READINGS`), and the one whose labels read best
(`_awkward`) is kept for the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.layout.grid_columns import Columns, is_year
from extractors.layout.grid_lines import Phrase

LOOSE: Final = 1.22  # times the tightest leading of the table: lines further apart are different rows
APART: Final = 0.09  # of the tightest leading: a wider step between leadings parts a cell's from the rows'
OPEN_ENDS: Final = ("-", ",", "(", "/", "–")
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
        return set().union(*(_numbers(line) for line in self.lines))

    def label(self) -> list[Phrase]:
        """The phrases of the first column."""
        return [p for line in self.lines if 0 in line for p in line[0][1]]


@dataclass(frozen=True, slots=True)
class _Table:
    """What a reading goes by: the columns, the tightest leading, and the leading from which on lines are two rows."""

    columns: Columns
    tight: float
    loose: float


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
    table = _Table(columns, *_leading(placed))
    bands = _bands(placed, sills)
    if _ruled_by_row(bands):
        return [row for band in bands for row in ([RowDraft(band)] if _one_row(band) else _best([band], table))]
    return _best(bands, table)


def _best(bands: Sequence[list[Placed]], table: _Table) -> list[RowDraft]:
    """The rows of the reading whose labels read best; of equals the first."""
    readings = [[row for band in bands for row in read(band, table)] for read in READINGS]
    return min(readings, key=lambda rows: _awkward(rows, table))


def _top(line: Placed) -> float:
    return min(p.top for _, ps in line.values() for p in ps)


def _middle(line: Placed) -> float:
    return (_top(line) + max(p.bottom for _, ps in line.values() for p in ps)) / 2


def _leading(placed: Sequence[Placed]) -> tuple[float, float]:
    """(the tightest leading, the one from which on two lines are two rows).

    Measured between two lines of one column, as far as letters do not touch. Where the leadings fall into two groups,
    the second group is that of the rows; a paragraph's own spacing may be but a point.
    """
    steps = []
    last: dict[int, float] = {}
    for line in placed:
        for c, (_, ps) in line.items():
            size = ps[0].bottom - ps[0].top
            if c in last and ps[0].top - last[c] > 0.85 * size:
                steps.append(ps[0].top - last[c])
            last[c] = ps[0].top
    if not steps:
        return 12.0, 12.0 * LOOSE
    tight = min(steps)
    near = sorted(s for s in steps if s < 1.7 * tight)
    gap, at = max(((b - a, (a + b) / 2) for a, b in pairwise(near)), default=(0.0, 0.0))
    return tight, min(at, LOOSE * tight) if gap > APART * tight else LOOSE * tight


def _bands(placed: Sequence[Placed], sills: Sequence[float]) -> list[list[Placed]]:
    """The lines between one rule and the next."""
    bands: list[list[Placed]] = []
    for line in placed:
        if bands and not any(_middle(bands[-1][-1]) < y < _middle(line) for y in sills):
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _ruled_by_row(bands: Sequence[list[Placed]]) -> bool:
    """True when rules part (nearly) all rows: then what stands between two rules is one row."""
    full = [band for band in bands if any(_numbers(line) for line in band)]
    return len(bands) > 2 and len(full) > 1 and sum(_one_row(band) for band in full) >= 0.8 * len(full)


def _one_row(band: Sequence[Placed]) -> bool:
    """True unless numbers stand under numbers, or a heading over several columns above others."""
    seen: set[int] = set()
    for line in band:
        if seen & _numbers(line):
            return False
        if any(_heads_years(RowDraft([other]), line) for other in band if other is not line):
            return False
        seen |= _numbers(line)
    spans = [(n, c, end) for n, line in enumerate(band) for c, (end, _) in line.items() if end > c]
    return not any(c <= other <= end for n, c, end in spans for m, line in enumerate(band) if m != n for other in line)


def _numbers(line: Placed) -> set[int]:
    return {c for c, (_, ps) in line.items() if c and any(p.numeric for p in ps)}


def _from_the_top(band: Sequence[Placed], table: _Table) -> list[RowDraft]:
    """A row begins beside its numbers and goes on below them."""
    rows: list[RowDraft] = []
    for line in band:
        if rows and _continues(rows[-1], line, table):
            rows[-1].lines.append(line)
        else:
            rows.append(RowDraft([line]))
    return _headed(rows, table)


def _from_the_bottom(band: Sequence[Placed], table: _Table) -> list[RowDraft]:
    """A row ends beside its numbers: lines without any belong to the ones below."""
    rows: list[RowDraft] = []
    for line in reversed(band):
        row = rows[-1] if rows else None
        if (
            row is not None
            and not _numbers(line)
            and (row.numbers() or _open_above(row))
            and _top(row.lines[0]) - _top(line) <= table.loose
            and set(line) <= row.columns() | {0}
            and not any(_heads_years(RowDraft([line]), other) for other in row.lines)
            and _goes_on(RowDraft([line]), row.lines[0], table.columns) > 0
        ):
            row.lines.insert(0, line)
        else:
            rows.append(RowDraft([line]))
    return rows[::-1]


def _open_above(row: RowDraft) -> bool:
    label = row.label()
    return bool(label) and label[0].text[:1].islower()


def _around_the_middle(band: Sequence[Placed], table: _Table) -> list[RowDraft]:
    """A row's numbers stand at half the height of its lines: as many above as below, at equal distances."""
    owner: dict[int, int] = {}
    anchors = [i for i, line in enumerate(band) if _numbers(line)]
    for i in anchors:
        above, below = i - 1, i + 1
        while above >= 0 and below < len(band) and _balanced(band, i, above, below, owner, table):
            owner[above] = owner[below] = i
            above, below = above - 1, below + 1
    rows: list[RowDraft] = []
    loose: list[Placed] = []
    for i, line in enumerate(band):
        if i in owner or i in anchors:
            rows += _from_the_top(loose, table) if loose else []
            loose = []
            anchor = owner.get(i, i)
            if not rows or rows[-1].lines[0] is not band[min([anchor, *(k for k, v in owner.items() if v == anchor)])]:
                rows.append(RowDraft([]))
            rows[-1].lines.append(line)
        else:
            loose.append(line)
    return rows + (_from_the_top(loose, table) if loose else [])


def _balanced(band: Sequence[Placed], i: int, above: int, below: int, owner: dict[int, int], table: _Table) -> bool:
    """True when the two lines stand at one distance from line i, in the leading of a cell, and hold no numbers."""
    if (
        above in owner
        or _numbers(band[above])
        or _numbers(band[below])
        or _heads_years(RowDraft([band[above]]), band[i])
    ):
        return False
    up, down = _middle(band[i]) - _middle(band[above]), _middle(band[below]) - _middle(band[i])
    steps = up / table.tight
    whole = min(abs(steps - n / 2) for n in range(1, 12)) < 0.12
    label = [band[k][0][1][0] for k in (above, below) if 0 in band[k]]
    even = len(label) < 2 or label[0].words[0].bold == label[1].words[0].bold
    return abs(up - down) < 0.12 * table.tight + 0.4 and whole and even and not _spanning(band[above])


def _spanning(line: Placed) -> bool:
    return any(end > c for c, (end, _) in line.items())


READINGS: Final[tuple[Callable[[Sequence[Placed], _Table], list[RowDraft]], ...]] = (
    _from_the_top,
    _around_the_middle,
    _from_the_bottom,
)


def _awkward(rows: Sequence[RowDraft], table: _Table) -> float:
    """How badly the labels read: begun in small letters, left open, run together, or missing beside numbers."""
    total = 0.0
    for row in rows:
        label = row.label()
        if not label:
            total += 1.0 if row.numbers() and not _only_years(row.lines[0]) else 0.0
            continue
        total += 2.0 * label[0].text[:1].islower() + 2.0 * label[-1].text.endswith(OPEN_ENDS)
        total += 0.3 * (row.columns() == {0} and not _spanning(row.lines[0]))
        for before, after in pairwise(label):
            goes_on = _cell_goes_on([before], [after], table.columns, 0)
            read = before.words[0].confidence is not None  # a scan: whether both are bold is hardly known
            total += 1.5 * (goes_on < 0) + 0.4 * (read and 0 < goes_on < 1)
    return total


def _continues(row: RowDraft, line: Placed, table: _Table) -> bool:
    last = row.lines[-1]
    if _top(line) - _top(last) > table.loose:
        return False
    numbers, had = _numbers(line), row.numbers()
    if numbers & had:
        return False
    heading = not had and not row.label()
    if heading and _only_years(line):
        return not _heads_years(row, line)
    if set(line) - row.columns() and not (heading and not numbers):
        return False
    return _goes_on(row, line, table.columns) > 0


def _only_years(line: Placed) -> bool:
    numbers = [p for _, ps in line.values() for p in ps if p.numeric]
    return all(is_year(p.text) for p in numbers)


def _heads_years(row: RowDraft, line: Placed) -> bool:
    """True when the row stands over the line's years: a heading common to them, not a part of one."""
    years = {c for c, (_, ps) in line.items() if c and all(is_year(p.text) for p in ps)}
    if len(years) < 2:
        return False
    return bool(years & row.columns()) or any(
        end > c for above in row.lines for c, (end, _) in above.items() if years & set(range(c, end + 1))
    )


def _goes_on(row: RowDraft, line: Placed, columns: Columns) -> float:
    """Above 0 when the line's cells read as the continuation of the row's."""
    score = 0.0
    for c, (end, ps) in line.items():
        above = next((x[c] for x in reversed(row.lines) if c in x), None)
        if above is None:
            score += 0.2
            continue
        if (end > c) != (above[0] > c):
            return -1.0  # a name over several columns is no part of a cell of one
        score += (2.0 if c == 0 else 1.0) * _cell_goes_on(above[1], ps, columns, c)
    if 0 not in line and 0 in row.lines[0]:
        score += 1.5
    return score


def _cell_goes_on(above: Sequence[Phrase], below: Sequence[Phrase], columns: Columns, c: int) -> float:
    before, after = above[-1], below[0]
    if after.words[0].bold != before.words[-1].bold:
        return -1.0
    if before.text.endswith(OPEN_ENDS) or after.text[0].islower() or after.text[0] in "(&)":
        return 1.0
    if after.numeric:
        return -1.0
    room = columns.extents[c][1] - before.x1
    return -1.0 if after.words[0].x1 - after.words[0].x0 + 0.25 * (after.bottom - after.top) < room else 0.5


def _headed(rows: list[RowDraft], table: _Table) -> list[RowDraft]:
    """Join a row that holds only the beginning of a label with the row below that ends it and has its numbers."""
    out: list[RowDraft] = []
    for row in rows:
        above = out[-1] if out else None
        if (
            above is not None
            and above.columns() == {0}
            and _top(row.lines[0]) - _top(above.lines[-1]) <= table.loose
            and not _spanning(above.lines[-1])
            and (0 not in row.lines[0] or _ends_label(above, row, table.columns))
        ):
            above.lines.extend(row.lines)
        else:
            out.append(row)
    return out


def _ends_label(above: RowDraft, row: RowDraft, columns: Columns) -> bool:
    before, after = above.label()[-1], row.lines[0][0][1][0]
    return after.text[0].islower() and _cell_goes_on([before], [after], columns, 0) > 0
