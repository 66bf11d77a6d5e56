"""Money in running Danish text: `1,5 mio. kr.`, `680 t. kr.`, `mellem 2 og 3 mio. kr.`, `hhv. 0,54 og 0,34 mio. kr.`.

Found are amounts of Danish kroner that the prose states, one `Amount` each:

- a number and its unit, however spaced, wrapped or cut by a page break, or by the footnotes at the page's foot
  (`de 22,5`, `2 Hverdagslivet - vive.dk`, `mio. kr.`); also with the unit in front (`kr. 200.000`);
- a range is one amount (`5-10 mio. kr.`, `mellem 0,5 mio. kr. og 1,5 mio. kr.`, `3-4000 pr. barn`), but a growth is two
  (`fra 0,6 mio. kr. til 2,2 mio. kr.`);
- a list that shares its unit is one amount a member (`hhv. 0,54, 0,54 og 0,34 mio. kr.`);
- `mio.` alone is money unless what follows is what is counted (`6,7 millioner indbrudsforsøg`).

Not found: a table's unit (`1.000 kr. 2027 p/l`), square metres, årsværk, percentages, counts, other currencies, and
numbers that OCR damaged (`6,/ mio. kr.`).

The sign is as printed, and only a sign that touches its digits or follows a preposition counts: `- 5 mio. kr.` at the
start of a line is a list's item. Linear time on any text: every repetition in the patterns is bounded.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from extractors.danish.amounts.forms import (
    BETWEEN_RE,
    CUE_CHARS,
    FROM_RE,
    JOIN_RE,
    Amount,
    cue_before,
    cut_by_footnotes,
    printed_together,
)
from extractors.danish.amounts.years import Calendar
from extractors.danish.numbers import MINUS
from extractors.danish.sentences import SentenceIndex

__all__ = ["Amount", "find_amounts"]

_LETTER_RE: Final = re.compile(r"[^\W\d_]|,-")
_BETWEEN_UNITS_RE: Final = re.compile(
    rf"\s{{1,9}}(?P<word>og|til)\s{{1,9}}(?:ca\.\s?)?\Z|[ \u00a0]?[{MINUS}][ \u00a0]?\Z", re.I
)
_SENTENCE: Final = 600  # a text without full stops would give every amount the whole of it


def find_amounts(text: str) -> list[Amount]:
    """Every money amount of a text, in order, with its years, its recurrence and its sentence."""
    candidates = sorted([*printed_together(text), *cut_by_footnotes(text)], key=lambda a: (a.char_start, -a.char_end))
    amounts: list[Amount] = []
    for amount in candidates:
        if amounts and amount.char_start < amounts[-1].char_end:
            continue
        if amounts and (joined := _joined(text, amounts[-1], amount)) is not None:
            amounts[-1] = joined
        else:
            amounts.append(amount)
    return _dated(text, amounts) if amounts else []


def _joined(text: str, left: Amount, right: Amount) -> Amount | None:
    """The range of two neighbours that print their units: `mellem 0,5 mio. kr. og 1 mio. kr.`; None if two."""
    if left.low_dkk != left.high_dkk or right.low_dkk != right.high_dkk or not 0 <= left.low_dkk < right.low_dkk:
        return None
    if right.char_start - left.char_end > CUE_CHARS:
        return None
    link = _BETWEEN_UNITS_RE.fullmatch(text, left.char_end, right.char_start)
    if link is None:
        return None
    word = (link["word"] or "").lower()
    cue = cue_before(text, left.char_start)
    between = bool(BETWEEN_RE.search(cue))
    if (word == "og" and not between) or (word == "til" and not between and FROM_RE.search(cue)):
        return None
    whole = text[left.char_start : right.char_end]
    return replace(right, text=whole, char_start=left.char_start, low_dkk=left.low_dkk)


def _shares_unit(text: str, left: Amount, right: Amount) -> bool:
    """True when the left amount is a list's member whose unit the right one, or one behind it, prints."""
    between = text[left.char_end : min(right.char_start, left.char_end + CUE_CHARS)]
    return not _LETTER_RE.search(left.text) and bool(JOIN_RE.fullmatch(between))


def _dated(text: str, amounts: list[Amount]) -> list[Amount]:
    """The amounts with their sentence, years and recurrence."""
    index, calendar = SentenceIndex(text), Calendar(text)
    dated: list[Amount] = []
    listed: list[tuple[int, ...]] = []
    group: list[Amount] = []
    for i, amount in enumerate(amounts):
        group.append(amount)
        if i + 1 < len(amounts) and _shares_unit(text, amount, amounts[i + 1]):
            continue  # the years of a list stand behind the member that prints the unit
        sentence = index.span(group[0].char_start)
        when = calendar.when(
            group[0].char_start,
            amount.char_end,
            previous_end=dated[-1].char_end if dated else 0,
            next_start=amounts[i + 1].char_start if i + 1 < len(amounts) else len(text),
            sentence=sentence,
        )
        around = slice(max(sentence[0], group[0].char_start - _SENTENCE), min(sentence[1], amount.char_end + _SENTENCE))
        line = " ".join(text[around].split())
        dated += [
            replace(a, year_from=when.year_from, year_to=when.year_to, recurring=when.recurring, sentence=line)
            for a in group
        ]
        listed += [when.listed] * len(group)
        group = []
    return _grown(text, _respective(text, dated, listed))


def _respective(text: str, amounts: list[Amount], listed: list[tuple[int, ...]]) -> list[Amount]:
    """`hhv. 1, 2 og 3 mio. kr. i 2026, 2027 og 2028`: one year each, where amounts and years are as many."""
    run: list[int] = []
    for i, amount in enumerate(amounts):
        run.append(i)
        if i + 1 < len(amounts) and JOIN_RE.fullmatch(text, amount.char_end, amounts[i + 1].char_start):
            continue
        if len(run) == len(listed[i]) > 1:
            for member, year in zip(run, listed[i], strict=True):
                amounts[member] = replace(amounts[member], year_from=year, year_to=year)
        run = []
    return amounts


def _grown(text: str, amounts: list[Amount]) -> list[Amount]:
    """`i årene 2026 til 2028, fra 0,6 mio. kr. til 2,2 mio. kr.`: one year each."""
    for i, (left, right) in enumerate(pairwise(amounts)):
        years = left.year_from, left.year_to
        if years != (right.year_from, right.year_to) or None in years or years[0] == years[1]:
            continue
        linked = text[left.char_end : right.char_start].strip().lower() == "til"
        if linked and FROM_RE.search(cue_before(text, left.char_start)):
            amounts[i] = replace(left, year_to=left.year_from)
            amounts[i + 1] = replace(right, year_from=right.year_to)
    return amounts
