"""Themes and initiatives of a work programme, told by how it is set, not by what it says.

A theme is the title that opens a page; a title inside the page is an initiative with the text under it. A title with
nothing under it but `Title: A sentence ...` paragraphs is a group of initiatives, one a paragraph. Where a programme
numbers or names its themes (`Tema 2:`, `2.` over `2.1`), that decides instead of the page. A page that opens without
a title (a foreword, a page of figures) holds no initiatives, and neither does the picture of another document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from extractors.programme.text import Paragraph, TextLine

_THEME_NAME: Final = re.compile(
    r"(?:tema|indsatsområde|fokusområde|spor|pejlemærke)\s*(?:\d+|[IVX]+)?\s*[:.–-]\s*", re.I
)
_TOP_NUMBER: Final = re.compile(r"\d{1,2}\.?\s+(?=[A-ZÆØÅ])")
_SUB_NUMBER: Final = re.compile(r"(?:\d{1,2}\.\d{1,2}\.?|(?:indsats|initiativ)\s*\d+(?:\.\d+)?\s*[:.–-])\s+", re.I)
_NO_THEME: Final = re.compile(
    r"forord|indledning|indhold(?:sfortegnelse)?|bilag.{0,80}|kontakt|.{0,80}arbejdsprogram.{0,80}", re.I
)
_OTHER_DOCUMENT: Final = re.compile(r"1\.?\s+Indledning", re.I)
_KICKER_CHARS: Final = 8
_SIZE_STEP: Final = 1.15  # a theme's title is set so much larger than an initiative's


@dataclass(slots=True)
class Initiative:
    """An initiative: its title and body paragraphs, the theme and group it stands under, and its printed lines."""

    title: str
    theme: str | None
    group: str | None
    lines: list[TextLine]
    body: list[str] = field(default_factory=list)

    @property
    def summary(self) -> str:
        """The whole body as running text."""
        return " ".join(self.body)


@dataclass(slots=True)
class Programme:
    """What was found: the initiatives in order, and the paragraphs that belong to the programme at all."""

    initiatives: list[Initiative]
    paragraphs: list[Paragraph]


def read_structure(paragraphs: Sequence[Paragraph]) -> Programme:
    """Find the themes and initiatives of a programme's paragraphs."""
    reader = _Reader(paragraphs)
    for index in range(len(paragraphs)):
        reader.read(index)
    reader.close_theme()
    return Programme([i for i in reader.initiatives if i.body], reader.kept)


class _Reader:
    """Walks the paragraphs, remembering the theme, group and initiative it is in."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.initiatives: list[Initiative] = []
        self.kept: list[Paragraph] = []
        self._all = paragraphs
        self._theme: Initiative | None = None  # the theme's own introduction
        self._group: str | None = None
        self._current: Initiative | None = None
        self._by_lead_in = False  # the current initiative's title is a lead-in
        self._foreign = False
        self._kicker = False
        self._named = any(_theme_name(p) for p in paragraphs)
        sizes = [p.size for p in paragraphs if p.opens_page and p.is_title and p.size]
        self._theme_size = max(sizes, default=None)

    def read(self, index: int) -> None:
        """Take the next paragraph."""
        paragraph = self._all[index]
        self._foreign = (self._foreign and not paragraph.opens_page) or self._begins_other_document(index)
        if self._foreign:
            self._current = None
            return
        self.kept.append(paragraph)
        if self._is_theme(index):
            self._open_theme(paragraph)
        elif paragraph.opens_page and not paragraph.is_title and not self._named and not paragraph.carries_on:
            self.close_theme()
        elif self._theme is not None:
            self._read_in_theme(index)

    def close_theme(self) -> None:
        """End the theme; one without initiatives is itself an initiative."""
        theme = self._theme
        alone = theme and not any(i.theme == theme.title and i.body for i in self.initiatives)
        if theme and alone and theme.body and not theme.body[0][0].isdigit():  # a page of figures is none
            self.initiatives.append(theme)
        self._theme = self._current = self._group = None

    def _open_theme(self, paragraph: Paragraph) -> None:
        self.close_theme()
        title = _plain_title(paragraph.text)
        self._theme = Initiative(title, title, None, list(paragraph.lines))
        self._kicker = len(title) <= _KICKER_CHARS and any(c.isdigit() for c in title)

    def _read_in_theme(self, index: int) -> None:
        paragraph = self._all[index]
        if paragraph.is_title and self._kicker and self._theme and not self._theme.body:
            self._open_theme(paragraph)  # what opened the page was only a label over the theme's title
        elif paragraph.is_title:
            self._open_title(index)
        elif paragraph.lead_in and (self._group or self._among_lead_ins(index)):
            self._open(paragraph.lead_in, paragraph, paragraph.without_lead_in())
        elif self._titled_list(index):
            self._group = None
            self._open(_plain_title(paragraph.items[0]), paragraph, "\n".join(paragraph.items[1:]))
        else:
            self._add(paragraph)

    def _open_title(self, index: int) -> None:
        paragraph = self._all[index]
        title = _plain_title(paragraph.text)
        following = self._all[index + 1] if index + 1 < len(self._all) else None
        self._current, self._group = None, None
        if following is not None and following.lead_in and not following.opens_page:
            self._group = title
        else:
            self._open(title, paragraph, "")

    def _open(self, title: str, paragraph: Paragraph, body: str) -> None:
        theme = self._theme.title if self._theme else None
        self._by_lead_in = title == paragraph.lead_in
        self._current = Initiative(title, theme, self._group, list(paragraph.lines), [body] if body else [])
        self.initiatives.append(self._current)

    def _add(self, paragraph: Paragraph) -> None:
        target = self._current or self._theme
        if target is not None:
            target.body.append(paragraph.text)
            target.lines += paragraph.lines

    def _is_theme(self, index: int) -> bool:
        paragraph = self._all[index]
        if not paragraph.is_title or _NO_THEME.fullmatch(paragraph.text):
            return False
        if self._named:
            return _theme_name(paragraph)
        if not paragraph.opens_page or index + 1 == len(self._all) or self._all[index + 1].opens_page:
            return False
        size, largest = paragraph.size, self._theme_size
        return size is None or largest is None or size * _SIZE_STEP >= largest

    def _among_lead_ins(self, index: int) -> bool:
        """Several `Title: ...` paragraphs side by side, before any title."""
        near = self._all[max(index - 1, 0) : index + 2]
        return (self._current is None or self._by_lead_in) and sum(1 for p in near if p.lead_in) >= 2

    def _titled_list(self, index: int) -> bool:
        """A list whose first item is its title, set without a blank line between."""
        items = self._all[index].items
        before = self._all[index - 1].text if index else ""
        return len(items) >= 3 and len(items[0]) <= 90 and ":" not in items[0] and not before.endswith(":")

    def _begins_other_document(self, index: int) -> bool:
        """A title printed twice over, or a first chapter: the picture of another document's front page."""
        paragraph = self._all[index]
        if not paragraph.is_title or self._named:
            return False
        following = self._all[index + 1] if index + 1 < len(self._all) else None
        twice = following is not None and following.text.lower() == paragraph.text.lower()
        return twice or (_OTHER_DOCUMENT.fullmatch(paragraph.text) is not None)


def _theme_name(paragraph: Paragraph) -> bool:
    if not paragraph.is_title:
        return False
    return bool(_THEME_NAME.match(paragraph.text) or (_TOP_NUMBER.match(paragraph.text) and paragraph.opens_page))


def _plain_title(text: str) -> str:
    """The title without its number."""
    for numbering in (_THEME_NAME, _SUB_NUMBER, _TOP_NUMBER):
        text = numbering.sub("", text, count=1) if numbering.match(text) else text
    return text
