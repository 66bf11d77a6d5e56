"""What Danish words for time mean, as exact dates: `2. kvartal 2029`, `Q3 og Q4 2026`, `ultimo 2027`, `fra 2028`.

Conventions, where the words leave room:

- `primo`, `medio`, `ultimo` (`starten af`, `midt`, `slutningen af`) are the first, middle and last third of what they
  qualify: of a year January-April, May-August, September-December; of a quarter or half-year its thirds in months; of a
  month the days 1-10, 11-20 and 21 on. Danish dictionaries of business terms give ultimo as the last third of the month
  (dinero.dk/ordbog/primo-ultimo; homepage.dk/ultimo-betydning), and we read the year in the same proportion.
- `udgangen af X` is X's last day. `inden (udgangen af) X`, `senest X`, `frem til X`, `indtil X` have no first day and
  end with X's last day; `før X` ends the day before X.
- `fra X` and `X og frem` have no last day.
- Spring is March-May, summer June-August, autumn September-November, winter December of the year before to February.
- A school year runs from 1 August to 31 July. A `3. prognose 2026` is made within 2026, which is all the words say.
- Two-digit years are of this century. A part without a year takes that of the part behind it (`Q3 og Q4 2026`,
  `jun-dec. 2026`), else that in front, else `default_year`.
- `Budget 2027`, `OFS 2025-2026`, `2027 p/l` name a budget or a price level and are no periods.

No date is guessed: words of recurrence (`Løbende`, `Halvårligt`) and of relative time (`År1: Q3`) have a kind and no
dates, an impossible date (`31-02-2026`) is no period, and neither is a span that ends before it starts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extractors.danish.periods.parts import PART_RE, Part, PeriodKind, read_part

_LINK_RE: Final = re.compile(
    r"\s{0,3}[-–—]\s{0,3}|\s{1,3}(?P<word>til\sog\smed|til|frem\stil|og|samt|eller)\s{1,3}(?:i\s|med\s)?|\s?(?P<slash>/)\s?",
    re.I,
)
_UNTIL_RE: Final = re.compile(
    r"\b(?P<word>inden(?:\sfor)?|senest|frem\s(?:til|mod)|indtil|før)\s{1,3}(?:den\s|d\.\s|i\s|med\s)?\Z", re.I
)
_FROM_RE: Final = re.compile(r"\b(?:fra(?:\sog\smed)?|efter|siden|tidligst)\s{1,3}(?:den\s|d\.\s|i\s)?\Z", re.I)
_ONWARDS_RE: Final = re.compile(r"\s{1,3}og\s{1,3}(?:frem(?:ad|over|efter)?|derefter|senere)\b", re.I)
_RELATIVE_RE: Final = re.compile(r"\bår\s?[1-9]\b(?:\s{0,3}:?\s{0,3}Q\s?[1-4](?:\s(?:og|-)\sQ\s?[1-4])?)?", re.I)
_ONGOING_RE: Final = re.compile(r"\bløb(?:e|)n?de\b", re.I)
_RECURRING_RE: Final = re.compile(
    r"\b(?:(?:hel|halv)?årlig(?:t|e)?|kvartalsvist?|kvartårligt|månedligt?|månedsvist?|ugentligt?|dagligt?)\b"
    r"|\bhver(?:t)?\s(?:\d\.\s?)?(?:½\s|halve?t?\s|andet\s)?(?:år|halvår|kvartal|måned|uge)|\b(?:pr\.|om)\s?året\b",
    re.I,
)
_BEFORE: Final = 24
_MAX_CELL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Period:
    """A period as printed, with its first and last day, both inclusive; None where the words set no limit.

    Raises ValueError when it would end before it starts.
    """

    printed: str
    kind: PeriodKind
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def __post_init__(self) -> None:
        if self.date_from is not None and self.date_to is not None and self.date_to < self.date_from:
            raise ValueError(f"{self.printed!r} ends on {self.date_to}, before it starts on {self.date_from}")


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period of a text and where it stands."""

    period: Period
    char_start: int
    char_end: int


def parse_period(text: str, *, default_year: int | None = None) -> Period | None:
    """What a cell or phrase says of time, as one period; None when it says nothing of time.

    Several periods in one cell are joined from the first's start to the last's end; when they do not follow each other
    in time the cell is a span without dates.
    """
    cell = text.strip()[:_MAX_CELL]
    if found := _RELATIVE_RE.search(cell):
        return Period(found[0] if len(cell) > 40 else cell, "relative")
    dated = [f.period for f in find_periods(cell, default_year=default_year)]
    word = _word_of_time(cell)
    if not dated:
        return Period(cell, word) if word else None
    if any(a.date_from and b.date_from and b.date_from < a.date_from for a, b in pairwise(dated)):
        return Period(cell, "span")
    kind = dated[0].kind if len(dated) == 1 else "span"
    return Period(cell, word or kind, *_ends(dated))


def _ends(periods: Sequence[Period]) -> tuple[dt.date | None, dt.date | None]:
    """The first day and the last of some periods; None where one of them is open there."""
    starts, ends = [p.date_from for p in periods], [p.date_to for p in periods]
    first = None if None in starts else min(filter(None, starts))
    return first, None if None in ends else max(filter(None, ends))


def _word_of_time(cell: str) -> PeriodKind | None:
    """What a cell's words say without a date: that it goes on, or comes again."""
    if _ONGOING_RE.search(cell):
        return "ongoing"
    return "recurring" if _RECURRING_RE.search(cell) else None


def find_periods(text: str, *, default_year: int | None = None) -> list[FoundPeriod]:
    """Every dated period of a text, in order; words of recurrence and relative time are not among them."""
    found: list[FoundPeriod] = []
    group: list[Part] = []
    name_end = -1  # where the last name of a budget ended; the second year of `OFS 2025-2026` belongs to it
    for match in PART_RE.finditer(text):
        named = name_end >= 0 and bool(_LINK_RE.fullmatch(text, name_end, match.start()))
        part = None if named else read_part(text, match)
        if part is None:
            name_end = match.end()
            continue
        if group and _linked(text, group[-1], part):
            group.append(part)
            continue
        found += _periods(text, group, default_year)
        group = [part]
    return found + _periods(text, group, default_year)


def _periods(text: str, group: list[Part], default_year: int | None) -> list[FoundPeriod]:
    """The period of linked parts; the parts' own periods when the whole would end before it starts."""
    if not group:
        return []
    whole = _period(text, group, default_year)
    if whole is not None or len(group) == 1:
        return [whole] if whole else []
    singles = (_period(text, [part], default_year) for part in group)
    return [p for p in singles if p is not None]


def _period(text: str, group: list[Part], default_year: int | None) -> FoundPeriod | None:
    years = _years(group, default_year)
    if years is None:
        return None
    try:
        spans = [part.dates(year) for part, year in zip(group, years, strict=True)]
    except ValueError:  # 31-02-2026
        return None
    first, last, start, end = spans[0][0], spans[-1][1], group[0].start, group[-1].end
    if last < first:
        return None
    kind = group[0].kind if len(group) == 1 else "span"
    period = Period(text[start:end], kind, first, last)
    before = text[max(0, start - _BEFORE) : start]
    if onwards := _ONWARDS_RE.match(text, end):
        end = onwards.end()
        start -= len(lead[0]) if (lead := _FROM_RE.search(before)) else 0
        period = replace(period, kind="from", date_to=None)
    elif len(group) == 1 and (lead := _UNTIL_RE.search(before)):
        last = first - dt.timedelta(days=1) if lead["word"].lower() == "før" else last
        start -= len(lead[0])
        period = replace(period, kind="until", date_from=None, date_to=last)
    elif len(group) == 1 and (lead := _FROM_RE.search(before)):
        start -= len(lead[0])
        period = replace(period, kind="from", date_to=None)
    return FoundPeriod(replace(period, printed=text[start:end]), start, end)


def _years(group: list[Part], default_year: int | None) -> list[int] | None:
    """The year of each part: its own, else the next one's, else the one's before, else the default."""
    years = [part.year for part in group]
    for i in reversed(range(len(years) - 1)):
        years[i] = years[i] if years[i] is not None else years[i + 1]
    for i in range(1, len(years)):
        years[i] = years[i] if years[i] is not None else years[i - 1]
    filled = [y if y is not None else default_year for y in years]
    return [y for y in filled if y is not None] if None not in filled else None


def _linked(text: str, left: Part, right: Part) -> bool:
    """True when two parts are one expression: `Q3 og Q4 2026`, `2027-2029`, `fra medio 2026 til medio 2028`."""
    link = _LINK_RE.fullmatch(text, left.end, right.start)
    if link is None:
        return False
    if (link["word"] or "").lower() in ("og", "samt", "eller") or link["slash"]:
        return left.year is None or (left.kind == right.kind == "year" and not link["slash"])
    return True
