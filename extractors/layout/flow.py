"""Rows of a table that reached us as printed lines: labels over several lines, values over several lines.

The table's lines are folded into `FlowRow`s: a label, an optional steering area, and the values in printed order with
the spaces around them. `extractors.layout.columns` then decides the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from extractors.layout.columns_evidence import RowShape, placements, spacing_cost
from extractors.layout.text import column_width, join_lines, wraps_on
from schemas.source import Line

AREAS: Final = (
    "service/anlæg", "service", "anlæg", "overførsler", "overførsel", "løn", "drift", "it", "finansposter",
    "øvrig drift", "drift/service", "service/drift",
)  # fmt: skip
"""Steering areas (styringsområder) that bilag print, lower case."""

_AREA_WORDS: Final = "|".join(re.escape(a) for a in sorted(AREAS, key=len, reverse=True))
_AREA_RE: Final = re.compile(rf"(?:^|(?P<space>\s+))(?P<area>{_AREA_WORDS})\*?$", re.IGNORECASE)
_AREA_NEEDS: Final = re.compile(
    r"(?:\b(?:af|til|i|på|for|og|med|ved|om|fra|mellem|eller|samt|varig|afledt)|[,/&(-])$", re.IGNORECASE
)
"""What cannot stand before a steering area: there the word is part of the label (`Samlet varig ændring, service`)."""

_VALUE: Final = r"(?:[-\u2010-\u2014\u2212+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?|[-\u2010-\u2014\u2212])"
_VALUES_RE: Final = re.compile(rf"(?:(?<=\s)|^){_VALUE}(?:\s+{_VALUE})*\s*$")
_TURNS_RE: Final = re.compile(r"(?:(?<!\S)[-\u2010-\u2014\u2212] \d[\d.]*(?:\s+|$)){2}")
_TOKEN_RE: Final = re.compile(r"\S+")
_LABEL_NUMBER_RE: Final = re.compile(
    r"\d{1,3}"
)  # a house number, an age, a phase: no amount needs more to look like one
Token = tuple[str, int, int]
"""A printed value with its start and end offset in its line."""
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"


Span = tuple[int, int]
"""Start and end offset of a printed value in its line."""


@dataclass(slots=True)
class FlowRow:
    """A row as the dump shows it; `first`/`last` index the lines given to `fold`.

    `spaces` is how many spaces end the latest line without values; `labelled` how many label lines stood before the
    first value (0 where an area did), `inline` whether it shared the last one's line; `value_lines`
    how many lines held values only.
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

    @property
    def scattered(self) -> bool:
        """True when most of the values stood on lines of their own: they may be another row's or a column's."""
        return len(self.tokens) > 1 and self.value_lines > len(self.tokens) / 2

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
        return any(spacing_cost(shape, c, width) < 0.2 for c in placements(len(self.tokens), width))


def split_values(text: str) -> tuple[str, list[Token]]:
    """A line's words and its trailing values, each with its start and end offset."""
    found = _VALUES_RE.search(text)
    if not found:
        return text, []
    tokens = [(m[0], m.start(), m.end()) for m in _TOKEN_RE.finditer(text, found.start())]
    return text[: found.start()], tokens


def split_area(text: str, *, has_area: bool, lower: bool = False, wide: int = 3) -> tuple[str, str | None]:
    """A row's words parted into label and steering area (None where the row prints none).

    `lower`: the table prints its areas in lower case, so that a word in lower case may be one. `wide` is how many
    spaces part two cells for sure.
    """
    stripped = text.strip()
    if not has_area or not stripped:
        return stripped, None
    found = _AREA_RE.search(stripped)
    if not found:
        return stripped, None
    label, space, area = stripped[: found.start()], found["space"] or "", found["area"]
    if not label:
        return "", stripped
    needed = bool(_AREA_NEEDS.search(label)) and (wide > 2 or area[0].islower())
    if len(space) < wide and (needed or (area[0].islower() and len(space) < 2 and not lower)):
        return stripped, None
    return label, stripped[found.start("area") :]


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
        keeps_open: tells a label that cannot be a row before its value came (`Tilbagebetalingstid baseret på`).
        opens_sum: tells the first words of a sum (`Samlede implementeringsomkostninger`), which no label goes on with.
    """
    folder = _Folder(lines, width, has_area=has_area, left=left)
    folder.is_heading, folder.keeps_open, folder.opens_sum = is_heading, keeps_open, opens_sum
    return folder.fold()


class _Folder:
    is_heading: Callable[[str], bool]
    keeps_open: Callable[[str], bool]
    opens_sum: Callable[[str], bool]

    def __init__(self, lines: Sequence[Line], width: int, *, has_area: bool, left: int | None) -> None:
        self.lines, self.width, self.has_area = lines, width, has_area
        self.aligned, self.left = left is not None, left or 0
        self.rows: list[FlowRow] = []
        self.spaced_signs = has_spaced_signs(x.text for x in lines)
        self.lower_areas = False
        self.area_at: int | None = None
        self.label_width = 0.0

    def _prints_lower_areas(self) -> bool:
        """True when the rows of values that name an area all name it in lower case, and most of the items do."""
        named = bare = 0
        for line in self.lines:
            words, tokens = split_values(line.text)
            if not tokens or self.opens_sum(words.strip()):
                continue
            _, area = split_area(words, has_area=True, lower=True)
            if area and not area[0].islower():
                return False
            named, bare = named + bool(area), bare + (not area and bool(words.strip()))
        return named > bare

    def _split_area(self, words: str, *, valued: bool = False) -> tuple[str, str | None]:
        wide = 2 if self.aligned else 3
        found = _AREA_RE.search(words.rstrip()) if self.aligned else None
        if found and self.area_at is not None and abs(found.start("area") - self.area_at) <= 2:
            wide = 1
        if valued and self.lower_areas and not self.opens_sum(words.strip()):
            wide = 1  # every item of this table names its area before its values
        return split_area(words, has_area=self.has_area, lower=self.lower_areas, wide=wide)

    def _area_offset(self) -> int | None:
        """Where the areas begin in a dump that keeps the layout."""
        found = [m for x in self.lines if (m := _AREA_RE.search(split_values(x.text)[0].rstrip())) and m["space"]]
        starts = Counter(m.start("area") for m in found if len(m["space"]) > 2)
        return starts.most_common(1)[0][0] if starts else None

    def _measure(self) -> float:
        labels = []
        for line in self.lines:
            words, _ = split_values(line.text)
            label, _ = self._split_area(words)
            if label and not self.is_heading(label):
                labels.append(label)
        return column_width(labels)

    def fold(self) -> list[FlowRow]:
        self.lower_areas = self.has_area and self._prints_lower_areas()
        self.area_at = self._area_offset() if self.aligned else None
        self.label_width = self._measure()
        for index, line in enumerate(self.lines):
            if not line.blank:
                self._take(index, line.text)
            elif self.rows and not self.rows[-1].tokens and len(line.text) >= self.width:
                self.rows[-1].spaces = len(line.text) + 1  # the empty cells of a row without values
        return self.rows

    def _take(self, index: int, text: str) -> None:
        words, tokens = split_values(text)
        if len(tokens) == 1 < self.width and tokens[0][0] in _DASHES and words.strip():
            words, tokens = text, []  # a dash that ends a label's line
        words, tokens = self._without_label_numbers(text, words, tokens)
        if self.spaced_signs or len(tokens) > self.width:
            words, tokens = with_signs(text, tokens, self.width, all_signs=self.spaced_signs)
        label, area = self._split_area(words, valued=bool(tokens))
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
        self._measure_spaces(row, text, words, tokens, has_words=bool(label or area))

    def _label_goes_on(self) -> bool:
        """True when the latest row's label is cut at a comma or a preposition: the area's word ends the label."""
        row = self.rows[-1] if self.rows else None
        if row is None or not row.label_lines or (row.tokens and not self.aligned):
            return False
        return bool(_AREA_NEEDS.search(row.label))

    def _row_for(self, index: int, text: str, label: str, area: str | None, tokens: Sequence[Token]) -> FlowRow:
        row = self.rows[-1] if self.rows else None
        if row is not None and self._continues(row, text, label, area, tokens):
            return row
        self.rows.append(FlowRow(index, index))
        return self.rows[-1]

    def _continues(self, row: FlowRow, text: str, label: str, area: str | None, tokens: Sequence[Token]) -> bool:
        if row.label_lines and not row.tokens and self.is_heading(row.label):
            return bool(label) and not tokens and row.label.count("(") > row.label.count(")")
        if label:
            return self._label_continues(row, label, area, tokens)
        if area:
            return row.area is None and bool(row.label_lines) and (not row.tokens or self._demote(row))
        if row.tokens and row.label_lines and self._overflows(row, tokens, text):
            return self._demote(row)
        return not row.closed(self.width) and bool(row.label_lines or row.area)

    def _label_continues(self, row: FlowRow, label: str, area: str | None, tokens: Sequence[Token]) -> bool:
        if self.opens_sum(label) or (self.is_heading(label) and not tokens and label[0].isupper()):
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
            return numbers and not self.aligned and label[0].islower() and self._demote(row)
        if self.keeps_open(label):
            return False
        if self.aligned:  # an item would print its area
            return (self.has_area and row.area is not None) or self._reads_on(row, label)
        return label[0].islower() and not row.closed(self.width)

    def _reads_on(self, row: FlowRow, label: str) -> bool:
        """True when a label's next line is this, by their words and the label column's width."""
        if not row.label_lines:
            return False
        cut = label[0].isdigit() or bool(_AREA_NEEDS.search(row.label_lines[-1].rstrip()))
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
        alone = self._fits(row.tail + tokens[0][1] - self._no_area(row.area), tokens, text)
        return alone or (row.inline and (row.labelled > 1 or len(tokens) > 1))

    def _no_area(self, area: str | None) -> int:
        """1 where the row's steering area is an empty cell, which prints a boundary of its own."""
        return int(self.has_area and area is None)

    def _fits(self, lead: int, tokens: Sequence[Token], text: str, within: float = 0.2) -> bool:
        """True when the spaces of these values account for every column exactly, or `within` that cost."""
        gaps = tuple(b[1] - a[2] for a, b in pairwise(tokens))
        shape = RowShape((0,) * len(tokens), lead, gaps, len(text) - len(text.rstrip()))
        if len(tokens) > self.width or sum(gaps) + lead + shape.tail <= self.width:
            return False
        return any(spacing_cost(shape, c, self.width) < within for c in placements(len(tokens), self.width))

    def _without_label_numbers(self, text: str, words: str, tokens: list[Token]) -> tuple[str, list[Token]]:
        """Leave the numbers that end a label (`Borups Allé 177`) to it where only so the spaces fit the columns."""
        if self.aligned:
            return self._without_far_numbers(text, words, tokens)
        if not words.strip() or self._split_area(words)[1]:
            return words, tokens
        before = len(words) - len(words.rstrip())
        rest = tokens[1:]
        if not rest or not _LABEL_NUMBER_RE.fullmatch(tokens[0][0]) or self.opens_sum(words.strip()):
            return words, tokens
        padded = before > 1 + self._no_area(None)  # a padded row prints a space before its first value, too
        if self._fits(before - self._no_area(None), tokens, text, within=1.6 if padded else 0.2):
            return words, tokens
        if self._fits(rest[0][1] - tokens[0][2] - self._no_area(None), rest, text):
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

    def _demote(self, row: FlowRow) -> bool:
        """A number that ends a label's line is the label's own when area or values come after it."""
        if len(row.tokens) > 2 or row.closed(self.width) or not row.labelled:
            return False
        at = row.labelled - 1
        row.label_lines[at] = " ".join([row.label_lines[at], *row.tokens])
        row.tokens, row.spans, row.gaps, row.lead, row.spaces = [], [], [], 1, row.tail
        return True

    def _measure_spaces(self, row: FlowRow, text: str, words: str, tokens: list[Token], *, has_words: bool) -> None:
        """Count the spaces before, between and after the values, across line ends."""
        trailing = len(text) - len(text.rstrip())
        if not tokens:
            row.spaces = trailing
            return
        before = (len(words) - len(words.rstrip())) if has_words else row.spaces + tokens[0][1]
        if row.tokens:
            row.gaps.append(max(1, row.tail + tokens[0][1]) if not has_words else 1)
        else:
            empty_area = self.has_area and row.area is None
            row.labelled = len(row.label_lines) if row.area is None else 0
            row.inline = bool(words.strip())
            row.lead = max(0, before - empty_area)
        row.gaps += [b[1] - a[2] for a, b in pairwise(tokens)]
        row.tokens += [t[0] for t in tokens]
        row.value_lines += not has_words
        row.spans += [(t[1], t[2]) for t in tokens]
        row.tail = trailing


def has_spaced_signs(texts: Iterable[str]) -> bool:
    """True when a table prints its minus apart from the figures (`- 404 - 808 - 808`).

    Evidence: dashes and numbers take turns in rows, next to no number carries its own minus, and no dash stands where
    only an empty cell's dash can (last in a row, or before another dash).
    """
    turns = own = 0
    for text in texts:
        values = [t for t, _, _ in split_values(text)[1]]
        dashes = [v in _DASHES for v in values]
        if (dashes and dashes[-1]) or any(a and b for a, b in pairwise(dashes)):
            return False
        own += sum(v[0] in _DASHES and len(v) > 1 for v in values)
        turns += bool(_TURNS_RE.search(text))
    return turns > own


def with_signs(text: str, tokens: list[Token], width: int, *, all_signs: bool = False) -> tuple[str, list[Token]]:
    """A line's words and at most `width` values: a dash one space before a number is its sign, the rest is label.

    Only as many dashes as there are values too many are signs, from the left, unless `all_signs`.
    """
    merged: list[Token] = []
    excess = len(tokens) - width
    for token in tokens:
        last = merged[-1] if merged else None
        sign = last is not None and last[0] in _DASHES and token[1] == last[2] + 1 and token[0] not in _DASHES
        if (all_signs or excess > 0) and sign and last is not None:
            merged[-1] = (text[last[1] : token[2]], last[1], token[2])
            excess -= 1
        else:
            merged.append(token)
    kept = merged[-width:] if width > 0 else []
    return (text[: kept[0][1]], kept) if kept else (text, [])
