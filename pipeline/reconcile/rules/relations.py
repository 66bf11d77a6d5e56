"""What a passage says of its own figures: products, shares and changes in per cent.

The text is read with its figures taken out (`quantities`), so that a relation is a few plain words between marks. A
rule speaks only where the words say that the figures belong together (`á`, `svarende til`, `fra ... til`), and where
no plain reckoning with the figures of the text gives what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Final, NamedTuple

from pipeline.reconcile.danish import akin, in_sentence, money, stem, words
from pipeline.reconcile.model import Card
from pipeline.reconcile.passages import Passage, around, mark_of, passages, told_already
from pipeline.reconcile.quantities import Marked, Quantity, shown
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, results
from pipeline.reconcile.typos import of_one_size

_READS = ("card_sections", "cards")
_EQUALS = (
    r"(?:\bdvs\.?|\bdet vil sige|\baltså|\bsvare(?:r|nde|de) (?:det |dette |samlet )?til|\bhvilket (?:er|giver"
    r"|svarer til|bliver|udgør)|\bnemlig|\bi alt|\bialt|\btilsammen"
    r"|\bsamle(?:t|de?)\b|\bbeløber (?:det |den |dette |sig )+til|=|\bgiver|\bbliver|\bdermed|\bderfor"
    r"|\bsåledes|\beller(?= <)|\bhvorved|\bsum\w*|\budgør"
    r"|\b(?:er|ligger|lyder) (?:dermed|derfor|således|på)\b|\bkoster?\b)"
)
_TIED = re.compile(rf"{_EQUALS}[^<>.;]{{0,45}}$", re.I)


_PER_AFTER = re.compile(
    r"^\s?(?:(?:pr\.?|per|/)\s?(?P<noun>[a-zæøå0-9²]{1,})|(?:til )?hver\b|stykket\b|i timen|pr\.? stk)", re.I
)
_PER_BEFORE = re.compile(
    r"(?:(?:^|\s)[áàax×]|\bgange|\b(?:timer|årsværk|uger|dage|stk\.?) af|\b\w*(?:stykpris|timepris|ugepris"
    r"|enhedspris|dagspris|årsværkspris|månedspris|pladspris|timesats"
    r"|årsløn|månedsløn|gennemsnitsløn|løn|lønudgift|takst|sats)(?:en)?(?: pr\.? \w+)?(?: (?:på|er|af|udgør"
    r"|til)| sat til)(?: hver)?|\bpris (?:på|pr\. \w+ (?:på|er))"
    r"|\b(?:prisen|udgiften|lejen|omkostningen|lønnen)(?: \w+){0,2}? (?:pr\.?|per) (?P<noun>\w+) (?:er|udgør|på"
    r"|ligger på)(?: sat til)?"
    r"|\b(?:hver|hvert|en|et|én|ét) (?P<one>[a-zæøå-]{3,})(?: pr\. \w+)? (?:koster|er sat til|er prissat til"
    r"|udgør)(?: i gennemsnit)?|\bpå hver|\bhver er (?:værdisat|prissat|sat|ansat|budgetteret) til"
    r"|\bhver(?: <C\d+>)?(?: \w+){0,3} (?:modtager|får|koster)"
    r"|\bhver af [^<>]{0,10}<C\d+> (?P<each>\w+)(?: \w+)? (?:modtager|får|tildeles|koster))\s(?:ca\.?\s|omkring\s)?$",
    re.I,
)
_TO = re.compile(r"<C\d+> (?:[a-zæøå-]+ ){1,2}til $", re.I)
_MOST_COUNTS = 3  # beside a price: more of them are no one multiplication
_TIME_NOUN = re.compile(r"^(?:år|måned|mdr|md|uge|dag|døgn|kvartal|halvår)", re.I)
_MORE = re.compile(
    r"\b(?:samt|plus|hertil|dertil|derudover|yderligere|heraf|hvoraf|ekskl|fratrukket|rabat|mod|eller <M)\b", re.I
)
_HALF = re.compile(r"\b(?:på )?halv(?: tid|tids)\b|halvtids", re.I)


@card_rule(
    "prose_product_told",
    title="Pris gange antal i teksten",
    claim="Antal gange pris giver det beløb, teksten når til",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=_READS,
    proves="a number of things at a price, or of årsværk at a wage, come to the amount the text names",
    after=("prose_product", "prose_sum", "product_vs_row", "prose_percent"),
)
def prose_product_told(card: Card, context: Context) -> Iterator[Outcome]:
    """`Prisen pr. skærm er 30 t.kr., og der er behov for 40. Det giver 1,5 mio. kr.`, in any order of the three."""
    told = told_already(context, card, ("prose_product", "prose_sum", "product_vs_row"))
    for passage in passages(card):
        amounts = passage.text.of("M")
        if len(amounts) != 2 or any(a.bound for a in amounts) or _MORE.search(passage.text.text):
            continue
        if not any(passage.printed.startswith(t[:50]) or t[:50] in passage.printed for t in told):
            yield from _products(card, passage, amounts)


def _products(card: Card, passage: Passage, amounts: Sequence[Quantity]) -> Iterator[Outcome]:
    told = _multiplied(card, passage, amounts)
    if told is None:
        return
    price, whole, times = told.price, told.whole, told.times
    if told.holds:
        yield passage.holds(f"Antal gange {price.text} giver {whole.text}.", ("told", whole.text))
        return
    if times is None or times == 1:
        return
    expected = price.value * times
    if of_one_size(expected, whole.value):
        message = (
            f"Teksten regner {shown(times)} x {price.text} til {whole.text}; det giver {money(round(expected))} "
            f"(forskel {money(round(whole.value - expected))})."
        )
        yield passage.outcome(message, ("told", price.text, whole.text), money(round(expected)), whole.text)


@dataclass(frozen=True, slots=True)
class _Multiplication:
    """What a passage multiplies: the price of one thing, how many there are, and what that comes to."""

    price: Quantity
    noun: str
    """What the price is of one of; empty where the text does not name it."""
    counts: Sequence[Quantity]
    whole: Quantity
    half: bool
    """True where the things are had by half: `ansat på halv tid`."""

    @property
    def holds(self) -> bool:
        """True where the price times some of the counts, in any combination, is what is printed."""
        factors = [q.value for q in self.counts] + ([0.5] if self.half else [])
        some = (chosen for size in range(1, len(factors) + 1) for chosen in combinations(factors, size))
        return any(self.whole.overlaps(self.price.low * prod(c), self.price.high * prod(c), 0.01) for c in some)

    @property
    def times(self) -> float | None:
        """How many the price is taken times; None where that is not sure."""
        things, periods = self._things(), self._periods()
        if things is not None:
            return None if periods else things.value
        if self.half:
            return 0.5 * prod(q.value for q in periods)
        return periods[0].value if len(periods) == 1 else None

    def _periods(self) -> list[Quantity]:
        """The counts of months, weeks and the like."""
        return [q for q in self.counts if _TIME_NOUN.match(q.noun)]

    def _things(self) -> Quantity | None:
        """How many things: of those the price is of the nearest, else the only count that is there."""
        named = [q for q in self.counts if self._are_of_price(q)]
        if named:
            return min(named, key=lambda q: abs(q.start - self.price.start))
        periods = self._periods()
        others = [q for q in self.counts if q not in periods]
        return others[0] if len(others) == 1 else None

    def _are_of_price(self, count: Quantity) -> bool:
        """True where a count is of what the price is of one of."""
        if not self.noun or not count.noun:
            return False
        one = stem(self.noun)
        return akin(count.noun, one) or one.startswith(count.noun[:4])


def _multiplied(card: Card, passage: Passage, amounts: Sequence[Quantity]) -> _Multiplication | None:
    """What two amounts and the counts beside them multiply; None where the words do not say that they do."""
    priced = [(a, noun) for a in amounts if (noun := _price(passage.text, a)) is not None]
    if len(priced) != 1:
        return None
    price, noun = priced[0]
    whole = next(a for a in amounts if a is not price)
    counts = [q for q in passage.text.of("C") if not q.bound]
    half = _HALF.search(passage.text.text) is not None
    if not (counts or half) or len(counts) > _MOST_COUNTS or not _reckons(card, passage.text, price, whole, counts):
        return None
    return _Multiplication(price, noun, counts, whole, half)


def _all_of_it(card: Card, text: Marked, price: Quantity, whole: Quantity) -> bool:
    """True where the amount, in another sentence than the price, is all that the table invests: no one price's sum."""
    first, second = sorted((price, whole), key=lambda q: q.start)
    between = ">" + around(text, first)[1].partition(mark_of(text, second))[0]
    if card.economy is None or not re.search(r"[.:>] [A-ZÆØÅ]", between):
        return False
    sums = [r for found in results(card.economy, SECTIONS[1]) for r in found if r.cells]
    return any(whole.overlaps(abs(s), abs(s)) for s in (sum(c.interval.dkk for c in r.cells.values()) for r in sums))


def _price(text: Marked, amount: Quantity) -> str | None:
    """What an amount is the price of one of, where it is one; empty where the text does not name the thing."""
    before, after = around(text, amount)
    found = _PER_AFTER.match(after) or _PER_BEFORE.search(before)
    if found is None:
        return "" if _TO.search(before) and len(text.of("M")) == 2 else None
    noun = next((n for n in found.groups() if n), "")
    return None if _TIME_NOUN.match(noun) else noun


def _reckons(card: Card, text: Marked, price: Quantity, whole: Quantity, counts: Sequence[Quantity]) -> bool:
    """True where the words say that one is what the others come to."""
    before, _ = around(text, whole)
    if _all_of_it(card, text, price, whole):
        return False
    if _TIED.search(before) or re.search(r"\($", before):
        return True
    after = around(text, whole)[1]
    if re.match(r"\s(?:i alt|ialt|tilsammen)\b", after, re.I):
        return True
    last = max([price, whole, *counts], key=lambda q: q.start)
    if last is not whole:  # `Effektiviseringen på 1.300 t.kr. svarer til 2 årsværk á 650 t.kr.`
        return bool(re.match(rf"[^<>.;]{{0,25}}{_EQUALS}[^<>.;]{{0,25}}<", after, re.I) or re.match(r"\s\($", after))
    return False


_CHANGE = re.compile(
    r"\bfald\w*|\bst[ie]g\w*|\bvæk(?:st|ste)|\bøge\w*|\bøges|\breduc\w+|\breduktion|\bnedbring\w+|\bforøg\w+"
    r"|\bnedgang|\blavere|\bhøjere"
    r"|\bfærre\b|\bflere\b|\bmindre\b|\bmere\b|\bfremgang\b|\btilbagegang\b|\bkortere\b|\blængere\b"
    r"|\bbespar\w+|\bhalver\w+|\bfordobl\w+|\bforkort\w+|\bændr\w+|\bforbedr\w+|\bmindsk\w+|\bvoks\w+|\bsænk\w+",
    re.I,
)
_WORD_CHANGE = re.compile(
    r"\b(?P<half>en halvering|halveres|halveret)\b|\b(?P<double>en fordobling|fordobles|fordoblet)\b", re.I
)
_FROM_TO = re.compile(
    r"\b(?:fra|end) (?:ca\. |de )?<(?P<a>[CM]\d+)>[^<>.;]{0,40}(?:<Y\d+>[^<>.;]{0,12})?\b(?:til"
    r"|mod) (?:ca\. )?<(?P<b>[CM]\d+)>",
    re.I,
)
_YEARS_OF = re.compile(
    r"\bi <Y\d+>[^<>.;]{0,25}<(?P<a>[CM]\d+)>[^<>.;]{0,40}\bi <Y\d+>[^<>.;]{0,12}<(?P<b>[CM]\d+)>", re.I
)
_AGAINST = re.compile(
    r"<(?P<b>[CM]\d+)>[^<>.;]{0,30}\bmod <(?P<a>[CM]\d+)>[^<>.;]{0,20}(?:\båret før|\bsidste år|\btidligere"
    r"|\bi <Y\d+>)",
    re.I,
)
"""So many against so many the year before: which came first, the years may say otherwise."""
_WORDS_ROOM = 3  # per cent that a word for a change may be off: `en halvering`
_BY_TO = re.compile(r"<(?P<a>[CM]\d+)>[^<>.;]{0,60}\bmed <P\d+>[^<>.;]{0,12} til <(?P<b>[CM]\d+)>", re.I)


@card_rule(
    "prose_change",
    title="Ændring i procent",
    claim="Procenten er den, de to tal giver",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=_READS,
    proves="a change in per cent is what the two figures beside it give, whatever they count",
    after=("prose_percent",),
)
def prose_change(card: Card, context: Context) -> Iterator[Outcome]:
    """`falder fra 2.000 til 1.500, svarende til 35 pct.`; `fra 8 til 6 dage, en halvering`."""
    told = told_already(context, card, ("prose_percent",))
    for passage in passages(card):
        change = _read_change(passage)
        if change is not None and not any(t[:50] in passage.printed for t in told):
            yield from _judged(passage, change)


class _Change(NamedTuple):
    """A change that a passage tells: from one figure to another, and by how much in per cent or in a word."""

    one: Quantity
    other: Quantity
    share: Quantity | None
    word: re.Match[str] | None

    @property
    def comparable(self) -> bool:
        """True for two figures of one kind of thing, neither of them one end of a span, the first not zero."""
        named = [q.noun for q in (self.one, self.other) if q.noun]
        alike = self.one.kind == self.other.kind and (len(named) < 2 or akin(*named))
        return alike and not (self.one.bound or self.other.bound) and bool(self.one.value)

    @property
    def printed(self) -> str:
        """The change as printed."""
        return self.share.text if self.share else self.word[0] if self.word else ""

    @property
    def said(self) -> tuple[float, float, float]:
        """By how many per cent it is said to be: the least, the middle and the most."""
        if self.share:
            return self.share.low, self.share.value, self.share.high
        middle = 100.0 if self.word and self.word["double"] else 50.0
        return middle - _WORDS_ROOM, middle, middle + _WORDS_ROOM


def _read_change(passage: Passage) -> _Change | None:
    """The change that a passage with two figures and one word or share for it tells; None where it tells none."""
    text, shares = passage.text.text, passage.text.of("P")
    if len(passage.text.of("C", "M")) != 2 or not _CHANGE.search(text):
        return None
    word = _WORD_CHANGE.search(text)
    found = next((m for p in (_BY_TO, _FROM_TO, _YEARS_OF, _AGAINST) if (m := p.search(text))), None)
    if found is None or len(shares) + (word is not None) != 1:
        return None
    if shares and (shares[0].bound or re.match(r"\saf\s(?!<)", around(passage.text, shares[0])[1])):
        return None  # `og 20 pct. af borgerne ...`: a share of something else
    change = _Change(passage.text[found["a"]], passage.text[found["b"]], shares[0] if shares else None, word)
    return change if change.comparable else None


def _ratios(passage: Passage, change: _Change) -> list[float]:
    """By how many per cent the one may differ from the other; where either may come first, the way that fits."""
    one, other, share = change.one, change.other, change.share
    ways = [(one, other), (other, one)] if _AGAINST.search(passage.text.text) else [(one, other)]
    found = [[100 * abs(b / a - 1) for a in (w.low, w.high) for b in (x.low, x.high) if a] for w, x in ways]
    fits = (r for r in found if share and min(r) - 1 <= share.high and share.low <= max(r) + 1)
    return next(fits, found[0])


def _judged(passage: Passage, change: _Change) -> Iterator[Outcome]:
    one, other = change.one, change.other
    ratios, (low, said, high) = _ratios(passage, change), change.said
    exact = 100 * abs(other.value / one.value - 1)
    key, given = ("change", one.text, other.text), f"{shown(round(exact, 1))} pct."
    rest = 100 * other.value / one.value  # `reduceres til 75 pct.`: what is left, not what goes
    if (min(ratios) - 1 <= high and low <= max(ratios) + 1) or abs(rest - said) <= 1:
        yield passage.holds(f"Ændringen fra {one.text} til {other.text} er {given}", key)
        return
    message = f"Teksten siger '{change.printed}' om ændringen fra {one.text} til {other.text}; det giver {given}"
    yield passage.outcome(message, key, given, change.printed)


PEOPLE = frozenset(words("personer mennesker ansatte medarbejdere borgere brugere"))
"""Stems by which people are counted, whatever they are called beside it."""
_AF = r"\b(?:ud af|[Aa]f|[Hh]eraf|[Hh]voraf|[Dd]eraf|blandt|[Aa]f disse)\b"
_RATE_AFTER = re.compile(r"^\s?(?:pr\.?|per|/)\s?(?!år)", re.I)


@card_rule(
    "prose_share",
    title="Andel i teksten",
    claim="En andel af et tal er det tal, teksten når til",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=_READS,
    proves="a share of a number is the number the text names beside it, whatever it counts",
    after=("prose_percent",),
)
def prose_share(card: Card, context: Context) -> Iterator[Outcome]:
    """`En fjerdedel af de 1.600 borgere, dvs. 500`; `20 pct. (300 ud af 1.200)`; `hver femte af de 4.000, 1.000`."""
    told = told_already(context, card, ("prose_percent",))
    for passage in passages(card):
        shares, rest = passage.text.of("P"), passage.text.of("C", "M")
        if len(shares) != 1 or len(rest) != 2 or any(t[:50] in passage.printed for t in told):
            continue
        if _countable(passage.text, shares[0], rest) and _is_share(passage.text, shares[0], rest):
            part, whole = sorted(rest, key=lambda q: q.value)
            yield from _share_of(passage, shares[0], part, whole)


def _countable(text: Marked, share: Quantity, rest: Sequence[Quantity]) -> bool:
    """True for figures of one kind, none of them a rate or one end of a span."""
    if rest[0].kind != rest[1].kind or any(q.bound for q in (share, *rest)):
        return False
    return not any(_RATE_AFTER.match(around(text, q)[1]) for q in rest)


_GAP, _WIDE = r"[^<>.;]{0,55}", r"[^<>;]{0,70}"
_EQUAL: Final = rf"(?:[^<>.;]{{0,25}}{_EQUALS}[^<>.;]{{0,25}}|[^<>.;]{{0,40}}\s?[(–-]\s?(?:[a-zæøå.]+ ){{0,3}})"
_SHARE_OF_WHOLE: Final = [
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"<p> (?:af|ud af) {_GAP}<a>{_EQUAL}<b>",
        rf"{_AF}{_GAP}<a>{_GAP}<p>{_EQUAL}<b>",
        rf"<a>{_WIDE}(?:[Hh]eraf|[Hh]voraf|[Dd]eraf)\b{_GAP}<p>{_EQUAL}<b>",
        rf"<a> ud af {_GAP}<b>{_EQUAL}<p>",
        rf"{_AF} {_GAP}<a>{_GAP}<b>{_EQUAL}<p>",
        rf"<p> \(<a> (?:ud )?af {_GAP}<b>",
        rf"<p> af {_GAP}<a>{_GAP}\(<b>",
        rf"<p> af {_GAP}<a> og {_EQUAL}<b>",
        rf"<a>{_EQUAL}<p> af {_GAP}<b>",
        rf"{_AF}{_GAP}<a>{_GAP}\(<b>{_GAP}\){_GAP}<p>",
        rf"<p>[^<>;]{{0,55}}\b(?:idet|da|fordi|eftersom)\b {_GAP}<a> (?:ud )?af {_GAP}<b>",
        rf"{_AF}{_GAP}<a>{_GAP}<b>{_GAP}\(<p>",
    )
]
"""How a share (`<p>`) is told of two figures (`<a>`, `<b>`, in print order)."""


def _is_share(text: Marked, share: Quantity, rest: Sequence[Quantity]) -> bool:
    """True where the words make the share one of the whole, and the other figure what it comes to."""
    told = text.text
    for quantity, name in zip((share, *rest), ("<p>", "<a>", "<b>"), strict=True):
        told = told.replace(mark_of(text, quantity), name)
    return any(shape.search(told) for shape in _SHARE_OF_WHOLE)


def _share_of(passage: Passage, share: Quantity, part: Quantity, whole: Quantity) -> Iterator[Outcome]:
    if not _of_the_same(part, whole):
        return
    key = ("share", whole.text, part.text)
    low, high = share.low * whole.low / 100, share.high * whole.high / 100
    given = share.value * whole.value / 100
    if part.overlaps(low, high, 0.02):
        yield passage.holds(f"{share.text} af {whole.text} er {part.text}.", key)
        return
    rest = abs(100 * part.value / whole.value + share.value - 100) <= 1  # what is left, told beside the share that goes
    if rest or not of_one_size(given, part.value) or part.overlaps(given * (1 - 0.03), given * 1.03):
        return
    result = money(round(given)) if part.kind == "M" else shown(round(given))
    message = f"Teksten regner {in_sentence(share.text)} af {whole.text} til {part.text}; det giver {result}."
    yield passage.outcome(message, key, result, part.text)


def _of_the_same(part: Quantity, whole: Quantity) -> bool:
    """False for counts of two things, neither of them people: `20 pct. af de 800 borgere ... 3 enheder`."""
    if part.kind != "C" or not part.noun or not whole.noun:
        return True
    return part.noun in PEOPLE or whole.noun in PEOPLE or akin(part.noun, whole.noun)
