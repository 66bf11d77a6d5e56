"""What a table's heading says of its amounts: the unit and the price level."""

from __future__ import annotations

import re
from typing import Final

_BLANK: Final = r"[\s\u00a0\u2004-\u200a\u202f]"
_KR: Final = r"(?:kr\b|(?:danske\s)?kroner\b|dkk\b)"
_NOT_COUNTED: Final = r"(?<![\d.,])"
_GAP: Final = rf"[.\u2019'·]?{_BLANK}?"
_NO_MORE: Final = rf"(?!\d|{_GAP}\d{{3}}(?!\d))"
_THOUSAND: Final = rf"1{_GAP}[0oO]{{3}}{_NO_MORE}(?:['\u2019]?er\b)?"
_MILLION: Final = rf"1{_GAP}[0oO]{{3}}{_GAP}[0oO]{{3}}{_NO_MORE}"  # noughts as a scan may have them
_JOINT: Final = rf"{_BLANK}?(?:,?[-\u2010-\u2014])?{_BLANK}{{0,3}}"


def _spelled(words: str) -> str:
    """`mio. kr.`, `mio.kr`, `mio` alone, `i mio. kroner`."""
    return rf"\b(?:{words})\b\.?(?:{_BLANK}{{0,3}}{_KR})?"


_UNITS: Final = (
    (re.compile(_spelled(r"mia|milliard(?:er)?"), re.I), 1_000_000_000),
    (re.compile(_spelled(r"mio|mill?|million(?:er)?") + r"|\bm\.?(?:kr|dkk)\b|\bdkk ?m(?:io)?\b", re.I), 1_000_000),
    (re.compile(rf"{_NOT_COUNTED}{_MILLION}{_JOINT}{_KR}|\b{_KR}\.?{_BLANK}{{0,3}}\(?{_MILLION}", re.I), 1_000_000),
    (
        re.compile(
            rf"{_NOT_COUNTED}{_THOUSAND}{_JOINT}{_KR}|\b{_KR}\.?{_BLANK}{{0,3}}(?:i{_BLANK})?\(?{_THOUSAND}"
            rf"|\b[tk]\.?{_BLANK}?(?:kr|dkk)\b|\btus(?:ind(?:er?)?)?\b\.?(?:{_BLANK}{{0,3}}{_KR})?",
            re.I,
        ),
        1_000,
    ),
    (re.compile(rf"(?:\bhele{_BLANK})?\b{_KR}", re.I), 1),
)
_PARTS: Final = ("kr", "mi", "dkk", "tus")
"""Each unit holds one of these, so a line without them need not be looked at closely."""
_AMOUNT_BEFORE: Final = re.compile(rf"(?P<number>\d[\d.,]*){_BLANK}{{0,3}}\Z")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_ONE_OF: Final = re.compile(rf"(?:\A|[(,:;]|\bi|\bhele){_BLANK}{{0,3}}\Z", re.I)
"""What stands before the 1 of a unit: nothing, or the words for what amounts are told in."""


def parse_unit(text: str) -> tuple[int, str] | None:
    """The unit a heading names, in kroner, with the words that name it: `1.000 kr. 2027 p/l` -> (1000, "1.000 kr.").

    Of several the largest. An amount (`der afsættes 2 mio. kr.`) names none.
    """
    amounts: list[tuple[int, int]] = []
    small = text.lower()
    if not any(part in small for part in _PARTS):
        return None
    for pattern, factor in _UNITS:
        for found in pattern.finditer(text):
            start, end = _start(text, found), found.end()
            if start is None or any(at <= found.start() < to for at, to in amounts):
                amounts.append(found.span())
                continue
            return factor, (text[start:end] + "." * (text[end : end + 1] == ".")).strip()
    return None


def _start(text: str, found: re.Match[str]) -> int | None:
    """Where a unit begins; None for an amount's, right before which a number stands that is no year.

    `1 kr.` alone is a unit, and so is what amounts are told in: `i 1 mio. kr.`
    """
    before = _AMOUNT_BEFORE.search(text, max(0, found.start() - 24), found.start())
    if before is None or _YEAR.match(before["number"].rstrip(".,")) is not None:
        return found.start()
    return before.start() if before["number"] == "1" and _ONE_OF.search(text, 0, before.start()) else None


PriceLevel = tuple[int | None, str]
"""The year of a price level (None for `løbende priser`) and its printed form."""
_YEAR_OF_LEVEL: Final = r"(?P<{}>20[0-9]{{2}})"
_LEVEL_WORD: Final = (
    rf"(?:p{_BLANK}*/{_BLANK}*[l1I|](?![A-Za-zæøå0-9])|pl\b|pris-{_BLANK}og{_BLANK}lønniveau|pris(?:er|niveau)?\b)"
)
PRICE_LEVEL_RE: Final = re.compile(
    rf"(?<![0-9]){_YEAR_OF_LEVEL.format('before')}{_BLANK}*[-–]?{_BLANK}*{_LEVEL_WORD}"
    rf"|\bp{_BLANK}*/{_BLANK}*[l1I|]{_BLANK}*[-–:]?{_BLANK}*{_YEAR_OF_LEVEL.format('after')}(?![0-9])"
    rf"|\b(?:pris-{_BLANK}og{_BLANK}løn|pris)niveau:?{_BLANK}*{_YEAR_OF_LEVEL.format('level')}(?![0-9])"
    r"|\b(?P<running>løbende\spriser)\b",
    re.I,
)
"""A price level as printed: `2027 p/l`, `2016 pl`, `2019-priser`, `p/l 2026`; OCR's `p/1` counts too."""


def parse_price_level(text: str) -> PriceLevel | None:
    """The year of a price level and its printed form: `2027 p/l` -> (2027, "2027 p/l")."""
    found = PRICE_LEVEL_RE.search(text)
    if found is None:
        return None
    year = found["before"] or found["after"] or found["level"]
    return (int(year) if year else None), found[0]


PRICE_EACH_RE: Final = re.compile(
    r"\b(?:enheds|styk)?pris(?:er)?\b|\btakst|\bsats\b|\bpr\.?\s(?:stk|plads|enhed|time|døgn|måned|elev|barn|borger)",
    re.I,
)
"""The heading of prices a piece, which nobody adds up."""
