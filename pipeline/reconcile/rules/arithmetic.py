"""What a sentence reckons before the reader's eyes: parts and their sum, a number of things at a price, per cent of it.

Each speaks only where the sentence itself says that it reckons (`i alt`, `fordelt på`, `svarende til`, `á`), and only
where the figures are of one size: two numbers that stand beside each other by chance reckon nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extractors.danish.numbers import parse_number
from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import Interval, total
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said

_READS = ("prose_amounts", "card_sections")
_WHOLE = re.compile(
    r"(?:\bi alt|\bialt|\bsamlet|\bsamlede\s\w+|tilsammen|\bsum\w*|\bgiver|\bgav|\bsvarer til|=)(?:\s\w+){0,3}\W*$",
    re.I,
)
_WHOLE_AFTER = re.compile(r"^\W*(?:i alt|ialt|tilsammen|samlet)\b", re.I)
_SPLIT = re.compile(r"\bfordel\w+|\bbestå\w+ af|\bnemlig|\bopdelt|\bsammensat|:\s", re.I)
_OF_WHICH = re.compile(r"\bheraf|\bhvoraf|\bderaf|\bherunder", re.I)
_BETWEEN_PARTS = re.compile(r"^(?:[^.;()]{0,70}?(?:,|\bog\b|\bsamt\b|\bplus\b|\+)[^.;()]{0,40})$", re.I)
_NO_PART = re.compile(
    r"\bmod\b|\bend\b|\bfra\b|\btil(?= \d)|stig\w+|fald\w+|\bpr\.|\bper\b|[áà]\s|mellem|\bmens\b|\bmen\b|hver\b"
    r"|ud af|eller",
    re.I,
)
_COUNT = r"(?P<count>\d{1,3}(?:\.\d{3})+|\d{1,5}(?:,\d+)?)"
_NOUN = r"(?P<noun>[a-zæøå][a-zæøå-]{2,}(?:\s[a-zæøå-]{3,}){0,2}?)"
_AT_PRICE = re.compile(
    rf"(?:^|[\s(]){_COUNT}\s+(?:{_NOUN}\s+)?(?:[áà]|x|×|gange|til en (?:\w+\s)?(?:styk)?pris (?:på|af)|til)\W*"
    r"(?:ca\.?\s)?$",
    re.I,
)
_PRICE_FIRST = re.compile(
    rf"^\W*(?:pr\.|per)\s+(?P<piece>[a-zæøå-]{{3,}})\W.{{0,40}}?\b{_COUNT}\s+(?P<noun>[a-zæøå-]{{3,}})", re.I
)
_RESULT = re.compile(r"(?:\bi alt|\bsvare\w* til|=|\bgiver|\bdvs\.?|\bsamlet|\bbliver|\()(?:\s\w+){0,3}\W*$", re.I)
_PERCENT = r"(?P<percent>\d{1,3}(?:,\d+)?)\s?(?:%|pct\.?|procent)"
_PERCENT_OF = re.compile(rf"{_PERCENT}\s(?:af\s)(?:[a-zæøåA-ZÆØÅ-]+\s){{0,6}}(?:på\s)?$", re.I)
_CHANGE = re.compile(
    r"^\W*(?:svarende til|dvs\.?|altså|eller|=|hvilket (?:er|svarer til)|det (?:er|svarer til)"
    r"|(?:et|en) (?:fald|stigning|reduktion|nedgang|forøgelse|besparelse|merudgift) på)?\W*(?:ca\.?\s)?"
    rf"{_PERCENT}",
    re.I,
)
_FROM, _TO = re.compile(r"\bfra\s\W*$", re.I), re.compile(r"^[^.;]{0,30}?\btil\s\W*$", re.I)
_EQUALS = re.compile(r"(?:svare\w* til|dvs\.?|=|\bgiver|\bi alt|\()(?:\s\w+){0,3}\W*$", re.I)
_MOST = 4  # a sum so many times what is printed is no slip of it
_MONTHS_OR_PIECES = re.compile(r"^\W{0,3}(?:/|pr\.|per\b|om måneden|om ugen|i timen)", re.I)


@card_rule(
    "prose_sum",
    title="Dele og sum i teksten",
    claim="Delene, en sætning opregner, giver den sum, den nævner",
    sides=("Teksten", "Delene giver"),
    reads=_READS,
    proves="parts that a sentence lists add up to the sum it names",
)
def prose_sum(card: Card, _: Context) -> Iterator[Outcome]:
    """`i alt 2,7 mio. kr., fordelt på 0,7, 0,3 og 1,7 mio. kr.`; `heraf` may list fewer, never more."""
    for _sentence, group in groupby(said(card), key=lambda s: s.row.sentence):
        amounts = list(group)
        if 3 <= len(amounts) <= 12 and not any(a.row.amount_low_dkk != a.row.amount_high_dkk for a in amounts):
            yield from _sum_of(amounts)


def _sum_of(amounts: Sequence[Said]) -> Iterator[Outcome]:
    gaps = _gaps(amounts)
    for at, parts, some in ((0, amounts[1:], _heads(gaps)), (-1, amounts[:-1], _tails(amounts, gaps))):
        if some is None or len({p.row.recurring for p in parts}) > 1:
            continue
        between = gaps[1:] if at == 0 else gaps[:-1]
        if not all(_BETWEEN_PARTS.match(g) and not _NO_PART.search(g) for g in between):
            continue
        if any(_MONTHS_OR_PIECES.match(p.after) for p in amounts):
            continue
        if (made := _reckoned(amounts[at], total(p.interval for p in parts), parts, atmost=some)) is not None:
            yield made


def _gaps(amounts: Sequence[Said]) -> list[str]:
    """What stands between each amount and the next."""
    ends = [a.start + len(" ".join(a.row.text.split())) for a in amounts]
    return [a.row.sentence[end : b.start] for a, b, end in zip(amounts, amounts[1:], ends, strict=False)]


def _heads(gaps: Sequence[str]) -> bool | None:
    """Whether the first amount is the sum of those after it: True where they may be some of it, None if it is none."""
    if _OF_WHICH.search(gaps[0]):
        return True
    return False if _SPLIT.search(gaps[0]) else None


def _tails(amounts: Sequence[Said], gaps: Sequence[str]) -> bool | None:
    """Whether the last amount is the sum of those before it."""
    last = amounts[-1]
    named = _WHOLE.search(gaps[-1]) or _WHOLE_AFTER.search(last.row.sentence[last.start + len(last.row.text) :])
    return False if named and not _SPLIT.search(gaps[0]) and not _OF_WHICH.search(gaps[0]) else None


def _reckoned(whole: Said, expected: Interval, parts: Sequence[Said], *, atmost: bool) -> Outcome | None:
    found = whole.interval
    shown = " + ".join(p.row.text for p in parts)
    key = ("sum", whole.row.text)
    evidence = [prose_evidence(whole.row)]
    if found.overlaps(expected) or (atmost and expected.dkk < found.dkk):
        status = "exact" if found.dkk == expected.dkk else "within_rounding"
        message = f"Delene {shown} passer med '{whole.row.text}'."
        return Outcome(status, message, key, evidence, None, expected, found)  # type: ignore[arg-type]
    if not _of_one_size(expected, found):
        return None
    gap = money(found.dkk - expected.dkk)
    message = f"Teksten siger '{whole.row.text}' om {shown}; det giver {money(expected)} (forskel {gap})."
    return Outcome("inconsistent", message, key, evidence, "error", expected, found)


def _of_one_size(one: Interval, other: Interval) -> bool:
    return one.dkk <= _MOST * other.dkk and other.dkk <= _MOST * one.dkk


@card_rule(
    "prose_product",
    title="Antal og pris i teksten",
    claim="Antal gange pris giver det beløb, sætningen nævner",
    sides=("Teksten", "Regnet efter"),
    reads=_READS,
    proves="a number of things at a price cost what the sentence says",
)
def prose_product(card: Card, _: Context) -> Iterator[Outcome]:
    """`12 pladser á 85.000 kr., i alt 1.020.000 kr.`; `85.000 kr. pr. plads for 12 pladser, svarende til ...`."""
    amounts = list(said(card))
    for price, result in pairwise(amounts):
        if price.row.sentence != result.row.sentence or price.continues:
            continue
        gap = _gaps((price, result))[0]
        before = price.row.sentence[: price.start]
        counted = _AT_PRICE.search(before)
        told = bool(_RESULT.search(gap)) or bool(_WHOLE_AFTER.search(result.after))
        if counted is None and (counted := _PRICE_FIRST.match(gap)) is not None:
            same = counted["noun"].lower()[:4] == counted["piece"].lower()[:4]
            told = told and same
        if counted is None or not told or re.search(r"/\s?md|pr\. måned|om måneden", gap, re.I):
            continue
        yield from _product(price, result, counted["count"])


def _product(price: Said, result: Said, printed: str) -> Iterator[Outcome]:
    number = parse_number(printed)
    if number is None or number.value <= 1:
        return
    count = float(number.value)
    one = price.interval
    expected = Interval(round(one.low2 * count), round(one.high2 * count))
    key, evidence = ("product", price.row.text, printed), [prose_evidence(price.row), prose_evidence(result.row)]
    shown = f"{printed} x {price.row.text}"
    if expected.overlaps(result.interval):
        status = "exact" if expected.dkk == result.interval.dkk else "within_rounding"
        message = f"Teksten regner {shown} til {result.row.text}."
        yield Outcome(status, message, key, evidence, None, expected, result.interval)  # type: ignore[arg-type]
    elif _of_one_size(expected, result.interval):
        message = (
            f"Teksten regner {shown} til {result.row.text}; det giver {money(expected)} "
            f"(forskel {money(result.interval.dkk - expected.dkk)})."
        )
        yield Outcome("inconsistent", message, key, evidence, "error", expected, result.interval)


@card_rule(
    "prose_percent",
    title="Procent i teksten",
    claim="Procenten er den, beløbene ved siden af giver",
    sides=("Teksten", "Regnet efter"),
    reads=_READS,
    proves="a percentage is what the two amounts beside it give",
)
def prose_percent(card: Card, _: Context) -> Iterator[Outcome]:
    """`10 pct. af 4,0 mio. kr., svarende til 0,4 mio. kr.`; `fra 4,0 til 5,0 mio. kr., en stigning på 25 pct.`."""
    amounts = list(said(card))
    for one, other in pairwise(amounts):
        if one.row.sentence != other.row.sentence or one.interval.dkk == 0:
            continue
        gap = _gaps((one, other))[0]
        sentence = one.row.sentence
        share = _PERCENT_OF.search(sentence[: one.start])
        if share and _EQUALS.search(gap):
            yield _share(card, one, other, share["percent"])
            continue
        change = _CHANGE.match(sentence[other.start + len(" ".join(other.row.text.split())) :])
        if change and _FROM.search(sentence[: one.start]) and _TO.match(gap):
            yield _changed(one, other, change["percent"])


def _ends(percent: str) -> tuple[float, float]:
    """What a printed percentage may stand for."""
    value = float(percent.replace(",", "."))
    half = 0.5 * 10 ** -len(percent.partition(",")[2])
    return value - half, value + half


def _share(card: Card, whole: Said, part: Said, percent: str) -> Outcome:
    low, high = _ends(percent)
    expected = Interval(round(whole.interval.low2 * low / 100), round(whole.interval.high2 * high / 100))
    middle = money(round(whole.interval.dkk * float(percent.replace(",", ".")) / 100))
    return _percent(card, part, expected, f"{percent} pct. af {whole.row.text}", part.row.text, middle, percent)


def _changed(one: Said, other: Said, percent: str) -> Outcome:
    low, high = _ends(percent)
    ratios = [o / w * 100 - 100 for o in (other.interval.low2, other.interval.high2)
              for w in (one.interval.low2, one.interval.high2) if w]  # fmt: skip
    least, most = min(ratios, key=abs), max(ratios, key=abs)
    middle = abs(other.interval.dkk / one.interval.dkk * 100 - 100)
    key, evidence = ("change", one.row.text, other.row.text), [prose_evidence(one.row), prose_evidence(other.row)]
    shown = f"fra {one.row.text} til {other.row.text}"
    if abs(least) - 0.05 <= high and low <= abs(most) + 0.05:
        return Outcome("within_rounding", f"Ændringen {shown} er {percent} pct.", key, evidence)
    given = f"{middle:.1f}".replace(".", ",").removesuffix(",0")
    message = f"Teksten siger {percent} pct. om ændringen {shown}; det giver {given} pct."
    return Outcome(
        "inconsistent", message, key, evidence, "error", expected_text=f"{given} pct.", printed_text=f"{percent} pct."
    )  # fmt: skip


def _percent(
    card: Card, part: Said, expected: Interval, shown: str, printed: str, middle: str, percent: str
) -> Outcome:
    key, evidence = ("share", printed, percent), [prose_evidence(part.row)]
    if expected.overlaps(part.interval):
        return Outcome("within_rounding", f"Teksten regner {shown} til {printed}.", key, evidence)
    message = f"Teksten regner {shown} til {printed}; det giver {middle}."
    place = place_of(card, part.row.sentence)
    return Outcome(
        "inconsistent", message, key, [*evidence, place], "error", expected_text=middle, printed_text=printed
    )  # fmt: skip
