"""Cutting the lines of a flattened table into atoms: runs of words inside which no cell can begin.

Each atom carries the evidence at the boundary before it, for a new cell (`cut`) and for the same cell going on
(`join`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractors.forms.blocks import FormLine, letters
from extractors.forms.lexicon import (
    ABBREVIATION_RE,
    DUE_START_RE,
    MEASURE_START_RE,
    is_open,
    is_period_word,
    is_timed,
    is_unit,
    is_verb,
    period_tokens,
)
from extractors.layout.text import join_lines, text_width

NEVER: Final = -1e9
"""The weight of what cannot be."""

_MAX_LINE: Final = 400
"""No printed line is longer; a longer one is a paragraph, and no cells are looked for inside it."""
_ATTRIBUTES: Final = ("s", "ale", "ive", "ske", "ige", "ære", "elle")
"""How a capitalised word ends that belongs to the next: a genitive, an adjective of a name."""
_WORD_RE: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Atom:
    """Words that stay together: their lines' texts, the first line they stand on, and the boundary before them.

    `cut` is the evidence for a new cell at that boundary, `join` for the same cell going on. `starts_line` is true when
    the atom begins a printed line; `last` is the line its last word stands on; `spaced` and `tight` count the line
    breaks inside with and without an empty line; `text` is the whole on one line, `key` its letters. The rest is
    what its words say: how many they are, where the first one for a unit stands (-1: none), whether a verb or a word
    of time is among them, whether all of them tell a time (`period`) and one does by itself (`time`), and whether it
    begins with a unit's letters, or as due and measure cells do.
    """

    texts: tuple[str, ...]
    first: FormLine
    last: FormLine
    starts_line: bool
    cut: float
    join: float
    indented: bool = False
    spaced: int = 0
    tight: int = 0
    text: str = ""
    key: str = ""
    words: int = 0
    unit_at: int = -1
    verb: bool = False
    timed: bool = False
    period: bool = False
    time: bool = False
    abbreviation: bool = False
    due_start: bool = False
    measure_start: bool = False


@dataclass(slots=True)
class Style:
    """What a table's printed lines have in common: the widest line, and whether empty lines tell anything."""

    width: float
    spaced: bool

    @classmethod
    def of(cls, lines: Sequence[FormLine]) -> Style:
        """Measure a table's lines."""
        widest = max((text_width(x.text) for x in lines), default=0.0)
        return cls(widest, any(x.gap == "blank" for x in lines))


def atoms_of(lines: Sequence[FormLine], style: Style) -> list[Atom]:
    """The atoms of a stretch of lines, with the evidence between them."""
    found: list[Atom] = []
    texts: list[str] = []
    breaks: list[str] = []
    pending: tuple[FormLine, bool, float, float] | None = None
    previous: FormLine | None = None
    last = ""
    for line in lines:
        cut, join = (0.0, NEVER) if previous is None else _line_boundary(previous, line, style, last)
        last = _last_word(line.text, last)
        for number, (piece, mid) in enumerate(_pieces(line)):
            at = (cut, join) if number == 0 else mid
            if pending is None or at[0] > NEVER:
                if pending is not None and previous is not None:
                    found.append(_atom(texts, breaks, pending, previous))
                texts, breaks, pending = [piece], [], (line, number == 0, *at)
            else:
                texts.append(piece)
                breaks.append(line.gap)
            previous = line
    if pending is not None and previous is not None:
        found.append(_atom(texts, breaks, pending, previous))
    return found


def _atom(texts: list[str], breaks: list[str], pending: tuple[FormLine, bool, float, float], last: FormLine) -> Atom:
    first, starts_line, cut, join = pending
    text = texts[0] if len(texts) == 1 else join_lines(texts)
    words = text.split()
    unit = next((w for w in words if is_unit(w)), None)
    times = [t for w in words for t in period_tokens(w)]
    return Atom(
        texts=tuple(texts),
        first=first,
        last=last,
        starts_line=starts_line,
        cut=cut,
        join=join,
        indented=starts_line and first.indented,
        spaced=breaks.count("blank"),
        tight=breaks.count("tight"),
        text=text,
        key=letters(text) or text,
        words=len(words),
        unit_at=text.index(unit) if unit else -1,
        verb=any(map(is_verb, words)),
        timed=any(map(is_timed, words)),
        period=all(t is not None for t in times),
        time=any(times),
        abbreviation=ABBREVIATION_RE.fullmatch(words[0]) is not None,
        due_start=DUE_START_RE.match(text) is not None,
        measure_start=MEASURE_START_RE.match(text) is not None,
    )


def _last_word(text: str, before: str) -> str:
    """The last word of a line, whole also where it is the rest of a word the line before broke off."""
    word = text.rsplit(maxsplit=1)[-1]
    return before[:-1] + word if word == text and before.endswith("-") else word


def _line_boundary(before: FormLine, after: FormLine, style: Style, last: str) -> tuple[float, float]:
    """(cut, join) between two printed lines; cut is `NEVER` where the second goes on in the first's cell."""
    start = after.text[0]
    if _goes_on(before.text, after.text, last) or (start.isdigit() and is_period_word(last)):
        return NEVER, 0.0
    cut, join = 0.5, 0.0
    if style.spaced and after.gap == "tight":
        cut, join = -2.5, 1.5
    elif style.spaced and after.gap == "blank":
        cut, join = 1.0, -1.5
    if last.endswith((".", "?")):
        cut += 0.3
    word = after.text.split(maxsplit=1)[0]
    if style.width and text_width(f"{before.text} {word}") < 0.8 * style.width:
        join -= 0.7  # the word would have fitted: the cell, or its paragraph, had ended
    if start.isdigit() and not DUE_START_RE.match(after.text):
        join += 0.5
    if start.islower():
        cut, join = cut - 2.5, join + 1.5
    return cut, join


def _goes_on(before: str, after: str, last: str) -> bool:
    """True when no cell can start with `after`: a wrapped word, a lower-case start, an open end."""
    if before.endswith(("-", "\u00ad")) and not before.endswith(" -"):
        return True
    if is_open(last):
        return True
    start = after[0]
    return (start.islower() and not DUE_START_RE.match(after)) or (not start.isalnum() and start not in "§\"'”“’-–•")


def _pieces(line: FormLine) -> list[tuple[str, tuple[float, float]]]:
    """A line cut at every place where a cell could start, each piece with the (cut, join) evidence before it."""
    raw = line.line.text.strip()
    if len(raw) > _MAX_LINE:
        return [(raw, (0.0, 0.0))]
    words = [(m.group(), m.start()) for m in _WORD_RE.finditer(raw)]
    pieces: list[tuple[str, tuple[float, float]]] = []
    begin, evidence = 0, (0.0, 0.0)
    for (before, at), (word, start) in pairwise(words):
        gap = start - at - len(before)
        found = _mid_boundary(before, word, gap, due=DUE_START_RE.match(raw, start) is not None, named=at > 0)
        if found is not None:
            pieces.append((raw[begin:start].rstrip(), evidence))
            begin, evidence = start, found
    pieces.append((raw[begin:], evidence))
    return pieces


def _mid_boundary(before: str, word: str, gap: int, *, due: bool, named: bool) -> tuple[float, float] | None:
    """(cut, join) inside a line before `word`, None where no cell can start there.

    `due` is true where a due cell could begin, `named` where `before` is not the line's first word.
    """
    if is_open(before) or (before.endswith("-") and gap == 1):
        return None
    wide = 2.5 if gap > 1 else 0.0
    start = word[0]
    if start.isdigit():
        return _at_digit(before, wide, due=due)
    if start.islower():
        return _at_small(before, word, wide, due=due)
    if not start.isalpha():
        return (wide, 0.0) if wide else None
    cut, join = (-0.5, 0.0) if ABBREVIATION_RE.fullmatch(word) else (0.8, -0.8)
    cut, join = _after(before, due=due, named=named) or (cut, join)
    return cut + wide, join - (0.5 if wide else 0.0)


def _at_digit(before: str, wide: float, *, due: bool) -> tuple[float, float] | None:
    """(cut, join) at a digit, which a due cell may begin with."""
    if due:
        return None if is_period_word(before) and not wide else (wide, 0.0)
    return (wide - 0.5, 0.0) if wide or before.isalpha() else None


def _at_small(before: str, word: str, wide: float, *, due: bool) -> tuple[float, float] | None:
    """(cut, join) at a small letter, with which few cells begin but due ones."""
    if before.rstrip(".").isdigit():
        return None  # `3.  kvartal`
    return (wide - 1.5, 0.5) if wide or (due and not is_open(word)) else None


def _after(before: str, *, due: bool, named: bool) -> tuple[float, float] | None:
    """(cut, join) at a capital, where the word before it says more than the capital does."""
    if before.endswith("."):
        return 0.3, 0.0
    if due:
        return None
    if _names_on(before):
        return -1.8, 0.3
    if ABBREVIATION_RE.fullmatch(before) and not named:
        return -1.2, 0.2  # `DSI Voksne`
    if named and before[0].isupper():
        return 0.2, -0.2  # a name of several words more often than a cell of one
    return None


def _names_on(before: str) -> bool:
    """True when a capital after `before` likely goes on: `Københavns Kommune`, `11 RPA-løsninger`."""
    if before.isdigit():
        return len(before) < 4
    return before[0].isupper() and before.endswith(_ATTRIBUTES)
