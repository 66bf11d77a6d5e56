"""Numbers as Danish bilag print them, read exactly.

Printed forms (all seen in the sources): `-2.359`, `-2359`, `- 1.370`, `−1.370`, `4.500`, `1150`, `0`, `-` (zero),
`1,5`, `2,5-10`, `1.000 kr.` as a unit. A dot groups thousands; a comma starts decimals. A dot that cannot group
thousands (`2.27 mio. kr.`) is read as a decimal point, since no other reading gives a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MINUS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
"""Every character that bilag print as a minus: hyphen-minus, hyphens, dashes, the minus sign."""

_SIGN = rf"[{MINUS}]"
_BODY = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d{1,2}"
NUMBER_RE: Final = re.compile(rf"(?P<sign>{_SIGN}\s?|\+\s?)?(?P<body>{_BODY})")
"""A signed number; at most one space between sign and digits."""
_DASH_RE: Final = re.compile(rf"{_SIGN}")
_RANGE_RE: Final = re.compile(rf"(?P<low>{_BODY})\s*{_SIGN}\s*(?P<high>{_BODY})")
_MAX_CHARS: Final = 64  # no printed amount is longer; guards int() and the regexes against hostile cells


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed: its text, its exact value and how many decimals it shows."""

    text: str
    value: Decimal
    decimals: int = 0

    def scaled(self, unit: int) -> int:
        """Value times unit, in whole kroner (half a krone is rounded to even)."""
        return int((self.value * unit).to_integral_value())


def parse_number(text: str) -> PrintedNumber | None:
    """Read one cell: a number, or a lone dash meaning zero. None when the cell holds anything else."""
    cell = text.strip()
    if not cell or len(cell) > _MAX_CHARS:
        return None
    if _DASH_RE.fullmatch(cell):
        return PrintedNumber(cell, Decimal(0))
    found = NUMBER_RE.fullmatch(cell)
    return _number(cell, found["body"], negative=_negative(found["sign"])) if found else None


def parse_range(text: str) -> tuple[PrintedNumber, PrintedNumber] | None:
    """Read `2.000 – 3.000` or a single number as (low, high); None when the text is neither."""
    cell = text.strip()
    if len(cell) > 2 * _MAX_CHARS:
        return None
    if (single := parse_number(cell)) is not None:
        return single, single
    found = _RANGE_RE.fullmatch(cell)
    return (_number(cell, found["low"]), _number(cell, found["high"])) if found else None


def _negative(sign: str | None) -> bool:
    return bool(sign) and sign is not None and sign[0] in MINUS


def _number(text: str, body: str, *, negative: bool = False) -> PrintedNumber:
    if "," in body or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", body):
        plain = body.replace(".", "").replace(",", ".")
    else:
        plain = body
    value = Decimal(plain)
    decimals = len(plain.partition(".")[2])
    return PrintedNumber(text, -value if negative else value, decimals)


_UNITS: Final = (
    (re.compile(r"mia\.?\s*kr|milliard", re.I), 1_000_000_000),
    (re.compile(r"mio\.?\s*kr|million|\bmio\b", re.I), 1_000_000),
    (re.compile(r"1\.?000\s*kr|\bt\.?\s?kr|tusind", re.I), 1_000),
    (re.compile(r"\bkr\b", re.I), 1),
)


def parse_unit(text: str) -> tuple[int, str] | None:
    """The unit a heading names, in kroner, with the words that name it: `1.000 kr. 2027 p/l` -> (1000, "1.000 kr.")."""
    for pattern, factor in _UNITS:
        if found := pattern.search(text):
            end = found.end()
            printed = text[found.start() : end + (text[end : end + 1] == ".")]
            return factor, printed.strip()
    return None


_PRICE_LEVEL_RE: Final = re.compile(r"\b(20\d\d)\s*[-–]?\s*p\s*/\s*[l1I|]", re.I)


def parse_price_level(text: str) -> tuple[int, str] | None:
    """The year of a price level and its printed form: `2027 p/l` -> (2027, "2027 p/l"); OCR's `p/1` counts too."""
    found = _PRICE_LEVEL_RE.search(text)
    return (int(found[1]), found[0]) if found else None
