"""A row of an overview that is printed as lines: its words and its values, gathered line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.layout.flow.tokens import split_values, with_all_thousands, with_signs
from schemas.source import Line

_NEARLY_ALL: Final = 0.8


@dataclass(slots=True)
class Flowed:
    """A row's first line, its words and values as they come, and the spaces between its values."""

    at: Line
    labels: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    lead: int = 1
    tail: int = 1


def spaces_thousands(texts: Sequence[str], width: int) -> bool:
    """True where most lines of values hold too many, and nearly all of these are in order with thousands joined."""
    valued = [(t, tokens) for t in texts if len(tokens := split_values(t)[1]) > 1]
    over = [(t, tokens) for t, tokens in valued if len(tokens) > width]
    joined = sum(with_all_thousands(t, tokens, width) is not None for t, tokens in over)
    return 2 * len(over) > len(valued) and joined > _NEARLY_ALL * len(over)


def take(row: Flowed, text: str, width: int, *, thousands: bool) -> None:
    """Add a line to its row. `width` is the number of measures; `thousands`: the overview groups them by spaces."""
    words, tokens = split_values(text)
    if thousands:
        tokens = with_all_thousands(text, tokens, width) or []  # what cannot be told apart is not published
    if len(row.tokens) >= width and not words.strip():
        return  # values that no row can be told to have: a dump that prints its columns one after the other
    if len(tokens) == 1 < width and words.strip() and tokens[0][0] in "-\u2013\u2014\u2212":
        words, tokens = text, []  # a dash that ends a title's line
    elif row.tokens and tokens and words.strip() and len(tokens) + len(row.tokens) > width:
        words, tokens = text, []
    elif len(tokens) > width - len(row.tokens):
        words, tokens = with_signs(text, tokens, width - len(row.tokens))
    if words.strip():
        row.labels.append(words.strip())
    if not tokens:
        return
    if row.tokens:
        row.gaps.append(max(1, row.tail))
    else:
        row.lead = max(1, len(words) - len(words.rstrip())) if words.strip() else 1
    row.gaps += [b[1] - a[2] for a, b in pairwise(tokens)]
    row.tokens += [t[0] for t in tokens]
    row.tail = len(text) - len(text.rstrip())
