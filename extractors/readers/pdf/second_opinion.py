"""A second look at a page whose table our own geometry could not place: pdfplumber, then camelot.

Both are an order of magnitude slower than `layout.grid`, so they see only a page on which a year heading is left
outside every grid, above loose rows or a grid that has no heading (`doubtful`). pdfplumber reads what rulings close;
camelot's network and stream parsers read tables without rulings by the alignment of their text: stream joins rows that
stand far apart, as our geometry does not. An answer is taken only if it keeps the heading's years apart, one a cell,
and the numbers below them one a cell as well: two values in a cell are no placement, and a line of text is better than
a wrong cell. In the place of a grid of ours it is put only where it has every figure of that, too.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from schemas.source import BBox, Block, Grid, GridCell, GridRow, Line

_YEARS_RE: Final = re.compile(r"(?:(?<=\s)|^)(20\d\d)(?=\s|$)")
_NUMBER_RE: Final = re.compile(r"^[-\u2013\u2212]?\s?\d[\d.,]*$")
_MIN_YEARS: Final = 3
_MIN_ROWS: Final = 2
_FLAVOURS: Final = ("network", "stream")  # network places more; stream keeps outer columns that network loses
_MAX_CROWDED: Final = 0.05  # share of cells with two numbers from which on an answer is no placement


def with_second_opinion(data: bytes, blocks: Sequence[Block], *, passwords: Sequence[str] = ()) -> list[Block]:
    """The blocks with the tables that only a slower parser could place; unchanged where no page is doubtful.

    A page on which those parsers fail keeps its lines: a second opinion never costs a document.
    """
    found = list(blocks)
    for page, lines in _loose(blocks).items():
        grids = [b for b in blocks if isinstance(b, Grid) and b.page == page and b.bbox]
        headless = [g for g in grids if g.evidence == "aligned" and not _heads_years(g)]
        if headings := doubtful(lines, headless):
            answers = _try_all(data, page, headings, passwords)
            for grid in _taken(answers, [g for g in grids if g not in headless], headless):
                found = _put_in(found, grid)
    return found


def _loose(blocks: Sequence[Block]) -> dict[int, list[Line]]:
    """Each page's lines outside tables."""
    pages: dict[int, list[Line]] = {}
    for block in blocks:
        if isinstance(block, Line) and block.page is not None and not block.blank:
            pages.setdefault(block.page, []).append(block)
    return pages


def _taken(answers: Sequence[Grid], own: Sequence[Grid], headless: Sequence[Grid]) -> Iterator[Grid]:
    """The answers that lie over no table of ours and no other answer, but for grids without a heading."""
    held = [g.bbox for g in own if g.bbox]
    for grid in answers:
        box = grid.bbox
        if box and not any(_overlap(box, other) for other in held) and _agrees(grid, headless):
            held.append(box)
            yield grid


def _heads_years(grid: Grid) -> bool:
    return any(_years_of(row) >= _MIN_YEARS for row in grid.rows)


def _agrees(answer: Grid, headless: Sequence[Grid]) -> bool:
    """True when every figure of the grids that the answer takes the place of stands in a cell of its own in it."""
    given = Counter(t for row in answer.rows for t in row.texts() if _NUMBER_RE.match(t))
    replaced = [g for g in headless if answer.bbox and g.bbox and _overlap(answer.bbox, g.bbox)]
    ours = Counter(t for g in replaced for row in g.rows for t in row.texts() if _NUMBER_RE.match(t))
    return ours <= given


def _try_all(data: bytes, page: int, headings: Sequence[Line], passwords: Sequence[str]) -> tuple[Grid, ...]:
    for password in (None, *passwords):
        try:
            return second_opinion(data, page, headings, password=password)
        except Exception:  # noqa: S112 - whatever pdfminer or OpenCV make of a page, its lines stand
            continue
    return ()


def _put_in(blocks: Sequence[Block], grid: Grid) -> list[Block]:
    """The grid in place of the lines that it covers, and of grids without a heading."""
    covered = [i for i, b in enumerate(blocks) if b.page == grid.page and _covers(grid, b)]
    if not covered:
        return list(blocks)
    kept = [b for i, b in enumerate(blocks) if i not in set(covered)]
    return [*kept[: covered[0]], grid, *kept[covered[0] :]]


def _covers(grid: Grid, block: Block) -> bool:
    return bool(grid.bbox and block.bbox and _inside(block.bbox, grid.bbox))


def doubtful(lines: Sequence[Line], headless: Sequence[Grid] = ()) -> list[Line]:
    """The year headings among a page's loose lines: three years or more, with rows of numbers under them.

    The rows may be lines as well, or a grid without a heading.
    """
    found = []
    for index, line in enumerate(lines):
        if len(_YEARS_RE.findall(line.text)) < _MIN_YEARS:
            continue
        below = [x for x in lines[index + 1 : index + 12] if _numbers(x.text) >= _MIN_ROWS]
        if len(below) >= _MIN_ROWS or any(g.bbox and line.bbox and g.bbox[1] > line.bbox[1] for g in headless):
            found.append(line)
    return found


def second_opinion(
    data: bytes, page: int, headings: Sequence[Line], *, password: str | None = None
) -> tuple[Grid, ...]:
    """The grids that place the tables under `headings` of a page (1-based); none when no parser can."""
    boxes = [h.bbox for h in headings if h.bbox]
    wanted = max((len(_YEARS_RE.findall(h.text)) for h in headings), default=_MIN_YEARS)
    for reader in (_pdfplumber_grids, _camelot_grids):
        grids = [_trimmed(g) for g in reader(data, page, password) if _places(g, wanted)]
        nearest = [next((g for g in grids if g.bbox and _inside(box, g.bbox)), None) for box in boxes]
        if chosen := {id(g): g for g in nearest if g is not None}:
            return tuple(chosen.values())
    return ()


def _trimmed(grid: Grid) -> Grid:
    """The grid from its years to its last row of figures: camelot takes the text around a table with it."""
    first = next((n for n, row in enumerate(grid.rows) if _years_of(row) >= _MIN_YEARS), 0)
    last = max(n for n, row in enumerate(grid.rows) if n == first or any(_numbers(t) for t in row.texts()[1:]))
    rows = grid.rows[first : last + 1]
    return replace(grid, rows=rows, bbox=_union([r.bbox for r in rows if r.bbox]) or grid.bbox)


def _years_of(row: GridRow) -> int:
    return len(_YEARS_RE.findall(" ".join(row.texts())))


def _numbers(text: str) -> int:
    return sum(bool(_NUMBER_RE.match(w)) for w in text.split())


def _inside(inner: BBox, outer: BBox) -> bool:
    middle = (inner[1] + inner[3]) / 2
    return outer[1] - 2 <= middle <= outer[3] + 2


def _overlap(one: BBox, other: BBox) -> bool:
    return one[1] < other[3] and other[1] < one[3] and one[0] < other[2] and other[0] < one[2]


def _places(grid: Grid, wanted: int) -> bool:
    """True when as many years as the heading prints stand one a cell, and hardly any cell holds two numbers."""
    years = max((sum(bool(re.fullmatch(r"20\d\d", t)) for t in row.texts()) for row in grid.rows), default=0)
    texts = [t for row in grid.rows for t in row.texts()[1:] if t]
    crowded = sum(_numbers(t) > 1 for t in texts)
    return years >= wanted and crowded <= _MAX_CROWDED * len(texts)


def _pdfplumber_grids(data: bytes, number: int, password: str | None) -> Iterator[Grid]:
    import pdfplumber  # noqa: PLC0415 - a second to import, for the few pages that need it

    with pdfplumber.open(io.BytesIO(data), password=password or "", pages=[number]) as document:
        for page in document.pages:
            for table in page.find_tables():
                texts = table.extract()
                rows = [
                    _row(number, [(t or "", _box(c)) for t, c in zip(cells, row.cells, strict=False)], _box(row.bbox))
                    for cells, row in zip(texts, table.rows, strict=True)
                ]
                yield Grid(tuple(rows), "ruled", number, _box(table.bbox))
            page.close()


def _camelot_grids(data: bytes, number: int, password: str | None) -> Iterator[Grid]:
    from camelot.io import read_pdf  # noqa: PLC0415 - loads OpenCV, for the few pages that need it

    options = {"pages": str(number), "password": password, "suppress_stdout": True}
    for table in (t for flavour in _FLAVOURS for t in read_pdf(data, flavor=flavour, **options)):
        height = float(table.pdf_size[1])
        rows = []
        for cells in table.cells:
            placed = [(c.text.strip(), _flipped((c.x1, c.y1, c.x2, c.y2), height)) for c in cells]
            rows.append(_row(number, placed, _union([b for _, b in placed if b])))
        yield Grid(tuple(rows), "aligned", number, _union([r.bbox for r in rows if r.bbox]))


def _row(page: int, cells: Sequence[tuple[str, BBox | None]], bbox: BBox | None) -> GridRow:
    return GridRow(tuple(GridCell(text, box) for text, box in cells), page, None, bbox)


def _box(found: Any) -> BBox | None:
    return (float(found[0]), float(found[1]), float(found[2]), float(found[3])) if found else None


def _flipped(box: BBox, height: float) -> BBox:
    """Camelot counts upwards from the page's foot."""
    x0, low, x1, high = box
    return (x0, height - high, x1, height - low)


def _union(boxes: Sequence[BBox]) -> BBox | None:
    if not boxes:
        return None
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
