"""Joining printed lines: wraps, hyphenation, and the wrap test that tells a label's next line from the next row.

Danish hyphenation at a line's end is undone (`inve-` + `steringspuljen`), a real hyphen is kept: after an
abbreviation or a figure (`IT-`, `CO2-`, `p-`), before a capital, and where the next word is a conjunction
(`Ejendoms-` + `og`: a hyphen that stands for a repeated word, Retskrivningsordbogen § 57.6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

_CONJUNCTIONS: Final = frozenset({"og", "eller", "samt", "og/eller", "hhv.", "til", "m.fl.", "mv."})
_SHORT_PREFIXES: Final = frozenset(
    {"it", "ai", "eu", "ikke", "non", "hr", "e", "p", "rpa", "ehr", "kk", "pc", "led", "3d"}
)
"""Words that keep their hyphen in compounds when written in lower case (`it-anskaffelser`, `p-klager`)."""

_LAST_WORD: Final = re.compile(r"(?<![\w/&])([\w/&]+)-$")
_FIRST_WORD: Final = re.compile(r"[\w./]+")


def keeps_hyphen(line: str, following: str) -> bool:
    """True when the hyphen that ends `line` belongs to the word, whatever the line break."""
    before, after = _LAST_WORD.search(line), _FIRST_WORD.match(following)
    if before is None or after is None:
        return True
    stem, word = before[1], after[0]
    if word.lower() in _CONJUNCTIONS or not word[0].islower():
        return True
    last = re.split(r"[/&]", stem)[-1]
    return last.lower() in _SHORT_PREFIXES or _is_abbreviation(last)


def _is_abbreviation(stem: str) -> bool:
    """`IT`, `CO2`, `KKFO`, `5G`: capitals or figures, not a capitalised word."""
    return any(c.isdigit() for c in stem) or (len(stem) > 1 and stem.isupper())


def join_pair(line: str, following: str) -> str:
    """Two printed lines as one."""
    line, following = line.rstrip(), following.lstrip()
    if not line or not following:
        return line or following
    if line.endswith("\u00ad"):
        return line[:-1] + following
    if not line.endswith("-") or line.endswith(" -") or len(line) < 2:
        return f"{line} {following}"
    if not keeps_hyphen(line, following):
        return line[:-1] + following
    word = _FIRST_WORD.match(following)
    spaced = word is None or word[0].lower() in _CONJUNCTIONS
    return f"{line} {following}" if spaced else line + following


def join_lines(lines: Iterable[str]) -> str:
    """Printed lines as running text on one line: wraps joined, hyphenation undone, spaces collapsed.

    Linear in the text's length: words that a hyphen breaks are mended pairwise at the joints only.
    """
    stripped = [line for raw in lines if (line := " ".join(raw.split()))]
    if len(stripped) < 2:
        return "".join(stripped)
    parts: list[str] = []
    for line in stripped:
        if not parts:
            parts.append(line)
            continue
        tail = parts[-1]
        joined = join_pair(tail[-64:], line)
        if joined.startswith(f"{tail[-64:]} "):
            parts.append(line)
        else:
            parts[-1] = tail[:-64] + joined
    return " ".join(parts)


_INNER_BREAK: Final = re.compile(r"(?P<stem>[\w/&]{2,40})- (?P<word>[a-zæøå]{2,40})")


def mend_breaks(text: str) -> str:
    """Undo hyphenation that a dump left inside a line: `arbejds- gangen` was broken where its cell wrapped."""

    def mend(found: re.Match[str]) -> str:
        return found[0] if keeps_hyphen(f"{found['stem']}-", found["word"]) else found["stem"] + found["word"]

    return _INNER_BREAK.sub(mend, text) if "- " in text else text


def unbroken(text: str, is_known: Callable[[str], bool]) -> str:
    """A cell's text without its spaces and line ends, where only so it is a known word: `Servic` `e`.

    A narrow cell breaks a word anywhere.
    """
    whole = "".join(text.split())
    return whole if whole != text and is_known(whole) and not is_known(text) else text


_WIDTHS: Final = {c: w for chars, w in (
    ("iljíì|'.,:;!I", 0.25), ("ftr()-[]/ ", 0.32), ("csxzkvyJ?", 0.5), ("mMW@%", 0.88), ("wæÆ", 0.78),
    ("ABCDEGHKLNOPQRSTUVXYZØÅ&", 0.68),
) for c in chars}  # fmt: skip
"""Rough advance widths in ems of a humanist sans serif; only their ratios matter."""


def text_width(text: str) -> float:
    """The width of printed text in ems, near enough to tell whether one more word fits on a line."""
    return sum(_WIDTHS.get(c, 0.555) for c in text)


def wraps_on(line: str, following: str, column_width: float) -> bool:
    """True when `following` reads as the next line of the cell that `line` ends.

    Evidence, in order: a hyphen at the end; a lower-case, bracketed or joining start; and the wrap test: the next
    word would not have fitted in the column, whose width (`text_width` units) the caller has measured.
    """
    line, following = line.rstrip(), following.strip()
    if not line or not following:
        return False
    if line[-1] in "-\u00ad,&/–" or following[0] in "(&/)–" or following[0].islower():
        return True
    word = following.split()[0]
    return column_width > 0 and text_width(f"{line} {word}") > column_width


def column_width(lines: Sequence[str]) -> float:
    """The width of the widest of a column's lines."""
    return max((text_width(" ".join(x.split())) for x in lines), default=0.0)
