"""The patterns of templates: phrases, as they are printed, with a few wild cards.

A phrase is matched against one printed line, letters in any case, spaces of any width:

    Forslagets titel          these words at the line's start
    ... samlede udgifter      these words anywhere on the line
    Forslag nr. #             `#` is a whole number
    Samlet* netto*            `*` ends a word that may go on
    Kort resum[é]             what stands in brackets may be missing

Each part between `...` is taken where it first stands and never looked for again, and no wild card gives back what it
took: a line is matched in time linear in its length, and is looked at for 400 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MAX_LINE: Final = 400
_MAX_WILD: Final = 6
_PIECE: Final = re.compile(r"\*|#|\[[^\[\]]*\]|\s+|[^\s*#\[\]]+|.")
_MISPLACED: Final = re.compile(r"\*[\w*#\[]|(?:^|[^\w\]])\*|[\d#]#|#[\d#]")


SECTION_NUMBER: Final = re.compile(r"\s*(?P<number>\d{1,2}(?:\.\d{1,2})*)(?P<dot>\.?)\s+(?=\S)")
"""The number in front of a section's heading: `2`, `2.1`, `2.1.`."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def compile_phrase(phrase: str) -> re.Pattern[str]:
    """The phrase as a regular expression that `match`es at a line's start. Raises PhraseError."""
    text = phrase.strip()
    if len(text) > MAX_LINE:
        raise PhraseError(f"a phrase is longer than {MAX_LINE} characters")
    if not text.replace("...", "").strip(" *#[]"):
        raise PhraseError(f"the phrase {phrase!r} holds no words")
    wild = text.count("...") + text.count("*") + text.count("#") + text.count("[")
    if wild > _MAX_WILD:
        raise PhraseError(f"the phrase {phrase!r} holds more than {_MAX_WILD} wild cards")
    if not _closed(text):
        raise PhraseError(f"a bracket of the phrase {phrase!r} is not closed, or stands in another")
    if _MISPLACED.search(text):
        raise PhraseError(f"in the phrase {phrase!r} a `*` does not end a word, or a `#` stands beside a figure")
    head, *rest = (_body(part) for part in text.split("..."))
    end = r"(?!\w)" if text[-1].isalnum() else ""
    parts = [rf"\s*+{head}", *(rf".*?{p}" for p in rest)]
    parts[-1] += end
    return re.compile("".join(f"(?>{p})" for p in parts), re.IGNORECASE)


def one_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Some of several phrases: it matches wherever `matches` finds one of them, and tells fast where none is."""
    return re.compile("|".join(compile_phrase(p).pattern for p in phrases), re.IGNORECASE)


@lru_cache(maxsize=4096)
def literal(phrase: str) -> str:
    """The longest word of a phrase, in small letters: a line without it need not be matched."""
    fixed = re.sub(r"\[[^\[\]]*\]", " ", phrase.replace("...", " "))
    return max(re.split(r"[\s*#]+", fixed), key=len).lower()


def _closed(text: str) -> bool:
    """True when every bracket is closed before another opens, and none holds `...`."""
    plain = re.sub(r"\[(?:(?!\.\.\.)[^\[\]])*\]", "", text)
    return "[" not in plain and "]" not in plain


def _body(text: str) -> str:
    """A part of a phrase; the spaces at its ends stand beside `...`, which takes them along."""
    out = []
    for piece in _PIECE.findall(text.strip()):
        if piece == "*":
            out.append(r"\w*+")
        elif piece == "#":
            out.append(r"(?<!\d)\d++")
        elif piece.isspace():
            out.append(r"\s++")
        elif piece[0] == "[":
            out.append(f"(?:{_inside(piece[1:-1])})?")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def _inside(text: str) -> str:
    return r"\s++" if text.isspace() else _body(text)


def matches(phrase: str, line: str) -> re.Match[str] | None:
    """Where a phrase stands at the start of a line; None when it does not."""
    return compile_phrase(phrase).match(line[:MAX_LINE])
