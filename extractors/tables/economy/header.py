"""The heading of an economic table: its years, unit, price level, and which cells stand before the years."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from extractors.danish.units import PRICE_LEVEL_RE, PriceLevel, parse_price_level, parse_unit
from extractors.danish.year_headings import YEAR_IN_LINE
from extractors.layout.text import join_lines
from extractors.tables.economy.model import TableHeader
from extractors.tables.headings import ColumnHead
from schemas.source import Line

MIN_YEARS: Final = 2
"""How many years make a heading."""
COLUMN_RE: Final = re.compile(
    rf"{YEAR_IN_LINE}|(?<![\w-])(?:(?-i:BO|BF|B|R|F)[ '’-]?|(?<!\S)['’])(?P<short>[2-4][0-9])(?!\w)|(?P<sum>\bI alt\b)",
    re.IGNORECASE,
)
"""A value column's heading: a year or a sum over the years."""
_HEADER_WORD: Final = re.compile(
    r"^(?:20\d\d|hele|beløb|alle|tal|i|alt|styrings?-?|styringsområde|styringso|styringsom-?|mråde|\w{0,20}område|råde"
    r"|omr\.?|area|(?:udgifts)?type|funktion|(?:hoved)?konto|art|psp"
    r"|kr\.?,?|1\.?000|"
    r"t\.|mio\.|20\d\d-?p/[l1]|p/[l1]|udvalg|bevilling|indtægt/?|udgift|nettoeffekt|på|administrative|udgifter|"
    r"udgif-|ter)$",
    re.IGNORECASE,
)
_NAMED_COLUMNS: Final = re.compile(
    r"\s*(?:hele\s+)?(?:1[. ]?000\s*kr|kr|mio\.?\s*kr|t\.?\s?kr)\b\.?,?(?:\s+20\d\d)?(?:\s*-?p\s?/\s?l\.?)?"
    r"(?:\s+styrings?\w*)?\s+(?P<names>(?:(?!styrings|i\s+alt)(?-i:[A-ZÆØÅ])[\w/.-]+\s+){1,3})(?=(?:styrings\w*\s+)?"
    r"(?:[BRFO]{0,2}\s?20\d\d\S?(?:\s+|$)){3,})",
    re.IGNORECASE,
)
"""A heading on one line whose unit and years have other columns' names between them: `1.000 kr. Funktion 2025 2026`."""
_AREA_COLUMN: Final = re.compile(r"styrings|område|type")
_AREA_NAME: Final = re.compile(r"område$|type$", re.IGNORECASE)
_KNOWN_BESIDE: Final = re.compile(r"udvalg|bevilling|indtægt|udgift|nettoeffekt|styrings|p/l", re.IGNORECASE)
_OF_SENTENCES: Final = frozenset("af at den der det en er et for har ikke med samt skal som til ved vil være".split())
"""Words that no heading has: most lines are running text, and are told by them at once."""
_DATED: Final = re.compile(r"\d|[aA](?i:lt)|[lL](?i:øbende)")
"""Each price level and each value column's heading holds one of these."""
_CAPTION_RE: Final = re.compile(r"^\s*(?:tabel\s*\d+\s*[.:–-]?|forslagets samlede økonomiske)", re.IGNORECASE)
_BROKEN_LEVEL_RE: Final = re.compile(r"\bkr\.?,?\s+(?P<year>20\d\d)\s+(?=20\d\d\b)", re.IGNORECASE)


def header_notes(years: Sequence[int | None]) -> list[str]:
    """What is wrong with a heading's years: a repetition, a gap, a step back."""
    known = [y for y in years if y is not None]
    notes = [f"repeated year {y}" for y in sorted({y for y in known if known.count(y) > 1})]
    if not notes and known != sorted(known):
        notes.append("years out of order")
    if known and not notes and len(known) != known[-1] - known[0] + 1:
        notes.append("gap in the years")
    return notes


@lru_cache(maxsize=4096)  # each reader of a card asks of each line
def is_header_line(text: str, *, begun: bool = False) -> bool:
    """True when a line consists of heading words only: years, unit, price level, Styringsområde, Udvalg ...

    A narrow column breaks `Styringsområde` anywhere: its beginning counts, other pieces where a heading has `begun`.
    Between a unit and years any word names a column.
    """
    if not _OF_SENTENCES.isdisjoint(text.split()):
        return False
    if found := _NAMED_COLUMNS.match(text):
        text = text[: found.start("names")] + text[found.end("names") :]
    words = _plainly(text).replace("p/l.", "p/l").split()
    return words not in ([], ["1.000"], ["1000"]) and all(
        _HEADER_WORD.match(w.strip(",.:()") or w) or _HEADER_WORD.match(w) or _is_piece(w, begun=begun) for w in words
    )


def _plainly(text: str) -> str:
    """A line with its units, price levels and years printed the plainest way: `B2026` as 2026, `Mill. kr.` as kr."""
    if unit := parse_unit(text):
        text = text.replace(unit[1], "1.000 kr." if unit[0] > 1 else "kr.")
    if not _DATED.search(text):
        return text
    return COLUMN_RE.sub(lambda m: m["sum"] or "2026", PRICE_LEVEL_RE.sub("p/l", text))


def _is_piece(word: str, *, begun: bool) -> bool:
    piece = word.lower().rstrip("-\u00ad")
    return piece in "styringsområde" if begun else len(piece) > 2 and "styringsområde".startswith(piece)


def repeats_header(text: str, header: TableHeader) -> bool:
    """True for a heading printed again where the table runs over a page; a row of amounts is never one."""
    if not is_header_line(text) or re.fullmatch(r"\s*nettoeffekt\s*", text, re.IGNORECASE):
        return False
    years = [y for m in COLUMN_RE.finditer(text) if (y := _year_of(m))]
    return bool(re.search(r"[^\W\d]", text)) or (len(years) > 1 and years == [y for _, y in header.columns if y])


def read_header(lines: Sequence[Line], start: int) -> tuple[TableHeader, int] | None:
    """Read a heading that begins at `start`; the index after it, or None when no year heading stands there.

    The heading may be broken over many lines (`2026 2027 2028`, `2029`, `2030 2031`).
    """
    texts, index, since = list[str](), start, 0
    while index < len(lines) and since < 14:
        text = lines[index].text
        if lines[index].blank:
            index, since = index + 1, since + 1
            continue
        if not is_header_line(text, begun=bool(texts)):
            break
        texts.append(text)
        index, since = index + 1, 0
    joined = _whole_level(texts)
    columns = _columns(joined)
    if sum(1 for _, y in columns if y) < MIN_YEARS:
        return None
    while index > start and lines[index - 1].blank:
        index -= 1
    return header_of(columns, joined), index


def header_of(
    columns: list[tuple[str, int | None]], text: str, *, caption: str | None = None, before: str = ""
) -> TableHeader:
    """What a heading says by its value columns and its words.

    Args:
        columns: the value columns as printed, with their years.
        text: the heading's words on one line.
        caption: the table's caption.
        before: the text just above the table, where a unit or price level may stand that the heading lacks.
    """
    header = TableHeader(columns, caption)
    take_scale(header, text, caption or "", before)
    squeezed = re.sub(r"[-\s]", "", text).lower()
    header.has_area = bool(_AREA_COLUMN.search(squeezed))
    header.has_appropriation = "bevilling" in squeezed.replace("bevillingsområde", "")
    header.more_words = _more_words(text)
    header.administration = "administrativeudgifter" in squeezed
    header.notes = header_notes([y for _, y in columns])
    return header


def typed_header(heads: Sequence[ColumnHead]) -> TableHeader:
    """The heading of a table of any form, by its typed columns."""
    header = TableHeader([(h.printed, h.year) for h in heads], heads=list(heads))
    header.notes = header_notes([h.year for h in heads if h.kind == "year" and h.year])
    return header


def take_scale(header: TableHeader, *texts: str) -> None:
    """Give a heading the unit and the price level that it lacks: of the first of these texts that prints one."""
    header.unit = header.unit or unit_in(texts)
    header.price_level = header.price_level or price_level_in(texts)


def unit_in(texts: Iterable[str]) -> tuple[int, str] | None:
    """The unit of the first text that names one."""
    return next((unit for t in texts if (unit := parse_unit(t))), None)


def price_level_in(texts: Iterable[str]) -> PriceLevel | None:
    """The price level of the first text that names one."""
    return next((level for t in texts if (level := parse_price_level(t))), None)


def _more_words(text: str) -> int:
    """How many columns of words a heading names that none of its other words accounts for."""
    found = _NAMED_COLUMNS.match(text)
    if not found:
        return 0
    others = [w for w in found["names"].split() if not _KNOWN_BESIDE.match(w)]
    area = "styrings" not in text.lower() and any(_AREA_NAME.search(w) for w in others)
    return len(others) - area


def _columns(text: str) -> list[tuple[str, int | None]]:
    """The value columns of a heading: years, and `I alt`. A year that belongs to a price level is none."""
    return [(m[0], _year_of(m)) for m in COLUMN_RE.finditer(PRICE_LEVEL_RE.sub(" ", text))]


def _year_of(found: re.Match[str]) -> int | None:
    """The year of a value column's heading; of `B26` in full."""
    return int(found["year"] or f"20{found['short']}") if found["year"] or found["short"] else None


def _whole_level(texts: Sequence[str]) -> str:
    """A heading on one line, its price level mended where a narrow cell broke it.

    In a dump that keeps the layout the years stand between its parts: `1.000 kr. 2026  2025  2026`, `p/l Styrings`.
    """
    for index, text in enumerate(texts):
        broken = _BROKEN_LEVEL_RE.search(text)
        below = next((i for i in range(index + 1, len(texts)) if re.match(r"\s*p/[l1]\b", texts[i])), None)
        if broken and below is not None:
            mended = f"{text[: broken.end('year')]} p/l{text[broken.end('year') :]}"
            rest = texts[below].lstrip()[3:]
            return " ".join([*texts[:index], mended, *texts[index + 1 : below], rest, *texts[below + 1 :]])
    return " ".join(texts)


def caption_before(lines: Sequence[Line], start: int) -> str | None:
    """The caption above a heading: `Tabel 1. Forslagets samlede økonomiske konsekvenser`, wraps joined."""
    above: list[str] = []
    for index in range(start - 1, max(-1, start - 12), -1):
        text = lines[index].text
        if lines[index].blank or is_header_line(text):
            continue
        above.insert(0, text)
        if _CAPTION_RE.match(text):
            return join_lines(above)
        if len(above) > 2:
            return None
    return None
