"""The columns of words beside a row's label: ids, committees, grants and accounts, kept from gluing to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.layout.flow.tokens import split_values
from extractors.tables.lines.heading import LineHeading
from schemas.source import Line

_WIDE: Final = 4


def without_word_columns(line: Line, heading: LineHeading, label: int) -> Line:
    """The line with the cells of ids, committees and codes blanked: they are neither label nor value."""
    if (len(heading.words) < 2 and label >= 0) or not heading.words or heading.words[0][1] < 0:
        return line
    text = line.text
    bounds = [
        (name, at, heading.words[i + 1][1] if i + 1 < len(heading.words) else None)
        for i, (name, at) in enumerate(heading.words)
    ]
    for number, (name, start, end) in enumerate(bounds):
        if number == label or re.match(r"styrings", name, re.IGNORECASE):
            continue
        stop = end if end is not None else _end_of_cell(text, start)
        if number == 0 and re.match(r"\w*\s?nr|nummer|id", name, re.IGNORECASE):
            continue  # an id stays with its label
        text = text[:start] + " " * max(0, min(stop, len(text)) - start) + text[stop:]
    return replace(line, text=text)


def _end_of_cell(text: str, start: int) -> int:
    gap = re.search(r" {2,}", text[start:].rstrip())
    return start + gap.start() if gap else min(len(text), start)


def label_column(heading: LineHeading, body: Sequence[Line]) -> int:
    """Which of the columns of words is the label's; -1 where it has no name and stands before the first that has."""
    names = [w for w, _ in heading.words]
    if names and heading.words[0][1] > _WIDE:
        valued = [x.text for x in body if split_values(x.text)[1]]
        before = sum(len(t) - len(t.lstrip()) < heading.words[0][1] - _WIDE for t in valued)
        if 2 * before > len(valued):
            return -1
    skipped = re.compile(
        r"^(?:udvalg|forvaltning|funktion|konto|i/u|u/i|\w*\s?nr\.?|nummer|id|styrings\w*)", re.IGNORECASE
    )
    return next((i for i, n in enumerate(names) if not skipped.match(n)), 0)


def has_unnamed_label(heading: LineHeading) -> bool:
    """True where a dump's heading names columns of grants and accounts, but none that could be the label's."""
    names = [w for w, _ in heading.words]
    return bool(names) and all(re.match(r"bevilling|funktion|konto|i/u|u/i|styrings", n, re.IGNORECASE) for n in names)
