"""What a passage says of its own figures: products, shares and changes in per cent.

The text is read with its figures taken out (`quantities`), so that a relation is a few plain words between marks. A
rule speaks only where the words say that the figures belong together (`á`, `svarende til`, `fra ... til`), and where
no plain reckoning with the figures of the text gives what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import prod
from typing import Final

from pipeline.reconcile.danish import akin, in_sentence, money, stem, words
from pipeline.reconcile.model import Card
from pipeline.reconcile.passages import Passage, around, mark_of, passages, told_already
from pipeline.reconcile.quantities import Marked, Quantity, shown
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.structure import SECTIONS, results

_READS = ("card_sections", "cards")
_EQUALS = (
    r"(?:\bdvs\.?|\bdet vil sige|\baltså|\bsvare(?:r|nde|de) (?:det |dette |samlet )?til|\bhvilket (?:er|giver"
    r"|svarer til|bliver|udgør)|\bnemlig|\bi alt|\bialt|\btilsammen"
    r"|\bsamle(?:t|de?)\b|\bbeløber (?:det |den |dette |sig )+til|=|\bgiver|\bbliver|\bdermed|\bderfor"
    r"|\bsåledes|\beller(?= <)|\bhvorved|\bsum\w*|\budgør"
    r"|\b(?:er|ligger|lyder) (?:dermed|derfor|således|på)\b|\bkoster?\b)"
)
_TIED = re.compile(rf"{_EQUALS}[^<>.;]{{0,45}}$", re.I)
_SIZE = 4  # figures so many times another are of other things


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
    priced = [(a, noun) for a in amounts if (noun := _price(passage.text, a)) is not None]
    if len(priced) != 1:
        return
    price, noun = priced[0]
    whole = next(a for a in amounts if a is not price)
    counts = [q for q in passage.text.of("C") if not q.bound]
    half = _HALF.search(passage.text.text)
    if not (counts or half) or len(counts) > 3 or not _reckons(card, passage.text, price, whole, counts):
        return
    factors = [q.value for q in counts] + ([0.5] if half else [])
    for size in range(1, len(factors) + 1):
        for chosen in combinations(factors, size):
            if whole.overlaps(price.low * prod(chosen), price.high * prod(chosen), 0.01):
                yield passage.holds(f"Antal gange {price.text} giver {whole.text}.", ("told", whole.text))
                return
    main = _factor(price, noun, counts, half=bool(half))
    if main is None or main == 1:
        return
    expected = price.value * main
    if expected <= _SIZE * whole.value and whole.value <= _SIZE * expected:
        message = (
            f"Teksten regner {shown(main)} x {price.text} til {whole.text}; det giver {money(round(expected))} "
            f"(forskel {money(round(whole.value - expected))})."
        )
        yield passage.outcome(message, ("told", price.text, whole.text), money(round(expected)), whole.text)


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
    if (found := _PER_AFTER.match(after)) is not None:
        noun = found["noun"] or ""
        return None if _TIME_NOUN.match(noun) else noun
    if (hit := _PER_BEFORE.search(before)) is not None:
        noun = hit["noun"] or hit["one"] or hit["each"] or ""
        return None if _TIME_NOUN.match(noun) else noun
    return "" if _TO.search(before) and len(text.of("M")) == 2 else None


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


def _factor(price: Quantity, noun: str, counts: Sequence[Quantity], *, half: bool) -> float | None:
    """How many the price is taken times: those of its noun, those beside it, or all there are."""
    named = [q for q in counts if noun and q.noun and (akin(q.noun, stem(noun)) or stem(noun).startswith(q.noun[:4]))]
    times = [q for q in counts if _TIME_NOUN.match(q.noun)]
    things = named or [q for q in counts if q not in times]
    if len(things) > 1:
        near = min(things, key=lambda q: abs(q.start - price.start))
        things = [near] if named else []
    if half and not things:
        return 0.5 * prod(q.value for q in times)
    if len(things) != 1:
        return times[0].value if len(times) == 1 and not things else None
    return None if times else things[0].value


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
        text = passage.text.text
        if len(passage.text.of("C", "M")) != 2:
            continue
        shares, word = passage.text.of("P"), _WORD_CHANGE.search(text)
        found = next((m for p in (_BY_TO, _FROM_TO, _YEARS_OF, _AGAINST) if (m := p.search(text))), None)
        if found is None or len(shares) + (word is not None) != 1 or not _CHANGE.search(text):
            continue
        if any(t[:50] in passage.printed for t in told):
            continue
        if shares and re.match(r"\saf\s(?!<)", around(passage.text, shares[0])[1]):
            continue  # `og 20 pct. af borgerne ...`: a share of something else
        one, other = passage.text[found["a"]], passage.text[found["b"]]
        named = [q for q in (one, other) if q.noun]
        if one.kind != other.kind or (len(named) == 2 and not akin(*(q.noun for q in named))):
            continue
        if not (one.bound or other.bound) and one.value and len(passage.text.of("C", "M")) == 2:
            yield from _change(passage, one, other, shares[0] if shares else None, word)


def _ratios(passage: Passage, one: Quantity, other: Quantity, share: Quantity | None) -> list[float]:
    """By how many per cent the one may differ from the other; where either may come first, the way that fits."""
    ways = [(one, other), (other, one)] if _AGAINST.search(passage.text.text) else [(one, other)]
    found = [[100 * abs(b / a - 1) for a in (w.low, w.high) for b in (x.low, x.high) if a] for w, x in ways]
    fits = (r for r in found if share and min(r) - 1 <= share.high and share.low <= max(r) + 1)
    return next(fits, found[0])


def _change(
    passage: Passage, one: Quantity, other: Quantity, share: Quantity | None, word: re.Match[str] | None
) -> Iterator[Outcome]:
    ratios = _ratios(passage, one, other, share)
    exact = 100 * abs(other.value / one.value - 1)
    said = share.value if share else 100.0 if word and word["double"] else 50.0
    low, high = (share.low, share.high) if share else (said - 3, said + 3)
    if share and share.bound:
        return
    printed = share.text if share else word[0] if word else ""
    key, given = ("change", one.text, other.text), f"{shown(round(exact, 1))} pct."
    rest = 100 * other.value / one.value  # `reduceres til 75 pct.`: what is left, not what goes
    if (min(ratios) - 1 <= high and low <= max(ratios) + 1) or abs(rest - said) <= 1:
        yield passage.holds(f"Ændringen fra {one.text} til {other.text} er {given}", key)
        return
    message = f"Teksten siger '{printed}' om ændringen fra {one.text} til {other.text}; det giver {given}"
    yield passage.outcome(message, key, given, printed)


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
        text = passage.text.text
        if len(shares) != 1 or len(rest) != 2 or rest[0].kind != rest[1].kind or shares[0].bound:
            continue
        if any(q.bound for q in rest) or any(_RATE_AFTER.match(around(passage.text, q)[1]) for q in rest):
            continue
        if any(t[:50] in passage.printed for t in told) or not _is_share(text, shares[0], rest, passage.text):
            continue
        part, whole = sorted(rest, key=lambda q: q.value)
        yield from _share_of(passage, shares[0], part, whole)


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


def _is_share(text: str, share: Quantity, rest: Sequence[Quantity], m: Marked) -> bool:
    """True where the words make the share one of the whole, and the other figure what it comes to."""
    for quantity, name in zip((share, *rest), ("<p>", "<a>", "<b>"), strict=True):
        text = text.replace(mark_of(m, quantity), name)
    return any(shape.search(text) for shape in _SHARE_OF_WHOLE)


def _share_of(passage: Passage, share: Quantity, part: Quantity, whole: Quantity) -> Iterator[Outcome]:
    key = ("share", whole.text, part.text)
    people = part.noun in PEOPLE or whole.noun in PEOPLE
    if part.noun and whole.noun and not (people or akin(part.noun, whole.noun)) and part.kind == "C":
        return  # `20 pct. af de 800 borgere ... 3 enheder`
    low, high = share.low * whole.low / 100, share.high * whole.high / 100
    given = share.value * whole.value / 100
    if part.overlaps(low, high, 0.02):
        yield passage.holds(f"{share.text} af {whole.text} er {part.text}.", key)
        return
    if given > _SIZE * part.value or part.value > _SIZE * given or part.overlaps(given * (1 - 0.03), given * 1.03):
        return
    if abs(100 * part.value / whole.value + share.value - 100) <= 1:
        return  # what is left, told beside the share that goes
    result = money(round(given)) if part.kind == "M" else shown(round(given))
    message = f"Teksten regner {in_sentence(share.text)} af {whole.text} til {part.text}; det giver {result}."
    yield passage.outcome(message, key, result, part.text)
