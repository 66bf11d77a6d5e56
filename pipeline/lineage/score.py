"""How surely two cards are one undertaking: what speaks for it and against it, weighed, as a probability.

The weights were fitted on one half of the made series (`benchmarks/lineage.py`) and held to the other; those of
`phrase`, `named` and `ticked`, which the series hardly have, are set by judgement.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from rapidfuzz import fuzz

from pipeline.lineage.terms import Terms, Weights
from pipeline.lineage.undertakings import Span, Undertaking

FEATURES: Final = ("likeness", "title", "rare", "organisation", "amounts", "adoption", "phrase", "named", "ticked")
WEIGHTS: Final[Mapping[str, float]] = {
    "likeness": 1.5, "title": 1.0, "rare": 4.3, "organisation": 0.7, "amounts": 1.15, "adoption": 0.2, "phrase": 2.0,
    "named": 3.0, "ticked": 1.5,
}  # fmt: skip
INTERCEPT: Final = -5.2

_NEAR: Final = 0.35  # amounts this near, as a share, may be the same ones a year later
_FAR: Final = 4.0  # and these many times apart are others
_SOON: Final = 0.7  # years by which an expected adoption may slip
_NAMED: Final = 92
_LONG_TITLE: Final = 4  # terms of a title that a text can be said to name


@dataclass(frozen=True, slots=True)
class Score:
    """The probability that two cards are one undertaking, with what it was made of."""

    value: float
    features: Mapping[str, float]
    shared: tuple[str, ...]
    """The terms that tell most of those they share, the most telling first."""


class Scorer:
    """Scores pairs of one release: the weighed words of each card it is asked for are reckoned once."""

    def __init__(self, weights: Weights) -> None:
        """Keep how much each term tells."""
        self._weights = weights
        self._vectors: dict[str, tuple[Terms, Terms, Terms]] = {}

    def score(self, a: Undertaking, b: Undertaking, of_b: Scorer | None = None) -> Score:
        """How surely `b` is what became of `a`; `of_b` is the scorer that `b` was asked of, where it is another."""
        features = self.features(a, b, of_b)
        logit = INTERCEPT + sum(WEIGHTS[name] * value for name, value in features.items())
        return Score(1 / (1 + math.exp(-logit)), features, self._shared(a, b, of_b or self))

    def features(self, a: Undertaking, b: Undertaking, of_b: Scorer | None = None) -> dict[str, float]:
        """What speaks for a pair (above 0) and against it (below)."""
        (title_a, core_a, body_a), (title_b, core_b, body_b) = self._of(a), (of_b or self)._of(b)
        rare = sorted((self._weights.of(t) for t in set(core_a) & set(core_b)), reverse=True)
        return {
            "likeness": _cosine(core_a, core_b),
            "title": (_covered(title_a, body_b) + _covered(title_b, body_a)) / 2,
            "rare": sum(rare[:6]) / 3,
            "organisation": _same_organisation(a, b),
            "amounts": _amounts(a, b),
            "adoption": _adoption(a, b),
            "phrase": self._phrase(a.words, b.words),
            "named": float(_names(b, a)),
            "ticked": _ticked(a, b),
        }

    def _phrase(self, a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]]) -> float:
        """What the longest run of words that both titles have tells; 0 for a single telling word."""
        best = 0.0
        for start in range(len(a)):
            for other in range(len(b)):
                run = [x for x, y in takewhile(_alike, zip(a[start:], b[other:], strict=False)) if x]
                if len(run) > 1:
                    best = max(best, sum(max(map(self._weights.of, terms)) for terms in run))
        return min(best, 1.5)

    def _of(self, one: Undertaking) -> tuple[Terms, Terms, Terms]:
        if one.id not in self._vectors:
            weigh = self._weights.weigh
            self._vectors[one.id] = weigh(one.title), weigh(one.core), weigh(one.body)
        return self._vectors[one.id]

    def _shared(self, a: Undertaking, b: Undertaking, of_b: Scorer) -> tuple[str, ...]:
        both = set(self._of(a)[1]) & set(of_b._of(b)[1])
        return tuple(sorted(both, key=lambda t: (-self._weights.of(t), t))[:6])


def _alike(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return pair[0][:1] == pair[1][:1]


def _cosine(a: Terms, b: Terms) -> float:
    product = sum(w * b[t] for t, w in a.items() if t in b)
    size = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return product / size if size else 0.0


def _covered(title: Terms, body: Terms) -> float:
    """The share of what a title says that a text says too."""
    whole = sum(title.values())
    return sum(w for t, w in title.items() if t in body) / whole if whole else 0.0


def _same_organisation(a: Undertaking, b: Undertaking) -> float:
    """1 for the same administration, -1 for two others; a note is presented by one, and speaks of the one it is for."""
    if a.administration is not None and a.administration == b.administration:
        return 1.0
    if a.administration in b.mentioned or b.administration in a.mentioned:
        return 0.6
    if a.administration is None or b.administration is None or a.mentioned or b.mentioned:
        return 0.0
    return -1.0


def _amounts(a: Undertaking, b: Undertaking) -> float:
    """1 where an amount that was announced comes again, -1 where all are far off, 0 where there is none to compare."""
    pairs = [(x, y) for x in a.effects for y in b.effects] or [(x, y) for x in a.costs for y in b.costs]
    if not pairs:
        return 0.0
    apart = min(_apart(x, y) for x, y in pairs)
    if apart <= 1 + _NEAR:
        return 1.0
    return -1.0 if apart > _FAR else 0.0


def _apart(x: Span, y: Span) -> float:
    """How many times the nearer ends of two spans are apart; 1 where they overlap."""
    if x[0] <= y[1] and y[0] <= x[1]:
        return 1.0
    low, high = (x[1], y[0]) if x[1] < y[0] else (y[1], x[0])
    return high / max(low, 1)


def _adoption(a: Undertaking, b: Undertaking) -> float:
    """1 where `b` comes when `a` expected its proposal, -1 where it comes before that or long after it."""
    if not a.expected or b.when is None or b.card.kind != "investment_proposal":
        return 0.0
    if any(abs(b.when - expected) <= _SOON for expected in a.expected):
        return 1.0
    late = b.when - max(a.expected)
    return 0.0 if 0 < late <= 2 else -1.0


def _names(later: Undertaking, earlier: Undertaking) -> bool:
    """True where the later card prints the earlier one's title, or both have the same."""
    title = _plain(earlier.card.title)
    if _plain(later.card.title) == title and len(earlier.title) > 1:
        return True
    if len(earlier.title) < _LONG_TITLE or not later.text:
        return False
    return fuzz.partial_ratio(title, _plain(later.text), score_cutoff=_NAMED) > 0


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zæøå])", "", text).lower()))


def _ticked(a: Undertaking, b: Undertaking) -> float:
    """What the box `Forslaget udspringer af et innovationsforslag` says of what may have announced a proposal."""
    if not a.announces or b.card.kind != "investment_proposal" or b.card.springs_from_innovation is None:
        return 0.0
    return 1.0 if b.card.springs_from_innovation else -1.0
