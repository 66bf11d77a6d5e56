"""Ids of proposals as municipalities print them, and the one key by which everything links.

Seen: `BC05`, `BC30/SU04`, `SUF-103`, `BU-7`, `A101`, `3.07`, `BI_3b2`, `G-1`, `TM133`, `ØK 74`, `XA-0000012345`,
a bare number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from extractors.danish.year_headings import parse_year_heading

_LETTERED: Final = (
    r"(?:[A-ZÆØÅ]{1,4}-\d{5,10}|"
    r"[A-ZÆØÅ]{1,5}[-_. ]?\d{1,4}[a-z]?\d{0,2}(?:[.-]\d{1,3})?(?:/[A-ZÆØÅ]{1,4}[-_ ]?\d{1,4}[a-z]?)?)"
)
_NUMBERED: Final = r"\d{1,3}(?:[.-]\d{1,3}){1,3}[a-z]?|\d{1,10}[a-z]?"
_LEAD: Final = r"^\s*(?:#{1,6}\s+)?(?:\*\*)?(?:(?:[A-ZÆØÅ][a-zæøå]{0,30})?[Ff]orslag\s*:?\s+(?:nr\.?\s*)?)?"
"""What may stand before an id that begins a heading: a mark of Markdown, the word for a proposal."""
_PARTED: Final = r"(?:(?:\s?[:–—-]|\.)(?=\s+[\"'»(]?[A-ZÆØÅ0-9]|\s*$))?(?=\s|$)"
"""What parts an id from its title."""
_PLAIN_START: Final = re.compile(
    rf"{_LEAD}(?P<case>[A-ZÆØÅ]{{2}}\s?\d{{2,3}}[a-z]?(?:/[A-ZÆØÅ]{{2}}\d{{1,3}})?){_PARTED}"
)
_LINE_START: Final = re.compile(rf"{_LEAD}(?P<case>{_LETTERED}){_PARTED}")
_NUMBER: Final = r"(?!(?:19|20)\d\d)\d{2,4}[a-z]?(?=\s+[A-ZÆØÅ])"
_NUMBER_START: Final = re.compile(rf"^\s*(?P<case>{_NUMBER})")
CASE_ID: Final = re.compile(rf"(?:{_LETTERED}|{_NUMBERED})")
_LEADING: Final = re.compile(
    rf"^\s*(?:§\s?(?P<paragraph>\d{{1,2}}(?:\.\d{{1,3}}){{1,4}})\.?|(?:(?:forslag|projekt|sag|initiativ|nr|nummer|bilag|punkt|pkt)\.?\s*)*(?:nr\.?\s*)?"
    rf"(?P<id>{_LETTERED}|{_NUMBERED})\s*[:.)–·|—-]?)\s+(?=\S)",
    re.IGNORECASE,
)
_STRICT: Final = re.compile(
    rf"^\s*(?:(?P<id>{_LETTERED})\s*[:.–·|—-]?|§\s?(?P<paragraph>\d{{1,2}}(?:\.\d{{1,3}}){{1,4}})\.?:?)\s+"
    r"(?=[\"'»(]?[A-ZÆØÅ0-9])"
)
_PROPOSAL: Final = (
    r"(?:[A-ZÆØÅ][a-zæøå-]{0,30})?(?:[Ff]orslag|[Øø]nske|[Pp]rojekt|[Ii]nitiativ|[Ii]ndsats|[Tt]iltag|[Bb]usiness case)"
)
# What a row of money may be called as well: a bare number behind it may be an amount.
_CHANGE: Final = (
    r"(?:[A-ZÆØÅ][a-zæøå-]{0,30})?(?:[Ee]ffektivisering|[Rr]eduktion|[Bb]esparelse|[Uu]dvidelse|[Oo]mprioritering)"
)
_COUNTED: Final = r"(?!(?:19|20)\d\d\b)\d{1,3}(?:[.-]\d{1,2}){0,2}[a-z]?"
_NAMED_START: Final = re.compile(
    rf"^\s*(?:{_PROPOSAL}\s+(?:nr\.?\s*|nummer\s+)?|Nr\.\s*)(?P<case>{_LETTERED}|{_COUNTED})(?:\s?[:–-])?"
    r"(?=\s+[\"'»(]?[A-ZÆØÅ]|\s*$)"
)
_NAMED: Final = re.compile(
    rf"^\s*(?:(?:{_PROPOSAL}\s+(?:nr\.?\s*|nummer\s+)?|Nr\.\s*)(?P<id>{_LETTERED}|{_COUNTED})|"
    rf"{_CHANGE}\s+(?:(?:nr\.?\s*)?(?P<lettered>{_LETTERED})|nr\.?\s*(?P<counted>{_COUNTED})))"
    r"(?:\s*[:–-]\s*(?=[\"'»(]?[A-ZÆØÅ])|\s+(?=[\"'»(]?[A-ZÆØÅ])|\s*$)"
)
"""`Driftsønske D-3`, `Anlægsforslag nr. 12: Ny skole`: what kind of proposal it is stands before its id."""


def split_case_id(text: str, *, numbers: bool = False) -> tuple[str | None, str]:
    """A heading parted into its id and its title: `SUF-103 Mobile arbejdspladser` -> ("SUF-103", "Mobile ...").

    A bare number is an id only where the caller knows that ids stand here (`numbers`), or behind the word for a
    proposal. The title is empty where the heading has none.
    """
    if named := _NAMED.match(text):
        return named["id"] or named["lettered"] or named["counted"], text[named.end() :].strip()
    found = (_LEADING if numbers else _STRICT).match(text)
    given = (found["id"] or found["paragraph"]) if found else None
    title = text[found.end() :].strip() if found else ""
    if found is None or given is None or _is_year(given, title):
        return None, text.strip()
    return given.strip(), title


def _is_year(given: str, title: str) -> bool:
    """True for a column's heading: `B 2020`; one of two figures only where the next follows (`B26 BO27`)."""
    year = parse_year_heading(given)
    if year is None or str(year.year) in given:
        return year is not None
    return parse_year_heading(title.split(maxsplit=1)[0]) is not None


def case_pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """How a document's ids begin its lines (group `case`).

    Two letters and a number where it has such ids, else other letters with a number, else numbers behind the word for a
    proposal (`Forslag nr. 5`), else bare numbers that come again.
    """
    plain, lettered, named, bare = 0, Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        if _PLAIN_START.match(text):
            plain += 1
            if plain > 1:
                return _PLAIN_START
        elif found := _LINE_START.match(text):
            lettered[found["case"]] += 1
        elif found := _NAMED_START.match(text):
            named[found["case"]] += 1
        elif found := _NUMBER_START.match(text):
            bare[found["case"]] += 1
    if sum(n > 1 for n in lettered.values()) > 1:
        return _LINE_START
    if sum(n > 1 for n in named.values()) > 1:
        return _NAMED_START
    return _numbers(bare) if sum(n > 1 for n in bare.values()) > 1 else _PLAIN_START


def _numbers(found: Counter[str]) -> re.Pattern[str]:
    """Bare numbers as ids: before a title, and alone on their line those that are ids elsewhere."""
    sure = [_count(case) for case, times in found.items() if times > 1]
    known = sorted(case for case in found if min(sure) <= _count(case) <= max(sure))
    return re.compile(rf"^\s*(?P<case>{_NUMBER}|(?:{'|'.join(known)})(?=\s*$))")


def _count(case: str) -> int:
    return int(case.rstrip("abcdefghijklmnopqrstuvwxyz"))


def case_key(case_id: str | None) -> str | None:
    """The normalised id that overview and card share: spaces, hyphens and a second id after a slash dropped.

    A letter behind the number tells two proposals apart: `BC05a` is not `BC05b`.
    """
    if not case_id:
        return None
    key = re.sub(r"[\s_]", "", case_id.split("/")[0]).upper()
    return re.sub(r"(?<=[A-ZÆØÅ])-(?=\d)", "", key) or None


def unique_id(base: str, seen: set[str]) -> str:
    """The id, with a number behind it where the document used it before."""
    unique, copy = base, 2
    while unique in seen:
        unique, copy = f"{base}-{copy}", copy + 1
    seen.add(unique)
    return unique
