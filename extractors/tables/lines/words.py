"""The columns of words beside a row's label: ids, committees, grants and accounts, kept from gluing to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extractors.danish.units import parse_unit
from extractors.layout.flow.tokens import split_values
from extractors.tables.grids import begins_groups
from extractors.tables.headings import measure_head, parse_head
from extractors.tables.lines.heading import LineHeading
from extractors.tables.row_units import UNIT_HEAD
from extractors.tables.sums import SUM_WORDS
from schemas.source import Line

_WIDE: Final = 4
_LEAST_LABEL: Final = 8  # characters that a row's label has at least, before a column of amounts can stand
_AMOUNT: Final = re.compile(r"[-−–]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[-−–]?\d{1,6},\d{1,3}")
"""A number that no account or id is: with dots between its thousands, or a decimal comma."""
_NO_LABEL: Final = re.compile(
    r"(?:udvalg|forvaltning|politikområde|funktion|konto|i/u|u/i|\w*\s?nr\.?|\w*nummer|id|prio(?:ritet)?\.?|rang|pos\.?|styrings\w*)(?!\w)",
    re.IGNORECASE,
)
_FEWEST_ROWS: Final = 4  # rows that show what a column says
_MOST_ROWS: Final = 0.75
_CODE_LETTERS: Final = 5  # a space and what a committee's letters are at most
_LAST_CELL: Final = re.compile(
    r"(?<=\S)\s(?:(?:[A-ZÆØÅ][a-zæøå]+-(?:, [A-ZÆØÅ]?[a-zæøå]+-)? og )?[A-ZÆØÅa-zæøå]+udvalg(?:et)?|[A-ZÆØÅ][^\s\d]*)$"
)
"""A cell behind a label: a committee, or a word with a capital."""
_CODE_INSIDE: Final = re.compile(r"(?:\S+ ){1,8}?(?:[UI]|\d{1,2}(?:\.\d{1,3}){2,5}) (?=[A-ZÆØÅ])")


def with_values_under_words(heading: LineHeading, body: Sequence[Line]) -> LineHeading:
    """The heading with its last column of words among the values, where amounts stand under it (`Bevilling`)."""
    first = heading.heads[0].span
    if heading.at is None or first is None or not heading.words:
        return heading
    name, start = heading.words[-1]
    end = start + len(name)
    others = [e for _, e in heading.words[:-1]]
    if start < _LEAST_LABEL and not others:
        return heading
    under = [t for x in body for t in split_values(x.text)[1] if t[1] < end and start < t[2] < first[0]]
    if not any(_AMOUNT.fullmatch(t) for t, _, _ in under):
        return heading
    head = replace(parse_head(name) or measure_head(name), span=(start, end))
    return replace(heading, heads=[head, *heading.heads], words=heading.words[:-1])


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
        if number == label or re.match(r"styrings", name, re.IGNORECASE) or UNIT_HEAD.match(name):
            continue
        stop = end if end is not None else _end_of_cell(text, start)
        if number == 0 and re.match(r"\w*\s?nr|lb\.\s?nr|nummer|id|prio|rang|pos", name, re.IGNORECASE):
            continue  # an id stays with its label
        text = text[:start] + " " * max(0, min(stop, len(text)) - start) + text[stop:]
    return replace(line, text=text)


def _end_of_cell(text: str, start: int) -> int:
    gap = re.search(r" {2,}", text[start:].rstrip())
    return start + gap.start() if gap else min(len(text), start)


def titles_apart(body: Sequence[Line], heading: LineHeading) -> tuple[list[Line], list[int], frozenset[str]]:
    """A layout's lines with the titles that begin groups of rows on lines of their own.

    Returns the lines, where each of the old ones is now, and the titles; none where the rows have no such titles.
    """
    start = heading.words[-1][1] if len(heading.words) > 1 else -1
    if start < 0 or not _begin_groups(body, start):
        return list(body), list(range(len(body))), frozenset()
    out: list[Line] = []
    places: list[int] = []
    titles: list[int] = []
    for line in body:
        title, text = " ".join(line.text[:start].split()), line.text
        if title and split_values(line.text)[1]:
            titles.append(len(out))
            out.append(replace(line, text=title))
            text = " " * start + line.text[start:]
        elif title and titles and not line.text[start:].strip():  # the title goes on in its cell
            above = out[titles[-1]]
            out[titles[-1]] = replace(above, text=f"{above.text} {title}")
            text = ""
        places.append(len(out))
        out.append(replace(line, text=text))
    return out, places, frozenset(out[i].text for i in titles)


def _begin_groups(body: Sequence[Line], start: int) -> bool:
    """True where what stands before character `start` of the rows are titles of groups."""
    rows = [x.text for x in body if split_values(x.text)[1]]
    titles = [" ".join(t[:start].split()) for t in rows]
    return begins_groups(titles, [split_values(t)[0][start:].strip() for t in rows])


def label_column(heading: LineHeading, body: Sequence[Line]) -> int:
    """Which of the columns of words is the label's; -1 where it has no name and stands before the first that has.

    A unit stands over labels. Else it is the first that names no committee, account or number, or in a layout the one
    of these whose cells differ most from row to row.
    """
    if not heading.words:
        return 0
    valued = [x.text for x in body if split_values(x.text)[1]]
    if _begin_before(heading.words[0][1], valued):
        return -1
    names = [w for w, _ in heading.words]
    unit = next((i for i, n in enumerate(names) if len(names) > 1 and parse_unit(n)), None)
    if unit is not None:
        return unit
    free = [i for i, n in enumerate(names) if not _NO_LABEL.match(n)]
    if len(free) < 2 or heading.words[0][1] < 0:
        return next(iter(free), 0)
    return max(free, key=lambda i: (len(_cells(heading, i, valued)), -i))


def _begin_before(start: int, rows: Sequence[str]) -> bool:
    """True where most rows begin well to the left of the first column that has a name."""
    before = sum(len(t) - len(t.lstrip()) < start - _WIDE for t in rows)
    return start > _WIDE and 2 * before > len(rows)


def _cells(heading: LineHeading, number: int, valued: Sequence[str]) -> set[str]:
    """What the rows of values say in a layout's column of words."""
    start = heading.words[number][1]
    end = heading.words[number + 1][1] if number + 1 < len(heading.words) else None
    return {text for t in valued if (text := split_values(t)[0][start:end].strip())}


def without_leading_cells(labels: Sequence[str], heading: LineHeading) -> list[str]:
    """The labels of a dump that keeps no layout without the cells that stand before them, where these can be told.

    They can where the heading names columns of words before the label's, and a letter of cost and income or an account
    parts them from it, or every row but the sums begins with the same words.
    """
    names = [w for w, _ in heading.words]
    if len(names) < 2 or not _NO_LABEL.match(names[0]) or heading.words[0][1] >= 0:
        return list(labels)
    ends = [m.end() if (m := _CODE_INSIDE.match(x)) else 0 for x in labels]
    if 2 * sum(map(bool, ends)) >= len(labels):
        return [x[end:] for x, end in zip(labels, ends, strict=True)]
    first = _shared_start([x.split() for x in labels if not SUM_WORDS.search(x)])
    return [x[len(first) :].strip() if first and x.startswith(first) else x for x in labels]


def _shared_start(rows: Sequence[Sequence[str]]) -> str:
    """The words that all of these rows begin with, each having more; empty where they are all alike."""
    if len({tuple(words) for words in rows}) < 2:
        return ""
    differ = next((n for n, words in enumerate(zip(*rows, strict=False)) if len(set(words)) > 1), 0)
    return " ".join(rows[0][: max(0, min(differ, *(len(w) - 1 for w in rows)))])


def without_cells_behind(labels: Sequence[str], corner: str) -> list[str]:
    """The labels of a dump that keeps no layout without the cells that stand behind them: `Netværk ØK Drift`.

    A corner of several names (`Pulje Udvalg Art`) has as many columns, the label's first. A column's cells are one
    word, or a committee, and say the same few things in all rows but the sums.
    """
    unit = parse_unit(corner)
    names = re.findall(r"(?<!\S)[A-ZÆØÅ][\wæøå/.-]*", corner.replace(unit[1], "") if unit else corner)
    items = [n for n, x in enumerate(labels) if x and not SUM_WORDS.search(x)]
    out = list(labels)
    for _ in names[1:]:
        cells = {n: m for n in items if (m := _LAST_CELL.search(out[n]))}
        said = {m[0] for m in cells.values()}
        codes = all(len(m[0]) < _CODE_LETTERS and m[0].isupper() for m in cells.values())
        if len(cells) < max(_FEWEST_ROWS, _MOST_ROWS * len(items)) or (2 * len(said) > len(cells) and not codes):
            break
        for n, found in cells.items():
            out[n] = out[n][: found.start()].rstrip()
    return out


def has_unnamed_label(heading: LineHeading) -> bool:
    """True where a dump's heading names columns of grants and accounts, but none that could be the label's."""
    names = [w for w, _ in heading.words]
    return bool(names) and all(re.match(r"bevilling|funktion|konto|i/u|u/i|styrings", n, re.IGNORECASE) for n in names)
