"""Rows of a table that reached us as printed lines: labels over several lines, values over several lines.

The table's lines are folded into `FlowRow`s: a label, an optional steering area, and the values in printed order with
the spaces around them. `extractors.layout.columns.place` then decides the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from extractors.layout.columns.evidence import RowShape, spaces_fit
from extractors.layout.flow.areas import Areas, ends_open
from extractors.layout.flow.rows import EXACT, FlowRow
from extractors.layout.flow.tokens import (
    DASHES,
    Token,
    has_spaced_signs,
    has_spaced_thousands,
    split_values,
    with_signs,
    with_thousands,
)
from extractors.layout.text import column_width, wraps_on
from schemas.source import Line

_LABEL_NUMBER_RE: Final = re.compile(r"\d{1,3}")
"""A house number, an age, a phase: no amount needs more to look like one."""


def fold(
    lines: Sequence[Line],
    width: int,
    *,
    has_area: bool,
    left: int | None = None,
    is_heading: Callable[[str], bool],
    keeps_open: Callable[[str], bool] = lambda _: False,
    opens_sum: Callable[[str], bool] = lambda _: False,
) -> list[FlowRow]:
    """Fold a table's lines (header and furniture removed) into rows.

    Args:
        lines: the lines, blank ones included.
        width: the number of value columns.
        has_area: the table has a steering-area column.
        left: where the first value column begins in a dump that keeps the page's layout (a label's later lines then
            stand below its values); None in other dumps.
        is_heading: tells a section heading by its words.
        keeps_open: tells a label that begins a row and cannot be one before its value came (`Tilbagebetalingstid
            baseret på`, an id in a column of ids).
        opens_sum: tells the first words of a sum (`Samlede implementeringsomkostninger`), which no label goes on with.
    """
    areas = Areas(lines, printed=has_area, aligned=left is not None, opens_sum=opens_sum)
    folder = _Folder(lines, width, areas, left)
    folder.is_heading, folder.keeps_open, folder.opens_sum = is_heading, keeps_open, opens_sum
    return folder.fold()


class _Folder:
    is_heading: Callable[[str], bool]
    keeps_open: Callable[[str], bool]
    opens_sum: Callable[[str], bool]

    def __init__(self, lines: Sequence[Line], width: int, areas: Areas, left: int | None) -> None:
        self.lines, self.width, self.areas = lines, width, areas
        self.aligned, self.left = left is not None, left or 0
        self.rows: list[FlowRow] = []
        self.spaced_signs = has_spaced_signs(x.text for x in lines)
        self.spaced_thousands = has_spaced_thousands((x.text for x in lines), width)
        self.label_width = 0.0

    def fold(self) -> list[FlowRow]:
        self.label_width = self._measure()
        for index, line in enumerate(self.lines):
            if not line.blank:
                self._take(index, line.text)
            elif self.rows and not self.rows[-1].tokens and len(line.text) >= self.width:
                self.rows[-1].spaces = len(line.text) + 1  # the empty cells of a row without values
        return self.rows

    def _measure(self) -> float:
        """The width of the label column."""
        labels = []
        for line in self.lines:
            words, _ = split_values(line.text)
            label, _ = self.areas.split(words)
            if label and not self.is_heading(label):
                labels.append(label)
        return column_width(labels)

    def _take(self, index: int, text: str) -> None:
        words, tokens = split_values(text)
        if self.spaced_thousands:
            tokens = with_thousands(text, tokens)
        if len(tokens) == 1 < self.width and tokens[0][0] in DASHES and self.areas.split(words)[0]:
            words, tokens = text, []  # a dash that ends a label's line, not one that follows a steering area
        words, tokens = self._without_label_numbers(text, words, tokens)
        if self.spaced_signs or len(tokens) > self.width:
            words, tokens = with_signs(text, tokens, self.width, all_signs=self.spaced_signs)
        label, area = self.areas.split(words, valued=bool(tokens))
        if area and not label and self._label_goes_on():
            label, area = area, None
        row = self._row_for(index, text, label, area, tokens)
        if len(row.tokens) + len(tokens) > self.width:  # nothing told where the row ended: its values may not be lost
            row = FlowRow(index, index)
            self.rows.append(row)
        row.last = index
        row.text.append(text.strip())
        if label:
            row.label_lines.append(label)
        if area:
            row.area = area
        empty_area = bool(self.areas.lacks(row.area))
        row.take_values(text, words, tokens, has_words=bool(label or area), empty_area=empty_area)

    def _label_goes_on(self) -> bool:
        """True when the latest row's label is cut at a comma or a preposition: the area's word ends the label."""
        row = self.rows[-1] if self.rows else None
        if row is None or not row.label_lines or (row.tokens and not self.aligned):
            return False
        return ends_open(row.label)

    def _row_for(self, index: int, text: str, label: str, area: str | None, tokens: Sequence[Token]) -> FlowRow:
        row = self.rows[-1] if self.rows else None
        if row is not None and self._continues(row, text, label, area, tokens):
            return row
        self.rows.append(FlowRow(index, index))
        return self.rows[-1]

    def _continues(self, row: FlowRow, text: str, label: str, area: str | None, tokens: Sequence[Token]) -> bool:
        named = bool(row.label_lines)
        if named and not row.tokens and self.is_heading(row.label):
            return not tokens and _is_in_brackets(row.label, label)
        if label:
            return self._label_continues(row, label, area, tokens)
        if area:
            return named and row.area is None and (not row.tokens or row.demote(self.width))
        if named and row.tokens and self._overflows(row, tokens, text):
            return row.demote(self.width)
        return (named or bool(row.area)) and not row.closed(self.width)

    def _label_continues(self, row: FlowRow, label: str, area: str | None, tokens: Sequence[Token]) -> bool:
        if (
            self.opens_sum(label)
            or self.keeps_open(label)
            or (self.is_heading(label) and not tokens and label[0].isupper())
        ):
            return False
        if row.tokens:
            return not area and self._goes_on_below(row, label, tokens)
        if row.spaces > self.width:
            return False
        if self.keeps_open(row.label):
            return True
        if row.area is not None or not row.label_lines:
            return row.area is not None and (label[0] in "(&" or label[0].islower())
        return self._reads_on(row, label)

    def _goes_on_below(self, row: FlowRow, label: str, tokens: Sequence[Token]) -> bool:
        """True when words below a row's values are its label's next line."""
        if tokens:  # no row begins in lower case: what stands above were numbers of the label
            numbers = row.inline and all(map(_LABEL_NUMBER_RE.fullmatch, row.tokens))
            return numbers and not self.aligned and label[0].islower() and row.demote(self.width)
        if self.keeps_open(label):
            return False
        if self.aligned:  # an item would print its area
            return (self.areas.printed and row.area is not None) or self._reads_on(row, label)
        return label[0].islower() and not row.closed(self.width)

    def _reads_on(self, row: FlowRow, label: str) -> bool:
        """True when a label's next line is this, by their words and the label column's width."""
        if not row.label_lines:
            return False
        cut = label[0].isdigit() or ends_open(row.label_lines[-1].rstrip())
        return cut or wraps_on(row.label_lines[-1], label, self.label_width)

    def _overflows(self, row: FlowRow, tokens: Sequence[Token], text: str) -> bool:
        """True when the row's values so far cannot be values.

        There would be too many; or the label went on below them; or the line of values that follows accounts for
        every column by itself, or follows a label of several lines that a small number ends.
        """
        if self.aligned or not row.labelled or len(row.tokens) + len(tokens) > self.width:
            return len(row.tokens) + len(tokens) > self.width
        if row.labelled < len(row.label_lines):
            return True
        if not all(_LABEL_NUMBER_RE.fullmatch(t) for t in row.tokens):
            return False
        alone = self._fits(row.tail + tokens[0][1] - self.areas.lacks(row.area), tokens, text)
        return alone or (row.inline and (row.labelled > 1 or len(tokens) > 1))

    def _without_label_numbers(self, text: str, words: str, tokens: list[Token]) -> tuple[str, list[Token]]:
        """Leave the numbers that end a label (`Borups Allé 177`) to it where only so the spaces fit the columns."""
        if self.aligned:
            return self._without_far_numbers(text, words, tokens)
        if not words.strip() or self.areas.split(words)[1]:
            return words, tokens
        before = len(words) - len(words.rstrip())
        rest = tokens[1:]
        if not rest or not _LABEL_NUMBER_RE.fullmatch(tokens[0][0]) or self.opens_sum(words.strip()):
            return words, tokens
        padded = before > 1 + self.areas.lacks(None)  # a padded row prints a space before its first value, too
        if self._fits(before - self.areas.lacks(None), tokens, text, within=1.6 if padded else EXACT):
            return words, tokens
        if self._fits(rest[0][1] - tokens[0][2] - self.areas.lacks(None), rest, text):
            return text[: rest[0][1]], rest
        return words, tokens

    def _without_far_numbers(self, text: str, words: str, tokens: list[Token]) -> tuple[str, list[Token]]:
        """Leave a small number to the label that it stands by, left of the first column."""
        while tokens and _LABEL_NUMBER_RE.fullmatch(tokens[0][0]) and not self.keeps_open(words.strip()):
            at = tokens[0][1]
            if at >= self.left - 2 or at - len(text[:at].rstrip()) > 1:
                break
            words, tokens = text[: tokens[1][1]] if len(tokens) > 1 else text, tokens[1:]
        return words, tokens

    def _fits(self, lead: int, tokens: Sequence[Token], text: str, within: float = EXACT) -> bool:
        """True when the spaces of these values account for every column exactly, or `within` that cost."""
        gaps = tuple(b[1] - a[2] for a, b in pairwise(tokens))
        shape = RowShape((0,) * len(tokens), lead, gaps, len(text) - len(text.rstrip()))
        if len(tokens) > self.width or sum(gaps) + lead + shape.tail <= self.width:
            return False
        return spaces_fit(shape, self.width, within)


def _is_in_brackets(heading: str, label: str) -> bool:
    """True for words inside brackets that a heading has opened and not closed."""
    return bool(label) and heading.count("(") > heading.count(")")
