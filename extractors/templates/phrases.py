"""The patterns of templates: phrases, as they are printed, with a few wild cards.

A phrase is matched against one printed line, letters in any case, spaces of any width:

    Forslagets titel          these words at the line's start
    ... samlede udgifter      these words anywhere on the line
    Forslag nr. #             `#` is a number
    Samlet* netto*            `*` ends a word that may go on
    Kort resum[é]             what stands in brackets may be missing

Such a phrase is matched in time linear in the line for each wild card; a line is looked at for 400 characters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

MAX_LINE: Final = 400
_MAX_WILD: Final = 6
_PIECE: Final = re.compile(r"\.\.\.|\*|#|\[[^\[\]]*\]|\s+|[^\s*#\[\].]+|\.|.")


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


@lru_cache(maxsize=4096)
def compile_phrase(phrase: str) -> re.Pattern[str]:
    """The phrase as a regular expression that `match`es at a line's start. Raises PhraseError."""
    text = phrase.strip()
    if not text.replace("...", "").strip(" *#[]"):
        raise PhraseError(f"the phrase {phrase!r} holds no words")
    wild = text.count("...") + text.count("*") + text.count("#") + text.count("[")
    if wild > _MAX_WILD:
        raise PhraseError(f"the phrase {phrase!r} holds more than {_MAX_WILD} wild cards")
    if text.count("[") != text.count("]"):
        raise PhraseError(f"a bracket of the phrase {phrase!r} is not closed")
    body = _body(text)
    end = r"(?!\w)" if text[-1].isalnum() else ""
    return re.compile(rf"\s*{body}{end}", re.IGNORECASE)


def _body(text: str) -> str:
    out = []
    for piece in _PIECE.findall(text):
        if piece == "...":
            out.append(r".*?")
        elif piece == "*":
            out.append(r"\w*")
        elif piece == "#":
            out.append(r"\d+")
        elif piece.isspace():
            out.append(r"\s+" if out and out[-1] != ".*?" else r"\s*")
        elif piece[0] == "[":
            out.append(f"(?:{_body(piece[1:-1])})?")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def matches(phrase: str, line: str) -> re.Match[str] | None:
    """Where a phrase stands at the start of a line; None when it does not."""
    return compile_phrase(phrase).match(line[:MAX_LINE])
