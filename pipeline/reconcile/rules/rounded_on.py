"""Figures of the text that follow from each other only roughly: a price of one, a base of shares, a chain of shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.danish.amounts.find import find_amounts
from pipeline.reconcile.danish import money, stem
from pipeline.reconcile.lines import place_of
from pipeline.reconcile.model import Card, evidence_of
from pipeline.reconcile.quantities import Quantity, marked, shown
from pipeline.reconcile.rule import Context, Outcome, card_rule
from pipeline.reconcile.sentences import sentences
from schemas.dataset import SourceLineRow

_HEDGE = r"(?:ca |cirka |omkring |omtrent |knap |godt )?"
_EACH = re.compile(
    rf"(?P<whole><M\d+>),? (?:svarende til|hvilket svarer til) {_HEDGE}(?P<price><M\d+>) "
    r"(?:pr|per|for hver|i hver) (?P<noun>[a-zæøå]{4,})",
    re.I,
)
_CHAIN = re.compile(
    rf"(?P<first><P\d+>)[^<]*?svarende til {_HEDGE}(?P<middle><C\d+>)[^<]*?\b(?:af dem|af disse|heraf|hvoraf)\b[^<]*?"
    rf"(?P<second><P\d+>)[^<]*?svarende til (?P<last><C\d+>)",
    re.I,
)
_ROUGHLY = re.compile(r"\b(?P<hedge>ca\.?|cirka|omkring|omtrent|knap|godt) ?$", re.I)
_PERCENT = re.compile(r"\d{1,3}(?:,\d+)?\s?%")
_WHOLE = re.compile(r"(?<![\w,.%])\d{1,6}(?![\w,.%])")
_NOUN = re.compile(r"\bantal (?P<noun>[a-zæøå]{4,})", re.I)
_NEAR = 0.2
"""How far, of the one, two figures may be apart and still be meant for the same."""
_TAKEN = 0.01
"""How far, of the whole, a whole that is shared out may be off."""
_COLUMNS, _AROUND = 3, 8


@card_rule(
    "price_of_each",
    worst="info",
    title="Pris pr. enhed",
    claim="Prisen for én, som teksten regner ud, passer med det hele og antallet",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=("card_sections",),
    proves="what the text says that one of them costs is the whole shared among as many as it counts",
)
def price_of_each(card: Card, _: Context) -> Iterator[Outcome]:
    """`1 mio. kr., svarende til ca. 65.000 kr. pr. enhed` <-> `omkring 15 enheder`: some 67,000 each."""
    for sentence in sentences(card):
        text = marked(sentence.text)
        for found in _EACH.finditer(text.text):
            whole, price = text[found["whole"]], text[found["price"]]
            counts = _counted(card, stem(found["noun"]))
            near = [q for q in counts if abs(whole.value / q.value - price.value) <= _NEAR * price.value]
            if near and not any(_shared(whole, q, price) for q in near):
                each = round(whole.value / near[0].value)
                one = f"{_hedged(sentence.text, price)} pr. {found['noun']}"
                message = (
                    f"Teksten siger {whole.text} og {one}, men fordelt på {near[0].text} er det {money(each)} til hver."
                )
                place = place_of(card, sentence.text[whole.start :])
                yield Outcome(
                    "inconsistent", message, ("each", whole.text), [place], "info", expected_text=money(each),
                    printed_text=price.text,
                )  # fmt: skip


def _hedged(text: str, figure: Quantity) -> str:
    """A figure with the word that makes it a rough one: `omkring 500`."""
    before = _ROUGHLY.search(text[: figure.start])
    return f"{before['hedge']} {figure.text}" if before else figure.text


def _counted(card: Card, noun: str) -> list[Quantity]:
    """What the text counts of a thing."""
    return [q for s in sentences(card) for q in marked(s.text).of("C") if q.noun == noun and q.value]


def _shared(whole: Quantity, count: Quantity, price: Quantity) -> bool:
    """True where the whole shared among so many rounds to the printed price.

    The whole is taken at its word: `1 mio. kr.` could be half as much by its one digit, and would fit everything.
    """
    of, half = _TAKEN * whole.value, _half(price)
    low, high = (whole.value - of) / count.value, (whole.value + of) / count.value
    return low <= price.value + half and price.value - half <= high


def _half(amount: Quantity) -> float:
    found = find_amounts(amount.text)
    return min(found[0].step_dkk, abs(found[0].low_dkk) // 20) / 2 if found else 0.0


@card_rule(
    "chained_share",
    worst="info",
    title="Andel af en andel",
    claim="En andel af en andel er regnet uden at runde undervejs",
    sides=("Teksten", "Regnet efter"),
    quantity="text",
    reads=("card_sections",),
    proves="a share of a share is reckoned without rounding on the way",
)
def chained_share(card: Card, _: Context) -> Iterator[Outcome]:
    """`116 ... 75 pct., svarende til omkring 90, og af dem 50 pct., svarende til 45`: it is 43,5."""
    read = sentences(card)
    for n, sentence in enumerate(read):
        if sentence.text.count("svarende til") < 2:
            continue
        text = marked(sentence.text)
        for found in _CHAIN.finditer(text.text):
            first, middle, second, last = (text[found[k]] for k in ("first", "middle", "second", "last"))
            before = [q for q in text.of("C") if q.start < first.start]
            before = before or [q for q in marked(read[n - 1].text).of("C") if n]
            wholes = [q for q in before if q.noun in ("", middle.noun, last.noun) and q.value > middle.value]
            if wholes:
                yield from _chain(card, sentence.text, wholes[-1], (first, middle, second, last))


def _chain(card: Card, text: str, whole: Quantity, chain: Sequence[Quantity]) -> Iterator[Outcome]:
    first, middle, second, last = chain
    one = whole.value * first.value / 100
    two = one * second.value / 100
    carried = abs(middle.value * second.value / 100 - last.value) < 1
    if carried and abs(middle.value - one) >= 1 and abs(last.value - two) >= 1 and middle.overlaps(one, one):
        message = (
            f"Teksten regner videre på et afrundet tal: {first.text} af {whole.text} er {shown(one)}, "
            f"ikke {middle.text}, og {second.text} af det er {shown(two)}, ikke {last.text}."
        )
        yield Outcome(
            "inconsistent", message, ("chain", whole.text, last.text), [place_of(card, text)], "info",
            expected_text=shown(two), printed_text=last.text,
        )  # fmt: skip


@card_rule(
    "share_base",
    worst="info",
    title="Andele og antal",
    claim="Andelene i en opstilling er af det antal, teksten nævner",
    sides=("Teksten", "Opstillingen"),
    quantity="text",
    reads=("source_lines", "card_sections"),
    proves="counts over their shares are shares of the number that the text names",
)
def share_base(card: Card, _: Context) -> Iterator[Outcome]:
    """`Antal i alt 12 24 36`, `Andel 2,5% 5% 7,5%`: shares of 480, where the text has `omkring 500 elever`."""
    for at, line in enumerate(card.lines):
        if line.text.count("%") < _COLUMNS:
            continue
        shares = [float(s.rstrip("% ").replace(",", ".")) for s in _PERCENT.findall(line.text)]
        if len(shares) < _COLUMNS or len(set(shares)) == 1 or not all(shares):
            continue
        above = card.lines[max(0, at - _AROUND) : at]
        counts = next((c for x in reversed(above) if len(c := _counts(x)) == len(shares)), None)
        if counts is None:
            continue
        bases = [100 * c / s for c, s in zip(counts, shares, strict=True)]
        if max(bases) - min(bases) < 0.01 * max(bases):
            yield from _base(card, sum(bases) / len(bases), line, above)


def _counts(line: SourceLineRow) -> list[int]:
    return [int(n) for n in _WHOLE.findall(line.text)]


def _base(card: Card, base: float, line: SourceLineRow, above: Sequence[SourceLineRow]) -> Iterator[Outcome]:
    nouns = {stem(m["noun"]) for x in above if (m := _NOUN.search(x.text))}
    told = [(q, s.text) for s in sentences(card) for q in marked(s.text).of("C") if q.noun in nouns]
    near = [(q, text) for q, text in told if abs(q.value - base) <= _NEAR * base]
    if near and all(abs(q.value - base) > 0.01 * base for q, _ in near):
        said, text = near[0]
        roughly = _hedged(text, said)
        message = f"Andelene og antallene i opstillingen passer med {shown(base)} i alt, men teksten siger {roughly}."
        evidence = [evidence_of(line, line.text.strip()), place_of(card, text)]
        yield Outcome(
            "inconsistent", message, ("base", said.text), evidence, "info", expected_text=shown(base),
            printed_text=said.text,
        )  # fmt: skip
