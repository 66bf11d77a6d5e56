"""What a sentence multiplies before the reader's eyes: a number of things at a price, and per cent of an amount.

The figures of a sentence are read by what they are, in whatever order they stand: the price is the amount with a word
of price or piece beside it (`á`, `pr. plads`, `til en timepris på`), the count the number before the same thing, the
result the other amount. Only a sentence with just these figures reckons; figures of quite another size do not belong
together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.reconcile.danish import money
from pipeline.reconcile.intervals import Interval
from pipeline.reconcile.model import Card
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.rules.prose import prose_evidence
from pipeline.reconcile.said import Said, said
from pipeline.reconcile.sentences import NUMBER, number
from pipeline.reconcile.typos import of_one_size

_READS = ("prose_amounts", "card_sections")
_COUNT = re.compile(
    rf"(?<![\d.,/§-])\b(?P<count>{NUMBER})\s(?:[a-zæøå]+(?:ige|iske|ende|ede|nye|ne|le)\s|nye\s)?"
    r"(?P<noun>[a-zæøå][a-zæøå'’-]+|x|×)(?![a-zæøå]|\.?\s?kr)",
    re.I,
)
_PIECE = re.compile(
    r"^\W{0,3}(?:(?:pr\.?|per)\s?(?P<piece>[a-zæøå]{2,})|stykket\b|(?:til )?hver\b|/\s?(?P<short>[a-zæøå]{2,}))", re.I
)
_SURE_AT = re.compile(
    r"(?:\s[áàax×]|\bgange|\bhvert? koster|(?<!samlet )(?<!samlede )\b\w*pris\w*(?: \w+){0,2} (?:på|af|er)"
    r"|\bsats (?:på|af))\s(?:ca\.?\s)?$",
    re.I,
)
_NO_THING = re.compile(r"^(?:en|et|én|ét)\s|^\S+\s(?:kr|mio|t\.|pct|procent|år$)", re.I)
_TIME = re.compile(r"^(?:måned|mdr|md|uge|dag|døgn|time|år(?:et)?$|kvartal|halvår)", re.I)
_GOES_ON = re.compile(r"^(?:det (?:giver|svarer til|bliver)|svarende til)\b", re.I)
_RESULT = re.compile(
    r"(?:\bi alt|\bsvare\w* til|=|\bgiver|\bopnås|\bdvs\.?|\baltså|\bsamlet|\bbliver|\ber|\budgør"
    r"|\()(?:\s\w+){0,5}\W*$",
    re.I,
)
_IN_ALL = re.compile(r"^\W*(?:i alt|ialt|tilsammen|samlet)\b", re.I)
_FOR_THESE = re.compile(
    r"^\W*(?:til|dækker|svarer til|svarende til|består af|for|=|\()\W*(?:køb af |indkøb af )?$", re.I
)
_NO_RESULT = re.compile(
    r"\b(?:samt|heraf|hvoraf|mens|dertil|hertil|yderligere|ud over|plus|ekskl|fratrukket|mod)\b", re.I
)
_PERCENT = re.compile(r"(?P<percent>\d{1,3}(?:,\d+)?)\s?(?:%|pct\.?|procent\b)", re.I)
_EQUALS = re.compile(
    r"(?:svare\w* til|dvs\.?|altså|=|\bgiver|\bi alt|\beller|hvilket (?:er|giver|svarer til)|\budgør|\ber"
    r"|\bbliver|\bfrigøres"
    r"|\bspares|\()(?:\s(?:ca\.|en|et|på|med|stigning|fald|reduktion|besparelse)){0,4}\W*$",
    re.I,
)
_OF = re.compile(r"^\s?(?:af|på)\b[^.;:]{0,70}$", re.I)
_NEXT = re.compile(
    r"^(?!.*\b(?:hvor\w*|som|der|fordi|når|så)\b)[^,.;:]{0,45}$", re.I
)  # one clause from amount to per cent
_FROM, _TO = re.compile(r"\bfra\s\W*$", re.I), re.compile(r"^[^.;]{0,30}?\btil\s\W*$", re.I)
_CHANGED = re.compile(
    r"^\W*(?:svare\w* til|dvs\.?|altså|eller|=|hvilket (?:er|svarer til)|det (?:er|svarer til))?\W*(?:med\s)?"
    r"(?:(?:et|en) (?:fald|stigning|reduktion|nedgang|forøgelse|besparelse|merudgift) på)?\W*(?:ca\.?\s)?$",
    re.I,
)


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
    groups = [list(group) for _s, group in groupby(said(card), key=lambda s: s.row.sentence)]
    for at, group in enumerate(groups):
        amounts = list(group)
        following = groups[at + 1] if at + 1 < len(groups) else []
        if len(amounts) == 1 and len(following) == 1 and _follows(amounts[0], following[0]):
            amounts += following
        prices = [a for a in amounts if _priced(a)]
        if len(amounts) == 2 and len(prices) == 1 and (_PIECE.match(prices[0].after) or not prices[0].continues):
            result = next(a for a in amounts if a is not prices[0])
            yield from _product(prices[0], result)


def _follows(one: Said, other: Said) -> bool:
    """True where the next sentence goes on with the sum of this one: `Det giver ...`."""
    near = 0 <= other.row.char_start - one.row.char_end < 2 * _NEAR
    return near and _GOES_ON.match(other.row.sentence) is not None


def _priced(what: Said) -> bool:
    """True for an amount that one of something costs."""
    piece = _piece(what)
    if piece and _TIME.match(piece):
        return bool(re.match(r"time", piece, re.I))
    return piece is not None or bool(_SURE_AT.search(what.row.sentence[: what.start]))


def _product(price: Said, result: Said) -> Iterator[Outcome]:
    sentence = price.row.sentence
    found = _counted(price)
    if found is None or _PERCENT.search(sentence) or _priced(result) or not _told(price, result, found):
        return
    one, count = price.interval, number(found["count"])
    expected = Interval(round(one.low2 * count), round(one.high2 * count))
    key = ("product", price.row.text, found["count"])
    evidence = [prose_evidence(price.row), prose_evidence(result.row)]
    shown = f"{found['count']} x {price.row.text}"
    if expected.overlaps(result.interval):
        status = "exact" if expected.dkk == result.interval.dkk else "within_rounding"
        message = f"Teksten regner {shown} til {result.row.text}."
        yield Outcome(status, message, key, evidence, None, expected, result.interval)  # type: ignore[arg-type]
    elif count > 1 and of_one_size(expected.dkk, result.interval.dkk):
        message = (
            f"Teksten regner {shown} til {result.row.text}; det giver {money(expected)} "
            f"(forskel {money(result.interval.dkk - expected.dkk)})."
        )
        yield Outcome("inconsistent", message, key, evidence, "error", expected, result.interval)


def _told(price: Said, result: Said, counted: re.Match[str]) -> bool:
    """True where the words between say that the one is what the other comes to."""
    sentence = price.row.sentence
    if result.row.sentence != sentence:
        return True  # the next sentence goes on with the sum
    if price.start < result.start:
        gap = sentence[price.end : result.start]
        reckoned = _RESULT.search(gap) or _IN_ALL.match(sentence[result.end :])
        return bool(reckoned) and not _NO_RESULT.search(gap)
    if counted.start() < result.start:
        return bool(re.match(r"\W*\($", sentence[result.end : price.start]))
    return bool(_FOR_THESE.match(sentence[result.end : counted.start()]))


def _counted(price: Said) -> re.Match[str] | None:
    """The number of things that the price is of: those it names, those it stands beside, or the only ones counted."""
    counts = [m for m in _COUNT.finditer(price.row.sentence) if _apart(m, price)]
    counts = [m for m in counts if not _NO_THING.match(f"{m['count']} {m['noun']}")]
    piece = _piece(price)
    if piece is None:
        counts = _beside(price, counts)
    elif len(piece) > 3 and piece.lower() not in ("styk", "stykke"):
        counts = [m for m in counts if m["noun"].lower()[:4] == piece.lower()[:4]]
    return counts[0] if len(counts) == 1 else None


def _apart(count: re.Match[str], price: Said) -> bool:
    """True for a number that is no part of the price."""
    return count.end() <= price.start or count.start() >= price.end


def _piece(price: Said) -> str | None:
    """What the price is of one of, as printed behind it; empty for `stykket` and `hver`, None for no such word."""
    piece = _PIECE.match(price.after)
    return (piece["piece"] or piece["short"] or "") if piece else None


def _beside(price: Said, counts: list[re.Match[str]]) -> list[re.Match[str]]:
    """The count just before a price; without one all before it, or all there are."""
    before = [m for m in counts if m.end() <= price.start]
    if before and price.start - before[-1].end() < _NEAR:
        return before[-1:]
    return before or counts


_NEAR = 45  # letters between a number of things and their price


@dataclass(frozen=True, slots=True)
class _Figures:
    """A sentence with one percentage and two amounts, and what stands between the three."""

    percent: re.Match[str]
    amounts: Sequence[Said]
    order: str
    """`pWP`: the percentage, then the two amounts; `WpP`, `WPp`."""
    gaps: tuple[str, str, str]
    """What stands before the first of the three, and between them."""


@card_rule(
    "prose_percent",
    title="Procent i teksten",
    claim="Procenten er den, beløbene ved siden af giver",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=_READS,
    proves="a percentage is what the two amounts beside it give",
)
def prose_percent(card: Card, _: Context) -> Iterator[Outcome]:
    """`10 pct. af 4,0 mio. kr., svarende til 0,4 mio. kr.`; `fra 4,0 til 5,0 mio. kr., en stigning på 25 pct.`."""
    for sentence, group in groupby(said(card), key=lambda s: s.row.sentence):
        amounts, percents = list(group), list(_PERCENT.finditer(sentence))
        if len(amounts) == 2 and len(percents) == 1 and amounts[0].interval.dkk and amounts[1].interval.dkk:
            found = _figures(sentence, amounts, percents[0])
            if (made := _changed(found) or _share(found)) is not None:
                yield made


def _figures(sentence: str, amounts: Sequence[Said], percent: re.Match[str]) -> _Figures:
    spans = [(a.start, a.end, "W") for a in amounts]
    spans.append((percent.start(), percent.end(), "p"))
    spans.sort()
    gaps = (sentence[: spans[0][0]], sentence[spans[0][1] : spans[1][0]], sentence[spans[1][1] : spans[2][0]])
    return _Figures(percent, amounts, "".join(kind for *_place, kind in spans), gaps)


def _ends(percent: str) -> tuple[float, float]:
    """What a printed percentage may stand for."""
    value = float(percent.replace(",", "."))
    half = 0.5 * 10 ** -len(percent.partition(",")[2])
    return value - half, value + half


def _share(found: _Figures) -> Outcome | None:
    """Per cent of one amount is the other: in the three orders in which that is said."""
    first, second = found.amounts
    _before, one, other = found.gaps
    whole: Said | None = None
    forward = found.order == "pWW" and _OF.match(one) is not None
    forward = forward or (found.order == "WpW" and _NEXT.match(one) is not None and not _OF.match(other))
    if forward and _EQUALS.search(other):
        whole, part = first, second
    elif found.order == "WpW" and _EQUALS.search(one) and _OF.match(other):
        whole, part = second, first
    if whole is None or re.search(r"\bmellem\b|\bop (?:mod|til)\b|\bfra\b", found.gaps[0][-25:] + one, re.I):
        return None
    percent = found.percent["percent"]
    low, high = _ends(percent)
    expected = Interval(round(whole.interval.low2 * low / 100), round(whole.interval.high2 * high / 100))
    middle = money(round(whole.interval.dkk * float(percent.replace(",", ".")) / 100))
    shown, printed = f"{percent} pct. af {whole.row.text}", part.row.text
    key, evidence = ("share", printed, percent), [prose_evidence(part.row), prose_evidence(whole.row)]
    if expected.overlaps(part.interval):
        return Outcome("within_rounding", f"Teksten regner {shown} til {printed}.", key, evidence)
    if not of_one_size(expected.dkk, part.interval.dkk):
        return None
    message = f"Teksten regner {shown} til {printed}; det giver {middle}."
    return Outcome("inconsistent", message, key, evidence, "error", expected_text=middle, printed_text=printed)


def _changed(found: _Figures) -> Outcome | None:
    """From one amount to another, and by how many per cent."""
    one, other = found.amounts
    if found.order != "WWp" or not (_FROM.search(found.gaps[0]) and _TO.match(found.gaps[1])):
        return None
    if not _CHANGED.match(found.gaps[2]) or re.match(r"\saf\s", one.row.sentence[found.percent.end() :]):
        return None
    percent = found.percent["percent"]
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
