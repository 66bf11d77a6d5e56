"""Numbers that a narrow cell broke over its lines, put together again.

A word processor breaks `-1.137` where it does not fit: `-`, `1.13`, `7` on three lines. Two kinds of evidence tell such
pieces from numbers of their own. The text: a dot before fewer than three digits is no end of a number. The geometry:
a number breaks only where the next figure would not have fitted, and the rest of it has no label of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from extractors.layout.grid.columns import Columns, is_year
from extractors.layout.grid.drafts import Placed, cell_goes_on, place, top_of
from extractors.layout.grid.lines import Phrase
from extractors.layout.grid.order import LEADING, lifted, stands_under

_SIGN: Final = "[-+\u2010-\u2014\u2212]"
_PIECE: Final = re.compile(rf"{_SIGN}?[\d.,]*\d[\d.,]*|{_SIGN}|[.,]")
_WHOLE: Final = re.compile(rf"{_SIGN}?(?:\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,\d+)?")
_BEGUN: Final = re.compile(
    rf"{_SIGN}?(?:\d{{1,3}}(?:\.\d{{3}})*(?:\.\d{{0,2}})?|(?:\d{{1,3}}(?:\.\d{{3}})*|\d+),\d*|\d+)?"
)
_CUT: Final = re.compile(rf"{_SIGN}?\d{{1,3}}(?:\.\d{{3}})*(?:\.\d{{0,2}}|,)")
_SLACK: Final = 0.3  # points
DECIMALS: Final = 0.2  # of the broken numbers: from so many unbroken `1.5` on dots part decimals


@dataclass(slots=True)
class _Chain:
    """Pieces of one number in a column: (line, phrase) from the top, and whether the text alone proves them one."""

    column: int
    pieces: list[tuple[int, Phrase]] = field(default_factory=list)
    text: str = ""
    proven: bool = True


def whole(lines: Sequence[str], *, tight: bool = False) -> str | None:
    """The number that a cell's lines are the pieces of; None where they are none, or not surely.

    `tight` says that the cell is too narrow for the first pieces and a figure more: then pieces that could stand alone
    (`-` over `285`) are a broken number as well.
    """
    if len(lines) < 2 or not all(_PIECE.fullmatch(x) for x in lines):
        return None
    text, proven = lines[0], True
    for piece in lines[1:]:
        link = _link(text, piece)
        if link is None:
            return None
        proven = proven and link
        text += piece
    return text if _WHOLE.fullmatch(text) and (proven or tight or _is_proof(lines)) else None


def is_cut(lines: Sequence[str]) -> bool:
    """True for lines that are the pieces of a number whose end is missing: `4`, `.`, `1`."""
    return all(_PIECE.fullmatch(x) for x in lines) and _CUT.fullmatch("".join(lines)) is not None


def _is_proof(lines: Sequence[str]) -> bool:
    """True where a lone minus stands over pieces that are surely one number's: no cell holds it else."""
    return re.fullmatch(_SIGN, lines[0]) is not None and whole(lines[1:]) is not None


def _link(text: str, piece: str) -> bool | None:
    """Whether a piece goes on with a number's text: True surely, False maybe, None not at all."""
    if not _PIECE.fullmatch(piece) or piece[0] not in "0123456789.," or not _BEGUN.fullmatch(text + piece):
        return None
    if _CUT.fullmatch(text) or piece[0] in ".,":
        return True
    if _CUT.fullmatch(text + piece) or "." not in text + piece:
        return False if len(re.sub(r"\D", "", text + piece)) <= 4 else None
    return False


def mended(lines: Sequence[Sequence[Phrase]]) -> list[list[Phrase]]:
    """The lines with the numbers whole that the order of printing shows to be one cell's.

    A cell's lines are printed one after the other, under each other. The number stands where most of its row does.
    """
    made = [list(line) for line in lines]
    for cell in _cells(made):
        texts = [p.text for p in cell]
        if (text := whole(texts)) is None and (_is_narrow(cell, made) or _heads_with_years(cell, made)):
            text = whole(texts, tight=True)
        if text is not None:
            _put_whole(cell, text, made)
    return _with_their_rows([line for line in made if line])


def _with_their_rows(lines: list[list[Phrase]]) -> list[list[Phrase]]:
    """The lines, mended numbers that share none of theirs with their row in the line that stands beside them."""
    alone = [n for n, line in enumerate(lines) if all(p.broken for p in line)]
    for n in alone:
        middle = (lines[n][0].top + lines[n][0].bottom) / 2
        near = [m for m in range(max(0, n - 2), min(len(lines), n + 3)) if m not in alone]
        beside = [m for m in near if min(p.top for p in lines[m]) < middle < max(p.bottom for p in lines[m])]
        if beside:
            host = max(beside, key=lambda m: len(lines[m]))
            lines[host] = sorted([*lines[host], *lines[n]], key=lambda p: p.x0)
            lines[n] = []
    return [line for line in lines if line] if alone else lines


def _cells(lines: Sequence[Sequence[Phrase]]) -> list[list[Phrase]]:
    """The cells of several lines whose every line is a piece of a number."""
    printed = sorted((p for line in lines for p in line), key=lambda p: (p.words[0].run or 0, p.x0))
    stacks: list[list[Phrase]] = []
    for p in printed:
        if stacks and stands_under(stacks[-1][-1], p):
            stacks[-1].append(p)
        else:
            stacks.append([p])
    return [s for s in stacks if len(s) > 1 and all(_PIECE.fullmatch(p.text) for p in s)]


def _is_narrow(cell: Sequence[Phrase], lines: Sequence[Sequence[Phrase]]) -> bool:
    """True where no piece leaves room for a figure more in a column as wide as its widest figures."""
    left, right = min(p.x0 for p in cell), max(p.x1 for p in cell)
    column = (p for line in lines for p in line if p.x0 < right and p.x1 > left and _PIECE.fullmatch(p.text))
    widest = max(p.x1 - p.x0 for p in column)
    return _fill(cell, widest)


def _heads_with_years(cell: Sequence[Phrase], lines: Sequence[Sequence[Phrase]]) -> bool:
    """True for the pieces of a year that stands beside other years."""
    pieces = {id(p) for p in cell}
    beside = (line for line in lines if any(id(p) in pieces for p in line))
    return is_year("".join(p.text for p in cell)) and any(sum(is_year(p.text) for p in line) > 1 for line in beside)


def _put_whole(cell: Sequence[Phrase], text: str, lines: list[list[Phrase]]) -> None:
    """Take the pieces out of their lines and put the number in the line that holds most beside them."""
    pieces = {id(p) for p in cell}
    held = [n for n, line in enumerate(lines) if any(id(p) in pieces for p in line)]
    for n in held:
        lines[n] = [p for p in lines[n] if id(p) not in pieces]
    host = max(held, key=lambda n: len(lines[n]))
    made = _one(cell, text, cell)
    lines[host] = sorted([*lines[host], made], key=lambda p: p.x0)


def _one(cell: Sequence[Phrase], text: str, high: Sequence[Phrase]) -> Phrase:
    """The pieces as one phrase, as high as these."""
    return replace(
        cell[0],
        words=tuple(w for p in cell for w in p.words),
        line=high[0].line,
        x0=min(p.x0 for p in cell),
        x1=max(p.x1 for p in cell),
        top=min(p.top for p in high),
        bottom=max(p.bottom for p in high),
        numeric=True,
        text=text,
        broken=True,
    )


def placed_lines(lines: Sequence[Sequence[Phrase]], columns: Columns) -> list[Placed]:
    """The lines' phrases by column; a broken number stands whole in the line that its row's other cells stand in."""
    placed = lifted([place(line, columns) for line in lines])
    chains = _chains(placed)
    if not chains:
        return placed
    chains = [c for c in chains if c.proven or _belongs(c, placed, columns)]
    moved = {id(p) for chain in chains for _, p in chain.pieces}
    for chain in chains:
        _put_together(chain, placed, moved)
    return [line for line in placed if line]


def _chains(placed: Sequence[Placed]) -> list[_Chain]:
    found: list[_Chain] = []
    for column in sorted({c for line in placed for c in line if c}):
        cells = [
            (n, line[column][1][0])
            for n, line in enumerate(placed)
            if column in line and line[column][0] == column and len(line[column][1]) == 1
        ]
        at = 0
        while at < len(cells):
            chain = _chain_from(cells, at, column)
            if len(chain.pieces) > 1:
                found.append(chain)
            at += len(chain.pieces)
    return _plausible(found, placed)


def _chain_from(cells: Sequence[tuple[int, Phrase]], at: int, column: int) -> _Chain:
    """The longest whole number that begins with a column's cell, at the leading of a cell's lines."""
    chain = _Chain(column, [cells[at]], cells[at][1].text)
    best = _Chain(column, [cells[at]], cells[at][1].text)
    if not _PIECE.fullmatch(chain.text):
        return best
    for n, phrase in cells[at + 1 :]:
        above = chain.pieces[-1][1]
        size = above.bottom - above.top
        link = _link(chain.text, phrase.text)
        if (
            link is None
            or _is_other_cell(above, phrase)
            or not LEADING[0] * size <= phrase.top - above.top <= LEADING[1] * size
        ):
            break
        if not link and is_year(phrase.text):
            break
        chain = _Chain(column, [*chain.pieces, (n, phrase)], chain.text + phrase.text, chain.proven and link)
        if _WHOLE.fullmatch(chain.text):
            best = chain
    return best


def _is_other_cell(above: Phrase, below: Phrase) -> bool:
    """True where the file tells that other print came between two pieces."""
    last, first = above.words[-1].run, below.words[0].run
    return last is not None and first is not None and first != last + 1


def _plausible(chains: Sequence[_Chain], placed: Sequence[Placed]) -> list[_Chain]:
    """The chains whose every break the columns' width explains; none where dots part decimals."""
    if not chains:
        return []
    used = {id(p) for chain in chains for _, p in chain.pieces}
    decimals = sum(id(p) not in used and _CUT.fullmatch(p.text) is not None for _, p in _pieces(placed))
    if decimals > DECIMALS * len(chains):
        return []
    widths = _widths(placed)
    if not any(c.proven for c in chains):
        chains = [c for c in chains if _says_so_itself(c)]
    widest = max((widths[c.column] for c in chains), default=0.0)
    return [c for c in chains if _is_one(c, widths[c.column] if c.proven else widest, placed, used)]


def _pieces(placed: Sequence[Placed]) -> Iterator[tuple[int, Phrase]]:
    """Whatever may be a number or a piece of one, with its column, beside the labels."""
    phrases = ((c, p) for line in placed for c, (_, ps) in line.items() if c for p in ps)
    return ((c, p) for c, p in phrases if _PIECE.fullmatch(p.text))


def _widths(placed: Sequence[Placed]) -> dict[int, float]:
    """How wide the widest of each column's pieces is."""
    widths: dict[int, float] = {}
    for column, piece in _pieces(placed):
        widths[column] = max(widths.get(column, 0.0), piece.x1 - piece.x0)
    return widths


def _says_so_itself(chain: _Chain) -> bool:
    """False for figures over figures: nothing says that they are one number, but for years and a sign in front."""
    return re.match(_SIGN, chain.text) is not None or is_year(chain.text)


def _is_one(chain: _Chain, widest: float, placed: Sequence[Placed], used: Collection[int]) -> bool:
    """True for pieces that are no rows of their own, and that a column so narrow broke apart."""
    return (chain.proven or not _are_rows(chain, placed, used)) and _explained(chain, widest)


def _are_rows(chain: _Chain, placed: Sequence[Placed], used: Collection[int]) -> bool:
    """True where two of the lines that hold a piece hold whole numbers of other columns as well: rows of their own."""
    rows = 0
    for n, _ in chain.pieces:
        others = (p for c, (_, ps) in placed[n].items() if c not in (0, chain.column) for p in ps if id(p) not in used)
        rows += any(_WHOLE.fullmatch(p.text) for p in others)
    return rows > 1


def _explained(chain: _Chain, widest: float) -> bool:
    """True where no piece leaves room for a figure more in a column as wide as its widest cell."""
    return _fill([p for _, p in chain.pieces], widest)


def _fill(pieces: Sequence[Phrase], widest: float) -> bool:
    """True where beside no piece the next figure would have fitted; a sign is broken off a number that did not fit."""
    widths = [p.x1 - p.x0 for p in pieces]
    for n, (above, below) in enumerate(pairwise(pieces)):
        sign = re.fullmatch(_SIGN, above.text)
        more = sum(widths[n + 1 :]) if sign else widths[n + 1] / len(below.text)
        if widths[n] + more <= widest - _SLACK:
            return False
    return True


def _belongs(chain: _Chain, placed: Sequence[Placed], columns: Columns) -> bool:
    """True unless the pieces stand beside labels of their own."""
    labelled = [n for n, _ in chain.pieces if 0 in placed[n]]
    for above, below in pairwise(labelled):
        if cell_goes_on(placed[above][0][1], placed[below][0][1], columns, 0) <= 0:
            return False
    return True


def _put_together(chain: _Chain, placed: list[Placed], moved: set[int]) -> None:
    """Take the chain's pieces out of their lines and put the number in the line that most of its row stands in."""
    first, last = chain.pieces[0][1], chain.pieces[-1][1]
    host = chain.pieces[0][0]
    most = (-1, -1)
    for n in range(chain.pieces[0][0], chain.pieces[-1][0] + 1):
        others = [(c, p) for c, (_, ps) in placed[n].items() for p in ps if id(p) not in moved]
        if not others or not first.top - 1 <= top_of(placed[n]) <= last.bottom:
            continue
        if (rank := (sum(c > 0 for c, _ in others), len(others))) > most:
            host, most = n, rank
    for n, _ in chain.pieces:
        del placed[n][chain.column]
    beside = [p for _, ps in placed[host].values() for p in ps]
    made = _one([p for _, p in chain.pieces], chain.text, beside or [first])
    placed[host][chain.column] = (chain.column, [made])
