"""Which printed lines of a page form a table that no lattice encloses.

Lines of several phrases are the seeds. Horizontal rules of equal extent frame a region; without rules a region is a
run of seeds at an even pitch, with short single phrases (section names, wrapped labels) between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.layout.grid.columns import Columns, find_columns, is_year
from extractors.layout.grid.lines import PhraseLine, middle, size_of
from extractors.layout.grid.overhang import begins, goes_below, heads
from extractors.layout.grid.rulings import Stroke
from schemas.source import BBox

CAPTION: Final = re.compile(r"(tabel|table|figur|figure|bilag|kilde|source|note[rs]?)\b.{0,4}", re.IGNORECASE)
ALIGNED: Final = 6.0  # points: rules whose ends differ by no more belong together
PROSE_WORDS: Final = 7  # a single phrase of so many words is running text
PITCH: Final = 2.6  # type sizes: lines further apart than this are not one table without rules
WIDEST: Final = 4.0  # type sizes: nor lines further apart than this where the page's rows are
FARTHEST: Final = 5.0  # type sizes: nor those whose cells stand under each other
SPACED: Final = 1.6  # times the distance of the page's rows: a row set apart from the one above it
TALL: Final = 6.0  # type sizes between years and the words under them
MIN_YEARS: Final = 3  # whole years to one broken
SEVERAL: Final = 3
HEADING: Final = 1.35  # times the smallest type: larger type between two rules is a heading of the text


@dataclass(slots=True)
class Region:
    """Lines of one table with the rules inside and around it.

    `leaning` is on which side of their years the figures of the document's other tables stand, `side` what this one
    shows once it was read (`Columns`).
    """

    lines: list[PhraseLine]
    sills: list[float] = field(default_factory=list)
    frame: tuple[float, float] | None = None
    walls: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    leaning: int = 0
    side: int | None = None

    def columns(self) -> Columns:
        """The columns of its lines."""
        return find_columns(self.lines, self.walls, self.leaning)

    @property
    def ruled(self) -> bool:
        """True when horizontal rules vouch for the table."""
        return len(self.sills) >= 2


def regions(
    lines: Sequence[PhraseLine],
    rules: Sequence[Stroke],
    shades: Sequence[BBox] = (),
    boxes: Sequence[Sequence[Stroke]] = (),
) -> list[Region]:
    """The candidate regions from the top; a line is in one region at most.

    `shades` are filled boxes: where a row is shaded, the edges of the shade part it from its neighbours. `boxes` are
    the horizontal rules of tables framed on all sides: no other table's rule belongs to them.
    """
    found: list[Region] = []
    free = list(lines)
    for group in [*(g for box in boxes for g in _rule_groups(box)), *_rule_groups(rules)]:
        for region in _framed(free, group):
            found.append(region)
            taken = {id(line) for line in region.lines}
            free = [line for line in free if id(line) not in taken]
    for region in _runs(free, lines):
        region.edges = shade_edges(region, shades)
        found.append(region)
    return sorted(found, key=lambda r: middle(r.lines[0]))


def shade_edges(region: Region, shades: Sequence[BBox]) -> list[float]:
    """Heights where the shades of whole rows begin or end; a shade drawn cell by cell counts as one."""
    x0, x1 = min(line[0].x0 for line in region.lines), max(line[-1].x1 for line in region.lines)
    top, bottom = middle(region.lines[0]), middle(region.lines[-1])
    rows: dict[tuple[int, int], float] = {}
    for a, t, b, u in shades:
        if u > top and t < bottom and (overlap := min(b, x1) - max(a, x0)) > 0:
            rows[round(t), round(u)] = rows.get((round(t), round(u)), 0.0) + overlap
    edges = {y for key, width in rows.items() if width > 0.7 * (x1 - x0) for y in key}
    return sorted(y for y in edges if top < y < bottom)


def _rule_groups(rules: Sequence[Stroke]) -> list[list[Stroke]]:
    """Rules by extent. Pieces of one height (a rule drawn cell by cell) count as the stroke from end to end."""
    whole: list[Stroke] = []
    for s in sorted(rules, key=lambda s: (s.at, s.start)):
        if whole and s.at - whole[-1].at <= 1.5:
            whole[-1] = Stroke(whole[-1].at, min(whole[-1].start, s.start), max(whole[-1].end, s.end))
        else:
            whole.append(s)
    groups: list[list[Stroke]] = []
    for s in whole:
        for g in groups:
            if abs(g[0].start - s.start) <= ALIGNED and abs(g[0].end - s.end) <= ALIGNED:
                g.append(s)
                break
        else:
            groups.append([s])
    return [g for g in groups if len(g) >= 2 and g[0].end - g[0].start > 60]


def _framed(lines: Sequence[PhraseLine], group: Sequence[Stroke]) -> list[Region]:
    """The regions that rules of equal extent frame: the group is cut where running text lies between two rules."""
    x0, x1 = group[0].start - ALIGNED, group[0].end + ALIGNED
    inside = [line for line in lines if line[0].x0 >= x0 and line[-1].x1 <= x1]
    out: list[Region] = []
    for sills in _cut_at_text(inside, group):
        held = _between(inside, sills[0], sills[-1])
        if len(sills) >= 2 and _is_table(held, sills):
            out.append(Region(_with_overhang(held, inside, sills), sills, (group[0].start, group[0].end)))
            taken = {id(line) for line in out[-1].lines}  # a region's overhang may reach into the next
            inside = [line for line in inside if id(line) not in taken]
    return out


def _between(lines: Sequence[PhraseLine], top: float, bottom: float) -> list[PhraseLine]:
    return [line for line in lines if top < middle(line) < bottom]


def _cut_at_text(lines: Sequence[PhraseLine], group: Sequence[Stroke]) -> list[list[float]]:
    """The heights of the rules, in a list of its own for each table."""
    labels = _label_end(_between(lines, group[0].at, group[-1].at))
    width = group[0].end - group[0].start + 2 * ALIGNED
    cuts: list[list[float]] = [[group[0].at]]
    for a, b in pairwise(group):
        if _parts_tables(_between(lines, a.at, b.at), width, labels):
            cuts.append([b.at])
        else:
            cuts[-1].append(b.at)
    return cuts


def _is_table(held: Sequence[PhraseLine], sills: Sequence[float]) -> bool:
    """True for lines of which enough have several cells: few need to, where many rules part them."""
    seeds = sum(len(line) > 1 for line in held)
    return seeds >= 1 and len(held) >= 2 and seeds >= (0.3 if len(sills) < 4 else 0.15) * len(held)


def _parts_tables(between: Sequence[PhraseLine], width: float, labels: float) -> bool:
    """True when what stands between two rules is not a table's: running text, or notes and the next caption."""
    if not between:
        return True
    if any(len(line) == 1 and CAPTION.match(line[0].text) for line in between):
        return True
    sizes = [size_of(line) for line in between]
    if max(sizes) > HEADING * min(sizes):
        return True
    prose = sum(is_prose(line, width, labels) for line in between)
    if prose > 0.4 * len(between):
        return True
    if any(len(line) > 1 for line in between):
        return False
    return prose > 0 or len(between) > 3


def _with_overhang(held: list[PhraseLine], inside: Sequence[PhraseLine], sills: Sequence[float]) -> list[PhraseLine]:
    """The framed lines with the table's rows that go on below the last rule, and headings above the first."""
    below = [line for line in inside if middle(line) > sills[-1]]
    out = [*held, *(_open_rows(held, below) if _ends_in_heading(held, sills) else _close_rows(held, below, sills))]
    above = [line for line in inside if middle(line) < sills[0]]
    for line in reversed(above):
        if middle(out[0]) - middle(line) < 1.9 * size_of(line) and len(line) > 2 and not is_prose(line, 1.0):
            out.insert(0, line)
        else:
            break
    return out


def _ends_in_heading(held: Sequence[PhraseLine], sills: Sequence[float]) -> bool:
    """True when the last rule closes the heading, not the table: no figure but years stands above it.

    Beside years that are whole, one may be broken (`203` over `1 og frem`).
    """
    last = [line for line in held if middle(line) > sills[-2]]
    figures = [is_year(p.text) for line in last for p in line[1:] if p.numeric]
    return all(figures) or figures.count(True) >= MIN_YEARS * figures.count(False)


def _open_rows(held: Sequence[PhraseLine], below: Sequence[PhraseLine]) -> list[PhraseLine]:
    """The run of rows right below a heading's rule, as a region without rules would have them."""
    width = max(line[-1].x1 for line in held) - min(line[0].x0 for line in held)
    run, pitch = list(held), _usual_pitch([*held, *below])
    for line in below:
        if not _joins(run, line, width, pitch):
            break
        run.append(line)
    closed = _close(run)
    last = held[-1]
    kept = closed[0].lines if closed else []
    return kept[kept.index(last) + 1 :] if last in kept else []


def _close_rows(held: Sequence[PhraseLine], below: Sequence[PhraseLine], sills: Sequence[float]) -> list[PhraseLine]:
    """The rows of figures in close order below the last rule, a total set apart."""
    out: list[PhraseLine] = []
    for line in below:
        last = out[-1] if out else held[-1]
        close = middle(line) - middle(last) < 1.8 * size_of(last)
        if not (close and len(line) > 2 and len(sills) < 4 and any(p.numeric for p in line[1:])):
            break
        out.append(line)
    return out


def is_prose(line: PhraseLine, width: float, labels: float = 0.0) -> bool:
    """True for a line of running text: one phrase of many words that fills most of the width.

    Of a line alone, what ends left of `labels`, where the columns beside the labels begin, is a label.
    """
    if len(line) == 1 and line[0].x1 <= labels:
        return False
    longest = max(line, key=lambda p: len(p.words))
    return (
        len(longest.words) >= PROSE_WORDS
        and len(longest.text.split()) >= PROSE_WORDS  # a ligature may part a word
        and longest.x1 - longest.x0 > 0.5 * width
        and not any(p.numeric for p in line[1:])
    )


def _label_end(lines: Sequence[PhraseLine]) -> float:
    """Where the columns beside the labels begin; 0 where no line shows it."""
    left = min((line[0].x0 for line in lines), default=0.0)
    beside = (p.x0 for line in lines if len(line) > 1 for p in line if p.x0 > left + size_of(line))
    return min(beside, default=0.0)


def _runs(free: Sequence[PhraseLine], every: Sequence[PhraseLine]) -> list[Region]:
    width = max((line[-1].x1 for line in every), default=0.0) - min((line[0].x0 for line in every), default=0.0)
    pitch = _usual_pitch(every)
    out: list[Region] = []
    run: list[PhraseLine] = []
    for line in free:
        if run and not _joins(run, line, width, pitch):
            out += _close(run)
            run = []
        if run or len(line) > 1 or not is_prose(line, width):
            run.append(line)
    out += _close(run)
    return out


def _usual_pitch(lines: Sequence[PhraseLine]) -> float:
    """The distance between the page's rows of several cells, wrapped labels between them; 0 for hardly any."""
    rows = [middle(line) if len(line) >= SEVERAL else None for line in lines if len(line) > 1]
    steps = sorted(b - a for a, b in pairwise(rows) if a is not None and b is not None)
    return steps[len(steps) // 2] if len(steps) > 1 else 0.0


def _joins(run: Sequence[PhraseLine], line: PhraseLine, width: float, pitch: float = 0.0) -> bool:
    if _is_far(run, line, pitch):
        return False
    if len(line) > 1:
        seeds = [x for x in run if len(x) > 1]
        return not seeds or 0.75 < size_of(line) / size_of(seeds[-1]) < 1.34
    if CAPTION.match(line[0].text) or is_prose(line, width, _label_end([*run, line])):
        return False
    seeds = [x for x in run if len(x) > 1]
    return not seeds or size_of(line) < 1.15 * size_of(seeds[-1])


def _is_far(run: Sequence[PhraseLine], line: PhraseLine, pitch: float) -> bool:
    """True for a line further below than the page's rows are, or than those whose cells stand under each other.

    What stands beside the rows, above the last one, is no row of theirs.
    """
    if middle(line) < middle(run[-1]) - size_of(line):
        return True
    bottom = max(p.bottom for x in run[-SEVERAL:] for p in x)  # a row's broken numbers may reach below its label
    size = size_of(run[-1])
    if min(p.top for p in line) - bottom <= (PITCH - 1) * size:
        return False
    step = middle(line) - middle(run[-1])
    if _heads_words(run[-1], line):
        return step > TALL * size
    return step > min(SPACED * pitch, WIDEST * size) and not (step <= FARTHEST * size and _stands_as(run, line))


def _heads_words(years: PhraseLine, line: PhraseLine) -> bool:
    """True for years over the words that each of them spans (`Udgift Indtægt Netto`): merged cells are often tall."""
    spanned = sum(p.x1 > years[0].x0 - 2 * size_of(years) for p in line)
    return len(years) > 1 and all(is_year(p.text) for p in years) and _are_words(line) and spanned > len(years)


def _are_words(line: PhraseLine) -> bool:
    return len(line) >= SEVERAL and not any(p.numeric for p in line)


def _stands_as(run: Sequence[PhraseLine], line: PhraseLine) -> bool:
    """True for a row whose cells stand under those of the run's rows, and for a label at their labels' edge."""
    rows = [x for x in run[-2 * SEVERAL :] if len(x) >= SEVERAL]
    if not rows or abs(size_of(line) - size_of(rows[-1])) > 0.5:
        return False
    if len(line) == 1:
        return line[0].x0 < min(row[0].x0 for row in rows) + 2
    cells = [q for row in run[-2 * SEVERAL :] if len(row) > 1 for q in row]
    return len(line) >= SEVERAL and all(any(p.x0 < q.x1 and p.x1 > q.x0 for q in cells) for p in line[2:])


def _close(run: Sequence[PhraseLine]) -> list[Region]:
    """A run without the single phrases before its headings and after its last row; [] when too little is left."""
    seeds = [i for i, line in enumerate(run) if len(line) > 1]
    if len(seeds) < 2:
        return []
    first, last = seeds[0], seeds[-1]
    label_end = min((line[1].x0 for line in run if len(line) > 1), default=0.0)
    while first > 0 and (heads(run[first - 1], run[first], label_end) or begins(run[first - 1], run[first], label_end)):
        first -= 1
    while more := _more(run, first, last, label_end):
        last += more
    return [Region(list(run[first : last + 1]))]


def _more(run: Sequence[PhraseLine], first: int, last: int, label_end: float) -> int:
    """How many lines below the last one are its row's: one, or two of which the first stands beside the second."""
    for n in (last + 1, last + 2):
        beside = n == last + 1 or (n < len(run) and run[n - 1][0].bottom > run[n][0].top)
        if n < len(run) and beside and goes_below(run[first : last + 1], run[n], label_end):
            return n - last
    return 0
