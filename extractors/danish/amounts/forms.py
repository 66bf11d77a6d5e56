"""The printed forms of a money amount, and the reading of each: number, unit, sign, range, list.

What counts as an amount is set out in `amounts`, which dates them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from extractors.danish.numbers import MINUS, PrintedNumber, parse_number


@dataclass(frozen=True, slots=True)
class Amount:
    """A money amount of running text.

    `text` is the text from `char_start` to `char_end`, as printed. `low_dkk` and `high_dkk` are whole kroner, equal
    unless a range. `step_dkk` is what one of the last printed digit is worth: the printed `1,5 mio. kr.` stands for any
    amount within half a step (here 50,000) of it. `year_from` and `year_to` are the years the text gives it: the same
    for one year, `year_to` None for `fra 2028 og frem`, both None when it gives none. `recurring` is True for `årligt`,
    `varigt`, `pr. år` and `og frem`. `sentence` is the sentence around it, on one line.
    """

    text: str
    char_start: int
    char_end: int
    low_dkk: int
    high_dkk: int
    step_dkk: int = 1
    year_from: int | None = None
    year_to: int | None = None
    recurring: bool = False
    sentence: str = ""


_GAP: Final = r"[\s\u00a0]{0,12}+"
_FIRST: Final = r"[\d½¼¾]"
_REST: Final = (
    r"(?:(?<=\d)(?:\d{0,2}(?:[.\u00a0\u202f]\d{3}){1,4}(?:,\d{1,2})?"  # 1.030  1.400.000  2.062,50
    r"|\d{0,2}(?: \d{3}){1,3}(?=\s?(?:kr|dkk)\b)"  # 100 000 kr.
    r"|\d{0,2},\s\d(?=\s{0,3}(?:mio|mia|mill))"  # 1, 4 mio.: a blank that slipped in
    r"|\d{0,9},\d{1,3}|\d{0,2}\.\d{1,2}|\d{0,9}[½¼¾]|\d{0,9})|(?<=[½¼¾]))(?![\d½¼¾%‰²³])"
)
_NUM: Final = _FIRST + _REST
# A number opens here: it is not the rest of a longer one or of a code. Asked behind its first character, for which
# alone a text is searched.
_OPENED: Final = r"(?:(?<![\w/&@+].)|(?<=[áà].))(?<!\d[.,].)(?<!\d\s[.,].)(?<![A-Za-z][-–].)"
_KR: Final = r"(?:kr\b|(?:danske\s)?kroner\b|dkk\b)\.?"
_UNIT: Final = (
    rf"(?P<mia>(?:mia\b\.?|milliard(?:er)?\b)(?P<mia_kr>{_GAP}{_KR})?)"
    rf"|(?P<mio>(?:mio\b\.?|mill\b\.?|million(?:er)?\b)(?P<mio_kr>{_GAP}{_KR})?)"
    rf"|(?P<t>t\b\.?{_GAP}{_KR}|t(?:kr|dkk)\b\.?|tusinde?\b{_GAP}{_KR})"
    rf"|(?P<kr>{_KR}|,-(?!\d))"
)
_SIGN: Final = rf"[{MINUS}]"
_DASH: Final = rf"(?:[ \u00a0]{{0,2}}[{MINUS}]\s{{0,3}}|\s{{1,2}}[{MINUS}](?=\d))"
_JOIN: Final = rf"(?:{_DASH}|,?\s{{1,9}}(?:og|til|samt|eller)\s{{1,9}}|,\s{{1,9}})"
_AMOUNT_RE: Final = re.compile(
    rf"(?P<numbers>{_FIRST}{_OPENED}{_REST}(?:{_JOIN}{_SIGN}?{_NUM}){{0,6}})\.?[¹²³⁰-⁹]?{_GAP}(?:{_UNIT})",
    re.I,
)
JOIN_RE: Final = re.compile(_JOIN, re.I)
_MEMBER_RE: Final = re.compile(rf"(?P<sign>{_SIGN})?(?P<num>{_NUM})(?P<join>{_JOIN})?", re.I)
_PREFIX_RE: Final = re.compile(
    rf"(?<![\w.])(?:(?P<scale>mia|mio|t)\b\.?{_GAP})?(?:(?P<tkr>tkr)|kr|dkk)\b\.?[\s\u00a0]{{0,3}}"
    rf"(?P<num>(?=\d{{3}}|{_SIGN}?\d{{1,10}}[.,]\d)(?P<sign>{_SIGN})?(?>{_NUM})(?:{_DASH}(?>{_NUM}))?)"
    rf"(?!\s?p/|[\s\u00a0]{{0,12}}(?:mio|mia|mill|t\.|tkr|kr|{_JOIN}))",
    re.I,
)
_WORD_RE: Final = re.compile(
    rf"\b(?P<word>en halv|halvanden|en|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tyve){_GAP}(?:{_UNIT})", re.I
)
_LARGE_RE: Final = re.compile(r"[mM](?i:i[aol])")  # the units that a spelled number may have, by how they begin
_WORD_REACH: Final = 24  # the longest such number and the gap behind it
_UNIT_REACH: Final = 48  # the longest such unit
_COST_RE: Final = re.compile(
    r"\b(?:kost(?:er|ede|et)?|pris(?:en)?\s(?:på|er)|á|à)\s[^.\d]{0,30}?"
    rf"(?P<num>\d{{1,3}}{_DASH}\d{{1,3}}\.?000|\d{{1,3}}\.000)(?=\s{{1,3}}pr\.\s)",
    re.I,
)
_EACH_RE: Final = re.compile(r"000\s{1,3}(?i:pr)\.")  # without it, nothing costs so much each
_ORPHAN_RE: Final = re.compile(rf"\n[ \t\u00a0\f]{{0,9}}(?:{_UNIT})", re.I)
_HANGING_RE: Final = re.compile(
    rf"(?P<num>\d{_OPENED}(?:\d{{0,6}},\d{{1,3}}|\d{{0,2}}(?:\.\d{{3}}){{1,3}}|\d{{0,2}}))\s{{0,9}}\Z"
)
_FOOTNOTE_RE: Final = re.compile(r"\s{0,9}\d{1,2}\s[^\n]{0,300}\Z|\s{0,40}\d{0,3}\s{0,9}\Z")
_FOOT_LINES: Final = 8
_NOTED_RE: Final = re.compile(
    rf"(?P<num>\d{_OPENED}(?:\d{{0,6}},\d{{1,3}}|\d{{0,2}}(?:\.\d{{3}}){{1,3}}|\d{{0,2}}))"
    r"\s\d{1,2}\s(?=[A-ZÆØÅ])"
)
_NOTES: Final = 500  # characters of the footnotes that part a number from its unit
_UNIT_RE: Final = re.compile(rf"(?<![\w½¼¾])(?:{_UNIT})", re.I)
_BEFORE_UNIT_RE: Final = re.compile(
    r"(?:[\d½¼¾(]|\b(?:i|af|antal|flere|få|mange|hele|angivet|hundrede|tusind))\s*\Z", re.I
)
_WEB_RE: Final = re.compile(r"(?:\.(?:dk|com|org|net|eu|info)(?:/\S{0,200})?|https?://\S{4,200})\s*\Z", re.I)
_FACTORS: Final = {"mia": 1_000_000_000, "mio": 1_000_000, "t": 1_000, "kr": 1}
_FRACTIONS: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_NUMERALS: Final = "en to tre fire fem seks syv otte ni ti elleve tolv"
_WORDS: Final = {word: Decimal(n) for n, word in enumerate(_NUMERALS.split(), start=1)} | {
    "en halv": Decimal("0.5"),
    "halvanden": Decimal("1.5"),
    "tyve": Decimal(20),
}
_FIGURE_BEFORE_RE: Final = re.compile(
    rf"(?:(?:^|[^\d\s]\s{{1,3}}){_SIGN}|\b(?:på|er|udgør|udgjorde|koster|bliver|cirka|ca\.)\s{{1,3}})\Z", re.I
)
"""What stands before a figure that only looks like a year: a minus, or words that an amount follows."""
_YEAR_RE: Final = re.compile(r"(?:19|20)\d\d\Z")
_HEADER_AFTER_RE: Final = re.compile(r"[\s.,]{0,200}+(?:20\d\d)?[\s-]{0,3}p\s?/\s?[l1I|]", re.I)
_HEADER_BEFORE_RE: Final = re.compile(
    r"(?:(?:beløb|tal|angivet|opgjort)(?:\ser)?(?:\sangivet)?\si|udgift|\(i?)\s{0,3}\Z", re.I
)
_NEXT_RE: Final = re.compile(r"[\s\u00a0]{0,12}(?P<word>[^\W\d_]{1,40}|\S|\Z)")
_FUNCTION_WORDS_TEXT: Final = """
ad af afholdes afhængigt afsat alene alt altså anvendes at blev bliver brutto både da de den der deraf
derefter dertil det dog dækkes efter ekskl eksklusiv eller en er et evt faldende for fordelt forventes fra
frem fx før først gennem går har hen henover heraf herefter herudover hhv hver hvert hvilket hvis hvor hvoraf
hvorfor hvormed i ind inden inkl inklusiv jf kan kr kun maj med medio mellem men mens mere mindre mod netto
når og også om op over per pga plus pr primo på samlet samt skal som stigende svarende således til tilbage ud
udgør ultimo under var varig varige varigt ved vedr via vil yderligere årlig årlige årligt
"""
_FUNCTION_WORDS: Final = frozenset(_FUNCTION_WORDS_TEXT.split())
_MONEY_RE: Final = re.compile(
    r"\b(?:kr|dkk)\b|kroner|effektiviser|bespar|spare|udgift|invester|budget|bevilling|koste|finansier|midler"
    r"|afs[æa]t|pulje",
    re.I,
)
_MONEY_REACH: Final = 200
_LIST_CUE_RE: Final = re.compile(
    r"\b(?:hhv\.?|henholdsvis|respektive|på|med|for|af|til|fra|der|afsættes|investeres|udgør|er)"
    r"(?:\s(?:ca\.|på|i alt|samlet))?\s{1,9}\Z",
    re.I,
)
BETWEEN_RE: Final = re.compile(r"\b(?:i?mellem|ml\.)\s{1,9}(?:ca\.\s?)?\Z", re.I)
FROM_RE: Final = re.compile(r"\bfra\s{1,9}(?:ca\.\s?)?\Z", re.I)
_GROWTH_RE: Final = re.compile(
    r"\b(?:stig|vokse|voksende|øge|fald|reducere|sænke|hæve)[^.;]{0,80}\bfra\s{1,9}(?:ca\.\s?)?\Z", re.I
)
_SPACED_SIGN_RE: Final = re.compile(
    rf"(?:\b(?:på|til|fra|med|af|udgør|er)|:)[ \u00a0](?P<sign>[{MINUS}])[ \u00a0]\Z", re.I
)
_ENDS_WORD_RE: Final = re.compile(r"[\w)/.]\Z")
CUE_CHARS: Final = 60


def printed_together(text: str) -> Iterator[Amount]:
    """Amounts whose number and unit stand together."""
    for found in _AMOUNT_RE.finditer(text):
        if not (_counted(text, found) or _table_unit(text, found)):
            yield from _members(text, found)
    for found in _spelled(text):
        if not _counted(text, found):
            value = _WORDS[" ".join(found["word"].lower().split())]
            number = PrintedNumber(found["word"], value, int(value != int(value)))  # half a million is no whole one
            yield _amount(text, found.span(), number, number, _factor(found))
    for found in _PREFIX_RE.finditer(text):
        if not _YEAR_RE.match(found["num"]):
            unit = "t" if found["tkr"] else (found["scale"] or "kr").lower()
            yield from _span_of(text, found.span(), found["num"], _FACTORS[unit])
    for found in _COST_RE.finditer(text) if _EACH_RE.search(text) else ():
        yield from _span_of(text, found.span("num"), found["num"], 1)


def _spelled(text: str) -> Iterator[re.Match[str]]:
    """`halvanden million`: sought by the unit, for every text is full of `en` and `to`."""
    for unit in _LARGE_RE.finditer(text):
        at = unit.start()
        for found in _WORD_RE.finditer(text, max(0, at - _WORD_REACH), at + _UNIT_REACH):
            if at in (found.start("mio"), found.start("mia")):
                yield found


def _span_of(text: str, span: tuple[int, int], printed: str, factor: int) -> Iterator[Amount]:
    """The amount of a number or of two with a dash between, its sign in front."""
    numbers = [parse_printed(n) for n in re.split(rf"\s*{_SIGN}\s*", printed.lstrip(MINUS))]
    low, high = numbers[0], numbers[-1]
    if low is None or high is None:
        return
    low = _completed(low, high) if len(numbers) > 1 else low
    if printed[0] in MINUS:
        low, high = sorted((_negated(low), _negated(high)), key=lambda n: n.value)
    if low.value <= high.value:
        yield _amount(text, span, low, high, factor)


def _members(text: str, found: re.Match[str]) -> Iterator[Amount]:
    """The amounts of `numbers unit`: the last number's, and those in front that share its unit."""
    members = _numbers(text, *found.span("numbers"))
    factor, end, last = _factor(found), found.end(), len(members) - 1
    while last >= 0:
        high = parse_printed(members[last]["num"])
        if high is None:
            return
        low = _range_start(text, members, last, high)
        first = last if low is None else last - 1
        start = members[first].start("num")
        sign = _sign_start(text, start)
        if sign is not None:
            start, (low, high) = sign, sorted((_negated(low or high), _negated(high)), key=lambda n: n.value)
        yield _amount(text, (start, end), low or high, high, factor)
        last = first - 1
        if last < 0 or not _in_list(text, members, last):
            return
        end = members[last].end("num")


def _numbers(text: str, pos: int, end: int) -> list[re.Match[str]]:
    """The numbers from `pos` to `end`; each sees what follows it, as it did in the match of the whole."""
    members: list[re.Match[str]] = []
    while pos < end and (member := _MEMBER_RE.match(text, pos)):
        members.append(member)
        pos = member.end()
    return members


def _range_start(text: str, members: list[re.Match[str]], last: int, high: PrintedNumber) -> PrintedNumber | None:
    """The lower number of the range that ends with member `last`; None when it ends none."""
    if last == 0 or _YEAR_RE.match(members[last - 1]["num"]):
        return None
    before = members[last - 1]
    join = before["join"].strip().lower()
    cue = cue_before(text, before.start("num"))
    if members[last]["sign"] and _sign_start(text, before.start("num")) is None:
        return None
    spans = join[0] in MINUS or (join == "til" and not _GROWTH_RE.search(cue))
    if not spans and not (join in ("og", "til") and BETWEEN_RE.search(cue)):
        return None
    low = parse_printed(before["num"])
    if low is None:
        return None
    low = _completed(low, high)
    # Of two signed numbers the order tells nothing: `mellem -3 og -2` and `-2 til -3` are the same range.
    return low if low.value < high.value or members[last]["sign"] else None


def _completed(low: PrintedNumber, high: PrintedNumber) -> PrintedNumber:
    """The lower end of a shortened range: `3-4000` is 3,000 to 4,000, `2-300.000` is 200,000 to 300,000."""
    if high.decimals or low.decimals or high.value < 1000 or low.value >= 1000 or high.value % 1000:
        return low
    digits = str(int(high.value))
    for power in (len(digits) - len(digits.rstrip("0")), 3):
        if 0 < (value := low.value * 10**power) < high.value:
            return replace(low, value=value)
    return low


def _in_list(text: str, members: list[re.Match[str]], last: int) -> bool:
    """True when member `last` is an amount of its own that shares the unit behind: a decimal, or led in as a list."""
    member = members[last]
    join = (member["join"] or "").strip().lower()
    if _YEAR_RE.match(member["num"]) or join[:1] in MINUS:
        return False
    return not member["num"].isdigit() or bool(_LIST_CUE_RE.search(cue_before(text, members[0].start("num"))))


def cue_before(text: str, start: int) -> str:
    """The words in front of a number, its sign left out."""
    return text[max(0, start - CUE_CHARS) : start].rstrip(MINUS)


def _sign_start(text: str, start: int) -> int | None:
    """Where the minus of the number at `start` stands; None when it has none."""
    if start and text[start - 1] in MINUS and not _ENDS_WORD_RE.search(text[max(0, start - 2) : start - 1]):
        return start - 1
    spaced = _SPACED_SIGN_RE.search(text[max(0, start - CUE_CHARS) : start])
    return start - 2 if spaced else None


def parse_printed(body: str) -> PrintedNumber | None:
    """The value of a printed number without sign: `1.030`, `1, 4`, `1½`, `100 000`; None when it is not one."""
    plain = re.sub(r"[\s\u00a0\u202f](?=\d{3})|(?<=,)\s", "", body)
    fraction = _FRACTIONS.get(plain[-1:], Decimal(0))
    whole = parse_number(plain[:-1] or "0") if fraction else parse_number(plain)
    if whole is None or not fraction:
        return whole
    return PrintedNumber(body, whole.value + fraction, 2)


def _negated(number: PrintedNumber) -> PrintedNumber:
    return replace(number, value=-number.value)


def _factor(found: re.Match[str]) -> int:
    return next(factor for unit, factor in _FACTORS.items() if found[unit])


def _amount(text: str, span: tuple[int, int], low: PrintedNumber, high: PrintedNumber, factor: int) -> Amount:
    step = int(Decimal(factor).scaleb(-high.decimals)) or 1
    return Amount(text[slice(*span)], *span, low.scaled(factor), high.scaled(factor), step)


def _counted(text: str, found: re.Match[str]) -> bool:
    """True when `mio.` without `kr.` counts something else: what follows is no function word, or nothing says money."""
    if not (found["mio"] or found["mia"]) or found["mio_kr"] or found["mia_kr"]:
        return False
    after = _NEXT_RE.match(text, found.end())
    word = after["word"].lower() if after else ""
    if word.isalpha() and word not in _FUNCTION_WORDS and not after["word"][0].isupper():  # type: ignore[index]
        return True
    if word in "€$£" and word:
        return True
    if not word.isalpha() and text[found.start() - 1 : found.start()] == "(":
        return False  # `(10-15 mio.)`
    around = text[max(0, found.start() - _MONEY_REACH) : found.end() + _MONEY_REACH]
    return not _MONEY_RE.search(around)


def _table_unit(text: str, found: re.Match[str]) -> bool:
    """True for the `1.000 kr.` of a table's heading, a unit, and for a year in front of one (`2026 mio. kr.`)."""
    if (found["mio"] or found["mia"]) and _YEAR_RE.match(found["numbers"]):
        return not _FIGURE_BEFORE_RE.search(text[max(0, found.start() - CUE_CHARS) : found.start()])
    if not found["kr"] or found["numbers"] not in ("1.000", "1000"):
        return False
    before = text[max(0, found.start() - CUE_CHARS) : found.start()]
    return bool(_HEADER_AFTER_RE.match(text, found.end()) or _HEADER_BEFORE_RE.search(before))


def cut_by_footnotes(text: str) -> Iterator[Amount]:
    """Amounts cut in two at a page's end: the number hangs above the footnotes, the unit opens the next page."""
    for found in _ORPHAN_RE.finditer(text):
        end = found.start()
        for _ in range(_FOOT_LINES):
            start = text.rfind("\n", max(0, end - 400), end) + 1
            hanging = _HANGING_RE.search(text, max(start, end - 30), end)
            if hanging is not None and not _FOOTNOTE_RE.fullmatch(text, start, end):
                number = parse_printed(hanging["num"])
                if number is not None and not _YEAR_RE.match(hanging["num"]):
                    yield _amount(text, (hanging.start("num"), found.end()), number, number, _factor(found))
                break
            if start == 0 or not _FOOTNOTE_RE.fullmatch(text, start, end):
                break
            end = start - 1
    yield from _parted_by_notes(text)


def _parted_by_notes(text: str) -> Iterator[Amount]:
    """`de 22,5 2 Om pårørende - vive.dk mio. kr.`: the footnotes were set as a part of the line.

    Evidence: no amount ends so (a figure, a footnote's number, a capital), and the unit behind has no number of its
    own; of a whole number, which may end in a date or an address, also that the footnote ends in a web address.
    """
    numbers = list(_NOTED_RE.finditer(text))
    units = list(_UNIT_RE.finditer(text)) if numbers else []
    starts = [unit.start() for unit in units]
    for found in numbers:
        at = bisect_left(starts, found.end())
        unit = units[at] if at < len(units) else None
        before = text[found.end() : unit.start()] if unit and unit.start() - found.end() <= _NOTES else "\n"
        if unit is None or "\n" in before:
            continue
        number = parse_printed(found["num"])
        if number is None or _BEFORE_UNIT_RE.search(before) or not ("," in found["num"] or _WEB_RE.search(before)):
            continue
        yield _amount(text, (found.start("num"), unit.end()), number, number, _factor(unit))
