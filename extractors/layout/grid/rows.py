"""Rows of a table from its printed lines: which lines make up a row.

The evidence, strongest first: a rule between two lines; leading (a cell's own lines stand closer than rows do);
numbers (two numbers in one column are two rows); a change of style; how the text goes on (a small first letter, a
hyphen, a word that would not have fitted on the line above).

A wrapped label may stand with its first line, its last line or its middle beside the row's numbers, depending on how
the table's cells are aligned. The three readings are all made (`READINGS`), and the one whose labels read best
(`_awkward`) is kept for the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from extractors.layout.grid.columns import Columns
from extractors.layout.grid.drafts import (
    SPACE,
    Placed,
    RowDraft,
    cell_goes_on,
    goes_on,
    heads_years,
    is_open,
    is_spanning,
    middle_of,
    numbers_of,
    only_years,
    top_of,
)
from extractors.layout.grid.order import SETTINGS, set_rows

LOOSE: Final = 1.22  # times the tightest leading of the table: lines further apart are different rows
SINGLE: Final = 1.3  # type sizes: a cell's usual leading
WIDE: Final = 1.5  # type sizes: a wider leading is no cell's own
MISFIT: Final = 3.0  # of `_awkward`: a row whose label does not stand as the table sets its cells
SURE: Final = 1.5  # of `goes_on`: from here on a line surely goes on with another
APART: Final = 0.09  # of the tightest leading: a wider step between leadings parts a cell's from the rows'


@dataclass(frozen=True, slots=True)
class _Table:
    """What a reading goes by.

    The columns, the tightest leading, the leading from which on lines are two rows, and how well a line has to read as
    the continuation of another (`goes_on`) to be one.
    """

    columns: Columns
    tight: float
    loose: float
    least: float


def gather(
    placed: Sequence[Placed],
    columns: Columns,
    sills: Sequence[float] = (),
    starts: Set[int] | None = None,
    beside: Sequence[float] = (),
) -> list[RowDraft]:
    """Rows from the placed lines.

    `sills` are the heights of horizontal rules inside the table, `starts` the lines with which a row surely begins
    (`row_starts`), `beside` what speaks against each setting in the rest of the table (`misgivings`).
    """
    table, bands = _prepared(placed, columns, sills)
    if _ruled_by_row(bands):
        return [row for band in bands for row in ([RowDraft(band)] if _one_row(band) else _best([band], table))]
    if starts is not None:
        readings = _settings(_bands_from(bands, placed, starts), table)
        against = [a + b for (_, a), b in zip(readings, beside or [0.0] * len(readings), strict=True)]
        return readings[against.index(min(against))][0]
    return _best([part for band in bands for part in _by_weight(band)], table)


def misgivings(
    placed: Sequence[Placed], columns: Columns, sills: Sequence[float] = (), starts: Set[int] | None = None
) -> list[float]:
    """What speaks against each of the settings, for a part of a table whose other part stands on another page."""
    table, bands = _prepared(placed, columns, sills)
    return [against for _, against in _settings(_bands_from(bands, placed, starts or set()), table)]


def _prepared(placed: Sequence[Placed], columns: Columns, sills: Sequence[float]) -> tuple[_Table, list[list[Placed]]]:
    tight, loose = _leading(placed)
    least = SURE if _is_wide(placed, tight, loose) else 0.0
    return _Table(_fitted(columns, placed, loose), tight, loose, least), _bands(placed, sills)


def _is_wide(placed: Sequence[Placed], tight: float, loose: float) -> bool:
    """True where no two lines stand so close that their distance alone says that they are one cell's."""
    size = max((p.words[0].size or 0.0 for line in placed for _, ps in line.values() for p in ps), default=0.0)
    if tight > WIDE * size:
        return size > 0
    return tight > SINGLE * size > 0 and not any(
        c in below and top_of(below) - top_of(above) <= loose and below[c][1][0].text[0].islower()
        for above, below in pairwise(placed)
        for c in above
    )


def _fitted(columns: Columns, placed: Sequence[Placed], loose: float) -> Columns:
    """The columns, the first only as wide as its labels show it to be.

    A section's name, bold and alone, may print beyond them; and where a label surely goes on, the first word of its
    next line did not fit.
    """
    first, end = columns.extents[0]
    labels = [line[0][1][-1] for line in placed if 0 in line and not line[0][0]]
    alone = {id(line[0][1][-1]) for line in placed if line.keys() == {0}}
    end = min(end, max((p.x1 for p in labels if id(p) not in alone or not p.words[0].bold), default=end))
    for above, below in pairwise(labels):
        wrapped = below.text[0].islower() and above.ends_bold == below.words[0].bold
        if wrapped and below.top - above.top <= loose:
            word = below.words[0]
            end = min(end, above.x1 + SPACE * (below.bottom - below.top) + word.x1 - word.x0)
    return replace(columns, extents=((first, end), *columns.extents[1:]))


def _best(bands: Sequence[list[Placed]], table: _Table) -> list[RowDraft]:
    """The rows of the reading whose labels read best; of equals the first."""
    readings = [[row for band in bands for row in read(band, table)] for read in READINGS]
    return min(readings, key=lambda rows: _awkward(rows, table))


def _bands_from(bands: Sequence[list[Placed]], placed: Sequence[Placed], starts: Set[int]) -> list[list[Placed]]:
    """The bands, parted where a row begins as well."""
    beginning = {id(placed[n]) for n in starts}
    out: list[list[Placed]] = []
    for band in bands:
        for n, line in enumerate(band):
            if n and id(line) not in beginning:
                out[-1].append(line)
            else:
                out.append([line])
    return out


def _settings(bands: Sequence[list[Placed]], table: _Table) -> list[tuple[list[RowDraft], float]]:
    """For each setting the rows, and what speaks against it: bands that are not set so, labels that read badly."""

    def single(lines: Sequence[Placed]) -> list[RowDraft]:
        return [row for part in _by_weight(lines) for row in _from_the_top(part, table)]

    readings = [set_rows(bands, setting, table.columns, single) for setting in SETTINGS]
    return [(rows, MISFIT * misfits + _awkward(rows, table, doubting=True)) for rows, misfits in readings]


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
    if gap > APART * tight and _is_scanned(placed):  # no two lines of a scan stand quite as far apart as two others
        tight = median(s for s in near if s < at)
    return tight, min(at, LOOSE * tight) if gap > APART * tight else LOOSE * tight


def _is_scanned(placed: Sequence[Placed]) -> bool:
    return any(p.words[0].confidence is not None for line in placed for _, ps in line.values() for p in ps)


def _bands(placed: Sequence[Placed], sills: Sequence[float]) -> list[list[Placed]]:
    """The lines between one rule and the next."""
    heights = [middle_of(line) for line in placed] if sills else [0.0] * len(placed)
    bands: list[list[Placed]] = []
    for line, above, here in zip(placed, [0.0, *heights], heights, strict=False):
        if bands and not any(above < y < here for y in sills):
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _by_weight(band: Sequence[Placed]) -> list[list[Placed]]:
    """The lines between two changes from bold to other type: two rows meet there."""
    parts = [[band[0]]]
    for line in band[1:]:
        if _weight(parts[-1][-1]) + _weight(line):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _weight(line: Placed) -> int:
    """1 for a line whose words are all bold, -1 for one without; 2 where it has both, figures alone, or is a scan's."""
    words = [w for _, ps in line.values() for p in ps if not p.numeric for w in p.words]
    bold = {w.bold if w.confidence is None else None for w in words}
    return 2 if len(bold) != 1 or None in bold else 1 if True in bold else -1


def _ruled_by_row(bands: Sequence[list[Placed]]) -> bool:
    """True when rules part (nearly) all rows: then what stands between two rules is one row."""
    full = [band for band in bands if any(numbers_of(line) for line in band)]
    return len(bands) > 2 and len(full) > 1 and sum(_one_row(band) for band in full) >= 0.8 * len(full)


def _one_row(band: Sequence[Placed]) -> bool:
    """True unless numbers stand under numbers, bold labels under others, or a heading over several columns above."""
    if len(_by_weight(band)) > 1:
        return False
    seen: set[int] = set()
    for line in band:
        if seen & numbers_of(line):
            return False
        if any(heads_years(RowDraft([other]), line) for other in band if other is not line):
            return False
        seen |= numbers_of(line)
    spans = [(n, c, end) for n, line in enumerate(band) for c, (end, _) in line.items() if end > c]
    return not any(c <= other <= end for n, c, end in spans for m, line in enumerate(band) if m != n for other in line)


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
            and not numbers_of(line)
            and (row.numbers() or _open_above(row))
            and top_of(row.lines[0]) - top_of(line) <= table.loose
            and set(line) <= row.columns() | {0}
            and not any(heads_years(RowDraft([line]), other) for other in row.lines)
            and goes_on(RowDraft([line]), row.lines[0], table.columns) > table.least
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
    owner = _owners(band, table)
    rows: list[RowDraft] = []
    for anchor, lines in groupby(range(len(band)), key=owner.get):
        own = [band[i] for i in lines]
        rows += _from_the_top(own, table) if anchor is None else [RowDraft(own)]
    return rows


def _owners(band: Sequence[Placed], table: _Table) -> dict[int, int]:
    """The line of numbers that each line belongs to which stands around one, or is one."""
    anchors = [i for i, line in enumerate(band) if numbers_of(line)]
    owner: dict[int, int] = {}
    for i in anchors:
        above, below = i - 1, i + 1
        while above >= 0 and below < len(band) and _balanced(band, i, above, below, owner, table):
            owner[above] = owner[below] = i
            above, below = above - 1, below + 1
    return owner | {i: i for i in anchors}


def _balanced(band: Sequence[Placed], i: int, above: int, below: int, owner: dict[int, int], table: _Table) -> bool:
    """True when the two lines stand at one distance from line i, in the leading of a cell, and hold no numbers."""
    if (
        above in owner
        or numbers_of(band[above])
        or numbers_of(band[below])
        or heads_years(RowDraft([band[above]]), band[i])
    ):
        return False
    up, down = middle_of(band[i]) - middle_of(band[above]), middle_of(band[below]) - middle_of(band[i])
    steps = up / table.tight
    whole = min(abs(steps - n / 2) for n in range(1, 12)) < 0.12
    label = [band[k][0][1][0] for k in (above, below) if 0 in band[k]]
    even = len(label) < 2 or label[0].words[0].bold == label[1].words[0].bold
    return (
        abs(up - down) < 0.12 * table.tight + 0.4
        and whole
        and even
        and not any(is_spanning(band[k]) for k in (above, below))
    )


READINGS: Final[tuple[Callable[[Sequence[Placed], _Table], list[RowDraft]], ...]] = (
    _from_the_top,
    _around_the_middle,
    _from_the_bottom,
)


def _awkward(rows: Sequence[RowDraft], table: _Table, *, doubting: bool = False) -> float:
    """How badly the labels read: begun in small letters, left open, run together, or missing beside numbers.

    `doubting`: a label that may as well be two counts a little.
    """
    total = 0.0
    for row in rows:
        label = row.label()
        if not label:
            total += 1.0 if row.numbers() and not only_years(row.lines[0]) else 0.0
            continue
        total += 2.0 * label[0].text[:1].islower() + 2.0 * is_open(label[-1].text)
        total += 0.3 * (row.columns() == {0} and not is_spanning(row.lines[0]))
        for before, after in pairwise(label):
            goes_on = cell_goes_on([before], [after], table.columns, 0)
            read = before.words[0].confidence is not None  # a scan: whether both are bold is hardly known
            total += 1.5 * (goes_on < 0) + 0.4 * ((read or doubting) and 0 < goes_on < 1)
    return total


def _continues(row: RowDraft, line: Placed, table: _Table) -> bool:
    last = row.lines[-1]
    if top_of(line) - top_of(last) > table.loose:
        return False
    numbers, had = numbers_of(line), row.numbers()
    if numbers & had:
        return False
    heading = not had and not row.label()
    if heading and only_years(line):
        return not heads_years(row, line)
    if set(line) - row.columns() and not (heading and not numbers):
        return False
    return goes_on(row, line, table.columns) > table.least


def _headed(rows: list[RowDraft], table: _Table) -> list[RowDraft]:
    """Join a row that holds only the beginning of a label with the row below that ends it and has its numbers."""
    out: list[RowDraft] = []
    for row in rows:
        above = out[-1] if out else None
        if (
            above is not None
            and above.columns() == {0}
            and top_of(row.lines[0]) - top_of(above.lines[-1]) <= table.loose
            and not is_spanning(above.lines[-1])
            and (0 not in row.lines[0] or _ends_label(above, row, table.columns))
        ):
            above.lines.extend(row.lines)
        else:
            out.append(row)
    return out


def _ends_label(above: RowDraft, row: RowDraft, columns: Columns) -> bool:
    before, after = above.label()[-1], row.lines[0][0][1][0]
    return after.text[0].islower() and cell_goes_on([before], [after], columns, 0) > 0
