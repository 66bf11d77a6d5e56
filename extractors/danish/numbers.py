"""Numbers as Danish bilag print them, read exactly.

Two readings, kept apart. `parse_number` reads a number of running text, where a dot that cannot group thousands
(`2.27 mio. kr.`) is a decimal point, since no other reading gives a number. `read_cell` reads one cell of a table and
says whether it is well-formed: there the same dot means that digits were lost (`2.11` of `2.118`), and what is not
well-formed is never a certain value. Everywhere a dot groups thousands and a comma starts decimals.

Units and price levels are in `extractors.danish.units`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

MINUS: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\u2043\u207b\ufe63\uff0d"
"""Every character that bilag print as a minus: hyphen-minus, hyphens, dashes, the minus sign, the raised one."""
MAX_DKK: Final = 10**15
"""No amount of a bilag comes near it; what does is no amount. Far below what an int64 column holds."""
BLANKS: Final = " \u00a0\u2004-\u200a\u202f\u3000"
"""The spaces that group thousands, the plain one first; written for a class of a pattern."""
UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Characters that print nothing: soft hyphens, zero-width characters, marks of direction."""

_SIGN = rf"[{MINUS}]"
_BODY = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?|[0-9]+\.[0-9]{1,2}"
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

    def fits(self, unit: int) -> bool:
        """True when the value in kroner is one that an amount can have."""
        return abs(self.value) * unit <= MAX_DKK


def parse_number(text: str) -> PrintedNumber | None:
    """Read a number, or a lone dash meaning zero. None when the text holds anything else. For cells: `read_cell`."""
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
    if "," in body or re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+", body):
        plain = body.replace(".", "").replace(",", ".")
    else:
        plain = body
    value = Decimal(plain)
    decimals = len(plain.partition(".")[2])
    return PrintedNumber(text, -value if negative else value, decimals)


# --- cells of a table -----------------------------------------------------------------------------------------------

CellKind = Literal["empty", "number", "range", "malformed", "words"]


@dataclass(frozen=True, slots=True)
class CellReading:
    """What one cell of a table prints.

    `kind` is `number` or `range` only for well-formed ones; `malformed` for every other cell that holds a digit, or a
    sign beside something else. `low` and `high` are equal unless a range. Of a malformed cell they are the plainest
    reading of its digits, never to be taken as certain, and None where there is none. `kroner` is True when the amount
    itself carries `kr.` or `,-`, `note` is the footnote mark printed in the cell.
    """

    kind: CellKind
    low: PrintedNumber | None = None
    high: PrintedNumber | None = None
    kroner: bool = False
    note: str = ""

    @property
    def certain(self) -> PrintedNumber | None:
        """The number of a well-formed single one, else None."""
        return self.low if self.kind == "number" else None


_CELL_SIGN: Final = rf"[{MINUS}÷]"
_HARD: Final = BLANKS[1:]
"""The spaces at which no line breaks: what they join is one cell's."""
_GROUP: Final = rf"(?:\.[0-9]{{3}})+|(?:[{BLANKS}][0-9]{{3}})+|(?:['’‘´·ʼ][0-9]{{3}})+"
_CELL_BODY: Final = rf"(?:(?:[1-9][0-9]{{0,2}}(?:{_GROUP})|0|[1-9][0-9]*)(?:,[0-9]{{1,3}})?)"
_MARK: Final = (
    r"(?:\*{1,3}\)?|[¹²³⁰-⁹₀-₉]{1,2}[)⁾]?|[†‡§#]{1,2}|\[[0-9a-z]\]|(?<=[0-9])[a-h]\)|\([a-h]\)|\(?note[ ][0-9a-h]\)?)"
)
_KR: Final = r"(?:kr\b\.?|kroner\b|dkk\b)"
_TKR: Final = r"(?:t\.?[ \u00a0]?kr\b\.?|t\.?dkk\b)"
_MIO: Final = r"(?:(?:mio|mill)\.?[ \u00a0]?(?:kr\b\.?|dkk\b))"
_SCALED: Final = {1_000: _TKR, 1_000_000: _MIO}
"""What an amount may carry whose worth only the table's unit tells: the same as the table's, or it is in doubt."""
_CELL_RE: Final = re.compile(
    rf"(?P<before>{_MARK}|(?={_CELL_SIGN}?[{BLANKS}]?{_KR})(?P<sign0>{_CELL_SIGN})?[{BLANKS}]?(?P<kr0>{_KR}))?[{BLANKS}]?"
    rf"(?:(?P<sign>{_CELL_SIGN}|\+)[{BLANKS}]?)?(?P<body>{_CELL_BODY})"
    rf"(?P<trailing>(?:[{_HARD}]?{_CELL_SIGN}|[ ]÷)(?![0-9]))?"
    rf"(?P<kr1>[.,]-{{1,2}}|,[–—]|(?:,-)?[{BLANKS}]?{_KR}|[{BLANKS}]?(?P<scaled>{_TKR}|{_MIO}))?"
    rf"(?P<note>[{BLANKS}]?{_MARK}|[{BLANKS}](?:[0-9]{{1,2}}|[a-h])\))?",
    re.I,
)
_BROKEN_KR_RE: Final = re.compile(rf"(?<=[0-9])[ \u00a0]?\n(?={_KR}|{_TKR}|{_MIO})", re.I)  # a narrow cell
_COMMAS_RE: Final = re.compile(rf"{_CELL_SIGN}?[{BLANKS}]?[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+")
_THOUSAND: Final = 1_000
_BRACKETED_RE: Final = re.compile(r"\( ?(?P<inner>[^()]+?) ?\)(?P<note>\s?[*¹²³⁰-⁹]{1,3})?")
_GLUED_NOTE_RE: Final = re.compile(
    r"(?P<cell>[^,]*[.][0-9]{3})(?P<note>[0-9]{1,2}\))"
)  # `1.2401)`: groups are of three
_CELL_RANGE_RE: Final = re.compile(rf"(?P<low>{_CELL_BODY})(?:\s?[–—]\s?|\s[{MINUS}]\s)(?P<high>{_CELL_BODY})")
_SIGNED_IN_WORDS: Final = re.compile(r"^(?:minus\b|-/-|\./\.)[ \u00a0]?(?=[0-9]|kr\b)", re.I)
_SIGNED_SOFTLY: Final = re.compile("^([^0-9]*)\u00ad(?=[0-9])")  # a minus that the font maps to the soft hyphen
_DIGITS_RE: Final = re.compile(r"[0-9]")
_ANY_DIGIT: Final = re.compile(r"\d|[¹²³⁰-⁹]")
_PLAIN_RE: Final = re.compile(rf"[{MINUS}0-9.,'’\s÷+()]+")
_EMPTY: Final = CellReading("empty")


@lru_cache(maxsize=8192)  # a table's cell is asked for by each reader that weighs it
def read_cell(text: str, unit: int = 1) -> CellReading:
    """Read one cell of a value column whose unit is `unit` kroner.

    Well-formed are, beside the plain forms: minus as `÷`, in brackets or behind (`1.240-`); `kr.` or `,-` at the
    amount, or `t.kr.` and `mio. kr.`, whose worth only the table's unit tells; thousands grouped by dots, by `’` or by
    any space, always in threes; a footnote mark (`*`, `²`, `1)`).
    """
    if len(text) > 2 * _MAX_CHARS:
        return _unread(text)
    shown = _BROKEN_KR_RE.sub(" ", text.strip().strip("\t"))
    cell = _SIGNED_IN_WORDS.sub("-", UNSEEN.sub("", _SIGNED_SOFTLY.sub(r"\1-", shown)).strip())
    if not cell:
        return CellReading("malformed") if _ANY_DIGIT.search(shown) else _EMPTY
    if re.fullmatch(_CELL_SIGN, cell):
        return CellReading("number", zero := PrintedNumber(cell, Decimal(0)), zero)
    reading = _well_formed(cell, unit) or _range(cell)
    if reading and all(end is not None and end.fits(unit) for end in (reading.low, reading.high)):
        return reading
    if not _ANY_DIGIT.search(cell):
        return CellReading("malformed" if re.search(rf"[{MINUS}÷]\s*[{MINUS}÷]", cell) else "words")
    guess = _guess(cell)
    guess = guess if guess and guess.fits(unit) else None
    return CellReading("malformed", guess, guess)


def _unread(text: str) -> CellReading:
    """A text too long for a cell: no number, whatever digits are in it."""
    return CellReading("malformed" if _ANY_DIGIT.search(text) else "words")


def doubts_unit(text: str, unit: int) -> bool:
    """True for an amount that carries `t.kr.` or `mio. kr.` in a table of another unit."""
    others = (scaled for worth, scaled in _SCALED.items() if worth != unit)
    return any(re.search(rf"[0-9][ \u00a0]?{scaled}", text, re.I) for scaled in others)


def may_be_english(text: str, unit: int) -> bool:
    """True for `1,240` in thousands: no one prints a thousandth of a krone, some group thousands by commas."""
    return unit == _THOUSAND and _COMMAS_RE.fullmatch(text.strip()) is not None


def _well_formed(cell: str, unit: int) -> CellReading | None:
    if may_be_english(cell, unit):
        return None
    glued, bracketed = _GLUED_NOTE_RE.fullmatch(cell), _BRACKETED_RE.fullmatch(cell)
    found = _CELL_RE.fullmatch(bracketed["inner"] if bracketed else glued["cell"] if glued else cell)
    if found is None:
        return None
    signs = [s for s in found.group("sign0", "sign", "trailing") if s and s != "+"]
    if len(signs) + bool(bracketed) > 1 or (found["sign"] and found["trailing"]):
        return None
    value, decimals = _value_of(found["body"])
    number = PrintedNumber(cell, -value if signs or bracketed else value, decimals)
    return CellReading("number", number, number, _says_kroner(found), _notes(found, glued or bracketed))


def _says_kroner(cell: re.Match[str]) -> bool:
    """True for `kr.` or `,-` at the amount, which then is in kroner; not for `t.kr.` and `mio. kr.`."""
    return bool(cell["kr0"] or (cell["kr1"] and not cell["scaled"]))


def _notes(cell: re.Match[str], around: re.Match[str] | None) -> str:
    """The footnote marks at a number: before it, behind it, and glued to it or to its brackets."""
    notes = ("" if cell["kr0"] else cell["before"], cell["note"], around["note"] if around else "")
    return "".join(n.strip() for n in notes if n)


def _range(cell: str) -> CellReading | None:
    found = _CELL_RANGE_RE.fullmatch(cell)
    if found is None:
        return None
    low, high = (PrintedNumber(cell, *_value_of(found[end])) for end in ("low", "high"))
    return CellReading("range", low, high) if low.value < high.value else None


def _value_of(body: str) -> tuple[Decimal, int]:
    whole, _, decimals = body.partition(",")
    return Decimal("".join(_DIGITS_RE.findall(whole)) + (f".{decimals}" if decimals else "")), len(decimals)


def _guess(cell: str) -> PrintedNumber | None:
    """The plainest reading of a malformed cell's digits: as running text, else all of them in one; None for words."""
    digits = _DIGITS_RE.findall(cell)
    if not digits or (not _PLAIN_RE.fullmatch(cell) and 3 * len(digits) < len(cell.replace(" ", ""))):
        return None
    if (number := parse_number(cell)) is not None:
        return number
    value = Decimal("".join(digits))
    return PrintedNumber(cell, -value if cell[0] in MINUS + "÷(" else value)
