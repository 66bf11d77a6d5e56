"""Where the words of printed lines stand: chunks between spaces, and inside them the parts that may be repaired.

A part is a run of letters with the symbols an engine prints for a Danish letter (`@ger`, `s&`, `hg;j`, `p4`). Numbers,
amounts, mail and web addresses have no parts, so nothing downstream can touch them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

SOFT_HYPHEN: Final = "\xad"
"""Marks, inside a joined part, where a line end divided the word."""
_CHUNK: Final = re.compile(r"\S+")
_PART: Final = re.compile(r"[^\W_@&=|;¢]*(?:[@&=|;¢]?[^\W_]+)*[@&|¢]?")
_LETTER: Final = re.compile(r"[^\W\d_]")
_ADDRESS: Final = re.compile(r"://|www\.|[^\W_][\w.]*@[\w-]+\.\w|^#")
_LONE_BAR: Final = re.compile(r"[(«\"']*[|l][.,:;!?)»\"']*")
_DIGIT_IN_WORD: Final = re.compile(
    r"4r(?:s|et|ets|ene|lig[et]*)?|[0468][a-zé]{2,}|[A-Za-zé@&]+[0468][a-zé]*|0[A-Z]{1,4}|[A-Z]{3,6}\d{1,2}"
)
"""A letter read as a digit, or a name that ends in a number (`NIS2`), whose digits no reading changes."""
_MAX_CHUNK: Final = 120
_SENTENCE_END: Final = ".:!?"
_ABBREVIATIONS: Final = frozenset("kr. mio. mia. t.kr. bl.a. ca. jf. nr. pr. inkl. ekskl. fx. f.eks. hhv. evt.".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A repairable run: where in its chunk it stands and its text as printed."""

    start: int
    text: str
    linked: bool = False
    """A hyphen follows: the part may carry the s that links the parts of a compound."""


@dataclass(slots=True)
class Chunk:
    """What stands between two spaces. `opens` is true at the start of a sentence or block."""

    line: int
    start: int
    text: str
    opens: bool
    parts: list[Part] = field(default_factory=list)

    @property
    def ends_in_hyphen(self) -> bool:
        """A word may go on in the next line."""
        return len(self.text) > 1 and self.text[-1] == "-" and self.text[-2].isalpha()


def chunks(lines: Sequence[str]) -> Iterator[Chunk]:
    """Every chunk of the lines in order, with its parts."""
    opens = True
    for number, line in enumerate(lines):
        if not line.strip():
            opens = True
        for found in _CHUNK.finditer(line):
            text = found[0]
            yield Chunk(number, found.start(), text, opens, _parts(text))
            opens = text[-1] in _SENTENCE_END and text.lower() not in _ABBREVIATIONS


@lru_cache(maxsize=20_000)
def part_texts(chunk: str) -> tuple[str, ...]:
    """The parts of what stands between two spaces, by their text alone."""
    return tuple(p.text for p in _parts(chunk))


def is_lone_bar(chunk: Chunk) -> bool:
    """A bar or small l that stands where the word `I` may have stood."""
    return len(chunk.text) <= 4 and _LONE_BAR.fullmatch(chunk.text) is not None


def _parts(text: str) -> list[Part]:
    if text.isalpha() and len(text) <= _MAX_CHUNK:
        return [Part(0, text)]
    if len(text) > _MAX_CHUNK or _LETTER.search(text) is None or _ADDRESS.search(text):
        return []
    found = []
    for match in _PART.finditer(text):
        part = match[0]
        start = match.start()
        if _repairable(part):
            found.append(Part(start, part, text[match.end() : match.end() + 1] == "-"))
    return found


def _repairable(part: str) -> bool:
    if _LETTER.search(part) is None:
        return False
    return not any(c.isdigit() for c in part) or _DIGIT_IN_WORD.fullmatch(part) is not None


def divided(first: Chunk, second: Chunk) -> bool:
    """The two chunks are the halves of one word that a line end divided (`bor-` / `geren`)."""
    return (
        first.ends_in_hyphen
        and 0 < second.line - first.line <= 2
        and bool(first.parts)
        and bool(second.parts)
        and second.parts[0].start == 0
        and first.parts[-1].start + len(first.parts[-1].text) == len(first.text) - 1
        and first.parts[-1].text[-1].islower()
        and second.parts[0].text[0].islower()
    )
