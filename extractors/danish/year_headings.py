"""The heading of a year's column: `2027`, `B2026`, `BO 2027`, `R-2012`, `Overslag 2019`, `2028*`, `2031 ff.`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extractors.danish.numbers import UNSEEN

YearKind = Literal["year", "open_year"]

_BLANK: Final = r"[\s\u00a0\u2004-\u200a\u202f]"
_DASH: Final = "[-\u2010-\u2014\u2212]"
_BASIS: Final = (
    r"BO[1-4]?|BF|BU|VB|OB|TB|FR|FY|R|B|F|ovs|bdg|budg?"
    rf"|(?:(?:vedtaget|korrigeret|oprindeligt|forventet|foreløbigt|ændret|nyt|endeligt){_BLANK}{{0,3}})?"
    r"(?:budgetoverslags?(?:år(?:ene)?)?|budgetforslag|budgetår|budget|regnskab(?:sår)?|overslags?(?:år(?:ene)?)?|"
    r"forbrug|prognose|skøn|år)"
)
_YEAR: Final = r"(?:19[89][0-9]|20[0-9]{2})"
_FREM: Final = rf"{_BLANK}?".join("frem")
"""`frem`, also in the pieces that a narrow cell makes of it."""
_OPEN: Final = (
    rf"[fo]\.?{_BLANK}?f\b\.?|{_BLANK}?\+|{_DASH}(?:>|(?![0-9]))|=>|→|\.{{3}}|…|m\.?{_BLANK}?fl\b\.?|osv\b\.?|f\.|flg\b\.?|efterf\w*\.?"
    rf"|o\.{_BLANK}?(?:s\.{_BLANK}?v\b\.?|frem\b)|og{_BLANK}{{0,3}}(?:{_FREM}\w*|følgende(?:{_BLANK}år)?|senere|efterf\w*\.?"
    rf"|herefter|derefter|årene{_BLANK}frem|f[.l]+g?\.?|fr\.)|frem(?:efter|over|ad)?\b|\(varigt?\)|\(og{_BLANK}{{0,3}}frem\w*\)"
)
_NOTE: Final = (
    r"(?:\*{1,3}\)?|[¹²³⁰-⁹₀-₉]{1,2}[)⁾]?|[0-9a-h]\)|\([0-9]\)|\[[0-9a-h]\]|[†‡§#]{1,2}|(?<=[0-9])[a-d](?![a-zæøå0-9]))"
)
_PRINTED: Final = (
    rf"(?:(?P<from>fra(?:{_BLANK}og{_BLANK}med)?{_BLANK}|f\.{_BLANK}|f\.?o\.?m\.{_BLANK}?|[>≥]){_BLANK}{{0,2}})?"
    rf"(?:(?P<basis>{_BASIS})(?:{_BLANK}{{0,3}}|{_DASH}|[_/]|\.{_BLANK}?))?"
    rf"(?P<year>{_YEAR})(?:{_BLANK}?/{_BLANK}?(?P<second>(?:20)?[0-9]{{2}}))?(?![0-9])"
    rf"(?:{_BLANK}{{0,3}}(?P<open>{_OPEN}))?(?P<note>{_BLANK}?{_NOTE})?(?:[.:]|{_BLANK}?(?:kr\b\.?|kroner\b))?"
)
_HEADING_RE: Final = re.compile(rf"\(?(?:{_PRINTED})\)?", re.I)
_SHORT_RE: Final = re.compile(rf"(?:(?P<basis>BO|BF|B|R){_BLANK}?['’]?|['’])(?P<year>[1-9][0-9])(?P<note>{_NOTE})?")
"""A year of two figures; with a dash (`BF-12`) it would be an id."""
_BASIS_BEHIND: Final = rf"(?:{_BLANK}{{0,3}}\((?:{_BASIS})\)|{_BLANK}{{0,3}}[-/_](?:{_BASIS})(?![\w.]))"
_BEHIND_RE: Final = re.compile(
    rf"(?P<year>{_YEAR})(?:{_BLANK}{{1,3}}|{_BLANK}{{0,3}}[-/_(]|(?-i:(?=BO|B)))(?P<basis>{_BASIS})\)?(?P<note>{_NOTE})?",
    re.I,
)
_CUT_YEAR: Final = re.compile(r"(?<=[0-9]) (?=[0-9])")
"""Where a narrow cell broke a year: `202` over `7`."""
_DIGITS: Final = re.compile(r"[0-9]{2}")
_LONGEST: Final = 48
_MOST: Final = 20  # years of a heading whose basis stands behind them
YEAR_IN_LINE: Final = (
    rf"(?<![0-9.,/-])(?:\bfra{_BLANK}(?:og{_BLANK}med{_BLANK})?|[>≥]|\b(?:{_BASIS})(?:\.?{_BLANK}|{_DASH}|[_/]|\.)?)?"
    rf"(?<![,])(?P<year>20[0-9]{{2}})(?:{_BASIS_BEHIND}|(?-i:BO?\b)|(?={_BLANK}(?:{_BASIS})\b\.?(?:{_BLANK}{{1,3}}20[0-9]{{2}}{_BLANK}"
    rf"(?:{_BASIS})\b\.?){{0,{_MOST}}}{_BLANK}*\Z){_BLANK}(?:{_BASIS})\b\.?|(?![0-9/]|[-=][^\s>]|\.[0-9]))"
    rf"(?:{_BLANK}?{_NOTE})?(?:{_BLANK}?(?:{_OPEN})(?:{_NOTE})?)?"
)
"""A year's heading within a line of headings (a pattern with the group `year`): its basis in front of it or behind it.

A basis that only a space parts from its year stands behind it where a basis ends the line, with one behind each year.
"""


@dataclass(frozen=True, slots=True)
class YearHeading:
    """What a year's heading says.

    `year` is the first of an open one (`2029 og frem`) and of a school or financial year (`2025/26`); `basis` as
    printed (`B`, `BO`, `Overslag`), None where none is.
    """

    year: int
    kind: YearKind
    basis: str | None = None
    note: str = ""


@lru_cache(maxsize=4096)
def parse_year_heading(text: str) -> YearHeading | None:
    """Read the heading of a year's column, line breaks included; None when the text is anything else."""
    if len(text) > _LONGEST or not _DIGITS.search(text):  # every cell of a page is asked
        return None
    heading = " ".join(UNSEEN.sub("", text).split())
    if short := _SHORT_RE.fullmatch(heading):
        return YearHeading(2000 + int(short["year"]), "year", short["basis"], short["note"] or "")
    found = _whole(heading)
    if found is None:
        behind = _BEHIND_RE.fullmatch(heading)
        return YearHeading(int(behind["year"]), "year", behind["basis"], behind["note"] or "") if behind else None
    if found["second"] and int(found["second"]) % 100 != (int(found["year"]) + 1) % 100:
        return None
    kind: YearKind = "open_year" if found["open"] or found["from"] else "year"
    basis = found["basis"] if found["basis"] and found["basis"].lower() != "år" else None
    return YearHeading(int(found["year"]), kind, basis, (found["note"] or "").strip())


def _whole(heading: str) -> re.Match[str] | None:
    return _HEADING_RE.fullmatch(heading) or _HEADING_RE.fullmatch(_CUT_YEAR.sub("", heading))
