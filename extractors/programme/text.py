"""The text of a work programme as paragraphs: columns put in reading order, wraps joined, page breaks marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Final

from extractors.layout.text import join_lines
from schemas.source import Line

_PAGE_GAP: Final = 3
"""Blank lines that end a page in a dump without form feeds."""
_GUTTER: Final = re.compile(r"(?<=\S)\s{3,}(?=\S)")
_MIN_COLUMN: Final = 15  # characters; anything narrower is a list's numbers, not a column of text
_COLUMN_SHARE: Final = 0.4  # lines that must break at the same place to show a second column
_TITLE_LINES: Final = 3
_TITLE_CHARS: Final = 110
_LEAD_IN: Final = re.compile(r"(?P<title>[^\s.:;][^.:;]{1,58}[^\s.:;]):\s+(?=[A-ZÆØÅ0-9])")
_FIGURE_FIRST: Final = re.compile(r"/?\d[\d.,/]*\s*(?![\d.]*\s*[A-ZÆØÅ][a-zæøå])(?:\W|[A-ZÆØÅa-zæøå]|$)")
"""A number that is no chapter's: `100GB`, `2,3 millioner besøg`, `6,7 MILLIONER`."""
_CARRIES_ON: Final = frozenset(
    "og eller samt af for til på i med om at en et den det de der som fra ved over mod".split()
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line, or one column's share of it, in reading order; `opens_page` after a page break."""

    text: str
    line: Line
    opens_page: bool = False

    @property
    def blank(self) -> bool:
        """True when nothing is printed."""
        return not self.text.strip()


@dataclass(frozen=True)
class Paragraph:
    """Lines without a blank between them."""

    lines: tuple[TextLine, ...]
    opens_page: bool

    @cached_property
    def text(self) -> str:
        """The paragraph on one line; the items of a list each on their own."""
        return "\n".join(self.items)

    @cached_property
    def items(self) -> list[str]:
        """A list's items, or the whole paragraph as one."""
        items = _items([line.text for line in self.lines])
        return [join_lines(item) for item in (items if len(items) >= 3 else [[x for i in items for x in i]])]

    @property
    def size(self) -> float | None:
        """The type size in points, where the reader knows it."""
        sizes = [w.size for line in self.lines for w in line.line.words if w.size]
        return median(sizes) if sizes else None

    @property
    def is_title(self) -> bool:
        """Few short words that begin with a capital and end without a stop."""
        if len(self.lines) > _TITLE_LINES or sum(len(line.text) for line in self.lines) > 2 * _TITLE_CHARS:
            return False
        text = self.text
        if not 2 <= len(text) <= _TITLE_CHARS or "\n" in text:
            return False
        return _capital(text) and _ends_an_item(text) and _FIGURE_FIRST.match(text) is None

    @property
    def lead_in(self) -> str | None:
        """The title of `Title: A sentence ...`."""
        found = _LEAD_IN.match(self.items[0])
        return found["title"] if found and len(found["title"].split()) <= 7 else None

    def without_lead_in(self) -> str:
        """What follows the lead-in."""
        return _LEAD_IN.sub("", self.text, count=1)

    @property
    def carries_on(self) -> bool:
        """The paragraph begins in the middle of a sentence."""
        return self.lines[0].text.lstrip()[:1].islower()


def reading_order(lines: Iterable[Line]) -> list[TextLine]:
    """The lines with page breaks marked and side-by-side columns one after the other."""
    found: list[TextLine] = []
    for page in _pages(lines):
        texts = _columns(page)
        first = next((i for i, t in enumerate(texts) if not t.blank), None)
        if first is not None:
            texts[first] = replace(texts[first], opens_page=True)
        found += texts
    return found


def paragraphs(texts: Sequence[TextLine]) -> list[Paragraph]:
    """Runs of printed lines; a sentence that a blank line or a column break cuts is put together again."""
    runs: list[list[TextLine]] = []
    apart = True
    for text in texts:
        if text.blank:
            apart = True
        elif runs and not text.opens_page and (not apart or _goes_on(runs[-1], text)):
            runs[-1].append(text)
            apart = False
        else:
            runs.append([text])
            apart = False
    return [Paragraph(tuple(run), run[0].opens_page) for run in runs]


def _goes_on(run: list[TextLine], text: TextLine) -> bool:
    """The line begins in the middle of the sentence that the run breaks off."""
    if not text.text.lstrip()[:1].islower() or run[-1].text.rstrip()[-1] in ".:!?":
        return False
    return len(run) > _TITLE_LINES or not Paragraph(tuple(run), run[0].opens_page).is_title


def _pages(lines: Iterable[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    blanks = 0
    for line in lines:
        turned = bool(page) and line.page != page[-1].page
        if page and (turned or (blanks >= _PAGE_GAP and not line.blank)):
            yield page
            page = []
        page.append(line)
        blanks = blanks + 1 if line.blank else 0
    if page:
        yield page


def _columns(page: list[Line]) -> list[TextLine]:
    """The page's lines; where many break at the same place, what is left of it before what is right of it."""
    printed = [line for line in page if not line.blank]
    starts = Counter(m.end() for line in printed for m in _GUTTER.finditer(line.text) if m.end() >= _MIN_COLUMN)
    at, _ = max(starts.items(), key=lambda s: s[1], default=(0, 0))
    beside = [line for line in printed if _breaks_at(line.text, at)]
    if at == 0 or len(beside) < 3 or len(beside) < _COLUMN_SHARE * len(printed):
        return [TextLine(line.text, line) for line in page]
    left, right = [], []
    for line in page:
        if len(line.text) <= at or _breaks_at(line.text, at):
            left.append(TextLine(line.text[:at].rstrip(), line))
            right.append(TextLine(line.text[at:], line))
        else:  # a title across both columns
            left.append(TextLine(line.text, line))
            right.append(TextLine("", line))
    return [*left, *right]


def _breaks_at(text: str, at: int) -> bool:
    return len(text) > at >= 2 and text[at - 2 : at].isspace() and not text[at].isspace()


def _items(lines: list[str]) -> list[list[str]]:
    """The lines by list item: an item begins with a capital after a line that ends neither in a stop nor midway."""
    items: list[list[str]] = []
    for line in lines:
        if items and not (_begins_an_item(line) and _ends_an_item(items[-1][-1])):
            items[-1].append(line)
        else:
            items.append([line])
    return items


def _capital(text: str) -> bool:
    """A capitalised word or a number stands first."""
    word = re.match(r"[\"'«“”(]*(?P<word>[\w/-]+)", text.strip())
    return word is not None and (word["word"][0].isupper() or word["word"][0].isdigit())


def _begins_an_item(line: str) -> bool:
    """A capitalised word, not an abbreviation in capitals: those also begin lines in the middle of sentences."""
    word = line.split(maxsplit=1)[0].lstrip("•–-*\"'«“”(")
    return word[:1].isupper() and not re.split(r"['’-]", word, maxsplit=1)[0].isupper()


def _ends_an_item(line: str) -> bool:
    last = line.rsplit(maxsplit=1)[-1]
    return last[-1] not in ".,;:!?-" and last.lower() not in _CARRIES_ON
