"""Which pairs of cards are looked at: those that share telling words, found by an index, never all against all.

A word that stands in more than `_MOST` cards opens no pair, and a card keeps its `_KEPT` nearest: the work grows with
the number of cards, not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from pipeline.lineage.terms import Weights
from pipeline.lineage.undertakings import Sketch, Undertaking

One = TypeVar("One", Sketch, Undertaking)

_MOST: Final = 60
_KEPT: Final = 15
_OPENS: Final = 0.25
"""What a word must tell, at least, to open a pair."""


def candidates(found: Sequence[One], weights: Weights) -> Iterator[tuple[One, One]]:
    """The pairs worth a look, the earlier card first, each once, in an order that depends on nothing else."""
    index: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        for term in one.core:
            if weights.frequency(term) <= _MOST and weights.of(term) >= _OPENS:
                index[term].append(number)
    pairs = {
        (min(number, other), max(number, other))
        for number, one in enumerate(found)
        for other in _nearest(one, found, index, weights)
    }
    for a, b in sorted(pairs):
        yield (found[a], found[b]) if _before(found[a], found[b]) else (found[b], found[a])


def _nearest(one: One, found: Sequence[One], index: dict[str, list[int]], weights: Weights) -> list[int]:
    shared: dict[int, float] = defaultdict(float)
    for term in one.core:
        for other in index.get(term, ()):
            if found[other].document_id != one.document_id:
                shared[other] += weights.of(term) ** 2
    return sorted(shared, key=lambda other: (-shared[other], other))[:_KEPT]


def _before(one: One, other: One) -> bool:
    """True where `one` comes first: by its budget case, then by how far on its kind is, then by name."""
    if one.when is not None and other.when is not None and int(one.when * 10) != int(other.when * 10):
        return one.when < other.when
    return (one.stage, one.file_name, one.id) <= (other.stage, other.file_name, other.id)
