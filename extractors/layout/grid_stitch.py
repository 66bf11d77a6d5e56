"""Tables that run over a page, joined into one grid.

Joined only where all of this holds: the pages follow each other, the upper part is the last thing on its page and the
lower part the first on the next (running heads and feet apart), the columns stand at the same places, and no heading
stands between. A header repeated on the second page is dropped, a row broken by the page is put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.grid import PageLayout, draft_grid
from extractors.layout.grid_columns import Columns, find_columns
from extractors.layout.grid_lines import Phrase
from extractors.layout.grid_regions import CAPTION, Region, is_prose, size_of
from extractors.layout.grid_rows import gather, place
from schemas.source import Block, Grid, GridCell, GridRow

SHIFT: Final = 4.0  # points a column may stand beside its place on the page before
_HYPHENS: Final = ("-", ",", "(", "/", "\u00ad")


def stitch(layouts: Iterable[PageLayout]) -> list[Block]:
    """All pages' blocks in reading order, with tables that run over a page joined in the place where they begin."""
    out: list[Block] = []
    open_at: int | None = None  # the place in `out` of the grid that ends the last page's body
    region: Region | None = None
    for layout in layouts:
        body = layout.body()
        joined: tuple[Grid, Region | None, int] | None = None
        if open_at is not None and body and isinstance(above := out[open_at], Grid):
            joined = _join(above, region, layout, body)
        if joined and open_at is not None:
            out[open_at], region, count = joined
        else:
            count, region = 0, None
        dropped = set(body[:count])
        at = {i: len(out) + n for n, i in enumerate(i for i in range(len(layout.blocks)) if i not in dropped)}
        out += [block for i, block in enumerate(layout.blocks) if i not in dropped]
        if not (joined and count == len(body)):
            last = body[-1] if body else None
            open_at = at.get(last) if last is not None and isinstance(layout.blocks[last], Grid) else None
            region = layout.regions.get(last) if last is not None else None
    return out


def _join(
    above: Grid, region: Region | None, layout: PageLayout, body: Sequence[int]
) -> tuple[Grid, Region | None, int] | None:
    """(the joined grid, its region, how many body blocks it took) or None."""
    if above.evidence == "ruled":
        below = layout.blocks[body[0]]
        if isinstance(below, Grid) and below.evidence == "ruled" and _same_places(above, below):
            return _append(above, below), None, 1
        return None
    if region is None:
        return None
    taken, lines, sills = _lower_part(region, layout, body)
    if not taken:
        return None
    both = Region([*region.lines, *lines], [], region.frame)
    columns = find_columns(both.lines)
    if above.columns is None or columns.count < len(above.columns):
        return None
    upper = gather([place(line, columns) for line in region.lines], columns, [*region.sills, *region.edges])
    lower = gather([place(line, columns) for line in lines], columns, sills)
    page = above.page or 0
    first = draft_grid(upper, columns, above.evidence, page)
    second = draft_grid(lower, columns, above.evidence, layout.frame.number)
    # rows from pages further back keep their own page numbers
    first = replace(first, rows=tuple(replace(r, page=o.page) for r, o in zip(first.rows, above.rows, strict=False)))
    return _append(first, second), both, taken


def _same_places(above: Grid, below: Grid) -> bool:
    if not above.columns or not below.columns or len(above.columns) != len(below.columns):
        return False
    return all(abs(a[0] - b[0]) <= SHIFT and abs(a[1] - b[1]) <= SHIFT for a, b in zip(above.columns, below.columns, strict=True))


def _lower_part(region: Region, layout: PageLayout, body: Sequence[int]) -> tuple[int, list[list[Phrase]], list[float]]:
    """The blocks at the top of the page that go on with the region: how many, their lines and the rules in them."""
    columns = find_columns(region.lines)
    lines: list[list[Phrase]] = []
    for n, i in enumerate(body):
        if isinstance(layout.blocks[i], Grid):
            held = layout.regions.get(i)
            return (n + 1, lines + held.lines, [*held.sills, *held.edges]) if held and _fits(held.lines, columns) else (0, [], [])
        line = layout.loose[i]
        if not _may_go_on(line, region, columns):
            return (n, lines, []) if lines and any(len(x) > 1 for x in lines) or _ends_row(lines, region) else (0, [], [])
        lines.append(line)
    return (len(body), lines, []) if lines else (0, [], [])


def _ends_row(lines: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """A single phrase alone goes on with a table only as the end of its last label."""
    return len(lines) == 1 and _broken(region.lines[-1][0].text, lines[0][0].text)


def _broken(before: str, after: str) -> bool:
    return before.endswith(_HYPHENS) or after[:1].islower()


def _may_go_on(line: Sequence[Phrase], region: Region, columns: Columns) -> bool:
    sizes = [size_of(x) for x in region.lines]
    if not min(sizes) - 0.3 <= size_of(list(line)) <= max(sizes) + 0.3 or CAPTION.match(line[0].text):
        return False
    width = columns.edges[-1] - columns.edges[0]
    if len(line) == 1:
        return abs(line[0].x0 - columns.extents[0][0]) <= SHIFT and not is_prose(list(line), width)
    return _fits([line], columns)


def _fits(lines: Sequence[Sequence[Phrase]], columns: Columns) -> bool:
    """True when what the lines print under each other stands where the columns print."""
    several = [line for line in lines if len(line) > 1]
    inside = total = 0
    for line in several:
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            a, b = columns.extents[first]
            total += 1
            inside += first == last and (a - SHIFT <= p.x0 <= b + SHIFT) and (p.x1 >= a - SHIFT)
    return total > 0 and inside >= 0.8 * total


def _append(above: Grid, below: Grid) -> Grid:
    """The rows of both, the second's repeated header dropped and a row that the page broke joined."""
    rows = list(below.rows)
    header = 0
    while header < min(len(rows), len(above.rows)) and rows[header].texts() == above.rows[header].texts():
        header += 1
    rows = rows[header:]
    upper = list(above.rows)
    if rows and upper and header < len(below.rows) and _goes_on(upper[-1], rows[0]):
        upper[-1] = _merged(upper[-1], rows.pop(0))
    return replace(above, rows=(*upper, *rows))


def _goes_on(above: GridRow, below: GridRow) -> bool:
    """True when the page broke a row: every text below continues one above, and no number stands below."""
    pairs = [(a, b) for a, b in zip(above.cells, below.cells, strict=False) if b and b.text]
    if not pairs or any(any(ch.isdigit() for ch in b.text) and c for c, (_, b) in enumerate(pairs)):
        return False
    return all(a is not None and a.text and _broken(a.text, b.text) for a, b in pairs)


def _merged(above: GridRow, below: GridRow) -> GridRow:
    cells: list[GridCell | None] = []
    for a, b in zip(above.cells, below.cells, strict=False):
        cells.append(replace(a, text=f"{a.text}\n{b.text}") if a and b and b.text else a)
    return replace(above, cells=tuple(cells))
