"""A row that is being folded from printed lines: its label's lines, its values, and the spaces around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.layout.columns.evidence import RowShape, spaces_fit
from extractors.layout.flow.tokens import Span, Token, number_of
from extractors.layout.text import join_lines

EXACT: Final = 0.2
"""Spaces that cost less than this account for every column."""


@dataclass(slots=True)
class FlowRow:
    """A row as the dump shows it; `first`/`last` index the lines given to `fold`.

    `spaces` is how many spaces end the latest line without values; `labelled` how many label lines stood before the
    first value (0 where an area did), `inline` whether it shared the last one's line; `value_lines`
    how many lines held values only; `lost` whether a value was left out, being longer than any number.
    """

    first: int
    last: int
    label_lines: list[str] = field(default_factory=list)
    area: str | None = None
    tokens: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    lead: int = 1
    tail: int = 1
    text: list[str] = field(default_factory=list)
    spaces: int = 0
    labelled: int = 0
    inline: bool = False
    value_lines: int = 0
    lost: bool = False

    @property
    def scattered(self) -> bool:
        """True when the values may be another row's or column's: most stood on lines of their own, or one was lost."""
        return self.lost or (len(self.tokens) > 1 and self.value_lines > len(self.tokens) / 2)

    @property
    def label(self) -> str:
        """The label on one line, hyphenation undone."""
        return join_lines(self.label_lines)

    def closed(self, width: int) -> bool:
        """True when the row's spaces account for every column, so that no further value can belong to it."""
        if len(self.tokens) >= width:
            return True
        if not self.tokens or self.tail < 2:
            return False
        shape = RowShape((0,) * len(self.tokens), self.lead, tuple(self.gaps), self.tail)
        return spaces_fit(shape, width, EXACT)

    def demote(self, width: int) -> bool:
        """Give the values to the label whose line they end, if they can be its own: area or values came after them."""
        if len(self.tokens) > 2 or self.closed(width) or not self.labelled:
            return False
        at = self.labelled - 1
        self.label_lines[at] = " ".join([self.label_lines[at], *self.tokens])
        self.tokens, self.spans, self.gaps, self.lead, self.spaces = [], [], [], 1, self.tail
        return True

    def take_values(self, text: str, words: str, tokens: Sequence[Token], *, has_words: bool, empty_area: bool) -> None:
        """Add a line's values, and count the spaces before, between and after them, across line ends.

        `has_words`: the line holds a part of the label or the area; `empty_area`: the row's steering area is empty.
        """
        trailing = len(text) - len(text.rstrip())
        readable = [t for t in tokens if number_of(t[0])]
        self.lost = self.lost or len(readable) < len(tokens)
        tokens = readable
        if not tokens:
            self.spaces = trailing
            return
        before = (len(words) - len(words.rstrip())) if has_words else self.spaces + tokens[0][1]
        if self.tokens:
            self.gaps.append(max(1, self.tail + tokens[0][1]) if not has_words else 1)
        else:
            self.labelled = len(self.label_lines) if self.area is None else 0
            self.inline = bool(words.strip())
            self.lead = max(0, before - empty_area)
        self.gaps += [b[1] - a[2] for a, b in pairwise(tokens)]
        self.tokens += [t[0] for t in tokens]
        self.value_lines += not has_words
        self.spans += [(t[1], t[2]) for t in tokens]
        self.tail = trailing
