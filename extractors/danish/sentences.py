"""Where Danish sentences end in a bilag's running text.

A full stop ends a sentence only where a new one visibly begins: bilag are full of `mio. kr.`, `bl.a.`, `1. maj`,
`jf. tabel 1`. Text dumps also break lines and pages inside sentences, so a line break alone never ends one; a blank
line does when what follows starts like a sentence, a heading or a bullet. A heading that was joined to its text has no
full stop (`... i varig drift Der afsættes ...`): there a function word with a capital letter begins the sentence, as
Danish writes it with one nowhere else.

Linear time: every pattern is bounded, every candidate is looked at once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

_ABBREVIATIONS_TEXT: Final = """
adm afd afg afs afsn alm ang art bl bl.a bla ca cf cirka d d.d d.v.s dr dvs e.l eks ekskl eksl est
etc evt f f.eks feks ff fhv fig fm forv fr gns gnsn henh hhv hr if ifm ift iht incl indb inkl jf jr kap kl kol
kst kvm kvt lb m.fl m.h.p m.h.t maks max md mdr mhp mht mia mill min mio ml n nr o o.a obs omk omr opr osv p
p.a p.g.a pba pct pga pkt pp pr resp s sek sfa sml spm st stk t tab tel tilsv tlf tv u uddr udg v
vedr vha årl
"""
ABBREVIATIONS: Final = frozenset(_ABBREVIATIONS_TEXT.split())
"""Lower-case abbreviations, without their last full stop, after which a sentence goes on."""
_CLOSING_ABBREVIATIONS_TEXT: Final = """
etc kr lign m.fl m.m m.v mdr mfl mia mill mio mm moms mv o.l o.lign ol osv pct stk t.kr tkr år
"""
CLOSING_ABBREVIATIONS: Final = frozenset(_CLOSING_ABBREVIATIONS_TEXT.split())
"""Abbreviations that often stand last: a capital letter after them starts a new sentence."""

_MONTHS: Final = "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_BULLET: Final = r"[•●▪◦\uf0b7\uf0a7–\-*]|o(?=\s)|\d{1,2}[.)](?=\s)"
_STOP: Final = r"(?<=[.!?…])[\"'”’»)\]]{0,3}(?=[ \t\u00a0\r\n\f])"
_BLANK: Final = r"(?<=\n)(?:[ \t\u00a0\r\f]{0,40}+\n){1,40}+"
_OPENER: Final = (
    r"(?<=[a-zæøå)\d%:.]\s)\s{0,2}(?=(?:Der|Det|Dette|Disse|Den|Denne|Til|Som|Med|For|Ved|Fra|Hvis|Når|Da|Efter"
    r"|På|Af|I|"
    r"Derudover|Desuden|Dertil|Herudover|Forslaget|Effektiviseringen|Besparelsen|Investeringen|Udgiften|Midlerne)"
    r"\s{1,3}[a-zæøå\d])"
)
_BREAK_RE: Final = re.compile(
    rf"[.!?…\s](?:(?P<stop>{_STOP})|(?P<blank>{_BLANK})"
    rf"|(?P<bullet>(?<=\n)(?=[ \t\u00a0]{{0,20}}(?:{_BULLET})[ \t\u00a0]{{0,9}}\S))|(?P<opener>{_OPENER}))"
)
"""Each kind of break looks back at the one character it begins with, which is what the text is searched for."""
_HANGS_RE: Final = re.compile(
    r"(?:[,(–-]|\b(?:af|at|de|den|det|en|er|et|for|fra|hos|i|med|og|om|på|samt|som|til|ved))\s{0,9}\Z"
)
_NEXT_RE: Final = re.compile(r"[\s\u00a0]{0,60}[\"'“”„‘«»(\[]{0,3}(?P<first>\S)")
_BULLET_RE: Final = re.compile(rf"[\s\u00a0]{{0,60}}(?:{_BULLET})")
_WORD_RE: Final = re.compile(r"[^\s(\[\"'“”«»/:;,]{1,20}\Z")
_NUMBERING_RE: Final = re.compile(r"(?:\A|\n)[ \t\u00a0]{0,20}\d{1,2}\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) offsets of the sentences of a text, outer blanks left out; they never overlap."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK_RE.finditer(text):
        if found.lastgroup == "stop":
            cut = found.end() if _stop_ends(text, found.start(), found.end()) else -1
        elif found.lastgroup == "blank":
            goes_on = _HANGS_RE.search(text, max(0, found.start() - 24), found.start())
            cut = found.start() if not goes_on and _starts_anew(text, found.end()) else -1
        else:
            cut = found.start()
        if cut > start:
            _append(spans, text, start, cut)
            start = cut
    _append(spans, text, start, len(text))
    return spans


class SentenceIndex:
    """Finds the sentence an offset stands in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = sentences(text)
        self._starts = [s for s, _ in self._spans]

    def span(self, offset: int) -> tuple[int, int]:
        """The sentence around an offset; the whole text when it has none."""
        i = bisect_right(self._starts, offset) - 1
        return self._spans[i] if i >= 0 else (0, len(self._text))


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _starts_anew(text: str, pos: int) -> bool:
    """True when a capital letter, a digit or a bullet follows: Danish writes common nouns small."""
    found = _NEXT_RE.match(text, pos)
    return bool(found) and (found["first"].isupper() or bool(_BULLET_RE.match(text, pos)))  # type: ignore[index]


def _stop_ends(text: str, dot: int, after: int) -> bool:
    """True where a stop ends a sentence, by the word before it and by how the next one begins."""
    found = _NEXT_RE.match(text, after)
    if found is None:
        return True
    first, start = found["first"], found.start("first")
    if not (first.isupper() or first.isdigit() or _BULLET_RE.match(text, after)):
        return False
    if text[dot] != ".":
        return True
    word = _word_before(text, dot)
    if word in CLOSING_ABBREVIATIONS:
        return first.isupper() and not text.startswith(("Kr", "KR"), start)
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    if word.isdigit() and len(word) <= 2:
        return first.isupper() and not _numbering(text, dot) and not _month_follows(text, start)
    return True


def _word_before(text: str, dot: int) -> str:
    found = _WORD_RE.search(text, max(0, dot - 20), dot)
    return found[0].lower() if found else ""


def _numbering(text: str, dot: int) -> bool:
    """True for `2.` that opens a line: the number of a heading or of a list's item."""
    return bool(_NUMBERING_RE.search(text, max(0, dot - 24), dot))


def _month_follows(text: str, pos: int) -> bool:
    return bool(re.compile(_MONTHS, re.I).match(text, pos))
