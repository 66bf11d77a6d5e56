"""The years a sentence gives its amounts: `i 2026`, `i 2026 og 2027`, `2027-2029`, `fra 2028 og frem`, `varigt`.

An amount's years usually follow it (`1,5 mio. kr. i 2026 og 0,7 mio. kr. i 2027`); a year that opens the sentence
(`Fra 2028 spares 2 mio. kr.`) holds for every amount that has none of its own. Years that only name something
(`2027 p/l`, `budget 2025`, `OFS 2025-2026`) are no years of an amount.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_YEAR: Final = r"(?:19|20)\d\d(?![\d½]|[.,]\d)"
_JOIN: Final = r"\s{0,3}[-–—]\s{0,3}|\s{1,3}(?:til og med|til|og|samt)\s{1,3}(?:i\s)?|,\s{1,3}"
_SPAN_RE: Final = re.compile(
    r"(?<![\w./-])(?P<lead>(?:fra og med|fra|efter|siden)\s{1,3}"
    r"(?:(?:primo|medio|ultimo|\d\.\s?(?:halvår|kvartal)|budget)\s{1,3})?)?"
    rf"(?P<first>{_YEAR})(?:/(?P<short>\d\d)(?!\d))?(?P<more>(?:(?:{_JOIN})(?:{_YEAR})){{0,6}})"
    r"(?P<open>\s{1,3}og\s{1,3}(?:frem|derefter|fremover|fremefter))?",
    re.I,
)
_NAME_BEFORE_RE: Final = re.compile(r"(?:budget|budgetaftale|ofs|br|aftale|lov|bilag|nr\.)\s{1,3}\Z", re.I)
_PRICE_LEVEL_RE: Final = re.compile(r"[\s-]{0,3}p\s?/\s?[l1I|]", re.I)
_YEARS_RE: Final = re.compile(_YEAR)
_RECURRING: Final = r"årligt|årlige?|varigt|varige?|(?:pr\.|per)\s+år(?!s)|om\s+året|hvert\s+år|løbende|og\s+frem"
_RECURRING_RE: Final = re.compile(rf"\b(?:{_RECURRING})\b", re.I)
_ENDS_CLAUSE_RE: Final = re.compile(r"[;:]|,\s|\b(?:stigende|heraf|hvoraf|hvorefter|herefter|samt|mens|men)\b", re.I)
_REACH: Final = 90
_NEAR: Final = 50


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A year expression of a text: where it stands, its first and last year, and every year it lists."""

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
    return YearSpan(found.start(), found.end(), first, None if is_open else last, tuple(years))


class Calendar:
    """Dates the amounts of one text, in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = year_spans(text)
        self._starts = [s.start for s in self._spans]
        self._taken = -1

    def when(self, start: int, end: int, *, previous_end: int, next_start: int, sentence: tuple[int, int]) -> When:
        """The years of the amount at `start:end`, which stands between two others inside a sentence.

        `previous_end` and `next_start` are where the amounts around it end and begin. To be asked in text order.
        """
        right_end = min(next_start, sentence[1], end + _REACH)
        span = self._first(end, right_end)
        if span is not None:
            self._taken = self._starts.index(span.start, bisect_left(self._starts, span.start))
        else:
            span = self._before(sentence[0], start)
        recurring = self._recurs(start, end, previous_end, min(next_start, sentence[1]), sentence[0])
        if span is None:
            return When(recurring=recurring)
        return When(span.year_from, span.year_to, recurring or self._goes_on(span), span.listed)

    def _first(self, lo: int, hi: int) -> YearSpan | None:
        i = bisect_left(self._starts, lo)
        return self._spans[i] if i < len(self._spans) and self._starts[i] < hi else None

    def _before(self, lo: int, hi: int) -> YearSpan | None:
        """The nearest year expression in front that no earlier amount has taken."""
        i = bisect_left(self._starts, hi) - 1
        return self._spans[i] if i > self._taken and i >= 0 and self._starts[i] >= lo else None

    def _goes_on(self, span: YearSpan) -> bool:
        return self._text[span.start : span.end].lower().endswith(("frem", "fremover", "fremefter", "derefter"))

    def _recurs(self, start: int, end: int, previous_end: int, next_start: int, sentence_start: int) -> bool:
        after = self._text[end : min(next_start, end + _NEAR)]
        clause = _ENDS_CLAUSE_RE.search(after)
        before = self._text[max(previous_end, sentence_start, start - _NEAR) : start]
        return bool(_RECURRING_RE.search(after[: clause.start() if clause else None]) or _RECURRING_RE.search(before))


def spread(when: When, count: int) -> Iterable[When]:
    """The years of each of `count` amounts that share a unit: one each when as many years are listed."""
    if count == len(when.listed) > 1:
        return [When(y, y, when.recurring) for y in when.listed]
    return [when] * count
