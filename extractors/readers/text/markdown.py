"""Tables that a text draws with bars and rules become grids; Markdown's marks of headings and bold type go.

Three ways of drawing one: Markdown's (`| a | b |` over `| --- | --- |`), the same without its rule, as converters of
web pages write it, and with rules between the rows (`+-----+-----+`, or box drawing characters), where a row may take
several lines. A stray bar in a line of text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from schemas.source import Block, Grid, GridCell, GridRow, Line

_MARKDOWN_RULE: Final = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*|\s*\|\s*:?-{3,}:?\s*\|\s*")
_DRAWN_RULE: Final = re.compile(r"\s*[+┌├└╔╠╚╟╭╰][-=─━═+┬┼┴╦╬╩╤╪╧┐┤┘╗╣╝╢╮╯:]{3,}\s*")
_HEADING: Final = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOLD: Final = re.compile(r"\*\*(?=\S)(.{1,200}?)(?<=\S)\*\*|__(?=\S)(.{1,200}?)(?<=\S)__")
_BOLD_FIGURE: Final = re.compile(r"\*\*[-−–(]?\d[\d.,]*\)?\*\*")
_SPLIT: Final = re.compile(r"(?<!\\)[|│┃║]")
_BARS: Final = "|│┃║"
_MAY_DRAW: Final = re.compile(rf"[{_BARS}]|^\s*[+┌├└╔╠╚╟╭╰]")
_DIGIT: Final = re.compile(r"\d")


def is_markdown(lines: Sequence[Line]) -> bool:
    """True for a text that holds a table drawn with bars, or figures set bold."""
    return any("**" in x.text and _BOLD_FIGURE.search(x.text) for x in lines) or any(True for _ in _tables(lines))


def read_markdown(lines: Sequence[Line]) -> Iterator[Block]:
    """The lines without their marks, and the drawn tables among them as grids."""
    done = 0
    for start, end in [*_tables(lines), (len(lines), len(lines))]:
        yield from (replace(x, text=_plain(x.text)) for x in lines[done:start])
        if end > start:
            yield _grid(lines[start:end])
        done = end


def _plain(text: str) -> str:
    return (
        _BOLD.sub(lambda m: m[1] or m[2], _HEADING.sub("", text))
        if "*" in text or "#" in text or "__" in text
        else text
    )


def _has_bar(text: str) -> bool:
    return any(bar in text for bar in _BARS)


def _opens(text: str) -> bool:
    return _has_bar(text) or _is_rule(text)


def _is_rule(text: str) -> bool:
    return bool(_DRAWN_RULE.fullmatch(text) or ("-" in text and _MARKDOWN_RULE.fullmatch(text)))


def _fenced(text: str) -> bool:
    """True for a line that a bar begins, and that has another."""
    return text.lstrip()[:1] in tuple(_BARS) and len(_SPLIT.findall(text)) > 1


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The tables, each as the index of its first line and the one after its last.

    Without Markdown's rule under its head, a table is what bars begin in two lines or more, one of them with a digit. A
    run of lines that is none is looked at once: what may still be one in it begins at a head of Markdown's.
    """
    at = 0
    while at < len(lines):
        if not _MAY_DRAW.search(lines[at].text):  # as nearly all
            at += 1
            continue
        if _heads_markdown(lines, at):
            end = _run(lines, at, _opens)
            yield at, end
        else:
            end = _run(lines, at, _drawn)
            rows = [x.text for x in lines[at:end] if not _is_rule(x.text)]
            if len(rows) > 1 and any(map(_DIGIT.search, rows)):
                yield at, end
            else:
                end = next((i for i in range(at + 1, end) if _heads_markdown(lines, i)), max(end, at + 1))
        at = end


def _heads_markdown(lines: Sequence[Line], at: int) -> bool:
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    ruled = "-" in below and _MARKDOWN_RULE.fullmatch(below) is not None
    return ruled and _has_bar(lines[at].text) and not _is_rule(lines[at].text)


def _run(lines: Sequence[Line], at: int, goes_on: Callable[[str], bool]) -> int:
    """The index after the lines from `at` on that go on so."""
    return next((i for i in range(at, len(lines)) if not goes_on(lines[i].text)), len(lines))


def _drawn(text: str) -> bool:
    return _fenced(text) or _is_rule(text)


def _grid(lines: Sequence[Line]) -> Grid:
    rows = list(_rows(lines))
    width = max(len(cells) for _, cells in rows)
    placed = tuple(
        GridRow(tuple(map(GridCell, cells + [""] * (width - len(cells)))), page=x.page, line=x.number)
        for x, cells in rows
    )
    return Grid(placed, "tabs", page=lines[0].page)


def _rows(lines: Sequence[Line]) -> Iterator[tuple[Line, list[str]]]:
    """The rows with the line each begins on; lines between two rules are one row where their cells allow it."""
    between: list[tuple[Line, list[str]]] = []
    for line in lines:
        if not _is_rule(line.text):
            between.append((line, _cells(line.text)))
            continue
        yield from _put_together(between)
        between = []
    yield from between if not any(_DRAWN_RULE.fullmatch(x.text) for x in lines) else _put_together(between)


def _put_together(lines: Sequence[tuple[Line, list[str]]]) -> list[tuple[Line, list[str]]]:
    """Lines that stand between rules: one row that goes on, unless two of them have a number in one column.

    The rules of some tables part the head from the body only; there each line is a row.
    """
    if len(lines) < 2 or len({len(cells) for _, cells in lines}) > 1:
        return list(lines)
    columns = list(zip(*(cells for _, cells in lines), strict=True))
    if any(sum(bool(_DIGIT.search(t)) for t in column) > 1 for column in columns[1:]):
        return list(lines)
    if all(cells[0] for _, cells in lines) and not any(_DIGIT.search(t) for column in columns[1:] for t in column):
        return list(lines)  # rows of words
    return [(lines[0][0], [" ".join(filter(None, column)) for column in columns])]


def _cells(text: str) -> list[str]:
    inner = text.strip()
    inner = inner[1:] if inner[:1] in tuple(_BARS) else inner
    if inner.endswith(tuple(_BARS)) and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [_plain(t.strip()).replace("\\|", "|") for t in _SPLIT.split(inner)]
