"""The years a sentence gives its amounts: `i 2026`, `i 2026 og 2027`, `2027-2029`, `fra 2028 og frem`, `varigt`.

An amount's years usually follow it (`1,5 mio. kr. i 2026 og 0,7 mio. kr. i 2027`); a year that opens the sentence
(`Fra 2028 spares 2 mio. kr.`) holds for every amount that has none of its own. Years that only name something
(`2027 p/l`, `budget 2025`, `OFS 2025-2026`) are no years of an amount.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

_YEAR: Final = r"(?:19|20)\d\d(?![\d½]|[.,]\d)"
_PART: Final = r"(?:primo|medio|ultimo|midten\saf|udgangen\saf|\d\.\s?(?:halvår|kvartal)|budget|i)\s{1,3}"
_JOIN: Final = rf"\s{{0,3}}[-–—]\s{{0,3}}|\s{{1,3}}(?:til og med|til|og|samt)\s{{1,3}}(?:{_PART})?|,\s{{1,3}}"
_SPAN_RE: Final = re.compile(
    rf"(?<![\w./-])(?P<lead>(?:fra og med|fra|efter|siden)\s{{1,3}}(?:{_PART})?)?"
    rf"(?P<first>{_YEAR})(?:/(?P<short>\d\d)(?!\d))?(?P<more>(?:(?:{_JOIN})(?:{_YEAR})){{0,6}})"
    r"(?P<open>\s{1,3}og\s{1,3}(?:frem|derefter|fremover|fremefter))?",
    re.I,
)
_NAME_BEFORE_RE: Final = re.compile(
    r"(?:overførselssag(?:en)?|budget|budgetaftale|ofs|br|aftale|lov|bilag|nr\.)\s{1,3}\Z", re.I
)
_PRICE_LEVEL_RE: Final = re.compile(r"[\s-]{0,3}(?:p\s?/?\s?[l1I|]\b|prise?r|prisniveau|niveau)", re.I)
_RANGE_RE: Final = re.compile(r"[-–—]|\btil\b", re.I)
_YEARS_RE: Final = re.compile(_YEAR)
_ADVERB: Final = r"årligt|varigt|(?:pr\.|per)\s+år(?![\ws])|om\s+året|hvert\s+år"
_COST: Final = (
    r"udgift|omkostning|drift|besparelse|effekt|gevinst|leje|pris|abonnement|bevilling|indtægt|tilskud|potentiale"
)
_AFTER_RE: Final = re.compile(rf"\b(?:{_ADVERB}|og\s+frem)\b", re.I)
_BEFORE_RE: Final = re.compile(
    rf"\b(?:{_ADVERB}|(?:årlige?|varige?)\s{{1,3}}(?:\w{{1,20}}\s){{0,2}}?\w{{0,20}}(?:{_COST}))", re.I
)
_ENDS_CLAUSE_RE: Final = re.compile(
    r"[;:]|,\s|\b(?:stigende|svarende|heraf|hvoraf|hvorefter|herefter|samt|mens|men)\b", re.I
)
_OTHER_QUANTITY_RE: Final = re.compile(r"\d\s{0,3}(?:årsværk|åv\b|ÅV\b|fte\b)|[½¼¾]\s{0,3}årsværk")
_LEADS_IN_RE: Final = re.compile(r"\s{0,2}[:(=]\s{0,2}")  # `2026: 5 mio. kr.`, `i 2026 (5 mio. kr.)`
_REACH: Final = 75
_NEAR: Final = 50
_ADJACENT: Final = 35  # a year this close behind an amount is the amount's, whatever stands in front


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A year expression of a text: where it stands, its first and last year, and the years it lists one by one."""

    start: int
    end: int
    year_from: int
    year_to: int | None
    listed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """When an amount holds; see `amounts.Amount`."""

    year_from: int | None = None
    year_to: int | None = None
    recurring: bool = False
    listed: tuple[int, ...] = ()


def year_spans(text: str) -> list[YearSpan]:
    """Every year expression of a text that can date an amount, in order."""
    return [span for found in _SPAN_RE.finditer(text) if (span := _span(text, found)) is not None]


def _span(text: str, found: re.Match[str]) -> YearSpan | None:
    before = text[max(0, found.start() - 16) : found.start()]
    if _NAME_BEFORE_RE.search(before) or _PRICE_LEVEL_RE.match(text, found.end()):
        return None
    first = int(found["first"])
    years = [first, *(int(y) for y in _YEARS_RE.findall(found["more"]))]
    if found["short"]:
        years.append(first // 100 * 100 + int(found["short"]))
    last = years[-1]
    if last < first:
        return None
    is_open = bool(found["open"]) or (bool(found["lead"]) and len(years) == 1)
    listed = () if _RANGE_RE.search(found["more"]) else tuple(years)
    return YearSpan(found.start(), found.end(), first, None if is_open else last, listed)


class Calendar:
    """Dates the amounts of one text; to be asked in the order of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = year_spans(text)
        self._starts = [s.start for s in self._spans]
        self._taken = -1  # the last year expression that an amount in front of it has claimed
        self._free_from = 0  # where the words begin that no earlier amount's recurrence has claimed

    def when(self, start: int, end: int, *, previous_end: int, next_start: int, sentence: tuple[int, int]) -> When:
        """The years of the amount at `start:end`, which stands between two others inside a sentence.

        `previous_end` and `next_start` are where the amounts around it end and begin.
        """
        recurring = self._recurs(start, end, max(previous_end, sentence[0]), min(next_start, sentence[1]))
        ahead = self._ahead(end, min(next_start, sentence[1], end + _REACH))
        behind = self._behind(sentence[0], start)
        if ahead is not None and behind is not None:
            far = self._spans[ahead].start - end > _ADJACENT and start - self._spans[behind].end < _ADJACENT
            leads_in = _LEADS_IN_RE.fullmatch(self._text, self._spans[behind].end, start)
            ahead = None if far or leads_in else ahead
        if ahead is not None:
            self._taken = ahead
        chosen = ahead if ahead is not None else behind
        if chosen is None:
            return When(recurring=recurring)
        span = self._spans[chosen]
        goes_on = self._text[span.start : span.end].lower().endswith(("frem", "fremover", "fremefter", "derefter"))
        return When(span.year_from, span.year_to, recurring or goes_on, span.listed)

    def _ahead(self, lo: int, hi: int) -> int | None:
        """The first year expression behind an amount, unless its parenthesis or another quantity ends before."""
        i = bisect_left(self._starts, lo)
        if i == len(self._starts) or self._starts[i] >= hi:
            return None
        between = self._text[lo : self._starts[i]]
        closed = between.find(")")
        outside = closed >= 0 and "(" not in between[:closed] and len(between) - closed > 8
        return None if outside or _OTHER_QUANTITY_RE.search(between) else i

    def _behind(self, lo: int, hi: int) -> int | None:
        """The nearest year expression in front that no earlier amount has taken."""
        i = bisect_left(self._starts, hi) - 1
        return i if i > self._taken and i >= 0 and self._starts[i] >= lo else None

    def _recurs(self, start: int, end: int, lo: int, hi: int) -> bool:
        after = self._text[end : min(hi, end + _NEAR)]
        clause = _ENDS_CLAUSE_RE.search(after)
        said_after = _AFTER_RE.search(after[: clause.start() if clause else None])
        before = self._text[max(lo, self._free_from, start - _NEAR) : start].rpartition("(")[2]
        said_before = _BEFORE_RE.search(before)
        if said_after:
            self._free_from = end + said_after.end()
        return bool(said_after or said_before)
