"""Tables that run over a page, joined into one grid.

Joined only where all of this holds: the pages follow each other, the upper part is the last thing on its page and the
lower part the first on the next (running heads and feet apart), the columns stand at the same places, and no heading
stands between. A header repeated on the second page is dropped, a row broken by the page is put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from extractors.layout.grid.append import MOST_WRAPPED, append, breaks, heading_rows
from extractors.layout.grid.columns import Columns, find_columns, is_year
from extractors.layout.grid.drafts import RowDraft
from extractors.layout.grid.fitting import FITTING, SHIFT, fits, set_in
from extractors.layout.grid.lines import Phrase, size_of
from extractors.layout.grid.order import row_starts
from extractors.layout.grid.page import Evidence, PageLayout, draft_grid, draft_region, is_wordy, printed_rows
from extractors.layout.grid.pieces import mended, placed_lines
from extractors.layout.grid.regions import CAPTION, Region, is_prose, shade_edges
from extractors.layout.grid.rows import gather, misgivings
from schemas.source import Block, Grid, GridCell, Line

MOST_BELOW: Final = 8  # single lines between a table and its page's end
MIN_YEARS: Final = 3  # of a line that heads a table


@dataclass(frozen=True, slots=True)
class _Part:
    """What one page holds of a table: its lines and the rules between them."""

    page: int
    lines: list[list[Phrase]]
    sills: list[float]


@dataclass(slots=True)
class _Open:
    """The table that ends the last page's body, while it may go on: where it stands, and what follows it there.

    `grid` is the table, or the heading that is all of it: a page may end below the years. `tail` are the phrases of
    single lines below it (a section's name before the page's end); `head` is the line above it, which a second page
    may repeat; `held` is how many blocks the table is so far; `parts` are the pages of a table joined before.
    """

    at: int
    grid: Grid
    region: Region | None
    tail: list[list[Phrase]]
    head: str
    held: int = 1
    parts: list[_Part] = field(default_factory=list)

    def pages(self) -> list[_Part]:
        """The table page by page, the lines below it on the last one included."""
        if not self.parts and self.region:
            sills = [*self.region.sills, *self.region.edges]
            return [_Part(self.grid.page or 0, [*self.region.lines, *self.tail], sills)]
        *before, last = self.parts
        return [*before, replace(last, lines=[*last.lines, *self.tail])]


@dataclass(frozen=True, slots=True)
class _Joined:
    """A table and how many blocks of the page it took; `region` and `parts` are those of a table without a lattice."""

    grid: Grid
    count: int
    region: Region | None = None
    parts: list[_Part] = field(default_factory=list)


def stitch(layouts: Iterable[PageLayout]) -> list[Block]:
    """All pages' blocks in reading order, with tables that run over a page joined in the place where they begin."""
    out: list[Block] = []
    last: _Open | None = None
    for layout in layouts:
        body = layout.body()
        joined = _join(last, layout, body) if last and body else None
        count = 0
        if joined and last:
            count = joined.count
            out[last.at] = joined.grid
            del out[last.at + 1 : last.at + last.held + len(last.tail)]
            last = _Open(last.at, joined.grid, joined.region, [], last.head, parts=joined.parts)
        dropped = set(body[:count])
        kept = [i for i in range(len(layout.blocks)) if i not in dropped]
        places = {i: len(out) + n for n, i in enumerate(kept)}
        out += [layout.blocks[i] for i in kept]
        if not (joined and count == len(body)):
            last = _open_table(layout, body, places, out)
    return out


def _open_table(layout: PageLayout, body: Sequence[int], places: dict[int, int], out: Sequence[Block]) -> _Open | None:
    """The table, or its heading alone, at the end of a page's body, a few single lines after it."""
    last = body[-MOST_BELOW - 1 :]
    above, ends = _last_lines(layout, last)
    caption = next((n for n, i in enumerate(ends) if CAPTION.match(_text(layout.blocks[i]))), None)
    if found := _years(layout, ends[(caption or 0) :], places, out):
        return found
    if caption is not None:
        return _headed(layout, ends[caption:], places)
    if above not in places:  # no table ends the page: it may be empty
        return None
    grid, region = layout.blocks[above], layout.regions.get(above)
    tail = [layout.loose[k] for k in ends]
    if isinstance(grid, Line) or (tail and (region is None or not _belong(tail, region))):
        return None
    return _Open(places[above], grid, region, tail, _text(out[places[above] - 1]) if places[above] else "")


def _last_lines(layout: PageLayout, last: Sequence[int]) -> tuple[int, Sequence[int]]:
    """The last block that is no line (-1 for none) and the lines below it."""
    grids = [n for n, i in enumerate(last) if not isinstance(layout.blocks[i], Line)]
    return (last[grids[-1]], last[grids[-1] + 1 :]) if grids else (-1, last)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Line) else ""


def _years(layout: PageLayout, ends: Sequence[int], places: dict[int, int], out: Sequence[Block]) -> _Open | None:
    """The years that stand at the page's end with no row below them, or a few: whole or broken by their cells."""
    lines = mended([layout.loose[i] for i in ends])
    at = next((n for n in range(len(lines) - 1, -1, -1) if _heading(lines[n])), None)
    if at is None:
        return None
    start, end = _row_around(lines, at)
    first = min(p.line for line in lines[start:end] for p in line)
    below = [line for line in lines[end:] if line[0].line >= first]
    region, tail = _with_first_rows(Region(lines[start:end]), below)
    blocks = [i for i in ends if layout.loose[i][0].line >= first]
    if not blocks or blocks[0] not in places or not _belong(tail, region):
        return None
    place, grid = places[blocks[0]], draft_region(region, layout.frame.number)
    return _Open(place, grid, region, tail, _text(out[place - 1]) if place else "", len(blocks) - len(tail))


def _with_first_rows(heading: Region, below: list[list[Phrase]]) -> tuple[Region, list[list[Phrase]]]:
    """The heading with the rows that the page has room for below it, and the lines that are left over."""
    if below and not _belong(below, heading) and _stands_under(below, heading):
        return Region([*heading.lines, *below]), []
    return heading, below


def _row_around(lines: Sequence[Sequence[Phrase]], at: int) -> tuple[int, int]:
    """The lines that stand half beside one, and beside these: those of a row's higher cells, set to the middle."""
    start, end = at, at + 1
    while start and max(p.bottom for p in lines[start - 1]) > min(p.top for p in lines[start]):
        start -= 1
    while end < len(lines) and max(p.bottom for p in lines[end - 1]) > min(p.top for p in lines[end]):
        end += 1
    return start, end


def _headed(layout: PageLayout, last: Sequence[int], places: dict[int, int]) -> _Open | None:
    """The heading in words that stands alone under its caption at the page's end: a form's, broken over lines."""
    lines = [layout.loose[i] for i in last[1:]]
    several = [n for n, line in enumerate(lines) if len(line) > 1]
    if not several or last[1] not in places or any(p.numeric for line in lines for p in line):
        return None
    head, tail = lines[: several[-1] + 1], lines[several[-1] + 1 :]
    region = Region(head)
    grid = draft_region(region, layout.frame.number)
    if not all(len(line) == 1 for line in tail) or grid.width < 3:
        return None
    return _Open(places[last[1]], grid, region, tail, _text(layout.blocks[last[0]]), len(head))


def _heading(line: Sequence[Phrase]) -> bool:
    """True for a line of years, a word or two beside them: what heads a table."""
    years = sum(is_year(p.text) for p in line)
    return years >= MIN_YEARS and years >= len(line) - 2


def _belong(tail: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """Single lines and lines of words, as of a heading's cells.

    Below the last of a table's rules its last row too, which the page parts from the rule under it.
    """
    columns = region.columns()
    words = [len(line) == 1 or region.ruled or not any(p.numeric for p in line) for line in tail]
    return all(words) and all(_may_go_on(line, region, columns) for line in tail)


def _is_bare(region: Region) -> bool:
    """True for the heading of a table whose rows are all on the next page."""
    return not any(p.numeric and not is_year(p.text) for line in region.lines for p in line) and any(
        _heading(line) for line in region.lines
    )


def _stands_under(rows: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """True when the figures of rows without a heading stand in columns of the heading's years and what follows them."""
    columns = find_columns([*region.lines, *rows], region.walls, region.leaning)

    def place(p: Phrase) -> int | None:
        first, last = columns.reach(p.x0, p.x1)
        return first if first == last else None

    headings = [p for line in region.lines if _heading(line) for p in _from_years(line)]
    years = [place(p) for p in headings if is_year(p.text)]
    if None in years or len(set(years)) < len(years) or any(map(_heading, rows)):
        return False
    headed = set(map(place, headings))
    figures = [place(p) for line in rows if len(line) > 2 for p in line if p.numeric]
    return len(figures) > 1 and sum(c in headed for c in figures) >= FITTING * len(figures)


def _from_years(line: Sequence[Phrase]) -> Sequence[Phrase]:
    """A heading from its first year on: a sum or what lasts (`Varigt`) has no year."""
    return line[next(n for n, p in enumerate(line) if is_year(p.text)) :]


def _join(last: _Open, layout: PageLayout, body: Sequence[int]) -> _Joined | None:
    """The table and what goes on with it at the top of the page; None where nothing does."""
    above, region = last.grid, last.region
    if above.evidence == "ruled":
        below = layout.blocks[body[0]]
        placed = _in_places(above, below) if isinstance(below, Grid) and below.evidence == "ruled" else None
        return _Joined(append(above, placed), 1) if placed else None
    if region is None:
        return None
    skipped = _repeated(last, layout, body)
    taken, lines, sills = _lower_part(region, layout, body[skipped:])
    if not taken or _heads_others(lines, region.lines):
        return None
    parts = [*last.pages(), _Part(layout.frame.number, mended(lines), sills)]
    every = [line for part in parts for line in part.lines]
    both = Region(every, [], region.frame, region.walls, leaning=region.leaning)
    columns = both.columns()
    if above.columns is None or columns.count < len(above.columns):
        return None
    return _Joined(_one_grid(parts, columns, ruled=region.ruled), taken + skipped, both, parts)


def _one_grid(parts: Sequence[_Part], columns: Columns, *, ruled: bool) -> Grid:
    """The parts as one table, row by row in the same columns."""
    evidence: Evidence = "lines" if ruled else "aligned"
    rows, settled = _rows(parts, columns)
    joined, *others = (draft_grid(r, columns, evidence, part.page) for r, part in zip(rows, parts, strict=True))
    for other in others:
        joined = append(joined, other)
    if settled:
        return replace(joined, settled=True)
    if is_wordy(joined):
        lines = (printed_rows(placed_lines(part.lines, columns), columns, part.page) for part in parts)
        return replace(joined, printed=tuple(row for printed in lines for row in printed))
    return joined


def _heads_others(lower: Sequence[Sequence[Phrase]], upper: Sequence[Sequence[Phrase]]) -> bool:
    """True when the lower part has a heading of its own whose years stand elsewhere than the upper part's."""
    above = {p.text: p for line in upper if _heading(line) for p in line if is_year(p.text)}
    below = [p for line in lower if _heading(line) for p in line if is_year(p.text)]
    return any(above[p.text].x0 > p.x1 + SHIFT or above[p.text].x1 < p.x0 - SHIFT for p in below if p.text in above)


def _rows(parts: Sequence[_Part], columns: Columns) -> tuple[list[list[RowDraft]], bool]:
    """The rows of a table's parts, set alike, and whether the order of printing settles them."""
    placed = [placed_lines(part.lines, columns) for part in parts]
    starts = [row_starts(p) for p in placed]
    told = [n for n, known in enumerate(starts) if known is not None]
    against = [  # asked only where another part goes by the order of its printing
        misgivings(lines, columns, part.sills, starts[n]) if set(told) - {n} else []
        for n, (part, lines) in enumerate(zip(parts, placed, strict=True))
    ]
    rows = []
    for n, (part, lines) in enumerate(zip(parts, placed, strict=True)):
        beside = [sum(b) for b in zip(*(a for m, a in enumerate(against) if m != n and a), strict=True)]
        rows.append(gather(lines, columns, part.sills, starts[n], beside))
    return rows, len(told) == len(parts)


def _repeated(last: _Open, layout: PageLayout, body: Sequence[int]) -> int:
    """How many lines at the top of the page repeat the table's caption or lines of its heading."""
    known = {
        last.head,
        *(" ".join(t.split()) for r in heading_rows(last.grid) for c in r.cells if c for t in c.text.split("\n")),
    }
    count = 0
    for i in body:
        line = layout.blocks[i]
        if not isinstance(line, Line) or not line.text or line.text not in known:
            break
        count += 1
    return count


def _in_places(above: Grid, below: Grid) -> Grid | None:
    """The lower grid in the columns of the upper one, which hold all of its own; None where they do not.

    A page that begins with a table's last rows may show fewer columns than the table has, and one column where other
    rows of the table have two.
    """
    if not above.columns or not below.columns:
        return None
    places = [_reach(above.columns, column) for column in below.columns]
    if None in places or len(places) < 2:
        return None
    if len(places) == len(above.columns):
        return below
    rows = []
    for row in below.rows:
        cells: list[GridCell | None] = [GridCell("") for _ in above.columns]
        for place, cell in zip(places, row.cells, strict=True):
            first, last = place or (0, 0)
            cells[first : last + 1] = [cell, *[None] * (last - first)]
        rows.append(replace(row, cells=tuple(cells)))
    return replace(below, rows=tuple(rows), columns=above.columns)


def _reach(columns: Sequence[tuple[float, float]], column: tuple[float, float]) -> tuple[int, int] | None:
    """The first and the last of the columns that one takes up, edge for edge."""
    first = next((n for n, (x0, _) in enumerate(columns) if abs(x0 - column[0]) <= SHIFT), None)
    last = next((n for n, (_, x1) in enumerate(columns) if abs(x1 - column[1]) <= SHIFT), None)
    return (first, last) if first is not None and last is not None and first <= last else None


def _lower_part(region: Region, layout: PageLayout, body: Sequence[int]) -> tuple[int, list[list[Phrase]], list[float]]:
    """The blocks at the top of the page that go on with the region: how many, their lines and the rules in them."""
    columns = find_columns(region.lines)
    lines: list[list[Phrase]] = []
    for n, i in enumerate(body):
        if isinstance(layout.blocks[i], Grid):
            held = layout.regions.get(i)
            if not held or not _goes_under(held, region, columns):
                return 0, [], []
            whole_part = Region([*lines, *held.lines])
            return n + 1, whole_part.lines, [*held.sills, *shade_edges(whole_part, layout.shades)]
        line = layout.loose[i]
        if not _may_go_on(line, region, columns):
            return (
                (n, lines, [])
                if (lines and any(len(x) > 1 for x in lines)) or _ends_row(lines, region)
                else (0, [], [])
            )
        lines.append(line)
    return (len(body), lines, []) if lines else (0, [], [])


def _goes_under(held: Region, region: Region, columns: Columns) -> bool:
    """True where a page's first table stands in the columns of the one above; under years alone, below them."""
    return _stands_under(held.lines, region) if _is_bare(region) else fits(held.lines, columns, region.lines)


def _ends_row(lines: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """A few single phrases go on with a table only as the end of its last row, its label's end among them."""
    labels = [line[0] for line in region.lines if line[0].x0 < region.lines[-1][0].x1]
    ends = [line[0] for line in lines if abs(line[0].x0 - labels[-1].x0) <= SHIFT]
    return 0 < len(lines) <= MOST_WRAPPED and bool(ends) and breaks(labels[-1].text, ends[0].text)


def _may_go_on(line: Sequence[Phrase], region: Region, columns: Columns) -> bool:
    sizes = [size_of(x) for x in region.lines]
    if not min(sizes) - 0.3 <= size_of(list(line)) <= max(sizes) + 0.3 or CAPTION.match(line[0].text):
        return False
    width = columns.edges[-1] - columns.edges[0]
    if len(line) == 1:
        bare = _is_bare(region)
        # under years alone, a label, whose column has no heading, or a section's name, wherever it is set
        labels = columns.extents[0 if bare else min(1, columns.count - 1)][0]
        return (bare or set_in(line[0], columns)) and not is_prose(list(line), width, labels)
    return fits([line], columns, region.lines)
