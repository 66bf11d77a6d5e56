"""The parts of a period expression: a date, week, month, quarter, half-year, season or year, with `primo` and the like.

The conventions are set out in `periods`, which joins the parts.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

PeriodKind = Literal[
    "date", "week", "month", "quarter", "half_year", "season", "school_year", "forecast", "year", "part_of_year",
    "span", "from", "until", "ongoing", "recurring", "relative",
]  # fmt: skip
"""What the words name; `span` joins two periods, `from` and `until` have one end only."""


_MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH: Final = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)"
)
_ORDINALS: Final = {"første": 1, "andet": 2, "tredje": 3, "fjerde": 4}
_NTH: Final = r"(?:[1-4]\s?\.|første|andet|tredje|fjerde)"
_SEASONS: Final = {"forår": (3, 5), "sommer": (6, 8), "efterår": (9, 11), "vinter": (12, 2)}
_YEAR: Final = r"(?:19|20)\d\d(?![\d½%]|[.,]\d|[\s-]{0,3}p\s?/)"
_SHORT: Final = r"(?:'?\d\d(?![\d.,:%/]))"
_OF: Final = r"\s{0,3}(?:(?:i|af|for|,)\s{1,3})?"
PART_RE: Final = re.compile(
    rf"""(?<![\w.,/½])(?=\w)
    (?P<qualifier>(?:primo|medio|ultimo|midt(?:en)?(?:\s(?:i|af))?|(?:start|begyndelse|slutning|udgang)(?:en)?\s(?:af|i)
        |sidst\si|først\si|tidligt\s(?:i|på)|sent\s(?:i|på)|sen)(?:\s?[-/]\s?(?P<to_qualifier>medio|ultimo))?[\s-]{{1,3}})?
    (?:
      (?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)
    | (?P<day>\d{{1,2}})(?P<sep>[./-])\s?(?P<day_month>\d{{1,2}})(?P=sep)\s?(?P<day_year>\d{{4}}|\d\d)(?![\d/])
    | (?P<text_day>\d{{1,2}})\s?\.?\s{{0,3}}(?P<text_month>{_MONTH})(?:\s{{0,3}},?\s{{0,3}}(?P<text_year>{_YEAR}))?
    | (?P<quarter>{_NTH}\s{{0,3}}(?:kvartal|kvt\b\.?)|Q\s?[1-4])(?:{_OF}(?P<quarter_year>{_YEAR}|{_SHORT}))?
    | (?P<half>(?:[12]\s?\.|første|andet)\s{{0,3}}halvår)(?:{_OF}(?P<half_year>{_YEAR}|{_SHORT}))?
    | (?P<season>(?:forår|sommer|efterår|vinter)(?:et|en)?)(?:\s{{1,3}}(?P<season_year>{_YEAR}))?
    | (?P<month>{_MONTH})(?:(?:\s{{0,3}}(?:i\s|af\s|,)?\s{{0,3}}|-)(?P<month_year>{_YEAR}))?
    | uge\s{{1,2}}(?P<week>\d{{1,2}})(?:\s{{0,2}}(?:,|i|/|-)?\s{{0,2}}(?P<week_year>{_YEAR}))
    | skoleåret?\s{{1,3}}(?P<school>{_YEAR})/(?:\d\d\d\d|\d\d)(?!\d)
    | (?P<forecast>\d\s?\.\s{{0,2}}prognose){_OF}(?P<forecast_year>{_YEAR})
    | (?P<year>{_YEAR})(?:(?:/(?:20)?|[-–])(?P<second>\d\d)(?![\d/.,]|\s?[-–]))?
    )(?!\w)""",
    re.I | re.X,
)
_NAME_RE: Final = re.compile(r"(?:overførselssag(?:en)?|budget|budgetaftale|ofs|br|lov\snr\.|case|sag)\s{1,3}\Z", re.I)
_PROJECT_RE: Final = re.compile(r"\s{1,3}(?:i|af)\s{1,3}(?:projekt|forløb|pilot|innovation)", re.I)
_LONGEST_SPAN: Final = 20  # years; in `2026-99` the second number is no year
_BEFORE: Final = 24


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a period expression: how its year turns into dates."""

    start: int
    end: int
    kind: PeriodKind
    year: int | None
    dates: Callable[[int], tuple[dt.date, dt.date]]


def read_part(text: str, m: re.Match[str]) -> Part | None:
    """The part of a period that a match of `PART_RE` is; None when it names something else."""
    if _NAME_RE.search(text, max(0, m.start() - _BEFORE), m.start()) or _PROJECT_RE.match(text, m.end()):
        return None
    kind, year, dates = _meaning(m)
    if year is not None and not 1900 <= year <= 2099:
        return None
    qualifier = (m["qualifier"] or "").lower()
    if qualifier:
        parts = (_third(qualifier), _third((m["to_qualifier"] or qualifier).lower()))
        whole = dates
        kind = "part_of_year" if kind == "year" else kind
        return Part(m.start(), m.end(), kind, year, lambda y: _part(whole(y), *parts))
    return Part(m.start(), m.end(), kind, year, dates)


def _meaning(m: re.Match[str]) -> tuple[PeriodKind, int | None, Callable[[int], tuple[dt.date, dt.date]]]:
    """Kind, printed year and dates of a match, its qualifier left out."""
    if m["iso"]:
        year, month, day = map(int, m["iso"].split("-"))
        return "date", year, lambda y: _day(y, month, day)
    if m["day"]:
        return "date", _full(m["day_year"]), lambda y: _day(y, int(m["day_month"]), int(m["day"]))
    if m["text_day"]:
        return "date", _full(m["text_year"]), lambda y: _day(y, _month_no(m["text_month"]), int(m["text_day"]))
    if m["week"]:
        return "week", int(m["week_year"]), lambda y: _week(y, int(m["week"]))
    if m["month"]:
        return "month", _full(m["month_year"]), lambda y: _months(y, _month_no(m["month"]), 1)
    return _longer_meaning(m)


def _longer_meaning(m: re.Match[str]) -> tuple[PeriodKind, int | None, Callable[[int], tuple[dt.date, dt.date]]]:
    """As `_meaning`, for what is longer than a month."""
    if m["quarter"]:
        return "quarter", _full(m["quarter_year"]), lambda y: _months(y, 3 * _nth(m["quarter"]) - 2, 3)
    if m["half"]:
        return "half_year", _full(m["half_year"]), lambda y: _months(y, 6 * _nth(m["half"]) - 5, 6)
    if m["season"]:
        name = next(s for s in _SEASONS if m["season"].lower().startswith(s))
        first = _SEASONS[name][0]
        return "season", _full(m["season_year"]), lambda y: _months(y - (first == 12), first, 3)
    if m["school"]:
        return "school_year", int(m["school"]), lambda y: _months(y, 8, 12)
    if m["forecast"]:
        return "forecast", int(m["forecast_year"]), lambda y: _months(y, 1, 12)
    year = int(m["year"])
    last = _full(m["second"])
    if last is None or not year < last <= year + _LONGEST_SPAN:
        return "year", year, lambda y: _months(y, 1, 12)
    return "span", year, lambda y: (dt.date(y, 1, 1), dt.date(last, 12, 31))


def _full(year: str | None) -> int | None:
    if not year:
        return None
    digits = year.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month_no(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _nth(words: str) -> int:
    digit = re.search(r"[1-4]", words)
    return int(digit[0]) if digit else _ORDINALS[words.split(maxsplit=1)[0].lower()]


def _day(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    date = dt.date(year, month, day)
    return date, date


def _week(year: int, week: int) -> tuple[dt.date, dt.date]:
    return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)


def _months(year: int, first: int, count: int) -> tuple[dt.date, dt.date]:
    years, month = divmod(first - 1 + count - 1, 12)
    last = calendar.monthrange(year + years, month + 1)[1]
    return dt.date(year, first, 1), dt.date(year + years, month + 1, last)


def _third(qualifier: str) -> int:
    """Which third a qualifier means: 0, 1 or 2; 3 for the last day (`udgangen af`)."""
    if qualifier.startswith("udgang"):
        return 3
    if qualifier.startswith(("primo", "start", "begynd", "først", "tidlig")):
        return 0
    return 1 if qualifier.startswith(("medio", "midt")) else 2


def _part(whole: tuple[dt.date, dt.date], first: int, last: int) -> tuple[dt.date, dt.date]:
    """From third `first` to third `last` of a period: thirds in whole months where they go up, else in days."""
    start, end = whole
    if first == 3:
        return end, end
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months % 3 == 0:
        index = start.month - 1
        lo, hi = index + first * months // 3, index + (last + 1) * months // 3 - 1
        return (
            _months(start.year + lo // 12, lo % 12 + 1, 1)[0],
            _months(start.year + hi // 12, hi % 12 + 1, 1)[1],
        )
    if months == 1 and start.day == 1:
        return start + dt.timedelta(days=10 * first), end if last == 2 else start + dt.timedelta(days=10 * last + 9)
    days = (end - start).days + 1
    lo, hi = first * days // 3, (last + 1) * days // 3 - 1
    return start + dt.timedelta(days=lo), start + dt.timedelta(days=max(lo, hi))
