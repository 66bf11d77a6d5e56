"""What stands at a page's edge and is no part of its text: running heads and feet, and notes to the text.

Running lines are those that other pages print at the same height; notes stand below a short rule at the page's end.
They are kept as lines; the table geometry only has to know that a table goes on past them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Final

from rapidfuzz import fuzz

from extractors.layout.grid.lines import bounds, phrases, spell
from extractors.layout.grid.rulings import Stroke
from schemas.source import Word

EDGE: Final = 0.14  # of the page's height: where heads and feet stand
SAME_HEIGHT: Final = 4.0  # points
SAME: Final = 90.0  # per cent likeness of two texts from which on they are one, read twice
_RULES: Final = 3  # of one extent: those of a table
_SAME_END: Final = 2.0  # points
_EVEN: Final = 12.0  # points
_MOST: Final = 4  # lines of a head or a foot
_CAPTION: Final = re.compile(r"(?:tabel|table|figur|figure)\b", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d+")

_NOTE: Final = re.compile(r"[\d*¹²³⁰⁴-⁹]{1,3}\)?")
_RULE: Final = (40.0, 0.45)  # points, and share of a page's width: a rule over notes is shorter than a table's

TextLine = list[Word]


def running_lines(pages: Sequence[Sequence[TextLine]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the indices of its lines that are a running head or foot."""
    edges = [_edge_lines(lines, height) for lines, height in zip(pages, heights, strict=True)]
    out = []
    for n, page in enumerate(edges):
        others = [key for k in (-2, -1, 1, 2) if 0 <= n + k < len(edges) for key in edges[n + k].values()]
        known = {i for i, key in page.items() if _recurs(key, others)}
        out.append(_from_the_edge(known, page))
    return out


def notes(lines: Sequence[Sequence[Word]], across: Sequence[Stroke], width: float, running: Set[int]) -> set[int]:
    """The indices of the notes at the page's end: the lines below a short rule, the first behind its mark."""
    rules = [s for s in across if _RULE[0] <= s.end - s.start <= _RULE[1] * width]
    for rule in sorted(rules, key=lambda s: s.at):
        below = [i for i, line in enumerate(lines) if i not in running and line[0].top >= rule.at - 1]
        if below and _is_note(lines[below[0]], rule) and not any(_tabular(lines[i]) for i in below):
            return set(below)
    return set()


def without_rows(
    running: Set[int], lines: Sequence[Sequence[Word]], across: Sequence[Stroke], height: float
) -> set[int]:
    """The running lines without those at the page's end above the last rule of a table: cards end alike."""
    out = set(running)
    for i in running:
        _, top, _, bottom = bounds(lines[i])
        below = [s for s in across if s.at >= bottom - 1] if top > height / 2 else []
        if any(sum(_alike(s, other) for other in across) >= _RULES for s in below):
            out.discard(i)
    return out


def _alike(one: Stroke, other: Stroke) -> bool:
    return abs(one.start - other.start) < _SAME_END and abs(one.end - other.end) < _SAME_END


def _is_note(line: Sequence[Word], rule: Stroke) -> bool:
    """True for a text behind its mark, at the left end of its rule."""
    mark = line[0].text
    marked = _NOTE.fullmatch(mark) and len(line) > 1 and line[1].text[0].isalpha()
    glued = mark[0] in "*¹²³⁴⁵⁶⁷⁸⁹" and mark[-1].isalpha()
    return bool(marked or glued) and abs(line[0].x0 - rule.start) < _EVEN


def _edge_lines(lines: Sequence[TextLine], height: float) -> dict[int, tuple[str, int]]:
    """The lines near the page's edges: index -> (text without its digits, height in steps of `SAME_HEIGHT`).

    From the edge to the first row of figures or a table's caption: what stands beyond that is a table's.
    """
    out = {}
    for order in (range(len(lines))[:_MOST], range(len(lines))[: -_MOST - 1 : -1]):
        for n, i in enumerate(order):
            _, top, _, bottom = bounds(lines[i])
            inner = lines[order[n + 1]] if n + 1 < len(order) else []
            if _tabular(lines[i]) or _is_field(lines[i], inner) or _CAPTION.match(lines[i][0].text):
                break
            if bottom < EDGE * height or top > (1 - EDGE) * height:
                out[i] = (_DIGITS.sub("#", spell(lines[i])), round(top / SAME_HEIGHT))
    return out


def _tabular(line: Sequence[Word]) -> bool:
    """A row of figures is a table's, however often it returns."""
    parts = phrases(line)
    return len(parts) > 3 or sum(p.numeric for p in parts) > 1


def _is_field(line: TextLine, inner: TextLine) -> bool:
    """A label and its value over another field's, at the same two places: a form begins alike on every page."""
    one, other = ([p.x0 for p in phrases(words)] if words else [] for words in (line, inner))
    return len(one) == len(other) == 2 and all(abs(a - b) < _SAME_END for a, b in zip(one, other, strict=True))


def _recurs(key: tuple[str, int], others: Sequence[tuple[str, int]]) -> bool:
    """True when a neighbouring page prints the line at this height, a letter or two misread."""
    text, step = key
    return any(abs(step - at) <= 1 and (text == other or fuzz.ratio(text, other) >= SAME) for other, at in others)


def _from_the_edge(known: set[int], page: dict[int, tuple[str, int]]) -> set[int]:
    """Only lines that nothing but furniture parts from the page's edge."""
    indices = sorted(page)
    out: set[int] = set()
    for order in (indices, indices[::-1]):
        for n, i in enumerate(order):
            if i not in known or (n and abs(i - order[n - 1]) > 1):  # the other edge's
                break
            out.add(i)
    return out
