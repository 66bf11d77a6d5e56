"""What the heading of a value column stands for: a year with its basis, an open year, a stage, a sum, a measure.

Forms seen in Danish budgets: `2026`, `B2026`, `BO 2027`, `BF2014`, `R-2012`, `Budget 2018`, `BUDGETOVERSLAG2018`,
`Overslag 2019`, `2026*`, `2029 og frem`, `Senere`, `I alt`, `Korrigeret budget`, `Afvigelse`, `år 1`. The words are
those of the Danish budget rules (Indenrigsministeriets Budget- og regnskabssystem: regnskab, budget,
budgetoverslagsår), no form's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, cast

from extractors.danish.units import parse_price_level
from extractors.danish.year_headings import parse_year_heading
from schemas.dataset import ColumnKind


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The heading of a value column: as printed, what it stands for, its year and the year's printed basis.

    `span` is where it stands in its line, in characters; None in a grid.
    """

    printed: str
    kind: ColumnKind
    year: int | None = None
    basis: str | None = None
    span: tuple[int, int] | None = None


_NOTE: Final = (
    r"(?:\s?\*{1,3}|\s?[¹²³⁴⁵⁶⁷⁸⁹]|\s?[1-9]\)|\s?\([1-9*]\)"
    r"|\s?\((?:i\s)?(?:1\.000\s|hele\s|mio\.?\s?|mill\.?\s?|t\.?\s?)?kr\.?\)|\s(?:mio\.?\s?|t\.?\s?)?kr\.(?=\s|$))?"
)
"""A note's mark behind a heading, or its own unit: `2026 (1.000 kr.)`."""
_BASIS_WORD: Final = (
    r"(?:(?:oprindeligt|vedtaget|korrigeret|forventet|nyt)\s+)?(?:budget\s?overslag|budgetforslag|budget\s?år|budget|"
    r"overslags\s?år|overslag|regnskab|prognose|skøn|forslag|takst(?:er)?|år)"
)
_BASIS_LETTERS: Final = r"(?:BO|BF|KB|OB|VB|FR|B|R|F|O)"
_LEVEL_AFTER: Final = r"(?!\s*[-–]?\s*(?:p\s*/\s*[l1I|]|pl\b|pris|niveau))"
_LEVEL_BEFORE: Final = r"(?<!p/l )(?<!p/l)(?<!pl )"
_YEAR: Final = r"(?:19[7-9]|20\d)\d"
_OPEN_WORDS: Final = (
    r"\s*(?:ff\.?|og\s+(?:frem(?:efter|over)?|følgende(?:\s+år)?|senere)|[-–]\s*(?=$|\s{2})|→|\+(?!\s?\d))"
)
_PER_DAY: Final = r"(?:pr\.|ultimo|primo)\s?(?:\d{1,2}(?:\.\s?(?:\d{1,2}\.?|[a-zæøå]{3,9})|/\d{1,2})|[a-zæøå]{3,9})"
_PERIOD: Final = rf"{_YEAR}(?:(?:[-–/]|\s[-–/]\s){_YEAR}|[-–/]\d\d)(?!\d)"  # `2026 -12` is a row and its value
_STAGES: Final = (
    r"(?:oprindeligt|opr\.?)\s+(?:vedtaget\s+)?budget|(?:vedtaget|vedt\.)\s+budget|(?:korrigeret|korr\.?)\s+budget|"
    r"(?:ajourført|revideret|justeret|gældende)\s+budget|(?:nyt\s+)?skøn(?:\s+for\s+året)?|"
    r"(?:forventet|forv\.)\s+(?:års)?(?:regnskab|forbrug|resultat)|"
    r"(?:forventet\s+|forv\.\s+)?afvigelse(?:r)?(?:\s+(?:til|fra|ift\.?|i\s+forhold\s+til)\s+(?:det\s+)?"
    r"(?:oprindelig(?:e|t)|vedtag(?:et|ne)|korrigere(?:t|de))\s+budget)?|"
    r"tillægsbevilling(?:er)?|restbudget|rest|"
    r"(?:forbrug|regnskab)\s+(?:i\s+)?[1-4]\.\s?(?:kvartal|halvår|tertial)|"
    r"forbrug(?:\s+(?:til\s+dato|år\s+til\s+dato|(?:pr\.\s?)?\d{1,2}(?:\.\s?(?:\d{1,2}\.?|[a-zæøå]{3,9})|/\d{1,2})))?|"
    r"(?:anlægs)?bevilling\s+i\s+alt|anlægsbevilling|rådighedsbeløb|ændring(?:er)?|forskel|difference|"
    r"mer[-/ ]*\s?/?\s?mindreforbrug|nyt\s+budget|budget\s?forslag|budget|regnskab|overførsel|overførsler|"
    r"omplacering(?:er)?|"
    r"(?:[1-4]\.\s?)?kvartal|[1-3]\.\s?(?:halvår|tertial)|januar|februar|marts|april|maj|juni|juli|august|september|oktober|"
    r"november|december"
)
_MEASURES: Final = (
    r"udgift(?:er)?|indtægt(?:er)?|nettoudgift(?:er)?|netto|brutto|service|anlæg|drift|overførsler|løn|øvrig\s+drift|"
    r"finansiering|bevilling|beløb|investering|effektivisering|besparelse|gevinst|effekt"
)
_HEAD: Final = re.compile(
    rf"""(?<![\w.,/])(?<!\s[-–−])(?:
    (?P<period>{_PERIOD})
    |(?:fra\s+)?(?P<open>(?:(?P<openbasis>{_BASIS_LETTERS}|{_BASIS_WORD})[\s.-]?\s?)?(?P<openyear>{_YEAR}){_OPEN_WORDS})
    |(?P<percent>(?:afvigelse|ændring|andel|udvikling|stigning|vækst|fald|dækning)\s+i\s+(?:pct\.?|procent|%)
        |forbrugs-?\s?(?:pct\.?|procent|%))
    |(?P<dated>(?:{_STAGES})(?:\s{{1,2}}(?P<datedyear>{_YEAR}))?\s{{1,2}}{_PER_DAY}(?:\s(?P<dayyear>{_YEAR}))?)
    |(?P<short>(?P<shortbasis>(?-i:BO|BF|B|R))\s?(?P<shortyear>[1-9]\d))
    |(?P<yearhead>(?:(?P<basis>{_BASIS_LETTERS}|{_BASIS_WORD})[\s.-]?\s?)?{_LEVEL_BEFORE}(?P<year>{_YEAR}){_LEVEL_AFTER})
    |(?P<said>(?:(?:netto|mer|mindre)?(?:udgift|indtægt)(?:er)?|besparelse|gevinst|effekt|virkning|beløb|behov|bevilling
        |investering|ændring|overføres|overførsel)\s+(?:i|til)\s+(?P<saidyear>{_YEAR}){_LEVEL_AFTER})
    |(?P<relative>(?:(?:budget)?overslags)?år\s?\d{{1,2}}|\d{{1,2}}\.\s?(?:(?:budget)?overslags)?år)
    |(?P<later>efter\s{{1,2}}{_YEAR}|(?:efterfølgende|senere|øvrige|følgende|kommende)\s+år|senere|herefter|derefter
        |varigt?|varig\s+(?:virkning|effekt)|(?:fuld|helårs)\s?(?:virkning|effekt))
    |(?P<spent>(?:forbrug(?:t)?|regnskab|afholdt|afsat|bevilget)\s+(?:t\.?\s?o\.?\s?m\.?|til\s+og\s+med|før|indtil)
        (?:\s{{1,2}}(?P<spentyear>{_YEAR}))?|(?:før|forud\s+for|t\.?o\.?m\.?)\s{{1,2}}{_YEAR}|tidligere\s+(?:år|afsat|bevilget|forbrug))
    |(?P<total>samlet\s+(?:sum|udgift|beløb|ramme|anlægssum|økonomi)|i\s+alt(?:\s{{1,2}}{_PERIOD})?|ialt|(?:hele\s+)?året(?:\s+i\s+alt)?|sum(?:\s{{1,2}}{_PERIOD})?|total(?:t|er)?|samlet|hele\s+perioden)
    |(?P<stage>(?:{_STAGES})(?:\s{{1,2}}(?P<stageyear>{_YEAR}){_LEVEL_AFTER})?)
    |(?P<measure>{_MEASURES})
    )(?:{_NOTE})(?![\w,/]|\.\w)""",
    re.IGNORECASE | re.VERBOSE,
)


_TAIL: Final = re.compile(
    r"(?P<front>[^(]{4,60}?)\s(?:\([^()]{1,40}\)"
    r"|(?P<said>pr\.|ultimo|primo|efter|inkl\.|ekskl\.|excl\.|incl\.|til|fra|ift\.?|i\sforhold\stil|mellem"
    r"|for)\s.{1,60})",
    re.IGNORECASE,
)
"""What may stand behind the heading of a stage: when (`pr. 31. oktober`), or against what (`til korrigeret budget`)."""
_BROKEN: Final = re.compile(rf"(?P<word>[a-zæøå]{{3,20}} [a-zæøå]{{1,10}})\s?(?P<year>{_YEAR})", re.IGNORECASE)
_PERCENT: Final = re.compile(r"(?:%|\bpct\b\.?|\bprocent)\)?$", re.IGNORECASE)
_LONGEST: Final = 100


def parse_head(text: str) -> ColumnHead | None:
    """The type of a heading cell; None where the text is no heading that the language knows."""
    cell = " ".join(text.split())
    if len(cell) > _LONGEST:
        return None
    if (head := _plain_head(cell)) is not None:
        return head
    tail = None if _PERCENT.search(cell) else _TAIL.fullmatch(cell)
    head = _plain_head(tail["front"]) if tail else None
    if tail is None or head is None or not (head.kind == "stage" or _may_go_on(head, tail["said"])):
        return None
    return replace(head, printed=cell)


def _may_go_on(head: ColumnHead, said: str | None) -> bool:
    """True for a year with words behind it: brackets behind any, `pr. 1. maj` only behind `Korrigeret budget 2026`."""
    return head.year is not None and (head.basis is not None or said is None)


def _plain_head(cell: str) -> ColumnHead | None:
    if (year := parse_year_heading(cell)) is not None and not parse_price_level(cell):
        return ColumnHead(cell, year.kind, year.year, year.basis)
    found = _HEAD.fullmatch(cell) if len(cell) < 60 else None
    return _head(found, cell) if found else _broken_year(cell)


def _broken_year(cell: str) -> ColumnHead | None:
    """`BUDGETOVERSLA` / `G 2025`: the word before the year broken where its narrow cell ended."""
    pieces = _BROKEN.fullmatch(cell)
    year = parse_year_heading(f"{pieces['word'].replace(' ', '')} {pieces['year']}") if pieces else None
    return ColumnHead(cell, year.kind, year.year, year.basis) if year else None


def leading_head(text: str) -> tuple[ColumnHead, int] | None:
    """The heading that a line begins with and the offset after it: of a row that a year names."""
    start = len(text) - len(text.lstrip())
    found = _HEAD.match(text, start) if len(text) < 400 else None
    found = None if found and found["short"] else found  # an id may look so
    return (_head(found, " ".join(found[0].split())), found.end()) if found else None


def measure_head(text: str) -> ColumnHead:
    """The heading of a column of values that is not a year: a measure, in its own words."""
    return ColumnHead(" ".join(text.split()), "measure")


def heads_in(text: str) -> tuple[str, list[ColumnHead]]:
    """A line's leading words and the headings that end it, each with its place; no headings where words stand between.

    `1.000 kr. 2020 2021 Senere I alt` gives ("1.000 kr.", four headings). The price level's year is no heading.
    """
    matches = list(_HEAD.finditer(text)) if len(text) < 400 else []
    kept: list[re.Match[str]] = []
    end = len(text.rstrip())
    for found in reversed(matches):
        if text[found.end() : end].strip(" |;"):
            break
        kept.insert(0, found)
        end = found.start()
    if kept and not _short_years_follow(kept):
        return text, []
    heads = [replace(_head(m, " ".join(m[0].split())), span=m.span()) for m in kept]
    if sum(map(is_year_like, heads)) > 1:  # a word before the first year names the rows: `Anlæg 2026 2027`
        while heads[0].kind == "measure":
            heads, kept = heads[1:], kept[1:]
    return (text[: kept[0].start()] if kept else text), heads


def _short_years_follow(found: Sequence[re.Match[str]]) -> bool:
    """False for `B11 B27`: ids, where years of two figures would follow each other."""
    years = [int(m["shortyear"]) for m in found if m["short"]]
    return not years or (len(years) > 1 and all(b - a in (0, 1) for a, b in pairwise(years)))


_YEARS: Final = {"openyear": "open_year", "year": "year", "shortyear": "year"}
"""The groups that hold a column's year, and what the column is."""
_KINDS: Final = {
    "period": "total",
    "said": "year",  # `Udgift i 2027`
    "relative": "year",
    "spent": "stage",  # what is spent before the plan's first year: no year of its own
    "percent": "measure",
    "later": "later",
    "total": "total",
    "dated": "stage",
    "stage": "stage",
    "measure": "measure",
}
"""What a column is by the group that matched its heading, in the order that the pattern tries them."""


def _head(found: re.Match[str], printed: str) -> ColumnHead:
    school = parse_year_heading(found["period"]) if found["period"] else None  # `2026/27`
    if school is not None:
        return ColumnHead(printed, school.kind, school.year, school.basis)
    for group, kind in _YEARS.items():
        if found[group]:
            basis = found["openbasis"] or found["basis"] or found["shortbasis"]
            return ColumnHead(
                printed, cast("ColumnKind", kind), int(found[group]) + 2000 * (group == "shortyear"), _basis(basis)
            )
    year = found["saidyear"] or found["stageyear"] or found["datedyear"] or found["dayyear"]
    kind = next(k for group, k in _KINDS.items() if found[group])
    return ColumnHead(printed, cast("ColumnKind", kind), int(year) if year else None)


def _basis(printed: str | None) -> str | None:
    return " ".join(printed.split()) if printed else None


def is_year_like(head: ColumnHead) -> bool:
    """True for a column that stands for time: what makes a heading row for sure."""
    return head.kind in ("year", "open_year", "later")


def makes_heading(heads: Sequence[ColumnHead]) -> bool:
    """True when these headings are enough to open a table: two or more, years or stages among them."""
    firm = sum(is_year_like(h) or h.kind == "stage" for h in heads)
    return firm >= 2 or (any(map(is_year_like, heads)) and len(heads) >= 2)


def under(top: Sequence[ColumnHead], words: Sequence[str]) -> list[ColumnHead]:
    """Two levels of headings as one: each of `top` with the words that stand under it, in print order."""
    each = len(words) // len(top)
    return [
        replace(head, printed=f"{head.printed} {words[i * each + k]}", span=None)
        for i, head in enumerate(top)
        for k in range(each)
    ]


def under_levels(heads: Sequence[ColumnHead], tops: Sequence[str]) -> list[ColumnHead] | None:
    """The headings with the upper level's words in front; None where they are not one series again and again."""
    each = len(heads) // len(tops) if tops else 0
    if len(tops) < 2 or each < 2 or len(heads) != each * len(tops):
        return None
    if any((h.printed, h.year) != (heads[n % each].printed, heads[n % each].year) for n, h in enumerate(heads)):
        return None
    over = [parse_head(t) or measure_head(t) for t in tops]
    return [_below(over[n // each], h) for n, h in enumerate(heads)]


def _below(top: ColumnHead, head: ColumnHead) -> ColumnHead:
    """A heading with the upper level's words in front, and of its year where it has none itself."""
    printed = f"{top.printed} {head.printed}"
    if top.year is not None and head.year is None:
        return replace(top, printed=printed, span=head.span)
    return replace(head, printed=printed)
