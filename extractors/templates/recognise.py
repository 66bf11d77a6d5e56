"""Which form a document is printed on, told by what it says, never by its name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import accumulate, groupby, islice, pairwise
from typing import Final

from extractors.templates.model import Sign, Template
from extractors.templates.phrases import MAX_LINE, compile_phrase, literal

ENOUGH: Final = 2.0
"""The weight of signs that makes a form."""
_MAX_LINES: Final = 40_000


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a template fits: the weight of its signs, and each sign with the first line it stands on."""

    template: Template
    score: float
    signs: tuple[tuple[Sign, int, int], ...]
    """(sign, how often, index of the first line)."""


def fits(lines: Sequence[str], templates: Iterable[Template]) -> list[Fit]:
    """The templates by how well they fit, the best first; those without one sign are left out."""
    found = []
    lines = [x[:MAX_LINE] for x in (*lines[:_MAX_LINES], *_rejoined(lines[:_MAX_LINES]))]
    text = _Searched(lines)
    for template in templates:
        signs = [(s, *_count(s, text)) for s in template.sign]
        signs = [s for s in signs if s[1]]
        if signs:
            score = sum(s.weight * n for s, n, _ in signs)
            found.append(Fit(template, score, tuple(signs)))
    return sorted(found, key=lambda f: -f.score)


def _rejoined(lines: Sequence[str]) -> list[str]:
    """Lines that a hyphen breaks, with the next: a sign may stand on two (`investerings-` / `puljen`)."""
    return [f"{a.rstrip()} {b.lstrip()}" for a, b in pairwise(lines) if a.rstrip().endswith(("-", "\u00ad"))]


def recognise(lines: Sequence[str], templates: Iterable[Template]) -> Template | None:
    """The template that fits best; None when none fits well enough."""
    best = next(iter(fits(lines, templates)), None)
    return best.template if best is not None and best.score >= ENOUGH else None


class _Searched:
    """Printed lines as one text in small letters, so that a word is looked for once, not line by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        small = [x.lower() for x in lines]
        self._text = "\n".join(small)
        self._starts = [0, *accumulate(len(x) + 1 for x in small)]

    def matching(self, phrase: str) -> Iterator[int]:
        """The lines that a phrase matches, in order."""
        pattern = compile_phrase(phrase)
        return (i for i in self._having(literal(phrase)) if pattern.match(self.lines[i]))

    def _having(self, word: str) -> Iterator[int]:
        """The lines that hold a word in small letters, in order."""
        at = self._text.find(word)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            at = self._text.find(word, self._starts[line + 1])


def _count(sign: Sign, text: _Searched) -> tuple[int, int]:
    """How often a sign stands on the lines, up to what it counts, and where first."""
    found = merge(*(text.matching(w) for w in sign.words))
    places = [*islice((line for line, _ in groupby(found)), sign.times)]
    return len(places), places[0] if places else 0
