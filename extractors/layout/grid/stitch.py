"""Tables that run over a page, joined into one grid.

Joined only where all of this holds: the pages follow each other, the upper part is the last thing on its page and the
lower part the first on the next (running heads and feet apart), the columns stand at the same places, and no heading
stands between. A header repeated on the second page is dropped, a row broken by the page is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.layout.grid.columns import Columns, find_columns, is_year
from extractors.layout.grid.drafts import RowDraft, is_open
from extractors.layout.grid.lines import Phrase, is_numeric
from extractors.layout.grid.order import row_starts
from extractors.layout.grid.page import Evidence, PageLayout, draft_grid, draft_region, is_wordy, printed_rows
from extractors.layout.grid.pieces import mended, placed_lines, whole
from extractors.layout.grid.regions import CAPTION, Region, is_prose, size_of
from extractors.layout.grid.rows import gather, misgivings
from extractors.layout.text import column_width, wraps_on
from schemas.source import Block, Grid, GridCell, GridRow, Line

SHIFT: Final = 4.0  # points a column may stand beside its place on the page before
MOST_BELOW: Final = 4  # single lines between a table and its page's end
MIN_YEARS: Final = 3  # of a line that heads a table
FITTING: Final = 0.8  # of what a page prints that has to stand in the columns of the table it may go on with
MOST_WRAPPED: Final = 3
_LETTERS_A_SLIP: Final = 8
_HYPHENS: Final = ("-", ",", "(", "/", "\u00ad")


@dataclass(slots=True)
class _Open:
    """The table that ends the last page's body, while it may go on: where it stands, and what follows it there.

    `grid` is the table, or the heading that is all of it: a page may end below the years. `tail` are the phrases of
    single lines below it (a section's name before the page's end); `head` is the line above it, which a second page
    may repeat.
    """

    at: int
    grid: Grid
    region: Region | None
    tail: list[list[Phrase]]
    head: str


def stitch(layouts: Iterable[PageLayout]) -> list[Block]:
    """All pages' blocks in reading order, with tables that run over a page joined in the place where they begin."""
    out: list[Block] = []
    last: _Open | None = None
    for layout in layouts:
        body = layout.body()
        joined = _join(last, layout, body) if last and body else None
        count = 0
        if joined and last:
            grid, region, count = joined
            out[last.at] = grid
            if last.tail:
                del out[last.at + 1 : last.at + 1 + len(last.tail)]
            last = _Open(last.at, grid, region, [], last.head)
        dropped = set(body[:count])
        kept = [i for i in range(len(layout.blocks)) if i not in dropped]
        places = {i: len(out) + n for n, i in enumerate(kept)}
        out += [layout.blocks[i] for i in kept]
        if not (joined and count == len(body)):
            last = _open_table(layout, body, places, out)
    return out


def _open_table(layout: PageLayout, body: Sequence[int], places: dict[int, int], out: Sequence[Block]) -> _Open | None:
    """The table, or its heading alone, at the end of a page's body, a few single lines after it."""
    for back in range(1, min(MOST_BELOW + 2, len(body) + 1)):
        i = body[-back]
        grid, region = layout.blocks[i], layout.regions.get(i)
        if isinstance(grid, Line):
            if not _heading(layout.loose[i]):
                continue
            region = Region([layout.loose[i]])
            grid = draft_region(region, layout.frame.number)
        tail = [layout.loose[k] for k in body[len(body) - back + 1 :]]
        if i not in places or (tail and (region is None or not _belong(tail, region))):
            return None
        above = out[places[i] - 1] if places[i] else None
        return _Open(places[i], grid, region, tail, above.text if isinstance(above, Line) else "")
    return None


def _heading(line: Sequence[Phrase]) -> bool:
    """True for a line of years, a word or two beside them: what heads a table."""
    years = sum(is_year(p.text) for p in line)
    return years >= MIN_YEARS and years >= len(line) - 2


def _belong(tail: Sequence[Sequence[Phrase]], region: Region) -> bool:
    columns = region.columns()
    return all(len(line) == 1 and _may_go_on(line, region, columns) for line in tail)


def _is_bare(region: Region) -> bool:
    """True for the heading of a table whose rows are all on the next page."""
    return not any(p.numeric and not is_year(p.text) for line in region.lines for p in line) and any(
        _heading(line) for line in region.lines
    )


def _stands_under(rows: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """True when the figures of rows without a heading stand in columns of the heading's years, one a column."""
    columns = find_columns([*region.lines, *rows], region.walls, region.leaning)

    def place(p: Phrase) -> int | None:
        first, last = columns.reach(p.x0, p.x1)
        return first if first == last else None

    years = [place(p) for line in region.lines for p in line if is_year(p.text)]
    if None in years or len(set(years)) < len(years) or any(_heading(line) for line in rows):
        return False
    figures = [place(p) for line in rows if len(line) > 2 for p in line if p.numeric]
    return len(figures) > 1 and sum(c in years for c in figures) >= FITTING * len(figures)


def _join(last: _Open, layout: PageLayout, body: Sequence[int]) -> tuple[Grid, Region | None, int] | None:
    """(the joined grid, its region, how many body blocks it took) or None."""
    above, region = last.grid, last.region
    if above.evidence == "ruled":
        below = layout.blocks[body[0]]
        placed = _in_places(above, below) if isinstance(below, Grid) and below.evidence == "ruled" else None
        return (_append(above, placed), None, 1) if placed else None
    if region is None:
        return None
    skipped = _repeated(last, layout, body)
    taken, lines, sills = _lower_part(region, layout, body[skipped:])
    if not taken:
        return None
    lines = mended(lines)
    both = Region([*region.lines, *last.tail, *lines], [], region.frame, region.walls, leaning=region.leaning)
    columns = both.columns()
    if above.columns is None or columns.count < len(above.columns):
        return None
    evidence: Evidence = "lines" if region.ruled else "aligned"
    upper_lines = [*region.lines, *last.tail]
    upper, lower, settled = _rows(upper_lines, [*region.sills, *region.edges], lines, sills, columns)
    first_page = draft_grid(upper, columns, evidence, above.page or 0)
    second = draft_grid(lower, columns, evidence, layout.frame.number)
    # rows from pages further back keep their own page numbers
    pages = [r.page for r in above.rows]
    rows = (replace(r, page=p) for r, p in zip(first_page.rows, [*pages, *[pages[-1]] * len(upper)], strict=False))
    joined = _append(replace(first_page, rows=tuple(rows)), second)
    if settled:
        joined = replace(joined, settled=True)
    elif is_wordy(joined):
        lines_above = above.printed or printed_rows(placed_lines(upper_lines, columns), columns, above.page or 0)
        lines_below = printed_rows(placed_lines(lines, columns), columns, layout.frame.number)
        joined = replace(joined, printed=(*lines_above, *lines_below))
    return joined, both, taken + skipped


def _rows(
    upper: Sequence[Sequence[Phrase]],
    upper_sills: Sequence[float],
    lower: Sequence[Sequence[Phrase]],
    lower_sills: Sequence[float],
    columns: Columns,
) -> tuple[list[RowDraft], list[RowDraft], bool]:
    """The rows of both parts of a table, set alike, and whether the order of printing settles them."""
    parts = [(placed_lines(lines, columns), s) for lines, s in ((upper, upper_sills), (lower, lower_sills))]
    starts = [row_starts(placed) for placed, _ in parts]
    against = [  # asked only where the other part goes by the order of its printing
        misgivings(placed, columns, s, known) if other is not None else ()
        for (placed, s), known, other in zip(parts, starts, starts[::-1], strict=True)
    ]
    first, second = (
        gather(placed, columns, s, known, other)
        for (placed, s), known, other in zip(parts, starts, against[::-1], strict=True)
    )
    return first, second, None not in starts


def _repeated(last: _Open, layout: PageLayout, body: Sequence[int]) -> int:
    """How many lines at the top of the page repeat the table's caption or lines of its heading."""
    known = {
        last.head,
        *(" ".join(t.split()) for r in _heading_rows(last.grid) for c in r.cells if c for t in c.text.split("\n")),
    }
    count = 0
    for i in body:
        line = layout.blocks[i]
        if not isinstance(line, Line) or not line.text or line.text not in known:
            break
        count += 1
    return count


def _heading_rows(grid: Grid) -> list[GridRow]:
    """The rows above the first with a number that is no year."""
    out: list[GridRow] = []
    for row in grid.rows:
        if any(is_numeric(t) and not is_year(t) for t in row.texts()[1:] if t):
            break
        out.append(row)
    return out


def _in_places(above: Grid, below: Grid) -> Grid | None:
    """The lower grid in the columns of the upper one, which hold all of its own; None where they do not.

    A page that begins with a table's last rows may show fewer columns than the table has.
    """
    if not above.columns or not below.columns:
        return None
    places = [
        next((n for n, (x0, x1) in enumerate(above.columns) if abs(x0 - a) <= SHIFT and abs(x1 - b) <= SHIFT), None)
        for a, b in below.columns
    ]
    if None in places or len(places) < 2:
        return None
    if len(places) == len(above.columns):
        return below
    rows = []
    for row in below.rows:
        cells: list[GridCell | None] = [GridCell("") for _ in above.columns]
        for place, cell in zip(places, row.cells, strict=True):
            cells[place or 0] = cell
        rows.append(replace(row, cells=tuple(cells)))
    return replace(below, rows=tuple(rows), columns=above.columns)


def _lower_part(region: Region, layout: PageLayout, body: Sequence[int]) -> tuple[int, list[list[Phrase]], list[float]]:
    """The blocks at the top of the page that go on with the region: how many, their lines and the rules in them."""
    columns = find_columns(region.lines)
    lines: list[list[Phrase]] = []
    for n, i in enumerate(body):
        if isinstance(layout.blocks[i], Grid):
            held = layout.regions.get(i)
            fits = held and (_stands_under(held.lines, region) if _is_bare(region) else _fits(held.lines, columns))
            return (n + 1, lines + held.lines, [*held.sills, *held.edges]) if held and fits else (0, [], [])
        line = layout.loose[i]
        if not _may_go_on(line, region, columns):
            return (
                (n, lines, [])
                if (lines and any(len(x) > 1 for x in lines)) or _ends_row(lines, region)
                else (0, [], [])
            )
        lines.append(line)
    return (len(body), lines, []) if lines else (0, [], [])


def _ends_row(lines: Sequence[Sequence[Phrase]], region: Region) -> bool:
    """A single phrase alone goes on with a table only as the end of its last label."""
    return len(lines) == 1 and _broken(region.lines[-1][0].text, lines[0][0].text)


def _broken(before: str, after: str) -> bool:
    return before.endswith(_HYPHENS) or after[:1].islower() or is_open(before)


def _may_go_on(line: Sequence[Phrase], region: Region, columns: Columns) -> bool:
    sizes = [size_of(x) for x in region.lines]
    if not min(sizes) - 0.3 <= size_of(list(line)) <= max(sizes) + 0.3 or CAPTION.match(line[0].text):
        return False
    width = columns.edges[-1] - columns.edges[0]
    if len(line) == 1:
        bare = _is_bare(region)
        beside = bare and line[0].x0 < columns.extents[0][1]  # a label, whose column has no heading
        labels = columns.extents[0 if bare else min(1, columns.count - 1)][0]
        return (beside or _set_in(line[0], columns)) and not is_prose(list(line), width, labels)
    return _fits([line], columns)


def _set_in(phrase: Phrase, columns: Columns) -> bool:
    """True for a label, a section's name set to the right or to the middle of all columns, or a line of one's cell."""
    left, right = columns.extents[0][0], columns.extents[-1][1]
    first, last = columns.reach(phrase.x0, phrase.x1)
    whole_row = first < last and abs(phrase.x1 - right) <= SHIFT
    a, b = columns.extents[first]
    if first == last and a - SHIFT <= phrase.x0 and phrase.x1 <= b + SHIFT:
        return True
    return abs(phrase.x0 - left) <= SHIFT or whole_row or abs(phrase.x0 + phrase.x1 - left - right) <= SHIFT


def _fits(lines: Sequence[Sequence[Phrase]], columns: Columns) -> bool:
    """True when what the lines print under each other stands where the columns print."""
    several = [line for line in lines if len(line) > 1]
    inside = total = 0
    for line in several:
        for p in line:
            first, last = columns.reach(p.x0, p.x1)
            a, b = columns.extents[first]
            total += 1
            inside += first == last and p.x0 <= b + SHIFT and p.x1 >= a - SHIFT
    return total > 0 and inside >= FITTING * total


def _append(above: Grid, below: Grid) -> Grid:
    """The rows of both, the second's repeated header dropped and a row that the page broke joined."""
    rows = list(below.rows)
    header = 0
    headings = _heading_rows(above)
    while header < len(rows) and any(_repeats(rows[header], heading) for heading in headings):
        header += 1
    rows = rows[header:]
    upper = list(above.rows)
    if rows and upper and header < len(below.rows) and _goes_on(upper[-1], rows[0], upper):
        upper[-1] = _merged(upper[-1], rows.pop(0))
    return replace(above, rows=(*upper, *rows))


def _repeats(row: GridRow, heading: GridRow) -> bool:
    """True for a heading's row printed again, whole or the last lines of its cells; on a scan, nearly so."""
    pairs = [(_squeezed(a), _squeezed(b)) for a, b in zip(heading.cells, row.cells, strict=False)]
    if any(b for _, b in pairs) and all(a.endswith(b) for a, b in pairs):
        return True
    return _is_print_of(row, heading.texts())


def _squeezed(cell: GridCell | None) -> str:
    return "".join(cell.text.split()) if cell else ""


def _is_print_of(row: GridRow, texts: Sequence[str]) -> bool:
    """True for a scan's row that says the same; a word in eight letters may be misread, and any point."""
    own = row.texts()
    if len(own) != len(texts) or not any(c and c.confidence is not None for c in row.cells):
        return False
    pairs = [tuple(re.sub(r"[\W_]+", "", t).lower() for t in pair) for pair in zip(own, texts, strict=True)]
    return any(a for a, _ in pairs) and all(_nearly(a, b) for a, b in pairs)


def _nearly(one: str, other: str) -> bool:
    digits = [[c for c in t if c.isdigit()] for t in (one, other)]
    return digits[0] == digits[1] and Levenshtein.distance(one, other) <= max(len(one), len(other)) // _LETTERS_A_SLIP


def _goes_on(above: GridRow, below: GridRow, rows: Sequence[GridRow]) -> bool:
    """True when the page broke a row: every text below continues one above, and no number stands below.

    A number may stand below as the rest of one that the page broke.
    """
    pairs = [(c, a, b) for c, (a, b) in enumerate(zip(above.cells, below.cells, strict=False)) if b and b.text]
    rest = [(c, a, b) for c, a, b in pairs if not (c and a and _whole(a, b))]
    if not pairs or any(any(ch.isdigit() for ch in b.text) and c for c, _, b in rest):
        return False
    if [c for c, _, _ in rest] == [0] and rest[0][1] and _wrapped(rest[0][1].text, rest[0][2].text, rows):
        return True
    return all(a is not None and a.text and _broken(a.text, b.text) for _, a, b in rest)


def _wrapped(above: str, below: str, rows: Sequence[GridRow]) -> bool:
    """True for a word or two that the label above had no room for, as wide as the table's labels are."""
    labels = [line for row in rows if (cell := row.cells[0]) and cell.span == 1 for line in cell.text.split("\n")]
    last = above.rsplit("\n", 1)[-1]
    return len(below.split()) < MOST_WRAPPED and wraps_on(last, below, column_width(labels))


def _merged(above: GridRow, below: GridRow) -> GridRow:
    cells: list[GridCell | None] = []
    for a, b in zip(above.cells, below.cells, strict=False):
        if a and b and b.text:
            number = _whole(a, b)
            cells.append(replace(a, text=number or f"{a.text}\n{b.text}", mended=number is not None, readings=()))
        else:
            cells.append(a)
    return replace(above, cells=tuple(cells))


def _whole(above: GridCell, below: GridCell) -> str | None:
    """The number whose pieces stand at the end of one page and at the top of the next."""
    return whole([*above.text.split("\n"), *below.text.split("\n")], tight=True)
