"""The values that end a printed line, their minus signs and their places in characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from extractors.danish.numbers import BLANKS, MINUS, PrintedNumber, read_cell

Token = tuple[str, int, int]
"""A printed value with its start and end offset in its line."""
Span = tuple[int, int]
"""Start and end offset of a printed value in its line."""
DASHES: Final = MINUS + "÷"
"""What prints a minus or an empty cell."""

_DASH: Final = f"[{DASHES}]"
_HARD: Final = f"[{BLANKS[1:]}]"
_SIGN: Final = rf"(?:{_DASH}{_HARD}?|(?i:minus)[ ]|-/-|\./\.[ ]?)"
_NUMBER: Final = (
    rf"(?:[0-9]{{1,3}}(?:(?:\.[0-9]{{3}})+|(?:{_HARD}[0-9]{{3}})+|(?:['’‘´·ʼ][0-9]{{3}})+)|[0-9]{{1,12}})(?:,[0-9]+)?"
)
_NOTE: Final = (
    r"(?:(?<=\.[0-9]{3})[0-9]\)|\*{1,3}\)?|[ ]?[¹²³⁰-⁹₀-₉]{1,2}[)⁾]?|[ ][0-9]\)|[ ]\*{1,3}\)?|[ ]?[†‡§#]{1,2}"
    r"|[ ]?\(?[a-h]\)|[ ]?\[[0-9a-z]\]|[ ]\(?note[ ][0-9a-h]\)?)"
)
_NO_ORE: Final = r"(?:[.,]-{1,2}|,[–—])"
_ABOUT: Final = r"(?:(?:ca\.?|c\.|cirka)[ ])?"
"""What makes a value approximate stays with it: it is then no well-formed number, and so uncertain."""
_VALUE: Final = (
    rf"(?:(?:{_ABOUT}(?:{_SIGN}|\+)?{_NUMBER}(?:{_HARD}?{_DASH}|{_NO_ORE})?|\([ ]?{_SIGN}?{_NUMBER}[ ]?\)){_NOTE}?"
    rf"|{_DASH})"
    r"(?=\s|$)"
)
_KR: Final = r"(?:,-[ ]?|[ ])?(?:[Kk]r\b\.?|DKK\b|(?:t|mio|mill)\.?[ ]?kr\b\.?)"
_BARE: Final = rf"{_ABOUT}{_SIGN}?{_NUMBER}{_KR}"
_AMOUNT: Final = (
    rf"(?:\({_BARE}\)|{_BARE}(?=\s|$)|{_SIGN}?(?:[Kk]r\b\.?|DKK\b)[ ]?{_SIGN}?{_NUMBER}{_NO_ORE}?(?=\s|$)"
    rf"|{_DASH}(?=\s|$))"
)
_ODD: Final = (
    r"(?:[^\s\w]{1,2}[0-9][0-9.,_]*[^\s\w]{0,2}|[0-9][0-9.,_]*[^\s\w]{1,2}|[^\s\w]?[0-9]{1,3}[._][0-9]{3}\S{0,3})"
    r"(?=\s|$)"
)
_IN_KRONER: Final = re.compile(r"[Kk]r\b|DKK")
_MOST: Final = 150  # values of a row: without a limit, a line of years takes time by its square
_REACH: Final = 4000  # characters that so many values may take: what stands further left in a line is words
_VALUES_RE: Final = re.compile(rf"(?:(?<=\s)|^){_VALUE}(?:\s+{_VALUE}){{0,{_MOST}}}\s*$")
_AMOUNTS_RE: Final = re.compile(rf"(?:(?<=\s)|^){_AMOUNT}(?:\s+{_AMOUNT}){{1,{_MOST}}}\s*$")
_ODDS_RE: Final = re.compile(rf"(?:(?<=\s)|^)(?:{_ODD}|{_VALUE})(?:\s+(?:{_ODD}|{_VALUE})){{2,{_MOST}}}\s*$")
_TURNS_RE: Final = re.compile(rf"(?:(?<!\S){_DASH}[ \u00a0]\d[\d.]*(?:\s+|$)){{2}}")
_VALUE_RE: Final = re.compile(_VALUE)
_AMOUNT_RE: Final = re.compile(_AMOUNT)
_ODD_RE: Final = re.compile(f"{_ODD}|{_VALUE}")
_WAYS: Final = ((_VALUES_RE, _VALUE_RE), (_ODDS_RE, _ODD_RE))
"""What ends a row and what each of its values is; several figures that are none as they stand are values, too."""
_LEADS: Final = re.compile(rf"{_DASH}[1-9][0-9]{{0,2}}|[1-9][0-9]?")
_GROUP: Final = re.compile(r"[0-9]{3}")
_FEWEST_JOINED: Final = 3  # values that show a table's way of grouping
_NOTED: Final = re.compile(r"[0-9]{1,3}\s?(?:\*{1,3}\)?|[¹²³⁰-⁹]{1,2}[)⁾]?|(?<=\s)[0-9]\))")
_COUNTED: Final = re.compile(r"[0-9]{1,2}")
_COUNTS: Final = re.compile(
    r"(?:^|\s)(?:hovedkonto|konto|(?:politik|hoved|service)?område|gruppe|afsnit|distrikt|scenarie|model|fase|etape)\s\Z",
    re.I,
)
"""Words whose number is no amount: `Hovedkonto 3`, `Fase 2`."""
_NUMBERED: Final = re.compile(r"\([0-9]{1,2}\)|\((?:19|20)[0-9]{2}\)")


def number_of(token: str) -> PrintedNumber | None:
    """The number that a printed value stands for."""
    return read_cell(token).low


def split_values(text: str) -> tuple[str, list[Token]]:
    """A line's words and its trailing values, each with its start and end offset."""
    words, tokens = _split_values(text)
    return words, [*tokens]


@lru_cache(maxsize=4096)  # a table's lines are looked at by each reader that measures it
def _split_values(text: str) -> tuple[str, list[Token]]:
    tokens = _trailing(text)
    if len(tokens) == 1 and _is_of_label(text, tokens[0]):
        return text, []
    while tokens and _NUMBERED.fullmatch(tokens[0][0]) and (len(tokens) == 1 or "(" not in tokens[1][0]):
        del tokens[0]  # `(2)` and `(2026)` end a label
    return (text[: tokens[0][1]], tokens) if tokens else (text, [])


def _trailing(text: str) -> list[Token]:
    """The values that end a line: amounts with their unit, figures, or several that are neither."""
    first = max(0, len(text) - _REACH)
    found = _AMOUNTS_RE.search(text, first) if _IN_KRONER.search(text) else None
    if found and _IN_KRONER.search(found[0]):  # a single amount in kroner ends a sentence, not a row
        return [(m[0], m.start(), m.end()) for m in _AMOUNT_RE.finditer(text, found.start())]
    for row, value in _WAYS:
        if found := row.search(text, first):
            return [(m[0], m.start(), m.end()) for m in value.finditer(text, found.start())]
    return []


def _is_of_label(text: str, token: Token) -> bool:
    """True for a number that ends a label: with its note (`Borups Allé 177*`), or behind what it counts (`Fase 2`)."""
    number, start, _ = token
    if _NOTED.fullmatch(number):
        return re.search(r"\S\s\Z", text[:start]) is not None
    return _COUNTED.fullmatch(number) is not None and _COUNTS.search(text[:start]) is not None


def has_spaced_signs(texts: Iterable[str]) -> bool:
    """True when a table prints its minus apart from the figures (`- 404 - 808 - 808`).

    Evidence: dashes and numbers take turns in rows, next to no number carries its own minus, and no dash stands where
    only an empty cell's dash can (last in a row, or before another dash).
    """
    turns = own = 0
    for text in texts:
        values = [t for t, _, _ in split_values(text)[1]]
        dashes = [v in DASHES for v in values]
        if (dashes and dashes[-1]) or any(a and b for a, b in pairwise(dashes)):
            return False
        own += sum(v[0] in DASHES and len(v) > 1 for v in values)
        turns += bool(_TURNS_RE.search(text))
    return turns > own


def has_spaced_thousands(texts: Iterable[str], width: int) -> bool:
    """True when a table groups thousands by plain spaces: rows hold too many values, and no row does when joined."""
    joined = over = 0
    for text in texts:
        tokens = split_values(text)[1]
        merged = with_thousands(text, tokens)
        if len(merged) > width:
            return False
        joined += len(tokens) - len(merged)
        over += len(tokens) > width
    return over > 0 and joined >= _FEWEST_JOINED


def with_thousands(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The values with three digits joined to the one or two, or the signed ones, that stand a space before them."""
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and _LEADS.fullmatch(last[0]) and _GROUP.fullmatch(token[0]) and token[1] == last[2] + 1:
            merged[-1] = (text[last[1] : token[2]], last[1], token[2])
        else:
            merged.append(token)
    return merged


def with_all_thousands(text: str, tokens: Sequence[Token], width: int) -> list[Token] | None:
    """As `with_thousands`, and three digits before three more where these are just the values too many.

    None where there still are too many values, or more pairs that may be one than there must be.
    """
    merged = with_thousands(text, tokens)
    excess = len(merged) - width
    if excess <= 0:
        return merged
    pairs = [
        n
        for n, (a, b) in enumerate(pairwise(merged))
        if _GROUP.fullmatch(a[0]) and _GROUP.fullmatch(b[0]) and b[1] == a[2] + 1
    ]
    if len(pairs) != excess or any(b - a == 1 for a, b in pairwise(pairs)):
        return None
    for n in reversed(pairs):
        merged[n : n + 2] = [(text[merged[n][1] : merged[n + 1][2]], merged[n][1], merged[n + 1][2])]
    return merged


def with_signs(text: str, tokens: list[Token], width: int, *, all_signs: bool = False) -> tuple[str, list[Token]]:
    """A line's words and at most `width` values: a dash one space before a number is its sign, the rest is label.

    Only as many dashes as there are values too many are signs, from the left, unless `all_signs`.
    """
    tokens = _with_signs_behind(tokens, width)
    excess = len(tokens) - width
    merged: list[Token] = []
    for token in tokens:
        if (all_signs or excess > 0) and merged and _is_sign(merged[-1], token):
            start = merged[-1][1]
            merged[-1] = (text[start : token[2]], start, token[2])
            excess -= 1
        else:
            merged.append(token)
    kept = merged[-width:] if width > 0 else []
    return (text[: kept[0][1]], kept) if kept else (text, [])


def _is_sign(dash: Token, token: Token) -> bool:
    """True for a dash one space before a number."""
    return dash[0] in DASHES and token[0] not in DASHES and token[1] == dash[2] + 1


def _with_signs_behind(tokens: list[Token], width: int) -> list[Token]:
    """The values with the minus that stands a space behind each of them (`1.240 - 1.860 -`), where that is so.

    There are too many values, the last is a dash, and it is no empty cell's (`26.565 - 13.259 -`).
    """
    excess = len(tokens) - width
    if excess <= 0 or tokens[-1][0] not in DASHES or tokens[0][0] in DASHES:
        return tokens
    behind = _joined_behind(tokens)
    in_front = sum(_is_sign(a, b) for a, b in pairwise(tokens))
    told = 2 * len(behind) == len(tokens) or len(behind) == width or in_front != excess
    return behind if told else tokens


def _joined_behind(tokens: Sequence[Token]) -> list[Token]:
    """The values, each with the minus that stands a space behind it."""
    merged: list[Token] = []
    for token in tokens:
        last = merged[-1] if merged else None
        if last and token[0] in DASHES and last[0][-1].isdigit() and token[1] == last[2] + 1:
            merged[-1] = (last[0] + token[0], last[1], token[2])
        else:
            merged.append(token)
    return merged
