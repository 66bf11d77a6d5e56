"""The figures, deadlines and reservations that a work programme's text states.

Key figures are counts, shares and capacities with the word they count: `38.000 medarbejdere`, `82% håndteres`,
`100GB`. Money is read elsewhere; years, dates and the numbers inside names (`CIS18`) are no figures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.danish.numbers import MINUS, parse_number
from extractors.danish.periods.find import find_periods
from extractors.danish.sentences import SentenceIndex, sentences

_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SCALES: Final = {"mio": 10**6, "million": 10**6, "mia": 10**9, "milliard": 10**9, "tusind": 1000}
_FIGURE: Final = re.compile(
    rf"(?<![\w.,/+:-])(?=[\d/])(?P<slash>(?=[\d.,]{{0,12}}/)[\d.,]{{0,12}}/[\d.,]{{0,12}}(?=\s|$)|)(?P<low>{_NUMBER})?"
    rf"(?:\s?[{MINUS}]\s?(?P<high>{_NUMBER}))?"
    r"\s?(?P<scale>(?:mio|mia)\.?|million(?:er)?|milliard(?:er)?|tusind)?(?![\w/])",
    re.I,
)
_UNIT_GLUED: Final = re.compile(
    rf"(?<![\w.,/-])(?P<low>{_NUMBER})\s?(?P<unit>%|GB|TB|MB|Gbit|Mbit|kWh|MWh|m2|m²|km|kg)(?!\w)"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATED: Final = re.compile(
    r"\.?\s*(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|kvartal|halvår)\b",
    re.I,
)
_MONEY: Final = re.compile(r"\s*(?:kr\b|kroner\b|t\.\s?kr|dkk\b)", re.I)
_WORD: Final = re.compile(r"\s*(?P<word>[^\W\d_][\w'’/-]*)(?P<stop>[,.;:!?)]?)")
_STOP_WORDS: Final = frozenset(
    """og eller samt af for til på i med om at der som fra ved over under mod er var har kan skal vil bliver blev mens
    hvor hvoraf når efter inden per pr ad hos gennem mellem uden""".split()
)
_NOT_COUNTED: Final = frozenset("år års måneder måned uger uge dage dag timer time p/l pl procentpoint".split())
_UNITS: Final = {"%": "procent", "pct": "procent", "procent": "procent"}
_MAX_UNIT_WORDS: Final = 5
_DESCRIBES: Final = re.compile(r"[^\W_]{2,}(?:ige|lige|ede|ende|ske|igt|sk)|lokalt|nye|store|andre|flere|alle")
_ENGLISH_PLURAL: Final = re.compile(r"[a-z]+[^e\W\d_]s")
"""The second word of an English term (`access points`); a Danish verb there ends in -es."""
_FREQUENCY: Final = re.compile(
    r"\bårligt?e?\b|\bmånedligt?e?\b|\bugentligt?e?\b|\bdagligt?e?\b|\b(?:om|pr\.|hver[t]?|per)\s(?:året|år|måneden|måned|ugen|uge|dagen|dag)\b"
    r"|\bdet seneste (?:år|halvår|kvartal)\b|\bden seneste måned\b|\bi 20\d\d\b",
    re.I,
)
_FREQUENCY_NAMES: Final = {"årlig": "årligt", "årlige": "årligt", "månedlige": "månedligt", "daglige": "dagligt"}
_PLAIN_YEARS: Final = re.compile(r"(?:fra |i )?20\d\d(?:\s*(?:-|–|og|til)\s*20\d\d)?(?: og frem\w*)?", re.I)
_PAST: Final = re.compile(r"\b(?:blev|var|havde|er vedtaget)\b", re.I)
_SEASON: Final = re.compile(
    r"\b(?:i løbet af|i|til|inden|senest|efter) (?:foråret|sommeren|efteråret|vinteren)(?: 20\d\d)?\b", re.I
)
_PENDING: Final = re.compile(
    r"\bafvent\w*|\bopdateres inden\b|\bunder forudsætning af\b|\bforudsætter \w+ (?:godkendelse|beslutning|bevilling)"
    r"|\bvides endnu ikke\b|\bendnu ikke (?:besluttet|afklaret|godkendt)|\bnår der er truffet (?:politisk )?beslutning"
    r"|\b(?:endelig|politisk) (?:politisk )?godkendelse\b|\bforbehold for\b|\btages stilling til\b"
    r"|\bforventes forelagt\b",
    re.I,
)  # fmt: skip
_ALONE: Final = re.compile(r"\s*(?:$|[A-ZÆØÅ])")
"""Nothing says what the figure measures."""
_NEAR: Final = 200  # characters in which a figure's period is sought
_SLASH_DIGIT: Final = "7"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure of a passage: offsets of the number, its value or range, unit, period and whether it is doubtful."""

    start: int
    end: int
    text: str
    value: float | None
    value_high: float | None
    unit: str | None
    period: str | None
    uncertain: bool


def find_figures(text: str, *, slash_is_seven: bool = False) -> list[Figure]:
    """Every key figure of a passage, with the words that name what is counted."""
    found: list[Figure] = []
    for start, end in sentences(text):
        figures = _figures(text[start:end], slash_is_seven=slash_is_seven)
        found += [replace(f, start=f.start + start, end=f.end + start) for f in figures]
    return found


def _figures(sentence: str, *, slash_is_seven: bool) -> list[Figure]:
    matches = [*_UNIT_GLUED.finditer(sentence), *_FIGURE.finditer(sentence)]
    found: list[Figure] = []
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if (found and match.start() < found[-1].end) or not any(c.isdigit() for c in match[0]):
            continue
        if (figure := _figure(sentence, match, slash_is_seven=slash_is_seven)) is not None:
            found.append(figure)
    return [replace(f, period=_period(sentence, i, found)) for i, f in enumerate(found)]


def damaged_sevens(texts: Sequence[str]) -> bool:
    """True when a slash stands in a digit's place in at least two numbers: then it stands for 7.

    7 is the one digit that a sans-serif typeface draws as a slash with a bar that thin scans lose; two numbers with the
    same damage say that it is the typeface's, not a fraction or an `and/or`. The figure stays marked uncertain.
    """
    found = re.findall(r"(?<![\w.,/])(?:/\d{1,3}(?:\.\d{3})+|\d{1,3}(?:\.\d{3})*,/)(?![\w/])", "\n".join(texts))
    return len(found) >= 2


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed, its place in the passage, and its first and last day where the words set them."""

    text: str
    start: int
    date_from: dt.date | None = None
    date_to: dt.date | None = None


def deadlines(text: str) -> list[Deadline]:
    """The deadlines of a passage: dates finer than a year, or with a limit (`frem til marts 2026`, `ultimo 2028`).

    A season without a year (`i løbet af foråret`) has no dates. A day or month in a sentence about the past is none.
    """
    index = SentenceIndex(text)
    found = []
    for period in find_periods(text):
        start, end = index.span(period.char_start)
        past = period.period.kind in ("day", "month", "date") and _PAST.search(text, start, end)
        if not past and not _PLAIN_YEARS.fullmatch(period.period.printed):
            dates = period.period.date_from, period.period.date_to
            found.append(Deadline(" ".join(period.period.printed.split()), period.char_start, *dates))
    covered = {at for d in found for at in range(d.start, d.start + len(d.text))}
    seasons = (m for m in _SEASON.finditer(text) if covered.isdisjoint(range(*m.span())))
    found += [Deadline(m[0], m.start()) for m in seasons]
    return sorted(found, key=lambda d: d.start)


def pending(text: str) -> list[str]:
    """The sentences of a passage that say something awaits a decision; neighbours are joined.

    The items of a list (its lines) are passages of their own.
    """
    found: list[str] = []
    for item in text.split("\n"):
        last = -1
        for start, end in sentences(item):
            if not _PENDING.search(item, start, end):
                continue
            if last >= 0 and not item[last:start].strip():
                found[-1] += item[last:end]
            else:
                found.append(item[start:end])
            last = end
    return found


def _figure(text: str, match: re.Match[str], *, slash_is_seven: bool) -> Figure | None:
    """The figure without its period; None for a year, a date, money or a number that counts nothing."""
    groups = match.groupdict()
    printed, high = groups.get("slash") or groups.get("low") or "", groups.get("high")
    damaged, scale = "/" in printed, _scale(groups.get("scale"))
    if _is_no_figure(text, match.end()) or _is_year(printed, high, scale):
        return None
    unit, end = _unit(text, match)
    if unit is None and scale == 1 and not damaged:
        return None
    low = _value(printed.replace("/", _SLASH_DIGIT) if slash_is_seven else printed, scale)
    uncertain = damaged or (groups.get("unit") not in (None, "%") and _ALONE.match(text, match.end()) is not None)
    phrase = " ".join(text[match.start() : end].split())
    return Figure(match.start(), match.end(), phrase, low, _value(high, scale), unit, None, uncertain)


def _is_no_figure(text: str, end: int) -> bool:
    """True for a number that ends before what makes it a date or money."""
    return bool(_DATED.match(text, end) or _MONEY.match(text, end))


def _is_year(printed: str, high: str | None, scale: int) -> bool:
    if high is not None:
        return _YEAR.fullmatch(high) is not None
    return scale == 1 and _YEAR.fullmatch(printed) is not None


def _scale(word: str | None) -> int:
    key = (word or "").lower()
    return next((factor for name, factor in _SCALES.items() if key.startswith(name)), 1)


def _value(printed: str | None, scale: int) -> float | None:
    number = parse_number(printed) if printed else None
    return float(number.value * Decimal(scale)) if number else None


def _unit(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """The word that is counted and where the phrase ends: the last word before a verb, preposition or stop."""
    if glued := match.groupdict().get("unit"):
        return _UNITS.get(glued, glued), _phrase_end(text, match.end())
    words: list[str] = []
    at = match.end()
    while len(words) < _MAX_UNIT_WORDS and (found := _WORD.match(text, at)):
        word = found["word"]
        if word.lower() in _STOP_WORDS or (words and word[0].isupper() and not word.isupper()):
            break
        words.append(word)
        at = found.end("word")
        if found["stop"]:
            break
    if not words or words[0].lower() in _NOT_COUNTED:
        return None, match.end()
    if words[0].lower().rstrip(".") in _UNITS:
        return "procent", _phrase_end(text, at)
    head = next((i for i, w in enumerate(words) if not _DESCRIBES.fullmatch(w)), len(words) - 1)
    tail = head + 1 + (head + 1 < len(words) and _ENGLISH_PLURAL.fullmatch(words[head + 1]) is not None)
    unit = " ".join(words[head:tail])
    return unit, text.index(words[tail - 1], match.end()) + len(words[tail - 1])


def _phrase_end(text: str, at: int) -> int:
    found = re.compile(r"[^,.;:!?]{0,60}(?=[\s,.;:!?]|$)").match(text, at)
    return found.end() if found else at


def _period(sentence: str, index: int, figures: list[Figure]) -> str | None:
    """The frequency or period that a sentence gives one of its figures.

    One that follows a figure belongs to it (`10.000 brugere om måneden`), unless it stands right before the next one
    (`samt månedligt 1,1 millioner`); one before the first figure belongs to all of them.
    """
    figure = figures[index]
    until = figures[index + 1].start if index + 1 < len(figures) else len(sentence)
    candidates = []
    for found in _FREQUENCY.finditer(sentence, max(0, figure.start - _NEAR), min(len(sentence), figure.end + _NEAR)):
        leads_in = found.end() <= figure.start and not sentence[found.end() : figure.start].strip()
        first = found.start() < figures[0].start
        follows = figure.start < found.start() < until
        leads_on = until < len(sentence) and not sentence[found.end() : until].strip()
        if leads_in or first or (follows and not leads_on):
            candidates.append(found)
    nearest = min(candidates, key=lambda m: abs(m.start() - figure.start), default=None)
    if nearest is None:
        return None
    word = nearest[0].lower()
    return _FREQUENCY_NAMES.get(word, word)
