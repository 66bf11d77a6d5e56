"""The rows of a table's two parts as one: a repeated heading dropped, a row that the page broke put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from extractors.layout.grid.columns import is_year
from extractors.layout.grid.drafts import is_open
from extractors.layout.grid.lines import is_numeric
from extractors.layout.grid.pieces import whole
from extractors.layout.text import column_width, wraps_on
from schemas.source import Grid, GridCell, GridRow

MOST_WRAPPED: Final = 3
_LETTERS_A_SLIP: Final = 8
_GOING_ON: Final = ("(", "&", "/")
_HYPHENS: Final = ("-", ",", "(", "/", "\u00ad")


def append(above: Grid, below: Grid) -> Grid:
    """The rows of both, the second's repeated header dropped and a row that the page broke joined."""
    rows = list(below.rows)
    header = 0
    headings = heading_rows(above)
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
    cells = enumerate(zip(above.cells, below.cells, strict=False))
    pairs = [(c, a, b) for c, (a, b) in cells if b and b.text]
    if not pairs:
        return False
    if _is_label_alone(above) and _small(pairs):
        return True  # the row's label begun, all its figures are below
    rest = [pair for pair in pairs if not _is_one_number(*pair)]
    if any(map(str.isdigit, "".join(b.text for c, _, b in rest if c))):
        return False
    return (len(rest) == 1 and _ends_label(*rest[0], rows)) or all(_reads_on(a, b) for _, a, b in rest)


def _reads_on(above: GridCell | None, below: GridCell) -> bool:
    return above is not None and bool(above.text) and breaks(above.text, below.text)


def _is_one_number(column: int, above: GridCell | None, below: GridCell) -> bool:
    """True for the pieces of one that the page broke; a label's figures are none."""
    return column > 0 and above is not None and _whole(above, below) is not None


def _is_label_alone(row: GridRow) -> bool:
    return row.cells[0] is not None and not any(c and c.text for c in row.cells[1:])


def _ends_label(column: int, above: GridCell | None, below: GridCell, rows: Sequence[GridRow]) -> bool:
    """True for words in the labels' column alone that the one above had no room for."""
    return column == 0 and above is not None and _wrapped(above.text, below.text, rows)


def _small(pairs: Sequence[tuple[int, GridCell | None, GridCell]]) -> bool:
    """True where the label below begins in a small letter, as the rest of one."""
    return pairs[0][0] == 0 and pairs[0][2].text[:1].islower()


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


def breaks(before: str, after: str) -> bool:
    """True where a text that ends one part reads on in the one that begins the next."""
    return before.endswith(_HYPHENS) or after[:1].islower() or after[:1] in _GOING_ON or is_open(before)


def heading_rows(grid: Grid) -> list[GridRow]:
    """The rows above the first with a number that is no year; of a table of words the first."""
    out: list[GridRow] = []
    for row in grid.rows:
        if any(is_numeric(t) and not is_year(t) for t in row.texts()[1:] if t):
            return out
        out.append(row)
    return out[:1]
